"""Prompts and notes in words, as they are shown in the chat."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from bot.chat.outgoing import Keyboard
from bot.conversations.rendering import keyboard, proposals, reviews
from bot.conversations.rendering.action_notes import placed
from bot.conversations.rendering.check_card import check_card, topic_card
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.rendering.territory_card import kpi_reference, reference_line
from bot.wording.card_lines import cut, few
from bot.wording.wordbook import block
from domain.dialogue.answering import proposed
from domain.dialogue.dossier import value_at
from domain.dialogue.events import Note
from domain.dialogue.path import Path
from domain.dialogue.questions import Date, Question, Reference, Review
from domain.dialogue.scopes import LATER, TOPIC, left
from domain.dialogue.talk import Prompt, PromptKind
from domain.method.quadrant import THRESHOLD
from domain.script.actions import CRITERIA
from domain.script.aims import BASELINE, DEADLINE
from domain.script.catalogue import KPI_ENTRY

PITFALLS = "check.pitfalls"
"""The card of what the rules found, instead of what a chapter recorded."""
LAST_MARK = f"actions/{CRITERIA[-1]}"
"""The question after which an action can be placed."""
WITHOUT_VALUE = frozenset({"skip", "unknown", "not_applicable"})
"""Acts told by the words of their own button, rather than by what a card says of them."""


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """A prompt as shown; `labels` are its buttons' words, for replies in words."""

    text: str
    keyboard: Keyboard
    labels: tuple[str, ...]


