"""What each quantity of a sentence is: the change, the level to leave, the level to reach, the count."""

import re
from dataclasses import dataclass, replace

from domain.objective.aims import Move
from domain.objective.quantities import Kind, Quantity
from domain.objective.reading import Aim
from domain.objective.sentence import QUANTITY, Aimed, Sentence
from domain.objective.units_said import noun_after, noun_counted
from domain.units import ratio


@dataclass(frozen=True, slots=True)
class Related:
    """The fields of an objective; the numbers beside are the ranks of the quantities they come from."""

    aim: Aim | None = None
    verb: Aimed | None = None
    amount: float | tuple[float, float] | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    amount_from: int | None = None
    baseline_from: int | None = None
    target_from: int | None = None
    certainty: float = 0.95
    doubt: tuple[tuple[str, tuple[object, ...]], ...] = ()


Q = "[\ue000-\ue0ff]"
_ABOUT = (
    r"(?:environ |a peu pres |pres de |plus de |au moins |moins de |au plus |d'au moins |quelque |autour de |presque )?"
)
_ARROW = re.compile(rf"({Q}) ?(?:->|=>|→|>|⇒|➔|a|vers|jusqu'a|puis) ?{_ABOUT}({Q})")
_FROM_TO = re.compile(
    rf"(?:\bde |\bd'|\bdes |\bpasser |partant de |partir de ){_ABOUT}({Q})((?:(?!{Q})[^.;]){{0,70}}?)(?:\ba |jusqu'a |\bvers |pour atteindre |pour arriver a |pour "
    rf"passer a |pour viser |et atteindre |a atteindre )(?:la barre des )?{_ABOUT}({Q})"
)
_AGAINST = re.compile(
    rf"({Q})((?:(?!{Q})[^.;]){{0,60}}?)(?:contre|au lieu de|au lieu d'|plutot que|versus|vs|a la place de|face a|et non plus)\s?(?:les |des )?{_ABOUT}({Q})"
)
_NOW = (
    r"aujourd'hui|actuellement|a ce jour|a l'heure actuelle|en ce moment|pour l'instant|actuel(?:le)?s?|au depart|au lancement|constate\w*|ce jour|a present"
    r"|maintenant|initialement|aujourd"
)
_BASE_BEFORE = re.compile(
    rf"(?:\b(?:est|sont|etait|etaient|atteint|plafonne|s'eleve|s'etablit|stagne|reste)(?: (?:{_NOW}))?(?: (?:de|a|d'|estimee? a|situee? a))?|(?:{_NOW})(?: (?:a|de|:|est de|on est a|nous sommes a|il est de"
    rf"|le \w+ est de|c'est))?|on est a|on en est a|nous sommes a|on a|nous avons|il y a|on compte|partant de|a partir de|parti de|depart(?: :| de)?|contre|au lieu de|base(?: de)?|actuel(?:le)?(?: de|:| :)"
    rf"|etat initial(?: :)?|situation(?: :)?|point de depart(?: :)?)\s?:?\s?{_ABOUT}$"
)
_BASE_AFTER = re.compile(rf"^[^,;.]{{0,60}}?\b(?:{_NOW})\b|^ ?\((?:{_NOW}|base|\ue100)")
_TARGET_BEFORE = re.compile(
    rf"(?:\b(?:atteindre|viser|vise|visons|veut|voulons|voudrait|souhaite\w*|jusqu'a|objectif(?: de| est de|:| :| est| fixe a| vise)?|cible(?: de|:| :| est de| a)?|arriver a|parvenir a|parvenir|obtenir|but(?: :| de| est de)?"
    rf"|porte\w* a|porter a|monter a|ramene\w* a|passer a|passe a|barre des|barre de|seuil de|plafond de|descendre a|descendre|revenir a|tomber a|doit etre de|soit de|sera de|fixee? a|limitee? a|a hauteur de|au niveau de|tendre vers"
    rf"|aller vers|vers|a|hauteur de)) ?(?:les |la barre des |un niveau de |un taux de |une moyenne de )?{_ABOUT}$"
)
_CEILING_BEFORE = re.compile(
    r"(?:moins d[e']|sous(?: la barre)?(?: de| des| les| le seuil de)?|en dessous d[e']s?|en-dessous d[e']s?|au-dessous d[e']|inferieure?s? a|ne(?: plus| pas)? (?:plus |pas )?(?:depass|exced)\w*(?: plus| pas)?(?: les)?|n'exced\w*(?: plus| pas)?"
    r"|sans (?:depasser|exceder)|au maximum|au plus|maximum(?: de)?|<|≤|<=|plafond de|plafonn\w* a|pas plus d[e']|maximale? de|ne doi(?:t|vent) (?:pas|plus) (?:depasser|exceder)|rester a|plus d'une? (?:delai|temps) de)\s?$"
)
_CEILING_AFTER = re.compile(r"^(?: [a-z'-]+){0,2}? ?(?:\(?maximum|au plus|au maximum|grand maximum|maximal)\b")
_FLOOR_BEFORE = re.compile(
    r"(?:au moins|plus d[e']|superieure?s? a|depass\w+(?: les| la barre des)?|franchi\w*(?: la barre des| le cap des| les)?|minimum(?: de)?|a minima|au minimum|>|≥|>=|au-dessus d[e']s?|au dela d[e'])\s?$"
)
_FLOOR_AFTER = re.compile(r"^(?: [a-z'-]+){0,2}? ?(?:minimum|au minimum|au moins|a minima)\b")
_MORE = re.compile(
    rf"^(?: [a-z'-]+){{0,3}}? (?:de plus|supplementaires?|en plus|additionnel\w*|de mieux)\b(?! d[e'])"
)
_FEWER = re.compile(r"^(?: [a-z'-]+){0,3}? (?:de moins|en moins)\b(?! d[e\'])")
_GAINED = re.compile(
    r"^ (?:de |d')(?:hausse|augmentation|progression|croissance)|^ (?:de |d')(?:baisse|reduction|diminution|economies?|gain)"
)
_ALL = re.compile(
    r"\b(?:tous les|toutes les|tous nos|toutes nos|l'ensemble d\w*|l'integralite d\w*|la totalite d\w*|partout|chaque|l'integralite|tout le|toute la|tous ses|toutes ses|tout l'|toute l'|systematiquement)(?!\w)"
)
_DONE = re.compile(
    r"^(?:(?! (?:de|pour|dans)\b)[^,;.]){0,45}? (?:ouvert|cree|forme|lance|installe|equipe|deploye|accompagne|raccorde|publie|numerise|recrute|organise|sensibilise|dematerialise|labellise|mis)(?:e|s|es)?\b"
)
_CHANGED_BY = re.compile(rf"(?:\bde |\bd'|\bpar |\bdu |\bgagner |\bperdre |\bde pres de |\bd'environ ){_ABOUT}$")
_NONE_LEFT = re.compile(r"^\W*(?:plus aucune? |plus de )|\bplus aucune? |\baucune? ")
_UNCOUNTED = frozenset("simplifier securiser aider generaliser automatiser toucher impliquer associer integrer inclure mutualiser".split())


