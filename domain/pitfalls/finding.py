"""The pitfalls of a plan, those left open and those set aside."""

from domain.method.quadrant import IMMEDIATE_LIMIT, THRESHOLD
from domain.pitfalls.codes import Dismissed, Pitfall, PitfallCode
from domain.pitfalls.means import means_pitfalls
from domain.pitfalls.method import method_pitfalls, too_many_immediate
from domain.plan import Plan


def pitfalls(
    plan: Plan, *, immediate_limit: int = IMMEDIATE_LIMIT, threshold: float = THRESHOLD
) -> tuple[Pitfall, ...]:
    """Return the pitfalls of the plan, at most one of each code, in the order of the codes.

    `threshold` is that of the matrix (1 to 5); beyond `immediate_limit` immediate priorities, there are too many.
    """
    found = {code: tuple(refs) for code, refs in {**method_pitfalls(plan), **means_pitfalls(plan)}.items()}
    found[PitfallCode.TOO_MANY_IMMEDIATE] = too_many_immediate(plan, immediate_limit, threshold)
    return tuple(Pitfall(code, found[code]) for code in PitfallCode if found[code])


def open_pitfalls(plan: Plan, *, threshold: float = THRESHOLD) -> tuple[Pitfall, ...]:
    """Return the pitfalls that nobody set aside."""
    return tuple(found for found in pitfalls(plan, threshold=threshold) if found.code not in plan.dismissals)


def dismissed(plan: Plan, *, threshold: float = THRESHOLD) -> tuple[Dismissed, ...]:
    """Return the pitfalls set aside that are still there, with the reasons."""
    found = pitfalls(plan, threshold=threshold)
    return tuple(Dismissed(each, plan.dismissals[each.code]) for each in found if each.code in plan.dismissals)
