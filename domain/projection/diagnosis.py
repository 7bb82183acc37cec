"""The diagnosis of a plan: its territory, figures, hearings, audits and needs."""

from collections.abc import Iterator

from domain.dialogue.dossier import AnswerStatus
from domain.plan import (
    Audit,
    AuditStatus,
    Evidence,
    EvidenceKind,
    Figure,
    Gravity,
    Hearing,
    HearingMethod,
    Need,
    Pillar,
    Reliability,
    Stakeholder,
    Territory,
    TerritoryKind,
)
from domain.plan.maturity import ThemeScore, scores
from domain.projection.known import Known
from domain.script.figures import FIGURES
from domain.script.territories import SMALL_COMMUNE, place_of
from domain.territory.profile import territory_kind


def territory(known: Known) -> Territory:
    if place := place_of(known.visible):
        return Territory(place.name, territory_kind(place), place.population, place.population_year)
    return Territory(
        name=known.words("frame.territory_name"),
        kind=known.code(TerritoryKind, "frame.territory_kind"),
        population=known.whole("frame.population"),
    )


def figures(known: Known) -> Iterator[Figure]:
    """The figures known, and those to be collected; not those that do not apply or were not asked yet."""
    for key in FIGURES:
        item = f"diagnosis.{key}"
        if known.status(item) is AnswerStatus.UNKNOWN:
            who, when = known.words(f"{item}_who"), known.day(f"{item}_when")
            yield Figure(key, to_collect=True, unit=FIGURES[key].unit, collect_who=who, collect_on=when)
        elif (value := known.number(item)) is not None:
            yield Figure(
                key,
                value,
                year=known.whole(f"{item}_year"),
                source=known.words(f"{item}_source"),
                unit=FIGURES[key].unit,
                reliability=known.code(Reliability, f"{item}_reliability"),
            )


def heard(known: Known) -> frozenset[Stakeholder] | None:
    """The categories ticked as heard, and those of the hearings told one by one."""
    ticked = known.codes(Stakeholder, "diagnosis.heard")
    told = frozenset(hearing.category for hearing in hearings(known) if hearing.category)
    return ticked if not told else told | (ticked or frozenset())


def hearings(known: Known) -> Iterator[Hearing]:
    for found in known.titled("hearings", "hearings/who"):
        yield Hearing(
            row=found.row,
            who=found.words,
            category=known.code(Stakeholder, "hearings/category", found.at),
            method=known.code(HearingMethod, "hearings/method", found.at),
            on=known.day("hearings/date", found.at),
            said=known.words("hearings/said", found.at),
        )


def audits(known: Known) -> Iterator[Audit]:
    for found in known.titled("audits", "audits/subject"):
        yield Audit(
            row=found.row,
            subject=found.words,
            status=known.code(AuditStatus, "audits/status", found.at),
            on=known.day("audits/date", found.at),
            findings=known.words("audits/findings", found.at),
        )


def maturity(known: Known, place: Territory) -> tuple[ThemeScore, ...]:
    """One score for each theme, once a statement was answered."""
    statements = (path.id for path in known.visible if path.id.startswith("maturity."))
    told = (each for each in statements if known.status(each) in {AnswerStatus.OK, AnswerStatus.UNKNOWN})
    levels = {each: known.whole(each) for each in told}
    is_commune = place.kind is TerritoryKind.COMMUNE
    is_small = is_commune and place.population is not None and place.population < SMALL_COMMUNE
    return scores(levels, is_small=is_small) if levels else ()


def needs(known: Known) -> Iterator[Need]:
    for found in known.titled("needs", "needs/sentence"):
        kind = known.code(EvidenceKind, "needs/evidence", found.at)
        yield Need(
            row=found.row,
            code=found.code or f"B{found.number}",
            sentence=found.words,
            pillar=known.code(Pillar, "needs/pillar", found.at),
            gravity=known.code(Gravity, "needs/gravity", found.at),
            affected=known.codes(Stakeholder, "needs/affected", found.at) or frozenset(),
            affected_count=known.whole("needs/affected_count", found.at),
            evidence=Evidence(kind, known.words(f"needs/evidence_{kind}", found.at)) if kind else None,
            entry=known.words("needs/entry", found.at),
        )
