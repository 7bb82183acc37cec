"""The thing an objective measures or changes, as typed."""

from domain.objective.reading import Found
from domain.objective.relations import Related
from domain.objective.sentence import Sentence


def thing(sentence: Sentence, told: Related) -> Found[str] | None:
    return None
