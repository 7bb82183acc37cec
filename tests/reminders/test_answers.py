"""What people answer to a nudge is understood, kept, and shown."""

from datetime import timedelta
from typing import Any, TypeAlias

import pytest

from bot.chat.outgoing import SendText
from bot.reminders import answers, planner
from bot.storage import readings
from bot.storage.memberships import Role

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any

FIRST = "2026-12-01T09:30+01:00"


def test_a_value_typed_is_noted_with_its_trend_and_its_status(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, "62,5 %", message=7)
    assert [each.value for each in office.readings] == [62.5]
    said = desk.text_of(reply.messages[-1])
    assert "60\u202f% → 62,5\u202f% (attendu aujourd’hui\u202f: 60,2\u202f%), cible 80\u202f% fin 2028\u202f: ▲" in said
    assert reply.messages[-1].reply_to == 7
    assert office.open == ()


def test_the_next_kpi_is_asked_in_the_same_message(office: Office, desk: Names) -> None:
    office.follow(desk.Wish("Un"), desk.Wish("Deux"))
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, "65")
    assert "👉 <b>Deux</b>" in desk.text_of(reply.messages[0])
    assert reply.messages[0].message_id == office.nudge_in(desk.PAUL).message_id
    assert reply.awaits_words
    office.type(desk.PAUL, "66")
    assert [each.value for each in office.readings] == [65, 66]


