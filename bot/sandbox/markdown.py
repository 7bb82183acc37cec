"""Telegram's MarkdownV2, read as its server reads it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.entities import Entity, Parsed, link, ordered
from bot.sandbox.html import fail

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_PAIRS = {"__": "Underline", "||": "Spoiler"}
_SINGLES = {"*": "Bold", "_": "Italic", "~": "Strikethrough", "[": "TextUrl", "`": "Code"}
_ENDS = {
    "Bold": "*",
    "Italic": "_",
    "Underline": "__",
    "Strikethrough": "~",
    "Spoiler": "||",
    "Code": "`",
    "Pre": "```",
    "PreCode": "```",
    "TextUrl": "]",
    "CustomEmoji": "]",
}


@dataclass(slots=True)
class _Open:
    kind: str
    argument: str
    offset: int
    start: int
    byte: int


class _Reader:
    """Walks over the characters of a text, counting bytes for refusals and UTF-16 units for entities."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.found: list[Entity] = []
        self.quoting = False
        self.line_start = True

    def byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def next_is(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    @property
    def inner(self) -> str:
        return self.open[-1].kind if self.open else ""

    def say(self, sign: str) -> None:
        self.text.append(sign)
        self.offset += 1 + (ord(sign) > 0xFFFF)

    def read(self) -> Parsed:
        while self.at < len(self.source):
            fresh, self.line_start = self.line_start, False
            self.step(at_line_start=fresh)
        if self.inner == "BlockQuote":
            self.end_quote("blockquote")
        if self.open:
            self.unfinished(self.open[-1])
        return "".join(self.text), ordered(self.found)

    def unfinished(self, opened: _Open) -> None:
        fail(f"Can't find end of {opened.kind} entity at byte offset {opened.byte}")

    def step(self, *, at_line_start: bool) -> None:
        sign = self.source[self.at]
        escaped = self.source[self.at + 1 : self.at + 2]
        if sign == "\\" and escaped and 0 < ord(escaped) <= 126:
            self.say(escaped)
            self.at += 2
        elif sign not in _RESERVED or (self.inner in {"Code", "Pre", "PreCode"} and sign != "`"):
            self.say(sign)
            self.at += 1
        elif sign == "\n":
            self.new_line()
        elif self.ends():
            self.finish()
        else:
            self.begin(sign, at_line_start=at_line_start)

    def new_line(self) -> None:
        self.say("\n")
        self.at += 1
        self.line_start = True
        if not self.quoting:
            return
        if self.next_is(">"):
            self.at += 1
            self.line_start = False
            return
        if self.inner != "BlockQuote":
            self.unfinished(self.open[-1])
        self.end_quote("blockquote")

    def end_quote(self, kind: str) -> None:
        opened = self.open.pop()
        self.quoting = False
        if self.offset > opened.offset:
            self.found.append(Entity(kind, opened.offset, self.offset - opened.offset))

    def ends(self) -> bool:
        mark = _ENDS.get(self.inner, "\0")
        return self.next_is(mark) and not (mark == "_" and self.next_is("__"))

    def begin(self, sign: str, *, at_line_start: bool) -> None:
        pair = _PAIRS.get(self.source[self.at : self.at + 2])
        if self.next_is("||") and self.inner == "BlockQuote" and self.source[self.at + 2 : self.at + 3] in {"", "\n"}:
            self.end_expandable()
        elif pair:
            self.push(pair, 2)
        elif at_line_start and self.next_is("**>"):
            self.at += 2
            self.line_start = True
        elif self.next_is("```"):
            self.begin_block()
        elif sign in _SINGLES:
            self.push(_SINGLES[sign], 1)
        elif self.next_is("!["):
            self.push("CustomEmoji", 2)
        elif sign == ">" and at_line_start and not self.quoting:
            self.quoting = True
            self.push("BlockQuote", 1)
        else:
            fail(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")

    def end_expandable(self) -> None:
        self.at += 2
        if self.next_is("\n"):
            self.say("\n")
            self.at += 1
            self.line_start = True
        self.end_quote("expandable_blockquote")

    def push(self, kind: str, width: int, argument: str = "") -> None:
        self.open.append(_Open(kind, argument, self.offset, len(self.text), self.byte(self.at)))
        self.at += width

    def begin_block(self) -> None:
        start = end = self.at + 3
        while end < len(self.source) and self.source[end] not in " \t\r\n\0\v`":
            end += 1
        named = start < end < len(self.source) and self.source[end] != "`"
        self.push("PreCode" if named else "Pre", (end if named else start) - self.at, self.source[start:end] * named)
        if self.next_is("\n") or self.next_is("\r"):
            self.at += 2 if self.source[self.at : self.at + 2] in {"\r\n", "\n\r"} else 1

    def finish(self) -> None:
        opened = self.open.pop()
        self.at += len(_ENDS[opened.kind])
        length = self.offset - opened.offset
        made: Entity | None
        match opened.kind:
            case "TextUrl":
                made = link(opened.offset, length, self.address() or "".join(self.text[opened.start :]))
            case "CustomEmoji":
                made = Entity("custom_emoji", opened.offset, length, custom_emoji_id=self.emoji())
            case "PreCode":
                made = Entity("pre", opened.offset, length, language=opened.argument)
            case kind:
                made = Entity(kind.lower(), opened.offset, length)
        if made and length:
            self.found.append(made)

    def emoji(self) -> str:
        if not self.next_is("("):
            fail("Custom emoji entity must contain a tg://emoji URL")
        parts = urlsplit(self.address())
        if parts.scheme != "tg":
            fail("Custom emoji URL must have scheme tg")
        if parts.netloc != "emoji":
            fail('Custom emoji URL must have host "emoji"')
        return parse_qs(parts.query).get("id", [""])[0]

    def address(self) -> str:
        if not self.next_is("("):
            return ""
        self.at += 1
        begin = self.at
        kept: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != ")":
            escaped = self.source[self.at + 1 : self.at + 2]
            if self.source[self.at] == "\\" and escaped and 0 < ord(escaped) <= 126:
                self.at += 1
            kept.append(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            fail(f"Can't find end of a URL at byte offset {self.byte(begin)}")
        self.at += 1
        return "".join(kept)


def parse_markdown(text: str) -> Parsed:
    """Return the text without its marks, and its entities; raise as Telegram refuses bad marks."""
    return _Reader(text).read()
