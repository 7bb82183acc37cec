"""A file of actions or indicators sent to the chat: shown, then added once the lead says so."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from sqlalchemy import delete, select, update

from bot.conversations.spreadsheet import readers
from bot.conversations.spreadsheet.opening import LARGEST
from bot.conversations.spreadsheet.payload import Sheet
from bot.conversations.spreadsheet.readers import Readers
from bot.sandbox.files import StoredFile
from bot.storage import prompts, tables
from bot.storage.memberships import Role
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.survey import survey
from domain.importing.table import Unopened
from domain.importing.undoing import taken_back
from domain.projection import plan_from
from domain.questionnaire import SCRIPT
from tests.conversations.spreadsheet.test_hostile_files import FILES, PATIENT

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.sandbox.client import Person
    from bot.sandbox.seen import Message
    from tests.e2e.conftest import House

ACTIONS = """N°;Intitulé de l’action;Pilote;Objectif;Début;Échéance;Coût (k€);Type
1;Ouvrir un portail;Services;O1;2027;31/02/2028;12;logiciel
2;;personne;;;;;
3;Former les agents;Ressources humaines;autre chose;mars 2027;fin 2027;3,5;formation
4;Ouvrir une permanence numérique itinérante;Karim;;;;;
"""
KPIS = """Indicateur;Objectif;Départ;Cible;Fréquence;Responsable
Délai d’accueil;O1;12 jours;5 jours;mensuelle;Zoé
Part des demandes en ligne;;30 %;120 %;bimestrielle;moi
"""
IMPORT = "Importer"


def workbook(*rows: tuple[str | float | date, ...]) -> bytes:
    book, kept = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(kept)
    return kept.getvalue()


async def preview_of(person: "Person", name: str, content: bytes | str) -> "Message":
    await person.new_messages()
    await person.document(name, content.encode() if isinstance(content, str) else content)
    return await person.one_message()


async def shown(person: "Person") -> "Message":
    """The preview as it stands now."""
    return [each for each in await person.messages() if each.from_bot and each.buttons][-1]


async def values(house: "House", item: str) -> list[object]:
    """The recorded values of a question, whatever the row."""
    await house.settle()
    found = (await house.dossier()).answers
    return [answer.value for path, answer in found.items() if path.id == item]


async def test_actions_of_a_file_are_shown_line_by_line_and_added_once_confirmed(house: "House") -> None:
    lead = await house.lead(until="actions")
    before = await house.dossier()
    message = await preview_of(lead, "plan.csv", ACTIONS.encode("cp1252"))
    assert "2 lignes à importer, 2 laissées de côté" in message.text
    assert "2 lignes à vérifier" in message.text.replace("\xa0", " ").replace("\u202f", " ")
    assert "« Intitulé de l’action » → titre" in message.text.replace("«\u202f", "« ").replace("\u202f»", " »")
    assert "« N° » → numéro" in message.text.replace("«\u202f", "« ").replace("\u202f»", " »")
    assert "12 000 €" in message.text.replace("\u202f", " ")
    for told in ("31/02/2028", "« autre chose »", "pas de titre", "déjà dans le plan"):
        assert told in message.text.replace("\u202f", " ").replace("«\u202f", "« ")
    assert await house.dossier() == before
    await lead.tap(IMPORT)
    done, question = (await lead.messages())[-2:]
    assert "2 actions ajoutées" in done.text
    assert done.labels == ["↩️ Annuler cet import"]
    assert question.appeared > message.appeared
    assert await house.asked(lead) == "actions/people"
    assert set(await values(house, "actions/title")) >= {"Ouvrir un portail", "Former les agents"}
    assert sorted(map(str, await values(house, "actions/start"))) == ["2027-01-01", "2027-03-01"]
    assert await values(house, "actions/end") == ["2027-12-31"]
    assert set(await values(house, "actions/investment")) == {12000, 3500}


async def _codes(house: "House") -> dict[str, str]:
    """The code of each action, by its title."""
    await house.settle()
    plan = plan_from(*survey(SCRIPT, await house.dossier()).known)
    return {action.title: action.code for action in plan.actions}


async def test_a_number_column_of_a_file_is_taken_when_it_is_free(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    await preview_of(lead, "plan.csv", "N°;Action\nA7;Un portail\n3;Un guichet\nA1;Une charte\n;Un réseau\n")
    await lead.tap(IMPORT)
    found = await _codes(cabin)
    assert {title: found[title] for title in ("Un portail", "Un guichet", "Une charte", "Un réseau")} == {
        "Un portail": "A7",
        "Un guichet": "3",
        "Une charte": "A4",
        "Un réseau": "A5",
    }


async def test_a_numbered_sheet_sent_again_still_matches_its_rows(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    sheet = "N°;Action\nA7;Un portail\nA8;Un guichet\n"
    await preview_of(lead, "plan.csv", sheet)
    await lead.tap(IMPORT)
    before = await _codes(cabin)
    assert "déjà dans le plan" in (await preview_of(lead, "plan.csv", sheet)).text
    again = await preview_of(lead, "plan.csv", sheet.replace("A7", "A9").replace("A8", "A7") + "A9;Une charte\n")
    assert "1 ligne à importer" in again.text
    await lead.tap(IMPORT)
    assert await _codes(cabin) == {**before, "Une charte": "A9"}


async def test_a_preview_shown_before_codes_were_kept_is_still_imported(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    await preview_of(lead, "plan.csv", "N°;Action\nA7;Un portail\n")

    def age(db: "Connection") -> None:
        row = db.execute(select(tables.prompt).where(tables.prompt.c.kind == "import")).one()
        for line in row.payload["previews"]["actions"]["lines"]:
            del line["code"]
        db.execute(update(tables.prompt).where(tables.prompt.c.id == row.id).values(payload=row.payload))

    await cabin.db.write(age)
    await lead.tap(IMPORT)
    assert (await _codes(cabin))["Un portail"] == "A2"


async def test_a_workbook_is_read_as_well(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    rows = (("Action", "Fin", "Jours-homme"), ("Portail", date(2028, 3, 1), 12.0))
    await preview_of(lead, "plan.xlsx", workbook(*rows))
    await lead.tap(IMPORT)
    assert "Portail" in await values(cabin, "actions/title")
    assert await values(cabin, "actions/end") == ["2028-03-01"]
    assert await values(cabin, "actions/days") == [12]


async def test_indicators_without_an_objective_go_under_the_one_that_is_chosen(house: "House") -> None:
    lead = await house.lead(until="actions")
    objectives = len(await values(house, "objectives/sentence"))
    message = await preview_of(lead, "kpi.csv", KPIS)
    assert message.text.startswith("Des indicateurs")
    assert "ne convient pas" in message.text
    await lead.tap(IMPORT)
    choosing = await shown(lead)
    assert choosing.id == message.id
    assert "À quel objectif" in choosing.text
    assert len(choosing.labels) == objectives + 2
    await lead.tap("↩️")
    assert (await shown(lead)).text == message.text
    await lead.tap(IMPORT)
    await lead.tap("O2")
    assert "2 indicateurs ajoutés" in next(each.text for each in await lead.messages() if each.id == message.id)
    labels = {
        answer.value: path.rows[0]
        for path, answer in (await house.dossier()).answers.items()
        if path.id == "objectives/kpis/label"
    }
    rows = (await house.dossier()).rows_of(
        next(path for path in (await house.dossier()).rows if path.id == "objectives")
    )
    assert (labels["Délai d’accueil"], labels["Part des demandes en ligne"]) == rows[:2]
    assert 120 not in await values(house, "objectives/kpis/target")


async def test_indicators_wait_for_a_first_objective(cabin: "House") -> None:
    lead = await cabin.lead(until="objectives/sentence")
    message = await preview_of(lead, "kpi.csv", KPIS)
    assert "Écrivez d’abord un objectif" in message.text
    assert message.labels == ["Ce sont des actions", "Annuler"]


async def test_the_kind_of_the_lines_can_be_changed_in_place(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    message = await preview_of(lead, "plan.csv", "Titre;Responsable\nPortail;Zoé\n")
    await lead.tap("Ce sont des indicateurs")
    changed = await shown(lead)
    assert changed.id == message.id
    assert changed.text.startswith("Des indicateurs")
    await lead.tap("Ce sont des actions")
    assert (await shown(lead)).text == message.text


async def test_a_long_file_is_shown_by_pages_in_the_same_message(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    lines = "".join(f"Action {number} {'très longue ' * 8};Zoé\n" for number in range(600))
    message = await preview_of(lead, "plan.csv", f"Titre;Pilote\n{lines}")
    assert "500 premières lignes" in message.text
    seen = [message.text]
    while any(label.startswith("Page") and label.endswith("▶") for label in (await shown(lead)).labels):
        await lead.tap(f"Page {len(seen) + 1} ▶")
        seen.append((await shown(lead)).text)
    assert len(seen) > 2
    assert "Plus de place dans le plan" in seen[-1]
    assert all(len(text.encode("utf-16-le")) // 2 <= 4096 for text in seen)
    await lead.tap(f"◀ Page {len(seen) - 1}")
    assert (await shown(lead)).text == seen[-2]
    assert (await shown(lead)).id == message.id
    await lead.tap(IMPORT)
    assert len(await values(cabin, "actions/title")) == 60


async def test_a_cancelled_import_changes_nothing_and_keeps_nothing_of_the_file(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    before = await cabin.dossier()
    message = await preview_of(lead, "plan.csv", "Titre\nUn titre que personne d’autre n’a\n")
    assert "personne d’autre" in await cabin.everything()
    await lead.tap("Annuler")
    assert "Rien n’a changé" in next(each.text for each in await lead.messages() if each.id == message.id)
    assert await cabin.dossier() == before
    row = await cabin.db.read(lambda db: prompts.by_message(db, lead.id, message.id))
    assert row is not None
    assert not row.payload


async def test_pressing_import_twice_adds_once(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    message = await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    button = next(each for each in message.buttons if each.text.startswith(IMPORT))
    await lead.press(message, button)
    await lead.press(message, button)
    await lead.messages()
    assert (await values(cabin, "actions/title")).count("Portail") == 1


async def test_an_import_can_be_taken_back_for_ten_minutes(house: "House") -> None:
    lead = await house.lead(until="actions")
    before = (await house.dossier()).rows
    message = await preview_of(lead, "plan.csv", ACTIONS.replace("itinérante", "fixe"))
    await lead.tap(IMPORT)
    await lead.tap("↩️ Annuler cet import")
    assert "3 lignes retirées" in next(each.text for each in await lead.messages() if each.id == message.id)
    assert (await house.dossier()).rows == before
    assert await house.asked(lead) == "actions"


async def test_taking_an_import_back_withdraws_what_another_lead_is_asked_about_it(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    await preview_of(lead, "plan.csv", ACTIONS)
    await lead.tap(IMPORT)
    paul = await cabin.member("Paul", Role.LEAD)
    await paul.send("/reprendre")
    assert await cabin.asked(paul) == "actions/people"
    await paul.new_messages()
    await lead.tap("↩️ Annuler cet import")
    await cabin.settle()
    assert any("n’a plus lieu d’être" in each.said for each in await paul.new_messages())
    assert await cabin.asked(paul) == "actions"


async def test_the_details_of_imported_lines_may_wait_and_what_places_them_is_still_asked(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    await lead.send("/plan")
    await lead.tap(cabin.words("commands:act_path_full"))
    await preview_of(lead, "plan.csv", "Titre;Pilote;Type;Coût\nPortail;Zoé;logiciel;12\nAtelier;Karim;formation;\n")
    await lead.tap(IMPORT)
    await lead.tap(cabin.words("imports:act_later"))
    await cabin.settle()
    answers = (await cabin.dossier()).answers
    portal = next(path.rows for path, answer in answers.items() if answer.value == "Portail")
    stands = {path.id: answer.status for path, answer in answers.items() if path.rows == portal}
    assert stands["actions/first_step"] is AnswerStatus.SKIPPED
    assert stands["actions/running"] is AnswerStatus.UNKNOWN
    assert stands["actions/investment"] is AnswerStatus.OK
    assert not {"actions/objective", "actions/people", "actions/skills"} & stands.keys()
    told = [each for each in await lead.messages() if "attendront" in each.said]
    assert [each.labels for each in told] == [["↩️ Annuler cet import"]]
    await lead.tap("↩️ Annuler cet import")
    await cabin.settle()
    assert portal[0] not in (await cabin.dossier()).rows_of(Path("actions"))


async def test_an_import_of_long_ago_is_not_taken_back_at_once(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    message = await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    await lead.tap(IMPORT)
    await lead.messages()
    await cabin.jump(timedelta(minutes=11))
    await lead.tap("↩️ Annuler cet import")
    assert "Trop tard" in next(each.text for each in await lead.messages() if each.id == message.id)
    assert "Portail" in await values(cabin, "actions/title")


async def test_lines_that_others_rest_on_are_not_taken_back(cabin: "House") -> None:
    lead = await cabin.lead(until="actions/pilot")
    await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    await lead.tap(IMPORT)
    dossier = await cabin.dossier()
    row = dossier.rows_of(Path("actions"))[-1]
    context = StepContext(SCRIPT, cabin.clock.now(), cabin.clock.now().date(), lambda: "m1")
    meeting = Path("meetings/action", ("m1",))
    answer = Answer(row, AnswerStatus.OK, 1, 1, context.now)
    full = {Path("frame.path"): Answer("full", AnswerStatus.OK, 1, 1, context.now)}
    pointing = replace(
        dossier,
        rows={**dossier.rows, Path("meetings"): ("m1",)},
        answers={**dossier.answers, **full, meeting: answer},
    )
    assert taken_back(pointing, context, [Path("actions", (row,))]) is None
    assert taken_back(dossier, context, [Path("actions", (row,))])


async def test_lines_added_meanwhile_are_not_added_again(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    first = await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    await lead.tap(IMPORT)
    await lead.press(first, next(each for each in first.buttons if each.text.startswith(IMPORT)))
    assert "Rien à importer" in next(each.text for each in await lead.messages() if each.id == first.id)
    assert (await values(cabin, "actions/title")).count("Portail") == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("note.pdf", b"%PDF", "je ne lis que les tableaux"),
        ("plan.xlsm", b"PK\x03\x04", "macros"),
        ("plan.xls", b"x", "format est ancien"),
        ("plan.xlsx", b"bonjour", "abîmé"),
        ("plan.csv", b"", "vide"),
        ("plan.csv", b"a;b\n1;2\n", "titres de colonnes"),
        ("plan.csv", b"Titre;Pilote\n", "aucune ligne"),
        ("plan.csv", b"a" * 1_000_001, "trop lourd"),
    ],
)
async def test_a_file_that_gives_nothing_is_answered_and_the_question_stays(
    cabin: "House", name: str, content: bytes, told: str
) -> None:
    lead = await cabin.lead(until="actions/pilot")
    before = await cabin.dossier()
    message = await preview_of(lead, name, content or b"\n")
    assert told in message.text
    assert "/reprendre" in message.text
    assert await cabin.asked(lead) == "actions/pilot"
    assert await cabin.dossier() == before


@pytest.mark.parametrize("kind", ["500", "reset", "429"])
async def test_a_file_that_cannot_be_fetched_is_asked_again(cabin: "House", kind: str) -> None:
    lead = await cabin.lead(until="actions")
    await cabin.world.faults.set({"kind": kind, "methods": ["getFile"], "count": 1})
    message = await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    assert "Renvoyez-le" in message.text
    assert "1 ligne à importer" in (await preview_of(lead, "plan.csv", "Titre\nPortail\n")).text


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OFFICIAL])
async def test_a_file_of_somebody_who_leads_nothing_is_not_even_fetched(cabin: "House", role: Role) -> None:
    await cabin.lead()
    other = await cabin.member("Karim", role)
    await other.document("plan.csv", b"Titre\nPortail\n")
    assert "Je ne sais pas lire les documents" in (await other.one_message()).text
    assert not await cabin.sent("getFile")


async def test_a_file_sent_before_agreeing_is_not_fetched(cabin: "House") -> None:
    person = await cabin.world.person("Inès")
    await person.document("plan.csv", b"Titre\nPortail\n")
    assert (await person.one_message()).buttons
    assert not await cabin.sent("getFile")


async def test_a_preview_is_not_somebody_else_s_to_confirm(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    message = await preview_of(lead, "plan.csv", "Titre\nPortail\n")
    other = await cabin.newcomer("Intrus")
    data = next(each.data for each in message.buttons if each.text.startswith(IMPORT))
    assert data
    await other.press((await other.messages())[-1], data)
    await other.messages()
    assert "Portail" not in await values(cabin, "actions/title")


async def test_in_english_the_preview_is_in_english(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    await lead.send("/langue")
    await lead.tap("English")
    message = await preview_of(lead, "plan.csv", "Project;Owner;Deadline\nPortal;Zoe;end of 2028\n")
    assert message.text.startswith("Actions: here is what I understood")
    await lead.tap("Import 1 line")
    assert "Portal" in await values(cabin, "actions/title")


async def test_nothing_of_a_file_is_logged(cabin: "House") -> None:
    lead = await cabin.lead(until="actions")
    await preview_of(lead, "secret-name.csv", "Titre\nSecretTitle\n")
    await cabin.world.faults.set({"kind": "500", "methods": ["getFile"], "count": 1})
    await preview_of(lead, "secret-name.csv", "Titre\nSecretTitle\n")
    assert "secret-name" not in cabin.logged.getvalue()
    assert "SecretTitle" not in cabin.logged.getvalue()


@pytest.mark.parametrize(
    ("name", "told"),
    [("one 19 MB string in a few cells", "1 ligne à importer"), ("3.9 million empty strings", "trop lourd à ouvrir")],
)
async def test_a_20_kb_workbook_freezes_nobody(
    cabin: "House", monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    lead = await cabin.lead(until="actions")
    monkeypatch.setattr(cabin.jalon.conversations, "_readers", Readers(PATIENT))
    called, made, _ = FILES[name]
    content = made()
    assert len(content) < 35_000
    assert told in (await preview_of(lead, called, content)).text
    assert await cabin.asked(lead) == "actions"


async def test_others_are_answered_and_the_writer_is_free_while_a_file_is_read(
    cabin: "House", monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = await cabin.lead(until="actions"), await cabin.newcomer("Inès")
    asked, begun, gate = readers._asked, asyncio.Event(), asyncio.Event()

    async def held(content: bytes, order: bytes) -> Sheet | Unopened:
        begun.set()
        await gate.wait()
        return await asked(content, order)

    monkeypatch.setattr(readers, "_asked", held)
    await lead.new_messages()
    await lead.document("plan.csv", b"Titre\nPortail\n")
    seen = cabin.sandbox.world.chats[other.id].messages
    async with asyncio.timeout(20):
        await begun.wait()
        await cabin.db.write(lambda db: db.exec_driver_sql("SELECT 1"))
        before = len(seen)
        await other.send("/aide")
        while len(seen) < before + 2:  # noqa: ASYNC110 - theirs, then the answer
            await asyncio.sleep(0.004)
    assert not gate.is_set()
    gate.set()
    assert "1 ligne à importer" in (await lead.one_message()).text


@pytest.mark.parametrize("claimed", [None, 0, 12])
async def test_a_file_bigger_than_it_was_said_to_be_is_not_read(
    cabin: "House", monkeypatch: pytest.MonkeyPatch, claimed: int | None
) -> None:
    lead = await cabin.lead(until="actions")
    honest = StoredFile.as_json
    monkeypatch.setattr(StoredFile, "as_json", lambda file: honest(file) | {"file_size": claimed})
    assert "trop lourd" in (await preview_of(lead, "plan.csv", b"a" * (LARGEST + 1))).text
    assert "1 ligne à importer" in (await preview_of(lead, "plan.csv", b"Titre\nPortail\n")).text


async def test_a_file_telegram_does_not_give_is_said_to_be_too_heavy(
    cabin: "House", monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await cabin.lead(until="actions")
    monkeypatch.setattr(cabin.sandbox, "limits", replace(cabin.sandbox.limits, download=5))
    assert "trop lourd" in (await preview_of(lead, "plan.csv", b"Titre\nPortail\n")).text


async def test_a_file_read_for_a_plan_that_is_no_longer_theirs_shows_nothing_of_it(
    cabin: "House", monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await cabin.lead(until="actions")
    asked = readers._asked

    async def left(content: bytes, order: bytes) -> Sheet | Unopened:
        await cabin.db.write(lambda db: cabin._store(db, lead, Dossier(SCRIPT.version)))
        await cabin.db.write(lambda db: db.execute(delete(tables.membership).where(tables.membership.c.plan_id == 1)))
        return await asked(content, order)

    monkeypatch.setattr(readers, "_asked", left)
    assert "Renvoyez-le" in (await preview_of(lead, "plan.csv", b"Titre\nPortail\n")).text


async def test_indicators_of_a_plan_in_follow_up_are_asked_on_schedule(cabin: "House") -> None:
    lead = await cabin.lead()
    line = "Appels décrochés;O1;%;hausse;60;80;hebdomadaire;moi\n"
    await preview_of(lead, "kpi.csv", f"Indicateur;Objectif;Unité;Sens;Départ;Cible;Fréquence;Responsable\n{line}")
    await lead.tap(IMPORT)
    await lead.new_messages()
    await cabin.jump(timedelta(days=8))
    assert any("Appels décrochés" in each.said for each in await lead.new_messages())
    kinds = await cabin.db.read(
        lambda db: set(db.scalars(tables.prompt.select().with_only_columns(tables.prompt.c.kind)))
    )
    assert "nudge" in kinds
