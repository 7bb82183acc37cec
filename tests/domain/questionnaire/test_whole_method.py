"""The whole method, from the first question to the last: on either path, in any order, and what only buttons open."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dialogue.asking import slot_at
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Edit, Given, Go, HandOver, Resume, Tapped
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Question
from domain.dialogue.survey import survey
from domain.dialogue.talk import Conversation, Prompt, PromptKind
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.dialogue.verification.replies import Reply, taps, typed
from domain.questionnaire import SCRIPT
from domain.script.frame import PATH

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
METROPOLIS = "EPCI:243500139"
PATHS = ("express", "full")
CHAPTERS = [chapter.id for chapter in SCRIPT.chapters]
State = tuple[Dossier, Conversation]
ASIDE = ("refused", "back", "cancel", "edit", "open", "topic", "page", "hand", "remove")


def _begun(path: str) -> Rehearsal:
    person = Rehearsal(SCRIPT, NOW)
    for item, value in (("frame.territory", METROPOLIS), (PATH, path)):
        person.do(Given(Path(item), value, AnswerStatus.OK, 1))
    person.do(Resume())
    return person


def _at(state: State) -> Rehearsal:
    person = Rehearsal(SCRIPT, NOW, dossier=state[0])
    person.new_id = Rehearsal(SCRIPT, NOW, person=2).new_id
    person.talk = state[1]
    return person


def _walk(path: str) -> Iterator[State]:
    """Every state of an honest person's way to the end."""
    person = _begun(path)
    yield person.dossier, person.talk
    while person.talk.live:
        person.reply_honestly()
        yield person.dossier, person.talk


@pytest.fixture(scope="module")
def walks() -> dict[str, list[State]]:
    return {path: list(_walk(path)) for path in PATHS}


def _turn(person: Rehearsal, path: str) -> None:
    person.do(Edit(Path(PATH)))
    person.tap(f"pick:{path}")
    if person.talk.live and person.live.kind is PromptKind.DRY_RUN:
        person.tap("confirm")


def _recorded(person: Rehearsal) -> dict[Path, tuple[object, AnswerStatus]]:
    return {path: (answer.value, answer.status) for path, answer in person.dossier.answers.items() if path.id != PATH}


def _open(person: Rehearsal) -> list[Path]:
    return [slot.path for slot in person.seen.slots if slot.is_open]


def _turned_and_back(person: Rehearsal) -> None:
    """Take the other path and come back: every answer stays, and stays shown, and the same is left to ask."""
    path = str(person.value(PATH))
    before, rows, left, shown = _recorded(person), person.dossier.rows, _open(person), set(person.seen.visible)
    _turn(person, next(other for other in PATHS if other != path))
    assert _recorded(person) == before
    assert set(person.seen.visible) == shown
    _turn(person, path)
    assert (_recorded(person), person.dossier.rows, _open(person)) == (before, rows, left)


@pytest.mark.parametrize("path", PATHS)
def test_turning_to_the_other_path_and_back_anywhere_loses_no_answer(path: str, walks: dict[str, list[State]]) -> None:
    for state in walks[path]:
        _turned_and_back(_at(state))


def _replies(person: Rehearsal) -> list[Reply]:
    """What moves on from what is asked."""
    live = person.live
    slot = live.path and slot_at(live.path, person.dossier, SCRIPT)
    assert slot
    found = [*taps(live, SCRIPT), *(typed(slot, NOW.date()) if live.kind is PromptKind.QUESTION else ())]
    return [reply for reply in found if not reply.label.startswith(ASIDE)]


@settings(max_examples=25, deadline=None)
@given(
    path=st.sampled_from(PATHS),
    chapter=st.sampled_from(CHAPTERS),
    choices=st.lists(st.integers(0, 60), min_size=5, max_size=60),
)
def test_turning_to_the_full_path_and_back_loses_no_answer(path: str, chapter: str, choices: list[int]) -> None:
    person = _begun(path)
    person.do(Go(chapter))
    for choice in choices:
        if person.talk.live is None:
            break
        replies = _replies(person)
        person.do(replies[choice % len(replies)].event)
    _turned_and_back(person)


