"""Findings are proposed by the entries that make them, each condition at its border."""

from dataclasses import replace

import pytest

from services.cases.case.events import CaseEvent
from services.cases.duties.proposals import proposals
from services.cases.duties.versions import Applied, Versions
from shared.events.cases.contacts import ContactMode, Direction
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.findings import Finding
from shared.events.cases.kinds import CaseKind
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.values import Value
from tests.services.cases.duties.found import (
    confirmed,
    dismissed,
    left,
    proposed_on,
)
from tests.services.cases.duties.told import (
    became,
    came_back,
    day,
    ended,
    history,
    leaves,
    met,
    not_tested,
    opened,
    reopened,
    reported,
    reports,
    resumed,
    stays_away,
    suspended,
    void,
    was_tested,
)

OPENED, REPORTED = opened("2019-01-01"), reported("2019-01-10")
REFUSED, EVADED = NotDoneReason.REFUSED, NotDoneReason.EVADED
# So that nobody is lost: met each month.
MET = [met(f"2019-{month:02}-03") for month in range(1, 13)]


def kept(*events: CaseEvent) -> list[CaseEvent]:
    """A programme that is kept but for these."""
    return [OPENED, REPORTED, *MET, *events]


@pytest.mark.parametrize(
    ("reported_on", "today", "found"),
    [
        (None, "2019-01-16", []),
        (None, "2019-01-17", ["report_in since 2019-01-17: 16 of 15"]),
        ("2019-01-16", "2019-03-01", []),
        ("2019-01-17", "2019-03-01", ["report_in since 2019-01-17: 16 of 15"]),
    ],
)
def test_who_has_not_reported_in_by_day_15_is_late_on_day_16(
    reported_on: str | None, today: str, found: list[str]
) -> None:
    """The day of the decision is day 0; who reports in late was late all the same."""
    events = [OPENED] if reported_on is None else [OPENED, reported(reported_on), *MET]
    assert proposed_on(history(*events), today) == found


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([suspended("2019-01-10")], []),
        ([suspended("2019-01-10"), resumed("2019-01-20")], ["report_in since 2019-02-05"]),
        ([ended("2019-01-12")], []),
    ],
)
def test_who_could_not_report_in_is_excused(events: list[CaseEvent], found: list[str]) -> None:
    """Who was detained on the last day has as many days again; an ending ends it all."""
    lines = proposed_on(history(OPENED, *events), "2019-02-20")
    assert [line.partition(":")[0] for line in lines] == found


@pytest.mark.parametrize(
    ("reasons", "found"),
    [
        ([REFUSED, EVADED], []),
        ([REFUSED, EVADED, REFUSED], ["tests since 2019-04-20: 3 of 3"]),
        ([EVADED, EVADED, NotDoneReason.UNEXCUSED], []),
        ([EVADED, EVADED, NotDoneReason.EXCUSED], []),
        ([EVADED] * 4, ["tests since 2019-04-20: 4 of 3"]),
    ],
)
def test_three_tests_evaded_or_refused_are_a_serious_violation(
    reasons: list[NotDoneReason], found: list[str]
) -> None:
    """Two are none; what was missed, with an excuse or without, is another thing."""
    tests = [not_tested(f"2019-{2 + number:02}-20", why) for number, why in enumerate(reasons)]
    assert proposed_on(history(*kept(*tests)), "2019-06-01") == found


@pytest.mark.parametrize(
    ("number", "found"), [(2, []), (3, ["departures since 2019-04-20: 3 of 3"])]
)
def test_three_departures_without_a_report_are_a_serious_violation(
    number: int, found: list[str]
) -> None:
    """However short each was; two are none."""
    departures = [
        left(f"2019-{2 + each:02}-20", f"2019-{2 + each:02}-21") for each in range(number)
    ]
    assert proposed_on(history(*kept(*departures)), "2019-06-01") == found


