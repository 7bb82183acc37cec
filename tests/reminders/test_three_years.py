"""Three years of reminders, judged by an oracle that knows the promises alone: what was sent, to whom, and when."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.chats import resume_chat, suspend_chat
from bot.storage import plans, tables
from bot.storage.database import Database
from bot.storage.memberships import Role
from domain.questionnaire import SCRIPT

# What conftest.py gives
Office: TypeAlias = Any
Names: TypeAlias = Any
Extent: TypeAlias = Any

HOURS = ((4, 30), (6, 30), (7, 0), (8, 30), (9, 30), (10, 0), (14, 0), (15, 0), (16, 0), (17, 30))
"""When the planner looks, UTC: before, during and after the hours of each territory."""
RHYTHMS = ("weekly", "monthly", "quarterly", "half_yearly", "yearly")
PAUL, MARIE, LEAD, OTHER_LEAD = 202, 303, 101, 505


# The calendar, by the book --------------------------------------------------------------------------------------------


def _easter(year: int) -> date:
    """The anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _is_off(day: date, region: str) -> bool:
    easter = _easter(day.year)
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    fixed |= {"57": {(12, 26)}, "974": {(12, 20)}}.get(region, set())
    moving = {1, 39, 50} | ({-2} if region == "57" else set())
    return day.weekday() > 4 or (day.month, day.day) in fixed or (day - easter).days in moving


def _period(rhythm: str, day: date) -> tuple[int, int]:
    if rhythm == "weekly":
        return day.isocalendar()[:2]
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}[rhythm]
    return day.year, (day.month - 1) // months


# What is promised -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kpi:
    label: str
    rhythm: str
    owner: str | None
    plan: str
    zone: str
    region: str
    is_rising: bool


@dataclass
class Oracle:
    """Judges each message by the promises; knows the KPIs, who is who, and what the simulation did."""

    kpis: list[Kpi]
    found: list[str] = field(default_factory=list)
    asked: Counter[tuple[str, tuple[int, int], int]] = field(default_factory=Counter)
    """Messages that arrived, by KPI, period and chat."""
    told: Counter[tuple[str, tuple[int, int]]] = field(default_factory=Counter)
    put_off: Counter[tuple[str, tuple[int, int], int]] = field(default_factory=Counter)
    answered: set[tuple[str, tuple[int, int]]] = field(default_factory=set)
    down: set[tuple[str, tuple[int, int]]] = field(default_factory=set)
    """Periods during which the bot, or somebody's conversation, was closed for a while."""
    last: dict[int, datetime] = field(default_factory=dict)

    def sent(self, chat: int, text: str, now: datetime) -> None:
        plain = text.replace("\u202f", " ").replace("\xa0", " ")
        if self.last.get(chat) == now:
            self._fault("one message a person an instant", chat, now, plain)
        self.last[chat] = now
        for kpi in self.kpis:
            if kpi.label in plain:
                self._of_kpi(kpi, chat, plain, now)
        if "période passée" in plain:
            self._fault("nothing older than its period", chat, now, plain)

    def _of_kpi(self, kpi: Kpi, chat: int, text: str, now: datetime) -> None:
        local = now.astimezone(ZoneInfo(kpi.zone))
        key = kpi.label, _period(kpi.rhythm, local.date())
        if _is_off(local.date(), kpi.region):
            self._fault("working days of the territory", chat, now, text)
        if not time(8) <= local.time() < time(19):
            self._fault("quiet hours are kept", chat, now, text)
        if key in self.answered:
            self._fault("what was answered is not asked again in its period", chat, now, text)
        section = next(part for part in re.split(r"(?=📊|🔔|↪️)", text) if kpi.label in part)
        if "Sans réponse pour le moment" in section:
            self._told_to_lead(kpi, key, section, chat, now)
            return
        self.asked[*key, chat] += 1
        if self.asked[*key, chat] > 2 + self.put_off[*key, chat]:
            self._fault("asked, and asked again once", chat, now, text)

    def _told_to_lead(self, kpi: Kpi, key: tuple[str, tuple[int, int]], text: str, chat: int, now: datetime) -> None:
        self.told[key] += 1
        if self.told[key] > 1 + self.put_off[*key, chat]:
            self._fault("the lead is told once", chat, now, text)
        owner = {"Accueil": PAUL, "Voirie": MARIE}.get(kpi.owner or "", 0)
        said = {m[2]: m[1] for m in re.finditer(r"J’ai demandé (une|deux) fois à « (\w+) »", text)}
        arrived = max((self.asked[*key, owner],), default=0)
        if said.get(kpi.owner or "") == "deux" and not any(
            self.asked[other.label, _period(other.rhythm, now.date()), owner] >= 2
            for other in self.kpis
            if other.owner == kpi.owner
        ):
            self._fault("asked twice only if two messages were delivered", chat, now, text)
        if kpi.owner not in said and arrived and "fermée" not in text and "n’est pas arrivé" not in text:
            self._fault("silent owners are all named", chat, now, text)

    def noted(self, kpi: Kpi, said: str, now: datetime) -> None:
        """What is said of a value just given."""
        plain = said.replace("\u202f", " ").replace("\xa0", " ")
        if f"« {kpi.label} »" not in plain:
            self._fault("a value says what it was noted for", 0, now, plain)
        if now.date() > date(2029, 1, 1) and not re.search("en retard|dans les temps|en avance", plain):
            self._fault("after the deadline a target is reached or late", 0, now, plain)

    def over(self, kpi: Kpi, day: date) -> None:
        """A period of a silent owner is over."""
        key = kpi.label, _period(kpi.rhythm, day)
        if key not in self.answered | self.down and not self.told[key]:
            self.found.append(f"{day} silence is told within its period: {kpi.label}")

    def _fault(self, promise: str, chat: int, now: datetime, text: str) -> None:
        self.found.append(f"{now:%Y-%m-%d %H:%M} {promise} (to {chat}): {text[:160]!r}")


