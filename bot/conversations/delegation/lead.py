"""What a lead does with the questions they hand over: to whom, which are awaited, and what is made of the replies."""

from collections.abc import Callable, Mapping

from bot.chat.outgoing import EditText
from bot.conversations.delegation import respondent
from bot.conversations.delegation.request import OpenHandover, Standing, first_name, handed_slot, named, open_handover
from bot.conversations.handover_choice import ask_whom
from bot.conversations.offers import offer
from bot.conversations.session import LeadTurn, Recipient, Session, Turn
from bot.conversations.turn import OpenPlan, advance, open_plan
from bot.reminders.phrases import moment
from bot.storage import handovers, memberships, people
from bot.storage.handovers import Handover, State
from bot.storage.prompts import PromptRow
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Given, Resume, Tapped
from domain.dialogue.path import Path
from domain.followup.asking_times import allowed, cadence_for
from domain.plan import Frequency

LISTED = 10
"""Handed questions shown at once; the others come as these are settled."""


def confide(turn: LeadTurn) -> None:
    """`/confier`: the questions already handed, and whom to hand the one in progress to."""
    plan, live = open_plan(turn, turn.plan_id), turn.conversation.talk.live
    is_listed = _list(turn, turn.recipient, plan)
    path = live.path if live and live.path and handed_slot(plan, live.path) else None
    if path is not None:
        ask_whom(turn, turn.recipient, turn.plan_id, path, _name(plan, turn.recipient, path))
    elif not is_listed:
        turn.say("handing:nothing")


def hand(verb: str, turn: LeadTurn, row: PromptRow, named_one: str) -> str | None:
    """Hand the question of a card over, or go past it."""
    return _HANDS[verb](turn, row, named_one)


def settle(verb: str, turn: LeadTurn, row: PromptRow, named_one: str) -> str | None:
    """Do something with a handed question of the plan of a card."""
    at = open_handover(turn, row.payload.get("handover") or named_one)
    if at is None or at.row.plan_id != turn.plan_id:
        return turn.label("handing:toast_gone")
    return _SETTLES[verb](at, turn, row)


# Handing --------------------------------------------------------------------------------------------------------------


def _to_member(turn: Turn, row: PromptRow, person: str) -> str | None:
    plan, path = open_plan(turn, row.plan_id or 0), Path.parse(str(row.payload["path"]))
    if handed_slot(plan, path) is None:
        return turn.label("handing:toast_not_asked")
    if memberships.role(turn.db, plan.row.id, int(person)) is None:
        return turn.label("handing:toast_left")
    name = {"colleague": first_name(turn, turn.recipient, int(person)), "name": _name(plan, turn.recipient, path)}
    if any(each.path == path and each.person_id == int(person) for each in _open(turn, plan)):
        turn.say("handing:already_handed", **name)
        return None
    made = _hand(turn, plan, path, person_id=int(person))
    when = _ask(OpenHandover(turn, plan, made), turn.recipient)
    _say_handed(turn, path, turn.text("handing:sent", when=when, **name))
    return None


def _ask(at: OpenHandover, recipient: Recipient, *, former: str = "") -> str:
    """Ask somebody who may be asleep; return when they are, in the words of the lead, if it is not now."""
    person = people.get(at.session.db, at.row.person_id or 0)
    hour = person.hour if person else None
    # When somebody who is doing something else may be asked: a working day, outside quiet hours, by their `hour`
    slot = at.opened.row
    when = allowed(at.session.now, cadence_for(Frequency.MONTHLY, hour, zone=slot.zone, region=slot.region))
    is_now = when <= at.session.now
    respondent.ask(at, former=former, when=None if is_now else when)
    said = moment(at.session.app.book, recipient.language, when, at.opened.row.zone, at.session.now)
    return "" if is_now else said


