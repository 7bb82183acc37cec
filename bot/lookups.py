"""What Jalon understands of a text, on the command line: a territory, an objective; a table in French, or JSON.

The readers are imported when first needed: their lists and lexicons are no weight on the other commands.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

import click

from bot import typography
from bot.conversations.places import kind_name, place_name, where
from bot.wording import Wordbook

if TYPE_CHECKING:
    from domain.objective_reading import Found, Reading
    from domain.territory.search import Candidate

Row = tuple[str, ...]
FRENCH = "fr"
TERRITORY = ("accepted", "score", "name", "kind", "where", "population", "id")
"""The columns of a territory; the first marks the one taken without asking."""
OBJECTIVE = ("direction", "amount", "unit", "baseline", "target", "deadline", "what")
"""The fields of an objective, one a line."""
_RIGHT = frozenset({"score", "population", "certainty"})
"""Columns set to the right, as numbers are."""


def territories(words: Sequence[str], *, as_lines: bool) -> None:
    """Write what each query is recognised as; `as_lines`: one JSON object a line."""
    from domain.territory.search import as_json, recognise  # noqa: PLC0415 - its lists take a moment to read

    def table(query: str) -> str:
        found = recognise(query)
        rows = [_of_candidate(book, each, is_taken=each.place == found.accepted) for each in found.candidates]
        return _titled(query, _table(book, TERRITORY, rows) if rows else book.label(FRENCH, "lookup:nothing"))

    book = Wordbook()
    _answer(words, (lambda query: _line(as_json(recognise(query)))) if as_lines else table)


def objectives(words: Sequence[str], today: date, *, as_lines: bool) -> None:
    """Write how each sentence is read on the day `today`; `as_lines`: one JSON object a line."""
    from domain.objective_reading import as_json, read_objective  # noqa: PLC0415 - its lexicon takes a moment

    def table(sentence: str) -> str:
        reading = read_objective(sentence, today)
        rows = list(_of_reading(book, reading))
        said = _table(book, ("field", "value", "certainty", "text"), rows) if rows else ""
        return _titled(sentence, "\n".join(filter(None, (said, *_gaps(book, reading)))))

    book = Wordbook()
    _answer(words, (lambda sentence: _line(as_json(read_objective(sentence, today)))) if as_lines else table)


def _answer(words: Sequence[str], tell: Callable[[str], str]) -> None:
    """Answer the arguments as one query, or each line of standard input as it comes."""
    _settle(sys.stdout, "utf-8")
    for query in _queries(words):
        click.echo(tell(query))


def _queries(words: Sequence[str]) -> Iterator[str]:
    if words:
        yield _readable(" ".join(words))
        return
    _settle(sys.stdin, "utf-8-sig")
    for line in sys.stdin:
        if query := line.strip():
            yield query


def _settle(stream: TextIO, encoding: str) -> None:
    """Read or write UTF-8, whatever the machine's settings; what is none becomes a question mark."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="replace")


def _readable(text: str) -> str:
    """Replace what an argument held that is no UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _line(found: dict[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False)


# Tables ---------------------------------------------------------------------------------------------------------------


def _of_candidate(book: Wordbook, candidate: "Candidate", *, is_taken: bool) -> Row:
    place = candidate.place
    population = "" if place.population is None else typography.number(place.population, FRENCH)
    kind = kind_name(book, FRENCH, place)
    score = f"{candidate.score:.2f}".replace(".", ",")
    return ("✓" if is_taken else "", score, place_name(place), kind, where(place), population, place.id)


def _of_reading(book: Wordbook, reading: "Reading") -> Iterator[Row]:
    for field in OBJECTIVE:
        found: Found[object] | None = getattr(reading, field)
        if found is not None:
            certainty = typography.quantity(round(100 * found.certainty), "%", FRENCH)
            yield _field(book, field), _said(found.value), certainty, reading.sentence[found.start : found.end]


def _gaps(book: Wordbook, reading: "Reading") -> Iterator[str]:
    if reading.missing:
        yield book.label(FRENCH, "lookup:missing", names=[_field(book, code) for code in reading.missing])
    for doubt in reading.doubts:
        readings = [_said(each) for each in doubt.readings]
        yield book.label(FRENCH, "lookup:doubt", name=_field(book, doubt.field), readings=readings)


def _field(book: Wordbook, code: str) -> str:
    name = f"lookup:field_{code}"
    return book.label(FRENCH, name) if book.has(FRENCH, name) else code


def _said(value: object) -> str:
    match value:
        case date():
            return typography.day(value, FRENCH)
        case int() | float():
            return typography.number(value, FRENCH)
        case (first, *_, last):
            return f"{_said(first)}-{_said(last)}"
        case _:
            return str(value)


def _titled(query: str, text: str) -> str:
    return f"{query}\n{text}\n"


def _table(book: Wordbook, columns: Sequence[str], rows: Sequence[Row]) -> str:
    heading = tuple(book.label(FRENCH, f"lookup:column_{column}") if column != "accepted" else "" for column in columns)
    widths = [max(map(len, cells)) for cells in zip(heading, *rows, strict=True)]
    return "\n".join(_aligned(row, columns, widths) for row in (heading, *rows))


def _aligned(row: Row, columns: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(row, columns, widths, strict=True)
    return "  ".join(
        cell.rjust(width) if column in _RIGHT else cell.ljust(width) for cell, column, width in cells
    ).rstrip()
