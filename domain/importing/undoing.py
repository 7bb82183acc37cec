"""Rows just imported, taken back at once."""

from collections.abc import Sequence
from dataclasses import replace

from domain.dialogue.dossier import Dossier, Removal
from domain.dialogue.moment import Moment
from domain.dialogue.path import Path
from domain.dialogue.removing import references


def taken_back(dossier: Dossier, moment: Moment, rows: Sequence[Path]) -> Dossier | None:
    """Return the dossier without these rows, those already gone aside; None when an answer points to one of them."""
    if any(next(references(dossier, moment, row), None) for row in rows):
        return None
    table, taken = dict(dossier.rows), []
    for row in rows:
        repeat, name = Path(row.id, row.rows[:-1]), row.rows[-1]
        kept = table.get(repeat, ())
        if name in kept:
            taken.append((repeat, name, kept.index(name)))
            table[repeat] = tuple(other for other in kept if other != name)
    removal = Removal(moment.new_id(), moment.now, tuple(taken))
    return replace(dossier, rows=table, revision=dossier.revision + 1, removals=(*dossier.removals, removal))
