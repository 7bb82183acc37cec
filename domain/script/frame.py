"""Chapter « Cadre »: whose plan it is, over which years, with what means."""

from domain.dialogue.questions import Choice, Integer, Percent, Review, Text, Upstream
from domain.dialogue.script import Chapter
from domain.plan import TerritoryKind
from domain.script.conditions import equals, is_known
from domain.script.rules import not_before

FIRST_YEAR, LAST_START, LAST_END = 2020, 2040, 2050
MOST_PEOPLE = 10_000_000
"""Above the largest groupings of communes."""

FRAME = Chapter(
    id="frame",
    minutes=2,
    items=(
        Text(id="frame.territory_name", longest=100),
        Choice(id="frame.territory_kind", choices=tuple(TerritoryKind)),
        Integer(
            id="frame.population",
            needs=("frame.territory_kind",),
            when=equals("frame.territory_kind", TerritoryKind.COMMUNE, TerritoryKind.EPCI, TerritoryKind.OTHER),
            low=1,
            high=MOST_PEOPLE,
            unknown=True,
        ),
        Text(id="frame.plan_name", longest=120),
        Integer(id="frame.start_year", low=FIRST_YEAR, high=LAST_START),
        Integer(
            id="frame.end_year",
            needs=("frame.start_year",),
            rules=(not_before("frame.start_year"),),
            low=FIRST_YEAR,
            high=LAST_END,
            upstream=Upstream.ASK_AGAIN,
        ),
        Text(id="frame.ambition", longest=200, required=False),
        Choice(id="frame.has_budget", choices=("yes", "no"), unknown=True),
        Integer(
            id="frame.budget",
            needs=("frame.has_budget",),
            when=equals("frame.has_budget", "yes"),
            low=1,
            unit="€",
            unknown=True,
        ),
        Choice(
            id="frame.has_cofunding",
            needs=("frame.budget",),
            when=is_known("frame.budget"),
            choices=("yes", "no"),
            unknown=True,
        ),
        Percent(
            id="frame.cofunding",
            needs=("frame.has_cofunding",),
            when=equals("frame.has_cofunding", "yes"),
            unknown=True,
        ),
        Review(id="frame.review"),
    ),
)
