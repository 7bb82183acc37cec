"""`/plan`: where the plan stands, chapter by chapter, and the buttons that lead everywhere."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from bot.conversations import amending, menus
from bot.conversations.desk import Desk
from bot.conversations.offers import Choices, offer_rows
from bot.conversations.seat import Seat
from bot.conversations.turn import open_plan, turn
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


def show(desk: Desk, here: Seat) -> None:
    """Say where the plan stands; who leads it gets the chapters as buttons, others what they may read."""
    assert here.plan is not None  # noqa: S101 - the command asks for a role
    assert here.role is not None  # noqa: S101 - idem
    opened = open_plan(desk, here.plan)
    seen = survey(desk.house.script, opened.dossier)
    steps = progress(desk.house.script, seen, here.talk.talk.chapter)
    frozen = editions(desk, here.plan)
    plan = _Standing(seen, steps, frozen, amending.count(desk, here.spot, opened, frozen))
    if here.role is Role.LEAD:
        offer_rows(desk, here.spot, _text(desk, here, plan), list(_buttons(desk, here, plan)), plan=here.plan)
    else:
        menus.show(
            desk,
            here.spot,
            here.plan,
            here.role,
            _text(desk, here, plan),
            others=[*_changes(desk, here, plan), *_versions(desk, here, plan)],
        )


def _text(desk: Desk, here: Seat, at: _Standing) -> str:
    plan = plan_from(*at.seen.known)
    return desk.text(
        here.spot,
        "commands:plan",
        plan=plan.name or "",
        territory=plan.territory.name or "",
        is_full=at.seen.is_full,
        steps=[_step(desk, here, each) for each in at.steps],
        minutes=sum(each.minutes for each in at.steps),
        later=_count_left(at.seen),
        versions=amending.history(at.frozen),
        changes=at.changes,
        role=here.role,
    )


def _step(desk: Desk, here: Seat, each: ChapterProgress) -> dict[str, object]:
    return {**asdict(each), "name": _name(desk, here, each), "asked": each.asked, "is_begun": each.is_begun}


def _count_left(seen: Survey) -> int:
    return len(left(seen))


# Buttons --------------------------------------------------------------------------------------------------------------


def _buttons(desk: Desk, here: Seat, at: _Standing) -> Iterator[Choices]:
    yield from _ways_on(desk, here, at.seen)
    yield from _chapters(desk, here, at.steps)
    yield from _ways_round(desk, here, at)
    yield [("more", desk.label(here.spot, "commands:act_more"))]


def _ways_on(desk: Desk, here: Seat, seen: Survey) -> Iterator[Choices]:
    """Go on while something is left to ask, then read what the plan gives."""
    names = ("reprendre",) if seen.cursor else ("synthese", "indicateurs")
    yield [(f"do:{name}", desk.label(here.spot, f"commands:do_{name}")) for name in names]


def _chapters(desk: Desk, here: Seat, steps: tuple[ChapterProgress, ...]) -> Iterator[Choices]:
    buttons = [_chapter(desk, here, each) for each in steps]
    return (buttons[start : start + SIDE_BY_SIDE] for start in range(0, len(buttons), SIDE_BY_SIDE))


def _chapter(desk: Desk, here: Seat, each: ChapterProgress) -> Choice:
    marks = {"is_done": each.is_done, "is_current": each.is_current}
    return f"go:{each.chapter}", desk.label(here.spot, "commands:act_go", name=_name(desk, here, each), **marks)


def _changes(desk: Desk, here: Seat, at: _Standing) -> Iterator[Choice]:
    """What changed since the last version; without any change, what that version itself changed."""
    if at.changes:
        yield "changes", desk.label(here.spot, "commands:act_changes")
    elif len(at.frozen) > 1:
        before, last = (each.number for each in at.frozen[-2:])
        yield f"changes:{before}:{last}:0", desk.label(here.spot, "commands:act_changes_of", number=last)


def _versions(desk: Desk, here: Seat, at: _Standing) -> Iterator[Choice]:
    if at.frozen:
        yield "versions", desk.label(here.spot, "commands:act_versions")


def _name(desk: Desk, here: Seat, each: ChapterProgress) -> str:
    return desk.label(here.spot, f"{each.chapter}:chapter__name")


def _ways_round(desk: Desk, here: Seat, at: _Standing) -> Iterator[Choices]:
    """Come back to what was left, follow the other path, amend what was adopted, open another plan."""
    if count := _count_left(at.seen):
        yield [("later", desk.label(here.spot, "commands:act_later", count=count))]
    other = "express" if at.seen.is_full else "full"
    yield [(f"path:{other}", desk.label(here.spot, f"commands:act_path_{other}"))]
    yield from ([change] for change in (*_changes(desk, here, at), *_versions(desk, here, at)))
    if at.frozen:
        yield [("amend", desk.label(here.spot, "commands:act_amend"))]
    yield from ([other] for other in menus.other_plans(desk, here.spot, here.plan))


# What the buttons do --------------------------------------------------------------------------------------------------


def go(desk: Desk, here: Seat, _row: PromptRow, chapter: str) -> str | None:
    """Work on a chapter first."""
    return turn(desk, here.spot, here.talk, Go(chapter))


def later(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    """Offer what was left for later, or is not known yet."""
    return carry_out(desk, here, f"open:{LATER}")


def change_path(desk: Desk, here: Seat, _row: PromptRow, way: str) -> str | None:
    """Follow the other path: nothing that was answered is lost. A button that names none asks which one."""
    path = Path(desk.house.script.path or "")
    return _follow(desk, here, path, way) if way else turn(desk, here.spot, here.talk, Edit(path))


def _follow(desk: Desk, here: Seat, path: Path, way: str) -> str | None:
    """Record the path, say what is left on it, and ask the first of that."""
    assert here.plan is not None  # noqa: S101 - the table has seen that they lead it
    chosen, dossier = Answer(way, AnswerStatus.OK, 0, here.person.id, desk.now), open_plan(desk, here.plan).dossier
    after = survey(desk.house.script, replace(dossier, answers={**dossier.answers, path: chosen}))
    minutes = sum(each.minutes for each in progress(desk.house.script, after))
    is_adopted = bool(editions(desk, here.plan))
    desk.say(here.spot, desk.text(here.spot, f"commands:path_{way}", minutes=minutes, is_adopted=is_adopted))
    toast = turn(desk, here.spot, here.talk, Given(path, way, AnswerStatus.OK, here.person.id))
    return toast if _has_moved(desk, here) else turn(desk, here.spot, here.talk, Resume())


def _has_moved(desk: Desk, here: Seat) -> bool:
    """Whether something else is asked than when they came, or nothing is."""
    spot, former = here.spot, here.talk.talk.live
    now = talks.open_talk(desk.db, person_id=spot.person, chat_id=spot.chat, thread_id=spot.thread).talk.live
    return former is None or now != former


def amend(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    """Note an amendment, before whatever else is open."""
    toast = carry_out(desk, here, f"add:{AMENDMENTS}")
    amending.come_first(desk, here)
    return toast


def more(desk: Desk, here: Seat, _row: PromptRow, _argument: str) -> str | None:
    """Offer every command, and the person's other plans."""
    if here.plan is not None and here.role is not None:
        menus.show(desk, here.spot, here.plan, here.role, desk.text(here.spot, "commands:more"))
    return None


def carry_out(desk: Desk, here: Seat, act: str) -> str | None:
    """Do an act of the engine that no prompt of its own offers."""
    prompt = Prompt(desk.new_id(), PromptKind.NOTE, None, 0, (act,), desk.now)
    return turn(desk, here.spot, here.talk, Tapped(prompt, "0"))