def related(sentence: Sentence) -> Related:
    """Return the fields told by the quantities and the verbs around them."""
    pair = _pair(sentence)
    if pair is not None:
        return pair
    singles = [_single(sentence, rank) for rank in range(len(sentence.quantities))]
    roles = [role for role in singles if role is not None]
    if not roles:
        return _without(sentence)
    return _merged(sentence, roles)


def _governing(sentence: Sentence, place: int) -> Aimed | None:
    """The word that rules the quantity: the last before it, else the first of the sentence."""
    text = sentence.text
    before = [aim for aim in sentence.aims if aim.start <= place]
    if before:
        last = before[-1]
        for earlier in reversed(before[:-1]):
            between = text[earlier.end : last.start]
            if (
                last.move in (Move.REACH, Move.PASS, Move.BRING)
                and re.search(r"\b(?:pour|afin d[e']?|et)\s*(?:d')?$", between)
                and earlier.move in (Move.RISE, Move.FALL)
            ):
                return earlier
            if last.move is Move.CREATE and re.search(r"\b(?:pour|en)\s*$", between):
                return earlier
            if (
                earlier.move is Move.KEEP
                and last.move in (Move.RISE, Move.FALL)
                and re.fullmatch(r" (?:la |l'|le )?", between)
            ):
                return earlier
        return last
    after = [
        aim
        for aim in sentence.aims
        if aim.start > place and not re.search(r"\b(?:pour|afin d[e']?)\s*$", text[: aim.start])
    ]
    return after[0] if after else None


