"""Whole conversations, as people read them: what changes in them is seen in a diff.

`pytest tests/e2e/test_transcripts.py --update-transcripts` writes them again. `(…)` are buttons pressed, `[…]` those
offered, `~` what a message became, `!` a short word on the button itself.

A conversation is told by a file beside its transcript: what is replied to each question, by id. `id?` is what is done
with what was understood, once shown to be confirmed. A list gives one reply each time the question is asked; a list
inside it is one reply in several steps. A step is the act of a button ("pick:yes"), the name of one in brackets, a file
sent ("file:actions.csv"), the question handed to somebody who replies ("hand:Karim:21 %"), or words.
"""

import pathlib
import re
import tomllib
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection

from bot.cli.scenario import AGENT, LINES
from bot.sandbox.client import Person
from bot.sandbox.seen import Message, find_button
from bot.storage import prompts, talks
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.path import Path
from domain.dialogue.questions import Date, Decimal, Question
from domain.dialogue.survey import survey
from domain.dialogue.talk import TO_CONFIRM
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from tests.e2e.conftest import House

FOLDER = pathlib.Path(__file__).with_name("transcripts")
TOLD = sorted(file.stem for file in FOLDER.glob("*.toml"))
MOST_TIMES = 6
"""Times that the same thing is asked, after which the conversation goes in circles."""
WITHOUT_VALUE = ("unknown", "skip", "not_applicable")
NEVER_WORDS = ("pick:", "entry:", "row:", "open:", "edit:", "topic:", "suggested:")
WAYS_ON = ("confirm", "ok", "done", "keep")
"""What closes what is shown, when nothing else was to be done there."""


class Transcript:
    """What a person does and is told, as lines; counts what they tap and type."""

    def __init__(self, house: "House", person: Person, *, beside: "Transcript | None" = None) -> None:
        self.house, self.person = house, person
        self.lines: list[str] = beside.lines if beside else []
        self._bot = f"Jalon à {person.first_name}" if beside else "Jalon"
        self.taps = self.typed = 0
        self._screen: dict[int, Message] = {}
        self._looked = 0

    async def start(self, token: str = "") -> None:
        self._add(f"{self.person.first_name} : /start{' par le lien' if token else ''}")
        await self.person.start(token)
        await self.listen()

    async def say(self, text: str) -> None:
        self.typed += 1
        self._add(f"{self.person.first_name} : {text}")
        await self.person.send(text)
        await self.listen()

    async def press(self, name: str) -> None:
        """Press a button by its label, or by its data."""
        self.taps += 1
        message, button = find_button(name, list(self._screen.values()))
        self._add(f"{self.person.first_name} : ({name if name in button.text else button.text})")
        await self.person.press(message, button)
        await self.listen()

    def data_of(self, message_id: int | None) -> list[str]:
        """The data of the buttons of a message, in order."""
        return [button.data or "" for button in self._screen[message_id or 0].buttons]

    async def edit(self, text: str) -> None:
        """Correct the last message this person wrote."""
        last = [each for each in self._screen.values() if each.sender_id == self.person.id][-1]
        self._add(f"{self.person.first_name} corrige : {text}")
        await self.person.edit(last, text)
        await self.listen()

    async def do(self, words: str, gesture: Callable[[], Awaitable[object]]) -> None:
        self._add(f"{self.person.first_name} {words}")
        await gesture()
        await self.listen()

    async def send_file(self, name: str) -> None:
        """Send a file that lies beside the transcripts."""
        await self.do(f"envoie {name}", partial(self.person.document, name, (FOLDER / name).read_bytes()))

    async def hand(self, name: str, reply: str) -> None:
        """Hand what is asked, by a link, to somebody new who replies."""
        await self.press(self.house.words("common:act_hand"))
        await self.press(self.house.words("handing:act_link"))
        link = next(each.said for each in reversed(self._screen.values()) if "?start=" in each.said)
        colleague = Transcript(self.house, await self.house.world.person(name), beside=self)
        await colleague.start(link.partition("?start=")[2].split()[0])
        await colleague.press(self.house.words("start:act_consent"))
        await colleague.say(reply)
        await self.listen()

    async def later(self, words: str, by: timedelta) -> None:
        self._add(f"--- {words}")
        await self.house.jump(by)
        await self.listen()

    async def play(self, steps: Sequence[str]) -> None:
        """Say each step, press it when it is in brackets; "+8 le 1er décembre" lets eight days pass."""
        for step in steps:
            if step.startswith("("):
                await self.press(step[1:-1])
            elif step.startswith("+"):
                days, _, words = step.partition(" ")
                await self.later(words, timedelta(days=float(days)))
            else:
                await self.say(step)

    async def listen(self) -> None:
        """Write what is new on the screen."""
        await self.person.world.settle()
        seen = await self.person.view(self._looked)
        self._looked = seen["last_event"]
        for toast in seen["toasts"]:
            self._add(f"! {toast['text']}")
        for raw in (each for chat in seen["chats"] if chat["id"] == self.person.id for each in chat["messages"]):
            self._see(Message.read(raw))

    def _see(self, message: Message) -> None:
        before = self._screen.get(message.id)
        self._screen[message.id] = message
        if not message.from_bot or message.deleted:
            return
        said = _face(message)
        if before is None:
            self._add(f"{self._bot} : {said}{_keyboard(message)}")
        elif said != _face(before):
            is_choice = said.startswith(_face(before).split("\n")[0]) and "✔️" in said.rsplit("\n", 1)[-1]
            self._add("~ " + (said.rsplit("\n", 1)[-1] if is_choice else f"{said}{_keyboard(message)}"))
        elif message.keyboard and _unmarked(message) != _unmarked(before):
            self._add(f"~ (d’autres boutons){_keyboard(message)}")

    def _add(self, text: str) -> None:
        plain = re.sub(r"(\?start=\w_)\w+", r"\1…", text.replace("\u202f", " ").replace("\xa0", " "))
        first, *rest = plain.split("\n")
        self.lines += ["", first, *(f"    {line}".rstrip() for line in rest)]


