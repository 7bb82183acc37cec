"""Where an event goes: one place, one order.

1 a command · 2 a tap, by its prompt · 3 a reply, by the message it answers · 4 in private, the live prompt · 5 in a
group, only replies, mentions and taps · 6 an edited message, by the answer it gave · 7 anything else, explained.
"""

from dataclasses import replace

from bot.chat.incoming import Attachment, Happening, Move, Order, Press, Rewrite, Standing, What, Words
from bot.chat.outgoing import SendText
from bot.conversations import albums, button_press, commands, handover_choice, unnamed
from bot.conversations.button_text import matched
from bot.conversations.delegation import respondent
from bot.conversations.desk import Desk
from bot.conversations.membership import joining
from bot.conversations.orders import read_order
from bot.conversations.pastes import continues_paste, may_be_an_answer, note_piece
from bot.conversations.replies import carry_out
from bot.conversations.seat import Seat, remember, seat, seat_in_group
from bot.conversations.spreadsheet import flow
from bot.conversations.turn import turn
from bot.delivery.chats import resume_chat, suspend_chat
from bot.reminders import answers as nudges
from bot.storage import chats, people, prompts
from bot.storage.memberships import Role
from bot.storage.prompts import PromptRow
from domain.dialogue.events import Event, Resume, Revise, Tapped, Typed
from domain.dialogue.talk import PromptKind
from domain.parsing.visible import visible
from domain.script.aims import UNIT


def receive(desk: Desk, happening: Happening) -> str | None:
    """Carry one event out; return the toast for a tap, if any."""
    match happening.what:
        case Move(to):
            chats.migrate_chat(desk.db, happening.where.chat, to)
        case Standing(True):
            people.see(desk.db, happening.where.chat, desk.now)  # before what was kept for them is sent
            resume_chat(desk.db, happening.where.chat, desk.now)
        case Standing(False):
            suspend_chat(desk.db, happening.where.chat, "left", desk.now)
        case _ if happening.where.is_private:
            return _private(desk, happening)
        case _:
            return _group(desk, happening)
    return None


def _private(desk: Desk, happening: Happening) -> str | None:
    here, what = seat(desk, happening), _read(happening.what)
    if here.person.consent_at is None:
        return _before_consent(desk, here, what)
    match what:
        case Order() as order:
            return commands.run(desk, here, order)
        case Press() as press:
            return button_press.press(desk, here, press)
        case Words() as words if continues_paste(here, words):
            return _rest_of_paste(desk, note_piece(desk, here, words), words)
        case Words() as words:
            return _words(desk, note_piece(desk, here, words), words)
        case Rewrite() as rewrite:
            return _rewritten(desk, here, rewrite)
        case Attachment() as attachment:
            return _attachment(desk, here, attachment)
        case _:
            return None


def _read(what: What) -> What:
    """Tell a command from other words, and free those of the signs that nobody sees."""
    match what:
        case Words(text):
            return read_order(what) or replace(what, text=visible(text))
        case Rewrite(text):
            return replace(what, text=visible(text))
        case _:
            return what


def _before_consent(desk: Desk, here: Seat, what: What) -> str | None:
    """Nothing is done for someone who has not agreed, but asking them."""
    if isinstance(what, Press) and button_press.is_about_consent(desk, what):
        return button_press.press(desk, here, what)
    if not isinstance(what, Rewrite):
        token = what.argument if isinstance(what, Order) and what.name == "start" else ""
        joining.ask_consent(desk, here, token or joining.token_in_wait(desk, here))
    return None


def _rest_of_paste(desk: Desk, here: Seat, words: Words) -> str | None:
    """A long piece was answered with the one before it; a short one may be an answer after all."""
    if may_be_an_answer(words):
        desk.say(here.spot, desk.text(here.spot, "commands:rest_of_paste"))
    return None


def _group(desk: Desk, happening: Happening) -> str | None:
    """In a group, only what is meant for the bot: commands, taps, replies to it, mentions."""
    what = _read(happening.what)
    if not _is_meant_for(desk.house.bot_name, what):
        return None
    if not happening.who.is_person:
        unnamed.answer(desk, happening)
        return None
    here = seat_in_group(desk, happening)
    match what:
        case Order() as order:
            return commands.run_in_group(desk, here, order)
        case Press() as press:
            return button_press.press(desk, here, press)
        case Words(_, _, reply_to) as words if (row := _nudge_replied_to(desk, here, reply_to)) is not None:
            return _to_nudge(desk, here, row, words)
        case Words():
            return commands.run_named(desk, here, "aide")
        case Rewrite() as rewrite:
            return _rewritten(desk, here, rewrite)
        case Attachment(kind):
            return commands.unreadable(desk, here, kind)
        case _:
            return None


def _is_meant_for(bot_name: str, what: What) -> bool:
    """Whether what is said in a group is for the bot; an unknown command is another bot's, unless it names this one."""
    match what:
        case Order(name, bot=""):
            return commands.is_known(name)
        case Order(bot=bot):
            return bot.casefold() == bot_name.casefold()
        case Words(reply_to=reply_to, is_mention=is_mention) | Attachment(reply_to=reply_to, is_mention=is_mention):
            return is_mention or reply_to is not None
        case _:
            return True


def _nudge_replied_to(desk: Desk, here: Seat, reply_to: int | None) -> PromptRow | None:
    row = prompts.by_message(desk.db, here.spot.chat, reply_to) if reply_to else None
    return row if row and row.kind == nudges.KIND else None


