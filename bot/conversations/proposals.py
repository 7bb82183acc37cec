"""What was understood of a text, in words: a territory to confirm or to choose, an objective field by field."""

from collections.abc import Callable, Iterator, Mapping

from bot.conversations import places
from bot.conversations.reader import Reader
from bot.wording import Line
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt, fills_of
from domain.dialogue.values import Value
from domain.objective.nouns import plural
from domain.objective_reading import Aim, Quantity, Reading
from domain.script.aims import DEADLINE, KPIS, SENTENCE, UNIT, read
from domain.script.hints import unit_at
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
    sentence = read(str(prompt.payload["value"]), prompt.asked_at.date())
    lines = [Line(reader.name(Path(item)), said(reader, prompt, item, value)) for item, value in fills.items()]
    if change := _change(reader, sentence):
        lines.append(Line(reader.book.label(reader.language, "objectives:change_name"), change))
    lacks = [
        reader.book.text(reader.language, f"objectives:lack_{name}") for name in _lacking(reader, prompt, sentence)
    ]
    return reader.book.text(reader.language, "objectives:understood", lines=tuple(lines), lacks=lacks, count=len(fills))


def _lacking(reader: Reader, prompt: Prompt, sentence: Reading) -> Iterator[str]:
    """What will be asked and makes an objective measurable and timed."""
    if sentence.amount is None and sentence.target is None and not _kpis(reader, prompt):
        yield "quantity"
    is_dated = Path(DEADLINE, _rows(prompt)) in reader.dossier.answers
    if DEADLINE not in _fills(prompt) and not is_dated:
        yield "exact_date" if sentence.deadline else "deadline"


def _change(reader: Reader, sentence: Reading) -> str:
    """By how much, when no level is said: « baisse de 30 % », « divisé par 2 »."""
    aim, change = sentence.direction, sentence.amount
    if aim is None or change is None or sentence.target or aim.value not in {Aim.RISE, Aim.FALL}:
        return ""
    unit = sentence.unit.value if sentence.unit else ""
    if unit == "x":
        factor = "times" if aim.value is Aim.RISE else "by"
        return reader.book.text(reader.language, f"objectives:change_{factor}", factor=change.value)
    amount = _amount(reader, change.value, unit)
    return reader.book.text(reader.language, f"objectives:change_{aim.value}", amount=amount)


def _amount(reader: Reader, change: Quantity, unit: str) -> str:
    if isinstance(change, tuple):
        low, high = change
        return reader.book.text(
            reader.language, "objectives:change_range", low=low, high=high, unit=_said_unit(unit, high)
        )
    return reader.book.text(reader.language, "objectives:change_amount", change=change, unit=_said_unit(unit, change))


def _said_unit(unit: str, count: float) -> str:
    """A unit as read, agreeing with its number."""
    return plural("point" if unit == "pt" else unit) if abs(count) >= 2 and unit not in {"%", "€"} else unit


def said(reader: Reader, prompt: Prompt, item: str, value: Value) -> str:
    """A field that was understood, in words: figures with the unit that goes with them."""
    answer = Answer(value, AnswerStatus.OK, 0, 0, prompt.asked_at)
    unit = _unit(reader, prompt) if item.startswith(f"{KPIS}/") else ""
    return reader.said(Path(item, _rows(prompt)), answer, unit=unit)


def _unit(reader: Reader, prompt: Prompt) -> str:
    """The unit that the text says, else the one recorded."""
    fills = _fills(prompt)
    if UNIT in fills:
        return str(fills.get(f"{KPIS}/unit_name") or UNITS.get(str(fills[UNIT]), ""))
    return unit_at((*_rows(prompt), *_kpis(reader, prompt)[:1]), reader.seen.visible)


def _kpis(reader: Reader, prompt: Prompt) -> tuple[str, ...]:
    return reader.dossier.rows_of(Path(KPIS, _rows(prompt)))


def _rows(prompt: Prompt) -> tuple[str, ...]:
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    return prompt.path.rows


def _fills(prompt: Prompt) -> Mapping[str, Value]:
    return fills_of(prompt.payload)


_CARDS: Mapping[str, Callable[[Reader, Prompt], str]] = {TERRITORY.id: _territory, SENTENCE: _objective}
"""By question: what its card says."""
