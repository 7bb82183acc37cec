"""The child processes that read files: what they may use, what they may know, and that none is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest
from structlog.testing import capture_logs

from bot.conversations.spreadsheet import payload, readers, reading
from bot.conversations.spreadsheet.payload import Sheet
from bot.conversations.spreadsheet.readers import AT_ONCE, MOST_WAITING, Limits, Readers
from bot.conversations.spreadsheet.reading import Backdrop
from domain.importing.fields import Kind
from domain.importing.lines import Setting, Target
from domain.importing.preview import Existing
from domain.importing.table import LONGEST_CELL, Unopened

SETTING = Setting(date(2026, 11, 23), [Target("r1", "O1", "Réduire les délais")], {"actions/title": 30})
BACKDROP = Backdrop(
    SETTING,
    {
        Kind.ACTIONS: Existing({"": frozenset({"portail"})}, {"": 2}),
        Kind.KPIS: Existing({"r1": frozenset()}, {"r1": 5}),
    },
)
PLAN = b"Titre;Objectif;Fin\nPortail;O1;2027\nFormer les agents;O1;T2 2027\nAtelier;zut;2028\nSalle;;\n"
PATIENT = Limits(clock=60, patience=60)
SPIN = "while True: pass"
HOG = "kept = [bytes(1 << 20) for _ in range(4096)]"

Child = Callable[[str], None]


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """Put another program in the place of the child's reading of the file; its limits are set as ever."""
    real = Path(readers.__file__).with_name("child.py").read_text("utf-8")

    def become(body: str) -> None:
        marked = real.replace("        read = reading.read(", f"        {body}\n        read = reading.read(")
        assert marked != real
        program = tmp_path / "one" / "two" / "child.py"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(marked, "utf-8")
        monkeypatch.setattr(readers, "_CHILD", program)

    return become


@pytest.fixture(autouse=True)
async def none_is_left() -> AsyncIterator[None]:
    yield
    assert not _children()


def _children() -> list[psutil.Process]:
    return [each for each in psutil.Process().children() if "child.py" in " ".join(each.cmdline() or [])]


async def _until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - another process decides
            await asyncio.sleep(0.01)


async def test_a_child_understands_what_its_parent_would() -> None:
    found = await Readers(PATIENT).read(PLAN, "plan.csv", BACKDROP)
    assert found == reading.read(PLAN, "plan.csv", BACKDROP)
    assert isinstance(found, Sheet)
    assert [line.is_kept for line in found.preview.lines] == [False, True, True, False]


def test_what_a_file_is_read_against_survives_json() -> None:
    kept = reading.from_json(reading.to_json(BACKDROP))
    assert (kept.setting.objectives, kept.setting.longest, kept.existing) == (
        BACKDROP.setting.objectives,
        BACKDROP.setting.longest,
        BACKDROP.existing,
    )


def test_a_cell_is_cut_when_it_is_read() -> None:
    found = reading.read(b"Titre;" + b"x" * 90_000 + b"\nPortail;y\n", "plan.csv", BACKDROP)
    assert isinstance(found, Sheet)
    assert [len(header) for header in found.preview.columns.ignored] == [LONGEST_CELL]


@pytest.mark.parametrize(
    "body", [SPIN, HOG, "__import__('os').kill(__import__('os').getpid(), 9)", "__import__('os').abort()"]
)
async def test_what_ends_the_child_is_a_refusal_and_no_failure(child: Child, body: str) -> None:
    child(body)
    found = await Readers(Limits(seconds=0.2, clock=60, patience=60)).read(PLAN, "plan.csv", BACKDROP)
    assert found is Unopened.BOMB


async def test_a_child_that_never_replies_is_ended_by_the_clock(child: Child) -> None:
    child("__import__('time').sleep(600)")
    assert await Readers(Limits(clock=0.3)).read(PLAN, "plan.csv", BACKDROP) is Unopened.BUSY


