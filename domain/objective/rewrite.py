"""One correct French sentence from confirmed fields: aim, what, amount, from, to, deadline."""

from dataclasses import dataclass, replace
from datetime import date

from domain.objective.measures import definite, everything, is_rate
from domain.objective.phrases import bare, capital, day, measured, number, of
from domain.objective.reading import Aim, Bound, Quantity, Reading, Why
from domain.parsing.french_nouns import all_singular, plural
from domain.parsing.lazy_regex import late
from domain.parsing.units import TIMES, UNITS

_TIMES = {2.0: "doubler", 3.0: "tripler", 4.0: "quadrupler"}
_TOLD = frozenset({*UNITS, "point"})
"""Units that are said with the number, whatever is measured."""
_RISING = frozenset({"augmenter", "accroître", "améliorer", "renforcer", "développer"})
_FALLING = frozenset({"réduire", "diminuer", "baisser", "abaisser", "alléger", "raccourcir"})
_KEEPING = frozenset({"maintenir", "limiter", "plafonner", "stabiliser", "contenir"})
_CAPPING = frozenset({"limiter", "plafonner", "contenir"})
_SPENT = late(r"les dépenses (?:de |d’)")


@dataclass(frozen=True, slots=True)
class Aimed:
    """The confirmed fields of an objective, as in `Reading`; `what` keeps its article ("les délais de réponse").

    `verb` is the infinitive to keep ("former"); without it, the usual one of the aim is written. What is to be kept
    between two levels has the lower as `target`, the higher as `ceiling`, and no `bound`.
    """

    direction: Aim
    what: str
    amount: Quantity | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    deadline: date | None = None
    verb: str | None = None
    bound: Bound | None = None
    ceiling: float | None = None

    @property
    def levels(self) -> tuple[float | None, float | None]:
        """The level to reach, or the lowest to keep; the highest to keep."""
        is_capped = self.direction is Aim.KEEP and self.bound is Bound.CEILING
        return (None, self.target) if is_capped else (self.target, self.ceiling)


def aimed(reading: Reading) -> Aimed | None:
    """Return the fields of a reading that can be said again in French.

    None while its direction or its thing is not known, or its direction doubtful, and of an English one.
    """
    is_doubtful = any(doubt.field == "direction" for doubt in reading.doubts)
    if reading.direction is None or reading.what is None or is_doubtful or reading.is_english:
        return None
    said = Aimed(
        reading.direction.value,
        reading.what.value,
        None if reading.amount is None else reading.amount.value,
        None if reading.unit is None else reading.unit.value,
        None if reading.baseline is None else reading.baseline.value,
        None if reading.target is None else reading.target.value,
        None if reading.deadline is None else reading.deadline.value,
        None if reading.verb is None else reading.verb.value,
        reading.bound,
    )
    ends = next(
        (doubt.readings for doubt in reading.doubts if doubt.why is Why.RANGE and doubt.field == "target"), None
    )
    if said.direction is not Aim.KEEP or ends is None:
        return said
    low, high = sorted(end for end in ends if isinstance(end, float))
    return replace(said, target=low, ceiling=high, bound=None)


def rewritten(fields: Aimed) -> str:
    """Return the sentence, with ordinary spaces (rendering makes them narrow) and typographic apostrophes."""
    if fields.baseline is None or fields.target is None:
        said = _WRITERS[fields.direction](fields)
    else:
        unit = _level_unit(fields)
        first = measured(fields.baseline, "%") if unit == "%" else number(fields.baseline)
        said = f"faire passer de {first} à {measured(fields.target, unit)} {_figure(fields)}"
    until = ""
    if fields.deadline is not None:
        until = f" {'jusqu’au' if fields.direction is Aim.KEEP else 'd’ici le'} {day(fields.deadline)}"
    return f"{capital(said)}{until}."


def _figure(fields: Aimed) -> str:
    """What is measured, as a figure that may rise or fall: "la part de …", "le nombre de …"."""
    is_level = fields.target is not None and fields.amount is None
    is_share = fields.unit == "pt" or (fields.unit == "%" and is_level)
    return definite(fields.what, is_share=is_share, is_time=fields.unit in TIMES)


def _level_unit(fields: Aimed) -> str | None:
    """A change in points is between two percentages; what "le nombre de …" counts is not said twice."""
    if fields.unit == "pt":
        return "%"
    return None if _is_counted_apart(fields) else fields.unit


def _is_counted_apart(fields: Aimed) -> bool:
    if fields.unit in _TOLD - {"point"}:
        return False
    is_named = fields.unit is not None and bare(fields.what).startswith(plural(fields.unit))
    return is_named or _figure(fields).startswith(("le nombre ", "le total ", "le volume "))


def _risen(fields: Aimed) -> str:
    if fields.unit == "x" and isinstance(fields.amount, float | int):
        verb = _TIMES.get(fields.amount)
        return f"{verb} {_figure(fields)}" if verb else f"multiplier par {number(fields.amount)} {_figure(fields)}"
    return _changed(_kept_verb(fields, _RISING, "augmenter"), "faire monter à", fields)


