"""The measures are of a conversation that the bot understands, and none is left out of the table."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli.scenario import LINES

if TYPE_CHECKING:
    from tests.e2e.conftest import House

pytestmark = pytest.mark.checkout

FOLDER = Path(__file__).parents[2] / "bench"


async def test_each_answer_of_the_bench_is_understood_and_the_next_question_asked(cabin: "House") -> None:
    from bench.dialogue import ANSWERS, TEN  # noqa: PLC0415 - a wheel holds no measures

    lead = await cabin.newcomer()
    for line, after, answer in zip(TEN, LINES[1:], ANSWERS, strict=False):
        assert await cabin.asked(lead) == line.question
        await lead.send(answer)
        assert await cabin.asked(lead) == after.question
    assert len(await cabin.answers()) == len(ANSWERS)


def test_the_bench_names_answers_by_act_or_path_never_by_a_label() -> None:
    from bench.dialogue import CONSENT, TEN, tapped  # noqa: PLC0415 - a wheel holds no measures

    labels = {CONSENT, *(label for line in TEN if (label := tapped(line)))}
    assert len(labels) == 1 + sum(bool(line.taps) for line in TEN)
    written = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    assert [label for label in labels if f'"{label}"' in written] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_every_measure_is_a_part_of_the_table(path: Path) -> None:
    from bench.__main__ import PARTS  # noqa: PLC0415 - a wheel holds no measures

    assert (path.stem in PARTS) == ("\ndef measure(" in path.read_text("utf-8"))


def test_in_smoke_every_part_runs_and_no_figure_is_judged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bench import __main__ as bench  # noqa: PLC0415 - a wheel holds no measures
    from bench.figure import Effort, Figure  # noqa: PLC0415

    given: list[Effort] = []

    def missed(effort: Effort) -> list[Figure]:
        given.append(effort)
        return [Figure("a goal", "far away", "near", is_met=False)]

    monkeypatch.setattr(bench, "PARTS", {"one": missed, "other": missed})
    assert bench.main(["--smoke"]) == 0
    assert given == [Effort.SMOKE, Effort.SMOKE]
    assert "MISSED" not in capsys.readouterr().out
    assert bench.main(["--quick"]) == 1
