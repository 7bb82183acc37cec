"""Exhaustive exploration of a chapter: every state an input class can lead to, and what is wrong among them.

Two states are the same when the chapter's answers (by status, and by value where a later question reads it), the rows
in order, what is asked and the detour in progress are the same. A row with all its answers is held to be like any
other such row, as no question reads another row's answers. The trail, the tries and the dates of answers are left out.

Caps: `rows` rows per list, and `detours` changes of course (an edit, a return, a removal, a row more) from the straight
path; the chapters that this one reads are answered beforehand by an honest person, and the later ones left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain.dialogue.asking import place_at
from domain.dialogue.canon import Canon, Key
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import Ask, Back, Cancel, Edit, Event, Pause, Redraw, Resume, Tapped, Typed, Unreadable
from domain.dialogue.moment import Moment, Outcome
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Reference, Scale
from domain.dialogue.rehearsal import Rehearsal, fresh_ids
from domain.dialogue.replies import compared, option_classes, taps, typed
from domain.dialogue.script import Chapter, Item, Script, within
from domain.dialogue.step import step
from domain.dialogue.survey import survey
from domain.dialogue.talk import Prompt, PromptKind, Talk

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The instant of every exploration: fixed, so that it always finds the same."""
DETOURS = frozenset({"back", "edit", "open", "add"})
"""Acts that leave the straight path when it could go on."""


