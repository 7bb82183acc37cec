"""The throw-away compiler: what it may read, how long it may take, what happens when it fails."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import page
import pytest
from structlog.testing import capture_logs

from bot.documents.errors import CompilerStopped, DocumentError, PageOverflow, SourceRefused
from bot.documents.press import Job, Limits, press
from bot.documents.summary import STANDARDS, Document, summary_pdf

DAY = date(2027, 3, 15)
COUNT = "#context [#metadata(counter(page).final().first()) <pages>]"
ENDLESS = "#for a in range(100000) { for b in range(100000) { let c = a * b } }\n" + COUNT


def job(*sources: str, standards: tuple[str, ...] = ()) -> Job:
    return Job(tuple(f"{source}\n{COUNT}" for source in sources), "pdf", DAY, standards=standards)


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
