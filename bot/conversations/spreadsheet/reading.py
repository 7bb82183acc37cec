"""A file read against a plan: its table opened, its columns found, its lines understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversations.spreadsheet.opening import open_table
from bot.conversations.spreadsheet.payload import Sheet
from domain.importing.columns import find_header, kind_of
from domain.importing.fields import Kind
from domain.importing.lines import Setting, Target
from domain.importing.preview import Existing, preview
from domain.importing.table import Unopened


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What a file is read against: the setting of its plan, and what the plan holds of each kind."""

    setting: Setting
    existing: Mapping[Kind, Existing]


def read(content: bytes, name: str, backdrop: Backdrop) -> Sheet | Unopened:
    """Read a file both ways, as actions and as indicators; or say why it gives nothing."""
    table = open_table(content, name)
    if isinstance(table, Unopened):
        return table
    header = find_header(table)
    if header is None:
        return Unopened.NO_HEADER
    previews = {
        kind: preview(table, header, backdrop.setting, existing, kind) for kind, existing in backdrop.existing.items()
    }
    shown = kind_of(table.rows[header])
    return Sheet(previews, shown) if previews[shown].lines else Unopened.NO_LINE


def to_json(backdrop: Backdrop) -> dict[str, object]:
    setting = backdrop.setting
    return {
        "today": setting.today.isoformat(),
        "objectives": [[each.row, each.code, each.sentence] for each in setting.objectives],
        "longest": dict(setting.longest),
        "existing": {
            kind.value: {
                "titles": {row: sorted(titles) for row, titles in held.titles.items()},
                "room": dict(held.room),
            }
            for kind, held in backdrop.existing.items()
        },
    }


def from_json(stored: Mapping[str, Any]) -> Backdrop:
    """Return what `to_json` wrote."""
    objectives = [Target(*each) for each in stored["objectives"]]
    existing = {
        Kind(kind): Existing({row: frozenset(titles) for row, titles in held["titles"].items()}, held["room"])
        for kind, held in stored["existing"].items()
    }
    return Backdrop(Setting(date.fromisoformat(stored["today"]), objectives, stored["longest"]), existing)
