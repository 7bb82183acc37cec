"""What can go wrong with a document.

DocumentError
├── PageOverflow     the text is too long for the page, even at its smallest
├── CompilerStopped  the compiler went over its time or memory
└── SourceRefused    the compiler refused the source: a template is wrong
"""

from inspect import cleandoc


class DocumentError(Exception):
    """The document could not be made."""

    def __init__(self, **details: object) -> None:
        super().__init__(cleandoc(type(self).__doc__ or "").format(**details))


class PageOverflow(DocumentError):
    """The text does not fit on one page, even at its smallest: shorten {what}."""

    def __init__(self, *, what: str) -> None:
        super().__init__(what=what)
        self.what = what


class CompilerStopped(DocumentError):
    """The compiler was stopped ({reason}): shorten the longest texts of the plan, then ask again."""


class SourceRefused(DocumentError):
    """The compiler refused the source ({reason}): the template or a word file has to be mended."""
