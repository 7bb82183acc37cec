"""Shares and times said in words, as amounts and sentences have them: "trois quarts", "9 sur 10", "1 h 30"."""

import re
from collections.abc import Mapping

from domain.parsing.lazy_regex import late

_WORDS: Mapping[str, float] = {
    "tiers": 100 / 3,
    "quart": 25.0,
    "cinquieme": 20.0,
    "sixieme": 100 / 6,
    "huitieme": 12.5,
    "dixieme": 10.0,
    "centieme": 1.0,
}
FRACTION = late(
    r"(?<![\w-])(?:(?:(?:d'|l')?(?P<count>une?|la|le|\d+) )(?P<word>tiers|quarts?|cinquiemes?|sixiemes?|huitiemes?"
    r"|dixiemes?|centiemes?)|(?:la |de )?(?P<half>moitie))(?![\w-])(?! d'heure)"
)
CLOCK = late(
    r"(?<![\w,.])(?P<sign>[+-] ?)?(?P<hours>\d{1,4}) ?h(?:eures?)? ?(?P<minutes>[0-5]?\d)(?: ?(?:mn|min"
    r"|minutes?))?(?!\w)|(?<![\w,.])(?P<h>\d{1,3}) ?h(?:eures?)? et (?P<frac>demie?|quart)\b"
)
PART_OF_HOUR = late(
    r"(?<![\w-])(?:une? )?(?:(?P<half>demi-heure)|(?P<day>demi-journee)|(?P<three>3|trois) quarts d'heure"
    r"|(?P<quarter>quart d'heure))\b"
)
GREAT: Mapping[str, float] = {"mille": 1e3, "millier": 1e3, "k": 1e3, "million": 1e6, "milliard": 1e9}
"""How many each word of greatness makes, in the singular."""


def fraction(match: re.Match[str]) -> float | None:
    """Return the percentage, to a tenth, of a match of FRACTION; None above the whole."""
    if match["half"]:
        return 50.0
    count = int(match["count"]) if match["count"].isdigit() else 1
    share = round(count * _WORDS[match["word"] if match["word"] == "tiers" else match["word"].rstrip("s")], 1)
    return share if share <= 100 else None


def part(count: float, whole: float) -> float | None:
    """Return the percentage, to a tenth, of "9 sur 10"; None above the whole."""
    return round(100 * count / whole, 1) if whole > 0 and count <= whole else None


def minutes(match: re.Match[str]) -> float:
    """Return the minutes of a match of CLOCK."""
    if match["h"]:
        return int(match["h"]) * 60 + (15.0 if match["frac"] == "quart" else 30.0)
    return int(match["hours"]) * 60.0 + int(match["minutes"])


def part_of_hour(match: re.Match[str]) -> tuple[float, str]:
    """Return the time of a match of PART_OF_HOUR, with its unit."""
    if match["day"]:
        return 0.5, "jour"
    return (30.0 if match["half"] else 45.0 if match["three"] else 15.0), "minute"
