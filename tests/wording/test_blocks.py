"""Every code has its words in every language, and every word is spoken."""

import re

import pytest

from bot.wording import LANGUAGES, Wordbook, block
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.questions import Choice, MultiChoice, Question, Reference, Review, Scale
from domain.dialogue.script import Repeat
from domain.objective_reading import Unfit
from domain.pitfalls import PitfallCode
from domain.plan import Pillar
from domain.script import SCRIPT
from domain.smart import REASONS

pytestmark = pytest.mark.checkout

WAYS_ON = frozenset(
    {
        "ok",
        "unknown",
        "not_applicable",
        "skip",
        "keep",
        "back",
        "confirm",
        "cancel",
        "replace",
        "others",
        "but",
        "rephrase",
    }
)
ON_ROWS = frozenset({"add", "done", "edit", "open", "remove", "undo", "detach", "remove_too"})
ACTS = WAYS_ON | ON_ROWS
SAID = (AnswerStatus.UNKNOWN, AnswerStatus.NOT_APPLICABLE, AnswerStatus.SKIPPED)
WORDED_APART = frozenset({"refusal", "chapter_opening"})
"""Notes that are laid out from several blocks."""
OVERRIDES = re.compile(r"__(refusal|act)_\w+$")
"""Parts that a question may have of its own, and need not."""


def _of_question(question: Question) -> set[str]:
    chapter = SCRIPT.chapter_of(question.id).id
    parts = {"name", "question"}
    if not isinstance(question, Review):
        parts |= {"why", *(f"option_{code}" for code in question.options)}
    if not isinstance(question, Review | Reference | Choice | MultiChoice | Scale):
        parts |= {"where", "example"}
    return {block(chapter, question.id, part) for part in parts}


def _of_repeat(repeat: Repeat) -> set[str]:
    chapter = SCRIPT.chapter_of(repeat.id).id
    return {block(chapter, repeat.id, part) for part in ("name", "gate", "gate_why", "act_add", "act_done")}


def _of_script() -> set[str]:
    opened = {block(chapter.id, "chapter", part) for chapter in SCRIPT.chapters for part in ("name", "opening")}
    questions = {name for question in SCRIPT.questions() for name in _of_question(question)}
    lists = {name for repeat in SCRIPT.repeats() for name in _of_repeat(repeat)}
    found = {
        "frame:territory_by_hand",
        "frame:territory_card",
        "frame:territory_choice",
        "objectives:coach",
        "objectives:understood",
        "objectives:unit_understood",
        "objectives:changed",
        "objectives:floor_name",
        *(f"check:pitfall_{code}" for code in PitfallCode),
    }
    found |= {f"objectives:gap_{reason}" for reason in REASONS}
    found |= {f"objectives:why_{reason}" for reason in REASONS} | {f"objectives:example_{pillar}" for pillar in Pillar}
    found |= {f"objectives:deadline_{side}_plan" for side in ("before", "after")}
    found |= {f"objectives:lack_{field}" for field in ("indicator", "quantity", "deadline")}
    found |= {f"objectives:change_{part}" for part in ("hausse", "baisse", "times", "by", "range", "amount")}
    found |= {f"objectives:refused_{why}" for why in Unfit}
    return opened | questions | lists | found


def _of_engine(codes: dict[str, frozenset[str]]) -> set[str]:
    return {
        *(f"common:refusal_{code}" for code in codes["Rejected"]),
        *(f"common:note_{code}" for code in codes["Note"] - WORDED_APART),
        *(f"common:act_{act}" for act in ACTS),
        *(f"common:said_{status}" for status in SAID),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_script_and_the_engine_may_say_has_its_words(
    book: Wordbook, codes: dict[str, frozenset[str]], language: str
) -> None:
    assert codes["Rejected"] >= {"too_short", "end_before_start"}
    assert codes["Note"] >= {"to_review", "stale_button"}
    assert _of_script() | _of_engine(codes) <= book.names(language)


def test_every_block_of_a_chapter_belongs_to_the_script(own_names: frozenset[str]) -> None:
    chapters = {chapter.id for chapter in SCRIPT.chapters}
    ids = {block(SCRIPT.chapter_of(item.id).id, item.id, "").rstrip("_") for item in SCRIPT.items()}
    spare = {name for name in own_names if name.partition(":")[0] in chapters} - _of_script()
    assert {name for name in spare if OVERRIDES.sub("", name) not in ids} == set()


def test_every_other_block_is_named_in_the_code(
    own_names: frozenset[str], codes: dict[str, frozenset[str]], sources: str
) -> None:
    chapters = {chapter.id for chapter in SCRIPT.chapters}
    general = {name for name in own_names if name.partition(":")[0] not in chapters} - _of_engine(codes)
    starts = tuple(start for start in re.findall(r'f"(\w+:\w+_)\{', sources))
    unused = {
        name
        for name in general
        if f'"{name}"' not in sources and f'"{name.partition(":")[2]}"' not in sources and not name.startswith(starts)
    }
    assert unused == set()


def test_both_languages_have_the_same_blocks(book: Wordbook) -> None:
    assert book.names("fr") == book.names("en")


def test_a_block_needs_the_same_values_in_both_languages(book: Wordbook) -> None:
    differing = {name for name in book.names("fr") if book.reads("fr", name) != book.reads("en", name)}
    assert differing == set()
