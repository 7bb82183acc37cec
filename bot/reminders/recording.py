"""Keeping a value: the reading, the end of its occurrence, and every other message that asked for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.chat.outgoing import EditText, body
from bot.reminders.asking import NOTICE
from bot.reminders.board import Item, NudgeView, board_of
from bot.reminders.card import NudgeText
from bot.storage import askings, occurrences, outbox, prompts, readings
from bot.storage.occurrences import OccurrenceState
from bot.storage.readings import KeptReading
from bot.wording.wordbook import Wordbook


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was kept, the earlier occurrences that it made expire, and the prompts that asked for it."""

    reading: KeptReading
    expired: tuple[int, ...]
    prompts: frozenset[str]


def record(
    db: Connection, shown: NudgeView, item: Item, value: float | None, author: int, *, on: date | None = None
) -> Recorded:
    """Keep a value (None: not available) in place of the one given before, and stop asking for it.

    `on` is the day it says, if it is before the one it was asked for.
    """
    each, now = item.occurrence, shown.now
    day = min(on, item.on) if on else item.on
    id_ = readings.add(
        db,
        plan_id=each.plan_id,
        kpi=each.kpi,
        on=day,
        value=value,
        author=author,
        now=now,
        occurrence_id=each.id,
    )
    if not occurrences.close(db, (each.id,), OccurrenceState.DONE, now):
        occurrences.answered(db, each.id)
    earlier = [other.id for other in occurrences.open_of_rules(db, (each.rule_id,)) if other.due_at < each.due_at]
    occurrences.close(db, earlier, OccurrenceState.EXPIRED, now)
    asked = askings.withdraw(db, (each.id, *earlier), now)
    reading = KeptReading(id_, each.plan_id, each.kpi, day, value, author, now, each.id, None)
    return Recorded(reading, tuple(earlier), frozenset(asked.get(each.id, ())))


def redraw_others(db: Connection, asked: Collection[str], now: datetime, book: Wordbook) -> None:
    """Show in the other messages that asked for it that it was answered."""
    for prompt_id in sorted(asked):
        row = prompts.get(db, prompt_id)
        shown = board_of(db, row, now) if row and row.is_live and row.message_id else None
        if row is None or shown is None:
            continue
        face = NudgeText(book, shown).face(row.id, row.acts)
        closed_at = None if shown.open else now
        askings.set_face(db, row.id, payload=shown.memory.written(), labels=face.labels, closed_at=closed_at)
        message = EditText(row.message_id, face.text, face.keyboard)
        outbox.post(
            db,
            chat_id=row.chat_id,
            thread_id=row.thread_id,
            body=body(message, prompt=row.id),
            priority=NOTICE,
            now=now,
        )
