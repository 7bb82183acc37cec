"""Documents that people send, as a bot built on python-telegram-bot or on bare HTTP gets them."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from telegram import Bot

from bot.delivery.request import AiohttpRequest
from bot.sandbox.client import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.wire import Wire

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOKEN = "42:sandbox"


def workbook() -> bytes:
    book, kept = Workbook(), BytesIO()
    book.worksheets[0].append(["Titre", "Été à l’école"])
    book.save(kept)
    return kept.getvalue()


async def test_a_workbook_is_fetched_whole_by_the_library_the_bot_is_built_on(
    wire: Wire, lead: Person, server: SandboxServer
) -> None:
    await lead.document("Plan d’action été.xlsx", workbook(), caption="Voici")
    sent = (await wire("getUpdates", offset=-1)).body["result"][0]["message"]["document"]
    assert (sent["file_name"], sent["mime_type"]) == ("Plan d’action été.xlsx", XLSX)
    bot = Bot(TOKEN, f"{server.url}/bot", f"{server.url}/file/bot", request=AiohttpRequest())
    async with bot:
        fetched = bytes(await (await bot.get_file(sent["file_id"])).download_as_bytearray())
    assert sent["file_size"] == len(fetched)
    assert load_workbook(BytesIO(fetched)).worksheets[0]["B1"].value == "Été à l’école"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("plan.csv", "text/csv"), ("plan.pdf", "application/pdf"), ("plan", "application/octet-stream")],
)
async def test_the_type_of_a_document_is_told_from_its_name(wire: Wire, lead: Person, name: str, kind: str) -> None:
    await lead.document(name, b"a;b")
    assert (await wire("getUpdates", offset=-1)).body["result"][0]["message"]["document"]["mime_type"] == kind


async def test_a_heavy_document_goes_through_and_its_size_is_told(wire: Wire, lead: Person) -> None:
    await lead.document("plan.csv", b"a" * 3_000_000)
    assert (await wire("getUpdates", offset=-1)).body["result"][0]["message"]["document"]["file_size"] == 3_000_000


async def test_a_file_nobody_sent_is_not_found(wire: Wire, server: SandboxServer) -> None:
    async with wire.session.get(f"{server.url}/file/bot{TOKEN}/document/unknown") as answer:
        assert answer.status == 404
