"""A sentence taken apart: its dates, its quantities, its verbs, and the shape that is left."""

import re
from dataclasses import dataclass
from datetime import date

from domain.line import Line
from domain.numbers import in_figures
from domain.objective.aims import CREATED, Move, aim_of
from domain.objective.deadlines import Dated, dates_in
from domain.objective.quantities import Quantity, quantities_in
from domain.objective.spelling import spelt_out

DATE = 0xE100
"""A date is one sign from this code on in the shape, a quantity one from QUANTITY on, what is put aside one ASIDE."""
QUANTITY = 0xE000
ASIDE = "\ue200"

_ASIDE = re.compile(
    r"(?<!\d)0\d(?:[ .-]?\d\d){4}(?!\d)"
    r"|(?<![\w])(?:articles?|art\.?|n°|numero|alinea|phases?|axes?|niveaux?|versions?|lots?|tranches?|volets?|chapitres?|etapes?"
    r"|priorites?|rue|avenue|windows|rgaa|iso|wcag|level|zones?|page|fiches?|(?<!en )ligne|bus|objectif n°|objectif(?= \d+ ?:)|loi|decret)"
    r" ?(?:n° ?)?\d[\d./-]*\b(?! ?(?:%|jours|agents|€))"
    r"|\b24 ?h(?:eures)? ?(?:/|sur) ?24\b|\b7 ?j(?:ours)? ?(?:/|sur) ?7\b|\b24 ?/ ?7\b|\bh24\b|\b[2-6]g\b|\bco2\b|\bcovid-?19\b|\bweb ?2\.0\b"
    r"|\b\d{4}-\d{3,4}\b|\b\d{1,2} ?h(?:\d\d)? (?:a|-) \d{1,2} ?h(?:\d\d)?\b"
    r"|\b(?:de |des )?(?:plus|moins) de \d+ ans\b|\b(?:de )?\d+ (?:a|-) \d+ ans\b|\b\d+ ?- ?\d+ ans\b|\b(?:des |les )\d+ ans\b|\bages? de \d+(?: ans)?"
    r"|\b(?:de )?\d+ ans (?:et|ou) plus\b|\b(?<=agees )de (?:plus de |moins de )?\d+ ans"
    r"|\b(?:communes?|villes?|villages?|collectivites?|territoires?|bourgs?|structures?|entreprises?|logements?) de (?:plus|moins) de \d[\d ]* (?:habitants?|salaries|agents|m2)\b"
    r"|(?<=, )\d{5}(?= [a-z])|\bpour \d[\d ]* habitants\b|\bpar (?:1 ?000|100|10 ?000|1 000) (?:habitants|agents|dossiers)\b"
    r"|\b(?:tous|toutes) les \d+ \w+\b|\b[a-z]+\d+\b"
)
_POSTAL = re.compile(r"(?<!\d )\b\d{5}\b(?= (?P<place>[a-z]))")
_YEARS = re.compile(r"(?<![\w/.,])(?:19|20)\d\d(?! ?(?:%|€|euros|[a-z'-]{2,}s\b))(?![\w/.,]*\d)")
_WORD = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class Aimed:
    """A word that says what the objective does, at a place in the shape."""

    start: int
    end: int
    verb: str
    move: Move


@dataclass(frozen=True, slots=True)
class Sentence:
    """`shape` is the sentence in full words, each date and quantity being one sign of it."""

    shape: Line
    dates: tuple[Dated, ...]
    quantities: tuple[Quantity, ...]
    aims: tuple[Aimed, ...]

    @property
    def text(self) -> str:
        return self.shape.text

    def place(self, rank: int) -> int:
        """Return where the quantity of this rank stands in the shape."""
        return self.text.index(chr(QUANTITY + rank))


def taken_apart(typed: str, today: date) -> Sentence:
    line = in_figures(spelt_out(Line.of(typed)))
    dates = dates_in(line, today)[:200]
    line = line.edited((dated.start, dated.end, chr(DATE + rank)) for rank, dated in enumerate(dates))
    line = _aside(line)
    quantities = quantities_in(line)[:200]
    shape = line.edited((one.start, one.end, chr(QUANTITY + rank)) for rank, one in enumerate(quantities))
    return Sentence(shape, dates, quantities, _aims(line, shape, quantities))


def _aside(line: Line) -> Line:
    line = line.replaced(_ASIDE, lambda _: ASIDE)
    line = line.replaced(
        _POSTAL, lambda match: ASIDE if line.words(match.end() + 1, match.end() + 2).isupper() else None
    )
    return line.replaced(_YEARS, lambda _: ASIDE)


def _aims(line: Line, shape: Line, quantities: tuple[Quantity, ...]) -> tuple[Aimed, ...]:
    said = [
        Aimed(match.start(), match.end(), *aim)
        for match in _WORD.finditer(shape.text)
        if (aim := aim_of(match[0])) is not None and not _is_thing(shape.text, match)
    ]
    for rank, one in enumerate(quantities):  # "doubler" is both a quantity and a verb
        if one.unit == "x" and (aim := aim_of(line.text[one.start : one.end])) is not None:
            place = shape.text.index(chr(QUANTITY + rank))
            said.append(Aimed(place, place + 1, *aim))
    return tuple(sorted(said, key=lambda aim: aim.start))


_NOUN_ENDS = ("ion", "ions", "ment", "age", "ure", "ance")


def _is_thing(text: str, match: re.Match[str]) -> bool:
    """Whether a noun of action names what is measured ("le taux de numérisation"), not what is done."""
    before = text[: match.start()]
    word = match[0]
    if word in CREATED and word not in {"baisse", "hausse"}:
        return True
    if not word.endswith(_NOUN_ENDS) and word not in {
        "mise",
        "baisse",
        "hausse",
        "gain",
        "gains",
        "montee",
        "economies",
        "economie",
        "tenue",
        "recul",
        "descente",
    }:
        return before.endswith((" la ", " le ", " l'", " un ", " une "))
    if aim_of(word) and aim_of(word)[1] in (Move.RISE, Move.FALL, Move.END, Move.GAIN):  # type: ignore[index]
        return before.endswith((" en ", "plan de ", " d'")) and not re.search(r"[\ue000-\ue0ff] (?:de |d')$", before)
    return not re.match(r"(?:\W|une? |la |l'|le |\ue100)*(?:objectif|cible)?[ :]*(?:une? |la |l'|le )?$", before)
