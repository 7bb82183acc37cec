"""Photos and documents: uploads by form, file ids, sizes and shapes."""

import struct
import zlib
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import Person, World
from bot.sandbox.files import image_size
from bot.sandbox.limits import Limits
from bot.sandbox.server import SandboxServer
from bot.sandbox.wire import Answer, Wire


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9")


@pytest.fixture
def limits() -> Limits:
    return Limits(photo=20_000, upload=50_000, download=30_000)


async def upload(wire: Wire, method: str, field: str, name: str, content: bytes, **params: object) -> Answer:
    form = aiohttp.FormData({key: str(value) for key, value in params.items()}, quote_fields=False)
    form.add_field(field, content, filename=name)
    async with wire.session.post(f"{wire.base}/{method}", data=form) as answer:
        return Answer(answer.status, await answer.json())


async def test_a_document_is_seen_with_its_name_type_caption_and_bytes(wire: Wire, world: World, lead: Person) -> None:
    answer = await upload(
        wire, "sendDocument", "document", "synthèse.pdf", b"%PDF-1", chat_id=lead.id, caption="<b>Là</b>",
        parse_mode="HTML",
    )  # fmt: skip
    assert answer.body["result"]["document"]["mime_type"] == "application/pdf"
    seen = await lead.one_message()
    assert (seen.file_name, seen.caption, seen.kind) == ("synthèse.pdf", "Là", "document")
    assert seen.raw["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert seen.file_id
    assert await world.file(seen.file_id) == b"%PDF-1"


async def test_a_photo_has_its_size_in_pixels(wire: Wire, lead: Person) -> None:
    answer = await upload(wire, "sendPhoto", "photo", "m.png", png(60, 40), chat_id=lead.id)
    (photo,) = answer.body["result"]["photo"]
    assert (photo["width"], photo["height"]) == (60, 40)
    assert (await lead.one_message()).raw["photo"]["width"] == 60


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(10, 300), "PHOTO_INVALID_DIMENSIONS"),
        (png(6000, 4001)[:100], "PHOTO_INVALID_DIMENSIONS"),
        (
            png(1, 1) + b"\0" * 20_000,
            "file of size 20067 bytes is too big for a photo; the maximum size is 20000 bytes",
        ),
    ],
    ids=["bytes", "nothing", "too long", "too large", "too heavy"],
)
async def test_what_cannot_be_a_photo_is_refused(wire: Wire, lead: Person, content: bytes, reason: str) -> None:
    answer = await upload(wire, "sendPhoto", "photo", "m.png", content, chat_id=lead.id)
    assert answer.refusal == (400, f"Bad Request: {reason}")


async def test_a_document_too_heavy_is_refused_as_the_server_does(wire: Wire, lead: Person) -> None:
    answer = await upload(wire, "sendDocument", "document", "a.bin", b"a" * 50_001, chat_id=lead.id)
    assert answer.refusal == (413, "Request Entity Too Large")


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendDocument", {"document": "attach://a"}, "there is no document in the request"),
        ("sendDocument", {"document": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://a.fr/b"}, "failed to get HTTP URL content"),
        ("getFile", {"file_id": "unknown"}, "invalid file_id"),
    ],
)
async def test_a_file_that_is_not_there_is_refused(
    wire: Wire, lead: Person, method: str, params: dict[str, Any], reason: str
) -> None:
    where = {} if method == "getFile" else {"chat_id": lead.id}
    assert (await wire(method, **where, **params)).refusal == (400, f"Bad Request: {reason}")


async def test_a_file_id_sends_the_same_file_again_but_not_as_another_kind(wire: Wire, lead: Person) -> None:
    sent = (await upload(wire, "sendDocument", "document", "a.txt", b"a", chat_id=lead.id)).body["result"]
    file_id = sent["document"]["file_id"]
    again = (await wire("sendDocument", chat_id=lead.id, document=file_id)).body["result"]
    assert again["document"] == sent["document"]
    refused = await wire("sendPhoto", chat_id=lead.id, photo=file_id)
    assert refused.refusal == (400, "Bad Request: can't use file of type Document as Photo")


