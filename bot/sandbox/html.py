"""Telegram's HTML, read as its server reads it: the same tags, the same refusals at the same byte."""

import re
from dataclasses import dataclass, replace
from typing import NoReturn

from bot.sandbox.entities import Entity, Parsed, link, ordered, units
from bot.sandbox.errors import bad_request

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_STYLES) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_PLAIN = re.compile(rb"[^&<]+")
_REFERENCE = re.compile(rb"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = b" \t\r\n\0\v"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def fail(reason: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {reason}")


class _Reader:
    """Walks over the bytes of a text; a NUL stands for the end, as in the original."""

    def __init__(self, text: str) -> None:
        self.source = text.encode("utf-8", "surrogatepass") + b"\0"
        self.size = len(self.source) - 1
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.found: list[Entity] = []

    def read(self) -> Parsed:
        while self.at < self.size:
            if plain := _PLAIN.match(self.source, self.at, self.size):
                self.say(plain[0].decode("utf-8", "surrogatepass"))
                self.at = plain.end()
            elif self.source[self.at] == ord("<"):
                self.tag()
            else:
                self.say(self.reference())
        if self.open:
            fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), ordered(self.found)

    def say(self, text: str) -> None:
        self.text.append(text)
        self.offset += units(text)

    def reference(self) -> str:
        found = _REFERENCE.match(self.source, self.at)
        code = int(found[1], 16) if found and found[1] else int(found[2]) if found and found[2] else 0
        if found is None or (not found[3] and not 0 < code < 0x10FFFF):
            self.at += 1
            return "&"
        if 0xD800 <= code <= 0xDFFF:
            fail(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        self.at = found.end()
        return _NAMED[found[3]] if found[3] else chr(code)

    def tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source[self.at] == ord("/"):
            self.close(begin)
        else:
            self.start(begin)

    def word(self, stop: bytes) -> str:
        begin = self.at
        while self.source[self.at] not in _SPACE + stop:
            self.at += 1
        return self.source[begin : self.at].decode("utf-8", "replace").lower()

    def skip_space(self) -> None:
        while self.at < self.size and self.source[self.at] in _SPACE:
            self.at += 1

    @property
    def ended(self) -> bool:
        return self.at >= self.size

    def start(self, begin: int) -> None:
        name = self.word(b">")
        if self.ended:
            fail(f"Unclosed start tag at byte offset {begin}")
        if name not in _TAGS:
            fail(f'Unsupported start tag "{name}" at byte offset {begin}')
        argument = self.attributes(name, begin)
        if name == "span" and argument != "spoiler":
            fail(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.at += 1
        self.open.append(_Open(name, argument, self.offset, len(self.text)))

    def attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self.skip_space()
            if self.source[self.at] == ord(">"):
                return argument
            name = self.word(b"=>")
            if not name:
                fail(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            argument = _argument(tag, name, self.value(tag, begin)) or argument

    def value(self, tag: str, begin: int) -> str:
        self.skip_space()
        if self.ended:
            fail(f'Unclosed start tag "{tag}" at byte offset {begin}')
        if self.source[self.at] != ord("="):
            return ""
        self.at += 1
        self.skip_space()
        if self.ended:
            fail(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self.quoted() if self.source[self.at] in b"'\"" else self.token()
        if self.ended:
            fail(f"Unclosed start tag at byte offset {begin}")
        return value

    def token(self) -> str:
        begin = self.at
        while chr(self.source[self.at]) in "-." or (self.source[self.at] < 128 and chr(self.source[self.at]).isalnum()):
            self.at += 1
        if self.source[self.at] not in _SPACE + b">":
            fail(f"Unexpected end of name token at byte offset {begin}")
        return self.source[begin : self.at].decode().lower()

    def quoted(self) -> str:
        mark = self.source[self.at]
        self.at += 1
        kept: list[bytes] = []
        while not self.ended and self.source[self.at] != mark:
            if self.source[self.at] == ord("&"):
                kept.append(self.reference().encode())
            else:
                kept.append(self.source[self.at : self.at + 1])
                self.at += 1
        if not self.ended:
            self.at += 1
        return b"".join(kept).decode("utf-8", "replace")

    def close(self, begin: int) -> None:
        if not self.open:
            fail(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        name = self.word(b">")
        self.skip_space()
        if self.source[self.at] != ord(">"):
            fail(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            fail(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"')
        if self.offset > opened.offset:
            self.add(opened)

    def add(self, opened: _Open) -> None:
        place, length = opened.offset, self.offset - opened.offset
        match opened.tag:
            case "a":
                made = link(place, length, opened.argument or "".join(self.text[opened.start :]))
                self.found.extend([made] if made else [])
            case "pre" | "code":
                self.block(opened, length)
            case "blockquote":
                self.found.append(Entity("expandable_" * bool(opened.argument) + "blockquote", place, length))
            case "tg-emoji":
                self.found.append(Entity("custom_emoji", place, length, custom_emoji_id=opened.argument))
            case "tg-time":
                pass  # shown as its text
            case style:
                self.found.append(Entity(_STYLES[style], place, length))

    def block(self, opened: _Open, length: int) -> None:
        """Add a `pre` or a `code`; one just around the other makes a single `pre` with its language."""
        last = self.found[-1] if self.found else None
        joined = last and (last.offset, last.length) == (opened.offset, length) and {last.type, opened.tag}
        if last and joined == {"pre", "code"} and (language := opened.argument or last.language):
            self.found[-1] = Entity("pre", opened.offset, length, language=language)
        else:
            self.found.append(Entity(opened.tag, opened.offset, length, language=opened.argument or None))


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "expandable"
    return ""


def parse_html(text: str) -> Parsed:
    """Return the text without its marks, and its entities; raise as Telegram refuses bad marks."""
    if "<" not in text and "&" not in text:
        return text, ()
    found, entities = _Reader(text).read()
    lone = any(each.type == "code" and each.language for each in entities)
    if not lone:
        return found, entities
    return found, tuple(replace(each, language=None) if each.type == "code" else each for each in entities)
