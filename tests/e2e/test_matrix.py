"""The picture of the matrix, through the wire: everything it shows is said in words too."""

from typing import TYPE_CHECKING

from bot.application import new_id
from bot.storage import dossiers
from domain.dialogue.importing import with_rows
from domain.dialogue.outcome import StepContext
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.questionnaire import SCRIPT
from domain.script.actions import CRITERIA

if TYPE_CHECKING:
    from tests.e2e.conftest import House

TITLE = "Accompagner les habitants éloignés du numérique dans chaque commune, quartier"
CAPTION = 1024


async def test_what_a_caption_has_no_room_for_is_sent_as_a_second_message(house: "House") -> None:
    lead = await house.lead()
    before = await house.dossier()
    context = StepContext(SCRIPT, house.clock.now(), house.clock.now().date(), new_id)
    marks = {f"actions/{criterion}": 4 for criterion in CRITERIA}
    rows: list[dict[str, Value]] = [{"actions/title": f"{TITLE} {number}", **marks} for number in range(15)]
    after, added = with_rows(before, context, Path("actions"), rows, lead.id)
    assert added == 15
    await house.db.write(lambda db: dossiers.save(db, 1, before, after))
    await lead.send("/matrice")
    picture, rest = await lead.new_messages()
    assert picture.kind == "photo"
    assert len(picture.caption) <= CAPTION
    said = f"{picture.caption} {rest.said}"
    for number in range(6, 21):
        assert f"A{number} " in said
    assert rest.said.startswith("…")


async def test_a_short_text_equivalent_is_all_in_the_caption(house: "House") -> None:
    lead = await house.lead()
    await lead.send("/matrice")
    assert (await lead.one_message()).kind == "photo"
