"""The people's side over HTTP: what the page and the Python client call."""

import base64
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox import people, view
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.people import Draft, GestureError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Chat, Person

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def body(request: web.Request) -> JsonObject:
    """Read a JSON object; raise GestureError where it is something else."""
    try:
        found = await request.json() if request.can_read_body else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise GestureError("a JSON object is expected")
    return found


@web.middleware
async def gesture_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 400 with the reason where a gesture is impossible."""
    try:
        return await handler(request)
    except GestureError as error:
        return web.json_response({"error": str(error)}, status=400)
    except (KeyError, ValueError) as error:
        return web.json_response({"error": f"missing or wrong: {error}"}, status=400)


def not_found(what: str) -> web.HTTPNotFound:
    return web.HTTPNotFound(text=json.dumps({"error": f"{what} not found"}), content_type="application/json")


def person_of(sandbox: Sandbox, request: web.Request) -> Person:
    found = sandbox.world.people.get(int(request.match_info["person"]))
    if found is None:
        raise not_found("person")
    return found


def chat_of(sandbox: Sandbox, number: int) -> Chat:
    found = sandbox.world.chats.get(number)
    if found is None:
        raise not_found("chat")
    return found


class PeopleRoutes:
    """`/sandbox/people/…`: gestures answer with what they made and `log`, the number of the last request so far."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def register(self, app: web.Application) -> None:
        one = r"/sandbox/people/{person:\d+}"
        app.router.add_post("/sandbox/people", self.create)
        app.router.add_post(f"{one}/messages", self.send)
        app.router.add_patch(one + r"/messages/{chat:-?\d+}/{message:\d+}", self.edit)
        app.router.add_post(f"{one}/taps", self.tap)
        app.router.add_post(f"{one}/start", self.start)
        app.router.add_post(one + "/{gesture:block|unblock|deactivate}", self.gesture)
        app.router.add_get(f"{one}/view", self.view)

    def _done(self, content: JsonObject, *, log: int, status: int = 200) -> web.Response:
        return web.json_response(content | {"log": log}, status=status)

    async def create(self, request: web.Request) -> web.Response:
        asked = await body(request)
        if not asked.get("first_name"):
            raise GestureError("first_name is missing")
        person = self._sandbox.world.add_person(
            asked["first_name"], asked.get("last_name"), asked.get("username"), asked.get("language") or "fr"
        )
        self._sandbox.announce(self._sandbox.world.chats[person.id])
        return web.json_response(view.person(person))

    async def send(self, request: web.Request) -> web.Response:
        person, asked = person_of(self._sandbox, request), await body(request)
        chat = chat_of(self._sandbox, asked.get("chat") or person.id)
        log, queued = self._sandbox.log.last, self._sandbox.updates.queued
        extra: JsonObject = {}  # what Telegram tells of a message forwarded, or that another bot helped to write
        if asked.get("forwarded"):
            name = "Une collègue"
            extra["forward_origin"] = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": name}
        if asked.get("via_bot"):
            extra["via_bot"] = {"id": 4242, "is_bot": True, "first_name": "Bot", "username": asked["via_bot"]}
        draft = Draft(
            text=asked.get("text") or asked.get("caption") or "",
            kind=asked.get("kind") or "text",
            thread=asked.get("thread"),
            reply_to=asked.get("reply_to"),
            filename=asked.get("filename") or "",
            content=base64.b64decode(asked.get("content_b64") or ""),
            media_group=asked.get("media_group"),
            name=asked.get("name"),
            extra=extra,
        )
        sent = people.send(self._sandbox, person, chat, draft)
        told = {"parts": len(sent), "delivered": self._sandbox.updates.queued > queued}
        return self._done(view.message(sent[0]) | told, log=log)

    async def edit(self, request: web.Request) -> web.Response:
        person, asked = person_of(self._sandbox, request), await body(request)
        chat = chat_of(self._sandbox, int(request.match_info["chat"]))
        log = self._sandbox.log.last
        message = people.edit(
            self._sandbox, person, chat, int(request.match_info["message"]), str(asked.get("text", ""))
        )
        return self._done(view.message(message), log=log)

    async def tap(self, request: web.Request) -> web.Response:
        person, asked = person_of(self._sandbox, request), await body(request)
        chat, log = chat_of(self._sandbox, asked.get("chat") or person.id), self._sandbox.log.last
        query = people.tap(self._sandbox, person, chat, int(asked["message_id"]), str(asked["data"]))
        return self._done({"callback_query_id": query}, log=log)

    async def start(self, request: web.Request) -> web.Response:
        person, asked = person_of(self._sandbox, request), await body(request)
        log = self._sandbox.log.last
        return self._done(view.message(people.start(self._sandbox, person, asked.get("payload") or "")), log=log)

    async def gesture(self, request: web.Request) -> web.Response:
        person, log = person_of(self._sandbox, request), self._sandbox.log.last
        match request.match_info["gesture"]:
            case "block":
                people.block(self._sandbox, person)
            case "unblock":
                people.unblock(self._sandbox, person)
            case _:
                person.deactivated = True
        return self._done(view.person(person), log=log)

    async def view(self, request: web.Request) -> web.Response:
        sandbox, person = self._sandbox, person_of(self._sandbox, request)
        after = int(request.query.get("after", 0))
        toasts = [each.as_json() for each in sandbox.toasts.get(person.id, ()) if each.id > after]
        chats = view.seen_by(sandbox.world, person, after)
        return web.json_response({"chats": chats, "toasts": toasts, "last_event": sandbox.events.last})
