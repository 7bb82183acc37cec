"""Which entries of the catalogue to offer first; all are always offered."""

from collections.abc import Collection, Mapping

from domain.catalogue.actions import ACTIONS, ActionEntry
from domain.catalogue.kpis import KPIS, KpiEntry
from domain.catalogue.needs import NEEDS
from domain.plan import Pillar


def needs_for(weak: Collection[str]) -> tuple[str, ...]:
    """Return every need id, first those that the weak themes propose, each in the order of the catalogue."""
    themes = frozenset(weak)
    return tuple(sorted(NEEDS, key=lambda need: NEEDS[need].maturity.isdisjoint(themes)))


def kpis_for(need: str | None, pillar: Pillar | None) -> tuple[str, ...]:
    """Return every KPI id: those that serve the need, then those of the pillar, then the others."""
    return _best_first(KPIS, need, pillar)


def actions_for(need: str | None, pillar: Pillar | None) -> tuple[str, ...]:
    """Return every action id: those that serve the need, then those of the pillar, then the others."""
    return _best_first(ACTIONS, need, pillar)


def _best_first(
    entries: Mapping[str, KpiEntry | ActionEntry], need: str | None, pillar: Pillar | None
) -> tuple[str, ...]:
    """Within what serves the need, what is of the pillar comes first: some needs are met from another pillar."""
    return tuple(
        sorted(entries, key=lambda each: (need not in entries[each].needs, entries[each].pillar is not pillar))
    )
