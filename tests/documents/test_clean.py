"""What is cleaned before the layout, and what is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.clean import NARROW, breakable, clean, clip, draw, typography
from bot.documents.glyphs import drawable

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Pourquoi?", f"Pourquoi{NARROW}?"),
        ("Pourquoi ?", f"Pourquoi{NARROW}?"),
        ("but : simple ; clair !", f"but{NARROW}: simple{NARROW}; clair{NARROW}!"),
        ("62,5 % de 1 200 000 €", f"62,5{NARROW}% de 1{NARROW}200{NARROW}000{NARROW}€"),
        ("62%", f"62{NARROW}%"),
        ("l'eau d'aujourd'hui", "l’eau d’aujourd’hui"),
        ('dire "oui" vite', f"dire «{NBSP}oui{NBSP}» vite"),
        ("« déjà »", f"«{NBSP}déjà{NBSP}»"),
        ("rendez-vous à 10:30", "rendez-vous à 10:30"),
        ("voir https://mairie.example/a?b=c;d:e!", "voir https://mairie.example/a?b=c;d:e!"),
        ("écrire à l'accueil@mairie.example", "écrire à l’accueil@mairie.example"),
        ("en 2026 2028", "en 2026 2028"),
    ],
)
def test_french_typography_is_set_except_in_addresses_and_hours(typed: str, set_: str) -> None:
    assert typography(typed, "fr") == set_


def test_english_typography_has_no_space_before_its_signs() -> None:
    assert typography('It\'s "done": 62%!', "en") == "It’s “done”: 62%!"


@given(st.text())
def test_typography_set_twice_changes_nothing_more(text: str) -> None:
    once = typography(draw(text), "fr")
    assert typography(once, "fr") == once


@given(st.text())
def test_only_signs_that_the_fonts_can_draw_are_left(text: str) -> None:
    assert (drawable() | {"\u00ad"}).issuperset(clean(text, "fr"))  # soft hyphens of ours, which Typst never draws


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("e\u0301cole", "école"),
        ("Mairie 🏛️ du 中心", "Mairie du"),
        ("nul\x00 \x1b[0m\u202e fin", "nul [0m fin"),
        ("ＡＢＣ ﬁn ①", "ABC ﬁn 1"),
        ("deux\n\nlignes\tet fin ", "deux lignes et fin"),
        ("peut\u2011être", "peut-être"),
        ("Łódź, Nuuk, Saint-Barthélemy, Œuvre", "Łódź, Nuuk, Saint-Barthélemy, Œuvre"),
    ],
)
def test_what_cannot_be_drawn_is_replaced_or_dropped(typed: str, drawn: str) -> None:
    assert draw(typed) == drawn


def test_every_letter_of_french_can_be_drawn() -> None:
    letters = "àâäæçéèêëîïôöœùûüÿ"
    signs = "0123456789«»’“”–—…·•°²€%+−=≥≤/()[]{}#&@*\\\"'_|~^`$<>"
    assert drawable().issuperset(letters + letters.upper() + signs)


def test_no_control_character_can_be_drawn() -> None:
    assert not [sign for sign in drawable() if unicodedata.category(sign) == "Cc"]


def test_a_word_longer_than_any_french_one_can_break() -> None:
    assert "\u00ad" in breakable("W" * 40)
    assert "\u00ad" not in breakable("anticonstitutionnellement"[:24])


@given(st.text(), st.integers(2, 60))
def test_a_clipped_text_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(clip(text, length)) <= length


def test_a_text_is_clipped_on_a_word() -> None:
    assert clip("un deux trois quatre", 14) == "un deux trois…"
    assert clip("un deux, trois", 10) == "un deux…"
