"""Two people do anything, in any order, on one dossier; and planted bugs that this must find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.dialogue import answering, asking, giving, moving, outcome, removing, step, survey, tapping
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.events import (
    Ask,
    Back,
    Cancel,
    Edit,
    Event,
    Given,
    Go,
    Pause,
    Redraw,
    Resume,
    Revise,
    Tapped,
    Typed,
    Unreadable,
)
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import Question, Reference, Upstream
from domain.dialogue.script import Repeat, Script
from domain.dialogue.survey import ScriptState, Slot
from domain.dialogue.talk import Prompt, PromptKind, fills_of
from domain.dialogue.values import Accepted, Rejected, Value
from domain.dialogue.verification import rehearsal
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.dialogue.verification.replies import taps, typed
from domain.dialogue.view import View

if TYPE_CHECKING:
    from tests.conftest import Extent

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOST_REPLIES = 150
WHO = st.integers(0, 1)
PICK = st.integers(0, 50)
COLLEAGUE = 9
VALUES: tuple[Value, ...] = ("high", "express", "full", "2029-01-01", "Un mot", 5, 2030, None, ("a", "b"))
"""What a colleague may give, whether its question takes it or not."""
SILENT = (Revise, Tapped)
"""Events that may need no answer: an edit that changes no meaning, a box ticked already."""


def _rows(dossier: Dossier) -> set[Path]:
    return {repeat.row(row) for repeat, rows in dossier.rows.items() for row in rows}


class Conversation(RuleBasedStateMachine):
    """What is checked after every event, whoever did whatever."""

    script: Script

    @initialize(depth=st.integers(0, 60))
    def begin(self, depth: int) -> None:
        self.people = [Rehearsal(self.script, START, person=person) for person in (1, 2)]
        self.shown: list[tuple[int, Prompt]] = []
        self.undone = False
        self.entailed: frozenset[str] = frozenset()
        self.gone: set[Path] = set()
        self.event(0, Resume())
        for _ in range(depth):
            if self.people[0].talk.live:
                self.people[0].reply_honestly()
        self.share(0)
        self.event(1, Resume())

    def share(self, who: int) -> None:
        """Hand the dossier over to the colleague, and withdraw their question if it lost its point."""
        actor, other = self.people[who], self.people[1 - who]
        self.shown += [(who, e.prompt) for e in actor.effects if isinstance(e, Ask | Redraw)]
        after = step.withdraw(actor.dossier, other.talk, other.context)
        other.dossier, other.talk = actor.dossier, after.talk

    def event(self, who: int, event: Event) -> tuple[Dossier, Dossier]:
        actor = self.people[who]
        before = actor.dossier
        actor.do(event)
        assert actor.effects or isinstance(event, SILENT), event
        self.check_change(before, actor.dossier)
        self.check_rows(before, actor.dossier, is_undo=isinstance(event, Tapped) and "undo" in str(event.prompt.acts))
        self.share(who)
        return before, actor.dossier

    def check_rows(self, before: Dossier, after: Dossier, *, is_undo: bool) -> None:
        """A row that was removed only comes back by its own button."""
        had, has = _rows(before), _rows(after)
        assert is_undo or not (has - had) & self.gone, "a removed row was reborn"
        self.gone = (self.gone | (had - has)) - has

    def check_change(self, before: Dossier, after: Dossier) -> None:
        """Nothing is lost, at most one value changes, revisions grow, and what depends on a change is put to review."""
        changed = [p for p, old in before.answers.items() if after.answers[p].value != old.value]
        assert len([path for path in changed if path.id not in self.entailed]) <= 1
        assert all(after.answers[p].revision > before.answers[p].revision for p in changed)
        assert after.revision > before.revision or (after.answers, after.rows) == (before.answers, before.rows)
        for path in changed:
            for other in self.dependents(path, before):
                assert after.answers[other].status is AnswerStatus.STALE

    def dependents(self, changed: Path, dossier: Dossier) -> Iterator[Path]:
        again = {q.id for q in self.script.questions() if q.upstream is Upstream.ASK_AGAIN and changed.id in q.needs}
        yield from (p for p, a in dossier.answers.items() if p.id in again and a.status is AnswerStatus.OK)

    @rule(who=WHO, times=st.integers(1, 6))
    def goes_on(self, who: int, times: int) -> None:
        for _ in range(times):
            if self.people[who].talk.live:
                before = self.people[who].dossier
                self.people[who].reply_honestly()
                self.check_change(before, self.people[who].dossier)
                self.share(who)

    @rule(who=WHO, pick=PICK, is_double=st.booleans())
    def replies(self, who: int, pick: int, is_double: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        actor = self.people[who]
        live = actor.talk.live
        if live is None or live.path is None:
            return
        slot = asking.slot_at(live.path, actor.dossier, self.script)
        assert slot, live.path
        offers = [*taps(live, self.script), *typed(slot, START.date())]
        if not offers:
            return
        chosen = offers[pick % len(offers)].event
        answer, visible = actor.dossier.answers.get(live.path), actor.seen.visible
        self.entailed = self.filled_by(live, chosen)
        before, after = self.event(who, chosen)
        self.entailed = frozenset()
        if answer and answer.status is not AnswerStatus.STALE and answer.revision != live.base:
            assert after.answers[live.path].value == answer.value, "overwrote what was not shown"
        if answer and answer.status is AnswerStatus.OK and live.kind is PromptKind.QUESTION and after != before:
            assert visible.keys() <= actor.seen.visible.keys(), "lost answers without a word"
        if is_double and isinstance(chosen, Tapped):
            again, still = self.event(who, chosen)
            assert again == still, "a double tap counted twice"

    @rule(who=WHO, pick=PICK, reply=PICK)
    def changes_an_answer(self, who: int, pick: int, reply: int) -> None:
        read = {need for question in self.script.questions() for need in question.needs}
        paths = [path for path in self.people[who].seen.visible if path.id in read]
        if paths:
            self.event(who, Edit(paths[pick % len(paths)]))
            self.replies(who, reply, is_double=False)

    @rule(who=WHO, pick=PICK)
    def commands(self, who: int, pick: int) -> None:
        actor = self.people[who]
        paths = [*actor.dossier.answers, Path("frame.name"), Path("nowhere/at/all", ("x", "y"))]
        path = paths[pick % len(paths)]
        events: list[Event] = [Back(), Cancel(), Pause(), Resume(), Unreadable("voice"), Edit(path), Revise(path, "12")]
        for event in (events[pick % len(events)], Typed("\u200b")):
            before, after = self.event(who, event)
            assert before == after, event

    def filled_by(self, live: Prompt, event: Event) -> frozenset[str]:
        """The questions that an entry of a catalogue fills beside its own, when one is tapped or confirmed."""
        fills = list(fills_of(live.payload)) if isinstance(event, Tapped) else []
        slot = live.path and self.script.question(live.path.id)
        if isinstance(event, Tapped) and slot and slot.entries:
            fills += slot.entries.fills("c0", View(()))
        return frozenset(fills)

    @rule(pick=PICK, op=st.sampled_from(["0", "1", "2", "+0", "-1", "99", "x", ""]))
    def taps_an_old_or_forged_button(self, pick: int, op: str) -> None:
        who, prompt = self.shown[-1 - pick % len(self.shown)]
        live = self.people[who].talk.live
        if prompt.is_standing or (live and live.id == prompt.id):
            return
        before, after = self.event(who, Tapped(prompt, op))
        assert before == after, "an old button changed something"

    @rule(pick=PICK, act=PICK)
    def taps_a_card(self, pick: int, act: int) -> None:
        cards = [(who, prompt) for who, prompt in self.shown if prompt.is_standing and prompt.acts]
        if cards:
            who, card = cards[-1 - pick % len(cards)]
            index = act % len(card.acts)
            self.undone = self.undone or card.acts[index].startswith("undo")
            self.event(who, Tapped(card, str(index)))

    @rule(who=WHO, pick=PICK, decision=st.integers(0, 2))
    def removes_a_row(self, who: int, pick: int, decision: int) -> None:
        actor = self.people[who]
        rows = [path.row(row) for path, kept in actor.seen.rows.items() for row in kept]
        if not rows:
            return
        card = Prompt("card", PromptKind.MENU, None, 0, (f"remove:{rows[pick % len(rows)]}",), actor.now)
        self.event(who, Tapped(card, "0"))
        removal = next(
            (e.prompt for e in actor.effects if isinstance(e, Ask) and e.prompt.kind is PromptKind.REMOVAL), None
        )
        if removal:
            before, after = self.event(who, Tapped(removal, str(decision)))
            assert decision < 2 or before == after

    @rule(first=PICK, second=PICK)
    def both_answer_the_same_question(self, first: int, second: int) -> None:
        for who in (0, 1):
            self.event(who, Cancel())
            self.event(who, Resume())
        self.replies(0, first, is_double=False)
        self.replies(1, second, is_double=False)

    @rule(who=WHO, pick=PICK)
    def renames_a_row_that_a_colleague_removes(self, who: int, pick: int) -> None:
        rows = [path.row(row) for path, kept in self.people[who].seen.rows.items() for row in kept]
        if rows:
            row = rows[pick % len(rows)]
            self.event(who, Edit(Path(self.script.lists[row.id].title, row.rows)))
            self.removes_a_row(1 - who, pick, 0)
            self.event(who, Typed("Un autre nom"))

    @rule(who=WHO, pick=PICK)
    def chooses_a_row_that_a_colleague_removes(self, who: int, pick: int) -> None:
        pointing = {q.id: q.to for q in self.script.questions() if isinstance(q, Reference)}
        links = [path for path in self.people[who].seen.visible if path.id in pointing]
        if not links:
            return
        link = links[pick % len(links)]
        self.event(who, Edit(link))
        prompt = self.people[who].live
        picks = [act for act in prompt.acts if act.startswith("pick:")]
        if not picks:
            return
        chosen = picks[pick % len(picks)]
        gone = f"remove:{Path(pointing[link.id]).row(chosen.removeprefix('pick:'))}"
        self.event(1 - who, Tapped(Prompt("card", PromptKind.MENU, None, 0, (gone,), START), "0"))
        if cards := [
            e.prompt for e in self.people[1 - who].effects if isinstance(e, Ask) and "detach" in e.prompt.acts
        ]:
            self.event(1 - who, Tapped(cards[-1], str(cards[-1].acts.index("detach"))))
        self.event(who, Tapped(prompt, str(prompt.acts.index(chosen))))

    @rule(minutes=st.sampled_from([0.5, 4, 60]))
    def waits(self, minutes: float) -> None:
        for person in self.people:
            person.later(minutes=minutes)

    @invariant()
    def what_is_asked_applies(self) -> None:
        for person in self.people:
            live = person.talk.live
            if live and live.path:
                assert asking.slot_at(live.path, person.dossier, self.script), live.path

    @invariant()
    def only_relevant_answers_are_visible(self) -> None:
        seen, items = self.people[0].seen, self.script.by_id
        for path, answer in seen.visible.items():
            question = items[path.id]
            assert isinstance(question, Question)
            assert question.when(View(question.needs, path.rows, seen.visible, seen.rows)), path
            if isinstance(question, Reference) and answer.status is AnswerStatus.OK:
                assert answer.value in seen.rows[Path(question.to)], "points to nothing"

    @invariant()
    def lists_keep_their_bounds(self) -> None:
        seen = self.people[0].seen
        for slot in seen.slots:
            if isinstance(slot.item, Repeat):
                count = len(seen.rows[slot.path])
                assert self.undone or count <= slot.item.most
                is_left = slot.item.full and not seen.is_full
                assert count >= slot.item.least or slot.is_open or is_left

    @invariant()
    def the_next_question_depends_on_visible_answers_only(self) -> None:
        person = self.people[0]
        seen, dossier = person.seen, person.dossier
        bare = replace(dossier, answers=dict(seen.visible), rows=dict(seen.rows), removals=(), revision=0)
        again = survey.survey(self.script, bare).cursor
        assert (again and again.path) == (seen.cursor and seen.cursor.path)

    def teardown(self) -> None:
        """An honest person ends from wherever this led."""
        person = self.people[0]
        person.do(Resume())
        for _ in range(MOST_REPLIES):
            if person.talk.live is None:
                break
            person.reply_honestly()
        assert person.seen.cursor is None


class OnPaths(Conversation):
    """The same, where chapters are chosen, pages turned, paths changed, and colleagues answer."""

    @rule(who=WHO, chapter=st.sampled_from(["ways", "frame", "lists", "nowhere"]))
    def goes_to_a_chapter(self, who: int, chapter: str) -> None:
        actor = self.people[who]
        begun, cursor = asking.is_begun(actor.seen, self.script), actor.seen.cursor_in(chapter)
        before, after = self.event(who, Go(chapter))
        assert before == after, "going somewhere answered something"
        live = actor.talk.live
        if begun and cursor and live and live.path:
            assert self.script.chapter_of(live.path.id).id == chapter

    @rule(who=WHO, pick=PICK, value=st.sampled_from(VALUES))
    def accepts_what_a_colleague_gave(self, who: int, pick: int, value: Value) -> None:
        actor = self.people[who]
        paths = [slot.path for slot in actor.seen.slots] or [Path("nowhere")]
        path, status = paths[pick % len(paths)], AnswerStatus.UNKNOWN if value is None else AnswerStatus.OK
        slot = actor.seen.at(path)
        is_refused = slot and isinstance(slot.item, Question) and isinstance(answering.judged(slot, value), Rejected)
        before, after = self.event(who, Given(path, value, status, COLLEAGUE))
        assert before == after or value is None or not is_refused, "recorded what is refused"
        for given in after.answers.keys() - before.answers.keys():
            assert (given, after.answers[given].author) == (path, COLLEAGUE)

    @rule(who=WHO)
    def turns_a_page(self, who: int) -> None:
        live = self.people[who].talk.live
        pages = [index for index, act in enumerate(live.acts) if act.startswith("page:")] if live else []
        if live and pages:
            before, after = self.event(who, Tapped(live, str(pages[-1])))
            assert before == after
            self.event(who, Tapped(live, str(pages[-1])))
            assert self.people[who].dossier == before, "an old page answered"

    @rule(who=WHO)
    def changes_path(self, who: int) -> None:
        actor = self.people[who]
        if not (self.script.path and (path := actor.seen.at(Path(self.script.path))) and path.answer):
            return
        other = "express" if path.answer.value == "full" else "full"
        visible = actor.seen.visible
        before, _ = self.event(who, Edit(path.path))
        live = actor.talk.live
        assert live
        _, after = self.event(who, Tapped(live, str(live.acts.index(f"pick:{other}"))))
        assert actor.seen.visible.keys() == visible.keys()
        assert {p: a for p, a in before.answers.items() if p != path.path} == {
            p: a for p, a in after.answers.items() if p != path.path
        }


def _run(script: Script, examples: int, *, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)) -> None:
    """Do the same things at each run: what fails is then a change's own doing."""
    machine = type("OnThisScript", (OnPaths if script.path else Conversation,), {"script": script})
    profile = settings(
        max_examples=examples,
        stateful_step_count=25,
        derandomize=True,
        database=None,
        deadline=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=profile)


