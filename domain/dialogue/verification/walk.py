"""One walk through the states that the replies to a chapter lead to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from domain.dialogue.asking import slot_at
from domain.dialogue.dossier import Dossier
from domain.dialogue.events import (
    Ask,
    Back,
    Cancel,
    Edit,
    Event,
    Go,
    Pause,
    Redraw,
    Resume,
    Tapped,
    Typed,
    Unreadable,
)
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Question, Scale
from domain.dialogue.script import Chapter, Item, Repeat, Script, within
from domain.dialogue.step import step
from domain.dialogue.survey import Slot, survey
from domain.dialogue.talk import TO_CONFIRM, Conversation, Prompt, PromptKind
from domain.dialogue.verification.canon import Canon, Key
from domain.dialogue.verification.findings import Edge, Exploration
from domain.dialogue.verification.rehearsal import fresh_ids, notes_in
from domain.dialogue.verification.replies import compared, option_classes, taps, typed

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The instant of every exploration: fixed, so that it always finds the same."""
MEMBERS = ("Jeanne Martin",)
"""Those who joined the plan, offered where somebody is named."""
DETOURS = frozenset({"back", "edit", "open", "add", "topic"})
"""Acts that leave the straight path when it could go on."""
_ASIDE = frozenset({"refused", "back", "cancel", "edit", "open", "topic", "page", "hand"})
"""Acts and texts that do not answer what is asked."""
_ASTRAY = frozenset({"not_relevant", "row_gone", "stale_button"})
"""What is said of a button that leads nowhere: never of one just shown."""