async def test_a_reply_without_end_is_not_kept(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LONGEST_REPLY", 1_000)
    child("while True: sys.stdout.buffer.write(b'x' * 65536)")
    assert await Readers(PATIENT).read(PLAN, "plan.csv", BACKDROP) is Unopened.BOMB


@pytest.mark.parametrize("reply", ["", "no json", "[]", "{}", '{"sheet": {}}', '{"unopened": "x"}', "[" * 100_000])
async def test_a_reply_that_is_none_is_a_refusal(child: Child, reply: str) -> None:
    child(f"sys.stdout.buffer.write({reply!r}.encode()); sys.stdout.flush(); __import__('os')._exit(0)")
    assert await Readers(PATIENT).read(PLAN, "plan.csv", BACKDROP) is Unopened.BROKEN


async def test_a_failure_of_ours_is_logged_once_without_a_word_of_the_file(child: Child) -> None:
    child("raise LookupError('Portail')")
    with capture_logs() as logged:
        assert await Readers(PATIENT).read(PLAN, "secret.csv", BACKDROP) is Unopened.BROKEN
    assert [(each["log_level"], each["error"]) for each in logged] == [("error", "LookupError")]
    assert "Portail" not in str(logged)
    assert "secret" not in str(logged)


async def test_a_child_can_neither_write_nor_open_much_nor_read_our_secrets(
    child: Child, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALON_TELEGRAM_TOKEN", "secret")
    written = f"__import__('pathlib').Path({str(tmp_path / 'kept')!r}).write_bytes(b'x')"
    for tried in (
        written,
        "[open('/dev/null') for _ in range(99)]",
        "__import__('os').environ['JALON_TELEGRAM_TOKEN']",
    ):
        child(f"kept = {tried}")
        assert await Readers(PATIENT).read(PLAN, "plan.csv", BACKDROP) is Unopened.BROKEN


async def test_a_reading_that_is_cancelled_leaves_no_child_and_gives_its_turn_back(child: Child) -> None:
    child("__import__('time').sleep(600)")
    room = Readers(PATIENT)
    for _ in range(AT_ONCE + 1):
        task = asyncio.ensure_future(room.read(PLAN, "plan.csv", BACKDROP))
        await _until(_children)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not _children()


async def test_a_child_killed_by_the_system_is_a_refusal(child: Child) -> None:
    child("__import__('time').sleep(600)")
    task = asyncio.ensure_future(Readers(PATIENT).read(PLAN, "plan.csv", BACKDROP))
    await _until(_children)
    os.kill(_children()[0].pid, signal.SIGKILL)
    assert await task is Unopened.BOMB


async def test_two_files_are_read_at_once_others_wait_their_turn_and_those_beyond_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, gate = [], asyncio.Event()

    async def held(content: bytes, _order: bytes) -> Unopened:
        begun.append(content)
        await gate.wait()
        return Unopened.EMPTY

    monkeypatch.setattr(readers, "_asked", held)
    room = Readers(PATIENT)
    tasks = [asyncio.ensure_future(room.read(PLAN, "a.csv", BACKDROP)) for _ in range(AT_ONCE + MOST_WAITING)]
    while room._waiting < MOST_WAITING:  # noqa: ASYNC110 - turns of the loop, no time
        await asyncio.sleep(0)
    assert len(begun) == AT_ONCE
    assert await room.read(PLAN, "a.csv", BACKDROP) is Unopened.BUSY
    gate.set()
    assert set(await asyncio.gather(*tasks)) == {Unopened.EMPTY}


async def test_who_waits_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = asyncio.Event()

    async def held(_content: bytes, _order: bytes) -> Unopened:
        await gate.wait()
        return Unopened.EMPTY

    monkeypatch.setattr(readers, "_asked", held)
    room = Readers(Limits(clock=60, patience=0.01))
    tasks = [asyncio.ensure_future(room.read(PLAN, "a.csv", BACKDROP)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)
    assert await room.read(PLAN, "a.csv", BACKDROP) is Unopened.BUSY
    gate.set()
    assert await asyncio.gather(*tasks) == [Unopened.EMPTY] * AT_ONCE
    assert await room.read(PLAN, "a.csv", BACKDROP) is Unopened.EMPTY


async def test_a_machine_without_a_process_left_is_a_busy_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> Awaitable[None]:
        raise BlockingIOError

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refuse)
    assert await Readers(PATIENT).read(PLAN, "a.csv", BACKDROP) is Unopened.BUSY


@pytest.fixture
def no_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    readers._tell_of_limits.cache_clear()
    monkeypatch.setattr(readers, "find_spec", lambda _: None)
    yield
    readers._tell_of_limits.cache_clear()


@pytest.mark.usefixtures("no_limits")
async def test_a_system_without_limits_is_told_of_once_and_files_are_read(child: Child) -> None:
    child("pass")
    marked = readers._CHILD.read_text("utf-8").replace("import resource ", "import resource_of_no_system ")
    readers._CHILD.write_text(marked, "utf-8")
    room = Readers(PATIENT)
    with capture_logs() as logged:
        for _ in range(2):
            assert isinstance(await room.read(PLAN, "plan.csv", BACKDROP), Sheet)
    assert len([each for each in logged if "without limits" in each["event"]]) == 1


def test_the_parent_of_the_readers_never_loads_the_library_of_workbooks() -> None:
    command = "import sys, bot.application; sys.exit('openpyxl' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], check=True, cwd=Path(readers.__file__).parents[3])


def test_a_sheet_of_before_pages_were_laid_out_still_opens() -> None:
    found = reading.read(PLAN, "plan.csv", BACKDROP)
    assert isinstance(found, Sheet)
    former = {name: kept for name, kept in payload.to_json(found).items() if name != "pages"}
    assert payload.from_json(former) == found
