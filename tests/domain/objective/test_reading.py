"""One sentence read: each field with its words, what is missing, doubtful, refused, or no deadline at all."""

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.objective.read import LONGEST, Aim, Bound, Found, Reading, Unfit, as_json, measure, read_objective

TODAY = date(2026, 11, 23)


def read(sentence: str) -> Reading:
    return read_objective(sentence, TODAY)


def typed(sentence: str, found: Found[object] | None) -> str | None:
    return None if found is None else sentence[found.start : found.end]


def test_each_field_shows_the_words_it_comes_from() -> None:
    sentence = "Réduire de 30 % les délais de réponse d’ici fin 2027."
    reading = read(sentence)
    assert typed(sentence, reading.direction) == "Réduire"
    assert typed(sentence, reading.amount) == "30 %"
    assert typed(sentence, reading.deadline) == "d’ici fin 2027"
    assert typed(sentence, reading.what) == "les délais de réponse"


def test_words_shortened_or_mistyped_still_show_what_was_typed() -> None:
    sentence = "augmanter les inscrits de vingt pour cent ds 6 mois"
    reading = read(sentence)
    assert typed(sentence, reading.direction) == "augmanter"
    assert typed(sentence, reading.amount) == "vingt pour cent"
    assert typed(sentence, reading.deadline) == "ds 6 mois"


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("", ("direction", "quantity", "deadline", "what")),
        ("Réduire les délais", ("quantity", "deadline")),
        ("Réduire de 30 % les délais", ("deadline",)),
        ("passer de 12 à 20 jours", ("deadline", "what")),
        ("Moderniser la mairie d’ici deux ans", ("direction", "quantity")),
        ("Réduire de 30 % les délais d’ici fin 2027", ()),
    ],
)
def test_what_is_not_said_is_named(sentence: str, missing: tuple[str, ...]) -> None:
    assert read(sentence).missing == missing


@pytest.mark.parametrize(
    ("sentence", "field", "readings"),
    [
        ("Réduire de 30 % les délais d’ici 2028", "deadline", (date(2028, 12, 31), date(2028, 1, 1))),
        ("Réduire de 30 % les délais d’ici mars 2028", "deadline", (date(2028, 3, 31), date(2028, 3, 1))),
        ("Réduire de 30 % les délais avant mars 2028", "deadline", (date(2028, 2, 29), date(2028, 3, 31))),
        ("augmenter de 20 à 30 % la fréquentation", "amount", ((20.0, 30.0), 10.0)),
        ("réduire délai réponse 10 jours", "amount", (10.0, None)),
        ("Réduire de 30 % les délais d’ici Noël", "deadline", (date(2026, 12, 25), date(2027, 12, 25))),
        ("augmenter de 5 % le taux de réponse", "unit", ("%", "pt")),
        ("Passer de 2 à 5-6 ateliers", "target", (6.0, 5.0)),
        ("atteindre entre 80 et 90 % de démarches en ligne", "target", (90.0, 80.0)),
    ],
)
def test_what_may_be_read_otherwise_is_a_doubt(sentence: str, field: str, readings: tuple[object, ...]) -> None:
    doubts = {doubt.field: doubt.readings for doubt in read(sentence).doubts}
    assert doubts[field] == readings


def test_a_plain_sentence_has_no_doubt() -> None:
    assert read("Réduire de 30 % les délais de réponse d’ici le 31 décembre 2027").doubts == ()


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Former 10 agents pour le 31/12", date(2026, 12, 31)),
        ("Former 10 agents avant le 31/12", date(2026, 12, 31)),
        ("Former 10 agents d’ici le 1/3", date(2027, 3, 1)),
        ("Former 10 agents au 31/12", date(2026, 12, 31)),
        ("Former 10 agents d’ici lundi", date(2026, 11, 30)),
        ("Former 10 agents pour lundi prochain", date(2026, 11, 30)),
        ("Former 10 agents avant demain", date(2026, 11, 24)),
        ("Former 10 agents d’ici le 29 février", date(2028, 2, 29)),
        ("Former 10 agents dans 2 ou 3 ans", date(2029, 11, 23)),
    ],
)
def test_a_day_without_its_year_is_a_deadline_behind_a_word_that_says_so(sentence: str, day: date) -> None:
    found = read(sentence).deadline
    assert found is not None
    assert found.value == day


