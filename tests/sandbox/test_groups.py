"""Groups: who reads what, topics that close, bots thrown out, groups that migrate."""

import pytest

from bot.sandbox.client import Group, Person, SandboxError, World
from bot.sandbox.wire import Wire


@pytest.fixture
async def agent(world: World) -> Person:
    return await world.person("Lucie")


@pytest.fixture
async def group(world: World, lead: Person, agent: Person) -> Group:
    return await world.group("Équipe projet", [lead, agent])


async def news(wire: Wire) -> list[str]:
    """Return the texts that reached the bot since the last time, and take them away."""
    found = (await wire("getUpdates")).body["result"]
    if found:
        await wire("getUpdates", offset=found[-1]["update_id"] + 1)
    return [each["message"].get("text", "") for each in found if "message" in each]


async def test_being_added_is_told_by_a_status_and_by_a_service_message(wire: Wire, lead: Person, group: Group) -> None:
    status, service = (await wire("getUpdates", offset=-2)).body["result"]
    assert status["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["username"] == "jalon_bot"
    assert service["message"]["chat"] == {"id": group.id, "title": "Équipe projet", "type": "group"}
    assert status["my_chat_member"]["from"]["id"] == lead.id


async def test_with_privacy_the_bot_reads_commands_mentions_and_replies_only(
    wire: Wire, lead: Person, agent: Person, group: Group
) -> None:
    sent = (await wire("sendMessage", chat_id=group.id, text="Combien ?")).body["result"]
    await news(wire)
    question = await agent.one_message(group)
    assert question.id == sent["message_id"]
    await group.send(lead, "on en parle demain")
    await group.send(lead, "/plan")
    await group.send(lead, "/plan@other_bot")
    await group.send(lead, "/plan@jalon_bot")
    await group.send(lead, "merci @Jalon_bot")
    await group.reply(agent, question, "12")
    assert await news(wire) == ["/plan", "/plan@jalon_bot", "merci @Jalon_bot", "12"]


async def test_an_administrator_bot_reads_everything(wire: Wire, lead: Person, group: Group) -> None:
    await group.add_bot(administrator=True)
    await news(wire)
    await group.send(lead, "on en parle demain")
    assert await news(wire) == ["on en parle demain"]


async def test_everyone_in_the_group_sees_the_same_edit(wire: Wire, lead: Person, agent: Person, group: Group) -> None:
    sent = (await wire("sendMessage", chat_id=group.id, text="a")).body["result"]
    await wire("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="b")
    for person in (lead, agent):
        newest = (await person.messages(group))[-1]
        assert (newest.text, newest.edited) == ("b", True)


async def test_a_bot_thrown_out_may_not_write_and_one_that_left_neither(wire: Wire, group: Group) -> None:
    await group.remove_bot()
    answer = await wire("sendMessage", chat_id=group.id, text="a")
    assert answer.refusal == (403, "Forbidden: bot was kicked from the group chat")
    assert (await wire("getUpdates", offset=-1)).body["result"][0]["my_chat_member"]["new_chat_member"][
        "status"
    ] == "kicked"
    await group.add_bot()
    await wire("leaveChat", chat_id=group.id)
    answer = await wire("sendMessage", chat_id=group.id, text="a")
    assert answer.refusal == (403, "Forbidden: bot is not a member of the group chat")


async def test_a_group_the_bot_never_joined_is_not_found(wire: Wire, world: World, lead: Person) -> None:
    group = await world.group("Sans robot", [lead], with_bot=False)
    answer = await wire("getChat", chat_id=group.id)
    assert answer.refusal == (400, "Bad Request: chat not found")


async def test_a_migrated_group_says_where_it_went(wire: Wire, lead: Person, group: Group) -> None:
    new = await group.migrate()
    answer = await wire("sendMessage", chat_id=group.id, text="a")
    assert answer.refusal == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert answer.body["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await wire("sendMessage", chat_id=new.id, text="a")).status == 200
    old_side, new_side = (await wire("getUpdates", offset=-2)).body["result"]
    assert old_side["message"]["migrate_to_chat_id"] == new.id
    assert new_side["message"]["migrate_from_chat_id"] == group.id
    assert [each.text for each in await lead.new_messages(new)] == ["a"]
    shown = {each["id"] for each in (await lead.world.overview())["chats"]}
    assert shown & {group.id, new.id} == {new.id}


async def test_a_topic_is_written_in_until_it_closes_or_goes(wire: Wire, world: World, lead: Person) -> None:
    forum = await world.group("Forum", [lead], forum=True)
    thread = await forum.open_topic("Indicateurs")
    where = {"chat_id": forum.id, "message_thread_id": thread, "text": "a"}
    sent = (await wire("sendMessage", **where)).body["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    await forum.close_topic(thread)
    assert (await wire("sendMessage", **where)).refusal == (400, "Bad Request: TOPIC_CLOSED")
    await forum.delete_topic(thread)
    assert (await wire("sendMessage", **where)).refusal == (400, "Bad Request: message thread not found")
    assert (await wire("sendMessage", chat_id=forum.id, text="a")).status == 200
    assert [each.thread_id for each in await lead.messages(forum) if each.from_bot] == [None]


async def test_a_person_writes_in_a_topic_and_the_bot_knows_which(wire: Wire, world: World, lead: Person) -> None:
    forum = await world.group("Forum", [lead], forum=True)
    thread = await forum.open_topic("Indicateurs")
    await forum.send(lead, "/plan", thread=thread)
    message = (await wire("getUpdates", offset=-1)).body["result"][0]["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (thread, True)


async def test_members_can_be_looked_up(wire: Wire, lead: Person, agent: Person, group: Group) -> None:
    status = (await wire("getChatMember", chat_id=group.id, user_id=lead.id)).body["result"]["status"]
    assert status == "creator"
    assert (await wire("getChatMemberCount", chat_id=group.id)).body["result"] == 3
    await group.remove(agent)
    left = (await wire("getChatMember", chat_id=group.id, user_id=agent.id)).body["result"]
    assert left["status"] == "left"
    chiefs = (await wire("getChatAdministrators", chat_id=group.id)).body["result"]
    assert [each["user"]["id"] for each in chiefs] == [lead.id]
    unknown = await wire("getChatMember", chat_id=group.id, user_id=1)
    assert unknown.refusal == (400, "Bad Request: PARTICIPANT_ID_INVALID")


async def test_a_member_who_comes_back_is_a_member_again(wire: Wire, agent: Person, group: Group) -> None:
    await group.remove(agent)
    await group.add(agent)
    found = (await wire("getChatMember", chat_id=group.id, user_id=agent.id)).body["result"]
    assert found["status"] == "member"


async def test_another_s_message_in_a_group_is_deleted_by_administrators_only(
    wire: Wire, lead: Person, group: Group
) -> None:
    said = await group.send(lead, "/plan")
    answer = await wire("deleteMessage", chat_id=group.id, message_id=said.id)
    assert answer.refusal == (400, "Bad Request: message can't be deleted")
    await group.add_bot(administrator=True)
    assert (await wire("deleteMessage", chat_id=group.id, message_id=said.id)).status == 200


async def test_a_supergroup_counts_its_own_messages(wire: Wire, world: World, lead: Person) -> None:
    large = await world.group("Grand", [lead], kind="supergroup")
    first = (await lead.messages(large))[0]
    assert first.id == 1
    pin = await wire("pinChatMessage", chat_id=large.id, message_id=1)
    assert pin.refusal == (400, "Bad Request: not enough rights to manage pinned messages in the chat")


async def test_a_reply_goes_to_the_topic_of_the_message_replied_to(wire: Wire, world: World, lead: Person) -> None:
    forum = await world.group("Forum", [lead], forum=True)
    thread = await forum.open_topic("Indicateurs")
    said = await forum.send(lead, "/plan", thread=thread)
    sent = await wire("sendMessage", chat_id=forum.id, text="a", reply_parameters={"message_id": said.id})
    assert sent.body["result"]["message_thread_id"] == thread
    assert sent.body["result"]["reply_to_message"]["message_id"] == said.id


async def test_a_closed_topic_takes_nothing_from_people_until_it_opens_again(world: World, lead: Person) -> None:
    forum = await world.group("Forum", [lead], forum=True)
    thread = await forum.open_topic("Indicateurs")
    await forum.close_topic(thread)
    with pytest.raises(SandboxError, match="this topic is closed"):
        await forum.send(lead, "a", thread=thread)
    await world.call("POST", f"chats/{forum.id}/topics/{thread}/reopen")
    assert (await forum.send(lead, "a", thread=thread)).thread_id == thread


async def test_a_group_that_cannot_be_made_says_why(world: World, lead: Person, group: Group) -> None:
    with pytest.raises(SandboxError, match="title, members and a type"):
        await world.group("", [lead])
    with pytest.raises(SandboxError, match="this group has no topics"):
        await group.open_topic("Indicateurs")
    with pytest.raises(SandboxError, match="topic not found"):
        await group.close_topic(7)
    with pytest.raises(SandboxError, match="this is a private chat"):
        await world.call("POST", f"chats/{lead.id}/migrate")
    new = await group.migrate()
    with pytest.raises(SandboxError, match="only a basic group becomes a supergroup"):
        await new.migrate()
    with pytest.raises(SandboxError, match="has become the supergroup"):
        await group.send(lead, "a")
    with pytest.raises(SandboxError, match="member not found"):
        await new.remove(await world.person("Léa"))


async def test_an_anonymous_administrator_writes_in_the_name_of_the_group(
    wire: Wire, world: World, lead: Person
) -> None:
    group = await world.group("Équipe", [lead], kind="supergroup")
    await lead.send("/aide", chat=group, name=group)
    (told,) = (await wire("getUpdates", offset=-1)).body["result"]
    assert told["message"]["from"] == {
        "id": 1087968824,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    assert told["message"]["sender_chat"] == told["message"]["chat"]


async def test_one_writes_in_the_name_of_a_channel_one_administers_in_supergroups_only(
    wire: Wire, world: World, lead: Person, agent: Person, group: Group
) -> None:
    channel = await world.group("La mairie", [lead], kind="channel", with_bot=False)
    large = await world.group("Équipe", [lead, agent], kind="supergroup")
    await lead.send("/aide", chat=large, name=channel)
    (told,) = (await wire("getUpdates", offset=-1)).body["result"]
    assert told["message"]["from"]["username"] == "Channel_Bot"
    assert told["message"]["sender_chat"] == {"id": channel.id, "title": "La mairie", "type": "channel"}
    for who, where, name in (
        (agent, large, channel),
        (agent, large, large),
        (lead, group, group),
        (lead, large, group),
    ):
        with pytest.raises(SandboxError):
            await who.send("/aide", chat=where, name=name)


async def test_posts_of_a_channel_have_no_person_behind_them(wire: Wire, world: World, lead: Person) -> None:
    channel = await world.group("La mairie", [lead], kind="channel", with_bot=False)
    await channel.add_bot(administrator=True)
    await lead.send("Bonjour", chat=channel)
    status, post = (await wire("getUpdates", offset=-2)).body["result"]
    assert status["my_chat_member"]["chat"]["type"] == "channel"
    assert "from" not in post["channel_post"]
    assert post["channel_post"]["sender_chat"]["id"] == channel.id
