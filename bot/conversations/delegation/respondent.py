"""A handed question in front of the person asked: the question alone, their reply, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.outgoing import Button, EditKeyboard, EditText, SendText, body
from bot.conversations.button_text import matched
from bot.conversations.delegation.request import Errand, Standing, errand
from bot.conversations.desk import NOTICE, REMINDER, REPLY, Desk, Spot
from bot.conversations.handover_choice import KIND
from bot.conversations.offers import offer
from bot.conversations.rendering.keyboard import keyboard, label
from bot.conversations.rendering.prompt_text import Shown
from bot.conversations.seat import Seat
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
    shown: Shown
    when: datetime


# Showing --------------------------------------------------------------------------------------------------------------


def ask(at: Errand, *, former: str = "", when: datetime | None = None, is_awaited: bool = False) -> str | None:
    """Show the question to the person asked, at once or later, and return the prompt's id.

    `former` is the reply that is to be given again; `is_awaited`: the next words are for this question.
    """
    spot = at.desk.spot_of(at.row.person_id) if at.row.person_id else None
    if spot is None or at.place is None:
        return None
    cards, acts = at.cards(spot), acts_of(at.place)
    prompt = Prompt(at.desk.new_id(), PromptKind.QUESTION, at.row.path, 0, acts, at.desk.now)
    labels = tuple(label(cards.reader, prompt, act) for act in acts)
    is_busy = _leads_somewhere(at.desk, spot)
    facts = {"lead": at.lead(spot), "former": former, "is_typed": _takes_words(acts), **at.plan()}
    facts |= {"is_busy": is_busy and not is_awaited, "question": cards.alone(at.row.path)}
    shown = Shown(at.desk.text(spot, "handing:question", **facts), keyboard(prompt, labels), labels)
    if is_busy:
        shown, acts = _with(shown, prompt.id, at.desk.label(spot, "handing:act_answer")), (*acts, "answer")
    _post(at, spot, _Leaf(prompt.id, acts, shown, when or at.desk.now))
    return prompt.id


def _takes_words(acts: tuple[str, ...]) -> bool:
    return not any(act.startswith("pick:") for act in acts)


def _leads_somewhere(desk: Desk, spot: Spot) -> bool:
    """Whether they may have a question of their own in progress, which takes what they type."""
    return any(each.role is Role.LEAD for each in memberships.of_person(desk.db, spot.person))


def _with(shown: Shown, prompt_id: str, label: str) -> Shown:
    """Add a button below the others."""
    button = Button(label, f"1.{prompt_id}.{len(shown.labels)}")
    return Shown(shown.text, (*shown.keyboard, (button,)), (*shown.labels, label))


def _thank(at: Errand, spot: Spot) -> None:
    """Show them what they replied, which they may change until it is accepted."""
    prompt_id, change = at.desk.new_id(), at.desk.label(spot, "handing:act_change")
    text = at.desk.text(spot, "handing:thanks", name=at.name(spot), value=at.said(spot), lead=at.lead(spot))
    _post(at, spot, _Leaf(prompt_id, ("change",), _with(Shown(text, (), ()), prompt_id, change), at.desk.now))


def _post(at: Errand, spot: Spot, leaf: _Leaf) -> None:
    """Send what takes the place of the former message, whose buttons go, when its time comes."""
    disarm(at)
    row = PromptRow(
        id=leaf.id,
        talk_id=None,
        plan_id=None,
        chat_id=spot.chat,
        audience=spot.person,
        kind=KIND,
        acts=leaf.acts,
        labels=leaf.shown.labels,
        asked_at=leaf.when,
        payload={"handover": at.row.id},
    )
    prompts.insert(at.desk.db, row)
    handovers.shown(at.desk.db, at.row.id, leaf.id)
    outbox.post(
        at.desk.db,
        chat_id=spot.chat,
        thread_id=spot.thread,
        body=body(SendText(leaf.shown.text, leaf.shown.keyboard), prompt=leaf.id),
        priority=REMINDER if leaf.when > at.desk.now else REPLY,
        now=at.desk.now,
        not_before=leaf.when,
        dedup_key=_key(leaf.id),
    )


def _key(prompt_id: str) -> str:
    return f"{KIND}:{prompt_id}"


def disarm(at: Errand, text: str = "", source: int | None = None) -> None:
    """Take the buttons of their last message away; `text` is written in its place. One not sent yet is dropped."""
    row = prompts.get(at.desk.db, at.row.prompt_id) if at.row.prompt_id else None
    spot = at.desk.spot_of(at.row.person_id) if at.row.person_id else None
    if row is None or spot is None:
        return
    closed = prompts.close(at.desk.db, row.id, chosen=None, now=at.desk.now, source_message_id=source)
    if row.message_id is None and outbox.cancel(at.desk.db, now=at.desk.now, dedup_key=_key(row.id)):
        return
    if text:
        at.desk.post(spot, EditText(row.message_id, text), prompt=row.id, priority=NOTICE)
    elif closed:
        at.desk.post(spot, EditKeyboard(row.message_id), prompt=row.id, priority=NOTICE)


# Coming in ------------------------------------------------------------------------------------------------------------


def opened(desk: Desk, here: Seat, token: str) -> str | None:
    """Open the link of a handed question: the first who does is asked; it opens nothing of the plan.

    Return the prompt that the next words answer, if any.
    """
    found = handovers.by_token(desk.db, token)
    at = errand(desk, found.id) if found else None
    if at is None:
        desk.say(here.spot, desk.text(here.spot, "handing:link_unknown"))
    elif at.row.asked_by == here.person.id:
        desk.say(here.spot, desk.text(here.spot, "handing:link_own"))
    elif not at.is_open:
        _tell(desk, here.spot, at)
    elif not handovers.take(desk.db, at.row.id, here.person.id):
        desk.say(here.spot, desk.text(here.spot, "handing:link_used"))
    elif (taken := errand(desk, at.row.id)) is not None:
        return _show(taken, here.spot)
    return None


def _show(at: Errand, spot: Spot) -> str | None:
    if at.standing is Standing.ANSWERED:
        _thank(at, spot)
        return None
    return ask(at, is_awaited=True)


# Replies --------------------------------------------------------------------------------------------------------------


def press(desk: Desk, here: Seat, row: PromptRow, op: str) -> Reply:
    """Carry a tap out; one on a question that is no longer asked says what became of it."""
    at = _held(desk, here, row)
    if at is None or not at.is_open:
        return _over(desk, here, row, at)
    act = act_at(row.acts, op)
    if act is None:
        return Reply(desk.label(here.spot, "common:note_stale_button"))
    return _carry_out(at, here, row, act) if row.is_live else Reply(_already(at, here.spot))


def words(desk: Desk, here: Seat, row: PromptRow, text: str, message: int) -> Reply:
    """Take what was typed as the reply to the question shown in this prompt, or as the words of a button."""
    at = _held(desk, here, row)
    if at is None or not at.is_open or at.place is None:
        return _over(desk, here, row, at)
    op = matched(row, text, takes_words=_takes_words(row.acts))
    if op is not None:
        return _carry_out(at, here, row, row.acts[int(op)], message)
    return _judged(at, here, row, read_handed(at.place, text, at.opened.moment.today), message)


def _carry_out(at: Errand, here: Seat, row: PromptRow, act: str, message: int | None = None) -> Reply:
    verb, _, code = act.partition(":")
    match verb:
        case "pick" if at.place is not None:
            return _judged(at, here, row, read_picked(at.place, code), message)
        case "unknown":
            return _replied(at, here, None, AnswerStatus.UNKNOWN, message)
        case "change":
            return Reply(prompt=ask(at, is_awaited=True), awaits_words=True)
        case _:
            return Reply(at.desk.label(here.spot, "handing:toast_type"), prompt=row.id, awaits_words=True)


def _judged(at: Errand, here: Seat, row: PromptRow, verdict: Verdict, message: int | None) -> Reply:
    match verdict:
        case Accepted(value):
            return _replied(at, here, value, AnswerStatus.OK, message)
        case refused:
            at.desk.say(here.spot, at.cards(here.spot).note(refusal(refused, at.row.path)))
            return Reply(prompt=row.id, awaits_words=True)


def _replied(at: Errand, here: Seat, value: Value, status: AnswerStatus, message: int | None) -> Reply:
    """Keep the reply as theirs, show it to them and to the lead; what else they are asked comes next."""
    disarm(at, source=message)
    fresh = Errand(at.desk, at.opened, handovers.reply(at.desk.db, at.row.id, value, status))
    _thank(fresh, here.spot)
    tell_leads(fresh)
    return Reply(prompt=_ask_next(at.desk, here))


def _ask_next(desk: Desk, here: Seat) -> str | None:
    """Show again the oldest question they were handed and have not replied to."""
    waiting = (errand(desk, each.id) for each in handovers.waiting_for(desk.db, here.person.id))
    following = next((at for at in waiting if at and at.standing is Standing.WAITING), None)
    return ask(following) if following else None


def tell_leads(at: Errand) -> None:
    """Show a reply to the lead who asked, else to every lead: to accept, or to ask again."""
    if at.row.card_id and (former := prompts.close(at.desk.db, at.row.card_id, chosen=None, now=at.desk.now)):
        spot = at.desk.spot_of(former.chat_id)
        if spot:
            at.desk.post(spot, EditKeyboard(former.message_id), prompt=former.id, priority=NOTICE)
    for spot in _leads(at):
        handovers.carded(at.desk.db, at.row.id, show_card(at, spot))


def show_card(at: Errand, spot: Spot) -> str:
    """Show a lead what was replied; return the prompt's id."""
    choices = [(f"hand:{act}", at.desk.label(spot, f"handing:act_{act}")) for act in ("accept", "again")]
    payload: dict[str, object] = {"handover": at.row.id, "number": at.row.number}
    return offer(at.desk, spot, card(at, spot), choices, plan=at.row.plan_id, payload=payload, width=2)


