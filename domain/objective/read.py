"""One sentence in free French or plain English → direction, amount, unit, from, to, deadline; today is an argument."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.objective.bounds import bound_of
from domain.objective.deadlines import Dated, deadline_of
from domain.objective.english import read_english
from domain.objective.goals import first_goal
from domain.objective.indicators import measure
from domain.objective.language import is_english
from domain.objective.leads import Lead
from domain.objective.reading import Aim, Bound, Doubt, Found, Quantity, Reading, Refused, Unfit, Why, missing_of
from domain.objective.refusals import past_deadline, without_unfit
from domain.objective.relations import related
from domain.objective.sentence import DATE, Sentence, taken_apart
from domain.objective.spots import Related
from domain.objective.things import thing
from domain.objective.verbs_said import verb_said
from domain.parsing.lazy_regex import late
from domain.parsing.periods import months_later

__all__ = [
    "LONGEST",
    "Aim",
    "Bound",
    "Doubt",
    "Found",
    "Quantity",
    "Reading",
    "Refused",
    "Unfit",
    "Why",
    "as_json",
    "measure",
    "read_objective",
]

LONGEST = 600
"""Characters beyond which a sentence is not read."""
FIELDS = ("direction", "amount", "unit", "baseline", "target", "deadline", "what", "verb")
_SHARE = late(r"(?:une? |la |le )?(?:taux|part|pourcentage|proportion)\b")
_Value = TypeVar("_Value")
_SURE = {Lead.DEADLINE: 0.95, Lead.IN: 0.85, Lead.START: 0.6, Lead.BARE: 0.6, Lead.REFERENCE: 0.0}


def read_objective(sentence: str, today: date) -> Reading:
    """Read the first LONGEST characters of any text; what was not understood is None and named in `missing`."""
    whole = taken_apart(sentence[:LONGEST], today)
    if is_english(whole.text):
        return replace(read_english(sentence[:LONGEST], today), sentence=sentence)
    apart, has_more = first_goal(whole)
    said = related(apart)
    told, refused = without_unfit(said)
    # the deadline of the goal itself, else that said with another one
    own = tuple(each for rank, each in enumerate(apart.dates) if chr(DATE + rank) in apart.text)
    dated = deadline_of(own, today) or deadline_of(apart.dates, today)
    late = past_deadline(apart.dates, today) if dated is None else None
    what = thing(apart, said)
    return Reading(
        sentence,
        direction=_direction(apart, said),
        amount=_quantified(apart, told, told.amount, told.amount_from, told.amount_to),
        unit=_quantified(apart, told, told.unit, _first_rank(told)),
        baseline=_quantified(apart, told, told.baseline, told.baseline_from),
        target=_quantified(apart, told, told.target, told.target_from),
        deadline=None if dated is None else _dated(whole, dated),
        what=what,
        verb=verb_said(apart, said),
        missing=missing_of(direction=told.aim, amount=told.amount, target=told.target, deadline=dated, what=what),
        doubts=_doubts(told, dated, what),
        bound=bound_of(apart, told),
        refused=refused if late is None else (*refused, late),
        more=has_more,
    )


def as_json(reading: Reading) -> dict[str, object]:
    """Return the reading as JSON values: a range is "20-30", a date ISO, what is not known null."""
    found = {name: getattr(reading, name) for name in FIELDS}
    said = {name: None if one is None else _json(one.value) for name, one in found.items()}
    return {
        "sentence": reading.sentence,
        **said,
        "spans": {name: [one.start, one.end] for name, one in found.items() if one is not None},
        "certainty": {name: one.certainty for name, one in found.items() if one is not None},
        "missing": list(reading.missing),
        "doubts": [
            {"field": doubt.field, "readings": [_json(one) for one in doubt.readings], "why": doubt.why.value}
            for doubt in reading.doubts
        ],
        "bound": reading.bound,
        "refused": [{"field": one.field, "value": _json(one.value), "why": one.why.value} for one in reading.refused],
        "more": reading.more,
    }


def _json(value: object) -> object:
    match value:
        case (low, high):
            return f"{low:g}-{high:g}"
        case date():
            return value.isoformat()
        case float():
            return int(value) if value.is_integer() else value
        case _:
            return value


def _first_rank(told: Related) -> int | None:
    ranks = (told.amount_to, told.amount_from, told.target_from, told.baseline_from)
    return next((rank for rank in ranks if rank is not None), None)


def _quantified(
    sentence: Sentence, told: Related, value: _Value | None, rank: int | None, until: int | None = None
) -> Found[_Value] | None:
    if value is None:
        return None
    if rank is None:
        place = (told.verb.start, told.verb.end) if told.verb else (0, len(sentence.text))
    else:
        places = [sentence.place(one) for one in (rank, until) if one is not None]
        place = (min(places), max(places) + 1)
    return Found(value, *sentence.shape.span(*place), told.certainty)


def _direction(sentence: Sentence, told: Related) -> Found[Aim] | None:
    if told.aim is None:
        return None
    if told.verb is not None:
        return Found(told.aim, *sentence.shape.span(told.verb.start, told.verb.end), told.certainty)
    return _quantified(sentence, told, told.aim, _first_rank(told))


def _dated(sentence: Sentence, dated: Dated) -> Found[date]:
    place = sentence.text.index(chr(DATE + sentence.dates.index(dated)))
    certainty = 0.6 if dated.other_day is not None and dated.lead is Lead.DEADLINE else _SURE[dated.lead]
    return Found(dated.day, *sentence.shape.span(place, place + 1), certainty)


def _doubts(told: Related, dated: Dated | None, what: Found[str] | None) -> tuple[Doubt, ...]:
    doubts = list(told.doubts)
    if told.unit == "%" and told.amount is not None and what is not None and _SHARE.match(what.value):
        doubts.append(Doubt("unit", ("%", "pt"), Why.PERCENT_OR_POINTS))
    if dated is not None and dated.period.is_near_without_year:
        doubts.append(Doubt("deadline", (dated.day, months_later(dated.day, 12)), Why.YEAR_NOT_SAID))
    elif dated is not None and dated.other_day is not None and dated.lead is Lead.DEADLINE:
        doubts.append(Doubt("deadline", (dated.day, dated.other_day), Why.PERIOD))
    return tuple(doubts)
