"""The one-page summary of a plan: A4, tagged, archival."""

import re
import unicodedata
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.board import ranking
from bot.documents.errors import PageOverflow
from bot.documents.fit import STEPS, Fit
from bot.documents.goals import Followed
from bot.documents.press import Job, Pressed, press
from bot.documents.rendering import render
from bot.documents.summary_view import Source, authority, counts, state, summary_view, title
from bot.documents.unvoted import Unvoted
from bot.wording.document_words import Words, words
from bot.wording.formats import long_date
from domain.plan import Plan, Reading

STANDARDS = ("a-2a", "ua-1")
_ROOM_OF_STEPS = (16, 20, 26, 34, 46)
"""Needs, objectives and actions, weighed in lines, from which each next step is the likely one."""


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """`version` None while the plan has none; `threshold` is that of the matrix, from 2 to 4.

    `started` is the day each KPI, by its row, was first followed. `voted` is what that version holds, when `plan` is
    worked on beside it: what nobody voted is then marked.
    """

    plan: Plan
    readings: tuple[Reading, ...]
    started: Mapping[str, date]
    language: str
    today: date
    version: str | None
    reference: str
    contact: str | None
    draft: bool
    threshold: float = 3.0
    voted: Plan | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """`alt` says in a sentence what the document is, for a chat that shows only a file name."""

    content: bytes
    file_name: str
    mime: str
    pages: int
    alt: str


def summary_pdf(request: SummaryRequest) -> Document:
    """Make the summary, on exactly one page. Raises DocumentError when no step makes it fit."""
    w = words(request.language)
    made = _press(request, likely_step(request.plan))
    name = f"{w('document.file')}-{slug(request.reference)}.pdf"
    return Document(made.content, name, "application/pdf", made.pages, _alt(request, w))


def _press(request: SummaryRequest, likely: int) -> Pressed:
    """Try the steps around the likely one, then those that are left."""
    around, left = STEPS[max(0, likely - 1) : likely + 3], STEPS[likely + 3 :]
    try:
        return press(_job(request, around, min(likely, 1)))
    except PageOverflow:
        if not left:
            raise
    return press(_job(request, left, 0))


def _job(request: SummaryRequest, steps: Sequence[Fit], start: int) -> Job:
    return Job(
        sources=sources(request, steps),
        format="pdf",
        on=request.today,
        start=start,
        standards=STANDARDS,
        too_long=longest(request.plan, words(request.language)),
    )


def likely_step(plan: Plan) -> int:
    """Guess from how much the plan holds which step will fit, so that few have to be tried."""
    room = 2 * len(plan.needs) + 4 * len(plan.objectives) + min(len(plan.actions), 15)
    return bisect(_ROOM_OF_STEPS, room)


def sources(request: SummaryRequest, steps: Sequence[Fit] = STEPS) -> tuple[str, ...]:
    """Return the Typst source of each of `steps`, from the roomiest to the tightest."""
    w = words(request.language)
    unvoted = Unvoted.of(request.plan, request.voted)
    source, ranked = _source(request, unvoted), ranking(unvoted.marked(w), request.threshold)
    return tuple(
        render("summary.typ.j2", w.language, page=summary_view(source, ranked, w, fit), fit=fit) for fit in steps
    )


def _source(request: SummaryRequest, unvoted: Unvoted) -> Source:
    return Source(
        unvoted=unvoted,
        followed=Followed(request.readings, request.started, request.today),
        reference=request.reference,
        version=request.version,
        contact=request.contact,
        draft=request.draft,
        threshold=request.threshold,
    )


def longest(plan: Plan, w: Words) -> str:
    """Return the name of the part of the plan that takes the most room."""
    room = {
        "title": len(plan.name or ""),
        "ambition": len(plan.ambition or ""),
        "needs": sum(len(need.sentence) for need in plan.needs),
        "objectives": sum(len(objective.sentence) for objective in plan.objectives),
        "actions": sum(len(action.title) for action in plan.actions),
    }
    return w(f"overflow.{max(room, key=lambda name: room[name])}")


def slug(text: str) -> str:
    """Return `text` as a part of a file name: plain letters, figures and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60] or "plan"


def _alt(request: SummaryRequest, w: Words) -> str:
    return w(
        "document.alt",
        title=title(request.plan, w),
        authority=authority(request.plan, w),
        state=state(request.voted or request.plan, w, draft=request.draft),
        date=long_date(request.today, w.language),
        counts=counts(request.plan, w),
    )
