"""The sender: takes messages from the outbox, sends them at their slot, settles what came of it."""

import asyncio
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Connection
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.outgoing import Message, SendDocument, SendPhoto
from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.bulkhead import Bulkhead
from bot.delivery.claims import Assignment, Compose, Round, SenderConfig, Sweep, settle_and_claim
from bot.delivery.classify import NOTHING_LEFT, Failure, Verdict, classify
from bot.delivery.health import Health
from bot.delivery.hooks import Hooks, OnDelivered
from bot.delivery.metrics import Metrics
from bot.delivery.rates import RateLimits
from bot.delivery.settlement import MOST_DEATHS, Delivered, GivenBack, Outcome, Result, Unmade, told
from bot.delivery.transmit import transmit
from bot.storage import proof, rewind, sending
from bot.storage.database import Database, DatabaseError

T = TypeVar("T")
log = structlog.get_logger(__name__)

REQUEST_TIMEOUT = 20.0
"""Seconds after which a request is given up; with `FRESH`, less than a lease."""

FRESH = sending.LEASE.total_seconds() - REQUEST_TIMEOUT - 2
"""Seconds after its claim within which a message may be sent without prolonging its lease."""

MOST_LATE = 1.0
"""Seconds by which a slot may be missed because the claim itself took long."""

LONGEST_WAIT = 1.0
SHORTEST_WAIT = 0.005
DATABASE_PAUSE = 0.5
LAST_CALLS = 5.0
"""Seconds left, when stopping, to requests that have already gone out."""


