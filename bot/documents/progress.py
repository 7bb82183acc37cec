"""How far a plan has come, chapter by chapter of the method."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.board import Ranking
from bot.wording.document_words import Words
from domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """A chapter of the method; `state` is "done", "begun" or "todo"."""

    state: str
    title: str
    hint: str
    word: str


def progress(plan: Plan, ranked: Ranking, w: Words) -> tuple[Step, ...]:
    """Return the chapters of the method with their state while one of the first four is not done, else nothing."""
    frame = (plan.territory.name, plan.name, plan.ambition)
    states = {
        "frame": _state(done=all(frame), begun=any(frame)),
        "diagnosis": _state(done=bool(plan.needs), begun=bool(plan.figures) or plan.heard is not None),
        "goals": _state(done=bool(plan.objectives)),
        "actions": _state(done=bool(ranked.placed), begun=bool(plan.actions)),
        "teams": _state(done=bool(plan.meetings)),
        "adoption": _state(done=plan.adoption is not None),
    }
    if all(states[name] == "done" for name in ("frame", "diagnosis", "goals", "actions")):
        return ()
    return tuple(_step(name, chapter, w) for name, chapter in states.items())


def _state(*, done: bool, begun: bool = False) -> str:
    if done:
        return "done"
    return "begun" if begun else "todo"


def _step(name: str, chapter: str, w: Words) -> Step:
    return Step(chapter, w(f"progress.{name}"), w(f"progress.{name}_hint"), w(f"progress.{chapter}"))


def next_step(steps: Sequence[Step], w: Words) -> str | None:
    """Return how many chapters are done and which comes next; None when none is shown."""
    ahead = next((step for step in steps if step.state != "done"), None)
    if ahead is None:
        return None
    done = w("progress.count", n=sum(step.state == "done" for step in steps), total=len(steps))
    return f"{done} {w('progress.next', title=ahead.title, hint=ahead.hint)}"
