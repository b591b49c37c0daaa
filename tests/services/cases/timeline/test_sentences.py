"""Sentences of a timeline: every event has one, every code a name, and each code is heard in it."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args
from uuid import UUID

import pytest
from pydantic import BaseModel

from services.cases.case.events import CaseEvent
from services.cases.timeline.names import NameLookup
from services.cases.timeline.sentences import Shown, sentence
from services.cases.timeline.words import WORDS, word
from shared.events import Event
from shared.events.cases.case import EntryVoided, StandingPublished
from shared.events.cases.contacts import ContactRecorded
from shared.text import Text
from tests.golden.growth import files

NAMES = NameLookup(
    lambda agency: Text(zh="某单位", en="an agency"), lambda code: Text(zh="某地", en="X")
)
NOT_SHOWN = (EntryVoided, StandingPublished)
# Of every entry; what it says of the case is said by the entries that changed it.
OF_THE_CASE = {"entry_id", "case_id", "client_id", "registration_id", "kind", "region", "standing"}
OF_THE_CASE |= {"points"}  # the account says them
# What another entry says, which is an item of its own.
SAID_ELSEWHERE = {
    ("DrugTestRechecked", "substances_before"),
    # By the entry that they are about, and by the kind of help.
    ("NeedClosed", "urgency"),
    *((event, "form") for event in ("HelpRequested", "HelpGiven", "HelpEnded")),
    *((event, "source") for event in ("HelpRefused", "HelpEnded")),
    ("ClosingReportSigned", "phases"),  # each began with a step, which has its own sentence
    ("TeamMemberJoined", "external"),  # said by the agency
}


def members(union: Any) -> tuple[Any, ...]:
    """The classes of a union of events."""
    return get_args(union)


def codes_in(annotation: Any) -> Iterator[type[StrEnum]]:
    """The lists of codes that a field's type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield annotation
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from codes_in(field.annotation)
    else:
        for part in get_args(annotation):
            yield from codes_in(part)


SHOWN_TYPES = members(Shown)
PUBLISHED = [event for event in files().values() if isinstance(event, SHOWN_TYPES)]


def test_whatever_can_be_shown_has_a_sentence() -> None:
    """A void marks its entry, and what is published again says nothing new; all else is an item."""
    assert {*members(CaseEvent)} == {*SHOWN_TYPES, *NOT_SHOWN}
    assert {type(event) for event in PUBLISHED} == {*SHOWN_TYPES}


@pytest.mark.parametrize("model", members(CaseEvent), ids=lambda model: model.__name__)
def test_every_code_has_a_name_in_both_languages(model: type[Event]) -> None:
    """No member of any list of codes is missing, and no two of a list are called the same."""
    for name, field in model.model_fields.items():
        for codes in codes_in(field.annotation):
            if name in ("standing", "points"):
                continue
            names = [WORDS[codes][code] for code in codes]
            assert len(names) == len({name.zh for name in names}) == len({n.en for n in names})
            assert all(name.zh and name.en for name in names)


@pytest.mark.parametrize("event", PUBLISHED, ids=lambda event: type(event).__name__)
def test_a_sentence_is_in_peoples_words(event: Any) -> None:
    """No code stands in it, no mark is left over, and Chinese has no English in it."""
    said = sentence(event, NAMES)
    assert said.zh
    assert not re.search(r"[a-z_{};,]", said.zh), said.zh
    assert said.en[:1] == said.en[:1].upper() != ""
    assert not re.search(r"[_{}]|[\u4e00-\u9fff]", said.en), said.en
    for text in (said.zh, said.en):
        assert not re.search(r"[；，、:：;,]\s*$|[；;]\s*[；;]|None", text), text


def other_values(event: Any, name: str) -> Iterator[Any]:
    """A field of codes with each other value that its type allows."""
    annotation = type(event).model_fields[name].annotation
    lists = [*codes_in(annotation)]
    if annotation is bool:
        yield from (False, True)
    if not lists or isinstance(getattr(event, name), BaseModel):
        return
    if lists == [*dict.fromkeys(lists)] and "Mapping" in str(annotation):
        what, how = lists
        yield from ({each: next(iter(how))} for each in what)
        yield from ({next(iter(what)): each} for each in [*how][1:])
    elif "tuple" in str(annotation):
        yield from ((each,) for each in lists[0])
    else:
        yield from lists[0]


@pytest.mark.parametrize("event", PUBLISHED, ids=lambda event: type(event).__name__)
def test_each_code_is_heard(event: Any) -> None:
    """Another code makes another sentence, in both languages: nothing that is coded goes unsaid."""
    for name in type(event).model_fields.keys() - OF_THE_CASE:
        if (type(event).__name__, name) in SAID_ELSEWHERE:
            continue
        said = [
            sentence(event.model_copy(update={name: value}), NAMES)
            for value in other_values(event, name)
        ]
        assert len({text.zh for text in said}) == len(said), name
        assert len({text.en for text in said}) == len(said), name


def test_a_sentence_says_who_was_there_and_what_was_seen() -> None:
    """The parts stand in one order, and what was not said leaves no gap."""
    ids: dict[str, Any] = {name: UUID(int=1) for name in ("entry_id", "case_id", "client_id")}
    plain: dict[str, Any] = {**ids, "kind": "at_large", "region": "41", "occurred_on": "2019-03-14"}
    call = ContactRecorded.model_validate({**plain, "mode": "phone"})
    assert sentence(call, NAMES) == Text(zh="电话联系", en="Phone call")
    visit = ContactRecorded.model_validate(
        {
            **plain,
            "mode": "home_visit",
            "direction": "worker_to_client",
            "place": "home",
            "present": ("social_worker", "police", "family"),
            "observations": {"mind": "poor", "work": "good"},
            "advice": ("counselling", "work"),
            "agreed": ("test",),
            "crisis": "danger_to_self",
            "safety": "threat",
            "arranged_with_police": True,
        }
    )
    said = sentence(visit, NAMES)
    assert said.zh == (
        "入户走访，社工联系对象，地点：家中，社工、民警与家属在场，事先经社区民警同意；"
        "心理状况差、就业状况好；建议心理咨询、就业；约定检测；危机：自伤或自杀危险；"
        "社工遭遇威胁"
    )
    assert said.en == (
        "Home visit; worker to client; at: home; present: social worker, police,"
        " family; arranged with the community police; mind: poor, work: good;"
        " advised: counselling, work; agreed on: a test; crisis: danger to self;"
        " the worker met with threat"
    )


def test_a_list_without_names_is_found_out() -> None:
    """A new list of codes fails where it is used, before anybody reads a sentence of it."""

    class New(StrEnum):
        THING = "thing"

    with pytest.raises(KeyError):
        word(New.THING)
