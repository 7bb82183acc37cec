"""French nouns that objectives count: their singular, their accents."""

from collections.abc import Callable, Mapping
from functools import cache

from domain.parsing.folding import folded

_SINGULAR_ALREADY_WORDS = (
    "mois fois temps pc rdv acces avis parcours cours relais reseaux-sociaux colis devis process bus tiers jeu corps "
    "processus campus concours discours repas poids choix prix taux gaz voix km kwh etp"
)
_SINGULAR_ALREADY = frozenset(_SINGULAR_ALREADY_WORDS.split())
_IRREGULAR = {"reseaux": "réseau", "travaux": "travail", "yeux": "œil", "baux": "bail"}


def singular(noun: str) -> str:
    """Return a French noun as typed, in the singular and in lower case, save initials ("PC", "ETP")."""
    if noun.isupper() and len(noun) > 1:
        return noun
    word = noun.casefold()
    plain_word = folded(word)
    if plain_word in _SINGULAR_ALREADY or plain_word.endswith(("-vous", "ss")):
        return word
    if plain_word in _IRREGULAR:
        return _IRREGULAR[plain_word]
    if word.startswith("tiers-"):
        return f"tiers-{singular(word[6:])}"
    if word.endswith(("eaux", "oux", "eux")):
        return word[:-1]
    if word.endswith("aux") and len(word) > 4:
        return f"{word[:-3]}al"
    return word[:-1] if word.endswith("s") and len(word) > 2 else word


_ACCENTED = (
    "démarche école élève référent téléservice bénéficiaire médiathèque collège lycée crèche événement matériel "
    "téléprocédure écran adhérent médiateur numérique aîné séance idée étude équipement hébergement kilomètre "
    "déchèterie réunion création employé salarié délégué usagère vidéo métier accès conférence bénévole borne-métro "
    "bâtiment abonné élu retraité réclamation expérimentation étape procédure équipe présentation référence régisseur "
    "dépôt élément équipage répertoire créneau téléchargement théâtre cinéma musée délégation préinscription "
    "téléconsultation médiation trésorerie tutoriel vélo véhicule réseau régie médecin intégration"
)
_OTHER_ACCENTED = (
    "délai numérique réponse accessibilité sécurité cybersécurité dématérialisé électronique énergie fréquentation "
    "téléphonique équipé formé déposé numérisé identité état délivrance qualité collectivité intérêt médiathèque santé "
    "précarité électricité traités réclamé âgé bénévolat téléphonie téléphone élevé équité unité communauté activité "
    "mobilité disponibilité éducation évaluation économie écologique société réalisé créé réduit déplacement dépense "
    "congé réemploi dépôt réservé satisfait réussite préalable défaut débit déchet général spécifique"
)


@cache
def _typed_with() -> Mapping[str, str]:
    """Each known word with its accents, by the word without."""
    return {folded(word): word for word in f"{_ACCENTED} {_OTHER_ACCENTED}".split() if folded(word) != word}


def accented(word: str) -> str:
    """Return a word, singular or plural, with its accents when it was typed without and is a known one."""
    known, stem = _typed_with(), word.removesuffix("s")
    if word in known:
        return known[word]
    return f"{known[stem]}s" if stem != word and stem in known else word


def plural(noun: str) -> str:
    """Return a singular noun in the plural; the first word alone agrees ("jeux de données")."""
    first, link, rest = noun.partition(" ")
    if first.endswith(("s", "x", "z")) or (first.isupper() and len(first) > 1) or first == "rendez-vous":
        return noun
    if first.startswith("tiers-"):
        return f"{first}x{link}{rest}" if first.endswith("u") else f"{first}s{link}{rest}"
    if first.endswith(("eau", "eu")):
        return f"{first}x{link}{rest}"
    if first.endswith("al") and first not in {"festival", "bal", "portal"}:
        return f"{first[:-2]}aux{link}{rest}"
    return f"{first}s{link}{rest}"


_LINK_WORDS = "de d' d’ du des a à au aux en sur pour dans par avec sans chez entre et ou le la les un une"
_LINKS = frozenset(_LINK_WORDS.split())


def all_singular(phrase: str) -> str:
    """Return a noun and its adjectives in the singular: "appels perdus au standard" is "appel perdu au standard"."""
    return _agreeing(phrase, singular)


def all_plural(phrase: str) -> str:
    """Return a noun and its adjectives in the plural: "appel perdu au standard" is "appels perdus au standard"."""
    return _agreeing(phrase, plural)


def _agreeing(phrase: str, made: Callable[[str], str]) -> str:
    words = phrase.split()
    stop = next((rank for rank, word in enumerate(words) if word in _LINKS or word[1:2] == "’"), len(words))
    return " ".join([*(word if word in _UNCHANGED else made(word) for word in words[:stop]), *words[stop:]])


_UNCHANGED = frozenset(("papier", "web", "internet", "zéro"))
"""Nouns that stand for adjectives: "formulaires papier"."""

_FEMININE_WORDS = (
    "ecole demarche personne borne famille commune association entreprise structure tablette salle ligne place mairie "
    "classe visite page camera aide fiche heure journee seance demande equipe antenne maison mediatheque bibliotheque "
    "creche procedure agence offre video carte aine annonce plateforme femme fille rue zone vitrine cle tache douche"
)
_FEMININE = frozenset(_FEMININE_WORDS.split())
_FEMININE_ENDS = (
    "ion",
    "ee",
    "ade",
    "ance",
    "ence",
    "ette",
    "euse",
    "trice",
    "esse",
    "ie",
    "ite",
    "elle",
    "ure",
    "ise",
)
_MASCULINE_WORDS = "camion avion million lycee musee agriculture site service genie comite conseiller logiciel"
_MASCULINE = frozenset(_MASCULINE_WORDS.split())


def is_plural(noun: str) -> bool:
    """Whether a noun is in the plural, as far as its ending tells."""
    word = folded(noun)
    return word.endswith(("s", "x")) and word not in _SINGULAR_ALREADY


def is_feminine(phrase: str) -> bool:
    """Whether the first noun of a phrase is feminine, as far as its ending tells."""
    word = folded(singular(phrase.split(maxsplit=1)[0])) if phrase.split() else ""
    return word in _FEMININE or (word.endswith(_FEMININE_ENDS) and word not in _MASCULINE)
