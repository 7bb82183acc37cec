"""How an infinitive looks in folded French, and the words that look like one."""

_NOT_ONE = (
    "avoir etre faire agir hier premier dernier papier courrier numero fevrier janvier particulier atelier cahier "
    "quartier metier contre entre autre notre votre outre centre cadre ordre titre lettre fenetre registre "
    "chiffre arbre nombre hiver loisir avenir dossier chantier mobilier foncier fichier guichetier soir espoir "
    "histoire memoire territoire repertoire laboratoire observatoire formulaire maire affaire salaire horaire "
    "commentaire exemplaire partenaire inventaire itineraire questionnaire scolaire trimestre semestre septembre"
)
INFINITIVE = rf"(?!(?:{_NOT_ONE.replace(' ', '|')})s?\b)[a-z]{{3,}}(?:er|ir|oir|ire|dre|tre|pre|cre)"
"""A pattern of any infinitive but "avoir", "être", "faire", "agir"."""
