"""What changed between two versions of a plan, in words: one line for each change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversations.rendering.dossier_text import DossierText
from bot.wording.typography import unit_name
from bot.wording.wordbook import block
from domain.dialogue.dossier import value_at
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.method.changes import Change, Changed, ChangeKind, Told, changes
from domain.plan import Direction, Evidence, EvidenceKind
from domain.projection import plan_from
from domain.script.aims import KPIS
from domain.script.hints import unit_at

_LISTS: Mapping[Changed, str] = {
    Changed.NEED: "needs",
    Changed.OBJECTIVE: "objectives",
    Changed.ACTION: "actions",
    Changed.MEETING: "meetings",
}
_OF_PLAN: Mapping[str, str] = {
    "name": "frame.plan_name",
    "heard": "diagnosis.heard",
    "participation": "teams.participation",
}
"""The questions of the fields of a plan that the chapter of the frame does not ask, or names otherwise."""
_RENAMED: Mapping[tuple[Changed, str], str] = {
    (Changed.KPI, "baseline_on"): "baseline_date",
    (Changed.MEETING, "on"): "date",
}
_EVIDENCE: Mapping[EvidenceKind, str] = {
    EvidenceKind.HEARING: "needs/evidence_hearing",
    EvidenceKind.AUDIT: "needs/evidence_audit",
}


def found(before: DossierText, after: DossierText) -> tuple[Change, ...]:
    """Return the changes between the plans of two dossiers."""
    return changes(plan_from(*before.seen.known), plan_from(*after.seen.known))


def differences(before: DossierText, after: DossierText) -> tuple[str, ...]:
    """Return a line for each change; the bounds of a KPI share one."""
    pair = _Pair(before, after)
    return tuple(dict.fromkeys(pair.line(change) for change in found(before, after)))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A plan as it was and as it is, both read in one language."""

    before: DossierText
    after: DossierText

    def line(self, change: Change) -> str:
        if change.kind is not ChangeKind.CHANGED:
            what = self._label(f"check:change_what_{change.about}")
            return self._text(f"check:change_{change.kind}", what=what, name=change.name or "")
        if change.is_of_target:
            row = Path.parse(change.row or "")
            aims = {"before": _aim(self.before, row), "after": _aim(self.after, row)}
            why = self.after.said(row / "target_why")
            return self._text("check:change_target", name=change.name or "", why=why, **aims)
        values = {"before": _said(self.before, change, change.before), "after": _said(self.after, change, change.after)}
        field = self.after.name(_path(change))
        if change.about in {Changed.PLAN, Changed.FIGURE}:
            return self._text("commands:change_of_plan", field=field, **values)
        return self._text("check:change_changed", name=change.name or "", field=field, **values)

    def _text(self, name: str, /, **context: object) -> str:
        return self.after.text(name, **context)

    def _label(self, name: str) -> str:
        return self.after.label(name)


def _aim(reader: DossierText, row: Path) -> str:
    """The target of a KPI, or the bounds to keep it within; empty while there is none."""
    low, high = (value_at(reader.seen.visible, row / name) for name in ("target", "ceiling"))
    if low is None and high is None:
        return ""
    if value_at(reader.seen.visible, row / "direction") != Direction.KEEP:
        return reader.said(row / "target")
    unit = unit_at(row.rows, reader.seen.visible)
    return reader.label("reminders:goal_between", low=low, high=high, unit=unit, by="")


def _path(change: Change) -> Path:
    """The question whose answer changed."""
    field = change.field or ""
    if change.about is Changed.PLAN:
        return Path(_OF_PLAN.get(field, f"frame.{field}"))
    if change.about is Changed.FIGURE:
        return Path(f"diagnosis.{change.row}")
    field, row = _RENAMED.get((change.about, field), field), change.row or ""
    if change.about is Changed.KPI:
        return Path.parse(row) / field
    return Path(f"{_LISTS[change.about]}/{field}", (row,))


def _said(reader: DossierText, change: Change, told: Told) -> str:
    """A value in words, empty when there is none."""
    special = _SPECIAL.get((change.about, change.field or ""))
    if special:
        return special(reader, told)
    return "" if told is None else reader.said_value(_path(change), _stored(told))


def _owner(reader: DossierText, told: Told) -> str:
    """An owner goes by name; without one, the lead does it."""
    return str(told) if told else reader.label(block("objectives", f"{KPIS}/owner", "option_me"))


def _unit(reader: DossierText, told: Told) -> str:
    counted = reader.label(block("objectives", f"{KPIS}/unit", "option_count"))
    return unit_name(str(told), reader.language) if told else counted


def _evidence(reader: DossierText, told: Told) -> str:
    if not isinstance(told, Evidence):
        return ""
    kind = reader.said_value(Path("needs/evidence", ("",)), told.kind.value)
    if told.ref is None:
        return kind
    if told.kind is EvidenceKind.FIGURE:
        return reader.name(Path(f"diagnosis.{told.ref}"))
    return reader.said_value(Path(_EVIDENCE[told.kind], ("",)), told.ref) if told.kind in _EVIDENCE else kind


_SPECIAL: Mapping[tuple[Changed, str], Callable[[DossierText, Told], str]] = {
    (Changed.PLAN, "territory"): lambda _reader, told: str(told or ""),
    (Changed.KPI, "owner"): _owner,
    (Changed.KPI, "unit"): _unit,
    (Changed.NEED, "evidence"): _evidence,
}
"""What a plan holds otherwise than its dossier."""


def _stored(told: Told) -> Value:
    """A value of the plan, as an answer holds it."""
    match told:
        case bool():
            return "yes" if told else "no"
        case date():
            return told.isoformat()
        case frozenset():
            return tuple(sorted(told))
        case Evidence():
            return told.kind.value
        case _:
            return told
