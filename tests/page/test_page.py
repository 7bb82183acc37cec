"""The bars around the conversations: clock, language, people, groups, what to try; and a phone's tabs."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.clock import ShiftedClock
from bot.sandbox import groups
from bot.sandbox.server import Sandbox, SandboxServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
Call = Callable[..., Awaitable[Any]]
OpenPage = Callable[..., Awaitable[Page]]
JUMPS = [
    ("Avancer d’une heure", "lundi 23 novembre 2026, 13\u00a0h\u00a000"),
    ("Avancer d’un jour", "mardi 24 novembre 2026, 13\u00a0h\u00a000"),
    ("Avancer d’une semaine", "mardi 1er décembre 2026, 13\u00a0h\u00a000"),
    ("Avancer d’un mois", "vendredi 1er janvier 2027, 13\u00a0h\u00a000"),
]


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def test_the_page_says_that_it_is_not_telegram(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bac à sable\u202f: ceci n’est pas Telegram.")


async def test_each_jump_moves_the_clock_that_the_bot_shares(page: Page, clock: ShiftedClock) -> None:
    before, shown = clock.now(), page.locator("#clock time")
    for button, now in JUMPS:
        await page.get_by_role("button", name=button).click()
        await expect(shown).to_have_text(now)
    assert clock.now() - before == timedelta(days=39, hours=1)


async def test_a_month_after_the_31st_is_the_last_day_of_the_next(page: Page, server: SandboxServer) -> None:
    await page.request.post(f"{server.url}/sandbox/clock", data={"at": "2027-01-31T11:00:00+00:00"})
    await expect(page.locator("#clock time")).to_contain_text("31 janvier 2027")
    await page.get_by_role("button", name="Avancer d’un mois").click()
    await expect(page.locator("#clock time")).to_have_text("dimanche 28 février 2027, 12\u00a0h\u00a000")


async def test_messages_after_a_jump_stand_under_their_own_day(page: Page, bot: Call, sandbox: Sandbox) -> None:
    claire = next(iter(sandbox.world.people))
    await bot("sendMessage", chat_id=claire, text="Avant")
    await page.get_by_role("button", name="Avancer d’une semaine").click()
    await expect(page.locator("#clock time")).to_contain_text("30 novembre")
    await bot("sendMessage", chat_id=claire, text="Rappel")
    days = column(page, "Claire Morel").locator(".day")
    await expect(days).to_have_text(["lundi 23 novembre 2026", "lundi 30 novembre 2026"])


async def test_the_clock_is_stopped_and_run_again(page: Page, clock: ShiftedClock) -> None:
    await page.get_by_role("button", name="Figer l’horloge").click()
    await expect(page.locator("#clock time")).to_contain_text("(horloge figée)")
    assert clock.is_frozen
    await page.get_by_role("button", name="Relancer l’horloge").click()
    await expect(page.locator("#clock time")).not_to_contain_text("figée")


async def test_the_language_switch_changes_every_label_keeps_the_draft_and_is_remembered(page: Page) -> None:
    claire = column(page, "Claire Morel")
    await claire.get_by_placeholder("Écrire un message…").fill("Brouillon")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Sandbox: this is not Telegram.")
    await expect(claire.get_by_placeholder("Write a message…")).to_have_value("Brouillon")
    await expect(page.locator("#clock time")).to_have_text("Monday 23 November 2026, 12:00")
    await expect(page.locator("#language")).to_be_focused()
    await page.reload()
    await expect(page.get_by_text("Start a plan")).to_be_visible()


async def test_both_languages_have_the_same_words(page: Page) -> None:
    words = await page.evaluate("import('/page/words.js').then(({FR, EN}) => JSON.stringify([FR, EN]))")
    french, english = json.loads(words)
    assert french.keys() == english.keys()
    assert [key for key, text in french.items() if "'" in text or not text] == []


async def test_what_to_try_is_listed_and_can_be_put_away(page: Page) -> None:
    hints = page.get_by_role("complementary", name="À essayer")
    await expect(hints.get_by_role("listitem")).to_have_text(
        ["Appuyez sur Démarrer.", "Essayez /synthese\u202f: une page arrive."]
    )
    await page.keyboard.press("Tab")
    await hints.get_by_role("button", name="Fermer la liste").click()
    await expect(hints).to_be_hidden()
    await expect(page.get_by_role("button", name="À essayer")).to_be_focused()


@pytest.mark.usefixtures("echo")
async def test_a_person_is_added_and_writes(page: Page) -> None:
    await page.get_by_role("button", name="Ajouter une personne").click()
    await page.get_by_label("Prénom").fill("Nadia")
    await page.keyboard.press("Enter")
    nadia = column(page, "Nadia")
    await nadia.get_by_role("button", name="Démarrer").click()
    await expect(nadia.locator(".in .words")).to_have_text("Vous avez écrit : /start")


@pytest.mark.usefixtures("echo")
async def test_a_group_is_created_and_read_by_its_members(page: Page) -> None:
    await page.get_by_role("button", name="Créer un groupe").click()
    await page.get_by_label("Nom du groupe").fill("Comité")
    await page.get_by_role("checkbox", name="Karim Benali").uncheck()
    await page.get_by_role("dialog").get_by_role("button", name="Créer").click()
    claire, sylvie = column(page, "Claire Morel"), column(page, "Sylvie Lacaze")
    await expect(claire.get_by_role("button", name="Comité", pressed=True)).to_be_visible()
    await claire.get_by_placeholder("Écrire un message…").fill("/plan@jalon_bot")
    await page.keyboard.press("Enter")
    await expect(sylvie.get_by_role("button", name="Comité")).to_contain_text("non lus")
    await sylvie.get_by_role("button", name="Comité").click()
    await expect(sylvie.locator(".author")).to_have_text(["Claire Morel", "Jalonrobot"])
    await expect(sylvie.locator(".service")).to_contain_text("Claire Morel a ajouté Jalon")
    await expect(column(page, "Karim Benali").get_by_role("button", name="Comité")).to_have_count(0)


async def test_a_forum_shows_its_topics_apart(page: Page) -> None:
    await page.get_by_role("button", name="Créer un groupe").click()
    await page.get_by_label("Nom du groupe").fill("Forum")
    await page.get_by_label("Type de groupe").select_option(label="Supergroupe à sujets")
    await page.get_by_role("dialog").get_by_role("button", name="Créer").click()
    claire = column(page, "Claire Morel")
    await expect(claire.get_by_role("button", name="Forum · Général", pressed=True)).to_be_visible()
    await claire.get_by_role("button", name="Options de la conversation").click()
    await page.get_by_role("menuitem", name="Nouveau sujet…").click()
    await page.get_by_label("Nom du sujet").fill("Écoles")
    await page.keyboard.press("Enter")
    await claire.get_by_role("button", name="Forum · Écoles").click()
    await claire.get_by_placeholder("Écrire un message…").fill("Dans le sujet")
    await page.keyboard.press("Enter")
    await expect(claire.locator(".out .words")).to_have_text("Dans le sujet")
    await claire.get_by_role("button", name="Forum · Général").click()
    await expect(claire.locator(".out")).to_have_count(0)


async def test_a_group_that_became_a_supergroup_leaves_no_old_tab(page: Page, sandbox: Sandbox) -> None:
    groups.create(sandbox, "Comité", "group", list(sandbox.world.people.values()), is_forum=False)
    claire = column(page, "Claire Morel")
    await claire.get_by_role("button", name="Comité").click()
    await claire.get_by_role("button", name="Options de la conversation").click()
    await page.get_by_role("menuitem", name="Convertir en supergroupe").click()
    await claire.get_by_role("button", name="Comité").click()
    await expect(claire.locator(".service").last).to_have_text("Le groupe est devenu un supergroupe")
    await expect(claire.get_by_role("button", name="Comité")).to_have_count(1)
    await page.reload()
    await expect(claire.get_by_role("button", name="Comité")).to_have_count(1)


async def test_on_a_phone_people_are_tabs_and_the_rest_is_in_a_menu(
    open_page: OpenPage, bot: Call, sandbox: Sandbox
) -> None:
    page = await open_page(360, 740, phone=True)
    tabs = page.get_by_role("tablist", name="Personnes").get_by_role("tab")
    await expect(tabs).to_have_text(["CMClaire", "KBKarim", "SLSylvie"])
    await expect(page.locator(".column:visible")).to_have_count(1)
    sylvie = list(sandbox.world.people)[2]
    await bot("sendMessage", chat_id=sylvie, text="Bonjour Sylvie")
    await expect(page.get_by_role("tab", name="Sylvie")).to_contain_text("1 non lu")
    await page.get_by_role("tab", name="Sylvie").tap()
    await expect(page.get_by_text("Bonjour Sylvie").last).to_be_visible()
    await expect(page.get_by_role("tab", name="Sylvie")).not_to_contain_text("non lu")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_role("button", name="Autres actions").tap()
    await page.get_by_role("menuitem", name="English").tap()
    await expect(page.locator(".column:visible").get_by_placeholder("Write a message…")).to_be_visible()


async def test_on_a_phone_a_tapped_message_offers_to_reply(open_page: OpenPage, bot: Call, sandbox: Sandbox) -> None:
    page = await open_page(360, 740, phone=True)
    await bot("sendMessage", chat_id=next(iter(sandbox.world.people)), text="Question")
    message = column(page, "Claire Morel").locator("article")
    await expect(message.get_by_role("button", name="Répondre")).to_be_hidden()
    await message.locator(".words").tap()
    await message.get_by_role("button", name="Répondre").tap()
    await expect(page.locator(".composer-bar:visible")).to_contain_text("Réponse à Jalon")
