"""Headers recognised: exactly, by the known words they hold, then in spite of a typing mistake."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from domain.dialogue.coding import CODE
from domain.importing.fields import HEADERS, KPI_TARGET, Kind
from domain.importing.nearness import nearest
from domain.importing.table import HEADER_WITHIN, Cell, Row, Table, text_of
from domain.parsing.folding import folded

NEAR_ENOUGH = 86
"""Likeness, out of 100, from which a header is a known one typed wrongly."""
SHORTEST_TYPO = 5
LONGEST_HEADER = 80
ENOUGH = 2
"""The weight from which a line is a header: a column in doubt alone is none."""
_WEIGHTS = (3, 1, 2)
"""Of exact words, of words held among others (sentences do too), of a typing mistake."""
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|\b(?:19|20)\d\d\b|[^\w\s'-]|_")
_CODE = re.compile(
    r"(?:n|nº|no|num|numero|ref|reference|code)"
    r"(?: (?:de l'|de la |de |d')?(?:actions?|fiche(?:[ -]action)?|projet|mesure|operation|indicateur|kpi))?"
)
_SIGNS = frozenset("#№")
"""Headers of codes that are no word."""
_NUMBER = re.compile(r"(?:n|no|num|numero|code|id|ref|rang)\b")
"""A column of other numbers, whatever they number."""
_AIM_OF_YEAR = re.compile(r"objectifs? (?:pour |en )?(?:fin )?(?:19|20)\d\d\b")
_THOUSANDS = re.compile(r"\bk ?(?:€|eur)|milliers?\b")
_MILLIONS = re.compile(r"\bm(?:€|eur)\b|millions?\b|\bm€")


@dataclass(frozen=True, slots=True)
class Column:
    """Column `place` of the file (0 is the first) holds `field`; amounts in it are to be multiplied by `times`."""

    place: int
    header: str
    field: str
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Columns:
    """`line` is where the header stands (0 is line 1); `ignored` are the headers of what is not read."""

    line: int
    known: tuple[Column, ...]
    ignored: tuple[str, ...] = ()

    def at(self, field: str) -> Column | None:
        return next((column for column in self.known if column.field == field), None)


@dataclass(frozen=True, slots=True)
class _Guess:
    """`rank` is 0 for exact words, then 1 (holds them), 2 (a typing mistake)."""

    column: Column
    rank: int


def find_header(table: Table) -> int | None:
    """Return the line that heads the table (0 is line 1), None when none has a title's column."""
    best, most = None, ENOUGH - 1
    for line, row in enumerate(table.rows[:HEADER_WITHIN]):
        strength = max(_strength(row, kind) for kind in Kind)
        if strength > most:
            best, most = line, strength
    return best


def strength(table: Table) -> int:
    """Return how much a table looks like one that can be read; 0 when it has no header."""
    line = find_header(table)
    return 0 if line is None else max(_strength(table.rows[line], kind) for kind in Kind)


def kind_of(row: Row) -> Kind:
    """Return what a table with this header lists; actions when in doubt."""
    return max(Kind, key=lambda kind: _strength(row, kind))


def recognise(table: Table, line: int, kind: Kind) -> Columns:
    """Read the header at `line` as that of a table of `kind`; its title column is always found.

    When no column is a title's for this kind, it is that of the other kind.
    """
    row = table.rows[line]
    known = _known(row, kind)
    if all(column.field != kind.title_field for column in known):
        title = next(column for column in _known(row, kind.other) if column.field == kind.other.title_field)
        known = [column for column in known if column.place != title.place]
        known.insert(0, Column(title.place, title.header, kind.title_field))
    taken = {column.place for column in known}
    ignored = [text_of(cell) for place, cell in enumerate(row) if place not in taken]
    return Columns(
        line, tuple(sorted(known, key=lambda each: each.place)), tuple(header for header in ignored if header)
    )


def _strength(row: Row, kind: Kind) -> int:
    """The weight of the known columns, codes aside: any table has some; 0 without a title's."""
    found = _found(row, kind)
    if kind.title_field not in found:
        return 0
    return sum(_WEIGHTS[guess.rank] for field, guess in found.items() if field != CODE)


def _known(row: Row, kind: Kind) -> list[Column]:
    return [guess.column for guess in _found(row, kind).values()]


def _found(row: Row, kind: Kind) -> dict[str, _Guess]:
    """One column a field, the surest first, then the leftmost."""
    guesses = [guess for place, cell in enumerate(row) if (guess := _guess(place, cell, kind))]
    guesses.sort(key=lambda guess: (guess.rank, guess.column.place))
    found: dict[str, _Guess] = {}
    for guess in guesses:
        found.setdefault(guess.column.field, guess)
    return found


def _guess(place: int, cell: Cell, kind: Kind) -> _Guess | None:
    header = text_of(cell) if isinstance(cell, str) else ""
    if not 0 < len(header) <= LONGEST_HEADER:
        return None
    if kind is Kind.KPIS and _AIM_OF_YEAR.match(folded(header)):
        return _Guess(Column(place, header, KPI_TARGET, _times(header)), 0)
    said = " ".join(_ASIDE.sub(" ", folded(header)).split())
    if header in _SIGNS or (_CODE.fullmatch(said) and said not in HEADERS[kind]):
        return _Guess(Column(place, header, CODE), 0)
    read = None if _NUMBER.match(said) else _field(said, kind)
    return _Guess(Column(place, header, read[0], _times(header)), read[1]) if read else None


def _times(header: str) -> float:
    said = folded(header)
    return 1e3 if _THOUSANDS.search(said) else 1e6 if _MILLIONS.search(said) else 1.0


@cache
def _phrases(kind: Kind) -> Sequence[tuple[re.Pattern[str], str]]:
    """The known headers as patterns."""
    words = sorted(HEADERS[kind], key=lambda each: (-len(each.split()), -len(each)))
    return [
        (re.compile(rf"(?<![\w-]){re.escape(each)}(?![\w-])"), HEADERS[kind][each]) for each in words if len(each) > 2
    ]


def _field(said: str, kind: Kind) -> tuple[str, int] | None:
    if said in HEADERS[kind]:
        return HEADERS[kind][said], 0
    held = [
        (match.start(), -len(match[0].split()), field)
        for words, field in _phrases(kind)
        if (match := words.search(said))
    ]
    if held:
        return min(held)[2], 1
    if len(said) < SHORTEST_TYPO:
        return None
    known = tuple(HEADERS[kind])
    near = nearest(said, known, least=NEAR_ENOUGH)
    return None if near is None else (HEADERS[kind][known[near]], 2)
