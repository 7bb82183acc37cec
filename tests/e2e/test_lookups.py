"""`jalon territory` and `jalon objective`: one query, many lines, a table or JSON."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.commands import main

Run = Callable[..., Result]

KEYS = {"sentence", "direction", "amount", "unit", "baseline", "target", "deadline"}
SENTENCE = "Réduire de 30 % les délais de réponse d’ici le 31 décembre 2027"


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str, lines: str | bytes = "") -> Result:
        return CliRunner().invoke(main, arguments, input=lines, catch_exceptions=False)

    return invoke


def objects(ended: Result) -> list[dict[str, object]]:
    assert ended.exit_code == 0
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_the_words_given_are_one_query(run: Run) -> None:
    (found,) = objects(run("territory", "st", "etienne", "--json"))
    assert (found["query"], found["accepted"]) == ("st etienne", "COM:42218")
    assert list(found) == ["query", "accepted", "candidates"]


def test_candidates_are_best_first_and_at_most_five(run: Run) -> None:
    (found,) = objects(run("territory", "--json", "saint denis"))
    candidates = found["candidates"]
    assert isinstance(candidates, list)
    scores = [each["score"] for each in candidates]
    assert 1 < len(scores) <= 5
    assert scores == sorted(scores, reverse=True)
    assert list(candidates[0]) == ["id", "name", "kind", "department", "population", "score"]


def test_each_line_of_the_input_has_its_object_even_a_blank_one(run: Run) -> None:
    found = objects(run("territory", "--json", lines="\ufeffgex\r\n\n   \n30 %\n Étréchy "))
    assert [each["query"] for each in found] == ["gex", "", "   ", "30 %", " Étréchy "]
    assert found[0]["accepted"] == "COM:01173"
    assert found[1] == {"query": "", "accepted": None, "candidates": []}
    assert [each["candidates"] for each in found[2:4]] == [[], []]
    assert found[4]["candidates"]


def test_bytes_that_are_no_text_are_answered_too(run: Run) -> None:
    assert len(objects(run("territory", "--json", lines=b"sal\xe9 \xff\ngex\n"))) == 2


def test_people_read_a_table_in_french(run: Run) -> None:
    title, heading, first, *_ = run("territory", "gex").stdout.splitlines()
    assert title == "gex"
    assert heading.split() == ["score", "territoire", "nature", "département", "habitants", "identifiant"]
    assert first.startswith("✓ ")
    assert "13\u202f627" in first
    assert first.endswith("COM:01173")


def test_what_is_no_territory_is_said_to_be_none(run: Run) -> None:
    assert run("territory", "30 %").stdout == "30 %\nAucun territoire reconnu.\n\n"


def test_an_objective_is_read_on_the_day_given(run: Run) -> None:
    (found,) = objects(run("objective", "--json", "--today", "2026-11-23", SENTENCE))
    assert found.keys() >= KEYS
    assert (found["direction"], found["amount"], found["unit"]) == ("baisse", 30, "%")
    assert found["deadline"] == "2027-12-31"


def test_the_day_decides_of_relative_deadlines(run: Run) -> None:
    ended = [
        objects(run("objective", "Ouvrir 3 lieux dans deux ans", "--json", "--today", day))
        for day in ("2026-11-23", "2030-01-05")
    ]
    assert [each[0]["deadline"] for each in ended] == ["2028-11-23", "2032-01-05"]


def test_objectives_come_by_lines_too(run: Run) -> None:
    found = objects(run("objective", "--json", "--today", "2026-11-23", lines=f"{SENTENCE}\n\nMieux faire\n"))
    assert [each["sentence"] for each in found] == [SENTENCE, "", "Mieux faire"]


def test_an_objective_is_shown_field_by_field_with_its_words(run: Run) -> None:
    text = run("objective", SENTENCE, "--today", "2026-11-23").stdout
    assert text.startswith(f"{SENTENCE}\nchamp ")
    assert "31 décembre 2027" in text
    assert "baisse" in text


def test_what_an_objective_lacks_is_named(run: Run) -> None:
    assert "Il manque\u202f:" in run("objective", "Améliorer l’accueil", "--today", "2026-11-23").stdout


def test_what_may_be_read_in_two_ways_is_to_be_made_precise(run: Run) -> None:
    text = run("objective", "Réduire de 20 à 30 % les délais d’ici 2027", "--today", "2026-11-23").stdout
    assert "20-30" in text
    assert "À préciser\u202f: échéance (31 décembre 2027 ou 1er janvier 2027)." in text


@pytest.mark.parametrize("day", ["23/11/2026", "2026-13-01", "demain"])
def test_a_day_that_is_none_is_refused_with_the_form_expected(run: Run, day: str) -> None:
    ended = run("objective", SENTENCE, "--today", day)
    assert ended.exit_code == 2
    assert "--today" in ended.stderr
    assert "%Y-%m-%d" in ended.stderr


def test_a_reader_that_goes_away_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "bot", "territory", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"gex\n")
        process.stdin.flush()
        assert b"COM:01173" in process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"gex\n" * 3)
        process.stdin.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("queries", [b"gex\n", b"gex\n" * 5])
def test_a_full_disk_ends_it_with_one_line(queries: bytes) -> None:
    command = [sys.executable, "-m", "bot", "territory", "--json"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, input=queries, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [b"Error: the answers cannot be written: No space left on device."]


@pytest.mark.parametrize("heavy", ["domain.territory.search", "openpyxl", "rapidfuzz"])
def test_a_bot_starts_without_what_few_messages_need(heavy: str) -> None:
    code = f"import bot.application, bot.cli.commands, sys; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