async def test_a_caption_is_1024_units_at_most(wire: Wire, lead: Person) -> None:
    sent = await upload(wire, "sendDocument", "document", "a", b"a", chat_id=lead.id, caption="é" * 1024)
    assert sent.status == 200
    refused = await upload(wire, "sendDocument", "document", "a", b"a", chat_id=lead.id, caption="é" * 1025)
    assert refused.refusal == (400, "Bad Request: message caption is too long")


async def test_the_picture_of_a_message_is_replaced_in_place(wire: Wire, lead: Person) -> None:
    sent = (await upload(wire, "sendPhoto", "photo", "m.png", png(60, 40), chat_id=lead.id)).body["result"]
    media = '{"type": "document", "media": "attach://new", "caption": "b"}'
    where = {"chat_id": lead.id, "message_id": sent["message_id"]}
    edited = await upload(wire, "editMessageMedia", "new", "b.txt", b"bb", media=media, **where)
    assert edited.body["result"]["document"]["file_name"] == "b.txt"
    caption = await wire("editMessageCaption", **where, caption="c")
    assert caption.body["result"]["caption"] == "c"
    seen = await lead.one_message()
    assert (seen.id, seen.file_name, seen.caption) == (sent["message_id"], "b.txt", "c")
    text = await wire("editMessageText", **where, text="d")
    assert text.refusal == (400, "Bad Request: there is no text in the message to edit")


async def test_a_person_s_document_can_be_fetched(wire: Wire, lead: Person, server: SandboxServer) -> None:
    await lead.document("plan.csv", b"a;b", caption="voilà")
    message = (await wire("getUpdates", offset=-1)).body["result"][0]["message"]
    assert message["caption"] == "voilà"
    path = (await wire("getFile", file_id=message["document"]["file_id"])).body["result"]["file_path"]
    async with wire.session.get(f"{server.url}/file/bot42:sandbox/{path}") as answer:
        assert await answer.read() == b"a;b"
    async with wire.session.get(f"{server.url}/file/bot42:other/{path}") as answer:
        assert answer.status == 401


async def test_a_shown_file_can_neither_run_nor_pass_for_another_kind(lead: Person, server: SandboxServer) -> None:
    sent = await lead.document("page.html", b"<script>alert(1)</script>")
    async with aiohttp.request("GET", f"{server.url}/sandbox/files/{sent.file_id}") as answer:
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_file_too_heavy_to_fetch_is_refused(wire: Wire, lead: Person) -> None:
    await lead.document("plan.csv", b"a" * 30_001)
    file_id = (await wire("getUpdates", offset=-1)).body["result"][0]["message"]["document"]["file_id"]
    assert (await wire("getFile", file_id=file_id)).refusal == (400, "Bad Request: file is too big")


async def test_photos_voices_and_stickers_of_people_come_as_such(wire: Wire, lead: Person) -> None:
    await lead.photo("le site", content=JPEG)
    await lead.voice()
    await lead.sticker()
    photo, voice, sticker = [each["message"] for each in (await wire("getUpdates", offset=-3)).body["result"]]
    assert photo["caption"] == "le site"
    assert (photo["photo"][0]["width"], photo["photo"][0]["height"]) == (32, 16)
    assert "voice" in voice
    assert "sticker" in sticker


def test_the_size_of_a_picture_is_read_from_its_bytes() -> None:
    assert image_size(png(3, 4)) == (3, 4)
    assert image_size(JPEG) == (32, 16)
    assert image_size(b"GIF89a\x05\x00\x06\x00") == (5, 6)
    assert image_size(b"%PDF") is None
    assert image_size(b"\xff\xd8") is None


async def test_an_uploaded_file_that_no_parameter_names_is_an_error(wire: Wire, lead: Person) -> None:
    answer = await upload(wire, "sendMessage", "stray", "a", b"a", chat_id=lead.id, text="a")
    assert answer.refusal == (400, 'Bad Request: unknown parameter "stray"')


async def test_the_log_keeps_the_name_and_the_size_of_a_file_never_its_bytes(
    wire: Wire, world: World, lead: Person
) -> None:
    await upload(wire, "sendDocument", "document", "a.txt", b"secret", chat_id=lead.id)
    entry = (await world.log(accepted=True))[-1]
    assert entry["params"] == {"chat_id": lead.id, "document": {"file_name": "a.txt", "size": 6}}
