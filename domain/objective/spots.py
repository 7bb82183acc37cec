"""One quantity in its sentence, with the words on both sides and the verb that rules it."""

import re
from dataclasses import dataclass

from domain.objective import cues
from domain.objective.aims import Move
from domain.objective.leads import Lead
from domain.objective.quantities import Counted
from domain.objective.reading import Aim, Doubt, Why
from domain.objective.reading import Quantity as Value
from domain.objective.sentence import DATE, Cue, Sentence
from domain.objective.units_said import noun_after, noun_counted, noun_of_object
from domain.parsing.lazy_regex import late


@dataclass(frozen=True, slots=True)
class Related:
    """The fields of an objective; the numbers beside are the ranks of the quantities they come from."""

    aim: Aim | None = None
    verb: Cue | None = None
    amount: Value | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    baseline_from: int | None = None
    target_from: int | None = None
    certainty: float = 0.95
    doubts: tuple[Doubt, ...] = ()


def either_end(one: Counted) -> tuple[Doubt, ...]:
    """Return the doubt about which end of a range is the level to reach, none when it is one number."""
    return () if one.high is None else (Doubt("target", (one.high, one.value), Why.RANGE),)


@dataclass(frozen=True, slots=True)
class Spot:
    """The quantity of this rank; `before` and `after` are the words around, `after` up to the next quantity."""

    sentence: Sentence
    rank: int
    one: Counted
    before: str
    after: str
    aim: Cue | None

    @classmethod
    def of(cls, sentence: Sentence, rank: int) -> "Spot":
        place = sentence.place(rank)
        after = re.split(cues.Q, sentence.text[place + 1 :], maxsplit=1)[0]
        return cls(sentence, rank, sentence.quantities[rank], sentence.text[:place], after, governing(sentence, place))

    @property
    def move(self) -> Move | None:
        return None if self.aim is None else self.aim.move

    @property
    def unit(self) -> str | None:
        said = self.one.unit or noun_after(self.sentence, self.rank) or noun_counted(self.sentence)
        return said or (None if self.aim is None else noun_of_object(self.sentence, self.aim.end))

    @property
    def value(self) -> Value:
        return self.one.value if self.one.high is None else (self.one.value, self.one.high)

    @property
    def is_baseline(self) -> bool:
        return cues.stands_today(self.before, self.after) or self._is_of_the_past

    @property
    def _is_of_the_past(self) -> bool:
        sign = cues.date_after(self.after)
        if sign is None or len(self.sentence.quantities) == 1:
            return False
        dated = self.sentence.dates[ord(sign) - DATE]
        return dated.lead not in (Lead.DEADLINE, Lead.START) and dated.period.last < self.sentence.today

    def change(self, way: Aim, certainty: float = 0.95) -> Related:
        return Related(way, self.aim, self.value, self.unit, amount_from=self.rank, certainty=certainty)

    def level(self, way: Aim, certainty: float = 0.95) -> Related:
        goal = self.one.value if self.one.high is None else self.one.high
        unit = (self.one.unit or noun_counted(self.sentence)) if goal == 0 else self.unit
        doubts = either_end(self.one)
        return Related(
            way, self.aim, None, unit, target=goal, target_from=self.rank, certainty=certainty, doubts=doubts
        )

    def count(self, unit: str | None, certainty: float = 0.95) -> Related:
        made = Related(Aim.CREATE, self.aim, self.value, unit, amount_from=self.rank, certainty=certainty)
        if self.one.high is not None:
            return made
        return Related(
            Aim.CREATE,
            self.aim,
            self.value,
            unit,
            target=self.one.value,
            amount_from=self.rank,
            target_from=self.rank,
            certainty=certainty,
        )


IN_ORDER_TO = late(r"\b(?:pour|afin d[e']?)\s*$")
_AND_THEN = late(r"\b(?:pour|afin d[e']?|et)\s*(?:d')?$")
_BY_MEANS_OF = late(r"\b(?:pour|en)\s*$")
_ARTICLE = late(r" (?:la |l'|le )?")


def governing(sentence: Sentence, place: int) -> Cue | None:
    """Return the word that rules what stands at a place: the last before it, else the first of the sentence.

    The last may only say what an earlier one is for, or what it limits: then that one rules.
    """
    before = [aim for aim in sentence.aims if aim.start <= place]
    if not before:
        return next((aim for aim in sentence.aims if not IN_ORDER_TO.search(sentence.text[: aim.start])), None)
    last = before[-1]
    for earlier in reversed(before[:-1]):
        between = sentence.text[earlier.end : last.start]
        is_rise_or_fall = earlier.move in (Move.RISE, Move.FALL)
        if last.move in (Move.REACH, Move.PASS, Move.BRING) and is_rise_or_fall and _AND_THEN.search(between):
            return earlier
        if last.move is Move.CREATE and _BY_MEANS_OF.search(between):
            return earlier
        if earlier.move is Move.KEEP and last.move in (Move.RISE, Move.FALL) and _ARTICLE.fullmatch(between):
            return earlier
    return last
