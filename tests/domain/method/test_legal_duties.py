"""The duties of each kind of territory: at, under, over and near every threshold."""

import re
from datetime import date

import pytest

from domain.method.legal_duties import Duty, DutyId, duties, is_surely_above
from domain.method.source_grade import Grade
from domain.plan import TerritoryKind

COMMUNE, EPCI = TerritoryKind.COMMUNE, TerritoryKind.EPCI
DEPARTEMENT, REGION, OTHER = TerritoryKind.DEPARTEMENT, TerritoryKind.REGION, TerritoryKind.OTHER

EVERYWHERE = {DutyId.ACCESSIBILITY, DutyId.DATA_OFFICER, DutyId.REUSED_PURCHASES}
SMALL_COMMUNE = {*EVERYWHERE, DutyId.PLANNING_RECEIPT, DutyId.ACTS_ONLINE}
COMMUNE_OVER_3500 = {*SMALL_COMMUNE, DutyId.PLANNING_PROCEDURE, DutyId.OPEN_DATA}
SMALL_EPCI = {*EVERYWHERE, DutyId.ACTS_ONLINE}
AUTHORITY = {*SMALL_EPCI, DutyId.OPEN_DATA}
LARGE_EPCI = {*AUTHORITY, DutyId.DIGITAL_STRATEGY, DutyId.CYBERSECURITY}


def ids(kind: TerritoryKind, population: int | None, agents: int | None = None) -> set[DutyId]:
    return {duty.id for duty in duties(kind, population, agents=agents)}


def duty(wanted: DutyId, kind: TerritoryKind, population: int | None, *, is_ordinary: bool = True) -> Duty:
    return next(each for each in duties(kind, population, is_ordinary=is_ordinary) if each.id is wanted)


@pytest.mark.parametrize(
    ("kind", "population", "expected"),
    [
        (COMMUNE, 1, SMALL_COMMUNE),
        (COMMUNE, 3_324, SMALL_COMMUNE),
        (COMMUNE, 3_325, COMMUNE_OVER_3500),
        (COMMUNE, 3_500, COMMUNE_OVER_3500),
        (COMMUNE, 3_676, COMMUNE_OVER_3500),
        (COMMUNE, 47_499, COMMUNE_OVER_3500),
        (COMMUNE, 47_500, {*COMMUNE_OVER_3500, DutyId.DIGITAL_STRATEGY}),
        (COMMUNE, 2_000_000, {*COMMUNE_OVER_3500, DutyId.DIGITAL_STRATEGY}),
        (COMMUNE, None, {*COMMUNE_OVER_3500, DutyId.DIGITAL_STRATEGY}),
        (EPCI, 3_324, SMALL_EPCI),
        (EPCI, 3_500, AUTHORITY),
        (EPCI, 47_499, AUTHORITY),
        (EPCI, 47_500, LARGE_EPCI),
        (EPCI, 300_000, LARGE_EPCI),
        (EPCI, None, LARGE_EPCI),
        (DEPARTEMENT, 76_000, AUTHORITY),
        (DEPARTEMENT, None, AUTHORITY),
        (REGION, 12_000_000, AUTHORITY),
        (REGION, None, AUTHORITY),
        (OTHER, None, {*EVERYWHERE, DutyId.OPEN_DATA}),
        (OTHER, 1_000, EVERYWHERE),
    ],
)
def test_each_kind_has_the_duties_of_its_population(
    kind: TerritoryKind, population: int | None, expected: set[DutyId]
) -> None:
    assert ids(kind, population) == expected


@pytest.mark.parametrize("kind", [COMMUNE, EPCI])
@pytest.mark.parametrize(
    ("population", "is_to_verify"),
    [(47_500, True), (50_000, True), (50_001, True), (52_500, True), (52_501, False), (None, True)],
)
def test_near_the_threshold_of_the_digital_strategy_it_is_to_be_verified(
    kind: TerritoryKind, population: int | None, *, is_to_verify: bool
) -> None:
    assert duty(DutyId.DIGITAL_STRATEGY, kind, population).is_to_verify is is_to_verify


@pytest.mark.parametrize(
    ("agents", "is_asked"), [(None, True), (47, False), (48, True), (50, True), (53, True), (400, True)]
)
def test_open_data_needs_agents_too(agents: int | None, *, is_asked: bool) -> None:
    assert (DutyId.OPEN_DATA in ids(COMMUNE, 20_000, agents)) is is_asked
    assert DutyId.OPEN_DATA not in ids(COMMUNE, 900, agents)


