"""The proof that the database takes a write: a row too large for a full disk, made then removed."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete

from bot.storage.tables import inbox
from bot.storage.upserts import insert_into

_BYTES = 32 * 1024
"""Twice as many are written, that cannot be compressed: small changes still have room when nothing else has."""
_ROW = -(2**62)
"""An update Telegram never gives, handled already."""


def make(db: Connection, now: datetime) -> None:
    """Write the row; what a killed process left goes with the handled updates."""
    row = {"update_id": _ROW, "lane": "proof", "body": {"proof": secrets.token_hex(_BYTES)}, "attempts": 0}
    insertion = insert_into(db, inbox).values(row | {"state": "done", "received_at": now})
    fresh = {"body": insertion.excluded.body, "received_at": now}
    db.execute(insertion.on_conflict_do_update(index_elements=["update_id"], set_=fresh))


def remove(db: Connection) -> None:
    db.execute(delete(inbox).where(inbox.c.update_id == _ROW))
