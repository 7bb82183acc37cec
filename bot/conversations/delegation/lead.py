"""What a lead does with the questions they hand over: to whom, which are awaited, and what is made of the replies."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.chat.outgoing import EditText
from bot.conversations.delegation import respondent
from bot.conversations.delegation.request import Errand, Standing, errand, first_name, handed_place, named
from bot.conversations.desk import Desk, Spot
from bot.conversations.handover_choice import ask_whom
from bot.conversations.offers import offer
from bot.conversations.seat import Seat
from bot.conversations.turn import OpenPlan, open_plan, turn
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


def confide(desk: Desk, here: Seat) -> None:
    """`/confier`: the questions already handed, and whom to hand the one in progress to."""
    assert here.plan is not None  # noqa: S101 - `/confier` is for leads, who have a plan
    plan, live = open_plan(desk, here.plan), here.talk.talk.live
    is_listed = _list(desk, here.spot, plan)
    path = live.path if live and live.path and handed_place(plan, live.path) else None
    if path is not None:
        ask_whom(desk, here.spot, here.plan, path, _name(plan, here.spot, path))
    elif not is_listed:
        desk.say(here.spot, desk.text(here.spot, "handing:nothing"))


def hand(verb: str, desk: Desk, here: Seat, row: PromptRow, named_one: str) -> str | None:
    """Hand the question of a card over, or go past it."""
    return _HANDS[verb](desk, here, row, named_one)


def settle(verb: str, desk: Desk, here: Seat, row: PromptRow, named_one: str) -> str | None:
    """Do something with a handed question of the plan of a card."""
    at = errand(desk, row.payload.get("handover") or named_one)
    if at is None or at.row.plan_id != row.plan_id:
        return desk.label(here.spot, "handing:toast_gone")
    return _SETTLES[verb](at, here, row)


# Handing --------------------------------------------------------------------------------------------------------------


def _to_member(desk: Desk, here: Seat, row: PromptRow, person: str) -> str | None:
    plan, path = open_plan(desk, row.plan_id or 0), Path.parse(str(row.payload["path"]))
    if handed_place(plan, path) is None:
        return desk.label(here.spot, "handing:toast_not_asked")
    if memberships.role(desk.db, plan.row.id, int(person)) is None:
        return desk.label(here.spot, "handing:toast_left")
    name = {"colleague": first_name(desk, here.spot, int(person)), "name": _name(plan, here.spot, path)}
    if any(each.path == path and each.person_id == int(person) for each in _open(desk, plan)):
        desk.say(here.spot, desk.text(here.spot, "handing:already_handed", **name))
        return None
    made = _hand(desk, here, plan, path, person_id=int(person))
    when = _ask(Errand(desk, plan, made), here.spot)
    _say_handed(desk, here, path, desk.text(here.spot, "handing:sent", when=when, **name))
    return None


def _ask(at: Errand, spot: Spot, *, former: str = "") -> str:
    """Ask somebody who may be asleep; return when they are, in the words of the lead, if it is not now."""
    person = people.get(at.desk.db, at.row.person_id or 0)
    when = _askable_at(at, person.hour if person else None)
    is_now = when <= at.desk.now
    respondent.ask(at, former=former, when=None if is_now else when)
    said = moment(at.desk.house.book, spot.language, when, at.opened.row.zone, at.desk.now)
    return "" if is_now else said


def _askable_at(at: Errand, hour: int | None) -> datetime:
    """When somebody who is doing something else may be asked: a working day, outside quiet hours, by their `hour`."""
    place = at.opened.row
    return allowed(at.desk.now, cadence_for(Frequency.MONTHLY, hour, zone=place.zone, region=place.region))


def _by_link(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    plan, path = open_plan(desk, row.plan_id or 0), Path.parse(str(row.payload["path"]))
    if handed_place(plan, path) is None:
        return desk.label(here.spot, "handing:toast_not_asked")
    token = respondent.PREFIX + desk.new_id() + desk.new_id()
    made = _hand(desk, here, plan, path, token=token)
    link = f"https://t.me/{desk.house.bot_name}?start={token}"
    asked = plan.stage(here.spot, 0, plan.dossier).cards.alone(path, "question")
    facts = {"link": link, "question": asked, "days": desk.house.invitation_lasts.days}
    desk.say(here.spot, desk.text(here.spot, "handing:link", **facts, **Errand(desk, plan, made).plan()))
    _say_handed(desk, here, path, desk.text(here.spot, "handing:link_made", name=_name(plan, here.spot, path), **facts))
    return None


_MOVES_ON = ("unknown", "skip")
"""What leaves a question open to a reply that comes later."""


def _say_handed(desk: Desk, here: Seat, path: Path, text: str) -> None:
    """Say that a question was handed; while it is the one in progress, a button leads past it."""
    choices = [("hand:next", desk.label(here.spot, "handing:act_next"))] if _way_past(here, path) else []
    offer(desk, here.spot, text, choices, plan=here.plan, payload={"path": str(path)})


def _way_past(here: Seat, path: Path) -> str | None:
    """Which button of the question in progress leaves it for later, if it is the one at `path`."""
    live = here.talk.talk.live
    if live is None or live.path != path:
        return None
    return next((str(at) for at, act in enumerate(live.acts) if act in _MOVES_ON), None)


def _next(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Go on with the following question; the handed one stays open to the reply."""
    live, op = here.talk.talk.live, _way_past(here, Path.parse(str(row.payload["path"])))
    return turn(desk, here.spot, here.talk, Tapped(live, op) if live and op else Resume())


