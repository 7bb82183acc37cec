"""Questions as typed data: each kind reads a reply or refuses it with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.dialogue.dossier import Answer
from domain.dialogue.path import Path
from domain.dialogue.values import Accepted, Rejected, Understanding, Value, Verdict
from domain.dialogue.view import View
from domain.parsing.amounts import read_amount
from domain.parsing.dates import read_date, read_first_day, read_year
from domain.parsing.unit_conversion import suited
from domain.parsing.visible import visible

Guard = Callable[[View], bool]
Rule = Callable[[Value, View], Rejected | None]
Suggest = Callable[[View], tuple[str | float, ...]]
Reword = Callable[[Mapping[Path, Answer], Mapping[Path, tuple[str, ...]]], Mapping[Path, str]]
Retell = Callable[[Path, Value, Mapping[Path, Answer], Mapping[Path, tuple[str, ...]]], Mapping[Path, str]]
"""(path of what changed, its former value, answers, rows)"""
Recognise = Callable[[str, date, View], Understanding]
"""(text, today, earlier answers)"""
Narrow = Callable[[str, str, date], Understanding | None]
"""(former text, text, today)"""
Topics = Callable[[Mapping[Path, Answer], Mapping[Path, tuple[str, ...]]], Mapping[str, tuple[str, ...]]]
NOTHING_KNOWN = View(())
_YEARS = (1900, 2100)


def always(_view: View) -> bool:
    return True


class Upstream(StrEnum):
    """What becomes of an answer when something it needs changes."""

    KEEP = "keep"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True)
class Entries:
    """What a question offers of a catalogue, beside what may be typed.

    From what the question needs and hears, `codes` gives the entries, best first, and `fills` the answers that one
    entails beside its own words.
    """

    codes: Callable[[View], tuple[str, ...]]
    fills: Callable[[str, View], Mapping[str, Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `id` is for ever and names its wording.

    `needs` lists the earlier questions (or repeats) that `when` and `rules` may read, and is the dependency graph.
    `hears` lists those that `suggests` (values offered as buttons) and the reading of words may use beside them: a
    change of one asks nothing again.
    `unknown` and `not_applicable` say which of these replies make sense; `required` False allows "skip".
    `rests_on` is the question without whose answer this one means nothing: a figure, without its unit.
    `full` ones are asked on the full path only, or once answered; `quiet` ones never, they are filled or opened.
    `detail_of` is the question it tells more about, in its place; `words` the id whose wording it shares.
    `hands` offers to have a colleague answer; `names_somebody` offers those who joined the plan.
    `reason` is the quiet question that asks why, when an answer of a chapter already confirmed changes.
    """

    id: str
    needs: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    when: Guard = always
    rules: tuple[Rule, ...] = ()
    required: bool = True
    unknown: bool = False
    not_applicable: bool = False
    upstream: Upstream = Upstream.KEEP
    suggests: Suggest | None = None
    entries: Entries | None = None
    rests_on: str | None = None
    full: bool = False
    quiet: bool = False
    detail_of: str | None = None
    words: str | None = None
    hands: bool = False
    names_somebody: bool = False
    reason: str | None = None

    @property
    def kind(self) -> str:
        return type(self).__name__

    @property
    def options(self) -> tuple[str, ...]:
        """The option codes offered as buttons, when they do not depend on the dossier."""
        return ()

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        """Understand a typed reply; `today` resolves relative dates, `view` holds what it needs and hears."""
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

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        words = visible(text)
        if not words:
            return Rejected("empty")
        if len(words) < self.shortest:
            return Rejected("too_short", {"shortest": self.shortest})
        if len(words) > self.longest:
            return Rejected("too_long", {"longest": self.longest, "length": len(words)})
        return Accepted(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised(Text):
    """Free text in which something is recognised, shown to be confirmed before it is recorded.

    `samples` are texts of each kind that `recognise` tells apart, the most hopeful first. `narrow` understands a text
    as more about the one before it, whose proposal still waits; it gives None for one that stands for itself.
    """

    recognise: Recognise
    samples: tuple[str, ...]
    narrow: Narrow | None = None

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        match Text.read(self, text, today, view):
            case Accepted(str(words)):
                return self.recognise(words, today, view)
            case refused:
                return refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Decimal(Question):
    """A number from `low` to `high`, in `unit` or in that which `unit_in` draws from the earlier answers.

    What is typed in another unit is converted, or refused when it measures something else.
    """

    low: float = -1e12
    high: float = 1e12
    unit: str | None = None
    unit_in: Callable[[View], str | None] | None = None

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        unit = self.unit or (self.unit_in(view) if self.unit_in else None)
        amount = read_amount(text, of=unit or "")
        if amount is None:
            return Rejected("is_a_date" if read_date(text, today) else "not_a_number")
        if amount.is_change:
            return Rejected("is_a_change")
        value = amount.value if unit is None else suited(amount, unit)
        if value is None:
            return Rejected("wrong_unit", {"unit": unit or "", "typed": amount.unit or ""})
        return self._beyond(value) or self.number(value)

    def accepts(self, value: Value, view: View) -> Verdict:
        beyond = self._beyond(value) if isinstance(value, int | float) else None
        return beyond or Question.accepts(self, value, view)

    def _beyond(self, value: float) -> Rejected | None:
        if self.low <= value <= self.high:
            return None
        return Rejected("out_of_range", {"low": self.low, "high": self.high})

    def number(self, value: float) -> Verdict:
        return Accepted(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Decimal):
    """A whole number from `low` to `high`; one between two years may be said as a year is ("fin 2029").

    A year `of_the_past` may be said by its age too ("2 ans").
    """

    of_the_past: bool = False

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        year = read_year(text, today, is_past=self.of_the_past) if self.is_year else None
        return Decimal.read(self, text if year is None else str(year), today, view)

    @property
    def is_year(self) -> bool:
        return _YEARS[0] <= self.low and self.high <= _YEARS[1]

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
    """A day, stored as an ISO string; `future` refuses a day before today.

    A period is its last day, or its first when something `begins` then.
    """

    future: bool = False
    begins: bool = False

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        day = read_first_day(text, today) if self.begins else read_date(text, today)
        if day is None:
            return Rejected("not_a_date")
        if self.future and day < today:
            return Rejected("date_past", {"date": day.isoformat()})
        return Accepted(day.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Question):
    """One of the option codes; `recognise` understands those that are typed, when more than their buttons can be."""

    choices: tuple[str, ...]
    recognise: Recognise | None = None

    @property
    def options(self) -> tuple[str, ...]:
        return self.choices

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        return self.recognise(text, today, view) if self.recognise else Rejected("not_an_option")


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

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        return Rejected("scale_out_of_range", {"low": self.low, "high": self.high})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Question):
    """A row of the repeat `to`, stored as its row id; its options are the rows of the moment."""

    to: str

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        return Rejected("not_an_option")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Question):
    """The card that closes a chapter: everything it recorded, to confirm or correct.

    `rewords` proposes other words for texts recorded in the chapter, by path, given the answers and rows that apply.
    `retells` returns, by path, the words that say what was changed since the chapter was confirmed.
    `topics` are what it has to say, by code: each opens a card with the acts that help.
    """

    rewords: Reword | None = None
    retells: Retell | None = None
    topics: Topics | None = None

    def read(self, text: str, today: date, view: View = NOTHING_KNOWN) -> Understanding:
        return Rejected("not_an_option")
