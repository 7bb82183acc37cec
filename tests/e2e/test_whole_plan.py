"""A plan from the first message to the documents, through the wire."""

from typing import TYPE_CHECKING

from domain.dialogue.survey import survey
from domain.projection import plan_from
from domain.script import EXPRESS

if TYPE_CHECKING:
    from conftest import House


async def test_a_lead_completes_a_plan_and_gets_its_summary_and_its_matrix(house: "House") -> None:
    lead = await house.lead()
    dossier = await house.dossier()
    plan = plan_from(survey(EXPRESS, dossier).visible, dossier.rows)
    assert survey(EXPRESS, dossier).cursor is None
    assert [action.code for action in plan.actions] == ["A1", "A2", "A3", "A4", "A5"]
    await lead.send("/synthese")
    summary = await lead.one_message()
    assert summary.file_name is not None
    assert summary.file_name.endswith(".pdf")
    await lead.send("/matrice")
    matrix = await lead.one_message()
    assert matrix.kind == "photo"
    assert "A1" in matrix.caption