def _hand(
    desk: Desk, here: Seat, plan: OpenPlan, path: Path, *, person_id: int | None = None, token: str | None = None
) -> Handover:
    answer = plan.dossier.answers.get(path)
    return handovers.create(
        desk.db,
        handover_id=desk.new_id(),
        plan_id=plan.row.id,
        path=path,
        base=answer.revision if answer else 0,
        asked_by=here.person.id,
        now=desk.now,
        expires_at=desk.now + desk.house.invitation_lasts,
        person_id=person_id,
        token=token,
    )


# The list -------------------------------------------------------------------------------------------------------------


def _open(desk: Desk, plan: OpenPlan) -> list[Handover]:
    """The questions of a plan that somebody is still asked, or has replied to."""
    rows = handovers.open_of_plan(desk.db, plan.row.id)
    return [row for row in rows if Errand(desk, plan, row).is_open]


def _list(desk: Desk, spot: Spot, plan: OpenPlan) -> bool:
    """Show the handed questions, each with its way to be seen or withdrawn; False when there is none."""
    listed = [Errand(desk, plan, row) for row in _open(desk, plan)[:LISTED]]
    titles = [_line(each, spot) for each in listed]
    choices = [choice for each in listed for choice in _choices(each, spot)]
    if listed:
        offer(desk, spot, desk.text(spot, "handing:list", titles=titles), choices, plan=plan.row.id)
    return bool(listed)


def _line(each: Errand, spot: Spot) -> str:
    who = each.colleague(spot) if each.row.person_id else ""
    return each.desk.label(spot, f"handing:line_{each.standing}", name=each.name(spot), who=who)


def _choices(each: Errand, spot: Spot) -> list[tuple[str, str]]:
    acts = ("show", "withdraw") if each.standing is Standing.ANSWERED else ("withdraw",)
    labels = [each.desk.label(spot, f"handing:act_{verb}", name=each.name(spot)) for verb in acts]
    return [(f"hand:{verb}:{each.row.id}", said) for verb, said in zip(acts, labels, strict=True)]


def _name(plan: OpenPlan, spot: Spot, path: Path) -> str:
    return named(plan.stage(spot, 0, plan.dossier).cards, path)


# Settling -------------------------------------------------------------------------------------------------------------


def _show(at: Errand, here: Seat, _row: PromptRow) -> str | None:
    if at.standing is not Standing.ANSWERED:
        return _stands(at, here.spot)
    handovers.carded(at.desk.db, at.row.id, respondent.show_card(at, here.spot))
    return None


def _withdraw(at: Errand, here: Seat, _row: PromptRow) -> str | None:
    if not at.is_open:
        return _stands(at, here.spot)
    handovers.settle(at.desk.db, at.row.id, State.WITHDRAWN, at.desk.now)
    _write_to_colleague(at, "handing:closed_withdrawn")
    _list(at.desk, here.spot, at.opened)
    return at.desk.label(here.spot, "handing:toast_withdrawn")


def _accept(at: Errand, here: Seat, row: PromptRow) -> str | None:
    """Record the reply in the plan under the name of who gave it."""
    if at.standing is not Standing.ANSWERED or at.row.number != row.payload.get("number"):
        return _stands(at, here.spot)
    given = Given(at.row.path, at.row.value, at.row.status or AnswerStatus.UNKNOWN, at.row.person_id or 0)
    toast = turn(at.desk, here.spot, here.talk, given)
    after = open_plan(at.desk, at.row.plan_id).dossier.answers.get(at.row.path)
    if after is None or (after.value, after.status) != (given.value, given.status):
        return toast
    handovers.settle(at.desk.db, at.row.id, State.ACCEPTED, at.desk.now)
    _write_on_card(at, here.spot, row, "handing:card_accepted")
    _write_to_colleague(at, "handing:closed_accepted")
    return toast


def _again(at: Errand, here: Seat, row: PromptRow) -> str | None:
    """Have the same person asked again."""
    if at.standing is not Standing.ANSWERED or at.row.number != row.payload.get("number"):
        return _stands(at, here.spot)
    spot = at.desk.spot_of(at.row.person_id or 0)
    fresh = handovers.reopen(at.desk.db, at.row.id, at.desk.now + at.desk.house.invitation_lasts)
    when = _ask(Errand(at.desk, at.opened, fresh), here.spot, former=at.said(spot) if spot else "")
    _write_on_card(at, here.spot, row, "handing:card_again", when=when)
    return None


def _stands(at: Errand, spot: Spot) -> str:
    """Why nothing was done."""
    return at.desk.label(spot, f"handing:toast_{at.standing}", colleague=at.colleague(spot))


def _write_on_card(at: Errand, spot: Spot, row: PromptRow, name: str, *, when: str = "") -> None:
    done = at.desk.text(spot, name, colleague=at.colleague(spot), when=when)
    at.desk.post(spot, EditText(row.message_id, f"{respondent.card(at, spot)}\n\n{done}"), prompt=row.id)


def _write_to_colleague(at: Errand, name: str) -> None:
    """Say in the message they had, which makes no noise, that nothing more is awaited from them."""
    spot = at.desk.spot_of(at.row.person_id) if at.row.person_id else None
    if spot:
        respondent.disarm(at, at.desk.text(spot, name, lead=at.lead(spot)))


_HANDS: Mapping[str, Callable[[Desk, Seat, PromptRow, str], str | None]] = {
    "to": _to_member,
    "link": _by_link,
    "next": _next,
}
_SETTLES: Mapping[str, Callable[[Errand, Seat, PromptRow], str | None]] = {
    "show": _show,
    "withdraw": _withdraw,
    "accept": _accept,
    "again": _again,
}
