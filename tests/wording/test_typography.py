"""French typography, and what it leaves alone."""

from datetime import date, datetime

import pytest

from bot.wording.typography import after, clock, day, listing, number, quantity, short, typeset, without_gaps

N = "\u202f"


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("Qui ? Moi ! Oui ; non : 5 % de 3 €", f"Qui{N}? Moi{N}! Oui{N}; non{N}: 5{N}% de 3{N}€"),
        ("« Oui » et « non ».", f"«{N}Oui{N}» et «{N}non{N}»."),
        ("l'accueil d'ici", "l’accueil d’ici"),
        ("l&#39;accueil", "l’accueil"),
        ("18 600 habitants, 1 234 567 €", f"18{N}600 habitants, 1{N}234{N}567{N}€"),
        ("en 2027 120 agents", "en 2027 120 agents"),
        ("<b>Budget :</b> 5 %", f"<b>Budget{N}:</b> 5{N}%"),
        ("(70 %)", f"(70{N}%)"),
    ],
)
def test_french_gets_its_spaces_and_apostrophes(plain: str, set_: str) -> None:
    assert typeset(plain, "fr") == set_


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/a?b=c;d:e!f",
        "d'hier@exemple.fr",
        '<a href="https://exemple.fr/?q=l\'eau : ici">lien</a>',
        "<code>a ? b : c</code>",
        "R&amp;D &lt;ici&gt; &#33;",
        "10:30",
        "tg://user?id=1",
    ],
)
def test_addresses_tags_entities_and_code_are_untouched(text: str) -> None:
    assert typeset(text, "fr") == text


def test_english_only_gets_its_apostrophes() -> None:
    assert typeset("Don't stop ! It&#39;s 5 %", "en") == "Don’t stop ! It’s 5 %"


def test_one_empty_line_is_enough() -> None:
    assert without_gaps("\n\na\n\n\n\nb\n") == "a\n\nb"


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (1234.5, "", f"1{N}234,5", "1,234.5"),
        (70.0, "%", f"70{N}%", "70%"),
        (0.333, "%", f"0,33{N}%", "0.33%"),
        (1200, "€", f"1{N}200{N}€", "€1,200"),
        (12, "jours", f"12{N}jours", f"12{N}days"),
        (3, "pages", f"3{N}pages", f"3{N}pages"),
        (1, "jours", f"1{N}jour", f"1{N}day"),
        (1.5, "ans", f"1,5{N}an", f"1.5{N}years"),
        (6, "ans", f"6{N}ans", f"6{N}years"),
        (60, "Go", f"60{N}Go", f"60{N}GB"),
        (320, "pages par agent", f"320{N}pages par agent", f"320{N}pages per employee"),
        (90, "kg CO2e par agent", f"90{N}kg CO2e par agent", f"90{N}kg CO2e per employee"),
    ],
)
def test_quantities_are_written_as_each_language_does(value: float, unit: str, french: str, english: str) -> None:
    assert quantity(value, unit, "fr") == french
    assert quantity(value, unit, "en") == english


def test_days_and_times_are_written_in_full() -> None:
    assert day(date(2027, 3, 1), "fr") == "1er mars 2027"
    assert day("2027-03-11", "fr") == "11 mars 2027"
    assert day("2027-03-01", "en") == "1 March 2027"
    at = datetime(2027, 3, 1, 9, 5)  # noqa: DTZ001 - already local
    assert (clock(at, "fr"), clock(at, "en"), clock(at.replace(minute=0), "fr")) == (
        f"9{N}h{N}05",
        "09:05",
        f"9{N}h",
    )


def test_lists_read_as_sentences() -> None:
    assert listing(["a", "b", "c"], "fr") == "a, b et c"
    assert listing(["a", "b"], "en") == "a and b"
    assert (listing(["a"], "fr"), listing([], "fr")) == ("a", "")


def test_a_shortened_text_holds_in_one_line() -> None:
    assert short("un\ndeux  trois", 30) == "un deux trois"
    assert short("l’accueil des habitants", 10) == "l’accueil…"


def test_a_text_is_cut_between_two_words_unless_one_alone_is_too_long() -> None:
    assert short("Mettre les réponses fréquentes sur le site", 27) == "Mettre les réponses…"
    assert short("Un atelier, puis un essai", 12) == "Un atelier…"
    assert short("Anticonstitutionnellement parlant", 12) == "Anticonstit…"


def test_a_number_keeps_its_sign() -> None:
    assert number(-1200, "fr") in {f"-1{N}200", f"−1{N}200"}


@pytest.mark.parametrize(
    ("preposition", "name", "said"),
    [
        ("à", "le conseiller", "au conseiller"),
        ("à", "Le conseiller", "au conseiller"),
        ("à", "les agents d’accueil", "aux agents d’accueil"),
        ("à", "la DGS", "à la DGS"),
        ("à", "l’accueil", "à l’accueil"),
        ("à", "Karim", "à Karim"),
        ("à", "Le Goff", "à Le Goff"),
        ("de", "le conseiller", "du conseiller"),
        ("de", "les élus", "des élus"),
        ("de", "Anne", "d’Anne"),
        ("de", "Hélène", "d’Hélène"),
        ("de", "Yann", "de Yann"),
        ("de", "Karim", "de Karim"),
        ("de", "Le Goff", "de Le Goff"),
    ],
)
def test_a_name_is_contracted_with_what_comes_before(preposition: str, name: str, said: str) -> None:
    assert after(preposition, name) == said
