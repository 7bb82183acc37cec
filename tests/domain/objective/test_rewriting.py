"""Sentences written back from fields: correct French, that reads back to the same fields."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.objective.read import Aim, Bound, read_objective
from domain.objective.rewrite import Aimed, aimed, rewritten

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (
            "reduire de 30% les délais de traitement des demandes de logement social ds 2 ans",
            "Réduire de 30 % les délais de traitement des demandes de logement social d’ici le 23 novembre 2028.",
        ),
        (
            "passer de 40 à 65 % de démarches en ligne avant 2028",
            "Faire passer de 40 % à 65 % la part de démarches en ligne d’ici le 31 décembre 2027.",
        ),
        (
            "ouvrir trois espaces de médiation numérique, au plus tard le 1er mars 2027",
            "Ouvrir 3 espaces de médiation numérique d’ici le 1er mars 2027.",
        ),
        ("ramener le délai de 3 semaines à 5 jours", "Faire passer de 21 à 5 jours le délai."),
        ("réduire d’un jour le délai de réponse", "Réduire de 1 jour le délai de réponse."),
        ("deux fois moins d’attente en mairie", "Diviser par 2 l’attente en mairie."),
        ("3 fois plus de rendez-vous en ligne", "Tripler le nombre de rendez-vous en ligne."),
        ("former une centaine d’agents", "Former 100 agents."),
        ("90 % des agents formés", "Atteindre 90 % des agents formés."),
        ("creer un portail citoyen", "Créer un portail citoyen."),
        ("+15 points sur le taux d’usage", "Augmenter de 15 points le taux d’usage."),
        ("économiser 15 k€ sur les licences", "Économiser 15 000 € sur les licences."),
        ("répondre à 90 % des mails d’ici juin", "Répondre à 90 % des mails d’ici le 30 juin 2027."),
        ("moins de 5 % d’abandons", "Ramener sous 5 % la part d’abandons."),
        ("ne pas dépasser 48 heures de délai de réponse", "Ne pas dépasser 48 heures de délai de réponse."),
        (
            "ne pas dépasser 5 jours de délai jusqu’à fin 2029",
            "Ne pas dépasser 5 jours de délai jusqu’au 31 décembre 2029.",
        ),
        ("Maintenir le délai sous 10 jours", "Ne pas dépasser 10 jours pour le délai."),
        ("Maintenir sous 10 jours le délai de réponse", "Ne pas dépasser 10 jours pour le délai de réponse."),
        ("Garder plus de 90 % de satisfaction", "Maintenir à 90 % au moins la satisfaction."),
        ("Maintenir 6 agences ouvertes", "Maintenir au moins 6 agences ouvertes."),
        ("Limiter les pannes à 2 par an", "Limiter à 2 les pannes."),
        ("Dépenser moins de 20 k€ en licences", "Ne pas dépasser 20 000 € pour les dépenses de licences."),
        ("Dépenser 20 k€ en licences", "Dépenser 20 000 € en licences."),
        ("Contenir la hausse des dépenses à 3 %", "Contenir à 3 % la hausse des dépenses."),
        ("Respecter un délai de 10 jours", "Ne pas dépasser 10 jours de délai."),
        ("Atteindre zéro démarches papier", "Atteindre zéro démarche papier."),
        ("Atteindre zéro appels perdus au standard", "Atteindre zéro appel perdu au standard."),
        ("Descendre à 0 jours d’attente", "Ramener à 0 jour le temps d’attente."),
        ("Descendre sous 10 jours le délai", "Ramener sous 10 jours le délai."),
        ("Porter à au moins 95 % la disponibilité du SI", "Porter à 95 % au moins la disponibilité du SI."),
        ("supprimer les formulaires papier", "Supprimer les formulaires papier."),
        ("zéro papier d’ici 2030", "Atteindre zéro papier d’ici le 31 décembre 2030."),
    ],
)
def test_a_sentence_is_written_back_in_correct_french(typed: str, written: str) -> None:
    fields = aimed(read_objective(typed, TODAY))
    assert fields is not None
    assert rewritten(fields) == written


def test_what_has_no_direction_or_no_thing_is_not_written_back() -> None:
    assert aimed(read_objective("passer de 12 à 20 jours", TODAY)) is None
    assert aimed(read_objective("moderniser la mairie", TODAY)) is None
    assert aimed(read_objective("Plus de papier", TODAY)) is None


LEVELS = {
    "pt": ("le taux de satisfaction des usagers", "la part de démarches en ligne", "le taux d’équipement"),
    "jour": ("le délai de réponse", "les délais d’instruction des permis", "le temps d’attente"),
    "minute": ("le temps d’attente au guichet", "la durée des appels"),
    "€": ("le budget d’affranchissement", "la facture d’énergie", "les dépenses de téléphonie"),
    "démarche": ("le nombre de démarches en ligne",),
    "agent": ("le nombre d’agents formés",),
    "jeu de données": ("le nombre de jeux de données ouverts",),
}
COUNTED = {
    "agent": "agents à la cybersécurité",
    "espace": "espaces de médiation numérique",
    "école": "écoles",
    "tiers-lieu": "tiers-lieux",
    "jeu de données": "jeux de données",
    "PC": "PC",
}
BOUNDS = {
    Aim.KEEP: [None, Bound.CEILING, Bound.FLOOR],
    Aim.FALL: [None, Bound.CEILING],
    Aim.REACH: [None, Bound.FLOOR],
}
numbers = st.integers(1, 99_999).map(float) | st.decimals(1, 99, places=1).map(float)
shares = st.integers(1, 100).map(float)
deadlines = st.none() | st.dates(date(2026, 11, 24), date(2060, 12, 31))


@st.composite
def changes(draw: st.DrawFn) -> Aimed:
    unit = draw(st.sampled_from([*LEVELS, "%", "x"]))
    what = draw(st.sampled_from(LEVELS["jour"] + LEVELS["pt"] if unit in {"%", "x"} else LEVELS[unit]))
    least = st.integers(2, 90).map(float)
    ranges = least.map(lambda low: (low, low + 5))
    amount = draw(least if unit == "x" else shares | ranges if unit in {"%", "pt"} else numbers)
    return Aimed(draw(st.sampled_from([Aim.RISE, Aim.FALL])), what, amount, unit, deadline=draw(deadlines))


@st.composite
def levels(draw: st.DrawFn) -> Aimed:
    unit = draw(st.sampled_from(list(LEVELS)))
    figures = shares if unit == "pt" else numbers
    what, target = draw(st.sampled_from(LEVELS[unit])), draw(figures)
    baseline = draw(st.none() | figures.filter(lambda number: number != target))
    if baseline is None:
        aim = draw(st.sampled_from([Aim.RISE, Aim.FALL, Aim.REACH, Aim.KEEP]))
        bound = draw(st.sampled_from(BOUNDS.get(aim, [None])))
        level = "%" if unit == "pt" else unit
        return Aimed(aim, what, None, level, target=target, deadline=draw(deadlines), bound=bound)
    aim, change = Aim.RISE if target > baseline else Aim.FALL, round(abs(target - baseline), 4)
    return Aimed(aim, what, change, unit, baseline, target, draw(deadlines))


@st.composite
def bands(draw: st.DrawFn) -> Aimed:
    """What is to be kept between two levels."""
    unit = draw(st.sampled_from(list(LEVELS)))
    low, high = sorted(draw(st.lists(shares if unit == "pt" else numbers, min_size=2, max_size=2, unique=True)))
    level, what = "%" if unit == "pt" else unit, draw(st.sampled_from(LEVELS[unit]))
    return Aimed(Aim.KEEP, what, None, level, target=low, deadline=draw(deadlines), ceiling=high)


@st.composite
def counts(draw: st.DrawFn) -> Aimed:
    unit, count = draw(st.sampled_from(list(COUNTED))), float(draw(st.integers(2, 20_000)))
    if draw(st.booleans()):
        return Aimed(Aim.REACH, COUNTED[unit], None, unit, target=count, deadline=draw(deadlines))
    return Aimed(Aim.CREATE, COUNTED[unit], count, unit, target=count, deadline=draw(deadlines))


@settings(max_examples=500, deadline=None)
@given(changes() | levels() | bands() | counts())
def test_a_rewritten_sentence_reads_back_to_the_same_fields(fields: Aimed) -> None:
    written = rewritten(fields)
    back = aimed(read_objective(written, TODAY))
    assert back is not None, written
    told = (back.direction, back.what, back.amount, back.unit, back.baseline, back.target, back.deadline)
    awaited = (fields.direction, fields.what, fields.amount, fields.unit, fields.baseline, fields.target)
    assert told == (*awaited, fields.deadline), written
    assert fields.bound in (None, back.bound), written
    assert back.ceiling == fields.ceiling, written
