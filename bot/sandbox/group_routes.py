"""Groups over HTTP: create, join, leave, topics, migration."""

from aiohttp import web

from bot.sandbox import groups, view
from bot.sandbox.people import GestureError
from bot.sandbox.people_routes import body, chat_of, not_found
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.world import Chat, Person, Topic


class GroupRoutes:
    """`/sandbox/groups` and `/sandbox/chats/…`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def register(self, app: web.Application) -> None:
        one = r"/sandbox/chats/{chat:-?\d+}"
        topic = one + r"/topics/{topic:\d+}"
        app.router.add_post("/sandbox/groups", self.create)
        app.router.add_post(f"{one}/members", self.join)
        app.router.add_delete(one + r"/members/{member:\d+}", self.leave)
        app.router.add_post(f"{one}/topics", self.open_topic)
        app.router.add_post(topic + "/{gesture:close|reopen}", self.close_topic)
        app.router.add_delete(topic, self.delete_topic)
        app.router.add_post(f"{one}/migrate", self.migrate)

    def _chat(self, request: web.Request) -> Chat:
        chat = chat_of(self._sandbox, int(request.match_info["chat"]))
        if chat.is_private:
            raise GestureError("this is a private chat")
        return chat

    def _member(self, who: object) -> Person:
        found = self._sandbox.world.member(int(str(who)))
        if found is None:
            raise not_found("person")
        return found

    def _actor(self, chat: Chat, who: object = None) -> Person:
        """Return who does it: the one named, else the first person of the group."""
        if who is not None:
            return self._member(who)
        first = next((each for each in chat.members if each != self._sandbox.bot.id), None)
        return self._member(first) if first is not None else self._sandbox.bot

    def _shown(self, chat: Chat, log: int) -> web.Response:
        return web.json_response(view.chat(self._sandbox.world, chat) | {"log": log})

    async def create(self, request: web.Request) -> web.Response:
        asked, log = await body(request), self._sandbox.log.last
        members = [self._member(each) for each in asked.get("members", [])]
        kind = asked.get("type") or "group"
        if kind not in {"group", "supergroup", "channel"} or not asked.get("title") or not members:
            raise GestureError("title, members and a type of group, supergroup or channel are expected")
        forum = bool(asked.get("forum"))
        chat = groups.create(self._sandbox, asked["title"], kind, members, is_forum=forum)
        if asked.get("with_bot"):
            groups.join(self._sandbox, chat, self._sandbox.bot, by=members[0])
        return self._shown(chat, log)

    async def join(self, request: web.Request) -> web.Response:
        asked, chat, log = await body(request), self._chat(request), self._sandbox.log.last
        person = self._member(asked.get("id") or asked.get("person") or self._sandbox.bot.id)
        status = asked.get("status") or "member"
        groups.join(self._sandbox, chat, person, by=self._actor(chat, asked.get("by")), status=status)
        return self._shown(chat, log)

    async def leave(self, request: web.Request) -> web.Response:
        chat, log = self._chat(request), self._sandbox.log.last
        person = self._member(request.match_info["member"])
        if person.id not in chat.members:
            raise not_found("member")
        is_bot = person is self._sandbox.bot
        by = self._actor(chat, request.query.get("by") or (None if is_bot else person.id))
        groups.leave(self._sandbox, chat, person, by=by)
        return self._shown(chat, log)

    async def open_topic(self, request: web.Request) -> web.Response:
        asked, chat, log = await body(request), self._chat(request), self._sandbox.log.last
        if not chat.is_forum:
            raise GestureError("this group has no topics")
        topic = groups.open_topic(self._sandbox, chat, asked.get("name") or "Topic", self._actor(chat, asked.get("by")))
        return web.json_response({"id": topic.id, "name": topic.name, "closed": False, "log": log})

    def _topic(self, request: web.Request, chat: Chat) -> Topic:
        topic = chat.topics.get(int(request.match_info["topic"]))
        if topic is None or topic.deleted:
            raise not_found("topic")
        return topic

    async def close_topic(self, request: web.Request) -> web.Response:
        chat, log = self._chat(request), self._sandbox.log.last
        closed = request.match_info["gesture"] == "close"
        groups.close_topic(self._sandbox, chat, self._topic(request, chat), self._actor(chat), closed=closed)
        return self._shown(chat, log)

    async def delete_topic(self, request: web.Request) -> web.Response:
        chat, log = self._chat(request), self._sandbox.log.last
        groups.delete_topic(self._sandbox, chat, self._topic(request, chat))
        return self._shown(chat, log)

    async def migrate(self, request: web.Request) -> web.Response:
        chat, log = self._chat(request), self._sandbox.log.last
        if chat.type != "group" or chat.migrated_to is not None:
            raise GestureError("only a basic group becomes a supergroup, once")
        return self._shown(groups.migrate(self._sandbox, chat, self._actor(chat)), log)
