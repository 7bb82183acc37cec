"""The territory through the wire: recognised, shown on a card, confirmed, and followed by the hours of its plan."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bot.sandbox.client import Person
from bot.sandbox.seen import Button, Message
from bot.storage import dossiers, tables
from bot.storage.memberships import Role
from bot.wording.wordbook import LONGEST_LABEL
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.questionnaire import SCRIPT
from domain.territory.gazetteer import groupings

if TYPE_CHECKING:
    from tests.e2e.conftest import House

TERRITORY, TYPE = "frame.territory", "frame.territory_type"
METZ, SAINT_DENIS_974, SAINT_DENIS_93 = "COM:57463", "COM:97411", "COM:93066"
TELEGRAM_LIMIT = 4096


def plain(text: str) -> str:
    """The words with ordinary spaces, and one at a time."""
    return " ".join(text.split())


def button(message: Message, label: str) -> Button:
    return next(each for each in message.buttons if each.text == label)


async def kept(house: "House") -> tuple[object, object]:
    """The territory and its type, as recorded."""
    answers = await house.answers()
    return answers.get(TERRITORY), answers.get(TYPE)


async def home(house: "House") -> tuple[str, str]:
    """The time zone and the holiday region of the plan."""
    columns = tables.plan.c.zone, tables.plan.c.region
    row = await house.db.read(lambda db: db.execute(select(*columns)).one())
    return str(row[0]), str(row[1])


def act(house: "House", name: str, language: str = "fr") -> str:
    """The label of a button of the territory's card."""
    own = f"frame:frame_territory__act_{name}"
    is_own = name in {"not_applicable", "others", "but", "rephrase"}
    return house.words(own if is_own else f"common:act_{name}", language)


async def card(house: "House", text: str, first_name: str = "Claire") -> tuple[Person, Message]:
    """Somebody new who typed `text`, and what they are shown."""
    lead = await house.newcomer(first_name)
    await lead.send(text)
    return lead, await lead.one_message()


async def move(house: "House", lead: Person, text: str) -> None:
    """Change the territory by /modifier; the consequences announced are accepted."""
    await house.open(lead, "Cadre", house.name(TERRITORY))
    await lead.send(text)
    await lead.tap(act(house, "ok"))
    if "Confirmer" in (await lead.messages())[-1].labels:
        await lead.tap("Confirmer")
    await house.settle()
    await lead.new_messages()


# The card -------------------------------------------------------------------------------------------------------------


async def test_a_name_is_shown_with_its_population_and_its_duties_and_stored_once_confirmed(house: "House") -> None:
    lead, shown = await card(house, "je travaille à la mairie de Metz")
    said = plain(shown.said)
    assert "Metz" in said
    assert "Grande ville · Moselle (57)" in said
    assert "habitants (Insee, 20" in said
    assert "La loi au 1/12/2026" in said
    assert "désigner un délégué" in said
    assert "À vérifier" in said
    assert "/obligations" in said
    assert not (await house.dossier()).answers
    assert shown.labels[:2] == [act(house, "ok"), act(house, "but")]
    await lead.tap(act(house, "ok"))
    assert await house.asked(lead) == "frame.path"
    assert await kept(house) == (METZ, "city")
    confirmed = next(each for each in await lead.messages() if each.id == shown.id)
    assert plain(confirmed.said).endswith("✔️ Metz, Moselle (57)")
    assert not confirmed.buttons


async def test_homonyms_are_numbered_and_a_number_typed_turns_the_list_into_the_card(house: "House") -> None:
    lead, listed = await card(house, "Saint-Denis")
    numbered = [line for line in listed.said.splitlines() if line[:2] in {f"{n}." for n in range(1, 6)}]
    assert len(numbered) == 5
    second = button(listed, listed.labels[1])
    await lead.send("2")
    await house.settle()
    assert not await lead.new_messages(), "the card takes the place of the list"
    shown = await house.question(lead)
    assert shown.id == listed.id
    name = second.text.partition(" (")[0]
    assert shown.said.splitlines()[0] == f"📍 {name}"
    assert not (await house.dossier()).answers
    await lead.tap(act(house, "ok"))
    await house.settle()
    recorded, _ = await kept(house)
    assert recorded in {SAINT_DENIS_974, SAINT_DENIS_93}


