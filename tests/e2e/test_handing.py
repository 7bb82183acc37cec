"""A question handed to a colleague: they see it alone, their reply comes back, and the lead decides."""

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.storage import memberships
from bot.storage.memberships import Role
from domain.dialogue.path import Path

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from bot.sandbox.seen import Message
    from tests.e2e.conftest import House

FIBRE = "diagnosis.fibre"


async def _link(house: "House", lead: "Person") -> str:
    """The token of a link to the question that the lead is asked."""
    await lead.send("/confier")
    await lead.tap(house.words("handing:act_link"))
    said = next(each.said for each in await lead.new_messages() if "?start=" in each.said)
    return said.partition("?start=")[2].split()[0]


async def _to_member(lead: "Person", colleague: "Person") -> "Message":
    """What a member receives when the lead hands them the question in progress."""
    await lead.send("/confier")
    await lead.tap(colleague.first_name)
    await lead.new_messages()
    return await colleague.one_message()


async def _opened(house: "House", name: str, token: str) -> "Person":
    """Somebody new who agreed and is in front of what the link opens."""
    person = await house.world.person(name)
    await person.start(token)
    await person.tap(house.words("start:act_consent"))
    return person


async def _author(house: "House", path: str) -> int:
    return (await house.dossier()).answers[Path.parse(path)].author


def _closed(house: "House", standing: str) -> str:
    return house.words(f"handing:closed_{standing}", lead="Claire")


