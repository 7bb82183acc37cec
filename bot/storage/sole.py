"""One process at a time works on an SQLite file: the kernel keeps the lock, and frees it however the process dies."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.storage.belonging import check_file
from bot.storage.errors import AlreadyRunning, ReadOnly, Unreachable

if TYPE_CHECKING:
    from bot.storage.database import Database


@contextmanager
def alone(db: "Database") -> Iterator[None]:
    """Keep the database from any other that asks for the same; PostgreSQL is shared, and never refused.

    Raises AlreadyRunning, or another DatabaseError when the file cannot be used.
    """
    if db.file is None:
        yield
        return
    check_file(db.file, db.where)
    try:  # beside the database, wherever a link or a relative path leads
        lock = os.open(f"{db.file.resolve()}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise ReadOnly(db.where) from None
        raise Unreachable(db.where, f"{(error.strerror or 'its lock cannot be made').lower()}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise AlreadyRunning(db.where) from None
    finally:
        os.close(lock)
