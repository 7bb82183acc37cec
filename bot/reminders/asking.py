"""Asking: one message for each chat, holding every KPI that is due there at that time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2s
from typing import Any

from sqlalchemy import Connection

from bot.reminders.addressees import Addressee, Directory
from bot.storage import askings
from bot.storage.askings import Asking

MOST = 25
"""KPIs in one message: as many lines as it holds."""
DIGEST_ABOVE = 5
"""KPIs in one message above which it is a digest, that asks which one to begin with."""
REMINDER, NOTICE = 1, 2


class Why(StrEnum):
    """What a message asks for: its first words depend on it."""

    DUE = "due"
    PASSED = "passed"  # to someone else, or from quiet hours to the next morning
    AGAIN = "again"
    SNOOZED = "snoozed"
    TOLD = "told"  # the lead, once, that nobody answered
    HANDED = "handed"  # the lead: the owner said it was not theirs


TO_LEADS = frozenset({Why.TOLD, Why.HANDED})


@dataclass(frozen=True, slots=True)
class Asked:
    """An occurrence to ask for, now, for the reason `why`; `since` tells one asking of it from another."""

    occurrence: int
    plan_id: int
    owner_key: str | None
    with_lead: bool
    since: datetime
    until: datetime
    why: Why


def ask(db: Connection, directory: Directory, asked: Iterable[Asked], now: datetime) -> int:
    """Post what asks for these; return how many messages."""
    chats: dict[tuple[int, Addressee, Why], list[Asked]] = {}
    for each in asked:
        for addressee in _addressees(directory, each):
            chats.setdefault((each.plan_id, addressee, each.why), []).append(each)
    messages = [
        _message(plan_id, addressee, why, part)
        for (plan_id, addressee, why), listed in chats.items()
        for part in _parts(listed)
    ]
    return askings.post_all(db, messages, now)


def _addressees(directory: Directory, each: Asked) -> tuple[Addressee, ...]:
    if each.why in TO_LEADS:
        return directory.leads(each.plan_id)
    return directory.of_owner(each.plan_id, each.owner_key, with_lead=each.with_lead)


def _parts(listed: list[Asked]) -> Iterator[list[Asked]]:
    for start in range(0, len(listed), MOST):
        yield listed[start : start + MOST]


def _message(plan_id: int, to: Addressee, why: Why, listed: list[Asked]) -> Asking:
    first = listed[0]
    key = f"nudge:{first.occurrence}:{why}:{int(first.since.timestamp())}:{to.chat_id}"
    prompt = blake2s(key.encode(), digest_size=7).hexdigest()
    body: Mapping[str, Any] = {
        "do": "nudge",
        "occurrences": [each.occurrence for each in listed],
        "why": why.value,
        "plan": plan_id,
        "audience": to.audience,
        "prompt": prompt,
    }
    is_digest = to.audience is None and len(listed) > DIGEST_ABOVE
    return Asking(
        key=key,
        prompt_id=prompt,
        occurrences=tuple(each.occurrence for each in listed),
        chat_id=to.chat_id,
        thread_id=to.thread_id,
        priority=NOTICE if is_digest else REMINDER,
        expires_at=max(each.until for each in listed),
        body=body,
    )
