"""The message that shows a file as it was understood, with its buttons; it changes in place."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.chat.outgoing import EditText
from bot.conversations.offers import offer_instead, offer_rows
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.session import Recipient, Session
from bot.conversations.spreadsheet.payload import Sheet, to_json
from bot.conversations.spreadsheet.preview_card import ImportCard
from bot.conversations.turn import OpenPlan
from bot.storage import prompts
from bot.storage.prompts import PromptRow
from domain.dialogue.coding import coded
from domain.dialogue.dossier import Dossier
from domain.dialogue.path import Path
from domain.dialogue.script import Script
from domain.importing.fields import Kind
from domain.importing.lines import Target

KIND = "import"
"""The prompts that show what was read in a file, which are soon dropped: they hold all of it."""
OBJECTIVES = Path("objectives")
SENTENCE = "objectives/sentence"
Choice = tuple[str, str]
"""(act, label) of a button."""


def objectives(script: Script, dossier: Dossier) -> Sequence[Target]:
    """Return the objectives of a plan, as a file may name them."""
    codes = coded(script, dossier).codes
    rows = map(OBJECTIVES.row, dossier.rows_of(OBJECTIVES))
    return [Target(row.rows[-1], codes[row], words_at(dossier, Path(SENTENCE, row.rows))) for row in rows]


def words_at(dossier: Dossier, path: Path) -> str:
    answer = dossier.answers.get(path)
    return str(answer.value) if answer and answer.value is not None else ""


@dataclass(frozen=True)
class ImportMessage:
    """A sheet about to be shown to a person."""

    session: Session
    recipient: Recipient
    opened: OpenPlan
    sheet: Sheet

    def show(self, former: PromptRow | None = None) -> None:
        """Show the sheet in a new message, or in that of the prompt it takes the place of."""
        text, rows = self._choosing() if self.sheet.is_choosing else self._page()
        payload, plan = to_json(self.sheet), self.opened.row.id
        if former is None:
            offer_rows(self.session, self.recipient, text, rows, plan=plan, payload=payload, kind=KIND)
        else:
            close(self.session, former)
            offer_instead(self.session, self.recipient, former, text, rows, payload=payload, kind=KIND)

    def _page(self) -> tuple[str, list[list[Choice]]]:
        known = self._objectives()
        reader = DossierText(
            self.session.app.book, self.session.app.script, self.opened.dossier, self.recipient.language
        )
        card = ImportCard(reader, self.sheet, known)
        pages = card.pages()
        page = min(self.sheet.page, len(pages) - 1)
        can_import = bool(known) or self.sheet.shown is Kind.ACTIONS
        rows = [self._turning(page, len(pages)), self._import() if can_import else [], self._switch(), [self._cancel()]]
        return card.text(page, pages), [row for row in rows if row]

    def _turning(self, page: int, pages: int) -> list[Choice]:
        before = (f"import:page:{page - 1}", self._label("act_before", number=page))
        after = (f"import:page:{page + 1}", self._label("act_after", number=page + 2))
        return [*([before] if page > 0 else []), *([after] if page < pages - 1 else [])]

    def _import(self) -> list[Choice]:
        kept = len(self.sheet.preview.kept)
        return [("import:go", self._label("act_import", count=kept))] if kept else []

    def _switch(self) -> list[Choice]:
        other = self.sheet.shown.other
        label = self._label("act_as_kpis" if other is Kind.KPIS else "act_as_actions")
        return [("import:as", label)] if other in self.sheet.previews else []

    def _cancel(self) -> Choice:
        return "import:cancel", self._label("act_cancel")

    def _choosing(self) -> tuple[str, list[list[Choice]]]:
        """Ask under which objective the indicators without one go."""
        found = self._objectives()
        lines = (self._text("objective_line", code=each.code, title=each.sentence) for each in found)
        orphans = sum(line.parent is None for line in self.sheet.preview.kept)
        most = self.session.app.script.lists[Kind.KPIS].most
        text = self._text("choose_objective", count=orphans, body=Markup("\n").join(lines), most=most)
        rows = [
            [(f"import:to:{each.row}", self._label("act_to", code=each.code, title=each.sentence))] for each in found
        ]
        back = (f"import:page:{self.sheet.page}", self._label("act_preview"))
        return text, [*rows, [back], [self._cancel()]]

    def _objectives(self) -> Sequence[Target]:
        return objectives(self.session.app.script, self.opened.dossier)

    def _text(self, name: str, /, **context: object) -> str:
        return self.session.text_for(self.recipient, f"imports:{name}", **context)

    def _label(self, name: str, /, **context: object) -> str:
        return self.session.label_for(self.recipient, f"imports:{name}", **context)


def end(session: Session, recipient: Recipient, row: PromptRow, text: str) -> None:
    """Put the last word in the place of the preview."""
    close(session, row)
    session.post_to(recipient, EditText(row.message_id, text), prompt=row.id)


def offer_undo(
    session: Session, recipient: Recipient, row: PromptRow, text: str, made: Sequence[Path], *, may_wait: bool = False
) -> None:
    """Say what was added in the place of the preview, with buttons to take it back, or to complete it later."""
    close(session, row)
    acts = ("later", "undo") if may_wait else ("undo",)
    choices = [(f"import:{act}", session.label_for(recipient, f"imports:act_{act}")) for act in acts]
    rows = [[choice] for choice in choices]
    offer_instead(session, recipient, row, text, rows, payload={"rows": [str(path) for path in made]})


def made_rows(row: PromptRow) -> list[Path]:
    """Return the rows that `offer_undo` offered to take back."""
    rows = row.payload["rows"]
    assert isinstance(rows, list)  # noqa: S101 - `offer_undo` wrote it
    return [Path.parse(str(each)) for each in rows]


def close(session: Session, row: PromptRow) -> None:
    """Close the prompt: what was understood of the file is kept no longer than its buttons."""
    prompts.redraw(session.db, row.id, {}, row.labels)
    prompts.close(session.db, row.id, chosen=None, now=session.now)
