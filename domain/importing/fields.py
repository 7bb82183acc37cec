"""What a column may hold, and the words that head such columns."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.script.actions import CRITERIA


class Kind(StrEnum):
    """What the lines of a table are."""

    ACTIONS = "actions"
    KPIS = "objectives/kpis"

    @property
    def other(self) -> "Kind":
        return Kind.KPIS if self is Kind.ACTIONS else Kind.ACTIONS

    @property
    def title_field(self) -> str:
        """The field that names a line."""
        return ACTION_TITLE if self is Kind.ACTIONS else KPI_LABEL


ACTION_TITLE, ACTION_OBJECTIVE, ACTION_KIND = "actions/title", "actions/objective", "actions/kind"
ACTION_START, ACTION_END, ACTION_DAYS = "actions/start", "actions/end", "actions/days"
MONEY = ("actions/investment", "actions/running")
MARKED_INSTEAD = {ACTION_END: "actions/time", "actions/investment": "actions/budget"}
"""What a column is when its cells are marks, beside other marks."""
SCORES = tuple(f"actions/{criterion}" for criterion in CRITERIA)

KPI_LABEL, KPI_OBJECTIVE = "objectives/kpis/label", "objectives/kpis/objective"
"""`KPI_OBJECTIVE` is no question: it says under which objective the line goes."""
KPI_UNIT, KPI_UNIT_NAME = "objectives/kpis/unit", "objectives/kpis/unit_name"
KPI_DIRECTION, KPI_FREQUENCY = "objectives/kpis/direction", "objectives/kpis/frequency"
KPI_BASELINE, KPI_TARGET = "objectives/kpis/baseline", "objectives/kpis/target"
KPI_OWNER, KPI_OWNER_NAME = "objectives/kpis/owner", "objectives/kpis/owner_name"
KPI_SOURCE = "objectives/kpis/source"

_ACTION_HEADERS = {
    ACTION_TITLE: (
        "titre|quoi|action|actions|intitule|intitule de l'action|titre de l'action|nom de l'action"
        "|libelle de l'action|projet|projets|intitule du projet|titre du projet|nom du projet|nom|libelle"
        "|designation|operation|mesure|initiative|title|name|project"
    ),
    "actions/pilot": (
        "pilote|chef de file|cheffe de file|qui|pilotage|nom du pilote|nom du responsable|nom du referent"
        "|responsable|responsable de l'action|chef de projet|cheffe de projet|porteur|porteuse|referent|referente"
        "|service pilote|direction pilote|agent pilote|pilot|owner|lead|manager"
    ),
    ACTION_OBJECTIVE: "objectif|objectifs|objectif vise|objectif servi|objectif strategique|objective|goal",
    "actions/services": (
        "service|services|direction|directions|services concernes|service concerne|directions concernees"
        "|departments|services involved"
    ),
    "actions/official": (
        "elu|elue|elus|elu referent|elu responsable|elu en charge|vice-president|vice-presidente|adjoint"
        "|elected official|official"
    ),
    ACTION_START: (
        "debut|date debut|date de debut|demarrage|date de demarrage|lancement|date de lancement|commence le|start"
        "|start date"
    ),
    ACTION_END: (
        "fin|date fin|quand|date de fin|echeance|date d'echeance|date limite|livraison|date de livraison|delai"
        "|calendrier|end|end date|deadline|due date"
    ),
    "actions/investment": (
        "investissement|combien|cout|budget|montant|cout d'investissement|budget d'investissement"
        "|cout previsionnel|depense|depenses d'investissement|enveloppe|investment|cost"
    ),
    "actions/running": (
        "fonctionnement|cout de fonctionnement|budget de fonctionnement|cout annuel|abonnement|maintenance"
        "|cout recurrent|frais de fonctionnement|running|running cost|yearly cost"
    ),
    ACTION_DAYS: (
        "jours-homme|j h|jours homme|jour-homme|jours hommes|jours-hommes|jours agents|jours-agents|jours agent"
        "|jh|etp jours|charge|charge de travail|temps agent|jours de travail|person-days|person days|workload"
    ),
    ACTION_KIND: "type|nature|type d'action|nature de l'action|categorie|type de projet|kind|category",
    "actions/first_step": "premiere etape|prochaine etape|premiere demarche|etape 1|first step|next step",
    "actions/people": "personnes|personnes touchees|personnes concernees|public touche|portee|people reached",
    "actions/residents": "effet pour les habitants|habitants|usagers|benefice usagers|residents",
    "actions/agents": "effet pour les agents|agents|benefice agents|staff",
    "actions/time": "rapidite|facilite de delai|temps|time",
    "actions/budget": (
        "faisabilite budgetaire|note budget|soutenabilite budgetaire|facilite budget|budget feasibility"
    ),
    "actions/skills": "competences|competences disponibles|skills",
}
_KPI_HEADERS = {
    KPI_LABEL: (
        "indicateur|indicateurs|indicateur de suivi|indicateur de resultat|nom de l'indicateur"
        "|libelle de l'indicateur|intitule de l'indicateur|kpi|libelle|nom|intitule|titre|designation|mesure"
        "|indicator|indicators|label|name"
    ),
    KPI_OBJECTIVE: "objectif|objectifs|objectif vise|objectif servi|objectif strategique|objective|goal",
    KPI_UNIT: "unite|unites|unite de mesure|unit",
    KPI_DIRECTION: ("sens|evolution|evolution attendue|evolution souhaitee|tendance|sens d'evolution|direction|trend"),
    KPI_BASELINE: (
        "valeur|situation actuelle|valeur de depart|valeur initiale|valeur de reference|depart|reference"
        "|situation initiale|valeur actuelle|point de depart|etat initial|t0|baseline|initial value|current value"
        "|starting value"
    ),
    KPI_TARGET: (
        "cible|valeur cible|objectif chiffre|valeur visee|valeur attendue|cible finale|objectif cible|target"
        "|target value"
    ),
    KPI_FREQUENCY: "frequence|periodicite|frequence de suivi|frequence de mesure|rythme|frequency|period",
    KPI_OWNER_NAME: (
        "responsable|nom du responsable|responsable du suivi|referent|referente|pilote|producteur|qui"
        "|responsable de la mesure|owner|lead"
    ),
    KPI_SOURCE: "source|sources|source des donnees|mode de calcul|methode de calcul|origine|data source",
}


def _by_words(headers: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({words: field for field, joined in headers.items() for words in joined.split("|")})


HEADERS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {Kind.ACTIONS: _by_words(_ACTION_HEADERS), Kind.KPIS: _by_words(_KPI_HEADERS)}
)
"""The field of each folded header, by kind of table."""
