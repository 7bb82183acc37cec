"""A chapter of the conversation as Mermaid flowcharts, drawn from the edges that explorations found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.dialogue.questions import Review
from domain.dialogue.script import Chapter, Repeat, within
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
        shape = flow.replace(chart.heading, "·").replace(_node(chart.heading), "·")  # whatever it is called
        drawn.setdefault(shape, flow)
        alike.setdefault(shape, []).append(chart.heading)
    page = f"# {chapter}\n"
    for shape, (title, *others) in alike.items():
        same = f"The same for {', '.join(f'`{other}`' for other in others)}.\n\n" if others else ""
        page += f"\n## {title}\n\n{same}```mermaid\n{drawn[shape]}\n```\n"
    return page


def _flow(chart: Chart) -> str:
    items = {item.id: item for item in within(chart.chapter.items) if item.id in chart.asked}
    lines = ["flowchart TD"]
    for item in items.values():
        match item:
            case Repeat():
                shape = f'{{{{"{item.id}: another, or is that all?"}}}}'
            case Review():
                shape = f'[/"{item.id}"/]'
            case _:
                shape = f'["{item.id}"]'
        lines.append(f"    {_node(item.id)}{shape}")
    arrows = [f"    {arrow}" for arrow in _arrows(chart.edges, list(items))]
    return "\n".join([*lines, f"    {END}([end])", *arrows])


def _arrows(edges: Iterable[Edge], order: list[str]) -> Iterator[str]:
    """One arrow for each pair of questions, with the replies that lead nowhere else; none when every reply does."""
    ways: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in edges:
        ways[edge.asked][edge.next].add(edge.reply)
    ranks = {item: rank for rank, item in enumerate(order)}
    for asked in sorted(ways, key=lambda item: ranks[item]):
        for then in sorted(ways[asked], key=lambda item: ranks.get(item or "", len(ranks))):
            elsewhere = set[str]().union(*(replies for other, replies in ways[asked].items() if other != then))
            only_here = " · ".join(sorted(ways[asked][then] - elsewhere)) or "as answered before"
            label = f"|{only_here}|" if len(ways[asked]) > 1 else ""
            yield f"{_node(asked)} -->{label} {_node(then) if then else END}"


def _node(item: str) -> str:
    return item.replace(".", "_").replace("/", "_")
