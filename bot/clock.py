"""The clock: the only place of Jalon that knows what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place where time comes in


class ShiftedClock:
    """A clock that can be moved or stopped, for the sandbox and for tests."""

    def __init__(self, base: Clock | None = None) -> None:
        self._base = base or SystemClock()
        self._shift = timedelta()
        self._frozen_at: datetime | None = None

    def now(self) -> datetime:
        return self._frozen_at or self._base.now() + self._shift

    @property
    def shift(self) -> timedelta:
        """How far this clock runs ahead of its base."""
        return self.now() - self._base.now()

    @property
    def is_frozen(self) -> bool:
        return self._frozen_at is not None

    def jump(self, by: timedelta) -> None:
        """Move the clock by `by`; a frozen clock stays frozen at the new instant."""
        if self._frozen_at is not None:
            self._frozen_at += by
        self._shift += by

    def set_at(self, instant: datetime) -> None:
        """Move the clock so that it says `instant` (aware)."""
        self.jump(instant - self.now())

    def freeze(self) -> None:
        """Stop the clock at its present instant."""
        self._frozen_at = self.now()

    def run(self) -> None:
        """Let a stopped clock run again from where it stands."""
        if self._frozen_at is not None:
            self._shift = self._frozen_at - self._base.now()
            self._frozen_at = None
