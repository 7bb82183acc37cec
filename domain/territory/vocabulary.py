"""The words around names of territories: kinds, politeness, nicknames, lands, inhabitants."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from domain.territory.place import PlaceKind

Phrase = tuple[str, ...]

_TOLD: Mapping[str, Any] = tomllib.loads((files("domain.territory") / "data" / "vocabulary.toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_TOLD[name].split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


def _kind(name: str) -> tuple[PlaceKind, str | None]:
    kind, _, nature = name.partition(":")
    return PlaceKind(kind), nature or None


LINKS = _words("links")
LEADING = _words("leading")
ARTICLES = frozenset({"le", "la", "les", "l"})
ANYWHERE = _words("anywhere")
EPCI_WORDS = _words("epci_words")
MONTHS = _words("months")
ELSEWHERE = _words("elsewhere")
NAMES_AS_TALK = frozenset(_phrases(_TOLD["names_as_talk"]))
BODIES = _words("bodies")
ORDINARY = _words("ordinary")
SMALL_TALK = _words("small_talk") | BODIES
SEPARATORS = SMALL_TALK - LEADING - _words("in_names") | {"chez"}
GREETINGS: frozenset[Phrase] = frozenset(tuple(phrase.split()) for phrase in _phrases(_TOLD["greetings"]))
PHRASES: Mapping[Phrase, tuple[PlaceKind, str | None]] = {
    tuple(phrase.split()): _kind(name) for name, text in _TOLD["kinds"].items() for phrase in _phrases(text)
}
LONG_PHRASES = {"".join(phrase): kind for phrase, kind in PHRASES.items() if len("".join(phrase)) > 7}
"""Those long enough to be known with a letter wrong, or a space."""
BOROUGHS = _words("boroughs")
BOROUGH_WORDS = _words("borough_words")
ORDINALS = _words("ordinals")
FOR_DEPARTMENT = _words("for_department")
BESIDE_NUMBER = _words("beside_number") | FOR_DEPARTMENT
BEFORE_NAME = _words("before_name")
SAINTLY = _words("saintly")
INTRODUCING = _words("introducing")
KINDS_IN_NAMES = _words("kinds_in_names")
DIGITS: Mapping[str, str] = _TOLD["digits"]
NICKNAMES: Mapping[str, tuple[str, ...]] = {place_id: _phrases(text) for place_id, text in _TOLD["nicknames"].items()}
LANDS: dict[str, str] = _TOLD["lands"]
INHABITANTS: Mapping[str, str] = _TOLD["inhabitants"]
FEMININE: Mapping[str, str] = _TOLD["feminine"]
TOWNSPEOPLE: Mapping[str, str] = _TOLD["townspeople"]
