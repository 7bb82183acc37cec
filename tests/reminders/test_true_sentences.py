"""What a reminder says of people is so: whom it asked, how often, who answered, and what a value is compared with."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.reminders.asking import Why
from bot.storage import lanes, prompts, tables
from bot.storage.memberships import Role

if TYPE_CHECKING:
    from tests.reminders.conftest import Office

Names = Any

FIRST, SECOND, THIRD = "2026-12-01T09:30+01:00", "2026-12-04T09:30+01:00", "2026-12-09T09:30+01:00"


def _told(office: "Office", desk: Names) -> str:
    """What the lead is told of who gave nothing."""
    said = desk.text_of(next(message for row, message in office.sent if row.body["why"] == Why.TOLD))
    return str(said).replace("\xa0", " ").replace("\u202f", " ")


def _escalated(office: "Office") -> "Office":
    for instant in (FIRST, SECOND, THIRD):
        office.at(instant).tick()
    return office


def _lose(office: "Office", chat: int) -> None:
    """Have what was sent to a chat turn out not to have arrived."""
    found = tables.outbox
    office.db.run(lambda db: db.execute(found.update().where(found.c.chat_id == chat).values(state="expired")))


def test_i_asked_twice_only_if_two_messages_were_delivered(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    assert "J’ai demandé deux fois à « Accueil », sans réponse" in _told(_escalated(office), desk)


def test_asked_once_is_said_once(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    _lose(office, desk.PAUL)
    for instant in (SECOND, THIRD):
        office.at(instant).tick()
    assert "J’ai demandé une fois à « Accueil »" in _told(office, desk)


def test_a_message_that_never_arrived_is_said_so(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    for instant in (FIRST, SECOND):
        office.at(instant).tick()
    _lose(office, desk.PAUL)
    office.at(THIRD).tick()
    assert "Mon message à « Accueil » n’est pas arrivé" in _told(office, desk)


def test_an_owner_who_blocked_the_bot_is_said_as_such(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.db.run(lambda db: lanes.suspend(db, desk.PAUL, "blocked", office.now))
    for instant in (SECOND, THIRD):
        office.at(instant).tick()
    assert "Je ne peux plus écrire à « Accueil » : la conversation est fermée" in _told(office, desk).replace(
        "\xa0", " "
    ).replace("\u202f", " ")


def test_several_silent_owners_are_all_named(office: "Office", desk: Names) -> None:
    office.join(desk.MARIE, Role.CONTRIBUTOR, "Voirie", name="Marie")
    office.follow(desk.Wish(), desk.Wish("Signalements traités", "Voirie"), desk.Wish("Appels décrochés"))
    said = _told(_escalated(office), desk)
    assert said.count("« Accueil »") == 1, "each once"
    assert said.count("« Voirie »") == 1


def test_who_did_not_answer_is_not_thanked(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    _escalated(office)
    office.type(desk.LEAD, "62")
    redrawn = desk.text_of(office.redrawn(desk.PAUL)[-1])
    assert "Merci" not in redrawn
    assert "Quelqu’un d’autre a répondu" in redrawn


def test_who_answered_is_thanked(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    assert "Merci" in desk.text_of(office.type(desk.PAUL, "62").messages[0])


@pytest.mark.parametrize("verb", ["later:tomorrow", "later:monday", "later:1h"])
def test_the_leads_tomorrow_brings_the_matter_back_to_the_lead(office: "Office", desk: Names, verb: str) -> None:
    office.follow(desk.Wish())
    _escalated(office)
    office.press(desk.LEAD, verb)
    before = len(office.sent)
    office.run_until(office.now + timedelta(days=6))
    after = office.sent[before:]
    assert [(row.chat_id, row.body["why"]) for row, _ in after] == [(desk.LEAD, Why.TOLD)]
    office.type(desk.PAUL, "62")
    assert [each.value for each in office.readings] == [62], "the owner may still answer"


def test_an_owner_who_puts_off_after_the_lead_was_told_is_asked_again(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    _escalated(office)
    office.press(desk.PAUL, "later:tomorrow")
    before = len(office.sent)
    office.run_until(office.now + timedelta(days=6))
    assert [(row.chat_id, row.body["why"]) for row, _ in office.sent[before:]] == [(desk.PAUL, Why.SNOOZED)]


def test_not_me_in_the_evening_reaches_the_lead_with_its_reason_the_next_morning(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.at("2026-12-01T19:30+01:00")
    office.press(desk.PAUL, "not_me")
    office.tick()
    assert all(row.chat_id == desk.PAUL for row, _ in office.sent)
    office.run_until(office.now + timedelta(hours=15))
    row, message = office.sent[-1]
    assert (row.chat_id, row.body["why"]) == (desk.LEAD, Why.HANDED)
    assert "n’est pas le sien" in desk.text_of(message)


def test_correcting_december_in_january_compares_with_november(office: "Office", desk: Names) -> None:
    office.follow(desk.Wish(unit="count", baseline=10, target=80))
    office.at(FIRST).tick()
    office.type(desk.PAUL, "12", message=7)
    december = office.nudge_in(desk.PAUL)
    office.at("2027-01-04T09:30+01:00").tick()
    office.type(desk.PAUL, "20", message=8)
    office.press(desk.PAUL, "fix", row=december)
    reply = office.type(desk.PAUL, "14", message=9, row=office.db.run(lambda db: prompts.get(db, december.id)))
    said = desk.text_of(reply.messages[-1]).replace("\xa0", " ").replace("\u202f", " ")
    assert "10 → 14" in said
    assert "20" not in said.partition("cible")[0]
    assert "(décembre 2026)" in said
