"""What a menu costs the database: each thing is read once, for however many plans."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Connection

from bot.chat.incoming import ChatKind, ChatThread, CommandSent, IncomingEvent, Sender
from bot.cli.scenario import LINES
from bot.cli.seeding import finished
from bot.conversations import router
from bot.conversations.session import AppContext, Session
from bot.storage import dossiers, memberships, people, plans
from bot.storage.database import Database, migrate
from bot.storage.memberships import Role
from bot.wording.wordbook import Wordbook
from domain.dialogue.dossier import Dossier
from domain.questionnaire import SCRIPT

Statements: TypeAlias = Any  # what conftest.py gives

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME = 700_001
MOST = 13
_IDS = count()


@pytest.fixture
def leader_of_five(tmp_path: Path) -> Iterator[Database]:
    db = Database.open(f"sqlite:///{tmp_path / 'five.sqlite3'}")
    migrate(db)
    db.run(_built)
    yield db
    db.shut()


def _built(it: Connection) -> None:
    people.meet(it, ME, first_name="Moi", language="fr", now=NOW)
    people.consent(it, ME, NOW)
    for number in range(5):
        ids = map("p{}".format, count(100 * number))
        dossier = finished(SCRIPT, LINES, author=ME, now=NOW, new_id=ids.__next__)
        plan = plans.create(it, script_version=SCRIPT.version, now=NOW)
        dossiers.save(it, plan, Dossier(SCRIPT.version), dossier)
        memberships.join(it, plan_id=plan, person_id=ME, role=Role.LEAD, now=NOW)


def _ask(it: Connection) -> None:
    session = Session(it, NOW, lambda: f"x{next(_IDS)}", AppContext(Wordbook(), SCRIPT))
    chat = ChatThread(ME, ChatKind.PRIVATE)
    router.receive(session, IncomingEvent(Sender(ME, "Moi"), chat, CommandSent("plan", "", 1)))


def test_the_menu_of_who_leads_five_plans_takes_few_statements(
    leader_of_five: Database, statements: Statements
) -> None:
    leader_of_five.run(_ask)  # the first opens the conversation
    with statements() as executed:
        leader_of_five.run(_ask)
    assert len(executed) <= MOST, "\n".join(executed)
