"""The sandbox's own controls over HTTP: world, events, clock, faults, log, files, hints."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from aiohttp import web

from bot.clock import ShiftedClock
from bot.sandbox import faults, view
from bot.sandbox.bot_routes import file_response
from bot.sandbox.events import Event
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.methods import account
from bot.sandbox.people import GestureError
from bot.sandbox.people_routes import body, not_found
from bot.sandbox.sandbox import Sandbox

_HEARTBEAT = 15.0  # real seconds
_INERT = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}  # a sent file never runs as ours


class AdminRoutes:
    """`/sandbox/…` but for people and groups."""

    def __init__(self, sandbox: Sandbox, hints: Sequence[JsonObject]) -> None:
        self._sandbox = sandbox
        self._hints = list(hints)

    def register(self, app: web.Application) -> None:
        app.router.add_get("/sandbox/world", self.world)
        app.router.add_get("/sandbox/hints", self.hints)
        app.router.add_get("/sandbox/events", self.events)
        app.router.add_get("/sandbox/settled", self.settled)
        app.router.add_get("/sandbox/files/{file_id}", self.file)
        app.router.add_get("/sandbox/clock", self.clock)
        app.router.add_post("/sandbox/clock", self.set_clock)
        app.router.add_get("/sandbox/log", self.log)
        app.router.add_post("/sandbox/faults", self.set_faults)
        app.router.add_delete("/sandbox/faults", self.clear_faults)
        app.router.add_post("/sandbox/outage", self.outage)

    async def world(self, _request: web.Request) -> web.Response:
        world, bot = self._sandbox.world, self._sandbox.bot
        commands = account.shown_commands(self._sandbox)
        return web.json_response(
            {
                "bot": {"id": bot.id, "username": bot.username, "first_name": bot.first_name, "commands": commands},
                "people": [view.person(each) for each in world.people.values()],
                "chats": [view.chat(world, each) for each in world.chats.values() if each.migrated_to is None],
                "clock": view.clock(self._sandbox.clock),
                "last_event": self._sandbox.events.last,
            }
        )

    async def hints(self, _request: web.Request) -> web.Response:
        return web.json_response(self._hints)

    async def file(self, request: web.Request) -> web.Response:
        stored = self._sandbox.world.files.get(request.match_info["file_id"])
        if stored is None:
            raise not_found("file")
        response = file_response(stored)
        response.headers.update(_INERT)
        return response

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream events; the clock comes first, as it is."""
        person, only = request.query.get("person"), request.query.get("only")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self._sandbox.events.watch() as queue:
            await response.prepare(request)
            first = Event(self._sandbox.events.last, "clock", None, view.clock(self._sandbox.clock))
            await response.write(_line(first))
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                is_named = not only or event.name == only
                if is_named and (person is None or event.people is None or int(person) in event.people):
                    await response.write(_line(event))

    async def settled(self, request: web.Request) -> web.Response:
        """Answer once the bot has acted after a request of the log and is quiet, or patience is over."""
        after, quiet = int(request.query.get("after", 0)), float(request.query.get("quiet", 0.1))
        loop = asyncio.get_running_loop()
        until = loop.time() + float(request.query.get("patience", 5))
        while (left := until - loop.time()) > 0:
            calm, mark = self._is_calm(after), self._mark()
            await self._sandbox.events.change(min(quiet, left) if calm else left)
            if calm and self._is_calm(after) and mark == self._mark():
                return web.json_response({"settled": True})
        return web.json_response({"settled": False})

    def _is_calm(self, after: int) -> bool:
        sandbox = self._sandbox
        return sandbox.log.last_acted > after and not sandbox.in_flight and not sandbox.updates.pending

    def _mark(self) -> tuple[int, int]:
        return self._sandbox.log.last_acted, self._sandbox.events.last

    async def clock(self, _request: web.Request) -> web.Response:
        return web.json_response(view.clock(self._sandbox.clock))

    async def set_clock(self, request: web.Request) -> web.Response:
        asked, clock, log = await body(request), self._sandbox.clock, self._sandbox.log.last
        if not isinstance(clock, ShiftedClock):
            raise GestureError("this sandbox runs on a clock that cannot be moved")
        try:
            _move(clock, asked)
        except (TypeError, ValueError) as error:
            raise GestureError("jump_seconds, mode or at (ISO, with its offset) is expected") from error
        self._sandbox.events.publish("clock", None, lambda: view.clock(clock))
        return web.json_response(view.clock(clock) | {"log": log})

    async def log(self, request: web.Request) -> web.Response:
        accepted = request.query.get("accepted", "") in {"1", "true"}
        entries = self._sandbox.log.after(int(request.query.get("after", 0)), accepted_only=accepted)
        return web.json_response([each.as_json() for each in entries])

    async def set_faults(self, request: web.Request) -> web.Response:
        try:
            self._sandbox.faults.rules = faults.read(await request.json())
        except (TypeError, ValueError) as error:
            raise GestureError(str(error)) from error
        return web.json_response({"rules": len(self._sandbox.faults.rules)})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._sandbox.faults.rules = []
        return web.json_response({"rules": 0})

    async def outage(self, request: web.Request) -> web.Response:
        self._sandbox.faults.is_up = bool((await body(request)).get("up", False))
        self._sandbox.events.wake()
        return web.json_response({"up": self._sandbox.faults.is_up})


def _move(clock: ShiftedClock, asked: JsonObject) -> None:
    if "jump_seconds" in asked:
        clock.jump(timedelta(seconds=asked["jump_seconds"]))
    if "at" in asked:
        clock.set_at(datetime.fromisoformat(asked["at"]))
    match asked.get("mode"):
        case "frozen":
            clock.freeze()
        case "real":
            clock.run()
        case None:
            return
        case other:
            raise ValueError(other)


def _line(event: Event) -> bytes:
    content = json.dumps({"id": event.id} | event.data)
    return f"id: {event.id}\nevent: {event.name}\ndata: {content}\n\n".encode()
