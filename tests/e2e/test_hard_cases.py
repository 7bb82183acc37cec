"""The hard cases of a conversation, through the wire, on each database.

Left out: what needs a question handed to a colleague, or blind scoring, which the express path does not have. The other
half of 23 (a renamed question), of 24 (an unknown path) and of 25 (the bounded number of replies) is the engine's own,
in tests/domain/questionnaire/test_hard_cases.py. Case 18 has a file of its own: test_any_input.py.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from bot.cli.scenario import LINES
from bot.sandbox.client import Person
from bot.sandbox.seen import Button, Message
from bot.storage import dossiers
from bot.storage.memberships import Role
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.migration import renamed, to_review
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from tests.e2e.conftest import House

DAYS_TO_REMINDER = timedelta(days=8)
PLAN_NAME = next(line.says for line in LINES if line.question == "frame.plan_name")
"""From a Monday 23rd to the first working day of the month after."""


def button(message: Message, label: str) -> Button:
    return next(each for each in message.buttons if each.text == label)


async def said_by_toasts(person: Person) -> list[str]:
    return [plain(each.text) for each in await person.toasts()]


def plain(text: str) -> str:
    """The words with ordinary spaces, and one at a time."""
    return " ".join(text.split())


async def test_01_yes_tapped_twice_at_once_is_one_answer_and_the_next_question_comes_once(house: "House") -> None:
    lead = await house.lead(until="frame.has_budget")
    question, before = await house.question(lead), await house.dossier()
    yes = button(question, house.option("frame.has_budget", "yes"))
    await asyncio.gather(lead.press(question, yes), lead.press(question, yes))
    assert (await lead.one_message()).id == (await house.question(lead)).id
    assert await house.asked(lead) == "frame.budget"
    assert await said_by_toasts(lead) == ["Déjà répondu : Oui."]
    assert await house.answer("frame.has_budget") == "yes"
    assert (await house.dossier()).revision == before.revision + 1


async def test_02_a_button_of_three_days_ago_changes_nothing_loses_its_keyboard_and_shows_the_question(
    house: "House",
) -> None:
    lead = await house.lead(until="frame.territory_kind")
    old = await house.question(lead)
    await lead.tap(house.option("frame.territory_kind", "epci"))
    await lead.send("18 640")
    await lead.new_messages()
    await house.jump(timedelta(days=3))
    before = await house.dossier()
    await lead.press(old, button(old, house.option("frame.territory_kind", "region")))
    shown = await lead.new_messages()
    assert await house.dossier() == before
    assert await said_by_toasts(lead) == ["Déjà répondu : Intercommunalité (EPCI)."]
    assert shown[-1].id == (await house.question(lead)).id
    assert await house.asked(lead) == "frame.path"
    assert not next(each for each in await lead.messages() if each.id == old.id).buttons


async def test_03_an_update_that_comes_three_times_once_after_a_restart_counts_once(house: "House") -> None:
    lead = await house.lead(until="frame.population")
    await lead.send("18 640")
    await house.settle()
    dossier, sent = await house.dossier(), len(await house.sent())
    house.again(house.past[-1])
    await house.settle()
    await house.restart()
    house.again(house.past[-1])
    await house.settle()
    assert await house.dossier() == dossier
    assert len(await house.sent()) == sent
    assert await house.asked(lead) == "frame.path"


async def test_04_killed_after_the_commit_and_before_sending_the_question_is_sent_on_restart(house: "House") -> None:
    lead = await house.lead(until="frame.territory_name")
    await house.kill()
    await house.start(lambda jalon: [part for part in (jalon.poller, jalon.lanes) if part])
    await lead.send("Trois Vallons")
    await house.settle_inbox()
    await house.kill()
    assert await house.answer("frame.territory_name") == "Trois Vallons"
    assert await house.unsent() > 0
    sent = len(await house.sent())
    await house.start()
    await house.settle()
    assert len(await house.sent()) == sent + 1
    assert (await lead.one_message()).id == (await house.question(lead)).id
    assert await house.asked(lead) == "frame.territory_kind"


async def test_04_killed_after_sending_the_copy_carries_the_same_prompt_and_either_works_once(house: "House") -> None:
    lead = await house.lead(until="frame.territory_name")
    await house.world.faults.set({"kind": "hang", "when": "after", "methods": ["sendMessage"], "count": 1})
    sent = len(await house.sent())
    await lead.send("Trois Vallons")
    async with asyncio.timeout(10):
        while len(await house.sent()) == sent:  # noqa: ASYNC110 - Telegram decides
            await asyncio.sleep(0.01)
    await house.kill()
    house.clock.jump(timedelta(seconds=31))  # another replica waits until the lease is over
    await house.start()
    await house.settle()
    first, copy = await lead.new_messages()
    assert first.said == copy.said
    assert [each.data for each in first.buttons] == [each.data for each in copy.buttons]
    await lead.press(first, button(first, house.option("frame.territory_kind", "epci")))
    await lead.press(copy, button(copy, house.option("frame.territory_kind", "region")))
    await house.settle()
    assert await house.answer("frame.territory_kind") == "epci"
    assert (await said_by_toasts(lead))[-1] == "Déjà répondu : Intercommunalité (EPCI)."


async def test_05_of_twenty_messages_fetched_and_a_kill_after_five_none_is_lost_and_the_order_is_kept(
    house: "House",
) -> None:
    lead = await house.lead(until="frame.territory_name")
    lines = LINES[1:18]
    player = house.player(lead)
    typed = [line.says or player._label(line.question, tap) for line in lines for tap in line.taps or ("",)]
    assert len(typed) == 20
    await house.kill()
    for text in typed:
        await lead.send(text)
    await house.start(lambda jalon: [jalon.poller] if jalon.poller else [])
    await house.fetched()
    await house.kill()
    await house.start(lambda jalon: [jalon.lanes])
    await house.handled(5)
    await house.kill()
    left = await house.unhandled()
    await house.start()
    await house.settle()
    assert left > 0
    answers = await house.answers()
    assert answers["frame.territory_name"] == lines[0].says
    assert (answers["frame.start_year"], answers["frame.end_year"]) == (2027, 2029)
    assert answers["diagnosis.difficulty_year"] == 2026
    assert "diagnosis.online" in answers
    assert answers["diagnosis.heard"] == ("officials", "residents", "agents")
    assert await house.asked(lead) == "needs/sentence"


async def test_06_of_two_phones_the_first_answer_wins_and_the_second_is_told_and_may_change_it(house: "House") -> None:
    lead = await house.lead(until="frame.has_budget")
    question = await house.question(lead)
    yes, no = (button(question, house.option("frame.has_budget", code)) for code in ("yes", "no"))
    await lead.press(question, yes)
    await lead.press(question, no)
    told = [each for each in await lead.new_messages() if "n’y a rien changé" in each.said]
    assert await house.answer("frame.has_budget") == "yes"
    assert len(told) == 1
    assert "« Oui »" in plain(told[0].said)
    assert await said_by_toasts(lead) == ["Déjà répondu : Oui."]
    await lead.press(told[0], told[0].buttons[0])
    assert await house.asked(lead) == "frame.has_budget"
    await lead.tap(house.option("frame.has_budget", "no"))
    await house.settle()
    assert await house.answer("frame.has_budget") == "no"


async def two_leads(house: "House", until: str) -> tuple[Person, Person]:
    """Marie and Paul, asked the same question of the same plan."""
    marie = await house.lead("Marie", until=until)
    paul = await house.member("Paul", Role.LEAD)
    assert await house.asked(paul) == await house.asked(marie) == until
    return marie, paul


@pytest.mark.parametrize(("choice", "kept"), [("act_keep_theirs", 186_000), ("act_replace_by_mine", 90_000)])
async def test_07_the_second_of_two_leads_sees_whose_answer_stands_and_chooses(
    house: "House", choice: str, kept: int
) -> None:
    marie, paul = await two_leads(house, "frame.budget")
    await marie.send("186 000")
    await house.settle()
    await paul.send("90 000")
    told = (await paul.new_messages())[-1]
    assert await house.answer("frame.budget") == 186_000
    assert "Marie a déjà répondu à « Montant », le 23 novembre 2026 à 10 h" in plain(told.said)
    assert "186" in told.said
    assert "90" in told.said
    await paul.tap(house.words(f"common:{choice}"))
    await house.settle()
    assert await house.answer("frame.budget") == kept
    assert await house.asked(paul) == "frame.review"


async def test_08_another_question_answered_by_a_colleague_leaves_the_live_one_working(house: "House") -> None:
    marie, paul = await two_leads(house, "frame.has_budget")
    await house.open(marie, "Cadre", house.name("frame.plan_name"))
    await marie.send("Un autre nom")
    await house.settle()
    await paul.tap(house.option("frame.has_budget", "yes"))
    await house.settle()
    assert await house.answer("frame.plan_name") == "Un autre nom"
    assert await house.answer("frame.has_budget") == "yes"
    assert await house.asked(paul) == "frame.budget"


async def test_09_four_boxes_ticked_faster_than_the_redraw_and_one_twice_are_four(house: "House") -> None:
    lead = await house.lead(until="diagnosis.heard")
    question = await house.question(lead)
    codes = ("officials", "residents", "associations", "agents")
    boxes = [
        button(question, house.words("common:option_free", label=house.option("diagnosis.heard", code)))
        for code in codes
    ]
    await asyncio.gather(*(lead.press(question, box) for box in (*boxes, boxes[0])))
    ticked = [label for label in (await house.question(lead)).labels if label.startswith("✅")]
    assert len(ticked) == 4
    await lead.tap(house.words("diagnosis:diagnosis_heard__act_ok"))
    await house.settle()
    assert set(await house.answer("diagnosis.heard") or ()) == set(codes)  # type: ignore[call-overload]


async def test_10_the_population_of_an_epci_sleeps_while_the_type_is_departement_and_comes_back_intact(
    house: "House",
) -> None:
    lead = await house.lead(until="frame.review")
    assert "18 640" in await summary(house, lead)
    for code, is_asked in (("departement", False), ("epci", True)):
        await house.open(lead, "Cadre", house.name("frame.territory_kind"))
        await lead.tap(house.option("frame.territory_kind", code))
        if code == "departement":
            await lead.tap(house.words("common:act_confirm"))
        assert await house.asked(lead) == "frame.review"
        assert (house.name("frame.population") in (await house.question(lead)).said) is is_asked
        assert ("18 640" in await summary(house, lead)) is is_asked
        assert await house.answer("frame.population") == 18_640


async def summary(house: "House", person: Person) -> str:
    """The text of the summary a person is given, with plain spaces."""
    await person.new_messages()
    await person.send("/synthese")
    document = await person.one_message()
    assert document.file_id
    return plain(PdfReader(BytesIO(await house.world.file(document.file_id))).pages[0].extract_text())


async def test_11_without_a_budget_the_cofunding_is_irrelevant_too(house: "House") -> None:
    lead = await house.lead(until="frame.has_budget")
    await house.open(lead, "Cadre", house.name("frame.path"))
    await lead.tap(house.option("frame.path", "full"))
    await lead.tap(house.words("common:act_skip"))
    await lead.tap(house.option("frame.has_budget", "yes"))
    await lead.send("186 000")
    await lead.tap(house.option("frame.has_cofunding", "yes"))
    await lead.send("45 %")
    assert await house.asked(lead) == "frame.review"
    await house.open(lead, "Cadre", house.name("frame.has_budget"))
    await lead.new_messages()
    await lead.tap(house.option("frame.has_budget", "no"))
    assert "3 réponses deviendront sans objet" in plain((await lead.one_message()).said)
    assert await house.answer("frame.has_budget") == "yes"
    await lead.tap(house.words("common:act_confirm"))
    assert await house.asked(lead) == "frame.review"
    visible = {path.id for path in survey(SCRIPT, await house.dossier()).visible}
    assert not {"frame.budget", "frame.has_cofunding", "frame.cofunding"} & visible
    assert await house.answer("frame.cofunding") == 45


async def test_12_a_start_after_the_end_puts_the_end_to_review_asked_next_with_the_former_one_offered(
    house: "House",
) -> None:
    lead = await house.lead(until="frame.has_budget")
    await house.open(lead, "Cadre", house.name("frame.start_year"))
    await lead.new_messages()
    await lead.send("2030")
    assert "1 réponse sera à revoir" in plain((await lead.one_message()).said)
    await lead.tap(house.words("common:act_confirm"))
    assert await house.asked(lead) == "frame.end_year"
    question = await house.question(lead)
    assert house.name("frame.start_year").lower() in question.said.lower()
    assert house.words("common:act_keep", value="2029") in question.labels
    await lead.new_messages()
    await lead.tap(house.words("common:act_keep", value="2029"))
    assert "2030" in (await lead.new_messages())[0].said
    await lead.send("2031")
    assert await house.asked(lead) == "frame.has_budget"
    assert (await house.answer("frame.start_year"), await house.answer("frame.end_year")) == (2030, 2031)


@pytest.mark.parametrize("question", ["needs/sentence", "needs/gravity"])
async def test_13_a_need_removed_while_asked_on_a_colleagues_phone_is_withdrawn_there(
    house: "House", question: str
) -> None:
    marie, paul = await two_leads(house, "diagnosis.review")
    first, second, third = (await house.dossier()).rows_of(Path("needs"))
    before = await house.answers()
    title = "Les dossiers d’urbanisme"
    await house.open(paul, "Diagnostic", title, house.name(question))
    await paul.new_messages()
    await house.open(marie, "Diagnostic", title)
    await marie.tap(house.words("common:act_remove"))
    assert "n’a plus lieu d’être" in (await paul.one_message()).said
    assert await house.asked(paul) == "diagnosis.review"
    dossier = await house.dossier()
    assert dossier.rows_of(Path("needs")) == (first, third)
    kept = {str(path): answer.value for path, answer in survey(SCRIPT, dossier).visible.items()}
    assert kept == {path: value for path, value in before.items() if second not in path}


async def test_14_removing_an_objective_asks_about_its_actions_and_cancelling_changes_nothing(house: "House") -> None:
    lead = await house.lead(until="meetings/form")
    before = await house.dossier()
    question = await house.question(lead)
    await house.open(lead, "Objectifs", "Ramener l’instruction")
    await lead.tap(house.words("common:act_remove"))
    asked = (await lead.new_messages())[-1]
    assert "Recevoir et instruire l’urbanisme en ligne" in asked.said
    assert "Refaire l’application mobile" in asked.said
    await lead.press(asked, button(asked, house.words("common:act_cancel")))
    assert await said_by_toasts(lead) == [plain(house.words("common:note_cancelled"))]
    assert await house.dossier() == before
    again = await house.question(lead)
    assert again.said == question.said
    await lead.press(again, button(again, house.option("meetings/form", "workshop")))
    assert await house.asked(lead) == "meetings/date"


async def test_14_the_actions_of_a_removed_objective_are_kept_to_be_linked_again(house: "House") -> None:
    lead = await house.lead(until="meetings/form")
    await house.open(lead, "Objectifs", "Ramener l’instruction")
    await lead.tap(house.words("common:act_remove"))
    await lead.tap(house.words("common:act_detach"))
    await house.settle()
    stale = [answer for answer in (await house.dossier()).answers.values() if answer.status is AnswerStatus.STALE]
    assert len(stale) == 2
    assert await house.asked(lead) == "actions/objective"
    await lead.tap(house.words("common:act_undo"))
    await house.settle()
    assert not [each for each in (await house.dossier()).answers.values() if each.status is AnswerStatus.STALE]
    assert await house.asked(lead) == "meetings/form"


async def test_15_removing_the_only_need_reopens_the_list(house: "House") -> None:
    lead = await house.lead(until="needs")
    await lead.tap("C’est tout")
    assert await house.asked(lead) == "diagnosis.review"
    await house.open(lead, "Diagnostic", "Les personnes âgées")
    await lead.tap(house.words("common:act_remove"))
    assert await house.asked(lead) == "needs/sentence"
    cursor = survey(SCRIPT, await house.dossier()).cursor
    assert cursor is not None
    assert cursor.path.id == "needs"


async def followed(house: "House", *, asked: str | None = None) -> tuple[Person, Person, Message]:
    """Claire, who leads a followed plan and is asked a question when the reminder comes; Karim; her reminder."""
    claire = await house.lead()
    karim = await house.member("Karim", Role.CONTRIBUTOR, label="Karim")
    if asked:
        await house.open(claire, "Cadre", house.name(asked))
    await claire.new_messages()
    await karim.new_messages()
    await house.jump(DAYS_TO_REMINDER)
    return claire, karim, (await claire.one_message())


async def values(house: "House") -> list[float | None]:
    """The current readings of the plan."""
    return [each.value for each in await house.readings()]


async def test_16_words_answer_the_question_in_progress_and_not_the_reminder_that_came_since(house: "House") -> None:
    claire, _, nudge = await followed(house, asked="frame.plan_name")
    await claire.send("450")
    await house.settle()
    assert await house.answer("frame.plan_name") == "450"
    assert await values(house) == []
    assert nudge.buttons


@pytest.mark.parametrize("gesture", ["reply", "button"])
async def test_16_a_reply_to_the_reminder_or_its_button_answers_the_kpi_and_the_question_is_shown_again(
    house: "House", gesture: str
) -> None:
    claire, _, nudge = await followed(house, asked="frame.plan_name")
    if gesture == "reply":
        await claire.reply(nudge, "58")
    else:
        await claire.press(nudge, button(nudge, house.words("reminders:act_answer")))
        await claire.send("58")
    shown = await claire.new_messages()
    assert await values(house) == [58]
    assert await house.answer("frame.plan_name") == PLAN_NAME
    assert await house.asked(claire) == "frame.plan_name"
    assert shown[-1].id == (await house.question(claire)).id


async def test_16_a_question_resumed_after_repondre_takes_the_words_again(house: "House") -> None:
    claire, _, nudge = await followed(house, asked="frame.plan_name")
    await claire.press(nudge, button(nudge, house.words("reminders:act_answer")))
    await claire.send("/reprendre")
    await claire.send("Un plan 2030")
    await house.settle()
    assert await house.answer("frame.plan_name") == "Un plan 2030"
    assert await values(house) == []


async def test_17_a_reminder_answered_one_second_before_it_comes_again_does_not_come(house: "House") -> None:
    claire, _, nudge = await followed(house)
    again = min(at for at in await house.next_actions() if at)
    await house.jump(again - house.clock.now() - timedelta(seconds=1))
    assert not await claire.new_messages()
    await claire.reply(nudge, "58")
    await claire.new_messages()
    await house.jump(timedelta(seconds=2))
    assert not await claire.new_messages()


async def test_17_a_reminder_written_and_not_yet_sent_is_withdrawn_by_the_answer(house: "House") -> None:
    claire, karim, _ = await followed(house)
    await house.kill()
    house.clock.jump(min(at for at in await house.next_actions() if at) - house.clock.now() + timedelta(seconds=1))
    await house.start(lambda jalon: [part for part in (jalon.poller, jalon.lanes) if part])
    await house.jalon.tick()
    assert await house.unsent() > 0
    for person, value in ((claire, "58"), (karim, "21")):
        await person.send(value)
    await house.settle_inbox()
    await house.kill()
    await house.start()
    await house.settle()
    assert sorted(str(value) for value in await values(house)) == ["21.0", "58.0"]
    for person in (claire, karim):
        assert not [each for each in await person.new_messages() if "Petit rappel" in each.said]


async def test_19_an_edited_message_offers_to_replace_its_answer_and_does_not_answer_the_next(house: "House") -> None:
    lead = await house.lead(until="frame.territory_name")
    typed = await lead.send("Mairi")
    await lead.new_messages()
    await lead.edit(typed, "Mairie")
    offered = await lead.one_message()
    assert "« Mairi »" in plain(offered.said)
    assert "« Mairie »" in plain(offered.said)
    assert await house.answer("frame.territory_name") == "Mairi"
    assert await house.asked(lead) == "frame.territory_kind"
    await lead.press(offered, offered.buttons[-1])
    await house.settle()
    assert await house.answer("frame.territory_name") == "Mairie"
    assert await house.asked(lead) == "frame.territory_kind"


async def test_20_in_a_forum_only_replies_in_the_topic_count(house: "House") -> None:
    claire = await house.lead()
    agent = await house.member("Nadia", Role.CONTRIBUTOR)
    forum = await house.world.group("L’équipe", [claire, agent], forum=True, kind="supergroup", with_bot=False)
    await forum.add_bot(administrator=True)
    topic, other = await forum.open_topic("Chiffres"), await forum.open_topic("Divers")
    token = await house.invitation(claire, "group")
    await claire.send(f"/start@jalon_bot {token}", chat=forum, thread=topic)
    await agent.new_messages()
    await house.jump(DAYS_TO_REMINDER)
    nudge = (await agent.new_messages(forum))[-1]
    assert nudge.thread_id == topic
    await forum.send(agent, "31", thread=other)
    await forum.send(agent, "31", thread=topic)
    assert not await agent.new_messages(forum)
    assert await values(house) == []
    await forum.reply(agent, nudge, "31")
    assert "31" in (await agent.new_messages(forum))[-1].said
    assert await values(house) == [31]


async def test_20_replies_in_an_ordinary_group_are_one_talk(house: "House") -> None:
    claire = await house.lead()
    agent = await house.member("Nadia", Role.CONTRIBUTOR)
    group = await house.team(claire, agent)
    await house.jump(DAYS_TO_REMINDER)
    nudge = (await agent.new_messages(group))[-1]
    await group.reply(agent, nudge, "31")
    await group.reply(agent, nudge, "32")
    await house.settle()
    places = {(each.chat_id, each.thread_id) for each in await house.talks() if each.chat_id == group.id}
    assert places == {(group.id, 0)}
    assert await values(house) == [32]


async def test_21_a_reminder_for_another_in_a_group_refuses_an_official_and_a_stranger_and_tells_them_how_to(
    house: "House",
) -> None:
    claire = await house.lead()
    official = await house.member("Hélène", Role.OFFICIAL)
    stranger = await house.world.person("Marc")
    group = await house.team(claire, official, stranger)
    await house.jump(DAYS_TO_REMINDER)
    nudge = next(each for each in reversed(await claire.messages(group)) if each.buttons)
    told = {official: ("reads_only", "reads_only"), stranger: ("toast_not_linked", "not_linked")}
    for person, (over_the_button, in_reply) in told.items():
        await person.new_messages(group)
        await person.toasts()
        await person.press(nudge, nudge.buttons[0])
        assert await said_by_toasts(person) == [plain(house.words(f"team:{over_the_button}"))]
        assert not await person.new_messages(group)
        await person.reply(nudge, "31")
        assert (await person.one_message(group)).said == house.words(f"team:{in_reply}")
    assert await values(house) == []


async def test_21_forged_data_is_refused_and_nothing_leaks(house: "House") -> None:
    claire = await house.lead(until="frame.has_budget")
    marc = await house.newcomer("Marc")
    question, own = await house.question(claire), (await marc.messages())[-1]
    before = await house.dossier()
    prompt = str(question.buttons[0].data).split(".")[1]
    forged = [
        *(f"1.{prompt}.{op}" for op in ("0", "+0", "-1", "999", "9999999", "٣", "²", "", "zut", "0.0")),
        *("", ".", "..", "1..", "2.x.0", "1.nothing.0", "\u202e", "x" * 64, "1." + "é" * 20 + ".0", "\0", "null"),
    ]
    for data in forged:
        await marc.press(own, data)
    toasts = await said_by_toasts(marc)
    assert set(toasts) == {plain(house.words("common:note_stale_button"))}
    assert len(toasts) == len(forged)
    assert not await marc.new_messages()
    await claire.press(question, f"1.{prompt}.999")
    await claire.press(question, f"1.{prompt}.-1")
    await house.settle()
    assert await house.answer("frame.has_budget") is None or await house.dossier() != before
    assert "frame.budget" not in await house.answers()


async def test_22_a_group_that_becomes_a_supergroup_takes_its_reminders_along(house: "House") -> None:
    claire = await house.lead()
    agent = await house.member("Nadia", Role.CONTRIBUTOR)
    group = await house.team(claire, agent)
    await house.jump(DAYS_TO_REMINDER)
    nudge = (await agent.new_messages(group))[-1]
    await group.reply(agent, nudge, "31")
    await agent.new_messages()
    moved = await group.migrate()
    await house.settle()
    assert str(group.id) not in await house.everything()
    await house.jump(timedelta(days=35))
    nudge = (await agent.new_messages(moved))[-1]
    await moved.reply(agent, nudge, "33")
    await house.settle()
    assert await values(house) == [31, 33]


async def test_23_after_a_renaming_a_split_and_a_removed_option_the_next_message_works(
    house: "House", monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await house.lead(until="diagnosis.heard")
    await house.stop()

    def of_old(stored: Dossier) -> Dossier:
        former = renamed(stored, "frame.plan_name", "frame.title")
        years = former.answers[Path("frame.start_year")]
        answers = {p: a for p, a in former.answers.items() if p.id not in {"frame.start_year", "frame.end_year"}}
        answers[Path("frame.years")] = replace(years, value="2027-2029")
        answers[Path("frame.territory_kind")] = replace(former.answers[Path("frame.territory_kind")], value="pays")
        return replace(former, script_version=SCRIPT.version - 1, answers=answers)

    def to_today(stored: Dossier) -> Dossier:
        today = renamed(stored, "frame.title", "frame.plan_name")
        years = today.answers[Path("frame.years")]
        first, _, last = str(years.value).partition("-")
        answers = {p: a for p, a in today.answers.items() if p.id != "frame.years"}
        answers[Path("frame.start_year")] = replace(years, value=int(first))
        answers[Path("frame.end_year")] = replace(years, value=int(last))
        return to_review(replace(today, answers=answers), "frame.territory_kind", frozenset({"pays"}))

    stored = await house.dossier()
    await house.db.write(lambda db: dossiers.save(db, 1, stored, of_old(stored)))
    for module in ("bot.application", "bot.current_plan"):
        monkeypatch.setattr(f"{module}.MIGRATIONS", {SCRIPT.version - 1: to_today})
    await house.start()
    await lead.send("/reprendre")
    asked = await lead.one_message()
    assert await house.asked(lead) == "frame.territory_kind"
    assert asked.id == (await house.question(lead)).id
    await lead.tap(house.option("frame.territory_kind", "epci"))
    assert await house.asked(lead) == "diagnosis.heard"
    answers = await house.answers()
    assert (answers["frame.start_year"], answers["frame.end_year"]) == (2027, 2029)
    assert answers["frame.plan_name"] == PLAN_NAME
    assert (await house.dossier()).script_version == SCRIPT.version


async def test_24_a_missing_migration_is_explained_logged_once_and_loses_nothing_for_nobody(
    house: "House",
) -> None:
    claire = await house.lead(until="frame.has_budget")
    paul = await house.newcomer("Paul")
    before = await house.answers()
    stored = await house.dossier()
    await house.db.write(lambda db: dossiers.save(db, 1, stored, replace(stored, script_version=0)))
    for gesture in ("Oui", "/plan", "/reprendre", "/synthese"):
        await claire.send(gesture)
        told = await claire.one_message()
        assert "autre version de Jalon" in told.said
        assert "aide@exemple.fr" in told.said
    await paul.tap(house.words("frame:frame_territory__act_not_applicable"))
    await paul.send("Trois Vallons")
    assert await house.asked(paul) == "frame.territory_kind"
    assert await house.answers() == before
    assert house.logged.getvalue().count("cannot be read by this version") == 1


async def test_25_two_histories_with_the_same_answers_give_the_same_question_and_the_same_summary(
    house: "House",
) -> None:
    straight = await house.lead("Claire", until="objectives.review")
    winding = await house.lead("Claire", until="objectives.review")
    await house.open(winding, "Cadre", house.name("frame.has_budget"))
    await winding.tap(house.option("frame.has_budget", "no"))
    await winding.tap(house.words("common:act_confirm"))
    await house.open(winding, "Cadre", house.name("frame.has_budget"))
    await winding.tap(house.option("frame.has_budget", "yes"))
    await house.open(winding, "Diagnostic", "Les ordinateurs")
    await winding.tap(house.words("common:act_remove"))
    await winding.tap(house.words("common:act_remove_too"))
    await winding.tap(house.words("common:act_undo"))
    assert await house.asked(winding) == await house.asked(straight) == "objectives.review"
    assert (await house.question(winding)).said == (await house.question(straight)).said
    first, second = await summary(house, straight), await summary(house, winding)
    assert first.replace("PLAN-2026-001", "") == second.replace("PLAN-2026-002", "")
