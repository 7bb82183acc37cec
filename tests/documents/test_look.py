"""Colours can be told apart from what is behind them."""

import re

import pytest

from bot.documents.press import library

LEAST = 4.5  # WCAG 2.2, success criterion 1.4.3
HEX = r'rgb\("#([0-9a-f]{6})"\)'


def palette() -> dict[str, str]:
    return dict(re.findall(rf"^  ([a-z-]+): {HEX},$", library()["theme.typ"], re.MULTILINE))


def quadrants() -> dict[str, dict[str, str]]:
    rows = re.findall(r"^  (\w+): \((dot: .*)\),$", library()["charts.typ"], re.MULTILINE)
    return {
        name: {key: colour(value) for key, value in re.findall(r"(\w+): (palette\.[\w-]+|rgb\(\"#\w+\"\))", row)}
        for name, row in rows
    }


def colour(written: str) -> str:
    return palette()[written.removeprefix("palette.")] if written.startswith("palette.") else written[6:12]


def luminance(hex_: str) -> float:
    channels = [int(hex_[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "muted", "blue") for ground in ("paper", "stripe", "blue-tint")),
        ("ink", "rust-tint"),
        ("muted", "rust-tint"),
        ("rust", "rust-tint"),
        ("rust", "paper"),
        ("green", "paper"),
        ("green", "stripe"),
        ("blue", "blue-badge"),
        ("paper", "blue"),
    ],
)
def test_every_ink_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(palette()[ink], palette()[ground]) >= LEAST


@pytest.mark.parametrize("name", sorted(quadrants()))
def test_every_quadrant_can_be_read(name: str) -> None:
    look = quadrants()[name]
    assert contrast(look["ink"], look["fill"]) >= LEAST
    assert contrast(palette()["paper"], look["dot"]) >= LEAST
    assert contrast(look["ink"], palette()["paper"]) >= LEAST


def test_the_four_quadrants_have_a_look() -> None:
    assert len(quadrants()) == 4
