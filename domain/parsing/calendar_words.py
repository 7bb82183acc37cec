"""The words of the calendar, folded, in French and English."""

from domain.parsing.folding import folded

_MONTHS = (
    "janvier january janv jan",
    "février february févr fév feb",
    "mars march mar",
    "avril april avr apr",
    "mai may",
    "juin june jun",
    "juillet july juil jul",
    "août august aug",
    "septembre september sept sep",
    "octobre october oct",
    "novembre november nov",
    "décembre december déc dec",
)
MONTH_NAMES = tuple(names.split()[0] for names in _MONTHS)
"""In French, as they are written."""
MONTHS = {folded(name): rank for rank, names in enumerate(_MONTHS, start=1) for name in names.split()}
RANKS = {
    word: rank
    for rank, words in enumerate(
        (
            "premier premiere 1er 1ere 1st first",
            "2e 2eme 2nd 2nde deuxieme second seconde",
            "3e 3eme 3rd troisieme third",
            "4e 4eme 4th quatrieme fourth dernier last",
        ),
        start=1,
    )
    for word in words.split()
}
UNIT_MONTHS = {"mois": 1, "month": 1, "trimestre": 3, "quarter": 3, "semestre": 6, "an": 12, "annee": 12, "year": 12}
UNIT_DAYS = {"jour": 1, "j": 1, "jrs": 1, "day": 1, "semaine": 7, "sem": 7, "week": 7}
SEASONS = {
    "printemps": (3, 20),
    "spring": (3, 20),
    "ete": (6, 21),
    "summer": (6, 21),
    "automne": (9, 23),
    "autumn": (9, 23),
    "hiver": (12, 21),
    "winter": (12, 21),
}
NEXT_SEASON = {3: (6, 20), 6: (9, 22), 9: (12, 20), 12: (3, 19)}
WEEKDAYS = {
    name: rank
    for rank, names in enumerate(
        (
            "lundi monday",
            "mardi tuesday",
            "mercredi wednesday",
            "jeudi thursday",
            "vendredi friday",
            "samedi saturday",
            "dimanche sunday",
        )
    )
    for name in names.split()
}
