"""The whole plan a dossier tells, and what makes it official."""

from collections.abc import Iterator, Mapping

from domain.dialogue.dossier import Answer
from domain.dialogue.path import Path
from domain.pitfalls import DISMISSAL
from domain.plan import Adoption, Amendment, Participation, Plan, Way
from domain.projection.diagnosis import audits, figures, heard, hearings, maturity, needs, territory
from domain.projection.doing import actions, objectives
from domain.projection.known import Known
from domain.projection.teams import beats, meetings


def plan_from(visible: Mapping[Path, Answer], rows: Mapping[Path, tuple[str, ...]], codes: Mapping[Path, str]) -> Plan:
    """Return the plan told by the relevant answers of a dossier, its rows and their codes.

    Only answers that stand carry a value: unknown, skipped, to review are None. Rows without a title are left out; in
    a version frozen before codes were kept, the others have that of their place, as was printed then. A KPI's `row` is
    the path of its row, as text.
    """
    known = Known(visible, rows, codes)
    place = territory(known)
    return Plan(
        territory=place,
        name=known.words("frame.plan_name"),
        start_year=known.whole("frame.start_year"),
        end_year=known.whole("frame.end_year"),
        ambition=known.words("frame.ambition"),
        budget=known.whole("frame.budget"),
        cofunding=known.number("frame.cofunding"),
        figures=tuple(figures(known)),
        heard=heard(known),
        needs=tuple(needs(known)),
        objectives=tuple(objectives(known)),
        actions=tuple(actions(known)),
        adoption=_adoption(known),
        path=known.code(Way, "frame.path"),
        official=known.words("frame.official"),
        hearings=tuple(hearings(known)),
        audits=tuple(audits(known)),
        maturity=maturity(known, place),
        participation=known.code(Participation, "teams.participation"),
        meetings=tuple(meetings(known)),
        beats=tuple(beats(known)),
        dismissals=_dismissals(known),
        amendments=tuple(_amendments(known)),
    )


def _adoption(known: Known) -> Adoption | None:
    if known.value("check.adopt") != "now":
        return None
    return Adoption(
        on=known.day("check.adoption_date"),
        body=known.words("check.adoption_body"),
        reference=known.words("check.adoption_reference"),
    )


def _dismissals(known: Known) -> Mapping[str, str]:
    """The reasons why pitfalls were set aside, by code."""
    reasons = {path: known.words(path.id) for path in known.visible if path.id.startswith(DISMISSAL)}
    return {path.id.removeprefix(DISMISSAL): reason for path, reason in reasons.items() if reason}


def _amendments(known: Known) -> Iterator[Amendment]:
    for found in known.titled("amendments", "amendments/why"):
        yield Amendment(
            row=found.row,
            why=found.words,
            on=known.day("amendments/date", found.at),
            body=known.words("amendments/body", found.at),
            reference=known.words("amendments/reference", found.at),
        )