def _pair(sentence: Sentence) -> Related | None:
    text = sentence.text
    for pattern, swapped in ((_AGAINST, True), (_FROM_TO, False), (_ARROW, False)):
        for match in pattern.finditer(text):
            first, last = (ord(match[1]) - QUANTITY, ord(match[match.lastindex or 2]) - QUANTITY)
            if swapped:
                first, last = last, first
            read = _levels(sentence, first, last, is_arrow=pattern is _ARROW, is_told=swapped, at=match.start())
            if read is not None:
                return read
    base = next((rank for rank in range(len(sentence.quantities)) if _is_base(sentence, rank)), None)
    if base is None:
        return None
    for rank, one in enumerate(sentence.quantities):
        if rank == base or one.kind is Kind.FACTOR or one.high is not None:
            continue
        if _is_change(sentence, rank) or _is_base(sentence, rank):
            continue
        read = _levels(sentence, base, rank, is_arrow=False, is_told=True, at=0)
        if read is not None:
            return read
    return None


def _is_base(sentence: Sentence, rank: int) -> bool:
    place = sentence.place(rank)
    before, after = sentence.text[:place], sentence.text[place + 1 :]
    next_one = re.search(Q, after)
    after = after[: next_one.start()] if next_one else after
    if sentence.quantities[rank].kind is Kind.FACTOR or re.search(
        r"(?:objectif|cible|but|veut|vise|viser|atteindre)[^,;.]*$", before[-40:]
    ):
        return False
    return _BASE_BEFORE.search(before[-60:]) is not None or _BASE_AFTER.search(after) is not None


def _is_change(sentence: Sentence, rank: int) -> bool:
    one, place = sentence.quantities[rank], sentence.place(rank)
    if one.sign or one.kind in (Kind.POINTS, Kind.FACTOR):
        return True
    before = sentence.text[:place]
    aim = _governing(sentence, place)
    return (
        aim is not None
        and aim.move in (Move.RISE, Move.FALL, Move.GAIN)
        and _CHANGED_BY.search(before[-30:]) is not None
    )


def _levels(sentence: Sentence, first: int, last: int, *, is_arrow: bool, is_told: bool, at: int) -> Related | None:
    """From one level to another, when the two compare."""
    base, goal = sentence.quantities[first], sentence.quantities[last]
    if base.high is not None or goal.high is not None or Kind.FACTOR in (base.kind, goal.kind):
        return None
    aim = _governing(sentence, sentence.place(first))
    move = aim.move if aim is not None else None
    if not is_told and base.unit is None and goal.unit is not None and base.value < goal.value and move is Move.FALL:
        return Related(Aim.FALL, aim, (base.value, goal.value), goal.unit, amount_from=last)
    if (
        not is_told
        and base.unit is None
        and goal.unit is not None
        and base.value < goal.value
        and move is Move.RISE
        and aim is not None
        and not sentence.text[aim.end : at].strip()
    ):
        doubt = (("amount", ((base.value, goal.value), goal.value - base.value)),)
        return Related(Aim.RISE, aim, (base.value, goal.value), goal.unit, amount_from=last, certainty=0.6, doubt=doubt)
    if is_arrow and not is_told and (base.unit is None) != (goal.unit is None) and base.unit is not None:
        return None
    unit = goal.unit or base.unit
    times = 1.0 if base.unit is None or goal.unit is None else ratio(base.unit, goal.unit, about=True)
    if (
        times is None
        or {base.unit, goal.unit} == {"%", "pt"}
        or (base.kind is Kind.POINTS and goal.kind is not base.kind)
    ):
        return None
    start = round(base.value * times, 4)
    change = round(abs(goal.value - start), 4)
    direction = Aim.RISE if goal.value > start else Aim.FALL if goal.value < start else Aim.KEEP
    unit = {"%": "pt", "pt": "point"}.get(unit or "", unit)
    unit = unit or noun_after(sentence, last) or noun_after(sentence, first) or noun_counted(sentence)
    return Related(direction, aim, change, unit, start, goal.value, first, first, last)


