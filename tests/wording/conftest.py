"""One wordbook for all, and what every block needs to be shown."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.wording.card_lines import Line
from bot.wording.wordbook import LANGUAGES, Wordbook
from domain.followup.trajectory import KpiStatus, Standing
from domain.plan import Kpi

OTHERS = frozenset({"reminders", "notices"})
"""Files proven beside the code that speaks them."""

LONG = " ".join(["Les habitants d’ici & d’ailleurs <b>attendent</b>"] * 8)
"""As long as a person may write, with what would break HTML."""

KPI = Kpi(row="k", label=LONG, unit="%", target=70.0, deadline=date(2028, 12, 31))
STANDS = Standing(KpiStatus.LATE, 45, date(2026, 11, 23), 38.5)
UNKNOWN = Standing(KpiStatus.NO_VALUE)

SAMPLES: dict[str, object] = {
    "answered": 3,
    "at": datetime(2027, 3, 1, 14, 5),  # noqa: DTZ001 - already local
    "awaited": ["Accueil", LONG],
    "baseline": 40.0,
    "chapters": [
        {"name": "Cadre", "progress": {"is_done": True, "is_current": False, "answered": 4}},
        {"name": "Diagnostic", "progress": {"is_done": False, "is_current": True, "answered": 1}},
        {"name": "Objectifs", "progress": {"is_done": False, "is_current": False, "answered": 0}},
    ],
    "code": "O1",
    "count": 2,
    "date": "2026-01-01",
    "days": 14,
    "direction": "down",
    "doubtful": [LONG, LONG],
    "duties": [LONG, LONG],
    "has_group": True,
    "dismissed": ["Un point écarté"],
    "feasibility": "2,7",
    "forgotten": ["Agents de la collectivité"],
    "hidden": 2,
    "high": 2040,
    "impact": "4,3",
    "involved": ["Élus", "Habitants"],
    "is_full": True,
    "kind": "voice",
    "latest": 2037,
    "least": 1,
    "length": 512,
    "limit": 6,
    "lines": [Line("Besoin 1", "", 1), *[Line("Objectif", LONG, 2)] * 60],
    "link": "https://t.me/jalon_bot?start=abc",
    "longest": 300,
    "lost": 2,
    "low": 2020,
    "members": [
        {"name": "Marie", "role": "élue", "label": "Accueil", "is_closed": True},
        {"name": "Paul", "role": "agent", "label": "", "is_closed": False},
    ],
    "silent": [
        {"owner": "Accueil", "times": 2, "is_closed": False, "is_unlinked": False},
        {"owner": "Voirie", "times": 1, "is_closed": False, "is_unlinked": True},
        {"owner": "Technique", "times": 0, "is_closed": True, "is_unlinked": False},
        {"owner": "", "times": 0, "is_closed": False, "is_unlinked": False},
    ],
    "minutes": 12,
    "ceiling_example": 8.0,
    "change": 12.5,
    "factor": 2.0,
    "lacks": ["de combien", "pour quand"],
    "months": 24,
    "most": 10,
    "names": ["Un", "Deux", LONG, "Quatre", "Cinq"],
    "near": True,
    "number": 1,
    "on": "2025-09-30",
    "owned": ["Délai de réponse", LONG],
    "others": 2,
    "silent_since": "2024-01-31",
    "told": [
        {"name": LONG, "lives": True, "is_leaderless": True},
        {"name": "", "lives": False, "is_leaderless": False},
    ],
    "objectives": [
        {
            "code": "O1",
            "example": LONG,
            "gaps": [LONG],
            "is_contradicted": True,
            "rewording": LONG,
            "sentence": LONG,
            "kpis": [
                {"kpi": KPI, "stands": STANDS, "goal": "cible 30 jours", "status": "en retard"},
                {"kpi": Kpi(row="l", label="Sans rien"), "stands": UNKNOWN, "goal": "", "status": "sans donnée"},
            ],
        }
    ],
    "pending": 2,
    "pillars": [
        {"name": "Des services publics modernes", "needs": 2, "objectives": 1, "actions": 3, "kpis": 1},
        {"name": "Un numérique pour tous", "needs": 0, "objectives": 0, "actions": 0, "kpis": 0},
    ],
    "pitfalls": ["Un piège", "Un autre"],
    "places": [
        {"name": LONG, "kind": "commune", "where": "Loire (42)", "population": 1234},
        {"name": "Bretagne", "kind": "région", "where": "", "population": None},
    ],
    "plans": 1,
    "population": 155_634,
    "refused": ["120 % : un pourcentage va de 0 à 100.", "Le 31 décembre 2020 est déjà passé."],
    "readings": ["31 décembre 2028", LONG],
    "role": "lead",
    "share": 93.5,
    "shortest": 2,
    "since": date(2025, 1, 1),
    "as_of": date(2026, 12, 1),
    "read_on": date(2026, 12, 1),
    "stale": 1,
    "sure": ["un devoir", LONG],
    "start": 2027,
    "start_year": 2027,
    "subject": "Délai",
    "target": 20.0,
    "target_example": 6.0,
    "baseline_example": 12.0,
    "territory_kind": "commune",
    "threshold": 50_000,
    "titles": ["Un", LONG],
    "unit": "jours",
    "unsure": 2,
    "version": 2,
    "weak": ["Cybersécurité", "Inclusion numérique"],
    "year": 2023,
    "years": 10,
}
"""A value for each variable that is not a text; any other gets a long one."""

OWN_SAMPLES: dict[str, dict[str, object]] = {
    "actions:actions_end__refusal_end_before_start_date": {"start": "2027-03-01"},
    "common:review": {"lines": [Line("Objectif", LONG, 2)] * 12},
    "check:changes": {"lines": ["Deux actions de plus", "Budget : 45 000 €, au lieu de 30 000 €"]},
    "check:completeness": {
        "chapters": [
            {"name": "Cadre", "percent": 100, "unknown": 0, "later": 0},
            {"name": "Diagnostic", "percent": 40, "unknown": 2, "later": 1},
        ]
    },
    "commands:plan": {
        "changes": 2,
        "later": 3,
        "minutes": 25,
        "steps": [
            {"name": "Cadre", "is_done": True, "is_current": False, "is_begun": True},
            {
                "name": "Diagnostic",
                "is_done": False,
                "is_current": True,
                "is_begun": True,
                "answered": 4,
                "asked": 9,
                "left": 5,
                "minutes": 20,
            },
            {
                "name": "Équipes",
                "is_done": False,
                "is_current": False,
                "is_begun": False,
                "answered": 0,
                "asked": 4,
                "left": 4,
                "minutes": 5,
            },
        ],
        "versions": [{"number": 1, "on": "2027-03-01", "why": LONG}, {"number": 2, "on": "", "why": ""}],
    },
    "common:refusal_end_before_start_date": {"start": "2027-03-01"},
    "maturity:weak": {"themes": [{"name": "Cybersécurité", "advice": "Un conseil."}]},
    "objectives:objectives_kpis_owner_name__where": {"members": ["Marie", LONG]},
    "objectives:refused_past_deadline": {"value": "2020-12-31"},
    "objectives:refused_share_above_100": {"value": 120.0},
    "teams:meetings_end__refusal_end_before_start_date": {"start": "2027-03-01"},
}
"""The same for one block, where a variable means something of its own."""


@pytest.fixture(scope="session")
def book() -> Wordbook:
    return Wordbook()


@pytest.fixture(scope="session")
def own_names(book: Wordbook) -> frozenset[str]:
    """The blocks of the files proven here, as French has them."""
    return frozenset(name for name in book.names("fr") if name.partition(":")[0] not in OTHERS)


@pytest.fixture(scope="session")
def shown(book: Wordbook, own_names: frozenset[str]) -> dict[tuple[str, str], str]:
    """Every block in every language, with sample values."""
    return {
        (language, name): book.text(language, name, **_context(book, language, name))
        for language in LANGUAGES
        for name in own_names
        if book.has(language, name)
    }


@pytest.fixture(scope="session")
def sources() -> str:
    """The code that may speak a block, as one text."""
    root = Path(__file__).resolve().parents[2]
    files = [*root.glob("bot/**/*.py"), *root.glob("handlers/**/*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.fixture(scope="session")
def codes() -> dict[str, frozenset[str]]:
    """The codes that the domain gives its refusals and notes, read from its source."""
    root = Path(__file__).resolve().parents[2] / "domain"
    text = "\n".join(path.read_text("utf-8") for path in root.glob("**/*.py"))
    return {kind: frozenset(re.findall(rf'\b{kind}\(\s*"(\w+)"', text)) for kind in ("Rejected", "Note")}


def _context(book: Wordbook, language: str, name: str) -> dict[str, object]:
    samples = {**SAMPLES, **OWN_SAMPLES.get(name, {})}
    return {variable: samples.get(variable, LONG) for variable in book.reads(language, name)}
