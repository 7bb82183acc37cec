"""The dates a sentence names, told apart: deadlines, and years it only refers to."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.objective.leads import Lead, lead_before
from domain.parsing.calendar_words import WEEKDAYS
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.period_patterns import READERS
from domain.parsing.periods import Period, guarded


@dataclass(frozen=True, slots=True)
class Dated:
    """The signs from `start` (its lead included) to `end` of a line name `period`."""

    start: int
    end: int
    period: Period
    lead: Lead
    is_before: bool = False

    @property
    def day(self) -> date:
        return self.period.first - timedelta(days=1) if self.is_before and not self.period.is_day else self.period.last

    @property
    def other_day(self) -> date | None:
        """The other day it may mean, None when there is only one."""
        if self.period.is_day or self.lead in (Lead.REFERENCE, Lead.IN):
            return None
        return self.period.last if self.is_before else self.period.first


_START = late(
    r"(?<![\w/.,'’-])(?<!\d )(?:\d|1er)|(?<=')\d|(?<![a-z0-9-])(?:fin|mi|milieu|debut|terme|t|s|q|janv|jan|fev|mars"
    r"|avr|mai|juin|juil|aout|sept|oct|nov|dec|premier|second|deuxieme|troisieme|quatrieme|dernier|cet|cette|ce|ete"
    r"|printemps|automne|hiver|an|annee|mois|semaine|trimestre|semestre|rentree|prochain|prochaine|noel|toussaint"
    r"|paques|ascension|pentecote|armistice|assomption|fete|nouvel|jour de|saint-s|st sylv|lundi|vacances|conges"
    r"|demain|apres-demain|mardi|mercredi|jeudi|vendredi|samedi|dimanche|grandes|elections|mi-mandat|cloture|echeance|issue|duree|cours|exercice|courant)"
)
_YEAR = late(r"\d{4}")
_NUMBERS_APART = late(r"(?=.* )\d\d?[-/. ]+\d\d?[-/. ]+\d\d")
_OF_BEFORE = (" de ", " du ", "d'", " de l'", " des ")
_NEVER_ALONE = frozenset({"mai", "mars", "mar", "an", "s1", "s2"})
_DAY_AND_MONTH = late(r"(?P<day>\d\d?) ?/ ?\d\d?")
_OVER_AFTER = late(r" ?(?:ans?|mois|jours?|semaines?|trimestres?|%|de|du|des|points?)\b| d'")
_DAY_LEAD = late(r"d'ici|avant|au plus tard|jusqu'|echeance|a l'echeance|date limite|deadline|.*\b(?:le|au) ")
_WEEKDAY = late(rf"(?:apres-)?demain|(?:next )?(?:{'|'.join(WEEKDAYS)})(?: prochain| qui vient)?")
_RANGE_BEFORE = late(r"(?<![\w'])(?:\d{1,2} ?(?:a|ou|-) ?)$")
_YEARS = late(r"(?P<first>20\d\d) ?[-/] ?(?P<last>20\d\d)(?![\w-])")
_OVER_YEARS = late(r"(?:(?:sur|pour|durant|pendant|au cours de) la periode (?:de )?|\b(?:sur|en|periode|d'ici) )$")

_DELAY_LEAD = late(
    r"(?:d'ici|dans|sous|en|delai (?:maxim(?:um|al) )?de|au bout d[e']|au cours|horizon|echeance|terme|pour|sur|avant"
    r"|au plus tard|au terme|a l'|a un|a echeance)\b"
)
_AGE_AFTER = late(r" (?:et plus|et moins|d'age|ouvre|ouvrable|de (?:delai|retard|moins|plus|gagne)|en moins|gagne)")
_SERVICE = late(
    r"\b(?:repon\w*|trait\w*|instru\w*|delivr\w*|rappel\w*|interven\w*|pay\w*|rembours\w*|regl\w*|accus\w*|resou\w*"
    r"|resol\w*|repar\w*|depann\w*|obten\w*|livr\w*|servi[er]?\w*|valid\w*|satisfai\w*|charge|descendre|passer"
    r"|redescendre|rester|ramener|maintenir|recontact\w*|restitu\w*|dossiers? complets?|notifi\w*|publi\w*"
    r"|transm\w*)\b[^.;]*$"
)
_ALONE_BEFORE = late(r"(?:[,;(] ?|%|€|\d ?[a-z]*) ?$")
_COUNTED_BEFORE = late(r"(?:moins de|plus de|des|les|a|de|entre|et|pendant|durant|garantie?|d'|~|-)\s*$")
_NOTHING_AFTER = late(r"\W*(?:maximum)?\W*")

_COUNT_AFTER = late(r" (?!mois|jours|dans|des|les|sous|nous|tous|apres|pas|plus|moins|vers|lors|alors)[a-z'-]{2,}s\b")
_UNIT_AFTER = late(r" ?(?:%|€|k€|euros|habitants|agents|kwh|tonnes|km|personnes|m2)")
_FIRM_LEAD = late(r"(?:d'ici|en\b|a l'horizon|horizon|jusqu'en|courant|echeance|avant)")
_LOOSE_LEAD = late(r"(?:a|sur|le|la|l')\s*")
_LISTED = late(r"(?:[,;(:%€-]|\d [a-z]+|^|\d[a-z]+) ?$")
_NAME_BEFORE = late(r"[A-ZÀ-Ý][a-zà-ÿ'’-]+ $")

_BAND = late(r" ?(?:a|au|et(?: le| fin)?|-|/|et) ?")
_BAND_LINK = late(r" (?:a|au|et) ")
_BAND_LEAD = late(r"(?:entre|periode|sur|d'ici|de|du|sur la periode(?: de)?)\s*(?:le |la |l'|de )?$")
_BAND_NEAR = late(r"(?:entre|de|du)\s*(?:\w+ )?$")


def dates_in(line: Line, today: date) -> tuple[Dated, ...]:
    """Return the dates named, in order, without overlap."""
    found: list[Dated] = []
    at = 0
    for start in _START.finditer(line.text):
        dated = _at(line, start.start(), today) if start.start() >= at else None
        if dated is not None:
            found.append(dated)
            at = dated.end
    joined: list[Dated] = []
    while found:
        band = _band(line.text, found[0], found[1]) if len(found) > 1 else None
        joined.append(band or found[0])
        del found[: 2 if band else 1]
    return tuple(joined)


def deadline_of(dates: tuple[Dated, ...], today: date) -> Dated | None:
    """Return the date that is the deadline: the one most said to be, the first of those; None when there is none."""
    fit = [dated for dated in dates if dated.lead is not Lead.REFERENCE and dated.day >= today]
    # "de 4 en 2026 à 10 en 2028": this year is where one stands, when another is named
    ahead = {dated for dated in fit if dated.lead is not Lead.IN or dated.period.last.year > today.year}
    return max(fit, key=lambda dated: (dated.lead, dated in ahead), default=None)


def _at(line: Line, start: int, today: date) -> Dated | None:
    """The longest date that starts there, with what leads to it."""
    years = _YEARS.match(line.text, start)
    if years is not None and int(years["first"]) < int(years["last"]):
        # "sur la période 2027-2030" ends with 2030; a plan or a mandate bears its years as a name
        whole = Period(date(int(years["first"]), 1, 1), date(int(years["last"]), 12, 31))
        led = _OVER_YEARS.search(line.text[:start])
        return Dated(led.start() if led else start, years.end(), whole, Lead.IN if led else Lead.REFERENCE)
    matches = ((pattern.match(line.text, start), reader) for pattern, reader in READERS)
    said = [(match, reader) for match, reader in matches if match and match.end() > start]
    ended = [(match, reader) for match, reader in said if not line.text[match.end() : match.end() + 1].isalnum()]
    for match, reader in sorted(ended, key=lambda one: -one[0].end()):
        period = guarded(reader, match, today)
        if period is not None:
            return _led(line, match, period)
    return None


def _led(line: Line, match: re.Match[str], period: Period) -> Dated | None:
    start = match.start()
    if period.is_delay:  # "d'ici 2 à 3 ans" is the longer of the two
        ranged = _RANGE_BEFORE.search(line.text[max(0, start - 6) : start])
        start -= len(ranged[0]) if ranged else 0
    lead, words = lead_before(line.text, start)
    dated = Dated(start - len(words), match.end(), period, lead, words.startswith("avant"))
    if period.is_delay:
        return dated if _is_delay(line.text, dated, match, words) else None
    if _YEAR.fullmatch(match[0]):
        return _year(line, dated, match, words)
    said = match[0]
    over = _DAY_AND_MONTH.fullmatch(said)
    if over is not None:  # "le 31/12" is a day, rather than the score "7/10" or the share "3/4"
        if lead < Lead.IN or _OVER_AFTER.match(line.text, dated.end) or not _DAY_LEAD.match(line.text, dated.start):
            return None
        if lead is not Lead.DEADLINE and int(over["day"]) <= 10:
            return None
    if _WEEKDAY.fullmatch(said) and lead is not Lead.DEADLINE:
        return None
    if _NUMBERS_APART.fullmatch(said) or (said in _NEVER_ALONE and lead is Lead.BARE):
        return None
    if lead is Lead.BARE and line.text[: dated.start].endswith(_OF_BEFORE):
        return replace(dated, lead=Lead.REFERENCE)
    return dated


def _is_delay(text: str, dated: Dated, match: re.Match[str], lead: str) -> bool:
    """Whether a duration is a deadline: not an age, nor the time a service takes ("répondre sous 10 jours")."""
    before, after, unit = text[: dated.start], text[match.end() :], match["unit"]
    if _AGE_AFTER.match(after):
        return False
    if not lead:  # "réduire délai 30 % 2 ans": months or years, alone between two stops or at the end
        if not unit.startswith(("mois", "an")) or not before.strip() or _COUNTED_BEFORE.search(before):
            return False
        return _ALONE_BEFORE.search(before) is not None or _NOTHING_AFTER.fullmatch(after) is not None
    if _DELAY_LEAD.match(lead) is None or (lead.startswith("sur") and not unit.startswith(("an", "mois"))):
        return False
    is_short = unit.startswith(("jour", "j", "sem")) and unit != "semestre"
    if is_short and lead.startswith(("sous", "en", "dans", "pour", "avant")):
        return _SERVICE.search(before.rpartition(",")[2]) is None
    return not lead.startswith("delai")


def _year(line: Line, dated: Dated, match: re.Match[str], lead: str) -> Dated | None:
    """A year alone: not a count ("2000 démarches"), nor a name ("Territoire 2030")."""
    before, after = line.text[: match.start()], line.text[match.end() :]
    if _UNIT_AFTER.match(after) or (_COUNT_AFTER.match(after) and not _FIRM_LEAD.match(lead)):
        return None
    is_loose = dated.lead is Lead.BARE or (dated.lead is Lead.IN and _LOOSE_LEAD.fullmatch(lead) is not None)
    if not is_loose:
        return dated
    is_named = _NAME_BEFORE.search(line.words(0, match.start()).rstrip() + " ") is not None
    is_last = re.fullmatch(r"\W*", after) is not None and not before.endswith((" de ", "d'"))
    fits = not is_named and (is_last or _LISTED.search(before) is not None)
    return replace(dated, lead=Lead.BARE if fits else Lead.REFERENCE)


def _band(text: str, one: Dated, other: Dated) -> Dated | None:
    """One date of two that bound a period: "entre 2026 et 2030"; None when they do not."""
    before = text[max(0, one.start - 25) : one.start]
    is_linked = _BAND.fullmatch(text[one.end : other.start]) is not None or (
        other.start - one.end <= 1 and _BAND_LINK.match(text[one.end : other.end]) and _BAND_NEAR.search(before[-12:])
    )
    if one.period.is_delay or other.period.is_delay or not is_linked:
        return None
    led = _BAND_LEAD.search(before)
    is_told = led is not None and led[0].startswith(("entre", "per", "sur"))
    is_name = one.lead is Lead.REFERENCE and not is_told and not text[one.start :].startswith(("entre", "de ", "du "))
    start = one.start - (len(led[0]) if led else 0)
    return Dated(start, other.end, other.period, Lead.REFERENCE if is_name else max(Lead.IN, other.lead))
