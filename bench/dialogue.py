"""The ten questions that both bots ask and the ten answers that people type: the start of the express path."""

import re
from typing import NamedTuple

TOKEN = "1234567:a-token-that-opens-only-the-sandbox"  # noqa: S105 - of no use elsewhere


class Exchange(NamedTuple):
    """A question of the script, what people answer it, and how a bot without our engine would check that."""

    item: str
    answer: str
    pattern: str


DIALOGUE = (
    Exchange("frame.territory", "Il n’y est pas", r".{1,100}"),
    Exchange("frame.territory_name", "Communauté de communes des Trois Vallons", r".{1,100}"),
    Exchange("frame.territory_kind", "2", r"[1-5]"),
    Exchange("frame.population", "18640", r"\d{1,8}"),
    Exchange("frame.plan_name", "Le numérique pour tous", r".{1,120}"),
    Exchange("frame.start_year", "2027", r"20[2-4]\d"),
    Exchange("frame.end_year", "2029", r"20[2-5]\d"),
    Exchange("frame.ambition", "Que chacun puisse faire ses démarches sans jamais être seul", r".{1,200}"),
    Exchange("frame.has_budget", "1", r"[1-3]"),
    Exchange("frame.budget", "186000", r"\d+"),
)
ANSWERS = tuple(exchange.answer for exchange in DIALOGUE)


def pattern(number: int) -> re.Pattern[str]:
    return re.compile(rf"^(?:{DIALOGUE[number].pattern})$")
