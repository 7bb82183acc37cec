"""What the law asks of a territory, in words: briefly on its card, in full on a page of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.wording.wordbook import Wordbook
from domain.dialogue.dossier import Answer
from domain.dialogue.path import Path
from domain.method.legal_duties import READ_ON, Duty, DutyId, duties, is_surely_above
from domain.plan import Territory, TerritoryKind
from domain.script.territories import place_of
from domain.territory.place import Place
from domain.territory.profile import is_ordinary, is_under_its_own_law, territory_kind


@dataclass(frozen=True, slots=True)
class Subject:
    """A territory as the law sees it, found in the lists or typed in by hand."""

    name: str
    kind: TerritoryKind
    population: int | None
    is_ordinary: bool = True
    is_under_its_own_law: bool = False


def of_place(place: Place) -> Subject:
    own_law = is_under_its_own_law(place)
    return Subject(place.name, territory_kind(place), place.population, is_ordinary(place), own_law)


def of_plan(visible: Mapping[Path, Answer], told: Territory) -> Subject | None:
    """Return the territory of a plan, recognised or as it was `told`; None while its kind is not known."""
    if place := place_of(visible):
        return of_place(place)
    return Subject(told.name or "", told.kind, told.population) if told.kind else None


def asked_of(subject: Subject) -> tuple[Duty, ...]:
    return duties(subject.kind, subject.population, is_ordinary=subject.is_ordinary)


def brief(book: Wordbook, language: str, subject: Subject) -> str:
    """Return the duties by name, those to be verified apart, in a few lines."""
    found = asked_of(subject)
    shown = [duty for duty in found if not _is_within_another(duty, found, subject.population)]
    return book.text(
        language,
        "territory:law",
        sure=[_name(book, language, duty) for duty in shown if not duty.is_to_verify],
        doubtful=[_name(book, language, duty) for duty in shown if duty.is_to_verify],
        has_own_law=subject.is_under_its_own_law,
        read_on=READ_ON,
    )


def page(book: Wordbook, language: str, subject: Subject) -> str:
    """Return every duty with its text, its date and its threshold, and what "à vérifier" means."""
    return book.text(
        language,
        "territory:duties",
        name=subject.name,
        population=subject.population,
        has_own_law=subject.is_under_its_own_law,
        read_on=READ_ON,
        duties=[_entry(book, language, duty, subject.population) for duty in asked_of(subject)],
    )


def _is_within_another(duty: Duty, found: tuple[Duty, ...], population: int | None) -> bool:
    """Whether a larger duty, surely there, asks for this one too."""
    larger = next((each for each in found if each.id is DutyId.PLANNING_PROCEDURE), None)
    is_sure = larger is not None and is_surely_above(population, larger.threshold)
    return duty.id is DutyId.PLANNING_RECEIPT and is_sure


def _name(book: Wordbook, language: str, duty: Duty) -> str:
    name = book.label(language, f"territory:brief_{duty.id}", as_of=duty.as_of)
    return book.label(language, "territory:brief_optional", name=name) if duty.may_opt_out else name


def _entry(book: Wordbook, language: str, duty: Duty, population: int | None) -> str:
    return book.text(
        language,
        "territory:duty",
        name=book.text(language, f"territory:duty_{duty.id}", as_of=duty.as_of),
        reference=duty.reference,
        since=duty.since,
        is_to_verify=duty.is_to_verify,
        may_opt_out=duty.may_opt_out,
        threshold=None if is_surely_above(population, duty.threshold) else duty.threshold,
    )
