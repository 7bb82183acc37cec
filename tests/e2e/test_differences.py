"""What changed between two versions is told in words, whatever kind of answer it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import count

import pytest

from bot.cli.scenario import LINES
from bot.cli.seeding import finished
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.versions.differences import differences
from bot.wording.wordbook import LANGUAGES, Wordbook
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.questionnaire import SCRIPT

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GONE: Value = None


@cache
def _plan() -> Dossier:
    ids = count()
    return finished(SCRIPT, LINES, author=1, now=NOW, new_id=lambda: f"r{next(ids)}")


@cache
def _book() -> Wordbook:
    return Wordbook()


def _place(item: str) -> Path:
    """The first place of the plan that a question is asked at."""
    if "/" not in item:
        return Path(item)
    repeat = Path(item.split("/", maxsplit=1)[0])
    rows = _plan().rows_of(repeat)[:1]
    for name in item.split("/")[1:-1]:
        repeat = Path(f"{repeat.id}/{name}", rows)
        rows = (*rows, *_plan().rows_of(repeat)[:1])
    return Path(item, rows)


def _changed(given: Mapping[str, Value]) -> Dossier:
    answers = {_place(item): _answer(value) for item, value in given.items()}
    return replace(_plan(), answers={**_plan().answers, **answers})


def _answer(value: Value) -> Answer:
    return Answer(value, AnswerStatus.UNKNOWN if value is GONE else AnswerStatus.OK, 9, 1, NOW)


def _told(after: Dossier, language: str = "fr", before: Dossier | None = None) -> str:
    readers = [DossierText(_book(), SCRIPT, each, language) for each in (before or _plan(), after)]
    return "\n".join(differences(*readers)).replace("\u202f", " ").replace("\xa0", " ")


FULL: dict[str, Value] = {"frame.path": "full"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"frame.plan_name": "Demain"}, "Nom du plan : Le numérique pour tous 2027-2029 → Demain"),
        ({"frame.budget": 90_000}, "186 000 € → 90 000 €"),
        ({"frame.end_year": 2030}, "2029 → 2030"),
        ({"frame.ambition": GONE}, "→ rien"),
        ({"diagnosis.heard": ("officials",)}, "→ Élus"),
        ({"needs/pillar": "services"}, "Inclusion numérique → Services publics"),
        ({"objectives/deadline": "2029-06-30"}, "31 décembre 2028 → 30 juin 2029"),
        ({"objectives/kpis/target": 60}, "cible : 50 → 60"),
        ({"objectives/kpis/baseline": GONE}, "18 → rien"),
        ({"objectives/kpis/frequency": "yearly"}, "Chaque mois → Chaque année"),
        ({"objectives/kpis/owner": "me"}, "Karim → Responsable du plan"),
        ({"objectives/kpis/unit": "days"}, "En nombre → jours"),
        ({"actions/pilot": GONE}, "Karim Benali, médiation → rien"),
        ({"actions/people": 2}, "2 · Un petit groupe"),
        ({**FULL, "actions/kind": "tool", "actions/alternative": "no"}, "rien → "),
        ({**FULL, "actions/investment": 12_000}, "rien → 12 000 €"),
        ({**FULL, "actions/start": "2027-03-01"}, "rien → 1er mars 2027"),
        ({**FULL, "needs/evidence": "figure", "needs/evidence_figure": "fibre"}, "rien → Fibre"),
        ({**FULL, "needs/affected": ("residents", "agents")}, "Habitants"),
        ({"meetings/date": "2027-02-11"}, "→ 11 février 2027"),
        ({**FULL, "teams.participation": "consultation"}, "rien → Consultation"),
    ],
    ids=lambda value: next(reversed(value)) if isinstance(value, dict) else "",
)
def test_a_change_says_what_it_was_and_what_it_is(given: Mapping[str, Value], told: str) -> None:
    assert told in _told(_changed(given))


def test_a_row_is_told_as_added_or_removed_by_its_name() -> None:
    row = _plan().rows_of(Path("actions"))[-1]
    fewer = replace(
        _plan(), rows={**_plan().rows, Path("actions"): _plan().rows_of(Path("actions"))[:-1]}, answers=_without(row)
    )
    assert _told(fewer).startswith("➖ Retrait (action) : « Refaire l’application")
    assert _told(_plan(), before=fewer).startswith("➕ Ajout (action) : « Refaire l’application")


def _without(row: str) -> dict[Path, Answer]:
    return {path: answer for path, answer in _plan().answers.items() if row not in path.rows}


def test_a_link_is_told_by_the_title_it_led_to_then() -> None:
    rows = _plan().rows_of(Path("objectives"))
    told = _told(_changed({"actions/objective": rows[1]}))
    assert "Passer de 18 à 50" in told
    assert "Ramener l’instruction" in told


def test_what_is_written_in_a_plan_is_never_markup() -> None:
    assert "<b>" not in _told(_changed({"actions/pilot": "<b>Moi</b>"}))


def test_nothing_is_told_of_a_plan_that_did_not_change() -> None:
    assert _told(_plan()) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_change_leaves_a_hole(language: str) -> None:
    """Every answer of the plan, forgotten at once."""
    kept = {path: answer for path, answer in _plan().answers.items() if path.id in SCRIPT.titles}
    path = {Path("frame.territory"): _plan().answers[Path("frame.territory")]}
    bare = replace(_plan(), answers={**kept, **path})
    told = _told(bare, language) + _told(_plan(), language, before=bare)
    assert "None" not in told
    assert "« »" not in told
    assert len(told.splitlines()) > 60


def test_both_bounds_of_a_kpi_to_keep_are_told_in_one_line() -> None:
    kept: dict[str, Value] = {
        "objectives/kpis/direction": "keep",
        "objectives/kpis/target": 40,
        "objectives/kpis/ceiling": 55,
    }
    told = _told(_changed({**kept, "objectives/kpis/target": 45, "objectives/kpis/ceiling": 60}), before=_changed(kept))
    assert told.count("🎯") == 1
    assert "à garder entre 40 et 55 → à garder entre 45 et 60" in told


def test_the_lower_bound_of_a_kpi_to_keep_is_no_target_on_its_card() -> None:
    place = _place("objectives/kpis/target")
    kept = DossierText(_book(), SCRIPT, _changed({"objectives/kpis/direction": "keep"}), "fr")
    assert kept.name(place) == "Minimum"
    assert DossierText(_book(), SCRIPT, _plan(), "fr").name(place) == "Cible"


KEPT: Mapping[str, Value] = {"objectives/kpis/direction": "keep"}
BOUNDED = {**KEPT, "objectives/kpis/target": 45, "objectives/kpis/ceiling": 60}


@pytest.mark.parametrize(
    ("former", "told"),
    [
        ({**KEPT, "objectives/kpis/target": None}, "aucune"),
        ({**KEPT, "objectives/kpis/target": 40}, "à garder à 40 au moins"),
        ({**KEPT, "objectives/kpis/target": None, "objectives/kpis/ceiling": 55}, "à garder à 55 au plus"),
        ({"objectives/kpis/direction": "up", "objectives/kpis/target": 40}, "40"),
    ],
)
def test_one_bound_or_none_becomes_both_in_one_line(former: Mapping[str, Value], told: str) -> None:
    lines = [line for line in _told(_changed(BOUNDED), before=_changed(former)).splitlines() if line.startswith("🎯")]
    assert len(lines) == 1
    assert f"cible : {told} → à garder entre 45 et 60" in lines[0].replace("\u202f", " ")
