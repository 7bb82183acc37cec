"""Words that stand for a button: its label, or its number, accents and capitals aside."""

import re
from functools import lru_cache

from bot.storage.prompts import PromptRow
from domain.dialogue.talk import PromptKind
from domain.parsing.folding import folded

_SIGNS = re.compile(r"[^\w()%€+?-]+|(?<=[^\W\d])-(?=[^\W\d])")
"""What nobody types as it is drawn: marks of buttons, hyphens, quotes, spaces before a colon; never a minus."""

_YES = "oui, oui oui, ok, d accord, exact, exactement, c est ca, oui c est ca, oui c est exact, c est bien ca"
_YES_TOO = "c est bon, c est juste, oui merci, parfait, tout a fait, je confirme, yes, that s right, correct"
_NO = "non, non merci, pas du tout, ce n est pas ca, c est pas ca, non c est pas ca, non ce n est pas ca"
_NO_TOO = "no, not at all"
_AGREES = frozenset(f"{_YES}, {_YES_TOO}".split(", "))
_REFUSES = frozenset(f"{_NO}, {_NO_TOO}".split(", "))
_ANSWERED = {
    PromptKind.PROPOSAL: (("ok",), ("others", "back")),
    PromptKind.REVIEW: (("ok",), ()),
    PromptKind.DRY_RUN: (("confirm",), ("cancel",)),
}
"""Prompts that ask to confirm, with the acts that a yes and a no stand for, the first that is offered."""


def matched(row: PromptRow, text: str, *, takes_words: bool) -> str | None:
    """Return the op that `text` stands for in this prompt, None when it is not a button.

    Numbers count only where no words are expected: a level's own number first, then the place of an option.
    """
    wanted = _bare(text)
    if not wanted:
        return None
    by_label = [index for index, label in enumerate(row.labels) if _bare_label(label) == wanted]
    if by_label:
        return _op(row, by_label[0])
    if answer := _as_yes_or_no(row, wanted):
        return answer
    return None if takes_words else _by_number(row, wanted)


def _as_yes_or_no(row: PromptRow, wanted: str) -> str | None:
    yes, no = _ANSWERED.get(PromptKind(row.kind), ((), ())) if row.is_engine else ((), ())
    acts = (*yes, *_only_pick(row)) if wanted in _AGREES else no if wanted in _REFUSES else ()
    return next((_op(row, row.acts.index(act)) for act in acts if act in row.acts), None)


def _only_pick(row: PromptRow) -> tuple[str, ...]:
    """The one candidate that a proposal asks about."""
    picks = tuple(act for act in row.acts if act.startswith("pick:"))
    return picks if row.kind == PromptKind.PROPOSAL and len(picks) == 1 else ()


def _by_number(row: PromptRow, wanted: str) -> str | None:
    if f"pick:{wanted}" in row.acts:
        return _op(row, row.acts.index(f"pick:{wanted}"))
    picks = [index for index, act in enumerate(row.acts) if act.startswith("pick:")]
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) <= 2 and wanted[0] != "0"
    if is_number and 1 <= int(wanted) <= len(picks):
        return _op(row, picks[int(wanted) - 1])
    return None


def _op(row: PromptRow, index: int) -> str:
    selected = row.payload.get("selected")
    is_multiple = isinstance(selected, list | tuple) and row.acts[index].startswith("pick:")
    return f"+{index}" if is_multiple else str(index)


@lru_cache(1024)
def _bare_label(label: str) -> str:
    return _bare(label)


def _bare(text: str) -> str:
    """The words alone: « ✍️ Reformuler » and « reformuler. » are one."""
    return _SIGNS.sub(" ", folded(text)).strip()
