"""The child process that runs the Typst compiler: JSON on stdin, JSON on stdout, then it dies.

It lives for one document because the compiler's cache is never given back. Only the standard library and `typst` are
imported, so that starting it costs a few milliseconds.
"""

import json
import resource
import sys
from base64 import b64encode
from types import ModuleType
from typing import Any

Order = dict[str, Any]


def limit(*, memory: int, cpu: int) -> None:
    """Refuse more than `memory` bytes of address space and `cpu` seconds of processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def press(order: Order) -> dict[str, Any]:
    """Compile the roomiest of `order["sources"]` that fits on `order["pages"]` pages.

    Returns the step taken, its pages, its content in base 64, and why the PDF standards had to be given up, if so.
    """
    import typst  # noqa: PLC0415 - after the limits

    desk = {
        "root": order["root"],
        "package_path": order["root"],
        "package_cache_path": order["root"],
        "ignore_system_fonts": True,
        "font_paths": typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[order["fonts"]]
        ),
    }
    try:
        return _roomiest(typst, order, desk)
    except RuntimeError as error:  # what `typst.query` raises; TypstError is one
        return {"refused": str(error)}


def _roomiest(typst: ModuleType, order: Order, desk: dict[str, Any]) -> dict[str, Any]:
    """Start from the likely step and go to roomier ones while they fit, or to tighter ones until one does."""
    counted: dict[int, int] = {}

    def fits(step: int) -> bool:
        counted[step] = _pages(typst, _files(order, step), desk)
        return bool(counted[step] <= order["pages"])

    step = order["start"]
    while not fits(step):
        if step == len(order["sources"]) - 1:
            return {"overflow": counted[step]}
        step += 1
    while 0 < step <= order["start"] and fits(step - 1):
        step -= 1
    content, doubt = _compile(typst, order, _files(order, step), desk)
    return {"step": step, "pages": counted[step], "content": b64encode(content).decode(), "doubt": doubt}


def _files(order: Order, step: int) -> dict[str, bytes]:
    texts = {"main.typ": order["sources"][step], **order["library"]}
    return {name: text.encode() for name, text in texts.items()}


def _pages(typst: ModuleType, files: dict[str, bytes], desk: dict[str, Any]) -> int:
    return int(typst.query(files, "<pages>", field="value", one=True, **desk))


def _compile(
    typst: ModuleType, order: Order, files: dict[str, bytes], desk: dict[str, Any]
) -> tuple[bytes, str | None]:
    shape = {"format": order["format"], "ppi": order["ppi"], "timestamp": order["timestamp"]}
    try:
        return typst.compile(files, pdf_standards=order["standards"], **shape, **desk), None
    except typst.TypstError as error:
        if not order["standards"]:
            raise
        return typst.compile(files, **shape, **desk), error.message


def main() -> None:
    order = json.load(sys.stdin)
    sys.path[:0] = order["path"]
    limit(memory=order["memory"], cpu=order["cpu"])
    json.dump(press(order), sys.stdout)


if __name__ == "__main__":
    main()
