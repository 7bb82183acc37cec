"""Objectives in plain English, of which less is read than in French: "Raise the share of … from 40% to 70% by 2029"."""

import re
from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.objective.english_figures import PERCENT, VERB, VERBS, Role, deadline, quantities, role_of, without
from domain.objective.reading import Aim, Doubt, Found, Reading, Refused, Unfit, Why, missing_of
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.numbers import in_figures

_STOP = late(
    r"(?: (?:from|by|to|at|down|up|in|for|of|and|within|under|below|over|above|less|fewer|more|no|not|than|least|most"
    r"|about|around))+$"
)
_ARTICLE = late(r"^(?:the|our|a|an|its|their|all) ")
_SECOND = late(rf"\d.*\b(?:and|then) (?:to )?(?:{VERBS})\b.*\d")
_RATE = late(r"(?:average |mean |median )?(?:share|rate|percentage|proportion)\b")
_MEASURED = late(
    r"(?:\w+ )?(?:share|rate|percentage|proportion|number|time|delay|cost|level|amount|volume|budget|score)\b"
)
_WHOLE = 100
_Value = TypeVar("_Value")


def read_english(sentence: str, today: date) -> Reading:
    """Read an English sentence; what was not understood is None, and `is_unread` when a figure of it was not."""
    line = in_figures(Line.of(sentence).replaced(PERCENT, lambda _: "%"))
    dated = deadline(line, today)
    text = line.text if dated is None else without(line.text, *dated[1:])
    verb = VERB.search(text)
    said = quantities(text)
    role, refused = _within_the_whole(role_of(text, verb, said))
    what = _thing(line, text, verb, role)
    due = Found(dated[0], *line.span(*dated[1:]), 0.9) if dated is not None and dated[0] >= today else None
    if dated is not None and due is None:
        refused = (*refused, Refused("deadline", dated[0], Unfit.PAST_DEADLINE))
    return Reading(
        sentence,
        direction=_found(line, role.aim, role, verb),
        amount=_found(line, role.amount, role, verb),
        unit=_found(line, role.unit, role, verb),
        baseline=_found(line, role.baseline, role, verb),
        target=_found(line, role.target, role, verb),
        deadline=due,
        what=what,
        verb=None if verb is None else Found(verb[0], *line.span(*verb.span())),
        missing=missing_of(direction=role.aim, amount=role.amount, target=role.target, deadline=due, what=what),
        doubts=_doubts(role, what),
        bound=role.bound,
        refused=refused,
        more=_SECOND.search(text) is not None,
        is_english=True,
        is_unread=bool(said) and role.amount is None and role.target is None and not refused,
    )


def english_measure(reading: Reading) -> str | None:
    """Return the name of the KPI that an English objective moves, None when it names none."""
    if reading.what is None:
        return None
    what = _ARTICLE.sub("", reading.what.value, count=1)
    is_level = reading.target is not None and reading.unit is not None
    if _MEASURED.match(what.casefold()) is None and is_level and reading.unit is not None and reading.direction:
        if reading.unit.value == "%" and reading.direction.value in {Aim.REACH, Aim.KEEP}:
            what = f"share of {what}"
        elif reading.direction.value is Aim.CREATE:
            what = f"number of {what}"
    return what[:1].upper() + what[1:]


def _thing(line: Line, text: str, verb: re.Match[str] | None, role: Role) -> Found[str] | None:
    """What stands after the verb, else after the last quantity."""
    if verb is None:
        return None
    places = [verb.end(), *(one.end for one in role.places)]
    if role.aim is Aim.CREATE or (role.aim is Aim.REACH and role.unit == "%"):
        places.reverse()
    for place in places:
        following = re.split(r"[;.,:\d€]", text[place:])[0]
        lead = re.match(r"(?: (?:of|in|for))* ?", following)
        start = place + (lead.end() if lead else 0)
        said = _STOP.sub("", " " + text[start : place + len(following)].rstrip()).strip()
        if re.search(r"[a-z]{3}", said) and not re.fullmatch(r"(?:the|our|all|and|to|by|from|it|them)", said):
            start = text.index(said, start)
            end = start + len(said)
            return Found(line.words(start, end), *line.span(start, end), 0.7)
    return None


def _found(line: Line, value: _Value | None, role: Role, verb: re.Match[str] | None) -> Found[_Value] | None:
    if value is None:
        return None
    ends = [(one.start, one.end) for one in role.places] or ([verb.span()] if verb else [(0, len(line.text))])
    return Found(value, *line.span(min(ends)[0], max(ends)[1]), 0.8)


def _doubts(role: Role, what: Found[str] | None) -> tuple[Doubt, ...]:
    """ "Raise the rate by 5%": of itself, or by points."""
    is_share = what is not None and _RATE.match(_ARTICLE.sub("", what.value.casefold(), count=1)) is not None
    if role.unit != "%" or role.amount is None or not is_share:
        return ()
    return (Doubt("unit", ("%", "pt"), Why.PERCENT_OR_POINTS),)


def _within_the_whole(role: Role) -> tuple[Role, tuple[Refused, ...]]:
    """The figures less a share above 100."""
    if role.unit not in {"%", "pt"}:
        return role, ()
    if role.target is not None and role.target > _WHOLE:
        refused = Refused("target", role.target, Unfit.SHARE_ABOVE_100)
        return replace(role, target=None, amount=None, bound=None), (refused,)
    if role.aim is Aim.FALL and role.baseline is None and role.amount is not None and role.amount > _WHOLE:
        return replace(role, amount=None, unit=None), (Refused("amount", role.amount, Unfit.SHARE_ABOVE_100),)
    return role, ()