def _by_link(turn: Turn, row: PromptRow, _argument: str) -> str | None:
    plan, path = open_plan(turn, row.plan_id or 0), Path.parse(str(row.payload["path"]))
    if handed_slot(plan, path) is None:
        return turn.label("handing:toast_not_asked")
    token = respondent.PREFIX + turn.new_id() + turn.new_id()
    made = _hand(turn, plan, path, token=token)
    link = f"https://t.me/{turn.app.bot_name}?start={token}"
    asked = plan.stage(turn.recipient, 0, plan.dossier).cards.alone(path, "question")
    facts = {"link": link, "question": asked, "days": turn.app.invitation_lasts.days}
    turn.say("handing:link", **facts, **OpenHandover(turn, plan, made).plan())
    _say_handed(turn, path, turn.text("handing:link_made", name=_name(plan, turn.recipient, path), **facts))
    return None


_MOVES_ON = ("unknown", "skip")
"""What leaves a question open to a reply that comes later."""


def _say_handed(turn: Turn, path: Path, text: str) -> None:
    """Say that a question was handed; while it is the one in progress, a button leads past it."""
    choices = [("hand:next", turn.label("handing:act_next"))] if _way_past(turn, path) else []
    offer(turn, turn.recipient, text, choices, plan=turn.plan, payload={"path": str(path)})


def _way_past(turn: Turn, path: Path) -> str | None:
    """Which button of the question in progress leaves it for later, if it is the one at `path`."""
    live = turn.conversation.talk.live
    if live is None or live.path != path:
        return None
    return next((str(at) for at, act in enumerate(live.acts) if act in _MOVES_ON), None)


def _next(turn: Turn, row: PromptRow, _argument: str) -> str | None:
    """Go on with the following question; the handed one stays open to the reply."""
    live, op = turn.conversation.talk.live, _way_past(turn, Path.parse(str(row.payload["path"])))
    return advance(turn, Tapped(live, op) if live and op else Resume())


def _hand(
    turn: Turn, plan: OpenPlan, path: Path, *, person_id: int | None = None, token: str | None = None
) -> Handover:
    answer = plan.dossier.answers.get(path)
    return handovers.create(
        turn.db,
        handover_id=turn.new_id(),
        plan_id=plan.row.id,
        path=path,
        base=answer.revision if answer else 0,
        asked_by=turn.person.id,
        now=turn.now,
        expires_at=turn.now + turn.app.invitation_lasts,
        person_id=person_id,
        token=token,
    )


# The list -------------------------------------------------------------------------------------------------------------


def _open(session: Session, plan: OpenPlan) -> list[Handover]:
    """The questions of a plan that somebody is still asked, or has replied to."""
    rows = handovers.open_of_plan(session.db, plan.row.id)
    return [row for row in rows if OpenHandover(session, plan, row).is_open]


def _list(session: Session, recipient: Recipient, plan: OpenPlan) -> bool:
    """Show the handed questions, each with its way to be seen or withdrawn; False when there is none."""
    listed = [OpenHandover(session, plan, row) for row in _open(session, plan)[:LISTED]]
    titles = [_line(each, recipient) for each in listed]
    choices = [choice for each in listed for choice in _choices(each, recipient)]
    if listed:
        offer(session, recipient, session.text_for(recipient, "handing:list", titles=titles), choices, plan=plan.row.id)
    return bool(listed)


def _line(each: OpenHandover, recipient: Recipient) -> str:
    who = each.colleague(recipient) if each.row.person_id else ""
    return each.session.label_for(recipient, f"handing:line_{each.standing}", name=each.name(recipient), who=who)


def _choices(each: OpenHandover, recipient: Recipient) -> list[tuple[str, str]]:
    acts = ("show", "withdraw") if each.standing is Standing.ANSWERED else ("withdraw",)
    labels = [each.session.label_for(recipient, f"handing:act_{verb}", name=each.name(recipient)) for verb in acts]
    return [(f"hand:{verb}:{each.row.id}", said) for verb, said in zip(acts, labels, strict=True)]


