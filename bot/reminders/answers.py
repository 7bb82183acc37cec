"""What people answer to a nudge: taps, values typed, corrections."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape

from sqlalchemy import Connection

from bot.chat.outgoing import EditText, SendText
from bot.reminders.addressees import Directory
from bot.reminders.asking import Asked, Why, ask
from bot.reminders.board import Item, NudgeView, board_of, may_answer
from bot.reminders.card import NudgeText
from bot.reminders.memory import Memory
from bot.reminders.nudge import KIND
from bot.reminders.phrases import moment
from bot.reminders.recording import record, redraw_others
from bot.reminders.reply import Reply
from bot.storage import askings, occurrences, prompts, rules
from bot.storage.memberships import Role
from bot.storage.occurrences import LAST_STEP, LEAD_WAITS, Move
from bot.storage.people import Person
from bot.storage.prompts import PromptRow
from bot.wording.wordbook import Wordbook
from domain.dialogue.values import Rejected
from domain.followup.asking_times import after_asking, allowed, end_of, next_monday, on_working_day
from domain.followup.reports import Reported, Shift, Told, read_report
from domain.followup.typed_values import act_of
from domain.parsing.amounts import is_jump

__all__ = ["KIND", "open_nudge", "press", "revise", "was_source", "words"]


@dataclass(frozen=True, slots=True)
class _Sitting:
    """Someone in front of a nudge."""

    db: Connection
    row: PromptRow
    person: Person
    book: Wordbook


_HOUR = timedelta(hours=1)
_LOOKED_AT = 20
"""Nudges of a chat among which the latest open one is looked for."""


def press(db: Connection, row: PromptRow, act: str, person: Person, *, now: datetime, book: Wordbook) -> Reply:
    """Carry out a tap on a nudge; one that came too late changes nothing and shows how things stand."""
    shown = _locked(db, row, now)
    if shown is None:
        return Reply(book.label(person.language, "common:note_stale_button"))
    verb, _, named = act.partition("@")
    item = shown.item(int(named)) if named else _meant(shown)
    if verb.startswith("later"):
        return _later(_Sitting(db, row, person, book), shown, verb)
    if item is None:
        return Reply(book.label(person.language, "common:note_stale_button"))
    if not may_answer(shown, item, person.id):
        return Reply(book.label(person.language, "common:note_not_yours"))
    return _pressed(_Sitting(db, row, person, book), shown, item, verb)


def words(
    db: Connection, row: PromptRow, text: str, person: Person, *, message_id: int, now: datetime, book: Wordbook
) -> Reply:
    """Take what a person typed as the value of the KPI asked, or as the words of a button."""
    shown = _locked(db, row, now)
    if shown is None:
        return _said(person.language, book, "not_asked_of_you", message_id)
    item = _meant(shown)
    if item is None:
        return _said(shown.language, book, "pick_first" if shown.open else "nothing_open", message_id)
    if not may_answer(shown, item, person.id):
        return _said(shown.language, book, "not_asked_of_you", message_id)
    act, at = act_of(text), _Sitting(db, row, person, book)
    if act in {"sure", "retype"} and str(item.id) not in shown.memory.pending:
        act = None
    if act:
        named = act if act.startswith("later") else f"{act}@{item.id}"
        return _in_words(press(db, row, named, person, now=now, book=book), message_id)
    return _typed(at, shown, item, text, message_id)


def revise(
    db: Connection, chat_id: int, message_id: int, text: str, person: Person, *, now: datetime, book: Wordbook
) -> Reply | None:
    """Take the new words of a message that gave a value; None when it gave none, or somebody else did since."""
    row = _source(db, chat_id, message_id)
    shown = _locked(db, row, now) if row else None
    item = shown.item(shown.memory.sources[str(message_id)]) if shown else None
    if row is None or shown is None or item is None or not _may_correct(shown, item, person):
        return None
    return _typed(_Sitting(db, row, person, book), shown, item, text, message_id)


def was_source(db: Connection, chat_id: int, message_id: int) -> bool:
    """Whether a message gave a value."""
    return _source(db, chat_id, message_id) is not None


def open_nudge(db: Connection, chat_id: int) -> PromptRow | None:
    """Return the latest nudge of a chat that still asks for something."""
    for prompt_id in askings.live_prompts(db, chat_id, KIND)[:_LOOKED_AT]:
        row = prompts.get(db, prompt_id)
        listed: list[int] = row.payload.get("occurrences", []) if row else []  # type: ignore[assignment]
        if row and row.message_id and any(each.is_open for each in occurrences.get(db, listed)):
            return row
    return None


# Taps -----------------------------------------------------------------------------------------------------------------


def _pressed(at: _Sitting, shown: NudgeView, item: Item, verb: str) -> Reply:
    if verb == "fix":
        return _fix(at, shown, item)
    pending = shown.memory.pending.get(str(item.id))
    if verb == "sure" and pending is not None:
        return _recorded(at, shown, item, pending)
    if verb == "retype" and pending is not None:
        kept = _without(shown.memory.pending, item.id)
        return _shown(at, shown.remembering(pending=kept, current=item.id, is_typing=True), awaits_words=True)
    if item.reading is not None:
        said = at.book.label(
            at.person.language,
            "reminders:toast_already",
            value=NudgeText(at.book, shown).amount(item, item.reading.value),
        )
        return _shown(at, shown, said)
    match verb:
        case "answer" | "pick" | "retype" | "sure":
            asking = shown.remembering(current=item.id, is_typing=verb != "pick" or not item.is_open)
            toast = at.book.label(at.person.language, "reminders:toast_type")
            return _shown(at, asking, toast, awaits_words=True)
        case "same" if item.last is not None:
            return _recorded(at, shown, item, item.last.value)
        case "missing":
            return _recorded(at, shown, item, None)
        case "not_me" if item.is_open and shown.audience is not None and not item.is_with_lead:
            return _hand_over(at, shown, item)
    return Reply(at.book.label(at.person.language, "common:note_stale_button"))


def _later(at: _Sitting, shown: NudgeView, verb: str) -> Reply:
    """Put off everything this message still asks; the rhythm does not move."""
    if not shown.open or not all(may_answer(shown, each, at.person.id) for each in shown.open):
        return Reply(at.book.label(at.person.language, "common:note_stale_button"))
    cadence = shown.open[0].occurrence.cadence
    match verb:
        case "later:1h":
            when_at = allowed(shown.now + _HOUR, cadence)
        case "later:tomorrow":
            when_at = on_working_day(shown.now, 1, cadence)
        case _:
            when_at = next_monday(shown.now, cadence)
    occurrences.move(at.db, (_snoozed(each, when_at) for each in shown.open))
    askings.withdraw(at.db, (each.id for each in shown.open), shown.now, reason="snoozed")
    when = moment(at.book, shown.language, when_at, shown.zone, shown.now)
    askings.set_face(
        at.db, at.row.id, payload=shown.memory.written(), labels=("",) * len(at.row.acts), closed_at=shown.now
    )
    text = at.book.text(shown.language, "reminders:snoozed", when=when, labels=[each.kpi.label for each in shown.open])
    toast = at.book.label(at.person.language, "reminders:toast_snoozed", when=when)
    return Reply(toast, (EditText(at.row.message_id, text),), at.row.id)


def _snoozed(item: Item, until: datetime) -> Move:
    end, step = end_of(item.occurrence.cadence, item.occurrence.due_at), item.occurrence.step
    after = LEAD_WAITS if item.why is Why.TOLD else min(max(step, 0), LAST_STEP)
    return Move(item.id, after, min(until, end), until)


def _fix(at: _Sitting, shown: NudgeView, item: Item) -> Reply:
    if item.reading is None or not _may_correct(shown, item, at.person):
        return Reply(at.book.label(at.person.language, "common:note_not_yours"))
    toast = at.book.label(at.person.language, "reminders:toast_type")
    return _shown(at, shown.remembering(current=item.id, is_typing=True), toast, awaits_words=True)


def _hand_over(at: _Sitting, shown: NudgeView, item: Item) -> Reply:
    """It is not theirs: the leads are asked, and may change the owner."""
    each, now = item.occurrence, shown.now
    occurrences.hand_to_lead(at.db, item.id)
    askings.withdraw(at.db, (item.id,), now, reason="handed_over")
    end, asked_at = end_of(each.cadence, each.due_at), allowed(now, each.cadence)
    if asked_at > now:
        occurrences.move(at.db, (Move(item.id, -1, min(asked_at, end)),))
    else:
        then = after_asking(now, each.due_at, each.cadence)
        occurrences.move(at.db, (Move(item.id, then.step, then.at),))
        asked = Asked(item.id, each.plan_id, each.owner_key, True, now, end, Why.HANDED)
        ask(at.db, Directory.of(at.db, (each.plan_id,)), (asked,), now)
    toast = at.book.label(at.person.language, "reminders:toast_handed")
    return _shown(at, shown.remembering(current=None, is_typing=False).read_again(at.db), toast)


# Words ----------------------------------------------------------------------------------------------------------------


def _meant(shown: NudgeView) -> Item | None:
    """The KPI that words answer: the one asked, else the one given last, else the only one of the message."""
    if shown.current is not None:
        return shown.current
    if shown.open:
        return None
    recent = shown.item(shown.memory.recent)
    return recent or (shown.items[0] if len(shown.items) == 1 and shown.items[0].is_addressed else None)


def _typed(at: _Sitting, shown: NudgeView, item: Item, text: str, message_id: int) -> Reply:
    if item.reading is not None and not _may_correct(shown, item, at.person):
        return _said(shown.language, at.book, "not_yours_to_fix", message_id)
    known = tuple(value for value in (item.before, item.kpi.target) if value is not None)
    sourced = shown.remembering(sources={**shown.memory.sources, str(message_id): item.id})
    match read_report(text, item.kpi, shown.today, known):
        case Told.UNCHANGED if item.last is None:
            return _nothing_before(at, shown, item, message_id)
        case Told() as told:
            return _in_words(_pressed(at, shown, item, told.value), message_id)
        case Shift(by) if item.before is not None:
            return _doubted(at, sourced, item, item.before + by, message_id)
        case Shift():
            return _refused(shown, item, Rejected("is_a_change"), message_id, at.book)
        case Rejected() as refused:
            return _refused(shown, item, refused, message_id, at.book)
        case Reported(value, on, is_doubtful):
            if is_doubtful or (item.before is not None and is_jump(item.before, value)):
                return _doubted(at, sourced, item, value, message_id)
            return _recorded(at, sourced, item, value, answering=message_id, on=on)


def _doubted(at: _Sitting, shown: NudgeView, item: Item, value: float, message_id: int) -> Reply:
    pending = {**shown.memory.pending, str(item.id): value}
    doubted = shown.remembering(pending=pending, current=item.id)
    reply = _shown(at, doubted, awaits_words=True)
    card = NudgeText(at.book, doubted)
    before = card.amount(item, item.before) if item.before is not None else ""
    facts = {"typed": card.amount(item, value), "before": before, **_named(shown, item)}
    return _with(reply, SendText(at.book.text(shown.language, "reminders:doubt", **facts), reply_to=message_id))


def _named(shown: NudgeView, item: Item) -> dict[str, str]:
    """What a value is said to be of: its KPI, and its plan where several ask in one message."""
    is_shared = len({each.plan.id for each in shown.items}) > 1
    return {"label": item.kpi.label, "plan": item.plan_name if is_shared else ""}


def _refused(shown: NudgeView, item: Item, refused: Rejected, message_id: int, book: Wordbook) -> Reply:
    name = f"reminders:refusal_{refused.code}"
    name = name if book.has(shown.language, name) else f"common:refusal_{refused.code}"
    reason = book.text(shown.language, name, **refused.params)
    example = NudgeText(book, shown).amount(item, item.last.value if item.last else item.kpi.baseline)
    has_example = bool(item.last) or item.kpi.baseline is not None
    kept = NudgeText(book, shown).amount(item, item.reading.value) if item.reading else ""
    facts = {"reason": reason, "example": example if has_example else "", "kept": kept}
    text = book.text(shown.language, "reminders:refused", **facts)
    return Reply(messages=(SendText(text, reply_to=message_id),), awaits_words=True)


def _nothing_before(at: _Sitting, shown: NudgeView, item: Item, message_id: int) -> Reply:
    """ "The same" before any value was given: that of the start is offered, if it is known."""
    card, baseline = NudgeText(at.book, shown), item.kpi.baseline
    facts = {"label": item.kpi.label, "baseline": card.amount(item, baseline) if baseline is not None else ""}
    message = SendText(at.book.text(shown.language, "reminders:nothing_before", **facts), reply_to=message_id)
    if baseline is None:
        return Reply(messages=(message,), awaits_words=True)
    pending = {**shown.memory.pending, str(item.id): baseline}
    sources = {**shown.memory.sources, str(message_id): item.id}
    offered = shown.remembering(pending=pending, sources=sources, current=item.id)
    return _with(_shown(at, offered, awaits_words=True), message)


def _in_words(reply: Reply, message_id: int) -> Reply:
    """What a tap would show over its button is said to those who typed."""
    return _with(reply, SendText(escape(reply.toast, quote=False), reply_to=message_id)) if reply.toast else reply


def _said(language: str, book: Wordbook, name: str, message_id: int) -> Reply:
    return Reply(messages=(SendText(book.text(language, f"reminders:{name}"), reply_to=message_id),))


# What both do ---------------------------------------------------------------------------------------------------------


def _locked(db: Connection, row: PromptRow, now: datetime) -> NudgeView | None:
    """Read the board of a nudge while nobody else changes it, whatever the plans it asks for."""
    asked = occurrences.get(db, Memory.read(row.payload).occurrences)
    for plan_id in sorted({each.plan_id for each in asked} | ({row.plan_id} if row.plan_id is not None else set())):
        rules.lock_plan(db, plan_id)
    fresh = prompts.get(db, row.id)
    return board_of(db, fresh, now) if fresh else None


def _recorded(
    at: _Sitting,
    shown: NudgeView,
    item: Item,
    value: float | None,
    *,
    answering: int | None = None,
    on: date | None = None,
) -> Reply:
    """Keep a value, and show what is left to ask in the same message; `on` is the day it says."""
    kept = record(at.db, shown, item, value, at.person.id, on=on)
    told = item.id if answering is not None and at.row.message_id is not None else None
    pending = _without(shown.memory.pending, item.id)
    settled = shown.remembering(current=None, is_typing=False, recent=item.id, told=told, pending=pending)
    after = settled.answered(at.db, kept.reading, kept.expired)
    toast = at.book.label(
        at.person.language, "reminders:toast_noted", value=NudgeText(at.book, after).amount(item, value)
    )
    reply = _shown(at, after, toast, awaits_words=answering is not None and bool(after.open))
    redraw_others(at.db, kept.prompts - {at.row.id}, after.now, at.book)
    given = after.item(item.id)
    if answering is None or given is None:
        return reply
    following = after.current.kpi.label if after.current else ""
    facts = {"trend": NudgeText(at.book, after).trend(given), "following": following, **_named(after, given)}
    text = at.book.text(shown.language, "reminders:noted", **facts)
    return _with(reply, SendText(text, reply_to=answering))


def _shown(at: _Sitting, shown: NudgeView, toast: str | None = None, *, awaits_words: bool = False) -> Reply:
    """Redraw the message as it stands in `shown`, and remember it so."""
    face = NudgeText(at.book, shown).face(at.row.id, at.row.acts)
    closed_at = None if shown.open else shown.now
    askings.set_face(at.db, at.row.id, payload=shown.memory.written(), labels=face.labels, closed_at=closed_at)
    return Reply(toast, (EditText(at.row.message_id, face.text, face.keyboard),), at.row.id, awaits_words)


def _with(reply: Reply, message: SendText) -> Reply:
    """Also say something."""
    return replace(reply, messages=(*reply.messages, message))


def _may_correct(shown: NudgeView, item: Item, person: Person) -> bool:
    """Whether this person may replace the value: they gave it, or they lead; without one yet, as for any answer."""
    if item.reading is None:
        return may_answer(shown, item, person.id)
    role = shown.directory.role(item.plan.id, person.id)
    return role is Role.LEAD or (role is Role.CONTRIBUTOR and item.reading.author == person.id)


def _source(db: Connection, chat_id: int, message_id: int) -> PromptRow | None:
    for prompt_id in askings.recent_prompts(db, chat_id, KIND):
        row = prompts.get(db, prompt_id)
        if row and str(message_id) in row.payload.get("sources", {}):  # type: ignore[operator]
            return row
    return None


def _without(pending: Mapping[str, float], occurrence: int) -> dict[str, float]:
    return {key: value for key, value in pending.items() if key != str(occurrence)}
