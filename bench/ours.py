"""Our own bot, whole, with its rates lifted as the sandbox's are: `python -m bench.ours <sandbox> <database>`."""

import asyncio
import sys

from pydantic import SecretStr

from bench.dialogue import TOKEN
from bot import logs
from bot.application import Jalon
from bot.delivery.rates import RateLimits
from bot.settings import Settings
from bot.storage.database import Database, migrate


async def main(url: str, database_url: str) -> None:
    logs.configure(level="WARNING", secrets=(TOKEN,))
    settings = Settings.model_construct(telegram_token=SecretStr(TOKEN), telegram_base_url=url, web_port=0)
    db = Database.open(database_url)
    migrate(db)
    async with Jalon(settings, db, limits=RateLimits.none()) as bot:
        await bot.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
