"""Dossiers stored by former versions go on where they were."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.migration import migrated
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.projection import plan_from
from domain.script import SCRIPT
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
    known = plan_from(seen.visible, seen.rows).territory
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


@pytest.mark.parametrize("times", [1, 2])
def test_a_dossier_of_today_is_left_as_it_is(dossier_of: DossierOf, times: int) -> None:
    dossier = dossier_of({"frame.territory": "COM:57463"}, {})
    for _ in range(times):
        assert migrated(dossier, SCRIPT, MIGRATIONS) is dossier
