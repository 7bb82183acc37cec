"""What is made at its first use, made before anybody is served: else somebody's transaction would hold the writer."""

from datetime import date

from bot.wording import LANGUAGES, Wordbook
from domain.holiday import HolidayCalendar


def rehearse(book: Wordbook, today: date) -> None:
    """Compile every wording, and load the lists of holidays and of territories."""
    from domain.territory.search import recognise  # noqa: PLC0415 - updates are asked for without waiting for it

    for language in LANGUAGES:
        book.names(language)
    for year in (today.year, today.year + 1):
        HolidayCalendar().name(today.replace(year=year, day=1))
    recognise("Lyon")
