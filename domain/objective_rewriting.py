"""One correct French sentence from confirmed fields: aim, what, amount, from, to, deadline."""

from dataclasses import dataclass
from datetime import date

from domain.objective.measures import definite, everything, is_rate
from domain.objective.phrases import bare, capital, day, measured, number, of
from domain.objective.reading import Aim, Quantity, Reading

_TIMES = {2.0: "doubler", 3.0: "tripler", 4.0: "quadrupler"}
_TIMED = frozenset({"jour", "heure", "minute", "semaine", "mois", "an", "seconde", "trimestre"})
_TOLD = _TIMED | {"%", "pt", "€", "point", "kWh", "MWh", "GWh", "kg", "tonne", "km", "m²", "Mo", "Go", "To", "ETP"}
"""Units that are said with the number, whatever is measured."""
_RISING = frozenset({"augmenter", "accroître", "améliorer", "renforcer", "développer"})
_FALLING = frozenset({"réduire", "diminuer", "baisser", "abaisser", "alléger", "raccourcir"})
_KEEPING = frozenset({"maintenir", "limiter", "plafonner", "stabiliser"})


@dataclass(frozen=True, slots=True)
class Aimed:
    """The confirmed fields of an objective, as in `Reading`; `what` keeps its article ("les délais de réponse").

    `verb` is the infinitive to keep ("former"); without it, the usual one of the aim is written.
    """

    direction: Aim
    what: str
    amount: Quantity | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    deadline: date | None = None
    verb: str | None = None


def aimed(reading: Reading) -> Aimed | None:
    """Return the fields of a reading, None while its direction or its thing is not known."""
    if reading.direction is None or reading.what is None:
        return None
    return Aimed(
        reading.direction.value,
        reading.what.value,
        None if reading.amount is None else reading.amount.value,
        None if reading.unit is None else reading.unit.value,
        None if reading.baseline is None else reading.baseline.value,
        None if reading.target is None else reading.target.value,
        None if reading.deadline is None else reading.deadline.value,
        None if reading.verb is None else reading.verb.value,
    )


def rewritten(fields: Aimed) -> str:
    """Return the sentence, with ordinary spaces (rendering makes them narrow) and typographic apostrophes."""
    said = _from_to(fields) or _WRITERS[fields.direction](fields)
    until = "" if fields.deadline is None else f" d’ici le {day(fields.deadline)}"
    return f"{capital(said)}{until}."


def _from_to(fields: Aimed) -> str | None:
    if fields.baseline is None or fields.target is None:
        return None
    unit = _level_unit(fields)
    first = measured(fields.baseline, "%") if unit == "%" else number(fields.baseline)
    return f"faire passer de {first} à {measured(fields.target, unit)} {_figure(fields)}"


def _figure(fields: Aimed) -> str:
    """What is measured, as a figure that may rise or fall: "la part de …", "le nombre de …"."""
    return definite(fields.what, is_share=_is_share(fields), is_time=fields.unit in _TIMED)


def _is_share(fields: Aimed) -> bool:
    is_level = fields.target is not None and fields.amount is None
    return fields.unit == "pt" or (fields.unit == "%" and is_level)


def _level_unit(fields: Aimed) -> str | None:
    """A change in points is between two percentages; what "le nombre de …" counts is not said twice."""
    if fields.unit == "pt":
        return "%"
    return None if _is_counted_apart(fields) else fields.unit


def _is_counted_apart(fields: Aimed) -> bool:
    return fields.unit not in _TOLD - {"point"} and _figure(fields).startswith(
        ("le nombre ", "le total ", "le volume ")
    )


def _change(fields: Aimed) -> str:
    unit = None if _is_counted_apart(fields) else fields.unit
    match fields.amount:
        case (low, high):
            return f"de {number(low)} à {measured(high, unit)}"
        case float() | int():
            return f"de {measured(fields.amount, unit)}"
        case _:
            return ""


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
    return _changed(_kept_verb(fields, _FALLING, "réduire"), "ramener à", fields)


def _kept_verb(fields: Aimed, usual: frozenset[str], default: str) -> str:
    return fields.verb if fields.verb in usual else default


def _changed(verb: str, up_to: str, fields: Aimed) -> str:
    if fields.amount is not None:
        goal = "" if fields.target is None else f" pour atteindre {measured(fields.target, _level_unit(fields))}"
        return f"{verb} {_change(fields)} {_figure(fields)}{goal}"
    if fields.target is not None:
        return f"{up_to} {measured(fields.target, _level_unit(fields))} {_figure(fields)}"
    return f"{verb} {_figure(fields)}"


def _reached(fields: Aimed) -> str:
    whole = everything(fields.what)
    if fields.target == 100 and whole is not None:
        is_owned = fields.verb == "avoir" and fields.what.startswith("l’ensemble ")
        return f"{fields.verb} {fields.what}" if fields.verb and not is_owned else f"atteindre 100 % {of(whole)}"
    if fields.verb and " " in fields.verb and fields.unit in _TIMED and fields.target is not None:
        return f"{fields.verb} {measured(fields.target, fields.unit)}"
    if fields.target is None:
        return f"{fields.verb or 'atteindre'} {fields.what}"
    if fields.target == 0 and fields.unit is None:
        return f"atteindre zéro {bare(fields.what)}"
    if is_rate(fields.what):
        return f"porter à {measured(fields.target, _level_unit(fields))} {_figure(fields)}"
    verb = fields.verb or "atteindre"
    if fields.unit in {"%", "pt"}:
        return f"{verb} {number(fields.target)} % {of(fields.what)}"
    return f"{verb} {_counted(fields.target, fields)}"


def _counted(count: Quantity, fields: Aimed) -> str:
    """The count before what is counted, money before what it is spent on."""
    shown = f"de {number(count[0])} à {number(count[1])}" if isinstance(count, tuple) else number(count)
    if fields.unit == "€":
        return f"{shown} € dans {fields.what}"
    if fields.unit in _TIMED:
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
    verb = _kept_verb(fields, _KEEPING, "maintenir")
    return f"{verb} à {measured(fields.target, _level_unit(fields))} {_figure(fields)}"


_WRITERS = {Aim.RISE: _risen, Aim.FALL: _fallen, Aim.REACH: _reached, Aim.CREATE: _created, Aim.KEEP: _kept}
