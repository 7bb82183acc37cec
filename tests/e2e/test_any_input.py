"""Whatever arrives while a question waits: always an answer, never one recorded by mistake."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

QUESTIONS = (
    "frame.territory",
    "frame.territory_name",
    "frame.territory_kind",
    "frame.population",
    "frame.review",
    "diagnosis.fibre",
    "diagnosis.heard",
    "needs",
    "objectives/need",
    "objectives/kpis/baseline",
    "actions/people",
    "meetings/date",
    "check.pitfalls",
)
"""One of each kind."""
PASTE = "Le conseil communautaire délibère et décide. " * 112


async def _album(person: "Person") -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        await person.document(name, b"%PDF", media_group="77")


GESTURES: "dict[str, Callable[[Person], Awaitable[object]]]" = {
    "sticker": lambda person: person.sticker(),
    "voice": lambda person: person.voice(),
    "photo": lambda person: person.photo("Une légende qui n’est pas une réponse"),
    "an album": _album,
    "a contact": lambda person: person.share("contact"),
    "a location": lambda person: person.share("location"),
    "a poll": lambda person: person.share("poll"),
    "a paste": lambda person: person.send(PASTE),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_18_what_is_no_answer_is_replied_to_once_and_never_recorded(cabin: "House", question: str) -> None:
    assert len(PASTE) > 5000
    lead = await cabin.lead(until=question)
    before = await cabin.dossier()
    for name, gesture in GESTURES.items():
        await gesture(lead)
        assert len(await lead.new_messages()) == 1, name
        assert await cabin.asked(lead) == question, name
        assert await cabin.dossier() == before, name


async def test_18_words_edited_that_answered_nothing_are_ignored(cabin: "House") -> None:
    lead = await cabin.lead(until="frame.population")
    typed = await lead.send("beaucoup")
    await lead.new_messages()
    await lead.edit(typed, "12 000")
    assert not await lead.new_messages()
    assert await cabin.answer("frame.population") is None


@pytest.mark.parametrize(
    "text",
    [
        "Été 🌳👩‍🌾 à Œuilly",
        "بلدية نموذجية \u202eabc",
        '#read(".env") #set page(width: 1pt)',
        "<b>gras</b> & <script>alert(1)</script> &lt;",
        "*gras* _italique_ `code` [lien](https://x) {{ 7*7 }} {% if %}",
        "'; DROP TABLE plan; --",
        "/ pas une commande",
    ],
)
async def test_words_are_stored_as_typed_without_what_nobody_sees_and_shown_harmlessly(
    cabin: "House", text: str
) -> None:
    lead = await cabin.lead(until="frame.plan_name")
    await lead.send(text)
    shown = text.replace("\u202e", "")
    assert await cabin.asked(lead) == "frame.start_year"
    assert await cabin.answer("frame.plan_name") == shown
    await lead.new_messages()
    await lead.send("/plan")
    assert shown.replace("'", "’") in (await lead.one_message()).said
    await lead.send("/synthese")
    assert (await lead.one_message()).file_name


async def test_nul_and_lone_surrogates_break_nothing(house: "House") -> None:
    lead = await house.lead(until="frame.plan_name")
    await house.world.settle()
    house.push_text(lead, "Plan\0 numérique \ud83d")
    await house.settle()
    assert await house.asked(lead) == "frame.start_year"
    kept = str(await house.answer("frame.plan_name"))
    assert kept.startswith("Plan")
    assert "\0" not in kept
    await lead.new_messages()
    await lead.send("/synthese")
    assert (await lead.one_message()).file_name
