"""What the cards lead to: what was left for later, figures with their details, everything recorded."""

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.events import Edit, Given, Redraw
from domain.dialogue.path import Path
from domain.dialogue.questions import Question
from domain.dialogue.scopes import LATER, scope_acts
from domain.dialogue.talk import Prompt, PromptKind
from domain.dialogue.values import Value
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.questionnaire import SCRIPT

COLLEAGUE = 7


def _on(marie: Rehearsal, way: str) -> Rehearsal:
    marie.until("frame.path").tap(f"pick:{way}")
    return marie


def _asked(marie: Rehearsal) -> list[str]:
    """Every question asked of an honest person from here to the end."""
    asked: list[str] = []
    while marie.talk.live is not None:
        if marie.asked:
            asked.append(marie.asked)
        marie.reply_honestly()
    return asked


def _menu(marie: Rehearsal, scope: str) -> Prompt:
    """Open a scope as a button of any card does."""
    marie.tap("open", Prompt("card", PromptKind.MENU, None, 0, (f"open:{scope}",), marie.now))
    return marie.shown()


def _given(path: str | Path, value: Value, status: AnswerStatus = AnswerStatus.OK) -> Given:
    return Given(Path.parse(path) if isinstance(path, str) else path, value, status, COLLEAGUE)


# What is left for later -----------------------------------------------------------------------------------------------


def test_what_was_skipped_or_not_known_is_listed_and_nothing_else(marie: Rehearsal) -> None:
    _on(marie, "express").until("frame.ambition").tap("skip")
    marie.tap("unknown")
    assert marie.asked == "frame.review"
    menu = _menu(marie, LATER)
    assert menu.acts == ("edit:frame.ambition", "edit:frame.has_budget")
    assert marie.asked == "frame.review"


def test_what_was_left_is_answered_from_the_list_and_leads_back_to_what_was_asked(marie: Rehearsal) -> None:
    _on(marie, "express").until("frame.ambition").tap("skip")
    menu = _menu(marie.until("diagnosis.fibre"), LATER)
    marie.tap("edit:frame.ambition", menu)
    assert marie.asked == "frame.ambition"
    marie.type("Un numérique utile à tous")
    assert marie.asked == "diagnosis.fibre"
    marie.tap("open", Prompt("card", PromptKind.MENU, None, 0, (f"open:{LATER}",), marie.now))
    assert "edit:frame.ambition" not in tuple(scope_acts(LATER, marie.seen, SCRIPT))


def test_nothing_left_for_later_is_said_in_a_word(marie: Rehearsal) -> None:
    marie.until("frame.plan_name")
    marie.tap("open", Prompt("card", PromptKind.MENU, None, 0, (f"open:{LATER}",), marie.now))
    assert marie.codes() == ["nothing_later"]


def test_what_is_left_turns_its_pages_in_place(marie: Rehearsal) -> None:
    _on(marie, "full").until("frame.review")
    for key in ("fibre", "mobile", "difficulty", "seniors", "online", "visits", "helped", "places", "trained", "site"):
        if marie.seen.at(path := Path(f"diagnosis.{key}")):
            marie.do(_given(path, None, AnswerStatus.UNKNOWN))
    menu = _menu(marie, LATER)
    assert [act.partition(":")[0] for act in menu.acts] == ["edit"] * 8 + ["page"]
    marie.tap("page", menu)
    assert marie.effects == (Redraw(marie.shown(), instead_of=menu.id),)
    assert set(marie.shown().acts).isdisjoint(menu.acts)


# Cards ----------------------------------------------------------------------------------------------------------------


def test_a_figure_and_what_is_known_of_it_open_as_one_line(marie: Rehearsal) -> None:
    _on(marie, "full").until("diagnosis.fibre").type("72")
    marie.until("diagnosis.review")
    acts = list(scope_acts("diagnosis", marie.seen, SCRIPT))
    assert "open:diagnosis.fibre" in acts
    assert not [act for act in acts if act.startswith("edit:diagnosis.fibre")]
    menu = _menu(marie, "diagnosis.fibre")
    details = ("", "_year", "_source", "_reliability")
    assert menu.acts == tuple(f"edit:diagnosis.fibre{detail}" for detail in details)


def test_the_statements_of_maturity_open_as_one_line(marie: Rehearsal) -> None:
    _on(marie, "full").until("diagnosis.review")
    acts = list(scope_acts("diagnosis", marie.seen, SCRIPT))
    assert acts.count("open:maturity") == 1
    assert not [act for act in acts if act.startswith("edit:maturity")]
    assert all(act.startswith(("edit:maturity.", "page:")) for act in _menu(marie, "maturity").acts)


def test_every_answer_of_a_whole_plan_can_be_reached_from_the_cards(marie: Rehearsal) -> None:
    _asked(_on(marie, "full"))
    reached: set[str] = set()
    pending = [chapter.id for chapter in SCRIPT.chapters]
    while pending:
        for act in scope_acts(pending.pop(), marie.seen, SCRIPT):
            verb, _, argument = act.partition(":")
            if verb == "open":
                pending.append(argument)
            reached |= {argument} if verb == "edit" else set()
    shown = {str(path) for path in marie.seen.visible if not _is_card(path)}
    assert shown == reached


def _is_card(path: Path) -> bool:
    question = SCRIPT.by_id[path.id]
    return isinstance(question, Question) and (question.kind == "Review" or path.id.endswith("/entry"))


def test_a_figure_left_unknown_waits_once_without_its_details(marie: Rehearsal) -> None:
    _on(marie, "full").until("diagnosis.fibre").tap("unknown")
    marie.tap("skip")
    assert marie.asked == "diagnosis.mobile", "when is only asked once who is known"
    acts = list(scope_acts(LATER, marie.seen, marie.script))
    assert "edit:diagnosis.fibre" in acts
    assert not any("fibre_" in act for act in acts)


def test_completing_what_was_left_announces_no_loss(marie: Rehearsal) -> None:
    _on(marie, "full").until("diagnosis.fibre").tap("unknown")
    marie.tap("skip")
    marie.do(Edit(Path("diagnosis.fibre")))
    assert "keep" not in marie.live.acts
    marie.type("35 %")
    assert marie.asked == "diagnosis.fibre_year"
