"""What can be wrong with the database, each said in one line that tells what to do.

DatabaseError
├── BadUrl           the address is not understood
├── Unreachable      nobody answers there
├── ReadOnly         it can be read, not written
├── Locked           somebody else keeps it
├── AlreadyRunning   another Jalon works on it
├── NotADatabase     the file is damaged, or is something else
├── NotOurs          it belongs to another program
├── NewerThanCode    it was migrated by a later Jalon
└── NeedsMigration   it was made by an earlier Jalon, or is empty
"""

import sqlite3

from psycopg import DataError, ProgrammingError
from psycopg import Error as PostgresError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class DatabaseError(Exception):
    """The database cannot be used; `str()` is one line that says what to do and holds no secret."""


class BadUrl(DatabaseError):
    def __init__(self) -> None:
        super().__init__(
            "the database URL is not understood: write sqlite:////folder/jalon.sqlite3 or postgresql://user:password@host/name"
        )


class Unreachable(DatabaseError):
    def __init__(self, where: str, why: str = "check that it runs and that the address is right") -> None:
        super().__init__(f"{where} cannot be reached: {why}")


class ReadOnly(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} can only be read: give this user the right to write to it (file and folder)")


class Locked(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} is kept busy by another program: stop it, then start again")


class AlreadyRunning(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} is used by another `jalon run`: stop that one first, or share a PostgreSQL")


class NotADatabase(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} is damaged or is not a database: put a backup back, or choose another file")


class NotOurs(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} belongs to another program, and was left as it is: choose another one")


class NewerThanCode(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} was made by a newer Jalon: install that version, or put an earlier backup back")


class NeedsMigration(DatabaseError):
    def __init__(self, where: str) -> None:
        super().__init__(f"{where} is not up to date: run `jalon migrate`")


_SQLITE_CAUSES: dict[str, type[ReadOnly | Locked | NotADatabase]] = {
    "SQLITE_READONLY": ReadOnly,
    "SQLITE_PERM": ReadOnly,
    "SQLITE_BUSY": Locked,
    "SQLITE_LOCKED": Locked,
    "SQLITE_PROTOCOL": Locked,
    "SQLITE_NOTADB": NotADatabase,
    "SQLITE_CORRUPT": NotADatabase,
}
_SQLITE_REASONS = {
    "SQLITE_CANTOPEN": "check that the folder exists and that this user may write there",
    "SQLITE_FULL": "the disk is full, make room",
    "SQLITE_IOERR": "the disk does not answer as it should, check it",
    "SQLITE_NOMEM": "there is no memory left, make room",
}
_POSTGRES_CAUSES: dict[str, type[ReadOnly | Locked | NotADatabase]] = {
    "25006": ReadOnly,  # read_only_sql_transaction: a standby
    "42501": ReadOnly,  # insufficient_privilege
    "55P03": Locked,  # lock_not_available
    "XX001": NotADatabase,  # data_corrupted
    "XX002": NotADatabase,  # index_corrupted
}
_POSTGRES_REASONS = {
    "28P01": "the password is refused",
    "28000": "the user is refused",
    "3D000": "there is no database of that name, create it",
    "53300": "it has too many connections, allow more or run fewer replicas",
    "53100": "its disk is full, make room",
}
_STATES_IN_WORDS = {"password authentication failed": "28P01", "does not exist": "3D000", "too many": "53300"}
"""A refused connection carries no SQLSTATE in psycopg: its words are all there is."""
_RETRYABLE = frozenset({"40001", "40P01"})  # serialization_failure, deadlock_detected


def explained(error: Exception, where: str) -> DatabaseError | None:
    """Return what `error` means for whoever runs Jalon; None when it is the caller's own (a broken constraint…)."""
    if isinstance(error, PoolTimeout):
        return Unreachable(where, "every connection is busy, try again or allow more")
    match error.orig if isinstance(error, DBAPIError) else error:
        case sqlite3.Error() as cause:
            name = "_".join(str(getattr(cause, "sqlite_errorname", "")).split("_")[:2])
            if name in _SQLITE_CAUSES:
                return _SQLITE_CAUSES[name](where)
            return Unreachable(where, _SQLITE_REASONS[name]) if name in _SQLITE_REASONS else None
        case PostgresError() as cause:
            return _explained_postgres(cause, where)
    return None


def is_retryable(error: Exception) -> bool:
    """Whether PostgreSQL gave this transaction up in favour of another: running it again is the remedy."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _RETRYABLE


def is_of_the_database(error: Exception) -> bool:
    """Whether the database is the trouble, not what was asked of it."""
    return isinstance(error, DatabaseError) or is_retryable(error) or explained(error, "") is not None


def _explained_postgres(cause: PostgresError, where: str) -> DatabaseError | None:
    if isinstance(cause, DataError | ProgrammingError) and cause.sqlstate is None:
        return None  # psycopg itself refused a value: the connection is well
    code = cause.sqlstate or next((code for words, code in _STATES_IN_WORDS.items() if words in str(cause)), None)
    if code in _POSTGRES_CAUSES:
        return _POSTGRES_CAUSES[code](where)
    if code in _POSTGRES_REASONS:
        return Unreachable(where, _POSTGRES_REASONS[code])
    if code is None or code[:2] in {"08", "57"}:  # connection exceptions, shutdowns
        return Unreachable(where)
    return None