@pytest.mark.parametrize(
    ("absences", "found"),
    [
        ([left("2019-03-05", "2019-04-04")], []),
        ([left("2019-03-05", "2019-04-05")], ["absence since 2019-04-05: 31 of 30"]),
        (
            [left("2019-03-05", "2019-03-25"), left("2019-04-10", "2019-04-21")],
            ["absence since 2019-04-21: 31 of 30"],
        ),
        # A day counts once, however many entries say that the client was away on it.
        ([left("2019-03-05", "2019-03-25"), left("2019-03-10", "2019-04-04")], []),
        # Of one whose end nobody recorded, the client's next visit is the end.
        ([left("2019-03-04")], []),
        ([left("2019-03-04"), *map(void, MET[3:])], ["absence since 2019-04-04: 89 of 30"]),
    ],
)
def test_more_than_thirty_days_of_absence_are_a_serious_violation(
    absences: list[CaseEvent], found: list[str]
) -> None:
    """31 days altogether; 30 are none. Each counts when it is over."""
    lines = proposed_on(history(*kept(*absences)), "2019-06-01")
    assert [each for each in lines if each.startswith("absence")] == found


def test_an_absence_that_goes_on_is_too_long_when_its_31st_day_is_over() -> None:
    """Nothing more has to be recorded for it."""
    case = history(OPENED, REPORTED, met("2019-03-01"), left("2019-03-05"))
    assert proposed_on(case, "2019-04-04") == []
    assert proposed_on(case, "2019-04-05") == ["absence since 2019-04-05: 31 of 30"]


def test_a_leave_counts_from_the_day_on_which_the_client_was_to_be_back() -> None:
    """With its extension; its own days, and those of a suspension, are no absence."""
    leave = leaves("2019-02-20", "2019-03-01")
    longer = stays_away(leave, "2019-02-28", "2019-03-05")
    until = met("2019-02-10"), leave, longer
    assert proposed_on(history(OPENED, REPORTED, *until), "2019-04-04") == []
    case = history(OPENED, REPORTED, *until, came_back(leave, "2019-04-05"))
    assert proposed_on(case, "2019-04-06") == ["absence since 2019-04-05: 31 of 30"]
    [found] = proposals(case, built_in(), day("2019-04-06"))
    assert found.entries == (leave.entry_id,)
    detained = suspended("2019-03-10"), resumed("2019-03-12")
    case = history(OPENED, REPORTED, *until, *detained, came_back(leave, "2019-04-05"))
    assert proposed_on(case, "2019-04-06") == []


LAST = met("2019-02-05")


@pytest.mark.parametrize(
    ("events", "today", "found"),
    [
        ([], "2019-05-05", []),
        ([], "2019-05-06", ["not_reached since 2019-05-06: 90 of 90"]),
        # Who was spoken with is not lost, but the family's word is not the client's.
        ([met("2019-05-05", ContactMode.PHONE)], "2019-05-06", []),
        (
            [met("2019-05-05", ContactMode.PHONE, direction=Direction.FAMILY)],
            "2019-05-06",
            ["not_reached since 2019-05-06: 90 of 90"],
        ),
        ([reports("2019-04-01")], "2019-05-06", []),
        ([was_tested("2019-04-01")], "2019-05-06", []),
        (
            [not_tested("2019-04-01", NotDoneReason.UNEXCUSED)],
            "2019-05-06",
            ["not_reached since 2019-05-06: 90 of 90"],
        ),
        ([suspended("2019-03-01"), resumed("2019-03-11")], "2019-05-15", []),
        (
            [suspended("2019-03-01"), resumed("2019-03-11")],
            "2019-05-16",
            ["not_reached since 2019-05-16: 90 of 90"],
        ),
        ([suspended("2019-03-01")], "2025-01-01", []),
        ([met("2019-06-01")], "2019-06-02", []),
        ([ended("2019-05-06")], "2019-05-07", []),
        ([became("2019-05-01", CaseKind.AT_LARGE)], "2019-05-07", []),
    ],
)
def test_who_is_not_reached_for_so_long_has_absconded(
    events: list[CaseEvent], today: str, found: list[str]
) -> None:
    """90 days by default, not counting what excuses; whoever is reached is not lost any more."""
    case = history(OPENED, REPORTED, LAST, *events)
    assert proposed_on(case, today) == found
    assert {each.finding for each in proposals(case, built_in(), day(today))} <= {Finding.ABSCONDED}


def test_who_need_not_be_met_has_not_absconded() -> None:
    """A duty must have been missed: without a policy of contacts nobody is lost."""
    duties = tuple(each for each in built_in().duties if each.code != "contact")
    none = Policies("own", "own", duties=duties, numbers=built_in().numbers)
    assert proposed_on(history(OPENED, REPORTED, LAST), "2020-01-01", none) == []


TESTS = [not_tested(f"2019-{month:02}-20", EVADED) for month in (2, 3, 4, 5)]


