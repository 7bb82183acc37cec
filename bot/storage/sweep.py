"""Writing something else for a number or a name, wherever it stands in a text or in JSON."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Leaf = Callable[[object], object]


def renumbering(old: int, new: int) -> Leaf:
    """Return a change of leaves that writes `new` for `old`, also inside texts, where no digit touches it."""
    within = re.compile(rf"(?<![\d-]){old}(?!\d)")

    def renumber(leaf: object) -> object:
        if isinstance(leaf, str):
            return within.sub(str(new), leaf)
        return new if leaf == old and not isinstance(leaf, bool | float) else leaf

    return renumber


def unnaming(names: Iterable[str]) -> Leaf:
    """Return a change of leaves that leaves an ellipsis where a text holds one of these names as a word."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 1)
    within = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
    return lambda leaf: within.sub("…", leaf) if within and isinstance(leaf, str) else leaf


def changed(value: object, change: Leaf) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Return a JSON value with every leaf and every key changed."""
    match value:
        case dict():
            return {changed(key, change): changed(item, change) for key, item in value.items()}
        case list() | tuple():
            return [changed(item, change) for item in value]
    return change(value)
