"""`/plan`: where the plan stands, chapter by chapter, its versions, and the buttons that lead everywhere."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from bot.conversations import menus
from bot.conversations.offers import Choices, offer, offer_rows
from bot.conversations.session import LeadTurn, PlanTurn, Turn
from bot.conversations.turn import advance, open_plan
from bot.conversations.versions.differences import found
from bot.conversations.versions.versions import (
    AMENDMENTS,
    CHAPTER,
    Edition,
    editions,
    pages_of,
    reader_of,
    tell_changes,
)
from bot.storage import talks
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from bot.storage.talks import ConversationRow
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.events import Edit, Given, Go, Resume, Tapped
from domain.dialogue.path import Path
from domain.dialogue.progress import ChapterProgress, progress
from domain.dialogue.scopes import LATER, left
from domain.dialogue.survey import ScriptState, survey
from domain.dialogue.talk import Prompt, PromptKind
from domain.projection import plan_from

SIDE_BY_SIDE = 2
LISTED = 5
"""The latest versions, that the menu lists."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a plan stands."""

    seen: ScriptState
    steps: tuple[ChapterProgress, ...]
    frozen: tuple[Edition, ...]
    changes: int
    """How many since the last version."""


def show(turn: PlanTurn) -> None:
    """Say where the plan stands; who leads it gets the chapters as buttons, others what they may read."""
    opened = open_plan(turn, turn.plan_id)
    seen = survey(turn.app.script, opened.dossier)
    steps = progress(turn.app.script, seen, turn.conversation.talk.chapter)
    frozen = editions(turn, turn.plan_id)
    readers = [reader_of(turn, turn.recipient, each) for each in (frozen[-1].dossier, opened.dossier)] if frozen else []
    plan = _Standing(seen, steps, frozen, len(found(*readers)) if readers else 0)
    if turn.role is Role.LEAD:
        offer_rows(turn, turn.recipient, _text(turn, plan), list(_buttons(turn, plan)), plan=turn.plan_id)
    else:
        others = list(_of_versions(turn, plan))
        menus.show(turn, turn.recipient, turn.plan_id, turn.role, _text(turn, plan), others=others)


def _text(turn: Turn, at: _Standing) -> str:
    plan = plan_from(*at.seen.known)
    return turn.text(
        "commands:plan",
        plan=plan.name or "",
        territory=plan.territory.name or "",
        is_full=at.seen.is_full,
        steps=[
            {**asdict(each), "name": _name(turn, each), "asked": each.asked, "is_begun": each.is_begun}
            for each in at.steps
        ],
        minutes=sum(each.minutes for each in at.steps),
        later=len(left(at.seen)),
        versions=[{"number": each.number, "on": each.on, "why": each.why} for each in at.frozen[-LISTED:]],
        changes=at.changes,
        role=turn.role,
    )


def _buttons(turn: Turn, at: _Standing) -> Iterator[Choices]:
    # Go on while something is left to ask, then read what the plan gives.
    names = ("reprendre",) if at.seen.cursor else ("synthese", "indicateurs")
    yield [(f"do:{name}", turn.label(f"commands:do_{name}")) for name in names]
    chapters = []
    for each in at.steps:
        marks = {"is_done": each.is_done, "is_current": each.is_current}
        chapters.append((f"go:{each.chapter}", turn.label("commands:act_go", name=_name(turn, each), **marks)))
    yield from (chapters[start : start + SIDE_BY_SIDE] for start in range(0, len(chapters), SIDE_BY_SIDE))
    # Come back to what was left, follow the other path, amend what was adopted, open another plan.
    if count := len(left(at.seen)):
        yield [("later", turn.label("commands:act_later", count=count))]
    other = "express" if at.seen.is_full else "full"
    yield [(f"path:{other}", turn.label(f"commands:act_path_{other}"))]
    yield from ([choice] for choice in _of_versions(turn, at))
    if at.frozen:
        yield [("amend", turn.label("commands:act_amend"))]
    yield from ([other] for other in menus.other_plans(turn, turn.recipient, turn.plan))
    yield [("more", turn.label("commands:act_more"))]


