"""The questions of an objective that read more than words: its sentence, and the unit of its KPI."""

import re
from datetime import date

from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path
from domain.dialogue.values import Accepted, Rejected, Understanding, Understood, Value
from domain.dialogue.view import View
from domain.parsing.amounts import read_amount
from domain.parsing.folding import folded
from domain.parsing.units import known_unit
from domain.script.aims import BASELINE, DEADLINE, KPIS, TARGET, UNIT_NAME, understood
from domain.script.units import POINTS, SCORE, option_of

LONGEST_NAME = 30
"""Characters of the name of a unit."""
_SAID = {
    code: option
    for option, codes in {
        "count": "nombre|nb|number|count|unite|unites",
        "percent": "pourcentage|percentage|taux|part",
        "other": "autre|other|another",
    }.items()
    for code in codes.split("|")
}
_NAME = re.compile(r"[^\W\d_€](?:[^\W\d_]|[²³°'’€/-])*(?: [^\W\d_](?:[^\W\d_]|[²³°'’-])*){0,3}")
_SENTENCE = (
    "je j'en j'ai j'sais on nous vous il elle c'est ca cela oui non ne pas rien merci aucun aucune bonjour salut slt"
    " quoi comment pourquoi que qu'est quelle quel a le la les l'unite i we you it no yes not what"
)
_NO_NAME = frozenset(_SENTENCE.split())
_NO_UNIT = Rejected("not_an_option")
_BEFORE = ("en ", "un ", "une ", "des ", "in ")
_FIELDS = {DEADLINE: "deadline", BASELINE: "baseline", TARGET: "target"}


def sentence_recognised(text: str, today: date, view: View) -> Understanding:
    """Understand a sentence; typed again, it says anew what is recorded beside it, and keeps no doubt silent."""
    kpis, recorded = view.table.get(Path(KPIS, view.rows), ()), dict[str, Value]()
    for item, field in _FIELDS.items():
        rows = view.rows if item == DEADLINE else (*view.rows, *kpis)
        is_alone = len(rows) == item.count("/")  # the levels of several KPIs are not those of the sentence
        answer = view.visible.get(Path(item, rows)) if is_alone else None
        if answer and answer.status is AnswerStatus.OK:
            recorded[field] = answer.value
    return understood(text, today, recorded)


def unit_recognised(text: str, _today: date, _view: View) -> Understanding:
    """Understand one of the usual units; any other short name is that of another unit, to be confirmed."""
    said = " ".join(text.split()).strip(" .!")
    lead = next((each for each in _BEFORE if folded(said).startswith(each)), "")
    typed = said[len(lead) :]
    if code := _SAID.get(folded(typed)):
        return Accepted(code)
    if not folded(typed).strip() or folded(typed).split()[0] in _NO_NAME:
        return _NO_UNIT
    amount = read_amount(typed)
    if amount is not None and amount.unit is None:
        return Rejected(_NO_UNIT.code, {"typed": typed})
    unit = amount.unit if amount and amount.unit else typed
    known = known_unit(unit)
    if known is None:
        is_a_name = _NAME.fullmatch(unit) and len(unit) <= LONGEST_NAME
        return Understood("other", {UNIT_NAME: unit}) if is_a_name else _NO_UNIT
    code, name = option_of(SCORE if known == POINTS else known)
    return Accepted(code) if name is None else Understood("other", {UNIT_NAME: name})