@pytest.mark.parametrize("path", PATHS)
def test_any_chapter_can_be_gone_to_from_anywhere_and_left_again(path: str, walks: dict[str, list[State]]) -> None:
    for state in walks[path][::3]:
        for chapter in CHAPTERS:
            person = _at(state)
            left = person.seen.cursor_in(chapter)
            person.do(Go(chapter))
            assert person.effects
            if left:
                asked = person.asked
                assert asked
                assert SCRIPT.chapter_of(asked).id == chapter
            else:
                assert person.shown().kind is PromptKind.MENU


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("first", CHAPTERS[1:])
def test_the_method_begun_by_any_chapter_is_finished(path: str, first: str) -> None:
    person = _begun(path)
    person.do(Go(first))
    assert person.until(None).seen.cursor is None


@pytest.mark.parametrize("path", PATHS)
def test_a_quiet_question_takes_an_answer_and_is_asked_by_nothing_but_its_button(
    path: str, walks: dict[str, list[State]]
) -> None:
    assert not [state for state in walks[path] if (live := state[1].live) and live.path and _is_quiet(live.path)]
    quiet = [slot.path for slot in survey(SCRIPT, walks[path][-1][0]).slots if _is_opened(slot.item)]
    assert {Path("check.dismiss_silo"), Path("check.dismiss_no_evidence")} <= set(quiet)
    for opened in quiet:
        person = _at(walks[path][-1])
        person.do(Edit(opened))
        assert person.asked == opened.id
        person.reply_honestly()
        assert opened in person.dossier.answers
        assert person.talk.live is None


def _is_quiet(path: Path) -> bool:
    return SCRIPT.by_id[path.id].quiet


def _is_opened(item: object) -> bool:
    return isinstance(item, Question) and item.quiet and not isinstance(item, Choice)


@pytest.mark.parametrize("path", PATHS)
def test_an_amendment_is_added_by_its_button_and_answered_to_its_end(path: str, walks: dict[str, list[State]]) -> None:
    person = _at(walks[path][-1])
    button = Prompt("menu", PromptKind.MENU, None, 0, ("add:amendments",), NOW)
    person.do(Tapped(button, "0"))
    assert person.asked == "amendments/why"
    assert person.until(None).dossier.rows_of(Path("amendments"))


@pytest.mark.parametrize("path", PATHS)
def test_a_question_handed_to_a_colleague_waits_as_it_is_and_moves_on_once_they_replied(
    path: str, walks: dict[str, list[State]]
) -> None:
    handed = [state for state in walks[path] if (live := state[1].live) and "hand" in live.acts]
    assert handed
    for state in handed:
        person, asked = _at(state), state[1].live and state[1].live.path
        assert asked
        assert person.tap("hand") == (HandOver(asked),)
        assert (person.dossier, person.talk) == state
        person.do(Given(asked, None, AnswerStatus.UNKNOWN, 2))
        assert person.dossier.answers[asked].author == 2
        assert person.live.path != asked


def _cards(state: State) -> Iterator[tuple[str, Callable[[], tuple[Rehearsal, Prompt]]]]:
    """The topics of the card asked in a state, and how to open each."""
    live = state[1].live
    for topic in [act for act in (live.acts if live else ()) if act.startswith("topic:")]:

        def opened(topic: str = topic) -> tuple[Rehearsal, Prompt]:
            person = _at(state)
            person.tap(topic)
            return person, person.shown()

        yield topic, opened


@pytest.mark.parametrize("path", PATHS)
def test_every_button_of_every_pitfall_leads_to_a_place_from_which_the_end_is_reached(
    path: str, walks: dict[str, list[State]]
) -> None:
    state = next(state for state in walks[path] if (live := state[1].live) and live.path == Path("check.pitfalls"))
    cards = list(_cards(state))
    assert cards
    for _, opened in cards:
        for act in opened()[1].acts:
            person, card = opened()
            person.tap(act, card)
            assert not {"not_relevant", "row_gone", "stale_button"} & set(person.codes())
            assert person.shown() != card
            assert person.until(None).seen.cursor is None
