"""The commands: each works in every state, and never loses an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.chat.incoming import Order
from bot.conversations import menus
from bot.conversations.access import LEADS, MEMBERS, Manner
from bot.conversations.delegation import lead
from bot.conversations.desk import Desk
from bot.conversations.membership import binding, joining, leaving, team
from bot.conversations.offers import offer
from bot.conversations.plan import duties_page, indicators, menu, reminders_card
from bot.conversations.seat import Seat
from bot.conversations.turn import open_plan, turn
from bot.current_plan import plan_shown
from bot.storage import memberships
from bot.storage.memberships import Role
from domain.dialogue.events import Ask, Back, Cancel, Event, Pause, Resume, Unreadable
from domain.dialogue.survey import survey
from domain.dialogue.talk import Prompt, PromptKind
from domain.method.quadrant import place

Run = Callable[[Desk, Seat, str], str | None]
"""(desk, seat, argument) → toast."""

_LONGEST = 32
"""Letters of an unknown command that are compared: no name is so long."""


@dataclass(frozen=True, slots=True)
class Command:
    """`roles` may run it in a plan; None: anybody, plan or not. `manner` is that of a button that runs it."""

    run: Run
    roles: frozenset[Role] | None
    manner: Manner = Manner.ASIDE


def run(desk: Desk, here: Seat, order: Order) -> str | None:
    """Run a command in private."""
    return run_named(desk, here, order.name, order.argument)


def run_named(desk: Desk, here: Seat, name: str, argument: str = "") -> str | None:
    command = COMMANDS.get(canonical(name))
    if command is None:
        return unreadable(desk, here, "command", typed=name, nearest=nearest(name))
    if command.roles is None or here.role in command.roles:
        return command.run(desk, here, argument)
    if here.role is None and here.spot.is_private:
        menus.without_plan(desk, here)
    else:
        desk.say(here.spot, desk.text(here.spot, "commands:leads_only" if here.role else "commands:not_member"))
    return None


def run_in_group(desk: Desk, here: Seat, order: Order) -> str | None:
    """Run one of the few commands that make sense in a group; say where the others work."""
    name = canonical(order.name)
    if name == "start" and order.argument:
        binding.bind(desk, here, order.argument)
    elif name in IN_GROUPS or not is_known(name):
        run_named(desk, here, "aide" if name == "start" else name)
    else:
        desk.say(here.spot, desk.text(here.spot, "commands:private_only", bot=desk.house.bot_name))
    return None


def canonical(name: str) -> str:
    """The French name of a command."""
    return ALIASES.get(name, name)


def is_known(name: str) -> bool:
    return canonical(name) in COMMANDS


def nearest(name: str) -> str:
    """The command whose name is closest to one that is unknown; empty when none is near."""
    return next(iter(get_close_matches(name[:_LONGEST], [*COMMANDS, *ALIASES], 1)), "")


def nothing_asked(desk: Desk, here: Seat) -> str | None:
    """Words from someone who was asked nothing: say what they can do."""
    if here.role is None:
        menus.without_plan(desk, here)
    else:
        menus.welcome(desk, here)
    return None


def go_on(desk: Desk, here: Seat) -> None:
    """Show what comes next: the question in progress to a lead, what they may do to anybody else."""
    if here.role is Role.LEAD:
        turn(desk, here.spot, here.talk, Resume())
    else:
        nothing_asked(desk, here)


def unreadable(desk: Desk, here: Seat, kind: str, **facts: str) -> str | None:
    """Say what cannot be read; a lead is asked again what was being asked in private."""
    if here.spot.is_private and here.role is Role.LEAD and here.talk.talk.live is not None:
        return turn(desk, here.spot, here.talk, Unreadable(kind, facts))
    desk.say(here.spot, desk.text(here.spot, "common:note_unreadable", kind=kind, **facts))
    return None


def language_changed(desk: Desk, here: Seat) -> str | None:
    desk.say(here.spot, desk.text(here.spot, "commands:language_changed"))
    if here.role:
        go_on(desk, here)
    return None


# One function a command -----------------------------------------------------------------------------------------------


def _start(desk: Desk, here: Seat, argument: str) -> str | None:
    return joining.started(desk, here, argument)


def _plan(desk: Desk, here: Seat, argument: str) -> str | None:
    menu.show(desk, here)
    return None


def _event(event: Event) -> Run:
    return lambda desk, here, _: turn(desk, here.spot, here.talk, event)


def _edit(desk: Desk, here: Seat, argument: str) -> str | None:
    """Offer every chapter that holds an answer."""
    assert here.plan is not None  # noqa: S101 - the table asks for a role
    opened = open_plan(desk, here.plan)
    seen = survey(desk.house.script, opened.dossier)
    begun = {each.chapter for each in seen.places if each.answer}
    acts = tuple(f"open:{chapter.id}" for chapter in desk.house.script.chapters if chapter.id in begun)
    if not acts:
        desk.say(here.spot, desk.text(here.spot, "commands:nothing_to_edit"))
        go_on(desk, here)
        return None
    menu = Prompt(desk.new_id(), PromptKind.MENU, None, 0, (*acts, "resume"), desk.now)
    return opened.show(here.spot, here.talk.id, (Ask(menu),))


def _matrix(desk: Desk, here: Seat, argument: str) -> str | None:
    assert here.plan is not None  # noqa: S101 - the table asks for a role
    scored = [action for action in plan_shown(desk.db, here.plan, here.spot.chat).plan.actions if place(action.score)]
    if not scored:
        desk.say(here.spot, desk.text(here.spot, "commands:matrix_empty"))
    else:
        desk.order(here.spot, {"do": "matrix", "plan": here.plan, "language": here.spot.language})
    return None


def _summary(desk: Desk, here: Seat, argument: str) -> str | None:
    assert here.plan is not None  # noqa: S101 - the table asks for a role
    open_plan(desk, here.plan)  # one that cannot be read is explained now, not when the document is made
    desk.order(here.spot, {"do": "summary", "plan": here.plan, "language": here.spot.language})
    return None


def _indicators(desk: Desk, here: Seat, argument: str) -> str | None:
    desk.say(here.spot, indicators.listing(desk, here))
    return None


def _obligations(desk: Desk, here: Seat, argument: str) -> str | None:
    desk.say(here.spot, duties_page.told(desk, here))
    return None


def _reminders(desk: Desk, here: Seat, argument: str) -> str | None:
    reminders_card.show(desk, here)
    return None


def _team(desk: Desk, here: Seat, argument: str) -> str | None:
    team.show(desk, here)
    return None


def _leave(desk: Desk, here: Seat, argument: str) -> str | None:
    leaving.offer_to(desk, here)
    return None


def _confide(desk: Desk, here: Seat, argument: str) -> str | None:
    lead.confide(desk, here)
    return None


def _language(desk: Desk, here: Seat, argument: str) -> str | None:
    choices = [(f"language:{code}", desk.label(here.spot, f"start:act_language_{code}")) for code in ("fr", "en")]
    offer(desk, here.spot, desk.text(here.spot, "commands:language"), choices, width=2)
    return None


def _my_data(desk: Desk, here: Seat, argument: str) -> str | None:
    desk.order(here.spot, {"do": "my_data", "person": here.person.id, "language": here.spot.language})
    return None


def _erase(desk: Desk, here: Seat, argument: str) -> str | None:
    choices = [
        ("erase", desk.label(here.spot, "commands:act_erase")),
        ("spare", desk.label(here.spot, "commands:act_spare")),
    ]
    led = (each.plan_id for each in memberships.of_person(desk.db, here.person.id) if each.role is Role.LEAD)
    alone = [plan for plan in led if not memberships.has_other_lead(desk.db, plan, here.person.id)]
    offer(desk, here.spot, desk.text(here.spot, "commands:erase", plans=len(alone)), choices)
    return None


def _help(desk: Desk, here: Seat, argument: str) -> str | None:
    audience = (here.role or "nobody") if here.spot.is_private else "group"
    desk.say(here.spot, desk.text(here.spot, f"commands:help_{audience}", contact=desk.house.contact))
    return None


COMMANDS: Mapping[str, Command] = {
    "start": Command(_start, None, Manner.TURNS),
    "plan": Command(_plan, MEMBERS),
    "reprendre": Command(_event(Resume()), LEADS, Manner.TURNS),
    "modifier": Command(_edit, LEADS, Manner.TURNS),
    "retour": Command(_event(Back()), LEADS, Manner.TURNS),
    "pause": Command(_event(Pause()), LEADS, Manner.TURNS),
    "annuler": Command(_event(Cancel()), LEADS, Manner.TURNS),
    "matrice": Command(_matrix, MEMBERS),
    "indicateurs": Command(_indicators, MEMBERS),
    "synthese": Command(_summary, MEMBERS),
    "obligations": Command(_obligations, MEMBERS),
    "equipe": Command(_team, LEADS),
    "confier": Command(_confide, LEADS),
    "quitter": Command(_leave, MEMBERS),
    "rappels": Command(_reminders, MEMBERS),
    "langue": Command(_language, None, Manner.IN_PLACE),
    "mesdonnees": Command(_my_data, None, Manner.IN_PLACE),
    "supprimer": Command(_erase, None, Manner.IN_PLACE),
    "aide": Command(_help, None, Manner.IN_PLACE),
}
ALIASES: Mapping[str, str] = {
    "resume": "reprendre",
    "edit": "modifier",
    "back": "retour",
    "cancel": "annuler",
    "matrix": "matrice",
    "indicators": "indicateurs",
    "summary": "synthese",
    "duties": "obligations",
    "team": "equipe",
    "handover": "confier",
    "leave": "quitter",
    "reminders": "rappels",
    "language": "langue",
    "mydata": "mesdonnees",
    "erase": "supprimer",
    "help": "aide",
}
"""The same in English: commands hold only unaccented letters, and people guess."""
IN_GROUPS = frozenset({"start", "matrice", "indicateurs", "synthese", "aide"})
