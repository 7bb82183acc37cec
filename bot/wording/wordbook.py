"""The words of the conversation: named blocks of templates/messages, one folder per language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.runtime import Context
from markupsafe import Markup

from bot.paths import data_folder
from bot.wording import typography
from bot.wording.card_lines import card
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.questions import Date, Decimal, Integer, Question, Reference
from domain.dialogue.script import Script
from domain.dialogue.values import Value

LANGUAGES = ("fr", "en")
LONGEST_LABEL = 30
"""Characters of a button that a phone shows whole."""
SHOWN_NAMES = 3
QUESTION_PARTS = ("question", "why", "where", "example")
Titles = Mapping[str, str]
_YEARS = (1900, 2100)
_WITHOUT_VALUE = frozenset({AnswerStatus.UNKNOWN, AnswerStatus.NOT_APPLICABLE, AnswerStatus.SKIPPED})


class MissingWordingError(LookupError):
    """A block is asked that no template has: add it to templates/messages in both languages."""


PARTS = frozenset({"maturity"})
"""Parts of chapters that are large enough to have a file of words of their own."""


class Worded(NamedTuple):
    """Where the words of an item are: in which file, under which id."""

    file: str
    item: str

    @classmethod
    def of(cls, script: Script, item_id: str) -> "Worded":
        """Find those of an item of the script: its own, or those it shares with others."""
        item = script.by_id[item_id]
        words = (item.words if isinstance(item, Question) else None) or item_id
        part = words.partition(".")[0]
        return cls(part if part in PARTS else script.chapter_of(item_id).id, words)


def block(chapter: str, item: str, part: str) -> str:
    """Return the name of a part of an item's wording.

    ("objectives", "objectives/kpis/target", "why") is `objectives:objectives_kpis_target__why`.
    """
    return f"{chapter}:{item.replace('.', '_').replace('/', '_')}__{part}"


class Wordbook:
    """The texts of every language, each block compiled once; safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        root = folder or data_folder("templates") / "messages"
        self._books = {language: _Book(root / language, language) for language in LANGUAGES}

    def text(self, language: str, name: str, /, **context: object) -> str:
        """Return Telegram HTML, as Markup so that it can stand inside another text; values of the context are escaped.

        Raises MissingWordingError for a block that does not exist, jinja2.UndefinedError for a missing variable.
        """
        return self._book(language).text(name, context)

    def label(self, language: str, name: str, /, **context: object) -> str:
        """Return plain text, for a button or a list."""
        return unescape(self._book(language).text(name, context))

    def has(self, language: str, name: str, /) -> bool:
        return name in self._book(language)

    def names(self, language: str) -> frozenset[str]:
        """Return every "file:block" there is."""
        return self._book(language).names()

    def reads(self, language: str, name: str, /) -> frozenset[str]:
        """Return the variables a block needs."""
        return self._book(language).reads(name)

    def question(self, language: str, chapter: str, item: str, /, **context: object) -> str:
        """Return a whole question: what is asked, why it matters, where to look, the national reference, an example.

        The context holds the hints of domain.script.hints, and `reference` when there is one.
        """
        parts = {part: self._part(language, chapter, item, part, context) for part in QUESTION_PARTS}
        beside = {name: context.get(name, "") for name in ("title", "reference")}
        return self.text(language, "common:question", **beside, **parts)

    def refusal(self, language: str, chapter: str, item: str, code: str, /, **context: object) -> str:
        """Return why a reply was not taken: the question's own words, else the common ones."""
        own = block(chapter, item, f"refusal_{code}")
        return self.text(language, own if self.has(language, own) else f"common:refusal_{code}", **context)

    def act(self, language: str, chapter: str, item: str, verb: str, /, **context: object) -> str:
        """Return the label of a button: the question's own wording of `verb`, else the common one."""
        own = block(chapter, item, f"act_{verb}")
        return self.label(language, own if self.has(language, own) else f"common:act_{verb}", **context)

    def said(
        self, language: str, words: Worded, question: Question, answer: Answer, /, *, row_titles: Titles, unit: str = ""
    ) -> str:
        """Return an answer in plain words.

        `words` is where those of the question are; `row_titles` names the rows that references point to, by row id;
        `unit` is that of a KPI's figure.
        """
        if answer.status in _WITHOUT_VALUE:
            own = block(*words, f"act_{answer.status}")
            return self.label(language, own if self.has(language, own) else f"common:said_{answer.status}")
        if isinstance(question, Reference):
            return row_titles.get(str(answer.value)) or self.label(language, "common:said_removed")
        return self._value(language, words, question, answer.value, unit)

    def _value(self, language: str, words: Worded, question: Question, value: Value, unit: str) -> str:
        match value:
            case tuple():
                names = [self._option(language, words, code) for code in value]
                return typography.listing(names, language) or self._nobody(language, words)
            case _ if question.options:
                return self._option(language, words, value)
            case int() | float() if isinstance(question, Decimal) and not _is_year(question):
                return typography.quantity(value, unit or question.unit or "", language)
            case str() if isinstance(question, Date):
                return typography.day(value, language)
            case _:
                return str(value)

    def _nobody(self, language: str, words: Worded) -> str:
        own = block(*words, "said_none")
        return self.label(language, own if self.has(language, own) else "common:said_none")

    def _option(self, language: str, words: Worded, code: object) -> str:
        """Name an option; one that the script no longer has, kept by an answer to review, is said to be removed."""
        name = block(*words, f"option_{code}")
        return self.label(language, name if self.has(language, name) else "common:said_removed")

    def _part(self, language: str, chapter: str, item: str, part: str, context: Mapping[str, object]) -> str:
        name = block(chapter, item, part)
        return self.text(language, name, **context) if self.has(language, name) else ""

    def _book(self, language: str) -> "_Book":
        return self._books.get(language) or self._books[LANGUAGES[0]]


