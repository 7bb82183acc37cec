"""The territory of a plan: recognised in what people type, confirmed, and known from then on by its id."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.dialogue.dossier import Answer, value_at
from domain.dialogue.path import Path
from domain.dialogue.questions import NOTHING_KNOWN, Guard
from domain.dialogue.values import Rejected, Understanding, Understood, Unsure
from domain.dialogue.view import View
from domain.followup.holiday import MAINLAND_ZONE
from domain.plan import TerritoryKind
from domain.territory.gazetteer import place
from domain.territory.place import Place, PlaceKind
from domain.territory.profile import proposed_type, territory_kind, zone

TERRITORY = Path("frame.territory")
IDENTITY = ("frame.territory", "frame.territory_kind", "frame.population")
"""The questions that tell what kind of territory a plan is of, and how large."""
SMALL_COMMUNE = 3_500
"""Inhabitants under which a commune has no departments of its own to ask about (the threshold of several duties)."""
_COMMUNE = "COM:"


def recognised(text: str, _today: date, _view: View = NOTHING_KNOWN) -> Understanding:
    """Understand the name, code or id of a territory."""
    from domain.territory.search import recognise  # noqa: PLC0415 - a bot starts without the search

    known = found_by_id(text)
    if known:
        return _understood(known)
    found = recognise(text)
    ids = tuple(candidate.place.id for candidate in found.candidates)
    if found.accepted:
        return _understood(found.accepted, *(other for other in ids if other != found.accepted.id))
    return Unsure(ids) if ids else Rejected("not_a_territory")


@lru_cache(256)
def found_by_id(place_id: str) -> Place | None:
    return place(place_id)


def place_of(visible: Mapping[Path, Answer]) -> Place | None:
    """Return the territory of a plan, None when it was typed in by hand or not said yet."""
    known = value_at(visible, TERRITORY)
    return found_by_id(known) if isinstance(known, str) else None


def kind_at(visible: Mapping[Path, Answer]) -> TerritoryKind | None:
    """Return the kind of a plan's territory, recognised or typed in by hand."""
    if known := place_of(visible):
        return territory_kind(known)
    kind = value_at(visible, Path("frame.territory_kind"))
    return TerritoryKind(kind) if isinstance(kind, str) else None


def kind_in(view: View) -> TerritoryKind | None:
    """Return the kind of the territory, to a question that needs IDENTITY."""
    if known := _place_in(view):
        return territory_kind(known)
    kind = view["frame.territory_kind"]
    return TerritoryKind(kind) if isinstance(kind, str) else None


def is_small(view: View) -> bool:
    """Whether the territory is a commune of fewer than SMALL_COMMUNE inhabitants, to a question that needs IDENTITY."""
    kind, population = identity_in(view)
    return kind is TerritoryKind.COMMUNE and population is not None and population < SMALL_COMMUNE


def identity_in(view: View) -> tuple[TerritoryKind | None, int | None]:
    """Return the kind and the population of the territory, to a question that needs or hears IDENTITY."""
    known = _place_in(view)
    typed = view.number("frame.population")
    return kind_in(view), known.population if known else None if typed is None else int(typed)


def _place_in(view: View) -> Place | None:
    known = view["frame.territory"]
    return found_by_id(known) if isinstance(known, str) else None


def day_there(at: datetime, visible: Mapping[Path, Answer]) -> date:
    """Return the day that it was in the territory of a plan."""
    place = place_of(visible)
    return at.astimezone(ZoneInfo(zone(place) if place else MAINLAND_ZONE)).date()


def is_commune(item: str) -> Guard:
    """Apply when the territory answered at `item` is a commune of the lists."""
    return lambda view: str(view[item]).startswith(_COMMUNE)


def _understood(known: Place, *others: str) -> Understood:
    kind = proposed_type(known) if known.kind is PlaceKind.COMMUNE else None
    return Understood(known.id, {"frame.territory_type": kind.value} if kind else {}, others)
