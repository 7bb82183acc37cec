"""The thing an objective measures or changes, as typed: "les délais de traitement des demandes"."""

import re

from domain.objective.aims import Move
from domain.objective.phrases import accented_verb, with_article
from domain.objective.quantities import Kind
from domain.objective.reading import Found
from domain.objective.sentence import Sentence
from domain.objective.spots import Related
from domain.plain import folded

_END = re.compile(
    r"[\ue000-\ue1ff,;.:()!?«»\"→=]|(?<!\w)(?:grace|afin|via|sans|lors|par rapport|au moyen|moyennant|dans le cadre"
    r"|dans le respect|notamment|par (?:an|mois|jour|semaine|trimestre|agent et par an)|/an|chaque (?:annee|mois|jour"
    r"|semaine)|annuellement|qui|lorsque|car|soit|contre|au lieu|aujourd'hui|actuellement|a ce jour|est|sont|etait"
    r"|doit|doivent|ne|n'\w+|pour (?:atteindre|arriver|passer|viser|que|mieux|[a-z]+er\b)|en (?!ligne)[a-z]+ant"
    r"|en moyenne|au minimum|au maximum|maximum|minimum|au moins|et (?:reduire|augmenter|ameliorer|atteindre|passer)"
    r"|d'ici|objectif|tout en|par la mise|par le biais|a l'aide|a travers|suite a|conformement|au sein duquel|il|on"
    r"|nous|de plus|de moins|supplementaires?|en plus|en moins|jusqu'a|sous|comme|dont|il y a|mais|puis|svp|merci"
    r"|au titre|a hauteur|de facon|de maniere|au cours|a partir|a compter|des que|si possible|vs)(?!\w)"
)
_DANGLING = re.compile(
    r"(?:\s+|^)(?:de|d'|du|des|a|au|aux|en|par|et|ou|avec|sur|pour|dans|entre|vers|sous|d'environ|environ|pres de"
    r"|plus de|moins de|au moins|le|la|les|l'|un|une|est|passer|porter|fixee?|actuel\w*|moyenne|avant|apres"
    r"|d'au moins|jusqu'|se|s'|autour de|egal\w*|superieure?s? a|inferieure?s? a|a plus de|a moins de|tout)\s*$"
)
_OF = re.compile(
    r"^ ?\)?(?: (?:maximum|minimum|environ|au moins))?(?: (?:de |d')(?:hausse|augmentation|progression|baisse"
    r"|reduction|diminution|gain|economies?))? (?=(?:de |d'|des |du )(?!plus\b|moins\b|\W))"
)
_ARTICLE = (
    r"(?:le|la|les|l'|nos|notre|nos|vos|votre|son|sa|ses|leurs?|un|une|ce|cette|ces|mes|mon|tous les|toutes les"
    r"|tous nos|toutes nos)"
)
_OBJECT = re.compile(
    rf"^(?: (?:maximum|minimum|au moins|environ|maxi))?(?: par [a-z]+| chaque [a-z]+)? (?={_ARTICLE}(?:\s|(?<=')))"
)
_FIRST = re.compile(
    r"^\W*(?:il est (?:propose|prevu|demande|envisage) |nous (?:voulons|souhaitons|devons|allons) |on (?:veut|va|doit"
    r"|souhaite) |notre ambition ?: ?|objectif ?: ?|but ?: ?|de |d')*"
)
_SPENT = re.compile(r"^ (?:par an |par mois |chaque annee )?(?:sur|dans|pour|au titre de|en faveur de) (?=[a-z])")
_ADVERBS = re.compile(
    r"^(?:\s+(?:fortement|nettement|sensiblement|significativement|progressivement|encore|bien|en moyenne"
    r"|drastiquement|durablement|considerablement))+"
)
_INFINITIVE = re.compile(
    r"^\W*(?P<verb>(?!avoir|etre|faire|hier|premier|dernier|papier|courrier|numero)[a-z]{3,}(?:er|ir|oir|ire|dre|tre"
    r"|pre|cre))\b"
)


_KNOWN_MOVES = (Move.CREATE, Move.GAIN, Move.RISE, Move.FALL, Move.KEEP, Move.REACH, Move.OTHER)


