"""How stored dossiers follow the express path: one pure function per version, never edited once shipped."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.migration import Migration
from domain.dialogue.path import Path


def _territories_typed_by_hand(dossier: Dossier) -> Dossier:
    """Territories are recognised from version 2 on: those of before were typed in by hand, and stay so."""
    typed = dossier.answers.get(Path("frame.territory_name"))
    if typed is None:
        return dossier
    by_hand = replace(typed, value=None, status=AnswerStatus.NOT_APPLICABLE, revision=1)
    return replace(dossier, answers={**dossier.answers, Path("frame.territory"): by_hand})


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _territories_typed_by_hand})
"""By the version they start from: MIGRATIONS[1] brings a dossier of version 1 to version 2."""
