"""Markup is read, and refused, as Telegram's own library does."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import texts
from bot.sandbox.entities import Entity, automatic, stated, trimmed, units
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


@pytest.mark.parametrize(
    ("mode", "text", "found"),
    [
        ("HTML", '<a href="tg://user?id=7">Léa</a>', ("Léa", [("text_mention", 0, 3)])),
        ("HTML", '<a href="not a link">Léa</a>', ("Léa", [])),
        ("HTML", '<a href="https://[">Léa</a>', ("Léa", [])),
        ("HTML", '<tg-emoji emoji-id="5">👍</tg-emoji>', ("👍", [("custom_emoji", 0, 2)])),
        ("HTML", '<code class="language-py">a</code>', ("a", [("code", 0, 1)])),
        ("HTML", "&#233;&#x1F44D;", ("é👍", [])),
        ("MarkdownV2", "[Léa](tg://user?id=7)", ("Léa", [("text_mention", 0, 3)])),
        ("MarkdownV2", "![👍](tg://emoji?id=5)", ("👍", [("custom_emoji", 0, 2)])),
        ("MarkdownV2", "[a\\.fr](b\\.fr)", ("a.fr", [("text_link", 0, 4)])),
        ("MarkdownV2", ">a\n**>b", ("a\nb", [("blockquote", 0, 2), ("blockquote", 2, 1)])),
        ("MarkdownV2", "```\nab```", ("ab", [("pre", 0, 2)])),
    ],
)
def test_other_marks_are_read(mode: str, text: str, found: tuple[str, list[tuple[str, int, int]]]) -> None:
    said, entities = texts.parsed(text, mode)
    assert (said, [(each.type, each.offset, each.length) for each in entities]) == found


@pytest.mark.parametrize(
    ("mode", "text", "reason"),
    [
        ("HTML", '<span class="red">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("MarkdownV2", "![a](tg://user?id=5)", 'Custom emoji URL must have host "emoji"'),
    ],
)
def test_other_bad_marks_are_refused(mode: str, text: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        texts.parsed(text, mode)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize("listed", [[{"type": "colour"}], [{"type": "bold", "offset": 0}], ["bold"]])
def test_stated_entities_that_are_none_are_refused(listed: list[Any]) -> None:
    with pytest.raises(RefusedError, match="can't parse entities"):
        stated(listed)
