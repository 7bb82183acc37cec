"""The one-page summary says what the plan says, on one page, for everybody."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import page
import pytest

from bot.documents.board import in_words, ranking
from bot.documents.clean import clean
from bot.documents.summary import Document, longest, slug, summary_pdf
from bot.wording.document_words import words
from domain.plan import Adoption, Figure, Plan, Territory
from domain.script.figures import FIGURES

NAMES = (
    "empty",
    "begun",
    "village",
    "typical",
    "fullest",
    "crowded",
    "giant",
    "unprintable",
    "hostile",
    "english",
)
Read = Callable[[bytes], str]


@pytest.fixture(name="shown")
def _shown(summaries: dict[str, Document], read: Read) -> Callable[[str], str]:
    return lambda name: read(summaries[name].content)


def test_every_sample_is_checked(samples: SimpleNamespace) -> None:
    assert set(samples.all) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_is_exactly_one_page(summaries: dict[str, Document], name: str) -> None:
    made = summaries[name]
    report = page.validate_pdf_bytes(made.content, profile="ua1")
    assert (made.pages, report.document.page_count) == (1, 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_summary_breaks_no_rule_of_its_standards(summaries: dict[str, Document], name: str, profile: str) -> None:
    report = page.validate_pdf_bytes(summaries[name].content, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_checker_does_find_faults(summaries: dict[str, Document]) -> None:
    untagged = summaries["village"].content.replace(b"/Marked true", b"/Marked false")
    assert not page.is_pdf_compliant_bytes(untagged, profile="ua1")


def test_the_page_says_who_what_when_and_in_what_state(shown: Callable[[str], str]) -> None:
    text = shown("typical")
    assert "Communauté de communes du Val d’Orme" in text
    assert "Services publics à portée de tous 2026-2028" in text
    assert "15 mars 2027" in text
    assert "Adopté le 25 juin 2026" in text
    assert "PLAN-2026-014 · version 2.1 · numerique@val-orme.example" in text
    assert "Page 1 sur 1" in text


def test_the_key_figures_are_counted_from_the_plan(shown: Callable[[str], str]) -> None:
    text = shown("typical")
    assert "28 450 habitants concernés" in text
    assert "3,23 M€" in text
    assert "65 % de cofinancements attendus" in text
    assert "10 actions dont 7 priorités immédiates" in text
    assert "visé en 2028 (départ : 42 %)" in text


def test_each_figure_of_the_diagnosis_has_its_year_and_source(shown: Callable[[str], str]) -> None:
    text = shown("village")
    assert "71 % des locaux sont raccordables à la fibre (2026, Arcep)" in text
    assert "à collecter des habitants sont en difficulté avec le numérique" in text


def test_six_priorities_are_listed_and_the_others_named(shown: Callable[[str], str]) -> None:
    text = shown("typical")
    assert "A5 Ateliers mobiles pour les aînés, en bus Mme Inès Caron juin 2028" in text
    assert "et 1 autre priorité immédiate : A8" in text


def test_the_funding_splits_the_budget(shown: Callable[[str], str]) -> None:
    text = shown("village")
    assert "Financement : 18 500 € sur la durée du plan" in text
    assert "Fonds propres 60 %" in text
    assert "Cofinancements attendus 40 %" in text


def test_a_plan_not_adopted_asks_for_its_adoption_and_an_adopted_one_does_not(shown: Callable[[str], str]) -> None:
    assert "Adopter le plan : 1 objectif et 2 actions." in shown("village")
    assert "Adopter le plan" not in shown("typical")


def test_who_was_not_heard_is_said(shown: Callable[[str], str]) -> None:
    assert "Pas encore entendus : entreprises et associations." in shown("village")


def test_the_next_meeting_is_said(shown: Callable[[str], str]) -> None:
    assert "Prochain rendez-vous : 8 avril 2027, atelier : les démarches qui bloquent (habitants et agents)." in shown(
        "village"
    )


def test_status_is_a_word_and_not_only_a_colour(shown: Callable[[str], str]) -> None:
    assert "dans les temps" in shown("typical")
    assert "sans donnée" in shown("fullest")


def test_an_empty_draft_says_what_is_missing(shown: Callable[[str], str]) -> None:
    text = shown("empty")
    for said in ("Brouillon de travail", "Population : à préciser", "Budget : à préciser", "Donnée à collecter"):
        assert said in text
    assert "Aucun des 6 chapitres n’est encore terminé. Prochaine étape : Cadre" in text
    for absent in ("Le constat", "Ce que nous visons", "Priorités immédiates", "Financement", "Points de vigilance"):
        assert absent not in text


def test_the_english_page_has_no_french_word_of_ours(shown: Callable[[str], str]) -> None:
    text = shown("english")
    assert "€3.23M" in text
    assert "Adopted on 25 June 2026" in text
    for key in ("section.diagnosis", "section.goals", "section.matrix", "section.vigilance", "goals.note"):
        assert words("en")(key) in text
        assert words("fr")(key) not in text


def test_hostile_texts_are_shown_as_they_are_and_never_run(shown: Callable[[str], str]) -> None:
    text = shown("hostile")
    assert "#read(« .env »)" in text
    assert "]] $ \\ #{ } @label <label> *gras* _ital_ `code` // /* */" in text
    assert "{{ 7*7 }} {% raw %} <b>&amp;</b>" in text
    assert "49" not in text
    assert "Mairie du" in text
    assert "\x00" not in text


def test_a_plan_in_signs_that_cannot_be_printed_says_so(shown: Callable[[str], str]) -> None:
    assert "(texte en signes non imprimables)" in shown("unprintable")


def test_the_crowded_matrix_says_what_it_does_not_draw(shown: Callable[[str], str]) -> None:
    assert re.search(r"45 actions", shown("crowded"))


@pytest.mark.parametrize("name", ["village", "typical", "fullest", "english"])
def test_the_alternative_of_the_matrix_is_its_data(
    samples: SimpleNamespace, summaries: dict[str, Document], alts: Callable[[bytes], list[str]], name: str
) -> None:
    asked = samples.all[name]
    w = words(asked.language)
    said = w("matrix.alt", text=in_words(ranking(asked.plan, asked.threshold), w).replace("\n", " "))
    assert clean(said, w.language) in alts(summaries[name].content)


def test_the_alternative_of_a_trend_gives_its_first_and_last_values(
    summaries: dict[str, Document], alts: Callable[[bytes], list[str]]
) -> None:
    trends = [alt for alt in alts(summaries["typical"].content) if "mesures" in alt]
    assert len(trends) == 3
    assert re.match(r"Démarches réalisables en ligne.: 6 mesures, de \d", trends[0])


def test_the_alternative_of_the_funding_gives_its_shares(
    summaries: dict[str, Document], alts: Callable[[bytes], list[str]]
) -> None:
    said = " ".join(alts(summaries["village"].content)).replace("\u00a0", " ")
    assert "Répartition du budget : Fonds propres 60 %, Cofinancements attendus 40 %." in said


def test_the_file_is_named_after_the_reference(summaries: dict[str, Document]) -> None:
    made = summaries["typical"]
    assert (made.file_name, made.mime) == ("synthese-PLAN-2026-014.pdf", "application/pdf")
    assert made.alt.startswith("Synthèse d’une page du plan « Services publics à portée de tous 2026-2028 »")
    assert "4 besoins, 3 objectifs et 10 actions." in made.alt


@pytest.mark.parametrize(("reference", "name"), [("Écoles/../É 1", "Ecoles-E-1"), ("///", "plan"), ("中", "plan")])
def test_no_reference_leaves_its_folder(reference: str, name: str) -> None:
    assert slug(reference) == name


def test_the_part_to_shorten_is_the_longest_one(samples: SimpleNamespace) -> None:
    long = replace(samples.village(), ambition="mot " * 500)
    assert longest(long, words("fr")) == "l’ambition"


@pytest.mark.parametrize("guess", [0, 7])
def test_a_bad_guess_of_the_step_still_gives_one_page(
    samples: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, guess: int
) -> None:
    monkeypatch.setattr("bot.documents.summary._ROOM_OF_STEPS", (0,) * guess)
    assert summary_pdf(samples.all["fullest"]).pages == 1


def page_text(samples: SimpleNamespace, read: Read, plan: Plan, **options: object) -> str:
    return read(summary_pdf(samples.request(plan, **options)).content)


def test_an_incomplete_plan_asks_for_each_thing_it_lacks(samples: SimpleNamespace, read: Read) -> None:
    whole = samples.community(objectives=2, actions=3)
    aim = replace(whole.objectives[0], deadline=None, kpis=())
    measure = replace(whole.objectives[1].kpis[0], baseline=None, target=None)
    plan = replace(
        whole,
        territory=Territory("Syndicat du Val", None, None),
        budget=None,
        cofunding=None,
        objectives=(aim, replace(whole.objectives[1], kpis=(measure, measure))),
        actions=tuple(replace(action, pilot=None) for action in whole.actions),
        meetings=(replace(whole.meetings[0], on=date(2020, 1, 1)),),
        adoption=None,
    )
    text = page_text(samples, read, plan)
    for said in (
        "Projet soumis à l’organe délibérant",
        "Fixer le budget du plan.",
        "Désigner les pilotes de A1, A2 et A3.",
        "Choisir l’indicateur de O1.",
        "Fixer la cible de O2.",
        "Fixer l’échéance de O1.",
        "Faire mesurer la valeur de départ de O2.",
        "à désigner",
    ):
        assert said in text
    assert "Prochain rendez-vous" not in text
    assert "Financement" not in text


def test_a_budget_without_its_cofunding_says_it(samples: SimpleNamespace, read: Read) -> None:
    text = page_text(samples, read, replace(samples.village(), cofunding=None, adoption=Adoption()))
    assert "Part des cofinancements à préciser" in text
    assert "Préciser la part de cofinancement attendue." in text
    assert "Adopté" in text


def test_many_figures_show_the_known_ones_first_in_their_units_and_count_the_others(
    samples: SimpleNamespace, read: Read
) -> None:
    told = {key: Figure(key, 42, 2026, "mairie", unit=each.unit) for key, each in FIGURES.items()}
    unknown = Figure("fibre", to_collect=True)
    few = tuple(told[key] for key in ("delay", "it_budget", "visits"))
    text = page_text(samples, read, replace(samples.village(), figures=(unknown, *few)))
    for said in ("42 jours pour traiter une demande", "42 € de budget informatique par an", "42 visites au guichet"):
        assert said in text.replace("\u202f", " ")
    assert text.index("visites au guichet") < text.index("à collecter")
    many = replace(samples.village(), figures=tuple(told.values()))
    assert re.search(r"et \d+ autres chiffres", page_text(samples, read, many))
    assert "42 days to handle a request" in page_text(
        samples, read, replace(samples.village(), figures=few), language="en"
    )


def test_a_pitfall_set_aside_is_shown_with_its_reason_and_no_more_as_one(samples: SimpleNamespace, read: Read) -> None:
    plan = replace(samples.village(), dismissals={"no_owner": "recrutement en cours", "silo": "sans objet"})
    text = page_text(samples, read, plan)
    assert "Examinés et écartés : une action sans pilote (« recrutement en cours »)." in text
    assert "n’a pas encore de pilote" not in text
    assert "n’a pas encore de pilote" in page_text(samples, read, samples.village())


def test_the_next_meeting_is_the_first_to_come(samples: SimpleNamespace, read: Read) -> None:
    whole = samples.village()
    days = (date(2027, 9, 1), None, date(2027, 2, 1), date(2027, 6, 1))
    meetings = tuple(replace(whole.meetings[0], row=f"m{rank}", on=day) for rank, day in enumerate(days))
    assert "Prochain rendez-vous : 1er juin 2027, atelier" in page_text(
        samples, read, replace(whole, meetings=meetings)
    )
    undated = page_text(samples, read, replace(whole, meetings=(replace(meetings[1], form=None), meetings[2])))
    assert "Prochain rendez-vous : date à fixer : les démarches qui bloquent" in undated


def test_an_action_is_due_when_it_ends_even_if_it_serves_no_objective(samples: SimpleNamespace, read: Read) -> None:
    plan = samples.village()
    first = replace(plan.actions[0], objective=None, end=date(2027, 9, 30))
    assert "septembre 2027" in page_text(samples, read, replace(plan, actions=(first, plan.actions[1])))


def test_the_indicator_that_lacks_something_is_named_when_others_do_not(samples: SimpleNamespace, read: Read) -> None:
    plan = samples.village()
    lacking = replace(plan.objectives[0].kpis[0], row="k2", label="Usagers satisfaits", baseline=None, target=None)
    both = replace(plan.objectives[0], kpis=(*plan.objectives[0].kpis, lacking))
    alone = replace(plan.objectives[0], kpis=(lacking,))
    assert "O1 (Usagers satisfaits)" in page_text(samples, read, replace(plan, objectives=(both,)))
    assert "O1 (Usagers satisfaits)" not in page_text(samples, read, replace(plan, objectives=(alone,)))


def test_a_page_of_what_was_not_voted_says_how_much_and_stays_one_page(samples: SimpleNamespace, read: Read) -> None:
    voted = samples.community(needs=10, objectives=8, actions=15)
    plan = replace(
        voted,
        budget=None,
        actions=tuple(replace(each, title=f"{each.title} et au-delà") for each in voted.actions[1:]),
        needs=tuple(replace(each, sentence=f"{each.sentence} aussi") for each in voted.needs),
    )
    page = summary_pdf(replace(samples.request(plan, readings=samples.measures(plan)), voted=voted))
    said = read(page.content)
    assert page.pages == 1
    assert "26 changements non votés : le budget ;" in said
    assert said.count("26 changements non votés") == 2, "in a sentence, and beside the version"
    assert "[non voté]" in said


AMBITION = (
    "Que chaque habitant puisse faire ses démarches en ligne ou au guichet, que chaque agent ait des outils simples, "
    "et que la collectivité maîtrise ses données et sa dépense, sans laisser personne seul"
)
"""As long as the question takes."""


def test_the_ambition_is_whole_where_there_is_room(samples: SimpleNamespace, read: Read) -> None:
    assert len(AMBITION) > 195
    for plan in (samples.village(), samples.community(), samples.community(needs=10, objectives=8, actions=15)):
        made = summary_pdf(samples.request(replace(plan, ambition=AMBITION), readings=samples.measures(plan)))
        assert made.pages == 1
        assert AMBITION in read(made.content).replace("- ", "")


def test_an_ambition_of_300_signs_is_whole_on_a_page_that_has_room_for_it(samples: SimpleNamespace, read: Read) -> None:
    others = (
        "ni les aînés, ni les familles loin des services, ni les entreprises du canton qui attendent encore la fibre"
    )
    long = f"{AMBITION}, {others}"
    assert len(long) >= 300
    for plan in (samples.village(), samples.community()):
        made = summary_pdf(samples.request(replace(plan, ambition=long), readings=samples.measures(plan)))
        assert made.pages == 1
        assert long in read(made.content).replace("- ", "")


def test_a_long_ambition_on_a_full_page_is_cut_on_a_word(samples: SimpleNamespace, read: Read) -> None:
    plan = replace(samples.community(needs=10, objectives=8, actions=45), ambition=f"{AMBITION}. " * 4)
    made = summary_pdf(samples.request(plan, readings=samples.measures(plan)))
    assert made.pages == 1
    said = read(made.content)
    assert re.search(r"Que chaque habitant .{40,}\w…", said)
