"""The needs that the diagnosis offers: what territories most often lack."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.plan import Pillar
from domain.plan.maturity import Theme


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """A need to choose; `maturity` are the themes whose weakness proposes it. The id is for ever."""

    id: str
    pillar: Pillar
    maturity: frozenset[Theme]


_SERVICES, _INCLUSION, _RESOURCES = Pillar

_ROWS = (
    ("no_strategy", _RESOURCES, "governance responsible"),
    ("weak_connection", _INCLUSION, "networks"),
    ("distant_residents", _INCLUSION, "inclusion"),
    ("saturated_desk", _SERVICES, "services"),
    ("long_delays", _SERVICES, "services administration"),
    ("incomplete_files", _SERVICES, "services"),
    ("double_entry", _RESOURCES, "administration data"),
    ("untrained_agents", _SERVICES, "administration"),
    ("ageing_equipment", _RESOURCES, "responsible"),
    ("cyber_unready", _RESOURCES, "cybersecurity"),
    ("inaccessible_site", _SERVICES, "services inclusion"),
    ("unpublished_data", _SERVICES, "data"),
    ("untracked_budget", _RESOURCES, "governance responsible"),
    ("provider_dependence", _RESOURCES, "ecosystem cooperation"),
    ("uncoordinated_projects", _RESOURCES, "governance cooperation"),
    ("few_indicators", _RESOURCES, "governance data"),
    ("falling_mediation_funds", _INCLUSION, "inclusion ecosystem"),
)

NEEDS: Mapping[str, NeedEntry] = {
    need: NeedEntry(need, pillar, frozenset(map(Theme, themes.split()))) for need, pillar, themes in _ROWS
}
"""Each need by its id, in the order they are offered when nothing is known."""
