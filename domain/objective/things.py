"""The thing an objective measures or changes, as typed: "les délais de traitement des demandes"."""

import re
from dataclasses import replace

from domain.objective.infinitives import INFINITIVE
from domain.objective.measures import is_rate
from domain.objective.members import as_members
from domain.objective.phrases import bare, mended, of, with_article
from domain.objective.quantities import Kind
from domain.objective.reading import Found
from domain.objective.sentence import Sentence
from domain.objective.spots import Related
from domain.parsing.lazy_regex import late

_END = late(
    r"[\ue000-\ue1ff,;.:()!?«»\"→=]|/(?:an|mois|jour|semaine)\b|(?<!\w)(?:grace|afin|via|sans|lors|par rapport"
    r"|au moyen|moyennant|dans le cadre|dans le respect|notamment|(?:aur|devr|pourr|passer|atteindr)(?:a|ont|ait"
    r"|aient)|ser(?:a|ont)(?! \w{3,}(?:e|i|u|is)e?s?\b)|sachent|puissent|veulent|par (?:an|mois|jour"
    r"|semaine|trimestre|agent et par an)|chaque (?:annee|mois|jour|semaine)|annuellement|qui|lorsque|car|soit"
    r"|contre|au lieu|aujourd'hui|actuellement|a ce jour|est"
    r"|sont(?! \w{3,}(?:e|i|u|is)e?s?\b)|etait|doit|doivent|ne|n'\w+"
    r"|pour (?:atteindre|arriver|passer|viser|que|mieux|[a-z]+er\b)|en (?!ligne)[a-z]+ant|en moyenne|au minimum"
    r"|au maximum|maximum|minimum|au moins|et (?:reduire|augmenter|ameliorer|atteindre|passer)|d'ici|objectif|tout en"
    r"|par la mise"
    r"|par le biais|a l'aide|a travers|suite a|conformement|au sein duquel|il|on|nous|de plus|de moins"
    r"|supplementaires?|en plus|en moins|jusqu'a|sous|comme|dont|il y a|mais|puis|svp|merci|au titre|a hauteur"
    r"|de facon|de maniere|au cours|a partir|a compter|des que|si possible|vs)(?!\w)"
)
_DANGLING = late(
    r"(?:\s+|^)(?:de|d'|du|des|a|au|aux|en|par|et|ou|avec|sur|pour|dans|entre|vers|sous|d'environ|environ|pres de"
    r"|plus de|moins de|au moins|le|la|les|l'|un|une|est|passer|porter|fixee?|actuel\w*|moyenne|avant|apres"
    r"|d'au moins|jusqu'|se|s'|autour de|egal\w*|superieure?s? a|inferieure?s? a|a plus de|a moins de|tout)\s*$"
)
_OF = late(
    r"^ ?\)?(?: (?:maximum|minimum|environ|au moins))?(?: (?:de |d')(?:hausse|augmentation|progression|baisse"
    r"|reduction|diminution|gain|economies?))? (?=(?:de |d'|des |du )(?!plus\b|moins\b|\W))"
)
_ARTICLE = (
    r"(?:le|la|les|l'|nos|notre|nos|vos|votre|son|sa|ses|leurs?|un|une|ce|cette|ces|mes|mon|tous les|toutes les"
    r"|tous nos|toutes nos)"
)
_OBJECT = late(
    r"^(?: (?:maximum|minimum|au moins|environ|maxi|ouvres|ouvrables|francs|calendaires))*"
    rf"(?: par [a-z]+| chaque [a-z]+)?(?:,? ?[\ue100-\ue1ff],?)? (?={_ARTICLE}(?:\s|(?<=')))"
)
_SPARED = late(r"^ d'economies? (?:sur|dans|pour) ")
_FIRST = late(
    r"^\W*(?:il est (?:propose|prevu|demande|envisage) |nous (?:voulons|souhaitons|devons|allons) |on (?:veut|va|doit"
    r"|souhaite) |(?:notre |mon |l')?(?:ambition|objectif|but|souhait|cible) ?: ?|veiller a ce que |faire en sorte que "
    r"|il faut que |(?:je|nous|on) (?:veux|veut|voulons|souhaitons|souhaite) que |que |qu'|de |d')*"
)
_SPENT = late(
    r"^ (?:par an |par mois |chaque annee )?(?:sur|dans|pour|au titre de|en faveur de|en(?! moy| tout))"
    r" (?=[a-z])"
)
_IN_ORDER_TO = late(r"^ pour (?=[a-z]+(?:er|ir|re) )")
_PER = late(r"^ par (?!an\b|mois\b|jour\b|semaine\b|heure\b)(?=[a-z]{3})")
_MEASURED = frozenset({"%", "pt", "jour", "heure", "minute", "semaine", "mois", "ETP"})
_SKIPPED = late(
    r"(?: (?:fortement|nettement|sensiblement|significativement|progressivement|encore|bien|en moyenne|drastiquement"
    r"|durablement|considerablement|progressive|globale|moyenne|nette|significative|importante|en ligne|en place"
    r"|en service|a disposition|en oeuvre|mis en ligne))+"
)
_LESS = late(r"(?:beaucoup |bcp |nettement |fois )?(?:moins|plus|davantage) (?:de |d')(?=[a-z])")
_DATED = late(r"\W*[\ue100-\ue1ff]\W*")
_AUXILIARY = late(r" (?:soient|soit|seront|sera|sont)(?= \w+(?:é|i|u|is|it)e?s?\b)")
_NO_PHRASE = late(
    r"(?:a|au|aux|en|par|pour|dans|sur|avec|on|il|nous|avant|ne|que|qu'\w+|lorsque|si|pas|plus|moins|et)\b|(?:mon "
    r"|notre |l'|nos )?(?:souhait|ambition|objectif|but|cible|priorite|cap)\W*$|de$"
    r"|merci\b|tout le monde\b|chacun\b|[\ue200 ]+$"
)
_INFINITIVE = late(rf"^\W*(?P<verb>{INFINITIVE})\b")


