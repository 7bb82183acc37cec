"""Texts and captions of a request: parsed, trimmed, measured, as Telegram does before it shows them."""

import re

from bot.sandbox.entities import Entity, Parsed, automatic, stated, trimmed, units
from bot.sandbox.errors import bad_request
from bot.sandbox.html import parse_html
from bot.sandbox.markdown import parse_markdown
from bot.sandbox.params import Params

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOTHING: tuple[Entity, ...] = ()


def clean(text: str) -> str:
    """Return the text without carriage returns, and with a space for each control character."""
    return _CONTROL.sub(" ", text.replace("\r", "")) if not text.isprintable() else text


def parsed(text: str, mode: str) -> Parsed:
    match mode.lower():
        case "":
            return text, _NOTHING
        case "html":
            return parse_html(text)
        case "markdownv2":
            return parse_markdown(text)
    raise bad_request("unsupported parse_mode")


def read(params: Params, name: str, listed: str) -> Parsed:
    """Return the text of the parameter `name`, its entities from markup or from the parameter `listed`."""
    raw = params.text(name)
    try:
        raw.encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    text, entities = parsed(clean(raw), params.text("parse_mode"))
    if not params.text("parse_mode") and params.values.get(listed):
        entities = stated(params.parsed(listed))
    text, entities = trimmed(text, entities)
    return text, automatic(text, entities)


def read_text(params: Params, most: int) -> Parsed:
    """Return the text of a message: neither empty nor longer than `most` UTF-16 units."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = read(params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > most:
        raise bad_request("message is too long")
    return text, entities


def read_caption(params: Params, most: int) -> Parsed:
    text, entities = read(params, "caption", "caption_entities")
    if units(text) > most:
        raise bad_request("message caption is too long")
    return text, entities
