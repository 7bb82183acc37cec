"""The cards that close chapters: what was recorded, and what there is to say of it."""

from collections.abc import Callable, Mapping

from bot.conversations.rendering.action_notes import involved, priorities_help
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.rendering.smart_coach import coach
from bot.wording.card_lines import Line, few
from bot.wording.typography import number
from domain.dialogue.path import Path
from domain.dialogue.survey import Slot
from domain.plan.maturity import HIGHEST, Theme, ThemeScore, weak

WEAKEST = 3
"""Weak themes told at once: the others come once these are better."""


def weak_themes(reader: DossierText) -> tuple[str, ...]:
    """Return the names of the weakest themes, the weakest first."""
    return tuple(reader.label(f"maturity:theme_{theme}") for theme in _weakest(reader))


def _advice(reader: DossierText) -> str:
    """What the weakest themes call for."""
    advice = [
        {
            "name": reader.text(f"maturity:theme_{theme}"),
            "advice": reader.text(f"maturity:theme_{theme}_low"),
        }
        for theme in _weakest(reader)
    ]
    return reader.text("maturity:weak", themes=advice) if advice else ""


def _weakest(reader: DossierText) -> tuple[Theme, ...]:
    return weak(reader.plan.maturity)[:WEAKEST]


def lines(reader: DossierText, chapter: str) -> tuple[Line, ...]:
    """Return the lines of a chapter's card."""
    return few((*reader.card(chapter), *(maturity(reader) if chapter == "diagnosis" else ())))


def beside(reader: DossierText, review: str, threshold: float) -> str:
    """Return what there is to say of a chapter, below its card; `threshold` is the line of the quadrants."""
    if review == "actions.review":
        return priorities_help(reader, threshold)
    return _BESIDE[review](reader) if review in _BESIDE else ""


def maturity(reader: DossierText) -> tuple[Line, ...]:
    """Return the score of each theme that is known."""
    scores = reader.plan.maturity
    return tuple(_score(reader, each) for each in scores if each.score is not None)


def _score(reader: DossierText, each: ThemeScore) -> Line:
    score = number(round(each.score or 0, 1), reader.language)
    name = reader.label(f"maturity:theme_{each.theme}")
    return Line(name, reader.label("maturity:score", score=score, highest=HIGHEST))


_BESIDE: Mapping[str, Callable[[DossierText], str]] = {
    "diagnosis.review": _advice,
    "objectives.review": coach,
    "teams.review": involved,
}


STATEMENTS = "maturity."


def which_statement(reader: DossierText, path: Path) -> str:
    """Return which one of the statements this is; empty for any other question, and where not all are asked."""
    if not path.id.startswith(STATEMENTS) or not reader.seen.is_full:
        return ""
    paths = [slot.path for slot in _statements(reader)]
    if path not in paths:  # one that no longer applies is shown without its place
        return ""
    slot = {"number": paths.index(path) + 1, "count": len(paths)}
    return reader.text("maturity:standing", **slot)


def before_statements(reader: DossierText, path: Path) -> str:
    """Return what comes before the first of the statements, while none is answered; empty otherwise."""
    slots = _statements(reader) if path.id.startswith(STATEMENTS) and reader.seen.is_full else []
    if not slots or path != slots[0].path or any(slot.answer for slot in slots):
        return ""
    return reader.text("maturity:opening", count=len(slots))


def _statements(reader: DossierText) -> list[Slot]:
    return [slot for slot in reader.seen.slots if slot.path.id.startswith(STATEMENTS)]