def _is_year(question: Decimal) -> bool:
    return isinstance(question, Integer) and _YEARS[0] <= question.low and question.high <= _YEARS[1]


@dataclass(frozen=True, slots=True)
class _Block:
    """`reads` are the variables it needs: without any, its text is always the same."""

    render: Callable[[Context], Iterator[str]]
    reads: frozenset[str]


class _Book:
    """The blocks of one language."""

    def __init__(self, folder: Path, language: str) -> None:
        self._language, self._folder = language, folder
        # Texts go to Telegram as HTML: every value is escaped, a forgotten variable is an error.
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(_filters(language))
        self._blocks: dict[str, _Block] = {}
        self._root = self._environment.from_string("")
        self._fixed: dict[str, Markup] = {}
        self._files = frozenset(self._environment.list_templates(extensions=["jinja"]))
        self._opened: set[str] = set()

    def __contains__(self, name: str) -> bool:
        self._open(f"{name.partition(':')[0]}.jinja")
        return name in self._blocks

    def names(self) -> frozenset[str]:
        for file in self._files:
            self._open(file)
        return frozenset(self._blocks)

    def reads(self, name: str) -> frozenset[str]:
        return self._found(name).reads

    def text(self, name: str, context: Mapping[str, object]) -> Markup:
        if name in self._fixed:
            return self._fixed[name]
        found = self._found(name)
        rendered = "".join(found.render(self._root.new_context(dict(context))))
        text = Markup(typography.typeset(typography.without_gaps(rendered), self._language))  # noqa: S704 - escaped above
        if not found.reads:
            self._fixed[name] = text
        return text

    def _found(self, name: str) -> _Block:
        if name not in self._blocks and name not in self:
            raise MissingWordingError(f"no wording for {name!r} in {self._language!r}")
        return self._blocks[name]

    def _open(self, file: str) -> None:
        """Compile a file when it is first needed: all of them at once would delay the start."""
        if file in self._files and file not in self._opened:
            self._blocks.update(self._compiled(file))
            self._opened.add(file)

    def _compiled(self, file: str) -> Iterator[tuple[str, _Block]]:
        """Parse a file once: for its blocks, and for what each of them reads."""
        source, path, _ = FileSystemLoader(self._folder).get_source(self._environment, file)
        parsed = self._environment.parse(source, file, path)
        reads = {each.name: _reads(each) for each in parsed.find_all(nodes.Block)}
        code = self._environment.compile(parsed, file, path)
        for name, render in Template.from_code(self._environment, code, {}).blocks.items():
            yield f"{file.removesuffix('.jinja')}:{name}", _Block(render, reads[name])


def _reads(block_node: nodes.Block) -> frozenset[str]:
    """The variables a block reads and does not set itself."""
    names = list(block_node.find_all(nodes.Name))
    own = {name.name for name in names if name.ctx == "store"}
    return frozenset(name.name for name in names if name.ctx == "load") - own


def _filters(language: str) -> Mapping[str, Callable[..., str]]:
    def plural(count: float, one: str, many: str) -> str:
        """Write the count and its noun: {{ 3|plural("réponse", "réponses") }}."""
        word = one if typography.is_singular(count, language) else many
        return f"{typography.number(count, language)} {word}"

    def choose(count: float, one: str, many: str) -> str:
        """Choose the form that agrees with a count, without the count."""
        return one if typography.is_singular(count, language) else many

    def quantity(value: float, unit: str = "") -> str:
        return typography.quantity(value, unit, language)

    def few(names: Sequence[str]) -> str:
        quoted = "« {} »" if language == "fr" else "“{}”"
        shown = [quoted.format(typography.short(name, 60)) for name in names[:SHOWN_NAMES]]
        hidden = len(names) - len(shown)
        return typography.listing([*shown, typography.others(hidden, language)] if hidden else shown, language)

    return {
        "number": lambda value: typography.number(value, language),
        "quantity": quantity,
        "day": lambda value: typography.day(value, language),
        "clock": lambda value: typography.clock(value, language),
        "listing": lambda words: typography.listing(words, language),
        "unit": lambda unit: typography.unit_name(unit, language),
        "plural": plural,
        "choose": choose,
        "short": typography.short,
        "to": lambda name: type(name)(typography.after("à", name)),
        "of": lambda name: type(name)(typography.after("de", name)),
        "few": few,
        "card": lambda lines: card(lines, language),
    }
