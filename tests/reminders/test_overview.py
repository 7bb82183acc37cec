"""`/rappels` tells what comes next, and pauses everything in one tap."""

from itertools import count
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Connection, select

from bot.chat.incoming import ChatKind, ChatThread, CommandSent, IncomingEvent, Sender
from bot.chat.outgoing import SendText, from_json
from bot.conversations import button_actions
from bot.conversations.plan import reminders_card
from bot.conversations.session import AppContext, PlanTurn, Session, Turn, private_turn
from bot.storage import people, tables
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.questionnaire import SCRIPT

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any
Card: TypeAlias = Any


def _card(turn: Turn, act: str) -> PromptRow:
    spot, now = turn.recipient, turn.person.seen_at
    return PromptRow(
        id="c",
        talk_id=None,
        plan_id=turn.plan,
        chat_id=spot.chat,
        audience=spot.person,
        kind="offer",
        acts=(act,),
        asked_at=now,
    )


@pytest.fixture
def card(office: Office, desk: Names) -> Card:
    """Press a button of the card as someone, or (None) ask for it; return the last message and the toast."""
    ids = count()

    def show(person: int, argument: str | None = None) -> tuple[SendText, str | None]:
        def work(db: Connection) -> tuple[SendText, str | None]:
            at = Session(db, office.now, lambda: f"c{next(ids)}", AppContext(desk.BOOK, SCRIPT))
            who = Sender(person, f"P{person}", "fr")
            people.meet(db, person, first_name=f"P{person}", language="fr", now=office.now)
            people.consent(db, person, office.now)
            turn = private_turn(
                at, IncomingEvent(who, ChatThread(person, ChatKind.PRIVATE), CommandSent("rappels", "", 1))
            )
            if argument is None:
                reminders_card.show(PlanTurn.within(turn, turn.plan, turn.role))
            toast = button_actions.perform(turn, _card(turn, f"rules:{argument}"), "0") if argument else None
            last = select(tables.outbox.c.body).order_by(tables.outbox.c.id.desc()).limit(1)
            message = from_json(db.execute(last).scalar_one()["message"])
            assert isinstance(message, SendText)
            return message, toast

        shown: tuple[SendText, str | None] = office.db.run(work)
        return shown

    return show


def test_the_card_tells_when_and_of_whom_each_kpi_is_asked(office: Office, desk: Names, card: Card) -> None:
    office.follow(desk.Wish(), desk.Wish("Autre", owner=None), desk.Wish("Tiers", owner="Technique"))
    message, _ = card(desk.LEAD)
    assert "Prochaine demande\u202f: mardi 1er décembre à 9\u202fh\u202f30, à Accueil" in message.text
    assert "à la personne qui pilote le plan" in message.text
    assert "Technique (non relié" in message.text
    assert "○ sans donnée" in message.text


def test_the_card_tells_what_waits_for_an_answer_or_did_not_arrive(office: Office, desk: Names, card: Card) -> None:
    office.follow(desk.Wish())
    office.at("2026-12-01T09:30+01:00").tick()
    assert "⏳ décembre 2026\u202f: réponse attendue" in card(desk.LEAD)[0].text
    office.db.run(lambda db: db.execute(tables.outbox.update().values(state="held")))
    assert "message bloqué" in card(desk.LEAD)[0].text


def test_a_lead_pauses_and_resumes_everything_in_one_tap(office: Office, desk: Names, card: Card) -> None:
    office.follow(desk.Wish())
    message, toast = card(desk.LEAD, "pause")
    assert "en pause" in message.text
    assert "en pause" in toast
    assert [rule.next_at for rule in office.rules] == [None]
    message, _ = card(desk.LEAD, "resume")
    assert "Prochaine demande" in message.text
    message, _ = card(desk.LEAD, "stop")
    assert "arrêtés" in message.text
    message, _ = card(desk.LEAD, "resume")
    assert "Prochaine demande" in message.text


def test_only_a_lead_pauses(office: Office, desk: Names, card: Card) -> None:
    office.follow(desk.Wish())
    card(desk.LEAD)
    card(desk.PAUL, "pause")
    assert office.rules[0].next_at is not None
    assert all("pause" not in button.text for row in card(desk.PAUL)[0].keyboard for button in row)


def test_everybody_chooses_their_own_hour(office: Office, desk: Names, card: Card) -> None:
    office.follow(desk.Wish())
    assert len(card(desk.PAUL, "hour")[0].keyboard) == 3
    card(desk.PAUL, "hour:14")
    assert office.rules[0].cadence.hour.hour == 14
    assert card(desk.PAUL, "hour:23")[1] == "Ce bouton n’est plus actif, ou n’est pas pour vous."
    office.join(desk.ELU, Role.OFFICIAL)
    assert all("heure" not in button.text for row in card(desk.ELU)[0].keyboard for button in row)