# The world ------------------------------------------------------------------------------------------------------------


@dataclass
class World:
    """Three plans in three territories, people of all sorts, and a planner that stops now and then."""

    offices: dict[str, Office]
    desk: Names
    oracle: Oracle
    draw: random.Random
    blocked: set[int] = field(default_factory=set)

    @property
    def office(self) -> Office:
        return next(iter(self.offices.values()))

    def live(self, start: date, days: int) -> None:
        down = 0
        for count in range(days):
            day = start + timedelta(days=count)
            if down == 0 and self.draw.random() < 0.01:
                down = self.draw.choice([1, 1, 2, 5, 20, 45])
            for hour in HOURS:
                self.office.clock.set_at(datetime.combine(day, time(*hour), UTC))
                if down == 0:
                    self._tick()
            if down or self.blocked:
                self._note_down(day)
            down = max(down - 1, 0)
            for kpi in self.oracle.kpis:
                is_over = _period(kpi.rhythm, day) != _period(kpi.rhythm, day + timedelta(days=1))
                if is_over and count > 40 and kpi.owner == "Voirie":
                    self.oracle.over(kpi, day)

    def _note_down(self, day: date) -> None:
        self.oracle.down |= {(kpi.label, _period(kpi.rhythm, day)) for kpi in self.oracle.kpis}

    def _tick(self) -> None:
        office, before = self.office, len(self.office.sent)
        office.tick()
        for row, message in office.sent[before:]:
            self.oracle.sent(row.chat_id, message.text, office.now)
            self._react(row.chat_id)
        if self.draw.random() < 0.002 and not self.blocked:
            office.db.run(lambda db: suspend_chat(db, PAUL, "blocked", office.now))
            self.blocked.add(PAUL)
            self._note_down(office.now.date())
        elif self.blocked and self.draw.random() < 0.01:
            office.db.run(lambda db: resume_chat(db, PAUL, office.now))
            self.blocked.clear()
            self._note_down(office.now.date())

    def _react(self, chat: int) -> None:
        """Paul answers, with values or words; Marie never does; leads put off, or give the value."""
        if chat in {PAUL, LEAD} and self.draw.random() < (0.8 if chat == PAUL else 0.3):
            for _ in range(self.draw.randint(1, 3)):
                self._give(chat)
        elif chat != MARIE and self.draw.random() < 0.3:
            open_, now = self.office.nudge_in(chat), self.office.now
            if self.office.press(chat, self.draw.choice(["later:tomorrow", "later:monday"]), row=open_).messages:
                for kpi in self.oracle.kpis:
                    self.oracle.put_off[kpi.label, _period(kpi.rhythm, now.date()), chat] += 1

    def _give(self, chat: int) -> None:
        row = self.office.nudge_in(chat)
        before = self._readings()
        typed = self.draw.choice(["45", "52", "48 (provisoire)", "idem", "aucune donnée", "+1", "aucune idée"])
        reply = self.office.type(chat, typed, row=self.office.db.run(lambda db: _fresh(db, row.id)))
        if typed == "+1" or "sûr" in str(reply.messages):
            reply = self.office.type(chat, "oui", row=self.office.db.run(lambda db: _fresh(db, row.id)))
        new = [each for each in self._readings() if each.id not in {kept.id for kept in before}]
        for each in new:
            kpi = self._kpi(each)
            if typed.startswith("aucune") and each.value is not None:
                self.oracle.found.append(f"{each.on} words never become a figure: {typed} → {each.value}")
            local = self.office.now.astimezone(ZoneInfo(kpi.zone)).date()
            self.oracle.answered.add((kpi.label, _period(kpi.rhythm, local)))
            if each.value is not None and typed[0].isdigit():
                self.oracle.noted(kpi, str(reply.messages[-1].text), self.office.now)

    def _readings(self) -> list[Any]:
        found: list[Any] = self.office.db.run(lambda db: list(db.execute(tables.reading.select())))
        return found

    def _kpi(self, reading: Any) -> Kpi:  # noqa: ANN401 - a row
        plan = next(name for name, office in self.offices.items() if office.plan == reading.plan_id)
        own = [kpi for kpi in self.oracle.kpis if kpi.plan == plan]
        return own[int(re.sub(r"\D", "", str(reading.kpi).rsplit("/", 1)[-1]) or 0)]