def _fallen(fields: Aimed) -> str:
    if fields.unit == "x" and isinstance(fields.amount, float | int):
        return f"diviser par {number(fields.amount)} {_figure(fields)}"
    if fields.amount == 100 and fields.unit == "%" and fields.target == 0:
        return f"supprimer {fields.what}"
    if fields.verb in {"gagner", "économiser"} and isinstance(fields.amount, float | int) and fields.unit in _TOLD:
        return f"{fields.verb} {measured(fields.amount, fields.unit)} sur {fields.what}"
    up_to = "ramener sous" if fields.bound is Bound.CEILING else "ramener à"
    return _changed(_kept_verb(fields, _FALLING, "réduire"), up_to, fields)


def _kept_verb(fields: Aimed, usual: frozenset[str], default: str) -> str:
    return fields.verb if fields.verb in usual else default


def _changed(verb: str, up_to: str, fields: Aimed) -> str:
    if fields.amount is not None:
        unit = None if _is_counted_apart(fields) else fields.unit
        low, high = fields.amount if isinstance(fields.amount, tuple) else (None, fields.amount)
        change = f"de {measured(high, unit)}" if low is None else f"de {number(low)} à {measured(high, unit)}"
        goal = "" if fields.target is None else f" pour atteindre {measured(fields.target, _level_unit(fields))}"
        return f"{verb} {change} {_figure(fields)}{goal}"
    if fields.target is not None:
        return f"{up_to} {measured(fields.target, _level_unit(fields))} {_figure(fields)}"
    return f"{verb} {_figure(fields)}"


def _reached(fields: Aimed) -> str:
    whole = everything(fields.what)
    if fields.target == 100 and whole is not None:
        is_owned = fields.verb == "avoir" and fields.what.startswith("l’ensemble ")
        return f"{fields.verb} {fields.what}" if fields.verb and not is_owned else f"atteindre 100 % {of(whole)}"
    if fields.verb and " " in fields.verb and fields.unit in TIMES and fields.target is not None:
        return f"{fields.verb} {measured(fields.target, fields.unit)}"
    if fields.target is None:
        return f"{fields.verb or 'atteindre'} {fields.what}"
    if fields.target == 0 and fields.unit is None:
        return f"atteindre zéro {all_singular(bare(fields.what))}"
    if is_rate(fields.what):
        return f"porter à {measured(fields.target, _level_unit(fields))}{_at_least(fields)} {_figure(fields)}"
    verb = fields.verb or "atteindre"
    if fields.unit in {"%", "pt"}:
        return f"{verb} {number(fields.target)} %{_at_least(fields)} {of(fields.what)}"
    return f"{verb} {_counted(fields.target, fields)}"


def _at_least(fields: Aimed) -> str:
    return " au moins" if fields.bound is Bound.FLOOR else ""


def _counted(count: Quantity, fields: Aimed) -> str:
    """The count before what is counted, money before what it is spent on."""
    shown = f"de {number(count[0])} à {number(count[1])}" if isinstance(count, tuple) else number(count)
    if fields.unit == "€":
        spent = _SPENT.match(fields.what) if fields.verb == "dépenser" else None
        return f"{shown} € dans {fields.what}" if spent is None else f"{shown} € en {fields.what[spent.end() :]}"
    if fields.unit in TIMES:
        return f"{measured(count, fields.unit) if isinstance(count, float | int) else shown} {of(fields.what)}"
    return f"{shown} {bare(fields.what)}"


def _created(fields: Aimed) -> str:
    verb = fields.verb or ("investir" if fields.unit == "€" else "créer")
    if fields.amount is None or (fields.amount == 1 and bare(fields.what) != fields.what):
        return f"{verb} {fields.what}"
    return f"{verb} {_counted(fields.amount, fields)}"


def _kept(fields: Aimed) -> str:
    if fields.target is None:
        return f"maintenir {fields.what}"
    if fields.ceiling is not None:
        verb = _kept_verb(fields, _KEEPING - _CAPPING, "maintenir")
        high = measured(fields.ceiling, _level_unit(fields))
        return f"{verb} entre {number(fields.target)} et {high} {_figure(fields)}"
    level = measured(fields.target, _level_unit(fields))
    is_counted = fields.unit not in _TOLD
    is_named = bare(fields.what) != fields.what
    if fields.bound is Bound.CEILING and is_counted and is_named:
        return f"limiter à {level} {_figure(fields)}"
    if fields.bound is Bound.CEILING and fields.verb not in _CAPPING:
        if is_counted:  # "20 pannes", "5 jours de délai", "10 jours pour le délai de réponse"
            return f"ne pas dépasser {number(fields.target)} {bare(fields.what)}"
        is_one = not is_named or fields.what.startswith(("un ", "une "))
        return f"ne pas dépasser {level} {of(bare(fields.what)) if is_one else f'pour {fields.what}'}"
    if fields.bound is Bound.FLOOR and is_counted and not is_named:
        return f"{_kept_verb(fields, _KEEPING, 'maintenir')} au moins {_counted(fields.target, fields)}"
    return f"{_kept_verb(fields, _KEEPING, 'maintenir')} à {level}{_at_least(fields)} {_figure(fields)}"


_WRITERS = {Aim.RISE: _risen, Aim.FALL: _fallen, Aim.REACH: _reached, Aim.CREATE: _created, Aim.KEEP: _kept}
