"""What stands inside a chapter, a row or an answer, as acts: to be edited, opened, added to."""

from collections.abc import Iterable, Iterator

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Question, Review
from domain.dialogue.script import Repeat, Script
from domain.dialogue.survey import Place, Survey

LATER = "later"
"""The scope of what was left for later, or is not known yet."""
TOPIC = "topic:"
"""What the scope of a card begins with, before the code of what a review has to say."""
ACTS_A_PAGE, ENTRIES_A_PAGE = 8, 6
"""Buttons that a phone shows without scrolling, beside those that lead elsewhere; entries are told in the text too."""
_LEFT = frozenset({AnswerStatus.SKIPPED, AnswerStatus.UNKNOWN})


def scope_acts(scope: str, seen: Survey, script: Script) -> Iterator[str]:
    """Edit the answers, open the rows and add to the lists directly inside a scope.

    A scope is a chapter or a part of one (its id), a row (its path), an answer with its details (the path of its
    question), or LATER.
    """
    if scope == LATER:
        yield from (f"edit:{place.path}" for place in left(seen))
        return
    opened: set[str] = set()
    for place in seen.places:
        inside = _within(place, scope, seen, script)
        if inside == scope:
            yield from _own_acts(place, seen)
        elif inside and inside not in opened:
            opened.add(inside)
            yield f"open:{inside}"


def is_hidden(place: Place) -> bool:
    """Whether an answer is nothing to show: it only says which entry of a catalogue the words beside it are."""
    return isinstance(place.item, Choice) and place.item.quiet


def left(seen: Survey) -> tuple[Place, ...]:
    """Return the questions answered by "later", or "I do not know"; not the details of one that is itself left."""
    places = [place for place in seen.places if _is_left(place)]
    return tuple(place for place in places if not _is_detail_of_left(place, seen))


def _is_left(place: Place | None) -> bool:
    """One that nobody was asked leaves nothing."""
    answer = place.answer if place and not place.item.quiet else None
    return answer is not None and answer.status in _LEFT


def _is_detail_of_left(place: Place, seen: Survey) -> bool:
    about = place.item.detail_of if isinstance(place.item, Question) else None
    return about is not None and _is_left(seen.at(Path(about, place.path.rows)))


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


def _within(place: Place, scope: str, seen: Survey, script: Script) -> str | None:
    """The scope itself for what stands directly inside it, the scope in between for what stands one deeper."""
    if isinstance(place.item, Review) or is_hidden(place):
        return None
    about = _about(place, seen, script)
    if about is not None:
        return str(about) if str(about) == scope or _around(about, place.chapter) == scope else None
    around = _around(place.path, place.chapter)
    if around == scope:
        return scope
    return around if not place.path.rows and place.chapter == scope and _holds(place, seen) else None


def _about(place: Place, seen: Survey, script: Script) -> Path | None:
    """The question that this answer, or a detail beside it, is about."""
    item = place.item
    if not isinstance(item, Question) or place.answer is None:
        return None
    if item.detail_of:
        return Path(item.detail_of, place.path.rows)
    details = (seen.at(Path(each, place.path.rows)) for each in script.details.get(item.id, ()))
    return place.path if any(each and each.answer for each in details) else None


def _around(path: Path, chapter: str) -> str:
    """The row, the part of a chapter or the chapter that something stands in."""
    if path.rows and path.id.count("/") == len(path.rows):
        return str(Path(path.id.rsplit("/", 1)[0], path.rows))
    part, dot, _ = path.id.partition(".")
    return part if dot else chapter


def _holds(place: Place, seen: Survey) -> bool:
    return place.answer is not None or bool(seen.rows.get(place.path))


def _own_acts(place: Place, seen: Survey) -> Iterator[str]:
    if isinstance(place.item, Repeat):
        rows = seen.rows.get(place.path, ())
        yield from (f"open:{place.path.row(row)}" for row in rows)
        if len(rows) < place.item.most:
            yield f"add:{place.path}"
    elif place.answer:
        yield f"edit:{place.path}"
