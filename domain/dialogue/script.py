"""A script: chapters of questions and repeats, in the order they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.dialogue.questions import Guard, Question, Review, Upstream, always


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A list of rows, each answering `items`; `least` to `most` rows. May hold one more level of repeats.

    A `full` one is asked on the full path only, or shown once it has rows; a `quiet` one is only opened by a button; a
    `brief` one takes `least` rows for enough on the express path, without asking for more. Rows of one with a `letter`
    have a code that begins with it.
    The first item is a required question without guard: its answer creates the row and gives it its name.
    """

    id: str
    items: tuple[Question | Repeat, ...]
    least: int = 0
    most: int = 20
    needs: tuple[str, ...] = ()
    when: Guard = always
    full: bool = False
    quiet: bool = False
    brief: bool = False
    letter: str = ""

    @property
    def title(self) -> str:
        """The id of the question that names a row."""
        return self.items[0].id


Item = Question | Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """`minutes` is about what it takes, on the express path then on the full one: told when it opens."""

    id: str
    items: tuple[Item, ...]
    minutes: int = 1
    full_minutes: int = 1


@dataclass(frozen=True, kw_only=True)
class Script:
    """`version` grows when stored dossiers need a migration, not when wording or questions are added.

    `retired` lists the ids of questions no longer asked, whose stored answers stay dormant.
    `path` is the question that says which path is followed ("full" or another); without one, the path is full.
    `opening` is the question to answer before chapters may be taken in any order.
    """

    version: int
    chapters: tuple[Chapter, ...]
    retired: tuple[str, ...] = ()
    path: str | None = None
    opening: str | None = None

    def items(self) -> Iterator[Item]:
        """Every question and repeat, in order, a repeat before what it holds."""
        for chapter in self.chapters:
            yield from within(chapter.items)

    def questions(self) -> Iterator[Question]:
        return (item for item in self.items() if isinstance(item, Question))

    def repeats(self) -> Iterator[Repeat]:
        return (item for item in self.items() if isinstance(item, Repeat))

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items()}

    @cached_property
    def titles(self) -> Mapping[str, Repeat]:
        """The repeats, by the id of the question that names their rows."""
        return {repeat.title: repeat for repeat in self.repeats()}

    @cached_property
    def asked_again(self) -> Mapping[str, frozenset[str]]:
        """The questions to ask again when a question changes, by its id."""
        again = [question for question in self.questions() if question.upstream is Upstream.ASK_AGAIN]
        return {need: frozenset(q.id for q in again if need in q.needs) for other in again for need in other.needs}

    @cached_property
    def details(self) -> Mapping[str, tuple[str, ...]]:
        """The questions that tell more about another, by the id of that one."""
        told: dict[str, list[str]] = {}
        for question in self.questions():
            if question.detail_of:
                told.setdefault(question.detail_of, []).append(question.id)
        return {about: tuple(ids) for about, ids in told.items()}

    @cached_property
    def lettered(self) -> tuple[Repeat, ...]:
        """The repeats whose rows have a code."""
        return tuple(repeat for repeat in self.repeats() if repeat.letter)

    def question(self, question_id: str) -> Question | None:
        item = self.by_id.get(question_id)
        return item if isinstance(item, Question) else None

    @cached_property
    def lists(self) -> Mapping[str, Repeat]:
        """The repeats, by id."""
        return {repeat.id: repeat for repeat in self.repeats()}

    @cached_property
    def _chapters(self) -> Mapping[str, Chapter]:
        return {item.id: chapter for chapter in self.chapters for item in within(chapter.items)}

    def chapter_of(self, item_id: str) -> Chapter:
        """Return the chapter that holds this id.

        Raises KeyError when no chapter does.
        """
        return self._chapters[item_id]

    def card_of(self, item_id: str) -> Review | None:
        """Return the card that closes the chapter that holds this id, if it has one."""
        return next((item for item in self.chapter_of(item_id).items if isinstance(item, Review)), None)


def within(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Repeat):
            yield from within(item.items)