async def test_another_than_the_one_understood_is_chosen_in_the_same_message(house: "House") -> None:
    lead, shown = await card(house, "Metz")
    await lead.tap(act(house, "others"))
    listed = await house.question(lead)
    assert listed.id == shown.id
    assert not any(label.startswith("Metz (57)") for label in listed.labels)
    chosen = listed.labels[0]
    await lead.tap(chosen)
    again = await house.question(lead)
    assert again.id == shown.id
    assert act(house, "ok") in again.labels
    await lead.tap(act(house, "ok"))
    await house.settle()
    recorded, _ = await kept(house)
    assert recorded is not None
    assert recorded != METZ


async def test_correcting_the_type_asks_for_nothing_else(house: "House") -> None:
    lead, _ = await card(house, "Metz")
    await lead.tap(act(house, "but"))
    assert await house.asked(lead) == TYPE
    assert await kept(house) == (METZ, None)
    await lead.tap(house.option(TYPE, "town"))
    assert await house.asked(lead) == "frame.path"
    assert await kept(house) == (METZ, "town")


async def test_typing_another_name_on_the_card_shows_that_one_instead(house: "House") -> None:
    lead, first = await card(house, "Metz")
    await lead.send("Nouméa")
    second = await lead.one_message()
    assert "Nouméa" in second.said
    assert not next(each for each in await lead.messages() if each.id == first.id).buttons
    await lead.tap(act(house, "ok"))
    await house.settle()
    assert await kept(house) == ("COM:98818", "town")


@pytest.mark.parametrize("yes", ["oui", "Oui !", "c’est ça", "d’accord", "ok"])
async def test_a_yes_in_words_confirms_the_card(cabin: "House", yes: str) -> None:
    lead, _ = await card(cabin, "Metz")
    await lead.send(yes)
    assert await cabin.asked(lead) == "frame.path"
    assert await kept(cabin) == (METZ, "city")


async def test_a_no_in_words_shows_the_others_or_else_asks_anew(cabin: "House") -> None:
    lead, _ = await card(cabin, "Metz")
    await lead.send("non")
    listed = await cabin.question(lead)
    assert act(cabin, "ok") not in listed.labels
    await lead.new_messages()
    await lead.send("Non.")
    anew = await cabin.question(lead)
    assert anew.said.startswith(cabin.words("frame:frame_territory__question"))
    assert anew.labels == [act(cabin, "not_applicable")]
    assert not (await cabin.dossier()).answers


async def test_a_reply_to_a_card_already_confirmed_offers_to_replace_it_and_answers_nothing_else(
    cabin: "House",
) -> None:
    lead, shown = await card(cabin, "Metz")
    await lead.tap(act(cabin, "ok"))
    await lead.new_messages()
    await lead.reply(shown, "Nouméa")
    offered = await lead.one_message()
    assert "« Metz, Moselle (57) »" in plain(offered.said)
    assert "Nouméa" in offered.said
    assert await cabin.asked(lead) == "frame.path"
    assert "frame.path" not in await cabin.answers()


async def test_a_territory_in_no_list_is_typed_in_by_hand(house: "House") -> None:
    lead = await house.newcomer()
    await lead.tap(act(house, "not_applicable"))
    assert await house.asked(lead) == "frame.territory_name"
    await lead.send("Syndicat des Trois Vallons")
    assert await house.asked(lead) == "frame.territory_kind"
    await lead.tap(house.option("frame.territory_kind", "other"))
    assert await house.asked(lead) == "frame.population"
    await lead.send("18 640")
    assert await house.asked(lead) == "frame.path"
    dossier = await house.dossier()
    assert dossier.answers[Path(TERRITORY)].status is AnswerStatus.NOT_APPLICABLE
    assert await house.answer("frame.territory_name") == "Syndicat des Trois Vallons"
    assert await home(house) == ("Europe/Paris", "")


@pytest.mark.parametrize("said", ["merci", "30 %", "la région", "12 000"])
async def test_what_is_no_territory_is_refused_with_what_to_do_and_nothing_is_stored(cabin: "House", said: str) -> None:
    lead, told = await card(cabin, said)
    assert "Je ne reconnais pas ce territoire" in told.said
    assert f"« {plain(act(cabin, 'not_applicable'))} »" in plain(told.said)
    assert "Exemple : Saint-Étienne" in plain(told.said)
    assert not (await cabin.dossier()).answers
    await lead.send("Metz")
    assert act(cabin, "ok") in (await lead.new_messages())[-1].labels


