"""What was understood of a text, in words: a territory to confirm or to choose, an objective field by field."""

from collections.abc import Callable, Mapping

from bot.conversations import places
from bot.conversations.reader import Reader
from bot.wording import Line
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt
from domain.dialogue.values import Value
from domain.script.aims import KPIS, SENTENCE, UNIT
from domain.script.territories import TERRITORY, found_by_id
from domain.script.units import UNITS
from domain.territory.place import Place
from domain.territory.profile import TerritoryType

TERRITORY_TYPE = "frame.territory_type"


def words(reader: Reader, prompt: Prompt) -> str:
    """Word a proposal: what was understood, or what may have been meant."""
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    options = prompt.payload.get("options")
    if isinstance(options, list | tuple):
        return reader.book.text(reader.language, "frame:territory_choice", choices=_choices(reader, options))
    return _CARDS[prompt.path.id](reader, prompt)


def option(reader: Reader, prompt: Prompt, code: str) -> str:
    """The button of one of the values a text may mean, or of a field that was understood."""
    place = found_by_id(code) if "options" in prompt.payload else None
    return places.label(reader.book, reader.language, place) if place else reader.name(Path(code))


def _choices(reader: Reader, codes: list[object] | tuple[object, ...]) -> str:
    found = [place for code in codes if (place := found_by_id(str(code)))]
    return places.choices_text(reader.book, reader.language, found)


def _territory(reader: Reader, prompt: Prompt) -> str:
    place = found_by_id(str(prompt.payload["value"]))
    assert isinstance(place, Place)  # noqa: S101 - it was found when it was proposed
    kind = _fills(prompt).get(TERRITORY_TYPE)
    card = places.card(reader.book, reader.language, place, TerritoryType(str(kind)) if kind else None)
    return reader.book.text(reader.language, "frame:territory_card", card=card)


def _objective(reader: Reader, prompt: Prompt) -> str:
    fills = _fills(prompt)
    lines = tuple(Line(reader.name(Path(item)), said(reader, prompt, item, value)) for item, value in fills.items())
    return reader.book.text(
        reader.language, "objectives:understood", sentence=str(prompt.payload["value"]), lines=lines, count=len(lines)
    )


def said(reader: Reader, prompt: Prompt, item: str, value: Value) -> str:
    """A field that was understood, in words: figures with the unit that goes with them."""
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    answer = Answer(value, AnswerStatus.OK, 0, 0, prompt.asked_at)
    unit = _unit(_fills(prompt)) if item.startswith(f"{KPIS}/") else ""
    return reader.said(Path(item, prompt.path.rows), answer, unit=unit)


def _unit(fills: Mapping[str, Value]) -> str:
    return str(fills.get(f"{KPIS}/unit_name") or UNITS.get(str(fills.get(UNIT)), ""))


def _fills(prompt: Prompt) -> Mapping[str, Value]:
    fills = prompt.payload.get("fills")
    return fills if isinstance(fills, Mapping) else {}


_CARDS: Mapping[str, Callable[[Reader, Prompt], str]] = {TERRITORY.id: _territory, SENTENCE: _objective}
"""By question: what its card says."""
