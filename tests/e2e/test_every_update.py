"""Every kind of update, in every state, from everybody: an answer, or a silence that has its reason."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import groups, shapes
from bot.sandbox.client import Chat, Person
from bot.storage import inbox
from bot.storage.memberships import Role

if TYPE_CHECKING:
    from bot.sandbox.seen import Message
    from tests.e2e.conftest import House

pytestmark = pytest.mark.slow

NOISE = "je réfléchis encore ???"
"""An answer to no question that waits here."""


@dataclass
class Scene:
    """Where somebody stands: the chat, the name they write in, a message of the bot, one of somebody else."""

    house: "House"
    person: Person
    chat: Chat
    own: "Message | None" = None
    other: "Message | None" = None
    name: Chat | None = None
    thread: int | None = None
    shown: list[int] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.chat.id < 0

    async def send(self, text: str, **options: Any) -> "Message":  # noqa: ANN401
        return await self.person.send(text, chat=self.chat, name=self.name, thread=self.thread, **options)

    async def share(self, kind: str) -> "Message":
        return await self.person.share(kind, chat=self.chat)

    async def reply(self, to: "Message | None", text: str = NOISE, kind: str = "text") -> None:
        assert to is not None
        await self.person.reply(to, text, kind=kind, name=self.name)

    async def press(self, data: str, *, message: int | None = None) -> None:
        """Press a button of the bot's message, or of one that is gone."""
        assert self.own is not None
        asked = {"chat": self.chat.id, "message_id": message or self.own.id, "data": data}
        await self.person.world.call("POST", f"people/{self.person.id}/taps", asked)

    def push(self, kind: str, **content: object) -> None:
        """Have Telegram give an update that no gesture makes."""
        sandbox = self.house.sandbox
        chat = sandbox.world.chats[self.chat.id]
        base = {"message_id": 9000, "chat": shapes.chat(sandbox.world, chat), "date": sandbox.second()}
        sandbox.updates.put(
            kind, {**base, "from": shapes.user(sandbox.world.people[self.person.id]), **content}, chat.id
        )

    def service(self, **content: object) -> None:
        sandbox = self.house.sandbox
        sender = sandbox.world.people[self.person.id]
        groups.say(sandbox, sandbox.world.chats[self.chat.id], sender, content)


Gesture = Callable[[Scene], Awaitable[object]]


async def _edited(scene: Scene) -> None:
    typed = await scene.person.send(NOISE, chat=scene.chat, thread=scene.thread)
    await scene.house.settle()
    await scene.person.new_messages()
    await scene.person.edit(typed, "12 000")


async def _album(scene: Scene) -> None:
    for name in ("a.pdf", "b.pdf"):
        await scene.person.document(name, b"%PDF", media_group="77", chat=scene.chat)


async def _pushed(scene: Scene, kind: str, **content: object) -> None:
    scene.push(kind, **content)


async def _served(scene: Scene, **content: object) -> None:
    scene.service(**content)


def _sharing(kind: str) -> Gesture:
    return lambda scene: scene.share(kind)


