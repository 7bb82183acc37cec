"""What questions offer of the catalogue, given what is known of the need behind them."""

from collections.abc import Mapping
from itertools import chain

from domain.catalogue import ACTIONS, KPIS, NEEDS, actions_for, kpis_for, needs_for
from domain.dialogue.questions import Entries
from domain.dialogue.values import Value
from domain.dialogue.view import View
from domain.method.legal_duties import duties
from domain.plan import Pillar
from domain.plan.maturity import STATEMENTS, scores, weak
from domain.script.territories import IDENTITY, identity_in, is_small

NEED_ENTRY, KPI_ENTRY, ACTION_ENTRY = "needs/entry", "objectives/kpis/entry", "actions/entry"
OF_NEEDS = ("needs/entry", "needs/pillar")
"""What of the needs says which entries serve them."""
NO_DUTY = "none"
MATURITY = tuple(statement.id for statement in STATEMENTS)


def _needs(view: View) -> tuple[str, ...]:
    levels = {each: view.number(each) for each in MATURITY if view.answer(each)}
    known = {each: None if level is None else int(level) for each, level in levels.items()}
    return _not_taken(view, needs_for(weak(scores(known, is_small=is_small(view)))), "needs", NEED_ENTRY)


def _actions(view: View) -> tuple[str, ...]:
    """The best for each need in turn: an action is named before it is tied to an objective."""
    orders = [actions_for(*_of_need(view, row)) for row in view.rows_of("needs")] or [actions_for(None, None)]
    best = tuple(dict.fromkeys(chain.from_iterable(zip(*orders, strict=True))))
    return _not_taken(view, best, "actions", ACTION_ENTRY)


def _not_taken(view: View, codes: tuple[str, ...], repeat: str, entry: str) -> tuple[str, ...]:
    """The entries that no other row of the list comes from."""
    taken = {view.value_in(entry, (row,)) for row in view.rows_of(repeat) if (row,) != view.rows}
    return tuple(code for code in codes if code not in taken)


def _of_need(view: View, row: Value) -> tuple[str | None, Pillar | None]:
    """The entry and the pillar of the need in this row, None for each that is not known."""
    if not isinstance(row, str):
        return None, None
    entry, pillar = (view.value_in(item, (row,)) for item in OF_NEEDS)
    return (str(entry) if entry else None), (Pillar(str(pillar)) if pillar else None)


def _kpi_fills(code: str, _view: View) -> Mapping[str, Value]:
    kpi, item = KPIS[code], "objectives/kpis"
    unit = {f"{item}/unit": kpi.unit, **({f"{item}/unit_name": kpi.unit_name} if kpi.unit_name else {})}
    shape = {f"{item}/direction": kpi.direction.value, f"{item}/frequency": kpi.frequency.value}
    return {f"{item}/entry": code, **unit, **shape}


def _action_fills(code: str, view: View) -> Mapping[str, Value]:
    """What the entry says of the action; a duty of others than this territory is none."""
    action, (kind, population) = ACTIONS[code], identity_in(view)
    has_duty = kind is not None and action.duty in {duty.id for duty in duties(kind, population)}
    duty = action.duty.value if action.duty and has_duty else NO_DUTY
    return {"actions/entry": code, "actions/kind": action.kind.value, "actions/duty": duty}


NEEDS_OFFERED = Entries(_needs, lambda code, _: {"needs/entry": code, "needs/pillar": NEEDS[code].pillar.value})
KPIS_OFFERED = Entries(lambda view: kpis_for(*_of_need(view, view["objectives/need"])), _kpi_fills)
ACTIONS_OFFERED = Entries(_actions, _action_fills)
HEARD_BY_NEEDS = (*IDENTITY, *MATURITY, "needs", NEED_ENTRY)
HEARD_BY_KPIS = ("objectives/need", "needs", *OF_NEEDS)
HEARD_BY_ACTIONS = (*IDENTITY, "needs", *OF_NEEDS, "actions", ACTION_ENTRY)
