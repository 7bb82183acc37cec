"""What the cards show: one line a fact, every row named, what a list is for said once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from bot.cli.scenario import LINES
from bot.cli.seeding import finished
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.rendering.prompt_text import PromptText
from bot.wording.card_lines import MOST_LINES
from bot.wording.wordbook import Wordbook
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.values import Value
from domain.questionnaire import SCRIPT

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
_ids = count()
PLAN = finished(SCRIPT, LINES, author=1, now=NOON, new_id=lambda: f"r{next(_ids)}")


def _ok(value: Value) -> Answer:
    return Answer(value, AnswerStatus.OK, 1, 1, NOON)


def _with(answers: Mapping[Path, Answer], rows: Mapping[Path, tuple[str, ...]] | None = None) -> Dossier:
    return Dossier(SCRIPT.version, 1, {**PLAN.answers, **answers}, {**PLAN.rows, **(rows or {})}, PLAN.closed)


def _reader(book: Wordbook, dossier: Dossier = PLAN) -> DossierText:
    return DossierText(book, SCRIPT, dossier, "fr")


def _shown(book: Wordbook, dossier: Dossier, kind: PromptKind, path: str, **payload: object) -> str:
    prompt = Prompt("p", kind, Path.parse(path) if path else None, 0, (), NOON, payload)
    return PromptText(_reader(book, dossier), ZoneInfo("Europe/Paris")).words(prompt).replace("\u202f", " ")


def _first(dossier: Dossier, repeat: str) -> str:
    return next(rows[0] for path, rows in dossier.rows.items() if path.id == repeat)


def test_another_unit_and_another_owner_take_one_line_each(book: Wordbook) -> None:
    objective, kpi = next(
        (path.rows[0], rows[0]) for path, rows in PLAN.rows.items() if path.id == "objectives/kpis" and rows
    )
    at = Path("objectives/kpis", (objective, kpi))
    named = _with(
        {
            at / "unit": _ok("other"),
            at / "unit_name": _ok("minutes"),
            at / "owner": _ok("someone"),
            at / "owner_name": _ok("Sonia"),
        }
    )
    lines = [(line.name, line.value) for line in _reader(book, named).card(str(at))]
    assert ("Unité", "minutes") in lines
    assert ("Responsable", "Sonia") in lines
    assert [name for name, _ in lines].count("Unité") == 1
    assert "Nom de l’unité" not in dict(lines)
    assert "Fonction" not in dict(lines)


def test_a_territory_typed_by_hand_is_told_by_its_name_alone(book: Wordbook) -> None:
    lines = _reader(book).card("frame")
    assert "hors des listes" not in {line.value for line in lines}
    assert "Communauté de communes des Trois Vallons" in {line.value for line in lines}


def test_a_link_left_out_is_said_as_its_button_says_it(book: Wordbook) -> None:
    row = _first(PLAN, "actions")
    none = Answer(None, AnswerStatus.NOT_APPLICABLE, 1, 1, NOON)
    path = Path("actions/objective", (row,))
    assert _reader(book, _with({path: none})).said(path) == "Aucun objectif"


def test_nobody_ticked_is_said_as_each_question_means_it(book: Wordbook) -> None:
    heard, affected = Path("diagnosis.heard"), Path("needs/affected", (_first(PLAN, "needs"),))
    reader = _reader(book, _with({heard: _ok(()), affected: _ok(())}))
    assert reader.said(heard) == "personne pour l’instant"
    assert reader.said(affected) == "à préciser"


def test_the_menu_of_a_long_chapter_names_every_row(book: Wordbook) -> None:
    rows = tuple(f"a{each}" for each in range(20))
    titles = {Path("actions/title", (row,)): _ok(f"Action {row}") for row in rows}
    pilots = {Path("actions/pilot", (row,)): _ok("Services") for row in rows}
    costs = {Path("actions/running", (row,)): _ok(1000) for row in rows}
    dossier = _with({**titles, **pilots, **costs}, {Path("actions"): rows})
    assert len(_reader(book, dossier).card("actions")) > MOST_LINES
    said = _shown(book, dossier, PromptKind.MENU, "", scope="actions")
    assert all(f"Action {row}</b>" in said for row in rows)


def test_a_card_ends_with_how_to_correct_it(book: Wordbook) -> None:
    vague = _with({Path("objectives/sentence", (_first(PLAN, "objectives"),)): _ok("Améliorer l’accueil")})
    said = _shown(book, vague, PromptKind.REVIEW, "objectives.review")
    assert "Améliorer l’accueil" in said.partition("💡")[0]
    assert said.endswith("Pour corriger une réponse, touchez un bouton ✏️.")


def test_each_statement_says_how_many_there_are_and_the_first_opens_them(book: Wordbook) -> None:
    full = _with({Path("frame.path"): _ok("full")})
    asked = [place.path for place in _reader(book, full).seen.slots if place.path.id.startswith("maturity.")]
    first, third = (_shown(book, full, PromptKind.QUESTION, str(asked[index])) for index in (0, 2))
    assert f"{len(asked)} questions, une touche pour chacune" in first
    assert f"<i>Vos pratiques : 1 sur {len(asked)}</i>" in first
    assert third.startswith(f"<i>Vos pratiques : 3 sur {len(asked)}</i>")
    answered = _with({Path("frame.path"): _ok("full"), asked[1]: _ok(2)})
    assert "une touche" not in _shown(book, answered, PromptKind.QUESTION, str(asked[0]))


@pytest.mark.parametrize(
    ("repeat", "row", "title", "is_repeated"),
    [("meetings", "m1", "meetings/topic", False), ("needs", "n1", "needs/sentence", True)],
)
def test_what_a_list_is_for_is_said_before_its_first_row_only(
    book: Wordbook, repeat: str, row: str, title: str, *, is_repeated: bool
) -> None:
    why = book.label("fr", f"{'teams' if repeat == 'meetings' else 'diagnosis'}:{repeat}__gate_why").replace(
        "\u202f", " "
    )
    empty = _with({}, {Path(repeat): ()})
    begun = _with({Path(title, (row,)): _ok("Guichet")}, {Path(repeat): (row,)})
    assert why in _shown(book, empty, PromptKind.GATE, repeat)
    assert (why in _shown(book, begun, PromptKind.GATE, repeat)) is is_repeated
