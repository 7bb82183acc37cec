"""A target that changes once its chapter was confirmed: the sentence follows, and why is asked."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.client import Person
    from tests.e2e.conftest import House

KPI = "objectives/kpis"
SENTENCE, TARGET, WHY = "objectives/sentence", f"{KPI}/target", f"{KPI}/target_why"
FORMER = "Passer de 18 à 50 habitants accompagnés par mois d’ici fin 2028"


async def _open_target(house: "House", lead: "Person") -> None:
    await house.open(lead, "Objectifs", "Passer de 18", "Habitants accomp", house.name(TARGET))
    await lead.new_messages()


async def _said(house: "House", item: str) -> list[object]:
    return [answer.value for path, answer in (await house.dossier()).answers.items() if path.id == item]


async def _retarget(house: "House", *, until: str | None = None) -> "Person":
    lead = await house.lead(until=until)
    await _open_target(house, lead)
    await lead.send("60")
    return lead


async def test_changing_a_target_asks_why_and_rewords_the_sentence(house: "House") -> None:
    lead = await _retarget(house)
    asked, *_ = await lead.new_messages()
    assert FORMER.replace("50", "60") in asked.said
    assert "Pourquoi changer la cible" in asked.said
    assert await house.asked(lead) == WHY
    await lead.send("Le premier trimestre est déjà à 45")
    assert await house.asked(lead) is None
    assert FORMER.replace("50", "60") in await _said(house, SENTENCE)
    assert await _said(house, WHY) == ["Le premier trimestre est déjà à 45"]


async def test_the_reason_of_a_target_may_be_passed_over(cabin: "House") -> None:
    lead = await _retarget(cabin)
    await lead.tap(cabin.words("common:act_skip"))
    assert 60 in await _said(cabin, TARGET)
    assert await cabin.asked(lead) is None


async def test_a_target_typed_as_it_was_asks_nothing(cabin: "House") -> None:
    lead = await cabin.lead()
    await _open_target(cabin, lead)
    await lead.send("50")
    await cabin.settle()
    assert FORMER in await _said(cabin, SENTENCE)
    assert await cabin.asked(lead) is None


async def test_before_its_card_is_confirmed_a_target_is_corrected_without_a_reason(cabin: "House") -> None:
    lead = await _retarget(cabin, until="objectives.review")
    assert await cabin.asked(lead) == "objectives.review"
    assert FORMER in await _said(cabin, SENTENCE), "the card offers to reword it"


async def test_a_target_changed_by_its_sentence_asks_why_too(cabin: "House") -> None:
    lead = await cabin.lead()
    await cabin.open(lead, "Objectifs", "Passer de 18", cabin.name(SENTENCE))
    await lead.send(FORMER.replace("50", "65"))
    await lead.tap(cabin.words("common:act_ok"))
    assert await cabin.asked(lead) == WHY
    assert 65 in await _said(cabin, TARGET)


async def test_why_a_target_changed_is_told_with_the_change(cabin: "House") -> None:
    lead = await cabin.lead(until="check.adopt")
    await lead.tap(cabin.option("check.adopt", "now"))
    for reply in ("19/11/2026", "Conseil communautaire", "2026-118"):
        await lead.send(reply)
    await _open_target(cabin, lead)
    for reply in ("60", "Le conseil vise plus haut", "/plan"):
        await lead.send(reply)
    await lead.tap(cabin.words("commands:act_changes"))
    said = (await lead.new_messages())[-1].said
    assert "cible\u202f: 50 → 60 (Le conseil vise plus haut)" in said.replace("\xa0", " ")