@pytest.mark.parametrize(
    "sentence",
    [
        "obtenir 7/10 de satisfaction",
        "pour 7/10 des usagers",
        "passer de 6/10 à 8/10",
        "d’ici 2/3 des agents",
        "ouvrir le lundi et le samedi",
        "préparer la ville de demain",
        "réduire de 30 % par rapport à 2022",
        "répondre à 90 % des mails sous 48 h",
        "Traiter les demandes en 10 jours",
        "2000 démarches en ligne",
        "accompagner 1 200 habitants par an",
        "les agents de plus de 50 ans",
        "dans le cadre du plan 2024-2026",
        "Territoire 2030 : moderniser l’accueil",
        "au 06 12 34 56 78",
        "35000 Rennes",
        "en application de la loi 2021-1485",
        "tous les 6 mois",
        "depuis 2019",
        "merci",
    ],
)
def test_what_is_no_deadline_does_not_become_one(sentence: str) -> None:
    assert read(sentence).deadline is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Réduire de 30 % les délais de traitement des demandes", "Délais de traitement des demandes"),
        ("passer de 40 % à 65 % de démarches en ligne", "Part de démarches en ligne"),
        ("90 % des agents formés", "Part des agents formés"),
        ("former 150 agents à la cybersécurité", "Nombre d’agents formés à la cybersécurité"),
        ("équiper 25 écoles", "Nombre d’écoles équipées"),
        ("ouvrir 3 espaces de médiation", "Nombre d’espaces de médiation ouverts"),
        ("10 000 habitants couverts en 4G", "Nombre d’habitants couverts en 4G"),
        ("Porter à 30 le nombre de jeux de données ouverts", "Nombre de jeux de données ouverts"),
        ("économiser 15 k€ par an sur les licences", "Dépenses de licences"),
        ("Investir 1,2 M€ dans la fibre", "Montant investi dans la fibre"),
        ("gagner deux jours sur l’instruction", "Délai d’instruction"),
        ("équiper toutes les écoles en fibre", "Part des écoles en fibre"),
        ("passer de 12 à 20 jours", None),
        ("12", None),
        ("être plus moderne", None),
        ("que les anciens sachent se servir du site", None),
        ("blop blop 42", None),
        ("Répondre aux courriels", None),
        ("Faire mieux", None),
        ("Améliorer l’accueil", None),
        ("Réduire la fracture numérique", None),
        ("tout le monde à la fibre en 2030", None),
        ("Halve the calls to the town hall by the end of 2027", "Calls to the town hall"),
        ("zéro papier", None),
        ("rep au mails en 2j max", "Délai de réponse aux mails"),
        ("Réduire les délais de réponse", "Délais de réponse"),
        ("Réduire les appels", "Nombre d’appels"),
        ("Augmenter la fréquentation de la médiathèque", "Fréquentation de la médiathèque"),
        ("Atteindre 99 % de disponibilité du SI", "Taux de disponibilité du SI"),
        ("moins de 5 % d’abandons de formulaire", "Taux d’abandon de formulaire"),
        ("9 usagers sur 10 satisfaits de l’accueil en 2028", "Part d’usagers satisfaits de l’accueil"),
        ("Un usager sur deux utilise le portail d’ici 2028", "Part d’usagers utilisant le portail"),
        (
            "80 % des collégiens boursiers disposent d’un ordinateur fin 2028",
            "Part des collégiens boursiers disposant d’un ordinateur",
        ),
        ("80 % des habitants utilisent le portail", "Part des habitants utilisant le portail"),
        ("80 % des agents sont formés", "Part des agents formés"),
        ("ouvrir une maison france services à Bourg", "Maison France Services à Bourg"),
        ("Gagner 10 jours sur le versement des bourses", "Délai de versement des bourses"),
        ("gagner 15 minutes par dossier d’urbanisme", "Temps passé par dossier d’urbanisme"),
        ("Atteindre zéro appel perdu", "Nombre d’appels perdus"),
        ("Augmenter de 10 % les inscriptions", "Nombre d’inscriptions"),
    ],
)
def test_a_figure_gives_its_name_to_the_indicator_and_nothing_vague_does(sentence: str, name: str | None) -> None:
    assert measure(read(sentence)) == name


