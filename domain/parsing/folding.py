"""What a person types, freed of invisible marks and exotic digits, for the readers of numbers and dates."""

import unicodedata
from functools import lru_cache

_SAME = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "％": "%",
        "٪": "%",
        "٫": ",",
        "٬": "'",
        "＋": "+",
    }
)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SIGNS_KNOWN = 4_096
"""Signs whose form is remembered: more than people write with, and texts are long."""
_ASCII = frozenset(chr(code) for code in range(33, 127))


def plain(text: str) -> str:
    """Return `text` on one line, its spaces, digits, dashes and apostrophes made ordinary, without control marks."""
    shown = "".join(map(_shown, text.translate(_SAME)))
    return " ".join(shown.split())


def folded(text: str) -> str:
    """Return `plain(text)` in lower case and without accents."""
    return "".join(map(_bare, plain(text)))


def folded_signs(text: str) -> tuple[str, tuple[int, ...]]:
    """Return `folded(text)` and, for each of its signs, the place in `text` it comes from."""
    signs: list[str] = []
    places: list[int] = []
    for place, typed in enumerate(text.translate(_SAME)):
        shown = typed if typed in _ASCII else _shown(typed)
        for sign in shown.lower() if shown in _ASCII else _bare(shown):
            if sign != " " or (signs and signs[-1] != " "):
                signs.append(sign)
                places.append(place)
    if signs and signs[-1] == " ":
        del signs[-1], places[-1]
    return "".join(signs), tuple(places)


@lru_cache(_SIGNS_KNOWN)
def _bare(sign: str) -> str:
    apart = unicodedata.normalize("NFD", sign.casefold().replace("œ", "oe"))
    return "".join(part for part in apart if not unicodedata.combining(part))


@lru_cache(_SIGNS_KNOWN)
def _shown(sign: str) -> str:
    if sign.isspace():
        return " "
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(sign) in _INVISIBLE else sign
