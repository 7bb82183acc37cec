"""`jalon tour`: a whole plan played in the terminal as a dialogue, then three reminders, and its documents."""

import asyncio
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from bot import logs
from bot.clock import ShiftedClock
from bot.demo import TOKEN, Stage, stage
from bot.playing import Player
from bot.sandbox.client import Person
from bot.sandbox.seen import Message
from bot.scenario import AGENT, LINES
from domain.script import EXPRESS

BEGINS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WIDTH = 88
READINGS = (("21", timedelta(days=40)), ("26", timedelta(days=30)), ("31", timedelta(days=30)))
"""What the agent answers to each reminder, and how far the clock moves before it."""


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

    async def play(self) -> None:
        lead = await self._here.world.person("Claire", last_name="Martin")
        agent = await self._here.world.person(AGENT, last_name="Benali")
        self._said.title("Claire, chargée de mission, construit son plan")
        await self._answer_everything(lead)
        self._said.title("Karim, agent, rejoint le plan")
        await self._invite(lead, agent)
        self._said.title("Les mois passent : trois rappels")
        for value, pause in READINGS:
            await self._remind(lead, agent, value, pause)
        self._said.title("Les documents pour les élus")
        await self._documents(lead)
        text = "\n".join(self._said.lines) + "\n"
        await asyncio.to_thread((self._folder / "transcript.txt").write_text, text, "utf-8")

    async def _answer_everything(self, lead: Person) -> None:
        player = Player(lead, self._here.jalon.house.book, EXPRESS)
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
        invitation = (await self._listen(lead))[-1]
        await agent.start(invitation.said.partition("?start=")[2].split()[0])
        await self._listen(agent, AGENT)
        await agent.tap(self._label("start:act_consent"))
        await self._listen(agent, AGENT)
        await self._listen(lead)

    async def _remind(self, lead: Person, agent: Person, value: str, pause: timedelta) -> None:
        self._here.clock.jump(pause)
        await self._here.jalon.tick()
        self._said.add(f"\n         ⏩ {self._here.clock.now():%d/%m/%Y}\n")
        nudge = (await self._listen(agent, AGENT))[-1]
        await agent.reply(nudge, value)
        self._said.says(AGENT, value)
        await self._listen(agent, AGENT)
        await self._listen(lead)

    async def _documents(self, lead: Person) -> None:
        for command in ("/indicateurs", "/matrice", "/synthese"):
            await lead.send(command)
            self._said.says("Claire", command)
            await self._save(await self._listen(lead))

    async def _save(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if message.file_id:
                name = "summary.pdf" if message.kind == "document" else "matrix.png"
                content = await self._here.world.file(message.file_id)
                await asyncio.to_thread((self._folder / name).write_bytes, content)

    async def _listen(self, person: Person, to: str = "Claire") -> list[Message]:
        """Show what Jalon says to a person."""
        messages = await person.new_messages()
        for message in messages:
            heard = message.said or f"({message.kind})"
            buttons = " ".join(f"[{button.text}]" for row in message.keyboard for button in row)
            self._said.says("Jalon" if to == "Claire" else "→ Karim", "\n".join(filter(None, [heard, buttons])))
        return messages

    def _label(self, name: str) -> str:
        return self._here.jalon.house.book.label("fr", name)
