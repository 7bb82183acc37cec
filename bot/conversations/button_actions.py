"""Every act of every button, in one table: who may do it, where, and what becomes of the plan that is open."""

from collections.abc import Mapping
from functools import partial

from bot.chat.outgoing import EditKeyboard
from bot.conversations import amending, commands, taps
from bot.conversations.access import ANSWERERS, LEADS, MEMBERS, Act, Manner, admitted
from bot.conversations.delegation import lead
from bot.conversations.desk import Desk
from bot.conversations.membership import binding, farewells, joining, leaving, members, team
from bot.conversations.plan import menu, reminders_card
from bot.conversations.seat import Seat, move_to
from bot.conversations.spreadsheet import flow
from bot.conversations.turn import turn
from bot.storage import people, prompts
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at
from domain.dialogue.events import Edit
from domain.dialogue.path import Path

QUESTION, NUDGE, HANDED = "question", "nudge", "handed"
"""Cards that keep their own state: each has one entry for all of its buttons."""


def perform(desk: Desk, here: Seat, row: PromptRow, op: str) -> str | None:
    """Do what a button of a card says, in the plan of the card; one that was already used says so."""
    found = named(row, op)
    if found is None:
        return desk.label(here.spot, "common:note_stale_button")
    act, argument = found
    seat = admitted(desk, here, row, act, argument)
    if isinstance(seat, str):
        return desk.label(here.spot, seat)
    if not act.stays:
        prompts.close(desk.db, row.id, chosen=act_at(row.acts, op), now=desk.now)
        desk.post(here.spot, EditKeyboard(row.message_id), prompt=row.id)
    return act.do(desk, seat, row, argument)


def named(row: PromptRow, op: str) -> tuple[Act, str] | None:
    """Return what a button does, with its argument; None when its card has no such button, or not any more.

    A card that keeps its own state says itself which buttons it still has.
    """
    if row.is_engine or row.kind in {NUDGE, HANDED}:
        return ACTS[QUESTION if row.is_engine else row.kind], op
    said = act_at(row.acts, op) if row.is_live else None
    return entry(said) if said else None


def entry(said: str) -> tuple[Act, str] | None:
    """Return the entry of an act, by its first two words or its first, and what is left of it."""
    verb, _, rest = said.partition(":")
    second, _, argument = rest.partition(":")
    if found := ACTS.get(f"{verb}:{second}"):
        return found, argument
    return (ACTS[verb], rest) if verb in ACTS else None


# A person who declines or erases is told in the toast, which is kept nowhere.


