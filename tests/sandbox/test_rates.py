"""Telegram's rates, counted on the sandbox's clock."""

from datetime import timedelta

from bot.clock import ShiftedClock
from bot.sandbox.client import Person, World
from bot.sandbox.wire import Answer, Wire


def too_many(answer: Answer, seconds: int) -> bool:
    told = {"retry_after": seconds}
    words = f"Too Many Requests: retry after {seconds}"
    return answer.refusal == (429, words) and answer.body["parameters"] == told


async def test_a_private_chat_takes_a_burst_of_five_then_one_a_second(
    wire: Wire, lead: Person, clock: ShiftedClock
) -> None:
    codes = [(await wire("sendMessage", chat_id=lead.id, text=f"{n}")).status for n in range(6)]
    assert codes == [200] * 5 + [429]
    assert too_many(await wire("sendMessage", chat_id=lead.id, text="a"), 1)
    clock.jump(timedelta(seconds=1))
    assert (await wire("sendMessage", chat_id=lead.id, text="a")).status == 200
    assert too_many(await wire("sendMessage", chat_id=lead.id, text="a"), 1)


async def test_edits_count_as_sends(wire: Wire, lead: Person) -> None:
    sent = (await wire("sendMessage", chat_id=lead.id, text="a")).body["result"]
    where = {"chat_id": lead.id, "message_id": sent["message_id"]}
    codes = [(await wire("editMessageText", **where, text=f"{n}")).status for n in range(5)]
    assert codes == [200] * 4 + [429]


async def test_a_group_takes_twenty_in_any_minute(wire: Wire, world: World, lead: Person, clock: ShiftedClock) -> None:
    group = await world.group("Équipe", [lead])
    for n in range(20):
        assert (await wire("sendMessage", chat_id=group.id, text=f"{n}")).status == 200
        clock.jump(timedelta(seconds=1))
    assert too_many(await wire("sendMessage", chat_id=group.id, text="a"), 40)
    clock.jump(timedelta(seconds=40))
    assert (await wire("sendMessage", chat_id=group.id, text="a")).status == 200


async def test_all_chats_together_take_thirty_in_any_second(wire: Wire, world: World, clock: ShiftedClock) -> None:
    people = [await world.person(f"P{n}") for n in range(31)]
    for person in people:
        await person.start()
    codes = [(await wire("sendMessage", chat_id=person.id, text="a")).status for person in people]
    assert codes == [200] * 30 + [429]
    clock.jump(timedelta(seconds=1))
    assert (await wire("sendMessage", chat_id=people[-1].id, text="a")).status == 200


async def test_what_is_refused_counts_for_nothing(wire: Wire, lead: Person, clock: ShiftedClock) -> None:
    for _ in range(20):
        await wire("sendMessage", chat_id=lead.id, text="<b>", parse_mode="HTML")
    assert (await wire("sendMessage", chat_id=lead.id, text="a")).status == 200
    assert clock.is_frozen


async def test_answers_to_taps_have_no_rate(wire: Wire, lead: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    await wire("sendMessage", chat_id=lead.id, text="a", reply_markup=markup)
    queries = [await lead.tap("a") for _ in range(40)]
    codes = {(await wire("answerCallbackQuery", callback_query_id=query)).status for query in queries}
    assert codes == {200}
