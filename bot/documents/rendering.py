"""Renders Jinja2 templates to Typst: every value is cleaned and inert unless it says otherwise."""

from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.documents.clean import clean
from bot.documents.escape import markup, typ
from bot.paths import data_folder
from bot.wording.document_words import words


@cache
def environment(language: str) -> Environment:
    """Return the environment of `language`: `{{ x }}` is an inert text, `{{ x|typ }}` a Typst literal."""
    said = words(language)

    def cleaner(text: str) -> str:
        return clean(text, language) or (said("unreadable") if text.strip() else "")

    made = Environment(
        autoescape=False,  # noqa: S701 - not HTML: `finalize` escapes for Typst
        finalize=partial(markup, cleaner=cleaner),
        undefined=StrictUndefined,
        loader=FileSystemLoader(data_folder("templates") / "documents"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["typ"] = partial(typ, cleaner=cleaner)
    made.globals["w"] = said
    return made


def render(template: str, language: str, **values: object) -> str:
    """Return the Typst source of `template` in `language`."""
    return environment(language).get_template(template).render(values)
