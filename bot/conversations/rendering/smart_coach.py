"""The SMART coach: what each objective still lacks and why it matters, in words; nothing is refused for it."""

from collections.abc import Iterator, Sequence

from bot.conversations.rendering.dossier_text import DossierText
from domain.dialogue.path import Path
from domain.method.smart import Gap, Letter, missing
from domain.plan import Objective, Pillar, Plan
from domain.projection import plan_from
from domain.script.aims import SENTENCE, is_about_the_same
from domain.script.rewording import contradicted, reworded

ACTIONS_COME_LATER = frozenset({Letter.REALISTIC})
"""Letters that cannot be judged before there are actions."""


def coach(reader: DossierText) -> str:
    """Return what the objectives lack; empty when each is complete."""
    seen = reader.seen
    plan = plan_from(*seen.known)
    fuller, otherwise = reworded(seen.visible, seen.rows), contradicted(seen.visible, seen.rows)
    lacking = [
        {
            "sentence": objective.sentence,
            "gaps": tuple(_worded(reader, gaps)),
            "example": _example(reader, plan, objective) if _is_about_words(gaps) else "",
            "rewording": fuller.get(path, ""),
            "is_contradicted": path in otherwise,
        }
        for objective, path, gaps in (
            (each, Path(SENTENCE, (each.row,)), _gaps(each, plan)) for each in plan.objectives
        )
        if gaps or path in fuller or path in otherwise
    ]
    return reader.text("objectives:coach", objectives=lacking) if lacking else ""


def _gaps(objective: Objective, plan: Plan) -> Sequence[Gap]:
    silent = frozenset() if plan.actions else ACTIONS_COME_LATER
    return [gap for gap in missing(objective, plan) if gap.letter not in silent]


def _is_about_words(gaps: Sequence[Gap]) -> bool:
    """Whether another objective would show how to say what lacks: what only actions bring is not said."""
    return any(gap.letter is not Letter.REALISTIC for gap in gaps)


def _worded(reader: DossierText, gaps: Sequence[Gap]) -> Iterator[str]:
    """What is missing, and why it matters."""
    for gap in gaps:
        said = reader.text(f"objectives:gap_{gap.reason}")
        yield f"{said} {reader.text(f'objectives:why_{gap.reason}')}"


def _example(reader: DossierText, plan: Plan, objective: Objective) -> str:
    """A complete objective of the same pillar; none when it is the very one that was typed."""
    pillars = {need.row: need.pillar for need in plan.needs}
    pillar = pillars.get(objective.need or "") or Pillar.SERVICES
    example = reader.text(f"objectives:example_{pillar}")
    return "" if is_about_the_same(objective.sentence, example) else example
