"""The glossary has every id and every type, in both directions."""

import re
from enum import Enum
from pathlib import Path as File
from types import ModuleType

import pytest

from bot.conversations.rendering.dossier_text import DossierText
from bot.wording.wordbook import Wordbook
from domain import plan
from domain.dialogue import dossier, path, questions, script, talk
from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path
from domain.questionnaire import SCRIPT

pytestmark = pytest.mark.checkout

ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def rows() -> set[tuple[str, str]]:
    text = (File(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text("utf-8")
    return {(first, second) for first, second, _ in ROW.findall(text)}


def _types(module: ModuleType) -> set[str]:
    held = vars(module).items()
    own = {name for name, value in held if isinstance(value, type) and value.__module__ == module.__name__}
    return {name for name in own if not name.startswith("_") and getattr(module, name) is not Enum}


@pytest.mark.parametrize("module", [plan, dossier, path, questions, script, talk], ids=lambda module: module.__name__)
def test_every_type_of_the_domain_has_its_word_in_both_directions(
    rows: set[tuple[str, str]], module: ModuleType
) -> None:
    names = {f"`{name}`" for name in _types(module)}
    assert names <= {code for code, _ in rows}
    assert names <= {code for _, code in rows}


def test_every_id_is_listed_under_the_name_people_see(rows: set[tuple[str, str]], book: Wordbook) -> None:
    reader = DossierText(book, SCRIPT, Dossier(SCRIPT.version), "fr")
    ids = {(item.id, str(reader.name(Path(item.id)))) for item in SCRIPT.items()}
    assert {(code, name) for code, name in ids if not {(f"`{code}`", name), (name, f"`{code}`")} <= rows} == set()
