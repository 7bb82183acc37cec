"""What an exploration found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edge:
    """`reply` led from the asking of one item to that of another, or to the end (None)."""

    asked: str
    reply: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was found: no replies lead from `stuck` states to the end, `deaf` prompts accept nothing, `silent` events
    get no answer, `astray` buttons lead to what does not exist, `dropped` fills of a catalogue are not recorded.

    `asked` are the items asked, `unreached` those that the path explored has and that never were; what only a button
    opens is none of these. `edges` are those of the straight path.
    """

    states: int
    steps: int
    edges: frozenset[Edge]
    asked: frozenset[str]
    unreached: frozenset[str]
    stuck: frozenset[str]
    deaf: frozenset[str]
    silent: frozenset[str]
    astray: frozenset[str]
    dropped: frozenset[str]

    @property
    def can_end(self) -> bool:
        """Whether nothing is wrong with what was asked."""
        return not (self.stuck or self.deaf or self.silent or self.astray or self.dropped)

    @property
    def is_sound(self) -> bool:
        return self.can_end and not self.unreached
