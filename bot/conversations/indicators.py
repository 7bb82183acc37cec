"""The KPIs of a plan as a list in the chat: last value, target, status."""

from bot.conversations.desk import Desk
from bot.conversations.seat import Seat
from bot.plans_in_use import current_plan
from bot.storage import readings, rules
from domain.plan import Kpi, Reading
from domain.trajectory import status


def listing(desk: Desk, here: Seat) -> str:
    """Word `/indicateurs`: every KPI by objective, what is known of it and how it stands today."""
    assert here.plan is not None  # noqa: S101 - the command asks for a role
    plan, known = current_plan(desk.db, here.plan), readings.of_plan(desk.db, here.plan)
    objectives = [
        {
            "code": objective.code,
            "sentence": objective.sentence,
            "kpis": [_line(desk, here, kpi, known) for kpi in objective.kpis],
        }
        for objective in plan.objectives
    ]
    return desk.text(here.spot, "commands:indicators", objectives=objectives)


def _line(desk: Desk, here: Seat, kpi: Kpi, known: tuple[Reading, ...]) -> dict[str, object]:
    own = tuple(reading for reading in known if reading.kpi == kpi.row)
    valued = [reading for reading in own if reading.value is not None]
    today, started = desk.now.date(), rules.started_on(desk.db, here.plan or 0, kpi.row) or desk.now.date()
    standing = status(kpi, own, started=started, today=today)
    last = max(valued, key=lambda reading: reading.on, default=None)
    return {"kpi": kpi, "last": last, "status": desk.label(here.spot, f"reminders:status_{standing}")}
