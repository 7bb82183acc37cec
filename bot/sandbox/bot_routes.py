"""The Bot API over HTTP: reads requests as Telegram does, and lets faults befall them."""

import asyncio
import json
from urllib.parse import parse_qsl, quote

from aiohttp import web

from bot.sandbox import api
from bot.sandbox.errors import RefusedError
from bot.sandbox.faults import Fault
from bot.sandbox.files import StoredFile
from bot.sandbox.jsontypes import JsonObject
from bot.sandbox.params import METHODS, Params, Upload
from bot.sandbox.sandbox import Sandbox

_FOREVER = 3600.0


class BotRoutes:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def register(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self.answer)
        app.router.add_get("/file/bot{token}/{kind}/{file_id}", self.file)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        sandbox = self._sandbox
        if not sandbox.faults.is_up:
            return _cut(request)
        known = METHODS.get(request.match_info["method"].lower())
        if request.match_info["token"] != sandbox.token:
            return _refusal(RefusedError(401, "Unauthorized"))
        if known is None:
            return _refusal(RefusedError(404, "Not Found"))
        polls = known[0] == "getUpdates"
        sandbox.in_flight += not polls
        try:
            return await self._carry_out(request, known[0])
        except RefusedError as refused:
            return _refusal(refused)
        finally:
            sandbox.in_flight -= not polls
            sandbox.events.wake()

    async def _carry_out(self, request: web.Request, method: str) -> web.StreamResponse:
        params = await read(request)
        fault = None
        if self._sandbox.faults.rules:
            raw = params.text("chat_id")
            fault = self._sandbox.faults.draw(method, int(raw) if raw.lstrip("-").isdigit() else None)
        if fault and not fault.after and fault.kind != "slow":
            code = int(fault.kind) if fault.kind.isdigit() else 0
            at = self._sandbox.instant()
            self._sandbox.log.add(at, method, params.record(), "fault", code=code, fault=fault.kind)
            return await _befall(request, fault)
        if fault and not fault.after:
            await asyncio.sleep(_seconds(fault))
        result = await api.carry_out(self._sandbox, method, params, fault=fault)
        if fault and fault.after:
            if fault.kind != "slow":
                return await _befall(request, fault)
            await asyncio.sleep(_seconds(fault))
        return _reply({"ok": True, "result": result})

    async def file(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._sandbox.token:
            return _refusal(RefusedError(401, "Unauthorized"))
        stored = self._sandbox.world.files.get(request.match_info["file_id"])
        return file_response(stored) if stored else _refusal(RefusedError(404, "Not Found"))


async def read(request: web.Request) -> Params:
    """Read parameters from the address and from a JSON, form or multipart body."""
    values: JsonObject = dict(request.query)
    if not request.can_read_body:
        return Params(values)
    match request.content_type:
        case "multipart/form-data":
            files: dict[str, Upload] = {}
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    with value.file as file:
                        files[name] = Upload(value.filename, file.read(), value.content_type)
                else:
                    values[name] = value if isinstance(value, str) else bytes(value).decode()
            return Params(values, files)
        case "application/json":
            try:
                found = json.loads(await request.read() or b"{}")
            except ValueError:
                found = None
            if not isinstance(found, dict):
                raise RefusedError(400, "Bad Request: can't parse JSON object")
            return Params(values | found)
        case _:
            body = (await request.read()).decode("utf-8", "replace")
            return Params(values | dict(parse_qsl(body, keep_blank_values=True)))


def _seconds(fault: Fault) -> float:
    return 0.5 if fault.seconds is None else fault.seconds


async def _befall(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Answer as the fault has it: an error, a cut connection, or silence and then a cut."""
    match fault.kind:
        case "429":
            text = f"Too Many Requests: retry after {fault.retry_after}"
            return _refusal(RefusedError(429, text, {"retry_after": fault.retry_after}))
        case "500":
            return _refusal(RefusedError(500, "Internal Server Error"))
        case "hang":
            await asyncio.sleep(_FOREVER if fault.seconds is None else fault.seconds)
    return _cut(request)


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _reply(content: JsonObject, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(content).encode(), status=status, content_type="application/json")


def _refusal(refused: RefusedError) -> web.Response:
    content: JsonObject = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        content["parameters"] = refused.parameters
    return _reply(content, refused.code)


def file_response(stored: StoredFile) -> web.Response:
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(stored.name)}"}
    return web.Response(body=stored.content, content_type=stored.mime_type.partition(";")[0], headers=headers)
