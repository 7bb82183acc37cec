"""A chapter of the conversation as a Mermaid flowchart, drawn from the edges an exploration found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from domain.dialogue.findings import Edge, Exploration
from domain.dialogue.questions import Review
from domain.dialogue.script import Chapter, Item, Repeat, within

END = "finish"


def diagram(chapter: Chapter, found: Exploration) -> str:
    """Return the page of a chapter: its flowchart, from the first question to the last."""
    items = {item.id: item for item in within(chapter.items)}
    shapes = [f"    {_node(item.id)}{_shape(item)}" for item in items.values()]
    arrows = [f"    {arrow}" for arrow in _arrows(found.edges, list(items))]
    chart = "\n".join(["flowchart TD", *shapes, f"    {END}([end of the chapter])", *arrows])
    return f"# {chapter.id}\n\n```mermaid\n{chart}\n```\n"


def _shape(item: Item) -> str:
    match item:
        case Repeat():
            return f'{{{{"{item.id}: another, or is that all?"}}}}'
        case Review():
            return f'[/"{item.id}"/]'
        case _:
            return f'["{item.id}"]'


def _arrows(edges: Iterable[Edge], order: list[str]) -> Iterator[str]:
    """One arrow for each pair of questions, with the replies that lead there; none when every reply does."""
    ways: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in edges:
        ways[edge.asked][edge.next].add(edge.reply)
    ranks = {item: rank for rank, item in enumerate(order)}
    for asked in sorted(ways, key=lambda item: ranks[item]):
        for then in sorted(ways[asked], key=lambda item: ranks.get(item or "", len(ranks))):
            replies = f"|{_label(ways[asked], then)}|" if len(ways[asked]) > 1 else ""
            yield f"{_node(asked)} -->{replies} {_node(then) if then else END}"


def _label(ways: Mapping[str | None, set[str]], then: str | None) -> str:
    """The replies that lead nowhere else; when there are none, what decides was answered before."""
    elsewhere: set[str] = set().union(*(replies for other, replies in ways.items() if other != then))
    return " · ".join(sorted(ways[then] - elsewhere)) or "as answered before"


def _node(item: str) -> str:
    return item.replace(".", "_").replace("/", "_")
