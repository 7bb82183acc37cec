"""Words that stand for a button of a reminder."""

from domain.parsing.folding import folded

_WORDS = {
    "later:tomorrow": "demain|plus tard|tomorrow|later",
    "later:monday": "lundi|monday",
    "later:1h": "dans 1 h|dans 1h|dans une heure|in 1 hour|in an hour",
    "not_me": "ce n'est pas moi|pas moi|c'est pas moi|not me",
    "sure": "oui|oui oui|je confirme|yes",
    "retype": "non|no",
}
_ACTS = {word: act for act, words in _WORDS.items() for word in words.split("|")}


def act_of(text: str) -> str | None:
    """Return the act that words stand for, when they are those of a button."""
    return _ACTS.get(folded(text).rstrip(" .!"))
