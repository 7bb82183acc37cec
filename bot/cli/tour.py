"""`jalon tour`: a whole plan played in the terminal as a dialogue, then three reminders, and its documents."""

import asyncio
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from bot import logs
from bot.cli.demo import TOKEN, Stage, stage
from bot.cli.player import Player
from bot.cli.scenario import AGENT, LINES
from bot.clock import ShiftedClock
from bot.sandbox.client import Person
from bot.sandbox.seen import Message
from domain.questionnaire import SCRIPT

BEGINS = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
"""Half past nine in Paris: when reminders are due, so that days can pass one by one."""
WIDTH = 88
REMINDERS = 3
READINGS: Mapping[str, tuple[str, ...]] = {
    "Habitants accompagnés par mois": ("21", "26", "31"),
    "Délai moyen d’instruction": ("60 jours", "57", "55,5"),
    "Part des achats issus du réemploi": ("8 %", "12 %", "15 %"),
}
"""What is answered for each KPI, in turn."""
DAY = timedelta(days=1)
PATIENCE = 45
"""Days within which a monthly reminder must come."""


class Transcript:
    """What is said, shown as it comes and kept."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def says(self, who: str, text: str) -> None:
        for place, line in enumerate(text.split("\n")):
            self.add(f"{who:>8} │ {line}" if place == 0 else f"{'':>8} │ {line}")

    def title(self, text: str) -> None:
        self.add(f"\n── {text} {'─' * max(4, WIDTH - len(text))}\n")

    def add(self, line: str) -> None:
        self.lines.append(line)
        click.echo(line)


async def run(folder: Path) -> None:
    """Play the tour, and write its transcript, summary and matrix into `folder`."""
    logs.configure(style="console", level="ERROR", secrets=(TOKEN,))
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    clock = ShiftedClock()
    clock.set_at(BEGINS)
    with tempfile.TemporaryDirectory(prefix="jalon-tour-") as place:
        async with (
            stage(f"sqlite:///{place}/jalon.sqlite3", clock=clock, is_hurried=True) as here,
            asyncio.TaskGroup() as parts,
        ):
            running = parts.create_task(here.jalon.run())
            await _Tour(here, folder).play()
            running.cancel()
    click.echo(f"\nWritten in {folder}: transcript.txt, matrix.png, summary.pdf")


class _Tour:
    def __init__(self, here: Stage, folder: Path) -> None:
        self._here, self._folder, self._said = here, folder, Transcript()
        self._values = {kpi: iter(values) for kpi, values in READINGS.items()}

    async def play(self) -> None:
        lead = await self._here.world.person("Claire", last_name="Martin")
        agent = await self._here.world.person(AGENT, last_name="Benali")
        self._said.title("Claire, chargée de mission, construit son plan")
        await self._answer_everything(lead)
        self._said.title("Karim, agent, rejoint le plan")
        await self._invite(lead, agent)
        self._said.title("Les mois passent : trois rappels")
        for _ in range(REMINDERS):
            await self._remind((agent, lead))
        self._said.title("Les documents pour les élus")
        await self._documents(lead)
        text = "\n".join(self._said.lines) + "\n"
        await asyncio.to_thread((self._folder / "transcript.txt").write_text, text, "utf-8")

    async def _answer_everything(self, lead: Person) -> None:
        player = Player(lead, self._here.jalon.house.book, SCRIPT)
        await lead.start()
        await self._listen(lead)
        await lead.tap(self._label("start:act_consent"))
        await self._listen(lead)
        for line in LINES:
            self._said.says("Claire", await player.play(line))
            await self._listen(lead)

    async def _invite(self, lead: Person, agent: Person) -> None:
        await lead.send("/equipe")
        await self._listen(lead)
        await lead.tap(self._here.jalon.house.book.label("fr", "team:act_invite_named", name=AGENT))
        links = [each.said.partition("?start=")[2].split()[:1] for each in await self._listen(lead)]
        await agent.start(next(token for link in links for token in link))
        await self._listen(agent, AGENT)
        await agent.tap(self._label("start:act_consent"))
        await self._listen(agent, AGENT)
        await self._listen(lead)

    async def _remind(self, team: Sequence[Person]) -> None:
        """Let days pass until somebody is asked for figures, and let everybody who is asked answer."""
        for _ in range(PATIENCE):
            self._here.clock.jump(DAY)
            await self._here.jalon.tick()
            await self._here.jalon.settle()
            heard = [(person, await person.new_messages()) for person in team]
            asked = [(person, messages) for person, messages in heard if messages]
            if asked:
                break
        else:
            raise RuntimeError("no reminder came: the rules of the plan do not ask for anything")
        self._said.add(f"\n{'':>9}⏩ {self._here.clock.now():%d/%m/%Y}\n")
        for person, messages in asked:
            self._tell(messages, person.first_name)
            await self._answer(person, messages[-1])

    async def _answer(self, person: Person, nudge: Message) -> None:
        """Give the figures one after the other, in reply to the message that asks for them."""
        kpi = _asked_in(nudge.said)
        while kpi is not None:
            value = next(self._values[kpi])
            await person.reply(nudge, value)
            self._said.says(person.first_name, value)
            answers = await self._listen(person, person.first_name)
            last = answers[-1].said.rpartition("\n")[2] if answers else ""
            kpi = _asked_in(last) if last.endswith("?") else None  # the figure just noted is named too

    async def _documents(self, lead: Person) -> None:
        for command in ("/indicateurs", "/matrice", "/synthese"):
            await lead.send(command)
            self._said.says("Claire", command)
            for message in await self._listen(lead):
                if message.file_id:
                    name = "summary.pdf" if message.kind == "document" else "matrix.png"
                    content = await self._here.world.file(message.file_id)
                    await asyncio.to_thread((self._folder / name).write_bytes, content)

    async def _listen(self, person: Person, to: str = "Claire") -> list[Message]:
        """Show what Jalon says to a person."""
        messages = await person.new_messages()
        self._tell(messages, to)
        return messages

    def _tell(self, messages: Iterable[Message], to: str) -> None:
        for message in messages:
            heard = message.said or f"({message.kind})"
            buttons = " ".join(f"[{label}]" for label in message.labels)
            self._said.says(f"→ {to}", "\n".join(filter(None, [heard, buttons])))

    def _label(self, name: str) -> str:
        return self._here.jalon.house.book.label("fr", name)


def _asked_in(text: str) -> str | None:
    """Return the KPI that a message asks for: the one it points at, else the only one it names."""
    pointed = text.partition("👉")[2] or text
    named = [(pointed.find(kpi), kpi) for kpi in READINGS if kpi in pointed]
    return min(named)[1] if named else None