def _consent(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    return joining.agreed(desk, here, str(row.payload.get("start", "")))


def _erase(said: str, desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    farewells.erase(desk, here.person.id)
    return desk.label(here.spot, said)


def _language(desk: Desk, here: Seat, row: PromptRow, code: str) -> str | None:
    people.set_language(desk.db, here.person.id, code)
    spoken = here.speaking(code)
    if here.person.consent_at is None:
        joining.ask_consent(desk, spoken, str(row.payload.get("start", "")))
        return None
    return commands.language_changed(desk, spoken)


def _begin(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    return joining.begin(desk, here)


def _stay(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    """Somebody silent is back: the press itself is what tells it."""
    return desk.label(here.spot, "farewell:stayed")


def _spare(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    commands.go_on(desk, here)
    return desk.label(here.spot, "common:note_cancelled")


def _command(name: str, desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    return commands.run_named(desk, here, name)


def _plan(desk: Desk, here: Seat, _row: PromptRow, plan: str) -> str | None:
    return commands.run_named(desk, move_to(desk, here, int(plan)), "plan")


def _edit(desk: Desk, here: Seat, _row: PromptRow, path: str) -> str | None:
    return turn(desk, here.spot, here.talk, Edit(Path.parse(path)))


_ASIDE, _TURNS, _IN_PLACE = Manner.ASIDE, Manner.TURNS, Manner.IN_PLACE

ACTS: Mapping[str, Act] = {
    # Cards that keep their own state
    QUESTION: Act(taps.question, LEADS, _TURNS, stays=True),
    NUDGE: Act(taps.nudge, ANSWERERS, _IN_PLACE, stays=True, in_groups=True),
    HANDED: Act(taps.handed_question, None, _IN_PLACE, stays=True),
    # A person and what is theirs
    "consent": Act(_consent, None, _IN_PLACE, before_consent=True),
    "decline": Act(partial(_erase, "start:declined"), None, _IN_PLACE, before_consent=True),
    "language": Act(_language, None, _IN_PLACE, before_consent=True),
    "begin": Act(_begin, None, _IN_PLACE),
    "erase": Act(partial(_erase, "commands:erased"), None, _IN_PLACE),
    "spare": Act(_spare, None, _IN_PLACE),
    "stay": Act(_stay, None, _IN_PLACE),
    "takeover": Act(farewells.take_over, MEMBERS, _TURNS),
    # Menus
    **{
        f"do:{name}": Act(partial(_command, name), each.roles, each.manner, stays=True)
        for name, each in commands.COMMANDS.items()
    },
    "plan": Act(_plan, None, _IN_PLACE, stays=True, names_plan=True),
    "go": Act(menu.go, LEADS, _TURNS, stays=True),
    "later": Act(menu.later, LEADS, _TURNS, stays=True),
    "path": Act(menu.change_path, LEADS, _TURNS, stays=True),
    "edit": Act(_edit, LEADS, _TURNS, stays=True),
    "amend": Act(menu.amend, LEADS, _TURNS, stays=True),
    "more": Act(menu.more, MEMBERS, _ASIDE, stays=True),
    "changes": Act(amending.changes, MEMBERS, _ASIDE, stays=True),
    "versions": Act(amending.offer_versions, MEMBERS, _ASIDE, stays=True),
    "version": Act(amending.make_again, MEMBERS, _ASIDE, stays=True),
    # The team
    "invite": Act(team.invite, LEADS, _ASIDE, stays=True),
    "revoke": Act(team.revoke_all, LEADS, _IN_PLACE),
    "team": Act(team.more, LEADS, _ASIDE, stays=True),
    "member": Act(members.show, LEADS, _ASIDE, stays=True),
    "role": Act(members.ask_role, LEADS, _ASIDE, stays=True),
    "role:sure": Act(members.change_role, LEADS, _ASIDE),
    "remove": Act(members.ask_removal, LEADS, _ASIDE, stays=True),
    "remove:sure": Act(members.remove, LEADS, _ASIDE),
    "leave": Act(leaving.ask, MEMBERS, _ASIDE, stays=True),
    "leave:sure": Act(leaving.leave, MEMBERS, _ASIDE),
    "bind:sure": Act(binding.confirm, LEADS, _ASIDE),
    "bind:refuse": Act(binding.refuse, LEADS, _IN_PLACE),
    "unbind": Act(binding.ask_unbinding, LEADS, _ASIDE, stays=True),
    "unbind:sure": Act(binding.unbind, LEADS, _ASIDE),
    # Reminders
    "rules:pause": Act(partial(reminders_card.change, "pause"), LEADS, _ASIDE, stays=True),
    "rules:resume": Act(partial(reminders_card.change, "resume"), LEADS, _ASIDE, stays=True),
    "rules:stop": Act(partial(reminders_card.change, "stop"), LEADS, _ASIDE, stays=True),
    "rules:hour": Act(reminders_card.hour, ANSWERERS, _IN_PLACE, stays=True),
    # Handed questions, as their lead sees them
    "hand:to": Act(partial(lead.hand, "to"), LEADS, _ASIDE),
    "hand:link": Act(partial(lead.hand, "link"), LEADS, _ASIDE),
    "hand:next": Act(partial(lead.hand, "next"), LEADS, _TURNS),
    "hand:show": Act(partial(lead.settle, "show"), LEADS, _ASIDE),
    "hand:withdraw": Act(partial(lead.settle, "withdraw"), LEADS, _ASIDE),
    "hand:accept": Act(partial(lead.settle, "accept"), LEADS, _TURNS),
    "hand:again": Act(partial(lead.settle, "again"), LEADS, _IN_PLACE),
    # Files
    "import:page": Act(partial(flow.press, "page"), LEADS, _IN_PLACE, stays=True),
    "import:as": Act(partial(flow.press, "as"), LEADS, _IN_PLACE, stays=True),
    "import:cancel": Act(partial(flow.press, "cancel"), LEADS, _TURNS, stays=True),
    "import:go": Act(partial(flow.press, "go"), LEADS, _TURNS, stays=True),
    "import:to": Act(partial(flow.press, "to"), LEADS, _TURNS, stays=True),
    "import:later": Act(partial(flow.press, "later"), LEADS, _TURNS, stays=True),
    "import:undo": Act(partial(flow.press, "undo"), LEADS, _TURNS, stays=True),
}
"""By verb, or by verb and what it says first; one that is missing here does nothing at all."""
