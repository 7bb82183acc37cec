"""What stored dossiers rely on does not move without being seen."""

from dataclasses import replace
from pathlib import Path

import domain.script
from domain.dialogue.dossier import Dossier
from domain.dialogue.migration import migrated
from domain.dialogue.questions import Choice
from domain.dialogue.script import Chapter, Script
from domain.questionnaire import SCRIPT
from domain.script.lock import as_json
from domain.script.migrations import MIGRATIONS

LOCK_FILE = Path(domain.script.__file__).with_name("lock.json")


def test_the_script_is_the_one_that_was_locked() -> None:
    """After a deliberate change: `python -m bot.cli.diagrams --lock`."""
    assert as_json(SCRIPT) == LOCK_FILE.read_text("utf-8")


def test_an_option_that_changes_its_code_changes_the_fingerprint() -> None:
    def script(code: str) -> Script:
        return Script(version=1, chapters=(Chapter(id="a", items=(Choice(id="a.b", choices=("x", code)),)),))

    assert as_json(script("y")) != as_json(script("z"))


def test_the_order_of_chapters_is_free() -> None:
    assert as_json(replace(SCRIPT, chapters=SCRIPT.chapters[::-1])) == as_json(SCRIPT)


def test_a_migration_leads_from_every_former_version_to_this_one() -> None:
    assert set(MIGRATIONS) == set(range(1, SCRIPT.version))


def test_a_dossier_of_the_first_version_is_brought_to_this_one() -> None:
    assert migrated(Dossier(script_version=1), SCRIPT, MIGRATIONS).script_version == SCRIPT.version
