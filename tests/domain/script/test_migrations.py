"""Dossiers stored by former versions go on where they were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Resume
from domain.dialogue.migration import migrated
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.projection import plan_from
from domain.questionnaire import SCRIPT
from domain.script.migrations import MIGRATIONS

DossierOf = Callable[..., Dossier]
TYPED = {"frame.territory_name": "Trois Vallons", "frame.territory_kind": "epci", "frame.population": 18_640}


def of_version_1(dossier: Dossier) -> Dossier:
    return replace(dossier, script_version=1)


def today(dossier: Dossier) -> Dossier:
    return migrated(of_version_1(dossier), SCRIPT, MIGRATIONS)


def test_there_is_a_way_from_every_version_to_this_one() -> None:
    assert set(MIGRATIONS) == set(range(1, SCRIPT.version))


def test_a_territory_typed_in_version_1_stays_typed_by_hand_and_is_not_asked_again(dossier_of: DossierOf) -> None:
    dossier = today(dossier_of({**TYPED, "frame.plan_name": "Un plan"}, {}))
    seen = survey(SCRIPT, dossier)
    assert seen.cursor is not None
    assert seen.cursor.path.id == "frame.start_year"
    assert dossier.answers[Path("frame.territory")].status is AnswerStatus.NOT_APPLICABLE
    known = plan_from(*seen.known).territory
    assert (known.name, known.population) == ("Trois Vallons", 18_640)


def test_the_one_who_typed_the_name_and_when_are_kept(dossier_of: DossierOf) -> None:
    dossier = today(dossier_of(TYPED, {}))
    own, typed = (dossier.answers[Path(f"frame.{name}")] for name in ("territory", "territory_name"))
    assert (own.author, own.at) == (typed.author, typed.at)


def test_every_answer_of_version_1_is_still_there(dossier_of: DossierOf) -> None:
    before = dossier_of({**TYPED, "frame.start_year": 2027}, {"needs": ("n",)})
    after = today(before)
    assert after.answers.items() >= before.answers.items()
    assert after.rows == before.rows
    assert after.revision == before.revision


def test_a_plan_of_version_1_that_had_just_begun_is_asked_for_its_territory(dossier_of: DossierOf) -> None:
    seen = survey(SCRIPT, today(dossier_of({}, {})))
    assert seen.cursor is not None
    assert seen.cursor.path.id == "frame.territory"


def test_a_name_put_to_review_in_version_1_is_asked_again_as_it_was(dossier_of: DossierOf) -> None:
    seen = survey(SCRIPT, today(dossier_of({**TYPED, "frame.territory_name": AnswerStatus.STALE}, {})))
    assert seen.cursor is not None
    assert seen.cursor.path.id == "frame.territory_name"


MEETING = ("topic", "form", "date", "participants")


def as_version_2(dossier: Dossier) -> Dossier:
    """The same plan as version 2 kept it: one meeting at most, outside of any list, and a single path."""
    (row,) = dossier.rows_of(Path("meetings")) or ("",)
    moved = {Path(f"meetings/{name}", (row,)): Path(f"teams.{name}") for name in MEETING}
    answers = {moved.get(path, path): a for path, a in dossier.answers.items() if path.id != "frame.path"}
    rows = {path: kept for path, kept in dossier.rows.items() if path.id != "meetings"}
    closed = dossier.closed - {Path("meetings")}
    return replace(dossier, answers=answers, rows=rows, closed=closed, script_version=2)


def adopted(now: datetime, *, meets: bool) -> Dossier:
    lead = Rehearsal(SCRIPT, now)
    lead.do(Resume())
    lead.until("frame.path").tap("pick:express")
    lead.until("meetings").tap("add:" if meets else "done")
    lead.until("check.adopt").tap("pick:now")
    return lead.until(None).dossier


@pytest.mark.parametrize("meets", [True, False])
def test_an_adopted_plan_of_version_2_stays_complete_and_tells_the_same(now: datetime, *, meets: bool) -> None:
    today = adopted(now, meets=meets)
    before = as_version_2(today)
    if not meets:
        skipped = replace(before.answers[Path("check.adopt")], value=None, status=AnswerStatus.SKIPPED)
        before = replace(before, answers={**before.answers, Path("teams.form"): skipped})
    after = migrated(before, SCRIPT, MIGRATIONS)
    seen, same = survey(SCRIPT, after), survey(SCRIPT, today)
    assert seen.cursor is None
    told, expected = plan_from(*seen.known), plan_from(*same.known)
    assert told.adoption is not None
    assert replace(told, meetings=()) == replace(expected, meetings=())
    assert [replace(each, row="") for each in told.meetings] == [replace(each, row="") for each in expected.meetings]


def test_a_meeting_that_version_2_had_only_begun_is_gone_on_with(now: datetime) -> None:
    before = as_version_2(adopted(now, meets=True))
    begun = {path: a for path, a in before.answers.items() if path.id not in {"teams.topic", "teams.participants"}}
    after = migrated(replace(before, answers=begun), SCRIPT, MIGRATIONS)
    (row,) = after.rows_of(Path("meetings"))
    assert after.answers[Path("meetings/form", (row,))] == begun[Path("teams.form")]
    assert after.answers[Path("meetings/date", (row,))] == begun[Path("teams.date")]
    cursor = survey(SCRIPT, after).cursor
    assert cursor is not None
    assert cursor.path == Path("meetings/topic", (row,))


@pytest.mark.parametrize("times", [1, 2])
def test_a_dossier_of_today_is_left_as_it_is(dossier_of: DossierOf, times: int) -> None:
    dossier = dossier_of({"frame.territory": "COM:57463"}, {})
    for _ in range(times):
        assert migrated(dossier, SCRIPT, MIGRATIONS) is dossier
