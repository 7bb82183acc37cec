"""Every button of every card, pressed by everybody while another plan is open: not a byte of that other plan."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path as File
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.chat.incoming import Attachment, ButtonPress, ChatKind, ChatThread, IncomingEvent, Sender
from bot.chat.incoming import File as Sent
from bot.cli.scenario import LINES
from bot.cli.seeding import finished
from bot.conversations import router
from bot.conversations.access import LEADS, MEMBERS, Manner
from bot.conversations.button_actions import ACTS, HANDED, NUDGE, QUESTION, entry
from bot.conversations.session import AppContext, Session, private_turn
from bot.conversations.spreadsheet import flow
from bot.conversations.spreadsheet.backdrop import Found, existing
from bot.conversations.spreadsheet.reading import Backdrop, read
from bot.conversations.turn import open_plan
from bot.reminders import rules as keeping
from bot.storage import dossiers, groups, handovers, memberships, people, plans, prompts, tables, talks
from bot.storage.database import Database, migrate
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from bot.wording.wordbook import Wordbook
from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.questions import Text
from domain.dialogue.survey import survey
from domain.dialogue.talk import Conversation
from domain.importing.fields import Kind
from domain.importing.lines import Setting
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME, LEAD, COLLEAGUE, GROUP = 700_001, 700_002, 700_003, -700_100
WORDS = ("Zibeline", "Quetsche")
"""Planted in every text of each plan, its name excepted: a person of both plans may be shown how each is called."""
BOOK = Wordbook()
CSV = b"Action;Pilote\nOuvrir un guichet;Accueil\nFormer les agents;Accueil\n"

ARGUMENTS: Mapping[str, str] = {
    "version": "1",
    "language": "en",
    "plan": "{a}",
    "go": "objectives",
    "path": "express",
    "edit": "frame.plan_name",
    "invite": "contributor:Karim",
    "team": "0",
    "member": f"{COLLEAGUE}",
    "role": f"{COLLEAGUE}:official",
    "role:sure": f"{COLLEAGUE}:official",
    "remove": f"{COLLEAGUE}",
    "remove:sure": f"{COLLEAGUE}",
    "hand:to": f"{COLLEAGUE}",
    "import:page": "0",
    "import:to": "{objective}",
}
"""What follows the name of an act that needs it."""
PERSONAL = frozenset({"consent", "decline", "language", "begin", "erase", "spare", "stay"})
"""Acts of cards that are of no plan."""
ABOUT_ONESELF = frozenset({"rules:hour", *PERSONAL})
"""Acts that change what is the person's own in all of their plans."""
CARDS = (QUESTION, NUDGE, HANDED)
OFFERED = sorted(ACTS.keys() - PERSONAL - set(CARDS))
CASES = ("lead", "contributor", "official", "stranger", "removed", "without_consent")


@dataclass(frozen=True)
class Two:
    """Two plans on one database: `a` has the card, `b` is open."""

    db: Database
    a: int
    b: int
    objective: str
    sheet: Mapping[str, object]


