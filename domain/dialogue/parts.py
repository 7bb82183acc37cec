"""What an exploration is about: a chapter, or a part of one, after the earlier questions that it reads."""

from collections.abc import Iterator
from dataclasses import replace

from domain.dialogue.questions import Question, Reference, Review
from domain.dialogue.script import Chapter, Item, Script, within


def parts(script: Script, chapter_id: str) -> tuple[frozenset[str], ...]:
    """Return the parts of a chapter, in its order: the questions and lists, by id, that read no other part's answers.

    The cards that close a chapter show every part and read none: they belong to none, and are explored with each. A
    card that says something of the whole plan leads anywhere, so that its chapter is one part.
    """
    found: list[frozenset[str]] = []
    chapter = chapter_of(script, chapter_id)
    asked = [item for item in chapter.items if not isinstance(item, Review)]
    if _tells_all(chapter):
        return (frozenset(item.id for item in asked),)
    for item in asked:
        linked = {item.id, *(_top(other) for other in reads(item))}
        joined = [part for part in found if part & linked]
        found = [part for part in found if part not in joined]
        found.append(frozenset({item.id}).union(*joined))
    ranks = {item.id: rank for rank, item in enumerate(script.items())}
    return tuple(sorted(found, key=lambda part: min(ranks[item] for item in part)))


def chapter_of(script: Script, chapter_id: str) -> Chapter:
    return next(chapter for chapter in script.chapters if chapter.id == chapter_id)


def part_of(chapter: Chapter, part: frozenset[str]) -> Chapter:
    """Return the chapter without what is neither in `part` nor a card that closes it."""
    return replace(chapter, items=tuple(item for item in chapter.items if item.id in part or isinstance(item, Review)))


def earlier(script: Script, chapter: Chapter, also: frozenset[str]) -> tuple[Chapter, ...]:
    """Return the part of the earlier chapters that this one reads, directly or not, and the questions of `also`.

    A card that says something of the whole plan reads all of it.
    """
    rank = next(rank for rank, other in enumerate(script.chapters) if other.id == chapter.id)
    if _tells_all(chapter):
        return script.chapters[:rank]
    tops = {item.id: item for other in script.chapters for item in other.items}
    read, wanted = set[str](), {*also, *(item for item in (script.path, script.opening) if item)}
    wanted |= {_top(need) for item in chapter.items for need in reads(item)}
    while wanted - read:
        read |= wanted
        wanted = {_top(need) for item in read for need in reads(tops[item])}
    kept = (
        replace(other, items=tuple(item for item in other.items if item.id in read)) for other in script.chapters[:rank]
    )
    return tuple(other for other in kept if other.items)


def _tells_all(chapter: Chapter) -> bool:
    return any(isinstance(item, Review) and item.topics for item in chapter.items)


def reads(item: Item) -> Iterator[str]:
    """Yield the ids that an item, or anything in the list that it is, reads in any way."""
    for inner in within((item,)):
        yield from inner.needs
        if isinstance(inner, Question):
            yield from inner.hears
            yield from (other for other in (inner.detail_of, inner.rests_on) if other)
        if isinstance(inner, Reference):
            yield inner.to


def _top(item: str) -> str:
    return item.partition("/")[0]
