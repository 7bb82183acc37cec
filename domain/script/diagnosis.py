"""Chapter « Diagnostic »: three figures, who was heard, the needs of the territory."""

from domain.dialogue.questions import Choice, Integer, MultiChoice, Percent, Question, Review, Text
from domain.dialogue.script import Chapter, Repeat
from domain.plan import Gravity, Pillar, Stakeholder
from domain.script.conditions import is_known

OLDEST_YEAR, LATEST_YEAR = 2000, 2050


def _figure(key: str, *, not_applicable: bool = False) -> tuple[Question, ...]:
    """A share in percent, then the year and the source of it when it is known."""
    value = f"diagnosis.{key}"
    return (
        Percent(id=value, unknown=True, not_applicable=not_applicable),
        Integer(
            id=f"{value}_year", needs=(value,), when=is_known(value), low=OLDEST_YEAR, high=LATEST_YEAR, unknown=True
        ),
        Text(id=f"{value}_source", needs=(value,), when=is_known(value), longest=150, required=False),
    )


DIAGNOSIS = Chapter(
    id="diagnosis",
    items=(
        *_figure("fibre"),
        *_figure("difficulty"),
        *_figure("online", not_applicable=True),
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
