"""Everything the one-page summary says, computed from the plan, before any layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.board import Board, Mark, Ranking, board, by_code, in_words, stacked
from bot.documents.clean import clip
from bot.documents.decisions import decisions, set_aside, vigilance
from bot.documents.fit import Fit
from bot.documents.goals import Followed, Goal, goals
from bot.documents.headline import KeyFigure, figure_label, key_figures, origin, unit, years
from bot.documents.progress import Step, next_step, progress
from bot.documents.unvoted import Unvoted
from bot.wording.document_words import Words
from bot.wording.formats import euros, listing, long_date, month, number, percent, quantity
from domain.method.quadrant import IMMEDIATE_LIMIT, Quadrant
from domain.plan import Action, Figure, Gravity, Meeting, Need, Plan, TerritoryKind

PLOT_WIDTH = 81.0  # mm
_BLANK_HEIGHT = 128.0  # mm


@dataclass(frozen=True, slots=True)
class FigureLine:
    value: str
    label: str
    origin: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class PriorityLine:
    code: str
    title: str
    pilot: str
    deadline: str


@dataclass(frozen=True, slots=True)
class LegendLine:
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Share:
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The blocks of the page; an empty or None block is not shown."""

    authority: str
    date: str
    state: str
    title: str
    ambition: str | None
    unvoted: str | None
    key_figures: tuple[KeyFigure, ...]
    figures: tuple[FigureLine, ...]
    figures_more: str | None
    needs: tuple[str, ...]
    needs_more: str | None
    goals: tuple[Goal, ...]
    goals_more: str | None
    board: Board | None
    board_alt: str
    board_notes: tuple[str, ...]
    legend: tuple[LegendLine, ...]
    priorities: tuple[PriorityLine, ...]
    priorities_more: str | None
    funding: str | None
    shares: tuple[Share, ...]
    decisions_title: str
    decisions: tuple[str, ...]
    vigilance: tuple[str, ...]
    vigilance_more: str | None
    meeting: str | None
    progress: tuple[Step, ...]
    next_step: str | None
    blank: Board
    footer: str

    @property
    def has_trend(self) -> bool:
        return any(goal.trend for goal in self.goals)

    @property
    def has_values(self) -> bool:
        return any(goal.now for goal in self.goals)

    @property
    def has_status(self) -> bool:
        return any(goal.status for goal in self.goals)

    @property
    def is_bare(self) -> bool:
        """Nothing of the diagnosis, the objectives or the matrix is known yet."""
        return not (self.figures or self.needs or self.goals or self.board)


@dataclass(frozen=True, slots=True)
class Source:
    """What a summary is made of."""

    unvoted: Unvoted
    followed: Followed
    reference: str
    version: str | None
    contact: str | None
    draft: bool
    threshold: float


