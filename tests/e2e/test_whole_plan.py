"""A plan from the first message to the documents, through the wire."""

from typing import TYPE_CHECKING

from bot.cli.scenario import LINES
from domain.dialogue.survey import survey
from domain.projection import plan_from
from domain.questionnaire import SCRIPT

if TYPE_CHECKING:
    from tests.e2e.conftest import House


async def test_a_lead_completes_a_plan_and_gets_its_summary_and_its_matrix(house: "House") -> None:
    lead = await house.newcomer()
    await house.player(lead).play_all(LINES)
    await lead.new_messages()
    dossier = await house.dossier()
    plan = plan_from(*survey(SCRIPT, dossier).known)
    assert survey(SCRIPT, dossier).cursor is None
    assert [action.code for action in plan.actions] == ["A1", "A2", "A3", "A4", "A5"]
    await lead.send("/synthese")
    summary = await lead.one_message()
    assert summary.file_name is not None
    assert summary.file_name.endswith(".pdf")
    await lead.send("/matrice")
    matrix = await lead.one_message()
    assert matrix.kind == "photo"
    assert "A1" in matrix.caption


async def test_a_plan_stored_at_once_goes_on_where_the_chat_would(house: "House") -> None:
    lead = await house.lead(until="frame.start_year")
    assert house.words("frame:frame_start_year__question") in (await lead.messages())[-1].said
    await lead.send("2027")
    assert house.words("frame:frame_end_year__question") in (await lead.one_message()).said
