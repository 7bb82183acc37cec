"""Who writes in the name of a group or of a channel is told how to write as oneself: once, and nothing is done."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.client import Group, Person
    from tests.e2e.conftest import House


async def told(person: "Person", group: "Group", bot: int) -> list[str]:
    return [each.said for each in await person.new_messages(group) if each.sender_id == bot]


async def test_an_anonymous_administrator_is_told_how_to_write_as_oneself_once_a_day(cabin: "House") -> None:
    lead = await cabin.lead()
    group, bot = await cabin.world.group("Équipe", [lead], kind="supergroup"), cabin.sandbox.bot.id
    token = await cabin.invitation(lead, "group")
    await lead.send(f"/start@jalon_bot {token}", chat=group, name=group)
    assert await told(lead, group, bot) == [cabin.words("team:anonymous_sender", bot="jalon_bot")]
    await lead.send("/synthese@jalon_bot", chat=group, name=group)
    assert not await told(lead, group, bot)
    await cabin.jump(timedelta(days=1))
    await lead.send("@jalon_bot ?", chat=group, name=group)
    assert await told(lead, group, bot) == [cabin.words("team:anonymous_sender", bot="jalon_bot")]
    await lead.send(f"/start@jalon_bot {token}", chat=group)
    assert "suit maintenant le plan" in (await told(lead, group, bot))[0]


async def test_a_channel_that_speaks_in_a_group_is_told_once_and_its_chatter_never(cabin: "House") -> None:
    lead = await cabin.lead()
    group, bot = await cabin.team(lead, forum=True), cabin.sandbox.bot.id
    await group.add_bot(administrator=True)
    channel = await cabin.world.group("La mairie", [lead], kind="channel", with_bot=False)
    await told(lead, group, bot)
    await lead.send("Un article de plus", chat=group, name=channel)
    assert not await told(lead, group, bot)
    for _ in range(3):
        await lead.send("/indicateurs@jalon_bot", chat=group, name=channel)
    assert await told(lead, group, bot) == [cabin.words("team:channel_sender", bot="jalon_bot")]


async def test_a_group_that_an_anonymous_administrator_turned_into_a_supergroup_is_followed(cabin: "House") -> None:
    lead = await cabin.lead()
    group = await cabin.team(lead)
    cabin.sandbox.world.people[lead.id].is_bot = True  # as GroupAnonymousBot, the author of the service message
    moved = await group.migrate()
    cabin.sandbox.world.people[lead.id].is_bot = False
    await cabin.settle()
    await lead.send("/synthese@jalon_bot", chat=moved)
    assert (await lead.new_messages(moved))[-1].file_name
