"""Chapter « Cadre »: whose plan it is, over which years, with what means."""

from domain.dialogue.questions import Choice, Integer, Percent, Recognised, Review, Text, Upstream
from domain.dialogue.script import Chapter
from domain.plan import TerritoryKind, Way
from domain.script.conditions import equals, every, is_known, is_not_applicable
from domain.script.narrowing import narrowed
from domain.script.rules import not_before
from domain.script.territories import is_commune, recognised
from domain.territory.place import PlaceKind
from domain.territory.profile import types_for

FIRST_YEAR, LAST_START, LAST_END = 2020, 2040, 2050
MOST_PEOPLE = 10_000_000
"""Above the largest groupings of communes."""

PATH = "frame.path"
_TERRITORY = "frame.territory"
_by_hand = is_not_applicable(_TERRITORY)

FRAME = Chapter(
    id="frame",
    minutes=2,
    full_minutes=3,
    items=(
        Recognised(
            id=_TERRITORY,
            longest=500,
            recognise=recognised,
            narrow=narrowed,
            samples=("Saint-Étienne", "Saint-Denis", "CC du Pays de Gex", "qsdfghjklm"),
            not_applicable=True,  # a joint body, or a territory that no list has: typed in by hand
        ),
        Choice(
            id="frame.territory_type",
            needs=(_TERRITORY,),
            when=is_commune(_TERRITORY),
            choices=types_for(PlaceKind.COMMUNE),
            upstream=Upstream.ASK_AGAIN,
        ),
        Text(id="frame.territory_name", needs=(_TERRITORY,), when=_by_hand, longest=100),
        Choice(id="frame.territory_kind", needs=(_TERRITORY,), when=_by_hand, choices=tuple(TerritoryKind)),
        Integer(
            id="frame.population",
            needs=(_TERRITORY, "frame.territory_kind"),
            when=every(
                _by_hand,
                equals("frame.territory_kind", TerritoryKind.COMMUNE, TerritoryKind.EPCI, TerritoryKind.OTHER),
            ),
            low=1,
            high=MOST_PEOPLE,
            unknown=True,
        ),
        Choice(id=PATH, choices=tuple(Way)),
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
        Text(id="frame.official", longest=80, required=False, full=True),
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
            full=True,
        ),
        Percent(
            id="frame.cofunding",
            needs=("frame.has_cofunding",),
            when=equals("frame.has_cofunding", "yes"),
            unknown=True,
            full=True,
        ),
        Review(id="frame.review"),
    ),
)
