"""The Python client shows what each person sees, and waits for the bot no longer than it must."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import ShiftedClock, SystemClock
from bot.sandbox.client import Person, SandboxError, World
from bot.sandbox.clock import RemoteClock
from bot.sandbox.limits import Limits
from bot.sandbox.log import RequestLog
from bot.sandbox.server import Sandbox, SandboxServer
from bot.sandbox.wire import Wire

MARKUP = {"inline_keyboard": [[{"text": "Très élevé", "callback_data": "5"}, {"text": "Oui", "callback_data": "y"}]]}


async def echo(wire: Wire) -> None:
    """A bot: says back what it hears, in two messages where it hears « deux »."""
    offset = 0
    while True:
        for update in (await wire("getUpdates", offset=offset, timeout=30)).body["result"]:
            offset = update["update_id"] + 1
            message = update.get("message") or update["callback_query"]["message"]
            said = update.get("message", {}).get("text") or update["callback_query"]["data"]
            for _ in range(2 if said == "deux" else 1):
                await wire("sendMessage", chat_id=message["chat"]["id"], text=said, reply_markup=MARKUP)


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(echo(wire))
        yield
        running.cancel()


@pytest.fixture
async def world(server: SandboxServer) -> AsyncIterator[World]:
    async with World(server.url, quiet=0.02) as world:
        yield world


@pytest.mark.usefixtures("bot")
async def test_one_message_is_the_answer_and_only_the_new_one(lead: Person) -> None:
    assert (await lead.one_message()).text == "/start"
    await lead.send("bonjour")
    assert (await lead.one_message()).text == "bonjour"
    with pytest.raises(AssertionError, match="one new message expected, 0 came"):
        await lead.one_message()
    await lead.send("deux")
    with pytest.raises(AssertionError, match=r"2 came: \['deux', 'deux'\]"):
        await lead.one_message()


async def test_watchers_hear_once_that_someone_started(world: World, server: SandboxServer) -> None:
    lucie = await world.person("Lucie")
    with server.sandbox.events.watch() as queue:
        await lucie.start()
        await lucie.send("bonjour")
        heard = [queue.get_nowait() for _ in range(queue.qsize())]
    assert [each.name for each in heard] == ["chat", "message", "message"]


@pytest.mark.usefixtures("bot")
async def test_a_tap_finds_its_button_by_label_or_by_its_folded_beginning(lead: Person) -> None:
    await lead.tap("Oui")
    assert (await lead.messages())[-1].text == "y"
    await lead.tap("tres")
    assert (await lead.messages())[-1].text == "5"
    with pytest.raises(AssertionError, match=r"no button 'Non'; in sight: .*'Très élevé', 'Oui'"):
        await lead.tap("Non")


async def test_a_link_button_to_the_bot_presses_start(wire: Wire, lead: Person, world: World) -> None:
    world.patience = 0
    link = {"inline_keyboard": [[{"text": "Rejoindre", "url": "https://t.me/jalon_bot?start=join-7"}]]}
    await wire("sendMessage", chat_id=lead.id, text="a", reply_markup=link)
    assert await lead.tap("Rejoindre") == ""
    assert (await lead.messages())[-1].text == "/start join-7"


async def test_impossible_gestures_say_why(world: World, lead: Person) -> None:
    other = await world.person("Léa")
    group = await world.group("Équipe", [lead])
    with pytest.raises(SandboxError, match="Léa is not in this chat"):
        await other.send("a", chat=group)
    with pytest.raises(SandboxError, match="an empty message cannot be sent"):
        await lead.send("  ")
    with pytest.raises(SandboxError, match="only one's own messages can be edited"):
        await other.edit(await lead.send("a"), "b")
    await lead.block()
    with pytest.raises(SandboxError, match="blocked the bot"):
        await lead.send("a")
    await lead.start()
    await lead.send("a")


async def test_the_clock_moves_stops_and_runs(world: World, clock: ShiftedClock) -> None:
    before = clock.now()
    assert await world.clock.jump(days=7) == before + timedelta(days=7)
    assert await world.clock.now() == await world.clock.freeze() == before + timedelta(days=7)
    assert await world.clock.run() >= before + timedelta(days=7)
    assert await world.clock.set_at(before) >= before
    assert not clock.is_frozen


async def test_a_clock_in_another_process_follows_jumps_and_stops(
    world: World, server: SandboxServer, clock: ShiftedClock
) -> None:
    async def agrees() -> None:
        async with asyncio.timeout(5):
            while abs(remote.now() - clock.now()) > timedelta(milliseconds=200):  # noqa: ASYNC110 - told by a stream
                await asyncio.sleep(0.001)

    async with RemoteClock(server.url) as remote:
        assert remote.now() == clock.now()
        await world.clock.jump(days=31)
        await agrees()
        assert remote.now() == clock.now()
        await world.clock.run()
        await world.clock.jump(hours=1)
        await agrees()


async def test_a_clock_that_cannot_be_moved_says_so() -> None:
    sandbox = Sandbox(SystemClock(), token="42:a")
    async with SandboxServer(sandbox) as server, World(server.url) as world:
        with pytest.raises(SandboxError, match="cannot be moved"):
            await world.clock.jump(days=1)


async def test_events_are_streamed_to_whom_they_concern(server: SandboxServer, wire: Wire, lead: Person) -> None:
    async with wire.session.get(f"{server.url}/sandbox/events", params={"person": lead.id}) as stream:
        assert await stream.content.readline() == f"id: {server.sandbox.events.last}\n".encode()
        await wire("sendMessage", chat_id=lead.id, text="a")
        await wire("sendChatAction", chat_id=lead.id, action="typing")
        names = []
        async with asyncio.timeout(5):
            async for line in stream.content:
                if line.startswith(b"event: "):
                    names.append(line[7:].strip().decode())
                if names[-1:] == ["typing"]:
                    break
    assert names == ["clock", "message", "typing"]


async def test_a_view_after_an_event_shows_only_what_changed_since(wire: Wire, lead: Person, world: World) -> None:
    world.patience = 0
    sent = (await wire("sendMessage", chat_id=lead.id, text="a")).body["result"]
    await wire("sendMessage", chat_id=lead.id, text="b")
    seen = await lead.view()
    await wire("editMessageText", chat_id=lead.id, message_id=sent["message_id"], text="c")
    later = await lead.view(seen["last_event"])
    assert [each["text"] for each in later["chats"][0]["messages"]] == ["c"]


async def test_the_log_tells_accepted_from_refused_and_never_the_token(wire: Wire, world: World, lead: Person) -> None:
    world.patience = 0
    await wire("sendMessage", chat_id=lead.id, text="a")
    await wire("sendMessage", chat_id=lead.id, text="")
    entries = await world.log()
    assert [each["verdict"] for each in entries] == ["accepted", "refused"]
    assert entries[0]["message_id"] == 2
    assert await world.log(accepted=True) == entries[:1]
    assert await world.log(after=1) == entries[1:]
    assert "sandbox" not in str(entries)


def test_a_bounded_log_keeps_the_newest_entries_and_their_numbers() -> None:
    log = RequestLog(2)
    for _ in range(5):
        log.add(0.0, "sendMessage", {}, "accepted")
    assert [entry.n for entry in log.after(0)] == [4, 5]


async def test_hints_and_unknown_things_are_answered(wire: Wire, clock: ShiftedClock, limits: Limits) -> None:
    hints = [{"title_fr": "Essayez", "title_en": "Try", "steps_fr": [], "steps_en": []}]
    async with SandboxServer(Sandbox(clock, token="42:a", limits=limits), hints=hints) as server:
        async with wire.session.get(f"{server.url}/sandbox/hints") as answer:
            assert await answer.json() == hints
        for path in ("sandbox/files/none", "sandbox/people/1/view", "page/none.js"):
            async with wire.session.get(f"{server.url}/{path}") as answer:
                assert answer.status == 404


async def test_a_clock_in_another_process_finds_the_sandbox_again_after_a_restart(
    clock: ShiftedClock, limits: Limits
) -> None:
    async with SandboxServer(Sandbox(clock, token="42:a", limits=limits)) as first:
        port = int(first.url.rpartition(":")[2])
        remote = RemoteClock(first.url)
        await remote.__aenter__()
    clock.jump(timedelta(days=1))
    assert remote.now() == clock.now() - timedelta(days=1)
    async with SandboxServer(Sandbox(clock, token="42:a", limits=limits), port=port), asyncio.timeout(5):
        while remote.now() != clock.now():  # noqa: ASYNC110 - told by a stream
            await asyncio.sleep(0.01)
        await remote.__aexit__()
