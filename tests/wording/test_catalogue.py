"""Every entry of the catalogue has its words, long to be recorded and short for its button."""

import re
from collections.abc import Mapping

import pytest

from bot.wording.wordbook import LANGUAGES, Wordbook
from domain.catalogue import ACTIONS, KPIS, NEEDS

ENTRIES: Mapping[str, tuple[str, ...]] = {"need": tuple(NEEDS), "kpi": tuple(KPIS), "action": tuple(ACTIONS)}
LONGEST = {"need": 150, "kpi": 120, "action": 120}
LONGEST_BUTTON = 27
INFINITIVE = re.compile(r"[A-ZÉ][a-zâéè]+(?:er|ir|re)\b")
KINDS = pytest.mark.parametrize("kind", ENTRIES)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def _long(book: Wordbook, language: str, kind: str) -> dict[str, str]:
    return {each: book.label(language, f"catalogue:{kind}_{each}") for each in ENTRIES[kind]}


def _short(book: Wordbook, language: str, kind: str) -> dict[str, str]:
    return {each: book.label(language, f"catalogue:{kind}_{each}_short") for each in ENTRIES[kind]}


@IN_EACH_LANGUAGE
def test_the_words_are_those_of_the_entries_and_no_others(book: Wordbook, language: str) -> None:
    blocks = {name for name in book.names(language) if name.startswith("catalogue:")}
    assert blocks == {
        f"catalogue:{kind}_{each}{part}" for kind, ids in ENTRIES.items() for each in ids for part in ("", "_short")
    }
    assert {name for name in blocks if book.reads(language, name)} == set()


@KINDS
@IN_EACH_LANGUAGE
def test_what_is_recorded_holds_in_its_question(book: Wordbook, language: str, kind: str) -> None:
    texts = _long(book, language, kind)
    assert {text for text in texts.values() if not 10 <= len(text) <= LONGEST[kind]} == set()
    assert {text for text in texts.values() if not text[0].isupper()} == set()


@KINDS
@IN_EACH_LANGUAGE
def test_a_button_of_the_catalogue_is_never_cut(book: Wordbook, language: str, kind: str) -> None:
    assert {text for text in _short(book, language, kind).values() if not 3 <= len(text) <= LONGEST_BUTTON} == set()


@KINDS
@IN_EACH_LANGUAGE
def test_two_entries_of_a_list_never_look_alike(book: Wordbook, language: str, kind: str) -> None:
    for texts in (_long(book, language, kind), _short(book, language, kind)):
        assert len({text.casefold() for text in texts.values()}) == len(ENTRIES[kind])


@IN_EACH_LANGUAGE
def test_a_need_is_a_sentence_and_a_kpi_or_an_action_is_a_title(book: Wordbook, language: str) -> None:
    assert all(text.endswith(".") for text in _long(book, language, "need").values())
    titles = [*_long(book, language, "kpi").values(), *_long(book, language, "action").values()]
    assert [text for text in titles if text.endswith((".", ";", ":"))] == []
    assert [text for kind in ENTRIES for text in _short(book, language, kind).values() if text.endswith(".")] == []


def test_a_french_action_begins_with_what_to_do(book: Wordbook) -> None:
    assert [text for text in _long(book, "fr", "action").values() if not INFINITIVE.match(text)] == []


def test_english_is_not_french_left_as_it_was(book: Wordbook) -> None:
    for kind in ENTRIES:
        french, english = _long(book, "fr", kind), _long(book, "en", kind)
        assert {each for each in ENTRIES[kind] if french[each] == english[each]} == set()
