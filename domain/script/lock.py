"""What a released script may no longer change without a migration: ids, kinds, options, needs."""

import json

from domain.dialogue.questions import Question, Reference
from domain.dialogue.script import Repeat, Script


def as_json(script: Script) -> str:
    """Return the script's version and, by id, what stored dossiers rely on; wording and order are free."""
    items: dict[str, object] = {}
    for item in script.items():
        kept: dict[str, object] = {"kind": item.kind if isinstance(item, Question) else "Repeat"}
        if isinstance(item, Repeat):
            kept["title"] = item.title
        elif item.options:
            kept["options"] = [str(code) for code in item.options]
        if isinstance(item, Reference):
            kept["to"] = item.to
        if item.needs:
            kept["needs"] = list(item.needs)
        items[item.id] = kept
    told = {"version": script.version, "items": items, "retired": sorted(script.retired)}
    return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
