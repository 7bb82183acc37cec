"""Chapter « Vérification »: the pitfalls found by rules, the adoption, then what is amended."""

from collections.abc import Mapping

from domain.dialogue.dossier import Answer
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Date, Review, Text, Topics
from domain.dialogue.script import Chapter, Item, Repeat
from domain.pitfalls import DISMISSAL, PitfallCode
from domain.script.conditions import equals

_ADOPT = "check.adopt"
_adopted = equals(_ADOPT, "now")
_DISMISSALS = tuple(f"{DISMISSAL}{code}" for code in PitfallCode)


_AFTER: tuple[Item, ...] = (
    *(Text(id=item, longest=300, required=False, quiet=True, words="check.dismiss") for item in _DISMISSALS),
    Choice(id=_ADOPT, choices=("now", "later")),
    Date(id="check.adoption_date", needs=(_ADOPT,), when=_adopted),
    Text(id="check.adoption_body", needs=(_ADOPT,), when=_adopted, longest=120),
    Text(id="check.adoption_reference", needs=(_ADOPT,), when=_adopted, longest=60, required=False),
    Repeat(
        id="amendments",
        needs=(_ADOPT,),
        when=_adopted,
        most=30,
        quiet=True,
        items=(
            Text(id="amendments/why", longest=300),
            Date(id="amendments/date"),
            Text(id="amendments/body", longest=120),
            Text(id="amendments/reference", longest=60, required=False),
        ),
    ),
)


def _topics(threshold: float) -> Topics:
    def told(visible: Mapping[Path, Answer], rows: Mapping[Path, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        from domain.pitfalls import topics  # noqa: PLC0415 - reads the plan, which the script tells
        from domain.projection import plan_from  # noqa: PLC0415

        # No code: a topic names rows.
        return topics(plan_from(visible, rows, {}), threshold=threshold)

    return told


def check(threshold: float) -> Chapter:
    """Return the chapter, its pitfalls found with this threshold of the matrix (1 to 5)."""
    pitfalls = Review(id="check.pitfalls", topics=_topics(threshold))
    return Chapter(id="check", minutes=1, full_minutes=4, items=(pitfalls, *_AFTER))
