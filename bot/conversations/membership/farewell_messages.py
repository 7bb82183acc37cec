"""What is said of erasures, written when it is sent: whoever came back meanwhile is told nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.chat.callback import encode
from bot.chat.outgoing import Button, Keyboard, SendText
from bot.clock import Clock
from bot.conversations.membership import farewells as leaving
from bot.conversations.offers import KIND
from bot.conversations.session import NOTICE, AppContext
from bot.storage import farewells, life, memberships, outbox, people, plans, prompts
from bot.storage.erasure import GONE
from bot.storage.memberships import Role
from bot.storage.outbox import OutboxRow
from bot.storage.people import Person
from bot.storage.prompts import PromptRow
from domain.followup.holiday import MAINLAND_ZONE

SHOWN = 8
"""Plans named in one message."""


Make = Callable[["_Notice"], SendText | None]


def composers(house: AppContext, clock: Clock) -> Mapping[str, Callable[[Connection, OutboxRow], SendText | None]]:
    """Return the maker of each of these messages, by the name its outbox row carries."""
    makers: dict[str, Make] = {leaving.WARNING: _warning, leaving.TAKEOVER: _takeover, leaving.LEFT: _left, GONE: _gone}
    return {name: partial(_composed, house, clock, make) for name, make in makers.items()}


@dataclass(frozen=True, slots=True)
class _Notice:
    """A message about to be written."""

    db: Connection
    row: OutboxRow
    house: AppContext
    now: datetime
    person: Person

    @property
    def plan(self) -> int:
        return int(self.row.body["plan"])

    def text(self, name: str, /, **context: object) -> str:
        return self.house.book.text(self.person.language, f"farewell:{name}", **context)

    def button(self, act: str, *, plan: int | None = None) -> Keyboard:
        """Return the button that does `act`; a copy of the message shares it."""
        label = self.house.book.label(self.person.language, f"farewell:act_{act}")
        prompt = str(self.row.body["prompt"])
        if prompts.get(self.db, prompt) is None:
            shown = {"acts": (act,), "labels": (label,), "asked_at": self.now}
            where = {"talk_id": None, "plan_id": plan, "chat_id": self.row.chat_id, "audience": self.person.id}
            prompts.insert(self.db, PromptRow(id=prompt, kind=KIND, **where, **shown))  # type: ignore[arg-type]
        return ((Button(label, encode(prompt, 0)),),)

    def is_led(self, plan: int, *, but: int | None = None) -> bool:
        return life.is_led(self.db, plan, farewells.silent_since(self.now, self.house.retention), but=but)


def _composed(house: AppContext, clock: Clock, make: Make, db: Connection, row: OutboxRow) -> SendText | None:
    """Write it, or, when quiet hours or a holiday have begun, put it off."""
    now, person = clock.now(), people.get(db, row.chat_id)
    if person is None:
        return None
    if (later := leaving.working_time(db, person.id, now)) > now:
        key = f"{row.dedup_key or row.id}:{later:%Y%m%d%H}"
        outbox.post(
            db,
            chat_id=row.chat_id,
            thread_id=0,
            body=row.body,
            priority=NOTICE,
            now=now,
            not_before=later,
            expires_at=row.expires_at,
            dedup_key=key,
        )
        return None
    return make(_Notice(db, row, house, now, person))


def _warning(of: _Notice) -> SendText | None:
    found = farewells.get(of.db, of.person.id)
    is_last = of.row.body["due"] == farewells.Due.REMIND
    if found is None or found.warned_at is None or is_last != (found.reminded_at is not None):
        return None
    since = leaving.kept_since(found, of.house, of.now)
    if farewells.is_spared(of.db, of.person.id, of.now, since):
        return None
    joined = memberships.of_person(of.db, of.person.id)
    names = plans.names(of.db, (each.plan_id for each in joined[:SHOWN]))
    told = [
        {
            "name": names.get(each.plan_id, ""),
            "lives": life.lives(of.db, each.plan_id, of.now, since),
            "is_leaderless": each.role is Role.LEAD and not of.is_led(each.plan_id, but=of.person.id),
        }
        for each in joined[:SHOWN]
    ]
    on, seen = _day(found.erased_at(of.house.retention, of.now)), _day(found.seen_at)
    others = max(len(joined) - SHOWN, 0)
    return SendText(
        of.text("warning", is_last=is_last, on=on, silent_since=seen, told=told, others=others), of.button("stay")
    )


def _takeover(of: _Notice) -> SendText | None:
    role = memberships.role(of.db, of.plan, of.person.id)
    if role in {None, Role.LEAD} or of.is_led(of.plan):
        return None
    name = plans.names(of.db, (of.plan,)).get(of.plan, "")
    return SendText(of.text("takeover", plan=name), of.button("takeover", plan=of.plan))


def _left(of: _Notice) -> SendText | None:
    role = memberships.role(of.db, of.plan, of.person.id)
    if role is None:
        return None
    is_leaderless = role is not Role.LEAD and not of.is_led(of.plan)
    name = plans.names(of.db, (of.plan,)).get(of.plan, "")
    facts = {"months": of.house.retention_months, "is_leaderless": is_leaderless, "is_lead": role is Role.LEAD}
    keyboard = of.button("takeover", plan=of.plan) if is_leaderless else ()
    return SendText(of.text("left", plan=name, **facts), keyboard)


def _gone(of: _Notice) -> SendText:
    names = list(of.row.body["names"])
    return SendText(of.text("gone", names=names[:SHOWN], others=max(len(names) - SHOWN, 0)))


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(MAINLAND_ZONE)).date()