def summary_view(source: Source, ranked: Ranking, w: Words, fit: Fit) -> Summary:
    plan, told = source.unvoted.plan, source.unvoted.marked(w)
    asked, warned = decisions(plan, ranked, w, draft=source.draft), vigilance(plan, w, threshold=source.threshold)
    aside = set_aside(plan, w, threshold=source.threshold, reason=fit.label)
    immediate = ranked.of(Quadrant.IMMEDIATE_PRIORITY)
    shown = immediate[:IMMEDIATE_LIMIT]
    drawn = _board(ranked, source, fit)
    return Summary(
        authority=authority(plan, w),
        date=long_date(source.followed.today, w.language),
        state=state(source.unvoted.voted, w, draft=source.draft),
        title=clip(title(plan, w), fit.title),
        ambition=clip(told.ambition, fit.ambition) if told.ambition else None,
        unvoted=_unvoted(source, w, fit),
        key_figures=key_figures(plan, ranked, source.followed, w, label=fit.label),
        figures=tuple(_figure(figure, w) for figure in _shown_figures(told)[: fit.figures]),
        figures_more=_more("diagnosis.more_figures", len(_shown_figures(plan)) - fit.figures, w),
        needs=tuple(_need(need, w, fit) for need in told.needs[: fit.needs]),
        needs_more=_more("diagnosis.more", len(plan.needs) - fit.needs, w),
        goals=goals(told, source.followed, w, fit),
        goals_more=_more("goals.more", len(plan.objectives) - fit.goals, w),
        board=drawn,
        board_alt=w("matrix.alt", text=in_words(ranked, w).replace("\n", " ")),
        board_notes=(*(stacked(drawn, w) if drawn else ()), *_board_notes(ranked, w)),
        legend=tuple(
            LegendLine(mark.code, clip(mark.title, fit.legend)) for mark in by_code(ranked) if mark not in shown
        ),
        priorities=tuple(_priority(mark, told, w, fit) for mark in shown),
        priorities_more=_more_priorities(immediate, w),
        funding=w("section.funding", amount=euros(plan.budget, w.language)) if plan.budget else None,
        shares=_shares(plan, w),
        decisions_title=_decisions_title(plan, w),
        decisions=asked[: fit.asks],
        vigilance=(*warned[: fit.asks], *((aside,) if aside else ())),
        vigilance_more=_more("vigilance.more", len(warned) - fit.asks, w),
        meeting=_meeting(source, w, fit),
        progress=(steps := progress(plan, ranked, w)),
        next_step=next_step(steps, w),
        blank=board((), width=PLOT_WIDTH, height=_BLANK_HEIGHT, threshold=source.threshold),
        footer=_footer(source, w),
    )


def authority(plan: Plan, w: Words) -> str:
    return clip(plan.territory.name or w("document.authority"), 80)


def title(plan: Plan, w: Words) -> str:
    """Return the name of the plan with its years, unless the name says them."""
    name, span = plan.name or w("document.title"), years(plan)
    return name if not span or str(plan.start_year or span) in name else f"{name} {span}"


def state(plan: Plan, w: Words, *, draft: bool) -> str:
    if draft:
        return w("state.draft")
    if plan.adoption is None:
        return w("state.ready", body=body(plan, w))
    if plan.adoption.on is None:
        return w("state.adopted")
    return w("state.adopted_on", date=long_date(plan.adoption.on, w.language))


def body(plan: Plan, w: Words) -> str:
    """Return "au conseil municipal", or what deliberates in that kind of authority."""
    return w(f"body.{plan.territory.kind or TerritoryKind.OTHER}")


def version_line(version: str | None, unvoted: Unvoted, w: Words) -> str | None:
    """Return which version a page is of, and how many changes of it were not voted; None without a version."""
    if version is None:
        return None
    said = w("footer.version", version=version)
    return f"{said}, {w('unvoted.count', n=len(unvoted.changes))}" if unvoted.changes else said


def _unvoted(source: Source, w: Words, fit: Fit) -> str | None:
    """What changed since the version that was voted, in a sentence."""
    lines = source.unvoted.lines(w, fit.label)
    if not lines:
        return None
    more = _more("unvoted.more", len(lines) - fit.asks, w)
    count = w("unvoted.count", n=len(source.unvoted.changes))
    return w("unvoted.sentence", count=count, changes=w("matrix.comma").join(filter(None, (*lines[: fit.asks], more))))


def _more(key: str, n: int, w: Words) -> str | None:
    return w(key, n=n) if n > 0 else None


def _shown_figures(plan: Plan) -> tuple[Figure, ...]:
    """Return the figures to show: those known, then those to be collected."""
    known = [figure for figure in plan.figures if figure.value is not None]
    return (*known, *(figure for figure in plan.figures if figure.value is None and figure.to_collect))


def _figure(figure: Figure, w: Words) -> FigureLine:
    label = figure_label(figure, w)
    if figure.value is None:
        return FigureLine(w("figure.to_collect"), label, None, known=False)
    return FigureLine(
        quantity(figure.value, unit(figure, w), w.language) or "", label, f"({origin(figure, w)})", known=True
    )


def _need(need: Need, w: Words, fit: Fit) -> str:
    sentence = clip(need.sentence, fit.sentence)
    return f"{sentence} ({w('diagnosis.critical')})" if need.gravity is Gravity.CRITICAL else sentence


