import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from domain.parsing.folding import folded, plain


def test_narrow_spaces_arabic_digits_and_typographic_signs_become_ordinary() -> None:
    assert plain("\u202b١٬٢٣٤٫٥\u00a0٪\u202c") == "1'234,5 %"
    assert plain("d\u2019ici\u202f18\u2009mois\n\u2212 3") == "d'ici 18 mois - 3"


def test_control_and_direction_marks_vanish_without_joining_words() -> None:
    assert plain("\x001\u200f2\u200b \x07 j\r\n") == "12 j"


def test_an_exponent_is_not_taken_for_a_digit() -> None:
    assert plain("10 m²") == "10 m²"


def test_folding_forgets_case_accents_and_ligatures() -> None:
    assert folded("Œuvre  d’Été À Noël") == "oeuvre d'ete a noel"


@given(st.text())
def test_plain_text_is_stable_and_holds_no_invisible_sign(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in once)
