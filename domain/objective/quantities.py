"""The quantities a sentence names: shares, points, money, times, factors and counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from domain.parsing.fractions import CLOCK, FRACTION, GREAT, PART_OF_HOUR, fraction, minutes, part, part_of_hour
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.numbers import FIGURES, figures
from domain.parsing.units import NAMES, UNITS


class Kind(Enum):
    """What sort of quantity it is."""

    SHARE = "share"
    POINTS = "points"
    MEASURE = "measure"
    FACTOR = "factor"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Counted:
    """The signs from `start` to `end`; `high` ends a range; `sign` is +1 for "+" or "fois plus", -1 for "-"."""

    start: int
    end: int
    value: float
    unit: str | None
    kind: Kind
    high: float | None = None
    sign: int = 0
    is_share_of: bool = False


_TIMES = "jours?|jrs?|j|heures?|h|minutes?|min|mn|semaines?|sem|mois|trimestres?|ans?|annees?|secondes?|sec|s"
_UNIT = (
    r"points? de pourcentage|points? de %|points?|pts?|pp|%|euros?|€|k ?€|m ?€|md ?€|kwh|mwh|gwh|kg|tonnes?|km|m2|m²"
    r"|mo|go|to"
    rf"|mbit/s|mb/s|etp|teqco2|litres|{_TIMES}|t"
)
_ONE = (
    rf"(?P<sign>(?<![\w\d%])[+-] ?)?(?P<about>~)?(?P<number>{FIGURES})(?: ?(?P<great>mille|milliers?|millions?"
    r"|milliards?|k)(?:(?= ?€)|\b)"
    rf"(?: (?:de |d')(?=euros?\b|€))?)?(?:(?:(?<=d')| ?)(?P<unit>{_UNIT})(?![\w€]))?(?P<half> et demie?\b)?"
)
_MEASURED = late(_ONE)
_RANGED = (
    rf"(?P<sign>(?<![\w\d%])[+-] ?)?(?P<low>{FIGURES})(?: ?(?P<low_unit>{_UNIT})(?!\w))? ?(?P<link>LINK)"
    rf" ?(?P<high>{FIGURES})(?: ?(?P<unit>{_UNIT})(?![\w€]))?"
)
_TIGHT_RANGE = late(_RANGED.replace("LINK", "-|ou"))
_RANGE = late(_RANGED.replace("LINK", "a|et"))
_SHARE_OF = late(
    r"(?<![\w.,])(?P<part>\d+(?:,\d+)?)(?P<noun>(?: (?!sur\b|des?\b|a\b|et\b"
    r"|points?\b)[\w'-]+){0,4}?) sur (?:les )?(?P<whole>\d+(?: \d{3})*)(?! (?:ans?|mois|jours|semaines"
    r"|trimestres)\b)(?![\w,.]*\d)(?! fois)"
)
_OVER = late(r"(?<![\w/])(?P<part>\d{1,3}(?:,\d+)?) ?/ ?(?P<whole>\d{1,3})(?![\w/])")
_SCALES = frozenset({2, 3, 4, 5, 10, 20, 100})
"""What "3/5" may be out of."""
_SAID_SIGN = late(r"(?:^|[,;:] ?|(?<!au )(?<!en )(?<!de )(?<!d'au )(?<!fois )(?<!\w))(?P<sign>plus|moins) $")
_TIMES_MORE = late(
    r"(?<![\w,])(?P<count>\d+(?:[.,]\d+)?) fois (?P<way>plus (?:vite|rapide\w*)|plus|moins|superieure?|inferieure?)\b"
)
_BY = late(
    r"(?<![\w'])par (?P<count>\d+(?:[.,]\d+)?)(?= *(?:$|[,.;:)!]|(?:le|la|les|l'|nos|notre|leurs?|son|sa|ses|ce|cette"
    r"|ces|d'ici|en|dans|avant|grace|et|au|sur|pour|entre|a|sous|d'|chaque|\ue100)(?![\w])))"
)
_CROSS = late(r"(?<![\w,])(?:(?:x|×|fois) ?(?P<count>\d+(?:[.,]\d+)?)|(?P<count2>\d+(?:[.,]\d+)?) ?[x×])(?![\w,])")
_DOUBLE = late(
    r"(?<![\w-])(?:redoubl|(?P<two>doubl)|(?P<three>tripl)|(?P<four>quadrupl)|(?P<five>quintupl)"
    r"|(?P<ten>decupl))(?:er|ons|era|erons|eront|ement|e|ent|ant)\b(?! (?:ecran|authentif|compet|appartenance|saisie"
    r"|vitrage|flux))"
)


def quantities_in(line: Line) -> tuple[Counted, ...]:
    """Return the quantities named, in order, without overlap; `line` has its dates and other numbers put aside."""
    taken: list[Counted] = []
    free = bytearray(b"\x01" * len(line.text))
    for pattern, reader in _READERS:
        for match in pattern.finditer(line.text):
            read = reader(match, line.text)
            if read is not None and all(free[read.start : read.end]):
                free[read.start : read.end] = bytes(read.end - read.start)
                taken.append(read)
    return tuple(sorted(taken, key=lambda quantity: quantity.start))


def _number(typed: str) -> float | None:
    return figures(typed.strip(" .,'"))


def _unit(typed: str | None) -> tuple[str | None, float, Kind]:
    """The unit of a quantity, how many of it make the one typed, and what kind of quantity it counts."""
    if not typed:
        return None, 1.0, Kind.COUNT
    unit = UNITS[NAMES[typed.replace(" ", "") if "€" in typed else typed]]
    if unit.dimension == "money":
        return "€", unit.size, Kind.MEASURE
    return unit.name, 1.0, {"%": Kind.SHARE, "pt": Kind.POINTS}.get(unit.name, Kind.MEASURE)


def _measured(match: re.Match[str], text: str) -> Counted | None:
    value = _number(match["number"])
    if value is None or text[match.end() : match.end() + 1].isalnum() or _stuck(text, match.start()):
        return None
    unit, times, kind = _unit(match["unit"])
    value = (value + (0.5 if match["half"] else 0)) * times * GREAT.get((match["great"] or "").rstrip("s"), 1.0)
    sign = _sign(match)
    if not sign and kind in (Kind.SHARE, Kind.POINTS):
        said = _SAID_SIGN.search(text[max(0, match.start() - 20) : match.start()])
        sign = 0 if said is None else 1 if said["sign"] == "plus" else -1
    return Counted(match.start(), match.end(), round(value, 6), unit, kind, sign=sign)


def _sign(match: re.Match[str]) -> int:
    return {"": 0, "+": 1, "-": -1}[(match["sign"] or "").strip()]


def _stuck(text: str, start: int) -> bool:
    return start > 0 and (
        text[start - 1].isalnum()
        or text[start - 1] in "/_.,"
        or (text[start - 1] == "-" and text[start - 2 : start - 1].isalnum())
    )


def _range(match: re.Match[str], text: str) -> Counted | None:
    low, high = _number(match["low"]), _number(match["high"])
    before = text[max(0, match.start() - 12) : match.start()]
    if low is None or high is None or low >= high or _stuck(text, match.start()):
        return None
    if text[match.end() : match.end() + 1].isalnum() or (
        match["low_unit"] and match["link"] != "et" and match["low_unit"] != match["unit"]
    ):
        return None
    if match["link"] == "et" and not before.endswith("entre "):
        return None
    if match["link"] == "a" and (match["low_unit"] or before.endswith("de ")):  # "de 20 à 30": from one to the other
        return None
    if match["link"] == "ou" and match["unit"] is None:
        return None
    unit, times, kind = _unit(match["unit"])
    start = match.start() - (6 if before.endswith("entre ") else 0)
    return Counted(start, match.end(), low * times, unit, kind, high=high * times, sign=_sign(match))


def _share_of(match: re.Match[str], text: str) -> Counted | None:
    count, whole = _number(match["part"]), _number(match["whole"])
    share = None if count is None or whole is None else part(count, whole)
    if count is None or share is None:
        return None
    scored = re.search(r"\b(?:scores?|notes?|moyenne|indice|evaluation)\b", text) is not None
    if whole not in {2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000} and not scored:
        return None
    if scored:
        return Counted(match.start(), match.end(), count, "point", Kind.MEASURE)
    return _share(match, share)


def _share(match: re.Match[str], share: float | None) -> Counted | None:
    return None if share is None else Counted(match.start(), match.end(), share, "%", Kind.SHARE, is_share_of=True)


def _factor(match: re.Match[str], value: float | None, sign: int) -> Counted | None:
    return None if value is None else Counted(match.start(), match.end(), value, "x", Kind.FACTOR, sign=sign)


_DOUBLES = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "ten": 10.0}
_MORE = frozenset({"plus", "superieur", "superieure"})
"""The ways of "3 fois …" that are a rise; "3 fois plus vite" takes less time."""

_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Counted | None]], ...] = (
    (_DOUBLE, lambda match, _: _factor(match, _DOUBLES.get(match.lastgroup or ""), 1)),
    (_TIMES_MORE, lambda match, _: _factor(match, _number(match["count"]), 1 if match["way"] in _MORE else -1)),
    (_BY, lambda match, _: _factor(match, _number(match["count"]), 0)),
    (_CROSS, lambda match, _: _factor(match, _number(match["count"] or match["count2"]), 1)),
    (PART_OF_HOUR, lambda match, _: Counted(match.start(), match.end(), *part_of_hour(match), Kind.MEASURE)),
    (
        CLOCK,
        lambda match, _: Counted(match.start(), match.end(), minutes(match), "minute", Kind.MEASURE, sign=_sign(match)),
    ),
    (_SHARE_OF, _share_of),
    (_OVER, lambda match, text: _share_of(match, text) if _number(match["whole"]) in _SCALES else None),
    (FRACTION, lambda match, _: _share(match, fraction(match))),
    (_TIGHT_RANGE, _range),
    (_RANGE, _range),
    (_MEASURED, _measured),
)
