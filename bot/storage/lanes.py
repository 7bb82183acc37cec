"""The shared pace of sending: when the bot and each chat may send next, and which chats are closed to us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.storage import audits
from bot.storage.present import TOLERANCE
from bot.storage.tables import bot_lane, chat
from bot.storage.upserts import insert_into

FARTHEST_PACE = timedelta(minutes=1)
"""How far ahead an arrival time can be: the burst of a group (20 s), what is reserved in advance, and TOLERANCE."""
LONGEST_BLOCK = timedelta(hours=1)
"""How long a 429 can block everybody."""

_BOT = 1
_LANE = select(bot_lane).where(bot_lane.c.id == _BOT).with_for_update()


@dataclass(frozen=True, slots=True)
class BotLane:
    """When the whole bot may send next."""

    tat: datetime | None
    blocked_until: datetime | None

    def is_blocked(self, now: datetime) -> bool:
        return self.blocked_until is not None and self.blocked_until > now

    def is_of_another_time(self, now: datetime) -> bool:
        """Whether it says what cannot be: the clock was set back since."""
        is_paced = self.tat is not None and self.tat > now + FARTHEST_PACE
        return is_paced or self.is_blocked(now + LONGEST_BLOCK + TOLERANCE)


def kind_of(chat_id: int) -> str:
    """Return what kind of chat has this id, as Telegram numbers them."""
    if chat_id > 0:
        return "private"
    return "supergroup" if chat_id < -1_000_000_000_000 else "group"


def lock(db: Connection) -> BotLane:
    """Return the bot's lane, locked: claims of all replicas go one after the other."""
    row = db.execute(_LANE).first()
    if row is None:
        db.execute(insert_into(db, bot_lane).values(id=_BOT).on_conflict_do_nothing())
        row = db.execute(_LANE).one()
    return BotLane(row.tat, row.blocked_until)


def look(db: Connection) -> BotLane:
    """Return the bot's lane, without locking it."""
    row = db.execute(select(bot_lane).where(bot_lane.c.id == _BOT)).first()
    return BotLane(row.tat, row.blocked_until) if row else BotLane(None, None)


def reserve(db: Connection, *, bot: datetime | None, chats: Mapping[int, datetime]) -> None:
    """Store the arrival times reached by the slots just reserved."""
    if bot is not None:
        db.execute(update(bot_lane).where(bot_lane.c.id == _BOT).values(tat=bot))
    if chats:
        insertion = insert_into(db, chat)
        upsert = insertion.on_conflict_do_update(index_elements=["id"], set_={"tat": insertion.excluded.tat})
        db.execute(
            upsert, [{"id": id_, "kind": kind_of(id_), "status": "active", "tat": tat} for id_, tat in chats.items()]
        )


def block(db: Connection, until: datetime) -> None:
    """Let no replica send before `until`; never shortens a longer block."""
    lane = lock(db)
    if lane.blocked_until is None or lane.blocked_until < until:
        db.execute(update(bot_lane).where(bot_lane.c.id == _BOT).values(blocked_until=until))


def unblock(db: Connection) -> None:
    """Note that Telegram bears more again."""
    db.execute(update(bot_lane).where(bot_lane.c.id == _BOT).values(blocked_until=None))


def rewind(db: Connection, now: datetime) -> None:
    """Forget the arrival times of a later present; a block of then ends now, which a probe tells."""
    db.execute(update(bot_lane).values(tat=None))
    db.execute(update(bot_lane).where(bot_lane.c.blocked_until > now).values(blocked_until=now))
    db.execute(update(chat).where(chat.c.tat > now).values(tat=None))


def suspend(db: Connection, chat_id: int, reason: str, now: datetime) -> bool:
    """Close the chat; return whether it was open before."""
    insertion = insert_into(db, chat)
    new = insertion.values(id=chat_id, kind=kind_of(chat_id), status="suspended", reason=reason)
    was_open = chat.c.status == "active"
    changes = {"status": "suspended", "reason": reason}
    upsert = new.on_conflict_do_update(index_elements=["id"], set_=changes, where=was_open).returning(chat.c.id)
    if db.execute(upsert).first() is None:
        return False
    audits.write(db, "suspended", [f"chat:{chat_id}"], now)
    return True


def closed(db: Connection, chat_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these chats are closed to the bot."""
    wanted = chat.c.id.in_(list(chat_ids)), chat.c.status == "suspended"
    return frozenset(db.scalars(select(chat.c.id).where(*wanted)))


def reopen(db: Connection, chat_ids: Iterable[int], now: datetime) -> None:
    """Open those of these chats that were closed."""
    closed = chat.c.id.in_(list(chat_ids)), chat.c.status == "suspended"
    opened = update(chat).where(*closed).values(status="active", reason=None).returning(chat.c.id)
    audits.write(db, "resumed", [f"chat:{chat_id}" for chat_id in db.execute(opened).scalars()], now)
