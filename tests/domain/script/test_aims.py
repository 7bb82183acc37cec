"""What an objective says, as answers to the questions about it."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.dialogue.values import Accepted, Understood, Value
from domain.questionnaire import SCRIPT
from domain.script.aims import BASELINE, DEADLINE, DIRECTION, KPIS, LABEL, SENTENCE, UNIT, is_about_the_same, understood

DossierOf = Callable[..., Dossier]
TODAY = date(2026, 11, 23)
TARGET, CEILING, UNIT_NAME = f"{KPIS}/target", f"{KPIS}/ceiling", f"{KPIS}/unit_name"


def fills(sentence: str) -> Mapping[str, Value]:
    reading = understood(sentence, TODAY)
    return reading.fills if isinstance(reading, Understood) else {}


def test_a_complete_sentence_fills_the_objective_and_its_kpi() -> None:
    found = fills("Faire passer de 40 % à 70 % la part des démarches en ligne d’ici fin 2029")
    assert found[DEADLINE] == "2029-12-31"
    assert (found[UNIT], found[DIRECTION], found[BASELINE], found[TARGET]) == ("percent", "up", 40, 70)


def test_the_sentence_itself_is_kept_as_typed() -> None:
    reading = understood("Faire passer de 40 % à 70 % la part des démarches en ligne", TODAY)
    assert isinstance(reading, Understood)
    assert reading.value == "Faire passer de 40 % à 70 % la part des démarches en ligne"
    assert reading.is_literal


@pytest.mark.parametrize(
    "sentence",
    ["Réduire de 30 % le délai moyen d’instruction", "Diviser par deux les appels reçus par semaine d’ici fin 2028"],
)
def test_a_relative_change_says_neither_a_unit_nor_a_target(sentence: str) -> None:
    assert not {UNIT, BASELINE, TARGET} & fills(sentence).keys()
    assert fills(sentence)[DIRECTION] == "down"


def test_a_deadline_that_is_past_or_doubtful_is_left_to_be_asked() -> None:
    assert DEADLINE not in fills("Former 150 agents d’ici fin 2020")
    assert DEADLINE not in fills("Former 150 agents d’ici 2028")
    assert fills("Former 150 agents d’ici fin 2028")[DEADLINE] == "2028-12-31"


def test_a_deadline_is_future_until_its_own_day() -> None:
    last = date(2028, 12, 31)
    reading = understood("Former 150 agents d’ici le 31 décembre 2028", last)
    assert isinstance(reading, Understood)
    assert reading.fills[DEADLINE] == "2028-12-31"


def test_what_comes_to_nothing_goes_down() -> None:
    found = fills("Atteindre 0 dossier papier d’ici fin 2028")
    assert found.get(DIRECTION, "down") == "down"
    assert found[TARGET] == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "Maintenir le délai de réponse sous 10 jours",
        "Maintenir le délai de réponse à 10 jours maximum",
        "Maintenir le délai de réponse en dessous de 10 jours",
        "Maintenir le délai de réponse à moins de 10 jours",
    ],
)
def test_a_level_not_to_go_beyond_is_a_ceiling_from_zero(sentence: str) -> None:
    found = fills(sentence)
    assert found[DIRECTION] == "keep"
    assert (found[TARGET], found[CEILING]) == (0, 10)


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Descendre sous 10 jours le délai de traitement d’ici fin 2028", 10),
        ("Ne pas dépasser 5 jours de délai de réponse", 5),
        ("Répondre aux courriels sous 48 heures", 48),
        ("Limiter à 2 pannes par an", 2),
    ],
)
def test_a_ceiling_to_come_under_is_a_target_to_go_down_to(sentence: str, target: float) -> None:
    found = fills(sentence)
    assert (found[DIRECTION], found[TARGET]) == ("down", target)
    assert CEILING not in found


@pytest.mark.parametrize(
    ("sentence", "way"),
    [
        ("Ne pas dépasser 5 jours de délai (3 aujourd’hui)", "keep"),
        ("Ne pas dépasser 5 jours de délai (8 aujourd’hui)", "down"),
        ("Maintenir le délai sous 10 jours (8 aujourd’hui)", "keep"),
    ],
)
def test_a_ceiling_is_kept_when_the_level_is_under_it_already(sentence: str, way: str) -> None:
    assert fills(sentence)[DIRECTION] == way


@pytest.mark.parametrize(
    "sentence",
    [
        "Maintenir à 90 % le taux de satisfaction, au plus tard fin 2028",
        "Maintenir au moins 90 % de satisfaction",
    ],
)
def test_words_of_a_date_or_of_a_floor_make_no_ceiling(sentence: str) -> None:
    found = fills(sentence)
    assert (found[DIRECTION], found[TARGET]) == ("keep", 90)
    assert CEILING not in found


def test_a_time_to_reach_says_no_way_to_go() -> None:
    assert DIRECTION not in fills("Atteindre 10 jours de délai")


def test_a_level_to_hold_is_the_lowest_acceptable() -> None:
    found = fills("Maintenir à 90 % le taux de satisfaction")
    assert (found[DIRECTION], found[TARGET]) == ("keep", 90)
    assert CEILING not in found


def test_a_unit_that_is_no_option_is_named_as_it_is_said_after_figures() -> None:
    found = fills("Réduire le délai de réponse de 12 à 6 semaines d’ici fin 2028")
    assert (found[UNIT], found[UNIT_NAME]) == ("other", "semaines")


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Réduire la consommation de 120 à 80 MWh", "MWh"),
        ("Réduire le temps de chargement de 12 à 6 secondes", "secondes"),
        ("Porter la fibre de 3 à 12 km", "km"),
        ("Réduire les déchets de 12 à 6 tonnes", "tonnes"),
        ("Réduire le stockage de 120 à 80 Go", "Go"),
        ("Réduire le délai de 3 à 2 trimestres", "trimestres"),
    ],
)
def test_a_unit_of_a_size_is_never_taken_for_a_count(sentence: str, unit: str) -> None:
    found = fills(sentence)
    assert (found[UNIT], found[UNIT_NAME]) == ("other", unit)


def test_only_things_are_counted() -> None:
    assert fills("Former 150 agents d’ici fin 2028")[UNIT] == "count"


def test_a_text_that_says_nothing_is_accepted_as_it_is() -> None:
    assert understood("97400", TODAY) == Accepted("97400")


# Suggestions ----------------------------------------------------------------------------------------------------------

OBJECTIVE: Mapping[str, tuple[str, ...]] = {"objectives": ("o",), "objectives[o]/kpis": ("k",)}


def suggested(dossier_of: DossierOf, item: str, sentence: str, **answers: Value) -> tuple[str | float, ...]:
    """What the question `item` of an objective offers of itself."""
    at = {1: ("o",), 2: ("o", "k")}
    given = {str(Path(SENTENCE, ("o",))): sentence}
    given |= {str(Path(f"{KPIS}/{name}", ("o", "k"))): value for name, value in answers.items()}  # type: ignore[misc]
    rows = {str(Path("objectives", ())): ("o",), str(Path(KPIS, ("o",))): ("k",)}
    place = survey(SCRIPT, dossier_of(given, rows)).at(Path(item, at[item.count("/")]))
    assert place is not None
    return place.suggestions


@pytest.mark.parametrize(
    ("sentence", "direction", "baseline", "target"),
    [
        ("Réduire de 30 % le délai moyen d’instruction", "down", 60, 42),
        ("Augmenter de 50 % le nombre de visites", "up", 200, 300),
        ("Diviser par deux les appels reçus par semaine", "down", 40, 20),
        ("Doubler le nombre de visites", "up", 40, 80),
        ("Augmenter de 10 points la part des démarches en ligne", "up", 40, 50),
    ],
)
def test_the_change_is_counted_from_the_baseline(
    dossier_of: DossierOf, sentence: str, direction: str, baseline: float, target: float
) -> None:
    found = suggested(dossier_of, TARGET, sentence, unit="count", direction=direction, baseline=baseline)
    assert found == (target,)


def test_nothing_is_counted_without_a_baseline_or_against_the_direction_answered(dossier_of: DossierOf) -> None:
    relative = "Réduire de 30 % le délai moyen d’instruction"
    assert not suggested(dossier_of, TARGET, relative, unit="days", direction="down")
    assert not suggested(dossier_of, TARGET, relative, unit="days", direction="keep", baseline=60)
    assert not suggested(dossier_of, TARGET, relative, unit="days", direction="up", baseline=60)


def test_a_level_said_by_the_sentence_is_not_counted_again(dossier_of: DossierOf) -> None:
    said = "Faire passer de 40 % à 70 % la part des démarches en ligne"
    assert not suggested(dossier_of, TARGET, said, unit="percent", direction="up", baseline=40)


def test_a_doubtful_deadline_is_offered_both_ways(dossier_of: DossierOf) -> None:
    found = suggested(dossier_of, DEADLINE, "Former 150 agents d’ici 2030")
    assert set(found) == {"2030-12-31", "2030-01-01"}
    assert not suggested(dossier_of, DEADLINE, "Former 150 agents d’ici fin 2030")


def test_an_english_sentence_fills_the_same_answers() -> None:
    found = fills("Raise the share of procedures available online from 40% to 70% by the end of 2029")
    assert found == {
        DEADLINE: "2029-12-31",
        LABEL: "Share of procedures available online",
        UNIT: "percent",
        DIRECTION: "up",
        BASELINE: 40,
        TARGET: 70,
    }


@pytest.mark.parametrize(
    ("sentence", "way", "target", "ceiling"),
    [
        ("Keep the reply time of the town hall under 10 days", "keep", 0, 10),
        ("Keep at least 95% of calls answered by our staff", "keep", 95, None),
        ("Train 150 agents by March 2028", "up", 150, None),
        ("Bring the processing time of files down to less than 15 days", "down", 15, None),
    ],
)
def test_an_english_level_goes_the_way_its_verb_says(
    sentence: str, way: str, target: float, ceiling: float | None
) -> None:
    found = fills(sentence)
    assert (found[DIRECTION], found[TARGET], found.get(CEILING)) == (way, target, ceiling)


@pytest.mark.parametrize(
    ("sentence", "is_same"),
    [
        ("Raise the share of procedures available online from 40% to 70% by the end of 2029", True),
        ("Raise the share of procedures available online by 2028", True),
        ("Cut the calls to the town hall by 20% by 2028", False),
        ("Improve", False),
    ],
)
def test_two_objectives_about_one_thing_are_known_whatever_their_figures(sentence: str, *, is_same: bool) -> None:
    example = "Raise the share of procedures available online from 40% to 70% within three years."
    assert is_about_the_same(sentence, example) is is_same
    assert is_about_the_same(sentence, "Améliorer") is False
