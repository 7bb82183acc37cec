"""Every act of every button, in one table: who may do it, where, and what becomes of the plan that is open."""

from collections.abc import Mapping
from functools import partial

from bot.conversations import commands, taps
from bot.conversations.access import ANSWERERS, Act, Manner
from bot.conversations.delegation import lead
from bot.conversations.membership import binding, farewells, joining, leaving, members, team
from bot.conversations.plan import menu, reminders_card
from bot.conversations.session import LeadTurn, PlanTurn, Turn
from bot.conversations.spreadsheet import flow
from bot.conversations.turn import advance
from bot.storage import people
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at
from domain.dialogue.events import Edit
from domain.dialogue.path import Path

SomeAct = Act[Turn] | Act[PlanTurn] | Act[LeadTurn]
QUESTION, NUDGE, HANDED = "question", "nudge", "handed"
"""Cards that keep their own state: each has one entry for all of its buttons."""


def perform(turn: Turn, row: PromptRow, op: str) -> str | None:
    """Do what a button of a card says, in the plan of the card; one that was already used says so."""
    found = named(row, op)
    if found is None:
        return turn.label("common:note_stale_button")
    act, argument = found
    return act.press(turn, row, op, argument)


def named(row: PromptRow, op: str) -> tuple[SomeAct, str] | None:
    """Return what a button does, with its argument; None when its card has no such button, or not any more.

    A card that keeps its own state says itself which buttons it still has.
    """
    if row.is_engine or row.kind in {NUDGE, HANDED}:
        return ACTS[QUESTION if row.is_engine else row.kind], op
    said = act_at(row.acts, op) if row.is_live else None
    return entry(said) if said else None


def entry(said: str) -> tuple[SomeAct, str] | None:
    """Return the entry of an act, by its first two words or its first, and what is left of it."""
    verb, _, rest = said.partition(":")
    second, _, argument = rest.partition(":")
    if found := ACTS.get(f"{verb}:{second}"):
        return found, argument
    return (ACTS[verb], rest) if verb in ACTS else None


# A person who declines or erases is told in the toast, which is kept nowhere.


def _consent(turn: Turn, row: PromptRow, _argument: str) -> str | None:
    return joining.agreed(turn, str(row.payload.get("start", "")))


def _erase(said: str, turn: Turn, _row: PromptRow, _argument: str) -> str | None:
    farewells.erase(turn, turn.person.id)
    return turn.label(said)


def _language(turn: Turn, row: PromptRow, code: str) -> str | None:
    people.set_language(turn.db, turn.person.id, code)
    spoken = turn.speaking(code)
    if turn.person.consent_at is None:
        joining.ask_consent(spoken, str(row.payload.get("start", "")))
        return None
    return commands.language_changed(spoken)


def _begin(turn: Turn, _row: PromptRow, _argument: str) -> str | None:
    return joining.begin(turn)


def _stay(turn: Turn, _row: PromptRow, _argument: str) -> str | None:
    """Somebody silent is back: the press itself is what tells it."""
    return turn.label("farewell:stayed")


def _spare(turn: Turn, _row: PromptRow, _argument: str) -> str | None:
    commands.go_on(turn)
    return turn.label("common:note_cancelled")


def _plan(turn: Turn, _row: PromptRow, plan: str) -> str | None:
    return commands.run_named(turn.move_to(int(plan)), "plan")


def _edit(turn: LeadTurn, _row: PromptRow, path: str) -> str | None:
    return advance(turn, Edit(Path.parse(path)))


_ASIDE, _TURNS, _IN_PLACE = Manner.ASIDE, Manner.TURNS, Manner.IN_PLACE

