"""Rows just imported, taken back at once."""

from collections.abc import Sequence

from domain.dialogue.dossier import Dossier
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.removing import references, without


def taken_back(dossier: Dossier, context: StepContext, rows: Sequence[Path]) -> Dossier | None:
    """Return the dossier without these rows, those already gone aside; None when an answer points to one of them."""
    if any(next(references(dossier, context.script, row), None) for row in rows):
        return None
    return without(dossier, context, rows)[0]