class _Undone(Exception):
    """Takes a transaction back."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    db = Database.open(f"sqlite:///{_migrated(tmp_path_factory.mktemp('two') / 'two.sqlite3')}")
    yield db.run(lambda it: _built(it, db))
    db.shut()


def _migrated(file: File) -> File:
    database = Database.open(f"sqlite:///{file}")
    migrate(database)
    database.shut()
    return file


def _built(it: Connection, db: Database) -> Two:
    for person, name in ((ME, "Moi"), (LEAD, "Claire"), (COLLEAGUE, "Karim")):
        people.meet(it, person, first_name=name, language="fr", now=NOW)
        people.consent(it, person, NOW)
    a, b = (_plan(it, word) for word in WORDS)
    memberships.join(it, plan_id=b, person_id=ME, role=Role.LEAD, now=NOW)
    objective = dossiers.load(it, a).rows_of(Path("objectives"))[0]
    return Two(db, a, b, objective, _sheet(it, a))


def _plan(it: Connection, word: str) -> int:
    ids = count()
    made = finished(SCRIPT, LINES, author=LEAD, now=NOW, new_id=lambda: f"{word[0]}{next(ids)}")
    dossier = replace(made, answers={path: _worded(path, each, word) for path, each in made.answers.items()})
    plan = plans.create(it, script_version=SCRIPT.version, now=NOW)
    dossiers.save(it, plan, Dossier(SCRIPT.version), dossier)
    memberships.join(it, plan_id=plan, person_id=LEAD, role=Role.LEAD, now=NOW)
    memberships.join(it, plan_id=plan, person_id=COLLEAGUE, role=Role.CONTRIBUTOR, now=NOW, label="Accueil")
    plans.complete(it, plan, NOW)
    plans.set_follow_up(it, plan, on=True)
    groups.bind(it, plan, chat_id=GROUP - plan, thread_id=0, now=NOW, title=word)
    keeping.keep_in_line(it, plan, plan_from(*survey(SCRIPT, dossier).known), NOW)
    return plan


def _worded(path: Path, answer: Any, word: str) -> Any:  # noqa: ANN401 - an answer
    is_text = isinstance(SCRIPT.by_id.get(path.id), Text) and isinstance(answer.value, str)
    return replace(answer, value=f"{answer.value} {word}") if is_text and path.id != "frame.plan_name" else answer


def _sheet(it: Connection, plan: int) -> Mapping[str, object]:
    """A file as it was understood for the plan of the card."""
    session = _session(it)
    turn = private_turn(
        session, IncomingEvent(Sender(LEAD, "Claire"), ChatThread(LEAD, ChatKind.PRIVATE), ButtonPress("", "", 1))
    )
    turn = replace(turn, conversation=replace(turn.conversation, plan_id=plan))
    file = Attachment("document", 1, file=Sent("f", "a.csv"))
    opened = open_plan(session, plan)
    held = {kind: existing(opened.dossier, SCRIPT, kind) for kind in Kind}
    found = Found(plan, read(CSV, "a.csv", Backdrop(Setting(NOW.date()), held)))
    flow.receive(turn, replace(file, found=found))
    return prompts.newest(it, LEAD, LEAD).payload  # type: ignore[union-attr] # just made


_IDS = count()


def _session(it: Connection) -> Session:
    return Session(it, NOW, lambda: f"x{next(_IDS)}", AppContext(BOOK, SCRIPT))


@contextmanager
def _undone(it: Connection) -> Iterator[None]:
    point = it.begin_nested()
    try:
        yield
    finally:
        point.rollback()


# One press ------------------------------------------------------------------------------------------------------------


def _become(it: Connection, two: Two, case: str) -> Role | None:
    """Make me what the case says in the plan of the card; the other plan is open, and led."""
    if case == "stranger":
        role = None
    else:
        role = Role(case) if case in set(Role) else Role.LEAD
        memberships.join(it, plan_id=two.a, person_id=ME, role=role, now=NOW)
    if case == "removed":
        memberships.leave(it, two.a, ME)
        role = None
    if case == "without_consent":
        it.execute(update(tables.person).where(tables.person.c.id == ME).values(consent_at=None))
    talk = talks.open_talk(it, person_id=ME, chat_id=ME, thread_id=0)
    talks.save(it, replace(talk, plan_id=two.b, talk=Conversation(ME)))
    return role


def _card(it: Connection, two: Two, act: str, chat: int) -> PromptRow:
    handed = handovers.create(
        it,
        handover_id=f"h{next(_IDS)}",
        plan_id=two.a,
        path=Path("diagnosis.fibre"),
        base=0,
        asked_by=LEAD,
        now=NOW,
        expires_at=NOW.replace(year=2027),
        person_id=COLLEAGUE,
    )
    handovers.reply(it, handed.id, 31, AnswerStatus.OK)
    aside = {"path": "diagnosis.fibre", "handover": handed.id, "number": 1, "chat": -9, "thread": 0, "title": "Nous"}
    payload: Mapping[str, object] = aside | {"rows": []}
    if act.startswith("import:") and act not in {"import:undo", "import:later"}:
        payload = two.sheet
    row = PromptRow(
        id=f"c{next(_IDS)}",
        talk_id=None,
        plan_id=None if act.partition(":")[0] in PERSONAL else two.a,
        chat_id=chat,
        audience=ME,
        kind="offer",
        acts=(act,),
        asked_at=NOW,
        payload=payload,
        message_id=55,
    )
    prompts.insert(it, row)
    return row


def _press(it: Connection, data: str, chat: int) -> str | None:
    kind = ChatKind.PRIVATE if chat > 0 else ChatKind.GROUP
    return router.receive(
        _session(it), IncomingEvent(Sender(ME, "Moi"), ChatThread(chat, kind), ButtonPress(data, "q", 55))
    )


def _rows_of(it: Connection, plan: int) -> str:
    """Every row of a plan, as text."""
    rules = select(tables.rule.c.id).where(tables.rule.c.plan_id == plan)
    found = [("plan", it.execute(select(tables.plan).where(tables.plan.c.id == plan)).all())]
    found += [("occurrence", it.execute(select(tables.occurrence).where(tables.occurrence.c.rule_id.in_(rules))).all())]
    for table in tables.metadata.sorted_tables:
        if "plan_id" in table.c and table is not tables.talk:
            order = list(table.primary_key)
            found.append((table.name, it.execute(select(table).where(table.c.plan_id == plan).order_by(*order)).all()))
    return repr(found)


def _sent_after(it: Connection, last: int) -> list[dict[str, Any]]:
    query = select(tables.outbox.c.body).where(tables.outbox.c.id > last).order_by(tables.outbox.c.id)
    return list(it.scalars(query))


def _last(it: Connection) -> int:
    return max(it.scalars(select(tables.outbox.c.id)), default=0)


def _open_plan(it: Connection) -> int | None:
    return talks.open_talk(it, person_id=ME, chat_id=ME, thread_id=0).plan_id


def _said(key: str, two: Two) -> str:
    """The act as it stands in the row of a card."""
    argument = ARGUMENTS.get(key, "").format(a=two.a, objective=two.objective)
    return f"{key}:{argument}" if argument else key


def _run(two: Two, work: Any) -> None:  # noqa: ANN401 - a function of a Connection
    def and_back(it: Connection) -> None:
        work(it)
        raise _Undone

    with pytest.raises(_Undone):
        two.db.run(and_back)


# The proofs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("key", OFFERED)
def test_a_button_acts_on_the_plan_of_its_card_and_on_no_byte_of_the_open_one(two: Two, key: str, case: str) -> None:
    def work(it: Connection) -> None:
        role = _become(it, two, case)
        row = _card(it, two, _said(key, two), ME)
        before, own, last = _rows_of(it, two.b), _rows_of(it, two.a), _last(it)
        toast = _press(it, f"1.{row.id}.0", ME)
        sent = _sent_after(it, last)
        told = json.dumps([sent, toast], ensure_ascii=False, default=str)
        assert WORDS[1] not in told
        assert {body.get("plan") for body in sent} <= {None, two.a}
        assert key in ABOUT_ONESELF or _rows_of(it, two.b) == before
        act = ACTS[key]
        may = role is not None and case != "without_consent" and (act.roles is None or role in act.roles)
        if may:
            turns = act.manner is Manner.TURNS or key == "plan"
            has_left = key == "leave:sure"
            assert _open_plan(it) == (two.a if turns and not has_left else two.b)
        else:
            assert _rows_of(it, two.a) == own
            assert WORDS[0] not in told
            assert case == "without_consent" or not sent
            assert _open_plan(it) == two.b
        for each in it.execute(select(tables.prompt.c.acts).where(tables.prompt.c.kind == "offer")):
            assert all(entry(said) for said in each.acts), each.acts

    _run(two, work)


@pytest.mark.parametrize("key", OFFERED)
def test_a_stranger_and_somebody_whose_plan_is_erased_hear_the_same(two: Two, key: str) -> None:
    def work(it: Connection) -> None:
        answers = []
        for is_erased in (False, True):
            with _undone(it):
                _become(it, two, "stranger")
                row = _card(it, two, _said(key, two), ME)
                if is_erased:
                    plans.remove(it, two.a)
                answers.append(_press(it, f"1.{row.id}.0", ME))
        assert answers == [BOOK.label("fr", "common:note_stale_button")] * 2

    _run(two, work)


@pytest.mark.parametrize("key", sorted(ACTS.keys() - set(CARDS)))
def test_a_card_forwarded_to_a_group_or_forged_there_does_nothing(two: Two, key: str) -> None:
    def work(it: Connection) -> None:
        _become(it, two, "lead")
        for chat in (ME, GROUP - two.b):
            row = _card(it, two, _said(key, two), chat)
            before, last = _rows_of(it, two.a) + _rows_of(it, two.b), _last(it)
            assert _press(it, f"1.{row.id}.0", GROUP - two.b) == BOOK.label("fr", "common:note_stale_button")
            assert _rows_of(it, two.a) + _rows_of(it, two.b) == before
            assert not _sent_after(it, last)

    _run(two, work)


def _places() -> list[Path]:
    """Every question that the scenario answers."""
    ids = count()
    made = finished(SCRIPT, LINES, author=LEAD, now=NOW, new_id=lambda: f"{WORDS[0][0]}{next(ids)}")
    return sorted(survey(SCRIPT, made).visible, key=str)


PLACES = _places()


@pytest.mark.parametrize("path", Random(8).sample(PLACES, 12), ids=str)
def test_the_buttons_of_a_question_answer_in_its_plan(two: Two, path: Path) -> None:
    _run(two, lambda it: _walk(it, two, path))


@pytest.mark.slow
@pytest.mark.timeout(900)  # half a minute, on a machine that does nothing else
def test_the_buttons_of_every_question_of_the_script_answer_in_their_plan(two: Two) -> None:
    def work(it: Connection) -> None:
        for path in PLACES:
            with _undone(it):
                _walk(it, two, path)

    _run(two, work)


def _walk(it: Connection, two: Two, path: Path) -> None:
    """Ask a question of the plan of the card, open the other plan, then press each button of the question."""
    _become(it, two, "lead")
    row = _card(it, two, f"edit:{path}", ME)
    _press(it, f"1.{row.id}.0", ME)
    talk = talks.open_talk(it, person_id=ME, chat_id=ME, thread_id=0)
    shown = talk.shown
    if shown is None:
        return
    talks.save(it, replace(talk, plan_id=two.b, talk=Conversation(ME)))
    for op in range(len(shown.acts)):
        for case in ("lead", *Random(str(path)).sample(CASES[1:], 1)):
            with _undone(it):
                memberships.leave(it, two.a, ME)
                _become(it, two, case)
                before, own, last = _rows_of(it, two.b), _rows_of(it, two.a), _last(it)
                toast = _press(it, f"1.{shown.id}.{op}", ME)
                told = json.dumps([_sent_after(it, last), toast], ensure_ascii=False, default=str)
                assert WORDS[1] not in told
                assert _rows_of(it, two.b) == before
                assert _open_plan(it) == (two.a if case == "lead" else two.b)
                assert case == "lead" or _rows_of(it, two.a) == own


def test_every_act_says_who_may_do_it() -> None:
    assert {key for key, each in ACTS.items() if each.roles is None} == {
        *PERSONAL,
        HANDED,
        "plan",
        *(f"do:{name}" for name in ("start", "langue", "mesdonnees", "supprimer", "aide")),
    }
    assert all(each.roles <= MEMBERS and each.roles & LEADS for each in ACTS.values() if each.roles is not None)


def test_an_act_that_the_table_does_not_know_does_nothing(two: Two) -> None:
    def work(it: Connection) -> None:
        _become(it, two, "lead")
        row = _card(it, two, "explode:now", ME)
        assert _press(it, f"1.{row.id}.0", ME) == BOOK.label("fr", "common:note_stale_button")

    _run(two, work)