async def test_what_is_refused_again_and_again_does_not_bring_the_whole_question_each_time(cabin: "House") -> None:
    lead = await cabin.newcomer()
    said = []
    for _ in range(5):
        await lead.send("merci")
        said.append(await lead.one_message())
    asked = cabin.words("frame:frame_territory__question")
    assert [asked in each.said for each in said] == [False, True, False, False, False]
    assert [act(cabin, "not_applicable") in each.labels for each in said] == [False, True, True, True, True]
    assert all("Exemple" in each.said for each in said)
    assert [bool(each.buttons) for each in await lead.messages()][-4:] == [False, False, False, True]
    await lead.tap(act(cabin, "not_applicable"))
    assert await cabin.asked(lead) == "frame.territory_name"


async def test_what_is_no_territory_leaves_a_waiting_card_where_it_is(cabin: "House") -> None:
    lead, shown = await card(cabin, "Metz")
    await lead.send("merci")
    assert "Je ne reconnais pas" in (await lead.one_message()).said
    assert (await cabin.question(lead)).id == shown.id
    await lead.tap(act(cabin, "ok"))
    assert await cabin.asked(lead) == "frame.path"


async def test_a_card_outlives_a_restart_and_is_shown_again_by_reprendre(house: "House") -> None:
    lead, shown = await card(house, "Metz")
    await house.restart()
    await lead.send("/reprendre")
    again = (await lead.new_messages())[-1]
    assert again.said == shown.said
    assert again.labels == shown.labels
    assert not next(each for each in await lead.messages() if each.id == shown.id).buttons
    await house.restart()
    await lead.press(again, button(again, act(house, "ok")))
    await house.settle()
    assert await kept(house) == (METZ, "city")


async def test_a_list_of_homonyms_outlives_a_restart(house: "House") -> None:
    lead, listed = await card(house, "Saint-Denis")
    await house.restart()
    await lead.press(listed, listed.buttons[0])
    assert act(house, "ok") in (await house.question(lead)).labels
    await house.restart()
    await lead.tap(act(house, "ok"))
    await house.settle()
    assert (await kept(house))[0] is not None


async def test_exact_tapped_twice_at_once_is_one_answer(house: "House") -> None:
    lead, shown = await card(house, "Metz")
    ok = button(shown, act(house, "ok"))
    await asyncio.gather(lead.press(shown, ok), lead.press(shown, ok))
    assert (await lead.one_message()).id == (await house.question(lead)).id
    assert [plain(each.text) for each in await lead.toasts()] == ["Déjà répondu : Metz, Moselle (57)."]
    assert (await house.dossier()).answers[Path(TERRITORY)].revision == 1


async def test_a_button_of_a_card_that_was_replaced_changes_nothing_and_shows_the_one_that_waits(
    house: "House",
) -> None:
    lead, old = await card(house, "Metz")
    await lead.send("Nouméa")
    await lead.new_messages()
    await house.jump(timedelta(minutes=5))
    await lead.press(old, button(old, act(house, "ok")))
    assert not (await house.dossier()).answers
    assert [plain(each.text) for each in await lead.toasts()] == [plain(house.words("common:note_stale_button"))]
    assert "Nouméa" in (await house.question(lead)).said


