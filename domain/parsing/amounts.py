"""Amounts as people type them, in French or English: "62,5 %", "1 200", "1,5 k€", "environ 30"."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from domain.parsing.calendar_words import MONTHS, WEEKDAYS
from domain.parsing.folding import folded, plain
from domain.parsing.fractions import CLOCK, FRACTION, PART_OF_HOUR, fraction, minutes, part, part_of_hour
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.numbers import figures, in_figures
from domain.parsing.units import NAMES, ratio

JUMP, JUMP_OF_SMALL = 3.0, 10.0
"""A value this many times the previous one, or this many times smaller, deserves a "sûr ?"; the second when either is
below SMALL, where chance alone moves a count that far."""
SMALL = 10.0
LONGEST = 80
"""Characters beyond which a text is not an amount."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`unit` is '%', '€', 'pt', 'jour', 'heure'… when known, else the words typed; `about` when said to be approximate.

    Thousands and millions are in `value`: "1,5 k€" is 1500 €. `is_change` when it says by how much ("+5").
    """

    value: float
    unit: str | None = None
    about: bool = False
    is_change: bool = False


class _Rest(NamedTuple):
    """What follows the number: a factor and a unit."""

    factor: float
    unit: str | None


_ABOUT_BEFORE = late(
    r"(?:environ|env\.?|à peu près|autour de|de l'ordre de|presque|près de|quelques?|about|around|approximately"
    r"|approx\.?|roughly|nearly|almost|circa|~|≈)\s*(?=[\d€+\-.,]|une?\b|a\b|\w+$)",
    re.IGNORECASE,
)
_ABOUT_AFTER = late(
    r",?\s+(?:environ|à peu près|peut-être|je crois|je pense|about|approximately|roughly|maybe|i think)$|\s*\?+$"
    r"|,?\s*(?:\(\s*)?(?:(?:chiffre|valeur|donnée)s? )?(?:provisoires?|provisionals?"
    r"|estim(?:é|ée|és|ées|ation|ated|ate)|à confirmer|to be confirmed|tbc|prov\.?)(?:\s*\))?$",
    re.IGNORECASE,
)
_NOTE_AFTER = late(
    r"\s*\(?\b(?:HT|TTC|hors taxes?|toutes taxes comprises|excl\. VAT|incl\. VAT)\b\.?\)?$"
    r"|,?\s+(?:à (?:ce jour|date)|au total|en tout|en moyenne|pour (?:l'instant|le moment)|à l'heure actuelle"
    r"|so far|in total|to date|on average)$",
    re.IGNORECASE,
)
_CHANGE_BEFORE = late(
    r"(?:[+↑↗]|plus|(?:en |une )?hausse de|augmentation de|up(?: by)?)\s*(?=\d)"
    r"|(?P<less>[↓↘]|(?:en |une )?baisse de|diminution de|down(?: by)?)\s*(?=\d)",
    re.IGNORECASE,
)
_CHANGE_AFTER = late(
    r"\s+(?:(?:de|en) plus|supplémentaires?|more|(?P<less>(?:de|en) moins|less|fewer))(?: que .*| than .*)?$",
    re.IGNORECASE,
)
_COURTESY_AFTER = late(r",?\s+(?:merci|svp|s'il vous plaît|thanks|thank you|please)$", re.IGNORECASE)
_LEAD = late(r"(?:on est à|nous sommes à|c'est|ça fait|il y en a|it is|it's|we are at|=|:)\s*", re.IGNORECASE)

_HALF_SIGN = late(r"(?<=\d) ?½|^½$")
_NOTHING = late(r"(?P<alone>aucune?|none|nulle?|neant)|(?:aucune? |pas de |pas d'|no )(?P<of>.+)")
_WORDS_OF_NEWS = "donnee idee retour info information nouvelle chiffre reponse changement evolution new data"
_NEWS = frozenset(_WORDS_OF_NEWS.split())
"""What is lacking when there is none of it: that counts nothing."""
_ALONE = late(r"une?(?=$| et demie?$)")
_NUMBER = late(
    r"(?P<euro>€\s?)?(?P<sign>[-+]\s?|moins\s|minus\s)?(?P<number>\d(?:[\d .,']*\d)?|[.,]\d+)\s*(?P<rest>\D.*)?",
    re.IGNORECASE,
)
_CENTLESS = late(r"[1-9]\d{0,2},\d{3}")
"""Behind a euro sign, where English puts it, three figures after a comma are thousands: cents are two."""
_SHARE = late(r"(?P<part>\d+)(?: [\w'-]+){0,3}? sur (?P<whole>\d+)(?: [\w'-]+){0,3}")
_OF_THEM = late(r"(?: (?:des|du|de|d'|of) ?[^\d]+)?")
_CROWD = late(r"~(?P<number>\d+) ?(?P<rest>\D.*)?")
_HALF = late(r"(?P<number>\d+) (?P<rest>[a-z]+) et demie?")

_FACTOR = late(
    r"(?:(?P<k>[kK]|mille|milliers?|thousands?)|(?P<m>M|m(?=€)|[mM]illions?)"
    r"|(?P<g>M[dD]s?|[mM]illiards?|[bB]illions?))"
    r"(?=€|\s|$|euros?\b|eur\b)\s*(?:de\s+|d'|of\s+)?"
)
_PER = late(r"(?P<unit>.*?)\s*(?:/|\bpar\b|\bper\b)\s*(?P<per>[^\W\d_]+)", re.IGNORECASE)
_EACH = late(r"(?:/ ?|par |per |chaque )(?:an|annee|mois|jour|j|semaine|sem|trimestre|heure|h|year|month|week|day)")
_FREE_UNIT = late(r"[ck]?m[23]|[^\W\d_](?:[^\W\d_]|[²³°'-])*(?: [^\W\d_](?:[^\W\d_]|[²³°'-])*){0,3}")
_SHARE_OF = late(r"(?:%|pour ?cents?|per ?cent)\s+(?:de|des|du|d'|of)\b[^\d]+", re.IGNORECASE)
_SENTENCE = (
    "et ou a mais puis car donc pas non oui environ sur je tu il on nous vous ils elle merci ne fin debut mi "
    "fois and or to but no yes out i you we they not then e er eme nd st th rd "
    "de du des d'entre en dans depuis avant plus moins demain hier aujourd'hui prochain prochaine dernier derniere "
    "of in since before more less fewer tomorrow yesterday today next last"
)
_NO_UNIT = frozenset(_SENTENCE.split()) | frozenset(MONTHS) | frozenset(WEEKDAYS)
"""Words that begin a sentence, a range, a rank or a day: what follows the number is then no unit."""


def read_amount(text: str, *, of: str = "") -> Amount | None:
    """Return the amount a text is, None when it is anything else (a sentence, several numbers, a date).

    A comma is decimal, as in French; a dot too, save before exactly three figures ("1.200" is 1200, "0.125" is not).
    Thousands as English writes them are read where nothing else can be meant: "45,000", "€45,500", "1,200.50".
    "aucun" is zero alone, or before `of`, the words of what is counted ("aucun retard"); before any other it is none.
    """
    typed = _COURTESY_AFTER.sub("", plain(text).rstrip(" .!"))
    if not 0 < len(typed) <= LONGEST:
        return None
    typed = _HALF_SIGN.sub(lambda match: ",5" if match.start() else "50 %", typed)
    typed, doubts = _ABOUT_AFTER.subn("", _NOTE_AFTER.sub("", typed))
    lead = _LEAD.match(typed)
    typed = typed[lead.end() :] if lead else typed
    about = _ABOUT_BEFORE.match(typed)
    typed = typed[about.end() :] if about else typed
    change = _CHANGE_BEFORE.match(typed) or _CHANGE_AFTER.search(typed)
    typed = typed[: change.start()] + typed[change.end() :] if change else typed
    amount = _nothing(typed, of) or _duration(typed) or _figures(typed) or _spelt(typed)
    if amount is None:
        return None
    value = -amount.value if change and change["less"] else amount.value
    is_about = amount.about or about is not None or doubts > 0
    return Amount(value, amount.unit, about=is_about, is_change=change is not None)


def converted(amount: Amount, unit: str) -> float | None:
    """Return the value in another unit of the same kind, None when they do not compare.

    A day has 24 hours; months become days, at 30 each, only when the amount is approximate.
    """
    if amount.unit is None:
        return amount.value
    times = ratio(amount.unit, unit, about=amount.about)
    return None if times is None else amount.value * times


def is_jump(previous: float, value: float) -> bool:
    """Whether a value is so many times the previous one, or so many times smaller, or falls to zero.

    From zero there is no ratio, so never.
    """
    small, large = sorted((abs(previous), abs(value)))
    return (value == 0 and previous != 0) or (
        small > 0 and large >= (JUMP if small >= SMALL else JUMP_OF_SMALL) * small
    )


def _nothing(typed: str, of: str) -> Amount | None:
    """Read "aucun", alone or before words of what is counted, singular or plural; not of what nobody counts."""
    match = _NOTHING.fullmatch(folded(typed))
    if match is None:
        return None
    counted = {word.rstrip("s") for word in folded(of).split()} - _NEWS
    is_of_them = all(word.rstrip("s") in counted for word in (match["of"] or "").split())
    return Amount(0) if is_of_them else None


def _duration(typed: str) -> Amount | None:
    said = folded(typed)
    match, less = CLOCK.fullmatch(said), PART_OF_HOUR.fullmatch(said)
    if match is not None and not match["sign"]:
        return Amount(minutes(match) / 60, "heure")
    return Amount(*part_of_hour(less)) if less else None


def _figures(typed: str) -> Amount | None:
    match = _NUMBER.fullmatch(typed)
    if match is None:
        return None
    said = match["number"]
    if match["euro"] and _CENTLESS.fullmatch(said):
        said = said.replace(",", "")
    value, rest = figures(said), _rest((match["rest"] or "").strip())
    if value is None or rest is None:
        return None
    negative = (match["sign"] or "+").strip().casefold() != "+"
    scaled = (-value if negative and value else value) * rest.factor
    return Amount(scaled, "€" if match["euro"] and rest.unit is None else rest.unit)


def _spelt(typed: str) -> Amount | None:
    """Read a number in letters, a crowd ("une centaine d’agents"), a share ("9 sur 10"), a half ("un jour et demi")."""
    line = in_figures(Line.of(typed))
    said = _ALONE.sub("1", line.text)
    over, fractions = _SHARE.fullmatch(said), FRACTION.match(said.removeprefix("les "))
    share = None
    if over is not None:  # "9 usagers sur 10"
        share = part(int(over["part"]), int(over["whole"]))
    elif fractions is not None and _OF_THEM.fullmatch(fractions.string, fractions.end()):
        share = fraction(fractions)
    if share is not None:
        return Amount(share, "%")
    crowd, half = _CROWD.fullmatch(said), _HALF.fullmatch(said)
    if crowd is not None:
        rest = _rest(line.words(*crowd.span("rest")) if crowd["rest"] else "")
        return None if rest is None else Amount(int(crowd["number"]) * rest.factor, rest.unit, about=True)
    if half is not None:
        unit = NAMES.get(half["rest"])
        return Amount(int(half["number"]) + 0.5, unit) if unit else None
    return _figures(said) if said != folded(typed) and not FRACTION.match(said) else None


def _rest(typed: str) -> _Rest | None:
    """Read a factor, a unit or both; None when it is neither."""
    factor = _FACTOR.match(typed)
    times = 1.0
    if factor is not None:
        times = 1e3 if factor["k"] else 1e6 if factor["m"] else 1e9
        typed = typed[factor.end() :].strip()
    if not typed or _EACH.fullmatch(folded(typed)):
        return _Rest(times, None)
    unit = _unit(typed)
    return None if unit is None else _Rest(times, unit)


def _unit(typed: str) -> str | None:
    known = NAMES.get(folded(typed))
    if known is not None:
        return known
    if _SHARE_OF.fullmatch(typed):
        return "%"
    rate = _PER.fullmatch(typed)
    if rate is not None:
        unit, per = _unit(rate["unit"]) if rate["unit"] else None, NAMES.get(folded(rate["per"]))
        return f"{unit}/{per}" if unit and per else None
    words = folded(typed).split()
    return typed if _FREE_UNIT.fullmatch(typed) and words[0] not in _NO_UNIT else None
