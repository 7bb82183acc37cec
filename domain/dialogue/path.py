"""Where an answer stands: a question's permanent id, and the rows it is asked in."""

from typing import NamedTuple, Self


class Path(NamedTuple):
    """A question or repeat, inside its rows: `objectives/k3f/deadline` is `objectives/deadline` of row `k3f`.

    An id holds one `/` per repeat it stands in; a path names the row of each, so rows are never positions.
    A named tuple, because every walk of the script makes and hashes hundreds of them.
    """

    id: str
    rows: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str()` wrote."""
        parts = text.split("/")
        return cls("/".join(parts[::2]), tuple(parts[1::2]))

    def __str__(self) -> str:
        names = self.id.split("/")
        woven = [part for pair in zip(names, self.rows, strict=False) for part in pair]
        return "/".join([*woven, *names[len(self.rows) :]])

    def row(self, row: str) -> "Path":
        """Return the path of one row of this repeat, to be continued by `/`."""
        return Path(self.id, (*self.rows, row))

    def __truediv__(self, name: str) -> "Path":
        return Path(f"{self.id}/{name}", self.rows)

    def is_within(self, repeat: "Path", row: str) -> bool:
        """Whether this path stands inside `row` of `repeat`."""
        depth = len(repeat.rows)
        return self.id.startswith(f"{repeat.id}/") and self.rows[: depth + 1] == (*repeat.rows, row)
