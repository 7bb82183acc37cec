"""Chapter « Actions »: what will be done, by whom, at what cost, and six marks of impact and feasibility."""

from domain.catalogue import ACTIONS as ACTIONS_OF_CATALOGUE
from domain.dialogue.questions import Choice, Date, Decimal, Integer, Reference, Review, Scale, Text, Upstream
from domain.dialogue.script import Chapter, Repeat
from domain.method.legal_duties import DutyId
from domain.plan import ActionKind
from domain.script.catalogue import ACTION_ENTRY, ACTIONS_OFFERED, HEARD_BY_ACTIONS, NO_DUTY
from domain.script.conditions import equals, every, has_rows, is_known, negate
from domain.script.rules import not_before_day

CRITERIA = ("people", "residents", "agents", "time", "budget", "skills")
"""Three of impact, then three of feasibility; 5 is always the favourable end."""
_KIND, _OBJECTIVE, _START = "actions/kind", "actions/objective", "actions/start"
_DEAREST, _LONGEST = 1_000_000_000, 100_000
"""Euros, and days of work."""

ACTIONS = Chapter(
    id="actions",
    minutes=4,
    full_minutes=20,
    items=(
        Repeat(
            id="actions",
            letter="A",
            least=1,
            most=60,
            items=(
                Text(id="actions/title", longest=120, hears=HEARD_BY_ACTIONS, entries=ACTIONS_OFFERED),
                Choice(id=_KIND, choices=tuple(ActionKind), full=True),
                Reference(
                    id=_OBJECTIVE,
                    to="objectives",
                    needs=("objectives",),
                    when=has_rows("objectives"),
                    not_applicable=True,
                ),
                Reference(
                    id="actions/need",
                    to="needs",
                    needs=("needs", _OBJECTIVE),
                    when=every(has_rows("needs"), negate(is_known(_OBJECTIVE))),
                    not_applicable=True,
                    full=True,
                ),
                Text(id="actions/pilot", longest=80, unknown=True, names_somebody=True),
                Text(id="actions/services", longest=200, required=False, full=True),
                Text(id="actions/official", longest=80, required=False, full=True),
                Date(id=_START, begins=True, required=False, full=True),
                Date(
                    id="actions/end",
                    needs=(_START,),
                    rules=(not_before_day(_START),),
                    upstream=Upstream.ASK_AGAIN,
                    required=False,
                    full=True,
                ),
                Integer(id="actions/investment", low=0, high=_DEAREST, unit="€", unknown=True, full=True, hands=True),
                Integer(id="actions/running", low=0, high=_DEAREST, unit="€", unknown=True, full=True, hands=True),
                Decimal(id="actions/days", low=0, high=_LONGEST, unit="jours", unknown=True, full=True, hands=True),
                Text(id="actions/first_step", longest=200, required=False, full=True),
                Choice(
                    id="actions/alternative",
                    needs=(_KIND,),
                    when=equals(_KIND, ActionKind.TOOL),
                    choices=("yes", "no"),
                    full=True,
                ),
                *(Scale(id=f"actions/{criterion}", unknown=True) for criterion in CRITERIA),
                Text(id="actions/reason", longest=300, required=False, full=True),
                Choice(id="actions/duty", choices=(*DutyId, NO_DUTY), full=True),
                Choice(id=ACTION_ENTRY, choices=tuple(ACTIONS_OF_CATALOGUE), quiet=True),
            ),
        ),
        Review(id="actions.review"),
    ),
)
