"""The wordbook: answers in words, fallbacks, cards, and errors that name what is missing."""

from datetime import UTC, date, datetime
from pathlib import Path
from timeit import repeat

import jinja2
import pytest

from bot.wording.card_lines import LONGEST_CARD, Line
from bot.wording.wordbook import MissingWordingError, Wordbook, Worded, block
from domain.dialogue.dossier import Answer, AnswerStatus
from domain.dialogue.values import Value
from domain.followup.trajectory import KpiStatus, Standing
from domain.plan import Kpi
from domain.questionnaire import SCRIPT
from domain.script.hints import HINTS

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


def _said(book: Wordbook, item: str, value: Value, *, language: str = "fr", unit: str = "") -> str:
    question = next(question for question in SCRIPT.questions() if question.id == item)
    answer = Answer(value, AnswerStatus.OK, 1, 1, NOON)
    titles = {"n1": "Accueil saturé"}
    return book.said(language, Worded.of(SCRIPT, item), question, answer, row_titles=titles, unit=unit)


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ("frame.territory_name", "Saint-Aubin", "Saint-Aubin"),
        ("frame.territory_kind", "epci", "Intercommunalité (EPCI)"),
        ("frame.population", 18600, "18\u202f600"),
        ("frame.start_year", 2027, "2027"),
        ("diagnosis.fibre_year", 2025, "2025"),
        ("frame.budget", 45000, "45\u202f000\u202f€"),
        ("frame.cofunding", 62.5, "62,5\u202f%"),
        ("diagnosis.heard", ("officials", "residents", "agents"), None),
        ("diagnosis.heard", (), "personne pour l’instant"),
        ("needs/affected", (), "à préciser"),
        ("objectives/need", "n1", "Accueil saturé"),
        ("objectives/need", "gone", "élément retiré"),
        ("objectives/deadline", "2028-03-01", "1er mars 2028"),
        ("actions/time", 5, "5 · Moins de deux mois"),
    ],
)
def test_an_answer_is_said_as_people_say_it(book: Wordbook, item: str, value: Value, words: str | None) -> None:
    expected = words or "Élus, Habitants et Agents de la collectivité"
    assert _said(book, item, value) == expected


def test_an_answer_is_said_in_english_too(book: Wordbook) -> None:
    assert _said(book, "frame.budget", 45000, language="en") == "€45,000"
    assert _said(book, "frame.cofunding", 62.5, language="en") == "62.5%"
    assert _said(book, "objectives/kpis/target", 12.0, language="en", unit="jours") == "12\u202fdays"
    assert _said(book, "objectives/deadline", "2028-03-01", language="en") == "1 March 2028"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (AnswerStatus.UNKNOWN, "je ne sais pas"),
        (AnswerStatus.NOT_APPLICABLE, "sans objet"),
        (AnswerStatus.SKIPPED, "à compléter plus tard"),
    ],
)
def test_an_answer_without_a_value_says_which_kind(book: Wordbook, status: AnswerStatus, words: str) -> None:
    question = next(each for each in SCRIPT.questions() if each.id == "diagnosis.online")
    words_of = Worded.of(SCRIPT, question.id)
    assert book.said("fr", words_of, question, Answer(None, status, 1, 1, NOON), row_titles={}) == words


@pytest.mark.parametrize(
    ("kpi", "words"),
    [
        (
            Kpi("k", "Accueil", "jours", baseline=410, baseline_on=date(2025, 12, 31)),
            "au départ : 410 jours, le 31 déc",
        ),
        (Kpi("k", "Accueil", "jours", baseline=410), "au départ : 410 jours\n"),
        (Kpi("k", "Accueil", "jours"), "pas encore de valeur"),
    ],
)
def test_the_start_of_an_indicator_is_said_until_there_is_a_value(book: Wordbook, kpi: Kpi, words: str) -> None:
    line = {"kpi": kpi, "stands": Standing(KpiStatus.NO_VALUE), "goal": "", "status": "sans donnée"}
    objectives = [{"code": "O1", "sentence": "Répondre vite", "kpis": [line]}]
    said = book.label("fr", "commands:indicators", objectives=objectives) + "\n"
    assert words in said.replace("\u202f", " ")


def test_names_are_quoted_as_each_language_does(book: Wordbook) -> None:
    french = book.label("fr", "check:pitfall_no_owner", names=["Portail"])
    english = book.label("en", "check:pitfall_no_owner", names=["Portail"])
    assert "« Portail »" in french.replace("\u202f", " ")
    assert "“Portail”" in english
    assert "«" not in english


