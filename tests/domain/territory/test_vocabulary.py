"""The words around names say nothing that a name or an ordinary word says already."""

from domain.territory.gazetteer import rows_of
from domain.territory.spelling import lines_of_words
from domain.territory.vocabulary import LINKS, NICKNAMES, ORDINARY, SMALL_TALK


def _nicknames() -> list[str]:
    return [name for names in NICKNAMES.values() for name in names]


def test_no_nickname_is_spelt_as_the_name_of_a_commune() -> None:
    names = "\n".join(row.split("\t", 2)[1] for row in rows_of("communes.tsv"))
    communes = set(lines_of_words(names).replace(" ", "").split("\n"))
    named = {name: place_id for place_id, names in NICKNAMES.items() for name in names}
    assert [name for name in named if name.replace(" ", "") in communes] == []


def test_no_nickname_is_an_ordinary_word_or_small_talk() -> None:
    assert ORDINARY.union(SMALL_TALK, LINKS).intersection(_nicknames()) == set()


def test_no_two_territories_have_the_same_nickname_unless_one_is_the_other() -> None:
    names = _nicknames()
    assert {name for name in names if names.count(name) > 1} == {"saint barth", "saint barts"}
