"""How a name is brought down to what people agree on: letters without accents, words, sounds."""

import re
import unicodedata

LONGEST = 300
"""Characters beyond which a text is not the name of a territory."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "&": " et ", "’": "'", "ʼ": "'", "`": "'", "´": "'"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SHORT = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        (r"\bs\s?/\s?s\b|\bss\b", " sous "),
        (r"\bn(?:\.\s?-?\s?|\s?-\s?|\s)d\b(?!')", " notre dame "),
        (r"(?<=[a-z])/(?=[a-z])|\bs/", " sur "),
        (r"(?<=[a-z]{2})(?=\d)|(?<=\d)(?=(?!eme|ieme|nde?\b|er\b)[a-z]{3})", " "),
        (r"[^a-z0-9]+", " "),
    )
)
_SAINTS = {
    "st": "saint",
    "sts": "saints",
    "ste": "sainte",
    "stes": "saintes",
    "mt": "mont",
    "gd": "grand",
    "sr": "sur",
    "nd": "notre dame",
    "pce": "provence",
    "gde": "grande",
    "vx": "vieux",
    "hte": "haute",
    "hts": "hauts",
    "ds": "dans",
}
_SAINT = re.compile(r"\b(?:sts?|stes?)\b")


def letters(text: str) -> str:
    """Return `text` in lower case, without accents nor ligatures; lines stay lines."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return apart if apart.isascii() else _ACCENTS.sub("", apart)


def words(text: str) -> tuple[str, ...]:
    """Return the words somebody typed, abbreviations written out."""
    flat = letters(text)
    for pattern, full in _SHORT:
        flat = pattern.sub(full, flat)
    return tuple(" ".join(_SAINTS.get(word, word) for word in flat.split()).split())


def lines_of_words(names: str) -> str:
    """Return official names, one a line, as words parted by one space: all at once, which is faster."""
    return _SAINT.sub(lambda found: _SAINTS[found[0]], re.sub(r"[^a-z0-9\n]+", " ", letters(names)))


_SOUND_MARKS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ʼ": " ",
        **dict(zip("éèêëàâäîïôöûùüçñ’'-./,()", "ééééaaaiioouuusn        ", strict=True)),
    }
)
_NASAL = "(?![aeiouyénm])"
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (rf"(?:[aeé]i|[iyué])[nm]{_NASAL}", "1"),
        (rf"[ae]?[ae][nm]{_NASAL}", "2"),
        (rf"o[nm]{_NASAL}", "3"),
        (r"[ea]u", "o"),
        (r"s?ch|sh", "$"),
        (r"c(?=[eiyé])", "s"),
        (r"g(?=[eiyé])", "j"),
        (r"qu?|c|k", "k"),
        (r"(?<=[aeouw])ill", "i"),
        (r"[ae][iy]|(?:et|ez|ers?)\b", "é"),
        (r"o[iy]", "a"),
        (r"(?<=[^\s][^\s])[estdxzp]+\b", ""),
    )
)
_PLAIN_SOUNDS = (
    ("eau", "o"),
    ("ph", "f"),
    ("gu", "g"),
    ("gn", "n"),
    ("ou", "w"),
    ("oe", "e"),
    ("eu", "e"),
    ("h", ""),
    ("y", "i"),
    ("z", "s"),
    ("x", "s"),
    ("v", "w"),
    ("é", "e"),
    (" ", ""),
)
_DOUBLED = tuple((letter * 2, letter) for letter in "bcdefgijklmnoprstw")


def sounds(names: str) -> str:
    """Return how names sound, one a line: what is written differently and read alike comes out the same."""
    heard = _SAINT.sub(lambda found: _SAINTS[found[0]], names.casefold().translate(_SOUND_MARKS))
    for spelt, sound in _PLAIN_SOUNDS[:2]:
        heard = heard.replace(spelt, sound)
    for pattern, sound in _SOUNDS:
        heard = pattern.sub(sound, heard)
    for spelt, sound in (*_PLAIN_SOUNDS[2:], *_DOUBLED):
        heard = heard.replace(spelt, sound)
    return heard
