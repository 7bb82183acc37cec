"""Territories as people may type them: random queries of every kind, with all the right answers."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from domain.territory.codes import department_of
from domain.territory.gazetteer import groupings, rows_of
from domain.territory.place import PlaceKind
from domain.territory.spelling import letters

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_BESIDE = {sign: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, sign in enumerate(row)}
_SMS = (
    *(("qu", "k"), ("eau", "o"), ("au", "o"), ("ph", "f"), ("ss", "s"), ("ai", "é"), ("ç", "s")),
    *(("mm", "m"), ("nn", "n"), ("tt", "t"), ("ll", "l"), ("y", "i"), ("th", "t")),
)
_SENTENCES = (
    "je travaille à la mairie de {}",
    "bonjour, je suis DGS à {}",
    "commune de {}",
    "ville de {}",
    "mairie de {}",
    "c'est pour {}",
    "on est à {}",
    "bonjour c'est la commune de {} merci",
    "je suis le maire de {}",
    "je bosse pour la ville de {}",
    "Notre commune s'appelle {}",
    "nous sommes la mairie de {}, {d}",
    "{} dans le {n}",
    "une petite commune du {n} : {}",
    "secrétaire de mairie à {}",
    "{} svp",
)
_SENTENCES_EPCI = (
    "je travaille à la communauté de communes {}",
    "c'est pour la comcom {}",
    "comcom {}",
    "interco {}",
    "nous sommes la CC {}",
    "bonjour, cc {} svp",
)


class Asked(NamedTuple):
    """A query, the ids that answer it equally well, and its category."""

    query: str
    right: frozenset[str]
    category: str


class Town(NamedTuple):
    """What a query about a commune is made from."""

    code: str
    name: str
    postal: tuple[str, ...]
    former: tuple[str, ...]

    @property
    def department(self) -> str:
        return department_of(self.code)


class Asker:
    """Makes queries from the lists, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.towns = [_town(row.split("\t")) for row in rows_of("communes.tsv")]
        self.groups = [each for each in groupings().values() if each.kind is PlaceKind.EPCI]
        self.called: defaultdict[str, set[str]] = defaultdict(set)
        for town in self.towns:
            for name in (town.name, *town.former):
                self.called[_key(name)].add(f"COM:{town.code}")
        for each in groupings().values():
            for name in (each.name, _untitled(each.name)):
                self.called[_key(name)].add(each.id)

    def queries(self, each: int) -> Iterator[Asked]:
        """Yield `each` queries of every category."""
        for category, make in self.makers().items():
            for _ in range(each):
                query, right = make()
                yield Asked(query, frozenset(right), category)

    def makers(self) -> dict[str, Callable[[], tuple[str, set[str]]]]:
        return {
            "commune": lambda: self.commune(0),
            "commune, 1 slip": lambda: self.commune(1),
            "commune, 2 slips": lambda: self.commune(2),
            "commune, 1 slip, department": lambda: self.located(1, "({n})"),
            "commune, 1 slip, its name": lambda: self.located(1, "{d}"),
            "commune, 1 slip, postal code": lambda: self.located(1, "{c}"),
            "commune, 2 slips, department": lambda: self.located(2, "{n}"),
            "commune, shuffled": self.shuffled,
            "commune, glued": self.glued,
            "commune, by ear": self.heard,
            "commune, cut short, department": self.cut,
            "commune, sentence": lambda: self.sentence(0),
            "commune, sentence, 1 slip": lambda: self.sentence(1),
            "former commune": self.merged,
            "epci": lambda: self.epci(0, titled=True),
            "epci, 1 slip": lambda: self.epci(1, titled=True),
            "epci, no kind": lambda: self.epci(0, titled=False),
            "epci, no kind, 1 slip": lambda: self.epci(1, titled=False),
            "epci, no kind, 2 slips": lambda: self.epci(2, titled=False),
            "epci, shuffled": self.epci_shuffled,
            "epci, sentence": self.epci_sentence,
            "level": self.level,
        }

    def commune(self, slips: int) -> tuple[str, set[str]]:
        town = self._town()
        typed = self._slipped(self._styled(town.name), slips)
        return typed, self._equals(typed) | self._homonyms(town)

    def located(self, slips: int, form: str) -> tuple[str, set[str]]:
        town = self._town()
        typed = self._slipped(self._styled(town.name), slips)
        return f"{typed} {self._where(town, form)}", {f"COM:{town.code}"} | {
            found for found in self._equals(typed) | self._equals(town.name) if found[4:].startswith(town.department)
        }

    def shuffled(self) -> tuple[str, set[str]]:
        town = self._town(lambda town: len(letters(town.name).replace("-", " ").split()) > 2)
        return self._mixed(town.name), self._homonyms(town)

    def glued(self) -> tuple[str, set[str]]:
        town = self._town(lambda town: "-" in town.name or " " in town.name)
        return re.sub(r"[^a-z]", "", letters(town.name)), self._homonyms(town)

    def heard(self) -> tuple[str, set[str]]:
        town = self._town()
        typed = town.name.casefold().replace("-", " ")
        for spelt, sound in self.random.sample(_SMS, len(_SMS)):
            typed = typed.replace(spelt, sound)
        return typed, self._equals(typed) | self._homonyms(town)

    def cut(self) -> tuple[str, set[str]]:
        town = self._town(lambda town: len(town.name) > 11)
        typed = town.name[: max(7, int(len(town.name) * self.random.uniform(0.55, 0.85)))].rstrip(" -'")
        same = {
            f"COM:{each.code}"
            for each in self.towns
            if each.name.startswith(typed) and each.department == town.department
        }
        return f"{letters(typed)} {town.department}", same | {f"COM:{town.code}"}

    def sentence(self, slips: int) -> tuple[str, set[str]]:
        town = self._town()
        form = self.random.choice(_SENTENCES)
        said = form.format(self._slipped(town.name, slips), n=town.department, d=self._where(town, "{d}"))
        has_department = "{n}" in form or "{d}" in form
        return said, {
            each for each in self._homonyms(town) if not has_department or each[4:].startswith(town.department)
        } | {f"COM:{town.code}"}

    def merged(self) -> tuple[str, set[str]]:
        town = self._town(lambda town: bool(town.former))
        name = self.random.choice(town.former)
        return f"{name} ({town.department})", {f"COM:{town.code}"} | {
            found for found in self._equals(name) if found[4:].startswith(town.department)
        }

    def epci(self, slips: int, *, titled: bool) -> tuple[str, set[str]]:
        each = self.random.choice(self.groups)
        name = each.name if titled else _untitled(each.name)
        if titled and self.random.random() < 0.3:
            name = re.sub(r"^CC", "communauté de communes", name)
        typed = self._slipped(letters(name), slips)
        return typed, {each.id} | self._equals(typed) | self._equals(name)

    def epci_shuffled(self) -> tuple[str, set[str]]:
        each = self.random.choice([each for each in self.groups if len(each.name.split()) > 3])
        return self._mixed(each.name), {each.id} | self._equals(each.name)

    def epci_sentence(self) -> tuple[str, set[str]]:
        each = self.random.choice([each for each in self.groups if each.name.startswith("CC ")])
        form = self.random.choice(_SENTENCES_EPCI)
        return form.format(each.name.removeprefix("CC ")), {each.id} | {
            found for found in self._equals(_untitled(each.name)) if found.startswith("EPCI")
        }

    def level(self) -> tuple[str, set[str]]:
        each = self.random.choice([each for each in groupings().values() if each.id[:3] in {"DEP", "REG"}])
        form = "conseil départemental {}" if each.id[:3] == "DEP" else "région {}"
        typed = self.random.choice([form.format(each.name), form.format(letters(each.name))])
        return typed, {each.id}

    def _town(self, suits: Callable[[Town], bool] = bool) -> Town:
        while True:
            town = self.random.choice(self.towns)
            if suits(town):
                return town

    def _homonyms(self, town: Town) -> set[str]:
        return {f"COM:{town.code}"} | self._equals(town.name)

    def _equals(self, typed: str) -> set[str]:
        return self.called.get(_key(typed), set())

    def _where(self, town: Town, form: str) -> str:
        above = groupings().get(f"DEP:{town.department}") or groupings()[f"COL:{town.department}"]
        return form.format(n=town.department, d=letters(above.name), c=town.postal[0] if town.postal else town.code)

    def _mixed(self, name: str) -> str:
        parts = re.split(r"[^a-z0-9]+", letters(name))
        self.random.shuffle(parts)
        return " ".join(parts).strip()

    def _styled(self, name: str) -> str:
        match self.random.randrange(4):
            case 0:
                return name
            case 1:
                return letters(name).replace("-", " ")
            case 2:
                return re.sub(r"\bSaint(e?)\b", r"St\1", name).replace("-", " ")
            case _:
                return letters(name)

    def _slipped(self, name: str, slips: int) -> str:
        for _ in range(slips):
            name = self._slip(name)
        return name

    def _slip(self, name: str) -> str:
        at = self.random.randrange(len(name))
        match self.random.randrange(4):
            case 0:
                return name[:at] + name[at] + name[at:]
            case 1:
                return name[:at] + name[at + 1 :] if len(name) > 3 else name + name[-1]
            case 2:
                return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
            case _:
                beside = _BESIDE.get(name[at].lower(), "e")
                return name[:at] + self.random.choice(beside) + name[at + 1 :]


def _town(row: list[str]) -> Town:
    former = [each.partition("=")[2] for each in row[6].split(";")] if len(row) > 6 else []
    return Town(row[0], row[1], tuple(row[3].split()) if len(row) > 3 else (), tuple(each for each in former if each))


def _key(name: str) -> str:
    spelt = re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", letters(name)))
    return re.sub(r"[^a-z0-9]", "", spelt)


def _untitled(name: str) -> str:
    return re.sub(r"^(?:C[CAU]|Métropole) (?:d'|de la |de l'|du |des |de )?", "", name)
