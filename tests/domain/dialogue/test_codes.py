"""A code is given once, kept with its row, never given again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.dialogue.answering import write
from domain.dialogue.coding import CODE
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Ask, Tapped
from domain.dialogue.importing import with_rows
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.importing.undoing import taken_back
from domain.plan import Action, Kpi, Need, Objective, Plan
from domain.projection import plan_from
from domain.questionnaire import SCRIPT
from domain.script.aims import KPIS

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
ACTIONS = Path("actions")


@pytest.fixture
def marie() -> Rehearsal:
    return Rehearsal(SCRIPT, NOON)


def add(marie: Rehearsal, repeat: Path, *codes: str) -> list[Path]:
    """Add a row for each code wished for; "" for none."""
    title = SCRIPT.lists[repeat.id].title
    rows = [{title: f"Ligne {marie.new_id()}", **({CODE: code} if code else {})} for code in codes]
    marie.dossier, added = with_rows(marie.dossier, marie.context, repeat, rows, 1)
    return [repeat.row(row) for row in marie.dossier.rows_of(repeat)[-added:]] if added else []


def say(marie: Rehearsal, repeat: Path) -> Path:
    """Add a row by answering its first question."""
    row = repeat.row(marie.new_id())
    title = Path(SCRIPT.lists[repeat.id].title, row.rows)
    marie.dossier = write(marie.dossier, marie.context, title, "Une ligne", AnswerStatus.OK, author=1)
    return row


def remove(marie: Rehearsal, row: Path) -> Prompt:
    """Remove a row; return what undoes it."""
    marie.do(Tapped(Prompt("card", PromptKind.MENU, None, 0, (f"remove:{row}",), marie.now), "0"))
    return next(each.prompt for each in marie.effects if isinstance(each, Ask) and "undo" in str(each.prompt.acts))


def undo(marie: Rehearsal, card: Prompt) -> None:
    marie.do(Tapped(card, "0"))


def told(marie: Rehearsal) -> Plan:
    return plan_from(*marie.seen.known)


def codes(marie: Rehearsal) -> list[str]:
    return [action.code for action in told(marie).actions]


def test_removing_an_action_renames_none_of_those_that_follow(marie: Rehearsal) -> None:
    rows = add(marie, ACTIONS, "", "", "", "")
    remove(marie, rows[2])
    assert codes(marie) == ["A1", "A2", "A4"]


def test_the_code_of_a_removed_row_is_never_given_again(marie: Rehearsal) -> None:
    remove(marie, add(marie, ACTIONS, "", "", "")[-1])
    marie.later(days=30)
    say(marie, ACTIONS)
    assert codes(marie) == ["A1", "A2", "A4"]


def test_a_restored_row_keeps_its_own_code(marie: Rehearsal) -> None:
    card = remove(marie, add(marie, ACTIONS, "", "", "")[1])
    say(marie, ACTIONS)
    undo(marie, card)
    assert codes(marie) == ["A1", "A2", "A3", "A4"]


def test_each_list_has_its_letter_and_indicators_are_counted_over_all_objectives(marie: Rehearsal) -> None:
    say(marie, Path("needs"))
    for row in add(marie, Path("objectives"), "", ""):
        say(marie, Path(KPIS, row.rows))
    say(marie, ACTIONS)
    plan = told(marie)
    assert [need.code for need in plan.needs] == ["B1"]
    assert [objective.code for objective in plan.objectives] == ["O1", "O2"]
    assert [kpi.code for kpi in plan.kpis] == ["K1", "K2"]
    assert codes(marie) == ["A1"]


def test_a_row_whose_title_is_to_review_leaves_their_codes_to_the_others(marie: Rehearsal) -> None:
    first, _ = add(marie, ACTIONS, "", "")
    title = Path("actions/title", first.rows)
    marie.dossier = write(marie.dossier, marie.context, title, None, AnswerStatus.UNKNOWN, author=1)
    assert codes(marie) == ["A2"]


@pytest.mark.parametrize(
    ("wishes", "given"),
    [
        (("A7", "", "3", "FA12"), ["A7", "A4", "3", "FA12"]),
        (("3", "A3", "A03", "03"), ["3", "A2", "A4", "A5"]),
        (("2", "", ""), ["2", "A3", "A4"]),
        (("", "1"), ["A2", "1"]),
    ],
)
def test_a_code_of_a_file_is_taken_when_it_is_free(marie: Rehearsal, wishes: tuple[str, ...], given: list[str]) -> None:
    add(marie, ACTIONS, *wishes)
    assert codes(marie) == given


def test_what_a_file_numbers_gives_way_to_the_codes_there_are(marie: Rehearsal) -> None:
    gone = add(marie, ACTIONS, "", "", "")[2]
    remove(marie, gone)
    add(marie, ACTIONS, "1", "3", "4", "5")
    assert codes(marie) == ["A1", "A2", "A6", "A7", "4", "5"]


def test_a_number_that_an_action_has_is_taken_with_its_letter_by_an_indicator(marie: Rehearsal) -> None:
    (objective,) = add(marie, Path("objectives"), "")
    add(marie, ACTIONS, "1", "2")
    add(marie, Path(KPIS, objective.rows), "2", "3", "A2")
    assert [kpi.code for kpi in told(marie).kpis] == ["K2", "3", "K4"]


def test_rows_kept_before_codes_were_are_numbered_by_their_places_when_another_one_comes(marie: Rehearsal) -> None:
    add(marie, ACTIONS, "", "", "")
    marie.dossier = replace(marie.dossier, codes={})
    assert codes(marie) == ["A1", "A2", "A3"]
    say(marie, ACTIONS)
    assert codes(marie) == ["A1", "A2", "A3", "A4"]


class Rows(RuleBasedStateMachine):
    """Rows come, go, come back and change places in any order."""

    @initialize()
    def begin(self) -> None:
        self.marie = Rehearsal(SCRIPT, NOON)
        self.undoing: list[Prompt] = []
        self.known: dict[str, str] = {}

    def lists(self) -> list[Path]:
        objectives = self.marie.dossier.rows_of(Path("objectives"))
        return [Path("needs"), Path("objectives"), ACTIONS, *(Path(KPIS, (row,)) for row in objectives)]

    def rows(self) -> list[Path]:
        return [repeat.row(row) for repeat in self.lists() for row in self.marie.dossier.rows_of(repeat)]

    @rule(data=st.data())
    def is_said(self, data: st.DataObject) -> None:
        say(self.marie, data.draw(st.sampled_from(self.lists())))

    @rule(data=st.data(), wishes=st.lists(st.from_regex(r"[ABK]?[0-9]{1,2}", fullmatch=True) | st.just(""), max_size=5))
    def is_imported(self, data: st.DataObject, wishes: list[str]) -> None:
        add(self.marie, data.draw(st.sampled_from(self.lists())), *wishes)

    @rule(data=st.data())
    def is_imported_and_taken_back(self, data: st.DataObject) -> None:
        rows = add(self.marie, data.draw(st.sampled_from(self.lists())), "", "7")
        self.all_is_kept()
        self.marie.dossier = taken_back(self.marie.dossier, self.marie.context, rows) or self.marie.dossier

    @rule(data=st.data())
    def is_removed(self, data: st.DataObject) -> None:
        if rows := self.rows():
            self.undoing.append(remove(self.marie, data.draw(st.sampled_from(rows))))

    @rule(data=st.data())
    def is_restored(self, data: st.DataObject) -> None:
        if self.undoing:
            undo(self.marie, data.draw(st.sampled_from(self.undoing)))

    @rule(data=st.data())
    def changes_places(self, data: st.DataObject) -> None:
        rows = {repeat: tuple(data.draw(st.permutations(kept))) for repeat, kept in self.marie.dossier.rows.items()}
        self.marie.dossier = replace(self.marie.dossier, rows=rows)

    @rule(minutes=st.sampled_from([1, 15]))
    def waits(self, minutes: int) -> None:
        self.marie.later(minutes=minutes)

    @invariant()
    def all_is_kept(self) -> None:
        plan = told(self.marie)
        rows: tuple[Need | Objective | Kpi | Action, ...] = (
            *plan.needs,
            *plan.objectives,
            *plan.kpis,
            *plan.actions,
        )
        live = {each.row: each.code or "" for each in rows}
        assert all(live.values())
        assert len(set(live.values())) == len(live), "two live rows share a code"
        assert all(self.known.get(row, code) == code for row, code in live.items()), "a code changed"
        self.known |= live
        assert len(set(self.known.values())) == len(self.known), "a code was given again"


def test_whatever_is_added_removed_restored_reordered_or_imported_codes_are_for_life() -> None:
    run_state_machine_as_test(Rows, settings=settings(max_examples=60, stateful_step_count=25, deadline=None))
