"""The bot we compare with: python-telegram-bot as its documentation teaches it, `python -m bench.baseline <sandbox>
<folder>`."""

import logging
import sys
import warnings
from pathlib import Path

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from bench.dialogue import BOOK, LANGUAGE, TEN, TOKEN, pattern

Context = ContextTypes.DEFAULT_TYPE
HINTS = {"territory_kind": "epci", "start_year": 2027}


def main(url: str, folder: str) -> None:
    """Ask with ConversationHandler, keep with pickles, talk through httpx."""
    logging.disable(logging.INFO)
    warnings.simplefilter("ignore")
    texts = [BOOK.question(LANGUAGE, "frame", line.question, title=None, **HINTS) for line in TEN]

    async def start(update: Update, _: Context) -> int:
        assert update.message
        await update.message.reply_html(texts[0])
        return 0

    def keep(number: int) -> MessageHandler[Context, None]:
        async def answered(update: Update, context: Context) -> int:
            assert update.message
            assert context.user_data is not None
            context.user_data[TEN[number].question] = update.message.text
            is_last = number + 1 == len(TEN)
            await update.message.reply_html("C’est noté, merci." if is_last else texts[number + 1])
            return ConversationHandler.END if is_last else number + 1

        return MessageHandler(filters.Regex(pattern(TEN[number])), answered)

    states = {number: [keep(number)] for number in range(len(TEN))}
    dialogue = ConversationHandler([CommandHandler("start", start)], states, [], name="plan", persistent=True)
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot")
    application = builder.persistence(PicklePersistence(Path(folder) / "baseline.pickle")).build()
    application.add_handler(dialogue)
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main(*sys.argv[1:])
