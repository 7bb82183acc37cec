"""A whole plan of a fictional communauté de communes: what the tour plays and what the demonstration shows finished.

Every name and figure is invented.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What the lead does when asked `question`: types `says`, or presses `taps`; `row:2` picks the third row."""

    question: str
    says: str | None = None
    taps: tuple[str, ...] = ()


def _says(question: str, text: str) -> Line:
    return Line(question, says=text)


def _taps(question: str, *acts: str) -> Line:
    return Line(question, taps=acts)


KPIS = "objectives/kpis"


def _aim(sentence: str, need: int, label: str, *figures: Line, frequency: str, owner: str | None) -> list[Line]:
    """An objective in one sentence: what it says is confirmed but for the name of its KPI, the rest is asked."""
    lines = [
        _says("objectives/sentence", sentence),
        _taps("objectives/sentence", f"pick:{KPIS}/label", "ok"),
        _taps("objectives/need", f"row:{need}"),
        _says(f"{KPIS}/label", label),
        *figures,
        _taps(f"{KPIS}/frequency", f"pick:{frequency}"),
    ]
    if owner is None:
        return [*lines, _taps(f"{KPIS}/owner", "pick:me")]
    return [*lines, _taps(f"{KPIS}/owner", "pick:someone"), _says(f"{KPIS}/owner_name", owner)]


def _action(title: str, objective: int, pilot: str, scores: str) -> list[Line]:
    criteria = ("people", "residents", "agents", "time", "budget", "skills")
    marks = [_taps(f"actions/{name}", f"pick:{mark}") for name, mark in zip(criteria, scores, strict=True)]
    return [
        _says("actions/title", title),
        _taps("actions/objective", f"row:{objective}"),
        _says("actions/pilot", pilot),
        *marks,
    ]


TERRITORY = "Communauté de communes des Trois Vallons"
AGENT = "Karim"
LINES: tuple[Line, ...] = (
    _taps("frame.territory", "not_applicable"),
    _says("frame.territory_name", TERRITORY),
    _taps("frame.territory_kind", "pick:epci"),
    _says("frame.population", "18 640"),
    _taps("frame.path", "pick:express"),
    _says("frame.plan_name", "Le numérique pour tous 2027-2029"),
    _says("frame.start_year", "2027"),
    _says("frame.end_year", "2029"),
    _says("frame.ambition", "Que chacun puisse faire ses démarches, en ligne ou au guichet, sans jamais être seul"),
    _taps("frame.has_budget", "pick:yes"),
    _says("frame.budget", "186 000 €"),
    _taps("frame.review", "ok"),
    _says("diagnosis.fibre", "87 %"),
    _says("diagnosis.fibre_year", "2025"),
    _says("diagnosis.difficulty", "21 %"),
    _says("diagnosis.difficulty_year", "2026"),
    _taps("diagnosis.online", "unknown"),
    _taps("diagnosis.heard", "pick:officials", "pick:residents", "pick:agents", "ok"),
    _says("needs/sentence", "Les personnes âgées renoncent à leurs démarches faute d’aide"),
    _taps("needs/pillar", "pick:inclusion"),
    _taps("needs/gravity", "pick:critical"),
    _taps("needs", "add"),
    _says("needs/sentence", "Les dossiers d’urbanisme prennent trop de temps, avec beaucoup de pièces manquantes"),
    _taps("needs/pillar", "pick:services"),
    _taps("needs/gravity", "pick:serious"),
    _taps("needs", "add"),
    _says("needs/sentence", "Les ordinateurs sont remplacés trop tôt et la sauvegarde n’est pas testée"),
    _taps("needs/pillar", "pick:resources"),
    _taps("needs/gravity", "pick:serious"),
    _taps("needs", "done"),
    _taps("diagnosis.review", "ok"),
    *_aim(
        "Passer de 18 à 50 habitants accompagnés par mois d’ici fin 2028",
        0,
        "Habitants accompagnés par mois",
        frequency="monthly",
        owner=AGENT,
    ),
    _taps("objectives", "add"),
    *_aim(
        "Ramener l’instruction d’un permis de construire de 62 à 40 jours d’ici fin 2028",
        1,
        "Délai moyen d’instruction",
        frequency="monthly",
        owner=None,
    ),
    _taps("objectives", "add"),
    *_aim(
        "Acheter 30 % de matériel issu du réemploi d’ici fin 2029",
        2,
        "Part des achats issus du réemploi",
        _taps(f"{KPIS}/baseline", "unknown"),
        frequency="quarterly",
        owner=AGENT,
    ),
    _taps("objectives", "done"),
    _taps("objectives.review", "ok"),
    *_action("Ouvrir une permanence numérique itinérante", 0, "Karim Benali, médiation", "545354"),
    _taps("actions", "add"),
    *_action("Former les agents d’accueil à repérer et orienter", 0, "Ressources humaines", "434455"),
    _taps("actions", "add"),
    *_action("Recevoir et instruire l’urbanisme en ligne", 1, "Service urbanisme", "454223"),
    _taps("actions", "add"),
    *_action("Tester la sauvegarde et faire un exercice de crise", 2, "Service informatique", "324445"),
    _taps("actions", "add"),
    *_action("Refaire l’application mobile de la communauté", 1, "Communication", "222212"),
    _taps("actions", "done"),
    _taps("actions.review", "ok"),
    _taps("meetings", "add"),
    _says("meetings/topic", "Qui accompagne qui, où et quand ?"),
    _taps("meetings/form", "pick:workshop"),
    _says("meetings/date", "28/01/2027"),
    _says("meetings/participants", "Accueil, CCAS, France services, trois associations"),
    _taps("meetings", "done"),
    _taps("check.pitfalls", "ok"),
    _taps("check.adopt", "pick:now"),
    _says("check.adoption_date", "19/11/2026"),
    _says("check.adoption_body", "Conseil communautaire"),
    _says("check.adoption_reference", "2026-118"),
)
