"""The full path in the chat: the catalogue beside a question, figures with their details, amounts in English."""

from typing import TYPE_CHECKING

from domain.catalogue import KPIS, NEEDS
from domain.dialogue.path import Path

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

NEED = "needs/sentence"


def plain(text: str) -> str:
    return " ".join(text.split())


def short(house: "House", entry: str, language: str = "fr") -> str:
    return house.words(f"catalogue:{entry}_short", language)


def offered(house: "House", labels: list[str]) -> list[str]:
    """The needs of the catalogue among the buttons."""
    names = {short(house, f"need_{code}"): code for code in NEEDS}
    return [names[label] for label in labels if label in names]


async def in_full(house: "House", until: str) -> "Person":
    """A lead who has chosen the full path once their budget was told, and is asked `until`."""
    lead = await house.lead(until=until)
    await house.open(lead, "Cadre", house.name("frame.path"))
    await lead.tap(house.option("frame.path", "full"))
    await lead.tap(house.words("common:act_skip"))
    await lead.tap(house.option("frame.has_cofunding", "no"))
    assert await house.asked(lead) == until
    await lead.new_messages()
    return lead


async def test_a_need_of_the_catalogue_is_recorded_in_its_words_and_its_code_is_never_shown(house: "House") -> None:
    lead = await house.lead(until=NEED)
    question = await house.question(lead)
    code = offered(house, question.labels)[0]
    await lead.tap(short(house, f"need_{code}"))
    assert await house.asked(lead) == "needs/gravity"
    (row,) = (await house.dossier()).rows_of(Path("needs"))
    said = house.words(f"catalogue:need_{code}")
    answers = await house.answers()
    assert answers[f"needs/{row}/sentence"] == said
    assert answers[f"needs/{row}/entry"] == code
    assert answers[f"needs/{row}/pillar"] == NEEDS[code].pillar
    await house.open(lead, "Diagnostic", said[:20])
    card = (await lead.messages())[-1]
    assert house.words("common:said_removed") not in card.said
    assert f"✏️ {house.name('needs/entry')}" not in card.labels


async def test_the_pages_of_the_catalogue_turn_in_the_same_message(house: "House") -> None:
    lead = await house.lead(until=NEED)
    first = await house.question(lead)
    await lead.tap(house.words("common:act_page_next"))
    second = await house.question(lead)
    assert second.id == first.id
    assert not set(offered(house, first.labels)) & set(offered(house, second.labels))
    await lead.tap(house.words("common:act_page_before"))
    third = await house.question(lead)
    assert (third.id, offered(house, third.labels)) == (first.id, offered(house, first.labels))
    assert not await lead.new_messages()


async def test_a_button_of_the_page_before_answers_nothing(house: "House") -> None:
    lead = await house.lead(until=NEED)
    first = await house.question(lead)
    await lead.tap(house.words("common:act_page_next"))
    await house.settle()
    before = await house.dossier()
    await lead.press(first, first.buttons[0])
    await house.settle()
    assert await house.dossier() == before
    assert await house.asked(lead) == NEED


async def test_an_entry_named_in_words_is_taken_like_its_button(cabin: "House") -> None:
    lead = await cabin.lead(until=NEED)
    code = offered(cabin, (await cabin.question(lead)).labels)[0]
    await lead.send(short(cabin, f"need_{code}"))
    assert await cabin.asked(lead) == "needs/gravity"
    assert cabin.words(f"catalogue:need_{code}") in (await cabin.answers()).values()


async def test_an_english_speaker_records_the_catalogue_in_english(cabin: "House") -> None:
    lead = await cabin.lead(until=NEED)
    await lead.send("/langue")
    await lead.tap(cabin.words("start:act_language_en"))
    shown = (await cabin.question(lead)).labels
    code = next(code for code in NEEDS if short(cabin, f"need_{code}", "en") in shown)
    await lead.tap(short(cabin, f"need_{code}", "en"))
    assert await cabin.asked(lead) == "needs/gravity"
    assert cabin.words(f"catalogue:need_{code}", "en") in (await cabin.answers()).values()


async def test_a_kpi_of_the_catalogue_brings_its_unit_and_is_asked_where_it_starts(house: "House") -> None:
    lead = await house.lead(until="objectives/sentence")
    await lead.send("Mieux accueillir les habitants")
    await lead.tap(house.words("common:act_ok"))
    await lead.tap((await house.question(lead)).labels[0])
    while await house.asked(lead) != "objectives/kpis/label":
        await lead.tap(house.words("common:act_unknown"))
    shown = (await house.question(lead)).labels
    code = next(code for code in KPIS if short(house, f"kpi_{code}") in shown)
    await lead.tap(short(house, f"kpi_{code}"))
    assert await house.asked(lead) == "objectives/kpis/baseline"
    kept = {path.rpartition("/")[2]: value for path, value in (await house.answers()).items() if "/kpis/" in path}
    assert (kept["unit"], kept["direction"], kept["entry"]) == (KPIS[code].unit, KPIS[code].direction, code)


async def test_on_the_full_path_a_figure_and_what_is_known_of_it_are_one_line_of_the_card(house: "House") -> None:
    lead = await in_full(house, "diagnosis.fibre")
    await lead.send("87 %")
    await lead.send("2025")
    assert await house.asked(lead) == "diagnosis.fibre_source"
    await lead.send("Arcep")
    await lead.tap(house.words("diagnosis:diagnosis_figure_reliability__option_measured"))
    assert await house.asked(lead) == "diagnosis.mobile"
    await house.open(lead, "Diagnostic")
    card = (await lead.messages())[-1]
    assert "Fibre : 87 % · 2025 · Arcep · Mesuré" in plain(card.said)
    await lead.tap(f"✏️ {house.name('diagnosis.fibre')}")
    labels = (await lead.messages())[-1].labels
    assert [label for label in labels if label.startswith("✏️ Fibre")][1:] != []
    assert len([label for label in labels if label.startswith("✏️")]) == 4


async def test_thousands_in_english_are_never_taken_for_a_decimal(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.budget")
    await lead.send("/langue")
    await lead.tap(cabin.words("start:act_language_en"))
    await lead.send("€45,000")
    assert await cabin.asked(lead) == "frame.review"
    assert await cabin.answer("frame.budget") == 45_000
    assert "€45,000" in (await cabin.question(lead)).said
