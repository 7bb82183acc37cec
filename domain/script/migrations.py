"""How stored dossiers follow the express path: one pure function per version, never edited once shipped."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.dialogue.migration import Migration

MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""By the version they start from: MIGRATIONS[1] brings a dossier of version 1 to version 2."""
