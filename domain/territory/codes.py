"""What an INSEE code alone says of a commune."""

CENSUS = {"976": 2017, "987": 2022, "988": 2025}
"""The year people were last counted, where it is not that of everywhere else."""
CENSUS_ELSEWHERE = 2023


def department_of(code: str) -> str:
    """The INSEE code of a commune begins with that of its department, of three signs overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def census(department: str | None) -> int:
    """Return the year of the population given for the communes of `department`."""
    return CENSUS.get(department or "", CENSUS_ELSEWHERE)