@pytest.mark.long
def test_whatever_two_people_do_nothing_is_lost_and_the_end_stays_in_reach(small: Script, extent: "Extent") -> None:
    _run(small, extent.of(60, 300))


@pytest.mark.long
def test_nor_when_there_are_two_paths_a_catalogue_and_chapters_in_any_order(wide: Script, extent: "Extent") -> None:
    _run(wide, extent.of(60, 300))


@dataclass(frozen=True)
class Bug:
    name: str
    modules: tuple[ModuleType, ...]
    function: str
    instead: Callable[..., object]


_SURVEY = survey.survey


def _taken_for_live(outcome: Outcome, prompt: Prompt, act: str) -> Outcome:
    return tapping._live(outcome, prompt, "0", act)


def _overwritten(outcome: Outcome, slot: Slot, *, prompt: Prompt, value: Value, status: AnswerStatus) -> Outcome:
    return answering.record(outcome, slot.path, value, status, prompt=prompt)


def _reborn(path: Path, dossier: Dossier, script: Script) -> Slot | None:
    seen = survey.survey(script, dossier)
    gate = asking.gate_of(path, seen, script)
    return seen.at(path) or (gate and asking.opening(gate, path.rows[-1]))


def _open_ended(_: Repeat, path: Path, dossier: Dossier) -> bool:
    return path in dossier.closed


