"""Chapter « Vérification »: the pitfalls found by rules, the adoption, then what is amended."""

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


def check(pitfalls: Topics) -> Chapter:
    """Return the chapter, which tells the `pitfalls` of the answers."""
    review = Review(id="check.pitfalls", topics=pitfalls)
    return Chapter(id="check", minutes=1, full_minutes=4, items=(review, *_AFTER))