def _fresh(db: Any, prompt: str) -> Any:  # noqa: ANN401 - a Connection and a PromptRow
    from bot.storage import prompts  # noqa: PLC0415

    return prompts.get(db, prompt)


def _world(desk: Names, database: Database, seed: int) -> World:
    first = desk.make_office(database)
    places = {"A": ("Europe/Paris", ""), "B": ("Europe/Paris", "57"), "C": ("Indian/Reunion", "974")}
    owners = {
        "A": ("Accueil", "Voirie", None),
        "B": ("Accueil", "Voirie", "Personne"),
        "C": ("Accueil", None, "Voirie"),
    }
    offices, kpis = {}, []
    for name, (zone, region) in places.items():
        office = first if name == "A" else replace(first, plan=_new_plan(first))
        database.run(partial(plans.set_place, plan_id=office.plan, zone=zone, region=region))
        if office is not first:
            office.join(LEAD if name != "B" else OTHER_LEAD, Role.LEAD, name="Léa")
            office.join(PAUL, Role.CONTRIBUTOR, "Accueil", name="Paul")
        office.join(MARIE, Role.CONTRIBUTOR, "Voirie", name="Marie")
        own = [
            Kpi(
                f"Chiffre {name}{number}",
                RHYTHMS[number % 5],
                owners[name][number % 3],
                name,
                zone,
                region,
                number % 2 == 0,
            )
            for number in range(7)
        ]
        office.follow(
            *(
                desk.Wish(
                    each.label,
                    each.owner,
                    each.rhythm,
                    "count",
                    40 if each.is_rising else 60,
                    60 if each.is_rising else 40,
                    "up" if each.is_rising else "down",
                )
                for each in own
            )
        )
        offices[name] = office
        kpis += own
    return World(offices, desk, Oracle(kpis), random.Random(seed))


def _new_plan(office: Office) -> int:
    def work(db: Any) -> int:  # noqa: ANN401 - a Connection
        plan = plans.create(db, script_version=SCRIPT.version, now=office.now)
        plans.set_follow_up(db, plan, on=True)
        return plan

    return int(office.db.run(work))


# The proof ------------------------------------------------------------------------------------------------------------


@pytest.mark.long(1)
@pytest.mark.timeout(900)  # three minutes, on a machine that does nothing else
@pytest.mark.parametrize("seed", range(2))
def test_three_years_break_no_promise(
    tmp_path: Path, sqlite_template: Path, desk: Names, seed: int, extent: Extent
) -> None:
    file = tmp_path / "years.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    database = Database.open(f"sqlite:///{file}")
    try:
        world = _world(desk, database, seed)
        world.live(date(2026, 11, 24), extent.of(100, 1130))
        assert len(world.office.sent) > extent.of(30, 500)
        assert world.oracle.found == []
    finally:
        database.shut()


MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
ASKED = "📊 Un chiffre à donner\n\nChiffre A0"
TOLD = "🔔 Sans réponse pour le moment\n\nJ’ai demandé {} à « {} », sans réponse.\n\nChiffre A0"


@pytest.mark.parametrize(
    ("promise", "messages"),
    [
        ("one message a person an instant", [(PAUL, ASKED, 0), (PAUL, ASKED, 0)]),
        ("working days of the territory", [(PAUL, ASKED, -24)]),
        ("quiet hours are kept", [(PAUL, ASKED, 12)]),
        ("asked, and asked again once", [(PAUL, ASKED, 0), (PAUL, ASKED, 1), (PAUL, ASKED, 2)]),
        ("the lead is told once", [(LEAD, TOLD.format("une fois", "Accueil"), hour) for hour in (0, 1)]),
        ("asked twice only if two messages", [(PAUL, ASKED, 0), (LEAD, TOLD.format("deux fois", "Accueil"), 1)]),
        ("silent owners are all named", [(PAUL, ASKED, 0), (LEAD, TOLD.format("une fois", "Voirie"), 1)]),
        ("nothing older than its period", [(PAUL, f"{ASKED} demandé pour une période passée", 0)]),
    ],
)
def test_the_oracle_sees_a_broken_promise(promise: str, messages: list[tuple[int, str, int]]) -> None:
    oracle = Oracle([Kpi("Chiffre A0", "weekly", "Accueil", "A", "Europe/Paris", "", is_rising=True)])
    for chat, text, hours in messages:
        oracle.sent(chat, text, MONDAY + timedelta(hours=hours))
    assert any(promise in each for each in oracle.found)


def test_the_oracle_sees_a_silence_that_nobody_was_told_of() -> None:
    kpi = Kpi("Chiffre A0", "weekly", "Voirie", "A", "Europe/Paris", "", is_rising=True)
    oracle = Oracle([kpi])
    oracle.sent(MARIE, ASKED, MONDAY)
    oracle.over(kpi, date(2026, 12, 13))
    assert oracle.found
