"""When two states of a conversation are the same, for an exploration of a chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.script import Chapter, Item, Repeat, Script
from domain.dialogue.survey import ScriptState
from domain.dialogue.talk import Conversation, PromptKind

Key = tuple[object, ...]
WHOLE = "whole"
"""Stands for any row that holds all its answers."""


@dataclass(frozen=True)
class Canon:
    """Of an answer that no open question reads, only the presence counts; not even that when `is_merging`.

    For one who never turns back, what is settled and what does not apply are alike: neither is asked.
    """

    chapter: Chapter
    script: Script
    is_merging: bool = False

    @cached_property
    def readers(self) -> Mapping[str, tuple[Item, ...]]:
        """The questions and lists that read each item."""
        items = tuple(self.script.items())
        return {item.id: tuple(other for other in items if item.id in other.needs) for item in items}

    def key(self, dossier: Dossier, talk: Conversation, seen: ScriptState) -> Key:
        live, asked = talk.live, None
        unfinished = {row for slot in seen.slots if slot.is_open for row in _prefixes(slot.path)}
        if live and live.path:
            unfinished.update(_prefixes(live.path))
        if live:
            selected = live.payload.get("selected")
            ticked = frozenset(selected if isinstance(selected, list | tuple) else ())
            # what a prompt holds back, that replies to it lead to
            held_back = (live.acts, ticked) if live.kind is PromptKind.PROPOSAL else (bool(selected),)
            asked = (live.kind, _place(live.path, dossier), *held_back)
        content = tuple(self._part(item, (), dossier, seen, unfinished) for item in self.chapter.items)
        return content, seen.is_full, _place(talk.focus, dossier), asked

    def _part(
        self, item: Item, rows: tuple[str, ...], dossier: Dossier, seen: ScriptState, unfinished: set[Path]
    ) -> object:
        path = Path(item.id, rows)
        if self.is_merging and (merged := self._merged(path, seen, unfinished)):
            return merged
        if isinstance(item, Repeat):
            within = [(*rows, row) for row in dossier.rows_of(path)]
            return path in dossier.closed, *(
                tuple(self._part(inner, each, dossier, seen, unfinished) for inner in item.items)
                if Path(item.id, each) in unfinished
                else WHOLE
                for each in within
            )
        answer = dossier.answers.get(path)
        if answer is None or not any(_may_read(reader, path, seen) for reader in self.readers[item.id]):
            return answer and answer.status is AnswerStatus.STALE
        return answer.status, answer.value

    def _merged(self, path: Path, seen: ScriptState, unfinished: set[Path]) -> str | None:
        """How a question or a list stands, where that is all that counts."""
        slot = seen.at(path)
        if slot and slot.is_open:
            is_stale = slot.answer is not None
            return None if slot.is_gate else "stale" if is_stale else "open"
        is_begun = any(path == Path(row.id, row.rows[:-1]) for row in unfinished)
        is_read = slot and any(_may_read(reader, path, seen) for reader in self.readers[path.id])
        return None if is_begun or is_read else "settled"


def _may_read(reader: Item, path: Path, seen: ScriptState) -> bool:
    """Whether `reader` is still to be asked, or may come to be once something else is answered."""
    depth = reader.id.count("/")
    if depth > len(path.rows):
        return True
    slot = seen.at(Path(reader.id, path.rows[:depth]))
    if slot:
        return slot.is_open
    others = (seen.at(Path(need, path.rows[: need.count("/")])) for need in reader.needs if need != path.id)
    return any(other.is_open for other in others if other)


def _prefixes(path: Path) -> list[Path]:
    names = path.id.split("/")
    return [Path("/".join(names[: depth + 1]), path.rows[: depth + 1]) for depth in range(len(path.rows))]


def _place(path: Path | None, dossier: Dossier) -> Key | None:
    """A path with its rows named by their order; -1 for a row to come."""
    if path is None:
        return None
    positions: list[int] = []
    for row in _prefixes(path):
        rows = dossier.rows_of(Path(row.id, row.rows[:-1]))
        positions.append(rows.index(row.rows[-1]) if row.rows[-1] in rows else -1)
    return path.id, *positions
