"""What people read of a territory: its card, the list to choose from, its button, its duties, the references."""

import re
from dataclasses import replace
from textwrap import wrap

import pytest

from bot.conversations.rendering import duties
from bot.conversations.rendering.duties import Subject
from bot.conversations.rendering.territory_card import card, choices_text, label, reference_line
from bot.wording.wordbook import LANGUAGES, LONGEST_LABEL, Wordbook
from domain.method.national_figures import reference_for
from domain.plan import TerritoryKind
from domain.territory.gazetteer import commune, groupings, place, rows_of
from domain.territory.place import Place, PlaceKind
from domain.territory.profile import TerritoryType, proposed_type

N = "\u202f"
LONGEST_CARD = 15
PHONE = 40
"""Characters of a line on a narrow phone."""


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
Ville moyenne · Ain (01)
49{N}893 habitants (Insee, 2023)

<b>La loi au 1/12/2026</b> (/obligations)
Désigner un délégué à la protection des données.
<i>À vérifier{N}:</i> bâtir une stratégie numérique responsable, instruire en ligne les demandes d’urbanisme, déclarer \
l’accessibilité des sites, publier les actes en ligne, ouvrir les données et acheter du recyclé."""
    )


@pytest.mark.parametrize(
    ("place_id", "lines"),
    [
        ("COM:97411", ["Grande ville · La Réunion (974)", "Heure et jours fériés de La Réunion"]),
        ("COM:67482", ["Grande ville · Bas-Rhin (67)", "Jours fériés d’Alsace-Moselle"]),
        ("COM:98718", ["Heure des Marquises, jours fériés de Polynésie française"]),
        ("EPCI:240100750", ["Communauté d’agglomération · Ain (01)"]),
        ("EPT:200057867", ["Établissement public territorial · Seine-Saint-Denis (93)"]),
        ("DEP:42", ["📍 <b>Loire (42)</b>", "Département · Auvergne-Rhône-Alpes"]),
        ("REG:53", ["Région"]),
        ("REG:04", ["Région", "Heure et jours fériés de La Réunion"]),
        ("COL:987", ["Collectivité d’outre-mer", "Heure de Tahiti, jours fériés de Polynésie française"]),
        ("COL:6AE", ["Collectivité à statut particulier · Grand Est", "Jours fériés d’Alsace-Moselle"]),
        ("COM:98818", ["Heure de Nouméa, jours fériés de Nouvelle-Calédonie"]),
        ("COM:75056", ["Ses arrondissements en font partie."]),
        ("REG:94", ["Collectivité de Corse"]),
        ("DEP:2B", ["Département (services de l’État) · Corse"]),
        ("REG:02", ["Collectivité territoriale unique"]),
        ("DEP:972", ["Département (services de l’État)"]),
        ("REG:06", ["Région (exercée par le Département)"]),
        ("COM:97611", [f"71{N}437 habitants (Insee, 2017)"]),
    ],
)
def test_the_card_says_only_what_is_special_there(book: Wordbook, place_id: str, lines: list[str]) -> None:
    assert set(lines) <= set(shown(book, place_id).splitlines())


def test_the_hours_and_holidays_of_paris_go_without_saying(book: Wordbook) -> None:
    text = shown(book, "COM:42218")
    assert "Heure" not in text
    assert "arrondissements" not in text
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
    largest = [f"COM:{code}" for code in ("75056", "97411", "67482", "98735", "97611", "01014", "57144", "97310")]
    for place_id in (*largest, *groupings()):
        text = re.sub("</?[bi]>", "", shown(book, place_id, language))
        lines = [part for line in text.splitlines() for part in wrap(line, PHONE) or [""]]
        assert len(lines) <= LONGEST_CARD, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_levels_of_the_same_land_are_told_apart(book: Wordbook, language: str) -> None:
    for code, region in (("972", "02"), ("973", "03"), ("971", "01"), ("974", "04"), ("976", "06")):
        two = known(f"DEP:{code}"), known(f"REG:{region}")
        assert len({label(book, language, each) for each in two}) == 2
        first, second = choices_text(book, language, two).splitlines()[2:4]
        assert first.split(",")[1] != second.split(",")[1]


def test_choices_are_whole_numbered_lines(book: Wordbook) -> None:
    places = [known(each) for each in ("COM:97411", "EPCI:240100750", "DEP:42", "REG:53")]
    told = choices_text(book, "fr", places).splitlines()
    assert told[0] == f"Plusieurs territoires y ressemblent{N}:"
    assert told[-1].startswith(f"Lequel est le vôtre{N}?")
    assert told[2:6] == [
        f"1. Saint-Denis, commune, La Réunion (974), 155{N}634 habitants",
        f"2. CA du Pays de Gex, communauté d’agglomération, Ain (01), 107{N}091 habitants",
        f"3. Loire (42), département, Auvergne-Rhône-Alpes, 774{N}133 habitants",
        f"4. Bretagne, région, 3{N}449{N}370 habitants",
    ]


def test_a_single_candidate_is_not_said_to_be_several(book: Wordbook) -> None:
    told = choices_text(book, "fr", [known("COM:42218")]).splitlines()
    assert told[0] == f"Un territoire y ressemble{N}:"
    assert told[-1].startswith(f"Est-ce le vôtre{N}?")


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("syndicat mixte du numérique des Landes", True),
        ("PETR du Pays de Gex", True),
        ("sdis 35", True),
        ("Pôle métropolitain", True),
        ("Saint-Denis", False),
        ("Petreto", False),
        ("", False),
    ],
)
def test_a_body_that_is_in_no_list_is_told_so_with_the_button_to_press(
    book: Wordbook, typed: str, *, is_told: bool
) -> None:
    told = choices_text(book, "fr", [known("DEP:40")], typed)
    assert ("ne sont pas dans les listes" in told) is is_told
    assert (book.label("fr", "frame:frame_territory__act_not_applicable") in told) is is_told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_out_of_the_lists_is_called_as_the_texts_call_it(book: Wordbook, language: str) -> None:
    assert book.label(language, "frame:frame_territory__act_not_applicable") in book.text(
        language, "common:refusal_not_a_territory"
    )


@pytest.mark.parametrize(
    ("place_id", "expected"),
    [
        ("REG:02", "Collectivité de Martinique"),
        ("REG:94", "Collectivité de Corse"),
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
    text = duties.page(book, "fr", Subject("Syndicat <mixte>", TerritoryKind.EPCI, 49_000))
    assert f"Syndicat &lt;mixte&gt; · 49{N}000 habitants\n" in text
    assert "loi n° 2021-1485 du 15 novembre 2021, art. 35" in text
    assert f"Seuil{N}: 50{N}000 habitants." in text
    assert f"«{N}À vérifier{N}»" in text


def test_a_village_is_not_shown_a_threshold_it_is_far_below(book: Wordbook) -> None:
    text = duties.page(book, "fr", Subject("Village", TerritoryKind.COMMUNE, 226))
    assert f"Moins de 3{N}500 habitants{N}: sauf autre choix du conseil municipal." in text
    assert "Seuil" not in text
    assert "publier les actes en ligne (sauf autre choix du conseil)" in shown(book, "COM:01173", population=226)


@pytest.mark.parametrize("place_id", ["COL:986", "COL:987", "COL:988", "COM:98735", "COM:98818"])
def test_where_laws_are_of_their_own_the_card_lists_none_as_sure(book: Wordbook, place_id: str) -> None:
    warning = f"Les règles y sont souvent propres{N}: tout est à vérifier."
    assert warning in shown(book, place_id)
    assert "élégué" not in shown(book, place_id)
    whole = duties.page(book, "fr", duties.of_place(known(place_id)))
    assert warning in whole
    assert whole.count("• ") == whole.count("<i>à vérifier</i>")


@pytest.mark.parametrize("kind", TerritoryKind)
@pytest.mark.parametrize("population", [None, 226, 9_000, 300_000])
def test_every_duty_is_named_by_a_verb(book: Wordbook, kind: TerritoryKind, population: int | None) -> None:
    text = duties.page(book, "fr", Subject("Ici", kind, population))
    named = re.findall(r"• <b>(\w+)", text)
    assert named
    assert all(each.endswith(("er", "ir")) or each == "Instruire" for each in named), named


def test_both_duties_on_planning_are_told_while_the_threshold_is_near(book: Wordbook) -> None:
    near, far = shown(book, "COM:01173", population=3_600), shown(book, "COM:01173", population=9_000)
    assert ("recevoir en ligne" in near, "instruire en ligne" in near) == (True, True)
    assert ("recevoir en ligne" in far, "instruire en ligne" in far) == (False, True)


_IN_BOTH = re.compile(r"[A-ZÀ-Ý]\w+|\d+")
_IN_FRENCH = re.compile(r"\w{3,}|\d+")
REFERENCES = sorted(
    name.removeprefix("territory:reference_")
    for name in Wordbook().names("fr")
    if name.startswith("territory:reference_")
)
EVERY_REFERENCE = pytest.mark.parametrize("figure", REFERENCES)


@pytest.mark.parametrize(("language", "told"), [("fr", _IN_FRENCH), ("en", _IN_BOTH)])
@EVERY_REFERENCE
def test_the_source_and_scope_in_words_are_those_of_the_table(
    book: Wordbook, language: str, told: re.Pattern[str], figure: str
) -> None:
    for value in reference_for(figure):
        line = reference_line(book, language, figure)
        words = told.findall(f"{value.source} {value.scope}")
        assert words
        assert [word for word in words if word not in line] == []
        assert value.year[:4] in line


def test_the_wording_of_a_reference_holds_no_figure_of_its_own(book: Wordbook) -> None:
    moved = {"share": 12.5, "unit": "%", "year": "2031", "on": "2031-05-04"}
    for figure in REFERENCES:
        block = f"territory:reference_{figure}"
        line = book.text("fr", block, **{name: moved[name] for name in book.reads("fr", block)})
        assert f"12,5{N}%" in line.replace("\u00a0", N)
        assert "2031" in line
        assert not re.search("202\\d", line.partition("(source")[0])


@pytest.mark.parametrize("figure", ["online", "seniors", "nothing"])
def test_a_figure_without_a_reference_says_nothing(book: Wordbook, figure: str) -> None:
    assert reference_line(book, "fr", figure) == ""
