"""After the adoption: version 1, what changed since, and amendments that make the next versions."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from bot.storage import dossiers, versions
from bot.storage.memberships import Role
from domain.dialogue.importing import with_rows
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from bot.sandbox.seen import Message
    from tests.e2e.conftest import House

ACTION, PILOT = "Refaire l’application", "Service accueil"


async def _adopted(house: "House") -> "Person":
    """A lead whose plan has just become version 1."""
    lead = await house.lead(until="check.adopt")
    await lead.tap(house.option("check.adopt", "now"))
    for said in ("19/11/2026", "Conseil communautaire", "2026-118"):
        await lead.send(said)
    await house.settle()
    return lead


async def _change_pilot(house: "House", lead: "Person", pilot: str = PILOT) -> None:
    await lead.send("/plan")
    await lead.tap(f"✅ {house.words('actions:chapter__name')}")
    await lead.tap(f"✏️ {ACTION}")
    await lead.tap(f"✏️ {house.name('actions/pilot')}")
    await lead.send(pilot)
    await lead.new_messages()


async def _amend(house: "House", lead: "Person", why: str, on: str = "20/11/2026") -> None:
    await lead.send("/plan")
    await lead.tap(house.words("commands:act_amend"))
    for said in (why, on, "Conseil communautaire", "2026-131"):
        await lead.send(said)


async def _menu(lead: "Person") -> "Message":
    await lead.send("/plan")
    return (await lead.new_messages())[-1]


async def _changes(house: "House", lead: "Person") -> "Message":
    await lead.send("/plan")
    await lead.tap(house.words("commands:act_changes"))
    return (await lead.new_messages())[-1]


async def _numbers(house: "House") -> list[int]:
    await house.settle()
    return [each.number for each in await house.db.read(lambda db: versions.versions(db, 1))]


async def test_adoption_freezes_version_1_and_says_what_it_means(house: "House") -> None:
    lead = await _adopted(house)
    said = (await lead.new_messages())[-1].said
    assert "version 1" in said
    assert "19 novembre 2026" in said
    assert "avenant" in said
    menu = await _menu(lead)
    assert "Version 1, 19 novembre 2026" in menu.said
    assert "Rien n’a changé depuis la version 1" in menu.said
    assert house.words("commands:act_changes") not in menu.labels


async def test_before_the_adoption_nothing_is_said_of_versions(cabin: "House") -> None:
    lead = await cabin.lead()
    menu = await _menu(lead)
    assert "Version" not in menu.said
    assert cabin.words("commands:act_changes") not in menu.labels


async def test_a_change_after_the_adoption_is_counted_and_told_without_touching_version_1(cabin: "House") -> None:
    lead = await _adopted(cabin)
    before = (await cabin.db.read(lambda db: versions.versions(db, 1)))[0].dossier
    await _change_pilot(cabin, lead)
    assert "1 changement depuis la version 1" in (await _menu(lead)).said.replace("\xa0", " ").replace("\u202f", " ")
    told = await _changes(cabin, lead)
    assert f"Communication → {PILOT}" in told.said
    assert ACTION in told.said
    assert await _numbers(cabin) == [1]
    assert (await cabin.db.read(lambda db: versions.versions(db, 1)))[0].dossier == before


async def test_a_change_that_is_changed_back_is_none(cabin: "House") -> None:
    lead = await _adopted(cabin)
    await _change_pilot(cabin, lead)
    await _change_pilot(cabin, lead, "Communication")
    assert "Rien n’a changé" in (await _menu(lead)).said


async def test_an_amendment_freezes_version_2_with_its_reason_and_the_differences(house: "House") -> None:
    lead = await _adopted(house)
    await _change_pilot(house, lead)
    await _amend(house, lead, "L’accueil reprend l’application")
    said = (await lead.new_messages())[-1].said
    assert "version 2" in said
    assert "L’accueil reprend l’application" in said
    assert f"Communication → {PILOT}" in said
    assert "<b>" not in said
    menu = await _menu(lead)
    assert "Version 1, 19 novembre 2026" in menu.said
    assert "Version 2, 20 novembre 2026" in menu.said
    assert "Rien n’a changé depuis la version 2" in menu.said
    assert await _numbers(house) == [1, 2]


async def test_only_a_complete_amendment_makes_a_version_and_only_once(cabin: "House") -> None:
    lead = await _adopted(cabin)
    await _change_pilot(cabin, lead)
    await lead.send("/plan")
    await lead.tap(cabin.words("commands:act_amend"))
    for said in ("L’accueil reprend l’application", "20/11/2026", "Conseil communautaire"):
        await lead.send(said)
        assert await _numbers(cabin) == [1]
    await lead.tap(cabin.words("common:act_skip"))
    assert await _numbers(cabin) == [1, 2]
    await _change_pilot(cabin, lead, "Direction générale")
    assert await _numbers(cabin) == [1, 2]
    await _amend(cabin, lead, "La direction reprend l’application", "21/11/2026")
    assert await _numbers(cabin) == [1, 2, 3]
    menu = await _menu(lead)
    assert "Version 3, 21 novembre 2026" in menu.said
    assert "La direction reprend" in menu.said


async def test_an_amendment_is_asked_before_what_the_complete_plan_still_asks(cabin: "House") -> None:
    lead = await _adopted(cabin)
    await lead.send("/plan")
    await lead.tap(cabin.words("commands:act_path_full"))
    await _amend(cabin, lead, "Le plan devient complet")
    assert await _numbers(cabin) == [1, 2]
    asked = await cabin.asked(lead)
    assert asked
    assert not asked.startswith("amendments")


async def test_a_plan_adopted_before_everything_is_answered_is_frozen_as_it_is(cabin: "House") -> None:
    lead = await cabin.lead(until="actions/title")
    await lead.send("/plan")
    await lead.tap(f"▫️ {cabin.words('check:chapter__name')}")
    await lead.tap(cabin.words("check:check_pitfalls__act_ok"))
    await lead.tap(cabin.option("check.adopt", "now"))
    for said in ("19/11/2026", "Conseil communautaire"):
        await lead.send(said)
        assert await _numbers(cabin) == []
    await lead.tap(cabin.words("common:act_skip"))
    assert await _numbers(cabin) == [1]
    assert await cabin.asked(lead) == "actions/title"


async def test_only_the_latest_versions_are_listed(cabin: "House") -> None:
    lead = await _adopted(cabin)
    for number in range(6):
        await _amend(cabin, lead, f"Décision {number}")
    menu = await _menu(lead)
    assert await _numbers(cabin) == list(range(1, 8))
    assert "Versions 1 à 2" in menu.said
    assert "Version 7" in menu.said


async def test_every_lead_is_told_of_a_version_and_nobody_else(cabin: "House") -> None:
    lead = await _adopted(cabin)
    other = await cabin.member("Paul", Role.LEAD)
    official = await cabin.member("Hélène", Role.OFFICIAL)
    await _amend(cabin, lead, "Le budget est confirmé")
    assert any("version 2" in each.said for each in await other.new_messages())
    assert not await official.new_messages()


async def test_an_official_reads_what_changed_and_amends_nothing(cabin: "House") -> None:
    lead = await _adopted(cabin)
    await _change_pilot(cabin, lead)
    official = await cabin.member("Hélène", Role.OFFICIAL)
    menu = await _menu(official)
    assert "Version 1" in menu.said
    told = await _changes(cabin, official)
    assert PILOT in told.said
    assert cabin.words("commands:act_amend") not in told.labels


async def test_what_version_2_changed_can_be_read_again(cabin: "House") -> None:
    lead = await _adopted(cabin)
    await _change_pilot(cabin, lead)
    await _amend(cabin, lead, "L’accueil reprend l’application")
    menu = await _menu(lead)
    assert "Rien n’a changé" in menu.said
    assert cabin.words("commands:act_changes") not in menu.labels
    await lead.tap(cabin.words("commands:act_changes_of", number=2))
    assert PILOT in (await lead.new_messages())[-1].said


async def test_many_changes_are_told_page_by_page(cabin: "House") -> None:
    lead = await _adopted(cabin)

    def add(db: "Connection") -> None:
        dossier = dossiers.load(db, 1)
        now = cabin.clock.now()
        context = StepContext(SCRIPT, now, now.date(), cabin.new_id)
        titles = [{"actions/title": f"Action nouvelle numéro {number:02} {'x' * 60}"} for number in range(45)]
        fuller, added = with_rows(dossier, context, Path("actions"), titles, lead.id)
        assert added == 45
        dossiers.save(db, 1, dossier, fuller)

    await cabin.db.write(add)
    told, seen = await _changes(cabin, lead), ""
    while cabin.words("commands:act_changes_next") in told.labels:
        seen += told.said
        assert len(told.said) < 4096
        await lead.tap(cabin.words("commands:act_changes_next"))
        told = (await lead.new_messages())[-1]
    seen += told.said
    assert all(seen.count(f"Action nouvelle numéro {number:02}") == 1 for number in range(45))


async def test_versions_and_changes_are_told_in_english_too(cabin: "House") -> None:
    lead = await cabin.lead(until="check.adopt")
    await lead.send("/language")
    await lead.tap(cabin.words("start:act_language_en", "en"))
    await lead.tap(cabin.words("check:check_adopt__option_now", "en"))
    for said in ("19/11/2026", "Community council", "2026-118"):
        await lead.send(said)
    assert "This is version 1 of your plan" in (await lead.new_messages())[-1].said
    await lead.send("/plan")
    await lead.tap(f"✅ {cabin.words('actions:chapter__name', 'en')}")
    await lead.tap(f"✏️ {ACTION}")
    await lead.tap(f"✏️ {cabin.words('actions:actions_pilot__name', 'en')}")
    await lead.send("Front desk")
    await lead.send("/plan")
    await lead.tap(cabin.words("commands:act_changes", "en"))
    told = (await lead.new_messages())[-1]
    assert "What has changed since version 1" in told.said
    assert "Communication → Front desk" in told.said


# What is printed ------------------------------------------------------------------------------------------------------


async def _page(house: "House", reader: "Person") -> str:
    """What the last page sent to somebody says, on one line."""
    document = next(each for each in reversed(await reader.messages()) if each.file_name)
    content = await house.world.file(str(document.file_id))
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(said.replace("\u00ad", "").split())


async def _summary(house: "House", reader: "Person") -> str:
    await reader.send("/synthese")
    return await _page(house, reader)


async def _answer(house: "House", item: str, old: Value, new: Value) -> None:
    """Change an answer without going through the chat."""

    def change(db: "Connection") -> None:
        before = dossiers.load(db, 1)
        path = next(path for path, answer in before.answers.items() if (path.id, answer.value) == (item, old))
        answer = replace(before.answers[path], value=new, revision=before.answers[path].revision + 1)
        dossiers.save(db, 1, before, replace(before, answers={**before.answers, path: answer}))

    await house.db.write(change)


async def _change_target_and_title(house: "House") -> None:
    await _answer(house, "objectives/kpis/target", 30, 77)
    await _answer(house, "actions/title", f"{ACTION} mobile de la communauté", "Action que personne n’a votée")


async def test_officials_and_teams_get_the_frozen_version_and_the_lead_what_was_not_voted(house: "House") -> None:
    lead = await _adopted(house)
    official = await house.member("Hélène", Role.OFFICIAL)
    agent = await house.member("Karim", Role.CONTRIBUTOR)
    voted = await _summary(house, official)
    await _change_target_and_title(house)
    for reader in (official, agent):
        assert await _summary(house, reader) == voted
    assert "Adopté le 19 novembre 2026" in voted
    assert "non voté" not in voted
    page = await _summary(house, lead)
    assert "version 1, 2 changements non votés" in page
    assert "(cible : 30 % avant, 77 % maintenant)" in page
    assert "[non voté] Action que personne n’a votée" in page
    assert "Adopté le 19 novembre 2026" in page


async def test_a_removed_action_stays_in_the_page_that_was_voted(house: "House") -> None:
    lead = await _adopted(house)
    official = await house.member("Hélène", Role.OFFICIAL)

    def remove(db: "Connection") -> None:
        before = dossiers.load(db, 1)
        rows = {**before.rows, Path("actions"): before.rows_of(Path("actions"))[1:]}
        dossiers.save(db, 1, before, replace(before, rows=rows))

    dossier, actions = await house.dossier(), Path("actions")
    first = str(dossier.answers[actions.row(dossier.rows_of(actions)[0]) / "title"].value)
    await house.db.write(remove)
    assert first in await _summary(house, official)
    assert f"retrait : A1 {first}" in await _summary(house, lead)


async def test_a_picture_of_the_matrix_is_of_what_was_voted_but_for_a_lead(house: "House") -> None:
    lead = await _adopted(house)
    official = await house.member("Hélène", Role.OFFICIAL)
    await _answer(house, "actions/title", f"{ACTION} mobile de la communauté", "Action que personne n’a votée")
    for reader, is_told in ((official, False), (lead, True)):
        await reader.send("/matrice")
        caption = (await reader.new_messages())[-1].caption
        assert ("[non voté] Action que personne n’a votée" in caption) is is_told
        assert ("Version 1, 1 changement non voté." in caption) is is_told


async def test_an_official_reads_the_targets_that_were_voted(house: "House") -> None:
    await _adopted(house)
    official = await house.member("Hélène", Role.OFFICIAL)
    await _answer(house, "objectives/kpis/target", 30, 77)
    await official.send("/indicateurs")
    said = (await official.new_messages())[-1].said
    assert "cible 30" in said
    assert "77" not in said


async def test_every_version_can_be_made_again_with_the_same_content(house: "House") -> None:
    lead = await _adopted(house)
    offered = (await lead.new_messages())[-1]
    again = f"{house.words('commands:act_version', number=1, on=None)} (19 novembre 2026)"
    assert offered.labels == [again]
    await lead.tap(again)
    first = await _page(house, lead)
    assert (await lead.messages())[-1].kind == "photo"
    await _change_target_and_title(house)
    await _amend(house, lead, "Les cibles sont revues")
    assert await _numbers(house) == [1, 2]
    house.clock.jump(timedelta(days=400))
    official = await house.member("Hélène", Role.OFFICIAL)
    await official.send("/plan")
    await official.tap(house.words("commands:act_versions"))
    choice = (await official.new_messages())[-1]
    assert [label.partition(" (")[0] for label in choice.labels] == ["Revoir la version 2", "Revoir la version 1"]
    await official.tap(again)
    assert await _page(house, official) == first
    assert "Action que personne n’a votée" not in first


async def test_a_figure_of_the_diagnosis_changed_since_is_a_change_too(house: "House") -> None:
    lead = await _adopted(house)
    await _answer(house, "diagnosis.fibre", 87, 91)
    told = await _changes(house, lead)
    assert "87\u202f% → 91\u202f%" in told.said
    assert "1 changement non voté" in await _summary(house, lead)
