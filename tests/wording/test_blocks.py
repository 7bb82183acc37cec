"""Every code has its words in every language, and every word is spoken."""

import re
from collections.abc import Iterable

import pytest

from bot.wording.wordbook import LANGUAGES, PARTS, Wordbook, Worded, block
from domain.catalogue import ACTIONS, KPIS, NEEDS
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.questions import Choice, MultiChoice, Question, Reference, Review, Scale
from domain.dialogue.script import Item, Repeat
from domain.method.changes import Changed, ChangeKind
from domain.method.quadrant import Quadrant
from domain.method.smart import REASONS
from domain.objective.read import Unfit
from domain.pitfalls import PitfallCode
from domain.plan import Pillar
from domain.plan.maturity import Theme
from domain.questionnaire import SCRIPT

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
ACTS = WAYS_ON | ON_ROWS | {"hand", "page_next", "page_before", "list", "correct"}
SAID = (AnswerStatus.UNKNOWN, AnswerStatus.NOT_APPLICABLE, AnswerStatus.SKIPPED)
WORDED_APART = frozenset({"refusal", "chapter_opening"})
"""Notes that are laid out from several blocks."""
OVERRIDES = re.compile(r"__(refusal|act|said)_\w+$")
"""Parts that a question may have of its own, and need not."""


CHAPTERS = frozenset(chapter.id for chapter in SCRIPT.chapters)
ENTRIES = {"need": NEEDS, "kpi": KPIS, "action": ACTIONS}
OF_THE_CHECK = ("coverage", "completeness", "changes", "pitfall_card", "pitfall_dismiss", "pitfall_dismissed")
PITFALL_PARTS = ("", "_title", "_why", "_todo", "_go")


def _words(item: Item, parts: Iterable[str]) -> set[str]:
    return {block(*Worded.of(SCRIPT, item.id), part) for part in parts}


def _is_filled_only(question: Question) -> bool:
    """What nobody is asked, nor shown as buttons: the entry of the catalogue behind a row."""
    return question.quiet and isinstance(question, Choice)


def _of_question(question: Question) -> set[str]:
    if _is_filled_only(question):
        return _words(question, ["name"])
    parts = {"name", "question"}
    if not isinstance(question, Review):
        parts |= {"why", *(f"option_{code}" for code in question.options)}
    if not isinstance(question, Review | Reference | Choice | MultiChoice | Scale):
        parts |= {"where", "example"}
    return _words(question, parts)


def _of_repeat(repeat: Repeat) -> set[str]:
    return _words(repeat, ("name", "gate", "gate_why", "act_add", "act_done"))


def _of_script() -> set[str]:
    opened = {block(chapter.id, "chapter", part) for chapter in SCRIPT.chapters for part in ("name", "opening")}
    questions = {name for question in SCRIPT.questions() for name in _of_question(question)}
    lists = {name for repeat in SCRIPT.repeats() for name in _of_repeat(repeat)}
    return opened | questions | lists


def _of_objectives() -> set[str]:
    found = {"coach", "understood", "unit_understood", "changed", "floor_name"}
    found |= {f"{part}_{reason}" for reason in REASONS for part in ("gap", "why")}
    found |= {f"example_{pillar}" for pillar in Pillar}
    found |= {f"deadline_{side}_plan" for side in ("before", "after")}
    found |= {f"lack_{field}" for field in ("indicator", "quantity", "deadline")}
    found |= {f"change_{part}" for part in ("hausse", "baisse", "times", "by", "range", "amount")}
    found |= {f"refused_{why}" for why in Unfit}
    return {f"objectives:{name}" for name in found}


def _of_the_check() -> set[str]:
    pitfalls = {f"pitfall_{code}{part}" for code in PitfallCode for part in PITFALL_PARTS}
    changes = {f"change_{kind}" for kind in ChangeKind} | {"change_target"}
    changes |= {f"change_what_{about}" for about in Changed if about is not Changed.PLAN}
    return {f"check:{name}" for name in (*OF_THE_CHECK, *pitfalls, *changes)}


def _beside_questions() -> set[str]:
    """What the files of chapters and their parts say beside the questions."""
    return {
        *(f"frame:territory_{name}" for name in ("by_hand", "card", "choice")),
        *_of_objectives(),
        *(f"actions:placed_{quadrant}" for quadrant in Quadrant),
        *(f"actions:{name}" for name in ("duty_badge", "priorities_help")),
        "teams:involved_line",
        *_of_the_check(),
        *(f"maturity:theme_{theme}{part}" for theme in Theme for part in ("", "_low")),
        *(f"maturity:{name}" for name in ("chapter__name", "score", "weak", "opening", "standing")),
        *(f"catalogue:{kind}_{each}{part}" for kind, ids in ENTRIES.items() for each in ids for part in ("", "_short")),
    }


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
    needed = _of_script() | _beside_questions() | _of_engine(codes)
    assert needed - book.names(language) == set()


def test_every_block_of_a_chapter_belongs_to_the_script(own_names: frozenset[str]) -> None:
    held = CHAPTERS | PARTS | {"catalogue"}
    ids = {block(*Worded.of(SCRIPT, item.id), "").rstrip("_") for item in SCRIPT.items()}
    spare = {name for name in own_names if name.partition(":")[0] in held} - _of_script() - _beside_questions()
    assert {name for name in spare if OVERRIDES.sub("", name) not in ids} == set()


def test_what_is_said_beside_questions_is_spoken_somewhere(sources: str) -> None:
    assert {name for name in _beside_questions() if not _is_named(name, sources)} == set()


def test_every_other_block_is_named_in_the_code(
    own_names: frozenset[str], codes: dict[str, frozenset[str]], sources: str
) -> None:
    held = CHAPTERS | PARTS | {"catalogue"}
    general = {name for name in own_names if name.partition(":")[0] not in held} - _of_engine(codes)
    assert {name for name in general if not _is_named(name, sources)} == set()


def _is_named(name: str, sources: str) -> bool:
    """Whether the code says the name, whole, without its file, or up to the code it ends with."""
    file, _, own = name.partition(":")
    starts = tuple(start for start in re.findall(r"""f["'](\w+:\w+_)\{""", sources))
    is_made = name.startswith(starts) or (own == "chapter__name" and 'f"{scope}:chapter__name"' in sources)
    return is_made or f'"{name}"' in sources or (file not in CHAPTERS and f'"{own}"' in sources)


def test_a_question_shares_the_words_of_what_tells_more_about_figures_and_pitfalls_only() -> None:
    shared = {(question.words, question.id.rpartition("_")[2]) for question in SCRIPT.questions() if question.detail_of}
    assert shared == {(f"diagnosis.figure_{part}", part) for part in ("year", "source", "reliability", "who", "when")}
    others = {question.words for question in SCRIPT.questions() if question.words and not question.detail_of}
    assert others == {"check.dismiss"}


def test_both_languages_have_the_same_blocks(book: Wordbook) -> None:
    assert book.names("fr") == book.names("en")


def test_a_block_needs_the_same_values_in_both_languages(book: Wordbook) -> None:
    differing = {name for name in book.names("fr") if book.reads("fr", name) != book.reads("en", name)}
    assert differing == set()
