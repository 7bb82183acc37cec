"""What a released script may no longer change without a migration: ids, kinds, options, needs."""

import json

from domain.dialogue.questions import Question, Reference
from domain.dialogue.script import Item, Repeat, Script


def fingerprint(script: Script) -> dict[str, object]:
    """Return the script's version and, by id, what stored dossiers rely on; wording and order are free."""
    return {
        "version": script.version,
        "items": {item.id: _print(item) for item in script.items()},
        "retired": sorted(script.retired),
    }


def as_json(script: Script) -> str:
    return json.dumps(fingerprint(script), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _print(item: Item) -> dict[str, object]:
    kept: dict[str, object] = {"kind": item.kind if isinstance(item, Question) else "Repeat"}
    if isinstance(item, Repeat):
        kept["title"] = item.title
    elif item.options:
        kept["options"] = [str(code) for code in item.options]
    if isinstance(item, Reference):
        kept["to"] = item.to
    if item.needs:
        kept["needs"] = list(item.needs)
    return kept
