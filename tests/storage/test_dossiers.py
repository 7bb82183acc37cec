"""A dossier is read back as it was saved, and two people never overwrite each other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from bot.storage import dossiers, plans, versions
from bot.storage.database import Database
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, Removal
from domain.dialogue.importing import with_rows
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class _Undo(Exception):
    """Ends an example of Hypothesis without leaving anything."""


def _paths(kind: str) -> st.SearchStrategy[Path]:
    """Paths of answers stand in as many rows as their id has levels; those of repeats, in one fewer."""
    names = st.lists(st.text("abcdefgh_.", min_size=1, max_size=8), min_size=1, max_size=3)
    rows = st.lists(st.text("0123456789xyz", min_size=1, max_size=4), min_size=3, max_size=3)
    prefix = f"{kind}."
    return st.builds(lambda parts, ids: Path(prefix + "/".join(parts), tuple(ids[: len(parts) - 1])), names, rows)


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
_values = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e12, 1e12).map(lambda number: round(number, 6) + 0.0)
    | _texts
    | st.lists(_texts, max_size=4).map(tuple)
)
_instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
_answers = st.builds(
    Answer,
    value=_values,
    status=st.sampled_from(AnswerStatus),
    revision=st.integers(1, 999),
    author=st.integers(0, 2**52),
    at=_instants,
)
_removals = st.builds(
    Removal,
    id=st.text("abcdef0123", min_size=1, max_size=12),
    at=_instants,
    rows=st.lists(st.tuples(_paths("r"), st.text("xyz", min_size=1, max_size=4), st.integers(0, 9)), max_size=3).map(
        tuple
    ),
    detached=st.dictionaries(_paths("q"), _answers, max_size=2).map(lambda found: tuple(found.items())),
)
_dossiers = st.builds(
    Dossier,
    script_version=st.integers(1, 9),
    answers=st.dictionaries(_paths("q"), _answers, max_size=6),
    rows=st.dictionaries(
        _paths("r"), st.lists(st.text("xyz0", min_size=1, max_size=4), min_size=1, max_size=4, unique=True).map(tuple)
    ),
    closed=st.frozensets(_paths("r"), max_size=3),
    removals=st.lists(_removals, max_size=3, unique_by=lambda removal: removal.id).map(tuple),
    codes=st.frozensets(_paths("r"), max_size=4).map(
        lambda rows: {row: f"A{crc32(str(row).encode())}" for row in rows}
    ),
)


@settings(max_examples=60, deadline=None)
@given(_dossiers)
def test_a_dossier_survives_json(dossier: Dossier) -> None:
    assert dossiers.from_json(dossiers.to_json(dossier)) == dossier


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_dossiers, second=_dossiers)
def test_whatever_changes_between_two_dossiers_is_what_is_saved(
    database: Database, first: Dossier, second: Dossier
) -> None:
    def work(db: Connection) -> None:
        plan_id = plans.create(db, script_version=1, now=NOW)
        start = dossiers.load(db, plan_id)
        dossiers.save(db, plan_id, start, replace(first, revision=1))
        loaded = dossiers.load(db, plan_id)
        assert loaded == replace(first, revision=1)
        dossiers.save(db, plan_id, loaded, replace(second, revision=2))
        assert dossiers.load(db, plan_id) == replace(second, revision=2)
        raise _Undo

    with pytest.raises(_Undo):
        database.run(work)


def _name(text: str, revision: int = 1) -> Answer:
    return Answer(text, AnswerStatus.OK, revision, 7, NOW)


def _start(database: Database) -> tuple[int, Dossier]:
    plan_id = database.run(lambda db: plans.create(db, script_version=1, now=NOW))
    return plan_id, database.run(lambda db: dossiers.load(db, plan_id))


def test_saving_over_a_dossier_changed_meanwhile_is_a_conflict_that_writes_nothing(database: Database) -> None:
    plan_id, start = _start(database)
    mine = replace(start, answers={Path("a.name"): _name("mine")}, revision=1)
    yours = replace(start, answers={Path("a.name"): _name("yours")}, revision=1)
    database.run(lambda db: dossiers.save(db, plan_id, start, mine))
    with pytest.raises(dossiers.Conflict):
        database.run(lambda db: dossiers.save(db, plan_id, start, yours))
    assert database.run(lambda db: dossiers.load(db, plan_id)) == mine


def test_two_people_who_add_rows_at_once_never_get_the_same_code(database: Database) -> None:
    plan_id = database.run(lambda db: plans.create(db, script_version=SCRIPT.version, now=NOW))
    read = database.run(lambda db: dossiers.load(db, plan_id))

    def added(start: Dossier, row: str) -> Dossier:
        context = StepContext(SCRIPT, NOW, NOW.date(), lambda: row)
        return with_rows(start, context, Path("actions"), [{"actions/title": row}], 7)[0]

    mine, yours = added(read, "mine"), added(read, "yours")
    assert [*mine.codes.values()] == [*yours.codes.values()] == ["A1"]
    database.run(lambda db: dossiers.save(db, plan_id, read, mine))
    with pytest.raises(dossiers.Conflict):
        database.run(lambda db: dossiers.save(db, plan_id, read, yours))
    again = database.run(lambda db: dossiers.load(db, plan_id))
    database.run(lambda db: dossiers.save(db, plan_id, again, added(again, "yours")))
    kept = database.run(lambda db: dossiers.load(db, plan_id)).codes
    assert kept == {Path("actions", ("mine",)): "A1", Path("actions", ("yours",)): "A2"}


def test_saving_an_unchanged_dossier_moves_no_revision(database: Database) -> None:
    plan_id, start = _start(database)
    database.run(lambda db: dossiers.save(db, plan_id, start, start))
    assert database.run(lambda db: dossiers.load(db, plan_id)).revision == 0


def test_the_revision_grows_even_when_the_engine_forgot_to_move_it(database: Database) -> None:
    plan_id, start = _start(database)
    database.run(lambda db: dossiers.save(db, plan_id, start, replace(start, closed=frozenset({Path("needs")}))))
    assert database.run(lambda db: dossiers.load(db, plan_id)).revision == 1


def test_one_changed_answer_of_two_hundred_writes_one_row(database: Database) -> None:
    plan_id, start = _start(database)
    many = {Path(f"a.q{number}"): _name("before") for number in range(200)}
    before = replace(start, answers=many, revision=1)
    after = replace(before, answers={**many, Path("a.q7"): _name("after", 2)}, revision=2)
    written: list[int] = []

    def note(*call: object) -> None:
        if "INSERT" in str(call[2]):
            written.append(len(call[3]) if isinstance(call[3], list) else 1)

    def work(db: Connection) -> None:
        dossiers.save(db, plan_id, start, before)
        event.listen(db, "before_cursor_execute", note)
        dossiers.save(db, plan_id, before, after)

    database.run(work)
    assert written == [1]


def test_an_undone_removal_brings_rows_and_answers_back_in_place(database: Database) -> None:
    plan_id, start = _start(database)
    needs, sentence = Path("needs"), Path("needs/sentence")
    answers = {Path("needs/sentence", (row,)): _name(row) for row in ("a", "b", "c")}
    full = replace(start, answers=answers, rows={needs: ("a", "b", "c")}, revision=1)
    removal = Removal("x1", NOW, ((needs, "b", 1),), ((sentence.row("b"), answers[Path("needs/sentence", ("b",))]),))
    cut = replace(full, rows={needs: ("a", "c")}, removals=(removal,), revision=2)
    database.run(lambda db: dossiers.save(db, plan_id, start, full))
    database.run(lambda db: dossiers.save(db, plan_id, full, cut))
    assert database.run(lambda db: dossiers.load(db, plan_id)).removals == (removal,)
    database.run(lambda db: dossiers.save(db, plan_id, cut, replace(full, revision=3)))
    assert database.run(lambda db: dossiers.load(db, plan_id)) == replace(full, revision=3)


def test_removals_stay_in_the_order_they_were_made_at_one_instant(database: Database) -> None:
    plan_id, start = _start(database)
    kept = tuple(Removal(name, NOW, ()) for name in ("z", "a", "m"))
    database.run(lambda db: dossiers.save(db, plan_id, start, replace(start, removals=kept, revision=1)))
    assert database.run(lambda db: dossiers.load(db, plan_id)).removals == kept


def test_a_deleted_plan_has_no_dossier(database: Database) -> None:
    with pytest.raises(dossiers.NoSuchPlan):
        database.run(lambda db: dossiers.load(db, 404))


def test_versions_are_numbered_from_one_and_stay_as_they_were(database: Database) -> None:
    plan_id, start = _start(database)
    later = replace(start, answers={Path("a.name"): _name("later")}, revision=1)
    assert database.run(lambda db: versions.freeze(db, plan_id, start, NOW)) == 1
    database.run(lambda db: dossiers.save(db, plan_id, start, later))
    assert database.run(lambda db: versions.freeze(db, plan_id, later, NOW + timedelta(days=1))) == 2
    frozen = database.run(lambda db: versions.versions(db, plan_id))
    assert [(version.number, version.dossier) for version in frozen] == [(1, start), (2, later)]