async def test_forged_buttons_of_a_card_store_nothing(house: "House") -> None:
    lead, shown = await card(house, "Saint-Denis")
    prompt = str(shown.buttons[0].data).split(".")[1]
    for op in ("7", "99", "999", "-1000", "pick:COM:75056", "", "ok"):
        await lead.press(shown, f"1.{prompt}.{op}")
    marc = await house.newcomer("Marc")
    own = (await marc.messages())[-1]
    for data in (f"1.{prompt}.0", shown.buttons[1].data or ""):
        await marc.press(own, data)
    await house.settle()
    assert {plain(each.text) for each in await marc.toasts()} == {plain(house.words("common:note_stale_button"))}
    assert not (await house.dossier(1)).answers
    assert not (await house.dossier(2)).answers
    assert (await house.question(lead)).id == shown.id


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("ok", "C’est exact"),
        ("ok", "c'est exact !"),
        ("ok", "oui c’est ça"),
        ("but", "Corriger le type"),
        ("others", "Un autre"),
        ("not_applicable", "Autre : il n’y est pas"),
        ("not_applicable", "autre: il n'y est pas"),
        ("rephrase", "Écrire un autre nom"),
        ("rephrase", "écrire un autre nom."),
    ],
)
async def test_the_label_of_a_button_of_the_card_typed_by_hand_presses_it(
    cabin: "House", name: str, typed: str
) -> None:
    tapped, _ = await card(cabin, "Metz", "Marie")
    await tapped.tap(act(cabin, name))
    by_hand, _ = await card(cabin, "Metz", "Paul")
    await by_hand.send(typed)
    await cabin.settle()
    asked = [await cabin.question(each) for each in (tapped, by_hand)]
    assert asked[0].said == asked[1].said
    assert asked[0].labels == asked[1].labels


async def test_each_label_of_a_list_typed_by_hand_presses_its_button(cabin: "House") -> None:
    _, listed = await card(cabin, "Saint-Denis", "Marie")
    for number, label in enumerate(listed.labels):
        tapped, _ = await card(cabin, "Saint-Denis", f"Marie {number}")
        await tapped.tap(label)
        by_hand, _ = await card(cabin, "Saint-Denis", f"Paul {number}")
        await by_hand.send(label.strip("✍️ ").lower())
        await cabin.settle()
        asked = [await cabin.question(each) for each in (tapped, by_hand)]
        assert asked[0].said == asked[1].said, label
        assert asked[0].labels == asked[1].labels, label


@pytest.mark.parametrize("where", ["93", "le 93", "dans la Seine-Saint-Denis", "c’est dans le 93"])
async def test_whereabouts_typed_on_a_list_choose_among_those_named_before(cabin: "House", where: str) -> None:
    lead, _ = await card(cabin, "Saint-Denis")
    await lead.send(where)
    assert "📍 Saint-Denis\nGrande ville · Seine-Saint-Denis (93)" in (await lead.one_message()).said
    await lead.tap(act(cabin, "ok"))
    await cabin.settle()
    assert (await kept(cabin))[0] == SAINT_DENIS_93


async def test_another_name_typed_on_a_list_is_not_mixed_with_the_former(cabin: "House") -> None:
    lead, _ = await card(cabin, "Saint-Denis")
    await lead.send("Metz")
    assert "📍 Metz" in (await lead.one_message()).said


async def test_a_body_in_no_list_is_told_which_button_leads_on(cabin: "House") -> None:
    _, told = await card(cabin, "syndicat mixte du numérique des Landes")
    assert "ne sont pas dans les listes" in told.said
    assert act(cabin, "not_applicable") in told.labels or act(cabin, "not_applicable") in plain(told.said)


async def test_a_yes_to_the_only_candidate_shows_its_card(cabin: "House") -> None:
    lead, listed = await card(cabin, "SDIS 35")
    assert listed.said.startswith("Un territoire y ressemble")
    assert "ne sont pas dans les listes" in listed.said
    await lead.send("oui")
    shown = await cabin.question(lead)
    assert "Ille-et-Vilaine (35)" in shown.said
    assert act(cabin, "ok") in shown.labels
    assert not (await cabin.dossier()).answers


# What the law asks ----------------------------------------------------------------------------------------------------


async def test_the_duties_of_the_card_that_waits_are_told_in_full_and_the_card_still_waits(cabin: "House") -> None:
    lead, shown = await card(cabin, "Metz")
    await lead.send("/obligations")
    told = plain((await lead.one_message()).said)
    assert "Metz" in told
    assert "loi n° 2021-1485 du 15 novembre 2021, art. 35" in told
    assert "« À vérifier » :" in told
    assert (await cabin.question(lead)).id == shown.id


async def test_before_the_territory_is_known_the_duties_say_what_is_missing(cabin: "House") -> None:
    lead = await cabin.newcomer()
    await lead.send("/obligations")
    assert (await lead.one_message()).said == cabin.words("territory:duties_of_none")


