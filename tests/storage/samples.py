"""One call of each function of the storage, on the database that `bench.crowd` fills."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.storage import (
    askings,
    audits,
    chats,
    dossiers,
    export,
    farewells,
    followers,
    groups,
    handovers,
    inbox,
    invitations,
    lanes,
    leases,
    life,
    memberships,
    occurrences,
    outbox,
    people,
    plans,
    present,
    prompts,
    proof,
    readings,
    rewind,
    rules,
    sending,
    talks,
    versions,
    withdrawals,
)
from bot.storage.askings import Asking
from bot.storage.database import Database
from bot.storage.farewells import Farewell
from bot.storage.memberships import Role
from bot.storage.occurrences import Move, NewOccurrence, OccurrenceState
from bot.storage.outbox import OutboxRow
from bot.storage.prompts import PromptRow
from bot.storage.sending import Change
from bot.storage.tables import outbox as outbox_table
from bot.storage.talks import ConversationRow
from domain.dialogue.dossier import AnswerStatus
from domain.dialogue.path import Path

Sample = Callable[[Connection], object]

NUMBER = 30
"""The copy of the plan that samples are about."""
PLAN, OTHER = NUMBER * 1_000 + 1, 1
LEAD, AGENT, GROUP = (5_000_000_001 + NUMBER * 1_000, 5_000_000_002 + NUMBER * 1_000, -5_000_000_001 - NUMBER * 1_000)
NOW = datetime.fromisoformat("2026-12-01T09:00:00+00:00")
DAY = timedelta(days=1)
PASSING = dict.fromkeys(("reply", "private", "group"), NOW)
PROMPT, QUESTION, TOKEN = f"p1.{NUMBER}", f"h1.{NUMBER}", "new token"
PATH = Path("frame.plan_name")


def _save(db: Connection) -> None:
    """Answer, add a row, take another out."""
    before = dossiers.load(db, PLAN)
    body = dossiers.to_json(before)
    answers = {path: {**answer, "revision": before.revision + 1} for path, answer in list(body["answers"].items())[3:]}
    rows = {repeat: [*rows[1:], "new"] for repeat, rows in body["rows"].items()}
    after = dossiers.from_json({**body, "answers": answers, "rows": rows, "closed": [], "removals": []})
    dossiers.save(db, PLAN, before, after)


def _rule(db: Connection) -> rules.Rule:
    return rules.of_plan(db, PLAN)[0]


def _occurrence(db: Connection) -> int:
    return occurrences.open_of_plan(db, PLAN)[0].id


def _row(db: Connection) -> OutboxRow:
    found = outbox.get(db, NUMBER * 1_000 + 1)
    assert found is not None
    return found


def _asks(db: Connection) -> OutboxRow:
    return replace(_row(db), body={"do": "nudge", "plan": PLAN, "audience": LEAD, "occurrences": []})


def _claimed(db: Connection) -> OutboxRow:
    waiting = sending.candidates(db, now=NOW, limit=3, passing=PASSING)[0].row
    sending.take(db, [waiting], owner="me", now=NOW)
    found = outbox.get(db, waiting.id)
    assert found is not None
    return found


def _settle(db: Connection) -> object:
    return sending.settle(db, [Change(_claimed(db), "delivered", message_id=4)], owner="me", now=NOW)


def _update(db: Connection) -> inbox.InboxRow:
    return inbox.claim(db, owner="me", now=NOW, limit=3, busy=["7:0"])[0]


def _lease(db: Connection) -> int:
    return leases.take(db, "updates", owner="me", now=NOW, duration=DAY) or 0


def _post(db: Connection, **more: Any) -> object:  # noqa: ANN401 - the rest of `post`
    return outbox.post(db, chat_id=LEAD, thread_id=0, body={"do": "message"}, priority=0, now=NOW, **more)


def _ask(db: Connection) -> object:
    asked = Asking("a key", "zz", (_occurrence(db),), LEAD, 0, 1, NOW + DAY, {})
    return askings.post_all(db, [asked], NOW)


def _hand(db: Connection) -> object:
    made: dict[str, Any] = {"plan_id": PLAN, "path": PATH, "base": 1, "asked_by": LEAD, "now": NOW}
    return handovers.create(db, handover_id="new", token=TOKEN, expires_at=NOW + DAY, **made)


def _invite(db: Connection) -> object:
    made: dict[str, Any] = {"plan_id": PLAN, "role": "official", "created_by": LEAD, "now": NOW}
    return invitations.create(db, token=TOKEN, expires_at=NOW + DAY, **made)


def _redeem(db: Connection) -> object:
    _invite(db)
    return invitations.redeem(db, TOKEN, AGENT, NOW)


def _prompt(db: Connection) -> PromptRow:
    found = prompts.get(db, PROMPT)
    assert found is not None
    return found


def _talk(db: Connection) -> ConversationRow:
    return talks.open_talk(db, person_id=LEAD, chat_id=LEAD, thread_id=0)


def _new_prompt(db: Connection) -> None:
    new = PromptRow(
        id="new", talk_id=None, plan_id=PLAN, chat_id=LEAD, audience=LEAD, kind="note", acts=(), asked_at=NOW
    )
    prompts.insert(db, new)


def _open(db: Connection) -> object:
    new = NewOccurrence(_rule(db).id, "2027-02", NOW, OccurrenceState.OPEN, NOW + DAY)
    return occurrences.add(db, [new])


def _read(db: Connection) -> object:
    kept: dict[str, Any] = {"plan_id": PLAN, "kpi": "k", "on": date(2026, 12, 1), "value": 1.0, "author": LEAD}
    return readings.add(db, **kept, now=NOW, occurrence_id=_occurrence(db))


def _farewell(db: Connection) -> Farewell:
    found = farewells.get(db, LEAD)
    assert found is not None
    return found


SAMPLES: Mapping[str, Sample] = {
    "audits.happened": lambda db: audits.happened(db, "suspended", NOW - DAY, NOW),
    "farewells.forget_those_back": lambda db: farewells.forget_those_back(db, 10),
    "farewells.get": lambda db: farewells.get(db, LEAD),
    "farewells.is_spared": lambda db: farewells.is_spared(db, LEAD, NOW, NOW - DAY),
    "farewells.remind": lambda db: farewells.remind(db, _farewell(db), NOW),
    "farewells.silent": lambda db: farewells.silent(db, NOW - 900 * DAY, (NOW - 999 * DAY, 7), 10),
    "farewells.warn": lambda db: farewells.warn(db, _farewell(db), NOW),
    "handovers.open_with": lambda db: handovers.open_with(db, PLAN, AGENT),
    "invitations.revoke_from": lambda db: invitations.revoke_from(db, PLAN, LEAD, NOW),
    "lanes.rewind": lambda db: lanes.rewind(db, NOW),
    "lanes.unblock": lanes.unblock,
    "life.is_led": lambda db: life.is_led(db, PLAN, NOW - DAY, but=AGENT),
    "life.lives": lambda db: life.lives(db, PLAN, NOW, NOW),
    "life.seen_members": lambda db: life.seen_members(db, PLAN, NOW - DAY),
    "memberships.get": lambda db: memberships.get(db, PLAN, LEAD),
    "memberships.has_other_lead": lambda db: memberships.has_other_lead(db, PLAN, LEAD),
    "memberships.set_role": lambda db: memberships.set_role(db, PLAN, AGENT, Role.OFFICIAL),
    "occurrences.recall": lambda db: occurrences.recall(db, NOW),
    "people.see": lambda db: people.see(db, LEAD, NOW),
    "plans.hold": lambda db: plans.hold(db, PLAN),
    "plans.names": lambda db: plans.names(db, [PLAN, OTHER]),
    "present.is_to_note": lambda db: present.is_to_note(db, "sender", NOW),
    "present.went_back": lambda db: present.went_back(db, "sender", NOW),
    "prompts.live_of_plan": lambda db: prompts.live_of_plan(db, PLAN, LEAD),
    "proof.make": lambda db: proof.make(db, NOW),
    "proof.remove": proof.remove,
    "rules.with_neighbours": lambda db: rules.with_neighbours(db, [PLAN]),
    "rules.recall": lambda db: rules.recall(db, NOW),
    "inbox.is_awaiting": inbox.is_awaiting,
    "outbox.is_awaiting": lambda db: outbox.is_awaiting(db, NOW),
    "rewind.has_to_look": lambda db: rewind.has_to_look(db, NOW),
    "rewind.rewind_if_back": lambda db: rewind.rewind_if_back(db, lanes.look(db), NOW),
    "talks.forget": lambda db: talks.forget(db, PLAN, LEAD, is_left=True),
    "withdrawals.close_prompts": lambda db: withdrawals.close_prompts(db, PLAN, LEAD, NOW),
    "withdrawals.drop_messages": lambda db: withdrawals.drop_messages(db, PLAN, LEAD, NOW),
    "askings.post_all": _ask,
    "askings.withdraw": lambda db: askings.withdraw(db, [_occurrence(db)], NOW),
    "askings.fates": lambda db: askings.fates(db, PLAN),
    "askings.delivered": lambda db: askings.delivered(db, [_occurrence(db)]),
    "askings.others_waiting": lambda db: askings.others_waiting(db, _asks(db), NOW),
    "askings.join": lambda db: askings.join(db, _row(db).id, PROMPT, [_row(db).id], NOW),
    "askings.set_face": lambda db: askings.set_face(db, PROMPT, payload={}, labels=(), closed_at=NOW),
    "askings.live_prompts": lambda db: askings.live_prompts(db, LEAD, "nudge"),
    "askings.recent_prompts": lambda db: askings.recent_prompts(db, LEAD, "nudge"),
    "audits.write": lambda db: audits.write(db, "dead", ["inbox:1"], NOW),
    "audits.write_all": lambda db: audits.write_all(db, [("dead", "inbox:1")], NOW),
    "audits.count_distinct": lambda db: audits.count_distinct(db, "suspended", NOW - DAY, NOW),
    "audits.refs": lambda db: audits.refs(db, "suspended", NOW - DAY),
    "chats.migrate_chat": lambda db: chats.migrate_chat(db, GROUP, -1_007),
    "dossiers.load": lambda db: dossiers.load(db, PLAN, lock=True),
    "dossiers.load_with_plan": lambda db: dossiers.load_with_plan(db, PLAN, lock=True),
    "dossiers.save": _save,
    "export.export": lambda db: export.export(db, LEAD),
    "followers.of_plans": lambda db: followers.of_plans(db, [PLAN, OTHER]),
    "followers.groups_of": lambda db: followers.groups_of(db, [PLAN, OTHER]),
    "groups.bind": lambda db: groups.bind(db, PLAN, chat_id=-7, thread_id=0, now=NOW),
    "groups.unbind": lambda db: groups.unbind(db, PLAN),
    "groups.get": lambda db: groups.get(db, PLAN),
    "groups.by_chat": lambda db: (groups.by_chat(db, GROUP), groups.by_chat(db, GROUP, 0)),
    "handovers.create": _hand,
    "handovers.get": lambda db: handovers.get(db, QUESTION),
    "handovers.by_token": lambda db: handovers.by_token(db, TOKEN),
    "handovers.open_of_plan": lambda db: handovers.open_of_plan(db, PLAN),
    "handovers.waiting_for": lambda db: handovers.waiting_for(db, AGENT),
    "handovers.take": lambda db: handovers.take(db, QUESTION, AGENT),
    "handovers.reply": lambda db: handovers.reply(db, QUESTION, "Oui", AnswerStatus.OK),
    "handovers.reopen": lambda db: handovers.reopen(db, QUESTION, NOW + DAY),
    "handovers.settle": lambda db: handovers.settle(db, QUESTION, handovers.State.ACCEPTED, NOW),
    "handovers.shown": lambda db: handovers.shown(db, QUESTION, PROMPT),
    "handovers.carded": lambda db: handovers.carded(db, QUESTION, PROMPT),
    "handovers.held_on": lambda db: handovers.held_on(db, LEAD),
    "inbox.receive": lambda db: inbox.receive(db, [{"update_id": -1, "message": {"chat": {"id": 7}}}], NOW),
    "inbox.claim": _update,
    "inbox.done": lambda db: inbox.done(db, _update(db), owner="me"),
    "inbox.fail": lambda db: inbox.fail(db, _update(db), owner="me", now=NOW),
    "inbox.release": lambda db: inbox.release(db, [_update(db)], owner="me"),
    "inbox.suspect_all": inbox.suspect_all,
    "inbox.is_waiting": lambda db: inbox.is_waiting(db, NOW),
    "inbox.next_at": lambda db: inbox.next_at(db, ["7:0"]),
    "inbox.dead": inbox.dead,
    "inbox.replay": lambda db: (inbox.replay(db, [1]), inbox.replay(db)),
    "inbox.counts": inbox.counts,
    "invitations.create": _invite,
    "invitations.redeem": _redeem,
    "invitations.revoke": lambda db: invitations.revoke(db, PLAN, "0" * 64, NOW),
    "invitations.of_plan": lambda db: invitations.of_plan(db, PLAN, NOW),
    "lanes.lock": lanes.lock,
    "lanes.look": lanes.look,
    "lanes.reserve": lambda db: lanes.reserve(db, bot=NOW, chats={LEAD: NOW}),
    "lanes.block": lambda db: lanes.block(db, NOW),
    "lanes.suspend": lambda db: lanes.suspend(db, LEAD, "blocked", NOW),
    "lanes.closed": lambda db: lanes.closed(db, [LEAD, AGENT]),
    "lanes.reopen": lambda db: lanes.reopen(db, [LEAD], NOW),
    "leases.take": _lease,
    "leases.holds": lambda db: leases.holds(db, "updates", owner="me", epoch=_lease(db)),
    "leases.free": lambda db: leases.free(db, "updates", now=NOW),
    "leases.drop": lambda db: leases.drop(db, "updates", owner="me", now=NOW),
    "memberships.role": lambda db: memberships.role(db, PLAN, LEAD),
    "memberships.join": lambda db: memberships.join(db, plan_id=PLAN, person_id=7, role=Role.LEAD, now=NOW),
    "memberships.leave": lambda db: memberships.leave(db, PLAN, AGENT),
    "memberships.of_person": lambda db: memberships.of_person(db, LEAD),
    "memberships.of_plan": lambda db: memberships.of_plan(db, PLAN),
    "occurrences.add": _open,
    "occurrences.get": lambda db: occurrences.get(db, [_occurrence(db)]),
    "occurrences.open_of_plan": lambda db: occurrences.open_of_plan(db, PLAN),
    "occurrences.open_of_rules": lambda db: occurrences.open_of_rules(db, [_rule(db).id]),
    "occurrences.periods_asked": lambda db: occurrences.periods_asked(db, _rule(db).id),
    "occurrences.claim": lambda db: occurrences.claim(db, NOW, 5),
    "occurrences.move": lambda db: occurrences.move(db, [Move(_occurrence(db), 1, NOW + DAY)]),
    "occurrences.hand_to_lead": lambda db: occurrences.hand_to_lead(db, _occurrence(db)),
    "occurrences.take_from_lead": lambda db: occurrences.take_from_lead(db, [_occurrence(db)]),
    "occurrences.close": lambda db: occurrences.close(db, [_occurrence(db)], OccurrenceState.DONE, NOW),
    "occurrences.answered": lambda db: occurrences.answered(db, _occurrence(db)),
    "outbox.post": lambda db: (_post(db), _post(db, dedup_key="new")),
    "outbox.cancel": lambda db: (outbox.cancel(db, now=NOW, dedup_key="x"), outbox.cancel(db, now=NOW, ids=[1])),
    "outbox.finish": lambda db: outbox.finish(db, outbox_table.c.id == _row(db).id, "dead", "why", NOW),
    "outbox.end": lambda db: outbox.end(db, _row(db), "dead", "why", NOW),
    "outbox.replay": lambda db: outbox.replay(db, [_row(db).id], NOW),
    "outbox.alike": lambda db: outbox.alike(db, _row(db), NOW),
    "outbox.is_near": lambda db: outbox.is_near(db, LEAD, "nudge", NOW, timedelta(hours=1)),
    "outbox.held": lambda db: outbox.held(db, LEAD),
    "outbox.get": _row,
    "outbox.undeliverable": lambda db: outbox.undeliverable(db, [LEAD, AGENT]),
    "outbox.counts": outbox.counts,
    "outbox.oldest_due": lambda db: outbox.oldest_due(db, NOW),
    "outbox.chats_tried": lambda db: outbox.chats_tried(db, NOW - timedelta(minutes=5)),
    "people.get": lambda db: people.get(db, LEAD),
    "people.meet": lambda db: people.meet(db, LEAD, first_name="Claire", language="fr", now=NOW),
    "people.consent": lambda db: people.consent(db, LEAD, NOW),
    "people.set_language": lambda db: people.set_language(db, LEAD, "en"),
    "people.set_hour": lambda db: people.set_hour(db, LEAD, 9),
    "plans.create": lambda db: plans.create(db, script_version=1, now=NOW),
    "plans.get": lambda db: plans.get(db, PLAN),
    "plans.existing": lambda db: plans.existing(db, PLAN),
    "plans.set_language": lambda db: plans.set_language(db, PLAN, "en"),
    "plans.set_place": lambda db: plans.set_place(db, PLAN, zone="Europe/Paris", region="971"),
    "plans.set_follow_up": lambda db: plans.set_follow_up(db, PLAN, on=False),
    "plans.complete": lambda db: plans.complete(db, PLAN, NOW),
    "plans.remove": lambda db: plans.remove(db, PLAN),
    "prompts.insert": _new_prompt,
    "prompts.get": _prompt,
    "prompts.by_message": lambda db: prompts.by_message(db, LEAD, 3),
    "prompts.by_source": lambda db: prompts.by_source(db, LEAD, 103),
    "prompts.newest": lambda db: prompts.newest(db, LEAD, LEAD),
    "prompts.close": lambda db: prompts.close(db, PROMPT, chosen="ok", now=NOW),
    "prompts.redraw": lambda db: prompts.redraw(db, PROMPT, {}, ()),
    "prompts.set_message": lambda db: prompts.set_message(db, PROMPT, 8),
    "readings.of_plan": lambda db: readings.of_plan(db, PLAN),
    "readings.kept_of_plan": lambda db: readings.kept_of_plan(db, PLAN),
    "readings.history": lambda db: readings.history(db, PLAN, _rule(db).kpi),
    "readings.get": lambda db: readings.get(db, NUMBER * 1_000 + 1),
    "readings.add": _read,
    "rules.lock_plan": lambda db: rules.lock_plan(db, PLAN),
    "rules.free_plans": lambda db: rules.free_plans(db, [PLAN, OTHER]),
    "rules.of_plan": lambda db: rules.of_plan(db, PLAN),
    "rules.started": lambda db: rules.started(db, PLAN),
    "rules.put": lambda db: rules.put(db, _rule(db)),
    "rules.claim": lambda db: rules.claim(db, NOW, 5),
    "rules.advance": lambda db: rules.advance(db, [(_rule(db).id, NOW + DAY, "2027-01")]),
    "sending.candidates": lambda db: sending.candidates(db, now=NOW, limit=5, passing=PASSING),
    "sending.take": _claimed,
    "sending.renew": lambda db: sending.renew(db, _claimed(db), owner="me", now=NOW),
    "sending.reap": lambda db: sending.reap(db, now=NOW, mine=[_claimed(db).id], most_ambiguous=3),
    "sending.reap_all": lambda db: sending.reap_all(db, now=NOW, most_ambiguous=3),
    "sending.expire": lambda db: sending.expire(db, NOW),
    "sending.postpone": lambda db: sending.postpone(db, _row(db), retry_at=NOW + DAY, reason="unmade"),
    "sending.settle": _settle,
    "sending.hold": lambda db: sending.hold(db, LEAD),
    "sending.unhold": lambda db: sending.unhold(db, [LEAD], retry_at=NOW),
    "sending.next_at": lambda db: sending.next_at(db, NOW, dict.fromkeys(PASSING, timedelta())),
    "talks.open_talk": _talk,
    "talks.save": lambda db: talks.save(db, _talk(db)),
    "talks.get": lambda db: talks.get(db, NUMBER * 1_000 + 1),
    "talks.of_plan": lambda db: talks.of_plan(db, PLAN),
    "talks.others_asked": lambda db: talks.others_asked(db, PLAN, _talk(db).id),
    "talks.of_person": lambda db: talks.of_person(db, LEAD),
    "versions.freeze": lambda db: versions.freeze(db, PLAN, dossiers.load(db, PLAN), NOW),
    "versions.latest": lambda db: versions.latest(db, PLAN),
    "versions.get": lambda db: versions.get(db, PLAN, 1),
    "versions.versions": lambda db: versions.versions(db, PLAN),
}
"""By name, "module.function"."""


def all_of(database: Database) -> Iterator[tuple[str, Sample]]:
    """Yield these, then what people, senders, ticks and the auditor do with them."""
    from bench.holding import Town  # noqa: PLC0415 - a wheel holds no measures

    yield from SAMPLES.items()
    town = Town(database)
    yield from ((name, partial(do, 3)) for name, do in (*town.writing(), *town.reading()))
