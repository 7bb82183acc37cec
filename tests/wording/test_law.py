"""All that is shown of the law and of the country: each duty with its dated text, each figure with its source."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest

from bot.conversations.rendering import duties as told
from bot.conversations.rendering.action_notes import placed
from bot.conversations.rendering.dossier_text import DossierText
from bot.conversations.rendering.duties import Subject
from bot.paths import data_folder
from bot.wording.typography import day
from bot.wording.wordbook import LANGUAGES, Wordbook
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.path import Path
from domain.dialogue.values import Value
from domain.method.legal_duties import READ_ON, Duty, DutyId
from domain.plan import TerritoryKind
from domain.questionnaire import SCRIPT
from domain.script.actions import CRITERIA
from domain.territory.gazetteer import place

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SUBJECTS = [
    Subject("Ici", kind, population, is_ordinary)
    for kind in TerritoryKind
    for population in (None, 300, 3_500, 20_000, 50_000, 300_000)
    for is_ordinary in (True, False)
]
DATED = re.compile(r"\b\d{1,2}(?:er)? [a-zéû]+ \d{4}\b")
AS_OF = {"fr": "selon l’état de la loi au 1er décembre 2026", "en": "as the law stood on 1 December 2026"}


def plain(html: str) -> str:
    return unescape(html).replace("\u202f", " ").replace("\u00a0", " ")


def is_dated(duty: Duty) -> bool:
    return bool(duty.since) or all(DATED.search(part) for part in duty.reference.split(" ; "))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_legal_duties_are_not_shown_without_their_text_and_its_date(
    book: Wordbook, language: str, subject: Subject
) -> None:
    asked = told.asked_of(subject)
    page, card = (plain(of(book, language, subject)) for of in (told.page, told.brief))
    assert asked
    assert [duty.id for duty in asked if duty.reference not in page or not is_dated(duty)] == []
    assert day(READ_ON, language) in page
    assert re.search(r"1/12/2026" if language == "fr" else "1 December 2026", card.splitlines()[0])
    unsettled = any(duty.as_of for duty in asked)
    assert (AS_OF[language] in page) is unsettled


def with_duty(duty: DutyId, *, place_id: str = "", kind: TerritoryKind = TerritoryKind.EPCI) -> Dossier:
    """A plan of this place, else of a large territory typed in by hand, whose only action answers a duty."""
    given: dict[str, Value] = {
        "frame.path": "full",
        **({"frame.territory": place_id} if place_id else {"frame.territory_kind": kind.value}),
        "frame.population": 300_000,
    }
    marks = {f"actions/{name}": 4 for name in CRITERIA}
    action: dict[str, Value] = {"actions/title": "Agir", "actions/duty": duty.value, **marks}
    answers = {Path(name): Answer(value, AnswerStatus.OK, 0, 0, NOW) for name, value in given.items()}
    answers |= {Path(name, ("a",)): Answer(value, AnswerStatus.OK, 0, 0, NOW) for name, value in action.items()}
    if not place_id:
        answers[Path("frame.territory")] = Answer(None, AnswerStatus.NOT_APPLICABLE, 0, 0, NOW)
    return Dossier(SCRIPT.version, answers=answers, rows={Path("actions"): ("a",)})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [TerritoryKind.COMMUNE, TerritoryKind.EPCI])
def test_the_badge_of_a_duty_names_its_text_and_what_is_not_settled(
    book: Wordbook, language: str, kind: TerritoryKind
) -> None:
    for duty in told.asked_of(Subject("", kind, 300_000)):
        badge = plain(placed(DossierText(book, SCRIPT, with_duty(duty.id, kind=kind), language), "a")).partition("⚖️")[2]
        assert duty.reference in badge
        assert (AS_OF[language] in badge) is (duty.as_of is not None)


@pytest.mark.parametrize(("place_id", "is_doubtful"), [("COM:33063", False), ("COM:98735", True)])
def test_a_badge_is_as_sure_as_the_page_of_duties(book: Wordbook, place_id: str, *, is_doubtful: bool) -> None:
    there = place(place_id)
    assert there is not None
    officer = next(duty for duty in told.asked_of(told.of_place(there)) if duty.id is DutyId.DATA_OFFICER)
    said = placed(DossierText(book, SCRIPT, with_duty(officer.id, place_id=place_id), "fr"), "a")
    assert officer.is_to_verify is is_doubtful
    assert ("obligation légale à vérifier" in said) is is_doubtful


def test_thresholds_that_nobody_checked_together_are_said_so(book: Wordbook) -> None:
    page = told.page(book, "fr", Subject("Ici", TerritoryKind.COMMUNE, 20_000))
    assert "50 agents à la fois (selon ma lecture)</b>, <i>à vérifier" in plain(page)


FIGURE = re.compile(r"\d[\d\s,.]*(?:%|millions?|milliards?|billions?)")
BOUND = re.compile(r"\b(?:0 (?:à|to) )?100 ?%")
"""What a percentage may be."""


def own_words(language: str) -> Iterator[tuple[str, str]]:
    """Every text of the templates by its name, without what is put into it."""
    root = data_folder("templates")
    for file in (root / "messages" / language).glob("*.jinja"):
        for name, text in re.findall(r"{% block (\w+) %}(.*?){% endblock %}", file.read_text("utf-8"), re.DOTALL):
            yield f"{file.stem}:{name}", re.sub(r"{[{%#].*?[}%#]}", "", text, flags=re.DOTALL)
    documents = tomllib.loads((root / "documents" / "words" / f"{language}.toml").read_text("utf-8"))
    yield "documents", re.sub(r"{.*?}", "", str(documents.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_national_figure_of_its_own(language: str) -> None:
    """A figure is put into its text from the table of references, or is an example of an answer."""
    texts = {name: BOUND.sub("", text) for name, text in own_words(language)}
    assert len(texts) > 500
    assert [name for name, text in texts.items() if FIGURE.search(text) and "example" not in name] == []
