"""Calls the Bot API without a library: for tests of the sandbox itself."""

from dataclasses import dataclass

import aiohttp

from bot.sandbox.jsontypes import JsonObject


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Bot API answered, good or bad."""

    status: int
    body: JsonObject

    @property
    def refusal(self) -> tuple[int, str]:
        """The code and the words of a refusal; KeyError where there was none."""
        return self.body["error_code"], self.body["description"]


class Wire:
    """Posts JSON to `base`, which ends with the token."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = base

    async def __call__(self, method: str, **params: object) -> Answer:
        async with self.session.post(f"{self.base}/{method}", json=params) as answer:
            return Answer(answer.status, await answer.json())
