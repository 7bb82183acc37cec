"""Chapter « Équipes »: the first workshop or test phase."""

from domain.dialogue.questions import Choice, Date, Review, Text
from domain.dialogue.script import Chapter
from domain.plan import Involvement
from domain.script.conditions import is_known

_FORM = "teams.form"
_planned = is_known(_FORM)

TEAMS = Chapter(
    id="teams",
    minutes=1,
    items=(
        Choice(id=_FORM, choices=tuple(Involvement), required=False),
        Date(id="teams.date", needs=(_FORM,), when=_planned, unknown=True),
        Text(id="teams.topic", needs=(_FORM,), when=_planned, longest=200),
        Text(id="teams.participants", needs=(_FORM,), when=_planned, longest=200, required=False),
        Review(id="teams.review"),
    ),
)