@dataclass(frozen=True)
class PromptText:
    """Words a dossier's prompts and notes.

    `zone` is the plan's; `name_of` gives the first name of a member, by id; `threshold` is the line of the quadrants.
    """

    reader: DossierText
    zone: tzinfo
    name_of: Callable[[int], str | None] = lambda _: None
    threshold: float = THRESHOLD

    def shown(self, prompt: Prompt, notes: Iterable[Note] = ()) -> RenderedPrompt:
        """Word a prompt, after what is said before it."""
        labels = tuple(keyboard.label(self.reader, prompt, act) for act in prompt.acts)
        faces = tuple(keyboard.faces(self.reader, prompt, labels))
        said = [self.note(note, prompt) for note in notes]
        parts = said if said and prompt.payload.get("is_brief") else [*said, self.words(prompt)]
        text = "\n\n".join(part for part in parts if part)
        return RenderedPrompt(cut(text), keyboard.keyboard(prompt, faces), labels)

    def note(self, note: Note, prompt: Prompt | None = None) -> str:
        """Word a note; `prompt` is what it introduces."""
        match note.code:
            case "refusal":
                path = Path.parse(str(note.params["path"]))
                example = self._part(path, "example", self.reader.hints(path)) if self._takes_words(path) else ""
                return self._common("refused", {"reason": self._reason(note, path), "example": example})
            case "chapter_opening":
                chapter_id = str(note.params["chapter"])
                chapters = self.reader.script.chapters
                number, chapter = next((n, each) for n, each in enumerate(chapters, 1) if each.id == chapter_id)
                opening = f"{chapter_id}:chapter__opening"
                is_full = self.reader.seen.is_full
                minutes = chapter.full_minutes if is_full else chapter.minutes
                text = self.reader.text(opening, minutes=minutes, is_full=is_full)
                place = {
                    "number": number,
                    "count": len(chapters),
                    "name": self.reader.label(f"{chapter_id}:chapter__name"),
                }
                return self._common("chapter_opening", {**place, "text": text})
            case _:
                return self._common(f"note_{note.code}", self._values(note, prompt))

    def chosen(self, prompt: Prompt, act: str | None) -> str:
        """What stands in the place of buttons once one was pressed; empty when nothing was chosen."""
        if act is None:
            return ""
        said = (
            self.reader.said(prompt.path) if prompt.path and isinstance(self.reader.item(prompt.path), Question) else ""
        )
        if prompt.kind in {PromptKind.QUESTION, PromptKind.PROPOSAL} and said and act not in WITHOUT_VALUE:
            return "\n".join(filter(None, [self._common("chosen", {"label": said}), self._beside(_path(prompt))]))
        if act in prompt.acts:
            return self._common("chosen", {"label": keyboard.label(self.reader, prompt, act)})
        return ""

    def is_worked_out(self, prompt: Prompt) -> bool:
        """Whether more is shown than what was typed: a day said otherwise, or where the last mark places an action."""
        path = prompt.path
        return path is not None and (path.id == LAST_MARK or isinstance(self.reader.item(path), Date))

    def _beside(self, path: Path) -> str:
        """What there is to say at once of an answer."""
        if path.id == LAST_MARK:
            return placed(self.reader, path.rows[0], self.threshold)
        answer = self.reader.dossier.answers.get(path)
        if path.id != DEADLINE or answer is None or not isinstance(answer.value, str):
            return ""
        return proposals.outside_plan(self.reader, date.fromisoformat(answer.value))

    def alone(self, path: Path, part: str = "") -> str:
        """A question, or a part of it, for somebody who sees nothing else of the plan."""
        known = {**self.reader.hints(path), "reference": self._reference(path), "weak": ()}
        if part:
            return self._part(path, part, known)
        return self.reader.book.question(self.reader.language, *self.reader.worded(path.id), **known)

    # What each kind of prompt says ------------------------------------------------------------------------------------

    def words(self, prompt: Prompt) -> str:
        """The text of a prompt alone."""
        match prompt.kind:
            case PromptKind.QUESTION:
                path = _path(prompt)
                known = {**self.reader.hints(path), "reference": self._reference(path)}
                known |= {"weak": reviews.weak_themes(self.reader) if path.id == "needs/sentence" else ()}
                if standing := reviews.which_statement(self.reader, path):
                    known |= {"title": standing}
                asked = self.reader.book.question(self.reader.language, *self.reader.worded(path.id), **known)
                return "\n\n".join(filter(None, [reviews.before_statements(self.reader, path), asked]))
            case PromptKind.GATE:
                return self._gate(_path(prompt))
            case PromptKind.REVIEW:
                return self._review(_path(prompt))
            case PromptKind.DRY_RUN:
                path, lost, stale = _path(prompt), prompt.payload["lost"], prompt.payload["stale"]
                change = {"before": self.reader.said(path), "after": self._proposal(prompt)}
                return self._common("dry_run", {**change, "name": self.reader.name(path), "lost": lost, "stale": stale})
            case PromptKind.REMOVAL:
                references = prompt.payload.get("references", ())
                paths = [Path.parse(str(text)) for text in references] if isinstance(references, list | tuple) else []
                titles = [self._row_title(each) for each in paths]
                return self._common("removal_referenced", {"title": self.reader.name(_path(prompt)), "titles": titles})
            case PromptKind.MENU:
                return self._menu(prompt)
            case PromptKind.PROPOSAL:
                return proposals.words(self.reader, prompt)
            case PromptKind.CONFLICT | PromptKind.NOTE:
                return ""

    def _reference(self, path: Path) -> str:
        """The national figure beside one of the diagnosis, or beside the start of a KPI of the catalogue."""
        if path.id != BASELINE:
            return reference_line(self.reader.book, self.reader.language, path.id.removeprefix("diagnosis."))
        entry = value_at(self.reader.seen.visible, Path(KPI_ENTRY, path.rows))
        return kpi_reference(self.reader.book, self.reader.language, str(entry))

    def _gate(self, path: Path) -> str:
        """Ask for another row; what a list is for is said before its first one, how many are wise each time."""
        titles = [self.reader.titles.get(row, "") for row in self.reader.dossier.rows_of(path)]
        asked = self._part(path, "gate", {"count": len(titles)})
        is_known = bool(titles) and not self.reader.script.lists[path.id].least
        why = "" if is_known else self._part(path, "gate_why", {})
        return self._common("gate", {"question": asked, "why": why, "titles": titles})

    def _review(self, path: Path) -> str:
        if path.id == PITFALLS:
            return check_card(self.reader, self.threshold)
        lines = reviews.lines(self.reader, self.reader.chapter(path.id))
        beside = reviews.beside(self.reader, path.id, self.threshold)
        return self._common("review", {"question": self._part(path, "question", {}), "lines": lines, "beside": beside})

    def _menu(self, prompt: Prompt) -> str:
        scope = prompt.payload.get("scope")
        if not isinstance(scope, str):
            return self._common("menu_chapters", {})
        if scope == LATER:
            return self._common("menu_later", {"count": len(left(self.reader.seen))})
        if scope.startswith(TOPIC):
            return topic_card(self.reader, scope.removeprefix(TOPIC), self.threshold)
        lines = few(self.reader.card(scope))
        return self._common("menu_scope", {"title": self.reader.scope_name(scope), "lines": lines})

    # Notes ------------------------------------------------------------------------------------------------------------

    def _reason(self, note: Note, path: Path) -> str:
        values = note.params.get("values", {})
        given = {str(key): value for key, value in values.items()} if isinstance(values, Mapping) else {}
        words, code = self.reader.worded(path.id), str(note.params["code"])
        return self.reader.book.refusal(self.reader.language, *words, code, **{**self.reader.hints(path), **given})

    def _values(self, note: Note, prompt: Prompt | None) -> dict[str, object]:
        """Everything a note may want to say about its path, its row, its prompt."""
        values: dict[str, object] = dict(note.params)
        if "row" in values:
            values["title"] = self.reader.name(Path.parse(str(values["row"])))
        if "path" in values and (path := Path.parse(str(values["path"]))).id in self.reader.script.by_id:
            said, answer = self.reader.said(path), self.reader.dossier.answers.get(path)
            when = self._common("moment", {"at": answer.at.astimezone(self.zone)}) if answer else ""
            who = (answer and self.name_of(answer.author)) or self._common("someone", {})
            known = {
                "name": self.reader.name(path),
                "label": said,
                "value": said,
                "theirs": said,
                "who": who,
                "when": when,
            }
            values |= {**known, "title": self._row_title(path), "names": self._changed(path)}
            if prompt is not None and prompt.kind is PromptKind.CONFLICT:
                values["yours"] = self._proposal(prompt)
            if "code" in values:
                values["reason"] = self._reason(note, path)
        return values

    def _changed(self, path: Path) -> list[str]:
        """The answers that moved after this one was given, among those it depends on."""
        item, own = self.reader.item(path), self.reader.dossier.answers.get(path)
        sources = [Path(need, path.rows[: need.count("/")]) for need in item.needs]
        answers = {source: self.reader.dossier.answers.get(source) for source in sources}
        return [self.reader.name(source) for source, other in answers.items() if other and own and other.at >= own.at]

    # Words ------------------------------------------------------------------------------------------------------------

    def _proposal(self, prompt: Prompt) -> str:
        """The value held back by a prompt, in words."""
        return self.reader.said_value(_path(prompt), *proposed(prompt))

    def _row_title(self, path: Path) -> str:
        return self.reader.titles.get(path.rows[-1], "") if path.rows else ""

    def _takes_words(self, path: Path) -> bool:
        item = self.reader.item(path)
        return isinstance(item, Question) and not isinstance(item, Review | Reference) and not item.options

    def _part(self, path: Path, part: str, context: Mapping[str, object]) -> str:
        name = block(*self.reader.worded(path.id), part)
        return self.reader.text(name, **context) if self.reader.book.has(self.reader.language, name) else ""

    def _common(self, name: str, context: Mapping[str, object]) -> str:
        return self.reader.text(f"common:{name}", **context)


def _path(prompt: Prompt) -> Path:
    assert prompt.path is not None  # noqa: S101 - these kinds of prompts stand on a path
    return prompt.path
