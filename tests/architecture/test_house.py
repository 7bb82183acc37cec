"""The house does not grow back: its figures stay within what was reached, its drawing is the code's."""

from pathlib import Path

import pytest

from tests.architecture.house import ROOMS, House, diagram

pytestmark = pytest.mark.checkout

LONGEST_CHAIN = 37
CALLED_ONCE = 0.19
"""Share of the functions."""


@pytest.fixture(scope="module")
def house(repository: Path) -> House:
    return House(repository)


def test_no_way_down_through_imports_grows_longer(house: House) -> None:
    assert len(house.longest_chain) <= LONGEST_CHAIN, house.longest_chain


def test_functions_called_from_one_place_do_not_become_the_rule(house: House) -> None:
    assert len(house.used_once) <= CALLED_ONCE * len(house.functions)


def test_one_context_goes_through_the_house(house: House) -> None:
    assert house.side_by_side == 0


@pytest.mark.parametrize("folder", sorted(ROOMS))
def test_a_folder_that_was_emptied_does_not_fill_again(house: House, folder: str) -> None:
    assert house.room(folder) <= ROOMS[folder]


def test_the_drawing_of_the_rooms_is_the_code_s(house: House, repository: Path) -> None:
    page = (repository / "docs" / "architecture.md").read_text("utf-8")
    drawn = page.partition("<!-- rooms")[2].partition("-->\n")[2].partition("<!-- end -->")[0]
    assert drawn == diagram(house) + "\n", "python -m tests.architecture.house draw"
