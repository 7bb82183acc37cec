"""Write the two lists of territories from the npm package: `python -m domain.territory.build <unpacked package>`.

Told in docs/decisions/territory-data.md.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from domain.territory.codes import CENSUS, CENSUS_ELSEWHERE, census, department_of

Entry = Mapping[str, Any]
Lists = Mapping[str, list[Entry]]

LYON = "MET69"
UNINHABITED = ("984", "989")
ALSACE = ("COL:6AE", "Collectivité européenne d'Alsace", ("67", "68"), "44")
FORMER = {"commune-deleguee": "chefLieu", "commune-associee": "chefLieu", "arrondissement-municipal": "commune"}
COMMUNES = "code\tname\tpopulation\tpostal codes\tEPCI\tEPT\tformer communes, each after a semicolon: code=name"
GROUPINGS = "id\tname\tnature\tdepartment\tregion\tpopulation\tyear"


def main(package: str) -> None:
    """Read the JSON lists in `package`, write the TSV ones beside this module."""
    names = ("communes", "departements", "regions", "epci", "ept")
    lists: Lists = {name: _read(f"{package}/data/{name}.json") for name in names}
    version = _read(f"{package}/package.json")["version"]
    inhabited = [each for each in lists["communes"] if each["type"] == "commune-actuelle" and each.get("population")]
    _write("communes.tsv", version, COMMUNES, communes(inhabited, lists))
    _write("groupings.tsv", version, GROUPINGS, groupings(inhabited, lists))


def communes(inhabited: Iterable[Entry], lists: Lists) -> list[str]:
    epci, ept = _membership(lists["epci"]), _membership(lists["ept"])
    former: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for each in lists["communes"]:
        if each["type"] in FORMER:
            has_name = each["type"] != "arrondissement-municipal"
            former[each[FORMER[each["type"]]]][each["code"]] = each["nom"] if has_name else ""
    rows = []
    for each in sorted(inhabited, key=lambda each: str(each["code"])):
        code, name = each["code"], each["nom"]
        codes = dict.fromkeys(each.get("anciensCodes", ()), "") | former[code]
        others = (other for other in sorted(codes.items()) if other != (code, name))
        merged = "".join(f";{former_code}={former_name}" for former_code, former_name in others)
        postal = " ".join(each.get("codesPostaux", ()))
        row = _row(code, name, each["population"], postal, epci.get(code, ""), ept.get(code, ""), merged)
        rows.append(row.rstrip("\t"))
    return rows


def groupings(inhabited: Iterable[Entry], lists: Lists) -> list[str]:
    """EPCI, EPT, departments, regions, overseas collectivities; populations are sums of their communes."""
    people = {each["code"]: int(each["population"]) for each in inhabited}
    regions = {each["code"]: each["region"] for each in lists["departements"]}
    rows = [_intercommunality("EPCI", each, people, regions) for each in lists["epci"]]
    rows += [_intercommunality("EPT", each, people, regions) for each in lists["ept"]]
    by_department = Counter[str]()
    for code, count in people.items():
        by_department[department_of(code)] += count
    by_region = Counter[str]()
    for each in (each for each in lists["departements"] if each["code"] not in UNINHABITED):
        code, is_collectivity = each["code"], each["zone"] == "com"
        kind, region = ("COL", "") if is_collectivity else ("DEP", each["region"])
        count = by_department[code]
        by_region[region] += count
        rows.append(_row(f"{kind}:{code}", each["nom"], "", code, region, count, census(code)))
    for each in (each for each in lists["regions"] if each["zone"] != "com"):
        year = CENSUS["976"] if each["chefLieu"].startswith("976") else CENSUS_ELSEWHERE
        rows.append(_row(f"REG:{each['code']}", each["nom"], "", "", each["code"], by_region[each["code"]], year))
    code, name, departments, region = ALSACE
    count = sum(by_department[each] for each in departments)
    return [*rows, _row(code, name, "", "", region, count, CENSUS_ELSEWHERE)]


def _intercommunality(kind: str, each: Entry, people: Mapping[str, int], regions: Mapping[str, str]) -> str:
    """The package does not tell the seat: the most populous commune stands for it."""
    members = {member["code"]: people.get(member["code"], 0) for member in each["membres"]}
    department = department_of(max(members, key=lambda code: members[code]))
    nature = "" if kind == "EPT" else "METLYON" if each["type"] == LYON else str(each["type"])
    total, year = sum(members.values()), census(department)
    return _row(f"{kind}:{each['code']}", each["nom"], nature, department, regions[department], total, year)


def _row(*columns: str | int) -> str:
    return "\t".join(map(str, columns))


def _membership(groups: Iterable[Entry]) -> dict[str, str]:
    return {member["code"]: group["code"] for group in groups for member in group["membres"]}


def _read(path: str) -> Any:  # noqa: ANN401 - JSON
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the domain knows no pathlib
        return json.load(file)


def _write(name: str, version: str, columns: str, rows: list[str]) -> None:
    body = "\n".join((f"# {columns}", *rows, ""))
    head = (
        f"# npm @etalab/decoupage-administratif {version}, vintage 2026; INSEE, DGCL, La Poste, Etalab; "
        f"Licence Ouverte 2.0\n# sha256 of the rest: {hashlib.sha256(body.encode()).hexdigest()}\n"
    )
    target = str(files("domain.territory") / "data" / name)
    with open(target, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - as above
        file.write(head + body)


if __name__ == "__main__":
    main(sys.argv[1])
