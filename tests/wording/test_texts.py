"""What people read fits, is escaped, and says where its figures come from."""

import re
from html.parser import HTMLParser

import pytest

from bot.conversations.commands import COMMANDS
from bot.paths import data_folder
from bot.wording.wordbook import LANGUAGES, LONGEST_LABEL, Wordbook, Worded
from domain.dialogue.questions import Choice, Question
from domain.questionnaire import SCRIPT
from domain.script.hints import HINTS

ASKED = tuple(each for each in SCRIPT.questions() if not (each.quiet and isinstance(each, Choice)))
"""All but the entries of the catalogue, which are only filled."""
Shown = dict[tuple[str, str], str]
TELEGRAM_TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}
LABEL = re.compile(r"__(option|act)_|:act_|:do_|chapter__name$")
LONGEST_NAME = 19
"""So that "Modifier : " and the name hold in a button."""
LONGEST_MESSAGE = 4096
LONGEST_MENU = 256
LONGEST_TOAST = 200


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _texts(shown: Shown, *names: str) -> dict[tuple[str, str], str]:
    return {key: text for key, text in shown.items() if re.search("|".join(names), key[1])}


def test_every_block_says_something(shown: Shown) -> None:
    assert {key for key, text in shown.items() if not text.strip()} == set()


def test_no_message_is_longer_than_telegram_takes(shown: Shown) -> None:
    assert max(len(text.encode("utf-16-le")) // 2 for text in shown.values()) <= LONGEST_MESSAGE


def test_no_label_is_longer_than_a_button(book: Wordbook, shown: Shown) -> None:
    labels = {key: book.label(*key) for key in shown if LABEL.search(key[1]) and not book.reads(*key)}
    assert len(labels) > 100
    assert {key: text for key, text in labels.items() if len(text) > LONGEST_LABEL} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["edit", "open", "keep"])
def test_a_label_that_quotes_someone_is_shortened_to_fit(book: Wordbook, language: str, verb: str) -> None:
    words = "Les habitants d’ici & d’ailleurs attendent"
    label = book.label(language, f"common:act_{verb}", name=words, value=words)
    assert len(label) <= LONGEST_LABEL
    assert "…" in label


def test_the_name_of_a_question_is_never_cut_in_its_button(shown: Shown) -> None:
    names = _texts(shown, r"__name$")
    assert {key: text for key, text in names.items() if len(text) > LONGEST_NAME and "chapter__" not in key[1]} == {}


def test_every_tag_is_one_of_telegrams_and_is_closed(shown: Shown) -> None:
    for key, text in shown.items():
        tags = _Tags()
        tags.feed(text)
        assert set(tags.seen) <= TELEGRAM_TAGS, key
        assert tags.open == [], key


def test_what_people_write_never_becomes_markup(shown: Shown) -> None:
    assert not [key for key, text in shown.items() if "<b>attendent" in text]


def test_no_text_holds_a_hole_or_an_empty_quote(shown: Shown) -> None:
    holes = re.compile(r"None|\{\{|\}\}|«\s*»|“”|\(\)| ,|  \S|\n\n\n")
    assert {key: found[0] for key, text in shown.items() if (found := holes.search(text.replace("\n  ", "\n")))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_a_question_can_be_asked_before_anything_else_is_known(
    book: Wordbook, language: str, question: Question
) -> None:
    nothing = dict.fromkeys(HINTS)
    context = {"unit": "", "subject": "Fibre", **dict.fromkeys(("pitfalls", "dismissed", "weak", "members"), ())}
    text = book.question(language, *Worded.of(SCRIPT, question.id), **{**nothing, **context})
    assert "None" not in text
    assert text.startswith("<b>") or question.id == "check.pitfalls"


@pytest.mark.parametrize("code", ["up", "down", "keep"])
@pytest.mark.parametrize("unit", ["", "%", "jours", "€", "pages par agent"])
def test_the_figures_of_a_kpi_are_asked_in_its_unit(book: Wordbook, code: str, unit: str) -> None:
    given = {**dict.fromkeys(HINTS), "unit": unit, "direction": code, "baseline": 40.0, "title": "Délai"}
    text = book.question("fr", "objectives", "objectives/kpis/target", **given)
    assert unit in text
    assert ("acceptable" in text) is (code == "keep")


def test_a_figure_of_the_country_is_only_given_as_a_reference(shown: Shown) -> None:
    """Percentages elsewhere are examples of answers, or bounds."""
    stated = _texts(shown, r"__(question|why|where)$", r"__opening$", r"^(start|commands|team):")
    given = {key for key, text in stated.items() if re.search(r"\d[\u202f ]?%", text)}
    assert given - {("fr", "commands:indicators"), ("en", "commands:indicators")} == set()


def test_no_figure_of_uncertain_origin_is_shown(shown: Shown) -> None:
    doubtful = re.compile(r"13[\s\u202f]millions?|capgemini|62[\s\u202f]?%", re.IGNORECASE)
    assert {key for key, text in shown.items() if doubtful.search(text)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_national_reference_only_stands_where_the_definition_is_the_same(book: Wordbook, language: str) -> None:
    held = {name for name in book.names(language) if name.startswith("territory:reference_")}
    figures = ("fibre", "mobile", "difficulty", "site", "renounced")
    assert held == {f"territory:reference_{figure}" for figure in figures}


def test_french_addresses_people_as_vous(shown: Shown) -> None:
    familiar = re.compile(r"\b(tu|toi|ton|ta|tes|t’)\b", re.IGNORECASE)
    assert {key for key, text in shown.items() if key[0] == "fr" and familiar.search(text)} == set()


def test_every_command_of_the_menu_has_a_short_description(shown: Shown) -> None:
    menus = _texts(shown, r"^commands:menu_")
    assert menus.keys() == {(language, f"commands:menu_{name}") for language in LANGUAGES for name in COMMANDS}
    assert all(3 <= len(text) <= LONGEST_MENU for text in menus.values())


def test_what_answers_a_tap_holds_in_a_toast(book: Wordbook) -> None:
    toasts = ("saved", "stale_button", "not_yours", "row_gone", "cancelled", "undone")
    assert all(len(book.label(one, f"common:note_{code}")) <= LONGEST_TOAST for one in LANGUAGES for code in toasts)


NAMES = ("name", "colleague", "lead", "owner", "who", "line.owner", "each.owner")
"""What stands for somebody: a first name, or "le conseiller numérique" as people type it."""


def test_no_french_text_puts_a_name_after_a_preposition_without_contracting_it() -> None:
    bare = re.compile(rf"\b(?:à|de) \{{\{{ ?(?:{'|'.join(map(re.escape, NAMES))})(?:\|short\(\d+\))? ?\}}\}}")
    files = (data_folder("templates") / "messages" / "fr").glob("*.jinja")
    found = [f"{file.name}: {each}" for file in files for each in bare.findall(file.read_text("utf-8"))]
    assert found == [], "write {{ name|to }} or {{ name|of }}"


def test_a_question_is_sent_to_a_colleague_named_by_their_post(book: Wordbook) -> None:
    said = book.text("fr", "handing:sent", name="Fibre", colleague="le conseiller numérique", when="")
    assert "envoyée au conseiller numérique" in said
