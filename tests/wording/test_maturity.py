"""The words of maturity: complete in every language, short on a phone, and those of the territory asked."""

import re
from collections.abc import Iterator

import pytest

from bot.wording.wordbook import LANGUAGES, LONGEST_LABEL, Wordbook, block
from domain.plan.maturity import HIGHEST, LOWEST, STATEMENTS, Statement, Theme, statements_for

FILE = "maturity"
LEVELS = range(LOWEST, HIGHEST + 1)
PARTS = ("name", "question", "why", *(f"option_{level}" for level in LEVELS))
LONGEST_NAME = 19
"""So that "Modifier : " and the name hold in a button."""
LONGEST_THEME = 40
LONGEST_STATEMENT = 600
"""Characters of a question with its why: one screen of a phone, buttons included."""
OF_THE_LARGER = re.compile(
    r"\b(DSI|RSSI|SIG|DGS|DPO|IT department|GIS|CIO|CISO|API|cloud|KPI|RGAA|RGPD|GDPR)\b"
    r"|open data|opendata|donnée.? ouverte|portail|portal|catalogue|schéma directeur|master plan|urbanis|entrepôt"
    r"|interopérab|interoperab|gouvernance|governance|comité|committee|direction|management\b(?! centre)"
    r"|feuille de route|roadmap|services et|departments|indicateur|indicator|référentiel|framework|métier",
    re.IGNORECASE,
)
"""What a secretary alone in a village has none of."""

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_statement = pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.id)


def _shown(book: Wordbook, language: str, statement: Statement) -> Iterator[str]:
    return (book.label(language, block(FILE, statement.id, part)) for part in PARTS)


@pytest.mark.checkout
@every_language
def test_every_statement_and_theme_has_its_blocks_and_no_other_is_left(book: Wordbook, language: str) -> None:
    needed = {block(FILE, statement.id, part) for statement in STATEMENTS for part in PARTS}
    needed |= {f"{FILE}:theme_{theme}{end}" for theme in Theme for end in ("", "_low")}
    needed |= {f"{FILE}:{told}" for told in ("chapter__name", "opening", "standing", "score", "weak")}
    assert {name for name in book.names(language) if name.startswith(f"{FILE}:")} == needed


@every_language
@every_statement
def test_a_statement_is_a_question_followed_by_its_four_levels_one_a_line(
    book: Wordbook, language: str, statement: Statement
) -> None:
    question = book.label(language, block(FILE, statement.id, "question"))
    why, *levels = book.label(language, block(FILE, statement.id, "why")).splitlines()
    assert question.endswith("?")
    assert not re.match(r"\d", why)
    assert [line[:4] for line in levels] == [f"{level} · " for level in LEVELS]
    assert all(line.endswith(".") for line in (why, *levels))
    assert len(question) + sum(map(len, (why, *levels))) <= LONGEST_STATEMENT


@every_language
@every_statement
def test_the_buttons_of_a_statement_say_four_different_levels_within_a_phone(
    book: Wordbook, language: str, statement: Statement
) -> None:
    labels = [book.label(language, block(FILE, statement.id, f"option_{level}")) for level in LEVELS]
    assert [label[:4] for label in labels] == [f"{level} · " for level in LEVELS]
    assert len({label[4:] for label in labels}) == len(labels)
    assert max(map(len, labels)) <= LONGEST_LABEL


@every_language
def test_no_two_statements_have_the_same_name_and_none_is_too_long(book: Wordbook, language: str) -> None:
    names = [book.label(language, block(FILE, statement.id, "name")) for statement in STATEMENTS]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= LONGEST_NAME


@every_language
@pytest.mark.parametrize("theme", Theme)
def test_a_theme_has_a_short_name_and_one_line_of_advice(book: Wordbook, language: str, theme: Theme) -> None:
    name, low = (book.label(language, f"{FILE}:theme_{theme}{end}") for end in ("", "_low"))
    assert len(name) <= LONGEST_THEME
    assert "\n" not in low
    assert low.endswith(".")


@every_language
@pytest.mark.parametrize("statement", statements_for(True), ids=lambda statement: statement.id)
def test_a_village_is_never_asked_about_what_only_larger_territories_have(
    book: Wordbook, language: str, statement: Statement
) -> None:
    assert [found[0] for text in _shown(book, language, statement) if (found := OF_THE_LARGER.search(text))] == []


@every_language
def test_the_words_kept_from_villages_are_found_where_they_are_said(book: Wordbook, language: str) -> None:
    larger = [text for each in set(STATEMENTS) - set(statements_for(True)) for text in _shown(book, language, each)]
    assert any(OF_THE_LARGER.search(text) for text in larger)
    assert OF_THE_LARGER.search("Votre DSI tient-elle un portail ?")
