"""The glossary has every id and every type, in both directions."""

import re
from enum import Enum
from pathlib import Path as File
from types import ModuleType

import pytest

from bot.chat import callback, incoming, outgoing
from bot.conversations import access, commands, session, turn
from bot.conversations.delegation import request
from bot.conversations.rendering import dossier_text, effects, prompt_text
from bot.conversations.rendering.dossier_text import DossierText
from bot.reminders import card, reply
from bot.wording.wordbook import Wordbook
from domain import plan
from domain.dialogue import dossier, outcome, path, questions, script, survey, talk
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


MET_FIRST: tuple[ModuleType, ...] = (
    *(plan, dossier, outcome, path, questions, script, survey, talk),
    *(incoming, outgoing, callback, session, access, commands, turn, request, dossier_text, prompt_text, effects),
    *(card, reply),
)
"""What a newcomer meets first, in the domain and around it."""


@pytest.mark.parametrize("module", MET_FIRST, ids=lambda module: module.__name__)
def test_every_type_met_first_has_its_word_in_both_directions(rows: set[tuple[str, str]], module: ModuleType) -> None:
    names = {f"`{name}`" for name in _types(module)}
    assert names <= {code for code, _ in rows}
    assert names <= {code for _, code in rows}


def test_every_id_is_listed_under_the_name_people_see(rows: set[tuple[str, str]], book: Wordbook) -> None:
    reader = DossierText(book, SCRIPT, Dossier(SCRIPT.version), "fr")
    ids = {(item.id, str(reader.name(Path(item.id)))) for item in SCRIPT.items()}
    assert {(code, name) for code, name in ids if not {(f"`{code}`", name), (name, f"`{code}`")} <= rows} == set()