ACTS: Mapping[str, SomeAct] = {
    # Cards that keep their own state
    QUESTION: Act(taps.question, LeadTurn, _TURNS, stays=True),
    NUDGE: Act(taps.nudge, PlanTurn, _IN_PLACE, stays=True, in_groups=True, among=ANSWERERS),
    HANDED: Act(taps.handed_question, Turn, _IN_PLACE, stays=True),
    # A person and what is theirs
    "consent": Act(_consent, Turn, _IN_PLACE, before_consent=True),
    "decline": Act(partial(_erase, "start:declined"), Turn, _IN_PLACE, before_consent=True),
    "language": Act(_language, Turn, _IN_PLACE, before_consent=True),
    "begin": Act(_begin, Turn, _IN_PLACE),
    "erase": Act(partial(_erase, "commands:erased"), Turn, _IN_PLACE),
    "spare": Act(_spare, Turn, _IN_PLACE),
    "stay": Act(_stay, Turn, _IN_PLACE),
    "takeover": Act(farewells.take_over, PlanTurn, _TURNS),
    # Menus
    **{f"do:{name}": command.button(name) for name, command in commands.COMMANDS.items()},
    "plan": Act(_plan, Turn, _IN_PLACE, stays=True, names_plan=True),
    "go": Act(menu.go, LeadTurn, _TURNS, stays=True),
    "later": Act(menu.later, LeadTurn, _TURNS, stays=True),
    "path": Act(menu.change_path, LeadTurn, _TURNS, stays=True),
    "edit": Act(_edit, LeadTurn, _TURNS, stays=True),
    "amend": Act(menu.amend, LeadTurn, _TURNS, stays=True),
    "more": Act(menu.more, PlanTurn, _ASIDE, stays=True),
    "changes": Act(menu.changes, PlanTurn, _ASIDE, stays=True),
    "versions": Act(menu.offer_versions, PlanTurn, _ASIDE, stays=True),
    "version": Act(menu.make_again, PlanTurn, _ASIDE, stays=True),
    # The team
    "invite": Act(team.invite, LeadTurn, _ASIDE, stays=True),
    "revoke": Act(team.revoke_all, LeadTurn, _IN_PLACE),
    "team": Act(team.more, LeadTurn, _ASIDE, stays=True),
    "member": Act(members.show, LeadTurn, _ASIDE, stays=True),
    "role": Act(members.ask_role, LeadTurn, _ASIDE, stays=True),
    "role:sure": Act(members.change_role, LeadTurn, _ASIDE),
    "remove": Act(members.ask_removal, LeadTurn, _ASIDE, stays=True),
    "remove:sure": Act(members.remove, LeadTurn, _ASIDE),
    "leave": Act(leaving.ask, PlanTurn, _ASIDE, stays=True),
    "leave:sure": Act(leaving.leave, PlanTurn, _ASIDE),
    "bind:sure": Act(binding.confirm, LeadTurn, _ASIDE),
    "bind:refuse": Act(binding.refuse, LeadTurn, _IN_PLACE),
    "unbind": Act(binding.ask_unbinding, LeadTurn, _ASIDE, stays=True),
    "unbind:sure": Act(binding.unbind, LeadTurn, _ASIDE),
    # Reminders
    "rules:pause": Act(partial(reminders_card.change, "pause"), LeadTurn, _ASIDE, stays=True),
    "rules:resume": Act(partial(reminders_card.change, "resume"), LeadTurn, _ASIDE, stays=True),
    "rules:stop": Act(partial(reminders_card.change, "stop"), LeadTurn, _ASIDE, stays=True),
    "rules:hour": Act(reminders_card.hour, PlanTurn, _IN_PLACE, stays=True, among=ANSWERERS),
    # Handed questions, as their lead sees them
    "hand:to": Act(partial(lead.hand, "to"), LeadTurn, _ASIDE),
    "hand:link": Act(partial(lead.hand, "link"), LeadTurn, _ASIDE),
    "hand:next": Act(partial(lead.hand, "next"), LeadTurn, _TURNS),
    "hand:show": Act(partial(lead.settle, "show"), LeadTurn, _ASIDE),
    "hand:withdraw": Act(partial(lead.settle, "withdraw"), LeadTurn, _ASIDE),
    "hand:accept": Act(partial(lead.settle, "accept"), LeadTurn, _TURNS),
    "hand:again": Act(partial(lead.settle, "again"), LeadTurn, _IN_PLACE),
    # Files
    "import:page": Act(partial(flow.press, "page"), LeadTurn, _IN_PLACE, stays=True),
    "import:as": Act(partial(flow.press, "as"), LeadTurn, _IN_PLACE, stays=True),
    "import:cancel": Act(partial(flow.press, "cancel"), LeadTurn, _TURNS, stays=True),
    "import:go": Act(partial(flow.press, "go"), LeadTurn, _TURNS, stays=True),
    "import:to": Act(partial(flow.press, "to"), LeadTurn, _TURNS, stays=True),
    "import:later": Act(partial(flow.press, "later"), LeadTurn, _TURNS, stays=True),
    "import:undo": Act(partial(flow.press, "undo"), LeadTurn, _TURNS, stays=True),
}
"""By verb, or by verb and what it says first; one that is missing here does nothing at all."""
