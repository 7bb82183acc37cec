"""Those a share is of, in full: "9 usagers sur 10 satisfaits" are "usagers satisfaits"."""

from domain.objective.phrases import mended
from domain.objective.quantities import Kind
from domain.objective.sentence import Sentence
from domain.objective.spots import Related
from domain.parsing.french_nouns import all_plural
from domain.parsing.lazy_regex import late


def as_members(phrase: str, sentence: Sentence, told: Related) -> str:
    """Return a phrase with the noun said inside the share, and a participle in the place of a verb."""
    rank = told.target_from
    if rank is None or sentence.quantities[rank].kind is not Kind.SHARE:
        return phrase
    said = _FINITE.sub(lambda match: _PARTICIPLES.get(match["stem"], match["stem"]) + "ant", phrase)
    place = sentence.place(rank)
    inside = _INSIDE.match(mended(sentence.shape.words(place, place + 1)))
    if inside is None or not sentence.text.startswith(" ", place + 1):
        return said
    noun = inside["noun"]
    is_one = all_plural(noun) != noun and said == phrase
    return f"{all_plural(noun)} {all_plural(said) if is_one else said}"


_PARTICIPLES = {"possèd": "posséd", "possed": "posséd", "reçoiv": "recev", "maitris": "maîtris", "benefici": "bénéfici"}


_FINITE = late(
    r"\b(?P<stem>dispos|utilis|poss[èe]d|particip|ma[iî]tris|b[eé]n[eé]fici|consult|trouv|habit|trait|pratiqu|vot"
    r"|tri|reçoiv|adh[eè]r|command|r[eé]serv|t[eé]l[eé]d[eé]clar|accept|pay)(?:e|ent)\b"
)


_INSIDE = late(r"\S+ (?P<noun>\w[\w’ -]*?) sur ")
