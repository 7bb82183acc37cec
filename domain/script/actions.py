"""Chapter « Actions »: what will be done, by whom, and six marks of impact and feasibility."""

from domain.dialogue.questions import Reference, Review, Scale, Text
from domain.dialogue.script import Chapter, Repeat

CRITERIA = ("people", "residents", "agents", "time", "budget", "skills")
"""Three of impact, then three of feasibility; 5 is always the favourable end."""

ACTIONS = Chapter(
    id="actions",
    minutes=4,
    items=(
        Repeat(
            id="actions",
            least=1,
            most=15,
            items=(
                Text(id="actions/title", longest=120),
                Reference(id="actions/objective", to="objectives", needs=("objectives",), not_applicable=True),
                Text(id="actions/pilot", longest=80, unknown=True),
                *(Scale(id=f"actions/{criterion}", unknown=True) for criterion in CRITERIA),
            ),
        ),
        Review(id="actions.review"),
    ),
)
