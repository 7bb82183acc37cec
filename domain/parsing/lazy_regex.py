"""Patterns compiled when first used: a program that reads nothing does not pay for the grammar."""

import re


class _Late:
    """Stands for a pattern; after its first use, its methods are those of the pattern itself."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        pattern = re.compile(self._text, self._flags)
        for method in ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn"):
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when one of its methods is first asked for."""
    return _Late(text, flags)  # type: ignore[return-value]  # it has all that is asked of a pattern
