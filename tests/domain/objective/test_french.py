"""French nouns and phrases: plurals, accents, articles, agreement."""

from datetime import date

import pytest

from domain.objective.phrases import day, measured, mended, number, of, with_article
from domain.objective.read import Aim
from domain.objective.rewrite import Aimed, rewritten
from domain.parsing.french_nouns import accented, is_feminine, plural, singular


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("agent", "agents"),
        ("jeu de données", "jeux de données"),
        ("tiers-lieu", "tiers-lieux"),
        ("niveau", "niveaux"),
        ("journal", "journaux"),
        ("festival", "festivals"),
        ("rendez-vous", "rendez-vous"),
        ("mois", "mois"),
        ("PC", "PC"),
        ("école", "écoles"),
    ],
)
def test_a_noun_has_its_plural(one: str, several: str) -> None:
    assert plural(one) == several


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("Agents", "agent"),
        ("tiers-lieux", "tiers-lieu"),
        ("journaux", "journal"),
        ("réseaux", "réseau"),
        ("niveaux", "niveau"),
        ("lieux", "lieu"),
        ("mois", "mois"),
        ("accès", "accès"),
        ("PC", "PC"),
        ("bus", "bus"),
    ],
)
def test_a_noun_has_its_singular(several: str, one: str) -> None:
    assert singular(several) == one


def test_accents_come_back_on_known_words_alone() -> None:
    assert (accented("demarches"), accented("ecole"), accented("zzz")) == ("démarches", "école", "zzz")
    assert mended("le nb d inscrits a la mediatheque") == "le nombre d’inscrits à la médiathèque"


def test_the_ending_of_a_noun_tells_its_gender() -> None:
    assert is_feminine("réunions publiques")
    assert is_feminine("démarches")
    assert not is_feminine("lycées")
    assert not is_feminine("agents")


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("les délais", "des délais"),
        ("le taux", "du taux"),
        ("la part", "de la part"),
        ("l’attente", "de l’attente"),
        ("agents", "d’agents"),
        ("habitants", "d’habitants"),
        ("handicap", "de handicap"),
        ("un taux", "d’un taux"),
        ("démarches", "de démarches"),
    ],
)
def test_de_is_contracted_or_elided(phrase: str, said: str) -> None:
    assert of(phrase) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("des délais", "les délais"),
        ("du taux", "le taux"),
        ("d'agents", "agents"),
        ("Le délai", "le délai"),
        ("d’un taux", "un taux"),
    ],
)
def test_a_phrase_takes_its_article_back(typed: str, said: str) -> None:
    assert with_article(mended(typed)) == said


def test_units_agree_and_numbers_are_french() -> None:
    assert measured(1, "jour") == "1 jour"
    assert measured(1.5, "jour") == "1,5 jour"
    assert measured(2, "jour") == "2 jours"
    assert measured(15, "pt") == "15 points"
    assert measured(12.5, "%") == "12,5 %"
    assert measured(3, None) == "3"
    assert number(1234567.8) == "1 234 567,8"
    assert day(date(2027, 3, 1)) == "1er mars 2027"


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        (Aimed(Aim.REACH, "le label", verb="obtenir"), "Obtenir le label."),
        (Aimed(Aim.REACH, "la fibre partout", None, "%", target=100.0, verb="avoir"), "Avoir la fibre partout."),
        (Aimed(Aim.REACH, "toutes les écoles", None, "%", target=100.0), "Atteindre 100 % des écoles."),
        (Aimed(Aim.REACH, "chaque école", None, "%", target=100.0), "Atteindre 100 % des écoles."),
        (Aimed(Aim.REACH, "papier", target=0.0), "Atteindre zéro papier."),
        (Aimed(Aim.KEEP, "la qualité du service"), "Maintenir la qualité du service."),
        (Aimed(Aim.CREATE, "la fibre", 20000.0, "€", target=20000.0), "Investir 20 000 € dans la fibre."),
        (Aimed(Aim.CREATE, "un portail", 1.0, "portail", target=1.0), "Créer un portail."),
        (Aimed(Aim.CREATE, "agents", (10.0, 20.0), "agent", verb="former"), "Former de 10 à 20 agents."),
        (Aimed(Aim.FALL, "l’instruction", 2.0, "jour", verb="gagner"), "Gagner 2 jours sur l’instruction."),
        (
            Aimed(Aim.RISE, "le taux d’usage", 5.0, "pt", target=80.0),
            "Augmenter de 5 points le taux d’usage pour atteindre 80 %.",
        ),
        (Aimed(Aim.RISE, "la fréquentation", 5.0, "x"), "Multiplier par 5 la fréquentation."),
        (Aimed(Aim.RISE, "l’accueil", verb="améliorer"), "Améliorer l’accueil."),
        (
            Aimed(
                Aim.REACH, "répondre à chaque usager", None, "jour", target=5.0, verb="répondre à chaque usager sous"
            ),
            "Répondre à chaque usager sous 5 jours.",
        ),
    ],
)
def test_every_kind_of_objective_has_its_sentence(fields: Aimed, written: str) -> None:
    assert rewritten(fields) == written
