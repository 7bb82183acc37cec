"""Names are brought down to what people agree on."""

import pytest

from domain.territory.likeness import likeness
from domain.territory.spelling import letters, lines_of_words, sounds, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Œting", "oeting"),
        ("L'Haÿ-les-Roses", "l'hay-les-roses"),
        ("ÎLE", "ile"),
    ],
)
def test_letters_lose_their_marks(text: str, expected: str) -> None:
    assert letters(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("St-Étienne", "saint etienne"),
        ("Ste Foy", "sainte foy"),
        ("châlons/marne", "chalons sur marne"),
        ("ivry s/ seine", "ivry sur seine"),
        ("St Brice s/s Forêt", "saint brice sous foret"),
        ("lille59", "lille 59"),
        ("lyon 3eme", "lyon 3eme"),
        ("Mt de Marsan", "mont de marsan"),
        ("🏛️", ""),
    ],
)
def test_abbreviations_are_written_out(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


def test_many_names_are_read_at_once_line_by_line() -> None:
    assert lines_of_words("Saint-Étienne\nL'Île-d'Yeu") == "saint etienne\nl ile d yeu"
    assert sounds("Caen\nLille") == f"{sounds('Caen')}\n{sounds('Lille')}"


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("sin denni", "Saint-Denis"),
        ("kan", "Caen"),
        ("roubè", "Roubaix"),
        ("bordo", "Bordeaux"),
        ("chatorou", "Châteauroux"),
        ("marsey", "Marseille"),
        ("kimper", "Quimper"),
    ],
)
def test_what_is_read_alike_sounds_alike(heard: str, name: str) -> None:
    assert sounds(heard) == sounds(name)


def test_slips_of_fingers_count_less_than_other_letters() -> None:
    assert likeness("nantes", "nantes") == 1
    doubled, swapped, beside, other = (likeness(text, "nantes") for text in ("nanntes", "nanets", "nabtes", "naktes"))
    assert min(doubled, swapped) > other
    assert likeness("mantes", "nantes") < likeness("namtes", "nantes")
    assert 0 < beside < 1
