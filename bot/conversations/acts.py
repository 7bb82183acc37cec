"""What the buttons of the application itself do: consent, language, invitations, erasure."""

from collections.abc import Callable, Mapping

from bot.conversations import amending, arriving, commands, entrusting, importing, overview, plan_menu, team
from bot.conversations.desk import Desk
from bot.conversations.seat import Seat, move_to
from bot.delivery.message import EditKeyboard
from bot.storage import memberships, people, privacy, prompts
from bot.storage.prompts import PromptRow
from domain.dialogue.acts import act_at

Perform = Callable[[Desk, Seat, PromptRow, str], str | None]
"""(desk, seat, prompt, argument of the act) → toast."""


def perform(desk: Desk, here: Seat, row: PromptRow, op: str) -> str | None:
    """Do what a button of an offer says; one that was already used says so."""
    act = act_at(row.acts, op)
    if act is None or not row.is_live:
        return desk.label(here.spot, "common:note_stale_button")
    verb, _, argument = act.partition(":")
    if verb not in STANDING:
        prompts.close(desk.db, row.id, chosen=act, now=desk.now)
        desk.post(here.spot, EditKeyboard(row.message_id), prompt=row.id)
    return ACTS[verb](desk, here, row, argument)


# A person who declines or erases is told in the toast, which is kept nowhere.


def _consent(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return arriving.agreed(desk, here, str(row.payload.get("start", "")))


def _decline(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    privacy.erase(desk.db, here.person.id, desk.now)
    return desk.label(here.spot, "start:declined")


def _language(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    people.set_language(desk.db, here.person.id, argument)
    spoken = here.speaking(argument)
    if here.person.consent_at is None:
        arriving.ask_consent(desk, spoken, str(row.payload.get("start", "")))
        return None
    return commands.language_changed(desk, spoken)


def _do(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return commands.run_named(desk, here if row.plan_id is None else move_to(desk, here, row.plan_id), argument)


def _plan(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    if memberships.role(desk.db, int(argument), here.person.id) is None:
        return desk.label(here.spot, "common:note_not_yours")
    return commands.run_named(desk, move_to(desk, here, int(argument)), "plan")


def _begin(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return arriving.begin(desk, here)


def _erase(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    privacy.erase(desk.db, here.person.id, desk.now)
    return desk.label(here.spot, "commands:erased")


def _spare(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return desk.label(here.spot, "common:note_cancelled")


def _invite(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    role, _, label = argument.partition(":")
    team.invite(desk, here, role, label or None)
    return None


def _revoke(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return team.revoke_all(desk, here)


def _rules(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return overview.act(desk, here, argument)


def _import(desk: Desk, here: Seat, row: PromptRow, argument: str) -> str | None:
    return importing.press(desk, here, row, argument)


STANDING = frozenset({"do", "plan", "invite", "rules", "import", "go", "later", "path", "more", "changes", "amend"})
"""Acts whose buttons stay: they may be pressed again, or take them away themselves."""

ACTS: Mapping[str, Perform] = {
    "consent": _consent,
    "decline": _decline,
    "language": _language,
    "do": _do,
    "plan": _plan,
    "begin": _begin,
    "erase": _erase,
    "spare": _spare,
    "invite": _invite,
    "revoke": _revoke,
    "rules": _rules,
    "import": _import,
    "hand": entrusting.act,
    "go": plan_menu.go,
    "later": plan_menu.later,
    "path": plan_menu.change_path,
    "more": plan_menu.more,
    "changes": amending.changes,
    "amend": plan_menu.amend,
}
