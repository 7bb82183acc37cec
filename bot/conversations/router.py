"""Where an event goes: one place, one order.

1 a command · 2 a tap, by its prompt · 3 a reply, by the message it answers · 4 in private, the live prompt · 5 in a
group, only replies, mentions and taps · 6 an edited message, by the answer it gave · 7 anything else, explained.
"""

from dataclasses import replace

from bot.chat.incoming import (
    Attachment,
    BotMembershipChanged,
    ButtonPress,
    CommandSent,
    Content,
    GroupMigrated,
    IncomingEvent,
    MessageEdited,
    TextMessage,
)
from bot.chat.outgoing import SendText
from bot.conversations import albums, button_press, commands, handover_choice, unnamed
from bot.conversations.button_text import matched
from bot.conversations.delegation import respondent
from bot.conversations.membership import joining
from bot.conversations.orders import read_order
from bot.conversations.pastes import continues_paste, may_be_an_answer, note_piece
from bot.conversations.session import Session, Turn, group_turn, private_turn
from bot.conversations.spreadsheet import flow
from bot.conversations.taps import after_handed, carry_out, words_of_entry
from bot.conversations.turn import advance
from bot.delivery.chats import resume_chat, suspend_chat
from bot.reminders import answers as nudges
from bot.storage import chats, people, prompts
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.events import Event, Resume, Revise, Tapped, Typed
from domain.dialogue.talk import PromptKind
from domain.parsing.visible import visible
from domain.script.aims import UNIT


def receive(session: Session, event: IncomingEvent) -> str | None:
    """Carry one event out; return the toast for a tap, if any."""
    match event.content:
        case GroupMigrated(to):
            chats.migrate_chat(session.db, event.chat.chat, to)
        case BotMembershipChanged(True):
            people.see(session.db, event.chat.chat, session.now)  # before what was kept for them is sent
            resume_chat(session.db, event.chat.chat, session.now)
        case BotMembershipChanged(False):
            suspend_chat(session.db, event.chat.chat, "left", session.now)
        case _ if event.chat.is_private:
            return _private(session, event)
        case _:
            return _group(session, event)
    return None


def _private(session: Session, event: IncomingEvent) -> str | None:
    turn, content = private_turn(session, event), _read(event.content)
    if turn.person.consent_at is None:
        return _before_consent(turn, content)
    match content:
        case CommandSent() as order:
            return commands.run_named(turn, order.name, order.argument)
        case ButtonPress() as press:
            return button_press.press(turn, press)
        case TextMessage() as words if continues_paste(turn, words):
            return _rest_of_paste(note_piece(turn, words), words)
        case TextMessage() as words:
            return _words(note_piece(turn, words), words)
        case MessageEdited() as rewrite:
            return _rewritten(turn, rewrite)
        case Attachment() as attachment:
            if turn.role is Role.LEAD and attachment.kind == "document":
                flow.receive(turn, attachment)
                return None
            if albums.is_answered(turn, attachment):
                return None
            return commands.unreadable(albums.note(turn, attachment), attachment.kind)
        case _:
            return None


def _read(content: Content) -> Content:
    """Tell a command from other words, and free those of the signs that nobody sees."""
    match content:
        case TextMessage(text):
            return read_order(content) or replace(content, text=visible(text))
        case MessageEdited(text):
            return replace(content, text=visible(text))
        case _:
            return content


def _before_consent(turn: Turn, content: Content) -> str | None:
    """Nothing is done for someone who has not agreed, but asking them."""
    if isinstance(content, ButtonPress) and button_press.is_about_consent(turn, content):
        return button_press.press(turn, content)
    if not isinstance(content, MessageEdited):
        token = content.argument if isinstance(content, CommandSent) and content.name == "start" else ""
        joining.ask_consent(turn, token or joining.token_in_wait(turn))
    return None


def _rest_of_paste(turn: Turn, words: TextMessage) -> str | None:
    """A long piece was answered with the one before it; a short one may be an answer after all."""
    if may_be_an_answer(words):
        turn.say("commands:rest_of_paste")
    return None


def _group(session: Session, event: IncomingEvent) -> str | None:
    """In a group, only what is meant for the bot: commands, taps, replies to it, mentions."""
    content = _read(event.content)
    if not _is_meant_for(session.app.bot_name, content):
        return None
    if not event.sender.is_person:
        unnamed.answer(session, event)
        return None
    turn = group_turn(session, event)
    match content:
        case CommandSent() as order:
            return commands.run_in_group(turn, order)
        case ButtonPress() as press:
            return button_press.press(turn, press)
        case TextMessage(_, _, reply_to) as words if (row := _nudge_replied_to(turn, reply_to)) is not None:
            return _to_nudge(turn, row, words)
        case TextMessage():
            return commands.run_named(turn, "aide")
        case MessageEdited() as rewrite:
            return _rewritten(turn, rewrite)
        case Attachment(kind):
            return commands.unreadable(turn, kind)
        case _:
            return None


def _is_meant_for(bot_name: str, content: Content) -> bool:
    """Whether what is said in a group is for the bot; an unknown command is another bot's, unless it names this one."""
    match content:
        case CommandSent(name, bot=""):
            return commands.is_known(name)
        case CommandSent(bot=bot):
            return bot.casefold() == bot_name.casefold()
        case (
            TextMessage(reply_to=reply_to, is_mention=is_mention) | Attachment(reply_to=reply_to, is_mention=is_mention)
        ):
            return is_mention or reply_to is not None
        case _:
            return True


