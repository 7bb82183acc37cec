"""Chapter « Vérification »: the pitfalls found by rules, then the adoption."""

from domain.dialogue.questions import Choice, Date, Review, Text
from domain.dialogue.script import Chapter
from domain.script.conditions import equals

_ADOPT = "check.adopt"
_adopted = equals(_ADOPT, "now")

CHECK = Chapter(
    id="check",
    minutes=1,
    items=(
        Review(id="check.pitfalls"),
        Choice(id=_ADOPT, choices=("now", "later")),
        Date(id="check.adoption_date", needs=(_ADOPT,), when=_adopted),
        Text(id="check.adoption_body", needs=(_ADOPT,), when=_adopted, longest=120),
        Text(id="check.adoption_reference", needs=(_ADOPT,), when=_adopted, longest=60, required=False),
    ),
)
