"""How long the summary and the matrix take, compiler's process included, beside WeasyPrint where it is installed."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import count
from statistics import median

from bench.figure import Effort, Figure, table
from bot.cli.scenario import LINES
from bot.cli.seeding import finished
from bot.documents.matrix import MatrixRequest, matrix_png
from bot.documents.summary import SummaryRequest, summary_pdf
from domain.dialogue.survey import survey
from domain.plan import Plan
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAGE = "<h1>{name}</h1><p>{ambition}</p><table>{rows}</table>"


def measure(effort: Effort) -> list[Figure]:
    plan, times = _plan(), effort.of(1, 3, 10)
    about = {"plan": plan, "language": "fr", "today": NOW.date(), "version": "1", "reference": "PLAN-2026-001"}
    summary = SummaryRequest(**about, readings=(), started={}, contact=None, draft=False)  # type: ignore[arg-type]
    matrix = MatrixRequest(**about)  # type: ignore[arg-type]
    figures = [
        Figure("summary, one page, PDF/UA-1 and PDF/A-2a", _milliseconds(lambda: summary_pdf(summary), times)),
        Figure("matrix, picture", _milliseconds(lambda: matrix_png(matrix), times)),
    ]
    if find_spec("weasyprint"):
        figures.append(Figure("WeasyPrint, a page of the same content", _milliseconds(lambda: _weasy(plan), times)))
    return figures


def _plan() -> Plan:
    ids = count(1)
    dossier = finished(SCRIPT, LINES, author=1, now=NOW, new_id=lambda: f"r{next(ids)}")
    return plan_from(*survey(SCRIPT, dossier).known)


def _milliseconds(make: Callable[[], object], times: int) -> str:
    make()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        make()
        took.append((time.perf_counter() - began) * 1e3)
    return f"{median(took):.0f} ms"


def _weasy(plan: Plan) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - only where it is installed

    rows = "".join(f"<tr><td>{each.code}</td><td>{each.title}</td></tr>" for each in plan.actions)
    return bytes(HTML(string=PAGE.format(name=plan.name, ambition=plan.ambition, rows=rows)).write_pdf())


if __name__ == "__main__":
    print(table(measure(Effort.asked(sys.argv))))
