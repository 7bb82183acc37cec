"""A sentence taken apart: its dates, its quantities, its verbs, and the shape that is left."""

import re
from dataclasses import dataclass
from datetime import date

from domain.objective.aims import CREATED, Move, aim_of
from domain.objective.deadlines import Dated, dates_in
from domain.objective.infinitives import INFINITIVE
from domain.objective.quantities import Counted, quantities_in
from domain.objective.spelling import spelt_out
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line
from domain.parsing.numbers import in_figures

DATE = 0xE100
"""A date is one sign from this code on in the shape, a quantity one from QUANTITY on, what is put aside one ASIDE."""
QUANTITY = 0xE000
ASIDE = "\ue200"
MOST = 40
"""Dates, and quantities, of one sentence; what comes after is left as words."""

_IDS = late(
    r"(?<!\d)0\d(?:[ .-]?\d\d){4}(?!\d)|(?<!\w)(?:n°|numero|no) ?\d[\d./-]*|\b\d{4}-(?!20\d\d)\d{3,4}\b(?!-)|\b(?:19"
    r"|20)\d\d-\d{1,2}\b(?= (?:du|de la) )"
)
_ASIDE = late(
    r"(?<!\w)(?:articles?|art\.?|alinea|phases?|axes?|niveaux?|versions?|lots?|tranches?|volets?|chapitres?|etapes?"
    r"|priorites?|rue|avenue|windows|rgaa|iso|wcag|level|zones?|page|fiches?|(?<!en )ligne|bus"
    r"|objectif(?= \d+ ?:)) ?(?:n° ?)?\d[\d./-]*\b(?! ?(?:%|jours|agents|€))|\b24 ?h(?:eures)? ?(?:/|sur) ?24\b"
    r"|\b7 ?j(?:ours)? ?(?:/|sur) ?7\b|\b24 ?/ ?7\b|\bh24\b|\b[2-6]g\b|\bco2\b|\bcovid-?19\b|\b2\.0\b|\b(?:de "
    r"|des )?(?:plus|moins) de \d+ ans\b|\b(?:de )?\d+ (?:a|-) \d+ ans\b|\b\d+ ?- ?\d+ ans\b|\b(?:des |les )\d+ ans\b"
    r"|\bages? de \d+(?: ans)?|\b(?:de )?\d+ ans (?:et|ou) plus\b|\b(?<=agees )de (?:plus de |moins de )?\d+ ans"
    r"|\b(?:communes?|villes?|villages?|collectivites?|territoires?|bourgs?|structures?|entreprises?"
    r"|logements?) de (?:plus|moins) de \d[\d ]* (?:habitants?|salaries|agents|m2)\b|\bpour \d[\d ]* habitants\b"
    r"|\bpar (?:1 ?000|100|10 ?000) (?:habitants|agents|dossiers)\b|\b(?:tous|toutes) les \d+ \w+\b"
    r"|\b(?!x\d)[a-z]+\d+\b"
)
_OPEN = late(r"\b(?P<from>\d{1,2}) ?h(?:\d\d)? (?:a|-) (?P<until>\d{1,2}) ?h(?:\d\d)?\b")
_POSTAL = late(r"(?<!\d )\b\d{5}\b(?= (?P<place>[a-z]))")
_YEARS = late(r"(?<![\w/.,])(?:19|20)\d\d(?! ?(?:%|€|euros|[a-z'-]{2,}s\b))(?![\w/.,]*\d)")
_WORD = late(r"[a-z][a-z-]*")
_INFINITIVE = late(
    r"(?:^\W*|[,:;.!] ?|[\ue100-\ue1ff],? ?|\b(?:pour objectif|s'agit|s'agira|propose|prevu|vise|objectif est) (?:de "
    r"|d'|a )|\b(?:faut|doit|devons|voulons|souhaitons|allons|veut|va|souhaite|devra|devront|devrait|pourra"
    rf"|permettra de|vont) |\bet (?:de |d')?)(?P<verb>{INFINITIVE})\b(?= )"
)


