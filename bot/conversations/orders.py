"""Commands as people type them: accents, case, spaces, final signs and polite words forgiven."""

import re
import unicodedata

from bot.chat.incoming import CommandSent, TextMessage
from bot.conversations.commands import ALIASES, COMMANDS
from domain.parsing.folding import folded
from domain.parsing.visible import visible

_SLASHES = "/／⁄∕⧸"
_WRITTEN = re.compile(rf"[{_SLASHES}]+(\s*)(\S.*)", re.DOTALL)
_WORD = re.compile(r"[^\s@]+")
_BOT = re.compile(r"@(\w+)")
_POLITE = re.compile(r"(svp|stp|s'?il (vous|te) plait|merci|please|thanks?|thank you)?[\s.!?…]*")
_MOST_WORDS = 3
"""Words of the longest name of a command, written apart."""
_KNOWN = {*COMMANDS, *ALIASES}


def read_order(words: TextMessage) -> CommandSent | None:
    """Return the command that a text is, known or not; None for a text.

    A slash and a letter always begin a command; a slash, a space and words only when they name one.
    """
    found = _WRITTEN.fullmatch(visible(words.text))
    if found is None or not unicodedata.category(found[2][0]).startswith("L"):
        return None
    for count in range(_MOST_WORDS, 0, -1):
        name, addressee, rest = _parted(found[2], count)
        is_bare = _POLITE.fullmatch(folded(rest)) is not None
        order = CommandSent(name, "" if is_bare else rest.strip(), words.message, addressee)
        if name in _KNOWN and (is_bare or not found[1]):
            return order
    return None if found[1] else order


def _parted(line: str, count: int) -> tuple[str, str, str]:
    """Return the name that the first `count` words make, the bot it is meant for ("" when untold), and what follows."""
    words = list(_WORD.finditer(line))[:count]
    end = words[-1].end()
    named = _BOT.match(line, end)
    typed = unicodedata.normalize("NFKC", "".join(word[0] for word in words))
    name = "".join(sign for sign in folded(typed) if sign.isalnum())
    return name, named[1] if named else "", line[named.end() if named else end :]
