"""The catalogue holds together: ids, units, needs served, references; and what is offered first."""

import re

import pytest

from domain.catalogue import ACTIONS, KPIS, NEEDS, KpiEntry, actions_for, kpis_for, needs_for
from domain.method.national_figures import reference_values
from domain.plan import ActionKind, Direction, DutyId, Pillar
from domain.plan.maturity import Theme
from domain.script.units import UNITS, printed

PILLARS = (None, *Pillar)
ANY_NEED = (None, "of_no_catalogue", *NEEDS)


def test_the_catalogue_has_all_its_entries() -> None:
    assert (len(NEEDS), len(KPIS), len(ACTIONS)) == (17, 49, 40)


def test_every_entry_is_found_by_its_own_id() -> None:
    for entries in (NEEDS, KPIS, ACTIONS):
        assert [key for key in entries if entries[key].id != key] == []


def test_the_ids_of_kpis_number_each_pillar_without_a_gap() -> None:
    numbered = {"A": 16, "B": 16, "C": 17}
    assert list(KPIS) == [f"{letter}{number}" for letter, last in numbered.items() for number in range(1, last + 1)]
    assert [KPIS[each].pillar for each in ("A1", "B1", "C1")] == list(Pillar)


def test_the_ids_of_needs_and_actions_are_words() -> None:
    assert [each for each in (*NEEDS, *ACTIONS) if not re.fullmatch(r"[a-z]+(_[a-z]+)*", each)] == []


@pytest.mark.parametrize("entry", KPIS.values(), ids=lambda entry: entry.id)
def test_a_kpi_has_a_unit_that_prints_and_one_good_way(entry: KpiEntry) -> None:
    assert entry.unit in {*UNITS, "other"}
    assert (entry.unit_name is not None) is (entry.unit == "other")
    assert printed(entry.unit, entry.unit_name) is not None
    assert entry.direction in {Direction.UP, Direction.DOWN}


def test_what_is_to_shrink_is_told_apart_from_what_is_to_grow() -> None:
    falling = {entry.id for entry in KPIS.values() if entry.direction is Direction.DOWN}
    assert falling == {"A4", "A5", "B1", "B2", "B5", "B10", "B14", "C2", "C5", "C6", "C7", "C8", "C9"}


def test_a_reference_is_a_known_figure_in_the_unit_of_its_kpi() -> None:
    quoted = {entry.id: entry for entry in KPIS.values() if entry.reference}
    assert set(quoted) == {"A7", "B1", "B3", "B4", "B14"}
    for entry in quoted.values():
        assert reference_values()[entry.reference or ""].unit == UNITS[entry.unit]


def test_kpis_and_actions_serve_needs_of_the_catalogue() -> None:
    for served in (*(entry.needs for entry in KPIS.values()), *(entry.needs for entry in ACTIONS.values())):
        assert served
        assert served <= NEEDS.keys()


@pytest.mark.parametrize("need", NEEDS)
def test_a_need_is_measured_by_a_kpi_and_met_by_an_action(need: str) -> None:
    assert any(need in entry.needs for entry in KPIS.values())
    assert any(need in entry.needs for entry in ACTIONS.values())


@pytest.mark.parametrize("pillar", Pillar)
def test_a_pillar_has_needs_kpis_and_actions(pillar: Pillar) -> None:
    for entries in (NEEDS, KPIS, ACTIONS):
        assert sum(entry.pillar is pillar for entry in entries.values()) >= 3


def test_every_theme_of_maturity_proposes_a_need_and_every_need_has_its_theme() -> None:
    assert frozenset().union(*(entry.maturity for entry in NEEDS.values())) == frozenset(Theme)
    assert all(entry.maturity for entry in NEEDS.values())


def test_an_action_answers_the_duty_that_asks_for_it() -> None:
    assert {entry.id: entry.duty for entry in ACTIONS.values() if entry.duty} == {
        "online_planning": DutyId.PLANNING_PROCEDURE,
        "accessibility_audit": DutyId.ACCESSIBILITY,
        "open_data": DutyId.OPEN_DATA,
        "paperless_acts": DutyId.ACTS_ONLINE,
        "responsible_strategy": DutyId.DIGITAL_STRATEGY,
        "reuse_clauses": DutyId.REUSED_PURCHASES,
        "cyber_diagnosis": DutyId.CYBERSECURITY,
        "tested_backup": DutyId.CYBERSECURITY,
        "shared_data_officer": DutyId.DATA_OFFICER,
    }


def test_every_kind_of_action_is_offered() -> None:
    assert {entry.kind for entry in ACTIONS.values()} == set(ActionKind)


def test_the_suggestions_without_a_source_are_marked() -> None:
    assert {entry.id for entry in ACTIONS.values() if not entry.is_sourced} == {
        "online_booking",
        "online_payment",
        "france_connect",
        "fewer_documents",
        "resident_reports",
        "plain_language",
    }


@pytest.mark.parametrize("pillar", PILLARS)
@pytest.mark.parametrize("need", ANY_NEED)
def test_every_kpi_and_action_is_offered_exactly_once(need: str | None, pillar: Pillar | None) -> None:
    assert sorted(kpis_for(need, pillar)) == sorted(KPIS)
    assert sorted(actions_for(need, pillar)) == sorted(ACTIONS)


@pytest.mark.parametrize("weak", [(), tuple(Theme), ("data",), ("of_no_grid",), ("networks", "ecosystem")])
def test_every_need_is_offered_exactly_once(weak: tuple[str, ...]) -> None:
    assert sorted(needs_for(weak)) == sorted(NEEDS)


@pytest.mark.parametrize("pillar", PILLARS)
@pytest.mark.parametrize("need", NEEDS)
def test_what_serves_the_need_comes_before_what_does_not(need: str, pillar: Pillar | None) -> None:
    for offered in (
        [need in KPIS[each].needs for each in kpis_for(need, pillar)],
        [need in ACTIONS[each].needs for each in actions_for(need, pillar)],
    ):
        assert offered == sorted(offered, reverse=True)
        assert offered[0]


@pytest.mark.parametrize("need", ANY_NEED)
@pytest.mark.parametrize("pillar", Pillar)
def test_among_equals_what_is_of_the_pillar_comes_first(need: str | None, pillar: Pillar) -> None:
    for serves in (True, False):
        offered = [KPIS[each] for each in kpis_for(need, pillar) if (need in KPIS[each].needs) is serves]
        of_pillar = [entry.pillar is pillar for entry in offered]
        assert of_pillar == sorted(of_pillar, reverse=True)


def test_without_need_or_pillar_the_order_is_that_of_the_catalogue() -> None:
    assert kpis_for(None, None) == tuple(KPIS)
    assert actions_for(None, None) == tuple(ACTIONS)
    assert needs_for(()) == tuple(NEEDS)


def test_a_need_may_be_met_from_another_pillar_than_its_own() -> None:
    assert actions_for("untrained_agents", Pillar.SERVICES)[:4] == (
        "connect_helpers",
        "trained_reception",
        "training_plan",
        "digital_contacts",
    )


def test_weak_themes_bring_their_needs_first_in_the_order_of_the_catalogue() -> None:
    assert needs_for(("networks", "data"))[:5] == (
        "weak_connection",
        "double_entry",
        "unpublished_data",
        "few_indicators",
        "no_strategy",
    )
    assert needs_for({"networks", "data"}) == needs_for(("data", "networks"))
