"""Chapter « Vérification »: the pitfalls found by rules, the adoption, then what is amended."""

from collections.abc import Mapping

from domain.dialogue.dossier import Answer
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Date, Review, Text
from domain.dialogue.script import Chapter, Repeat
from domain.pitfalls import PitfallCode
from domain.script.conditions import equals

_ADOPT = "check.adopt"
_adopted = equals(_ADOPT, "now")
DISMISSALS = tuple(f"check.dismiss_{code}" for code in PitfallCode)


def _topics(visible: Mapping[Path, Answer], rows: Mapping[Path, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    from domain.pitfalls import topics  # noqa: PLC0415 - reads the plan, which the script tells
    from domain.projection import plan_from  # noqa: PLC0415

    return topics(plan_from(visible, rows))


CHECK = Chapter(
    id="check",
    minutes=1,
    full_minutes=4,
    items=(
        Review(id="check.pitfalls", topics=_topics),
        *(Text(id=item, longest=300, required=False, quiet=True, words="check.dismiss") for item in DISMISSALS),
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
    ),
)
