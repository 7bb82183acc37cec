"""Chapter « Diagnostic »: figures, who was heard, audits, digital maturity, the needs of the territory."""

from domain.catalogue import NEEDS
from domain.dialogue.questions import Choice, Date, Guard, Integer, MultiChoice, Reference, Review, Scale, Text, always
from domain.dialogue.script import Chapter, Repeat
from domain.plan import AuditStatus, EvidenceKind, Gravity, HearingMethod, Pillar, Stakeholder
from domain.plan.maturity import HIGHEST, LOWEST, STATEMENTS, Audience
from domain.script.catalogue import HEARD_BY_NEEDS, NEED_ENTRY, NEEDS_OFFERED
from domain.script.conditions import equals, every, has_rows, negate
from domain.script.figures import FIGURES, figure
from domain.script.territories import IDENTITY, is_small

_EVIDENCE, _PEOPLE = "needs/evidence", 10_000_000
"""Above what the largest territory could count."""
_OF_AUDIENCE: dict[Audience, Guard] = {
    Audience.ALL: always,
    Audience.SMALL: is_small,
    Audience.LARGER: negate(is_small),
}
_statements = tuple(
    Scale(
        id=statement.id,
        needs=() if statement.audience is Audience.ALL else IDENTITY,
        when=_OF_AUDIENCE[statement.audience],
        low=LOWEST,
        high=HIGHEST,
        unknown=True,
        full=True,
        hands=True,
    )
    for statement in STATEMENTS
)


_hearings = Repeat(
    id="hearings",
    full=True,
    items=(
        Text(id="hearings/who", longest=120),
        Choice(id="hearings/category", choices=tuple(Stakeholder)),
        Choice(id="hearings/method", choices=tuple(HearingMethod)),
        Date(id="hearings/date", required=False),
        Text(id="hearings/said", longest=400, required=False),
    ),
)
_audits = Repeat(
    id="audits",
    full=True,
    most=10,
    items=(
        Text(id="audits/subject", longest=120),
        Choice(id="audits/status", choices=tuple(AuditStatus)),
        Date(id="audits/date", unknown=True),
        Text(
            id="audits/findings",
            needs=("audits/status",),
            when=equals("audits/status", AuditStatus.DONE),
            longest=400,
            required=False,
        ),
    ),
)
_needs = Repeat(
    id="needs",
    letter="B",
    least=1,
    items=(
        Text(id="needs/sentence", longest=300, hears=HEARD_BY_NEEDS, entries=NEEDS_OFFERED),
        Choice(id="needs/pillar", choices=tuple(Pillar)),
        Choice(id="needs/gravity", choices=tuple(Gravity)),
        MultiChoice(id="needs/affected", choices=tuple(Stakeholder), full=True),
        Integer(id="needs/affected_count", low=0, high=_PEOPLE, unknown=True, full=True),
        Choice(id=_EVIDENCE, choices=tuple(EvidenceKind), full=True),
        Choice(
            id="needs/evidence_figure",
            needs=(_EVIDENCE,),
            when=equals(_EVIDENCE, EvidenceKind.FIGURE),
            choices=tuple(FIGURES),
            full=True,
        ),
        Reference(
            id="needs/evidence_hearing",
            to="hearings",
            needs=(_EVIDENCE, "hearings"),
            when=every(equals(_EVIDENCE, EvidenceKind.HEARING), has_rows("hearings")),
            full=True,
        ),
        Reference(
            id="needs/evidence_audit",
            to="audits",
            needs=(_EVIDENCE, "audits"),
            when=every(equals(_EVIDENCE, EvidenceKind.AUDIT), has_rows("audits")),
            full=True,
        ),
        Choice(id=NEED_ENTRY, choices=tuple(NEEDS), quiet=True),
    ),
)

DIAGNOSIS = Chapter(
    id="diagnosis",
    minutes=4,
    full_minutes=35,
    items=(
        *(question for key in FIGURES for question in figure(key)),
        MultiChoice(id="diagnosis.heard", choices=tuple(Stakeholder)),
        _hearings,
        _audits,
        *_statements,
        _needs,
        Review(id="diagnosis.review"),
    ),
)
