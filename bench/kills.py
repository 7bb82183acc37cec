"""Answers against SIGKILL: ten questions, a bot that dies at random, updates that come up to three times.

What was lost, doubled or never shown is counted. `python -m bench.kills storm [kills]` has a whole crowd write
meanwhile, and prints how many gestures were parked.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.dialogue import CONSENT, TEN, TOKEN, asked, tapped, typed
from bench.figure import Effort, Figure, table
from bot.cli.scenario import LINES, Line
from bot.clock import SystemClock
from bot.sandbox.client import Person, World
from bot.sandbox.limits import UNHURRIED
from bot.sandbox.seen import Message
from bot.sandbox.server import Sandbox, SandboxServer
from bot.storage import dossiers, inbox
from bot.storage.database import Database, migrate

PATIENCE = 60.0
"""Seconds within which a question must be shown."""
MOST_KILLS = 3
LOOK = 0.05
ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Tally:
    """What became of the answers of some runs."""

    runs: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    unseen: int = 0
    copies: int = 0
    """Messages shown more than once."""
    notes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.unseen)


class Machine:
    """`jalon run` in a process of its own, on one SQLite file."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self._settings, self._log = settings, log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env={**os.environ, **self._settings}, stderr=log
            )

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def stop(self) -> int:
        """Ask it to end; return its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        return await self._process.wait()


def settings_for(url: str, database: Path, **others: str) -> dict[str, str]:
    """The environment of a bot that talks to the sandbox at `url`."""
    return {
        "JALON_TELEGRAM_TOKEN": TOKEN,
        "JALON_TELEGRAM_BASE_URL": url,
        "JALON_DATABASE_URL": f"sqlite:///{database}",
        "JALON_WEB_PORT": "0",
        **others,
    }


async def one_run(seed: int, tally: Tally, folder: Path) -> None:
    """Let a lead answer ten questions, killing the bot between or within them."""
    chance = random.Random(seed)
    sandbox = Sandbox(SystemClock(), token=TOKEN, limits=UNHURRIED, seed=seed)
    file = folder / f"{seed}.sqlite3"
    async with SandboxServer(sandbox) as server, World(server.url) as world:
        await world.faults.set({"kind": "duplicate", "rate": 0.5})
        machine = Machine(settings_for(server.url, file), folder / f"{seed}.log")
        await machine.start()
        try:
            await _answer_all(await world.person("Claire"), machine, chance, tally)
            await _await_calm(sandbox)
        finally:
            await machine.kill()
        _count(file, sandbox, tally, seed)


async def _answer_all(lead: Person, machine: Machine, chance: random.Random, tally: Tally) -> None:
    deadly = set(chance.sample(range(len(TEN) + 2), chance.randint(1, MOST_KILLS)))
    await lead.start()
    await _maybe_kill(0 in deadly, machine, chance, tally)
    await _shown(lead, CONSENT)
    await _press(lead, CONSENT)
    await _maybe_kill(1 in deadly, machine, chance, tally)
    for place, line in enumerate(TEN, start=2):
        await _shown(lead, asked(line))
        await _answer(lead, line)
        await _maybe_kill(place in deadly, machine, chance, tally)


async def _maybe_kill(is_deadly: bool, machine: Machine, chance: random.Random, tally: Tally) -> None:  # noqa: FBT001
    if is_deadly:
        await asyncio.sleep(chance.uniform(0, 0.15))
        await machine.kill()
        tally.kills += 1
        await machine.start()


async def _answer(lead: Person, line: Line) -> None:
    if label := tapped(line):
        await _press(lead, label)
    else:
        await lead.send(typed(line))


async def _press(lead: Person, label: str) -> None:
    """Press the newest button of this name, while copies may still be coming."""
    message = next(each for each in reversed(await _seen(lead)) if label in each.labels)
    await lead.press(message, next(each for each in message.buttons if each.text == label))


async def _shown(lead: Person, words: str) -> None:
    """Wait until a message, or a button, says this."""
    async with asyncio.timeout(PATIENCE):
        while not any(words in each.said or words in each.labels for each in await _seen(lead)):  # noqa: ASYNC110 - another process decides
            await asyncio.sleep(LOOK)


async def _seen(lead: Person) -> list[Message]:
    """What is on the screen now, whatever the bot is doing."""
    chats = (await lead.view())["chats"]
    return [Message.read(raw) for chat in chats if chat["id"] == lead.id for raw in chat["messages"]]


async def _await_calm(sandbox: Sandbox) -> None:
    """Wait until the last question was asked, and every update taken."""
    last = asked(LINES[len(TEN)])
    async with asyncio.timeout(PATIENCE):
        while sandbox.updates.pending or not any(last in text for text in _texts(sandbox)):  # noqa: ASYNC110 - another process decides
            await asyncio.sleep(LOOK)


def _texts(sandbox: Sandbox) -> list[str]:
    """Every text that Telegram accepted, in order."""
    sent = sandbox.log.after(0, accepted_only=True)
    return [str(each.params.get("text", "")) for each in sent if each.method == "sendMessage"]


def _count(file: Path, sandbox: Sandbox, tally: Tally, seed: int) -> None:
    db = Database.open(f"sqlite:///{file}")
    try:
        dossier = db.run(lambda connection: dossiers.load(connection, 1))
    finally:
        db.shut()
    given = {str(path): answer for path, answer in dossier.answers.items()}
    lost = [line.question for line in TEN if line.question not in given]
    extra = [path for path in given if path not in {line.question for line in TEN}]
    twice = [path for path, answer in given.items() if answer.revision != 1]
    texts = _texts(sandbox)
    unseen = [line.question for line in TEN if not any(asked(line) in text for text in texts)]
    tally.runs += 1
    tally.lost += len(lost)
    tally.doubled += len(extra) + len(twice)
    tally.unseen += len(unseen)
    tally.copies += sum(count - 1 for count in Counter(texts).values())
    if lost or extra or twice or unseen:
        tally.notes.append(f"seed {seed}: lost {lost}, doubled {extra + twice}, unseen {unseen}")


async def kills(runs: int, *, seconds: float = 600, first_seed: int = 1) -> Tally:
    """Make `runs` runs, fewer when `seconds` are over."""
    tally, until = Tally(), time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="jalon-kills-") as place:
        for seed in range(first_seed, first_seed + runs):
            if time.monotonic() > until:
                break
            await one_run(seed, tally, Path(place))
    return tally


def measure(effort: Effort) -> list[Figure]:
    tally = asyncio.run(kills(effort.of(1, 3, 200), seconds=effort.of(1, 15, 120)))
    print(*tally.notes, sep="\n", end="", file=sys.stderr)
    what = f"kill -9: {tally.runs} runs of {len(TEN)} questions, {tally.kills} kills, updates given 1 to 3 times"
    value = f"{tally.lost} answers lost, {tally.doubled} double, {tally.unseen} questions unseen"
    copies = Figure("the same, messages shown again", str(tally.copies))
    return [Figure(what, value, "none", is_met=tally.is_clean), copies]


@dataclass(frozen=True, slots=True)
class Parked:
    """What became of the gestures of a storm."""

    gestures: int
    kills: int
    parked: int
    unhandled: int


CROWD = 40
LONGEST_LIFE = 0.4
"""Seconds a bot lives at most, once it fetches updates."""


async def storm(kills: int, *, seed: int = 1) -> Parked:
    """Have a crowd write while the bot is killed again and again, with many conversations in hand each time."""
    chance = random.Random(seed)
    sandbox = Sandbox(SystemClock(), token=TOKEN, limits=UNHURRIED, seed=seed)
    with tempfile.TemporaryDirectory(prefix="jalon-storm-") as place:
        file = Path(place) / "storm.sqlite3"
        prepared(file)
        async with SandboxServer(sandbox) as server, World(server.url) as world:
            crowd = [await world.person(f"Claire {place}") for place in range(CROWD)]
            machine = Machine(settings_for(server.url, file), Path(place) / "storm.log")
            gestures = sum([await _struck(sandbox, machine, crowd, chance) for _ in range(kills)])
            await machine.start()
            try:
                await _handled(file, sandbox)
            finally:
                await machine.kill()
        left = _counts(file)
    return Parked(gestures, kills, left["dead"], left["new"])


async def _struck(sandbox: Sandbox, machine: Machine, crowd: list[Person], chance: random.Random) -> int:
    """Live for a moment among people who write, then die; return how many gestures they made."""
    for person in crowd[::2]:
        await person.send("/start")
    await machine.start()
    await _fetching(sandbox)
    until, made = time.monotonic() + chance.uniform(0.02, LONGEST_LIFE), len(crowd[::2])
    for number in count():
        if time.monotonic() > until:
            break
        await crowd[number % len(crowd)].send("/aide")
        made += 1
    await machine.kill()
    return made


async def _fetching(sandbox: Sandbox) -> None:
    seen = sandbox.log.last
    async with asyncio.timeout(PATIENCE):
        while not any(each.method == "getUpdates" for each in sandbox.log.after(seen)):  # noqa: ASYNC110 - another process decides
            await asyncio.sleep(0.005)


async def _handled(file: Path, sandbox: Sandbox) -> None:
    async with asyncio.timeout(PATIENCE):
        while sandbox.updates.pending or _counts(file)["new"]:  # noqa: ASYNC110 - another process decides
            await asyncio.sleep(LOOK)


def _counts(file: Path) -> dict[str, int]:
    db = Database.open(f"sqlite:///{file}")
    try:
        return db.run(inbox.counts)
    finally:
        db.shut()


def prepared(file: Path) -> None:
    """Make an empty database, migrated."""
    db = Database.open(f"sqlite:///{file}")
    migrate(db)
    db.shut()


def main_storm(kills: int = 100) -> int:
    """Print what a storm of kills parked; return an exit code."""
    found = asyncio.run(storm(kills))
    print(f"{found.gestures} gestures of {CROWD} people, {found.kills} SIGKILL: parked {found.parked}")
    return 1 if found.parked or found.unhandled else 0


if __name__ == "__main__":
    if "storm" in sys.argv:
        sys.exit(main_storm(*(int(each) for each in sys.argv[2:3])))
    print(table(measure(Effort.asked(sys.argv))))