def _board(ranked: Ranking, source: Source, fit: Fit) -> Board | None:
    if not ranked.drawn:
        return None
    return board(ranked.drawn, width=PLOT_WIDTH, height=fit.plot, threshold=source.threshold)


def _board_notes(ranked: Ranking, w: Words) -> tuple[str, ...]:
    near = (w("matrix.near_note"),) if any(mark.near for mark in ranked.drawn) else ()
    rest = [mark.code for mark in ranked.rest]
    more = (w("matrix.rest", n=len(rest), drawn=len(ranked.drawn), codes=listing(rest, w.language)),) if rest else ()
    unplaced = [action.code for action in ranked.unplaced]
    waiting = (w("matrix.unplaced", n=len(unplaced), codes=listing(unplaced, w.language)),) if unplaced else ()
    return near + more + waiting


def _priority(mark: Mark, plan: Plan, w: Words, fit: Fit) -> PriorityLine:
    action = next(action for action in plan.actions if action.code == mark.code)
    pilot = clip(action.pilot, 40) if action.pilot else w("priorities.no_pilot")
    return PriorityLine(mark.code, clip(mark.title, fit.label), pilot, _deadline(action, plan, w))


def _deadline(action: Action, plan: Plan, w: Words) -> str:
    """When an action ends, else when the objective that it serves is due."""
    served = plan.objective(action.objective)
    due = action.end or (served.deadline if served else None)
    return month(due, w.language) if due else w("priorities.no_deadline")


def _more_priorities(immediate: Sequence[Mark], w: Words) -> str | None:
    codes = [mark.code for mark in immediate[IMMEDIATE_LIMIT:]]
    return w("priorities.more", n=len(codes), codes=listing(codes, w.language)) if codes else None


def _shares(plan: Plan, w: Words) -> tuple[Share, ...]:
    if not plan.budget:
        return ()
    if plan.cofunding is None:
        return (Share(100, w("funding.unknown")),)
    own, others = 100 - plan.cofunding, plan.cofunding
    parts = (("funding.own", own), ("funding.others", others))
    return tuple(Share(share, w(key, share=percent(share, w.language))) for key, share in parts if share > 0)


def _decisions_title(plan: Plan, w: Words) -> str:
    has_council = plan.territory.kind not in {None, TerritoryKind.OTHER}
    return w("section.decisions_council") if has_council else w("section.decisions")


def _meeting(source: Source, w: Words, fit: Fit) -> str | None:
    planned = _next_meeting(source.unvoted.marked(w).meetings, source.followed.today)
    if planned is None:
        return None
    when = long_date(planned.on, w.language) if planned.on else w("meeting.no_date")
    topic = clip(planned.topic, fit.label)
    kind = w(f"meeting.{planned.form}") if planned.form else None
    said = w("meeting.topic", when=when, kind=kind, topic=topic) if kind else w("meeting.bare", when=when, topic=topic)
    who = f" ({clip(planned.participants, fit.label)})" if planned.participants else ""
    return f"{said}{who}."


def _next_meeting(meetings: Sequence[Meeting], today: date) -> Meeting | None:
    """The first to come of those with a date, else the first that waits for one."""
    to_come = sorted((each.on, rank) for rank, each in enumerate(meetings) if each.on and each.on >= today)
    if to_come:
        return meetings[to_come[0][1]]
    return next((each for each in meetings if each.on is None), None)


def _footer(source: Source, w: Words) -> str:
    version = version_line(source.version, source.unvoted, w) or w("footer.draft")
    return " · ".join(clip(part, 60) for part in (source.reference, version, source.contact) if part)


def counts(plan: Plan, w: Words) -> str:
    """Return how much the plan holds, in words."""
    counted = {"needs": plan.needs, "objectives": plan.objectives, "actions": plan.actions}
    said = listing([w(f"count.{name}", n=len(items)) for name, items in counted.items()], w.language)
    population = plan.territory.population
    return f"{said}." if population is None else f"{number(population, w.language)} {w('key.population')}, {said}."
