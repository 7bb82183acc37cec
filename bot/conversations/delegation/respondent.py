"""A handed question in front of the person asked: the question alone, their reply, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.callback import encode
from bot.chat.outgoing import Button, EditKeyboard, EditText, SendText, body
from bot.conversations.button_text import matched
from bot.conversations.delegation.request import OpenHandover, Standing, open_handover
from bot.conversations.handover_choice import KIND
from bot.conversations.offers import offer
from bot.conversations.rendering.keyboard import keyboard, label
from bot.conversations.rendering.prompt_text import RenderedPrompt
from bot.conversations.session import NOTICE, REMINDER, REPLY, Recipient, Session, Turn
from bot.reminders.reply import Reply
from bot.storage import handovers, memberships, outbox, prompts
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at
from domain.dialogue.answering import refusal
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.handing import acts_of, read_handed, read_picked
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.values import Accepted, Value, Verdict

PREFIX = "q_"
"""What the token of a handed question begins with, beside those of invitations."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A message for the person asked, with what its buttons do, sent at `when`."""

    id: str
    acts: tuple[str, ...]
    shown: RenderedPrompt
    when: datetime


# Showing --------------------------------------------------------------------------------------------------------------


def ask(at: OpenHandover, *, former: str = "", when: datetime | None = None, is_awaited: bool = False) -> str | None:
    """Show the question to the person asked, at once or later, and return the prompt's id.

    `former` is the reply that is to be given again; `is_awaited`: the next words are for this question.
    """
    recipient = at.session.recipient_of(at.row.person_id) if at.row.person_id else None
    if recipient is None or at.slot is None:
        return None
    cards, acts = at.cards(recipient), acts_of(at.slot)
    prompt = Prompt(at.session.new_id(), PromptKind.QUESTION, at.row.path, 0, acts, at.session.now)
    labels = tuple(label(cards.reader, prompt, act) for act in acts)
    # Whether they may have a question of their own in progress, which takes what they type
    is_busy = any(each.role is Role.LEAD for each in memberships.of_person(at.session.db, recipient.person))
    facts = {"lead": at.lead(recipient), "former": former, "is_typed": _takes_words(acts), **at.plan()}
    facts |= {"is_busy": is_busy and not is_awaited, "question": cards.alone(at.row.path)}
    shown = RenderedPrompt(
        at.session.text_for(recipient, "handing:question", **facts), keyboard(prompt, labels), labels
    )
    if is_busy:
        shown, acts = _with(shown, prompt.id, at.session.label_for(recipient, "handing:act_answer")), (*acts, "answer")
    _post(at, recipient, _Leaf(prompt.id, acts, shown, when or at.session.now))
    return prompt.id


def _takes_words(acts: tuple[str, ...]) -> bool:
    return not any(act.startswith("pick:") for act in acts)


def _with(shown: RenderedPrompt, prompt_id: str, label: str) -> RenderedPrompt:
    """Add a button below the others."""
    button = Button(label, encode(prompt_id, len(shown.labels)))
    return RenderedPrompt(shown.text, (*shown.keyboard, (button,)), (*shown.labels, label))


def _thank(at: OpenHandover, recipient: Recipient) -> None:
    """Show them what they replied, which they may change until it is accepted."""
    prompt_id, change = at.session.new_id(), at.session.label_for(recipient, "handing:act_change")
    text = at.session.text_for(
        recipient, "handing:thanks", name=at.name(recipient), value=at.said(recipient), lead=at.lead(recipient)
    )
    _post(
        at,
        recipient,
        _Leaf(prompt_id, ("change",), _with(RenderedPrompt(text, (), ()), prompt_id, change), at.session.now),
    )


def _post(at: OpenHandover, recipient: Recipient, leaf: _Leaf) -> None:
    """Send what takes the place of the former message, whose buttons go, when its time comes."""
    disarm(at)
    row = PromptRow(
        id=leaf.id,
        talk_id=None,
        plan_id=None,
        chat_id=recipient.chat,
        audience=recipient.person,
        kind=KIND,
        acts=leaf.acts,
        labels=leaf.shown.labels,
        asked_at=leaf.when,
        payload={"handover": at.row.id},
    )
    prompts.insert(at.session.db, row)
    handovers.shown(at.session.db, at.row.id, leaf.id)
    outbox.post(
        at.session.db,
        chat_id=recipient.chat,
        thread_id=recipient.thread,
        body=body(SendText(leaf.shown.text, leaf.shown.keyboard), prompt=leaf.id),
        priority=REMINDER if leaf.when > at.session.now else REPLY,
        now=at.session.now,
        not_before=leaf.when,
        dedup_key=_key(leaf.id),
    )


