"""The tour, as somebody who tries Jalon in a terminal runs it."""

import subprocess
import sys
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parents[1]


def test_the_tour_plays_a_plan_to_its_end_and_writes_its_documents(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "tour", "--folder", str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "trois rappels" in told
    assert {file.name for file in tmp_path.iterdir()} == {"summary.pdf", "matrix.png", "transcript.txt"}
