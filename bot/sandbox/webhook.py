"""Pushes updates to the bot's webhook, one by one, again and again until it takes them."""

import asyncio
import json
from http import HTTPStatus

import aiohttp

from bot.sandbox import api
from bot.sandbox.errors import RefusedError
from bot.sandbox.params import METHODS, Params
from bot.sandbox.sandbox import Sandbox

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 2.0  # real seconds between two tries


async def push_forever(sandbox: Sandbox) -> None:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        pause = _FIRST_PAUSE
        while True:
            if await _push_next(sandbox, session):
                pause = _FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)


async def _push_next(sandbox: Sandbox, session: aiohttp.ClientSession) -> bool:
    """Deliver one update, or wait for one; return False when the bot did not take it."""
    update = sandbox.updates.head() if sandbox.webhook.url and sandbox.faults.is_up else None
    if update is None:
        await sandbox.events.change(60)
        return True
    hook = sandbox.webhook
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update.body, headers=headers) as answer:
            said = await answer.read()
            phrase = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else ""
            error = "" if answer.ok else f"Wrong response from the webhook: {answer.status} {phrase}"
    except (aiohttp.ClientError, TimeoutError) as failed:
        said, error = b"", "Connection timed out" if isinstance(failed, TimeoutError) else "Connection refused"
    if error:
        hook.errored_at, hook.error = sandbox.second(), error
        return False
    sandbox.updates.done(update)
    await _carry_out(sandbox, said)
    return True


async def _carry_out(sandbox: Sandbox, said: bytes) -> None:
    """Carry out the request that a bot may give as its answer."""
    try:
        asked = json.loads(said) if said else None
    except ValueError:
        return
    if isinstance(asked, dict) and (known := METHODS.get(str(asked.pop("method", "")).lower())):
        try:
            await api.carry_out(sandbox, known[0], Params(asked))
        except RefusedError:
            return  # it is in the log; the bot is not told, as with Telegram
