"""What the wording of a question may mention of earlier answers."""

from collections.abc import Mapping

from domain.catalogue import KPIS as CATALOGUE
from domain.dialogue.dossier import Answer, value_at
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.values import Value
from domain.script.aims import BASELINE, DIRECTION, KPIS, TARGET, UNIT, UNIT_NAME
from domain.script.catalogue import KPI_ENTRY
from domain.script.examples import ceiling_example, start_example, target_example
from domain.script.territories import kind_at
from domain.script.units import printed

HINTS = (
    "title",
    "unit",
    "direction",
    "baseline",
    "target",
    "baseline_example",
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
    unit, way = unit_at(kpi, visible), value_at(visible, Path(DIRECTION, kpi))
    baseline, target = value_at(visible, Path(BASELINE, kpi)), value_at(visible, Path(TARGET, kpi))
    code = str(value_at(visible, Path(KPI_ENTRY, kpi)) or "")
    is_entry = code in CATALOGUE and value_at(visible, Path(UNIT, kpi)) == CATALOGUE[code].unit
    start = start_example(unit, code if is_entry else None)  # a KPI is that of the catalogue as long as it counts so
    return {
        "title": row_title(script, path, visible),
        "unit": unit,
        "direction": way,
        "baseline": baseline,
        "target": target,
        "baseline_example": start,
        "target_example": target_example(unit, way, _figure(baseline, start)),
        "ceiling_example": ceiling_example(unit, _figure(target, start)),
        "territory_kind": kind_at(visible),
        "start_year": value_at(visible, Path("frame.start_year")),
    }


def row_title(script: Script, path: Path, visible: Visible) -> Value:
    """Return the title of the innermost row around `path`, leaving out the title that `path` itself asks for."""
    names = path.id.split("/")
    for depth in range(len(path.rows), 0, -1):
        title = Path(script.lists["/".join(names[:depth])].title, path.rows[:depth])
        if title != path and (found := value_at(visible, title)):
            return found
    return None


def unit_at(kpi: tuple[str, ...], visible: Visible) -> str:
    """Return the unit of the KPI in these two rows, as a plan stores it; empty for a count, and when not known."""
    return printed(value_at(visible, Path(UNIT, kpi)), value_at(visible, Path(UNIT_NAME, kpi))) or ""


def _figure(value: Value, otherwise: float) -> float:
    return value if isinstance(value, int | float) else otherwise