SHARED = ("voice", "sticker", "video", "video_note", "audio", "contact", "location", "venue", "poll", "dice", "story")
MEANT: dict[str, Gesture] = {
    "a command": lambda scene: scene.send("/aide@jalon_bot"),
    "an accented command in a reply": lambda scene: scene.reply(scene.own, "/synthèse"),
    "an unknown command": lambda scene: scene.send("/inconnue@jalon_bot"),
    "a mention": lambda scene: scene.send(f"@jalon_bot {NOISE}"),
    "a reply": lambda scene: scene.reply(scene.own),
    "a reply of nothing": lambda scene: scene.reply(scene.own, "\u2800\u200b"),
    "a photo in reply": lambda scene: scene.reply(scene.own, kind="photo"),
    "a voice in reply": lambda scene: scene.reply(scene.own, kind="voice"),
    "a press of a forged button": lambda scene: scene.press("1.nowhere.0"),
    "a press of an old button": lambda scene: scene.press("anything"),
    "a press under a message that is gone": lambda scene: scene.press("1.nowhere.0", message=8999),
}
"""What is for the bot wherever it is said."""
SAID: dict[str, Gesture] = {
    "a text": lambda scene: scene.send(NOISE),
    "a text of nothing": lambda scene: scene.send("\u3164\u200d\u2800"),
    "a forwarded text": lambda scene: scene.send(NOISE, forwarded=True),
    "a text through a bot": lambda scene: scene.send(NOISE, via_bot="gif"),
    "a photo": lambda scene: scene.person.photo(chat=scene.chat),
    "an album": _album,
    "a document": lambda scene: scene.person.document("a.pdf", b"%PDF", chat=scene.chat),
    **{f"a {kind}": _sharing(kind) for kind in SHARED},
    "an unheard-of kind": lambda scene: _pushed(scene, "message", paid_media={"star_count": 1, "paid_media": []}),
}
"""What is for the bot in private, and chatter in a group."""
PASSING: dict[str, tuple[Gesture, str]] = {
    "an edited text": (_edited, "it gave no answer: nothing changes"),
    "an edited photo": (
        lambda scene: _pushed(scene, "edited_message", caption="12 000", edit_date=1),
        "it gave no answer: nothing changes",
    ),
    "a title": (lambda scene: _served(scene, new_chat_title="Ailleurs"), "a service message"),
    "a pinned message": (
        lambda scene: _served(scene, pinned_message={"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}),
        "a service message",
    ),
    "a new member": (
        lambda scene: _served(scene, new_chat_members=[{"id": 5, "is_bot": False, "first_name": "Zoé"}]),
        "a service message",
    ),
    "a channel post": (
        lambda scene: _pushed(scene, "channel_post", text="/aide"),
        "posts of channels are not asked for",
    ),
    "an inline press": (
        lambda scene: _pushed(scene, "callback_query", id="1", chat_instance="1", data="x", inline_message_id="1"),
        "Jalon sends no message through others",
    ),
}


EITHER = {"an edited text"}
"""Once a question is shown again under a third refusal, the words refused may be corrected, and that is told."""


async def _before_consent(house: "House") -> Scene:
    person = await house.world.person("Claire")
    await person.start()
    return Scene(house, person, person.private, (await person.new_messages())[-1])


async def _no_plan(house: "House") -> Scene:
    person = await house.bystander("Claire")
    await person.send("/langue")
    return Scene(house, person, person.private, await person.one_message())


async def _asked(house: "House", question: str | None, first: str = "") -> Scene:
    lead = await house.lead(until=question)
    await lead.send(first or "/aide")
    return Scene(house, lead, lead.private, (await lead.new_messages())[-1])


async def _reminded(house: "House") -> Scene:
    await house.lead()
    agent = await house.member("Nadia", Role.CONTRIBUTOR, label="Karim")
    await house.jump(house.a_while * 12 * 24 * 8)
    asked = next(each for each in await agent.new_messages() if each.buttons)
    await agent.press(asked, asked.buttons[0])
    await house.settle()
    return Scene(house, agent, agent.private, asked)


async def _official(house: "House") -> Scene:
    await house.lead()
    person = await house.member("Hélène", Role.OFFICIAL)
    await person.send("/aide")
    return Scene(house, person, person.private, await person.one_message())


async def _in_group(
    house: "House", role: Role | None, *, bound: bool = True, forum: bool = False, anonymous: bool = False
) -> Scene:
    """A group where a figure is asked for, the bot reading everything that is said in it."""
    lead = await house.lead()
    who = await house.member("Nadia", role) if role else await house.world.person("Marc")
    if bound:
        group = await house.team(lead, who, forum=forum or anonymous)
    else:
        group = await house.world.group("Ailleurs", [lead, who], kind="supergroup")
    await group.add_bot(administrator=True)
    thread = await group.open_topic("Chiffres") if forum else None
    await house.world.call("POST", f"chats/{group.id}/members", {"id": who.id, "status": "administrator"})
    await who.send("/aide@jalon_bot", chat=group, thread=thread)
    await house.settle()
    await house.jump(house.a_while * 12 * 24 * 8)
    own = (await who.new_messages(group))[-1]
    return Scene(house, who, group, own, name=group if anonymous else None, thread=thread)


SCENES: dict[str, Callable[["House"], Awaitable[Scene]]] = {
    "before consent": _before_consent,
    "no plan": _no_plan,
    "in the middle of a number": lambda house: _asked(house, "frame.population"),
    "in the middle of a choice": lambda house: _asked(house, "frame.territory_kind"),
    "a proposal waits": lambda house: _asked(house, "frame.territory", "saint martin"),
    "a menu waits": lambda house: _asked(house, "frame.review", "/modifier"),
    "complete": lambda house: _asked(house, None),
    "a reminder waits": _reminded,
    "an official": _official,
    "in the group, a lead's colleague": lambda house: _in_group(house, Role.CONTRIBUTOR),
    "in the group, an official": lambda house: _in_group(house, Role.OFFICIAL),
    "in the group, somebody named and not linked": lambda house: _in_group(house, None),
    "in a group of no plan": lambda house: _in_group(house, None, bound=False),
    "in a topic": lambda house: _in_group(house, Role.CONTRIBUTOR, forum=True),
    "in the group, an anonymous administrator": lambda house: _in_group(house, Role.CONTRIBUTOR, anonymous=True),
}


def _why_silent(scene: Scene, kind: str) -> str:
    if kind in PASSING:
        return PASSING[kind][1]
    if scene.is_group and kind in SAID:
        return "chatter in a group"
    return "told once a day" if scene.name and scene.shown and "press" not in kind else ""


async def _said_to(scene: Scene) -> int:
    """Count what was said since: messages, words over a button, changes of one's own messages."""
    await scene.house.settle()
    said, bot = await scene.person.new_messages(), scene.house.sandbox.bot.id
    return len(await scene.person.toasts()) + sum(each.sender_id == bot for each in said)


async def _recorded(house: "House") -> list[str]:
    """Every answer and every value, of all plans."""
    return [line for line in (await house.everything()).splitlines() if line.startswith(("answer: ", "reading: "))]


@pytest.mark.parametrize("place", SCENES)
async def test_every_update_gets_an_answer_or_has_a_reason_not_to(cabin: "House", place: str) -> None:
    scene = await SCENES[place](cabin)
    await _said_to(scene)
    before = await _recorded(cabin)
    every: dict[str, Gesture] = {**MEANT, **SAID, **{kind: gesture for kind, (gesture, _) in PASSING.items()}}
    for kind, gesture in every.items():
        await gesture(scene)
        said, silent = await _said_to(scene), _why_silent(scene, kind)
        assert bool(said) != bool(silent) or kind in EITHER, (place, kind, said, silent)
        scene.shown += [said] if said and "press" not in kind else []
        counted = await cabin.db.read(inbox.counts)
        assert not any(counted.values()), (place, kind)
        assert await _recorded(cabin) == before, (place, kind)