def _nudge_replied_to(turn: Turn, reply_to: int | None) -> PromptRow | None:
    row = prompts.by_message(turn.db, turn.recipient.chat, reply_to) if reply_to else None
    return row if row and row.kind == nudges.KIND else None


def _words(turn: Turn, words: TextMessage) -> str | None:
    nudge = _meant_nudge(turn, words)
    if nudge is not None and nudge.kind == handover_choice.KIND:
        return _to_handed(turn, nudge, words.text, words.message)
    if nudge is not None:
        return _to_nudge(turn.remember(nudges.KIND, None), nudge, words)
    if turn.role is not Role.LEAD:
        return commands.nothing_asked(turn)
    return advance(turn, _meant(turn, words), source=words.message)


def _meant(turn: Turn, words: TextMessage) -> Event:
    """Words in reply to an older question offer to replace its answer; else they are for the question in progress."""
    live = turn.conversation.talk.live
    replied = prompts.by_message(turn.db, turn.recipient.chat, words.reply_to) if words.reply_to else None
    if replied and replied.path and _is_older_question(turn, replied):
        return Revise(replied.path, words.text)
    row = turn.conversation.shown if live else None
    op = matched(row, words.text, takes_words=_takes_words(row)) if row else None
    return Tapped(live, op, words_of_entry(turn, row, op)) if live and op and row else Typed(words.text)


_ASKED = frozenset({PromptKind.QUESTION, PromptKind.PROPOSAL})
"""Prompts about a question that words answer."""


def _is_older_question(turn: Turn, row: PromptRow) -> bool:
    is_ours = row.audience == turn.person.id and row.plan_id == turn.plan
    return is_ours and row.kind in _ASKED and not row.is_live


def _takes_words(row: PromptRow) -> bool:
    """Whether free text may answer this prompt, so that a number is a value and not the place of a button."""
    if row.kind != PromptKind.QUESTION or row.path is None:
        return False
    return row.path.id == UNIT or not any(act.startswith("pick:") for act in row.acts)


def _meant_nudge(turn: Turn, words: TextMessage) -> PromptRow | None:
    """The reminder or the handed question these words answer: the one replied to, the one "Répondre" was pressed on,
    or, when no question is in progress, the latest one open here."""
    if words.reply_to:
        row = prompts.by_message(turn.db, turn.recipient.chat, words.reply_to)
        return row if row and row.kind in {nudges.KIND, handover_choice.KIND} else None
    if nudges.KIND in turn.conversation.aside:
        return prompts.get(turn.db, turn.conversation.aside[nudges.KIND])
    if turn.conversation.talk.live is not None and turn.role is Role.LEAD:
        return None
    waiting = filter(None, (nudges.open_nudge(turn.db, turn.recipient.chat), respondent.open_here(turn)))
    return max(waiting, key=lambda row: row.asked_at, default=None)


def _to_handed(turn: Turn, row: PromptRow, text: str, message: int) -> str | None:
    if not button_press.may_answer(turn, row):
        return None
    reply = respondent.words(turn, row, text, message)
    _, turn = after_handed(turn, row, reply)
    return None if reply.awaits_words else _back_to_question(turn)


def _to_nudge(turn: Turn, row: PromptRow, words: TextMessage) -> str | None:
    if not button_press.may_answer(turn, row):
        text = (
            "reminders:not_asked_of_you" if turn.recipient.is_private else button_press.why_not(turn, row, "not_linked")
        )
        turn.post(SendText(turn.text(text), reply_to=words.message))
        return None
    reply = nudges.words(
        turn.db, row, words.text, turn.person, message_id=words.message, now=turn.now, book=turn.app.book
    )
    if not turn.recipient.is_private:
        return carry_out(turn, reply)
    toast = carry_out(turn.remember(nudges.KIND, row.id) if reply.awaits_words else turn, reply)
    return toast if reply.awaits_words else _back_to_question(turn)


def _back_to_question(turn: Turn) -> str | None:
    """Show the question that a reminder interrupted."""
    is_waiting = turn.conversation.talk.live is not None and not turn.conversation.talk.is_paused
    return advance(turn, Resume()) if is_waiting and turn.role is Role.LEAD else None


def _rewritten(turn: Turn, rewrite: MessageEdited) -> str | None:
    """An edited message is offered as a replacement when it was the source of an answer, else ignored."""
    row = prompts.by_source(turn.db, turn.recipient.chat, rewrite.message)
    if (order := read_order(TextMessage(rewrite.text, rewrite.message))) is not None:
        _made_a_command(turn, order, is_answer=row is not None)
        return None
    if row is not None and row.kind == handover_choice.KIND:
        return _to_handed(turn, row, rewrite.text, rewrite.message)
    if row is not None and row.path and row.plan_id == turn.plan and turn.role is Role.LEAD:
        return advance(turn, Revise(row.path, rewrite.text))
    reply = nudges.revise(
        turn.db, turn.recipient.chat, rewrite.message, rewrite.text, turn.person, now=turn.now, book=turn.app.book
    )
    return carry_out(turn, reply) if reply else None


def _made_a_command(turn: Turn, order: CommandSent, *, is_answer: bool) -> None:
    """A message edited into a command runs nothing and replaces nothing: say how to run it; in a group, if it told."""
    is_answer = is_answer or nudges.was_source(turn.db, turn.recipient.chat, order.message)
    if not (is_answer or turn.recipient.is_private):
        return
    name = order.name if commands.is_known(order.name) else commands.nearest(order.name) or "aide"
    turn.say("commands:edited_into_command", is_answer=is_answer, name=name)
