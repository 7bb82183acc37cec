"""The four key figures at the top of the summary."""

from dataclasses import dataclass

from bot.documents.board import Ranking
from bot.documents.clean import clip
from bot.documents.goals import Followed, aim
from bot.wording.document_words import Words
from bot.wording.formats import number, percent, quantity, rounded_euros
from domain.method.quadrant import Quadrant
from domain.plan import Figure, Kpi, Plan

_SHORT_UNIT = 4
_SOURCE = 60


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """`known` false: `value` says what is missing."""

    value: str
    note: str
    known: bool = True


def key_figures(
    plan: Plan, ranked: Ranking, followed: Followed, w: Words, *, label: int
) -> tuple[KeyFigure, KeyFigure, KeyFigure, KeyFigure]:
    return _population(plan, w), _budget(plan, w), _actions(plan, ranked, w), _aim(plan, followed, w, label)


def _population(plan: Plan, w: Words) -> KeyFigure:
    known = plan.territory
    if known.population is None:
        return KeyFigure(w("key.population_unknown"), w("key.population_note"), known=False)
    note = w("key.population_of", year=known.population_year) if known.population_year else w("key.population")
    return KeyFigure(number(known.population, w.language), note)


def _budget(plan: Plan, w: Words) -> KeyFigure:
    if plan.budget is None:
        return KeyFigure(w("key.budget_unknown"), w("key.budget_note"), known=False)
    span = years(plan)
    over = w("key.budget_years", years=span) if span else w("key.budget")
    match plan.cofunding:
        case None:
            note = over
        case 0:
            note = w("key.not_cofunded", budget=over)
        case share:
            note = w("key.cofunded", budget=over, share=percent(share, w.language))
    return KeyFigure(rounded_euros(plan.budget, w.language), note)


def years(plan: Plan) -> str:
    """Return "2026-2028", "2026", or nothing."""
    known = [str(year) for year in (plan.start_year, plan.end_year) if year is not None]
    return "-".join(dict.fromkeys(known))


def _actions(plan: Plan, ranked: Ranking, w: Words) -> KeyFigure:
    if not plan.actions:
        return KeyFigure(w("key.no_action"), w("key.no_action_note"), known=False)
    immediate = len(ranked.of(Quadrant.IMMEDIATE_PRIORITY))
    note = w("key.immediate", n=immediate) if ranked.placed else w("key.actions_draft")
    return KeyFigure(w("count.actions", n=len(plan.actions)), note)


def _aim(plan: Plan, followed: Followed, w: Words, label: int) -> KeyFigure:
    aimed = next((kpi for kpi in plan.kpis if kpi.baseline is not None and kpi.has_goal), None)
    if aimed is not None:
        return _kpi(aimed, followed, w, label)
    known = next((figure for figure in plan.figures if figure.value is not None), None)
    if known is not None:
        return KeyFigure(
            quantity(known.value, unit(known, w), w.language) or "",
            w("key.figure", label=figure_label(known, w), origin=origin(known, w)),
        )
    return KeyFigure(w("to_collect"), w("key.kpi_unknown"), known=False)


def _kpi(kpi: Kpi, followed: Followed, w: Words, label: int) -> KeyFigure:
    """The first KPI: where it is of what it aims at ("40 sur 60"), once it was measured."""
    values = {"label": clip(kpi.label, label), "baseline": quantity(kpi.baseline, kpi.unit, w.language)}
    short = kpi.unit if len(kpi.unit) <= _SHORT_UNIT else ""
    aimed, now = aim(kpi, short, w) or "", followed.standing(kpi).value
    if now is not None:
        is_rising = (kpi.baseline or 0) < (kpi.target or 0) and kpi.ceiling is None
        said = {"now": quantity(now, short, w.language), "plain": number(now, w.language), "target": aimed}
        value = w("key.now_of", **said) if is_rising else w("key.now_aimed", **said)
        key = "key.target_now"
    else:
        value, key = aimed, "key.target"
    if kpi.deadline is None:
        return KeyFigure(value, w(f"{key}_no_year", **values))
    return KeyFigure(value, w(key, year=kpi.deadline.year, **values))


def figure_label(figure: Figure, w: Words) -> str:
    """Return what the figure measures, in words; its key, made readable, when there are none for it."""
    name = figure.key.rpartition(".")[2]
    return w(f"figure.{name}") if f"figure.{name}" in w else name.replace("_", " ")


def unit(figure: Figure, w: Words) -> str:
    """Return the unit of a figure as that language prints it."""
    return w(f"unit.{figure.unit}") if f"unit.{figure.unit}" in w else figure.unit


def origin(figure: Figure, w: Words) -> str:
    source = clip(figure.source, _SOURCE) if figure.source else None
    match figure.year, source:
        case None, None:
            return w("figure.no_origin")
        case None, _:
            return w("figure.source", source=source)
        case year, None:
            return w("figure.year", year=year)
        case year, _:
            return w("figure.year_source", year=year, source=source)