@dataclass
class Roaming:
    """The states found so far, and what is wrong among them."""

    script: Script
    chapter: Chapter
    rows: int
    detours: int
    limit: int
    known: frozenset[str] = frozenset()
    steps: int = 0
    is_full: bool = False
    spent: dict[Key, int] = field(default_factory=dict)
    parents: dict[Key, set[Key]] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)
    ends: set[Key] = field(default_factory=set)
    edges: set[Edge] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    deaf: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    astray: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.items = {item.id: item for item in within(self.chapter.items)}
        self.compared = compared(self.script)
        self.canon = Canon(self.chapter, self.script, is_merging=self.detours == 0)
        self.new_id = fresh_ids("e")

    @property
    def context(self) -> StepContext:
        return StepContext(self.script, START, START.date(), self.new_id, lambda: MEMBERS)

    def walk(self, dossier: Dossier) -> None:
        queues: list[deque[tuple[Outcome, Key]]] = [deque() for _ in range(self.detours + 1)]
        self.enter(queues, self.step(dossier, Conversation(1), Resume()), 0, None)
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
        bare = replace(after.dossier)  # without the survey that it keeps: thousands of states wait
        queues[cost].append((replace(after, dossier=bare), key))
        self.is_full = self.is_full or seen.is_full
        if after.talk.live is None and seen.cursor is None:
            self.ends.add(key)
        elif after.talk.live and after.talk.live.path:
            self.asked.add(after.talk.live.path.id)

    def following(self, dossier: Dossier, talk: Conversation, key: Key) -> Iterator[tuple[Outcome, int, bool]]:
        """Every state one event away, the detours it took to get there, and whether by a reply to what is asked."""
        spent, live, accepts = self.spent[key], talk.live, talk.live is None
        is_on_course = talk.focus is None or survey(self.script, dossier).at(talk.focus) is None  # or opens a row
        is_open_gate = live is not None and live.kind is PromptKind.GATE and live.path not in dossier.closed
        for label, event in self.replies(dossier, talk):
            after = self.step(dossier, talk, event)
            self.hear(after, talk, label)
            self.check_fills(dossier, talk, label, after)
            is_straight = is_open_gate and label.startswith("add:")  # from the list's own gate, before it was closed
            is_detour = label.partition(":")[0] in DETOURS and not is_straight
            accepts = accepts or (not _leads_aside(label) and after.talk.live is not talk.live)
            cost = spent + (is_detour and is_on_course)
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
            if spent + is_on_course <= self.detours:
                yield after, spent + is_on_course, False

    def replies(self, dossier: Dossier, talk: Conversation) -> Iterator[tuple[str, Event]]:
        live, slot = talk.live, self.asked_at(dossier, talk)
        if live is None or slot is None:
            return
        for reply in taps(live, self.script):
            if not (reply.label.startswith("add:") and self.has_enough(reply.label, dossier)):
                yield reply.label, reply.event
        if live.kind is PromptKind.QUESTION:
            yield from ((reply.label, reply.event) for reply in typed(slot, START.date(), self.compared))

    def has_enough(self, act: str, dossier: Dossier) -> bool:
        return len(dossier.rows_of(Path.parse(act.partition(":")[2]))) >= self.rows

    def commands(self, dossier: Dossier) -> Iterator[tuple[str, Event]]:
        """What may happen at any time, whatever is asked.

        Of what only a button opens, one of each wording: a quiet text is edited, a quiet list is added to. A quiet
        choice is only filled: nothing shows it.
        """
        yield from (("Resume", Resume()), ("Back", Back()), ("Cancel", Cancel()), ("Pause", Pause()))
        yield from (("Unreadable", Unreadable("photo")), ("nonsense", Typed("\u200b")))
        answered = next((path for path in dossier.answers if path.id in self.items), None)
        yield "Edit", Edit(answered or Path(self.chapter.items[0].id))
        yield from (("Go", Go(chapter.id)) for chapter in self.script.chapters[-2:])
        opened: set[str] = set()
        for slot in survey(self.script, dossier).slots:
            item, wording = slot.item, getattr(slot.item, "words", None) or slot.item.id
            if not item.quiet or isinstance(item, Choice) or item.id not in self.items or wording in opened:
                continue
            opened.add(wording)
            if isinstance(item, Question):
                yield f"edit:{item.id}", Edit(slot.path)
            elif not self.has_enough(act := f"add:{slot.path}", dossier):
                yield act, Tapped(Prompt(self.new_id(), PromptKind.MENU, None, 0, (act,), START), "0")

    def menus(self, after: Outcome) -> Iterator[Outcome]:
        """What the cards beside the question lead to: one tap on each of their acts, and on those of the next card.

        What is in another chapter is left to its exploration.
        """
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
                    if not act.startswith("undo:") and _name(outcome.talk.live) in {"", *self.items}:
                        yield outcome

    def step(self, dossier: Dossier, talk: Conversation, event: Event) -> Outcome:
        self.steps += 1
        return step(dossier, talk, event, self.context)

    def hear(self, after: Outcome, talk: Conversation, label: str) -> None:
        where = f"{label} at {_name(talk.live)}"
        if not after.effects:
            self.silent.add(where)
        if label.islower() and any(note.code in _ASTRAY for note in notes_in(after.effects)):
            self.astray.add(where)

    def check_fills(self, dossier: Dossier, talk: Conversation, label: str, after: Outcome) -> None:
        """Whether what an entry of a catalogue entails was recorded, where it applies."""
        verb, _, code = label.partition(":")
        slot = self.asked_at(dossier, talk) if verb == "entry" else None
        entries = slot.item.entries if slot and isinstance(slot.item, Question) else None
        if slot is None or entries is None or (after.talk.live and after.talk.live.kind in TO_CONFIRM):
            return
        seen = survey(self.script, after.dossier)
        for item, value in entries.fills(code, slot.heard).items():
            filled = seen.at(Path(item, slot.path.rows[: item.count("/")]))
            if filled and (filled.answer is None or filled.answer.value != value):
                self.dropped.add(f"{item} of {code}")

    def asked_at(self, dossier: Dossier, talk: Conversation) -> Slot | None:
        path = talk.live.path if talk.live else None
        return path and slot_at(path, dossier, self.script)

    def draw(self, talk: Conversation, label: str, after: Outcome) -> None:
        asked, then = _name(talk.live), _name(after.talk.live)
        if asked == then or label.startswith(("refused", "cancel")):
            return
        name, _, argument = label.partition(":")
        question = self.items.get(asked)
        if name == "pick" and isinstance(question, Choice | Scale):  # named by all the options it stands for
            name = " · ".join(option_classes(self.script, question)[argument])
        self.edges.add(Edge(asked, name, then or None))

    def found(self) -> Exploration:
        reaching, queue = set(self.ends), deque(self.ends)
        while queue:
            for parent in self.parents[queue.popleft()] - reaching:
                reaching.add(parent)
                queue.append(parent)
        stuck = frozenset(self.names[key] for key in self.spent.keys() - reaching)
        return Exploration(
            len(self.spent),
            self.steps,
            frozenset(self.edges),
            frozenset(self.asked),
            frozenset(self.expected(self.chapter.items)) - self.asked - self.known,
            stuck,
            *(frozenset(faults) for faults in (self.deaf, self.silent, self.astray, self.dropped)),
        )

    def expected(self, items: tuple[Item, ...]) -> Iterator[str]:
        """The items that the cursor is to reach, on the path that was followed."""
        for item in items:
            if item.quiet or (item.full and not self.is_full):
                continue
            if isinstance(item, Repeat):
                yield from self.expected(item.items)
            if not isinstance(item, Repeat) or not item.brief or self.is_full:
                yield item.id


def _leads_aside(label: str) -> bool:
    return label.partition(":")[0] in _ASIDE


def _cards(outcome: Outcome) -> list[Prompt]:
    shown = [effect.prompt for effect in outcome.effects if isinstance(effect, Ask | Redraw)]
    return [prompt for prompt in shown if prompt.is_standing]


def _name(live: Prompt | None) -> str:
    return live.path.id if live and live.path else ""
