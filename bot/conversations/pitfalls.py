"""The pitfalls found in a plan, in words."""

from typing import NamedTuple

from bot.conversations.reader import Reader
from bot.wording import block
from domain.pitfalls import Dismissed, Pitfall, dismissed, open_pitfalls, pitfalls
from domain.plan import Plan
from domain.projection import plan_from


class PitfallWords(NamedTuple):
    """What a pitfall is called, what was found and concerns it, why it matters, what to do; why it was set aside."""

    title: str
    found: str
    why: str
    todo: str
    reason: str | None


def pitfalls_in_words(reader: Reader) -> tuple[str, ...]:
    """Return a line for each pitfall of the dossier that nobody set aside: what it is, what it concerns."""
    plan = _plan(reader)
    return tuple(_worded(reader, plan, found) for found in open_pitfalls(plan))


def dismissed_in_words(reader: Reader) -> tuple[str, ...]:
    """Return a line for each pitfall set aside: its title, and the reason."""
    return tuple(_set_aside(reader, each) for each in dismissed(_plan(reader)))


def pitfall_in_words(reader: Reader, code: str) -> PitfallWords | None:
    """Return the words of one pitfall of the dossier, set aside or not; None once it is mended."""
    plan = _plan(reader)
    found = next((each for each in pitfalls(plan) if each.code == code), None)
    if found is None:
        return None
    title, why, todo = (_part(reader, code, part) for part in ("title", "why", "todo"))
    return PitfallWords(title, _worded(reader, plan, found), why, todo, plan.dismissals.get(code))


def _plan(reader: Reader) -> Plan:
    return plan_from(reader.seen.visible, reader.seen.rows)


def _part(reader: Reader, code: str, part: str) -> str:
    return reader.book.text(reader.language, f"check:pitfall_{code}_{part}")


def _set_aside(reader: Reader, each: Dismissed) -> str:
    title = reader.book.label(reader.language, f"check:pitfall_{each.pitfall.code}_title")
    return reader.book.text(reader.language, "check:pitfall_dismissed", title=title, reason=each.reason)


def _worded(reader: Reader, plan: Plan, found: Pitfall) -> str:
    return reader.book.text(reader.language, f"check:pitfall_{found.code}", names=_concerned(reader, plan, found))


def _concerned(reader: Reader, plan: Plan, found: Pitfall) -> list[str]:
    named = {need.row: need.sentence for need in plan.needs}
    named |= {action.row: action.title for action in plan.actions}
    named |= {objective.row: objective.sentence for objective in plan.objectives}
    named |= {kpi.row: kpi.label for kpi in plan.kpis}
    return [named.get(ref) or _code_name(reader, ref) for ref in found.refs]


def _code_name(reader: Reader, code: str) -> str:
    """A stakeholder or a pillar, as its option is called."""
    names = [block("diagnosis", item, f"option_{code}") for item in ("diagnosis.heard", "needs/pillar")]
    return next(
        (reader.book.label(reader.language, name) for name in names if reader.book.has(reader.language, name)), ""
    )
