"""Where the database is: the URL of the settings, understood once."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import BadUrl

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parsed(url: str) -> URL:
    """Understand a database URL, with the driver Jalon uses.

    Raises BadUrl, which never repeats the URL: it may hold a password.
    """
    try:
        address = make_url(url.strip())
        address = address.set(drivername=_DRIVERS[address.drivername])
    except (ArgumentError, KeyError, ValueError):
        raise BadUrl from None
    if not (address.database or "").strip() or address.database == ":memory:":
        raise BadUrl
    if (
        file_of(address) and address.query
    ):  # only files by their path: what else SQLite opens is not locked nor looked at
        raise BadUrl
    return address


def file_of(address: URL) -> Path | None:
    """Return the file of an SQLite database."""
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def described(address: URL) -> str:
    """Say where the database is, without user or password."""
    if file := file_of(address):
        return f"the database {file.absolute()}"
    return f"the database {address.database} on {address.host or 'the local socket'}"
