"""What people read of a territory: its card, the list to choose from, its button, its duties, the references."""

import re
from dataclasses import replace

import pytest

from bot.conversations.places import card, choices_text, duties_text, label, reference_line
from bot.wording import LANGUAGES, LONGEST_LABEL, Wordbook
from domain.plan import TerritoryKind
from domain.reference_values import reference_for
from domain.territory.gazetteer import commune, groupings, place, rows_of
from domain.territory.place import Place, PlaceKind
from domain.territory.profile import TerritoryType, proposed_type

N = "\u202f"
LONGEST_CARD = 15


def known(place_id: str) -> Place:
    found = place(place_id)
    assert found, place_id
    return found


def shown(book: Wordbook, place_id: str, language: str = "fr", **changes: int | None) -> str:
    there = replace(known(place_id), **changes)  # type: ignore[arg-type]
    return card(book, language, there, proposed_type(there))


def test_the_card_of_a_commune_says_what_is_known_of_it(book: Wordbook) -> None:
    assert (
        shown(book, "COM:01173", population=49_893)
        == f"""\
📍 <b>Gex</b>
Commune · Ain (01), Auvergne-Rhône-Alpes
49{N}893 habitants (Insee, 2023)
Type{N}: ville moyenne

<b>Ce que la loi demande</b>
• Stratégie numérique responsable, revue chaque année (seuil{N}: 50{N}000 habitants){N}: loi n° 2021-1485, art. 35{N}; \
décret n° 2022-1084 (depuis le 1er janvier 2025) – <i>à vérifier</i>
• Demandes d’urbanisme instruites en ligne{N}: code de l’urbanisme, art. L. 423-3 (depuis le 1er janvier 2022) – \
<i>à vérifier</i>
• Déclaration d’accessibilité des sites, à refaire tous les trois ans{N}: loi n° 2005-102, art. 47 – <i>à vérifier</i>
• Délégué à la protection des données{N}: règlement (UE) 2016/679 (RGPD), art. 37
• Publication des actes en ligne{N}: ordonnance n° 2021-1310 (depuis le 1er juillet 2022) – <i>à vérifier</i>
• Données ouvertes par défaut, à partir de 50 agents{N}: code des relations entre le public et l’administration, \
art. L. 312-1-1 – <i>à vérifier</i>
• Part d’achats issus du réemploi ou du recyclage{N}: loi n° 2020-105, art. 58{N}; décret n° 2024-134 – \
<i>à vérifier</i>"""
    )


@pytest.mark.parametrize(
    ("place_id", "lines"),
    [
        ("COM:97411", ["Commune · La Réunion (974)", f"Heure locale{N}: La Réunion", f"Jours fériés{N}: La Réunion"]),
        ("COM:67482", ["Commune · Bas-Rhin (67), Grand Est", f"Jours fériés{N}: Alsace-Moselle"]),
        ("COM:98718", [f"Heure locale{N}: Marquises", f"Jours fériés{N}: Polynésie française"]),
        ("EPCI:240100750", ["Communauté d’agglomération · Ain (01), Auvergne-Rhône-Alpes"]),
        ("EPT:200057867", ["Établissement public territorial · Seine-Saint-Denis (93), Île-de-France"]),
        ("DEP:42", ["📍 <b>Loire (42)</b>", "Département · Auvergne-Rhône-Alpes"]),
        ("REG:53", ["Région"]),
        ("REG:04", ["Région", f"Jours fériés{N}: La Réunion"]),
        ("COL:987", ["Collectivité d’outre-mer", f"Heure locale{N}: Tahiti"]),
        ("COL:6AE", ["Collectivité à statut particulier · Grand Est", f"Jours fériés{N}: Alsace-Moselle"]),
        ("COM:97611", [f"71{N}437 habitants (Insee, 2017)"]),
    ],
)
def test_the_card_says_only_what_is_special_there(book: Wordbook, place_id: str, lines: list[str]) -> None:
    assert set(lines) <= set(shown(book, place_id).splitlines())


def test_the_hours_and_holidays_of_paris_go_without_saying(book: Wordbook) -> None:
    text = shown(book, "COM:42218")
    assert "Heure" not in text
    assert "Jours fériés" not in text


def test_a_type_that_the_kind_already_says_is_not_repeated(book: Wordbook) -> None:
    there = known("EPCI:240100750")
    assert "Type" not in card(book, "fr", there, TerritoryType.CA)
    assert f"Type{N}: communauté urbaine" in card(book, "fr", there, TerritoryType.CU)


