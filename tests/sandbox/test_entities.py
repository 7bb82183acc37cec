"""Markup is read, and refused, as Telegram's own library does."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import texts
from bot.sandbox.entities import Entity, automatic, trimmed, units
from bot.sandbox.errors import RefusedError

VECTORS = json.loads(Path(__file__).with_name("entity_vectors.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{each['parse_mode']} {each['text']!r}" for each in VECTORS])
def test_a_vector_of_tdlib_gives_the_text_the_entities_or_the_refusal_it_states(vector: dict[str, Any]) -> None:
    if "error" in vector:
        with pytest.raises(RefusedError) as refused:
            texts.parsed(vector["text"], vector["parse_mode"])
        assert refused.value.description == vector["error"]
    else:
        text, entities = texts.parsed(vector["text"], vector["parse_mode"])
        assert (text, [each.as_json() for each in entities]) == (vector["result"], vector["entities"])


def test_lengths_are_counted_in_utf_16_units() -> None:
    assert [units(text) for text in ("abc", "é", "🏟", "👩‍🌾")] == [3, 1, 2, 5]


def test_entities_move_with_the_white_space_that_is_cut() -> None:
    assert trimmed("  ab  ", (Entity("bold", 1, 4),)) == ("ab", (Entity("bold", 0, 2),))


def test_an_entity_of_nothing_but_cut_space_goes() -> None:
    assert trimmed("ab  ", (Entity("bold", 2, 2),)) == ("ab", ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/plan 2027", [("bot_command", 0, 5)]),
        ("🏟 /plan@jalon_bot", [("bot_command", 3, 15)]),
        ("1/2 et/ou", []),
        ("voir https://a.fr/x?y=1.", [("url", 5, 18)]),
        ("écrire à lea@mairie.fr", [("email", 9, 13)]),
        ("@lea #plan_2027", [("mention", 0, 4), ("hashtag", 5, 10)]),
    ],
)
def test_telegram_finds_by_itself(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(each.type, each.offset, each.length) for each in automatic(text)] == found


def test_nothing_is_found_inside_code() -> None:
    given = (Entity("code", 0, 5),)
    assert automatic("/plan", given) == given


@pytest.mark.parametrize("mode", ["Markdown", "latex"])
def test_a_parse_mode_that_the_sandbox_does_not_read_is_refused(mode: str) -> None:
    with pytest.raises(RefusedError, match="unsupported parse_mode"):
        texts.parsed("a", mode)
