"""A chapter of the conversation as Mermaid flowcharts, drawn from the edges that explorations found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.dialogue.questions import Review
from domain.dialogue.script import Chapter, Item, Repeat, within
from domain.dialogue.verification.findings import Edge

END = "finish"


@dataclass(frozen=True, slots=True)
class Chart:
    """One flowchart of a page: what was asked of it, and how one question led to another."""

    heading: str
    chapter: Chapter
    asked: frozenset[str]
    edges: frozenset[Edge]


def diagram(chapter: str, charts: Sequence[Chart]) -> str:
    """Return the page of a chapter: its flowcharts, each once, with the headings of those that are like it."""
    alike: dict[str, list[str]] = {}
    drawn: dict[str, str] = {}
    for chart in charts:
        flow = _flow(chart)
        shape = _without(chart.heading, flow)
        drawn.setdefault(shape, flow)
        alike.setdefault(shape, []).append(chart.heading)
    return f"# {chapter}\n" + "".join(_section(headings, drawn[shape]) for shape, headings in alike.items())


def _section(headings: Sequence[str], flow: str) -> str:
    title, *others = headings
    same = f"The same for {', '.join(f'`{other}`' for other in others)}.\n\n" if others else ""
    return f"\n## {title}\n\n{same}```mermaid\n{flow}\n```\n"


def _without(name: str, flow: str) -> str:
    """The flowchart whatever its first question is called."""
    return flow.replace(name, "·").replace(_node(name), "·")


def _flow(chart: Chart) -> str:
    items = {item.id: item for item in within(chart.chapter.items) if item.id in chart.asked}
    shapes = [f"    {_node(item.id)}{_shape(item)}" for item in items.values()]
    arrows = [f"    {arrow}" for arrow in _arrows(chart.edges, list(items))]
    return "\n".join(["flowchart TD", *shapes, f"    {END}([end])", *arrows])


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
