"""What a person typed, without the signs that nobody sees; those that draw an emoji or a script stay."""

import unicodedata
from itertools import pairwise

_BLANK = frozenset("\u2800\u3164\uffa0\U0001d159\ufffc")
"""Signs that count as letters or symbols, and draw nothing: each is a space."""
_SPACED = str.maketrans(dict.fromkeys("\r\u2028\u2029\x85", "\n") | dict.fromkeys([*_BLANK, *"\t\v\f"], " "))
"""Ends of lines as lines, blanks and control signs that move the pen as spaces."""
_SILENT = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\U00016fe4")
"""The same among letters and marks."""
_JOINERS = frozenset("\u200c\u200d")
_JOINED = frozenset({"So", "Sk", "Sm", "Mn", "Mc", "Me", "Lo", "Cn"})
"""Kinds of signs that a joiner may stand between: emoji, and the scripts that join their letters."""
_FLAG, _CANCEL = "\U0001f3f4", "\U000e007f"
_TAGS = range(0xE0020, 0xE0080)
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_FIRST_MARK = "\u0300"


def visible(text: str) -> str:
    """Return `text` trimmed and without invisible signs; empty when it shows nothing.

    Lines stay, other control signs are spaces. Emoji keep their joiners, selectors and tags.
    """
    if text.isprintable() and all(sign < _FIRST_MARK for sign in text):
        return text.strip()
    seen: list[str] = []
    for sign, following in pairwise([*text.replace("\r\n", "\n").translate(_SPACED), ""]):
        if _is_seen(sign, seen[-1] if seen else " ", following):
            seen.append(sign)
    shown = "".join(seen).strip()
    return shown if any(not _is_mark(sign) for sign in shown) else ""


def _is_seen(sign: str, before: str, following: str) -> bool:
    if sign in _JOINERS:
        return _joins(before) and _joins(following)
    if ord(sign) in _TAGS:
        return before == _FLAG or (ord(before) in _TAGS and before != _CANCEL)
    if _is_mark(sign):
        return not before.isspace() and not (_is_selector(sign) and _is_selector(before))
    kind = unicodedata.category(sign)
    return sign == "\n" or not (kind in _UNSEEN or sign in _SILENT or _is_reserved(ord(sign), kind))


def _joins(sign: str) -> bool:
    if not sign or sign in _SILENT:
        return False
    kind = unicodedata.category(sign)
    return kind in _JOINED and not _is_reserved(ord(sign), kind)


def _is_mark(sign: str) -> bool:
    """Whether a sign is drawn upon the one before it."""
    return sign not in _SILENT and unicodedata.category(sign).startswith("M")


def _is_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def _is_reserved(code: int, kind: str) -> bool:
    """Whether a sign means nothing and never will; emoji newer than this Python are not known to it, and stay."""
    return kind == "Cn" and (
        code in range(0x2060, 0x2070) or code in range(0xFFF0, 0x10000) or code >= 0xE0000 or 0xFDD0 <= code <= 0xFDEF
    )
