"""Exhaustive exploration of a chapter: every state an input class can lead to, and what is wrong among them.

Two states are the same when the chapter's answers (by status, and by value where a later question reads it), the rows
in order, what is asked and the detour in progress are the same. A row with all its answers is held to be like any
other such row, as no question reads another row's answers. Left out are the trail, the tries, the dates of answers,
the page of what is offered, and the chapter to finish first, as it is the only one with anything to ask.

Caps: `rows` rows per list, and `detours` changes of course (an edit, a return, a removal, a row more) from the straight
path; the chapters that this one reads are answered beforehand by an honest person, and the later ones left out.

What it proves, of the whole chapter without detours: whatever is replied, the end is reached, every question meant
for the path and the territory is asked, and no reply is lost. There, an answer that nothing to come reads is held to be
like one that was never asked for. Of each part (`parts`) with one detour: an edit, a return, a removal or a row more,
anywhere, leaves the end in reach. As no part reads another's answers, which of them come before changes nothing.
Left out are two detours at once, and detours that start in one part and end in another: a card leads to each of its
parts by the same acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from domain.dialogue.dossier import AnswerStatus, Dossier
from domain.dialogue.events import Given, Resume
from domain.dialogue.parts import chapter_of, earlier, part_of
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.dialogue.values import Value
from domain.dialogue.verification.findings import Exploration
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.dialogue.verification.walk import START, Roaming


def explore(
    script: Script,
    chapter_id: str,
    *,
    rows: int = 3,
    detours: int = 1,
    limit: int = 200_000,
    known: Mapping[str, Value] = MappingProxyType({}),
    part: frozenset[str] | None = None,
) -> Exploration:
    """Explore one chapter, or a part of it, breadth first by number of detours.

    `known` are answers given beforehand, by question: they are not asked.
    Raises LookupError when the chapters it reads cannot be answered or one of `known` is not taken, RuntimeError
    beyond `limit` states.
    """
    chapter = chapter_of(script, chapter_id) if part is None else part_of(chapter_of(script, chapter_id), part)
    before = earlier(script, chapter, frozenset(known) - {item.id for item in chapter.items})
    dossier = _given(replace(script, chapters=before), known, Dossier(script.version))
    if before:
        person = Rehearsal(replace(script, chapters=before), START, dossier=dossier)
        person.do(Resume())
        dossier = person.until(None).dossier
    own = replace(script, chapters=(*before, chapter))
    dossier = _given(own, known, dossier)
    if missing := known.keys() - {path.id for path in dossier.answers}:
        raise LookupError(f"{', '.join(sorted(missing))} cannot be known beforehand")
    run = Roaming(own, chapter, rows, detours, limit, frozenset(known))
    run.walk(dossier)
    return run.found()


def _given(script: Script, known: Mapping[str, Value], dossier: Dossier) -> Dossier:
    """Answer what is known, in the order of the script."""
    person = Rehearsal(script, START, dossier=dossier)
    for item in script.items():
        if item.id in known:
            person.do(Given(Path(item.id), known[item.id], AnswerStatus.OK, 0))
    return person.dossier
