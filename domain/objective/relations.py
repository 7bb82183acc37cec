"""What each quantity of a sentence is: the change, the level to leave, the level to reach, the count."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.objective import cues
from domain.objective.aims import Move
from domain.objective.levels import from_to
from domain.objective.quantities import Kind
from domain.objective.reading import Aim, Doubt, Why
from domain.objective.sentence import Sentence
from domain.objective.spots import Related, Spot
from domain.objective.unquantified import unquantified

_TIMES = frozenset({"jour", "heure", "minute", "semaine", "mois", "an", "seconde"})
_SAVED = _TIMES | {"ETP"}


def related(sentence: Sentence) -> Related:
    """Return the fields told by the quantities and the verbs around them."""
    levels = from_to(sentence)
    if levels is not None:
        return levels
    singles = (_single(Spot.of(sentence, rank)) for rank in range(len(sentence.quantities)))
    roles = [role for role in singles if role is not None]
    if not roles:
        return unquantified(sentence)
    # what a verb rules comes first, then the order said
    told = [role for role in roles if role.aim is not None] or roles
    main = max(told, key=lambda role: (role.verb is not None, role.amount is not None or role.unit == "%"))
    goal = next((role for role in told if role is not main and role.target is not None), None)
    lacks_goal = main.amount is not None and main.target is None and main.unit != "x"
    if goal is not None and goal.amount is None and lacks_goal and _fit(main.unit, goal.unit):
        main = replace(main, target=goal.target, target_from=goal.target_from)
    base = next((role for role in roles if role.baseline is not None and role is not main), None)
    if base is not None and _fit(main.unit, base.unit):
        main = replace(main, baseline=base.baseline, baseline_from=base.baseline_from)
    return main


def _single(spot: Spot) -> Related | None:
    """The fields one quantity alone tells."""
    if spot.one.kind is Kind.FACTOR:
        falls = spot.move in (Move.FALL, Move.BRING_DOWN, Move.SPEED)
        if spot.one.sign == 0 and not falls and spot.move is not Move.RISE:
            return None
        return spot.change(Aim.FALL if falls or spot.one.sign < 0 else Aim.RISE)
    if spot.is_baseline:
        return Related(None, spot.aim, None, spot.unit, baseline=spot.one.value, baseline_from=spot.rank)
    if spot.one.kind is Kind.MEASURE and cues.is_rate_per(spot.before):
        return None
    told = _told_alone(spot)
    if told is not None:
        return told
    if cues.is_never_over(spot.before):
        return spot.level(Aim.KEEP)
    return _bare(spot) if spot.move is None else _RULED[spot.move](spot)


def _told_alone(spot: Spot) -> Related | None:
    """A change that needs no verb: "+ 20 %", "3 bornes de plus", "10 % de hausse"."""
    if spot.move is Move.KEEP:
        return None
    if spot.one.sign:
        return spot.change(Aim.RISE if spot.one.sign > 0 else Aim.FALL)
    more, fewer, gained = cues.MORE.match(spot.after), cues.FEWER.match(spot.after), cues.GAINED.match(spot.after)
    if more or fewer:
        is_made = spot.move is Move.CREATE and spot.one.kind is Kind.COUNT
        return spot.count(spot.unit) if is_made else spot.change(Aim.RISE if more else Aim.FALL)
    if gained is None:
        return None
    rises = gained["up"] or (gained["down"] == "gain" and spot.one.kind is Kind.POINTS)
    return replace(spot.change(Aim.RISE if rises else Aim.FALL), unit=spot.one.unit)


def _moved(spot: Spot) -> Related:
    """Rise or fall, by or to a quantity; what saves time, people or money falls."""
    if spot.move is Move.GAIN:
        saves = spot.one.kind is Kind.MEASURE and (spot.one.unit in _SAVED or " temps" in spot.before)
        return spot.change(Aim.FALL if saves else Aim.RISE)
    way = Aim.RISE if spot.move is Move.RISE else Aim.FALL
    if spot.move is Move.BRING_DOWN:
        return spot.level(way)
    if cues.is_change(spot.before):
        return spot.change(way)
    if cues.is_ceiling(spot.before, spot.after) or cues.is_level_floor(spot.before, spot.after):
        return spot.level(way)
    if cues.is_goal(spot.before):
        return spot.level(way)
    doubt = Doubt("amount", (spot.value, None), Why.BY_OR_TO)
    return replace(spot.change(way, 0.6), doubts=(doubt,))


def _passed(spot: Spot) -> Related:
    return spot.level(Aim.FALL if cues.is_ceiling(spot.before, spot.after) else Aim.REACH)


def _reached(spot: Spot) -> Related:
    is_promise = spot.aim is not None and spot.aim.verb in {"garantir", "assurer"}
    if is_promise and spot.one.kind is Kind.COUNT:
        return spot.count(spot.unit, 0.6)
    if is_promise and spot.one.kind is not Kind.SHARE and cues.is_ceiling(spot.before, spot.after):
        return spot.level(Aim.KEEP, 0.6)
    return spot.level(Aim.REACH)


def _made(spot: Spot) -> Related | None:
    """What is counted; after any verb that says nothing else, when it follows at once: "recycler 10 tonnes"."""
    between = spot.before[spot.aim.end :] if spot.aim is not None else ""
    if spot.move is Move.OTHER and spot.one.unit not in {"%", *_TIMES} and len(between.split()) > 3:
        return None
    if spot.unit == "€" and cues.is_ceiling(spot.before, spot.after):
        return spot.level(Aim.KEEP)
    if spot.one.kind is Kind.SHARE:
        return spot.level(Aim.REACH)
    if spot.one.kind is Kind.POINTS:
        return spot.count("point")
    if spot.one.unit in _TIMES:
        if cues.is_ceiling(spot.before, spot.after):
            return spot.level(Aim.REACH, 0.6)
        is_object = spot.aim is not None and not between.strip()
        return spot.count(spot.unit, 0.8) if is_object else None
    return spot.count(spot.unit)


def _bare(spot: Spot) -> Related | None:
    """A quantity that no verb rules: "moins de 5 % d’abandons", "200 inscrits"."""
    floor = cues.is_floor(spot.before, spot.after)
    if cues.is_ceiling(spot.before, spot.after):
        return spot.level(Aim.FALL, 0.8)
    if spot.one.kind is Kind.POINTS:
        return replace(spot.change(Aim.RISE, 0.5), aim=None)
    if spot.one.kind is Kind.COUNT and not floor and cues.DONE.match(spot.after) and cues.ALONE.fullmatch(spot.before):
        return spot.count(spot.unit, 0.8)
    if spot.one.high is not None:
        return replace(spot.change(Aim.REACH, 0.5))
    if spot.one.kind is Kind.COUNT and spot.one.value and spot.unit is None and not floor:
        return spot.level(Aim.REACH, 0.6) if cues.is_goal(spot.before) else None
    return spot.level(Aim.REACH, 0.8 if floor or cues.SHARE_OF.match(spot.after) else 0.7)


_RULED: Mapping[Move, Callable[[Spot], Related | None]] = {
    Move.RISE: _moved,
    Move.FALL: _moved,
    Move.BRING_DOWN: _moved,
    Move.SPEED: _moved,
    Move.REACH: _reached,
    Move.CREATE: _made,
    Move.OTHER: _made,
    Move.KEEP: lambda spot: spot.level(Aim.KEEP),
    Move.PASS: _passed,
    Move.BRING: _passed,
    Move.GAIN: _moved,
    Move.END: lambda spot: spot.change(Aim.FALL),
}


def _fit(unit: str | None, other: str | None) -> bool:
    return other is None or unit == other or {unit, other} == {"%", "pt"}
