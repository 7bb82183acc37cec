"""One writer thread in which works that are ready together share one commit."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
Work = Callable[[Connection], T]

LARGEST = 64
"""Works that share one commit at most, so that the first of them does not wait for long."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work[Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    future: Future[Any]
    result: object = None
    error: BaseException | None = None

    def tell(self) -> None:
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class GroupCommit:
    """Runs works one after the other; those that wait while a commit reaches the disk share the next one.

    Each work of a group stands in its own savepoint: an error undoes it alone. Nobody is answered before the commit.
    A work may run twice, when the transaction it shared broke down: it must only touch the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="jalon-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        future: Future[T] = Future()
        self._jobs.put(_Job(work, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def _serve(self) -> None:
        is_open = True
        while is_open:
            jobs = [self._jobs.get()]
            with suppress(Empty):
                while len(jobs) < LARGEST:
                    jobs.append(self._jobs.get_nowait())
            is_open = None not in jobs
            started = [job for job in jobs if job and job.future.set_running_or_notify_cancel()]
            for outcome in self._outcomes(started):
                outcome.tell()

    def _outcomes(self, jobs: list[_Job]) -> list[_Outcome]:
        if len(jobs) < 2:
            return [self._alone(job) for job in jobs]
        try:
            with self._engine.begin() as connection:
                return [_in_savepoint(connection, job) for job in jobs]
        except Exception:  # noqa: BLE001 - the shared transaction is lost: each work gets its own, and its own error
            return [self._alone(job) for job in jobs]

    def _alone(self, job: _Job) -> _Outcome:
        try:
            with self._engine.begin() as connection:
                result = job.work(connection)
        except BaseException as error:  # noqa: BLE001 - raised to whoever asked
            return _Outcome(job.future, error=error)
        return _Outcome(job.future, result)


def _in_savepoint(connection: Connection, job: _Job) -> _Outcome:
    order = connection.connection.cursor().execute  # SQLAlchemy's own savepoints cost a third of a small work
    order("SAVEPOINT work")
    try:
        outcome = _Outcome(job.future, job.work(connection))
    except BaseException as error:  # noqa: BLE001 - raised to whoever asked, after the commit of its neighbours
        order("ROLLBACK TO work")
        outcome = _Outcome(job.future, error=error)
    order("RELEASE work")
    return outcome
