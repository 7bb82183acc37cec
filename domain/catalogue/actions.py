"""The actions that are offered: what territories do most often, for which needs, and which legal duty each answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.plan import ActionKind, DutyId, Pillar


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """An action to choose; the id is for ever.

    `duty` is the legal duty it answers where the territory has that duty. `is_sourced`: seen in a published plan or
    guide; otherwise it is only a suggestion.
    """

    id: str
    pillar: Pillar
    kind: ActionKind
    needs: frozenset[str]
    duty: DutyId | None
    is_sourced: bool


_SERVICES, _INCLUSION, _RESOURCES = Pillar
_TOOL, _TRAINING, _SUPPORT = ActionKind.TOOL, ActionKind.TRAINING, ActionKind.SUPPORT
_ORGANISATION, _DATA = ActionKind.ORGANISATION, ActionKind.DATA
_INFRASTRUCTURE, _COMMUNICATION = ActionKind.INFRASTRUCTURE, ActionKind.COMMUNICATION


def _entry(
    action: str, pillar: Pillar, kind: ActionKind, needs: str, duty: DutyId | None = None, *, is_sourced: bool = True
) -> ActionEntry:
    return ActionEntry(action, pillar, kind, frozenset(needs.split()), duty, is_sourced)


_ENTRIES = (
    _entry("inventory_procedures", _SERVICES, _ORGANISATION, "saturated_desk long_delays"),
    _entry("user_portal", _SERVICES, _TOOL, "saturated_desk long_delays"),
    _entry("online_planning", _SERVICES, _TOOL, "long_delays incomplete_files", DutyId.PLANNING_PROCEDURE),
    _entry("online_booking", _SERVICES, _TOOL, "saturated_desk", is_sourced=False),
    _entry("online_payment", _SERVICES, _TOOL, "saturated_desk", is_sourced=False),
    _entry("france_connect", _SERVICES, _TOOL, "saturated_desk double_entry", is_sourced=False),
    _entry("accessibility_audit", _SERVICES, _ORGANISATION, "inaccessible_site", DutyId.ACCESSIBILITY),
    _entry("user_feedback", _SERVICES, _COMMUNICATION, "few_indicators saturated_desk"),
    _entry("fewer_documents", _SERVICES, _DATA, "incomplete_files long_delays double_entry", is_sourced=False),
    _entry("resident_reports", _SERVICES, _TOOL, "saturated_desk", is_sourced=False),
    _entry("open_data", _SERVICES, _DATA, "unpublished_data", DutyId.OPEN_DATA),
    _entry("paperless_acts", _SERVICES, _TOOL, "double_entry long_delays", DutyId.ACTS_ONLINE),
    _entry("human_welcome", _SERVICES, _ORGANISATION, "saturated_desk distant_residents"),
    _entry(
        "plain_language",
        _SERVICES,
        _COMMUNICATION,
        "incomplete_files inaccessible_site distant_residents",
        is_sourced=False,
    ),
    _entry("local_diagnosis", _INCLUSION, _DATA, "distant_residents few_indicators"),
    _entry("shared_adviser", _INCLUSION, _SUPPORT, "distant_residents falling_mediation_funds"),
    _entry("connect_helpers", _INCLUSION, _TRAINING, "distant_residents untrained_agents"),
    _entry("travelling_desk", _INCLUSION, _SUPPORT, "distant_residents saturated_desk"),
    _entry("workshop_cycle", _INCLUSION, _SUPPORT, "distant_residents"),
    _entry("refurbishing", _INCLUSION, _ORGANISATION, "distant_residents ageing_equipment"),
    _entry("trained_reception", _INCLUSION, _TRAINING, "untrained_agents distant_residents saturated_desk"),
    _entry("places_map", _INCLUSION, _DATA, "distant_residents"),
    _entry("inclusion_committee", _INCLUSION, _ORGANISATION, "distant_residents falling_mediation_funds"),
    _entry("coverage_request", _INCLUSION, _INFRASTRUCTURE, "weak_connection"),
    _entry("copper_closure", _INCLUSION, _SUPPORT, "weak_connection distant_residents"),
    _entry("inclusion_fund", _INCLUSION, _ORGANISATION, "falling_mediation_funds"),
    _entry("responsible_strategy", _RESOURCES, _ORGANISATION, "no_strategy", DutyId.DIGITAL_STRATEGY),
    _entry("equipment_inventory", _RESOURCES, _ORGANISATION, "ageing_equipment untracked_budget"),
    _entry("reuse_clauses", _RESOURCES, _ORGANISATION, "ageing_equipment", DutyId.REUSED_PURCHASES),
    _entry("second_life", _RESOURCES, _ORGANISATION, "ageing_equipment"),
    _entry("automatic_off", _RESOURCES, _INFRASTRUCTURE, "untracked_budget"),
    _entry("data_cleanup", _RESOURCES, _DATA, "double_entry"),
    _entry("cyber_diagnosis", _RESOURCES, _ORGANISATION, "cyber_unready", DutyId.CYBERSECURITY),
    _entry("tested_backup", _RESOURCES, _INFRASTRUCTURE, "cyber_unready provider_dependence", DutyId.CYBERSECURITY),
    _entry("shared_data_officer", _RESOURCES, _ORGANISATION, "cyber_unready", DutyId.DATA_OFFICER),
    _entry("training_plan", _RESOURCES, _TRAINING, "untrained_agents cyber_unready"),
    _entry("digital_contacts", _RESOURCES, _ORGANISATION, "uncoordinated_projects untrained_agents"),
    _entry("interoperability", _RESOURCES, _ORGANISATION, "double_entry provider_dependence uncoordinated_projects"),
    _entry("shared_services", _RESOURCES, _ORGANISATION, "untracked_budget provider_dependence cyber_unready"),
    _entry("plan_dashboard", _RESOURCES, _DATA, "few_indicators uncoordinated_projects no_strategy"),
)

ACTIONS: Mapping[str, ActionEntry] = {entry.id: entry for entry in _ENTRIES}
"""Each action by its id, pillar by pillar."""
