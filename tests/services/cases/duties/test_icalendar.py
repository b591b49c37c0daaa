"""The calendar of duties: what a program makes of it, and what it must not hold."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.duties.icalendar import Entry, _escaped, _folded, calendar
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Noticed
from shared.names.endings import NOTICED
from shared.policies.naming import DUTIES
from shared.text import Language

GOLDEN = Path(__file__).parent / "worklist.ics"
NOW, TODAY = datetime(2019, 4, 2, 1, 30, 42, tzinfo=UTC), date(2019, 4, 2)
CASE = UUID("0196a1f0-7a80-7f52-a3c6-91e04d7b5a2f")
CRISIS = UUID("0196a1f1-0c40-7d08-b7e9-3a5f21c8d64e")
MARCH = Entry(CASE, Duty.CONTACT, None, date(2019, 3, 1), date(2019, 4, 1))
FOLLOW_UP = Entry(CASE, Duty.CRISIS_FOLLOW_UP, CRISIS, date(2019, 4, 2), date(2019, 4, 4))
RETURN = Entry(CASE, Duty.RETURN_FROM_LEAVE, CRISIS, date(2019, 4, 6), date(2019, 4, 7))
ENTRIES = (MARCH, FOLLOW_UP, RETURN)


def events(text: str) -> list[Any]:
    """The events that a program reads."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_the_page_as_it_is_on_the_wire() -> None:
    """Byte for byte, CRLF included; a change of it is seen by every calendar that follows."""
    assert calendar(ENTRIES, NOW, TODAY, "zh").encode() == GOLDEN.read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_program_reads_it(language: Language) -> None:
    """A whole calendar with all that RFC 5545 asks for, and an event for each duty."""
    text = calendar(ENTRIES, NOW, TODAY, language)
    page: Any = icalendar.Calendar.from_ical(text)
    assert (page["VERSION"], page["METHOD"]) == ("2.0", "PUBLISH")
    assert page["PRODID"] == f"-//Waystation//Worklist//{language.upper()}"
    assert not page.errors
    for entry, event in zip(ENTRIES, events(text), strict=True):
        assert not event.errors
        assert event["UID"] == entry.uid
        assert event["DTSTART"].dt == entry.until - timedelta(days=1)
        assert event["DTEND"].dt == entry.until
        assert event["DTSTAMP"].dt == NOW
        assert str(CASE) in event["DESCRIPTION"]
        name = DUTIES[entry.duty].in_language(language)
        assert name.lower() in event["SUMMARY"].lower()
        assert str(CASE)[-12:] in event["SUMMARY"]


def test_what_is_overdue_says_so_from_the_day_after() -> None:
    """On its last day it does not yet."""
    [on_last] = events(calendar([MARCH], NOW, date(2019, 3, 31), "zh"))
    [after] = events(calendar([MARCH], NOW, date(2019, 4, 1), "zh"))
    assert on_last["SUMMARY"] == "见面 91e04d7b5a2f"
    assert after["SUMMARY"] == "【已逾期】见面 91e04d7b5a2f"
    assert on_last["UID"] == after["UID"]


def test_the_same_duty_is_the_same_event() -> None:
    """By case, duty, subject and window; a last day that moves leaves it the same."""
    later = Entry(CASE, Duty.CONTACT, None, MARCH.since, date(2019, 4, 9))
    assert later.uid == MARCH.uid
    others = [
        Entry(CRISIS, Duty.CONTACT, None, MARCH.since, MARCH.until),
        Entry(CASE, Duty.ASSESSMENT, None, MARCH.since, MARCH.until),
        Entry(CASE, Duty.CONTACT, CRISIS, MARCH.since, MARCH.until),
        Entry(CASE, Duty.CONTACT, None, date(2019, 4, 1), date(2019, 5, 1)),
    ]
    assert len({MARCH.uid, *(each.uid for each in others)}) == 5


def test_each_party_of_an_ending_has_an_event_of_its_own() -> None:
    """The same days, the same ending: each says who is to be told, and none replaces another."""
    last = date(2019, 4, 9)
    notices = [
        Entry(CASE, Duty.ENDING_NOTICE, CRISIS, date(2019, 4, 2), last, party) for party in Noticed
    ]
    found = events(calendar(notices, NOW, TODAY, "zh"))
    assert len({str(event["UID"]) for event in found}) == len(Noticed)
    assert {str(event["SUMMARY"]).split(" ")[0] for event in found} == {
        f"终止通知（{NOTICED[party].zh}）" for party in Noticed
    }


def test_none_is_a_calendar_too() -> None:
    """Programs take one without events; it is not an error that nothing is due."""
    assert events(calendar([], NOW, TODAY, "en")) == []


@given(st.lists(st.tuples(st.sampled_from(Duty), st.dates(date(1950, 1, 1))), max_size=5))
def test_whatever_is_due_can_be_read(due: list[tuple[Duty, date]]) -> None:
    """Lines of 75 octets at most, each with CRLF; each duty comes back on its day."""
    due = [(duty, min(day, date(9999, 1, 1))) for duty, day in due]
    entries = [Entry(uuid4(), duty, None, day, day + timedelta(days=1)) for duty, day in due]
    text = calendar(entries, NOW, TODAY, "zh")
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert [event["DTSTART"].dt for event in events(text)] == [day for _, day in due]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n")))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    """Escaped and folded between characters, never inside one."""
    line = f"SUMMARY:{_escaped(text)}"
    folded = "\r\n".join(_folded([line]))
    page = f"BEGIN:VEVENT\r\n{folded}\r\nEND:VEVENT\r\n"
    assert icalendar.Event.from_ical(page)["SUMMARY"] == text
