"""What Jalon understands of a text, on the command line: a territory, an objective; a table in French, or JSON.

The search for territories is imported at the first query, as a bot does: no other command waits for it.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import TextIOWrapper
from typing import TextIO

import click

from bot.conversations.rendering.territory_card import kind_name, place_name, where
from bot.wording import typography
from bot.wording.wordbook import Wordbook
from domain.objective.read import Found, Reading, read_objective
from domain.objective.read import as_json as objective_as_json

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
    from domain.territory.search import as_json, recognise  # noqa: PLC0415 - as said above

    def table(query: str) -> str:
        found = recognise(query)
        rows = []
        for each in found.candidates:
            place, score = each.place, f"{each.score:.2f}".replace(".", ",")
            mark, kind = "✓" if place == found.accepted else "", kind_name(book, FRENCH, place)
            population = "" if place.population is None else typography.number(place.population, FRENCH)
            rows.append((mark, score, place_name(place), kind, where(place), population, place.id))
        return _titled(query, _table(book, TERRITORY, rows) if rows else book.label(FRENCH, "lookup:nothing"))

    book = Wordbook()
    _answer(words, (lambda query: _line(as_json(recognise(query)))) if as_lines else table)


def objectives(words: Sequence[str], today: date, *, as_lines: bool) -> None:
    """Write how each sentence is read on the day `today`; `as_lines`: one JSON object a line."""

    def table(sentence: str) -> str:
        reading = read_objective(sentence, today)
        rows = []
        for field in OBJECTIVE:
            found: Found[object] | None = getattr(reading, field)
            if found is not None:
                certainty = typography.quantity(round(100 * found.certainty), "%", FRENCH)
                text = reading.sentence[found.start : found.end]
                rows.append((_field(book, field), _said(found.value), certainty, text))
        said = _table(book, ("field", "value", "certainty", "text"), rows) if rows else ""
        return _titled(sentence, "\n".join(filter(None, (said, *_gaps(book, reading)))))

    book = Wordbook()
    _answer(words, (lambda sentence: _line(objective_as_json(read_objective(sentence, today)))) if as_lines else table)


def _answer(words: Sequence[str], tell: Callable[[str], str]) -> None:
    """Answer the arguments as one query, or each line of standard input as it comes, blank ones too.

    Answers that cannot be written (a full disk) end it with one line; a reader that goes away, with none.
    """
    _settle(sys.stdout, "utf-8")
    for answer in map(tell, _queries(words)):
        try:
            click.echo(answer)
        except BrokenPipeError:
            raise
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)  # Python would try once again while it ends, and complain
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
            raise click.ClickException(f"the answers cannot be written: {error.strerror}.") from None


def _queries(words: Sequence[str]) -> Iterator[str]:
    if words:
        yield " ".join(words).encode("utf-8", "replace").decode()  # an argument may hold what is no UTF-8
        return
    _settle(sys.stdin, "utf-8-sig")
    yield from (line.removesuffix("\n") for line in sys.stdin)


def _settle(stream: TextIO, encoding: str) -> None:
    """Read or write UTF-8, whatever the machine's settings; what is none becomes a question mark."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="replace")


def _line(found: dict[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False)


# Tables ---------------------------------------------------------------------------------------------------------------


def _gaps(book: Wordbook, reading: Reading) -> Iterator[str]:
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
    lines = []
    for row in (heading, *rows):
        cells = zip(row, columns, widths, strict=True)
        aligned = [cell.rjust(width) if column in _RIGHT else cell.ljust(width) for cell, column, width in cells]
        lines.append("  ".join(aligned).rstrip())
    return "\n".join(lines)
