"""A small script with one of everything, and people to answer it."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from domain.dialogue.events import Resume
from domain.dialogue.questions import (
    Choice,
    Date,
    Entries,
    Integer,
    MultiChoice,
    Percent,
    Reference,
    Review,
    Scale,
    Text,
    Upstream,
)
from domain.dialogue.script import Chapter, Repeat, Script
from domain.dialogue.values import Rejected, Value
from domain.dialogue.verification.rehearsal import Rehearsal
from domain.dialogue.view import View

People = Callable[..., Rehearsal]


def _not_before_start(value: Value, view: View) -> Rejected | None:
    start = view.number("frame.start")
    return Rejected("end_before_start") if isinstance(value, int) and start is not None and value < start else None


FRAME = Chapter(
    id="frame",
    items=(
        Text(id="frame.name"),
        Choice(id="frame.kind", choices=("epci", "departement", "region")),
        Integer(
            id="frame.population",
            needs=("frame.kind",),
            when=lambda view: view["frame.kind"] == "epci",
            low=1,
            high=999_999,
            unknown=True,
        ),
        Integer(id="frame.start", low=2020, high=2040),
        Integer(
            id="frame.end",
            needs=("frame.start",),
            rules=(_not_before_start,),
            low=2020,
            high=2050,
            upstream=Upstream.ASK_AGAIN,
        ),
        Choice(id="frame.has_budget", choices=("yes", "no"), unknown=True),
        Integer(
            id="frame.budget", needs=("frame.has_budget",), when=lambda view: view["frame.has_budget"] == "yes", low=1
        ),
        Percent(
            id="frame.share",
            needs=("frame.budget",),
            when=lambda view: view["frame.budget"] is not None,
            unknown=True,
        ),
        MultiChoice(id="frame.heard", choices=tuple("abcdefgh"), least=1),
        Text(id="frame.motto", required=False),
        Review(id="frame.review"),
    ),
)
LISTS = Chapter(
    id="lists",
    items=(
        Repeat(
            id="needs",
            least=1,
            most=4,
            items=(Text(id="needs/sentence"), Choice(id="needs/gravity", choices=("low", "high"))),
        ),
        Repeat(
            id="objectives",
            least=1,
            most=3,
            items=(
                Text(id="objectives/sentence"),
                Reference(
                    id="objectives/need", to="needs", needs=("needs",), when=lambda view: bool(view.rows_of("needs"))
                ),
                Date(id="objectives/deadline", future=True, unknown=True),
                Repeat(
                    id="objectives/kpis",
                    least=1,
                    most=2,
                    items=(Text(id="objectives/kpis/label"), Integer(id="objectives/kpis/target", unknown=True)),
                ),
            ),
        ),
        Repeat(
            id="actions",
            most=2,
            items=(
                Text(id="actions/title"),
                Reference(id="actions/objective", to="objectives", needs=("objectives",), not_applicable=True),
                Scale(id="actions/people"),
            ),
        ),
        Review(id="lists.review"),
    ),
)
SMALL = Script(version=2, chapters=(FRAME, LISTS), retired=("frame.former",))
CODES = tuple(f"c{number}" for number in range(10))


def _fills(code: str, _: View) -> Mapping[str, Value]:
    return {"risks/code": code, "risks/level": "high" if code < "c5" else "low"}


WAYS = Chapter(
    id="ways",
    items=(
        Choice(id="ways.path", choices=("express", "full")),
        Text(id="ways.official", required=False, full=True),
        Integer(id="ways.share", low=0, high=100, unknown=True, hands=True),
        Integer(
            id="ways.share_year",
            needs=("ways.share",),
            when=lambda view: view["ways.share"] is not None,
            low=2000,
            high=2050,
            unknown=True,
            full=True,
            detail_of="ways.share",
        ),
        Repeat(
            id="hearings",
            full=True,
            least=1,
            most=3,
            items=(Text(id="hearings/who"), Choice(id="hearings/how", choices=("met", "called"))),
        ),
        Repeat(
            id="risks",
            least=1,
            most=3,
            items=(
                Text(id="risks/name", entries=Entries(lambda _: CODES, _fills)),
                Choice(id="risks/level", choices=("low", "high")),
                Text(id="risks/answer", required=False, full=True),
                Choice(id="risks/code", choices=CODES, quiet=True),
            ),
        ),
        Text(id="ways.aside", required=False, quiet=True),
        Review(id="ways.review"),
    ),
)
WIDE = Script(version=2, chapters=(WAYS, FRAME, LISTS), path="ways.path", opening="ways.path")


@pytest.fixture
def small() -> Script:
    return SMALL


@pytest.fixture
def wide() -> Script:
    """The small script behind a chapter with two paths, a catalogue, a quiet question and a detail."""
    return WIDE


@pytest.fixture
def people(now: datetime) -> People:
    """Makes a person on the small script, or on another one; `share` hands them somebody's dossier."""

    def arrive(script: Script = SMALL, *, person: int = 1, share: Rehearsal | None = None) -> Rehearsal:
        return Rehearsal(script, now, person=person, dossier=share.dossier if share else None)

    return arrive


@pytest.fixture
def marie(people: People) -> Rehearsal:
    """Somebody who was just asked the first question."""
    person = people()
    person.do(Resume())
    return person
