"""What is made when it is sent: documents, pictures, reminders."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from markupsafe import escape
from sqlalchemy import Connection

from bot.chat.outgoing import Message, SendDocument, SendPhoto, SendText, body
from bot.clock import Clock
from bot.conversations.membership import farewell_messages
from bot.conversations.session import AppContext
from bot.current_plan import Shown, plan_shown, voted_plan
from bot.delivery.claims import Compose, Making
from bot.documents.errors import DocumentError, PageOverflow
from bot.documents.matrix import MatrixRequest, matrix_png, rest_of_matrix
from bot.documents.summary import SummaryRequest, summary_pdf
from bot.reminders import collecting, nudge
from bot.storage import groups, memberships, outbox, people, plans, privacy, prompts, readings, rules, versions
from bot.storage.database import Database
from bot.storage.memberships import Role
from bot.storage.outbox import OutboxRow
from bot.storage.plans import PlanRow
from bot.storage.versions import Version
from bot.wording.typography import typeset

log = structlog.get_logger(__name__)


def composers(house: AppContext, clock: Clock, database: Database) -> Mapping[str, Compose]:
    """Return the maker of each kind of content, by the name its outbox row carries."""
    return {
        "summary": partial(_summary, house, clock),
        "matrix": partial(_matrix, house, clock),
        # All that is held on a person is gathered by a reader, once the transaction is over: the writer serves others.
        "my_data": lambda _, row: partial(
            _my_data_message, house, database, int(row.body["person"]), str(row.body["language"])
        ),
        "nudge": partial(nudge.compose, book=house.book, clock=clock),
        **farewell_messages.composers(house, clock),
        collecting.KIND: partial(collecting.compose, book=house.book, clock=clock),
    }


def delivered(db: Connection, row: OutboxRow, message_id: int) -> None:
    """Note the message in which a prompt was shown."""
    prompt = row.body.get("prompt")
    if isinstance(prompt, str) and message_id:
        prompts.set_message(db, prompt, message_id)


def _summary(house: AppContext, clock: Clock, db: Connection, row: OutboxRow) -> Making | None:
    found = plans.get(db, int(row.body["plan"]))
    if found is None or not _may_read(db, found.id, row.chat_id):
        return None
    version = _wanted(db, row)
    shown = _shown(db, row, version)
    # Whom to ask about the plan as it is now: its first lead.
    members = () if version else memberships.of_plan(db, found.id)
    leads = [member.person_id for member in members if member.role is Role.LEAD]
    contact = people.get(db, leads[0]) if leads else None
    request = SummaryRequest(
        plan=shown.plan,
        readings=() if version else readings.of_plan(db, found.id),
        started={} if version else rules.started(db, found.id),
        language=str(row.body["language"]),
        today=_day(found, version.frozen_at if version else clock.now()),
        version=str(shown.version) if shown.version else None,
        reference=_reference(found),
        contact=contact.first_name if contact else None,
        draft=not shown.version,
        threshold=house.threshold,
        voted=shown.voted,
    )
    return partial(_summary_message, house, request)


def _wanted(db: Connection, row: OutboxRow) -> Version | None:
    """The version that a document is asked of: made again, it says what it said, so nothing of what came since."""
    return versions.get(db, int(row.body["plan"]), int(row.body.get("version", 0)))


def _shown(db: Connection, row: OutboxRow, version: Version | None) -> Shown:
    if version:
        return Shown(voted_plan(version), version.number)
    return plan_shown(db, int(row.body["plan"]), row.chat_id)


def _summary_message(house: AppContext, request: SummaryRequest) -> Message:
    try:
        document = summary_pdf(request)
    except DocumentError as error:
        return _failed(house, request.language, error)
    return SendDocument(document.content, document.file_name, typeset(str(escape(document.alt)), request.language))


def _matrix(house: AppContext, clock: Clock, db: Connection, row: OutboxRow) -> Making | None:
    found = plans.get(db, int(row.body["plan"]))
    if found is None or not _may_read(db, found.id, row.chat_id):
        return None
    version = _wanted(db, row)
    shown = _shown(db, row, version)
    request = MatrixRequest(
        plan=shown.plan,
        language=str(row.body["language"]),
        today=_day(found, version.frozen_at if version else clock.now()),
        version=str(shown.version) if shown.version else None,
        reference=_reference(found),
        threshold=house.threshold,
        voted=shown.voted,
    )
    now = clock.now()
    # What a caption has no room for follows the picture, once however often that is made.
    for place, part in enumerate(rest_of_matrix(request)):
        outbox.post(
            db,
            chat_id=row.chat_id,
            thread_id=row.thread_id,
            body=body(SendText(str(escape(part)))),
            priority=row.priority,
            now=now,
            dedup_key=f"matrix:{row.id}:{place}",
        )
    return partial(_matrix_message, house, request)


def _matrix_message(house: AppContext, request: MatrixRequest) -> Message:
    try:
        picture = matrix_png(request)
    except DocumentError as error:
        return _failed(house, request.language, error)
    return SendPhoto(picture.content, picture.file_name, str(escape(picture.caption)))


def _failed(house: AppContext, language: str, error: DocumentError) -> Message:
    log.error("a document was not made", error=type(error).__name__)
    if isinstance(error, PageOverflow):
        return SendText(house.book.text(language, "commands:document_too_long", what=error.what))
    return SendText(house.book.text(language, "commands:document_failed"))


def _may_read(db: Connection, plan_id: int, chat_id: int) -> bool:
    """Whether what was asked for may still be told there: a member may have left, or a group been unbound, since."""
    if memberships.role(db, plan_id, chat_id) is not None:
        return True
    group = groups.get(db, plan_id)
    return group is not None and group.chat_id == chat_id


def _my_data_message(house: AppContext, database: Database, person: int, language: str) -> Message:
    held = json.dumps(database.look(lambda db: privacy.export(db, person)), ensure_ascii=False, indent=2)
    return SendDocument(held.encode(), "jalon.json", house.book.text(language, "commands:my_data"))


def _day(plan: PlanRow, at: datetime) -> date:
    return at.astimezone(ZoneInfo(plan.zone)).date()


def _reference(plan: PlanRow) -> str:
    return f"PLAN-{plan.created_at.year}-{plan.id:03d}"
