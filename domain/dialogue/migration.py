"""Bringing a stored dossier to the script of today."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.script import Script

Migration = Callable[[Dossier], Dossier]
"""From one version to the next; pure, and never edited once shipped."""


class MissingMigration(Exception):
    """No migration leads from the stored version to the script's: ship the one that is missing."""


class UnknownPath(Exception):
    """A stored answer belongs to no question, present or retired: ship a migration, or retire the id in the script."""


def migrated(dossier: Dossier, script: Script, migrations: Mapping[int, Migration]) -> Dossier:
    """Return the dossier at the script's version; `migrations[n]` leads from n to n + 1.

    Raises MissingMigration or UnknownPath; nothing is lost, the stored dossier is left as it was.
    """
    while dossier.script_version != script.version:
        if dossier.script_version not in migrations:
            raise MissingMigration(f"{dossier.script_version} -> {script.version}")
        version = dossier.script_version
        dossier = replace(migrations[version](dossier), script_version=version + 1)
    known = script.by_id.keys() | set(script.retired)
    unknown = sorted({path.id for path in (*dossier.answers, *dossier.rows)} - known)
    if unknown:
        raise UnknownPath(", ".join(unknown))
    return dossier


def renamed(dossier: Dossier, old: str, new: str) -> Dossier:
    """Move every answer of question `old` to `new`, in its rows."""
    answers = {(Path(new, path.rows) if path.id == old else path): a for path, a in dossier.answers.items()}
    return replace(dossier, answers=answers)


def to_review(dossier: Dossier, question: str, codes: frozenset[str] | None = None) -> Dossier:
    """Put the answers of a question to review: all of them, or those that hold one of `codes`."""
    answers = dict(dossier.answers)
    for path, answer in dossier.answers.items():
        held = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        if path.id == question and (codes is None or not codes.isdisjoint(held)):
            answers[path] = replace(answer, status=AnswerStatus.STALE, revision=answer.revision + 1)
    return replace(dossier, answers=answers)