async def test_a_territory_typed_in_by_hand_has_duties_for_lead_team_and_officials(house: "House") -> None:
    lead = await house.lead()
    await lead.send("/plan")
    await lead.tap(house.words("commands:act_more"))
    label = house.words("commands:do_obligations")
    await lead.new_messages()
    await lead.tap(label)
    told = (await lead.one_message()).said
    assert "18 640 habitants" in plain(told)
    assert "délégué à la protection des données" in told
    for name, role in (("Nadia", Role.CONTRIBUTOR), ("Hélène", Role.OFFICIAL)):
        other = await house.member(name, role)
        await other.send("/plan")
        await other.tap(label)
        assert (await other.new_messages())[-1].said == told


async def test_the_duties_follow_the_territory_that_was_confirmed(cabin: "House") -> None:
    lead, _ = await card(cabin, "Papeete")
    await lead.tap(act(cabin, "ok"))
    await lead.new_messages()
    await lead.send("/duties")
    assert "Les règles y sont souvent propres" in (await lead.one_message()).said


# Edits and colleagues -------------------------------------------------------------------------------------------------


async def test_editing_the_message_while_its_card_waits_changes_the_card(house: "House") -> None:
    lead = await house.newcomer()
    typed = await lead.send("Nouméa")
    await lead.new_messages()
    await lead.edit(typed, "Metz")
    assert "Metz" in (await lead.one_message()).said
    assert not (await house.dossier()).answers
    await lead.tap(act(house, "ok"))
    await house.settle()
    assert await kept(house) == (METZ, "city")


async def test_editing_the_message_once_confirmed_offers_the_other_territory_with_its_type(house: "House") -> None:
    lead = await house.newcomer()
    typed = await lead.send("Nouméa")
    await lead.tap(act(house, "ok"))
    await lead.new_messages()
    await lead.edit(typed, "Metz")
    offered = await lead.one_message()
    assert "« Nouméa" in plain(offered.said)
    assert "« Metz, Moselle (57) »" in plain(offered.said)
    assert await kept(house) == ("COM:98818", "town")
    await lead.press(offered, offered.buttons[-1])
    await house.settle()
    assert await kept(house) == (METZ, "city")
    assert await house.asked(lead) == "frame.path"
    assert (await home(house))[0] == "Europe/Paris"


async def test_editing_into_something_doubtful_or_wrong_keeps_the_territory_and_says_so(cabin: "House") -> None:
    lead = await cabin.newcomer()
    typed = await lead.send("Metz")
    await lead.tap(act(cabin, "ok"))
    for text in ("Saint-Denis", "merci"):
        await lead.new_messages()
        await lead.edit(typed, text)
        assert (await lead.one_message()).said
        assert await kept(cabin) == (METZ, "city")
        assert await cabin.asked(lead) == "frame.path"


async def test_of_two_leads_with_a_card_each_the_second_sees_whose_territory_stands(house: "House") -> None:
    marie, _ = await card(house, "Metz", "Marie")
    paul = await house.member("Paul", Role.LEAD)
    await paul.send("Nouméa")
    await paul.new_messages()
    await marie.tap(act(house, "ok"))
    await house.settle()
    await paul.tap(act(house, "ok"))
    told = (await paul.new_messages())[-1]
    assert "Marie a déjà répondu à « Territoire »" in plain(told.said)
    assert await kept(house) == (METZ, "city")
    await paul.tap(house.words("common:act_replace_by_mine"))
    await house.settle()
    assert await kept(house) == ("COM:98818", "town")
    assert await home(house) == ("Pacific/Noumea", "NC")


# What follows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "zone", "region"),
    [
        ("Saint-Denis 974", "Indian/Reunion", "974"),
        ("Metz", "Europe/Paris", "57"),
        ("Nouméa", "Pacific/Noumea", "NC"),
        ("Landerneau", "Europe/Paris", ""),
    ],
)
async def test_the_plan_gets_the_hours_and_the_holidays_of_its_territory(
    house: "House", typed: str, zone: str, region: str
) -> None:
    lead, _ = await card(house, typed)
    before = await home(house)
    await lead.tap(act(house, "ok"))
    await house.settle()
    assert before == ("Europe/Paris", "")
    assert await home(house) == (zone, region)


