"""The words of the documents are complete in both languages."""

import re

import pytest

from bot.paths import data_folder
from bot.wording.document_words import LANGUAGES, words
from domain.followup.trajectory import KpiStatus
from domain.method.quadrant import Quadrant
from domain.pitfalls import PitfallCode
from domain.plan import Involvement, Pillar, Stakeholder, TerritoryKind
from domain.script.figures import FIGURES

BLANK = re.compile(r"\{(\w+)\}")


def base(key: str) -> str:
    return re.sub(r"\.(zero|one|many)$", "", key)


def test_both_languages_have_the_same_keys() -> None:
    assert {base(key) for key in words("fr").keys} == {base(key) for key in words("en").keys}


@pytest.mark.parametrize("key", sorted(words("fr").keys & words("en").keys))
def test_both_languages_fill_the_same_blanks(key: str) -> None:
    french, english = (set(BLANK.findall(words(language)._entries[key])) for language in LANGUAGES)
    assert french == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_its_singular(language: str) -> None:
    keys = words(language).keys
    assert {base(key) for key in keys if key.endswith(".many")} == {base(key) for key in keys if key.endswith(".one")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_domain_has_its_word(language: str) -> None:
    w = words(language)
    needed = [f"quadrant.{quadrant}" for quadrant in Quadrant]
    needed += [f"status.{status}" for status in KpiStatus]
    needed += [f"pitfall.{code}.{form}" for code in PitfallCode for form in ("one", "many")]
    needed += [f"stakeholder.{stakeholder}" for stakeholder in Stakeholder]
    needed += [f"pillar.{pillar}" for pillar in Pillar]
    needed += [f"body.{kind}" for kind in TerritoryKind]
    needed += [f"meeting.{kind}" for kind in Involvement]
    needed += [f"figure.{key}" for key in FIGURES]
    needed += [f"unit.{unit}" for unit in {each.unit for each in FIGURES.values()} if unit.isalpha()]
    needed += [f"pitfall_name.{code}" for code in PitfallCode]
    assert not [key for key in needed if key not in w]


def test_the_french_words_are_written_with_the_typographic_apostrophe() -> None:
    assert not [key for key in words("fr").keys if "'" in words("fr")._entries[key]]


def test_every_word_a_template_asks_for_exists() -> None:
    asked = {
        key
        for file in data_folder("templates").glob("documents/*.j2")
        for key in re.findall(r'\bw\("([a-z_.]+)"\)', file.read_text("utf-8"))
    }
    assert asked
    assert not {key for key in asked if key not in words("fr")}


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    assert words("fr")("pitfall.no_owner", n=0, refs="A1") == "A1 n’a pas encore de pilote."
    assert words("en")("pitfall.no_owner", n=0, refs="A1") == "A1 have no lead yet."


def test_a_language_without_words_gets_the_french_ones() -> None:
    assert words("de").language == "fr"
