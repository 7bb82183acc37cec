"""The verbs and nouns that say what an objective does: rise, fall, reach, create, keep."""

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from domain.parsing.lazy_regex import late


class Move(Enum):
    """What a word does with the quantities around it."""

    RISE = "rise"
    FALL = "fall"
    REACH = "reach"
    CREATE = "create"
    KEEP = "keep"
    PASS = "pass"  # noqa: S105 - "passer de A à B"
    BRING = "bring"  # "porter à"
    BRING_DOWN = "bring down"  # "ramener à"
    GAIN = "gain"  # "gagner deux jours", "gagner 10 points"
    END = "end"  # "supprimer"
    SPEED = "speed"  # "accélérer"
    OTHER = "other"  # any other verb in the infinitive


_FALLS = (
    "reduire diminuer baisser abaisser alleger raccourcir ecourter restreindre comprimer resorber desengorger "
    "minimiser economiser rogner descendre diviser amoindrir attenuer desencombrer deduire reculer chuter eviter "
    "epargner"
)
_RISES = (
    "augmenter accroitre hausser rehausser ameliorer developper renforcer elever monter progresser croitre "
    "intensifier booster grimper relever majorer elargir doubler tripler quadrupler quintupler multiplier "
    "remonter gonfler etoffer"
)
_REACHES = "atteindre viser obtenir parvenir compter disposer avoir garantir assurer arriver depasser franchir"
_KEEPS = "maintenir conserver garder stabiliser preserver limiter plafonner contenir rester respecter perenniser"
_ENDS = "supprimer eliminer eradiquer abandonner arreter cesser bannir"
_CREATES = (
    "former equiper creer lancer nommer installer deployer accompagner mobiliser recruter embaucher organiser "
    "publier numeriser dematerialiser sensibiliser raccorder designer envoyer proposer distribuer recenser "
    "renover signer labelliser animer aider realiser implanter amenager doter certifier remplacer renouveler "
    "reconditionner adopter elaborer migrer connecter experimenter tester editer diffuser instaurer constituer "
    "initier auditer preter cabler financer livrer collecter programmer automatiser generaliser rencontrer "
    "toucher inaugurer outiller fibrer digitaliser cartographier archiver planter mutualiser consacrer affecter "
    "allouer deposer brancher acheter securiser simplifier ouvrir investir construire acquerir produire rediger "
    "tenir offrir fournir convertir inscrire introduire etablir batir recevoir accueillir couvrir conclure "
    "refondre mettre inclure impliquer associer visiter debloquer referencer basculer integrer diplomer "
    "habiliter rendre"
)
_SINGLE_WORDS = (
    "creer lancer ouvrir nommer installer designer publier organiser recruter embaucher elaborer adopter instaurer "
    "constituer rediger signer mettre deployer inaugurer construire realiser acquerir acheter implanter amenager "
    "proposer etablir batir conclure editer introduire produire experimenter tester animer"
)
SINGLE = frozenset(_SINGLE_WORDS.split())
"""Verbs whose one object is the thing to make: "créer un portail" is one portal."""

