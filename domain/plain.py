"""What a person types, freed of invisible marks and exotic digits, for the readers of numbers and dates."""

import unicodedata

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


def plain(text: str) -> str:
    """Return `text` on one line, its spaces, digits, dashes and apostrophes made ordinary, without control marks."""
    shown = "".join(_shown(sign) for sign in text.translate(_SAME))
    return " ".join(shown.split())


def folded(text: str) -> str:
    """Return `plain(text)` in lower case and without accents."""
    apart = unicodedata.normalize("NFD", plain(text).casefold().replace("œ", "oe"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _shown(sign: str) -> str:
    if sign.isspace():
        return " "
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(sign) in _INVISIBLE else sign