def test_a_question_may_word_a_button_or_a_refusal_its_own_way(book: Wordbook) -> None:
    assert book.act("fr", "check", "check.pitfalls", "ok") == "C’est vu"
    assert book.act("fr", "frame", "frame.review", "ok") == "C’est exact"
    assert "2020" in book.refusal("fr", "frame", "frame.start_year", "out_of_range", low=2020, high=2040)
    assert "10\u202f000" in book.refusal("fr", "frame", "frame.population", "out_of_range", low=1, high=10_000)


def test_a_question_shows_why_where_and_an_example(book: Wordbook) -> None:
    nothing = dict.fromkeys(HINTS)
    text = book.question("fr", "diagnosis", "diagnosis.fibre", **nothing, reference="93,5 % (Arcep)")
    assert text.splitlines()[0].startswith("<b>Quelle part")
    assert [line[0] for line in text.splitlines()[3:]] == ["📍", "📊", "<"]


@pytest.mark.parametrize(
    ("lost", "stale", "words"),
    [
        (2, 1, "2 réponses deviendront sans objet, 1 sera à revoir."),
        (1, 2, "1 réponse deviendra sans objet, 2 seront à revoir."),
        (1, 0, "1 réponse deviendra sans objet."),
        (0, 1, "1 réponse sera à revoir."),
        (0, 3, "3 réponses seront à revoir."),
    ],
)
def test_the_consequences_of_a_change_agree_in_number(book: Wordbook, lost: int, stale: int, words: str) -> None:
    text = book.text("fr", "common:dry_run", name="Budget", before="Oui", after="Non", lost=lost, stale=stale)
    assert text.endswith(f"{words} Confirmer\u202f?")


def test_what_people_wrote_is_escaped_once(book: Wordbook) -> None:
    text = book.text("fr", "common:chosen", label="<b>R&D</b> d'ici")
    assert text == "✔️ &lt;b&gt;R&amp;D&lt;/b&gt; d’ici"
    parts = {"title": None, "why": "", "where": "", "reference": "", "example": ""}
    assert book.text("fr", "common:question", question=text, **parts).count("&lt;b&gt;") == 1


def test_a_label_is_plain_text(book: Wordbook) -> None:
    assert book.label("fr", "common:act_open", name="R&D <ici>").endswith("R&D <ici>")


def test_a_long_card_stops_in_time(book: Wordbook) -> None:
    lines = [Line("Action", "x" * 500, 1)] * 200
    text = book.text("fr", "common:review", question="Est-ce exact ?", lines=lines, beside="")
    assert len(text) < LONGEST_CARD + 200
    assert "\n…\n" in text


def test_a_card_indents_what_stands_inside_rows(book: Wordbook) -> None:
    lines = [Line("Objectif", "", 1), Line("Échéance", "fin 2028", 1), Line("Cible", "70", 2)]
    text = book.text("fr", "common:review", question="?", lines=lines, beside="")
    assert "<b>Objectif</b>\n• Échéance\u202f: <b>fin 2028</b>\n  • Cible\u202f: <b>70</b>" in text


def test_a_language_nobody_wrote_is_answered_in_french(book: Wordbook) -> None:
    assert book.text("de", "common:act_skip") == "Plus tard"


def test_a_missing_block_is_named(book: Wordbook) -> None:
    with pytest.raises(MissingWordingError, match="common:nowhere"):
        book.text("fr", "common:nowhere")
    assert not book.has("fr", "nowhere:at_all")


def test_a_missing_value_is_an_error(book: Wordbook) -> None:
    with pytest.raises(jinja2.UndefinedError, match="label"):
        book.text("fr", "common:chosen")


def test_the_name_of_a_block_is_made_of_the_ids() -> None:
    assert block("objectives", "objectives/kpis/target", "why") == "objectives:objectives_kpis_target__why"
    assert block("frame", "frame.budget", "name") == "frame:frame_budget__name"


def test_another_folder_of_words_can_be_read(tmp_path: Path) -> None:
    for language in ("fr", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "one.jinja").write_text("{% block a %}{% set n = 3 %}{{ n }} {{ m }}{% endblock %}")
    book = Wordbook(tmp_path)
    assert book.text("fr", "one:a", m=4) == "3 4"
    assert book.reads("fr", "one:a") == {"m"}


def test_a_text_is_made_in_well_under_a_millisecond(book: Wordbook) -> None:
    def ask() -> str:
        return book.question("fr", "diagnosis", "diagnosis.difficulty", title="Un titre", territory_kind=None)

    assert min(repeat(ask, number=200, repeat=5)) / 200 < 0.000_5