def test_the_json_has_the_columns_of_the_sample_and_what_a_card_needs() -> None:
    line = as_json(read("Réduire de 20 à 30 % les appels d'ici fin 2027"))
    assert json.loads(json.dumps(line)) == line
    assert line["direction"] == Aim.FALL
    assert (line["amount"], line["unit"], line["deadline"]) == ("20-30", "%", "2027-12-31")
    assert line["spans"] == {
        "direction": [0, 7],
        "amount": [11, 20],
        "unit": [16, 20],
        "deadline": [32, 46],
        "what": [21, 31],
        "verb": [0, 7],
    }
    assert set(line) == {
        *("sentence", "direction", "amount", "unit", "baseline", "target", "deadline", "what", "verb"),
        *("spans", "certainty", "missing", "doubts", "bound", "refused", "more"),
    }


def test_the_end_of_february_of_a_leap_year_may_be_that_of_the_year_after() -> None:
    reading = read_objective("Former 10 agents d’ici fin février", date(2028, 2, 1))
    assert [doubt.readings for doubt in reading.doubts] == [(date(2028, 2, 29), date(2029, 2, 28))]


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("Ne pas dépasser 10 jours de délai", Bound.CEILING),
        ("Répondre sous 10 jours", Bound.CEILING),
        ("Répondre en 10 jours au plus", Bound.CEILING),
        ("Répondre en 10 jours au maximum", Bound.CEILING),
        ("moins de 5 % d’abandons", Bound.CEILING),
        ("Limiter les pannes à 2 par an", Bound.CEILING),
        ("Maintenir le délai à 10 jours", Bound.CEILING),
        ("Former au moins 10 agents", Bound.FLOOR),
        ("Maintenir 6 agences ouvertes", Bound.FLOOR),
        ("Garder plus de 90 % d’usagers satisfaits", Bound.FLOOR),
        ("Atteindre 95 % de démarches en ligne au plus tard fin 2027", None),
        ("Former 10 agents sans limite de durée", None),
        ("Réduire de 30 % les délais", None),
    ],
)
def test_a_level_is_a_ceiling_or_a_floor_when_it_is_said_so(sentence: str, bound: Bound | None) -> None:
    assert read(sentence).bound is bound


@pytest.mark.parametrize(
    ("sentence", "field", "value", "why"),
    [
        ("Former 10 agents en 2020", "deadline", date(2020, 12, 31), Unfit.PAST_DEADLINE),
        ("Former 10 agents d’ici fin 2025", "deadline", date(2025, 12, 31), Unfit.PAST_DEADLINE),
        ("Atteindre 120 % de démarches en ligne", "target", 120, Unfit.SHARE_ABOVE_100),
        ("passer de 80 % à 120 % de démarches en ligne", "target", 120, Unfit.SHARE_ABOVE_100),
        ("Réduire de 150 % les délais", "amount", 150, Unfit.SHARE_ABOVE_100),
    ],
)
def test_what_cannot_be_kept_is_told_and_not_kept(sentence: str, field: str, value: object, why: Unfit) -> None:
    reading = read(sentence)
    assert [(one.field, one.value, one.why) for one in reading.refused] == [(field, value, why)]
    assert getattr(reading, field) is None


def test_a_rise_may_be_of_more_than_the_whole() -> None:
    assert read("Augmenter de 150 % la fréquentation").refused == ()


