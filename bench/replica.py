"""A replica that only sends, with short leases: what the chaos run starts, kills and stops."""

import asyncio
import sys
from datetime import timedelta

from telegram import Bot

from bot.clock import SystemClock
from bot.delivery import sender
from bot.delivery.rates import RateLimits
from bot.delivery.request import AiohttpRequest
from bot.storage import sending
from bot.storage.database import Database


async def main(url: str, base_url: str, token: str, owner: str) -> None:
    sending.LEASE = timedelta(seconds=3)
    sender.REQUEST_TIMEOUT, sender.FRESH = 1.2, 1.0
    db = Database.open(url)
    bot = Bot(token, base_url=base_url, request=AiohttpRequest(read=1))
    await sender.Sender(db, bot, SystemClock(), owner, {}, lambda *_: None, RateLimits()).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