_IRREGULAR: Mapping[str, str] = {
    "reduire": r"redui\w*|reduct(?:ion|ions)|reductn",
    "accroitre": r"accroi\w*|accru\w*",
    "croitre": r"croitr\w*|croissance|croisse",
    "atteindre": r"attein(?:dre|t|ts|te|tes|ne|nent|dra|drons|dront|gnons|gnez)|atindre|ateindre|atteinde|atteigne\w*",
    "descendre": r"descend\w*|descente",
    "raccourcir": r"racc?ourci\w*",
    "maintenir": r"maint(?:enir|ien|iens|ient|iennent|iendra|iendrons|enons|enu|enue|enus|enues|ienne)",
    "contenir": r"contenir|contiendr\w*|contenu\b",
    "obtenir": r"obtenir|obtention|obtien\w*|obtenons",
    "parvenir": r"parvenir|parvien\w*|parvenons",
    "avoir": r"avoir|aura|aurons|auront",
    "disposer": r"disposer|disposons|disposera|disposerons",
    "restreindre": r"restreindre|restriction",
    "ouvrir": r"ouvrir\w*|ouverture|ouvrons|ouvre",
    "investir": r"investir\w*|investissement|investissons",
    "construire": r"construire|construction|construirons|construisons",
    "acquerir": r"acquerir|acquisition|acquerrons|acquerons",
    "produire": r"produire|production|produirons",
    "rediger": r"rediger|redaction|redigeons|redigerons",
    "tenir": r"tenir|tiendrons|tenue",
    "offrir": r"offrir\w*|offrons",
    "fournir": r"fournir\w*|fourniture|fournissons",
    "convertir": r"convertir\w*|conversion",
    "inscrire": r"inscrire|inscrirons|inscription",
    "etablir": r"etablir\w*|etablissons|etablissement",
    "batir": r"batir\w*",
    "recevoir": r"recevoir|recevrons",
    "recruter": r"recrut(?:er|ement|ements|ons|era|erons|eront)",
    "accompagner": r"accompagn(?:er|ement|ons|era|erons|eront)",
    "deployer": r"deplo(?:yer|iement|yons|iera|ierons|ieront)",
    "accueillir": r"accueillir\w*|accueillons|accueillerons",
    "couvrir": r"couvrir\w*|couvrons|couverture",
    "mettre": r"mettre|mettrons|mettons|mise|mises|mettra",
    "rendre": r"rendre|rendrons|rendons",
    "elargir": r"elargir\w*|elargissement",
    "franchir": r"franchir\w*|franchissement",
    "garantir": r"garantir\w*|garantissons",
    "economiser": r"economis\w*|economies?",
    "hausser": r"hausse\w*|haussons",
    "baisser": r"baiss(?:e|er|es|ons|era|erons|eront|ez|ent)",
    "monter": r"monter\w*|montons",
    "elever": r"elever|elevation|elevons|eleverons",
    "garder": r"garder\w*|gardons",
    "compter": r"compter",
    "viser": r"vis(?:er|ons|era|erons|e|ant)",
    "tester": r"tester\w*|testons",
    "former": r"former|formera|formerons|formeront|formons|formation",
    "toucher": r"toucher\w*|touchons",
    "arriver": r"arriver|arriverons|arrivons",
    "planter": r"planter\w*|plantation",
    "doubler": r"doubl(?:er|ons|era|erons|eront|ement|e|ent)",
    "tripler": r"tripl(?:er|ons|era|erons|eront|ement)",
    "ameliorer": r"amelior(?:er|ons|era|erons|eront|ation|ations|e|ent)",
    "multiplier": r"multipli(?:er|ons|era|erons|eront|cation)",
    "diviser": r"divis(?:er|ons|era|erons|eront|ion)",
    "progresser": r"progress(?:er|ion|ions|era|e|ons)",
    "developper": r"developp(?:er|ement|ons|era|erons)",
    "renforcer": r"renforc(?:er|ement|ons|era|eons|erons)",
    "augmenter": r"aug?men?t(?:er|ation|ations|ons|era|erons|e|ent|eront)",
    "diminuer": r"diminu(?:er|tion|tions|ons|era|erons|e|ent|eront)",
    "limiter": r"limit(?:er|ation|ons|era|erons)",
    "stabiliser": r"stabilis(?:er|ation|ons|era|erons)",
    "supprimer": r"supprim(?:er|ons|era|erons)|suppression",
    "aider": r"aider\w*|aidons",
    "depasser": r"depass(?:er|ement|ons|era|erons|eront)",
    "chuter": r"chut(?:e|er)",
    "reculer": r"recul(?:e|er)?",
}
_NOUNS = late(r"(?:ation|ement|age|ion|ure)$")
_FORMS = r"(?:er|ons|eons|era|erai|erons|eront|ez|ation|isation|ement|age|ication)"


_VERBS: Mapping[str, Move] = {
    **dict.fromkeys(_CREATES.split(), Move.CREATE),
    **dict.fromkeys(_FALLS.split(), Move.FALL),
    **dict.fromkeys(_RISES.split(), Move.RISE),
    **dict.fromkeys(_REACHES.split(), Move.REACH),
    **dict.fromkeys(_KEEPS.split(), Move.KEEP),
    **dict.fromkeys(_ENDS.split(), Move.END),
    "passer": Move.PASS,
    "porter": Move.BRING,
    "hisser": Move.BRING,
    "ramener": Move.BRING_DOWN,
    "tomber": Move.BRING_DOWN,
    "gagner": Move.GAIN,
    "liberer": Move.GAIN,
    "degager": Move.GAIN,
    "accelerer": Move.SPEED,
}
_OTHERS: Mapping[str, str] = {
    "passer": r"pass(?:er|era|erons|ons|age)",
    "porter": r"port(?:er|era|erons|ons)",
    "ramener": r"ramen(?:er|ons|era|erons)|ramen(?:e|ee)s?",
    "gagner": r"gagn(?:er|ons|era|erons)|gains?",
    "accelerer": r"acceler(?:er|ation|ons|era|erons)",
}
INFINITIVES = tuple(verb for verb in _VERBS if len(verb) >= 6 and "-" not in verb)
"""The words worth mending when mistyped."""

_BY_PREFIX: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _verb in _VERBS:
    _regular = re.escape(_verb[:-2]) + _FORMS if _verb.endswith("er") else re.escape(_verb)
    _pattern = _OTHERS.get(_verb) or _IRREGULAR.get(_verb) or _regular
    _BY_PREFIX.setdefault(_verb[:2], []).append((late(_pattern), _verb))
_BY_PREFIX["mi"] = [(late("mises?"), "mettre"), *_BY_PREFIX["mi"]]
_DONE = "ouvert ouverte ouverts ouvertes mis mise mises construit construits construite construites"
CREATED = frozenset(
    form
    for verb in (*_CREATES.split(), "gagner", "economiser")
    if verb.endswith("er")
    for form in (f"{verb[:-2]}e", f"{verb[:-2]}es", f"{verb[:-2]}ee", f"{verb[:-2]}ees")
) | frozenset(_DONE.split())
"""What is done, once it is: "3 tiers-lieux ouverts"."""


@lru_cache(maxsize=4096)
def aim_of(word: str) -> tuple[str, Move] | None:
    """Return the infinitive and the move of a folded word ("réduction" is "reduire"), None for any other word."""
    for pattern, verb in _BY_PREFIX.get(word[:2], ()):
        if pattern.fullmatch(word):
            return verb, _VERBS[verb]
    return None
