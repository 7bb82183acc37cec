"""Chapter « Objectifs »: what is aimed at, by when, and the KPIs that will tell."""

from domain.dialogue.questions import Choice, Date, Decimal, Recognised, Reference, Review, Text, Upstream
from domain.dialogue.script import Chapter, Repeat
from domain.plan import Direction, Frequency
from domain.script.aims import (
    BASELINE,
    CEILING,
    DEADLINE,
    DIRECTION,
    KPIS,
    LABEL,
    SENTENCE,
    TARGET,
    UNIT,
    UNIT_NAME,
    deadlines,
    targets,
)
from domain.script.conditions import equals
from domain.script.rewording import reworded
from domain.script.rules import at_least, beyond, share_within_100
from domain.script.sentence import LONGEST_NAME, sentence_recognised, unit_recognised
from domain.script.units import UNITS, unit_said_at

_OWNER = f"{KPIS}/owner"
_in_its_unit = unit_said_at(UNIT, UNIT_NAME)
SAMPLES = (
    "Améliorer l’accueil",
    "Former 150 agents d’ici fin mars 2030",
    "Réduire de 30 % les délais",
    "Faire passer de 40 % à 70 % la part des démarches en ligne d’ici fin 2029",
)

_kpis = Repeat(
    id=KPIS,
    least=1,
    most=4,
    items=(
        Text(id=LABEL, longest=120),
        Choice(id=UNIT, choices=(*UNITS, "other"), recognise=unit_recognised),
        Text(id=UNIT_NAME, needs=(UNIT,), rests_on=UNIT, when=equals(UNIT, "other"), shortest=1, longest=LONGEST_NAME),
        Choice(id=DIRECTION, choices=tuple(Direction)),
        Decimal(
            id=BASELINE,
            needs=(UNIT, UNIT_NAME),
            unit_in=_in_its_unit,
            rests_on=UNIT,
            rules=(share_within_100(UNIT),),
            unknown=True,
            upstream=Upstream.ASK_AGAIN,
        ),
        Decimal(
            id=TARGET,
            needs=(UNIT, UNIT_NAME, DIRECTION, BASELINE),
            hears=(SENTENCE,),
            unit_in=_in_its_unit,
            rests_on=UNIT,
            suggests=targets,
            rules=(share_within_100(UNIT), beyond(BASELINE, DIRECTION)),
            unknown=True,
            upstream=Upstream.ASK_AGAIN,
        ),
        Decimal(
            id=CEILING,
            needs=(UNIT, UNIT_NAME, DIRECTION, TARGET),
            unit_in=_in_its_unit,
            rests_on=UNIT,
            when=equals(DIRECTION, Direction.KEEP),
            rules=(share_within_100(UNIT), at_least(TARGET)),
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
                Recognised(id=SENTENCE, longest=300, recognise=sentence_recognised, samples=SAMPLES),
                Reference(id="objectives/need", to="needs", needs=("needs",)),
                Date(id=DEADLINE, hears=(SENTENCE,), suggests=deadlines, future=True, unknown=True),
                _kpis,
            ),
        ),
        Review(id="objectives.review", rewords=reworded),
    ),
)