def _single(sentence: Sentence, rank: int) -> Related | None:
    """The field one quantity alone tells."""
    one, place = sentence.quantities[rank], sentence.place(rank)
    before, after = sentence.text[:place], sentence.text[place + 1 :]
    following = re.search(Q, after)
    after = after[: following.start()] if following else after
    aim = _governing(sentence, place)
    move = aim.move if aim is not None else None
    value: float | tuple[float, float] = one.value if one.high is None else (one.value, one.high)
    unit = one.unit or noun_after(sentence, rank) or noun_counted(sentence)

    def change(way: Aim, certainty: float = 0.95) -> Related:
        return Related(way, aim, value, unit, amount_from=rank, certainty=certainty)

    def level(way: Aim, certainty: float = 0.95) -> Related:
        goal = one.high if one.high is not None else one.value
        if goal == 0 and one.kind is Kind.COUNT:
            return Related(way, aim, None, None, target=goal, target_from=rank, certainty=certainty)
        return Related(way, aim, None, unit, target=goal, target_from=rank, certainty=certainty)

    if one.kind is Kind.FACTOR:
        return _factor(aim, one, change)
    if one.kind is Kind.POINTS and move in (Move.CREATE, Move.OTHER):
        return _count(one, aim, "point", rank)
    if _is_base(sentence, rank):
        return Related(None, aim, None, unit, baseline=one.value, baseline_from=rank)
    if one.kind is Kind.MEASURE and re.search(r"\b(?:par|/|chaque)\s?$", before):
        return None
    if one.sign or _MORE.match(after) or _FEWER.match(after):
        if move is Move.CREATE and not one.sign:
            return _count(one, aim, unit, rank)
        return change(Aim.RISE if one.sign > 0 or (not one.sign and _MORE.match(after)) else Aim.FALL)
    if (gained := _GAINED.match(after)) is not None:
        rises = re.search("hausse|augm|progr|croiss", gained[0]) or (
            re.search("gain", gained[0]) and one.kind is Kind.POINTS
        )
        return change(Aim.RISE if rises else Aim.FALL)
    ceiling = _CEILING_BEFORE.search(before[-40:]) is not None or _CEILING_AFTER.match(after) is not None
    floor = _FLOOR_BEFORE.search(before[-40:]) is not None or _FLOOR_AFTER.match(after) is not None
    is_share_of_things = one.kind is Kind.SHARE and re.match(r" (?:de|des|d'|du)\b", after) is not None
    if re.search(r"\b(?:ne|n'|sans)\b[^,;.]{0,25}(?:depass|exced)\w*", before[-40:]):
        return level(Aim.KEEP)
    match move:
        case Move.KEEP:
            return level(Aim.KEEP)
        case Move.FALL | Move.BRING_DOWN | Move.RISE | Move.SPEED:
            way = Aim.RISE if move is Move.RISE else Aim.FALL
            levelled = ceiling or (floor and not re.search(r"\bd'au moins $", before)) or move is Move.BRING_DOWN
            if (
                _CHANGED_BY.search(before[-30:])
                and not re.search(r"(?:moins|dessous) de $", before)
                and move is not Move.BRING_DOWN
            ):
                return change(way)
            if levelled or _TARGET_BEFORE.search(before[-50:]):
                return level(way)
            return change(way, 0.6)
        case Move.GAIN:
            saves = one.kind is Kind.MEASURE and (
                one.unit in {"jour", "heure", "minute", "semaine", "mois", "ETP", "an", "seconde"} or " temps" in before
            )
            return change(Aim.FALL if saves else Aim.RISE)
        case Move.END:
            return change(Aim.FALL)
        case Move.PASS if ceiling:
            return level(Aim.FALL)
        case Move.REACH | Move.PASS | Move.BRING:
            if (
                move is Move.REACH
                and aim is not None
                and aim.verb in {"garantir", "assurer"}
                and ceiling
                and one.kind is not Kind.SHARE
            ):
                return level(Aim.KEEP, 0.6)
            return level(Aim.REACH)
        case Move.CREATE | Move.OTHER:
            if one.kind is Kind.SHARE:
                return level(Aim.REACH)
            if one.kind is Kind.MEASURE and one.unit in {"jour", "heure", "minute", "semaine", "mois", "an"}:
                return level(Aim.REACH, 0.6) if ceiling else None
            return _count(one, aim, unit, rank)
    return _bare(sentence, rank, unit, ceiling=ceiling, floor=floor, is_share=is_share_of_things)


