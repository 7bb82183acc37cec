"""The child process that reads one file: an order then the file on stdin, what was understood on stdout, then it dies.

It holds nothing worth stealing: no environment, no open file of its parent. What a file costs, it cannot pass on.
"""

import json
import sys
from contextlib import suppress

TOO_HEAVY = b'{"unopened": "bomb"}'
"""Made while there is memory for it."""


def limit(*, memory: int, seconds: float) -> None:
    """Refuse more than `memory` bytes and, from now on, `seconds` of processor; files, processes and threads at all.

    A system without such limits (it has no `resource` module) leaves the clock of the parent alone to end the reading.
    """
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on every system
        import signal  # noqa: PLC0415 - idem, for what is asked of it

        for what, most in (
            (resource.RLIMIT_DATA, memory),
            (resource.RLIMIT_AS, 4 * memory),  # libraries are mapped beside the memory that is used
            (resource.RLIMIT_NOFILE, 16),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))
        signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends the process


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    sys.path[:0] = order["path"]
    # the libraries first: what they cost is not the file's
    import rapidfuzz.fuzz  # noqa: PLC0415
    import rapidfuzz.process  # noqa: PLC0415, F401

    import bot.conversations.spreadsheet.workbook  # noqa: PLC0415, F401
    from bot.conversations.spreadsheet import payload, reading  # noqa: PLC0415
    from domain.importing.table import Unopened  # noqa: PLC0415

    limit(memory=order["memory"], seconds=order["seconds"])
    backdrop = reading.from_json(order["backdrop"])
    reply = TOO_HEAVY
    try:
        read = reading.read(sys.stdin.buffer.read(), order["name"], backdrop)
        said = {"unopened": read.value} if isinstance(read, Unopened) else {"sheet": payload.to_json(read)}
        reply = json.dumps(said).encode()
    except MemoryError:
        pass  # nothing more is made here, where the memory is still held
    except Exception as error:  # noqa: BLE001 - its words may quote the file: its name alone is told
        reply = json.dumps({"failed": type(error).__name__}).encode()
    sys.stdout.buffer.write(reply)


if __name__ == "__main__":
    main()
