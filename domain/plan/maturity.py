"""Digital maturity in ten themes: what is asked of whom, the score of each theme, and which are weak.

The ten themes are those of the maturity barometer of EY, France urbaine, Intercommunalités de France and
Les Interconnectés (2023, 2025). The statements and their four levels are Jalon's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

LOWEST, HIGHEST = 1, 4
"""From nothing to organised, measured and shared; each level says facts that can be checked."""

WEAK_BELOW = 2.5
"""The middle of the scale: below it, a theme is nearer to nothing than to organised, measured and shared."""


class Theme(StrEnum):
    """In the barometer's order."""

    GOVERNANCE = "governance"
    SERVICES = "services"
    ADMINISTRATION = "administration"
    DATA = "data"
    NETWORKS = "networks"
    ECOSYSTEM = "ecosystem"
    CYBERSECURITY = "cybersecurity"
    INCLUSION = "inclusion"
    RESPONSIBLE = "responsible"
    COOPERATION = "cooperation"


class Audience(StrEnum):
    """Who is asked: everyone, communes under 3 500 inhabitants, or every other territory."""

    ALL = "all"
    SMALL = "small"
    LARGER = "larger"


@dataclass(frozen=True, slots=True)
class Statement:
    """`number` counts from 1 within the theme; ids are stored, so a number is never given again."""

    theme: Theme
    number: int
    audience: Audience

    @property
    def id(self) -> str:
        """Return "maturity.governance_1"."""
        return f"maturity.{self.theme}_{self.number}"


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """`score` is the mean of the known levels, 1 to 4; None when none of the `asked` statements is known."""

    theme: Theme
    score: float | None
    known: int
    asked: int


_MOST = (Audience.ALL, Audience.SMALL, Audience.LARGER)
_AUDIENCES: Mapping[Theme, tuple[Audience, ...]] = {
    Theme.INCLUSION: (Audience.ALL, Audience.ALL, Audience.LARGER),
}
"""Whom each statement of a theme is for, in order; `_MOST` where nothing is said."""

STATEMENTS: tuple[Statement, ...] = tuple(
    Statement(theme, number, audience)
    for theme in Theme
    for number, audience in enumerate(_AUDIENCES.get(theme, _MOST), 1)
)


def statements_for(is_small: bool) -> tuple[Statement, ...]:  # noqa: FBT001 - the only thing that decides
    """Return what a territory is asked, theme by theme; `is_small` is a commune under 3 500 inhabitants."""
    mine = (Audience.ALL, Audience.SMALL if is_small else Audience.LARGER)
    return tuple(statement for statement in STATEMENTS if statement.audience in mine)


def scores(levels: Mapping[str, int | None], *, is_small: bool) -> tuple[ThemeScore, ...]:
    """Return one score for each theme, in order, from levels by statement id.

    An id that is absent was not asked yet; None is "je ne sais pas", which weighs neither up nor down.
    Levels of statements meant for other territories are left out.
    """
    asked = tuple(statement for statement in statements_for(is_small) if statement.id in levels)
    found = []
    for theme in Theme:
        own = [levels[statement.id] for statement in asked if statement.theme is theme]
        known = [level for level in own if level is not None]
        found.append(ThemeScore(theme, sum(known) / len(known) if known else None, len(known), len(own)))
    return tuple(found)


def weak(scores: Iterable[ThemeScore]) -> tuple[Theme, ...]:
    """Return the themes scored under WEAK_BELOW, the weakest first, then in the order given."""
    found = [(each.score, each.theme) for each in scores if each.score is not None and each.score < WEAK_BELOW]
    return tuple(theme for _, theme in sorted(found, key=lambda pair: pair[0]))