def thing(sentence: Sentence, told: Related) -> Found[str] | None:
    """Return the phrase with its article ("des délais" is "les délais"), None when nothing was named.

    A phrase that names a figure ("la part du télétravail") is preferred to any other.
    """
    found = [phrase for start in _starts(sentence, told) if (phrase := _phrase(sentence, start)) is not None]
    figures = (phrase for phrase in found if is_rate(phrase.value))
    said = next(figures, None) or next(iter(found), None)
    if said is None:
        return None
    if told.unit == "€" and told.verb is not None and told.verb.verb == "depenser":
        return replace(said, value=f"les dépenses {of(bare(said.value))}")
    return replace(said, value=as_members(said.value, sentence, told))


def _starts(sentence: Sentence, told: Related) -> list[int]:
    """Where the phrase may start, the likeliest first."""
    ranks = (told.target_from, told.amount_to, told.amount_from, told.baseline_from)
    places = []
    for rank in (rank for rank in ranks if rank is not None):
        place, one = sentence.place(rank) + 1, sentence.quantities[rank]
        after = sentence.text[place:]
        said = _SPARED.match(after) or _OF.match(after) or _OBJECT.match(after) or _PER.match(after)
        if said is None and (one.unit == "€" or one.unit in _MEASURED):
            said = _SPENT.match(after) or _IN_ORDER_TO.match(after)
        if said is not None:
            places.append(place + said.end())
        elif one.kind is Kind.COUNT and re.match(r" [a-z]", after):
            places.append(place)
    if told.verb is not None:
        skipped = _SKIPPED.match(sentence.text, told.verb.end)
        places.append(skipped.end() if skipped else told.verb.end)
    leads = (pattern.match(sentence.text) for pattern in (_INFINITIVE, _FIRST, _DATED))
    return [*places, *(lead.end() for lead in leads if lead is not None)]


def _phrase(sentence: Sentence, start: int) -> Found[str] | None:
    text = sentence.text
    start += len(text[start:]) - len(text[start:].lstrip(" ,:-"))
    less = _LESS.match(text, start)
    start = less.end() if less else start
    stop = _stop(text, start)
    typed = sentence.shape.words(start, stop)
    is_acronym = typed.isupper() and stop - start > 1
    if not is_acronym and re.search(r"[a-z]{3}", text[start:stop]) is None:
        return None
    if _NO_PHRASE.match(text[start:stop]) or any(aim.start == start and aim.end == stop for aim in sentence.aims):
        return None
    said = with_article(_AUXILIARY.sub("", mended(typed)))
    if start == 0 and said[1:2].islower():  # the first word of the sentence, not all in capitals
        said = said[:1].lower() + said[1:]
    if text[:start].endswith(" par "):  # what time is gained on
        said = f"chaque {said}"
    elif text[:start].endswith(" pour ") and re.match(r"[a-z]+(?:er|ir|re)\b", text[start:]):  # what it is taken for
        said = f"le délai pour {said}"
    return Found(said, *sentence.shape.span(start, stop), 0.8)


def _stop(text: str, start: int) -> int:
    """Where the phrase that starts there ends, without words that lead to nothing more."""
    end = _END.search(text, start)
    stop = end.start() if end else len(text)
    while stop > start and (loose := _DANGLING.search(text, max(start, stop - 40), stop)) is not None:
        stop = loose.start()
    return start + len(text[start:stop].rstrip(" ,-'"))
