"""What a page says of the changes that nobody voted yet: how many, which, and a mark on each row that they touch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from bot.documents.clean import clip
from bot.documents.goals import aim
from bot.documents.headline import figure_label
from bot.wording.document_words import Words
from domain.method.changes import Change, Changed, changes
from domain.plan import Action, Need, Objective, Plan


@dataclass(frozen=True, slots=True)
class Unvoted:
    """The `changes` of `plan` since the version that was `voted`; none when there is no such version."""

    plan: Plan
    voted: Plan
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, plan: Plan, voted: Plan | None) -> "Unvoted":
        return cls(plan, voted or plan, changes(voted, plan) if voted else ())

    def marked(self, w: Words) -> Plan:
        """Return the plan with a mark before the name of each row that was not voted as it is, or whose KPI was not."""
        rows = {change.row for change in self.changes}
        mark, plan = w("unvoted.mark"), self.plan

        def told(name: str, *touched: str) -> str:
            return f"{mark} {name}" if rows.intersection(touched) else name

        is_of_ambition = any(change.field == "ambition" for change in self.changes)
        return replace(
            plan,
            ambition=f"{mark} {plan.ambition}" if is_of_ambition and plan.ambition else plan.ambition,
            figures=tuple(
                replace(each, source=", ".join(filter(None, (mark, each.source)))) if each.key in rows else each
                for each in plan.figures
            ),
            needs=tuple(replace(each, sentence=told(each.sentence, each.row)) for each in plan.needs),
            objectives=tuple(
                replace(each, sentence=told(each.sentence, each.row, *(kpi.row for kpi in each.kpis)))
                for each in plan.objectives
            ),
            actions=tuple(replace(each, title=told(each.title, each.row)) for each in plan.actions),
            meetings=tuple(replace(each, topic=told(each.topic, each.row)) for each in plan.meetings),
        )

    def lines(self, w: Words, longest: int) -> tuple[str, ...]:
        """Return what changed, once for each row or field, its name in at most `longest` characters."""
        return tuple(dict.fromkeys(self._line(change, w, longest) for change in self.changes))

    def _line(self, change: Change, w: Words, longest: int) -> str:
        if change.about is Changed.PLAN:
            return w("unvoted.changed", name=w(f"unvoted.of_plan.{change.field}"))
        if change.about is Changed.FIGURE:
            figure = next(each for each in (*self.plan.figures, *self.voted.figures) if each.key == change.row)
            return w("unvoted.changed", name=clip(figure_label(figure, w), longest))
        name = clip(f"{self._codes.get(change.row or '', '')} {change.name}".strip(), longest)
        if change.is_of_target:
            before, after = (_aim(plan, change.row, w) for plan in (self.voted, self.plan))
            return w("unvoted.target", name=name, before=before, after=after)
        return w(f"unvoted.{change.kind}", name=name)

    @property
    def _codes(self) -> Mapping[str, str]:
        """The codes of rows, those of removed ones too."""
        return dict(chain(_codes(self.voted), _codes(self.plan)))


def _codes(plan: Plan) -> Iterator[tuple[str, str]]:
    rows: tuple[Need | Objective | Action, ...] = (*plan.needs, *plan.objectives, *plan.actions)
    return ((each.row, each.code) for each in rows)


def _aim(plan: Plan, row: str | None, w: Words) -> str:
    """The target or the bounds of a KPI."""
    kpi = next(each for each in plan.kpis if each.row == row)
    return aim(kpi, kpi.unit, w) or w("missing")
