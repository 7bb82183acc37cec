"""The card of a nudge: its words and buttons, drawn from its board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.outgoing import Button, Keyboard
from bot.reminders import phrases
from bot.reminders.asking import TO_LEADS, Why
from bot.reminders.board import LATER, Item, NudgeView
from bot.wording import typography
from bot.wording.wordbook import Wordbook
from domain.followup.asking_times import first_day, next_monday, on_working_day

Rows = list[list[tuple[str, str]]]
"""Buttons as (act, label), by row."""


@dataclass(frozen=True, slots=True)
class RenderedNudge:
    """A nudge as shown; `labels` stand beside each of its acts, empty for those it does not show."""

    text: str
    keyboard: Keyboard
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NudgeText:
    """Draws a board in the words of its language."""

    book: Wordbook
    board: NudgeView

    def face(self, prompt_id: str, acts: tuple[str, ...]) -> RenderedNudge:
        """Draw the whole message."""
        rows = self._rows()
        shown = {act: label for row in rows for act, label in row}
        keyboard = tuple(tuple(Button(label, f"1.{prompt_id}.{acts.index(act)}") for act, label in row) for row in rows)
        keyboard += tuple((Button(label, data),) for label, data in self._offers())
        return RenderedNudge(self._words(), keyboard, tuple(shown.get(act, "") for act in acts))

    def trend(self, item: Item) -> str:
        """Say how a KPI stands after the value just read."""
        board = self.board
        if item.reading is None or item.reading.value is None:
            return self._label("trend_missing")
        is_past = any(each.on > item.on for each in item.readings if each.value is not None)
        day, period = (item.on, self._period(item)) if is_past else (board.today, "")
        stands = phrases.standing(item.kpi, item.readings, item.started, day)
        return phrases.trend(
            self.book, board.language, item.kpi, before=item.before, stands=stands, today=day, period=period
        )

    def amount(self, item: Item, value: float | None) -> str:
        """Write a value of a KPI with its unit."""
        if value is None:
            return self._label("value_missing")
        return typography.quantity(value, item.kpi.unit, self.board.language)

    # Words ------------------------------------------------------------------------------------------------------------

    def _words(self) -> str:
        opening = self._sections() if self.board.open else [self._ended(), self._list(self.board.items)]
        return "\n\n".join(part for part in [*opening, self._recent(), self._question()] if part)

    def _sections(self) -> list[str]:
        """What is asked, plan by plan and reason by reason."""
        groups: dict[tuple[int, Why], list[Item]] = {}
        for each in self.board.items:
            groups.setdefault((each.plan.id, each.why), []).append(each)
        return [part for listed in groups.values() for part in (self._intro(listed), self._list(listed))]

    def _intro(self, listed: Sequence[Item]) -> str:
        first, count = listed[0], sum(each.is_open for each in listed)
        if not count:
            return ""
        return self._text(
            f"intro_{first.why}",
            count=count,
            plan=first.plan_name,
            owner=first.kpi.owner or "",
            silent=self.board.silent[first.plan.id],
            is_group=self.board.audience is None,
            stands_in=first.why not in TO_LEADS and self._is_offered(first),
            planned=self._planned() if first.why is Why.DUE else "",
        )

    def _ended(self) -> str:
        """Thank whoever answered here; tell the others that somebody did."""
        given = self.board.item(self.board.memory.recent)
        if given is not None and given.reading is not None:
            return self._text("thanks")
        return self._text("answered_elsewhere") if any(each.reading for each in self.board.items) else ""

    def _planned(self) -> str:
        board = self.board
        if board.memory.planned is None:
            return ""
        at = datetime.fromisoformat(board.memory.planned)
        return phrases.moment(self.book, board.language, at, board.zone, board.now)

    def _list(self, listed: Sequence[Item]) -> str:
        """One line for each KPI; a single one still open needs none."""
        current = self.board.current
        if len(self.board.items) == 1 and current is not None:
            return ""
        return "\n".join(self._line(each, is_current=current is each) for each in listed)

    def _line(self, item: Item, *, is_current: bool) -> str:
        if item.reading is not None and not item.is_open:
            trend = self.trend(item) if len(self.board.items) == 1 and not self._is_told(item) else ""
            return self._text(
                "line_done", label=item.kpi.label, value=self.amount(item, item.reading.value), trend=trend
            )
        if not item.is_addressed and not is_current:
            return self._text("line_handed", label=item.kpi.label)
        if not item.is_open and not is_current:
            return self._text("line_over", label=item.kpi.label)
        return self._text("line_current" if is_current else "line_open", label=item.kpi.label)

    def _recent(self) -> str:
        item = self.board.item(self.board.memory.recent)
        if item is None or item.reading is None or len(self.board.items) == 1 or self._is_told(item):
            return ""
        return self._text("recent", label=item.kpi.label, trend=self.trend(item))

    def _is_told(self, item: Item) -> bool:
        """Whether a message below says how it stands: it was typed."""
        return item.id == self.board.memory.told

    def _question(self) -> str:
        board, item = self.board, self.board.current
        if item is None:
            return self._text("digest") if board.open else ""
        if str(item.id) in board.memory.pending:
            value = board.memory.pending[str(item.id)]
            facts = {"typed": self.amount(item, value), "before": self.amount(item, item.before)}
            return self._text("sure", label=item.kpi.label, **facts)
        last = item.last
        return self._text(
            "question",
            label=item.kpi.label,
            unit=item.kpi.unit,
            last=self.amount(item, last.value) if last else "",
            on=last.on if last else None,
            baseline="" if last or item.kpi.baseline is None else self.amount(item, item.kpi.baseline),
            goal=phrases.goal(self.book, board.language, item.kpi),
            is_typing=board.memory.is_typing,
            is_group=board.audience is None,
            is_fixing=item.reading is not None,
            period=self._past_period(item),
        )

    def _past_period(self, item: Item) -> str:
        """The period a value is asked for, once it is over; empty before."""
        return self._period(item) if item.on < self.board.today else ""

    def _period(self, item: Item) -> str:
        frequency = item.occurrence.cadence.frequency
        return phrases.period(self.book, self.board.language, frequency, first_day(frequency, item.on))

    # Buttons ----------------------------------------------------------------------------------------------------------

    def _rows(self) -> Rows:
        board, item = self.board, self.board.current
        if item is None:
            return [*self._picks(), self._later()] if board.open else self._fixes()
        if str(item.id) in board.memory.pending:
            typed = self.amount(item, board.memory.pending[str(item.id)])
            return [[self._act("sure", item, value=typed)], [self._act("retype", item)]]
        if item.reading is not None:
            return []
        return [*self._answers(item), self._later(), *self._recent_fix()]

    def _answers(self, item: Item) -> Iterator[list[tuple[str, str]]]:
        first = [] if self.board.memory.is_typing else [self._act("answer", item)]
        if item.last:
            first.append(self._act("same", item, value=self.amount(item, item.last.value)))
        if first:
            yield first
        second = [self._act("missing", item)]
        if self.board.audience is not None and not item.is_with_lead:
            second.append(self._act("not_me", item))
        yield second

    def _later(self) -> list[tuple[str, str]]:
        """Postponing what is still asked; tomorrow is not offered twice when it is Monday."""
        if not self.board.open:
            return []
        now, cadence = self.board.now, self.board.open[0].occurrence.cadence
        is_monday = on_working_day(now, 1, cadence) == next_monday(now, cadence)
        return [
            (act, self._label(f"act_{act.replace(':', '_')}"))
            for act in LATER
            if not (is_monday and act == "later:tomorrow")
        ]

    def _picks(self) -> Rows:
        return [[self._act("pick", each, name=each.kpi.label)] for each in self.board.open]

    def _fixes(self) -> Rows:
        done = [each for each in self.board.items if each.reading is not None]
        if len(done) == 1:
            return [[(f"fix@{done[0].id}", self._label("act_fix"))]]
        return [[(f"fix@{each.id}", self._label("act_fix_named", name=each.kpi.label))] for each in done]

    def _recent_fix(self) -> Rows:
        item = self.board.item(self.board.memory.recent)
        if item is None or item.reading is None:
            return []
        return [[(f"fix@{item.id}", self._label("act_fix_named", name=item.kpi.label))]]

    def _offers(self) -> Iterator[tuple[str, str]]:
        """The last buttons: to change an owner, or to invite one; those of messages sent before had a single one."""
        memory = self.board.memory
        if memory.offer and self.board.open:
            yield self._offer(self.board.open[0], is_single=True), f"1.{memory.offer}.0"
        offered = [
            (item, f"1.{each.prompt}.{index}")
            for each in memory.offers
            for index, occurrence in enumerate(each.occurrences)
            if (item := self.board.item(occurrence)) and item.is_open
        ]
        yield from ((self._offer(item, is_single=len(offered) == 1), data) for item, data in offered)

    def _offer(self, item: Item, *, is_single: bool) -> str:
        if item.why not in TO_LEADS:
            return self._label("act_invite", name=item.kpi.owner or "")
        return self._label("act_owner") if is_single else self._label("act_owner_of", name=item.kpi.label)

    def _is_offered(self, item: Item) -> bool:
        return any(item.id in each.occurrences for each in self.board.memory.offers) or bool(self.board.memory.offer)

    def _act(self, verb: str, item: Item, **context: object) -> tuple[str, str]:
        return f"{verb}@{item.id}", self._label(f"act_{verb}", **context)

    def _text(self, name: str, /, **context: object) -> str:
        return self.book.text(self.board.language, f"reminders:{name}", **context)

    def _label(self, name: str, /, **context: object) -> str:
        return self.book.label(self.board.language, f"reminders:{name}", **context)
