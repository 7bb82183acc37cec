"""The statements of digital maturity in the chat: many in a row, so that each says how far one is."""

from bot.conversations.rendering.dossier_text import Reader
from domain.dialogue.path import Path
from domain.dialogue.survey import Place

PREFIX = "maturity."


def standing(reader: Reader, path: Path) -> str:
    """Return which one of the statements this is; empty for any other question, and where not all are asked."""
    if not path.id.startswith(PREFIX) or not reader.seen.is_full:
        return ""
    paths = [place.path for place in _statements(reader)]
    if path not in paths:  # one that no longer applies is shown without its place
        return ""
    place = {"number": paths.index(path) + 1, "count": len(paths)}
    return reader.book.text(reader.language, "maturity:standing", **place)


def opening(reader: Reader, path: Path) -> str:
    """Return what comes before the first of the statements, while none is answered; empty otherwise."""
    places = _statements(reader) if path.id.startswith(PREFIX) and reader.seen.is_full else []
    if not places or path != places[0].path or any(place.answer for place in places):
        return ""
    return reader.book.text(reader.language, "maturity:opening", count=len(places))


def _statements(reader: Reader) -> list[Place]:
    return [place for place in reader.seen.places if place.path.id.startswith(PREFIX)]