def _face(message: Message) -> str:
    return (message.said or f"<{message.kind}>") + (f" <{message.file_name}>" if message.file_name else "")


def _keyboard(message: Message) -> str:
    return "".join(f"\n    {' '.join(f'[{each.text}]' for each in row)}" for row in message.keyboard)


def _unmarked(message: Message) -> list[str]:
    return [label.lstrip("▫️✅ ") for label in message.labels]


class Lead:
    """Answers what is asked as a file tells: by question, else by a default for its kind."""

    def __init__(self, script: Transcript, told: Mapping[str, Any]) -> None:
        self._script, self._told = script, told
        self._turns = {asked: iter(given) for asked, given in told["replies"].items() if isinstance(given, list)}
        self._ignores = told.get("knows_nothing", False)
        self._has_wavered = set[str]()

    async def answer_everything(self) -> None:
        """Reply until nothing is asked.

        Raises AssertionError when the conversation goes in circles.
        """
        asked = deque[str](maxlen=MOST_TIMES)
        while row := await self._live():
            asked.append(str(row.path))
            assert len(asked) < MOST_TIMES or len(set(asked)) > 1, "\n".join(self._script.lines[-60:])
            steps = self._steps(row)
            await self._do(steps[0], row)
            for step in steps[1:]:
                await self._do(step, await self._live())

    async def _live(self) -> PromptRow | None:
        """What is asked, once the bot is calm."""
        person = self._script.person

        def look(db: Connection) -> PromptRow | None:
            talk = next((each for each in talks.of_person(db, person.id) if each.chat_id == person.id), None)
            return prompts.get(db, talk.talk.live.id) if talk and talk.talk.live else None

        return await self._script.house.db.read(look)

    async def _do(self, step: str, row: PromptRow | None) -> None:
        if step.startswith("entry:"):
            row = await self._page_of(step, row)
        if step.startswith("file:"):
            await self._script.send_file(step.removeprefix("file:"))
        elif step.startswith("hand:"):
            _, name, reply = step.split(":")
            await self._script.hand(name, reply)
        elif step.startswith("("):
            await self._script.press(step[1:-1])
        elif row and (place := _place_of(step, row)) is not None:
            await self._script.press(next(e for e in self._script.data_of(row.message_id) if _index(e) == place))
        else:
            assert not step.startswith(NEVER_WORDS), f"{step} is not offered: {row and row.acts}"
            await self._script.say(step)

    async def _page_of(self, entry: str, row: PromptRow | None) -> PromptRow | None:
        """Turn the pages to the one that offers an entry."""
        while row and entry not in row.acts and row.acts[-2].startswith("page:"):
            await self._do(row.acts[-2], row)
            row = await self._live()
        return row

    def _steps(self, row: PromptRow) -> Sequence[str]:
        assert row.path is not None, row.kind
        asked = f"{row.path.id}?" if row.prompt.kind in TO_CONFIRM else row.path.id
        if self._told.get("wavers") and (step := self._wavering(row)):
            return (step,)
        if self._ignores and (without := self._without_value(row)) and asked not in self._told["replies"]:
            return (without,)
        given = next(self._turns[asked], None) if asked in self._turns else self._told["replies"].get(asked)
        if given is None:
            return (self._default(row),)
        return given if isinstance(given, list) else (str(given),)

    def _wavering(self, row: PromptRow) -> str | None:
        """Go back once from each question, and keep what was answered there."""
        asked = row.path.id if row.path else ""
        if "back" in row.acts and asked not in self._has_wavered:
            self._has_wavered.add(asked)
            return "back"
        return "keep" if "keep" in row.acts else None

    def _without_value(self, row: PromptRow) -> str | None:
        return next((each for each in WITHOUT_VALUE if each in row.acts), None)

    def _default(self, row: PromptRow) -> str:
        ways = (*WAYS_ON, *(act for act in row.acts if act.startswith("pick:")))
        way = next((each for each in ways if each in row.acts), None) or self._without_value(row)
        return way or _words(SCRIPT.question(row.path.id) if row.path else None)


