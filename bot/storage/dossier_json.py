"""A dossier as JSON: for frozen versions, exports, and what a removal keeps."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.dialogue.dossier import Answer, AnswerStatus, Dossier, Removal
from domain.dialogue.path import Path
from domain.dialogue.values import Value

JsonObject = dict[str, Any]


def to_json(dossier: Dossier) -> JsonObject:
    """Return the whole dossier as JSON values; `from_json` reads it back equal."""
    return {
        "script_version": dossier.script_version,
        "revision": dossier.revision,
        "answers": _answers_to_json(dossier.answers.items()),
        "rows": {str(repeat): list(rows) for repeat, rows in dossier.rows.items()},
        "codes": {str(row): code for row, code in dossier.codes.items()},
        "closed": sorted(str(repeat) for repeat in dossier.closed),
        "removals": [
            {"id": removal.id, "at": removal.at.isoformat(), **removal_to_json(removal)} for removal in dossier.removals
        ],
    }


def from_json(body: Mapping[str, Any]) -> Dossier:
    """Read what `to_json` wrote; versions frozen before codes were kept have none."""
    return Dossier(
        script_version=body["script_version"],
        revision=body["revision"],
        answers=dict(_answers_from_json(body["answers"])),
        rows={Path.parse(repeat): tuple(rows) for repeat, rows in body["rows"].items()},
        codes={Path.parse(row): code for row, code in body.get("codes", {}).items()},
        closed=frozenset(Path.parse(repeat) for repeat in body["closed"]),
        removals=tuple(
            removal_from_json(kept["id"], datetime.fromisoformat(kept["at"]), kept) for kept in body["removals"]
        ),
    )


def removal_to_json(removal: Removal) -> JsonObject:
    """Return what a removal keeps, without its id and instant."""
    return {
        "rows": [[str(repeat), row, position] for repeat, row, position in removal.rows],
        "detached": [[path, answer] for path, answer in _answers_to_json(removal.detached).items()],
    }


def removal_from_json(removal_id: str, at: datetime, body: Mapping[str, Any]) -> Removal:
    """Read what `removal_to_json` wrote."""
    rows = tuple((Path.parse(repeat), row, position) for repeat, row, position in body["rows"])
    return Removal(removal_id, at, rows, tuple(_answers_from_json(dict(body["detached"]))))


def value_from_json(value: Any) -> Value:  # noqa: ANN401 - JSON, as the driver read it
    """Return a stored value: JSON has lists where the domain has tuples."""
    return tuple(value) if isinstance(value, list) else value


def _answers_to_json(answers: Iterable[tuple[Path, Answer]]) -> JsonObject:
    return {
        str(path): {
            "value": answer.value,
            "status": answer.status.value,
            "revision": answer.revision,
            "author": answer.author,
            "at": answer.at.isoformat(),
        }
        for path, answer in answers
    }


def _answers_from_json(answers: Mapping[str, Any]) -> Iterable[tuple[Path, Answer]]:
    for path, body in answers.items():
        at = datetime.fromisoformat(body["at"])
        value = value_from_json(body["value"])
        yield Path.parse(path), Answer(value, AnswerStatus(body["status"]), body["revision"], body["author"], at)
