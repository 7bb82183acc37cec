"""The KPIs that are offered: how each is counted, which way is good, how often to ask, and which needs it serves.

A KPI of Jalon is a number: what is yes or no elsewhere (an up-to-date accessibility statement, a backup restored, a
crisis procedure tried, a register kept) is worded as a count of the times or of the things in order (A8, C12 to C14).
What happens all year is counted over twelve months, so that a monthly reading does not fall back to zero in January.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.plan import Direction, Frequency, Pillar


@dataclass(frozen=True, slots=True)
class KpiEntry:
    """A KPI to choose; the id, for ever, begins with the letter of its pillar (A, B, C).

    `unit` is an option of the KPI's unit, and `unit_name` what is printed after figures when it is "other", in French.
    `reference` is the national figure that measures the same thing, or None; its scope is told with it.
    """

    id: str
    pillar: Pillar
    unit: str
    unit_name: str | None
    direction: Direction
    frequency: Frequency
    needs: frozenset[str]
    reference: str | None


_PILLARS: Mapping[str, Pillar] = dict(zip("ABC", Pillar, strict=True))
_UP, _DOWN = Direction.UP, Direction.DOWN
_MONTHLY, _QUARTERLY = Frequency.MONTHLY, Frequency.QUARTERLY
_HALF_YEARLY, _YEARLY = Frequency.HALF_YEARLY, Frequency.YEARLY


def _entry(
    kpi: str,
    unit: str,
    direction: Direction,
    frequency: Frequency,
    needs: str,
    *,
    name: str | None = None,
    reference: str | None = None,
) -> KpiEntry:
    return KpiEntry(kpi, _PILLARS[kpi[0]], unit, name, direction, frequency, frozenset(needs.split()), reference)


_ENTRIES = (
    _entry("A1", "percent", _UP, _QUARTERLY, "saturated_desk long_delays"),
    _entry("A2", "count", _UP, _QUARTERLY, "saturated_desk"),
    _entry("A3", "percent", _UP, _MONTHLY, "saturated_desk"),
    _entry("A4", "days", _DOWN, _MONTHLY, "long_delays"),
    _entry("A5", "percent", _DOWN, _QUARTERLY, "incomplete_files long_delays"),
    _entry("A6", "percent", _UP, _QUARTERLY, "saturated_desk long_delays few_indicators"),
    _entry("A7", "percent", _UP, _YEARLY, "inaccessible_site", reference="rgaa_moy_2025"),
    _entry("A8", "count", _UP, _YEARLY, "inaccessible_site"),
    _entry("A9", "percent", _UP, _MONTHLY, "long_delays"),
    _entry("A10", "percent", _UP, _MONTHLY, "saturated_desk"),
    _entry("A11", "percent", _UP, _HALF_YEARLY, "distant_residents inaccessible_site"),
    _entry("A12", "percent", _UP, _HALF_YEARLY, "unpublished_data"),
    _entry("A13", "percent", _UP, _QUARTERLY, "untrained_agents"),
    _entry("A14", "percent", _UP, _YEARLY, "untrained_agents"),
    _entry("A15", "percent", _UP, _MONTHLY, "saturated_desk"),
    _entry("A16", "percent", _UP, _MONTHLY, "saturated_desk"),
    _entry("B1", "percent", _DOWN, _YEARLY, "distant_residents", reference="illec_2021"),
    _entry("B2", "other", _DOWN, _YEARLY, "distant_residents", name="points"),
    _entry("B3", "percent", _UP, _QUARTERLY, "weak_connection", reference="ftth_2025t3"),
    _entry("B4", "percent", _UP, _YEARLY, "weak_connection", reference="mobile4g_surface_2023"),
    _entry("B5", "percent", _DOWN, _YEARLY, "weak_connection distant_residents"),
    _entry("B6", "count", _UP, _MONTHLY, "distant_residents falling_mediation_funds"),
    _entry("B7", "percent", _UP, _HALF_YEARLY, "distant_residents falling_mediation_funds"),
    _entry("B8", "count", _UP, _YEARLY, "distant_residents falling_mediation_funds"),
    _entry("B9", "percent", _UP, _QUARTERLY, "distant_residents"),
    _entry("B10", "other", _DOWN, _YEARLY, "distant_residents", name="minutes"),
    _entry("B11", "count", _UP, _QUARTERLY, "distant_residents untrained_agents"),
    _entry("B12", "percent", _UP, _QUARTERLY, "distant_residents saturated_desk"),
    _entry("B13", "percent", _UP, _YEARLY, "distant_residents"),
    _entry("B14", "percent", _DOWN, _YEARLY, "distant_residents", reference="renonce_2021"),
    _entry("B15", "percent", _UP, _MONTHLY, "distant_residents falling_mediation_funds"),
    _entry("B16", "count", _UP, _YEARLY, "distant_residents ageing_equipment"),
    _entry("C1", "other", _UP, _YEARLY, "ageing_equipment", name="ans"),
    _entry("C2", "count", _DOWN, _YEARLY, "ageing_equipment"),
    _entry("C3", "percent", _UP, _YEARLY, "ageing_equipment no_strategy"),
    _entry("C4", "percent", _UP, _YEARLY, "ageing_equipment"),
    _entry("C5", "other", _DOWN, _YEARLY, "no_strategy ageing_equipment", name="kg CO2e par agent"),
    _entry("C6", "other", _DOWN, _YEARLY, "untracked_budget no_strategy", name="kWh"),
    _entry("C7", "other", _DOWN, _YEARLY, "untracked_budget", name="pages par agent"),
    _entry("C8", "other", _DOWN, _HALF_YEARLY, "double_entry", name="Go"),
    _entry("C9", "euros", _DOWN, _YEARLY, "untracked_budget provider_dependence few_indicators"),
    _entry("C10", "percent", _UP, _YEARLY, "cyber_unready untracked_budget"),
    _entry("C11", "percent", _UP, _YEARLY, "cyber_unready untrained_agents"),
    _entry("C12", "count", _UP, _YEARLY, "cyber_unready provider_dependence"),
    _entry("C13", "count", _UP, _YEARLY, "cyber_unready"),
    _entry("C14", "count", _UP, _YEARLY, "cyber_unready"),
    _entry("C15", "percent", _UP, _YEARLY, "double_entry provider_dependence"),
    _entry("C16", "percent", _UP, _QUARTERLY, "uncoordinated_projects"),
    _entry("C17", "percent", _UP, _MONTHLY, "no_strategy few_indicators uncoordinated_projects"),
)

KPIS: Mapping[str, KpiEntry] = {entry.id: entry for entry in _ENTRIES}
"""Each KPI by its id, pillar by pillar."""
