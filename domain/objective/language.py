"""Whether a sentence is in English, which has a grammar of its own."""

import re
from functools import cache


def is_english(said: str) -> bool:
    """Whether a folded sentence has several English words ("open data" is no sentence), and more than French ones."""
    english = len(_english().findall(said))
    return english > 1 and english > len(_french().findall(said))


@cache
def _english() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:the|of|by|and|our|from|with|for|this|that|at least|within|increase|reduce|halve|cut|train|reach|raise"
        r"|open|improve|double|keep|have|calls|people|year|years|next|online|share|number|rate|than|under|below|lower"
        r"|achieve|maintain|waiting|users|residents|procedures|requests|staff|(?<!\d )to)\b"
    )


@cache
def _french() -> re.Pattern[str]:
    return re.compile(r"\b(?:le|la|les|des|du|de|un|une|et|au|aux|nos|notre|pour|avec|dans|en|sur|que|par)\b|\b[ldn]'")
