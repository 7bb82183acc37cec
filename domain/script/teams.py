"""Chapter « Équipes »: workshops, test phases, what is told to whom, how far people take part."""

from domain.dialogue.questions import Choice, Date, MultiChoice, Reference, Review, Text, Upstream
from domain.dialogue.script import Chapter, Repeat
from domain.plan import Channel, Conclusion, Involvement, Participation, Rhythm, Stakeholder
from domain.script.conditions import equals, has_rows
from domain.script.rules import not_before_day

_FORM, _DATE = "meetings/form", "meetings/date"
_is_test = equals(_FORM, Involvement.TEST_PHASE)

_meetings = Repeat(
    id="meetings",
    items=(
        Text(id="meetings/topic", longest=200),
        Choice(id=_FORM, choices=tuple(Involvement)),
        Date(id=_DATE, begins=True, unknown=True),
        Text(id="meetings/participants", longest=200, required=False),
        MultiChoice(id="meetings/audience", choices=tuple(Stakeholder), full=True),
        Reference(
            id="meetings/action",
            to="actions",
            needs=("actions",),
            when=has_rows("actions"),
            not_applicable=True,
            full=True,
        ),
        Text(
            id="meetings/output",
            needs=(_FORM,),
            when=equals(_FORM, Involvement.WORKSHOP),
            longest=400,
            required=False,
            full=True,
        ),
        Date(
            id="meetings/end",
            needs=(_FORM, _DATE),
            when=_is_test,
            rules=(not_before_day(_DATE),),
            upstream=Upstream.ASK_AGAIN,
            required=False,
            full=True,
        ),
        Text(id="meetings/criterion", needs=(_FORM,), when=_is_test, longest=200, required=False, full=True),
        Choice(id="meetings/decision", needs=(_FORM,), when=_is_test, choices=tuple(Conclusion), full=True),
    ),
)
_beats = Repeat(
    id="beats",
    full=True,
    items=(
        Text(id="beats/message", longest=200),
        MultiChoice(id="beats/audience", choices=tuple(Stakeholder), least=1),
        Choice(id="beats/channel", choices=tuple(Channel)),
        Choice(id="beats/rhythm", choices=tuple(Rhythm)),
    ),
)

TEAMS = Chapter(
    id="teams",
    minutes=1,
    full_minutes=10,
    items=(
        Choice(id="teams.participation", choices=tuple(Participation), full=True),
        _meetings,
        _beats,
        Review(id="teams.review", full=True),
    ),
)