def _key(prompt_id: str) -> str:
    return f"{KIND}:{prompt_id}"


def disarm(at: OpenHandover, text: str = "", source: int | None = None) -> None:
    """Take the buttons of their last message away; `text` is written in its place. One not sent yet is dropped."""
    row = prompts.get(at.session.db, at.row.prompt_id) if at.row.prompt_id else None
    recipient = at.session.recipient_of(at.row.person_id) if at.row.person_id else None
    if row is None or recipient is None:
        return
    closed = prompts.close(at.session.db, row.id, chosen=None, now=at.session.now, source_message_id=source)
    if row.message_id is None and outbox.cancel(at.session.db, now=at.session.now, dedup_key=_key(row.id)):
        return
    if text:
        at.session.post_to(recipient, EditText(row.message_id, text), prompt=row.id, priority=NOTICE)
    elif closed:
        at.session.post_to(recipient, EditKeyboard(row.message_id), prompt=row.id, priority=NOTICE)


# Coming in ------------------------------------------------------------------------------------------------------------


def opened(turn: Turn, token: str) -> str | None:
    """Open the link of a handed question: the first who does is asked; it opens nothing of the plan.

    Return the prompt that the next words answer, if any.
    """
    found = handovers.by_token(turn.db, token)
    at = open_handover(turn, found.id) if found else None
    if at is None:
        turn.say("handing:link_unknown")
    elif at.row.asked_by == turn.person.id:
        turn.say("handing:link_own")
    elif not at.is_open:
        _tell(turn, turn.recipient, at)
    elif not handovers.take(turn.db, at.row.id, turn.person.id):
        turn.say("handing:link_used")
    elif (taken := open_handover(turn, at.row.id)) is not None:
        if taken.standing is Standing.ANSWERED:
            _thank(taken, turn.recipient)
            return None
        return ask(taken, is_awaited=True)
    return None


# Replies --------------------------------------------------------------------------------------------------------------


def press(turn: Turn, row: PromptRow, op: str) -> Reply:
    """Carry a tap out; one on a question that is no longer asked says what became of it."""
    at = _held(turn, row)
    if at is None or not at.is_open:
        return _over(turn, row, at)
    act = act_at(row.acts, op)
    if act is None:
        return Reply(turn.label("common:note_stale_button"))
    return _carry_out(at, turn, row, act) if row.is_live else Reply(_already(at, turn.recipient))


def words(turn: Turn, row: PromptRow, text: str, message: int) -> Reply:
    """Take what was typed as the reply to the question shown in this prompt, or as the words of a button."""
    at = _held(turn, row)
    if at is None or not at.is_open or at.slot is None:
        return _over(turn, row, at)
    op = matched(row, text, takes_words=_takes_words(row.acts))
    if op is not None:
        return _carry_out(at, turn, row, row.acts[int(op)], message)
    return _judged(at, turn, row, read_handed(at.slot, text, at.opened.context.today), message)


def _carry_out(at: OpenHandover, turn: Turn, row: PromptRow, act: str, message: int | None = None) -> Reply:
    verb, _, code = act.partition(":")
    match verb:
        case "pick" if at.slot is not None:
            return _judged(at, turn, row, read_picked(at.slot, code), message)
        case "unknown":
            return _replied(at, turn, None, AnswerStatus.UNKNOWN, message)
        case "change":
            return Reply(prompt=ask(at, is_awaited=True), awaits_words=True)
        case _:
            return Reply(at.session.label_for(turn.recipient, "handing:toast_type"), prompt=row.id, awaits_words=True)


def _judged(at: OpenHandover, turn: Turn, row: PromptRow, verdict: Verdict, message: int | None) -> Reply:
    match verdict:
        case Accepted(value):
            return _replied(at, turn, value, AnswerStatus.OK, message)
        case refused:
            at.session.say_to(turn.recipient, at.cards(turn.recipient).note(refusal(refused, at.row.path)))
            return Reply(prompt=row.id, awaits_words=True)


