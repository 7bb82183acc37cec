"""The words around a quantity that tell what it is: a ceiling, a goal, where one stands today, a change."""

from domain.parsing.lazy_regex import late

Q = "[\ue000-\ue0ff]"
D = "[\ue100-\ue1ff]"
ABOUT = (
    r"(?:environ |a peu pres |pres de |plus de |au moins |moins de |au plus |d'au moins |quelque |autour de |presque )?"
)

FROM_TO = late(
    rf"(?:\bde |\bd'|\bdes |\bpasser |\bpasse |partant de |partir de ){ABOUT}({Q})((?:(?!{Q})[^.;]){{0,70}}?)"
    r"(?:\ba |jusqu'a |\bvers |pour atteindre |pour arriver a |pour passer a |pour viser |et atteindre |a atteindre )"
    rf"(?:la barre des )?{ABOUT}({Q})"
)
AGAINST = late(
    rf"({Q})((?:(?!{Q})[^.;]){{0,60}}?)(?:contre|au lieu de|au lieu d'|plutot que|versus|vs|a la place de|face a"
    rf"|et non plus)\s?(?:les |des )?{ABOUT}({Q})"
)
ARROW = late(rf"({Q})() ?(?:->|=>|→|>|⇒|➔|a|vers|jusqu'a|puis) ?{ABOUT}({Q})")

_NOW = (
    r"aujourd'hui|actuellement|a ce jour|a l'heure actuelle|en ce moment|pour l'instant|actuel(?:le)?s?|au depart"
    r"|au lancement|constate\w*|ce jour|a present|maintenant|initialement"
)
_BASE_BEFORE = late(
    r"(?:\b(?:est|sont|etait|etaient|atteint|plafonne|s'eleve|s'etablit|stagne|reste)"
    rf"(?: (?:{_NOW}))?(?: (?:de|a|d'|estimee? a|situee? a))?"
    rf"|(?:{_NOW})(?: (?:a|de|:|est de|on est a|nous sommes a|il est de|le \w+ est de|c'est))?"
    r"|on est a|on en est a|nous sommes a|on a|nous avons|il y a|on compte|partant de|a partir de|parti de"
    r"|depart(?: :| de)?|contre|au lieu de|base(?: de)?|actuel(?:le)?(?: de|:| :)|etat initial(?: :)?|situation(?: :)?"
    rf"|point de depart(?: :)?)\s?:?\s?{ABOUT}$"
)
_BASE_AFTER = late(rf"^[^,;.]{{0,60}}?\b(?:{_NOW})\b|^ ?\((?:{_NOW}|base)")
_GOAL_NEAR = late(r"(?:objectif|cible|but|veut|vise|viser|atteindre)[^,;.]*$")
_DATED_AFTER = late(rf"^(?: [a-z'-]+){{0,4}}? ?\(?({D})")
_TARGET_BEFORE = late(
    r"(?:\b(?:atteindre|viser|vise|visons|veut|voulons|voudrait|souhaite\w*|jusqu'a|objectif(?: de| est de|:| :| est"
    r"| fixe a| vise)?|cible(?: de|:| :| est de| a)?|arriver a|parvenir a|parvenir|obtenir|but(?: :| de| est de)?"
    r"|porte\w* a|porter a|monter a|ramene\w* a|passer a|passe a|barre des|barre de|seuil de|plafond de|descendre a"
    r"|descendre|revenir a|tomber a|doit etre de|soit de|sera de|fixee? a|limitee? a|a hauteur de|au niveau de"
    r"|tendre vers|aller vers|vers|a|hauteur de))"
    rf" ?(?:les |la barre des |un niveau de |un taux de |une moyenne de )?{ABOUT}$"
)
_CEILING_BEFORE = late(
    r"(?:moins d[e']|sous(?: la barre)?(?: de| des| les| le seuil de)?|en dessous d[e']s?|en-dessous d[e']s?"
    r"|au-dessous d[e']|inferieure?s? a|ne(?: plus| pas)? (?:plus |pas )?(?:depass|exced)\w*(?: plus| pas)?(?: les)?"
    r"|n'exced\w*(?: plus| pas)?|sans (?:depasser|exceder)|au maximum|au plus|maximum(?: de)?|<|≤|<=|plafond de"
    r"|plafonn\w* a|pas plus d[e']|maximale? de|ne doi(?:t|vent) (?:pas|plus) (?:depasser|exceder)|rester a)\s?$"
)
_CEILING_AFTER = late(r"^(?: [a-z'-]+){0,2}? ?(?:\(?maximum|au plus(?! tard)|au maximum|grand maximum|maximal)\b")
_FLOOR_BEFORE = late(
    r"(?:au moins|plus d[e']|superieure?s? a|depass\w+(?: les| la barre des)?|franchi\w*(?: la barre des| le cap des"
    r"| les)?|minimum(?: de)?|a minima|au minimum|>|≥|>=|au-dessus d[e']s?|au dela d[e'])\s?$"
)
_FLOOR_AFTER = late(r"^(?: [a-z'-]+){0,2}? ?(?:minimum|au minimum|au moins|a minima)\b")
_NEVER_OVER = late(r"\bne (?:pas|plus) [a-z]+ plus d[e']|\b(?:ne|n'|sans)\b[^,;.]{0,25}(?:depass|exced)\w*")
_CHANGED_BY = late(rf"(?:\bde |\bd'|\bpar |\bdu |\bgagner |\bperdre |\bde pres de |\bd'environ ){ABOUT}$")
_LESS_THAN = late(r"(?:moins|dessous) de $")
_BY_AT_LEAST = late(r"\bd'au moins $")
_PER = late(r"\b(?:par|/|chaque)\s?$")

