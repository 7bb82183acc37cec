"""What was understood of a text, in words: a territory to confirm or to choose, an objective field by field."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.conversations.rendering import territory_card
from bot.conversations.rendering.dossier_text import DossierText
from bot.wording.card_lines import Line
from domain.dialogue.dossier import AnswerStatus, value_at
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt, fills_of
from domain.dialogue.values import Value
from domain.objective.read import Aim, Reading
from domain.parsing.units import said as said_unit
from domain.plan import Direction
from domain.script.aims import (
    DEADLINE,
    DIRECTION,
    FIGURES,
    KPIS,
    LABEL,
    SENTENCE,
    TARGET,
    UNIT,
    UNIT_NAME,
    read,
)
from domain.script.hints import unit_at
from domain.script.territories import TERRITORY, day_there, found_by_id
from domain.script.units import printed
from domain.territory.place import Place
from domain.territory.profile import TerritoryType

TERRITORY_TYPE = "frame.territory_type"


def words(reader: DossierText, prompt: Prompt) -> str:
    """Word a proposal: what was understood, or what may have been meant."""
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    options = prompt.payload.get("options")
    if isinstance(options, list | tuple):
        found = [place for code in options if (place := found_by_id(str(code)))]
        return reader.text(
            "frame:territory_choice",
            choices=territory_card.choices_text(
                reader.book, reader.language, found, str(prompt.payload.get("text", ""))
            ),
        )
    return _CARDS[prompt.path.id](reader, prompt)


def option(reader: DossierText, prompt: Prompt, code: str) -> str:
    """The button of one of the values a text may mean, or of a field that was understood."""
    place = found_by_id(code) if "options" in prompt.payload else None
    return territory_card.label(reader.book, reader.language, place) if place else _name(reader, prompt, code)


def _territory(reader: DossierText, prompt: Prompt) -> str:
    place = found_by_id(str(prompt.payload["value"]))
    assert isinstance(place, Place)  # noqa: S101 - it was found when it was proposed
    kind = _fills(prompt).get(TERRITORY_TYPE)
    card = territory_card.card(reader.book, reader.language, place, TerritoryType(str(kind)) if kind else None)
    return reader.text("frame:territory_card", card=card)


def _objective(reader: DossierText, prompt: Prompt) -> str:
    fills, sentence = _fills(prompt), _read(reader, prompt)
    lines = [Line(_name(reader, prompt, item), _changed(reader, prompt, item, value)) for item, value in fills.items()]
    lacks = [reader.text(f"objectives:lack_{name}") for name in _lacking(reader, prompt)]
    refused = [
        reader.text(
            f"objectives:refused_{each.why}",
            value=each.value.isoformat() if isinstance(each.value, date) else each.value,
        )
        for each in sentence.refused
    ]
    day = fills.get(DEADLINE)
    # What there is to say of a deadline beside the years of the plan
    told = outside_plan(reader, date.fromisoformat(day)) if isinstance(day, str) else ""
    return reader.text(
        "objectives:understood",
        lines=tuple(lines),
        change=_change(reader, sentence),
        refused=(*refused, *((told,) if told else ())),
        has_more=sentence.more,
        lacks=lacks,
        is_dated_loosely=_is_undated(reader, prompt) and sentence.deadline is not None,
        count=len(fills),
        unit_of_figures=_unit_is_unticked(prompt),
    )


def _unit_card(reader: DossierText, prompt: Prompt) -> str:
    """A unit that is none of the usual ones."""
    name = _fills(prompt).get(UNIT_NAME)
    return reader.text("objectives:unit_understood", unit=name)


def _read(reader: DossierText, prompt: Prompt) -> Reading:
    """The sentence on the card, as read the day it was typed."""
    return read(str(prompt.payload["value"]), day_there(prompt.asked_at, reader.seen.visible))


def _unit_is_unticked(prompt: Prompt) -> bool:
    """Whether the figures of the card were left with the unit that they are in."""
    selected = prompt.payload.get("selected")
    fills = _fills(prompt)
    return (
        isinstance(selected, list | tuple) and UNIT in fills and UNIT not in selected and not FIGURES.isdisjoint(fills)
    )


def _name(reader: DossierText, prompt: Prompt, item: str) -> str:
    """What a field is called; the lowest of two levels to stay between is no target."""
    if item == TARGET and _fills(prompt).get(DIRECTION) == Direction.KEEP:
        return reader.label("objectives:floor_name")
    return reader.name(Path(item))


def _changed(reader: DossierText, prompt: Prompt, item: str, value: Value) -> str:
    """A field in words, after what it takes the place of."""
    new = said(reader, prompt, item, value)
    rows = _rows(prompt)
    path = Path(item, (*rows, *_kpis(reader, prompt)[:1])[: item.count("/")])
    former = reader.dossier.answers.get(path)
    if former is None or former.status is not AnswerStatus.OK or former.value == value:
        return new
    return reader.label("objectives:changed", before=reader.said(path), after=new)


def _lacking(reader: DossierText, prompt: Prompt) -> Iterator[str]:
    """What will be asked and makes an objective measurable and timed."""
    sentence, has_kpi = _read(reader, prompt), bool(_kpis(reader, prompt))
    if LABEL not in _fills(prompt) and not has_kpi:
        yield "indicator"
    if sentence.amount is None and sentence.target is None and not has_kpi and not sentence.is_unread:
        yield "quantity"
    if _is_undated(reader, prompt) and sentence.deadline is None:
        yield "deadline"


def _is_undated(reader: DossierText, prompt: Prompt) -> bool:
    return DEADLINE not in _fills(prompt) and Path(DEADLINE, _rows(prompt)) not in reader.dossier.answers


def _change(reader: DossierText, sentence: Reading) -> str:
    """By how much, when no level is said: « baisse de 30 % », « divisé par 2 »."""
    aim, change = sentence.direction, sentence.amount
    if aim is None or change is None or sentence.target or aim.value not in {Aim.RISE, Aim.FALL}:
        return ""
    unit = sentence.unit.value if sentence.unit else ""
    if unit == "x":
        factor = "times" if aim.value is Aim.RISE else "by"
        return reader.text(f"objectives:change_{factor}", factor=change.value)
    if isinstance(change.value, tuple):
        low, high = change.value
        amount = reader.text("objectives:change_range", low=low, high=high, unit=said_unit(unit, high))
    else:
        amount = reader.text("objectives:change_amount", change=change.value, unit=said_unit(unit, change.value))
    return reader.text(f"objectives:change_{aim.value}", amount=amount)


def said(reader: DossierText, prompt: Prompt, item: str, value: Value) -> str:
    """A field that was understood, in words: figures with the unit that goes with them."""
    unit, fills = "", _fills(prompt)
    if item.startswith(f"{KPIS}/"):  # the unit that the text says, else the one recorded
        recorded = unit_at((*_rows(prompt), *_kpis(reader, prompt)[:1]), reader.seen.visible)
        unit = printed(fills[UNIT], fills.get(UNIT_NAME)) or "" if UNIT in fills else recorded
    return reader.said_value(Path(item, _rows(prompt)), value, unit=unit)


def _kpis(reader: DossierText, prompt: Prompt) -> tuple[str, ...]:
    return reader.dossier.rows_of(Path(KPIS, _rows(prompt)))


def _rows(prompt: Prompt) -> tuple[str, ...]:
    assert prompt.path is not None  # noqa: S101 - a proposal is about a question
    return prompt.path.rows


def _fills(prompt: Prompt) -> Mapping[str, Value]:
    return fills_of(prompt.payload)


_CARDS: Mapping[str, Callable[[DossierText, Prompt], str]] = {
    TERRITORY.id: _territory,
    SENTENCE: _objective,
    UNIT: _unit_card,
}
"""By question: what its card says."""


_START, _END = Path("frame.start_year"), Path("frame.end_year")


def outside_plan(reader: DossierText, day: date) -> str:
    """Say that a day is before the plan or after it; empty when it is within, or when the years are not known."""
    start, end = _year(reader, _START), _year(reader, _END)
    if start is not None and day.year < start:
        return reader.text("objectives:deadline_before_plan", year=start)
    if end is not None and day.year > end:
        return reader.text("objectives:deadline_after_plan", year=end)
    return ""


def _year(reader: DossierText, path: Path) -> int | None:
    year = value_at(reader.seen.visible, path)
    return year if isinstance(year, int) else None