def _place_of(act: str, row: PromptRow) -> int | None:
    """The place of an act among those of a prompt: `row:2` is the third row, `add` the list that can be added to."""
    if act.startswith("row:"):
        return int(act.removeprefix("row:"))
    found = (place for place, other in enumerate(row.acts) if act in {other, other.split(":")[0]})
    return next(found, None)


def _index(callback: str | None) -> int:
    return int((callback or "").rsplit(".", 1)[-1].lstrip("+-"))


def _words(question: Question | None) -> str:
    match question:
        case Decimal():
            return "12"
        case Date():
            return "15/03/2027"
        case _:
            return "À préciser ensemble"


async def _told(house: "House", name: str) -> list[str]:
    """Play the conversation of a file, and check that it ends as the file says."""
    file = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    language = file.get("language", "fr")
    script = Transcript(house, await house.world.person(file["person"], language=language))
    await script.start()
    await script.press(house.words("start:act_consent", language))
    script.taps = 0
    await Lead(script, file).answer_everything()
    assert script.taps + script.typed <= file["end"].get("most", 1000)
    gestures = f"{script.taps} boutons pressés, {script.typed} réponses écrites, de l’accord à la fin du plan."
    await script.play(file.get("then", ()))
    await _ends(house, file["end"])
    return [gestures, *script.lines]


async def _ends(house: "House", end: Mapping[str, Any]) -> None:
    dossier = await house.dossier()
    assert survey(SCRIPT, dossier).cursor is None
    assert {name: len(dossier.rows_of(Path(name))) for name in end["rows"]} == end["rows"]
    answers = await house.answers()
    assert answers.get("check.adopt") == end["adopt"]


async def going_back(house: "House") -> list[str]:
    lead = await house.newcomer()
    await house.player(lead).play_all(LINES[:10])
    script = Transcript(house, lead)
    await script.listen()
    script.lines.clear()
    await script.play(("beaucoup", "vraiment beaucoup", "/aide", "/retour", "(Garder « Oui »)", "50 000"))
    await script.edit("60 000")
    await script.press("Remplacer")
    await script.do("envoie un autocollant", script.person.sticker)
    await script.play(("/pause", "/reprendre", "(C’est exact)", "/modifier", "(Cadre)"))
    await script.play(("(✏️ Première année)", "2030", "(Annuler)", "/modifier", "(Cadre)", "(✏️ Première année)"))
    await script.play(("2030", "(Confirmer)", "2029", "2032", "/annuler", "/plan", "/zut"))
    return script.lines


async def nudges(house: "House") -> list[str]:
    await house.lead()
    karim = await house.member(AGENT, Role.CONTRIBUTOR, label=AGENT)
    script = Transcript(house, karim)
    await script.listen()
    script.lines.clear()
    await script.later("le 1er décembre", timedelta(days=8, minutes=-30))
    await script.play(("(✍️ Répondre)", "pas mal de monde", "210", "(Non, je corrige)", "21"))
    await script.later("le 4 janvier", timedelta(days=34))
    await script.press("⏰ Lundi")
    await script.later("le lundi 11 janvier", timedelta(days=7))
    await script.play(("(Inchangé : 21)", "(Pas disponible)", "/indicateurs", "/rappels"))
    await script.later("le 1er février", timedelta(days=21))
    await script.say("31")
    await script.edit("32")
    await script.say("/indicateurs")
    await script.later("le 1er mars", timedelta(days=28))
    await script.press("Ce n’est pas moi")
    return script.lines


async def official(house: "House") -> list[str]:
    lead = await house.lead()
    token = await house.invitation(lead, "official")
    script = Transcript(house, await house.world.person("Hélène"))
    await script.start(token)
    await script.play(("(D’accord, on commence)", "/synthese", "/matrice", "/indicateurs", "/rappels", "/plan"))
    await script.play(("/modifier", "Bonjour, où en est-on ?", "/mesdonnees", "/supprimer", "(Oui, tout effacer)"))
    return script.lines


PLAYED = {"revenir_en_arriere": going_back, "trois_rappels": nudges, "une_elue": official}


@pytest.mark.parametrize("name", TOLD)
async def test_a_conversation_that_a_file_tells_is_the_one_that_was_read(
    cabin: "House", name: str, pytestconfig: pytest.Config
) -> None:
    cabin.clock.freeze()
    _compare(await _told(cabin, name), name, pytestconfig)


@pytest.mark.parametrize("name", PLAYED)
async def test_the_conversation_is_the_one_that_was_read(
    cabin: "House", name: str, pytestconfig: pytest.Config
) -> None:
    cabin.clock.freeze()
    _compare(await PLAYED[name](cabin), name, pytestconfig)


def _compare(lines: Sequence[str], name: str, options: pytest.Config) -> None:
    said, file = "\n".join(lines).lstrip() + "\n", FOLDER / f"{name}.txt"
    if options.getoption("--update-transcripts"):
        file.write_text(said, "utf-8")
    assert said == file.read_text("utf-8")
