"""The KPIs of a plan as a list in the chat: last value, where it should be, what it aims at, status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.conversations.session import PlanTurn
from bot.current_plan import current_plan, plan_shown
from bot.reminders import phrases
from bot.storage import plans, readings, rules
from bot.storage.memberships import Role
from bot.wording.wordbook import Wordbook
from domain.followup.trajectory import standing
from domain.plan import Kpi, Reading


@dataclass(frozen=True, slots=True)
class _Followed:
    """What was read of the KPIs of a plan, and since when each is followed; `today` is the plan's."""

    readings: tuple[Reading, ...]
    started: Mapping[str, date]
    today: date


def show(turn: PlanTurn) -> None:
    """`/indicateurs`: every KPI by objective, what is known of it and how it stands today."""
    today = turn.now.astimezone(ZoneInfo(plans.existing(turn.db, turn.plan_id).zone)).date()
    followed = _Followed(readings.of_plan(turn.db, turn.plan_id), rules.started(turn.db, turn.plan_id), today)
    plan = (
        plan_shown(turn.db, turn.plan_id, turn.recipient.chat).plan
        if turn.role is Role.OFFICIAL
        else current_plan(turn.db, turn.plan_id)
    )
    book, language = turn.app.book, turn.recipient.language
    objectives = [
        {
            "code": objective.code,
            "sentence": objective.sentence,
            "kpis": [_line(book, language, kpi, followed) for kpi in objective.kpis],
        }
        for objective in plan.objectives
    ]
    turn.say("commands:indicators", objectives=objectives)


def _line(book: Wordbook, language: str, kpi: Kpi, followed: _Followed) -> dict[str, object]:
    today = followed.today
    stands = standing(kpi, followed.readings, started=followed.started.get(kpi.row, today), today=today)
    goal = phrases.goal(book, language, kpi)
    return {"kpi": kpi, "stands": stands, "goal": goal, "status": phrases.status(book, language, stands, today)}
