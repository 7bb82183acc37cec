"""A territory said in two goes: a name that several bear, then where the one meant lies."""

import re
from datetime import date

from domain.dialogue.values import Understanding, Understood, Unsure
from domain.script.territories import found_by_id, recognised
from domain.territory.place import Place, PlaceKind

_CODE = re.compile(r"\s*\d{5}\s*")
_NUMBER = re.compile(r"\d{2,3}|2[AB]")
_VAST = frozenset({PlaceKind.DEPARTMENT, PlaceKind.REGION})


def narrowed(former: str, text: str, today: date) -> Understanding | None:
    """Understand `text` as the whereabouts of what `former` named; None when it stands for itself."""
    where = _best(recognised(text, today))
    if where and where.kind not in _VAST and not _CODE.fullmatch(text):
        return None
    together = recognised(f"{former} {text}", today)
    found = _best(together)
    if found is None or found.kind in _VAST:
        return None
    if where is None:
        is_there = found.department in _departments(text)
    elif where.kind is PlaceKind.REGION:
        is_there = found.region == where.region
    else:
        is_there = found.department is not None and found.department == where.department
    return together if is_there else None


def _best(reading: Understanding) -> Place | None:
    match reading:
        case Understood(value):
            return found_by_id(str(value))
        case Unsure(options) if options:
            return found_by_id(options[0])
        case _:
            return None


def _departments(text: str) -> frozenset[str]:
    """The numbers of départements that words speak of, beside what names nothing."""
    from domain.territory.reading import read  # noqa: PLC0415 - a bot starts without the libraries of the search

    said = frozenset[str]().union(*(each.departments for each in read(text).readings))
    alone = text.strip().upper()
    return said | {alone} if _NUMBER.fullmatch(alone) else said
