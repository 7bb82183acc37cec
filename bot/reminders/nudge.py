"""A nudge as it leaves: composed from the state of that moment, or not sent at all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import blake2s

from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.message import SendText
from bot.reminders.asking import Why
from bot.reminders.board import Board, Item, Memory, acts_of, board
from bot.reminders.card import Card
from bot.reminders.timing import LATE_AFTER, allowed, end_of
from bot.storage import askings, occurrences, prompts
from bot.storage.occurrences import Move
from bot.storage.outbox import OutboxRow
from bot.storage.prompts import PromptRow
from bot.wording import Wordbook

KIND = "nudge"
_STEP_BEFORE = {Why.DUE: -1, Why.PASSED: -1, Why.HANDED: -1, Why.AGAIN: 0, Why.SNOOZED: 0, Why.TOLD: 1}


def compose(db: Connection, row: OutboxRow, *, book: Wordbook, clock: Clock) -> SendText | None:
    """Return what to ask, of what is still open; None when nothing is left, or when quiet hours have begun.

    A copy of a message shares the prompt of the first one.
    """
    now = clock.now()
    found = prompts.get(db, str(row.body["prompt"]))
    shown = _shown(db, row, found, now)
    if shown is None or not shown.open:
        return None
    if (later := allowed(now, shown.open[0].occurrence.cadence)) > now:
        _defer(db, shown.open, shown.memory.why, later)
        return None
    prompt = found or _prompt(row, shown, now)
    if found is None:
        prompts.insert(db, prompt)
        _offer(db, prompt, shown)
    face = Card(book, shown).face(prompt.id, prompt.acts)
    askings.set_face(db, prompt.id, payload=shown.memory.written(), labels=face.labels, closed_at=None)
    return SendText(face.text, face.keyboard)


def _shown(db: Connection, row: OutboxRow, found: PromptRow | None, now: datetime) -> Board | None:
    payload = found.payload if found else row.body
    memory, audience = Memory.read(payload), row.body["audience"]
    shown = board(db, int(row.body["plan"]), memory, row.chat_id, audience, now=now)
    if shown is None or found:
        return shown
    kept = replace(shown, items=tuple(each for each in shown.items if each.is_open and each.occurrence.is_followed))
    listed = tuple(each.id for each in kept.items)
    return kept.remembering(occurrences=listed, planned=_planned(kept), offer=_offer_id(row, kept))


def _planned(shown: Board) -> str | None:
    """When a late message should have left; what is asked again or passed on is not late."""
    planned = [each.occurrence.due_at for each in shown.items]
    is_late = shown.memory.why is Why.DUE and planned and shown.now - min(planned) >= LATE_AFTER
    return min(planned).isoformat() if is_late else None


def _offer_id(row: OutboxRow, shown: Board) -> str | None:
    """The id of the last button: the lead may change the owner, or invite one who is not linked yet."""
    is_lead_asked = shown.memory.why in {Why.TOLD, Why.HANDED} or _stands_in(shown)
    return blake2s(f"{row.body['prompt']}:offer".encode(), digest_size=7).hexdigest() if is_lead_asked else None


def _stands_in(shown: Board) -> bool:
    return shown.is_with_lead and any(
        each.occurrence.owner_key and not each.occurrence.with_lead for each in shown.items
    )


def _offer(db: Connection, prompt: PromptRow, shown: Board) -> None:
    if shown.memory.offer is None:
        return
    owner = next((each.kpi.owner for each in shown.items if each.kpi.owner), "")
    act = "do:modifier" if shown.memory.why in {Why.TOLD, Why.HANDED} else f"invite:contributor:{owner}"
    prompts.insert(
        db, replace(prompt, id=shown.memory.offer, kind="offer", acts=(act,), labels=(), payload={}, message_id=None)
    )


def _prompt(row: OutboxRow, shown: Board, now: datetime) -> PromptRow:
    return PromptRow(
        id=str(row.body["prompt"]),
        talk_id=None,
        plan_id=shown.plan.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        audience=shown.audience,
        kind=KIND,
        acts=acts_of(shown.memory.occurrences),
        asked_at=now,
        payload=shown.memory.written(),
    )


def _defer(db: Connection, open_: Iterable[Item], why: Why, later: datetime) -> None:
    """Ask again when the quiet hours are over."""
    occurrences.move(
        db,
        (
            Move(
                each.id,
                _STEP_BEFORE[why],
                min(later, end_of(each.occurrence.cadence, each.occurrence.due_at)),
                later if why is Why.SNOOZED else None,
            )
            for each in open_
        ),
    )