def _words(desk: Desk, here: Seat, words: Words) -> str | None:
    nudge = _meant_nudge(desk, here, words)
    if nudge is not None and nudge.kind == handover_choice.KIND:
        return _to_handed(desk, here, nudge, words.text, words.message)
    if nudge is not None:
        return _to_nudge(desk, remember(desk, here, nudges.KIND, None), nudge, words)
    if here.role is not Role.LEAD:
        return commands.nothing_asked(desk, here)
    return turn(desk, here.spot, here.talk, _meant(desk, here, words), source=words.message)


def _meant(desk: Desk, here: Seat, words: Words) -> Event:
    """Words in reply to an older question offer to replace its answer; else they are for the question in progress."""
    live = here.talk.talk.live
    replied = prompts.by_message(desk.db, here.spot.chat, words.reply_to) if words.reply_to else None
    if replied and replied.path and _is_older_question(here, replied):
        return Revise(replied.path, words.text)
    row = here.talk.shown if live else None
    op = matched(row, words.text, takes_words=_takes_words(row)) if row else None
    return (
        Tapped(live, op, button_press.words_of_entry(desk, here, row, op)) if live and op and row else Typed(words.text)
    )


_ASKED = frozenset({PromptKind.QUESTION, PromptKind.PROPOSAL})
"""Prompts about a question that words answer."""


def _is_older_question(here: Seat, row: PromptRow) -> bool:
    is_ours = row.audience == here.person.id and row.plan_id == here.plan
    return is_ours and row.kind in _ASKED and not row.is_live


def _takes_words(row: PromptRow) -> bool:
    """Whether free text may answer this prompt, so that a number is a value and not the place of a button."""
    if row.kind != PromptKind.QUESTION or row.path is None:
        return False
    return row.path.id == UNIT or not any(act.startswith("pick:") for act in row.acts)


def _meant_nudge(desk: Desk, here: Seat, words: Words) -> PromptRow | None:
    """The reminder or the handed question these words answer: the one replied to, the one "Répondre" was pressed on,
    or, when no question is in progress, the latest one open here."""
    if words.reply_to:
        row = prompts.by_message(desk.db, here.spot.chat, words.reply_to)
        return row if row and row.kind in {nudges.KIND, handover_choice.KIND} else None
    if nudges.KIND in here.talk.aside:
        return prompts.get(desk.db, here.talk.aside[nudges.KIND])
    if here.talk.talk.live is not None and here.role is Role.LEAD:
        return None
    waiting = filter(None, (nudges.open_nudge(desk.db, here.spot.chat), respondent.open_here(desk, here)))
    return max(waiting, key=lambda row: row.asked_at, default=None)


def _to_handed(desk: Desk, here: Seat, row: PromptRow, text: str, message: int) -> str | None:
    if not button_press.may_answer(desk, here, row):
        return None
    reply = respondent.words(desk, here, row, text, message)
    _, here = button_press.after_handed(desk, here, row, reply)
    return None if reply.awaits_words else _back_to_question(desk, here)


def _to_nudge(desk: Desk, here: Seat, row: PromptRow, words: Words) -> str | None:
    if not button_press.may_answer(desk, here, row):
        text = (
            "reminders:not_asked_of_you"
            if here.spot.is_private
            else button_press.why_not(desk, here, row, "not_linked")
        )
        desk.post(here.spot, SendText(desk.text(here.spot, text), reply_to=words.message))
        return None
    reply = nudges.words(
        desk.db, row, words.text, here.person, message_id=words.message, now=desk.now, book=desk.house.book
    )
    if not here.spot.is_private:
        return carry_out(desk, here, reply)
    toast = carry_out(desk, remember(desk, here, nudges.KIND, row.id) if reply.awaits_words else here, reply)
    return toast if reply.awaits_words else _back_to_question(desk, here)


def _back_to_question(desk: Desk, here: Seat) -> str | None:
    """Show the question that a reminder interrupted."""
    is_waiting = here.talk.talk.live is not None and not here.talk.talk.is_paused
    return turn(desk, here.spot, here.talk, Resume()) if is_waiting and here.role is Role.LEAD else None


def _rewritten(desk: Desk, here: Seat, rewrite: Rewrite) -> str | None:
    """An edited message is offered as a replacement when it was the source of an answer, else ignored."""
    row = prompts.by_source(desk.db, here.spot.chat, rewrite.message)
    if (order := read_order(Words(rewrite.text, rewrite.message))) is not None:
        _made_a_command(desk, here, order, is_answer=row is not None)
        return None
    if row is not None and row.kind == handover_choice.KIND:
        return _to_handed(desk, here, row, rewrite.text, rewrite.message)
    if row is not None and row.path and row.plan_id == here.plan and here.role is Role.LEAD:
        return turn(desk, here.spot, here.talk, Revise(row.path, rewrite.text))
    reply = nudges.revise(
        desk.db, here.spot.chat, rewrite.message, rewrite.text, here.person, now=desk.now, book=desk.house.book
    )
    return carry_out(desk, here, reply) if reply else None


def _made_a_command(desk: Desk, here: Seat, order: Order, *, is_answer: bool) -> None:
    """A message edited into a command runs nothing and replaces nothing: say how to run it; in a group, if it told."""
    is_answer = is_answer or nudges.was_source(desk.db, here.spot.chat, order.message)
    if not (is_answer or here.spot.is_private):
        return
    name = order.name if commands.is_known(order.name) else commands.nearest(order.name) or "aide"
    desk.say(here.spot, desk.text(here.spot, "commands:edited_into_command", is_answer=is_answer, name=name))


def _attachment(desk: Desk, here: Seat, attachment: Attachment) -> str | None:
    if here.role is Role.LEAD and attachment.kind == "document":
        flow.receive(desk, here, attachment)
        return None
    if albums.is_answered(here, attachment):
        return None
    return commands.unreadable(desk, albums.note(desk, here, attachment), attachment.kind)