def _of_versions(turn: Turn, at: _Standing) -> Choices:
    """What changed since the last version; without any change, what that version itself changed; then all of them."""
    if at.changes:
        changed = [("changes", turn.label("commands:act_changes"))]
    elif len(at.frozen) > 1:
        before, last = (each.number for each in at.frozen[-2:])
        changed = [(f"changes:{before}:{last}:0", turn.label("commands:act_changes_of", number=last))]
    else:
        changed = []
    return [*changed, ("versions", turn.label("commands:act_versions"))] if at.frozen else changed


def _name(turn: Turn, each: ChapterProgress) -> str:
    return turn.label(f"{each.chapter}:chapter__name")


# What the buttons do --------------------------------------------------------------------------------------------------


def go(turn: LeadTurn, _row: PromptRow, chapter: str) -> str | None:
    """Work on a chapter first."""
    return advance(turn, Go(chapter))


def later(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Offer what was left for later, or is not known yet."""
    return _perform(turn, f"open:{LATER}")


def change_path(turn: LeadTurn, _row: PromptRow, way: str) -> str | None:
    """Follow the other path: say what is left on it, and ask the first of that; nothing that was answered is lost.

    A button that names none asks which one.
    """
    path = Path(turn.app.script.path or "")
    if not way:
        return advance(turn, Edit(path))
    chosen, dossier = Answer(way, AnswerStatus.OK, 0, turn.person.id, turn.now), open_plan(turn, turn.plan_id).dossier
    after = survey(turn.app.script, replace(dossier, answers={**dossier.answers, path: chosen}))
    minutes = sum(each.minutes for each in progress(turn.app.script, after))
    turn.say(f"commands:path_{way}", minutes=minutes, is_adopted=bool(editions(turn, turn.plan_id)))
    toast = advance(turn, Given(path, way, AnswerStatus.OK, turn.person.id))
    former = turn.conversation.talk.live
    has_moved = former is None or _conversation(turn).talk.live != former
    return toast if has_moved else advance(turn, Resume())


def amend(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Note an amendment, asked to its end before whatever else is open."""
    toast = _perform(turn, f"add:{AMENDMENTS}")
    row = _conversation(turn)
    talks.save(turn.db, replace(row, talk=replace(row.talk, chapter=CHAPTER)))
    return toast


def more(turn: PlanTurn, _row: PromptRow, _argument: str) -> None:
    """Offer every command, and the person's other plans."""
    menus.show(turn, turn.recipient, turn.plan_id, turn.role, turn.text("commands:more"))


def offer_versions(turn: PlanTurn, _row: PromptRow, _argument: str) -> None:
    """Offer every version as it was voted, the last one first."""
    choices = [pages_of(turn, turn.recipient, each) for each in reversed(editions(turn, turn.plan_id))]
    offer(turn, turn.recipient, turn.text("commands:versions"), choices, plan=turn.plan_id)


def make_again(turn: PlanTurn, _row: PromptRow, number: str) -> None:
    """Send the page and the picture of a version."""
    for what in ("summary", "matrix"):
        turn.order({"do": what, "plan": turn.plan_id, "language": turn.recipient.language, "version": int(number)})


def changes(turn: PlanTurn, _row: PromptRow, argument: str) -> str | None:
    """Say what changed since the last version, or go on saying it: `before:after:start`, by numbers of versions."""
    frozen = editions(turn, turn.plan_id)
    if not frozen:
        return turn.label("commands:adopted_first")
    known = {each.number: each for each in frozen}
    before, is_of, start = map(int, argument.split(":")) if argument else (frozen[-1].number, 0, 0)
    after = known[is_of].dossier if is_of else open_plan(turn, turn.plan_id).dossier
    may_amend = not is_of and turn.role is Role.LEAD
    tell_changes(
        turn, turn.recipient, turn.plan_id, known[before], after, is_of=is_of, start=start, may_amend=may_amend
    )
    return None


def _perform(turn: LeadTurn, act: str) -> str | None:
    """Do an act of the engine that no prompt of its own offers."""
    prompt = Prompt(turn.new_id(), PromptKind.NOTE, None, 0, (act,), turn.now)
    return advance(turn, Tapped(prompt, "0"))


def _conversation(turn: Turn) -> ConversationRow:
    """Return the conversation as it stands now."""
    at = turn.recipient
    return talks.open_talk(turn.db, person_id=at.person, chat_id=at.chat, thread_id=at.thread)
