"""The picture of the matrix and its text equivalent."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.board import ranking
from bot.documents.matrix import CAPTION, MatrixRequest, Picture, cut, matrix_png, units
from domain.method.quadrant import best_first
from domain.plan import Plan, Score

DAY = date(2027, 3, 15)


def asked(plan: Plan, language: str = "fr") -> MatrixRequest:
    return MatrixRequest(plan, language, DAY, "2.1", "PLAN-2026-014")


def whole(picture: Picture) -> str:
    return f"{picture.caption} {picture.rest}".replace("\u202f", " ").replace(" … … ", " ")


@pytest.mark.parametrize("actions", [0, 1, 10, 30, 45])
def test_a_picture_is_light_enough_and_its_caption_short_enough(samples: SimpleNamespace, actions: int) -> None:
    made = matrix_png(asked(samples.community(actions=actions)))
    assert made.content.startswith(b"\x89PNG")
    assert made.width in {960, 1280}
    assert made.width + made.height < 10_000
    assert len(made.content) <= 300 * 1024
    assert units(made.caption) <= CAPTION


def test_the_text_says_every_action_with_its_marks(samples: SimpleNamespace) -> None:
    plan = samples.community(actions=45)
    made = matrix_png(asked(plan))
    said = whole(made)
    for action in plan.actions:
        assert action.code in said
    assert "15 autres, moins prioritaires" in said
    assert "A4 Portail des démarches d’urbanisme (impact 5, faisabilité 2)" in said
    assert "Priorité immédiate (21) :" in said


def test_a_mark_is_rounded_as_the_chat_rounds_it(samples: SimpleNamespace) -> None:
    plan = samples.community(actions=1)
    marks = Score(people=4, residents=4, agents=3, time=4, budget=4, skills=3)
    said = whole(matrix_png(asked(replace(plan, actions=(replace(plan.actions[0], score=marks),)))))
    assert "(impact 3,7, faisabilité 3,7)" in said


def test_an_action_without_notes_is_said_not_to_be_placed(samples: SimpleNamespace) -> None:
    plan = samples.community(actions=3)
    waiting = replace(plan, actions=(*plan.actions[:2], replace(plan.actions[2], score=Score(people=4))))
    assert "Pas encore notée : A3." in whole(matrix_png(asked(waiting)))


def test_hostile_texts_are_drawn_and_said_without_control_characters(samples: SimpleNamespace) -> None:
    made = matrix_png(asked(samples.all["hostile"].plan))
    assert "\x00" not in whole(made)
    assert "🏛️" in whole(made)


def test_the_english_picture_speaks_english(samples: SimpleNamespace) -> None:
    made = matrix_png(asked(samples.community(actions=2), "en"))
    assert made.caption.startswith("Where to put the effort – ")
    assert "Immediate priority (2): A1" in made.caption


def test_actions_beyond_thirty_are_the_last_in_the_order_of_priority(samples: SimpleNamespace) -> None:
    plan = samples.community(actions=45)
    ranked = ranking(plan, 3.0)
    assert len(ranked.drawn) == 30
    assert [mark.code for mark in ranked.placed] == [action.code for action, _ in best_first(plan.actions)]


@given(st.text(min_size=1, max_size=3000), st.integers(20, 1024))
def test_a_cut_text_keeps_its_limit_and_loses_nothing(text: str, limit: int) -> None:
    head, rest = cut(text, limit)
    assert units(head) <= limit
    if rest:
        kept = head.removesuffix("…") + rest.removeprefix("…")
        assert "".join(kept.split()) == "".join(text.split())


def test_a_word_too_long_for_any_caption_is_cut_all_the_same() -> None:
    head, rest = cut("W" * 2000, CAPTION)
    assert units(head) <= CAPTION
    assert len(head) > 1000
    assert rest
