"""The sentence of an objective after one of its figures changed: the same words, with the new figure."""

import re
from collections.abc import Mapping
from datetime import date

from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.objective.phrases import day, number
from domain.objective.read import Aim, Bound, Found, Reading
from domain.script.aims import BASELINE, CEILING, DEADLINE, KPIS, SENTENCE, TARGET, read
from domain.script.rewording import Rows, Visible, contradicted, reworded
from domain.script.territories import day_there

_FIELDS = {DEADLINE: "deadline", BASELINE: "baseline", TARGET: "target", CEILING: "target"}
_NUMBER = re.compile(r"\d+(?:[ \u202f\u00a0]\d{3})*(?:[.,]\d+)?")


def retold(changed: Path, former: Value, visible: Visible, rows: Rows) -> Mapping[Path, str]:
    """Return the sentence that said what was `former` at `changed`, by its path, as it has to be said now.

    Empty when it did not say it, or cannot be told anew: the coach then says that they differ.
    """
    path = Path(SENTENCE, changed.rows[:1])
    answer, now = visible.get(path), visible.get(changed)
    if changed.id not in _FIELDS or answer is None or now is None or not isinstance(answer.value, str):
        return {}
    if changed.id != DEADLINE and changed.rows[1:] != rows.get(Path(KPIS, changed.rows[:1]), ())[:1]:
        return {}
    words = _respelled(answer, changed.id, former, now, visible)
    if words is None and path in contradicted(visible, rows):
        words = reworded(visible, rows).get(path)
    return {} if words is None else {path: words}


def _respelled(sentence: Answer, item: str, former: Value, now: Answer, visible: Visible) -> str | None:
    """Return the sentence with one figure changed; None when the rest would be read otherwise."""
    text, today = str(sentence.value), day_there(sentence.at, visible)
    said = read(text, today)
    found: Found[float] | Found[date] | None = getattr(said, _FIELDS[item])
    if found is None or now.status is not AnswerStatus.OK:
        return None
    is_kept = said.direction is not None and said.direction.value is Aim.KEEP
    if (item == CEILING) is not (is_kept and said.bound is Bound.CEILING):
        return None
    value = date.fromisoformat(str(now.value)) if item == DEADLINE else now.value
    if found.value != (date.fromisoformat(str(former)) if item == DEADLINE else former):
        return None
    if not isinstance(value, date):
        new = _with_number(text[found.start : found.end], found.value, value)
    elif said.is_english:
        new = f"by {value.day} {value:%B %Y}"
    else:
        new = f"{'jusqu’au' if is_kept else 'd’ici le'} {day(value)}"
    words = f"{text[: found.start]}{new}{text[found.end :]}"
    again = read(words, today)
    return words if _told(again) == {**_told(said), _FIELDS[item]: value} else None


def _with_number(part: str, former: object, value: Value) -> str:
    """The part of a sentence with another number in the place of the former one; the part itself when it has none."""
    for match in _NUMBER.finditer(part):
        if float(re.sub(r"[ \u202f\u00a0]", "", match[0]).replace(",", ".")) == former:
            return f"{part[: match.start()]}{number(float(str(value)))}{part[match.end() :]}"
    return part


def _told(said: Reading) -> dict[str, object]:
    """What a sentence says, but for the change that follows from its levels."""
    told = {name: getattr(said, name) for name in ("direction", "unit", "baseline", "target", "deadline", "what")}
    return {name: found.value if found else None for name, found in told.items()}
