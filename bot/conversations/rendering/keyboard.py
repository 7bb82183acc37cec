"""The buttons of a prompt: what each act is called, and how they are laid out on a phone."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.chat.callback import encode
from bot.chat.outgoing import Button, Keyboard
from bot.conversations.rendering import proposals
from bot.conversations.rendering.dossier_text import DossierText
from bot.wording.typography import short, typeset
from bot.wording.wordbook import LONGEST_LABEL, block
from domain.dialogue.path import Path
from domain.dialogue.scopes import TOPIC
from domain.dialogue.talk import Prompt, PromptKind, page_of
from domain.pitfalls import DISMISSAL

ROW_WIDTH = 36
"""Characters of labels that stand side by side on a narrow phone."""
MARK = 4
"""What the border of a button and the mark of its field take, in characters."""
LAST = frozenset({"back", "cancel", "done", "ok", "skip", "unknown", "not_applicable", "hand", "page"})


def label(reader: DossierText, prompt: Prompt, act: str) -> str:
    """What an act is called on its button, without marks of selection."""
    verb, _, argument = act.partition(":")
    if str(prompt.payload.get("scope")).startswith(TOPIC):
        # What a card of the check offers: to go where the pitfall is mended, or to put it aside
        code = str(prompt.payload["scope"]).removeprefix(TOPIC)
        if act.startswith(f"edit:{DISMISSAL}"):
            return reader.label("check:pitfall_dismiss")
        return reader.label(f"check:pitfall_{code}_go")
    if verb in _NAMED:
        return _NAMED[verb](reader, prompt, argument)
    match verb:
        case "back" if prompt.kind is PromptKind.PROPOSAL:
            return _act(reader, prompt, "rephrase")
        case "keep" | "replace" if prompt.payload.get("why") == "conflict":
            return _common(reader, "act_keep_theirs" if verb == "keep" else "act_replace_by_mine")
        case "keep":
            return _act(reader, prompt, verb, value=reader.said(prompt.path) if prompt.path else "")
        case "open" if "/" not in argument:
            return _opened(reader, prompt, argument)
        case "edit" | "open" | "remove" | "reword":
            path = Path.parse(argument)  # a text to be worded otherwise goes by its own words
            return _act(reader, prompt, verb, name=reader.said(path) if verb == "reword" else reader.name(path))
        case _:
            return _act(reader, prompt, verb)


def entry_words(prompt: Prompt, code: str) -> str:
    """Return the block that has the words of an entry of the catalogue that a prompt offers."""
    assert prompt.path is not None  # noqa: S101 - only a question offers entries
    match prompt.path.id.partition("/")[0]:
        case "needs":
            return f"catalogue:need_{code}"
        case "objectives":
            return f"catalogue:kpi_{code}"
        case _:
            return f"catalogue:action_{code}"


def _opened(reader: DossierText, prompt: Prompt, scope: str) -> str:
    """What opens a chapter or a part of one: on the card of that chapter, everything that may be corrected."""
    is_whole = prompt.path is not None and scope == reader.chapter(prompt.path.id)
    if is_whole and prompt.kind in {PromptKind.REVIEW, PromptKind.GATE}:
        return _common(reader, "act_correct" if prompt.kind is PromptKind.REVIEW else "act_list")
    if "." in scope and scope in reader.script.by_id:
        return reader.label("common:act_open", name=reader.scope_name(scope))
    return reader.scope_name(scope)


def keyboard(prompt: Prompt, labels: Sequence[str]) -> Keyboard:
    """Lay the buttons out: short ones side by side, the ways out on the last rows."""
    rows: list[list[Button]] = []
    width, was_way_out = 0, False
    for index, (act, text) in enumerate(zip(prompt.acts, labels, strict=True)):
        button = Button(text, _callback(prompt, index, act))
        size = len(text) + (MARK if prompt.kind is PromptKind.PROPOSAL else 2)
        is_way_out = act.partition(":")[0] in LAST
        if rows and width + size <= ROW_WIDTH and len(rows[-1]) < 4 and is_way_out == was_way_out:
            rows[-1].append(button)
            width += size
        else:
            rows.append([button])
            width, was_way_out = size, is_way_out
    return tuple(tuple(row) for row in rows)


def faces(reader: DossierText, prompt: Prompt, labels: Sequence[str]) -> Iterator[str]:
    """The labels as drawn: the options of a multi-choice carry their mark."""
    selected = prompt.payload.get("selected")
    for act, text in zip(prompt.acts, labels, strict=True):
        if isinstance(selected, list | tuple) and act.startswith("pick:"):
            mark = "option_selected" if act.removeprefix("pick:") in selected else "option_free"
            yield reader.label(f"common:{mark}", label=text)
        else:
            yield text


def _callback(prompt: Prompt, index: int, act: str) -> str:
    """What a button carries; a multi-choice says which way, so that a tap repeated changes nothing."""
    selected = prompt.payload.get("selected")
    if isinstance(selected, list | tuple) and act.startswith("pick:"):
        sign = "-" if act.removeprefix("pick:") in selected else "+"
        return encode(prompt.id, f"{sign}{index}")
    return encode(prompt.id, index)


def _option(reader: DossierText, prompt: Prompt, code: str) -> str:
    if prompt.kind is PromptKind.PROPOSAL:
        return short(proposals.option(reader, prompt, code), LONGEST_LABEL)
    if code in reader.titles:
        return short(typeset(reader.titles[code], reader.language), LONGEST_LABEL)
    assert prompt.path is not None  # noqa: S101 - only a question offers options
    return reader.label(block(*reader.worded(prompt.path.id), f"option_{code}"))


def _suggested(reader: DossierText, prompt: Prompt, index: str) -> str:
    offered = prompt.payload.get("suggested")
    assert prompt.path is not None  # noqa: S101 - only a question makes suggestions
    assert isinstance(offered, list | tuple)  # noqa: S101 - the act stands for one of them
    return _act(reader, prompt, "suggested", value=reader.said_value(prompt.path, offered[int(index)]))


def _act(reader: DossierText, prompt: Prompt, verb: str, **context: object) -> str:
    if prompt.path is None:
        return reader.label(f"common:act_{verb}", **context)
    return reader.book.act(reader.language, *reader.worded(prompt.path.id), verb, **context)


def _common(reader: DossierText, name: str) -> str:
    return reader.label(f"common:{name}")


_NAMED: Mapping[str, Callable[[DossierText, Prompt, str], str]] = {
    "pick": _option,
    "suggested": _suggested,
    "but": lambda reader, prompt, field: _act(reader, prompt, "but", name=reader.name(Path(field))),
    "add": lambda reader, _, repeat: reader.book.act(reader.language, *reader.worded(Path.parse(repeat).id), "add"),
    "entry": lambda reader, prompt, code: reader.label(f"{entry_words(prompt, code)}_short"),
    "page": lambda reader, prompt, number: _common(
        reader, "act_page_next" if int(number) > page_of(prompt) else "act_page_before"
    ),
    "topic": lambda reader, _, code: reader.label(f"check:pitfall_{code}_title"),
}
"""Acts whose argument is what their button is called after."""
