"""`/plan`: where the plan stands, chapter by chapter, and the buttons that lead everywhere."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from bot.conversations import amending, menus
from bot.conversations.desk import Desk
from bot.conversations.offers import Choices, offer_rows
from bot.conversations.progress import ChapterProgress, progress
from bot.conversations.seat import Seat, move_to
from bot.conversations.turn import OpenPlan, open_plan, turn
from bot.conversations.versioning import AMENDMENTS, Edition, editions
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.events import Edit, Go, Tapped
from domain.dialogue.path import Path
from domain.dialogue.scopes import LATER, left
from domain.dialogue.survey import Survey, survey
from domain.dialogue.talk import Prompt, PromptKind
from domain.projection import plan_from

SIDE_BY_SIDE = 2
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a plan stands."""

    opened: OpenPlan
    seen: Survey
    steps: tuple[ChapterProgress, ...]
    frozen: tuple[Edition, ...]


def show(desk: Desk, here: Seat) -> None:
    """Say where the plan stands; who leads it gets the chapters as buttons, others what they may read."""
    assert here.plan is not None  # noqa: S101 - the command asks for a role
    assert here.role is not None  # noqa: S101 - idem
    opened = open_plan(desk, here.plan)
    seen = survey(desk.house.script, opened.dossier)
    steps = progress(desk.house.script, seen, here.talk.talk.chapter)
    plan = _Standing(opened, seen, steps, editions(desk, here.plan))
    if here.role is Role.LEAD:
        offer_rows(desk, here.spot, _text(desk, here, plan), list(_buttons(desk, here, plan)), plan=here.plan)
    else:
        read = [_changes(desk, here)] if plan.frozen else []
        menus.show(desk, here.spot, here.plan, here.role, _text(desk, here, plan), others=read)


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
        changes=amending.count(desk, here.spot, at.opened, at.frozen),
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
    yield from _ways_round(desk, here, at.seen, is_adopted=bool(at.frozen))
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


def _changes(desk: Desk, here: Seat) -> Choice:
    return "changes", desk.label(here.spot, "commands:act_changes")


def _name(desk: Desk, here: Seat, each: ChapterProgress) -> str:
    return desk.label(here.spot, f"{each.chapter}:chapter__name")


def _ways_round(desk: Desk, here: Seat, seen: Survey, *, is_adopted: bool) -> Iterator[Choices]:
    """Come back to what was left, follow the other path, amend what was adopted, open another plan."""
    if count := _count_left(seen):
        yield [("later", desk.label(here.spot, "commands:act_later", count=count))]
    other = "express" if seen.is_full else "full"
    yield [("path", desk.label(here.spot, f"commands:act_path_{other}"))]
    if is_adopted:
        yield [_changes(desk, here)]
        yield [("amend", desk.label(here.spot, "commands:act_amend"))]
    yield from ([other] for other in menus.other_plans(desk, here.spot, here.plan))


# What the buttons do --------------------------------------------------------------------------------------------------


def go(desk: Desk, here: Seat, row: PromptRow, chapter: str) -> str | None:
    """Work on a chapter first."""
    return _leading(desk, here, row, lambda seat: turn(desk, seat.spot, seat.talk, Go(chapter)))


def later(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Offer what was left for later, or is not known yet."""
    return _leading(desk, here, row, lambda seat: carry_out(desk, seat, f"open:{LATER}"))


def change_path(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Ask again which path to follow: nothing that was answered is lost."""
    path = Path(desk.house.script.path or "")
    return _leading(desk, here, row, lambda seat: turn(desk, seat.spot, seat.talk, Edit(path)))


def amend(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Note an amendment, before whatever else is open."""
    return _leading(desk, here, row, lambda seat: _amend(desk, seat))


def _amend(desk: Desk, here: Seat) -> str | None:
    toast = carry_out(desk, here, f"add:{AMENDMENTS}")
    amending.come_first(desk, here)
    return toast


def more(desk: Desk, here: Seat, row: PromptRow, _argument: str) -> str | None:
    """Offer every command, and the person's other plans."""
    seat = here if row.plan_id is None else move_to(desk, here, row.plan_id)
    if seat.plan is not None and seat.role is not None:
        menus.show(desk, seat.spot, seat.plan, seat.role, desk.text(seat.spot, "commands:more"))
    return None


def carry_out(desk: Desk, here: Seat, act: str) -> str | None:
    """Do an act of the engine that no prompt of its own offers."""
    prompt = Prompt(desk.new_id(), PromptKind.NOTE, None, 0, (act,), desk.now)
    return turn(desk, here.spot, here.talk, Tapped(prompt, "0"))


def _leading(desk: Desk, here: Seat, row: PromptRow, do: Callable[[Seat], str | None]) -> str | None:
    """Do something for who still leads the plan of a button."""
    seat = here if row.plan_id is None else move_to(desk, here, row.plan_id)
    return do(seat) if seat.role is Role.LEAD else desk.label(here.spot, "commands:leads_only")