def _bare(
    sentence: Sentence, rank: int, unit: str | None, *, ceiling: bool, floor: bool, is_share: bool
) -> Related | None:
    """A quantity that no verb rules: "moins de 5 % d’abandons", "200 inscrits"."""
    one, place = sentence.quantities[rank], sentence.place(rank)
    before, after = sentence.text[:place], sentence.text[place + 1 :]
    value = one.value
    if ceiling:
        return Related(Aim.FALL, None, None, unit, target=value, target_from=rank, certainty=0.8)
    if value == 0:
        return Related(Aim.REACH, None, None, one.unit, target=0.0, target_from=rank)
    if one.kind is Kind.POINTS:
        return Related(None, None, value if one.high is None else (value, one.high), "pt", amount_from=rank, certainty=0.5)
    if one.kind is Kind.COUNT and not floor and _DONE.match(after) and not before.strip(" ,:-"):
        return Related(Aim.CREATE, None, value, unit, target=value, amount_from=rank, target_from=rank, certainty=0.8)
    if (
        one.kind is Kind.COUNT
        and not floor
        and _DONE.match(after)
        and re.fullmatch(r"[\s,:-]*[\ue100-\ue1ff]?[\s,:-]*", before)
    ):
        return Related(Aim.CREATE, None, value, unit, target=value, amount_from=rank, target_from=rank, certainty=0.8)
    if one.high is not None:
        return Related(Aim.REACH, None, (one.value, one.high), unit, amount_from=rank, certainty=0.5)
    if one.kind is Kind.COUNT and unit is None and not floor and not _TARGET_BEFORE.search(before[-50:]):
        return None
    return Related(
        Aim.REACH, None, None, unit, target=value, target_from=rank, certainty=0.8 if floor or is_share else 0.7
    )


def _count(one: Quantity, aim: Aimed | None, unit: str | None, rank: int) -> Related:
    if one.high is not None:
        return Related(Aim.CREATE, aim, (one.value, one.high), unit, amount_from=rank)
    return Related(Aim.CREATE, aim, one.value, unit, target=one.value, amount_from=rank, target_from=rank)


def _factor(aim: Aimed | None, one: Quantity, change: object) -> Related | None:
    assert callable(change)
    falls = aim is not None and aim.move in (Move.FALL, Move.BRING_DOWN, Move.SPEED)
    rises = aim is not None and aim.move is Move.RISE
    if one.sign == 0 and not falls and not rises:
        return None
    way = Aim.FALL if falls or (one.sign < 0 and not rises) else Aim.RISE
    if one.sign < 0:
        way = Aim.FALL
    read: Related = change(way)
    return read


