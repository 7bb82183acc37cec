"""The catalogue: needs, KPIs and actions to choose from; its words are in templates/messages/*/catalogue.jinja."""

from domain.catalogue.actions import ACTIONS, ActionEntry
from domain.catalogue.choosing import actions_for, kpis_for, needs_for
from domain.catalogue.kpis import KPIS, KpiEntry
from domain.catalogue.needs import NEEDS, NeedEntry

__all__ = [
    "ACTIONS",
    "KPIS",
    "NEEDS",
    "ActionEntry",
    "KpiEntry",
    "NeedEntry",
    "actions_for",
    "kpis_for",
    "needs_for",
]
