"""The sizes and rates that Telegram allows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates count accepted sends and edits, in seconds of the sandbox's clock; None lifts a rate."""

    overall_per_second: int | None = 30
    private_burst: int | None = 5  # then one a second
    group_per_minute: int | None = 20
    text: int = 4096  # UTF-16 units, after parsing
    caption: int = 1024
    toast: int = 200
    button_data: int = 64  # bytes
    buttons: int = 100
    photo: int = 10 * 1024 * 1024
    upload: int = 50 * 1024 * 1024
    download: int = 20 * 1024 * 1024
    query_seconds: int = 15
    update_hours: int = 24
    delete_hours: int = 48
    log_entries: int | None = None  # keep only the newest ones, for load runs


UNHURRIED = Limits(overall_per_second=None, private_burst=None, group_per_minute=None)
"""Every size, no rate: for tests that hold the clock still."""
