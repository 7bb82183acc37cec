"""The ways people name days and periods, in French or English, as patterns of folded text."""

import re

from domain.parsing.calendar_days import AFTER_EASTER, FIXED, MANDATE_END, SCHOOL_HOLIDAYS
from domain.parsing.calendar_words import MONTHS, RANKS, SEASONS, UNIT_DAYS, UNIT_MONTHS, WEEKDAYS
from domain.parsing.lazy_regex import late
from domain.parsing.periods import (
    Reader,
    one_day,
    read_accounting_year,
    read_back_to_school,
    read_current,
    read_day_and_month,
    read_day_of_month,
    read_delay,
    read_fraction,
    read_holiday,
    read_mandate,
    read_month,
    read_numeric,
    read_numeric_month,
    read_relative_year,
    read_school_holidays,
    read_school_year,
    read_season,
    read_tomorrow,
    read_weekday,
    read_year,
)

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|(?<![/\d])(?:2[4-9]|3[0-9]|40))"
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_RANK = r"(?P<rank>" + "|".join(RANKS) + r"|[1-4])"
_OF = r"\s+(?:(?:de|of|in|du|d'|l'|annee|the)\s*)*"
_PARTS = "fin|end|late|mi|mid|milieu|middle|debut|early|start|beginning|terme"
_PART = rf"(?:(?P<part>{_PARTS})(?:\s*-\s*|\s+)(?:(?:de|du|des|of|d'|l'|le|la|les|the|mois|annee|year)\s*)*)?"
_NEXT = r"(?P<next>\s+(?:prochaine?|suivante?|qui vient|a venir)s?)?"
_RELATIVE = (
    rf"(?:(?P<part>{_PARTS})(?:\s*-\s*|\s+))?(?:(?:de|du|of|d'|l'|la|le|the)\s*)*"
    r"(?P<this>(?:cette|cet|ce|this)\s+|(?:courant|fin) (?=(?:annee|mois)))?(?P<next_before>(?:next|prochaine?)\s+)?"
)
_THE = r"(?:l'|le\s+|la\s+|les\s+|the\s+)?"
_NEXT_YEAR = r"(?:(?:\s+(?:de\s+)?l'an(?:nee)?)?\s+(?:prochaine?|suivante?|qui vient))?"
_UNITS = "|".join(sorted(UNIT_MONTHS | UNIT_DAYS, key=len, reverse=True))
_DELAY = (
    rf"(?:(?:dans|sous|en|within|in|d'ici)\b\s*)?(?:les\s+)?~?(?P<count>\d{{1,4}}(?:,\d)?)\s*(?:prochaine?s\s+)?"
    rf"(?P<unit>(?:{_UNITS})s?)\b(?P<half>\s*(?:et demie?|and a half|1/2))?(?:\s+et\s+(?P<months>\d\d?)\s+mois)?"
    r"(?:\s+(?:prochaine?s|a venir|a compter d'aujourd'hui))?"
)
_SCHOOL_YEAR = (
    rf"(?:(?P<part>{_PARTS})(?:\s+|\s*-\s*)(?:(?:de|d')\s*)?)?{_THE}(?:annee|an) scolaire{_NEXT}"
    r"(?:\s+(?:\d{4}\s?[-/]\s?)?(?P<year>\d{4}))?"
)
_SEASON = (
    rf"(?P<before>(?:avant|before)\s+)?(?:(?P<part>{_PARTS})(?:\s*-\s*|\s+)(?:de\s+)?)?{_THE}"
    rf"(?:cet(?:te)?\s+|ce\s+|saison d')?(?P<season>{'|'.join(SEASONS)})"
    rf"(?:{_OF}{_SHORT_YEAR}|(?P<coming>\s+(?:prochaine?|qui vient)))?"
)
_BACK_TO_SCHOOL = (
    rf"{_THE}(?:prochaine\s+)?rentree(?:\s+(?:scolaire|de septembre|universitaire|des classes))?"
    rf"(?:{_OF}{_SHORT_YEAR}|\s+prochaine)?(?:\s?[-/]\s?\d{{4}})?"
)
_VACATION = (
    rf"(?P<before>(?:avant|before)\s+)?(?:(?P<part>{_PARTS})\s+(?:des\s+|de\s+)?)?{_THE}"
    r"(?:grandes\s+|prochaines\s+)?(?:conges|vacances)(?:\s+scolaires)?"
    rf"(?:\s+(?:de\s+la\s+|de\s+|d')(?P<name>{'|'.join(SCHOOL_HOLIDAYS)}))?(?:{_OF}{_SHORT_YEAR})?"
)
_FEAST = (
    rf"(?:(?:fetes?\s+de(?:\s+la)?|dimanche\s+de|(?P<monday>lundi\s+de)|jeudi\s+de)\s+)?{_THE}"
    rf"(?P<name>{'|'.join([*FIXED, *AFTER_EASTER])})(?:{_OF}{_SHORT_YEAR})?(?:\s+prochaine?)?"
)
_MANDATE = (
    r"(?:la\s+|le\s+)?(?:(?:fin|terme|echeance|issue|duree|cours)\s+(?:de\s+|du\s+)?(?:ce\s+|cette\s+|la\s+|notre\s+"
    r"|l'actuel(?:le)?\s+|present\s+)*|(?P<middle>mi-))mandat(?:ure)?(?:\s+(?:municipale?|actuelle?|en cours"
    r"|electif))?(?:\s+(?:\d{4}\s?-\s?)?2032)?"
)
_ELECTIONS = r"(?:(?:les|aux|des)\s+)?(?:prochaines\s+(?:elections\s+)?|elections\s+)municipales(?:\s+(?:de\s+)?2032)?"
_EXERCISE = (
    rf"(?:(?P<part>{_PARTS}|cloture)\s+(?:de\s+)?)?{_THE}exercice"
    rf"(?:\s+(?:budgetaire|comptable|civil|en cours))*(?:\s+{_YEAR})?{_NEXT}"
)
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (late(pattern), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)", read_numeric),
        (r"(?P<day>\d\d?)\s?[-/. ]\s?(?P<month>\d\d?)\s?[-/. ]\s?(?P<year>\d{4}|\d\d)", read_numeric),
        (r"(?P<month>\d\d?)\s?[-/.]\s?(?P<year>\d{4})", read_numeric_month),
        (r"(?P<year>\d{4})-(?P<month>\d\d)", read_numeric_month),
        (r"(?P<day>\d\d?)\s?/\s?(?P<month>\d\d?)", read_day_and_month),
        (r"(?P<after>apres-|the day after )?(?:demain|tomorrow)", read_tomorrow),
        (rf"(?:next\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})(?:\s+(?:prochain|qui vient))?", read_weekday),
        (
            rf"(?P<day>\d\d?|premier)(?:er|st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?:(?:,?\s+|\s+de\s+l'annee\s+){_YEAR})?",
            read_day_of_month,
        ),
        (rf"{_PART}{_MONTH}(?:(?:{_OF}|\s*){_SHORT_YEAR})?(?P<next_year>{_NEXT_YEAR})", read_month),
        (rf"{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?", read_day_of_month),
        (rf"{_PART}{_YEAR}", read_year),
        (rf"(?P<part>{_PARTS})(?:\s*-\s*|\s+)(?P<year>2[4-9]|3[0-9]|40)", read_year),
        (rf"{_RELATIVE}(?:annee|an|year)(?:\s+civile|\s+en cours|\s+budgetaire)?{_NEXT}", read_relative_year),
        (
            rf"{_RELATIVE}(?P<unit>mois|trimestre|semestre|semaine|month|quarter|week)(?:\s+en cours)?{_NEXT}",
            read_current,
        ),
        (_SCHOOL_YEAR, read_school_year),
        (rf"{_PART}(?:t|q)\s?(?P<rank>[1-4])(?:(?:{_OF}|\s*[-/]?\s*){_SHORT_YEAR})?", read_fraction(3)),
        (rf"{_PART}(?:s|h)\s?(?P<rank>[12])(?:(?:{_OF}|\s*[-/]?\s*){_SHORT_YEAR})?", read_fraction(6)),
        (rf"{_PART}{_RANK}\s?(?:trimestre|trim\b\.?|quarter)(?:{_OF}{_SHORT_YEAR})?", read_fraction(3)),
        (rf"{_PART}{_RANK}\s?(?:semestre|sem\b\.?|half(?: year)?)(?:{_OF}{_SHORT_YEAR})?", read_fraction(6)),
        (rf"{_PART}{_RANK}\s?quadrimestre(?:{_OF}{_YEAR})?", read_fraction(4)),
        (_SEASON, read_season),
        (_BACK_TO_SCHOOL, read_back_to_school),
        (_VACATION, read_school_holidays),
        (_FEAST, read_holiday),
        (_MANDATE, read_mandate),
        (_ELECTIONS, lambda _match, _today: one_day(MANDATE_END)),
        (_EXERCISE, read_accounting_year),
        (_DELAY, read_delay),
    )
)
"""Ways of naming a day or a period, the first that fits a whole reply winning."""
