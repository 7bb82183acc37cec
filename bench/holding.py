"""How long each use case holds the writer of a database that 100 000 plans share, and how long the great looks take."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

from bench import crowd
from bench.crowd import GROUP, LEAD, NOW, QUESTION, of
from bench.figure import Effort, Figure, at_most, table
from bot import message_composers
from bot.application import new_id
from bot.chat.incoming import (
    ChatKind,
    ChatThread,
    CommandSent,
    Content,
    GroupMigrated,
    IncomingEvent,
    Sender,
    TextMessage,
)
from bot.clock import ShiftedClock
from bot.conversations import router
from bot.conversations.session import AppContext, Session
from bot.delivery.auditor import violations
from bot.delivery.claims import SenderConfig, Sweep, settle_and_claim
from bot.delivery.hooks import Hooks
from bot.delivery.rates import RateLimits
from bot.delivery.settlement import Delivered, Outcome
from bot.reminders import planner
from bot.storage import inbox, invitations, outbox, privacy, sending
from bot.storage.database import Database, migrate
from bot.wording.wordbook import Wordbook
from domain.questionnaire import SCRIPT
from domain.script.migrations import MIGRATIONS

PLANS, TIMES = 100_000, 5
OWNER = "bench"
LONGEST = 100
"""Milliseconds for which one transaction may hold the writer."""
LOOK = 500
"""Milliseconds for the auditor, who only reads."""
COMMANDS = (
    *("plan", "start", "equipe", "rappels", "indicateurs", "obligations", "confier", "modifier", "reprendre"),
    *("matrice", "synthese", "mesdonnees", "supprimer", "langue", "aide", "pause", "retour", "annuler"),
)
Do = Callable[[int, Connection], object]
"""(number of the copy, transaction)."""


def measure(effort: Effort, url: str | None = None) -> list[Figure]:
    """Return the figures of a database at `url`, filled first if it is empty; of a new SQLite file when None."""
    plans = effort.of(200, 10_000, PLANS)
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        db = Database.open(url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        migrate(db)
        if not db.run(lambda c: outbox.get(c, 1)):
            crowd.fill(db, plans)
        figures = list(_figures(db))
        db.shut()
    return figures


def _figures(db: Database) -> Iterator[Figure]:
    town = Town(db)
    for name, do in town.writing():
        taken = [_timed(db, partial(do, number)) for number in range(1, TIMES + 2)]
        yield at_most(f"{name}: held at first", taken[0], LONGEST, "ms", 1)
        yield at_most(f"{name}: held then, at most", max(taken[1:]), LONGEST, "ms", 1)
    for name, do in town.reading():
        yield at_most(f"{name} (reader)", median(_timed(db, partial(do, number)) for number in range(3)), LOOK, "ms", 1)


def _timed(db: Database, work: Callable[[Connection], object]) -> float:
    """Return the milliseconds from taking the writer to having committed."""
    began = time.perf_counter()
    db.run(work)
    return (time.perf_counter() - began) * 1e3


class Town:
    """What people, senders and ticks do about the copy of a number, each once, so that none finds another's rows."""

    def __init__(self, db: Database) -> None:
        self._house = AppContext(Wordbook(), SCRIPT, MIGRATIONS)
        self._clock = ShiftedClock()
        self._clock.freeze()
        self._clock.set_at(NOW)
        composers = message_composers.composers(self._house, self._clock, db)
        self._sender = SenderConfig(OWNER, composers, message_composers.delivered, Hooks(), RateLimits())
        self._sent: list[Outcome] = []

    def writing(self) -> Iterator[tuple[str, Do]]:
        """Yield what is done in transactions of the writer."""
        yield from ((f"/{name}", self._order(name)) for name in COMMANDS)
        yield (
            "an answer in words",
            lambda number, db: self._says(db, of(number, LEAD), TextMessage("Plan de tous", 900)),
        )
        yield "joining by a link", self._joins
        yield "opening a handed question", self._opens
        yield "a stranger", lambda number, db: self._says(db, 900 + number, CommandSent("start", "", 1))
        yield "a group that becomes a supergroup", self._grows
        yield "planner, nothing due", lambda _, db: self._plans(db, NOW - timedelta(days=90))
        yield "planner", lambda _, db: self._plans(db, NOW)
        yield "updates received and claimed", self._receives
        yield "messages claimed and settled", self._sends
        yield "my data claimed", self._hands_over

    def reading(self) -> Iterator[tuple[str, Do]]:
        """Yield what is only read."""
        allowances = RateLimits().allowances
        yield "auditor's look", lambda _, db: violations(db, NOW)
        yield "my data", lambda number, db: privacy.export(db, of(number, LEAD))
        yield "metrics", lambda _, db: (outbox.counts(db), inbox.counts(db), outbox.oldest_due(db, NOW))
        yield "sender's look", lambda _, db: sending.next_at(db, NOW, allowances)
        yield "lanes' look", lambda _, db: inbox.next_at(db)

    def _says(self, db: Connection, who: int, what: Content, chat: int | None = None) -> str | None:
        kind = ChatKind.PRIVATE if chat is None else ChatKind.GROUP
        event = IncomingEvent(Sender(who, "Claire", "fr"), ChatThread(chat or who, kind), what)
        return router.receive(Session(db, NOW, new_id, self._house), event)

    def _order(self, name: str) -> Do:
        return lambda number, db: self._says(db, of(number, LEAD), CommandSent(name, "", 800))

    def _joins(self, number: int, db: Connection) -> None:
        made = {"plan_id": of(number, 1), "role": "contributor", "created_by": of(number, LEAD), "token": f"in{number}"}
        invitations.create(db, **made, now=NOW, expires_at=NOW + timedelta(days=1))
        self._says(db, of(number + 20, LEAD), CommandSent("start", f"in{number}", 1))

    def _opens(self, number: int, db: Connection) -> None:
        self._says(db, of(number + 20, LEAD), CommandSent("start", QUESTION if number == 1 else f"q_{number}", 1))

    def _grows(self, number: int, db: Connection) -> None:
        self._says(db, of(number, LEAD), GroupMigrated(-1_000_000_000_000 - number), chat=of(number + 40, GROUP))

    def _plans(self, db: Connection, now: datetime) -> None:
        planner.plan_due(db, now, limit=5)
        planner.follow_up(db, now, limit=5)

    def _receives(self, number: int, db: Connection) -> None:
        update = {"update_id": -number, "message": {"chat": {"id": number}, "text": "Bonjour"}}
        inbox.receive(db, [update], NOW)
        for row in inbox.claim(db, owner=OWNER, now=NOW, limit=32):
            inbox.done(db, row, owner=OWNER)
        inbox.is_waiting(db, NOW)

    def _sends(self, number: int, db: Connection) -> None:
        """Settle the messages of the round before, and take others."""
        round_ = settle_and_claim(db, self._sender, self._sent, now=NOW, limit=8, sweep=Sweep(()))
        self._sent = [Outcome(each.row, Delivered(7_000 + number)) for each in round_.assignments]

    def _hands_over(self, number: int, db: Connection) -> None:
        """Make what `/mesdonnees` sends, as far as a claim does."""
        order = {"do": "my_data", "person": of(number, LEAD), "language": "fr"}
        posted = outbox.post(db, chat_id=1, thread_id=0, body=order, priority=0, now=NOW, expires_at=NOW)
        row = outbox.get(db, posted or 0)
        assert row is not None
        self._sender.composers["my_data"](db, row)


def main() -> None:
    url = next((each for each in sys.argv[1:] if "://" in each), None)
    print(table(measure(Effort.asked(sys.argv), url=url)))


if __name__ == "__main__":
    main()
