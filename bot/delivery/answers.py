"""Telegram's answers as JSON, read as far as they can be: one value that is no JSON does not spoil the others."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.storage.arrivals import UNREAD

LONGEST_NUMBER = 40
"""Digits; Python refuses those of thousands, and no id has more than nineteen."""

_RESULT = re.compile(r'"result"\s*:\s*\[')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})\b')


def read(payload: bytes) -> dict[str, Any]:
    """Return an answer as an object. Raises ValueError when it is none."""
    text = payload.decode("utf-8", "replace")
    try:
        answer = _loaded(text)
    except (ValueError, RecursionError):
        answer = _salvaged(text)
    if not isinstance(answer, dict):
        raise ValueError("not an object")  # noqa: TRY004 - to who reads it, as to any text that is no answer
    return answer


def _loaded(text: str) -> Any:  # noqa: ANN401 - JSON of another program
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_NUMBER else float(digits))


def _salvaged(text: str) -> dict[str, Any]:
    """Read the updates of an answer one by one; of those that are no JSON, their ids are told."""
    begin = _RESULT.search(text)
    if begin is None:
        raise ValueError("not JSON")
    updates = []
    for piece in _pieces(text, begin.end()):
        try:
            updates.append(_loaded(piece))
        except (ValueError, RecursionError):
            found = _ID.search(piece)
            updates.append({UNREAD: True} | ({"update_id": int(found[1])} if found else {}))
    return {"ok": True, "result": updates}


def _pieces(text: str, begin: int) -> Iterator[str]:
    """Cut out the objects of a list, by their brackets alone; the last may be cut short."""
    depth, start = 0, begin
    for token in _TOKEN.finditer(text, begin):
        if token[0] in "[{":
            start = start if depth else token.start()
            depth += 1
        elif token[0] in "]}":
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                yield text[start : token.end()]
    if depth > 0:
        yield text[start:]