@dataclass(frozen=True, slots=True)
class Edge:
    """`reply` led from the asking of one item to that of another, or to the end (None)."""

    asked: str
    reply: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was found: no replies lead from `stuck` states to the end, `deaf` prompts accept nothing, `silent` events
    get no answer.

    `unreached` are the items never asked. `edges` are those of the straight path.
    """

    states: int
    steps: int
    edges: frozenset[Edge]
    unreached: frozenset[str]
    stuck: frozenset[str]
    deaf: frozenset[str]
    silent: frozenset[str]

    @property
    def is_sound(self) -> bool:
        return not (self.unreached or self.stuck or self.deaf or self.silent)


def explore(script: Script, chapter_id: str, *, rows: int = 3, detours: int = 1, limit: int = 200_000) -> Exploration:
    """Explore one chapter, breadth first by number of detours.

    Raises LookupError when the chapters it reads cannot be answered, RuntimeError beyond `limit` states.
    """
    chapter = next(chapter for chapter in script.chapters if chapter.id == chapter_id)
    before = _read(script, chapter)
    known = Rehearsal(replace(script, chapters=before), START)
    if before:
        known.do(Resume())
        known.until(None)
    run = _Run(replace(script, chapters=(*before, chapter)), chapter, rows, detours, limit)
    run.walk(known.dossier)
    return run.found()


def _read(script: Script, chapter: Chapter) -> tuple[Chapter, ...]:
    """The part of the earlier chapters that this one reads, directly or not."""
    read: set[str] = set()
    wanted = {need for item in within(chapter.items) for need in _needs(item)}
    while wanted - read:
        read |= wanted
        wanted |= {need for item in script.items() if item.id in read for need in _needs(item)}
        wanted |= {
            need for item in script.repeats() if item.id in read for sub in within(item.items) for need in _needs(sub)
        }
    earlier = script.chapters[: script.chapters.index(chapter)]
    kept = (replace(other, items=tuple(item for item in other.items if item.id in read)) for other in earlier)
    return tuple(other for other in kept if other.items)


def _needs(item: Item) -> tuple[str, ...]:
    return (*item.needs, item.to) if isinstance(item, Reference) else item.needs


@dataclass
class _Run:
    script: Script
    chapter: Chapter
    rows: int
    detours: int
    limit: int
    steps: int = 0
    spent: dict[Key, int] = field(default_factory=dict)
    parents: dict[Key, set[Key]] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)
    ends: set[Key] = field(default_factory=set)
    edges: set[Edge] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    deaf: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.items = {item.id: item for item in within(self.chapter.items)}
        self.compared = compared(self.script)
        self.canon = Canon(self.chapter, self.script)
        self.new_id = fresh_ids("e")

    @property
    def moment(self) -> Moment:
        return Moment(self.script, START, START.date(), self.new_id)

    def walk(self, dossier: Dossier) -> None:
        queues: list[deque[tuple[Outcome, Key]]] = [deque() for _ in range(self.detours + 1)]
        self.enter(queues, self.step(dossier, Talk(1), Resume()), 0, None)
        for queue in queues:
            while queue:
                outcome, key = queue.popleft()
                for after, cost, is_onward in self.following(outcome.dossier, outcome.talk, key):
                    self.enter(queues, after, cost, key if is_onward else None)

    def enter(self, queues: list[deque[tuple[Outcome, Key]]], after: Outcome, cost: int, parent: Key | None) -> None:
        seen = survey(self.script, after.dossier)
        key = self.canon.key(after.dossier, after.talk, seen)
        self.parents.setdefault(key, set()).update([parent] if parent else [])
        if key in self.spent:
            return
        if len(self.spent) >= self.limit:
            raise RuntimeError(f"more than {self.limit} states in {self.chapter.id}")
        self.spent[key], self.names[key] = cost, _name(after.talk.live)
        queues[cost].append((after, key))
        if after.talk.live is None and seen.cursor is None:
            self.ends.add(key)
        elif after.talk.live and after.talk.live.path:
            self.asked.add(after.talk.live.path.id)

    def following(self, dossier: Dossier, talk: Talk, key: Key) -> Iterator[tuple[Outcome, int, bool]]:
        """Every state one event away, the detours it took to get there, and whether by a reply to what is asked."""
        spent, accepts, away = self.spent[key], talk.live is None, self.is_on_course(dossier, talk)
        for label, event in self.replies(dossier, talk):
            after = self.step(dossier, talk, event)
            self.hear(after, talk, label)
            is_detour = label.partition(":")[0] in DETOURS and not self.is_straight(label, dossier, talk)
            accepts = accepts or (not _leads_aside(label) and after.talk.live is not talk.live)
            cost = spent + (is_detour and away)
            if cost == 0 and not is_detour:
                self.draw(talk, label, after)
            if cost <= self.detours:
                yield after, cost, not _leads_aside(label)
                yield from ((aside, cost, False) for aside in self.menus(after))
        if not accepts:
            self.deaf.add(_name(talk.live))
        for label, event in self.commands(dossier):
            after = self.step(dossier, talk, event)
            self.hear(after, talk, label)
            if spent + away <= self.detours:
                yield after, spent + away, False

    def is_on_course(self, dossier: Dossier, talk: Talk) -> bool:
        """Whether no detour is in progress; a row being opened is none."""
        return talk.focus is None or survey(self.script, dossier).at(talk.focus) is None

    def is_straight(self, label: str, dossier: Dossier, talk: Talk) -> bool:
        """Whether an added row belongs to the straight path: from the list's own gate, before it was closed."""
        live = talk.live
        is_gate = live is not None and live.kind is PromptKind.GATE and live.path not in dossier.closed
        return label.startswith("add:") and is_gate

    def replies(self, dossier: Dossier, talk: Talk) -> Iterator[tuple[str, Event]]:
        live = talk.live
        if live is None or live.path is None:
            return
        place = place_at(live.path, survey(self.script, dossier), dossier, self.moment)
        if place is None:
            return
        for reply in taps(live, self.script):
            if not (reply.label.startswith("add:") and self.has_enough(reply.label, dossier)):
                yield reply.label, reply.event
        if live.kind is PromptKind.QUESTION:
            yield from ((reply.label, reply.event) for reply in typed(place, START.date(), self.compared))

    def has_enough(self, act: str, dossier: Dossier) -> bool:
        return len(dossier.rows_of(Path.parse(act.partition(":")[2]))) >= self.rows

    def commands(self, dossier: Dossier) -> Iterator[tuple[str, Event]]:
        """What may happen at any time, whatever is asked."""
        yield from (("Resume", Resume()), ("Back", Back()), ("Cancel", Cancel()), ("Pause", Pause()))
        yield from (("Unreadable", Unreadable("photo")), ("nonsense", Typed("\u200b")))
        answered = next((path for path in dossier.answers if path.id in self.items), None)
        yield "Edit", Edit(answered or Path(self.chapter.items[0].id))

    def menus(self, after: Outcome) -> Iterator[Outcome]:
        """What the cards beside the question lead to: one tap on each of their acts, and on those of the next card."""
        pending = [after]
        while pending:
            before = pending.pop()
            for card in _cards(before):
                for index, act in enumerate(card.acts):
                    if act.startswith("add:") and self.has_enough(act, before.dossier):
                        continue
                    outcome = self.step(before.dossier, before.talk, Tapped(card, str(index)))
                    self.hear(outcome, before.talk, act)
                    if act.startswith("open:") or (act.startswith("remove:") and _cards(outcome)):
                        pending.append(outcome)
                    if not act.startswith("undo:"):
                        yield outcome

    def step(self, dossier: Dossier, talk: Talk, event: Event) -> Outcome:
        self.steps += 1
        return step(dossier, talk, event, self.moment)

    def hear(self, after: Outcome, talk: Talk, label: str) -> None:
        if not after.effects:
            self.silent.add(f"{label} at {_name(talk.live)}")

    def draw(self, talk: Talk, label: str, after: Outcome) -> None:
        asked, then = _name(talk.live), _name(after.talk.live)
        if asked != then and not label.startswith(("refused", "cancel")):
            self.edges.add(Edge(asked, self.class_name(asked, label), then or None))

    def class_name(self, asked: str, label: str) -> str:
        """Name a reply by all the options it stands for."""
        verb, _, argument = label.partition(":")
        question = self.items.get(asked)
        if verb != "pick" or not isinstance(question, Choice | Scale):
            return verb
        return " · ".join(option_classes(self.script, question)[argument])

    def found(self) -> Exploration:
        reaching, queue = set(self.ends), deque(self.ends)
        while queue:
            for parent in self.parents[queue.popleft()] - reaching:
                reaching.add(parent)
                queue.append(parent)
        stuck = frozenset(self.names[key] for key in self.spent.keys() - reaching)
        unreached = frozenset(self.items) - self.asked
        return Exploration(
            len(self.spent),
            self.steps,
            frozenset(self.edges),
            unreached,
            stuck,
            frozenset(self.deaf),
            frozenset(self.silent),
        )


def _leads_aside(label: str) -> bool:
    return label.partition(":")[0] in {"refused", "back", "cancel", "edit", "open"}


def _cards(outcome: Outcome) -> list[Prompt]:
    shown = [effect.prompt for effect in outcome.effects if isinstance(effect, Ask | Redraw)]
    return [prompt for prompt in shown if prompt.is_standing]


def _name(live: Prompt | None) -> str:
    return live.path.id if live and live.path else ""
