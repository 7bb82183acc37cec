"""`/plan`: where the plan stands, chapter by chapter, and the buttons that lead everywhere."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from bot.conversations import amending, menus
from bot.conversations.offers import Choices, offer_rows
from bot.conversations.session import LeadTurn, PlanTurn, Turn
from bot.conversations.turn import advance, open_plan
from bot.conversations.versions.versions import AMENDMENTS, Edition, editions
from bot.storage import talks
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.events import Edit, Given, Go, Resume, Tapped
from domain.dialogue.path import Path
from domain.dialogue.progress import ChapterProgress, progress
from domain.dialogue.scopes import LATER, left
from domain.dialogue.survey import Survey, survey
from domain.dialogue.talk import Prompt, PromptKind
from domain.projection import plan_from

SIDE_BY_SIDE = 2
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a plan stands."""

    seen: Survey
    steps: tuple[ChapterProgress, ...]
    frozen: tuple[Edition, ...]
    changes: int


def show(turn: PlanTurn) -> None:
    """Say where the plan stands; who leads it gets the chapters as buttons, others what they may read."""
    opened = open_plan(turn, turn.plan_id)
    seen = survey(turn.app.script, opened.dossier)
    steps = progress(turn.app.script, seen, turn.conversation.talk.chapter)
    frozen = editions(turn, turn.plan_id)
    plan = _Standing(seen, steps, frozen, amending.count(turn, turn.recipient, opened, frozen))
    if turn.role is Role.LEAD:
        offer_rows(turn, turn.recipient, _text(turn, plan), list(_buttons(turn, plan)), plan=turn.plan_id)
    else:
        menus.show(
            turn,
            turn.recipient,
            turn.plan_id,
            turn.role,
            _text(turn, plan),
            others=[*_changes(turn, plan), *_versions(turn, plan)],
        )


def _text(turn: Turn, at: _Standing) -> str:
    plan = plan_from(*at.seen.known)
    return turn.text(
        "commands:plan",
        plan=plan.name or "",
        territory=plan.territory.name or "",
        is_full=at.seen.is_full,
        steps=[_step(turn, each) for each in at.steps],
        minutes=sum(each.minutes for each in at.steps),
        later=_count_left(at.seen),
        versions=amending.history(at.frozen),
        changes=at.changes,
        role=turn.role,
    )


def _step(turn: Turn, each: ChapterProgress) -> dict[str, object]:
    return {**asdict(each), "name": _name(turn, each), "asked": each.asked, "is_begun": each.is_begun}


def _count_left(seen: Survey) -> int:
    return len(left(seen))


# Buttons --------------------------------------------------------------------------------------------------------------


def _buttons(turn: Turn, at: _Standing) -> Iterator[Choices]:
    # Go on while something is left to ask, then read what the plan gives
    names = ("reprendre",) if at.seen.cursor else ("synthese", "indicateurs")
    yield [(f"do:{name}", turn.label(f"commands:do_{name}")) for name in names]
    yield from _chapters(turn, at.steps)
    # Come back to what was left, follow the other path, amend what was adopted, open another plan
    if count := _count_left(at.seen):
        yield [("later", turn.label("commands:act_later", count=count))]
    other = "express" if at.seen.is_full else "full"
    yield [(f"path:{other}", turn.label(f"commands:act_path_{other}"))]
    yield from ([change] for change in (*_changes(turn, at), *_versions(turn, at)))
    if at.frozen:
        yield [("amend", turn.label("commands:act_amend"))]
    yield from ([other] for other in menus.other_plans(turn, turn.recipient, turn.plan))
    yield [("more", turn.label("commands:act_more"))]


def _chapters(turn: Turn, steps: tuple[ChapterProgress, ...]) -> Iterator[Choices]:
    buttons = [_chapter(turn, each) for each in steps]
    return (buttons[start : start + SIDE_BY_SIDE] for start in range(0, len(buttons), SIDE_BY_SIDE))


def _chapter(turn: Turn, each: ChapterProgress) -> Choice:
    marks = {"is_done": each.is_done, "is_current": each.is_current}
    return f"go:{each.chapter}", turn.label("commands:act_go", name=_name(turn, each), **marks)


def _changes(turn: Turn, at: _Standing) -> Iterator[Choice]:
    """What changed since the last version; without any change, what that version itself changed."""
    if at.changes:
        yield "changes", turn.label("commands:act_changes")
    elif len(at.frozen) > 1:
        before, last = (each.number for each in at.frozen[-2:])
        yield f"changes:{before}:{last}:0", turn.label("commands:act_changes_of", number=last)


def _versions(turn: Turn, at: _Standing) -> Iterator[Choice]:
    if at.frozen:
        yield "versions", turn.label("commands:act_versions")


def _name(turn: Turn, each: ChapterProgress) -> str:
    return turn.label(f"{each.chapter}:chapter__name")


# What the buttons do --------------------------------------------------------------------------------------------------


def go(turn: LeadTurn, _row: PromptRow, chapter: str) -> str | None:
    """Work on a chapter first."""
    return advance(turn, Go(chapter))


def later(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Offer what was left for later, or is not known yet."""
    return carry_out(turn, f"open:{LATER}")


def change_path(turn: LeadTurn, _row: PromptRow, way: str) -> str | None:
    """Follow the other path: nothing that was answered is lost. A button that names none asks which one."""
    path = Path(turn.app.script.path or "")
    return _follow(turn, path, way) if way else advance(turn, Edit(path))


def _follow(turn: Turn, path: Path, way: str) -> str | None:
    """Record the path, say what is left on it, and ask the first of that."""
    assert turn.plan is not None  # noqa: S101 - the table has seen that they lead it
    chosen, dossier = Answer(way, AnswerStatus.OK, 0, turn.person.id, turn.now), open_plan(turn, turn.plan).dossier
    after = survey(turn.app.script, replace(dossier, answers={**dossier.answers, path: chosen}))
    minutes = sum(each.minutes for each in progress(turn.app.script, after))
    is_adopted = bool(editions(turn, turn.plan))
    turn.say(f"commands:path_{way}", minutes=minutes, is_adopted=is_adopted)
    toast = advance(turn, Given(path, way, AnswerStatus.OK, turn.person.id))
    # Whether something else is asked than when they came, or nothing is
    recipient, former = turn.recipient, turn.conversation.talk.live
    now = talks.open_talk(
        turn.db, person_id=recipient.person, chat_id=recipient.chat, thread_id=recipient.thread
    ).talk.live
    return toast if (former is None or now != former) else advance(turn, Resume())


def amend(turn: LeadTurn, _row: PromptRow, _argument: str) -> str | None:
    """Note an amendment, before whatever else is open."""
    toast = carry_out(turn, f"add:{AMENDMENTS}")
    amending.come_first(turn)
    return toast


def more(turn: PlanTurn, _row: PromptRow, _argument: str) -> str | None:
    """Offer every command, and the person's other plans."""
    if turn.plan_id is not None and turn.role is not None:
        menus.show(turn, turn.recipient, turn.plan_id, turn.role, turn.text("commands:more"))
    return None


def carry_out(turn: Turn, act: str) -> str | None:
    """Do an act of the engine that no prompt of its own offers."""
    prompt = Prompt(turn.new_id(), PromptKind.NOTE, None, 0, (act,), turn.now)
    return advance(turn, Tapped(prompt, "0"))
