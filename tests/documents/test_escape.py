"""No text a person types is ever run by Typst."""

import json
import re
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.documents.escape import Code, literal, markup, typ

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
HARMLESS = re.compile(r'"(?:[A-Za-z0-9 ]|[^\x00-\x9f]|\\u\{[0-9a-f]+\})*"')


@given(st.text())
@settings(max_examples=300)
def test_a_literal_holds_no_sign_that_typst_could_read_as_code(text: str) -> None:
    assert HARMLESS.fullmatch(literal(text))


@given(st.text())
def test_a_text_in_markup_is_one_closed_literal(text: str) -> None:
    written = markup(text)
    assert written.startswith("#")
    assert written.endswith(";")
    assert HARMLESS.fullmatch(written[1:-1])


@given(st.lists(TEXTS, min_size=20, max_size=60))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_typst_reads_back_exactly_the_texts_that_were_escaped(texts: list[str]) -> None:
    source = f"#metadata({typ(texts)}) <back>".encode()
    assert json.loads(typst.query(source, "<back>", field="value", one=True)) == texts


def test_typst_reads_back_each_hostile_text(samples: SimpleNamespace) -> None:
    texts = [text.replace("\ud800", "") for text in samples.hostile_texts]
    source = f"#metadata({typ(texts)}) <back>".encode()
    assert json.loads(typst.query(source, "<back>", field="value", one=True)) == texts


def test_the_text_after_a_value_is_not_taken_for_a_method_of_it() -> None:
    source = f"#let shown = [{markup('a')}.len() {markup('b')}(1)[2]]\n#metadata(repr(shown)) <back>".encode()
    back = json.loads(typst.query(source, "<back>", field="value", one=True))
    assert ".len()" in back


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    share: float


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (False, False),
        (-3, -3),
        (2.5, 2.5),
        ((), []),
        (("seul",), ["seul"]),
        ({"a-b": [1, None]}, {"a-b": [1, None]}),
        (Sample('l’"eau"', 0.25), {"name": 'l’"eau"', "share": 0.25}),
    ],
)
def test_typst_reads_a_value_as_python_wrote_it(value: object, expected: object) -> None:
    source = f"#metadata({typ(value)}) <back>".encode()
    assert json.loads(typst.query(source, "<back>", field="value", one=True)) == expected


def test_an_empty_mapping_stays_a_mapping() -> None:
    assert typ({}) == "(:)"


@pytest.mark.parametrize("value", [object(), float("nan"), float("inf"), {1, 2}])
def test_a_value_without_typst_literal_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no Typst literal"):
        typ(value)


def test_code_goes_through_untouched_and_a_plain_text_does_not() -> None:
    assert markup(Code("(1)")) == "(1)"
    assert markup("(1)") != "(1)"


def test_a_lone_surrogate_becomes_the_replacement_sign() -> None:
    assert literal("\ud800") == '"\ufffd"'
