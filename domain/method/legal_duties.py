"""What the law asks of a territory about digital matters, by its kind and its population.

Sources, grades and what is left to verify: docs/decisions/legal-duties.md.
"""

from dataclasses import dataclass
from datetime import date

from domain.method.source_grade import Grade
from domain.plan import DutyId, TerritoryKind

__all__ = ["MARGIN", "READ_ON", "Duty", "DutyId", "duties", "is_surely_above"]

MARGIN = 0.05
"""Share of a threshold within which it takes the official count to know on which side a territory is."""

_AGENTS = 50
"""Full-time equivalents below which open data is not required, whatever the population."""

READ_ON = date(2026, 12, 1)
"""When what the law says was last looked up: all of it is told as of that day, and by name what is not settled yet."""

_COMMUNE = frozenset({TerritoryKind.COMMUNE})
_BLOC = _COMMUNE | {TerritoryKind.EPCI}
_OTHER_AUTHORITIES = frozenset(TerritoryKind) - {TerritoryKind.COMMUNE, TerritoryKind.OTHER}
_ALL = frozenset(TerritoryKind)


@dataclass(frozen=True, slots=True)
class Duty:
    """A legal duty; `reference` as French law names and dates its texts, `threshold` in inhabitants.

    `as_of` is the day on which the law stood so, for a duty that it does not settle yet.

    `is_to_verify` when the source is second-hand, the law unsettled, or the territory near a threshold or unknown.
    `may_opt_out` when the territory is, or may be, small enough for its council to choose otherwise.
    """

    id: DutyId
    reference: str
    since: date | None
    grade: Grade
    is_to_verify: bool
    threshold: int | None
    may_opt_out: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """`from_agents`: needs that many of them too, whatever the population.

    `holds_below`: under the threshold it is the rule as well, unless the council chose otherwise.
    `is_in_law`: False when the law has no such threshold, and this one only says what "large" means here.
    """

    id: DutyId
    kinds: frozenset[TerritoryKind]
    reference: str
    grade: Grade
    since: date | None = None
    threshold: int | None = None
    holds_below: bool = False
    is_in_law: bool = True
    from_agents: int | None = None
    as_of: date | None = None


_PLANNING = "code de l’urbanisme, art. L. 423-3"
_PUBLICATION = "ordonnance n° 2021-1310 du 7 octobre 2021"

_RULES = (
    _Rule(
        DutyId.DIGITAL_STRATEGY,
        _BLOC,
        "loi n° 2021-1485 du 15 novembre 2021, art. 35 ; décret n° 2022-1084 du 29 juillet 2022",
        Grade.A,
        since=date(2025, 1, 1),
        threshold=50_000,
    ),
    _Rule(DutyId.PLANNING_RECEIPT, _COMMUNE, _PLANNING, Grade.B, since=date(2022, 1, 1)),
    _Rule(
        DutyId.PLANNING_PROCEDURE,
        _COMMUNE,
        _PLANNING,
        Grade.B,
        since=date(2022, 1, 1),
        threshold=3_500,
    ),
    _Rule(DutyId.ACCESSIBILITY, _ALL, "loi n° 2005-102 du 11 février 2005, art. 47", Grade.B),
    _Rule(DutyId.DATA_OFFICER, _ALL, "règlement (UE) 2016/679 du 27 avril 2016 (RGPD), art. 37", Grade.A),
    _Rule(
        DutyId.ACTS_ONLINE,
        _COMMUNE,
        _PUBLICATION,
        Grade.B,
        since=date(2022, 7, 1),
        threshold=3_500,
        holds_below=True,
    ),
    _Rule(DutyId.ACTS_ONLINE, _OTHER_AUTHORITIES, _PUBLICATION, Grade.B, since=date(2022, 7, 1)),
    _Rule(
        DutyId.OPEN_DATA,
        _ALL,
        "code des relations entre le public et l’administration, art. L. 312-1-1 (loi n° 2016-1321 du 7 octobre 2016)",
        Grade.B,
        threshold=3_500,
        from_agents=_AGENTS,
    ),
    _Rule(
        DutyId.REUSED_PURCHASES,
        _ALL,
        "loi n° 2020-105 du 10 février 2020, art. 58 ; décret n° 2024-134 du 21 février 2024",
        Grade.B,
    ),
    _Rule(
        DutyId.CYBERSECURITY,
        frozenset({TerritoryKind.EPCI}),
        "directive (UE) 2022/2555 du 14 décembre 2022 (NIS 2)",
        Grade.B,
        threshold=50_000,
        is_in_law=False,
        as_of=READ_ON,
    ),
)


def duties(
    kind: TerritoryKind, population: int | None, *, agents: int | None = None, is_ordinary: bool = True
) -> tuple[Duty, ...]:
    """Return the duties of a territory, in the order of their ids.

    `population` in inhabitants, `agents` in full-time equivalents. A duty is left out only when it is surely not one;
    `is_ordinary` False (where the law may apply otherwise: overseas collectivities, bodies of their own kind) makes
    each of them to be verified.
    """
    is_sure = is_ordinary and kind is not TerritoryKind.OTHER
    found = []
    for rule in _RULES:
        counts = ((population, rule.threshold), (agents, rule.from_agents))
        is_surely_under = any(
            count is not None and threshold is not None and count < threshold * (1 - MARGIN)
            for count, threshold in counts
        )
        if kind in rule.kinds and (rule.holds_below or not is_surely_under):
            is_known = is_sure and rule.grade is Grade.A and all(is_surely_above(*each) for each in counts)
            threshold = rule.threshold if rule.is_in_law else None
            may_opt_out = rule.holds_below and not is_surely_above(population, rule.threshold)
            found.append(
                Duty(rule.id, rule.reference, rule.since, rule.grade, not is_known, threshold, may_opt_out, rule.as_of)
            )
    return tuple(found)


def is_surely_above(count: int | None, threshold: int | None) -> bool:
    """Whether the count is beyond the threshold and its margin; always, when there is no threshold."""
    return threshold is None or (count is not None and count > threshold * (1 + MARGIN))
