"""Files sent by the bot or by people, kept in memory under their file_id."""

import mimetypes
import struct
from dataclasses import dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.jsontypes import JsonObject


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as Telegram keeps it; `kind` is the name of the message's field it was sent in."""

    file_id: str
    kind: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0

    def as_json(self) -> JsonObject:
        found: JsonObject = {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id[-12:]}",
            "file_size": len(self.content),
        }
        match self.kind:
            case "photo":
                return found | {"width": self.width, "height": self.height}
            case "voice":
                return found | {"duration": 1, "mime_type": self.mime_type}
            case "video":
                size = {"width": 320, "height": 240, "duration": 1}
                return found | size | {"file_name": self.name, "mime_type": self.mime_type}
            case "video_note":
                return found | {"length": 240, "duration": 1}
            case "audio":
                return found | {"duration": 1, "file_name": self.name, "mime_type": self.mime_type}
            case "sticker":
                look = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
                return found | look | {"width": 512, "height": 512}
        return found | {"file_name": self.name, "mime_type": self.mime_type}


class FileStore:
    """Every file of the sandbox, by file_id."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def __getitem__(self, file_id: str) -> StoredFile:
        return self._files[file_id]

    def get(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def add(self, kind: str, name: str, content: bytes, mime_type: str = "") -> StoredFile:
        mime = mimetypes.guess_type(name)[0] or mime_type or "application/octet-stream"
        width, height = image_size(content) or (0, 0)
        if kind == "photo":
            mime = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        stored = StoredFile(f"sandbox-{kind}-{len(self._files) + 1:012d}", kind, name, mime, content, width, height)
        self._files[stored.file_id] = stored
        return stored


def check_photo(content: bytes, most: int) -> None:
    """Raise as Telegram refuses what cannot be a photo: too heavy, not a picture, too long or too large a shape."""
    if len(content) > most:
        size = len(content)
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {most} bytes")
    size_found = image_size(content)
    if size_found is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    small, large = sorted(size_found)
    if small + large > 10_000 or large > 20 * small:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def image_size(content: bytes) -> tuple[int, int] | None:
    """Return the width and height, in pixels, of a PNG, GIF, WebP or JPEG picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return (512, 512)  # the shape is not read: stickers and photos of people only
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
