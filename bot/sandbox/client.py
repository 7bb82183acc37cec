"""The Python client of the people's side, for tests: `send`, `tap`, `one_message`."""

import base64
import json
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.sandbox.controls import Faults, WorldClock
from bot.sandbox.jsontypes import JsonList, JsonObject
from bot.sandbox.seen import Button, Message, Toast, find_button, labels

Settle = Callable[[], Awaitable[object]]


class SandboxError(Exception):
    """The sandbox refused a gesture, and says why."""


class World:
    """The sandbox at `url`, from the people's side.

    What people read waits until the bot has acted on their last gesture and is quiet for `quiet` seconds, at most
    `patience` seconds (real ones); a bot in the same process may give a `settle` of its own instead.
    """

    def __init__(self, url: str, *, patience: float = 5.0, quiet: float = 0.1, settle: Settle | None = None) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None
        self._settle = settle
        self._acted_at: int | None = None
        self.patience = patience
        self.quiet = quiet
        self.clock = WorldClock(self)
        self.faults = Faults(self)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def _line(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise SandboxError("enter the world first: `async with World(url) as world`")
        return self._session

    async def call(self, verb: str, path: str, content: object = None, **query: str | float) -> Any:  # noqa: ANN401
        """Call a route of `/sandbox`; gestures are noted, so that reading waits for the bot."""
        # a stream, because aiohttp warns of large bodies that are not: a person may send a file
        body = None if content is None else BytesIO(json.dumps(content).encode())
        headers = {"Content-Type": "application/json"}
        url = f"{self._url}/sandbox/{path}"
        async with self._line.request(verb, url, data=body, headers=headers, params=query) as answer:
            found = await answer.json()
            if answer.status >= 400:
                raise SandboxError(found["error"])
        if isinstance(found, dict) and "log" in found and found.get("delivered", True):
            self._acted_at = found.pop("log")
        return found

    async def settle(self, patience: float | None = None) -> None:
        """Wait until the bot has answered the last gesture, if there was one since the last look."""
        if self._acted_at is None:
            return
        after, self._acted_at = self._acted_at, None
        if self._settle is not None:
            await self._settle()
            return
        limit = self.patience if patience is None else patience
        await self.call("GET", "settled", after=after, quiet=self.quiet, patience=limit)

    async def person(
        self, first_name: str, *, last_name: str | None = None, language: str = "fr", username: str | None = None
    ) -> "Person":
        """Create a person, who has not met the bot yet."""
        asked = {"first_name": first_name, "last_name": last_name, "language": language, "username": username}
        return Person(self, await self.call("POST", "people", asked))

    async def group(
        self,
        title: str,
        members: "Sequence[Person]",
        *,
        forum: bool = False,
        with_bot: bool = True,
        kind: str = "group",
    ) -> "Group":
        ids = [each.id for each in members]
        asked = {"title": title, "members": ids, "forum": forum, "with_bot": with_bot, "type": kind}
        return Group(self, await self.call("POST", "groups", asked))

    async def overview(self) -> JsonObject:
        """Return the bot with its commands, the people, the chats and the clock."""
        found: JsonObject = await self.call("GET", "world")
        return found

    async def log(self, after: int = 0, *, accepted: bool = False) -> JsonList:
        """Return the requests of the bot, as the sandbox took or refused them."""
        await self.settle()
        found: JsonList = await self.call("GET", "log", after=after, accepted=int(accepted))
        return found

    async def file(self, file_id: str) -> bytes:
        """Return the bytes of a file that was sent."""
        async with self._line.get(f"{self._url}/sandbox/files/{file_id}") as answer:
            return await answer.read()


class Chat:
    """A chat as the client names it."""

    def __init__(self, world: World, raw: JsonObject) -> None:
        self.world = world
        self.id: int = raw["id"]
        self.title: str = raw.get("title") or ""


class Group(Chat):
    """A group or a supergroup, with what its members do to it."""

    async def add(self, person: "Person") -> None:
        await self.world.call("POST", f"chats/{self.id}/members", {"id": person.id})

    async def add_bot(self, *, administrator: bool = False) -> None:
        status = "administrator" if administrator else "member"
        await self.world.call("POST", f"chats/{self.id}/members", {"status": status})

    async def remove(self, person: "Person") -> None:
        await self.world.call("DELETE", f"chats/{self.id}/members/{person.id}")

    async def remove_bot(self) -> None:
        bot = (await self.world.overview())["bot"]["id"]
        await self.world.call("DELETE", f"chats/{self.id}/members/{bot}")

    async def open_topic(self, name: str) -> int:
        """Open a topic; return its thread id."""
        return int((await self.world.call("POST", f"chats/{self.id}/topics", {"name": name}))["id"])

    async def close_topic(self, thread: int) -> None:
        await self.world.call("POST", f"chats/{self.id}/topics/{thread}/close")

    async def delete_topic(self, thread: int) -> None:
        await self.world.call("DELETE", f"chats/{self.id}/topics/{thread}")

    async def migrate(self) -> "Group":
        """Turn into a supergroup; return it."""
        return Group(self.world, await self.world.call("POST", f"chats/{self.id}/migrate"))

    async def send(self, person: "Person", text: str, *, thread: int | None = None) -> Message:
        return await person.send(text, chat=self, thread=thread)

    async def reply(self, person: "Person", message: Message, text: str) -> Message:
        return await person.reply(message, text)


class Person:
    """Someone who writes, taps and reads. Everything goes to the private chat unless a chat is named."""

    def __init__(self, world: World, raw: JsonObject) -> None:
        self.world = world
        self.id: int = raw["id"]
        self.first_name: str = raw["first_name"]
        self.private = Chat(world, {"id": self.id})
        self._looked = 0
        self._toasted = 0

    async def _gesture(self, path: str, content: JsonObject | None = None, *, verb: str = "POST") -> JsonObject:
        found: JsonObject = await self.world.call(verb, f"people/{self.id}/{path}", content or {})
        return found

    async def _say(self, chat: Chat | None, **content: object) -> Message:
        return Message.read(await self._gesture("messages", {"chat": (chat or self.private).id, **content}))

    async def send(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        thread: int | None = None,
        name: Chat | None = None,
        forwarded: bool = False,
        via_bot: str = "",
    ) -> Message:
        """Send a text; in the `name` of the group itself, or of a channel, if one is given."""
        origin = {"forwarded": forwarded, "via_bot": via_bot, "name": name.id if name else None}
        return await self._say(chat, text=text, thread=thread, **origin)

    async def reply(self, message: Message, text: str = "", *, kind: str = "text", name: Chat | None = None) -> Message:
        """Reply with a text, or with something else of a `kind`, whose caption is the text."""
        where, name_id = Chat(self.world, {"id": message.chat_id}), name.id if name else None
        said = {"text": text, "kind": kind, "name": name_id}
        return await self._say(where, **said, reply_to=message.id, thread=message.thread_id)

    async def edit(self, message: Message, text: str) -> Message:
        path = f"messages/{message.chat_id}/{message.id}"
        return Message.read(await self._gesture(path, {"text": text}, verb="PATCH"))

    async def photo(
        self, caption: str = "", *, content: bytes = b"", media_group: str = "", chat: Chat | None = None
    ) -> Message:
        said = {"caption": caption, "media_group": media_group or None}
        return await self._file("photo", chat, content_b64=_coded(content), **said)

    async def voice(self, *, chat: Chat | None = None) -> Message:
        return await self._file("voice", chat)

    async def sticker(self, *, chat: Chat | None = None) -> Message:
        return await self._file("sticker", chat)

    async def document(
        self, name: str, content: bytes, *, caption: str = "", media_group: str = "", chat: Chat | None = None
    ) -> Message:
        said = {"caption": caption, "media_group": media_group or None}
        return await self._file("document", chat, filename=name, content_b64=_coded(content), **said)

    async def _file(self, kind: str, chat: Chat | None, **content: object) -> Message:
        return await self._say(chat, kind=kind, **content)

    async def share(self, kind: str, *, chat: Chat | None = None) -> Message:
        """Send a contact, a location, a venue, a poll, dice, a story, a video, a round video or a piece of music."""
        return await self._say(chat, kind=kind)

    async def start(self, payload: str = "") -> Message:
        return Message.read(await self._gesture("start", {"payload": payload}))

    async def block(self) -> None:
        await self._gesture("block")

    async def unblock(self) -> None:
        await self._gesture("unblock")

    async def deactivate(self) -> None:
        """Close the Telegram account."""
        await self._gesture("deactivate")

    async def tap(self, label: str, *, chat: Chat | None = None) -> str:
        """Press the button `label` of the newest message that has it: its exact label, else the only
        one that begins so, case and accents aside. Return the query's id, or nothing for a link."""
        message, button = find_button(label, await self.messages(chat))
        return await self.press(message, button)

    async def press(self, message: Message, button: Button | str) -> str:
        """Press a button of a message, or forge one with the given callback data."""
        if isinstance(button, Button) and button.data is None:
            await self.start(button.start_payload)
            return ""
        data = button if isinstance(button, str) else button.data
        asked = {"chat": message.chat_id, "message_id": message.id, "data": data}
        return str((await self._gesture("taps", asked))["callback_query_id"])

    async def view(self, after: int = 0) -> JsonObject:
        """Return what is on the screen, as the page reads it."""
        found: JsonObject = await self._gesture(f"view?after={after}", verb="GET")
        return found

    async def messages(self, chat: Chat | None = None, *, patience: float | None = None) -> list[Message]:
        """Return what the chat shows now, oldest first; what was deleted is not shown."""
        await self.world.settle(patience)
        return _shown(await self.view(), (chat or self.private).id)

    async def new_messages(self, chat: Chat | None = None, *, patience: float | None = None) -> list[Message]:
        """Return what others wrote since the last look, in one chat or in all of them; edits are not new."""
        await self.world.settle(patience)
        seen = await self.view(self._looked)
        before, self._looked = self._looked, seen["last_event"]
        found = _shown(seen, chat.id if chat else None)
        fresh = [each for each in found if each.appeared > before and each.kind != "service"]
        return [each for each in fresh if each.sender_id != self.id]

    async def one_message(self, chat: Chat | None = None, *, patience: float | None = None) -> Message:
        """Return the only message that others wrote since the last look."""
        found = await self.new_messages(chat, patience=patience)
        assert len(found) == 1, f"one new message expected, {len(found)} came: {[each.said for each in found]}"  # noqa: S101
        return found[0]

    async def toasts(self) -> list[Toast]:
        """Return the toasts since the last time they were asked for."""
        await self.world.settle()
        found = [Toast.read(each) for each in (await self.view())["toasts"]]
        before, self._toasted = self._toasted, max((each.id for each in found), default=self._toasted)
        return [each for each in found if each.id > before]

    async def labels(self, chat: Chat | None = None) -> list[str]:
        """Return the labels of every button in sight, newest message first."""
        return labels(await self.messages(chat))


def _coded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _shown(seen: JsonObject, chat: int | None) -> list[Message]:
    found = [Message.read(raw) for known in seen["chats"] if chat in {None, known["id"]} for raw in known["messages"]]
    return [each for each in found if not each.deleted]
