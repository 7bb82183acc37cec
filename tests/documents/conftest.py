"""Fictional plans to make documents of, from an empty draft to the fullest one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from bot.documents.summary import Document, SummaryRequest, summary_pdf
from domain.plan import (
    Action,
    Adoption,
    Direction,
    Figure,
    Frequency,
    Gravity,
    Involvement,
    Kpi,
    Meeting,
    Need,
    Objective,
    Pillar,
    Plan,
    Reading,
    Score,
    Stakeholder,
    Territory,
    TerritoryKind,
)

TODAY = date(2027, 3, 15)


def score(impact: int, feasibility: int) -> Score:
    return Score(impact, impact, impact, feasibility, feasibility, feasibility)


def meeting(on: date | None, topic: str, participants: str | None) -> Meeting:
    return Meeting("m1", topic, Involvement.WORKSHOP, on, participants)


def village() -> Plan:
    """A commune of 640 inhabitants, one objective, two actions."""
    return Plan(
        territory=Territory("Commune de Saint-Aubin-des-Landes", TerritoryKind.COMMUNE, 640),
        name="Le numérique pour tous",
        start_year=2027,
        end_year=2028,
        ambition="Que chaque habitant sache faire ses démarches, en ligne ou à la mairie.",
        budget=18_500,
        cofunding=40,
        figures=(
            Figure("fibre", 71, 2026, "Arcep"),
            Figure("seniors", 38.5, 2023, "Insee"),
            Figure("difficulty", to_collect=True),
        ),
        heard=frozenset({Stakeholder.OFFICIALS, Stakeholder.RESIDENTS, Stakeholder.AGENTS}),
        needs=(
            Need(
                "n1",
                "B1",
                "Les personnes âgées renoncent à leurs démarches en ligne",
                Pillar.INCLUSION,
                Gravity.CRITICAL,
            ),
            Need(
                "n2", "B2", "Le secrétariat ressaisit trois fois les mêmes dossiers", Pillar.SERVICES, Gravity.SERIOUS
            ),
        ),
        objectives=(
            Objective(
                "o1",
                "O1",
                "Accompagner 120 habitants par an dans leurs démarches en ligne d'ici fin 2028",
                "n1",
                date(2028, 12, 31),
                (
                    Kpi(
                        "k1",
                        "Habitants accompagnés chaque année",
                        "habitants",
                        Direction.UP,
                        15,
                        120,
                        None,
                        Frequency.QUARTERLY,
                        None,
                        date(2028, 12, 31),
                    ),
                ),
            ),
        ),
        actions=(
            Action("a1", "A1", "Permanence numérique du mercredi à la mairie", "o1", "Mme Léa Martin", score(5, 4)),
            Action("a2", "A2", "Formulaire unique de demande, relié au logiciel de la mairie", "o1", None, score(4, 2)),
        ),
        meetings=(meeting(date(2027, 4, 8), "les démarches qui bloquent", "habitants et agents"),),
    )


_TITLES = (
    "Accueil numérique dans les huit mairies",
    "Formation des 240 agents aux outils partagés",
    "Parcours unique pour la petite enfance",
    "Portail des démarches d'urbanisme",
    "Ateliers mobiles pour les aînés, en bus",
    "Sauvegarde et plan de reprise communs",
    "Carte ouverte des équipements publics",
    "Suivi des consommations d'énergie des bâtiments",
    "Application de signalement de voirie",
    "Prêt de matériel reconditionné aux familles",
    "Wifi public dans les salles communales",
    "Archivage électronique mutualisé",
    "Observatoire des usages numériques",
    "Assistant de réponse aux courriels",
    "Entrepôt de données intercommunal",
)
_SCORES = (
    (5, 4),
    (4, 5),
    (4, 4),
    (5, 2),
    (5, 5),
    (4, 3),
    (2, 5),
    (3, 4),
    (2, 2),
    (4, 4),
    (2, 4),
    (3, 2),
    (1, 3),
    (2, 1),
    (4, 1),
)
_PILOTS = ("Mme Inès Caron", "M. Hugo Perrin", "Mme Aïcha Benali", "M. Paul Lemaire", "Mme Claire Dubois")
_AIMS = (
    (
        "Porter à 80 % la part des démarches réalisables en ligne d'ici 2028",
        "Démarches réalisables en ligne",
        "%",
        Direction.UP,
        42,
        80,
    ),
    (
        "Réduire de moitié le délai de réponse aux usagers avant fin 2027",
        "Délai moyen de réponse",
        "jours",
        Direction.DOWN,
        14,
        7,
    ),
    (
        "Accompagner 3 000 habitants éloignés du numérique d'ici 2028",
        "Habitants accompagnés",
        "habitants",
        Direction.UP,
        260,
        3000,
    ),
    ("Former tous les agents en contact avec le public avant juin 2028", "Agents formés", "%", Direction.UP, 12, 100),
    (
        "Réduire de 20 % la consommation d'énergie des bâtiments suivis",
        "Consommation des bâtiments",
        "MWh",
        Direction.DOWN,
        5200,
        4160,
    ),
    ("Ouvrir 30 jeux de données utiles aux associations", "Jeux de données ouverts", "", Direction.UP, None, 30),
    ("Maintenir le taux de disponibilité des services en ligne", "Disponibilité", "%", Direction.KEEP, 98.2, 99),
    (
        "Sauvegarder chaque jour les données des huit communes",
        "Communes sauvegardées chaque jour",
        "communes",
        Direction.UP,
        2,
        8,
    ),
)
_NEEDS = (
    "Un habitant sur cinq renonce à une démarche faute d'aide",
    "Les agents saisissent les mêmes données dans quatre logiciels",
    "Trois communes n'ont pas de sauvegarde vérifiée",
    "Les familles ne savent pas à qui s'adresser pour la petite enfance",
    "Les dossiers d'urbanisme se perdent entre la commune et la communauté",
    "Les associations demandent un agenda et des salles à jour",
    "Les consommations des bâtiments ne sont relevées qu'une fois par an",
    "Les entreprises attendent six semaines une réponse sur les terrains",
    "Les agents du terrain n'ont pas accès à leur messagerie",
    "Les cartes des réseaux datent de 2014",
)
_PILLARS = (Pillar.INCLUSION, Pillar.SERVICES, Pillar.RESOURCES)


def _need(index: int, sentence: str) -> Need:
    return Need(
        f"n{index}", f"B{index}", sentence, _PILLARS[index % 3], Gravity.CRITICAL if index == 1 else Gravity.SERIOUS
    )


def _objective(index: int) -> Objective:
    sentence, label, unit, direction, baseline, target = _AIMS[index - 1]
    deadline = date(2028, 12 if index % 2 else 6, 30)
    ceiling = 100.0 if direction is Direction.KEEP else None
    kpi = Kpi(f"k{index}", label, unit, direction, baseline, target, ceiling, Frequency.MONTHLY, None, deadline)
    return Objective(f"o{index}", f"O{index}", sentence, f"n{index}", deadline, (kpi,))


def _action(index: int, objectives: int) -> Action:
    title = _TITLES[(index - 1) % len(_TITLES)]
    impact, feasibility = _SCORES[(index - 1) % len(_SCORES)]
    pilot = _PILOTS[index % 5] if index != 4 else None
    served = f"o{(index - 1) % objectives + 1}"
    return Action(f"a{index}", f"A{index}", title, served, pilot, score(impact, feasibility))


def community(*, needs: int = 4, objectives: int = 3, actions: int = 10) -> Plan:
    """A communauté de communes; the typical plan as it stands, the fullest one with 10, 8 and 15."""
    return Plan(
        territory=Territory("Communauté de communes du Val d'Orme", TerritoryKind.EPCI, 28_450),
        name="Services publics à portée de tous",
        start_year=2026,
        end_year=2028,
        ambition="Des services simples, humains et sobres, en ligne comme au guichet, dans les huit communes",
        budget=3_230_000,
        cofunding=65,
        figures=(
            Figure("fibre", 88.4, 2026, "Arcep"),
            Figure("seniors", 31, 2023, "Insee"),
            Figure("difficulty", 19, 2025, "enquête locale"),
        ),
        heard=frozenset(Stakeholder) - {Stakeholder.BUSINESSES},
        needs=tuple(_need(index + 1, sentence) for index, sentence in enumerate(_NEEDS[:needs])),
        objectives=tuple(_objective(index + 1) for index in range(objectives)),
        actions=tuple(_action(index + 1, objectives) for index in range(actions)),
        meetings=(meeting(date(2027, 4, 22), "l'accueil numérique", "agents des huit mairies et associations"),),
        adoption=Adoption(date(2026, 6, 25), "conseil communautaire", "2026-041"),
    )


def measures(plan: Plan, months: int = 6) -> tuple[Reading, ...]:
    """Monthly values that go a growing part of the way, a little unevenly."""
    return tuple(
        Reading(kpi.row, TODAY - timedelta(days=30 * (months - step)), _value(kpi, step, months))
        for number, kpi in enumerate(plan.kpis)
        for step in range(1, months + 1)
        if number % 4 != 3
    )


def _value(kpi: Kpi, step: int, months: int) -> float:
    start, end = kpi.baseline or 0.0, kpi.target or 0.0
    return round(start + (end - start) * 0.45 * (step - (0.6 if step % 3 == 0 else 0)) / months, 1)


def request(
    plan: Plan, *, language: str = "fr", readings: tuple[Reading, ...] = (), draft: bool = False
) -> SummaryRequest:
    return SummaryRequest(
        plan=plan,
        readings=readings,
        started={kpi.row: date(2026, 6, 25) for kpi in plan.kpis},
        language=language,
        today=TODAY,
        version=None if draft else "2.1",
        reference="PLAN-2026-014",
        contact="numerique@val-orme.example",
        draft=draft,
    )


HOSTILE = (
    '#read(".env")',
    '#"',
    "]] $ \\ #{ } @label <label> *gras* _ital_ `code` // /* */ ~ - + = ==",
    "Mairie 🏛️ 👨‍👩‍👧 🇫🇷 du 中心 \u202eيمين\u202c עברית",
    "nul \x00 et \x07 contrôle \x1b[31m \u0085 \ufeff \ud800 fin",
    "{{ 7*7 }} {% raw %} <b>&amp;</b>",
    "W" * 400,
    "mot " * 1250,
)


def hostile() -> Plan:
    """Every text a person may type, at its worst."""
    full = community(needs=8, objectives=8, actions=8)
    texts = dict(enumerate(HOSTILE))
    return replace(
        full,
        territory=replace(full.territory, name=HOSTILE[0]),
        name=HOSTILE[2],
        ambition=HOSTILE[7],
        figures=tuple(replace(figure, source=texts[index]) for index, figure in enumerate(full.figures)),
        needs=tuple(replace(need, sentence=texts[index]) for index, need in enumerate(full.needs)),
        objectives=tuple(
            replace(
                objective,
                sentence=texts[index],
                kpis=(replace(objective.kpis[0], label=texts[index], unit=texts[index]),),
            )
            for index, objective in enumerate(full.objectives)
        ),
        actions=tuple(
            replace(action, title=texts[index], pilot=texts[7 - index]) for index, action in enumerate(full.actions)
        ),
        meetings=(Meeting("m1", HOSTILE[3], Involvement.TEST_PHASE, None, HOSTILE[4]),),
        adoption=Adoption(None, HOSTILE[6], HOSTILE[1]),
    )


def retold(plan: Plan, text: str) -> Plan:
    """The same plan, with `text` in place of everything that was typed."""
    return replace(
        plan,
        territory=replace(plan.territory, name=text),
        name=text,
        ambition=text,
        figures=tuple(replace(figure, source=text) for figure in plan.figures),
        needs=tuple(replace(need, sentence=text) for need in plan.needs),
        objectives=tuple(
            replace(objective, sentence=text, kpis=tuple(replace(kpi, label=text, unit=text) for kpi in objective.kpis))
            for objective in plan.objectives
        ),
        actions=tuple(replace(action, title=text, pilot=text) for action in plan.actions),
        meetings=(meeting(None, text, text),),
        adoption=Adoption(None, text, text),
    )


def giant() -> Plan:
    """The most of everything, each text a paste of 5 000 characters."""
    return retold(community(needs=10, objectives=8, actions=45), "Accompagnement " * 333)


def unprintable() -> Plan:
    """Nothing but signs that no font of ours can draw."""
    return retold(village(), "中心 🏛️ \u202e\x00")


@dataclass(frozen=True, slots=True)
class Samples:
    """Named requests for the documents that every check runs over."""

    all: dict[str, SummaryRequest]
    community: Callable[..., Plan]
    village: Callable[..., Plan]
    request: Callable[..., SummaryRequest]
    measures: Callable[..., tuple[Reading, ...]]
    score: Callable[[int, int], Score]
    hostile_texts: tuple[str, ...]


def samples() -> Samples:
    typical, fullest = community(), community(needs=10, objectives=8, actions=15)
    known = {
        "empty": request(Plan(), draft=True),
        "begun": request(replace(Plan(), territory=village().territory, name="Le numérique pour tous"), draft=True),
        "village": request(village()),
        "typical": request(typical, readings=measures(typical)),
        "fullest": request(fullest, readings=measures(fullest)),
        "crowded": request(community(needs=10, objectives=8, actions=45), readings=measures(fullest)),
        "giant": request(giant()),
        "unprintable": request(unprintable()),
        "hostile": request(hostile(), readings=measures(typical)),
        "english": request(typical, readings=measures(typical), language="en"),
    }
    return Samples(known, community, village, request, measures, score, HOSTILE)


@pytest.fixture(scope="session", name="samples")
def _samples() -> Samples:
    return samples()


@pytest.fixture(scope="session", name="summaries")
def _summaries(samples: Samples) -> dict[str, Document]:
    """Every sample's summary, made once."""
    return {name: summary_pdf(asked) for name, asked in samples.all.items()}


@pytest.fixture(scope="session", name="read")
def _read() -> Callable[[bytes], str]:
    return text_of


def text_of(pdf: bytes) -> str:
    """The text of a PDF on one line, with ordinary spaces and no soft hyphens."""
    pages = PdfReader(BytesIO(pdf)).pages
    whole = " ".join(page.extract_text() for page in pages).replace("\u00ad", "")
    return " ".join(whole.split())


@pytest.fixture(scope="session", name="alts")
def _alts() -> Callable[[bytes], list[str]]:
    return alts_of


def alts_of(pdf: bytes) -> list[str]:
    """The alternative texts of the figures of a tagged PDF, in reading order."""
    root: Any = PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]
    return [str(element["/Alt"]) for element in _elements(root) if "/Alt" in element]


def _elements(element: Any) -> Iterator[Any]:  # noqa: ANN401 - pypdf's objects are untyped
    node = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(node, dict):
        yield node
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            yield from _elements(child)
