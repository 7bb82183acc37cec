"""Hands sources to the compiler's throw-away process and takes the document back."""

import json
import subprocess
import sys
from base64 import b64decode
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from bot.documents.errors import CompilerStopped, PageOverflow, SourceRefused
from bot.paths import data_folder

_HERE = Path(__file__).resolve().parent
_EPOCH = date(1970, 1, 1)
_MEGABYTE = 1024 * 1024
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one compilation may use: seconds of wall clock and of processor, bytes of address space."""

    seconds: float = 20.0
    cpu: int = 10
    memory: int = 2048 * _MEGABYTE


@dataclass(frozen=True, slots=True)
class Job:
    """Sources from the roomiest to the tightest: the roomiest that fits on `pages` pages is kept.

    `start` is the one to try first: a good guess spares layouts, a bad one changes nothing else.
    """

    sources: tuple[str, ...]
    format: str
    on: date
    start: int = 0
    pages: int = 1
    ppi: float = 144.0
    standards: tuple[str, ...] = ()
    too_long: str = "its longest text"


@dataclass(frozen=True, slots=True)
class Pressed:
    content: bytes
    pages: int
    step: int


def press(job: Job, limits: Limits | None = None) -> Pressed:
    """Compile `job` in a process of its own; safe from several threads at once.

    Raises PageOverflow, CompilerStopped or SourceRefused.
    """
    allowed = limits or Limits()
    with TemporaryDirectory() as root:  # empty, and ours to remove even when the child is killed
        reply = _ask(_order(job, allowed, root), allowed)
    if "refused" in reply:
        raise SourceRefused(reason=reply["refused"])
    if "overflow" in reply:
        raise PageOverflow(what=job.too_long)
    if reply["doubt"]:
        _log.warning("document_without_standard", reason=reply["doubt"], standards=job.standards)
    return Pressed(b64decode(reply["content"]), reply["pages"], reply["step"])


def _ask(order: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell
            [sys.executable, "-I", "-S", str(_HERE / "compile.py")],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=limits.seconds,
            env={},  # the token has no business there
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CompilerStopped(reason=f"over {limits.seconds:g} s") from error
    if done.returncode != 0:
        raise CompilerStopped(reason=_last_line(done.stderr) or f"exit code {done.returncode}")
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


def _last_line(errors: bytes) -> str:
    return errors.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]


def _order(job: Job, limits: Limits, root: str) -> dict[str, Any]:
    return {
        "sources": list(job.sources),
        "start": job.start,
        "library": library(),
        "root": root,
        "fonts": str(_HERE / "fonts"),
        "format": job.format,
        "ppi": job.ppi,
        "pages": job.pages,
        "standards": list(job.standards),
        "timestamp": (job.on - _EPOCH).days * 86_400,
        "path": _compiler_path(),
        "memory": limits.memory,
        "cpu": limits.cpu,
    }


@cache
def library() -> dict[str, str]:
    """Return the pure Typst files that lay documents out, by name."""
    return {file.name: file.read_text("utf-8") for file in sorted(data_folder("templates").glob("documents/*.typ"))}


@cache
def _compiler_path() -> list[str]:
    spec = find_spec("typst")
    if spec is None or spec.origin is None:
        raise CompilerStopped(reason="the typst package is not installed")
    return [str(Path(spec.origin).parents[1])]
