"""`python -m bot.diagrams`: writes the diagrams of the conversation, or checks that they are those of the script."""

from functools import cache
from pathlib import Path

import click

from domain.dialogue.diagram import diagram
from domain.dialogue.exploration import explore
from domain.dialogue.script import Chapter
from domain.script import SCRIPT

FOLDER = Path(__file__).parent.parent / "docs" / "conversation"


@cache
def pages() -> tuple[tuple[str, str], ...]:
    """Return the name and the text of each page; the straight path through two rows of each list is drawn."""
    return tuple((f"{chapter.id}.md", _page(chapter)) for chapter in SCRIPT.chapters)


def _page(chapter: Chapter) -> str:
    return diagram(chapter, explore(SCRIPT, chapter.id, rows=2, detours=0))


def outdated(folder: Path = FOLDER) -> list[str]:
    """Return the names of the pages that are missing or no longer true."""
    return [name for name, text in pages() if not _is_same(folder / name, text)]


def _is_same(file: Path, text: str) -> bool:
    return file.exists() and file.read_text("utf-8") == text


@click.command()
@click.option("--check", "is_check", is_flag=True, help="Write nothing; fail when a page is outdated.")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default=True)
def main(folder: Path, *, is_check: bool) -> None:
    """Write one page per chapter."""
    if is_check:
        if names := outdated(folder):
            raise click.ClickException(f"run `python -m bot.diagrams`: {', '.join(names)} outdated")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