def test_the_first_of_two_goals_is_read_whole_and_the_other_one_is_told_of() -> None:
    reading = read(
        "Descendre sous 10 jours le délai de traitement des tickets et porter à 95 % la disponibilité du SI"
        " d’ici fin 2028"
    )
    line = as_json(reading)
    assert [line[name] for name in ("direction", "target", "unit", "what", "deadline")] == [
        *("baisse", 10, "jour", "le délai de traitement des tickets", "2028-12-31")
    ]
    assert reading.bound is Bound.CEILING
    assert reading.more


@pytest.mark.parametrize(
    ("sentence", "is_two"),
    [
        ("Former 100 agents et recruter 3 conseillers d’ici 2028", True),
        ("Réduire de 20 % la consommation, puis doubler le nombre de visiteurs", True),
        ("passer de 40 à 60 % de démarches en ligne et réduire les appels de 20 %", True),
        ("Réduire de 5 points le taux d’échec et atteindre 10 %", False),
        ("Former et équiper 100 agents", False),
        ("Réduire et simplifier de 20 % les formulaires", False),
        ("Améliorer l’accueil et la satisfaction de 10 points", False),
    ],
)
def test_a_goal_needs_a_figure_and_a_thing_of_its_own_to_be_a_second_one(sentence: str, is_two: bool) -> None:  # noqa: FBT001 - a case
    assert read(sentence).more is is_two


@pytest.mark.parametrize(
    ("sentence", "aim", "target"),
    [
        ("Plus de démarches en ligne", Aim.RISE, None),
        ("Plus de visiteurs à la médiathèque", Aim.RISE, None),
        ("Plus aucun formulaire papier", Aim.REACH, 0),
        ("Zéro papier", Aim.REACH, 0),
        ("Il n’y aura plus de papier", Aim.REACH, 0),
        ("Ne plus envoyer de courriers", Aim.REACH, 0),
    ],
)
def test_more_of_something_is_a_rise_and_only_a_negation_makes_it_none(
    sentence: str, aim: Aim, target: float | None
) -> None:
    reading = read(sentence)
    assert reading.direction is not None
    assert reading.direction.value is aim
    assert (reading.target.value if reading.target else None) == target


def test_more_of_what_nobody_wants_is_a_doubt() -> None:
    assert [doubt.field for doubt in read("Plus de papier").doubts] == ["direction"]


def test_a_french_sentence_may_have_an_english_word() -> None:
    assert read("Publier 50 jeux open data").amount is not None


def test_what_comes_after_six_hundred_characters_is_not_read() -> None:
    assert read("x" * LONGEST + " d’ici fin 2027").deadline is None


WORDS = [
    "réduire",
    "augmenter",
    "de",
    "à",
    "20",
    "30",
    "%",
    "jours",
    "les",
    "délais",
    "d'ici",
    "fin",
    "2027",
    "avant",
    "l'",
    "le",
    "1er",
    "mars",
    "dans",
    "6",
    "mois",
    "par",
    "deux",
    "trois",
    "fois",
    "plus",
    "moins",
    "sur",
    "10",
    "un",
    "agent",
    "une",
    "centaine",
    "k€",
    "1h30",
    "entre",
    "et",
    ";",
    ",",
    ".",
    "(",
    ")",
    "d'",
    "n°",
    "aujourd'hui",
    "contre",
    "objectif",
    ":",
    "T2",
    "été",
    "Noël",
]


@settings(max_examples=400, deadline=None)
@given(
    st.text(max_size=700)
    | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
    | st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
    st.dates(date(1970, 1, 1), date(9890, 1, 1)),
)
@example("\ud800\x00½²𝟙", TODAY)
@example("\ue000 \ue100 \ue200 réduire de \ue000", TODAY)
@example("Former 10 agents d’ici fin février", date(2028, 2, 1))
@example("Former 10 agents d’ici le 29 février", date(2027, 1, 1))
def test_any_text_is_read_without_failing_on_any_day(text: str, today: date) -> None:
    reading = read_objective(text, today)
    line = as_json(reading)
    spans = [(found.start, found.end) for found in (reading.direction, reading.amount, reading.deadline) if found]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert json.dumps(line)
    measure(reading)
