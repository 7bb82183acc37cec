"""`python -m tests.architecture.house`: the figures of the house, from the code alone; with `draw`, its rooms."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

PACKAGES = ("bot", "handlers", "domain")
LONG = 30
"""Lines beyond which a function gives its reason."""
ROOMS = {"bot": 11, "domain": 3, "bot/conversations": 20}
"""The folders that grew, with the modules that each may hold."""
PAIRS = (("desk", "here"), ("outcome", "moment"))
"""Arguments that went side by side through the whole house, before they became one."""


@dataclass(frozen=True)
class House:
    """The modules under `root`, by their dotted name."""

    root: Path

    @cached_property
    def modules(self) -> Mapping[str, ast.Module]:
        files = [file for name in PACKAGES for file in sorted((self.root / name).rglob("*.py"))]
        return {_dotted(file.relative_to(self.root)): ast.parse(file.read_text("utf-8")) for file in files}

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        return tuple(each for tree in self.modules.values() for each in _functions(tree))

    @cached_property
    def lengths(self) -> list[int]:
        """Lines of each function, the shortest first."""
        return sorted((each.end_lineno or each.lineno) - each.lineno + 1 for each in self.functions)

    @cached_property
    def imports(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(self._imported(name, tree)) - {name} for name, tree in self.modules.items()}

    @property
    def longest_chain(self) -> tuple[str, ...]:
        """The longest way down from a module to what it imports, and so on."""
        longest: dict[str, tuple[str, ...]] = {}

        def down(name: str, above: frozenset[str]) -> tuple[str, ...]:
            if name not in longest:
                below = (down(each, above | {name}) for each in self.imports[name] - above)
                longest[name] = (name, *max(below, key=len, default=()))
            return longest[name]

        return max((down(name, frozenset()) for name in self.imports), key=len)

    @property
    def rooms(self) -> Mapping[str, frozenset[str]]:
        """Each room (a folder of `bot` or `domain`, a module that stands beside them) with the rooms that it needs.

        What a room needs through another is left out.
        """
        needed: dict[str, set[str]] = {}
        for name, imported in self.imports.items():
            needed.setdefault(_room(name), set()).update(map(_room, imported))
        needed = {
            room: rooms - {room, "bot", "domain"} for room, rooms in needed.items() if room not in {"bot", "domain"}
        }

        def below(room: str, seen: frozenset[str]) -> set[str]:
            return {room}.union(*(below(each, seen | {room}) for each in needed[room] - seen))

        through = {
            room: set[str]().union(*(below(each, frozenset({room})) - {each} for each in rooms))
            for room, rooms in needed.items()
        }
        return {room: frozenset(rooms - through[room]) for room, rooms in needed.items()}

    @property
    def used_once(self) -> tuple[str, ...]:
        """Functions called from one place only, in their own module, and named nowhere else.

        An entry of a table is no call.
        """
        everywhere = Counter(word for tree in self.modules.values() for word in _words(tree))
        found = []
        for name, tree in self.modules.items():
            here = Counter(_words(tree))
            called = {_called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            for each in _functions(tree):
                is_known_elsewhere = not each.name.startswith("_") and everywhere[each.name] > 1
                if here[each.name] == 1 and each.name in called and not each.decorator_list and not is_known_elsewhere:
                    found.append(f"{name}:{each.name}")
        return tuple(found)

    @property
    def side_by_side(self) -> int:
        """Signatures that bear both arguments of a pair."""
        names = [{arg.arg for arg in (*each.args.posonlyargs, *each.args.args)} for each in self.functions]
        return sum(1 for each in names for pair in PAIRS if each.issuperset(pair))

    @property
    def lines(self) -> int:
        return sum(
            len(file.read_text("utf-8").splitlines()) for name in PACKAGES for file in (self.root / name).rglob("*.py")
        )

    def room(self, folder: str) -> int:
        """Return how many modules stand in a folder itself."""
        return sum(1 for file in (self.root / folder).glob("*.py") if file.name != "__init__.py")

    def _imported(self, name: str, tree: ast.Module) -> Iterator[str]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names if each.name in self.modules)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    inner = f"{node.module}.{each.name}"
                    if found := next((at for at in (inner, node.module) if at in self.modules), None):
                        yield found


def _room(module: str) -> str:
    return ".".join(module.split(".")[: 1 if module.startswith("handlers") else 2])


def _dotted(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word
        case _:
            return ""


def _words(tree: ast.Module) -> Iterator[str]:
    """Every name that code uses: variables, attributes, what it imports, keyword arguments."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)):
                yield word
            case ast.ImportFrom(names=names):
                yield from (each.name for each in names)


def diagram(house: House) -> str:
    """Return the rooms as a Mermaid diagram: an arrow points to what a room needs."""
    rooms = house.rooms
    arrows = [f"    {room} --> {each}" for room in sorted(rooms) for each in sorted(rooms[room])]
    return "\n".join(["```mermaid", "graph TD", *arrows, "```"])


def figures(house: House) -> tuple[str, ...]:
    """Return a line for each figure."""
    lengths, once, rooms = house.lengths, len(house.used_once), {folder: house.room(folder) for folder in ROOMS}
    return (
        f"longest import chain: {len(house.longest_chain)}",
        f"functions called once: {once} of {len(lengths)}, {once / len(lengths):.0%}",
        f"arguments side by side: {house.side_by_side}",
        f"modules: {rooms}",
        f"lines of a function: {median(lengths):.0f} / {lengths[int(0.95 * len(lengths))]}",
        f"functions over {LONG} lines: {sum(length > LONG for length in lengths)}",
        f"lines: {house.lines}",
    )


if __name__ == "__main__":
    house = House(Path(__file__).parents[2])
    sys.stdout.write((diagram(house) if sys.argv[1:] == ["draw"] else "\n".join(figures(house))) + "\n")
