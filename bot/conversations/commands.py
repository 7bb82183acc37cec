"""The commands: each works in every state, and never loses an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic

from bot.chat.incoming import CommandSent
from bot.conversations import menus
from bot.conversations.access import MEMBERS, Act, AnyTurn, Manner, roles_of
from bot.conversations.delegation import lead
from bot.conversations.membership import binding, joining, leaving, team
from bot.conversations.offers import offer
from bot.conversations.plan import duties_page, indicators, menu, reminders_card
from bot.conversations.session import LeadTurn, PlanTurn, Turn
from bot.conversations.turn import advance, open_plan
from bot.current_plan import plan_shown
from bot.storage import memberships
from bot.storage.memberships import Role
from bot.wording.wordbook import LANGUAGES
from domain.dialogue.events import Ask, Back, Cancel, Event, Pause, Resume, Unreadable
from domain.dialogue.survey import survey
from domain.dialogue.talk import Prompt, PromptKind
from domain.method.quadrant import placement_of

_LONGEST = 32
"""Letters of an unknown command that are compared: no name is so long."""


@dataclass(frozen=True, slots=True)
class Command(Generic[AnyTurn]):
    """The kind of `turn` says who may run it: a lead, a member, else anybody, plan or not.

    `manner` is that of a button that runs it.
    """

    run: Callable[[AnyTurn], str | None]
    turn: type[AnyTurn]
    manner: Manner = Manner.ASIDE

    @property
    def roles(self) -> frozenset[Role] | None:
        return roles_of(self.turn, MEMBERS)

    def button(self, name: str) -> Act[AnyTurn]:
        """Return what a button that runs the command does."""
        return Act(lambda turn, _row, _argument: run_named(turn, name), self.turn, self.manner, stays=True)

    def run_in(self, turn: Turn) -> str | None:
        return self.run(self.turn.within(turn, turn.plan, turn.role))


def run_named(turn: Turn, name: str, argument: str = "") -> str | None:
    """Run a command; return the toast."""
    command = COMMANDS.get(canonical(name))
    if command is None:
        return unreadable(turn, "command", typed=name, nearest=nearest(name))
    if name == "start" and argument:
        return joining.started(turn, argument)
    if command.roles is None or turn.role in command.roles:
        return command.run_in(turn)
    if turn.role is None and turn.recipient.is_private:
        menus.without_plan(turn)
    else:
        turn.say("commands:leads_only" if turn.role else "commands:not_member")
    return None


def run_in_group(turn: Turn, order: CommandSent) -> str | None:
    """Run one of the few commands that make sense in a group; say where the others work."""
    name = canonical(order.name)
    if name == "start" and order.argument:
        binding.bind(turn, order.argument)
    elif name in IN_GROUPS or not is_known(name):
        run_named(turn, "aide" if name == "start" else name)
    else:
        turn.say("commands:private_only", bot=turn.app.bot_name)
    return None


def canonical(name: str) -> str:
    """The French name of a command."""
    return ALIASES.get(name, name)


def is_known(name: str) -> bool:
    return canonical(name) in COMMANDS


def nearest(name: str) -> str:
    """The command whose name is closest to one that is unknown; empty when none is near."""
    return next(iter(get_close_matches(name[:_LONGEST], [*COMMANDS, *ALIASES], 1)), "")


def nothing_asked(turn: Turn) -> str | None:
    """Words from someone who was asked nothing: say what they can do."""
    if turn.role is None:
        menus.without_plan(turn)
    else:
        menus.welcome(turn)
    return None


def go_on(turn: Turn) -> None:
    """Show what comes next: the question in progress to a lead, what they may do to anybody else."""
    if turn.role is Role.LEAD:
        advance(turn, Resume())
    else:
        nothing_asked(turn)


def unreadable(turn: Turn, kind: str, **facts: str) -> str | None:
    """Say what cannot be read; a lead is asked again what was being asked in private."""
    if turn.recipient.is_private and turn.role is Role.LEAD and turn.conversation.talk.live is not None:
        return advance(turn, Unreadable(kind, facts))
    turn.say("common:note_unreadable", kind=kind, **facts)
    return None


def language_changed(turn: Turn) -> str | None:
    turn.say("commands:language_changed")
    if turn.role:
        go_on(turn)
    return None


# One function a command -----------------------------------------------------------------------------------------------


def _event(event: Event) -> Callable[[LeadTurn], str | None]:
    return lambda turn: advance(turn, event)


def _edit(turn: LeadTurn) -> str | None:
    """Offer every chapter that holds an answer."""
    opened = open_plan(turn, turn.plan_id)
    begun = {
        placement_of.chapter for placement_of in survey(turn.app.script, opened.dossier).slots if placement_of.answer
    }
    acts = tuple(f"open:{chapter.id}" for chapter in turn.app.script.chapters if chapter.id in begun)
    if not acts:
        turn.say("commands:nothing_to_edit")
        go_on(turn)
        return None
    chapters = Prompt(turn.new_id(), PromptKind.MENU, None, 0, (*acts, "resume"), turn.now)
    return opened.show(turn.recipient, turn.conversation.id, (Ask(chapters),))


def _matrix(turn: PlanTurn) -> None:
    shown = plan_shown(turn.db, turn.plan_id, turn.recipient.chat).plan
    if any(placement_of(action.score) for action in shown.actions):
        turn.order({"do": "matrix", "plan": turn.plan_id, "language": turn.recipient.language})
    else:
        turn.say("commands:matrix_empty")


def _summary(turn: PlanTurn) -> None:
    open_plan(turn, turn.plan_id)  # one that cannot be read is explained now, not when the document is made
    turn.order({"do": "summary", "plan": turn.plan_id, "language": turn.recipient.language})


def _language(turn: Turn) -> None:
    choices = [(f"language:{code}", turn.label(f"start:act_language_{code}")) for code in LANGUAGES]
    offer(turn, turn.recipient, turn.text("commands:language"), choices, width=2)


def _my_data(turn: Turn) -> None:
    turn.order({"do": "my_data", "person": turn.person.id, "language": turn.recipient.language})


def _erase(turn: Turn) -> None:
    choices = [("erase", turn.label("commands:act_erase")), ("spare", turn.label("commands:act_spare"))]
    led = (each.plan_id for each in memberships.of_person(turn.db, turn.person.id) if each.role is Role.LEAD)
    alone = [plan for plan in led if not memberships.has_other_lead(turn.db, plan, turn.person.id)]
    offer(turn, turn.recipient, turn.text("commands:erase", plans=len(alone)), choices)


def _help(turn: Turn) -> None:
    audience = (turn.role or "nobody") if turn.recipient.is_private else "group"
    turn.say(f"commands:help_{audience}", contact=turn.app.contact)


COMMANDS: Mapping[str, Command[Turn] | Command[PlanTurn] | Command[LeadTurn]] = {
    "start": Command(joining.started, Turn, Manner.TURNS),
    "plan": Command(menu.show, PlanTurn),
    "reprendre": Command(_event(Resume()), LeadTurn, Manner.TURNS),
    "modifier": Command(_edit, LeadTurn, Manner.TURNS),
    "retour": Command(_event(Back()), LeadTurn, Manner.TURNS),
    "pause": Command(_event(Pause()), LeadTurn, Manner.TURNS),
    "annuler": Command(_event(Cancel()), LeadTurn, Manner.TURNS),
    "matrice": Command(_matrix, PlanTurn),
    "indicateurs": Command(indicators.show, PlanTurn),
    "synthese": Command(_summary, PlanTurn),
    "obligations": Command(duties_page.show, PlanTurn),
    "equipe": Command(team.show, LeadTurn),
    "confier": Command(lead.confide, LeadTurn),
    "quitter": Command(leaving.offer_to, PlanTurn),
    "rappels": Command(reminders_card.show, PlanTurn),
    "langue": Command(_language, Turn, Manner.IN_PLACE),
    "mesdonnees": Command(_my_data, Turn, Manner.IN_PLACE),
    "supprimer": Command(_erase, Turn, Manner.IN_PLACE),
    "aide": Command(_help, Turn, Manner.IN_PLACE),
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
