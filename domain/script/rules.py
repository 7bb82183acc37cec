"""Rules: what a value must respect, given earlier answers."""

from domain.dialogue.questions import Rule
from domain.dialogue.values import Rejected, Value
from domain.dialogue.view import View

LONGEST_PLAN = 10
"""Years between the first and the last year of a plan."""


def _number(value: Value) -> float | None:
    return value if isinstance(value, (int, float)) else None


def not_before(start: str) -> Rule:
    """Refuse a year before the one answered at `start`, or more than LONGEST_PLAN years after it."""

    def rule(value: Value, view: View) -> Rejected | None:
        year, first = _number(value), view.number(start)
        if year is None or first is None:
            return None
        if year < first:
            return Rejected("end_before_start", {"start": int(first)})
        if year > first + LONGEST_PLAN:
            return Rejected("horizon_too_long", {"years": LONGEST_PLAN, "latest": int(first) + LONGEST_PLAN})
        return None

    return rule


def not_before_day(start: str) -> Rule:
    """Refuse a day before the one answered at `start`."""

    def rule(value: Value, view: View) -> Rejected | None:
        first = view[start]
        if not isinstance(value, str) or not isinstance(first, str) or value >= first:
            return None
        return Rejected("end_before_start_date", {"start": first})

    return rule


def share_within_100(unit: str) -> Rule:
    """Refuse a percentage outside of 0 to 100, when the answer at `unit` says it is one."""

    def rule(value: Value, view: View) -> Rejected | None:
        number = _number(value)
        if view[unit] != "percent" or number is None or 0 <= number <= 100:
            return None
        return Rejected("percent_out_of_range")

    return rule


def beyond(baseline: str, direction: str) -> Rule:
    """Refuse a target on the wrong side of `baseline`: not above it to go up, not below it to go down."""

    def rule(value: Value, view: View) -> Rejected | None:
        target, start = _number(value), view.number(baseline)
        if target is None or start is None:
            return None
        match view[direction]:
            case "up" if target <= start:
                return Rejected("not_above_baseline", {"baseline": start})
            case "down" if target >= start:
                return Rejected("not_below_baseline", {"baseline": start})
            case _:
                return None

    return rule


def at_least(floor: str) -> Rule:
    """Refuse an upper bound under the lower one, answered at `floor`."""

    def rule(value: Value, view: View) -> Rejected | None:
        ceiling, lowest = _number(value), view.number(floor)
        if ceiling is None or lowest is None or ceiling >= lowest:
            return None
        return Rejected("ceiling_below_target", {"target": lowest})

    return rule
