"""Territories in words: the card to confirm one, the list to choose from, duties and national references."""

import re
from collections.abc import Sequence

from babel.dates import get_timezone_location

from bot.conversations.labels import label
from bot.wording import Wordbook
from domain.duties import Duty, DutyId, duties, is_surely_above
from domain.holiday import METROPOLE
from domain.plan import TerritoryKind
from domain.reference_values import ReferenceValue, reference_for
from domain.territory.place import Place, PlaceKind
from domain.territory.profile import (
    TerritoryType,
    holiday_region,
    is_ordinary,
    is_overseas,
    proposed_type,
    territory_kind,
    zone,
)

__all__ = ["card", "choices_text", "duties_text", "kind_name", "label", "place_name", "reference_line", "where"]

_PARIS = "Europe/Paris"
_ALSACE_MOSELLE = frozenset({"57", "67", "68", "6AE"})
_DATE_OF_TEXT = re.compile(r" du \d{1,2}(?:er)? \w+ \d{4}")
"""The date in the title of a law: its number is enough on a card."""


def card(book: Wordbook, language: str, place: Place, kind_of_type: TerritoryType | None) -> str:
    """Return the card on which somebody confirms their territory; `kind_of_type` is the type shown, None to show none.

    It asks nothing by itself. Hours and holidays are only said where they differ from those of Paris.
    """
    kind = kind_name(book, language, place)
    return book.text(
        language,
        "territory:card",
        name=place_name(place),
        kind=f"{kind[:1].upper()}{kind[1:]}",
        where=", ".join(filter(None, (where(place), _region(place)))),
        population=place.population,
        year=place.population_year,
        type=_type(book, language, place, kind_of_type),
        hours=_hours(place, language),
        calendar=_calendar(book, language, place),
        law=_duties_of(
            book, language, territory_kind(place), place.population, is_ordinary=is_ordinary(place), is_brief=True
        ),
    )


def choices_text(book: Wordbook, language: str, places: Sequence[Place]) -> str:
    """Return the candidates as numbered lines: « 1. Saint-Denis, commune, La Réunion (974), 155 634 habitants »."""
    lines = [
        {
            "name": place_name(place),
            "kind": kind_name(book, language, place),
            "where": where(place) or _region(place),
            "population": place.population,
        }
        for place in places
    ]
    return book.text(language, "territory:choices", places=lines)


def duties_text(
    book: Wordbook,
    language: str,
    name: str,
    kind: TerritoryKind,
    population: int | None,
    *,
    agents: int | None = None,
    is_ordinary: bool = True,
) -> str:
    """Return the legal duties of any territory, found in the lists or typed in by hand, and what "à vérifier" means."""
    return book.text(
        language,
        "territory:duties_alone",
        name=name,
        population=population,
        law=_duties_of(book, language, kind, population, agents=agents, is_ordinary=is_ordinary),
    )


def reference_line(book: Wordbook, language: str, figure: str) -> str:
    """Return the national reference of a diagnosis figure, with year, scope and source; empty when there is none."""
    return "\n".join(
        book.text(language, f"territory:reference_{figure}", **_reads(book, language, figure, value))
        for value in reference_for(figure)
    )


def kind_name(book: Wordbook, language: str, place: Place) -> str:
    """Return what it is, in words: « communauté d’agglomération »."""
    if place.kind is PlaceKind.COLLECTIVITY and not is_overseas(place):
        return book.label(language, "territory:kind_collectivite_mainland")
    nature = f"_{place.nature.lower()}" if place.nature else ""
    return book.label(language, f"territory:kind_{place.kind}{nature}")


def place_name(place: Place) -> str:
    """Return its name; a département is known by its number too."""
    return f"{place.name} ({place.code})" if place.kind is PlaceKind.DEPARTMENT else place.name


def where(place: Place) -> str:
    """Return the département and its number, « Loire (42) »; empty for what is not inside one."""
    if place.kind in {PlaceKind.DEPARTMENT, PlaceKind.REGION, PlaceKind.COLLECTIVITY} or not place.department_name:
        return ""
    return f"{place.department_name} ({place.department})"


def _region(place: Place) -> str:
    """The region, when saying it adds something."""
    is_said = place.region_name in {place.name, place.department_name} and place.kind is not PlaceKind.DEPARTMENT
    return "" if is_said or place.region_name == place.name else place.region_name or ""


def _type(book: Wordbook, language: str, place: Place, kind_of_type: TerritoryType | None) -> str:
    """The type, unless the kind already says it."""
    is_said = place.kind is not PlaceKind.COMMUNE and kind_of_type is proposed_type(place)
    return "" if kind_of_type is None or is_said else book.label(language, f"territory:type_{kind_of_type}")


def _hours(place: Place, language: str) -> str:
    there = zone(place)
    return "" if there == _PARIS else get_timezone_location(there, locale=language, return_city=True)


def _calendar(book: Wordbook, language: str, place: Place) -> str:
    region = holiday_region(place)
    if region == METROPOLE:
        return ""
    if region in _ALSACE_MOSELLE:
        return book.label(language, "territory:calendar_alsace_moselle")
    return place.department_name or place.region_name or place.name


def _duties_of(
    book: Wordbook,
    language: str,
    kind: TerritoryKind,
    population: int | None,
    *,
    is_ordinary: bool,
    is_brief: bool = False,
    agents: int | None = None,
) -> str:
    found = duties(kind, population, agents=agents, is_ordinary=is_ordinary)
    shown = [duty for duty in found if not (is_brief and _is_within_another(duty, found, population))]
    lines = [_line(book, language, duty, population, is_brief=is_brief) for duty in shown]
    return book.text(language, "territory:duties", duties=lines)


def _is_within_another(duty: Duty, found: Sequence[Duty], population: int | None) -> bool:
    """Whether a larger duty, surely there, asks for this one too."""
    larger = next((each for each in found if each.id is DutyId.PLANNING_PROCEDURE), None)
    is_sure = larger is not None and is_surely_above(population, larger.threshold)
    return duty.id is DutyId.PLANNING_RECEIPT and is_sure


def _line(book: Wordbook, language: str, duty: Duty, population: int | None, *, is_brief: bool) -> str:
    return book.text(
        language,
        "territory:duty",
        name=book.text(language, f"territory:duty_{duty.id}"),
        reference=_DATE_OF_TEXT.sub("", duty.reference) if is_brief else duty.reference,
        since=duty.since,
        is_to_verify=duty.is_to_verify,
        threshold=None if is_surely_above(population, duty.threshold) else duty.threshold,
    )


def _reads(book: Wordbook, language: str, figure: str, value: ReferenceValue) -> dict[str, object]:
    """What the wording of a reference says of it."""
    known: dict[str, object] = {"share": value.value, "unit": value.unit, "year": value.year, "on": value.year}
    return {name: known[name] for name in book.reads(language, f"territory:reference_{figure}")}
