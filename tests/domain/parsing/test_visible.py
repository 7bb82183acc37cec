"""What is left of a text once the signs that nobody sees are taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.parsing.visible import visible

NOTHING = {
    "nothing": "",
    "spaces of all kinds": " \t\u00a0\u1680\u2000\u2003\u2009\u200a\u202f\u205f\u3000\u2028\u2029\x85",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u180e",
    "soft hyphens": "\u00ad\u00ad",
    "variation selectors": "\ufe0f\ufe0e\U000e0100",
    "marks without a letter": "\u0301\u0308\u20e3",
    "a mark on a space": " \u0301",
    "blank braille": "\u2800\u2800",
    "Hangul fillers": "\u3164\u115f\u1160\uffa0",
    "directions": "\u200e\u200f\u061c\u202a\u202e\u2066\u2069",
    "tags without a flag": "\U000e0067\U000e007f",
    "Khmer and Mongolian silences": "\u17b4\u17b5\u180b\u180f",
    "an object that is no more": "\ufffc",
    "an empty note head": "\U0001d159",
    "control signs": "\0\x01\x1b\x7f",
    "half of a sign": "\ud83d",
    "signs that are none": "\ufffe\uffff\ufdd0\u2065\U000e01f0",
    "grapheme joiner": "\u034f",
}
EMOJI = (
    "👩‍🌾",
    "🏳️‍🌈",
    "❤️‍🔥",
    "👨‍👩‍👧‍👦",
    "👩🏽‍⚕️",
    "1️⃣",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "🙂‍↔️",
    "🇫🇷",
    "\U0001fae8",
)
SCRIPTS = ("می‌خواهم", "क्‍ष", "e\u0301cole", "한국어", "⠃⠗⠇", "ប្រទេស", "Ça va ?\nOui", "1\u00a0000\u202f€")


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_a_text_that_shows_nothing_is_empty(text: str) -> None:
    assert not visible(text)
    assert not visible(f" {text}\u200b{text} ")


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_what_nobody_sees_is_taken_out_of_what_is_seen(text: str) -> None:
    assert visible(f"{text}Mairie {text}") == "Mairie"
    assert visible(f"Mairie {text} de Trois-Vallons").split() == ["Mairie", "de", "Trois-Vallons"]


@pytest.mark.parametrize("text", [*EMOJI, *SCRIPTS])
def test_emoji_and_scripts_keep_the_signs_that_draw_them(text: str) -> None:
    assert visible(text) == text
    assert visible(f"\ufeffPlan {text} \u200b") == f"Plan {text}"


def test_lines_stay_and_other_control_signs_are_spaces() -> None:
    assert visible("un\r\ndeux\ttrois\vquatre") == "un\ndeux trois quatre"


def test_an_order_of_reading_cannot_be_reversed() -> None:
    assert visible("gnp.\u202eexe") == "gnp.exe"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)
