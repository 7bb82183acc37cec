"""What a reply does to the dossier: conflicts, consequences, recording."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from domain.dialogue.asking import ask_again, ask_next, base_of, disarm, is_offered, show, slot_at, withdrawn
from domain.dialogue.coding import coded
from domain.dialogue.dossier import Answer, AnswerStatus, Dossier
from domain.dialogue.events import Ask, Note, Say
from domain.dialogue.outcome import Outcome, StepContext
from domain.dialogue.path import Path
from domain.dialogue.questions import Choice, Question, Reference, Text
from domain.dialogue.survey import Slot, survey
from domain.dialogue.talk import Prompt, PromptKind, briefly, fills_of, listed
from domain.dialogue.values import Rejected, Value, Verdict

HELP_AFTER = 2
"""Refused replies on one prompt before help is offered."""
_BRIEFLY = frozenset({PromptKind.QUESTION, PromptKind.GATE})
"""Prompts whose buttons make sense without their text."""


def reply(outcome: Outcome, prompt: Prompt, value: Value, status: AnswerStatus) -> Outcome:
    """Take a reply to `prompt`, unless it no longer applies, breaks a rule, or somebody else answered meanwhile."""
    assert prompt.path is not None  # noqa: S101 - only questions are replied to
    slot = slot_at(prompt.path, outcome.dossier, outcome.script)
    if slot is None:
        return ask_next(outcome, withdrawn(prompt.path, outcome.script))
    return take(outcome, slot, prompt=prompt, value=value, status=status)


def take(
    outcome: Outcome, slot: Slot, *, prompt: Prompt, value: Value, status: AnswerStatus, is_confirmed: bool = False
) -> Outcome:
    """Take a reply to a slot known to apply; a change that is confirmed is not weighed again."""
    if status is AnswerStatus.OK and not is_offered(value, slot):
        return ask_next(outcome, Note("row_gone" if isinstance(slot.item, Reference) else "stale_button"))
    if status is AnswerStatus.OK and isinstance(verdict := verdict_on(value, slot), Rejected):
        return refuse(outcome, verdict, slot.path)
    if same(slot.answer, value, status):
        outcome = filled(outcome, slot.path, prompt)
        return advance(outcome, slot.path, prompt, focus=_follow_up(outcome, slot.path, is_again=True))
    if slot.answer and slot.answer.status is not AnswerStatus.STALE:
        if slot.answer.revision != prompt.base:
            return _contest(outcome, slot, prompt=prompt, value=value, status=status)
        if not is_confirmed:
            return _weigh(outcome, slot, prompt=prompt, value=value, status=status)
    return record(outcome, slot.path, value, status, prompt=prompt)


def verdict_on(value: Value, slot: Slot) -> Verdict:
    """Hold a value against the rules of the question of this slot."""
    assert isinstance(slot.item, Question)  # noqa: S101 - a gate has no reply
    return slot.item.accepts(value, slot.view)


def judged(slot: Slot, value: Value) -> Verdict:
    """Hold a value that was not typed here against what the question offers and asks for now."""
    return verdict_on(value, slot) if is_offered(value, slot) else Rejected("not_an_option")


def refuse(outcome: Outcome, verdict: Rejected, path: Path) -> Outcome:
    """Say why a reply was not taken, with an example; the second time with help and the question again.

    Later on the question is not repeated: its buttons come under the reason.
    """
    outcome = outcome.with_talk(replace(outcome.talk, tries=outcome.talk.tries + 1))
    live, note = outcome.talk.live, refusal(verdict, path)
    if outcome.talk.tries == HELP_AFTER:
        return ask_again(outcome, note, Note("help", {"path": str(path)}))
    if live is None or live.kind not in _BRIEFLY or outcome.talk.tries < HELP_AFTER:
        return outcome.also(Say(note))
    again = replace(live, id=outcome.context.new_id(), asked_at=outcome.context.now)
    return show(disarm(outcome), briefly(again), note)


def refusal(verdict: Rejected, path: Path) -> Note:
    return Note("refusal", {"code": verdict.code, "path": str(path), "values": dict(verdict.params)})


def record(outcome: Outcome, path: Path, value: Value, status: AnswerStatus, *, prompt: Prompt) -> Outcome:
    """Write the answer, open its row if it is new, mark what depends on it, and ask what comes next."""
    before = outcome.dossier
    dossier = write(before, outcome.context, path, value, status, author=outcome.talk.person)
    outcome, notes, reason = along(filled(outcome.with_dossier(dossier), path, prompt), path, before)
    return advance(outcome, path, prompt, *notes, focus=reason or _follow_up(outcome, path, is_again=False))


def along(outcome: Outcome, path: Path, before: Dossier) -> tuple[Outcome, tuple[Note, ...], Path | None]:
    """Carry out what a change of something confirmed takes along: the words that said it, and the question of why.

    A chapter is confirmed once its card is.
    """
    dossier, card = outcome.dossier, outcome.script.card_of(path.id)
    pairs = ((other, before.answers.get(other), answer) for other, answer in dossier.answers.items())
    changed = [other for other, old, new in pairs if old and old.value is not None and old.value != new.value]
    if path not in changed or card is None or Path(card.id) not in before.answers:
        return outcome, (), None
    visible, rows = outcome.survey.visible, outcome.survey.rows
    retold = card.retells(path, before.answers[path].value, visible, rows) if card.retells else {}
    for other, text in retold.items():
        dossier = write(dossier, outcome.context, other, text, AnswerStatus.OK, author=outcome.talk.person)
    outcome = outcome.with_dossier(dossier)
    asked = ((other, question.reason) for other in changed if (question := outcome.script.question(other.id)))
    reasons = (Path(reason, other.rows) for other, reason in asked if reason)
    notes = tuple(Note("retold", {"path": str(other)}) for other in retold)
    return outcome, notes, next((reason for reason in reasons if outcome.slot(reason)), None)


def advance(outcome: Outcome, path: Path, prompt: Prompt, *notes: Note, focus: Path | None = None) -> Outcome:
    """Leave `path` behind and ask what comes next, `focus` first."""
    outcome = disarm(outcome, _act_of(outcome.dossier.answers.get(path), prompt))
    trail = (*(step for step in outcome.talk.trail if step != path), path)
    return ask_next(outcome.with_talk(replace(outcome.talk, focus=focus, trail=trail, tries=0)), *notes)


def _act_of(answer: Answer | None, prompt: Prompt) -> str | None:
    """The act that stands for what was recorded, to be shown in place of the buttons."""
    if answer is None:
        return None
    if answer.status is AnswerStatus.SKIPPED:
        return "skip"
    if answer.status is not AnswerStatus.OK:
        return answer.status.value
    if prompt.kind is PromptKind.REVIEW:
        return "ok"
    act = f"pick:{answer.value}"
    return act if act in prompt.acts else "answered"


def _follow_up(outcome: Outcome, path: Path, *, is_again: bool) -> Path | None:
    """The question that an option chosen in an edit leads to: its name, even if it had one; anything, if chosen again.

    Otherwise "somebody else" would keep the name that it had, and choosing what was chosen would do nothing.
    """
    if outcome.talk.focus != path or type(outcome.script.question(path.id)) is not Choice:
        return None
    led_to = [each for each in outcome.script.questions() if each.needs == (path.id,) and not each.quiet]
    slots = (Path(each.id, path.rows) for each in led_to if is_again or isinstance(each, Text))
    return next((slot for slot in slots if outcome.slot(slot)), None)


def write(
    dossier: Dossier, context: StepContext, path: Path, value: Value, status: AnswerStatus, *, author: int
) -> Dossier:
    """Return the dossier with this answer, its row with a code if new, and its dependents to be asked again."""
    former, rows = dossier.answers.get(path), dict(dossier.rows)
    if path.rows:
        repeat, row = Path(path.id.rsplit("/", 1)[0], path.rows[:-1]), path.rows[-1]
        if row not in rows.get(repeat, ()):
            rows[repeat] = (*rows.get(repeat, ()), row)
    answer = Answer(value, status, former.revision + 1 if former else 1, author, context.now)
    answers = {**dossier.answers, path: answer}
    changed = replace(dossier, answers=answers, rows=rows, revision=dossier.revision + 1)
    if rows != dossier.rows:
        changed = coded(context.script, changed)
    if former is None or former.value == value:
        return changed
    return replace(changed, answers={**answers, **dict(_to_review(changed, context, path))})


def _to_review(dossier: Dossier, context: StepContext, changed: Path) -> Iterator[tuple[Path, Answer]]:
    """The answers that read `changed`, in the same rows as far as their repeats are the same."""
    dependents, rows = context.script.asked_again.get(changed.id, frozenset()), changed.rows
    for path, answer in dossier.answers.items():
        if path.id in dependents and answer.status is AnswerStatus.OK and path.rows[: len(rows)] == rows:
            yield path, replace(answer, status=AnswerStatus.STALE, revision=answer.revision + 1)


def same(answer: Answer | None, value: Value, status: AnswerStatus) -> bool:
    return answer is not None and answer.status is status and answer.value == value


def _contest(outcome: Outcome, slot: Slot, *, prompt: Prompt, value: Value, status: AnswerStatus) -> Outcome:
    """Somebody answered since the question was shown: tell who, what and when, and let the person choose."""
    outcome = disarm(outcome.with_talk(replace(outcome.talk, focus=None)))
    note = Note("conflict", {"path": str(slot.path)})
    return offer(outcome, slot, value, status, note=note, fills=kept_fills(prompt))


def offer(
    outcome: Outcome,
    slot: Slot,
    value: Value,
    status: AnswerStatus,
    *,
    note: Note,
    fills: Mapping[str, Value] = MappingProxyType({}),
) -> Outcome:
    """Offer to replace the recorded answer by a proposed one; the question in progress is left as it is."""
    held = _held_back(value, status, fills, consequences(outcome, slot.path, value, status, fills=fills))
    payload, acts = {**held, "why": note.code}, ("keep", "replace")
    prompt = outcome.prompt(PromptKind.CONFLICT, slot.path, base_of(slot), acts, payload)
    return outcome.also(Ask(prompt, (note,)))


def _weigh(outcome: Outcome, slot: Slot, *, prompt: Prompt, value: Value, status: AnswerStatus) -> Outcome:
    """Record a change at once when it has no consequence, else announce them and ask to confirm."""
    fills = kept_fills(prompt)
    counts = consequences(outcome, slot.path, value, status, fills=fills)
    if not any(counts):
        return record(outcome, slot.path, value, status, prompt=prompt)
    payload = _held_back(value, status, fills, counts)
    check = outcome.prompt(PromptKind.DRY_RUN, slot.path, base_of(slot), ("confirm", "cancel"), payload)
    outcome = disarm(outcome)
    return outcome.with_talk(replace(outcome.talk, live=check, focus=slot.path, tries=0)).also(Ask(check))


def consequences(
    outcome: Outcome, path: Path, value: Value, status: AnswerStatus, *, fills: Mapping[str, Value]
) -> tuple[int, int]:
    """Count the values a change would make irrelevant, and those it would put to review but for what `fills` them."""
    after = write(outcome.dossier, outcome.context, path, value, status, author=0)
    after, _ = with_fills(after, outcome.context, path, fills, author=0)
    before, kept = outcome.survey.visible, survey(outcome.script, after).visible
    lost = sum(1 for other, answer in before.items() if other not in kept and answer.value is not None)
    was_stale, is_stale = (
        {other for other, answer in answers.items() if answer.status is AnswerStatus.STALE}
        for answers in (before, kept)
    )
    return lost, len(is_stale - was_stale)


def _held_back(
    value: Value, status: AnswerStatus, fills: Mapping[str, Value], counts: tuple[int, int]
) -> dict[str, object]:
    """What a prompt must remember of a change not yet made: the value, what follows from it, and what it would cost."""
    lost, stale = counts
    shown = list(value) if isinstance(value, tuple) else value
    return {"proposed": shown, "status": status.value, "lost": lost, "stale": stale, "fills": listed(fills)}


def proposed(prompt: Prompt) -> tuple[Value, AnswerStatus]:
    """Return what a dry run or a conflict holds back."""
    value = prompt.payload.get("proposed")
    status = AnswerStatus(str(prompt.payload.get("status", AnswerStatus.OK)))
    if isinstance(value, list | tuple):
        return tuple(str(code) for code in value), status
    return (value if isinstance(value, str | int | float) else None), status


def filled(outcome: Outcome, path: Path, prompt: Prompt) -> Outcome:
    """Record what follows from the answer at `path`, as the prompt showed it and the person confirmed it."""
    author, fills = outcome.talk.person, kept_fills(prompt)
    return outcome.with_dossier(with_fills(outcome.dossier, outcome.context, path, fills, author=author)[0])


def kept_fills(prompt: Prompt) -> Mapping[str, Value]:
    """The fields of a prompt that are not said to be wrong."""
    fills, selected = fills_of(prompt.payload), prompt.payload.get("selected")
    return {item: value for item, value in fills.items() if not isinstance(selected, list | tuple) or item in selected}


def with_fills(
    dossier: Dossier, context: StepContext, path: Path, fills: Mapping[str, Value], *, author: int
) -> tuple[Dossier, tuple[str, ...]]:
    """Write the answers that follow from the one at `path`, where their question applies and takes them.

    Return the dossier and the questions written. A list inside the row gets its first row; the only row of one keeps
    its title, and a list of several is left.
    """
    written: list[str] = []
    opened: dict[Path, tuple[str, ...]] = {}
    for item, value in fills.items():
        target = _fill_path(item, path, dossier, context, opened)
        trial = replace(dossier, rows={**opened, **dossier.rows}) if opened else dossier
        slot = survey(context.script, trial).at(target) if target else None
        if slot is None or same(slot.answer, value, AnswerStatus.OK) or isinstance(judged(slot, value), Rejected):
            continue
        dossier = write(dossier, context, slot.path, value, AnswerStatus.OK, author=author)
        written.append(item)
    return dossier, tuple(written)


def _fill_path(
    item: str, path: Path, dossier: Dossier, context: StepContext, opened: dict[Path, tuple[str, ...]]
) -> Path | None:
    """Where a field is written that follows from the answer at `path`, in a row `opened` for it if need be."""
    depth = item.count("/")
    if depth <= len(path.rows):
        return Path(item, path.rows[:depth])
    repeat = Path(item.rsplit("/", 1)[0], path.rows)
    rows = opened.get(repeat) or dossier.rows_of(repeat)
    is_left = len(rows) > 1 or (rows and repeat not in opened and item in context.script.titles)
    if depth > len(path.rows) + 1 or is_left:
        return None
    return Path(item, (*path.rows, *(rows or opened.setdefault(repeat, (context.new_id(),)))))
