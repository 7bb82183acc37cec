"""The figures of a plain English objective, and what they are: a change, the level to leave, the level to reach."""

import re
from dataclasses import dataclass
from datetime import date

from domain.objective.reading import Aim, Bound
from domain.parsing.dates import read_date
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.units import known_unit

_VERBS: dict[Aim, str] = {
    Aim.RISE: "raise increase grow improve boost expand double triple quadruple",
    Aim.FALL: "reduce cut lower decrease shorten drop halve limit",
    Aim.KEEP: "keep maintain hold preserve",
    Aim.REACH: "reach achieve attain get bring move take go",
    Aim.CREATE: (
        "train open create equip install offer organise organize publish recruit appoint support connect deploy launch "
        "run provide hire teach help visit renew replace recycle digitise digitize refurbish make"
    ),
}
_AIM_OF = {verb: aim for aim, verbs in _VERBS.items() for verb in verbs.split()}
_FACTORS = {"double": 2.0, "triple": 3.0, "quadruple": 4.0, "halve": 2.0}
VERBS = "|".join(_AIM_OF)
VERB = late(rf"\b(?:{VERBS})\b")
PERCENT = late(r" ?\b(?:per ?cent|pct)\b")
_NUMBER = (
    r"(?<![\w.,-])(?P<euro>€ ?)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<great>k\b| thousand\b| million\b)?"
)
_UNITS = (
    r"percentage points?|points?|pp|%|euros?|€|working days?|days?|hours?|minutes?|weeks?|months?|years?|kwh|mwh|kg"
    r"|tonnes?|km"
)
_QUANTITY = late(rf"{_NUMBER}(?: ?(?P<unit>{_UNITS})(?!\w))?(?!\w)")
_LEAD = late(
    r"(?:(?P<from>\bfrom)|(?P<by>\bby)|(?P<to>\b(?:to|at|reach|achieve|attain)))? ?(?:(?P<under>(?:less|fewer|no more|"
    r"not more) than|under|below|at most|a maximum of)|(?P<over>(?:more|no less) than|at least|over|above))?"
    r"(?: ?(?:about|around|approximately))? ?$"
)
_NEXT = late(r"\b(?:the )?(?:next|coming) (?=\d)")
_DEADLINE = late(r"\b(?:by|before|within|until|in|no later than|for)\b (?=(?P<said>[^;:.]+))")


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity at a place, with what leads to it."""

    value: float
    unit: str | None
    start: int
    end: int
    lead: str
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class Role:
    """What the quantities are; `places` those they were read from."""

    aim: Aim | None
    amount: float | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    bound: Bound | None = None
    places: tuple[Said, ...] = ()


def deadline(line: Line, today: date) -> tuple[date, int, int] | None:
    """The latest day that is said, with its place."""
    found = [day for match in _DEADLINE.finditer(line.text) if (day := _day(line.text, match, today))]
    return max(found, default=None)


def _day(text: str, match: re.Match[str], today: date) -> tuple[date, int, int] | None:
    """The longest date that these words begin with."""
    ends = [match.start("said") + space.start() for space in re.finditer(r"[ ,]|$", match["said"])]
    for end in reversed(ends[:7]):
        words, bare = (_NEXT.sub("", text[start:end]) for start in (match.start(), match.start("said")))
        day = read_date(words, today) or read_date(bare, today)
        if day is not None and (re.search(r"\d{4}", words) or not words.startswith("for")):
            return day, match.start(), end
    return None


def without(text: str, start: int, end: int) -> str:
    return text[:start] + ";" + " " * (end - start - 1) + text[end:]


def quantities(text: str) -> list[Said]:
    found = []
    for match in _QUANTITY.finditer(text):
        led = _LEAD.search(text[: match.start()])
        lead = next((name for name in ("from", "by", "to") if led and led[name]), "")
        bound = None
        if led is not None and (led["under"] or led["over"]):
            bound = Bound.CEILING if led["under"] else Bound.FLOOR
        times = {"k": 1e3, "thousand": 1e3, "million": 1e6}.get((match["great"] or "").strip(), 1.0)
        value = float(match["number"].replace(",", "")) * times
        unit = "€" if match["euro"] else None
        if unit is None and match["unit"] is not None:
            unit = "pt" if "point" in match["unit"] else known_unit(match["unit"].removeprefix("working "))
        found.append(Said(value, unit, match.start(), match.end(), lead, bound))
    return found


def role_of(text: str, verb: re.Match[str] | None, said: list[Said]) -> Role:
    aim = None if verb is None else _AIM_OF[verb[0]]
    if verb is not None and verb[0] in _FACTORS and not said:
        return Role(aim, _FACTORS[verb[0]], "x")
    start = next((one for one in said if one.lead == "from"), None)
    goal = next((one for one in said if one.lead == "to" or (one.bound and one.lead != "by")), None)
    if start is not None and goal is not None and (None in {start.unit, goal.unit} or start.unit == goal.unit):
        unit = goal.unit or start.unit or _counted(text, goal)
        way = Aim.RISE if goal.value > start.value else Aim.FALL if goal.value < start.value else Aim.KEEP
        amount = round(abs(goal.value - start.value), 4)
        unit = "pt" if unit == "%" else unit
        return Role(way, amount, unit, start.value, goal.value, goal.bound, (start, goal))
    change = next((one for one in said if one.lead == "by"), None)
    if change is not None and aim in {Aim.RISE, Aim.FALL}:
        return Role(aim, change.value, change.unit, places=(change,))
    if goal is not None and aim is not None:
        way = Aim.FALL if goal.bound is Bound.CEILING and aim is Aim.REACH else aim
        bound = goal.bound or (Bound.FLOOR if aim is Aim.KEEP else None)
        return Role(way, unit=goal.unit or _counted(text, goal), target=goal.value, bound=bound, places=(goal,))
    if aim is Aim.CREATE and said and not said[0].lead:
        return _made(text, said[0])
    return Role(aim if not said else None)


def _made(text: str, count: Said) -> Role:
    """ "Train 150 agents"; "equip 80% of the sites" is a level."""
    if count.unit == "%":
        return Role(Aim.REACH, unit="%", target=count.value, places=(count,))
    unit = count.unit or _counted(text, count)
    if unit is None or count.unit is not None:
        return Role(None)
    return Role(Aim.CREATE, count.value, unit, target=count.value, places=(count,))


def _counted(text: str, one: Said) -> str | None:
    """What a number counts: the word after it, or after "the number of"."""
    after = re.match(r" (?!the\b|our\b|of\b|in\b|and\b|by\b)(?P<noun>[a-z-]{3,})", text[one.end :])
    named = re.search(r"\bnumber of (?:the |our )?(?P<noun>[a-z-]{3,})", text)
    found = after or named
    return None if found is None else found["noun"]
