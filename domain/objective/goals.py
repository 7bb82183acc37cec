"""The first goal of a sentence that has two: "descendre sous 10 jours le délai et porter à 95 % la disponibilité"."""

import re
from dataclasses import replace

from domain.objective import cues
from domain.objective.sentence import QUANTITY, Sentence
from domain.parsing.lazy_regex import late
from domain.parsing.line import Line


def first_goal(sentence: Sentence) -> tuple[Sentence, bool]:
    """Return the sentence as far as its first goal goes, with all of its dates, and whether there is another."""
    shape, text = sentence.shape, sentence.text
    for aim in sentence.aims:
        if not text.startswith(_SIGNS, aim.start) and re.match(r"[a-z]+(?:er|ir|re)\b", text[aim.start :]) is None:
            continue
        link = _LINK.search(text[: aim.start])  # the words that link the verb to an earlier goal
        stop = 0 if link is None else link.start()
        count = len(re.findall(cues.Q, text[:stop]))
        if count == 0 or all(other.start >= stop for other in sentence.aims) or not _is_other_goal(text, aim.end):
            continue
        first = Line(shape.typed, text[:stop], shape.starts[:stop], shape.ends[:stop])
        aims = tuple(each for each in sentence.aims if each.end <= stop)
        return replace(sentence, shape=first, quantities=sentence.quantities[:count], aims=aims), True
    return sentence, False


_SIGNS = tuple(map(chr, range(QUANTITY, QUANTITY + 256)))


def _is_other_goal(text: str, end: int) -> bool:
    """Whether a verb has a figure and a thing of its own; "et atteindre 80 %" only completes what was said before."""
    following = re.split(r"[.;]", text[end:])[0]
    figure = re.search(cues.Q, following)
    if figure is None and not text[end - 1 : end].startswith(_SIGNS):
        return False
    named = re.sub(cues.Q + "|" + cues.D, " ", following)
    return _THING.search(named) is not None


_LINK = late(r"(?:[,;.]| et| puis| mais| ainsi que)+ (?:aussi |egalement |de |d')?$")


_THING = late(r"(?:\b(?:le|la|les|nos|notre|leurs?|ses|son|sa|des|du|de|d') ?|\bl')[a-z]{3}|^ {1,3}[a-z]{4}")