def test_a_population_nobody_counted_is_to_be_given(book: Wordbook) -> None:
    text = shown(book, "COM:42218", population=None, population_year=None)
    assert f"Nombre d’habitants{N}: à préciser" in text
    assert "None" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_holds_on_a_phone(book: Wordbook, language: str) -> None:
    largest = [f"COM:{code}" for code in ("75056", "97411", "67482", "98735", "97611")]
    for place_id in (*largest, *groupings()):
        text = shown(book, place_id, language)
        assert len(text.splitlines()) <= LONGEST_CARD, text


def test_choices_are_whole_numbered_lines(book: Wordbook) -> None:
    places = [known(each) for each in ("COM:97411", "EPCI:240100750", "DEP:42", "REG:53")]
    assert choices_text(book, "fr", places).splitlines() == [
        f"1. Saint-Denis, commune, La Réunion (974), 155{N}634 habitants",
        f"2. CA du Pays de Gex, communauté d’agglomération, Ain (01), 107{N}091 habitants",
        f"3. Loire (42), département, Auvergne-Rhône-Alpes, 774{N}133 habitants",
        f"4. Bretagne, région, 3{N}449{N}370 habitants",
    ]


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("COM:97411", "Saint-Denis (974)"),
        ("EPCI:240100750", "CA du Pays de Gex (01)"),
        ("EPCI:249740119", "CINOR (974)"),
        ("COM:51513", "St-Remy-en-Bouzemont… (51)"),
        ("DEP:42", "Loire (département)"),
        ("DEP:04", "Alpes-de-Haute-Provence (04)"),
        ("REG:53", "Région Bretagne"),
        ("REG:93", "Provence-Alpes-Côte d’Azur"),
        ("COL:987", "Polynésie française"),
    ],
)
def test_a_button_names_a_place_shortly(book: Wordbook, place_id: str, expected: str) -> None:
    assert label(book, "fr", known(place_id)) == expected


def test_no_button_is_too_long_nor_cuts_a_word(book: Wordbook) -> None:
    towns = [commune(row) for row in rows_of("communes.tsv")]
    for there in (*towns, *groupings().values()):
        text = label(book, "fr", there)
        assert 3 <= len(text) <= LONGEST_LABEL, text
        if "…" in text:
            last = re.split(r"[\s’-]", text.partition("…")[0])[-1]
            words = re.split(r"[\s(),–’-]+", there.name.replace("'", "’"))
            assert last in {*words, "Agglo"}, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_place_or_a_type_may_be_has_its_words(book: Wordbook, language: str) -> None:
    kinds = {(there.kind, there.nature): there for there in groupings().values()}
    assert {kind for kind, _ in kinds} == set(PlaceKind) - {PlaceKind.COMMUNE}
    for there in kinds.values():
        for each in TerritoryType:
            assert there.name.replace("'", "’") in card(book, language, there, each)


def test_the_duties_of_a_territory_typed_in_by_hand_are_told_in_full(book: Wordbook) -> None:
    text = duties_text(book, "fr", "Syndicat <mixte>", TerritoryKind.EPCI, 49_000)
    assert text.startswith(f"<b>Syndicat &lt;mixte&gt;</b>\n49{N}000 habitants\n")
    assert "loi n° 2021-1485 du 15 novembre 2021, art. 35" in text
    assert f"«{N}À vérifier{N}»" in text


def test_both_duties_on_planning_are_told_while_the_threshold_is_near(book: Wordbook) -> None:
    near, far = shown(book, "COM:01173", population=3_600), shown(book, "COM:01173", population=9_000)
    assert ("reçues en ligne" in near, "instruites en ligne" in near) == (True, True)
    assert ("reçues en ligne" in far, "instruites en ligne" in far) == (False, True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("figure", "facts"),
    [
        ("fibre", ("93.5", "30", "2025", "France", "Arcep")),
        ("difficulty", ("15.4", "15", "2021", "Mayotte", "Insee Première", "1953")),
    ],
)
def test_a_reference_carries_its_date_scope_and_source(
    book: Wordbook, language: str, figure: str, facts: tuple[str, ...]
) -> None:
    line = reference_line(book, language, figure).replace(",", ".")
    assert all(fact in line for fact in facts), line
    assert all(f"{value.value:g}" in line for value in reference_for(figure))


@pytest.mark.parametrize("figure", ["online", "nothing"])
def test_a_figure_without_a_reference_says_nothing(book: Wordbook, figure: str) -> None:
    assert reference_line(book, "fr", figure) == ""