def test_unchanged_notes_the_last_value_again(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.type(desk.PAUL, "65")
    office.at("2027-01-04T09:30+01:00").tick()
    assert "65" in office.press(desk.PAUL, "same").toast
    assert [each.value for each in office.readings] == [65, 65]


def test_not_available_is_an_answer_without_value(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.press(desk.PAUL, "missing")
    assert [each.value for each in office.readings] == [None]
    assert office.open == ()


def test_words_of_a_button_are_the_button(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.type(desk.PAUL, "Pas disponible")
    assert [each.value for each in office.readings] == [None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bientôt", "nombre"),
        ("12 janvier", "date"),
        ("12 jours", "jour"),
        ("aucun souci", "nombre"),
        ("70 % au 31/12/2028", "pas encore passé"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_asked_again(office: Office, desk: Names, text: str, said: str) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, text)
    assert said in desk.text_of(reply.messages[0])
    assert reply.awaits_words
    assert office.readings == ()


@pytest.mark.parametrize("text", ["aucune donnée", "Aucune idée", "aucun retour", "NC", "n.d.", "je ne sais pas"])
def test_no_data_no_idea_no_news_is_not_available_and_never_zero(office: Office, desk: Names, text: str) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    office.type(desk.PAUL, text)
    assert [each.value for each in office.readings] == [None]


@pytest.mark.parametrize("text", ["aucun changement", "idem", "pareil", "comme avant"])
def test_no_change_is_the_value_before(office: Office, desk: Names, text: str) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    office.type(desk.PAUL, "50")
    office.at("2027-01-04T09:30+01:00").tick()
    office.type(desk.PAUL, text)
    assert [each.value for each in office.readings] == [50, 50]


@pytest.mark.parametrize(
    ("text", "offered", "value"),
    [
        ("+5", "45", 45),
        ("5 de plus", "45", 45),
        ("↑5", "45", 45),
        ("-5", "35", 35),
        ("0", "0", 0),
        ("aucun", "0", 0),
        ("590", "590", 590),
        ("120", "120", 120),
    ],
)
def test_a_change_a_fall_to_zero_and_a_jump_are_asked_before_they_are_kept(
    office: Office, desk: Names, text: str, offered: str, value: float
) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, text)
    assert f"Est-ce bien {offered}" in desk.text_of(reply.messages[-1])
    assert office.readings == ()
    office.type(desk.PAUL, "oui")
    assert [each.value for each in office.readings] == [value]


def test_a_share_above_one_hundred_is_asked_not_refused(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, "142 %")
    assert "Est-ce bien 142\u202f%" in desk.text_of(reply.messages[-1])
    office.type(desk.PAUL, "oui")
    assert [each.value for each in office.readings] == [142]


@pytest.mark.parametrize(
    ("text", "value", "on"),
    [("42 (provisoire)", 42, "2026-12-01"), ("42 sur 60", 42, "2026-12-01"), ("42 au 25/11", 42, "2026-11-25")],
)
def test_a_value_is_read_with_what_is_said_of_it(office: Office, desk: Names, text: str, value: float, on: str) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    office.type(desk.PAUL, text)
    assert [(each.value, each.on.isoformat()) for each in office.readings] == [(value, on)]


def test_how_a_value_stands_is_told_once_whether_typed_or_tapped(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    typed = [desk.text_of(each) for each in office.type(desk.PAUL, "50").messages]
    assert ["40 → 50" in text for text in typed] == [False, True]
    office.at("2027-01-04T09:30+01:00").tick()
    tapped = [desk.text_of(each) for each in office.press(desk.PAUL, "same").messages]
    assert ["50 → 50" in text for text in tapped] == [True]


def test_a_value_ten_times_larger_is_kept_only_once_confirmed(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, "500")
    card, said = map(desk.text_of, reply.messages)
    assert "Est-ce bien <b>500</b>" in card
    assert ("La valeur d’avant" in card, "La valeur d’avant" in said) == (False, True)
    assert office.readings == ()
    assert "40 → 500" in desk.text_of(office.press(desk.PAUL, "sure").messages[0])
    assert [each.value for each in office.readings] == [500]


def test_a_doubtful_value_can_be_corrected_or_confirmed_in_words(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(unit="count", baseline=40, target=80))
    office.at(FIRST).tick()
    office.type(desk.PAUL, "500")
    assert office.press(desk.PAUL, "retype").awaits_words
    office.type(desk.PAUL, "50")
    assert [each.value for each in office.readings] == [50]
    office.at("2027-01-04T09:30+01:00").tick()
    office.type(desk.PAUL, "5")
    office.type(desk.PAUL, "oui")
    assert [each.value for each in office.readings] == [50, 5]


def test_a_value_answered_before_the_message_leaves_makes_it_pointless(office: Office, desk: Names) -> None:
    office.join(desk.MARIE, Role.LEAD)
    office.follow(desk.Wish(owner=None))
    office.at(FIRST)
    office.db.run(lambda db: planner.plan_due(db, office.now))
    first, second = office.db.run(office._pending)
    office._deliver(first)
    office.type(first.chat_id, "65")
    assert office.db.run(office._pending) == []
    assert office._deliver(second) is None


def test_a_second_tap_on_an_answered_kpi_changes_nothing(office: Office, desk: Names) -> None:
    office.follow(desk.Wish("Un"), desk.Wish("Deux"))
    office.at(FIRST).tick()
    shown = office.nudge_in(desk.PAUL)
    office.press(desk.PAUL, "missing", row=shown)
    reply = office.press(desk.PAUL, "missing", row=shown)
    assert "Déjà répondu" in reply.toast
    assert len(office.readings) == 1


def test_an_official_cannot_answer_in_the_group(office: Office, desk: Names) -> None:
    office.bind()
    office.join(desk.ELU, Role.OFFICIAL)
    office.follow(desk.Wish(owner="Technique"))
    office.at(FIRST).tick()
    office.press(desk.ELU, "missing", chat=desk.GROUP)
    office.type(desk.ELU, "65", chat=desk.GROUP)
    assert office.readings == ()
    office.type(desk.PAUL, "65", chat=desk.GROUP)
    assert [each.author for each in office.readings] == [desk.PAUL]


def test_a_corrected_value_replaces_the_former_which_is_kept(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.type(desk.PAUL, "65", message=7)
    assert office.press(desk.PAUL, "fix").awaits_words
    office.type(desk.PAUL, "66", message=8)
    assert [each.value for each in office.readings] == [66]
    kpi = office.readings[0].kpi
    kept = office.db.run(lambda db: readings.history(db, office.plan, kpi))
    assert [(each.value, each.replaced_at is None) for each in kept] == [(65, False), (66, True)]


def test_editing_the_message_that_gave_a_value_corrects_it(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.type(desk.PAUL, "65", message=7)
    assert office.db.run(lambda db: answers.was_source(db, desk.PAUL, 7))
    assert office.rewrite(desk.PAUL, "67 %", 7) is not None
    assert [each.value for each in office.readings] == [67]
    assert office.rewrite(desk.PAUL, "n’importe quoi", 7) is not None
    assert [each.value for each in office.readings] == [67]
    assert office.rewrite(desk.PAUL, "70", 8) is None


def test_only_who_gave_a_value_or_a_lead_corrects_it(office: Office, desk: Names) -> None:
    office.bind()
    office.join(desk.MARIE, Role.CONTRIBUTOR)
    office.follow(desk.Wish(owner="Technique"))
    office.at(FIRST).tick()
    office.type(desk.PAUL, "65", chat=desk.GROUP)
    office.press(desk.MARIE, "fix", chat=desk.GROUP)
    office.type(desk.MARIE, "10", chat=desk.GROUP)
    assert [each.value for each in office.readings] == [65]
    office.press(desk.LEAD, "fix", chat=desk.GROUP)
    office.type(desk.LEAD, "64", chat=desk.GROUP)
    assert [each.value for each in office.readings] == [64]


def test_not_me_hands_the_question_to_the_lead_with_a_way_to_change_the_owner(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.press(desk.PAUL, "not_me")
    (message,) = office.send()
    assert office.sent[-1][0].chat_id == desk.LEAD
    assert message.keyboard[-1][0].text == "Changer de responsable"
    office.press(desk.PAUL, "missing")
    assert office.readings == ()
    office.type(desk.LEAD, "65")
    assert office.open == ()


def test_later_asks_again_then_and_does_not_move_the_rhythm(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    rhythm = office.rules
    reply = office.press(desk.PAUL, "later:tomorrow")
    assert "demain à 9\u202fh\u202f30" in reply.toast
    assert office.rules == rhythm
    assert office.at("2026-12-02T09:29+01:00").tick() == []
    (message,) = office.at("2026-12-02T09:30+01:00").tick()
    assert "Comme convenu" in message.text
    assert office.open[0].step == 0


def test_in_an_hour_is_the_next_morning_when_it_would_be_the_evening(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.at("2026-12-01T18:30+01:00")
    office.press(desk.PAUL, "later:1h")
    assert office.at("2026-12-01T19:31+01:00").tick() == []
    assert len(office.at("2026-12-02T08:00+01:00").tick()) == 1


def test_silence_is_followed_by_one_reminder_then_the_lead_is_told_once(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.run_until(office.now.replace(day=30))
    told = [(row.chat_id, row.body["why"]) for row, _ in office.sent]
    assert told == [(desk.PAUL, "due"), (desk.PAUL, "again"), (desk.LEAD, "told")]


def test_an_answer_stops_the_escalation(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.at("2026-12-04T09:30+01:00").tick()
    office.type(desk.PAUL, "65")
    office.run_until(office.now.replace(day=30))
    assert [row.body["why"] for row, _ in office.sent] == ["due", "again"]


def test_a_question_expires_after_its_period_and_can_still_be_answered(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(frequency="yearly"))
    office.at("2027-01-04T09:30+01:00").tick()
    office.follow(desk.Wish(frequency="monthly"))
    office.at("2027-02-01T09:30+01:00").tick()
    states = {each.period: each.state for each in office.all_occurrences()}
    assert states["2027"] == "expired"
    office.type(desk.PAUL, "65")
    assert office.open == ()


def test_a_stopped_rhythm_lets_its_question_expire_by_itself(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    office.db.run(office.postpone_rules)
    office.run_until(office.now.replace(year=2027, month=1, day=8), every=timedelta(hours=6))
    assert [each.state for each in office.all_occurrences()] == ["expired"]


def test_a_copy_of_a_message_shares_its_buttons(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    row, first = office.sent[0]
    copy = office._deliver(row)
    assert copy.keyboard == first.keyboard


def test_a_typed_value_goes_to_the_latest_open_nudge(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    assert office.db.run(lambda db: answers.open_nudge(db, desk.PAUL)).id == office.nudge_in(desk.PAUL).id
    office.type(desk.PAUL, "65")
    assert office.db.run(lambda db: answers.open_nudge(db, desk.PAUL)) is None


def test_english_speakers_are_asked_in_english(office: Office, desk: Names) -> None:
    office.join(desk.MARIE, Role.CONTRIBUTOR, "Desk", language="en")
    office.follow(desk.Wish(owner="Desk"))
    (message,) = office.at(FIRST).tick()
    assert "A figure to give" in message.text
    assert "Target 80% by the end of 2028" in message.text


def test_answering_last_months_request_is_taken_for_its_period(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    december = office.nudge_in(desk.PAUL)
    office.at("2027-01-04T09:30+01:00").tick()
    office.type(desk.PAUL, "70")
    reply = office.press(desk.PAUL, "answer", row=december)
    assert reply.awaits_words
    card = desk.text_of(reply.messages[0])
    assert "décembre 2026" in card
    assert "70" not in card
    office.type(desk.PAUL, "65", row=december)
    read = {each.on.isoformat(): each.value for each in office.readings}
    assert read == {"2026-12-31": 65, "2027-01-04": 70}
    assert office.open == ()


def test_a_late_value_leaves_the_request_of_today_open(office: Office, desk: Names) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    december = office.nudge_in(desk.PAUL)
    office.at("2027-01-04T09:30+01:00").tick()
    office.press(desk.PAUL, "answer", row=december)
    office.type(desk.PAUL, "65", row=december)
    assert [each.period for each in office.open] == ["2027-01"]
    assert "65" in office.press(desk.PAUL, "same").toast
    assert [each.value for each in office.readings] == [65, 65]


@pytest.mark.parametrize("many", [1, 2, 7])
@pytest.mark.parametrize("verb", ["answer", "pick", "same", "missing", "not_me", "retype", "sure", "fix", "later:1h"])
def test_every_button_of_a_request_that_is_over_is_answered(office: Office, desk: Names, verb: str, many: int) -> None:
    office.follow(*(desk.Wish(f"KPI {number}") for number in range(many)))
    office.at(FIRST).tick()
    december = office.nudge_in(desk.PAUL)
    office.at("2027-01-04T09:30+01:00").tick()
    before = office.open
    item = december.payload["occurrences"][0]
    reply = office.press(desk.PAUL, verb if verb.startswith("later") else f"{verb}@{item}", row=december)
    assert reply.toast
    office.type(desk.PAUL, "65", row=december)
    assert office.open == before
    assert {each.on.isoformat() for each in office.readings} <= {"2026-12-31"}


def test_the_same_before_any_value_offers_that_of_the_start(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(baseline=40))
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, "idem", message=7)
    assert reply.awaits_words
    assert "40" in desk.text_of(reply.messages[-1])
    assert office.readings == ()
    office.type(desk.PAUL, "oui", message=8)
    assert [each.value for each in office.readings] == [40]


def test_the_same_before_any_value_at_all_asks_for_one(office: Office, desk: Names) -> None:
    office.follow(desk.Wish(baseline=None))
    office.at(FIRST).tick()
    reply = office.type(desk.PAUL, "idem")
    assert "aucune valeur" in desk.text_of(reply.messages[-1])
    assert reply.awaits_words
    assert office.readings == ()


@pytest.mark.parametrize(
    "text", ["idem", "n/a", "demain", "lundi", "pas moi", "oui", "non", "65", "\u2800", "/", "bonjour", "inchangé"]
)
@pytest.mark.parametrize("state", ["open", "answered", "over"])
def test_whatever_is_typed_to_a_request_gets_words_back(office: Office, desk: Names, text: str, state: str) -> None:
    office.follow(desk.Wish())
    office.at(FIRST).tick()
    if state == "answered":
        office.type(desk.PAUL, "64")
    elif state == "over":
        office.at("2027-01-15T09:30+01:00")
    reply = office.type(desk.PAUL, text, message=9)
    assert any(isinstance(each, SendText) and each.reply_to == 9 for each in reply.messages), reply


def test_somebody_who_is_not_asked_any_more_is_told_so(office: Office, desk: Names) -> None:
    office.bind()
    office.follow(desk.Wish(owner="Technique"))
    office.at(FIRST).tick()
    office.join(desk.ELU, Role.OFFICIAL)
    reply = office.type(desk.ELU, "65", chat=desk.GROUP)
    assert "ne vous est plus demandé" in desk.text_of(reply.messages[0])
    assert office.readings == ()
