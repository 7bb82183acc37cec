"""What a button carries, and what forged data is taken for."""

import pytest

from bot.chat.callback import Callback, decode, encode


@pytest.mark.parametrize("op", [0, 12, "+3", "-3"])
def test_what_is_encoded_is_read_again(op: str | int) -> None:
    assert decode(encode("abc", op)) == Callback("abc", str(op))


@pytest.mark.parametrize("data", ["", "1", "1.abc", "1.abc.0.1", "0.abc.0", "2.abc.0", "abc"])
def test_anything_else_is_no_button(data: str) -> None:
    assert decode(data) is None


def test_a_button_fits_in_what_telegram_carries() -> None:
    assert len(encode("x" * 40, "+39").encode()) <= 64