def _replied(at: OpenHandover, turn: Turn, value: Value, status: AnswerStatus, message: int | None) -> Reply:
    """Keep the reply as theirs, show it to them and to the lead; what else they are asked comes next."""
    disarm(at, source=message)
    fresh = OpenHandover(at.session, at.opened, handovers.reply(at.session.db, at.row.id, value, status))
    _thank(fresh, turn.recipient)
    tell_leads(fresh)
    return Reply(prompt=_ask_next(turn))


def _ask_next(turn: Turn) -> str | None:
    """Show again the oldest question they were handed and have not replied to."""
    waiting = (open_handover(turn, each.id) for each in handovers.waiting_for(turn.db, turn.person.id))
    following = next((at for at in waiting if at and at.standing is Standing.WAITING), None)
    return ask(following) if following else None


def tell_leads(at: OpenHandover) -> None:
    """Show a reply to the lead who asked, else to every lead: to accept, or to ask again."""
    if at.row.card_id and (former := prompts.close(at.session.db, at.row.card_id, chosen=None, now=at.session.now)):
        recipient = at.session.recipient_of(former.chat_id)
        if recipient:
            at.session.post_to(recipient, EditKeyboard(former.message_id), prompt=former.id, priority=NOTICE)
    for recipient in _leads(at):
        handovers.carded(at.session.db, at.row.id, show_card(at, recipient))


def show_card(at: OpenHandover, recipient: Recipient) -> str:
    """Show a lead what was replied; return the prompt's id."""
    choices = [(f"hand:{act}", at.session.label_for(recipient, f"handing:act_{act}")) for act in ("accept", "again")]
    payload: dict[str, object] = {"handover": at.row.id, "number": at.row.number}
    return offer(at.session, recipient, card(at, recipient), choices, plan=at.row.plan_id, payload=payload, width=2)


def card(at: OpenHandover, recipient: Recipient) -> str:
    is_known = at.row.status is AnswerStatus.OK
    facts = {
        "colleague": at.colleague(recipient),
        "value": at.said(recipient),
        "name": at.name(recipient),
        "is_known": is_known,
    }
    return at.session.text_for(recipient, "handing:card", **facts)


def _leads(at: OpenHandover) -> list[Recipient]:
    members = memberships.of_plan(at.session.db, at.row.plan_id)
    leads = [each.person_id for each in members if each.role is Role.LEAD and each.person_id != at.row.person_id]
    asker = [each for each in leads if each == at.row.asked_by]
    return [recipient for each in (asker or leads) if (recipient := at.session.recipient_of(each))]


# When nothing is awaited any more -------------------------------------------------------------------------------------


def open_here(turn: Turn) -> PromptRow | None:
    """Return the prompt, shown last, of a question this person has not replied to."""
    shown = [each.prompt_id for each in handovers.waiting_for(turn.db, turn.person.id) if each.prompt_id]
    rows = [
        row
        for prompt_id in shown
        if (row := prompts.get(turn.db, prompt_id)) and row.is_live and row.asked_at <= turn.now
    ]
    return max(rows, key=lambda row: (row.asked_at, row.id), default=None)


def _held(turn: Turn, row: PromptRow) -> OpenHandover | None:
    """The question of a prompt, if it is asked to this person."""
    at = open_handover(turn, row.payload.get("handover"))
    return at if at and at.row.person_id == turn.person.id else None


def _over(turn: Turn, row: PromptRow, at: OpenHandover | None) -> Reply:
    """Say once that nothing is awaited any more, and take the buttons away."""
    prompts.close(turn.db, row.id, chosen=None, now=turn.now)
    turn.post(EditKeyboard(row.message_id), prompt=row.id, priority=NOTICE)
    if at is None:
        turn.say("handing:closed_erased")
    else:
        _tell(turn, turn.recipient, at)
    return Reply()


def _tell(session: Session, recipient: Recipient, at: OpenHandover) -> None:
    session.say_to(recipient, session.text_for(recipient, f"handing:closed_{at.standing}", lead=at.lead(recipient)))


def _already(at: OpenHandover, recipient: Recipient) -> str:
    if at.standing is Standing.ANSWERED:
        return at.session.label_for(recipient, "handing:toast_already", value=at.said(recipient))
    return at.session.label_for(recipient, "common:note_stale_button")