def card(at: Errand, spot: Spot) -> str:
    is_known = at.row.status is AnswerStatus.OK
    facts = {"colleague": at.colleague(spot), "value": at.said(spot), "name": at.name(spot), "is_known": is_known}
    return at.desk.text(spot, "handing:card", **facts)


def _leads(at: Errand) -> list[Spot]:
    members = memberships.of_plan(at.desk.db, at.row.plan_id)
    leads = [each.person_id for each in members if each.role is Role.LEAD and each.person_id != at.row.person_id]
    asker = [each for each in leads if each == at.row.asked_by]
    return [spot for each in (asker or leads) if (spot := at.desk.spot_of(each))]


# When nothing is awaited any more -------------------------------------------------------------------------------------


def open_here(desk: Desk, here: Seat) -> PromptRow | None:
    """Return the prompt, shown last, of a question this person has not replied to."""
    shown = [each.prompt_id for each in handovers.waiting_for(desk.db, here.person.id) if each.prompt_id]
    rows = [
        row
        for prompt_id in shown
        if (row := prompts.get(desk.db, prompt_id)) and row.is_live and row.asked_at <= desk.now
    ]
    return max(rows, key=lambda row: (row.asked_at, row.id), default=None)


def _held(desk: Desk, here: Seat, row: PromptRow) -> Errand | None:
    """The question of a prompt, if it is asked to this person."""
    at = errand(desk, row.payload.get("handover"))
    return at if at and at.row.person_id == here.person.id else None


def _over(desk: Desk, here: Seat, row: PromptRow, at: Errand | None) -> Reply:
    """Say once that nothing is awaited any more, and take the buttons away."""
    prompts.close(desk.db, row.id, chosen=None, now=desk.now)
    desk.post(here.spot, EditKeyboard(row.message_id), prompt=row.id, priority=NOTICE)
    if at is None:
        desk.say(here.spot, desk.text(here.spot, "handing:closed_erased"))
    else:
        _tell(desk, here.spot, at)
    return Reply()


def _tell(desk: Desk, spot: Spot, at: Errand) -> None:
    desk.say(spot, desk.text(spot, f"handing:closed_{at.standing}", lead=at.lead(spot)))


def _already(at: Errand, spot: Spot) -> str:
    if at.standing is Standing.ANSWERED:
        return at.desk.label(spot, "handing:toast_already", value=at.said(spot))
    return at.desk.label(spot, "common:note_stale_button")
