"""Logs as JSON or for a terminal, the library's own and other libraries' alike, without the bot's token."""

import logging
import re
import sys
from types import TracebackType
from typing import Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.types import Processor

HIDDEN = "<token>"
TALKATIVE = ("alembic",)
"""Libraries whose INFO is for developers: theirs comes out at DEBUG."""

WATCHED = ("apscheduler",)
"""Libraries that warn of what a watchdog of ours judges (a tick that comes while the former one works)."""

INDISCREET = ("telegram",)
"""Libraries whose DEBUG repeats what people are told and what they are called: it never comes out."""

_TOKEN_IN_URL = re.compile(r"bot\d+(?::|%3A)[A-Za-z0-9_-]+", re.IGNORECASE)


def redacted(line: str, secrets: tuple[str, ...] = ()) -> str:
    """Return `line` without any of `secrets` nor anything that looks like a token in an address."""
    for secret in secrets:
        line = line.replace(secret, HIDDEN)
    return _TOKEN_IN_URL.sub(f"bot{HIDDEN}", line)


class Redacting(logging.Formatter):
    """Formats as another formatter does, tracebacks included, then hides the secrets."""

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = tuple(each for secret in secrets if secret for each in {secret, quote(secret, safe="")})

    def format(self, record: logging.LogRecord) -> str:
        return redacted(self._inner.format(record), self._secrets)


def configure(
    *,
    style: Literal["json", "console"] = "json",
    level: str = "INFO",
    secrets: tuple[str, ...] = (),
    stream: TextIO | None = None,
) -> None:
    """Send every log of the process through one handler; `secrets` (the token, the webhook's) never come out."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    _configure_structlog(shared)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(_formatter(style, shared), secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel("WARNING" if level == "INFO" else "NOTSET")
    for name in WATCHED:
        logging.getLogger(name).setLevel("ERROR")
    for name in INDISCREET:
        logging.getLogger(name).setLevel("INFO" if level == "DEBUG" else "NOTSET")
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught


def _configure_structlog(shared: list[Processor]) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _formatter(style: Literal["json", "console"], shared: list[Processor]) -> logging.Formatter:
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if style == "json"
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("stopped by an error", exc_info=(kind, error, trace))