def _all_visible(script: Script, dossier: Dossier) -> ScriptState:
    seen = _SURVEY(script, dossier)
    return survey.ScriptState(seen.by_path, survey.Known(dossier.answers, seen.rows))


def _numbered(value: Value, status: AnswerStatus, _: int, author: int, at: datetime) -> Answer:
    return Answer(value, status, 1, author, at)


def _destructive(outcome: Outcome) -> Outcome:
    answers = dict(outcome.dossier.answers)
    if outcome.talk.trail:
        answers.pop(outcome.talk.trail[-1], None)
    return moving.back(outcome.with_dossier(replace(outcome.dossier, answers=answers)))


def _signed_by_the_reader(
    dossier: Dossier, context: StepContext, path: Path, value: Value, status: AnswerStatus, *, author: int
) -> Dossier:
    return answering.write(dossier, context, path, value, status, author=author - COLLEAGUE)


def _nowhere(outcome: Outcome, _: str) -> Outcome:
    return asking.ask_next(outcome)


def _forgetful(script: Script, dossier: Dossier) -> ScriptState:
    """What the express path does not ask is not seen on it."""
    seen = _SURVEY(script, dossier)
    if seen.is_full:
        return seen
    visible = {path: answer for path, answer in seen.visible.items() if not script.by_id[path.id].full}
    return survey.ScriptState(seen.by_path, survey.Known(visible, seen.rows), is_full=False)