async def test_another_territory_later_brings_its_type_along_without_a_second_confirmation(house: "House") -> None:
    lead, _ = await card(house, "Metz")
    await lead.tap(act(house, "ok"))
    await lead.tap(house.option("frame.path", "express"))
    await house.open(lead, "Cadre", house.name(TERRITORY))
    await lead.send("Landerneau")
    await lead.tap(act(house, "ok"))
    assert await house.asked(lead) == "frame.plan_name"
    assert await kept(house) == ("COM:29103", "small_town")


async def test_a_recognised_territory_makes_what_was_typed_by_hand_irrelevant_after_a_warning(house: "House") -> None:
    lead = await house.lead(until="frame.review")
    await house.open(lead, "Cadre", house.name(TERRITORY))
    await lead.send("Metz")
    await lead.new_messages()
    await lead.tap(act(house, "ok"))
    assert "3 réponses deviendront sans objet" in plain((await lead.one_message()).said)
    assert (await house.dossier()).answers[Path(TERRITORY)].status is AnswerStatus.NOT_APPLICABLE
    await lead.tap(house.words("common:act_confirm"))
    assert await house.asked(lead) == "frame.review"
    assert await kept(house) == (METZ, "city")
    review = plain((await house.question(lead)).said)
    assert "Territoire : Metz, Moselle (57)" in review
    assert "18 640" not in review


