"""Chapter « Objectifs »: what is aimed at, by when, and the KPIs that will tell."""

from domain.dialogue.questions import Choice, Date, Decimal, Reference, Review, Text, Upstream
from domain.dialogue.script import Chapter, Repeat
from domain.plan import Direction, Frequency
from domain.script.conditions import equals
from domain.script.rules import at_least, beyond, share_within_100
from domain.script.units import UNITS

KPIS = "objectives/kpis"
_UNIT, _DIRECTION = f"{KPIS}/unit", f"{KPIS}/direction"
_BASELINE, _TARGET, _OWNER = f"{KPIS}/baseline", f"{KPIS}/target", f"{KPIS}/owner"

_kpis = Repeat(
    id=KPIS,
    least=1,
    most=4,
    items=(
        Text(id=f"{KPIS}/label", longest=120),
        Choice(id=_UNIT, choices=(*UNITS, "other")),
        Text(id=f"{KPIS}/unit_name", needs=(_UNIT,), when=equals(_UNIT, "other"), shortest=1, longest=30),
        Choice(id=_DIRECTION, choices=tuple(Direction)),
        Decimal(
            id=_BASELINE,
            needs=(_UNIT,),
            rules=(share_within_100(_UNIT),),
            unknown=True,
            upstream=Upstream.ASK_AGAIN,
        ),
        Decimal(
            id=_TARGET,
            needs=(_UNIT, _DIRECTION, _BASELINE),
            rules=(share_within_100(_UNIT), beyond(_BASELINE, _DIRECTION)),
            unknown=True,
            upstream=Upstream.ASK_AGAIN,
        ),
        Decimal(
            id=f"{KPIS}/ceiling",
            needs=(_UNIT, _DIRECTION, _TARGET),
            when=equals(_DIRECTION, Direction.KEEP),
            rules=(share_within_100(_UNIT), at_least(_TARGET)),
            unknown=True,
            upstream=Upstream.ASK_AGAIN,
        ),
        Choice(id=f"{KPIS}/frequency", choices=tuple(Frequency)),
        Choice(id=_OWNER, choices=("me", "someone")),
        Text(id=f"{KPIS}/owner_name", needs=(_OWNER,), when=equals(_OWNER, "someone"), longest=60),
    ),
)

OBJECTIVES = Chapter(
    id="objectives",
    minutes=5,
    items=(
        Repeat(
            id="objectives",
            least=1,
            most=8,
            items=(
                Text(id="objectives/sentence", longest=300),
                Reference(id="objectives/need", to="needs", needs=("needs",)),
                Date(id="objectives/deadline", future=True, unknown=True),
                _kpis,
            ),
        ),
        Review(id="objectives.review"),
    ),
)