WALKERS = (survey, outcome, answering, asking, removing)
BUGS = (
    Bug("an old button answers", (tapping,), "_stale", _taken_for_live),
    Bug("the last to answer wins", (answering,), "_contest", _overwritten),
    Bug("a change is made without a word", (answering,), "_weigh", _overwritten),
    Bug("what depends on a change is not put to review", (answering,), "_to_review", lambda *_: ()),
    Bug("links to a removed row are forgotten", (removing,), "references", lambda *_: ()),
    Bug("a removed row is reborn by its title", (step, tapping, answering, asking), "slot_at", _reborn),
    Bug("a closed list stays closed when emptied", (survey,), "_is_settled", _open_ended),
    Bug("an option that is gone can be chosen", (tapping, answering, asking), "is_offered", lambda *_: True),
    Bug("a pointless question is not withdrawn", (step,), "withdraw", Outcome),
    Bug("dormant answers are seen", WALKERS, "survey", _all_visible),
    Bug("an answer's revision never grows", (answering,), "Answer", _numbered),
    Bug("going back erases", (step, tapping), "back", _destructive),
)
OF_THE_PATHS = (
    Bug("what a colleague gave is signed by another", (giving,), "write", _signed_by_the_reader),
    Bug("what they gave is not held against the rules", (giving,), "judged", lambda _, value: Accepted(value)),
    Bug("a chapter is chosen in vain", (step,), "go", _nowhere),
    Bug("the express path forgets", (*WALKERS, rehearsal), "survey", _forgetful),
)


def _found(bug: Bug, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in bug.modules:
        monkeypatch.setattr(module, bug.function, bug.instead)
    with pytest.raises((AssertionError, LookupError, KeyError)):
        _run(script, 300, phases=(Phase.generate,))


@pytest.mark.slow
@pytest.mark.long(4)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name.replace(" ", "-"))
def test_a_planted_bug_is_found(bug: Bug, small: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    _found(bug, small, monkeypatch)


@pytest.mark.slow
@pytest.mark.long(1)
@pytest.mark.parametrize("bug", OF_THE_PATHS, ids=lambda bug: bug.name.replace(" ", "-"))
def test_a_bug_planted_in_paths_or_gifts_is_found(bug: Bug, wide: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    _found(bug, wide, monkeypatch)
