"""The codes of rows (A1, B2): given once, kept with their row whatever becomes of it, never given again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from domain.dialogue.dossier import Dossier, value_at
from domain.dialogue.path import Path
from domain.dialogue.script import Script

CODE = "code"
"""Stands among the answers of a row to come for the code wished for it: no question has this id."""
_PARTS = re.compile(r"([A-Z]*)([0-9]+)")


def coded(script: Script, dossier: Dossier) -> Dossier:
    """Return the dossier with a code for each row of the lists that have a letter.

    Rows that had none (kept before codes were) are numbered in their order, those without a title last.
    """
    codes = dict(dossier.codes)
    for repeat in script.lettered:
        bare = [row for row in _rows(dossier, repeat.id) if row not in codes]
        bare.sort(key=lambda row: not value_at(dossier.answers, Path(repeat.title, row.rows)))
        for row in bare:
            # the code that follows as many as were ever given in the list, past the numbers that rows have
            spoken = {_meant(script.lists[other.id].letter, code) for other, code in codes.items()}
            given = sum(other.id == repeat.id for other in codes)
            number = next(number for number in count(given + 1) if (repeat.letter, number) not in spoken)
            codes[row] = f"{repeat.letter}{number}"
    return replace(dossier, codes=codes)


def wished(script: Script, dossier: Dossier, wishes: Mapping[Path, str]) -> Dossier:
    """Return the dossier with the codes wished for rows to come, where they are free.

    A mere number that another list has is taken with the letter of its own.
    """
    codes = dict(dossier.codes)
    for row, wish in wishes.items():
        letter, (_, number) = script.lists[row.id].letter, _meant("", wish)
        spoken = {_meant(script.lists[other.id].letter, code) for other, code in codes.items()}
        written = next((code for code in (wish, f"{letter}{number}") if code not in codes.values()), None)
        if letter and written and _meant(letter, wish) not in spoken:
            codes[row] = written
    return replace(dossier, codes=codes)


def _meant(letter: str, code: str) -> tuple[str, int]:
    """What people mean by a code: "3" and "A03" are both A3 in the list of letter A."""
    match = _PARTS.fullmatch(code)
    assert match  # noqa: S101 - codes are given here, and wished as the cells of files are read
    return match[1] or letter, int(match[2])


def _rows(dossier: Dossier, repeat: str) -> Iterator[Path]:
    """The rows of a list, under each row above it."""
    parent = repeat.rpartition("/")[0]
    for above in [row.rows for row in _rows(dossier, parent)] if parent else [()]:
        lists = Path(repeat, above)
        yield from (lists.row(name) for name in dossier.rows_of(lists))
