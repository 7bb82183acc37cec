"""Entities of a text: bold, links, commands… placed in UTF-16 units, as Telegram counts."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonList, JsonObject


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text; `offset` and `length` are UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_json(self) -> JsonObject:
        found: JsonObject = {"type": self.type, "offset": self.offset, "length": self.length}
        found |= {name: value for name in ("url", "language", "custom_emoji_id") if (value := getattr(self, name))}
        if self.user_id:
            found["user"] = {"id": self.user_id, "is_bot": False, "first_name": ""}
        return found


Parsed = tuple[str, tuple[Entity, ...]]

STYLES = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "date_time",
    ]
)
_SEALED = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
"""Inside of these, Telegram finds nothing by itself."""
_ORDER = ("expandable_blockquote", "blockquote")
_AUTOMATIC = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’»])"
    r"|(?<![\w.+-])(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?!\w)"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{3,32})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d_]\w*)"
)


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def ordered(entities: list[Entity]) -> tuple[Entity, ...]:
    """Return the entities as Telegram sends them: from the left, the outer before the inner."""
    return tuple(sorted(entities, key=lambda each: (each.offset, -each.length, each.type not in _ORDER, each.type)))


def checked_link(url: str) -> str | None:
    """Return the address as Telegram normalises it, or None where it makes no link of it."""
    if re.match(r"(?i)(tg|ton|tonsite)://.", url):
        return url
    if not re.match(r"(?i)[a-z][a-z0-9+.-]*:", url) or re.match(r"[^/:]+:\d+(/|$)", url):
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.hostname or ""
    known = parts.scheme.lower() in {"http", "https"} and ("." in host or host == "localhost")
    if not known or any(sign.isspace() for sign in url):
        return None
    if parts.path:
        return url
    start = len(parts.scheme) + 3 + len(parts.netloc)
    return f"{url[:start]}/{url[start:]}"


def link(offset: int, length: int, url: str) -> Entity | None:
    if user := re.fullmatch(r"(?i)tg://user\?id=(\d+)", url):
        return Entity("text_mention", offset, length, user_id=int(user[1]))
    target = checked_link(url)
    return Entity("text_link", offset, length, url=target) if target else None


def automatic(text: str, given: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """Return `given` and what Telegram finds by itself: addresses, commands, mentions, hashtags."""
    found = []
    sealed = [each for each in given if each.type in _SEALED]
    for match in _AUTOMATIC.finditer(text):
        entity = Entity(match.lastgroup or "", units(text[: match.start()]), units(match[0]))
        if not any(entity.offset < other.end and other.offset < entity.end for other in sealed):
            found.append(entity)
    return ordered([*given, *found]) if found else given


def stated(listed: JsonList) -> tuple[Entity, ...]:
    """Read the `entities` parameter of a request."""
    if not all(isinstance(each, dict) and each.get("type") in STYLES for each in listed):
        raise bad_request("can't parse entities: Unsupported type specified")
    try:
        return ordered(
            [
                Entity(
                    raw["type"],
                    int(raw["offset"]),
                    int(raw["length"]),
                    url=raw.get("url"),
                    language=raw.get("language"),
                    user_id=(raw.get("user") or {}).get("id"),
                    custom_emoji_id=raw.get("custom_emoji_id"),
                )
                for raw in listed
            ]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise bad_request("can't parse entities: MessageEntity must have offset and length") from error


def trimmed(text: str, entities: tuple[Entity, ...]) -> Parsed:
    """Cut the white space around `text`, as Telegram does, and move its entities along."""
    stripped = text.strip(" \t\r\n\v")
    if stripped == text:
        return text, entities
    lead = units(text[: len(text) - len(text.lstrip(" \t\r\n\v"))])
    size = units(stripped)
    cut = []
    for each in entities:
        start, end = max(each.offset - lead, 0), min(each.end - lead, size)
        if end > start:
            cut.append(replace(each, offset=start, length=end - start))
    return stripped, tuple(cut)