async def test_a_warning_and_a_review_take_a_yes_or_a_no_in_words(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.review")
    for answer, territory in (("non", None), ("oui", METZ)):
        await cabin.open(lead, "Cadre", cabin.name(TERRITORY))
        await lead.send("Metz")
        await lead.send("oui")
        assert cabin.words("common:act_confirm") in (await cabin.question(lead)).labels
        await lead.send(answer)
        assert await cabin.asked(lead) == "frame.review"
        assert (await kept(cabin))[0] == territory
    await lead.send("Oui.")
    assert await cabin.asked(lead) == "diagnosis.fibre"


async def test_a_territory_typed_by_hand_after_another_takes_the_hours_of_paris_back(house: "House") -> None:
    lead, _ = await card(house, "Nouméa")
    await lead.tap(act(house, "ok"))
    await house.settle()
    assert await home(house) == ("Pacific/Noumea", "NC")
    await house.open(lead, "Cadre", house.name(TERRITORY))
    await lead.tap(act(house, "not_applicable"))
    await lead.tap(house.words("common:act_confirm"))
    await house.settle()
    assert await home(house) == ("Europe/Paris", "")


async def awaited(house: "House") -> set[datetime]:
    """When the KPIs of the plan are asked next."""
    found: Any = await house.db.read(lambda db: list(db.scalars(select(tables.rule.c.next_at))))
    return {each if each.tzinfo else each.replace(tzinfo=UTC) for each in found if each}


@pytest.mark.parametrize(
    ("typed", "zone"), [("Saint-Denis 974", "Indian/Reunion"), ("Nouméa", "Pacific/Noumea"), ("Metz", "Europe/Paris")]
)
async def test_the_reminders_of_a_followed_plan_move_with_its_territory(house: "House", typed: str, zone: str) -> None:
    lead = await house.lead()
    before = await awaited(house)
    await move(house, lead, typed)
    after = await awaited(house)
    local = {each.astimezone(ZoneInfo(zone)) for each in after}
    assert {each.strftime("%H:%M") for each in local} == {"09:30"}
    assert (after == before) is (zone == "Europe/Paris")
    assert {each.date() for each in local} == {each.astimezone(ZoneInfo("Europe/Paris")).date() for each in before}


async def weekly(house: "House") -> None:
    """Have every KPI of the plan followed each week."""
    stored = await house.dossier()
    answers = {
        path: replace(answer, value="weekly") if path.id.endswith("/frequency") else answer
        for path, answer in stored.answers.items()
    }
    changed = replace(stored, answers=answers, revision=stored.revision + 1)
    await house.db.write(lambda db: dossiers.save(db, 1, stored, changed))


@pytest.mark.parametrize(("typed", "day"), [("Metz", "2027-12-20"), ("Saint-Denis 974", "2027-12-21")])
async def test_a_holiday_of_the_territory_alone_puts_the_next_reminder_off(
    house: "House", typed: str, day: str
) -> None:
    house.clock.set_at(datetime(2027, 12, 14, 9, 0, tzinfo=UTC))  # the Monday after is the abolition of slavery there
    lead = await house.lead()
    await weekly(house)
    await move(house, lead, typed)
    assert {each.date().isoformat() for each in await awaited(house)} == {day}


async def test_a_reminder_is_asked_at_nine_thirty_in_the_territory(house: "House") -> None:
    lead = await house.lead()
    await move(house, lead, "Saint-Denis 974")
    due = min(await awaited(house))
    await house.jump(due - house.clock.now() - timedelta(minutes=1))
    assert not await lead.new_messages()
    await house.jump(timedelta(minutes=2))
    assert (await lead.new_messages())[-1].buttons


async def test_the_summary_and_the_matrix_are_those_of_the_territory(cabin: "House") -> None:
    lead = await cabin.lead()
    await move(cabin, lead, "Metz")
    await lead.send("/synthese")
    document = await lead.one_message()
    assert "Metz" in document.caption
    assert document.file_id
    text = plain(PdfReader(BytesIO(await cabin.world.file(document.file_id))).pages[0].extract_text())
    assert "Metz" in text
    assert "Trois Vallons" not in text
    await lead.send("/matrice")
    assert (await lead.one_message()).kind == "photo"


async def test_the_answers_given_back_hold_the_territory_and_its_type(cabin: "House") -> None:
    lead, _ = await card(cabin, "Metz")
    await lead.tap(act(cabin, "ok"))
    await lead.new_messages()
    await lead.send("/mesdonnees")
    files = [each for each in await lead.new_messages() if each.file_id]
    content = b"".join([await cabin.world.file(str(each.file_id)) for each in files]).decode()
    assert METZ in content
    assert "city" in content


async def test_an_english_speaker_reads_the_card_in_english(cabin: "House") -> None:
    kate = await cabin.world.person("Kate", language="en")
    await kate.start()
    await kate.tap(cabin.words("start:act_consent", "en"))
    await kate.new_messages()
    await kate.send("Metz")
    shown = await kate.one_message()
    assert "inhabitants" in shown.said
    assert " habitants" not in shown.said
    assert act(cabin, "ok", "en") in shown.labels
    assert act(cabin, "but", "en") in shown.labels
    await kate.tap(act(cabin, "ok", "en"))
    assert await cabin.asked(kate) == "frame.path"
    assert "Metz, Moselle (57)" in "\n".join(each.said for each in await kate.messages())


async def test_the_longest_names_fit_in_a_message_and_on_its_buttons(cabin: "House") -> None:
    lead = await cabin.newcomer()
    longest = sorted(groupings().values(), key=lambda place: -len(place.name))[:6]
    for place in longest:
        await lead.send(place.name)
        shown = (await lead.new_messages())[-1]
        assert place.name in shown.said or len(shown.buttons) > 2
        assert len(shown.said.encode("utf-16-le")) // 2 <= TELEGRAM_LIMIT
        assert all(len(label) <= LONGEST_LABEL for label in shown.labels), shown.labels
    assert not (await cabin.dossier()).answers


async def test_a_long_sentence_is_no_territory_for_all_its_words(cabin: "House") -> None:
    lead, _ = await card(cabin, "Metz " * 120)
    assert not (await cabin.dossier()).answers
    assert await cabin.asked(lead) == TERRITORY


async def test_a_plan_of_version_1_goes_on_where_it_was_with_its_territory_typed_by_hand(house: "House") -> None:
    lead = await house.lead(until="frame.start_year")
    await house.stop()
    stored = await house.dossier()
    answers = {path: answer for path, answer in stored.answers.items() if path.id != TERRITORY}
    former = replace(stored, script_version=1, answers=answers)
    await house.db.write(lambda db: dossiers.save(db, 1, stored, former))
    await house.start()
    await lead.send("2027")
    assert await house.asked(lead) == "frame.end_year"
    assert house.words("frame:frame_end_year__question") in (await lead.one_message()).said
    dossier = await house.dossier()
    assert dossier.script_version == SCRIPT.version
    assert dossier.answers[Path(TERRITORY)].status is AnswerStatus.NOT_APPLICABLE
    assert dossier.answers.items() >= answers.items()
    await lead.send("2029")
    await house.open(lead, "Cadre", house.name(TERRITORY))
    await lead.send("Metz")
    await lead.tap(act(house, "ok"))
    await lead.tap(house.words("common:act_confirm"))
    await house.settle()
    assert await kept(house) == (METZ, "city")
