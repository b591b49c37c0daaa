"""Duties as a calendar (iCalendar, RFC 5545): an event on the last day of each. Pure.

It holds references alone: a calendar is kept where its reader's program keeps it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from services.cases.duties.names import STATES, DutyState, in_words
from shared.events.cases.duties import Duty
from shared.text import Language, Text

MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
NAME = Text(zh="应办事项", en="Duties")
_NAMESPACE = UUID("6f1a2b52-3c7e-5b0e-9d35-0a6d1f4c8e27")
_LINE = 75  # octets at most, without the line's end


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty that is awaited: to be done from `since` until the day before `until`.

    `to_whom` is who is to be told, where it is a notice: each party has an event of its own.
    """

    case_id: UUID
    duty: Duty
    subject: UUID | None
    since: date
    until: date
    to_whom: str = ""

    @property
    def uid(self) -> str:
        """The same for the same duty whenever it is read, so that a calendar updates its event."""
        name = f"{self.case_id} {self.duty} {self.subject} {self.since} {self.to_whom}"
        return str(uuid5(_NAMESPACE, name.rstrip()))


def calendar(entries: Iterable[Entry], now: datetime, today: date, language: Language) -> str:
    """The calendar, made at a moment on a day."""
    return "".join(f"{line}\r\n" for line in _folded(_lines(entries, now, today, language)))


def _lines(
    entries: Iterable[Entry], now: datetime, today: date, language: Language
) -> Iterator[str]:
    name = NAME.in_language(language)
    yield from (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Waystation//Worklist//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",  # what most programs read instead of NAME
    )
    for entry in entries:
        last = entry.until - timedelta(days=1)
        yield from (
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{last:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.until:%Y%m%d}",
            f"SUMMARY:{_escaped(_summary(entry, today).in_language(language))}",
            f"DESCRIPTION:{_escaped(_description(entry, last).in_language(language))}",
            "TRANSP:TRANSPARENT",
            "CLASS:CONFIDENTIAL",
            "END:VEVENT",
        )
    yield "END:VCALENDAR"


def _summary(entry: Entry, today: date) -> Text:
    """The duty, and the end of the case's id, by which it is told from others."""
    duty, short = in_words(entry.duty, entry.to_whom), str(entry.case_id)[-12:]
    en = duty.en[:1].upper() + duty.en[1:]
    if today < entry.until:
        return Text(zh=f"{duty.zh} {short}", en=f"{en} {short}")
    over = STATES[DutyState.OVERDUE]
    return Text(zh=f"【{over.zh}】{duty.zh} {short}", en=f"{en} {short} ({over.en})")


def _description(entry: Entry, last: date) -> Text:
    days_zh = f"{entry.since}至{last}" if entry.since < last else f"{last}"
    days_en = f"{entry.since} to {last}" if entry.since < last else f"{last}"
    return Text(
        zh=f"档案标识：{entry.case_id}\n办理时间：{days_zh}",
        en=f"Case id: {entry.case_id}\nTo be done: {days_en}",
    )


def _escaped(text: str) -> str:
    """A text as a value (RFC 5545, 3.3.11).

    >>> _escaped("a, b; c\\n")
    'a\\\\, b\\\\; c\\\\n'
    """
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of 75 octets at most; what goes on in the next begins with a blank (3.1).

    >>> [len(part.encode()) for part in _folded(["标" * 30])]
    [75, 16]
    """
    for line in lines:
        part, room = "", _LINE
        for character in line:
            size = len(character.encode())
            if size > room:
                yield part
                part, room = " ", _LINE - 1
            part, room = part + character, room - size
        yield part
