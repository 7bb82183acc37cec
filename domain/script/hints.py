"""What the wording of a question may mention of earlier answers."""

from collections.abc import Mapping

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.values import Value
from domain.script.aims import BASELINE, DIRECTION, KPIS, TARGET
from domain.script.examples import ceiling_example, target_example
from domain.script.territories import kind_at
from domain.script.units import UNITS

HINTS = (
    "title",
    "unit",
    "direction",
    "baseline",
    "target",
    "target_example",
    "ceiling_example",
    "territory_kind",
    "start_year",
)
"""Every question's wording gets all of these, None for what is not known."""

Visible = Mapping[Path, Answer]


def hints(script: Script, path: Path, visible: Visible) -> dict[str, Value]:
    """Return the HINTS at `path`: `title` is that of the innermost row around it that already has one."""
    kpi = path.rows[:2] if path.id.startswith(KPIS) else ()
    unit, way = unit_at(kpi, visible), _value(Path(DIRECTION, kpi), visible)
    baseline, target = _value(Path(BASELINE, kpi), visible), _value(Path(TARGET, kpi), visible)
    return {
        "title": row_title(script, path, visible),
        "unit": unit,
        "direction": way,
        "baseline": baseline,
        "target": target,
        "target_example": target_example(unit, way, _figure(baseline)),
        "ceiling_example": ceiling_example(unit, _figure(target)),
        "territory_kind": kind_at(visible),
        "start_year": _value(Path("frame.start_year"), visible),
    }


def row_title(script: Script, path: Path, visible: Visible) -> Value:
    """Return the title of the innermost row around `path`, leaving out the title that `path` itself asks for."""
    names = path.id.split("/")
    for depth in range(len(path.rows), 0, -1):
        title = Path(script.lists["/".join(names[:depth])].title, path.rows[:depth])
        if title != path and (found := _value(title, visible)):
            return found
    return None


def unit_at(kpi: tuple[str, ...], visible: Visible) -> str:
    """Return the unit of the KPI in these two rows, as a plan stores it; empty for a count, and when not known."""
    code = _value(Path(f"{KPIS}/unit", kpi), visible)
    typed = _value(Path(f"{KPIS}/unit_name", kpi), visible)
    return str(typed or "") if code == "other" else UNITS.get(str(code), "")


def _figure(value: Value) -> float | None:
    return value if isinstance(value, int | float) else None


def _value(path: Path, visible: Visible) -> Value:
    answer = visible.get(path)
    return answer.value if answer and answer.status is AnswerStatus.OK else None