def test_open_data_is_to_be_verified_while_its_source_is_second_hand() -> None:
    assert duty(DutyId.OPEN_DATA, COMMUNE, 20_000).is_to_verify
    assert duty(DutyId.OPEN_DATA, COMMUNE, 20_000).threshold == 3_500


@pytest.mark.parametrize("kind", TerritoryKind)
@pytest.mark.parametrize("population", [None, 300, 3_500, 20_000, 50_000, 500_000])
def test_whatever_is_of_grade_b_is_to_be_verified(kind: TerritoryKind, population: int | None) -> None:
    found = duties(kind, population)
    assert all(each.is_to_verify for each in found if each.grade is Grade.B)
    assert len({each.id for each in found}) == len(found)
    assert list(found) == sorted(found, key=lambda each: list(DutyId).index(each.id))


@pytest.mark.parametrize("kind", TerritoryKind)
def test_where_laws_may_apply_otherwise_everything_is_to_be_verified(kind: TerritoryKind) -> None:
    assert all(each.is_to_verify for each in duties(kind, 200_000, is_ordinary=False))
    assert any(not each.is_to_verify for each in duties(kind, 200_000)) is (kind is not OTHER)


def test_a_small_commune_may_publish_its_acts_otherwise() -> None:
    small, large = duty(DutyId.ACTS_ONLINE, COMMUNE, 300), duty(DutyId.ACTS_ONLINE, EPCI, 300)
    assert (small.threshold, large.threshold) == (3_500, None)
    assert small.is_to_verify
    assert (small.may_opt_out, large.may_opt_out) == (True, False)


@pytest.mark.parametrize(("population", "may"), [(None, True), (300, True), (3_600, True), (9_000, False)])
def test_a_council_may_choose_otherwise_until_its_commune_is_surely_too_large(
    population: int | None, *, may: bool
) -> None:
    assert duty(DutyId.ACTS_ONLINE, COMMUNE, population).may_opt_out is may
    assert not duty(DutyId.DATA_OFFICER, COMMUNE, population).may_opt_out


def test_the_size_from_which_an_epci_counts_as_large_is_not_shown_as_law() -> None:
    assert duty(DutyId.CYBERSECURITY, EPCI, 300_000).threshold is None
    assert DutyId.CYBERSECURITY not in ids(COMMUNE, 300_000)


def test_duties_that_have_begun_say_since_when() -> None:
    since = {each.id: each.since for each in duties(COMMUNE, 60_000) if each.since}
    assert since == {
        DutyId.DIGITAL_STRATEGY: date(2025, 1, 1),
        DutyId.PLANNING_RECEIPT: date(2022, 1, 1),
        DutyId.PLANNING_PROCEDURE: date(2022, 1, 1),
        DutyId.ACTS_ONLINE: date(2022, 7, 1),
    }


@pytest.mark.parametrize("kind", TerritoryKind)
def test_every_reference_names_a_text_and_its_article_or_number(kind: TerritoryKind) -> None:
    form = re.compile(
        r"(loi|décret|ordonnance) n° \d{4}-\d+ du \d+(er)? \w+ \d{4}|code .+, art\. L\. [\d-]+|\(UE\) \d{4}/\d+"
    )
    assert all(form.search(part) for each in duties(kind, None) for part in each.reference.split(" ; "))


def test_without_a_threshold_every_count_is_above_it() -> None:
    assert is_surely_above(None, None)
    assert not is_surely_above(None, 3_500)


@pytest.mark.parametrize("kind", list(TerritoryKind))
def test_each_duty_names_a_text_with_its_date_or_the_day_it_began(kind: TerritoryKind) -> None:
    for each in duties(kind, 300_000, agents=2_000):
        assert each.since or re.search(r"\d{1,2}(?:er)? [a-zéû]+ \d{4}", each.reference), each.id


def test_a_law_that_is_not_settled_is_told_as_of_a_day() -> None:
    unsettled = {each.id: each.as_of for each in duties(EPCI, 300_000) if each.as_of}
    assert unsettled == {DutyId.CYBERSECURITY: date(2026, 12, 1)}
    assert duty(DutyId.CYBERSECURITY, EPCI, 300_000).is_to_verify