MORE = late(r"^(?: [a-z'-]+){0,3}? (?:de plus|supplementaires?|en plus|additionnel\w*|de mieux)\b(?! d[e'])")
FEWER = late(r"^(?: [a-z'-]+){0,3}? (?:de moins|en moins)\b(?! d[e'])")
GAINED = late(
    r"^ (?:de |d')(?P<up>hausse|augmentation|progression|croissance)|^ (?:de |d')(?P<down>baisse|reduction|diminution"
    r"|economies?|gain)"
)
DONE = late(
    r"^(?:(?! (?:de|pour|dans)\b)[^,;.]){0,45}? (?:ouvert|cree|forme|lance|installe|equipe|deploye|accompagne"
    r"|raccorde|publie|numerise|recrute|organise|sensibilise|dematerialise|labellise|mis)(?:e|s|es)?\b"
)
SHARE_OF = late(r" (?:de|des|d'|du)\b")
ALONE = late(r"[\s,:-]*[\ue100-\ue1ff]?[\s,:-]*")
"""Nothing but a date."""

EVERYTHING = late(
    r"\b(?:tous les|toutes les|tous nos|toutes nos|l'ensemble d\w*|l'integralite d\w*|la totalite d\w*|partout"
    r"|chaque(?! (?:annee|mois|jour|semaine|trimestre|semestre|fois))|tout le|toute la|tous ses|toutes ses|tout l'"
    r"|toute l'|systematiquement)(?!\w)"
)
NOTHING = late(
    r"\b(?:plus )?aucune? |\bplus une? seule? |\b(?:ne |n')[a-z' ]{1,20}\bplus (?:de |d')|\bne plus [a-z]+ (?:de |d')"
    r"|^\W*plus (?:de |d')[^,;.]* du tout\b"
)
LESS = late(r"\b(?:moins d[e'])(?! \w+ en)|^\W*(?:beaucoup |bien )?moins d[e']")
MORE_OF = late(r"\b(?:plus d[e']|davantage d[e'])(?! \w+ en)|^\W*(?:beaucoup |bien |toujours )?plus d[e']")
NO_MORE = late(
    r"^\W*plus d(?:e |')(?:papiers?|paperasse|attente|files? d'attente|queues?|retards?|fax|pannes?|bugs?|erreurs?"
    r"|courriers?|impressions?|formulaires? papier|dossiers? papier|relances?|doublons?|ressaisies?|gaspillage)\b"
)
"""What one would rather have no more than more: "plus de papier"."""


def stands_today(before: str, after: str) -> bool:
    """Whether the quantity is where one stands: "62 jours aujourd’hui", "on est à 35 %"."""
    if _GOAL_NEAR.search(before[-40:]):
        return False
    return _BASE_BEFORE.search(before[-60:]) is not None or _BASE_AFTER.search(after) is not None


def date_after(after: str) -> str | None:
    """Return the sign of the date said right after a quantity, None when there is none."""
    match = _DATED_AFTER.match(after)
    return None if match is None else match[1]


def is_goal(before: str) -> bool:
    return _TARGET_BEFORE.search(before[-50:]) is not None


def is_ceiling(before: str, after: str) -> bool:
    return _CEILING_BEFORE.search(before[-40:]) is not None or _CEILING_AFTER.match(after) is not None


def is_floor(before: str, after: str) -> bool:
    return _FLOOR_BEFORE.search(before[-40:]) is not None or _FLOOR_AFTER.match(after) is not None


def is_level_floor(before: str, after: str) -> bool:
    """A floor that is not that of a change ("d’au moins 10 %")."""
    return is_floor(before, after) and _BY_AT_LEAST.search(before[-20:]) is None


def is_never_over(before: str) -> bool:
    return _NEVER_OVER.search(before[-40:]) is not None


def is_change(before: str) -> bool:
    """Whether "de" or the like says by how much: "réduire de 10 %"."""
    return _CHANGED_BY.search(before[-30:]) is not None and _LESS_THAN.search(before[-12:]) is None


def is_rate_per(before: str) -> bool:
    return _PER.search(before[-8:]) is not None