def test_a_void_takes_a_proposal_back() -> None:
    """With two left it falls away; with three of four it is made of those that are left."""
    assert proposed_on(history(*kept(*TESTS[:3], void(TESTS[1]))), "2019-06-01") == []
    case = history(*kept(*TESTS, void(TESTS[1])))
    [found] = proposals(case, built_in(), day("2019-06-01"))
    assert found.entries == tuple(TESTS[each].entry_id for each in (0, 2, 3))
    assert found.met_on == day("2019-05-20")


def test_a_proposal_has_one_id_whenever_it_is_worked_out() -> None:
    """It is that of its entries: of others it is another."""
    three, four = history(*kept(*TESTS[:3])), history(*kept(*TESTS))
    [first] = proposals(three, built_in(), day("2019-04-20"))
    [later] = proposals(three, built_in(), day("2019-12-01"))
    [other] = proposals(four, built_in(), day("2019-12-01"))
    assert first.proposal_id == later.proposal_id != other.proposal_id


@pytest.mark.parametrize("decided", [confirmed, dismissed])
def test_what_was_decided_is_proposed_again_with_a_further_entry_alone(decided: object) -> None:
    """Then it is made of all of them, and stands from the further one on."""
    assert callable(decided)
    [found] = proposals(history(*kept(*TESTS[:3])), built_in(), day("2019-05-01"))
    decision = decided(found, "2019-05-02")
    assert proposed_on(history(*kept(*TESTS[:3], decision)), "2019-12-01") == []
    case = history(*kept(*TESTS[:3], decision, TESTS[3]))
    assert proposed_on(case, "2019-12-01") == ["tests since 2019-05-20: 4 of 3"]
    case = history(*kept(*TESTS[:3], decision, void(decision)))
    assert proposed_on(case, "2019-12-01") == ["tests since 2019-04-20: 3 of 3"]


def test_as_of_a_day_nothing_later_counts() -> None:
    """So that a decision can be entered late; what was decided since is not decided again."""
    case = history(*kept(*TESTS))
    assert proposed_on(case, "2019-04-19") == []
    [found] = proposals(case, built_in(), day("2019-04-25"))
    assert found.count == 3
    decided = history(*kept(*TESTS, confirmed(found, "2019-05-30")))
    assert proposed_on(decided, "2019-04-25") == []


def test_each_programme_has_findings_of_its_own() -> None:
    """What was not kept of one decision is none of the next; at large there is none."""
    change = became("2019-04-01", CaseKind.REHABILITATION)
    again = reported("2019-04-05")
    case = history(*kept(*TESTS[:2], change, again, *TESTS[2:]))
    assert proposed_on(case, "2019-06-01") == []
    large = history(*kept(*TESTS[:3], became("2019-05-01", CaseKind.AT_LARGE)))
    assert proposed_on(large, "2019-06-01") == []


def test_what_ended_is_decided_on_no_more() -> None:
    """Unless the case is opened again: then it waits as before."""
    over = kept(*TESTS[:3], ended("2019-05-01"))
    assert proposed_on(history(*over), "2019-05-01") == ["tests since 2019-04-20: 3 of 3"]
    assert proposed_on(history(*over), "2019-05-02") == []
    again = history(*over, reopened("2019-05-20"))
    assert proposed_on(again, "2019-05-21") == ["tests since 2019-04-20: 3 of 3"]


def test_a_condition_is_the_policys_of_the_place_and_the_day() -> None:
    """A place may ask for two; a version that is put in force later reaches no day before."""
    numbers = tuple(
        replace(each, number=2, code="own") if each.value is Value.SERIOUS_TESTS else each
        for each in built_in().numbers
    )
    own = replace(built_in(), version="own", digest="own", numbers=numbers)
    case = history(*kept(*TESTS[:2]))
    [found] = proposals(case, own, day("2019-06-01"))
    assert (found.rule, found.policies, found.number) == ("own", "own", 2)
    elsewhere = replace(
        own,
        numbers=tuple(
            replace(each, holding=replace(each.holding, regions=("33",)))
            if each.code == "own"
            else each
            for each in numbers
        ),
    )
    assert proposed_on(case, "2019-06-01", elsewhere) == []
    for since, count in (("2019-03-20", 1), ("2019-03-21", 0)):
        both = Versions((Applied(day("0001-01-01"), built_in()), Applied(day(since), own)))
        assert len(proposals(case, both, day("2019-06-01"))) == count
