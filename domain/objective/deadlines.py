"""The dates a sentence names, told apart: deadlines, and years it only refers to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from domain.line import Line
from domain.periods import READERS, Period, guarded


class Lead(IntEnum):
    """How much the words before a date make it a deadline."""

    REFERENCE = 0
    BARE = 1
    START = 2
    IN = 3
    DEADLINE = 4


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


_THE = r"(?:(?:[ld]'|(?:le|la|les|du|de|des|au|aux|en|a|cette|cet|ce|annee|courant|mois|date du|mois de)\b)\s*)*"
_DEADLINE = (
    r"d'ici|avant|au plus tard|a l'horizon|horizon|jusqu'(?:en|au|a)|echeance|a echeance|date limite|deadline|pour"
    r"|dans (?:un|le) delai (?:maxim(?:um|al) )?de|dans|sous(?: un delai (?:maxim(?:um|al) )?de)?|au terme|a l'issue"
    r"|au bout|au cours|dans le courant|terme|delai|a l'echeance|a un horizon|limite|objectif"
)
_LEADS = (
    (
        Lead.REFERENCE,
        r"(?:par rapport|compare\w*|relativement|en comparaison|depuis|base|annee de base|reference|annee de reference"
        r"|constate\w*|mesure\w*|enregistre\w*|observe\w*|releve\w*|vot[e]\w*|adopte\w*|contre|vs|niveau|celui|ceux|celle"
        r"|celles|chiffres?|bilan|enquete|barometre|budget|plan|schema(?: directeur)?|programme|agenda|feuille de route"
        r"|territoires?|strategie|projet|contrat|cap|ambition|vision|mandat|mandature|millesime|loi|decret|convention"
        r"|publique|donnees|recensement|au lieu|fin de l'edition|edition|pacte|charte|label|objectifs? nationa\w+|nomme"
        rf"|intitule|dit|numeriques?(?= \d))(?: (?:numerique|territorial|departemental|local|annee|de l'annee))?"
        rf"[\s:(«\"]*{_THE}",
    ),
    (Lead.START, rf"(?:des|a partir|a compter|a dater)\s+{_THE}"),
    (Lead.DEADLINE, rf"(?:{_DEADLINE})[\s:]*(?:environ |a peu pres |maximum |fixee? |prevue? )?{_THE}~?"),
    (
        Lead.IN,
        r"(?:en|courant|au|au cours|durant|(?:sur|pour|durant|pendant) la periode|au titre|a la|a|au mois|vers|sur|sur les|sur toute|au|l'|le|la|fin|on)\b[\s]*(?:de l'annee |du |de |le |la |les |l'|annee |environ )*~?",
    ),
)
_LEAD_PATTERNS = tuple((lead, re.compile(rf"(?<![\w'])(?:{pattern})$")) for lead, pattern in _LEADS)
_BEFORE = re.compile(r"avant\b")
_START = re.compile(
    r"(?<![\w/.,'’-])(?<!\d )(?:\d|1er)|(?<=')\d|(?<![a-z0-9-])(?:fin|mi|milieu|debut|terme|t|s|q|janv|jan|fev|mars|avr|mai|juin|juil"
    r"|aout|sept|oct|nov|dec|premier|second|deuxieme|troisieme|quatrieme|dernier|cet|cette|ce|ete|printemps|automne|hiver"
    r"|an|annee|mois|semaine|trimestre|semestre|rentree|prochain|prochaine|noel|toussaint|paques|ascension|pentecote|armistice"
    r"|assomption|fete|nouvel|jour de|saint-s|st sylv|lundi|vacances|conges|grandes|elections|mi-mandat|cloture|echeance|issue|duree|cours"
    r"|exercice|courant)"
)
_RANGE_BEFORE = re.compile(r"(?<![\w'])(?:\d{1,2} ?(?:a|ou|-) ?)$")
_DELAY_LEAD = re.compile(
    r"(?:d'ici|dans|sous|en|delai (?:maxim(?:um|al) )?de|au bout d[e']|au cours|horizon|echeance|terme|pour|sur|avant|a|au plus tard)\b"
)
_SERVICE = re.compile(
    r"\b(?:repon\w*|trait\w*|instru\w*|delivr\w*|rappel\w*|interven\w*|pay\w*|rembours\w*|regl\w*|accus\w*|resou\w*|resol\w*"
    r"|repar\w*|depann\w*|obten\w*|livr\w*|servi[er]?\w*|valid\w*|satisfai\w*|charge|descendre|passer|redescendre|rester|ramener"
    r"|maintenir|recontact\w*|restitu\w*|dossiers? complets?|notifi\w*|publi\w*|transm\w*)\b[^.;]*$"
)
_YEARS = re.compile(r"(?P<first>20\d\d) ?[-/] ?(?P<last>20\d\d)(?![\w-])")
_OVER_YEARS = re.compile(
    r"(?:(?:sur|pour|durant|pendant|au cours de) la periode (?:de )?|\b(?:sur|en|periode|d'ici) )$"
)
_BAND = re.compile(r" ?(?:a|au|et(?: le| fin)?|-|/|et) ?")


def dates_in(line: Line, today: date) -> tuple[Dated, ...]:
    """Return the dates named, in order, without overlap."""
    found: list[Dated] = []
    at = 0
    for start in _START.finditer(line.text):
        if start.start() < at:
            continue
        dated = _at(line, start.start(), today)
        if dated is not None:
            found.append(dated)
            at = dated.end
    return _bands(line.text, found)


def deadline_of(dates: tuple[Dated, ...], today: date) -> Dated | None:
    """Return the date that is the deadline: the one most said to be, the first of those; None when there is none."""
    fit = [dated for dated in dates if _may_be_deadline(dated, today)]
    return max(fit, key=lambda dated: dated.lead, default=None)


def _may_be_deadline(dated: Dated, today: date) -> bool:
    return dated.lead is not Lead.REFERENCE and (dated.day >= today or dated.lead is Lead.DEADLINE)


def _at(line: Line, start: int, today: date) -> Dated | None:
    """The longest date that starts there, with what leads to it."""
    matches = ((pattern.match(line.text, start), reader) for pattern, reader in READERS)
    ended = [
        (match, reader)
        for match, reader in matches
        if match and match.end() > match.start() and not line.text[match.end() : match.end() + 1].isalnum()
    ]
    span = _YEARS.match(line.text, start)
    if span is not None and int(span["first"]) < int(span["last"]):
        return _years(line, span)
    for match, reader in sorted(ended, key=lambda one: -one[0].end()):
        period = guarded(reader, match, today)
        if period is not None:
            return _led(line, match, period)
    return None


def _years(line: Line, span: re.Match[str]) -> Dated:
    """ "sur la période 2027-2030" ends with 2030; a plan or a mandate bears its years as a name."""
    period = Period(date(int(span["first"]), 1, 1), date(int(span["last"]), 12, 31))
    led = _OVER_YEARS.search(line.text[: span.start()])
    return Dated(led.start() if led else span.start(), span.end(), period, Lead.IN if led else Lead.REFERENCE)


def _led(line: Line, match: re.Match[str], period: Period) -> Dated | None:
    text, start = line.text, match.start()
    if period.is_delay:
        ranged = _RANGE_BEFORE.search(text[max(0, start - 6) : start])
        start -= len(ranged[0]) if ranged else 0
    before = text[max(0, start - 50) : start]
    for lead, pattern in _LEAD_PATTERNS:
        led = pattern.search(before)
        if led is not None:
            dated = Dated(start - len(led[0]), match.end(), period, lead, _BEFORE.match(led[0]) is not None)
            return _checked(line, dated, match, led[0])
    return _checked(line, Dated(start, match.end(), period, Lead.BARE), match, "")


def _checked(line: Line, dated: Dated, match: re.Match[str], lead: str) -> Dated | None:
    if dated.period.is_delay:
        return dated if _is_delay(line.text, dated, match, lead) else None
    if re.fullmatch(r"\d{4}", match[0]):
        return _year(line, dated, match, lead)
    if re.fullmatch(r"\d\d?[-/. ]+\d\d?[-/. ]+\d\d", match[0]) and " " in match[0]:
        return None
    if dated.lead is Lead.BARE and line.text[: dated.start].endswith((" de ", " du ", "d'", " de l'", " des ")):
        return replace(dated, lead=Lead.REFERENCE)
    if match[0] in {"mai", "mars", "mar", "an", "s1", "s2"} and dated.lead is Lead.BARE:
        return None
    return dated


def _is_delay(text: str, dated: Dated, match: re.Match[str], lead: str) -> bool:
    before, after = text[: dated.start], text[match.end() :]
    unit = match["unit"]
    if re.match(
        r" (?:et plus|et moins|d'age|ouvre|ouvrable|de (?!plus\b|maximum)\w+ (?:maxi|au)|de (?:delai|retard|moins|plus|gagne)|en moins|gagne)",
        after,
    ):
        return False
    if not lead:
        long = unit.startswith(("mois", "an", "sem"))
        alone = re.search(r"(?:^|[,;(] ?|%|€|\d ?[a-z]*) ?$", before) is not None
        return (
            long
            and not unit.startswith("sem")
            and not before.rstrip().endswith((" de", "-", " a", " et"))
            and ((alone and before.rstrip()[-1:] not in "") or re.fullmatch(r"\W*(?:maximum)?\W*", after) is not None)
            and not re.search(r"(?:moins de|plus de|des|les|a|de|entre|d'|~|-)\s*$", before)
            and bool(before.strip())
        )
    if not _DELAY_LEAD.match(lead):
        return False
    if lead.startswith("a") and not lead.startswith(("au ", "avant", "a l'", "a un", "a ech")):
        return False
    if lead.startswith("sur") and not unit.startswith(("an", "mois")):
        return False
    if lead.startswith("delai") and not re.search(r"(?:dans|sous|d'ici) (?:un|le) $", before):
        return False
    if lead.startswith(("sous", "en", "dans", "pour", "avant")) and unit.startswith(("jour", "j", "sem")):
        return _SERVICE.search(before.rpartition(",")[2]) is None
    return True


def _year(line: Line, dated: Dated, match: re.Match[str], lead: str) -> Dated | None:
    before, after = line.text[: match.start()], line.text[match.end() :]
    counts = re.match(
        r" (?!mois|jours|dans|des|les|sous|nous|tous|apres|pas|plus|moins|vers|lors|alors)[a-z'-]{2,}s\b", after
    )
    firm = re.match(r"(?:d'ici|en\b|a l'horizon|horizon|jusqu'en|courant|echeance|avant)", lead)
    if counts and not firm:
        return None
    if re.match(r" ?(?:%|€|k€|euros|habitants|agents|kwh|tonnes|km|personnes|m2)", after):
        return None
    if dated.lead is Lead.REFERENCE:
        return dated
    if dated.lead is Lead.BARE or (dated.lead is Lead.IN and re.fullmatch(r"(?:a|sur|le|la|l')\s*", lead)):
        listed = re.search(r"(?:[,;(:%€-]|\d [a-z]+|^|\d[a-z]+) ?$", before) is not None
        last = re.fullmatch(r"\W*", after) is not None
        named = re.search(r"[A-ZÀ-Ý][\w'’-]+ $", line.words(0, match.start()) + " ") is not None
        fits = not named and (listed or (last and not before.endswith((" de ", "d'"))))
        return replace(dated, lead=Lead.BARE) if fits else replace(dated, lead=Lead.REFERENCE)
    return dated


def _bands(text: str, found: list[Dated]) -> tuple[Dated, ...]:
    """Make one of two dates that bound a period: "entre 2026 et 2030", "2026-2028"."""
    return tuple(_joined(text, found))


def _joined(text: str, found: list[Dated]) -> Iterator[Dated]:
    at = 0
    while at < len(found):
        one = found[at]
        other = found[at + 1] if at + 1 < len(found) else None
        if other is not None and not one.period.is_delay and _band(text, one, other):
            led = re.search(
                r"(?:entre|periode|sur|d'ici|de|du|sur la periode(?: de)?)\s*(?:le |la |l'|de )?$",
                text[max(0, one.start - 25) : one.start],
            )
            start = one.start - (len(led[0]) if led else 0)
            named = one.lead is Lead.REFERENCE and not (led and led[0].startswith(("entre", "per", "sur")))
            named = named and not text[one.start : one.end].startswith(("entre", "de ", "du "))
            lead = Lead.REFERENCE if named else max(Lead.IN, other.lead)
            yield Dated(start, other.end, other.period, lead)
            at += 2
            continue
        yield one
        at += 1


def _band(text: str, one: Dated, other: Dated) -> bool:
    between = text[one.end : other.start]
    joined = text[one.end : other.end]
    return bool(_BAND.fullmatch(between)) or bool(
        re.match(r" (?:a|au|et) ", joined)
        and other.start - one.end <= 1
        and re.search(r"(?:entre|de|du)\s*(?:\w+ )?$", text[max(0, one.start - 12) : one.start])
    )