def verb_said(sentence: Sentence, told: Related) -> Found[str] | None:
    """Return the infinitive, with what it takes before a count ("mettre en ligne", "répondre à")."""
    text, aim = sentence.text, told.verb
    if aim is not None and aim.move in _KNOWN_MOVES and aim.end - aim.start > 1:
        words = sentence.shape.words(aim.start, aim.end)
        infinitive = (
            words.casefold() if folded(words) == aim.verb == accented_verb(aim.verb) else accented_verb(aim.verb)
        )
        stop = _taken_until(text, told, sentence, aim.end) if aim.move in (Move.CREATE, Move.OTHER) else aim.end
        taken = sentence.shape.words(aim.end, stop).rstrip().replace("'", "’")
        return Found(infinitive + taken, *sentence.shape.span(aim.start, stop))
    found = next((match for match in _INFINITIVE_ANYWHERE.finditer(text) if aim is None), None)
    if found is None:
        return None
    stop = _taken_until(text, told, sentence, found.end())
    said = sentence.shape.words(found.start("verb"), stop).rstrip().replace("'", "’")
    return Found(said[:1].lower() + said[1:], *sentence.shape.span(found.start("verb"), stop))


def _taken_until(text: str, told: Related, sentence: Sentence, end: int) -> int:
    """Where the words between a verb and its count end, when they are few and no more than that."""
    rank = told.target_from if told.target_from is not None else told.amount_from
    if rank is not None:
        place = sentence.place(rank)
        if end < place and re.fullmatch(r"(?: [a-z'-]+){1,5} ", text[end:place]):
            return end + len(re.sub(_LOOSE, "", text[end:place]))
    fixed = re.match(r" (?:en ligne|en place|en service|a disposition|en oeuvre)\b", text[end:])
    return end + fixed.end() if fixed else end


_INFINITIVE_ANYWHERE = re.compile(
    r"(?:^|[,:;] ?|\ue100,? ?|\bde |\bd')(?P<verb>(?!avoir|etre|faire|hier|premier|dernier|papier|courrier|numero"
    r"|agir)[a-z]{4,}(?:er|ir|oir|ire|dre|tre))\b(?= )"
)
_LOOSE = re.compile(
    r"(?: (?:au moins|environ|pres de|plus de|quelque|jusqu'a|d'environ|au minimum|au total|encore|un total de"
    r"|pas moins de|d'au moins))?\s*$"
)


def thing(sentence: Sentence, told: Related) -> Found[str] | None:
    """Return the phrase with its article ("des délais" is "les délais"), None when nothing was named."""
    for start in _starts(sentence, told):
        found = _phrase(sentence, start)
        if found is not None:
            return found
    return None


def _starts(sentence: Sentence, told: Related) -> list[int]:
    """Where the phrase may start, the likeliest first."""
    text, verb_end = sentence.text, told.verb.end if told.verb else None
    ranks = [
        rank for rank in (told.target_from, told.amount_to, told.amount_from, told.baseline_from) if rank is not None
    ]
    starts: list[int] = []
    for rank in ranks:
        place = sentence.place(rank) + 1
        one, after = sentence.quantities[rank], text[place:]
        said = _OF.match(after) or _OBJECT.match(after) or (_SPENT.match(after) if one.unit is not None else None)
        if said:
            starts.append(place + said.end())
        elif one.kind is Kind.COUNT and re.match(r" [a-z]", after):
            starts.append(place)
    if verb_end is not None:
        adverbs = _ADVERBS.match(text[verb_end:])
        starts.append(verb_end + (adverbs.end() if adverbs else 0))
    infinitive = _INFINITIVE.match(text)
    if infinitive is not None:
        starts.append(infinitive.end())
    lead = _FIRST.match(text)
    starts.append(lead.end() if lead else 0)
    after_date = re.match(r"^\W*[\ue100-\ue1ff]\W*", text)
    if after_date is not None:
        starts.append(after_date.end())
    return starts


def _phrase(sentence: Sentence, start: int) -> Found[str] | None:
    text = sentence.text
    start += len(text[start:]) - len(text[start:].lstrip(" ,:-"))
    end = _END.search(text, start)
    stop = end.start() if end else len(text)
    while stop > start and (loose := _DANGLING.search(text, max(start, stop - 40), stop)) is not None:
        stop = loose.start()
    stop = start + len(text[start:stop].rstrip(" ,-'"))
    if not _is_phrase(text[start:stop], sentence.shape.words(start, stop)):
        return None
    if any(aim.start == start and aim.end == stop for aim in sentence.aims):
        return None
    return Found(with_article(sentence.shape.words(start, stop)), *sentence.shape.span(start, stop), 0.8)


def _is_phrase(said: str, typed: str) -> bool:
    if re.search(r"[a-z]{3}", said) is None and not (typed.isupper() and len(said) > 1):
        return False
    return re.match(r"(?:a|au|aux|en|par|pour|dans|sur|avec|on|il|nous|avant|ne)\b", said) is None
