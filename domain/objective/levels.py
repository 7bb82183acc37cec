"""Two quantities that are where one stands and where one wants to be: "de 12 à 20", "40 contre 18 aujourd’hui"."""

from domain.objective import cues
from domain.objective.aims import Move
from domain.objective.quantities import Counted, Kind
from domain.objective.reading import Aim, Doubt, Why
from domain.objective.sentence import QUANTITY, Sentence
from domain.objective.spots import Related, Spot, either_end
from domain.objective.units_said import noun_after, noun_counted
from domain.parsing.units import ratio

_INTRANSITIVE = frozenset({"croitre", "monter", "progresser", "grimper", "remonter"})
"""Verbs that go from one level to another: "faire croître de 20 à 35 %" is no range."""


def from_to(sentence: Sentence) -> Related | None:
    """Return the fields of the first two levels that compare, None when there are none."""
    if len(sentence.quantities) < 2:
        return None
    for match in cues.AGAINST.finditer(sentence.text):
        read = _levels(sentence, ord(match[3]) - QUANTITY, ord(match[1]) - QUANTITY)
        if read is not None:
            return read
    for pattern in (cues.FROM_TO, cues.ARROW):
        for match in pattern.finditer(sentence.text):
            first, last = ord(match[1]) - QUANTITY, ord(match[3]) - QUANTITY
            read = _range(sentence, first, last, match.start()) or _levels(sentence, first, last)
            # "20 jours à 10" may go from one to the other when the first has no unit, or both have
            is_arrow = sentence.quantities[first].unit is None or sentence.quantities[last].unit is not None
            if read is not None and (pattern is cues.FROM_TO or is_arrow):
                return read
    return _today_then(sentence)


def _today_then(sentence: Sentence) -> Related | None:
    spots = [Spot.of(sentence, rank) for rank in range(len(sentence.quantities))]
    base = next((spot for spot in spots if spot.is_baseline and spot.one.kind is not Kind.FACTOR), None)
    if base is None:
        return None
    for spot in spots:
        is_moved = spot.move in (Move.RISE, Move.FALL, Move.GAIN) and cues.is_change(spot.before)
        is_change = is_moved or spot.one.sign or spot.one.kind in (Kind.POINTS, Kind.FACTOR)
        if spot is base or spot.is_baseline or is_change:
            continue
        read = _levels(sentence, base.rank, spot.rank)
        if read is not None:
            return read
    return None


def _range(sentence: Sentence, first: int, last: int, at: int) -> Related | None:
    """ "réduire de 20 à 30 %" is a range; "augmenter de 20 à 30 %" too, with a doubt."""
    base, goal = sentence.quantities[first], sentence.quantities[last]
    spot = Spot.of(sentence, first)
    if base.unit is not None or goal.unit is None or base.value >= goal.value:
        return None
    amount = (base.value, goal.value)
    if spot.move is Move.FALL:
        return Related(Aim.FALL, spot.aim, amount, goal.unit, amount_from=first, amount_to=last)
    if spot.move is not Move.RISE or spot.aim is None or spot.aim.verb in _INTRANSITIVE:
        return None
    if goal.kind not in (Kind.SHARE, Kind.POINTS) or sentence.text[spot.aim.end : at].strip():
        return None
    doubt = Doubt("amount", (amount, goal.value - base.value), Why.RANGE_OR_LEVELS)
    return Related(
        Aim.RISE, spot.aim, amount, goal.unit, amount_from=first, amount_to=last, certainty=0.6, doubts=(doubt,)
    )


def _levels(sentence: Sentence, first: int, last: int) -> Related | None:
    base, goal = sentence.quantities[first], sentence.quantities[last]
    times = _times(base, goal)
    if times is None:
        return None
    start = round(base.value * times, 4)
    end = goal.value if goal.high is None else goal.high
    direction = Aim.RISE if end > start else Aim.FALL if end < start else Aim.KEEP
    unit = goal.unit or base.unit or noun_after(sentence, last) or noun_after(sentence, first)
    unit = {"%": "pt", "pt": "point"}.get(unit or "", unit) or noun_counted(sentence)
    return Related(
        direction,
        Spot.of(sentence, first).aim,
        round(abs(end - start), 4),
        unit,
        start,
        end,
        amount_from=first,
        amount_to=last,
        baseline_from=first,
        target_from=last,
        doubts=either_end(goal),
    )


def _times(base: Counted, goal: Counted) -> float | None:
    """How many of the goal's unit make one of the base's; None when the two are not levels of one thing."""
    if base.high is not None or Kind.FACTOR in (base.kind, goal.kind):
        return None
    if {base.unit, goal.unit} == {"%", "pt"} or (base.kind is Kind.POINTS and goal.kind is not Kind.POINTS):
        return None
    return 1.0 if base.unit is None or goal.unit is None else ratio(base.unit, goal.unit, about=True)