@dataclass(frozen=True, slots=True)
class Cue:
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
    quantities: tuple[Counted, ...]
    aims: tuple[Cue, ...]
    today: date

    @property
    def text(self) -> str:
        return self.shape.text

    def place(self, rank: int) -> int:
        """Return where the quantity of this rank stands in the shape."""
        return self.text.index(chr(QUANTITY + rank))


def taken_apart(typed: str, today: date) -> Sentence:
    line = in_figures(spelt_out(Line.of(typed)))
    line = line.replaced(_IDS, lambda _: ASIDE)
    dates = dates_in(line, today)[:MOST]
    line = line.edited((dated.start, dated.end, chr(DATE + rank)) for rank, dated in enumerate(dates))
    line = line.replaced(_ASIDE, lambda _: ASIDE)
    line = line.replaced(_OPEN, lambda match: ASIDE if int(match["from"]) < int(match["until"]) else None)
    line = line.replaced(
        _POSTAL, lambda match: ASIDE if line.words(match.end() + 1, match.end() + 2).isupper() else None
    )
    line = line.replaced(_YEARS, lambda _: ASIDE)
    quantities = quantities_in(line)[:MOST]
    shape = line.edited((one.start, one.end, chr(QUANTITY + rank)) for rank, one in enumerate(quantities))
    return Sentence(shape, dates, quantities, _aims(line, shape, quantities), today)


def _aims(line: Line, shape: Line, quantities: tuple[Counted, ...]) -> tuple[Cue, ...]:
    said = [
        Cue(match.start(), match.end(), *aim)
        for match in _WORD.finditer(shape.text)
        if (aim := aim_of(match[0])) is not None and not _is_thing(shape.text, match)
    ]
    known = {aim.start for aim in said}
    said += [
        Cue(*match.span("verb"), match["verb"], Move.OTHER)
        for match in _INFINITIVE.finditer(shape.text)
        if match.start("verb") not in known
    ]
    for rank, one in enumerate(quantities):  # "doubler" is both a quantity and a verb
        if one.unit == "x" and (aim := aim_of(line.text[one.start : one.end])) is not None:
            place = shape.text.index(chr(QUANTITY + rank))
            said.append(Cue(place, place + 1, *aim))
    return tuple(sorted(said, key=lambda aim: aim.start))


_NOUNS = late(
    r"\w+(?:ion|ions|ment|age|ure|ance)|mise|baisse|hausse|gains?|montee|economies?|tenue|recul|descente|maintien"
)
_LIGHT = late(
    r"(?:^|\b(?:assur|proced|poursui|engag|condui|men|realis|oper|permett|favoris|vis|organis|lanc|prevoi|programm"
    r"|planifi|garanti|continu|parven|contribu|abouti|souten|encourag|propos|finalis|achev|acceler|entreprend|initi"
    r"|prevu|obten|attein)\w*|\b(?:objectif|cible|but|ambition|priorite|action|avec|par|via|pour|est|soit|sera|d'ici"
    r"|horizon)\b ?:?|[:\ue100-\ue1ff,;]) ?(?:(?:la|le|les|une?|a|au|de|des) |[ld]')*$"
)
_OF = late(r" (?:de |d'|du |des )")
_PUT = late(r" (?:en ligne|en place|en service|a disposition|en oeuvre|a niveau) (?:de|d')")
_QUANTITY_OF = late(r"[\ue000-\ue0ff] (?:de |d')$")


def _is_thing(text: str, match: re.Match[str]) -> bool:
    """Whether a word names what is measured ("le taux de numérisation"), not what is done."""
    before, after, word = text[: match.start()], text[match.end() :], match[0]
    if word.startswith("mis") and _PUT.match(after) is None:
        return True
    if word == "compter" and before.endswith(" a "):
        return True
    if word in CREATED and word not in {"baisse", "hausse", "mise"}:
        return True
    if _NOUNS.fullmatch(word) is None:
        return before.endswith((" la ", " le ", " l'", " un ", " une "))
    aim = aim_of(word)
    if aim is not None and aim[1] in (Move.RISE, Move.FALL, Move.END, Move.GAIN):
        return before.endswith((" en ", "plan de ", " d'")) and _QUANTITY_OF.search(before) is None
    if _LIGHT.search(before) is None:
        return True
    return _OF.match(after) is None and not word.startswith("mis")
