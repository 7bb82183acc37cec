"""What a button carries: the card it is on, and which of its buttons it is. Never what it does: that is stored."""

from typing import NamedTuple

VERSION = "1"


class Callback(NamedTuple):
    """`prompt` is the id of a card; `op` the place of the button on it, after a sign for one that ticks an option."""

    prompt: str
    op: str


def encode(prompt: str, op: str | int) -> str:
    """Return what a button carries, at most 64 bytes as Telegram wants."""
    return f"{VERSION}.{prompt}.{op}"


def decode(data: str) -> Callback | None:
    """Return what a button carried; None for anything that `encode` does not write, an older version included."""
    parts = data.split(".")
    return Callback(parts[1], parts[2]) if len(parts) == 3 and parts[0] == VERSION else None
