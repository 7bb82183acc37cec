"""What somebody's words may mean: a name to look for, a kind, a department, codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.territory.kindred import NO_KIND, Kindred, kindred
from domain.territory.place import PlaceKind
from domain.territory.speech import PARIS, before_nearby, introduced, is_common, is_name, runs, without_boroughs
from domain.territory.spelling import LONGEST, letters, words
from domain.territory.vocabulary import (
    ANYWHERE,
    ARTICLES,
    BODIES,
    DIGITS,
    EPCI_WORDS,
    INTRODUCING,
    KINDS_IN_NAMES,
    LEADING,
    LINKS,
    NAMES_AS_TALK,
    SAINTLY,
    Phrase,
)
from domain.territory.whereabouts import Number, Where, department_alone, wheres

_CODE = re.compile(r"\d{5}|2[ab]\d{3}|2\d{8}")
_AS_TALK = re.compile(
    r"(?P<of>(?:la )?(?:mairie|commune|ville|village) d(?:e |'|’))?"
    r"(?P<name>[^\W\d]+(?:[ -][^\W\d]+)?)(?:[ ,]*\(?(?P<where>\d\d(?:\d{3})?)\)?)?",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"^\W*\w{0,3}-?(?:sur|sous)-|-(?:l|le|la|les|lès|d|de|du|des|au|aux|en|et|sur|sous|pr)[\'’]?(?=[^\w\'’-]|$)",
    re.IGNORECASE,
)
"""A hyphen, and a word that something follows or goes before, missing."""
_MOST_READINGS = 6
_DOUBTFUL = 0.5
"""The sureness of departments up to which their name may have been part of the territory's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand: `forms` are names to look for, from the most faithful to the most stripped.

    `variants` are looked for when no form is found: "st" written otherwise, digits as words. `sureness` is that of
    `departments`, from 0 to 1. `is_whole` when nothing else was said that might have been a name.
    """

    forms: tuple[Phrase, ...]
    variants: tuple[Phrase, ...] = ()
    kindred: Kindred = NO_KIND
    departments: frozenset[str] = frozenset()
    sureness: float = 0.0
    is_whole: bool = True

    @property
    def is_articled(self) -> bool:
        """Whether some form leaves out an article."""
        return bool(self.forms) and self.forms[0][0] in ARTICLES


@dataclass(frozen=True, slots=True)
class Query:
    """All that was read: `department` when nothing but a department's number was given.

    `is_doubtful` when it is also what people say of other things: nothing is then to be taken for granted.
    """

    text: str
    whole: Phrase
    codes: tuple[str, ...] = ()
    department: Number | None = None
    is_doubtful: bool = False
    readings: tuple[Reading, ...] = ()


def read(text: str) -> Query:
    """Return what `text` may mean; no reading at all when it cannot name a territory."""
    said = words(text) if len(text) <= LONGEST else ()
    codes = tuple(word.upper() for word in said if _CODE.fullmatch(word))
    kept = before_nearby(without_boroughs(tuple(word for word in said if not _CODE.fullmatch(word))))
    department = department_alone(kept)
    is_guessed = kept == PARIS and PARIS[0] not in said
    is_doubtful = is_guessed or _CUT.search(text) is not None or is_common(kept) or not BODIES.isdisjoint(kept)
    query = Query(text, kept, codes, department, is_doubtful=is_doubtful)
    if named := _named_as_talk(text):
        return replace(query, readings=(named,))
    if department or not is_name(kept):
        return query
    return replace(query, readings=tuple(dict.fromkeys(_readings(kept)))[:_MOST_READINGS])


def _named_as_talk(text: str) -> Reading | None:
    """Some names are also small talk: only their capital, or what stands beside them, tells that they are meant."""
    found = _AS_TALK.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or letters(found["name"]) not in NAMES_AS_TALK:
        return None
    if not (found["of"] or found["where"] or found["name"][0].isupper()):
        return None
    is_told = bool(found["of"] or found["where"])
    where = frozenset({found["where"][:2].upper()}) if found["where"] else frozenset[str]()
    return Reading((words(found["name"]),), departments=where, sureness=float(bool(where)), is_whole=is_told)


def _readings(kept: Phrase) -> Iterator[Reading]:
    places = list(wheres(kept))
    for where in places:
        for run, is_whole in _runs(where.words):
            yield _reading(run, where, is_whole=is_whole and where.sureness > _DOUBTFUL)
    if all(where.sureness < 1 for where in places):
        for run, is_whole in _runs(kept):
            said = _reading(run, None, is_whole=is_whole)
            yield said
            if said.kindred.kind is PlaceKind.EPCI and "pays" in said.forms[0] and len(said.forms[0]) > 1:
                core = introduced(tuple(word for word in said.forms[0] if word != "pays"))
                yield Reading((core,) if core else (), kindred=said.kindred, is_whole=False)
            if not KINDS_IN_NAMES.isdisjoint(run):
                yield Reading((run,), is_whole=is_whole)
            if at := _late_introduction(run):
                yield _reading(run[at:], None, is_whole=False)


def _late_introduction(run: Phrase) -> int:
    """Where the last word that tells that a name follows is, 0 for none; one also in names does before "de"."""
    for at in range(len(run) - 2, 0, -1):
        if run[at] in INTRODUCING and (run[at] not in KINDS_IN_NAMES or run[at + 1] in LEADING):
            return at
    return 0


def _runs(kept: Phrase) -> Iterator[tuple[Phrase, bool]]:
    found = runs(kept)
    has_lost_a_title = kept[:1] == ("a",) and kept[1:2] in {("d",), ("de",), ("du",), ("des",)}
    return ((run, len(found) == 1 and not has_lost_a_title) for run in found)


def _reading(run: Phrase, where: Where | None, *, is_whole: bool) -> Reading:
    told, core = kindred(run)
    bare = core[1:] if core and core[0] in ARTICLES else ()
    stripped = introduced(tuple(word for word in core if word not in EPCI_WORDS and word not in ANYWHERE))
    forms = tuple(dict.fromkeys(form for form in (core, bare, stripped) if form))
    variants = tuple(form for form in dict.fromkeys(_variants(core)) if form and form not in forms)
    departments, sureness = (where.departments, where.sureness) if where else (frozenset[str](), 0.0)
    is_cut = core[-1:] in {("d",), ("l",)} and core[-2:-1] != () and core[-2] in LINKS
    return Reading(forms, variants, told, departments, sureness, is_whole and not is_cut)


def _variants(core: Phrase) -> Iterator[Phrase]:
    if "sous" in core:
        yield tuple("sur" if word == "sous" else word for word in core)
    if "s" in core[1:-1]:
        yield tuple("sur" if word == "s" else word for word in core)
        yield tuple("sous" if word == "s" else word for word in core)
    if not SAINTLY.isdisjoint(core):
        yield tuple("saint" if word in SAINTLY else word for word in core)
    for short, full in (("ste", "sainte"), ("st", "saint")):
        if core and core[0].startswith(short) and len(core[0]) > 4:
            yield (full, core[0].removeprefix(short), *core[1:])
    if any(word.isdigit() for word in core):
        yield tuple(DIGITS.get(word, word) for word in core)
        yield tuple(word for word in core if not word.isdigit())
