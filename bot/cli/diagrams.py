"""`python -m bot.cli.diagrams`: writes the diagrams of the conversation, or checks that they are those of the code."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click

from domain.dialogue.parts import parts
from domain.dialogue.script import Chapter, Repeat, within
from domain.dialogue.verification.diagram import Chart, diagram
from domain.dialogue.verification.exploration import explore
from domain.dialogue.verification.findings import Exploration
from domain.questionnaire import SCRIPT
from domain.script.lock import as_json

FOLDER = Path(__file__).parents[2] / "docs" / "conversation"
LOCK = Path(__file__).parents[2] / "domain" / "script" / "lock.json"
LARGE = 40
"""Questions beyond which a chapter is drawn part by part."""
TERRITORIES = ("EPCI:243500139", "COM:07014")
"""A metropolis and a village: between them, they are asked everything."""


@cache
def pages() -> tuple[tuple[str, str], ...]:
    """Return the name and the text of each page; the straight path through two rows of each list is drawn."""
    return tuple((f"{chapter.id}.md", diagram(chapter.id, [*_charts(chapter)])) for chapter in SCRIPT.chapters)


def _charts(chapter: Chapter) -> Iterator[Chart]:
    """The two paths of a chapter, the full one in parts where it is long; one for the chapter that asks which."""
    if any(item.id == SCRIPT.path for item in chapter.items):
        yield _chart("Both paths", chapter, [explore(SCRIPT, chapter.id, rows=2, detours=0)])
        return
    if not any(item.full or (isinstance(item, Repeat) and item.brief) for item in within(chapter.items)):
        yield _on("Both paths", chapter, "express")
        return
    yield _on("Express path", chapter, "express")
    if sum(1 for _ in within(chapter.items)) <= LARGE:
        yield _on("Full path", chapter, "full")
        return
    for part in parts(SCRIPT, chapter.id):
        yield _on(min(part, key=list(SCRIPT.by_id).index), chapter, "full", part)


def _on(heading: str, chapter: Chapter, path: str, part: frozenset[str] | None = None) -> Chart:
    """What either territory is asked on a path."""
    founds = [
        explore(
            SCRIPT, chapter.id, rows=2, detours=0, known={"frame.territory": territory, "frame.path": path}, part=part
        )
        for territory in TERRITORIES
    ]
    return _chart(heading, chapter, founds)


def _chart(heading: str, chapter: Chapter, founds: list[Exploration]) -> Chart:
    asked = frozenset[str]().union(*(found.asked for found in founds))
    return Chart(heading, chapter, asked, frozenset().union(*(found.edges for found in founds)))


def outdated(folder: Path = FOLDER) -> list[str]:
    """Return the names of the pages that are missing or no longer true."""
    return [
        name for name, text in pages() if not (folder / name).exists() or (folder / name).read_text("utf-8") != text
    ]


@click.command()
@click.option("--check", "is_check", is_flag=True, help="Write nothing; fail when a page is outdated.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
@click.option("--lock", "is_lock", is_flag=True, help="write the ids of questions, which are for ever, instead")
def main(folder: Path, *, is_check: bool, is_lock: bool) -> None:
    """Write one page per chapter."""
    if is_lock:
        LOCK.write_text(as_json(SCRIPT), "utf-8")
        return
    if is_check:
        if names := outdated(folder):
            raise click.ClickException(f"run `python -m bot.cli.diagrams`: {', '.join(names)} outdated")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
