"""Makes every value an inert Typst literal, so that no text a person types is ever run."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import isfinite

_SPECIAL = re.compile(r"[^A-Za-z0-9 \u00a0-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

Cleaner = Callable[[str], str]


class Code(str):
    """Typst code, already safe: what `typ` returns and `markup` lets through."""

    __slots__ = ()


def literal(text: str) -> str:
    """Return `text` as a Typst string literal in which every special ASCII sign is a code point."""
    whole = _SURROGATE.sub("\ufffd", text)
    return '"' + _SPECIAL.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", whole) + '"'


def markup(value: object, cleaner: Cleaner = str) -> str:
    """Return `value` for a markup position; the final `;` closes the expression, whatever the template writes next."""
    return value if isinstance(value, Code) else f"#{literal(cleaner(str(value)))};"


def typ(value: object, cleaner: Cleaner = str) -> Code:
    """Return `value` for a code position: texts, numbers, sequences, mappings and dataclasses of these."""
    match value:
        case None:
            return Code("none")
        case bool():
            return Code("true" if value else "false")
        case str():
            return Code(literal(cleaner(value)))
        case int():
            return Code(f"({value})")
        case float() if isfinite(value):
            return Code(f"({value:.6f})")
        case Mapping():
            return _dictionary(value, cleaner)
        case Sequence():
            return Code("(" + "".join(f"{typ(item, cleaner)}, " for item in value) + ")")
    if is_dataclass(value):
        return _dictionary({field.name: getattr(value, field.name) for field in fields(value)}, cleaner)
    raise TypeError(f"no Typst literal for {type(value).__name__}: pass a text, a number, a sequence or a mapping")


def _dictionary(pairs: Mapping[str, object], cleaner: Cleaner) -> Code:
    if not pairs:
        return Code("(:)")
    return Code("(" + "".join(f"{literal(key)}: {typ(item, cleaner)}, " for key, item in pairs.items()) + ")")