def _merged(sentence: Sentence, roles: list[Related]) -> Related:
    """The fields of all quantities together, the change first, then the goal."""
    told = [role for role in roles if role.aim is not None] or roles
    main = max(told, key=lambda role: (_rank(sentence, role), role.certainty))
    goal = next((role for role in told if role is not main and role.target is not None and main.target is None), None)
    base = next((role for role in roles if role.baseline is not None and role is not main), None)
    if (
        goal is not None
        and main.amount is not None
        and _fit(main.unit, goal.unit)
        and main.unit != "x"
        and goal.amount is None
    ):
        main = replace(main, target=goal.target, target_from=goal.target_from)
    if base is not None and _fit(main.unit, base.unit):
        main = replace(main, baseline=base.baseline, baseline_from=base.baseline_from)
    return main


def _rank(sentence: Sentence, role: Related) -> tuple[int, int]:
    at = role.amount_from if role.amount_from is not None else role.target_from
    place = -(at if at is not None else 99)
    ruled = 2 if role.verb is not None else 1
    return ruled, place


def _fit(unit: str | None, other: str | None) -> bool:
    return unit == other or {unit, other} == {"%", "pt"} or other is None


def _without(sentence: Sentence) -> Related:
    """An objective without a number: everything, nothing, one thing, or only a direction."""
    aim = next(
        (aim for aim in sentence.aims if not re.search(r"\b(?:pour|afin d[e']?)\s*$", sentence.text[: aim.start])), None
    )
    aim = aim or next(iter(sentence.aims), None)
    if aim is not None and aim.move is Move.END:
        return Related(Aim.FALL, aim, 100.0, "%", target=0.0)
    covers = _ALL.search(sentence.text) is not None
    if covers and (aim is None or aim.move in (Move.CREATE, Move.REACH, Move.OTHER)):
        return Related(Aim.REACH, aim, None, "%", target=100.0, certainty=0.8) if aim else Related()
    none = _NONE_LEFT.search(sentence.text)
    if none is not None and (aim is None or aim.move in (Move.REACH, Move.OTHER)):
        return Related(Aim.REACH, aim, target=0.0, certainty=0.8)
    if aim is None:
        return Related()
    match aim.move:
        case Move.RISE:
            return Related(Aim.RISE, aim)
        case Move.FALL | Move.BRING_DOWN:
            return Related(Aim.FALL, aim)
        case Move.SPEED:
            return Related(Aim.FALL if re.match(r" (?:les? |la )?(?:delais?|temps|durees?)", sentence.text[aim.end :]) else None, aim)
        case Move.OTHER:
            return Related()
        case Move.GAIN:
            falls = re.match(r" (?:du |en |de )?temps", sentence.text[aim.end :])
            return Related(Aim.FALL if falls else Aim.RISE, aim)
        case Move.KEEP:
            return Related(Aim.KEEP, aim)
        case Move.CREATE:
            return _one_thing(sentence, aim)
        case _:
            return Related(Aim.REACH, aim, certainty=0.6)


def _one_thing(sentence: Sentence, aim: Aimed) -> Related:
    from domain.objective.aims import SINGLE

    match = re.match(
        r"(?: en ligne| en place| en service| en oeuvre| a disposition)? (?:de |d')?(?P<article>une? |le |la |l'|notre |son |sa )(?P<noun>[a-z][a-z'-]*)",
        sentence.text[aim.end :],
    )
    if aim.verb in _UNCOUNTED:
        return Related()
    if match is None or (aim.verb not in SINGLE and not match["article"].startswith("un")):
        return Related(Aim.CREATE, aim, certainty=0.7)
    start = aim.end + match.start("noun")
    unit = noun_after(sentence, None, start)
    return Related(Aim.CREATE, aim, 1.0, unit, target=1.0, certainty=0.8)
