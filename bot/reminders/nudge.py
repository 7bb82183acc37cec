"""A nudge as it leaves: composed from the state of that moment, or not sent at all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2s

from sqlalchemy import Connection

from bot.chat.outgoing import SendText
from bot.clock import Clock
from bot.reminders.asking import MOST, TO_LEADS, Why
from bot.reminders.board import Item, NudgeView, acts_of, board
from bot.reminders.card import NudgeText
from bot.reminders.memory import Memory, Offer
from bot.storage import askings, occurrences, prompts
from bot.storage.occurrences import Move
from bot.storage.outbox import OutboxRow
from bot.storage.prompts import PromptRow
from bot.wording.wordbook import Wordbook
from domain.dialogue.path import Path
from domain.followup.asking_times import LATE_AFTER, allowed, end_of

KIND = "nudge"
_STEP_BEFORE = {Why.DUE: -1, Why.PASSED: -1, Why.HANDED: -1, Why.AGAIN: 0, Why.SNOOZED: 0, Why.TOLD: 1}


def compose(db: Connection, row: OutboxRow, *, book: Wordbook, clock: Clock) -> SendText | None:
    """Return what to ask, of what is still open; None when nothing is left, or when quiet hours have begun.

    Whatever else waits to be asked in that chat now joins it. A copy of a message shares the prompt of the first one.
    """
    now = clock.now()
    found = prompts.get(db, str(row.body["prompt"]))
    shown = _shown(db, row, found, now)
    if shown is None or not shown.open:
        return None
    if (later := allowed(now, shown.open[0].occurrence.cadence)) > now:
        _defer(db, shown.open, later)
        return None
    prompt = replace(found or _prompt(row, shown, now), acts=acts_of(shown.memory.occurrences))
    if found is None:
        prompts.insert(db, prompt)
    _insert_offers(db, prompt, shown)
    face = NudgeText(book, shown).face(prompt.id, prompt.acts)
    askings.set_face(
        db, prompt.id, payload=shown.memory.written(), acts=prompt.acts, labels=face.labels, closed_at=None
    )
    return SendText(face.text, face.keyboard)


def _shown(db: Connection, row: OutboxRow, found: PromptRow | None, now: datetime) -> NudgeView | None:
    memory = Memory.read(found.payload if found else row.body)
    if found is None or found.message_id is None:
        memory = _joined(db, row, memory, now)
    shown = board(db, int(row.body["plan"]), memory, row.chat_id, row.body["audience"], now=now)
    if shown is None or (found and found.message_id):
        return shown
    kept = replace(shown, items=tuple(each for each in shown.items if each.is_open and each.occurrence.is_followed))
    return kept.remembering(
        occurrences=tuple(each.id for each in kept.items), planned=_planned(kept), offers=tuple(_offers(row, kept))
    )


def _joined(db: Connection, row: OutboxRow, memory: Memory, now: datetime) -> Memory:
    """Take in what other messages were about to ask in this chat, as many KPIs as one holds: they are dropped."""
    listed, whys = dict.fromkeys(memory.occurrences), dict(memory.whys)
    joined = list[int]()
    for other in askings.others_waiting(db, row, now):
        whole = Memory.read(other.body)
        if len(listed.keys() | set(whole.occurrences)) > MOST:
            break
        whys |= {str(each): whole.why_of(each) for each in whole.occurrences if each not in listed}
        listed |= dict.fromkeys(whole.occurrences)
        joined.append(other.id)
    if joined:
        askings.join(db, row.id, str(row.body["prompt"]), joined, now)
    return replace(memory, occurrences=tuple(listed), whys=whys)


def _planned(shown: NudgeView) -> str | None:
    """When a late message should have left; what is asked again or passed on is not late."""
    planned = [each.occurrence.due_at for each in shown.items if each.why is Why.DUE]
    is_late = planned and shown.now - min(planned) >= LATE_AFTER
    return min(planned).isoformat() if is_late else None


def _offers(row: OutboxRow, shown: NudgeView) -> Iterator[Offer]:
    """The last buttons: a lead may change the owner of what they are told of, or invite one who is not linked yet."""
    for plan_id in dict.fromkeys(each.plan.id for each in shown.items):
        own = [each for each in shown.items if each.plan.id == plan_id]
        invited = {each.kpi.owner: each.id for each in reversed(own) if each.why not in TO_LEADS and _stands_in(each)}
        if listed := [each.id for each in own if each.why in TO_LEADS] + list(invited.values()):
            key = f"{row.body['prompt']}:offer:{plan_id}"
            yield Offer(blake2s(key.encode(), digest_size=7).hexdigest(), tuple(listed))


def _stands_in(item: Item) -> bool:
    """Whether a lead is asked in the place of an owner."""
    return item.is_with_lead and bool(item.occurrence.owner_key) and not item.occurrence.with_lead


def _insert_offers(db: Connection, prompt: PromptRow, shown: NudgeView) -> None:
    for each in shown.memory.offers:
        items = [item for occurrence in each.occurrences if (item := shown.item(occurrence))]
        if items and prompts.get(db, each.prompt) is None:
            acts = tuple(
                f"edit:{Path.parse(item.kpi.row) / 'owner'}"
                if item.why in TO_LEADS
                else f"invite:contributor:{item.kpi.owner}"
                for item in items
            )
            row = replace(prompt, id=each.prompt, plan_id=items[0].plan.id, kind="offer", acts=acts)
            prompts.insert(db, replace(row, labels=(), payload={}, message_id=None))


def _prompt(row: OutboxRow, shown: NudgeView, now: datetime) -> PromptRow:
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


def _defer(db: Connection, open_: Iterable[Item], later: datetime) -> None:
    """Ask again when the quiet hours are over."""
    occurrences.move(
        db,
        (
            Move(
                each.id,
                _STEP_BEFORE[each.why],
                min(later, end_of(each.occurrence.cadence, each.occurrence.due_at)),
                later if each.why is Why.SNOOZED else None,
            )
            for each in open_
        ),
    )
