"""Effects of the engine as messages to send: each becomes an outbox row, in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.chat.outgoing import EditKeyboard, EditText, SendText, plain
from bot.conversations import menus
from bot.conversations.handover_choice import ask_whom
from bot.conversations.rendering.prompt_text import PromptText, RenderedPrompt
from bot.conversations.session import NOTICE, Recipient, Session
from bot.storage import prompts
from bot.storage.prompts import PromptRow
from domain.dialogue.events import Ask, Completed, Disarm, Effect, HandOver, Redraw, Say, Toast
from domain.dialogue.talk import Prompt


@dataclass(frozen=True, slots=True)
class EffectPresenter:
    """Where effects are shown: whose talk, on which plan, in which words."""

    session: Session
    recipient: Recipient
    talk: int
    plan: int
    cards: PromptText
    source: int | None = None
    """The person's message behind the event, if any."""


def show(stage: EffectPresenter, effects: Iterable[Effect]) -> str | None:
    """Post what the engine wants shown; return the toast to answer the tap with, if any."""
    toast: str | None = None
    for effect in effects:
        match effect:
            case Ask(prompt, notes):
                _ask(stage, prompt, stage.cards.shown(prompt, notes))
            case Redraw(prompt, instead_of):
                _redraw(stage, prompt, instead_of)
            case Say(note):
                stage.session.say_to(stage.recipient, stage.cards.note(note))
            case Toast(note):
                toast = plain(stage.cards.note(note))
            case Disarm(prompt_id, chosen):
                _disarm(stage, prompt_id, chosen)
            case HandOver(path):
                ask_whom(stage.session, stage.recipient, stage.plan, path, stage.cards.reader.name(path))
            case Completed(again):
                menus.completed(stage.session, stage.recipient, stage.plan, again=again)
    return toast


def _ask(stage: EffectPresenter, prompt: Prompt, shown: RenderedPrompt) -> None:
    prompts.insert(stage.session.db, _row(stage, prompt, shown))
    stage.session.post_to(stage.recipient, SendText(shown.text, shown.keyboard), prompt=prompt.id)


def _redraw(stage: EffectPresenter, prompt: Prompt, instead_of: str | None) -> None:
    shown = stage.cards.shown(prompt)
    if instead_of is None:
        prompts.redraw(stage.session.db, prompt.id, prompt.payload, shown.labels)
        stage.session.post_to(stage.recipient, EditText(None, shown.text, shown.keyboard), prompt=prompt.id)
        return
    closed = prompts.close(stage.session.db, instead_of, chosen=None, now=stage.session.now)
    former = closed or prompts.get(stage.session.db, instead_of)
    prompts.insert(stage.session.db, _row(stage, prompt, shown, former.message_id if former else None))
    message_id = former.message_id if former else None
    stage.session.post_to(stage.recipient, EditText(message_id, shown.text, shown.keyboard), prompt=prompt.id)


def _disarm(stage: EffectPresenter, prompt_id: str, chosen: str | None) -> None:
    """Take buttons away once the next question is out; what was chosen is written in their place."""
    db, now = stage.session.db, stage.session.now
    row = prompts.close(db, prompt_id, chosen=chosen, now=now, source_message_id=stage.source)
    row = row or prompts.get(db, prompt_id)
    if row is None or not row.acts:
        return
    said = stage.cards.chosen(row.prompt, chosen) if row.is_engine else ""
    if not said or (stage.source is not None and not stage.cards.is_worked_out(row.prompt)):
        stage.session.post_to(stage.recipient, EditKeyboard(row.message_id), prompt=prompt_id, priority=NOTICE)
        return
    text = f"{stage.cards.words(row.prompt)}\n\n{said}"
    stage.session.post_to(stage.recipient, EditText(row.message_id, text), prompt=prompt_id, priority=NOTICE)


def _row(stage: EffectPresenter, prompt: Prompt, shown: RenderedPrompt, message_id: int | None = None) -> PromptRow:
    made = PromptRow.of(
        prompt,
        talk_id=stage.talk,
        plan_id=stage.plan,
        chat_id=stage.recipient.chat,
        thread_id=stage.recipient.thread,
        audience=stage.recipient.person,
        labels=shown.labels,
    )
    if message_id is None:
        return made
    values: Mapping[str, object] = {name: getattr(made, name) for name in PromptRow.__slots__}
    return PromptRow(**{**values, "message_id": message_id})  # type: ignore[arg-type]
