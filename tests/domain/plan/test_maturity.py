from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan.maturity import (
    HIGHEST,
    LOWEST,
    STATEMENTS,
    WEAK_BELOW,
    Audience,
    Theme,
    ThemeScore,
    scores,
    statements_for,
    weak,
)

SIZES = pytest.mark.parametrize("is_small", [True, False], ids=["small", "larger"])
IDS = tuple(statement.id for statement in STATEMENTS)
LEVELS = st.dictionaries(st.sampled_from(IDS), st.none() | st.integers(LOWEST, HIGHEST))


@SIZES
def test_every_territory_is_asked_two_or_three_statements_on_each_theme(is_small: bool) -> None:  # noqa: FBT001
    counts = Counter(statement.theme for statement in statements_for(is_small))
    assert set(counts) == set(Theme)
    assert set(counts.values()) <= {2, 3}


def test_a_village_and_a_city_share_statements_and_have_their_own() -> None:
    village, city = set(statements_for(True)), set(statements_for(False))
    assert {statement.audience for statement in village} == {Audience.ALL, Audience.SMALL}
    assert {statement.audience for statement in city} == {Audience.ALL, Audience.LARGER}
    assert village | city == set(STATEMENTS)
    assert {statement.theme for statement in village & city} == set(Theme)


def test_every_id_is_that_of_one_statement_numbered_from_1_within_its_theme() -> None:
    assert len(set(IDS)) == len(IDS) == 30
    assert IDS[:4] == ("maturity.governance_1", "maturity.governance_2", "maturity.governance_3", "maturity.services_1")
    numbers = {theme: [each.number for each in STATEMENTS if each.theme is theme] for theme in Theme}
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_a_theme_is_scored_by_the_mean_of_its_known_levels() -> None:
    first, second, *_ = scores(
        {"maturity.governance_1": 2, "maturity.governance_2": 3, "maturity.services_1": 4}, is_small=True
    )
    assert first == ThemeScore(Theme.GOVERNANCE, 2.5, known=2, asked=2)
    assert second == ThemeScore(Theme.SERVICES, 4.0, known=1, asked=1)


def test_an_unknown_level_weighs_neither_up_nor_down() -> None:
    inclusion = {"maturity.inclusion_1": 1, "maturity.inclusion_2": None, "maturity.inclusion_3": 4}
    assert scores(inclusion, is_small=False)[7] == ThemeScore(Theme.INCLUSION, 2.5, known=2, asked=3)


def test_a_theme_of_which_nothing_is_known_has_no_score_and_is_not_weak() -> None:
    found = scores({"maturity.data_1": None}, is_small=True)
    assert [each.theme for each in found] == list(Theme)
    assert {each.score for each in found} == {None}
    assert {each.theme: each.asked for each in found if each.asked} == {Theme.DATA: 1}
    assert weak(found) == ()


def test_a_level_given_before_the_territory_changed_its_size_does_not_count() -> None:
    levels = {"maturity.networks_2": 4, "maturity.networks_3": 1}
    assert scores(levels, is_small=True)[4] == ThemeScore(Theme.NETWORKS, 4.0, known=1, asked=1)
    assert scores(levels, is_small=False)[4] == ThemeScore(Theme.NETWORKS, 1.0, known=1, asked=1)


def test_the_weakest_theme_comes_first_and_the_middle_of_the_scale_is_not_weak() -> None:
    levels = {"maturity.governance_1": 2, "maturity.services_1": 1, "maturity.data_1": 2}
    middle = {"maturity.networks_1": 2, "maturity.networks_3": 3, "maturity.ecosystem_1": 4}
    assert weak(scores(levels | middle, is_small=False)) == (Theme.SERVICES, Theme.GOVERNANCE, Theme.DATA)


@given(LEVELS, st.booleans())
def test_a_score_lies_between_the_lowest_and_the_highest_known_levels(
    levels: dict[str, int | None],
    is_small: bool,  # noqa: FBT001
) -> None:
    for found in scores(levels, is_small=is_small):
        mine = [each.id for each in statements_for(is_small) if each.theme is found.theme]
        known = [level for each in mine if (level := levels.get(each)) is not None]
        assert found.known == len(known) <= found.asked == len([each for each in mine if each in levels])
        assert (found.score is None) == (not known)
        assert found.score is None or min(known) <= found.score <= max(known)


@given(LEVELS)
def test_weak_themes_are_those_below_the_line_from_the_weakest_up(levels: dict[str, int | None]) -> None:
    found = scores(levels, is_small=False)
    by_theme = {each.theme: each.score for each in found if each.score is not None}
    marks = [by_theme[theme] for theme in weak(found)]
    assert marks == sorted(marks)
    assert sorted(marks) == sorted(score for score in by_theme.values() if score < WEAK_BELOW)


def test_the_line_of_weakness_is_the_middle_of_the_scale() -> None:
    assert (LOWEST + HIGHEST) / 2 == WEAK_BELOW
