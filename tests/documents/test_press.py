"""The throw-away compiler: what it may read, how long it may take, what happens when it fails."""

import json
import subprocess
import sys
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import page
import pytest
from structlog.testing import capture_logs

from bot.documents import compile as compile_
from bot.documents.errors import CompilerStopped, DocumentError, PageOverflow, SourceRefused
from bot.documents.press import Job, Limits, _order, press
from bot.documents.summary import STANDARDS, Document, summary_pdf

DAY = date(2027, 3, 15)
COUNT = "#context [#metadata(counter(page).final().first()) <pages>]"
TITLE = '#set document(title: "Titre")'
ENDLESS = "#for a in range(100000) { for b in range(100000) { let c = a * b } }\n" + COUNT


def job(*sources: str, standards: tuple[str, ...] = ()) -> Job:
    return Job(tuple(f"{TITLE}\n{source}\n{COUNT}" for source in sources), "pdf", DAY, standards=standards)


def pages(number: int) -> str:
    return '#set text(font: "Public Sans")\n' + "#pagebreak()\n".join(f"page {index}\n" for index in range(number))


def test_a_compiler_that_takes_too_long_is_killed_and_says_what_to_do() -> None:
    with pytest.raises(CompilerStopped, match="shorten the longest texts"):
        press(Job((ENDLESS,), "pdf", DAY), Limits(seconds=0.5))


def test_a_compiler_that_burns_its_processor_time_is_stopped() -> None:
    with pytest.raises(CompilerStopped):
        press(Job((ENDLESS,), "pdf", DAY), Limits(seconds=30, cpu=1))


def test_a_compiler_without_memory_is_a_document_error_and_not_a_crash() -> None:
    with pytest.raises(DocumentError):
        press(job("a"), Limits(memory=48 * 1024 * 1024))


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../etc/passwd", "compile.py", ".env"])
def test_a_source_can_read_no_file_of_the_machine(path: str) -> None:
    with pytest.raises(SourceRefused):
        press(job(f'#read("{path}")'))


def order(made: Job, root: Path) -> dict[str, Any]:
    return _order(made, Limits(), str(root))


def test_the_child_says_the_step_the_pages_and_the_content(tmp_path: Path) -> None:
    reply = compile_.press(order(job(pages(2), pages(1), standards=STANDARDS), tmp_path))
    assert (reply["step"], reply["pages"], reply["doubt"]) == (1, 1, None)
    assert b64decode(reply["content"]).startswith(b"%PDF")


def test_the_child_goes_back_to_a_roomier_step_that_fits(tmp_path: Path) -> None:
    assert compile_.press(order(replace(job(pages(1), "b", "c"), start=2), tmp_path))["step"] == 0


def test_the_child_counts_the_pages_of_what_overflows(tmp_path: Path) -> None:
    assert compile_.press(order(job(pages(4), pages(3)), tmp_path)) == {"overflow": 3}


def test_the_child_says_why_a_source_is_refused(tmp_path: Path) -> None:
    assert "unknown variable" in compile_.press(order(job("#nothing"), tmp_path))["refused"]


def test_the_child_says_which_standard_it_gave_up(tmp_path: Path) -> None:
    reply = compile_.press(
        order(job('#set text(font: "Public Sans", fallback: false)\n中', standards=STANDARDS), tmp_path)
    )
    assert "could not be displayed" in reply["doubt"]


def test_the_child_runs_as_a_module_too(tmp_path: Path) -> None:
    asked = json.dumps(order(job("a"), tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "bot.documents.compile"],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(compile_.__file__).parents[2],
    )
    assert json.loads(done.stdout)["pages"] == 1


def test_the_compiler_does_not_inherit_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    run, environments = subprocess.run, []

    def spy(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as `run` itself
        environments.append(options["env"])
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", spy)
    press(job("a"))
    assert environments == [{}]


def test_the_roomiest_source_that_fits_is_kept() -> None:
    made = [press(replace(job(pages(4), pages(3), pages(1), pages(1) + "tighter"), start=start)) for start in range(4)]
    assert [pressed.step for pressed in made] == [2, 2, 2, 2]
    assert press(replace(job(pages(1), pages(1) + "tighter"), start=1)).step == 0


def test_when_even_the_tightest_source_overflows_the_error_says_what_to_shorten() -> None:
    tall = Job(tuple(f"{pages(number)}\n{COUNT}" for number in (4, 3, 2)), "pdf", DAY, too_long="les besoins")
    with pytest.raises(PageOverflow, match="shorten les besoins"):
        press(tall)


def test_a_source_that_breaks_the_standard_is_compiled_without_it_and_logged() -> None:
    with capture_logs() as logs:
        made = press(job('#set text(font: "Public Sans", fallback: false)\nno glyph for 中', standards=STANDARDS))
    assert made.content.startswith(b"%PDF")
    assert [entry["event"] for entry in logs] == ["document_without_standard"]
    assert not page.is_pdf_compliant_bytes(made.content, profile="ua1")


def test_the_same_plan_on_the_same_day_gives_the_same_bytes(
    samples: SimpleNamespace, summaries: dict[str, Document]
) -> None:
    again = summary_pdf(samples.all["village"])
    assert again == summaries["village"]


def test_four_threads_get_each_their_own_summary(samples: SimpleNamespace, summaries: dict[str, Document]) -> None:
    names = ["village", "typical", "empty", "english"]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda name: summary_pdf(samples.all[name]), names))
    assert made == [summaries[name] for name in names]
