"""The versions of a plan: the first one frozen at its adoption, another one by each amendment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.conversations.offers import Choices, offer
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.session import Recipient, Session
from bot.conversations.versions.differences import differences
from bot.storage import memberships, versions
from bot.storage.memberships import Role
from bot.storage.versions import Version
from domain.dialogue.dossier import Dossier, value_at
from domain.dialogue.migration import migrated
from domain.dialogue.path import Path
from domain.dialogue.survey import ScriptState

CHAPTER = "check"
"""The chapter of the adoption and of amendments: once it is complete, what the others still ask may wait."""
AMENDMENTS = Path("amendments")
_ADOPT, _ADOPTED_ON = Path("check.adopt"), Path("check.adoption_date")
_DECIDED = ("why", "date", "body")
"""What an amendment must say; its reference may be passed over, once asked."""
LINES_A_PAGE, PAGE = 20, 3000
"""Changes told in one message, and the characters they may take."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen version: `on` is the day it was decided, `why` what its amendment says, empty for the first one."""

    number: int
    dossier: Dossier
    on: date | None
    why: str


def editions(session: Session, plan_id: int) -> tuple[Edition, ...]:
    """Return the versions of a plan, oldest first."""
    return tuple(_editions(versions.versions(session.db, plan_id)))


def keep_up(session: Session, plan_id: int, dossier: Dossier, seen: ScriptState) -> None:
    """Freeze a version, and tell the leads, when the plan has just been adopted or amended."""
    if value_at(seen.visible, _ADOPT) != "now" or _day(dossier, _ADOPTED_ON) is None:
        return
    if not _amendments(dossier) and versions.latest(session.db, plan_id):
        return  # most changes of an adopted plan: no version is read for them
    former = versions.versions(session.db, plan_id)
    is_amended = bool(former) and not _amendments(dossier) <= _told(former)
    if is_amended or (not former and seen.cursor_in(CHAPTER) is None):
        versions.freeze(session.db, plan_id, dossier, session.now)
        _tell(session, plan_id)


def reader_of(session: Session, recipient: Recipient, dossier: Dossier) -> DossierText:
    """Return what reads a dossier, frozen or not, in the language of a person."""
    today = migrated(dossier, session.app.script, session.app.migrations)
    return DossierText(session.app.book, session.app.script, today, recipient.language)


def tell_changes(
    session: Session,
    recipient: Recipient,
    plan_id: int,
    before: Edition,
    after: Dossier,
    *,
    is_of: int = 0,
    start: int = 0,
    opening: str = "",
    also: Choices = (),
    may_amend: bool = False,
) -> None:
    """Say what changed since a version, from the change at `start`, with a button to what does not fit, after `also`.

    `is_of` is the number of the version that `after` is, 0 for the plan of today.
    """
    lines = differences(reader_of(session, recipient, before.dossier), reader_of(session, recipient, after))
    page, choices = _page(lines, start), [*also]
    told = session.text_for(recipient, "check:changes", version=before.number, lines=page)
    text = f"{opening}\n\n{told}" if opening else told
    if (end := start + len(page)) < len(lines):
        label = session.label_for(recipient, "commands:act_changes_next")
        choices.append((f"changes:{before.number}:{is_of}:{end}", label))
    if not lines and not is_of:
        choices += _of_last(session, recipient, before.number)
    if may_amend and lines:
        choices.append(("amend", session.label_for(recipient, "commands:act_amend")))
    if choices:
        offer(session, recipient, text, choices, plan=plan_id)
    else:
        session.say_to(recipient, text)


def pages_of(session: Session, recipient: Recipient, edition: Edition) -> tuple[str, str]:
    """The button that makes the page and the picture of a version again, as they were."""
    return f"version:{edition.number}", session.label_for(
        recipient, "commands:act_version", number=edition.number, on=edition.on
    )


def _of_last(session: Session, recipient: Recipient, number: int) -> Iterator[tuple[str, str]]:
    """What the last version itself changed, when nothing has since; the first one changed nothing."""
    if number > 1:
        yield f"changes:{number - 1}:{number}:0", session.label_for(recipient, "commands:act_changes_of", number=number)


def _page(lines: Sequence[str], start: int) -> tuple[str, ...]:
    """As many lines as a message holds."""
    room, page = PAGE, list[str]()
    for line in lines[start : start + LINES_A_PAGE]:
        room -= len(line) + 1
        if room < 0 and page:
            break
        page.append(line)
    return tuple(page)


def _tell(session: Session, plan_id: int) -> None:
    """Tell every lead what the version just frozen is."""
    frozen = editions(session, plan_id)
    for member in memberships.of_plan(session.db, plan_id):
        recipient = session.recipient_of(member.person_id) if member.role is Role.LEAD else None
        if recipient:
            _tell_one(session, recipient, plan_id, frozen)


def _tell_one(session: Session, recipient: Recipient, plan_id: int, frozen: Sequence[Edition]) -> None:
    last = frozen[-1]
    if len(frozen) == 1:
        offer(
            session,
            recipient,
            session.text_for(recipient, "commands:version_first", on=last.on),
            [pages_of(session, recipient, last)],
            plan=plan_id,
        )
        return
    opening = session.text_for(recipient, "commands:version_next", number=last.number, on=last.on, why=last.why)
    again = [pages_of(session, recipient, last)]
    tell_changes(session, recipient, plan_id, frozen[-2], last.dossier, is_of=last.number, opening=opening, also=again)


# What was frozen ------------------------------------------------------------------------------------------------------


def _editions(frozen: Sequence[Version]) -> Iterator[Edition]:
    told: frozenset[str] = frozenset()
    for each in frozen:
        row = next((row for row in _rows(each.dossier) if row in _amendments(each.dossier) - told), None)
        told |= _amendments(each.dossier)
        if row is None:
            yield Edition(each.number, each.dossier, _day(each.dossier, _ADOPTED_ON), "")
        else:
            on, why = _day(each.dossier, _of(row, "date")), value_at(each.dossier.answers, _of(row, "why"))
            yield Edition(each.number, each.dossier, on, str(why))


def _told(frozen: Sequence[Version]) -> frozenset[str]:
    """The amendments that made a version."""
    return frozenset(row for each in frozen for row in _amendments(each.dossier))


def _amendments(dossier: Dossier) -> frozenset[str]:
    """The complete amendments of a dossier."""
    return frozenset(row for row in _rows(dossier) if _is_complete(dossier, row))


def _is_complete(dossier: Dossier, row: str) -> bool:
    is_decided = all(value_at(dossier.answers, _of(row, item)) is not None for item in _DECIDED)
    return is_decided and _of(row, "reference") in dossier.answers


def _rows(dossier: Dossier) -> tuple[str, ...]:
    return dossier.rows_of(AMENDMENTS)


def _of(row: str, item: str) -> Path:
    return AMENDMENTS.row(row) / item


def _day(dossier: Dossier, path: Path) -> date | None:
    value = value_at(dossier.answers, path)
    return date.fromisoformat(value) if isinstance(value, str) else None
