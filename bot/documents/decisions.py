"""What the deliberating body is asked to decide, computed from what the plan does not say yet."""

from collections.abc import Collection, Iterator, Sequence

from bot.documents.board import Ranking
from bot.documents.clean import clip
from bot.wording.document_words import Words
from bot.wording.formats import listing
from domain.method.quadrant import Quadrant
from domain.pitfalls import Pitfall, PitfallCode, dismissed, open_pitfalls
from domain.plan import Action, Kpi, Need, Objective, Pillar, Plan, Stakeholder

LONGEST_LABEL = 44
"""Characters of the name of a KPI beside the code of its objective."""


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
    unpiloted = {action.code for action in plan.actions if not (action.pilot or "").strip()}
    immediate = [mark.code for mark in ranked.of(Quadrant.IMMEDIATE_PRIORITY)]
    holes = {
        "pilot": [code for code in immediate if code in unpiloted],
        "measure": [objective.code for objective in plan.objectives if not objective.kpis],
        "target": _lacking(plan, [kpi for kpi in plan.kpis if kpi.target is None and kpi.ceiling is None]),
        "deadline": [objective.code for objective in plan.objectives if objective.deadline is None],
        "baseline": _lacking(plan, [kpi for kpi in plan.kpis if kpi.baseline is None]),
        "score": [action.code for action in ranked.unplaced],
    }
    for name, codes in holes.items():
        if codes:
            yield w(f"decision.{name}", n=len(set(codes)), codes=listing(list(dict.fromkeys(codes)), w.language))


def _lacking(plan: Plan, kpis: Sequence[Kpi]) -> list[str]:
    """Return what lacks something: an objective by its code, with the name of the KPI unless all of its own lack it."""
    rows = {kpi.row for kpi in kpis}
    return [name for objective in plan.objectives for name in _lacking_in(objective, rows)]


def _lacking_in(objective: Objective, rows: Collection[str]) -> Iterator[str]:
    found = [kpi for kpi in objective.kpis if kpi.row in rows]
    if found and len(found) == len(objective.kpis):
        yield objective.code
        return
    yield from (f"{objective.code} ({clip(kpi.label, LONGEST_LABEL)})" for kpi in found)


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
        case PitfallCode.NO_BASELINE:
            return _lacking(plan, [kpi for kpi in plan.kpis if kpi.row in found.refs])
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
