"""Which characters the vendored fonts can draw, read from their own table."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FONTS = Path(__file__).resolve().parent / "fonts"


@cache
def drawable() -> frozenset[str]:
    """Return every printable character that both the upright and the italic font can draw."""
    fonts = (frozenset(map(chr, _codes(file.read_bytes()))) for file in _FONTS.glob("*.ttf"))
    drawn = frozenset.intersection(*fonts)
    return frozenset(sign for sign in drawn if sign.isprintable()) | {
        "\u00a0",
        "\u202f",
    }  # spaces the shaper draws itself


def _codes(font: bytes) -> Iterator[int]:
    """Yield the code points of a TrueType font's `cmap` table (format 4: OpenType specification, cmap)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 4 + 8 * record + 4)
        if struct.unpack_from(">H", font, start + offset) == (4,):
            yield from _segments(font, start + offset)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(count))
    return next(int(offset) for name, _, offset, _ in records if name == tag)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for index in range(count):
        for code in range(starts[index], ends[index] + 1):
            glyph = code
            if offsets[index]:
                place = offsets_at + 2 * index + offsets[index] + 2 * (code - starts[index])
                (glyph,) = struct.unpack_from(">H", font, place)
            if (glyph + deltas[index]) & 0xFFFF and code != 0xFFFF:
                yield code
