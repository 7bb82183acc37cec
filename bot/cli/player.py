"""A scenario played in the sandbox by a person who types and taps, as one would on a phone."""

from collections.abc import Mapping, Sequence

from bot.cli.scenario import Line
from bot.sandbox.client import Person
from bot.wording.typography import short
from bot.wording.wordbook import LONGEST_LABEL, Wordbook, Worded, block
from domain.dialogue.questions import MultiChoice
from domain.dialogue.script import Script


class Player:
    """Answers the questions of the script with the lines of a scenario; `titles` holds what was typed, by list."""

    def __init__(self, person: Person, book: Wordbook, script: Script, language: str = "fr") -> None:
        self._person, self._book, self._script, self._language = person, book, script, language
        self._titles: dict[str, list[str]] = {}

    async def play(self, line: Line) -> str:
        """Do one line; return it as a reader would say it."""
        if line.says is not None:
            for repeat in self._script.repeats():
                if repeat.title == line.question:
                    self._titles.setdefault(repeat.id, []).append(line.says)
            await self._person.send(line.says)
            return line.says
        said = [self._label(line.question, act) for act in line.taps]
        for label in said:
            await self._person.tap(label)
        return " · ".join(f"[{label}]" for label in said)

    async def play_all(self, lines: Sequence[Line]) -> None:
        for line in lines:
            await self.play(line)

    def _label(self, question: str, act: str) -> str:
        verb, _, argument = act.partition(":")
        words = Worded.of(self._script, question)
        match verb:
            case "row":
                return short(self._titles[REFERRED[question]][int(argument)], LONGEST_LABEL)
            case "pick" if argument in self._script.by_id:
                field = block(*Worded.of(self._script, argument), "name")
                name = self._book.label(self._language, field)
                return self._book.label(self._language, "common:option_selected", label=name)
            case "pick":
                option = self._book.label(self._language, block(*words, f"option_{argument}"))
                asked = [each for each in self._script.questions() if each.id == question]
                if any(isinstance(each, MultiChoice) for each in asked):
                    return self._book.label(self._language, "common:option_free", label=option)
                return option
            case _:
                return self._book.act(self._language, *words, verb)


REFERRED: Mapping[str, str] = {"objectives/need": "needs", "actions/objective": "objectives"}
"""The list whose rows a question offers."""
