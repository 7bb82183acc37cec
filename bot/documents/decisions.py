"""What the deliberating body is asked to decide, computed from what the plan does not say yet."""

from collections.abc import Iterator, Sequence

from bot.documents.board import Ranking
from bot.documents.clean import clip
from bot.documents.formats import listing
from bot.documents.words import Words
from domain.pitfalls import Pitfall, PitfallCode, dismissed, open_pitfalls
from domain.plan import Action, Need, Objective, Pillar, Plan, Stakeholder
from domain.quadrant import Quadrant


def decisions(plan: Plan, ranked: Ranking, w: Words, *, draft: bool) -> tuple[str, ...]:
    """Return the decisions to ask for, the most important first; none when the plan is adopted and complete."""
    return (*_adoption(plan, w, draft=draft), *_budget(plan, w), *_holes(plan, ranked, w))


def _adoption(plan: Plan, w: Words, *, draft: bool) -> Iterator[str]:
    if (draft or plan.adoption is None) and plan.objectives and plan.actions:
        objectives = w("count.objectives", n=len(plan.objectives))
        yield w("decision.adopt", objectives=objectives, actions=w("count.actions", n=len(plan.actions)))


def _budget(plan: Plan, w: Words) -> Iterator[str]:
    if not plan.actions:
        return
    if plan.budget is None:
        yield w("decision.budget")
    elif plan.cofunding is None:
        yield w("decision.cofunding")


def _holes(plan: Plan, ranked: Ranking, w: Words) -> Iterator[str]:
    immediate = {mark.code for mark in ranked.of(Quadrant.IMMEDIATE_PRIORITY)}
    kpis = [(objective, kpi) for objective in plan.objectives for kpi in objective.kpis]
    holes = {
        "pilot": [
            action.code for action in plan.actions if action.code in immediate and not (action.pilot or "").strip()
        ],
        "measure": [objective.code for objective in plan.objectives if not objective.kpis],
        "target": [objective.code for objective, kpi in kpis if kpi.target is None and kpi.ceiling is None],
        "deadline": [objective.code for objective in plan.objectives if objective.deadline is None],
        "baseline": [objective.code for objective, kpi in kpis if kpi.baseline is None],
        "score": [action.code for action in ranked.unplaced],
    }
    for name, codes in holes.items():
        if codes:
            yield w(f"decision.{name}", n=len(set(codes)), codes=listing(list(dict.fromkeys(codes)), w.language))


def vigilance(plan: Plan, w: Words, *, threshold: float) -> tuple[str, ...]:
    """Return the pitfalls that nobody set aside in words, each with what it concerns."""
    return tuple(_pitfall(found, plan, w) for found in open_pitfalls(plan, threshold=threshold))


def set_aside(plan: Plan, w: Words, *, threshold: float, reason: int) -> str | None:
    """Return the pitfalls set aside in a sentence, each with its reason in at most `reason` characters."""
    points = [
        w("vigilance.dismissed_one", name=w(f"pitfall_name.{each.pitfall.code}"), reason=clip(each.reason, reason))
        for each in dismissed(plan, threshold=threshold)
    ]
    return w("vigilance.dismissed", points=listing(points, w.language)) if points else None


def _pitfall(found: Pitfall, plan: Plan, w: Words) -> str:
    names = _names(found, plan, w)
    return w(f"pitfall.{found.code}", n=len(names), refs=_short(names, w))


def _names(found: Pitfall, plan: Plan, w: Words) -> Sequence[str]:
    match found.code:
        case PitfallCode.STAKEHOLDER_NOT_HEARD:
            return [w(f"stakeholder.{Stakeholder(ref)}") for ref in found.refs]
        case PitfallCode.PILLAR_WITHOUT_ACTION:
            return [w(f"pillar.{Pillar(ref)}") for ref in found.refs]
    return list(dict.fromkeys(_codes(plan).get(ref, ref) for ref in found.refs))


def _codes(plan: Plan) -> dict[str, str]:
    """The code on paper of each row; a KPI is named by its objective."""
    items: tuple[Need | Objective | Action, ...] = (*plan.needs, *plan.objectives, *plan.actions)
    rows = {item.row: item.code for item in items}
    return rows | {kpi.row: objective.code for objective in plan.objectives for kpi in objective.kpis}


def _short(names: Sequence[str], w: Words, most: int = 6) -> str:
    if len(names) <= most:
        return listing(names, w.language)
    return listing([*names[: most - 1], w("count.others", n=len(names) - most + 1)], w.language)
