"""What stands inside a chapter, a row or an answer, as acts: to be edited, opened, added to."""

from collections.abc import Iterable, Iterator

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Question, Review
from domain.dialogue.script import Repeat, Script
from domain.dialogue.survey import ScriptState, Slot

LATER = "later"
"""The scope of what was left for later, or is not known yet."""
TOPIC = "topic:"
"""What the scope of a card begins with, before the code of what a review has to say."""
ACTS_A_PAGE, ENTRIES_A_PAGE = 8, 6
"""Buttons that a phone shows without scrolling, beside those that lead elsewhere; entries are told in the text too."""
_LEFT = frozenset({AnswerStatus.SKIPPED, AnswerStatus.UNKNOWN})


def scope_acts(scope: str, seen: ScriptState, script: Script) -> Iterator[str]:
    """Edit the answers, open the rows and add to the lists directly inside a scope.

    A scope is a chapter or a part of one (its id), a row (its path), an answer with its details (the path of its
    question), or LATER.
    """
    if scope == LATER:
        yield from (f"edit:{slot.path}" for slot in left(seen))
        return
    opened: set[str] = set()
    for slot in seen.slots:
        inside, rows = _within(slot, scope, seen, script), seen.rows.get(slot.path, ())
        if inside != scope:
            if inside and inside not in opened:
                opened.add(inside)
                yield f"open:{inside}"
        elif isinstance(slot.item, Repeat):
            yield from (f"open:{slot.path.row(row)}" for row in rows)
            if len(rows) < slot.item.most:
                yield f"add:{slot.path}"
        elif slot.answer:
            yield f"edit:{slot.path}"


def is_hidden(slot: Slot) -> bool:
    """Whether an answer is nothing to show: it only says which entry of a catalogue the words beside it are."""
    return isinstance(slot.item, Choice) and slot.item.quiet


def left(seen: ScriptState) -> tuple[Slot, ...]:
    """Return the questions answered by "later", or "I do not know"; not the details of one that is itself left."""
    found = []
    for slot in seen.slots:
        about = slot.item.detail_of if isinstance(slot.item, Question) else None
        if _is_left(slot) and not (about and _is_left(seen.at(Path(about, slot.path.rows)))):
            found.append(slot)
    return tuple(found)


def _is_left(slot: Slot | None) -> bool:
    """One that nobody was asked leaves nothing."""
    answer = slot.answer if slot and not slot.item.quiet else None
    return answer is not None and answer.status in _LEFT


def paged(acts: list[str], page: int, most: int = ACTS_A_PAGE) -> Iterator[str]:
    """Yield the acts of a page (from 0), then those that lead to the pages before and after it."""
    if len(acts) <= most + 1:
        yield from acts
        return
    last = (len(acts) - 1) // most
    page = min(page, last)
    yield from acts[page * most : (page + 1) * most]
    if page > 0:
        yield f"page:{page - 1}"
    if page < last:
        yield f"page:{page + 1}"


def few(acts: Iterable[str], chapter: str) -> Iterator[str]:
    """Yield the acts, or only the one that opens their chapter when they are many."""
    found = list(acts)
    yield from found if len(found) <= ACTS_A_PAGE else (f"open:{chapter}",)


def _within(slot: Slot, scope: str, seen: ScriptState, script: Script) -> str | None:
    """The scope itself for what stands directly inside it, the scope in between for what stands one deeper."""
    if isinstance(slot.item, Review) or is_hidden(slot):
        return None
    about = _about(slot, seen, script)
    if about is not None:
        return str(about) if str(about) == scope or _around(about, slot.chapter) == scope else None
    around = _around(slot.path, slot.chapter)
    if around == scope:
        return scope
    holds_something = slot.answer is not None or bool(seen.rows.get(slot.path))
    return around if not slot.path.rows and slot.chapter == scope and holds_something else None


def _about(slot: Slot, seen: ScriptState, script: Script) -> Path | None:
    """The question that this answer, or a detail beside it, is about."""
    item = slot.item
    if not isinstance(item, Question) or slot.answer is None:
        return None
    if item.detail_of:
        return Path(item.detail_of, slot.path.rows)
    details = (seen.at(Path(each, slot.path.rows)) for each in script.details.get(item.id, ()))
    return slot.path if any(each and each.answer for each in details) else None


def _around(path: Path, chapter: str) -> str:
    """The row, the part of a chapter or the chapter that something stands in."""
    if path.rows and path.id.count("/") == len(path.rows):
        return str(Path(path.id.rsplit("/", 1)[0], path.rows))
    part, dot, _ = path.id.partition(".")
    return part if dot else chapter