def _name(plan: OpenPlan, recipient: Recipient, path: Path) -> str:
    return named(plan.stage(recipient, 0, plan.dossier).cards, path)


# Settling -------------------------------------------------------------------------------------------------------------


def _show(at: OpenHandover, turn: Turn, _row: PromptRow) -> str | None:
    if at.standing is not Standing.ANSWERED:
        return _stands(at, turn.recipient)
    handovers.carded(at.session.db, at.row.id, respondent.show_card(at, turn.recipient))
    return None


def _withdraw(at: OpenHandover, turn: Turn, _row: PromptRow) -> str | None:
    if not at.is_open:
        return _stands(at, turn.recipient)
    handovers.settle(at.session.db, at.row.id, State.WITHDRAWN, at.session.now)
    _write_to_colleague(at, "handing:closed_withdrawn")
    _list(at.session, turn.recipient, at.opened)
    return at.session.label_for(turn.recipient, "handing:toast_withdrawn")


def _accept(at: OpenHandover, turn: Turn, row: PromptRow) -> str | None:
    """Record the reply in the plan under the name of who gave it."""
    if at.standing is not Standing.ANSWERED or at.row.number != row.payload.get("number"):
        return _stands(at, turn.recipient)
    given = Given(at.row.path, at.row.value, at.row.status or AnswerStatus.UNKNOWN, at.row.person_id or 0)
    toast = advance(turn, given)
    after = open_plan(at.session, at.row.plan_id).dossier.answers.get(at.row.path)
    if after is None or (after.value, after.status) != (given.value, given.status):
        return toast
    handovers.settle(at.session.db, at.row.id, State.ACCEPTED, at.session.now)
    _write_on_card(at, turn.recipient, row, "handing:card_accepted")
    _write_to_colleague(at, "handing:closed_accepted")
    return toast


def _again(at: OpenHandover, turn: Turn, row: PromptRow) -> str | None:
    """Have the same person asked again."""
    if at.standing is not Standing.ANSWERED or at.row.number != row.payload.get("number"):
        return _stands(at, turn.recipient)
    recipient = at.session.recipient_of(at.row.person_id or 0)
    fresh = handovers.reopen(at.session.db, at.row.id, at.session.now + at.session.app.invitation_lasts)
    when = _ask(
        OpenHandover(at.session, at.opened, fresh), turn.recipient, former=at.said(recipient) if recipient else ""
    )
    _write_on_card(at, turn.recipient, row, "handing:card_again", when=when)
    return None


def _stands(at: OpenHandover, recipient: Recipient) -> str:
    """Why nothing was done."""
    return at.session.label_for(recipient, f"handing:toast_{at.standing}", colleague=at.colleague(recipient))


def _write_on_card(at: OpenHandover, recipient: Recipient, row: PromptRow, name: str, *, when: str = "") -> None:
    done = at.session.text_for(recipient, name, colleague=at.colleague(recipient), when=when)
    at.session.post_to(
        recipient, EditText(row.message_id, f"{respondent.card(at, recipient)}\n\n{done}"), prompt=row.id
    )


def _write_to_colleague(at: OpenHandover, name: str) -> None:
    """Say in the message they had, which makes no noise, that nothing more is awaited from them."""
    recipient = at.session.recipient_of(at.row.person_id) if at.row.person_id else None
    if recipient:
        respondent.disarm(at, at.session.text_for(recipient, name, lead=at.lead(recipient)))


_HANDS: Mapping[str, Callable[[Turn, PromptRow, str], str | None]] = {
    "to": _to_member,
    "link": _by_link,
    "next": _next,
}
_SETTLES: Mapping[str, Callable[[OpenHandover, Turn, PromptRow], str | None]] = {
    "show": _show,
    "withdraw": _withdraw,
    "accept": _accept,
    "again": _again,
}
