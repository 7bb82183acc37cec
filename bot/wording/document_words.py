"""The words of the documents, one file per language."""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from bot.paths import data_folder

LANGUAGES = ("fr", "en")


class Words:
    """The words of one language: `words("actions.count", n=3)` takes the plural and fills the blanks."""

    def __init__(self, language: str, entries: dict[str, str]) -> None:
        self.language = language
        self._entries = entries

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._entries)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __call__(self, key: str, /, **values: object) -> str:
        return self._entries[self._form(key, values.get("n"))].format_map(values)

    def _form(self, key: str, n: object) -> str:
        if key in self._entries:
            return key
        if n == 0 and f"{key}.zero" in self._entries:
            return f"{key}.zero"
        return f"{key}.one" if self._is_singular(n) else f"{key}.many"

    def _is_singular(self, n: object) -> bool:
        return isinstance(n, int) and (n in {0, 1} if self.language == "fr" else n == 1)


@cache
def words(language: str) -> Words:
    """Return the words of `language`, French for a language that has none."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    file = data_folder("templates") / "documents" / "words" / f"{known}.toml"
    return Words(known, dict(_flat(tomllib.loads(file.read_text("utf-8")))))


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
