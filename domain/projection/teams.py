"""How those concerned by a plan take part: meetings, messages."""

from collections.abc import Iterator

from domain.plan import Beat, Channel, Conclusion, Involvement, Meeting, Rhythm, Stakeholder
from domain.projection.known import Known


def meetings(known: Known) -> Iterator[Meeting]:
    for found in known.titled("meetings", "meetings/topic"):
        at = found.at
        yield Meeting(
            row=found.row,
            topic=found.words,
            form=known.code(Involvement, "meetings/form", at),
            on=known.day("meetings/date", at),
            participants=known.words("meetings/participants", at),
            audience=known.codes(Stakeholder, "meetings/audience", at) or frozenset(),
            action=known.words("meetings/action", at),
            output=known.words("meetings/output", at),
            end=known.day("meetings/end", at),
            criterion=known.words("meetings/criterion", at),
            decision=known.code(Conclusion, "meetings/decision", at),
        )


def beats(known: Known) -> Iterator[Beat]:
    for found in known.titled("beats", "beats/message"):
        yield Beat(
            row=found.row,
            message=found.words,
            audience=known.codes(Stakeholder, "beats/audience", found.at) or frozenset(),
            channel=known.code(Channel, "beats/channel", found.at),
            rhythm=known.code(Rhythm, "beats/rhythm", found.at),
        )
