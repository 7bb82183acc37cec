"""Chapter « Diagnostic »: three figures, who was heard, the needs of the territory."""

from domain.dialogue.questions import Choice, Integer, MultiChoice, Percent, Question, Review, Text
from domain.dialogue.script import Chapter, Repeat
from domain.plan import Gravity, Pillar, Stakeholder
from domain.script.conditions import is_known

FIGURES = ("fibre", "difficulty", "online")
OLDEST_YEAR, LATEST_YEAR = 2000, 2050


def _figure(key: str) -> tuple[Question, ...]:
    """A share in percent, then the year and the source of it when it is known."""
    value = f"diagnosis.{key}"
    return (
        Percent(
            id=value, unknown=True, not_applicable=key == "online"
        ),  # a joint body may have no procedures of its own
        Integer(
            id=f"{value}_year", needs=(value,), when=is_known(value), low=OLDEST_YEAR, high=LATEST_YEAR, unknown=True
        ),
        Text(id=f"{value}_source", needs=(value,), when=is_known(value), longest=150, required=False),
    )


DIAGNOSIS = Chapter(
    id="diagnosis",
    minutes=4,
    items=(
        *(question for key in FIGURES for question in _figure(key)),
        MultiChoice(id="diagnosis.heard", choices=tuple(Stakeholder)),
        Repeat(
            id="needs",
            least=1,
            most=10,
            items=(
                Text(id="needs/sentence", longest=300),
                Choice(id="needs/pillar", choices=tuple(Pillar)),
                Choice(id="needs/gravity", choices=tuple(Gravity)),
            ),
        ),
        Review(id="diagnosis.review"),
    ),
)