class Sender:
    """One for each replica; several share one database.

    `alone`: no other replica exists, so that what was being sent before a crash is taken up at once. `is_stopped`
    by cancelling `run`, which first lets the requests that went out be answered.
    """

    def __init__(  # noqa: PLR0917 - what a sender cannot do without, then its options
        self,
        db: Database,
        bot: Bot,
        clock: Clock,
        owner: str,
        composers: Mapping[str, Compose],
        on_delivered: OnDelivered,
        limits: RateLimits | None = None,
        *,
        hooks: Hooks | None = None,
        health: Health | None = None,
        metrics: Metrics | None = None,
        alone: bool = False,
    ) -> None:
        self._db, self._bot, self._clock, self._alone = db, bot, clock, alone
        self._limits = limits or RateLimits()
        self._config = SenderConfig(owner, composers, on_delivered, hooks or Hooks(), self._limits)
        self._health, self._metrics = health or Health(), metrics or Metrics()
        self._breaker = Breaker(bot, self._health, self.wake)
        self._bulkhead = Bulkhead("sender", self._health, self._metrics)
        self._event = asyncio.Event()
        self._sending: dict[tuple[int, int], Assignment] = {}  # by row and claim: a row may come back to us
        self._outcomes: list[Outcome] = []
        self._is_stopping = False
        self._halted_until = 0.0  # monotonic: a 429 just had, not yet in the database
        self._swept_at = 0.0
        self._prove_at = 0.0  # monotonic
        self._next_start = 0.0  # monotonic: this replica alone never passes the overall rate, whatever it missed
        self._look_at = 0.0  # monotonic

    def wake(self) -> None:
        """Look at the outbox now: something was committed."""
        self._look_at = 0.0
        self._event.set()

    async def run(self) -> None:
        """Send until cancelled."""
        self._is_stopping = False
        self._sending.clear()
        if self._alone:
            await self._work(lambda db: sending.reap_all(db, now=self._clock.now(), most_ambiguous=MOST_DEATHS))
        async with asyncio.TaskGroup() as tasks:
            try:
                while True:
                    await self._wait()
                    try:
                        await self._round(tasks)
                    except Exception as error:  # noqa: BLE001 - what is not foreseen must not stop what is being sent
                        await asyncio.sleep(self._bulkhead.hold(error))
                    else:
                        self._bulkhead.release()
            except asyncio.CancelledError:
                await self._drain()
                raise

    # Waiting --------------------------------------------------------------------------------------------------------

    async def _wait(self) -> None:
        """Return when something was committed or tried, or falls due."""
        await self._prove()
        while not self._event.is_set():
            patience = min(max(self._look_at - time.monotonic(), SHORTEST_WAIT), LONGEST_WAIT)
            try:
                async with asyncio.timeout(patience):
                    await self._event.wait()
            except TimeoutError:
                await self._prove()
                if self._permits() and await self._is_due():
                    return

    async def _is_due(self) -> bool:
        """Look, without writing, whether something may be sent; foresee the next look."""
        now, allowances = self._clock.now(), self._limits.allowances
        try:
            at = await self._db.read(
                lambda db: now if rewind.has_to_look(db, now) else sending.next_at(db, now, allowances)
            )
        except DatabaseError:
            at = None
        self._look_in((at - now).total_seconds() if at else LONGEST_WAIT)
        return at is not None and at <= now

    def _look_in(self, seconds: float) -> None:
        self._look_at = time.monotonic() + min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)

    def _permits(self) -> int:
        if self._breaker.is_open or self._is_halted():
            return 0
        return self._limits.in_flight - len(self._sending)

    def _is_halted(self) -> bool:
        return self._is_stopping or time.monotonic() < self._halted_until

    # Transactions ---------------------------------------------------------------------------------------------------

    async def _round(self, tasks: asyncio.TaskGroup) -> None:
        self._event.clear()
        permits, asked = self._permits(), time.monotonic()
        if not permits and not self._outcomes:
            return
        done = await self._exchange(permits)
        for assignment in done.assignments:
            self._sending[_claim_of(assignment)] = assignment
            start = max(asked + assignment.delay, time.monotonic(), self._next_start)
            self._next_start = start + self._limits.overall.interval.total_seconds()
            tasks.create_task(self._deliver(assignment, asked, start, tasks))
        if not done.assignments:
            self._look_in((done.look_at - self._clock.now()).total_seconds() if done.look_at else LONGEST_WAIT)

    async def _exchange(self, permits: int) -> Round:
        """Settle and claim in one transaction; what it took is given back when we are stopped meanwhile."""
        outcomes, self._outcomes = self._outcomes, []
        now, sweep = self._clock.now(), None
        if time.monotonic() >= self._swept_at + LONGEST_WAIT:
            self._swept_at = time.monotonic()
            sweep = Sweep((*(row_id for row_id, _ in self._sending), *(outcome.row.id for outcome in outcomes)))
        work = asyncio.ensure_future(
            self._work(lambda db: settle_and_claim(db, self._config, outcomes, now=now, limit=permits, sweep=sweep))
        )
        try:
            done = await asyncio.shield(work)
        except asyncio.CancelledError:
            await self._end_of(work, outcomes)
            raise
        except Exception:
            await self._settle_apart(outcomes)
            raise
        self._count(outcomes, done)
        return done

    async def _settle_apart(self, outcomes: list[Outcome]) -> None:
        """Settle each by itself when not all can be; the lease of one that cannot be runs out."""
        for each in outcomes:
            try:
                await self._work(partial(self._settle_one, each))
            except Exception as error:  # noqa: BLE001 - the others must be settled: they were sent
                log.error("not settled", row=each.row.id, error=type(error).__name__)  # noqa: TRY400 - no text

    def _settle_one(self, outcome: Outcome, db: Connection) -> Round:
        return settle_and_claim(db, self._config, [outcome], now=self._clock.now(), limit=0, sweep=None)

    async def _end_of(self, work: asyncio.Future[Round], outcomes: list[Outcome]) -> None:
        """Let the transaction in progress end, so as to know what it took."""
        try:
            async with asyncio.timeout(LAST_CALLS):
                done = await work
            self._outcomes += [Outcome(assignment.row, GivenBack()) for assignment in done.assignments]
        except TimeoutError:
            self._outcomes = [*outcomes, *self._outcomes]
            log.warning("stopped while the database is away")

    async def _work(self, work: Callable[[Connection], T]) -> T:
        """Write, again and again while the database is away: what was sent must be settled."""
        while True:
            try:
                result = await self._db.write(work)
            except DatabaseError as error:
                self._health.fail("database", str(error))
                log.warning("database away", error=type(error).__name__)
                await asyncio.sleep(DATABASE_PAUSE)
            else:
                return result

    async def _prove(self) -> None:
        """Turn health green again once the database, which failed whoever wrote to it, really takes a write."""
        if not self._health.is_failing("database") or time.monotonic() < self._prove_at:
            return
        now, self._prove_at = self._clock.now(), time.monotonic() + DATABASE_PAUSE
        try:
            await self._db.write(lambda db: proof.make(db, now))
            await self._db.write(proof.remove)
        except DatabaseError as error:
            self._health.fail("database", str(error))
        else:
            self._health.clear("database")

    def _count(self, outcomes: list[Outcome], done: Round) -> None:
        for outcome in outcomes:
            if isinstance(outcome.result, Failure):
                self._metrics.failures.labels(outcome.result.verdict).inc()
                say = log.info if outcome.result.verdict in NOTHING_LEFT else log.warning
                say("not delivered", **told(outcome))
        for change in done.settled:
            self._metrics.settled.labels(change.state).inc()
            if change.state == "delivered":
                late = (self._clock.now() - change.row.not_before).total_seconds()
                self._metrics.late_seconds.observe(max(late, 0))
        self._metrics.lost_leases.inc(len(outcomes) - len(done.settled))
        for alarm in done.alarms:
            log.error("deliveries need attention", alarm=alarm)
            self._health.degrade(alarm, "see the log and the audit trail")

    # Sending --------------------------------------------------------------------------------------------------------

    async def _deliver(self, assignment: Assignment, asked: float, start: float, tasks: asyncio.TaskGroup) -> None:
        result = await self._tried(assignment, asked, start)
        del self._sending[_claim_of(assignment)]
        self._outcomes.append(Outcome(assignment.row, result))
        if isinstance(result, Failure) and result.verdict is Verdict.SLOW_DOWN:
            self._halted_until = time.monotonic() + min(result.retry_after, LONGEST_WAIT)  # then the database knows
        if self._breaker.note(result):
            tasks.create_task(self._breaker.probe())
        self._event.set()

    async def _tried(self, assignment: Assignment, asked: float, start: float) -> Result:
        await asyncio.sleep(max(start - time.monotonic(), 0))
        is_paced, content = bool(self._limits.overall.interval), assignment.content
        is_missed = time.monotonic() > start + self._limits.late or start > asked + assignment.delay + MOST_LATE
        if is_paced and is_missed:
            return GivenBack()
        try:
            message = await asyncio.to_thread(content) if callable(content) else content
        except Exception as error:  # noqa: BLE001 - one message that cannot be made must not stop the others
            log.error("message not made", row=assignment.row.id, error=type(error).__name__)  # noqa: TRY400 - no text
            return Unmade("unmade")
        if not await self._is_ours(assignment, asked) or self._is_halted() or self._breaker.is_open:
            return GivenBack()
        return await self._transmitted(assignment, message)

    async def _is_ours(self, assignment: Assignment, asked: float) -> bool:
        """Check the lease's age on the monotonic clock; prolong one that aged while its content was made."""
        if time.monotonic() < asked + FRESH:
            return True
        again = time.monotonic()
        row, owner, now = assignment.row, self._config.owner, self._clock.now()
        is_renewed = await self._work(lambda db: sending.renew(db, row, owner=owner, now=now))
        return is_renewed and time.monotonic() < again + FRESH

    async def _transmitted(self, assignment: Assignment, message: Message) -> Result:
        row = assignment.row
        is_plain = row.reason == "plain"
        try:
            with self._metrics.request_seconds.time():
                async with asyncio.timeout(REQUEST_TIMEOUT):
                    sent = transmit(self._bot, message, chat_id=row.chat_id, thread_id=row.thread_id, as_plain=is_plain)
                    return Delivered(await sent)
        except TimeoutError:
            return Failure(Verdict.AMBIGUOUS, "no_answer")
        except TelegramError as error:
            return classify(error, is_file=isinstance(message, SendPhoto | SendDocument))
        except Exception as error:  # noqa: BLE001 - a message PTB refuses to encode must not stop the others
            log.error("message not encoded", row=row.id, error=type(error).__name__)  # noqa: TRY400 - no text
            return Unmade("not_encoded")

    async def _drain(self) -> None:
        """Stop taking, let what went out be answered, settle it."""
        self._is_stopping = True
        try:
            async with asyncio.timeout(LAST_CALLS):
                while self._sending:
                    self._event.clear()
                    await self._event.wait()
                if self._outcomes:
                    await self._exchange(0)
        except TimeoutError:
            log.warning("stopped with messages in flight", count=len(self._sending))


def _claim_of(assignment: Assignment) -> tuple[int, int]:
    return assignment.row.id, assignment.row.attempts
