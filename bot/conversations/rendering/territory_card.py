"""Territories in words: the card to confirm one, the list to choose from, national references."""

import re
from collections.abc import Sequence

from babel.dates import get_timezone_location

from bot.conversations.rendering import duties
from bot.conversations.rendering.territory_label import label
from bot.wording.wordbook import Wordbook
from domain.catalogue import KPIS
from domain.followup.holiday import MAINLAND_ZONE, METROPOLE
from domain.method.national_figures import ReferenceValue, figure_of, reference_for
from domain.parsing.folding import folded
from domain.territory.place import Place, PlaceKind
from domain.territory.profile import (
    TerritoryType,
    holiday_region,
    is_overseas,
    proposed_type,
    zone,
)

__all__ = ["card", "choices_text", "kind_name", "label", "place_name", "reference_line", "where"]

_BODY = re.compile(r"\b(syndicats?|petr|poles?|sivom|sivu|smictom|sictom|sdis|ccas|cias|cdg|centre de gestion)\b")
"""Names of public bodies that are no territory of the lists."""
_WITH_BOROUGHS = frozenset({"COM:75056", "COM:69123", "COM:13055"})
_NATURE = {
    **dict.fromkeys(("DEP:2A", "DEP:2B", "DEP:67", "DEP:68", "DEP:972", "DEP:973"), "state"),
    **dict.fromkeys(("REG:02", "REG:03"), "single"),
    "REG:06": "mayotte",
    "REG:94": "corse",
}
"""Départements and regions whose council is another's: words that tell two levels of the same land apart."""
_ALSACE_MOSELLE = frozenset({"57", "67", "68", "6AE"})


def card(book: Wordbook, language: str, place: Place, kind_of_type: TerritoryType | None) -> str:
    """Return the card on which somebody confirms their territory; `kind_of_type` is the type shown, None to show none.

    It asks nothing by itself. Hours and holidays are only said where they differ from those of Paris.
    """
    is_typed = place.kind is PlaceKind.COMMUNE and kind_of_type is not None
    kind = book.label(language, f"territory:type_{kind_of_type}") if is_typed else kind_name(book, language, place)
    # The type, unless the kind already says it
    is_said = place.kind is PlaceKind.COMMUNE or kind_of_type is proposed_type(place)
    return book.text(
        language,
        "territory:card",
        name=place_name(place),
        kind=f"{kind[:1].upper()}{kind[1:]}",
        where=where(place) or _region(place),
        population=place.population,
        year=place.population_year,
        type=("" if kind_of_type is None or is_said else book.label(language, f"territory:type_{kind_of_type}")),
        hours=_hours(book, language, place),
        calendar=_calendar(book, language, place),
        has_boroughs=place.id in _WITH_BOROUGHS,
        law=duties.brief(book, language, duties.of_place(place)),
    )


def choices_text(book: Wordbook, language: str, places: Sequence[Place], typed: str = "") -> str:
    """Return the candidates as numbered lines: « 1. Saint-Denis, commune, La Réunion (974), 155 634 habitants ».

    `typed` is what they were found in: a body that no list has is told so.
    """
    lines = [
        {
            "name": place_name(place),
            "kind": kind_name(book, language, place),
            "where": where(place) or _region(place),
            "population": place.population,
        }
        for place in places
    ]
    is_about_a_body = bool(_BODY.search(folded(typed)))
    return book.text(language, "territory:choices", places=lines, is_about_a_body=is_about_a_body)


def reference_line(book: Wordbook, language: str, figure: str) -> str:
    """Return the national reference of a diagnosis figure, with year, scope and source; empty when there is none."""
    return "\n".join(
        book.text(language, f"territory:reference_{figure}", **_reads(book, language, figure, value))
        for value in reference_for(figure)
    )


def kpi_reference(book: Wordbook, language: str, entry: str) -> str:
    """Return the national reference of a KPI of the catalogue; empty when there is none."""
    reference = KPIS[entry].reference if entry in KPIS else None
    return reference_line(book, language, figure_of(reference)) if reference else ""


def kind_name(book: Wordbook, language: str, place: Place) -> str:
    """Return what it is, in words: « communauté d’agglomération »."""
    if place.kind is PlaceKind.COLLECTIVITY and not is_overseas(place):
        return book.label(language, "territory:kind_collectivite_mainland")
    nature = place.nature.lower() if place.nature else _NATURE.get(place.id)
    return book.label(language, f"territory:kind_{place.kind}_{nature}" if nature else f"territory:kind_{place.kind}")


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


def _hours(book: Wordbook, language: str, place: Place) -> str:
    there = zone(place)
    if there == MAINLAND_ZONE:
        return ""
    city = get_timezone_location(there, locale=language, return_city=True)
    return book.label(language, "territory:of", name=city)


def _calendar(book: Wordbook, language: str, place: Place) -> str:
    region = holiday_region(place)
    if region == METROPOLE:
        return ""
    if region in _ALSACE_MOSELLE:
        return book.label(language, "territory:of", name=book.label(language, "territory:alsace_moselle"))
    name = place.department_name or place.region_name or place.name
    return book.label(language, "territory:of", name=name)


def _reads(book: Wordbook, language: str, figure: str, value: ReferenceValue) -> dict[str, object]:
    """What the wording of a reference says of it."""
    known: dict[str, object] = {"share": value.value, "unit": value.unit, "year": value.year, "on": value.year}
    return {name: known[name] for name in book.reads(language, f"territory:reference_{figure}")}