async def test_a_link_asks_somebody_new_one_question_and_their_answer_comes_back_to_be_accepted(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    karim = await _opened(house, "Karim", await _link(house, lead))
    asked = (await karim.new_messages())[-1]
    for part in ("raccordée à la fibre ?", "une démarche en ligne laisse", "maconnexioninternet", "Exemple"):
        assert part in asked.said.replace("\u202f", " ")
    assert "Claire a besoin de votre aide" in asked.said
    assert asked.labels == [house.words("common:act_unknown")]
    await karim.send("beaucoup")
    assert (await karim.one_message()).said.startswith(house.words("common:refusal_not_a_number"))
    await karim.send("21 %")
    assert "Merci" in (await karim.one_message()).said
    card = await lead.one_message()
    assert card.said.replace("\u202f", " ") == "Karim propose « 21 % » pour « Fibre »."
    assert await house.answer(FIBRE) is None
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 21
    assert await _author(house, FIBRE) == karim.id
    assert await house.asked(lead) == "diagnosis.fibre_year"
    assert len(await house.members()) == 1
    await karim.send("/plan")
    assert (await karim.one_message()).said == house.words("commands:no_plan")


async def test_a_link_is_not_lost_by_who_types_their_answer_before_agreeing(house: "House") -> None:
    token = await _link(house, await house.lead(until=FIBRE))
    karim = await house.world.person("Karim")
    await karim.start(token)
    assert "Une question vous attend, de la part de Claire" in (await karim.one_message()).said
    await karim.send("96 %")
    await karim.send("/start")
    assert "Une question vous attend" in (await karim.new_messages())[-1].said
    await karim.tap(house.words("start:act_consent"))
    assert "Claire a besoin de votre aide" in (await karim.one_message()).said


async def test_once_a_question_is_handed_one_tap_moves_on_and_the_reply_is_still_welcome(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    token = await _link(house, lead)
    await lead.tap(house.words("handing:act_next"))
    assert await house.asked(lead) != FIBRE
    assert await house.answer(FIBRE) is None
    karim = await _opened(house, "Karim", token)
    await karim.send("96 %")
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 96


async def test_the_button_of_a_question_hands_it_over_and_leaves_it_to_the_lead_too(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR, label="Service du numérique")
    await lead.tap(house.words("common:act_hand"))
    whom = await lead.one_message()
    assert whom.labels == ["Karim · Service du numérique", house.words("handing:act_link")]
    await lead.tap("Karim")
    assert "Une seule question" in (await agent.one_message()).said.replace("\u202f", " ")
    assert await house.asked(lead) == FIBRE
    await lead.press(whom, whom.buttons[1])
    assert (await lead.toasts())[-1].text == house.words("common:note_stale_button")


async def test_a_member_is_asked_in_their_own_chat_and_may_change_until_it_is_accepted(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await agent.send("21")
    await agent.tap(house.words("handing:act_change"))
    await agent.send("22")
    await house.settle()
    cards = await lead.new_messages()
    assert [("21" in each.said, "22" in each.said) for each in cards] == [(True, False), (False, True)]
    assert [bool(each.labels) for each in await lead.messages() if "Karim propose" in each.said] == [False, True]
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 22
    thanks = (await agent.messages())[-1]
    assert thanks.said == _closed(house, "accepted")
    assert not thanks.labels


async def test_a_question_about_the_team_names_nobody_of_it_to_who_is_asked(house: "House") -> None:
    lead = await house.lead(until="objectives/kpis/owner_name")
    await house.member("Anne", Role.CONTRIBUTOR, label="Accueil de Bérengère")
    await house.member("Karim", Role.CONTRIBUTOR)
    colleague = await _opened(house, "Nadia", await _link(house, lead))
    asked = (await colleague.new_messages())[-1].said
    assert house.words("objectives:objectives_kpis_owner_name__question", title="x")[:12] in asked
    assert "Bérengère" not in asked


async def test_editing_the_message_of_a_reply_changes_the_reply(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    sent = await agent.send("21")
    await agent.edit(sent, "23")
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 23


async def test_a_choice_is_answered_by_its_buttons_or_their_words(house: "House") -> None:
    lead = await house.lead(until="frame.has_budget")
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    asked = await _to_member(lead, agent)
    assert asked.labels[:2] == [house.option("frame.has_budget", code) for code in ("yes", "no")]
    await agent.send("peut-être")
    assert house.words("common:refusal_not_an_option") in (await agent.one_message()).said
    await agent.send(house.option("frame.has_budget", "no").upper())
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer("frame.has_budget") == "no"


async def test_i_do_not_know_is_an_answer_that_the_lead_may_accept(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.OFFICIAL)
    await _to_member(lead, agent)
    await agent.tap(house.words("common:act_unknown"))
    assert "ne connaît pas la réponse" in (await lead.one_message()).said
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    answer = (await house.dossier()).answers[Path.parse(FIBRE)]
    assert (answer.status, answer.author) == ("unknown", agent.id)


async def test_asking_again_shows_the_same_question_with_what_was_replied(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    karim = await _opened(house, "Karim", await _link(house, lead))
    await karim.send("21")
    await karim.new_messages()
    await lead.tap(house.words("handing:act_again"))
    again = await karim.one_message()
    assert "de nouveau" in again.said
    assert "21" in again.said
    assert await house.answer(FIBRE) is None
    await karim.send("25")
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 25


async def test_a_withdrawn_question_says_so_in_its_message_and_to_whoever_opens_its_link(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    token = await _link(house, lead)
    karim = await _opened(house, "Karim", token)
    asked = (await karim.new_messages())[-1]
    await lead.send("/confier")
    await lead.tap("🗑 Retirer : Fibre")
    await house.settle()
    assert (await karim.messages())[-1].said == _closed(house, "withdrawn")
    await karim.press(asked, asked.buttons[0])
    assert (await karim.one_message()).said == _closed(house, "withdrawn")
    nadia = await _opened(house, "Nadia", token)
    assert (await nadia.new_messages())[-1].said == _closed(house, "withdrawn")
    await lead.new_messages()
    await karim.send("21")
    assert not await lead.new_messages()


async def test_an_expired_question_says_so_and_takes_nothing(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    token = await _link(house, lead)
    unopened = await _link(house, lead)
    karim = await _opened(house, "Karim", token)
    await karim.new_messages()
    house.clock.jump(timedelta(days=15))
    await karim.tap(house.words("common:act_unknown"))
    assert (await karim.one_message()).said == _closed(house, "expired")
    nadia = await _opened(house, "Nadia", unopened)
    assert (await nadia.new_messages())[-1].said == _closed(house, "expired")
    assert "propose" not in "".join(each.said for each in await lead.new_messages())


async def test_when_the_lead_answers_first_the_colleague_is_told_at_their_next_gesture(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await lead.send("18 %")
    await lead.new_messages()
    await agent.send("21")
    assert (await agent.one_message()).said == _closed(house, "overtaken")
    assert not await lead.new_messages()
    assert await house.answer(FIBRE) == 18
    await lead.send("/confier")
    assert "Questions confiées" not in (await lead.new_messages())[0].said


async def test_a_lead_who_does_not_know_still_gets_the_reply(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await lead.tap(house.words("common:act_unknown"))
    await agent.send("21")
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 21


async def test_a_reply_comes_too_late_when_the_question_no_longer_applies(house: "House") -> None:
    lead = await house.lead(until="frame.budget")
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await house.open(lead, house.words("frame:chapter__name"))
    await lead.tap("Suite")
    await lead.tap(f"✏️ {house.name('frame.has_budget')}")
    await lead.tap(house.option("frame.has_budget", "no"))
    await house.settle()
    await agent.send("90 000")
    assert (await agent.one_message()).said == _closed(house, "gone")


async def test_two_taps_on_a_handed_question_are_one_reply(house: "House") -> None:
    lead = await house.lead(until="frame.has_budget")
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    asked = await _to_member(lead, agent)
    for button in asked.buttons[:2]:
        await agent.press(asked, button)
    assert len(await lead.new_messages()) == 1
    assert "Déjà répondu" in (await agent.toasts())[-1].text
    card = (await lead.messages())[-1]
    for _ in range(2):
        await lead.press(card, card.buttons[0])
    await house.settle()
    assert await house.answer("frame.has_budget") == "yes"


async def test_a_link_asks_the_first_who_opens_it_and_nobody_else(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    token = await _link(house, lead)
    await lead.start(token)
    assert (await lead.new_messages())[-1].said == house.words("handing:link_own")
    karim = await _opened(house, "Karim", token)
    await karim.start(token)
    assert "Une seule question" in (await karim.new_messages())[-1].said
    nadia = await _opened(house, "Nadia", token)
    assert (await nadia.new_messages())[-1].said == house.words("handing:link_used")
    await nadia.start("q_invented")
    assert (await nadia.new_messages())[-1].said == house.words("handing:link_unknown")


async def test_forged_taps_open_nothing(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    other = await house.member("Nadia", Role.CONTRIBUTOR)
    own = (await other.messages())[-1]
    asked = await _to_member(lead, agent)
    await agent.send("21")
    card = await lead.one_message()
    for message in (asked, card):
        await other.press(own, str(message.buttons[0].data))
        await agent.press(asked, str(card.buttons[0].data))
    await agent.press(asked, f"{asked.buttons[0].data}9")
    await agent.press(asked, f"{str(asked.buttons[0].data)[:-1]}-1")
    assert await house.answer(FIBRE) is None
    stale = house.words("common:note_stale_button")
    assert {each.text for each in await other.toasts()} == {stale}
    assert {each.text for each in await agent.toasts()} == {stale}
    assert not await other.new_messages()


async def test_a_card_of_before_a_change_does_not_accept_what_it_never_showed(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await agent.send("21")
    await house.settle()
    former = await lead.one_message()
    await lead.send("/confier")
    await lead.tap("👀 Voir : Fibre")
    await house.settle()
    await agent.tap(house.words("handing:act_change"))
    await agent.send("99")
    await house.settle()
    await lead.press(former, former.buttons[0])
    assert (await lead.toasts())[-1].text == house.words("handing:toast_answered")
    assert await house.answer(FIBRE) is None


async def test_somebody_who_no_longer_leads_accepts_nothing(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await agent.send("21")
    await house.settle()
    await house.db.write(lambda db: memberships.leave(db, 1, lead.id))
    await house.join(lead, 1, Role.CONTRIBUTOR)
    await lead.tap(house.words("handing:act_accept"))
    assert (await lead.toasts())[-1].text == house.words("commands:leads_only")
    assert await house.answer(FIBRE) is None


async def test_a_member_who_left_can_no_longer_answer(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await house.db.write(lambda db: memberships.leave(db, 1, agent.id))
    await agent.tap(house.words("common:act_unknown"))
    assert (await agent.one_message()).said == _closed(house, "gone")
    assert not await lead.new_messages()


async def test_the_link_that_a_lead_opens_takes_the_next_words_then_their_own_question_comes_back(
    house: "House",
) -> None:
    lead = await house.lead(until=FIBRE)
    marc = await house.lead("Marc", until="frame.budget")
    await marc.start(await _link(house, lead))
    assert "Écrivez votre réponse ci-dessous" in (await marc.one_message()).said
    await marc.send("21")
    assert await house.answer("frame.budget", 2) is None
    assert "Marc propose" in (await lead.one_message()).said
    await marc.send("1 000")
    await house.settle()
    assert await house.answer("frame.budget", 2) == 1000


async def test_a_lead_asked_for_another_plan_keeps_their_own_question(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    marc = await house.lead("Marc", until="frame.budget")
    await marc.start(await _link(house, lead))
    await marc.send("/reprendre")
    own = await house.question(marc)
    await marc.new_messages()
    await marc.tap(house.words("handing:act_answer"))
    await marc.send("21")
    said = [each.said for each in await marc.new_messages()]
    assert "Merci" in said[0]
    assert said[1] == own.said
    assert "Marc propose" in (await lead.one_message()).said


async def test_somebody_handed_two_questions_answers_one_then_the_other(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await lead.tap(house.words("common:act_unknown"))
    await _to_member(lead, agent)
    await agent.send("40")
    following = (await agent.new_messages())[-1]
    assert house.words("diagnosis:diagnosis_fibre__question") in following.said
    await agent.send("21")
    assert len([each for each in await lead.new_messages() if "propose" in each.said]) == 2


async def test_the_lead_finds_in_one_list_what_is_handed_and_what_was_replied(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    await _to_member(lead, agent)
    await lead.send("/confier")
    await lead.tap("Karim")
    assert "déjà confiée à Karim" in (await lead.new_messages())[-1].said
    await lead.send("/confier")
    assert "Karim n’a pas encore répondu" in (await lead.new_messages())[0].said
    await agent.send("21")
    await house.settle()
    await lead.send("/confier")
    await lead.tap("👀 Voir : Fibre")
    assert "Karim propose" in (await lead.new_messages())[-1].said
    await lead.tap(house.words("handing:act_accept"))
    await house.settle()
    assert await house.answer(FIBRE) == 21


async def test_a_colleague_is_asked_neither_at_night_nor_on_a_day_off_nor_once_it_is_withdrawn(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    house.clock.jump(timedelta(days=4, hours=11))  # Friday, 21:00 in Paris
    await lead.send("/confier")
    await lead.tap("Karim")
    assert "J’enverrai" in (await lead.new_messages())[-1].said
    assert not await agent.new_messages()
    await agent.send("21")
    assert "Merci" not in (await agent.one_message()).said
    await house.jump(timedelta(days=2, hours=13))
    assert "Une seule question" in (await agent.one_message()).said.replace("\u202f", " ")
    await agent.send("21")
    await house.settle()
    await house.jump(timedelta(hours=12))
    await lead.tap(house.words("handing:act_again"))
    await lead.send("/confier")
    await lead.tap("🗑 Retirer : Fibre")
    await agent.new_messages()
    await house.jump(timedelta(hours=12))
    assert not await agent.new_messages()


async def test_what_cannot_be_handed_is_said(cabin: "House") -> None:
    lead = await cabin.newcomer()
    await lead.send("/confier")
    assert (await lead.one_message()).said == cabin.words("handing:nothing")


async def test_erasing_a_colleague_takes_their_pending_reply_away(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    karim = await _opened(house, "Zéphyrin", await _link(house, lead))
    await karim.send("21,75")
    await karim.send("/supprimer")
    await karim.tap(house.words("commands:act_erase"))
    await house.settle()
    left = await house.everything()
    for trace in (str(karim.id), "Zéphyrin", "21,75", "21.75"):
        assert trace not in left, [line for line in left.splitlines() if trace in line]
    await lead.tap(house.words("handing:act_accept"))
    assert (await lead.toasts())[-1].text == house.words("handing:toast_gone")
    assert await house.answer(FIBRE) is None


async def test_an_accepted_reply_stays_without_the_name_of_who_erased_themselves(house: "House") -> None:
    lead = await house.lead(until=FIBRE)
    karim = await _opened(house, "Zéphyrin", await _link(house, lead))
    await karim.send("21")
    await lead.tap(house.words("handing:act_accept"))
    await karim.send("/supprimer")
    await karim.tap(house.words("commands:act_erase"))
    await house.settle()
    assert "Zéphyrin" not in await house.everything()
    assert (await house.answer(FIBRE), await _author(house, FIBRE)) == (21, 0)


async def test_an_erased_plan_is_said_to_be_gone_and_leaves_no_trace_with_the_colleague(house: "House") -> None:
    lead = await house.lead("Zéphyrine", until=FIBRE)
    token = await _link(house, lead)
    karim = await _opened(house, "Karim", token)
    await karim.new_messages()
    await lead.send("/supprimer")
    await lead.tap(house.words("commands:act_erase"))
    await house.settle()
    left = await house.everything()
    assert "Zéphyrine" not in left, [line for line in left.splitlines() if "Zéphyrine" in line]
    await karim.tap(house.words("common:act_unknown"))
    assert (await karim.one_message()).said == house.words("handing:closed_erased")
    nadia = await _opened(house, "Nadia", token)
    assert (await nadia.new_messages())[-1].said == house.words("handing:link_unknown")
