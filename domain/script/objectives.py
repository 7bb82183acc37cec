"""Chapter « Objectifs »: what is aimed at, by when, and the KPIs that will tell."""

from domain.catalogue import KPIS as KPIS_OF_CATALOGUE
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
    OWNER_NAME,
    SENTENCE,
    TARGET,
    TARGET_WHY,
    UNIT,
    UNIT_NAME,
    deadlines,
    targets,
)
from domain.script.catalogue import HEARD_BY_KPIS, KPI_ENTRY, KPIS_OFFERED
from domain.script.conditions import equals, has_rows, is_known, is_unknown
from domain.script.retelling import retold
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
    letter="K",
    least=1,
    most=6,
    brief=True,
    items=(
        Text(id=LABEL, longest=120, hears=HEARD_BY_KPIS, entries=KPIS_OFFERED),
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
            hands=True,
        ),
        Date(id=f"{KPIS}/baseline_date", needs=(BASELINE,), when=is_known(BASELINE), required=False, full=True),
        Date(
            id=f"{KPIS}/measure_by",
            needs=(BASELINE,),
            when=is_unknown(BASELINE),
            future=True,
            required=False,
            full=True,
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
            reason=TARGET_WHY,
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
            reason=TARGET_WHY,
        ),
        Text(id=TARGET_WHY, longest=300, required=False, quiet=True),
        Text(id=f"{KPIS}/source", longest=200, required=False, full=True, hands=True),
        Choice(id=f"{KPIS}/frequency", choices=tuple(Frequency)),
        Choice(id=_OWNER, choices=("me", "someone")),
        Text(id=OWNER_NAME, names_somebody=True, needs=(_OWNER,), when=equals(_OWNER, "someone"), longest=60),
        Choice(id=KPI_ENTRY, choices=tuple(KPIS_OF_CATALOGUE), quiet=True),
    ),
)

OBJECTIVES = Chapter(
    id="objectives",
    minutes=5,
    full_minutes=15,
    items=(
        Repeat(
            id="objectives",
            letter="O",
            least=1,
            items=(
                Recognised(id=SENTENCE, longest=300, recognise=sentence_recognised, samples=SAMPLES),
                Reference(id="objectives/need", to="needs", needs=("needs",), when=has_rows("needs")),
                Date(id=DEADLINE, hears=(SENTENCE,), suggests=deadlines, future=True, unknown=True),
                _kpis,
            ),
        ),
        Review(id="objectives.review", rewords=reworded, retells=retold),
    ),
)
