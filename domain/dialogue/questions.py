"""Questions as typed data: each kind reads a reply or refuses it with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.amounts import read_amount
from domain.dates import read_date
from domain.dialogue.values import Accepted, Rejected, Value, Verdict

if TYPE_CHECKING:
    from domain.dialogue.view import View

Guard = Callable[["View"], bool]
Rule = Callable[[Value, "View"], Rejected | None]


def always(_view: View) -> bool:
    return True


class Upstream(StrEnum):
    """What becomes of an answer when something it needs changes."""

    KEEP = "keep"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `id` is for ever and names its wording.

    `needs` lists the earlier questions (or repeats) that `when` and `rules` may read, and is the dependency graph.
    `unknown` and `not_applicable` say which of these replies make sense; `required` False allows "skip".
    """

    id: str
    needs: tuple[str, ...] = ()
    when: Guard = always
    rules: tuple[Rule, ...] = ()
    required: bool = True
    unknown: bool = False
    not_applicable: bool = False
    upstream: Upstream = Upstream.KEEP

    @property
    def kind(self) -> str:
        return type(self).__name__

    @property
    def options(self) -> tuple[str, ...]:
        """The option codes offered as buttons, when they do not depend on the dossier."""
        return ()

    def read(self, text: str, today: date) -> Verdict:
        """Understand a typed reply; `today` resolves relative dates."""
        raise NotImplementedError

    def accepts(self, value: Value, view: View) -> Verdict:
        """Hold a value against this question's rules."""
        refusals = (rule(value, view) for rule in self.rules)
        return next((refusal for refusal in refusals if refusal), Accepted(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Question):
    """Free text, `shortest` to `longest` characters once trimmed."""

    shortest: int = 2
    longest: int = 500

    def read(self, text: str, today: date) -> Verdict:
        words = "".join(sign for sign in text if sign >= " " or sign == "\n").strip()
        if len(words) < self.shortest:
            return Rejected("too_short", {"shortest": self.shortest})
        if len(words) > self.longest:
            return Rejected("too_long", {"longest": self.longest, "length": len(words)})
        return Accepted(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decimal(Question):
    """A number from `low` to `high`, in `unit`: another unit typed by the person is refused."""

    low: float = -1e12
    high: float = 1e12
    unit: str | None = None

    def read(self, text: str, today: date) -> Verdict:
        amount = read_amount(text)
        if amount is None:
            return Rejected("not_a_number")
        if self.unit and amount.unit and amount.unit != self.unit:
            return Rejected("wrong_unit", {"unit": self.unit, "typed": amount.unit})
        if not self.low <= amount.value <= self.high:
            return Rejected("out_of_range", {"low": self.low, "high": self.high})
        return self.number(amount.value)

    def number(self, value: float) -> Verdict:
        return Accepted(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Decimal):
    """A whole number from `low` to `high`."""

    def number(self, value: float) -> Verdict:
        return Accepted(int(value)) if value == int(value) else Rejected("not_whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Decimal):
    """A share, from 0 to 100."""

    low: float = 0
    high: float = 100
    unit: str | None = "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Question):
    """A day, stored as an ISO string; `future` refuses a day before today."""

    future: bool = False

    def read(self, text: str, today: date) -> Verdict:
        day = read_date(text, today)
        if day is None:
            return Rejected("not_a_date")
        if self.future and day < today:
            return Rejected("date_past", {"date": day.isoformat()})
        return Accepted(day.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Question):
    """One of the option codes."""

    choices: tuple[str, ...]

    @property
    def options(self) -> tuple[str, ...]:
        return self.choices

    def read(self, text: str, today: date) -> Verdict:
        return Rejected("not_an_option")


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiChoice(Choice):
    """Any of the option codes, at least `least` of them; stored sorted as in `choices`."""

    least: int = 0

    def chosen(self, codes: Iterable[str]) -> Verdict:
        picked = frozenset(codes)
        if len(picked) < self.least:
            return Rejected("too_few", {"least": self.least})
        return Accepted(tuple(code for code in self.choices if code in picked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Question):
    """A described level from `low` to `high`, stored as a whole number."""

    low: int = 1
    high: int = 5

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(str(level) for level in range(self.low, self.high + 1))

    def read(self, text: str, today: date) -> Verdict:
        return Rejected("scale_out_of_range", {"low": self.low, "high": self.high})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Question):
    """A row of the repeat `to`, stored as its row id; its options are the rows of the moment."""

    to: str

    def read(self, text: str, today: date) -> Verdict:
        return Rejected("not_an_option")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Question):
    """The card that closes a chapter: everything it recorded, to confirm or correct."""

    def read(self, text: str, today: date) -> Verdict:
        return Rejected("not_an_option")
