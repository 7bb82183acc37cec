"""How alike two spellings are, mistakes of fingers counting less than others."""

from itertools import pairwise

from rapidfuzz.distance import OSA, Levenshtein

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_DOUBLED, _BESIDE, _SWAPPED, _SKIPPED, _FIRST = 0.45, 0.2, 0.15, 0.1, -0.15


BESIDE = frozenset(pair for row in _ROWS for left, right in pairwise(row) for pair in (left + right, right + left))
"""Pairs of letters side by side on a French keyboard."""


def likeness(typed: str, name: str) -> float:
    """Return from 0 to 1 how alike: doubled, neighbouring, swapped or skipped letters are small mistakes."""
    edits = float(OSA.distance(typed, name))
    if not edits:
        return 1.0
    relief = 0.0
    operations = Levenshtein.editops(typed, name)
    for operation in operations:
        source, target = operation.src_pos, operation.dest_pos
        beside_source = (typed[source - 1 : source], typed[source + 1 : source + 2])
        beside_target = (name[target - 1 : target], name[target + 1 : target + 2])
        first = _FIRST if source == 0 and target == 0 else 0.0
        match operation.tag:
            case "replace":
                relief += first + (_BESIDE if typed[source] + name[target] in BESIDE else 0.0)
            case "delete":
                relief += first + (_DOUBLED if typed[source] in beside_source else 0.0)
            case _:
                relief += first + (_DOUBLED if name[target] in beside_target else _SKIPPED)
    relief += _SWAPPED * (len(operations) - edits)
    return 1.0 - (edits - relief) / max(len(typed), len(name))
