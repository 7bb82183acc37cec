"""The matrix of impact and feasibility as a picture, with its text equivalent."""

import struct
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, takewhile

from bot.documents.board import Board, Ranking, board, by_code, in_words, ranking, stacked
from bot.documents.clean import clip, typography
from bot.documents.press import Job, press
from bot.documents.rendering import render
from bot.documents.summary_view import authority, title, version_line
from bot.documents.unvoted import Unvoted
from bot.wording.document_words import Words, words
from bot.wording.formats import listing, long_date
from domain.plan import Plan

CAPTION = 1024
"""What Telegram takes under a photo, counted as it does, in UTF-16 units."""
MESSAGE = 4000
"""What is put in one message, in the same units: a little less than Telegram takes."""
_PIXELS = 1280
_PIXELS_CROWDED = 960  # a long legend weighs; a whole number of pixels per millimetre weighs less
_CROWDED = 20
_PLOT = (140.5, 88.0)  # mm
_LARGEST = 6.6  # mm
_PAGE_INCHES = 160 / 25.4


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """`threshold` from 2 to 4: at or above it, a mark is high. `voted` is as in a SummaryRequest."""

    plan: Plan
    language: str
    today: date
    version: str | None
    reference: str
    threshold: float = 3.0
    voted: Plan | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG; `caption` then `rest` say in words everything it shows, in plain text."""

    content: bytes
    width: int
    height: int
    caption: str
    rest: str
    file_name: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    code: str
    title: str
    quadrant: str


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    subtitle: str
    board: Board
    legend: tuple[LegendEntry, ...]
    notes: tuple[str, ...]


def matrix_png(request: MatrixRequest) -> Picture:
    """Draw the matrix, 1280 pixels wide, 960 when its legend is long. Raises DocumentError."""
    w = words(request.language)
    ranked = _ranked(request, w)
    source = render("matrix.typ.j2", w.language, page=_page(request, ranked, w))
    pixels = _PIXELS_CROWDED if len(ranked.drawn) > _CROWDED else _PIXELS
    made = press(Job((source,), "png", request.today, ppi=pixels / _PAGE_INCHES))
    width, height = struct.unpack_from(">LL", made.content, 16)
    caption, rest = text_equivalent(request, ranked, w)
    return Picture(made.content, width, height, caption, rest, f"{w('matrix.file')}.png")


def text_equivalent(request: MatrixRequest, ranked: Ranking, w: Words) -> tuple[str, str]:
    """Return the caption and what did not fit in it."""
    heading = w("matrix.caption", title=clip(title(request.plan, w), 120))
    version = version_line(request.version, Unvoted.of(request.plan, request.voted), w)
    whole = "\n".join(
        [*filter(None, (heading, version and f"{version[0].upper()}{version[1:]}.")), *in_words(ranked, w).split("\n")]
    )
    return cut(printable(typography(whole, w.language)), CAPTION)


def rest_of_matrix(request: MatrixRequest) -> tuple[str, ...]:
    """Return what the caption has no room for, in messages."""
    w = words(request.language)
    _, left = text_equivalent(request, _ranked(request, w), w)
    parts = list[str]()
    while left:
        part, left = cut(left, MESSAGE)
        parts.append(part)
    return tuple(parts)


def _ranked(request: MatrixRequest, w: Words) -> Ranking:
    return ranking(Unvoted.of(request.plan, request.voted).marked(w), request.threshold)


def printable(text: str) -> str:
    """Drop what no chat shows: control characters but the line break, and lone surrogates."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})


def cut(text: str, limit: int) -> tuple[str, str]:
    """Cut `text` on a word so that its head has at most `limit` UTF-16 units; return the head and the rest."""
    if units(text) <= limit:
        return text, ""
    room = _fitting(text, limit - 2)
    end = max(text.rfind(" ", 0, room), text.rfind("\n", 0, room))
    if end <= 0:
        return f"{text[:room]}…", f"…{text[room:]}"
    return f"{text[:end]} …", f"… {text[end:].strip()}"


def _fitting(text: str, limit: int) -> int:
    """Return how many signs of `text` take at most `limit` UTF-16 units."""
    taken = accumulate(1 + (sign > "\uffff") for sign in text)
    return sum(1 for _ in takewhile(lambda total: total <= limit, taken))


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _page(request: MatrixRequest, ranked: Ranking, w: Words) -> _Page:
    plan = request.plan
    name = title(plan, w)
    width, height = _PLOT
    drawn = board(ranked.drawn, width=width, height=height, threshold=request.threshold, largest=_LARGEST)
    return _Page(
        title=name,
        subtitle=f"{clip(name, 60)} · {clip(authority(plan, w), 60)}",
        board=drawn,
        legend=tuple(LegendEntry(mark.code, clip(mark.title, 90), mark.quadrant.value) for mark in by_code(ranked)),
        notes=_notes(request, ranked, drawn, w),
    )


def _notes(request: MatrixRequest, ranked: Ranking, drawn: Board, w: Words) -> tuple[str, ...]:
    day = long_date(request.today, w.language)
    near = f" {w('matrix.near_note')}" if any(mark.near for mark in ranked.drawn) else ""
    rest = [mark.code for mark in ranked.rest]
    unplaced = [action.code for action in ranked.unplaced]
    notes = [w("matrix.scale") + near, *stacked(drawn, w)]
    if rest:
        notes.append(w("matrix.rest", n=len(rest), drawn=len(ranked.drawn), codes=listing(rest, w.language)))
    if unplaced:
        notes.append(w("matrix.unplaced", n=len(unplaced), codes=listing(unplaced, w.language)))
    version = version_line(request.version, Unvoted.of(request.plan, request.voted), w)
    return (*notes, " · ".join(filter(None, (request.reference, version, day))))
