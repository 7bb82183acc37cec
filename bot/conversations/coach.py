"""The SMART coach: what each objective still lacks and why it matters, in words; nothing is refused for it."""

from collections.abc import Iterator, Sequence

from bot.conversations.reader import Reader
from domain.dialogue.path import Path
from domain.plan import Objective, Pillar, Plan
from domain.projection import plan_from
from domain.script.aims import SENTENCE
from domain.script.rewording import reworded
from domain.smart import Gap, Letter, missing

ACTIONS_COME_LATER = frozenset({Letter.REALISTIC})
"""Letters that cannot be judged before there are actions."""


def coach(reader: Reader) -> str:
    """Return what the objectives lack; empty when each is complete."""
    plan = plan_from(reader.seen.visible, reader.dossier.rows)
    fuller = reworded(*reader.seen.known)
    lacking = [
        {
            "sentence": objective.sentence,
            "gaps": tuple(_worded(reader, gaps)),
            "example": _example(reader, plan, objective) if gaps else "",
            "rewording": fuller.get(Path(SENTENCE, (objective.row,)), ""),
        }
        for objective, gaps in ((each, _gaps(each, plan)) for each in plan.objectives)
        if gaps or Path(SENTENCE, (objective.row,)) in fuller
    ]
    return reader.book.text(reader.language, "objectives:coach", objectives=lacking) if lacking else ""


def _gaps(objective: Objective, plan: Plan) -> Sequence[Gap]:
    silent = frozenset() if plan.actions else ACTIONS_COME_LATER
    return [gap for gap in missing(objective, plan) if gap.letter not in silent]


def _worded(reader: Reader, gaps: Sequence[Gap]) -> Iterator[str]:
    """What is missing, and why it matters the first time that a letter comes."""
    told: set[Letter] = set()
    for gap in gaps:
        said = reader.book.text(reader.language, f"objectives:gap_{gap.reason}")
        why = "" if gap.letter in told else reader.book.text(reader.language, f"objectives:why_{gap.letter}")
        told.add(gap.letter)
        yield f"{said} {why}".strip()


def _example(reader: Reader, plan: Plan, objective: Objective) -> str:
    """A complete objective of the same pillar."""
    pillars = {need.row: need.pillar for need in plan.needs}
    pillar = pillars.get(objective.need or "") or Pillar.SERVICES
    return reader.book.text(reader.language, f"objectives:example_{pillar}")
