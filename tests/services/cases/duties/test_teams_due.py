"""The support team that a programme is to have: complete in time, and anew when it is not."""

from dataclasses import replace

import pytest

from services.cases.case.events import CaseEvent
from shared.events.cases.case import CaseReassigned, ReassignmentReason
from shared.events.cases.duties import Duty
from shared.events.cases.endings import Ending
from shared.events.cases.kinds import CaseKind
from shared.events.cases.team import TeamLeaving, TeamMemberJoined, TeamMemberLeft
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.teams import TeamPolicy
from tests.services.cases.duties.saying import awaits, said
from tests.services.cases.duties.told import (
    CASE,
    CLIENT,
    agreed,
    an_entry,
    assessed,
    day,
    ended,
    history,
    opened,
    reported,
    void,
)

OPENED, REPORTED, AGREED = opened("2019-01-10"), reported("2019-01-15"), agreed("2019-01-16")
STARTED: list[CaseEvent] = [OPENED, REPORTED, AGREED]
[FOUR] = built_in().teams


def joins(on: str, role: str, agency: str = "agency", *, external: bool = False) -> CaseEvent:
    """Somebody joins the team in a role."""
    return TeamMemberJoined(**an_entry(on), role=role, agency=agency, external=external)


def leaves_team(joined: CaseEvent, on: str) -> TeamMemberLeft:
    """A member leaves the team."""
    assert isinstance(joined, TeamMemberJoined)
    return TeamMemberLeft(
        **an_entry(on),
        joining_id=joined.entry_id,
        role=joined.role,
        agency=joined.agency,
        joined_on=joined.occurred_on,
        reason=TeamLeaving.MOVED,
    )


def all_but_the_last(on: str) -> list[CaseEvent]:
    """Three of the four roles, on one day."""
    return [
        joins(on, "social_worker"),
        joins(on, "police_officer", "police", external=True),
        joins(on, "grid_administrator", "community", external=True),
    ]


THREE = all_but_the_last("2019-01-20")
FOURTH = joins("2019-01-25", "volunteer")
WHOLE: list[CaseEvent] = [*STARTED, *THREE, FOURTH]
FIRST = "2019-01-16..2019-01-31 met on 2019-01-25"


def due(
    events: list[CaseEvent], today: str = "2019-06-01", by: Policies | None = None
) -> list[str]:
    """The windows of the duty, a line each."""
    return said(history(*events), Duty.TEAM, today, by)


@pytest.mark.parametrize(
    ("last", "line"),
    [
        ("2019-01-16", "met on 2019-01-20"),
        ("2019-01-31", "met on 2019-01-31"),
        ("2019-02-01", "late on 2019-02-01"),
    ],
)
def test_a_team_is_complete_within_fifteen_days_of_the_agreement(last: str, line: str) -> None:
    """The last role that was lacking completes it, whichever was recorded last."""
    events = [*STARTED, joins(last, "volunteer"), *THREE]
    assert due(events) == [f"2019-01-16..2019-01-31 {line}"]


def test_a_team_that_lacks_somebody_is_awaited_and_then_overdue() -> None:
    """Whoever is in it; a second of a role stands for no other role."""
    second = joins("2019-01-25", "social_worker")
    for events in (STARTED, [*STARTED, *THREE], [*STARTED, *THREE, second]):
        assert due(events, "2019-01-31") == ["2019-01-16..2019-01-31 awaited"]
        assert due(events, "2019-02-01") == ["2019-01-16..2019-01-31 overdue"]


def test_nothing_is_due_before_the_agreement_and_of_users_at_large() -> None:
    """A group carries out a programme."""
    assert due([OPENED, REPORTED]) == []
    assert due([opened("2019-01-10", CaseKind.AT_LARGE)]) == []


def test_a_team_that_was_whole_before_the_agreement_is_not_due() -> None:
    """Nothing is lacking on the day from which it would count."""
    early = [*all_but_the_last("2019-01-11"), joins("2019-01-12", "volunteer")]
    assert due([*STARTED, *early]) == []


def test_it_is_due_anew_after_a_leaving() -> None:
    """Fifteen days from that day; who joins in the same role meets it."""
    left = leaves_team(FOURTH, "2019-03-01")
    assert due([*WHOLE, left], "2019-03-10") == [FIRST, "2019-03-01..2019-03-16 awaited"]
    again = joins("2019-03-18", "volunteer")
    assert due([*WHOLE, left, again]) == [FIRST, "2019-03-01..2019-03-16 late on 2019-03-18"]
    same_day = joins("2019-03-01", "volunteer")
    assert due([*WHOLE, left, same_day]) == [FIRST], "a change of members leaves no gap"


def test_a_void_takes_a_leaving_and_a_joining_back() -> None:
    """As though they had never been."""
    left = leaves_team(FOURTH, "2019-03-01")
    assert due([*WHOLE, left, void(left)]) == [FIRST]
    assert isinstance(FOURTH, TeamMemberJoined)
    assert due([*WHOLE, void(FOURTH)]) == ["2019-01-16..2019-01-31 overdue"]


def test_the_workers_of_an_agency_that_gives_the_case_up_are_gone() -> None:
    """From the day on which that was recorded; the members of other agencies stay."""
    given = CaseReassigned(
        case_id=CASE,
        registration_id=CLIENT,
        from_agency="agency",
        to_agency="other",
        reassigned_by="police",
        reason=ReassignmentReason.MOVED,
    )
    recorded = "2019-02-10"
    case = history(*WHOLE, given, recorded_on=recorded)
    assert said(case, Duty.TEAM, "2019-02-20") == [FIRST, "2019-02-10..2019-02-25 awaited"]
    new = [joins("2019-02-14", role, "other") for role in ("social_worker", "volunteer")]
    case = history(*WHOLE, given, *new, recorded_on=recorded)
    assert said(case, Duty.TEAM, "2019-03-20") == [
        FIRST,
        "2019-02-10..2019-02-25 met on 2019-02-14",
    ]


def more_volunteers(code: str, *, since: str = "0001-01-01", levels: str = "") -> TeamPolicy:
    """The team with two volunteers, from a day on, or for a level."""
    volunteer = replace(FOUR.roles["volunteer"], number=2)
    return replace(
        FOUR,
        code=code,
        roles={**FOUR.roles, "volunteer": volunteer},
        levels=frozenset(levels.split()),
        holding=replace(FOUR.holding, since=day(since)),
    )


def with_teams(*teams: TeamPolicy) -> Policies:
    """The policies that are built in, with these teams."""
    return replace(built_in(), teams=teams)


def test_a_graver_level_may_need_more_members() -> None:
    """From the day of the assessment; a lower one lets the rest fall away."""
    by = with_teams(FOUR, more_volunteers("grave", levels="high"))
    grave = [*WHOLE, assessed("2019-03-01", "high")]
    assert due(grave, "2019-03-10", by) == [FIRST, "2019-03-01..2019-03-16 awaited"]
    met = [*grave, joins("2019-03-12", "volunteer")]
    assert due(met, by=by) == [FIRST, "2019-03-01..2019-03-16 met on 2019-03-12"]
    lower = [*grave, assessed("2019-03-11", "low")]
    assert due(lower, by=by) == [FIRST, "2019-03-01..2019-03-16 fallen_away"]
    assert due(grave, by=with_teams(FOUR)) == [FIRST]


def test_a_policy_that_changes_makes_it_due_from_its_day() -> None:
    """The team that was whole by the one before lacks somebody by the next."""
    until = replace(FOUR, holding=replace(FOUR.holding, until=day("2019-04-01")))
    by = with_teams(until, more_volunteers("more", since="2019-04-01"))
    assert due(WHOLE, "2019-03-31") == [FIRST]
    assert due(WHOLE, "2019-04-05", by) == [FIRST, "2019-04-01..2019-04-16 awaited"]
    met = [*WHOLE, joins("2019-04-10", "volunteer")]
    assert due(met, by=by) == [FIRST, "2019-04-01..2019-04-16 met on 2019-04-10"]


def test_a_team_that_lacks_somebody_is_awaited_by_the_worklist() -> None:
    """While the term runs, in time and late; so it is listed until somebody joins."""
    lacking = history(*STARTED, *THREE)
    assert awaits(lacking, "2019-01-20")[Duty.TEAM] == "2019-01-31"
    assert awaits(lacking, "2019-12-01")[Duty.TEAM] == "2019-01-31"
    assert Duty.TEAM not in awaits(history(*WHOLE), "2019-12-01")


def test_nothing_is_due_that_comes_to_lack_after_the_term() -> None:
    """The term is over on 15 January 2022; what lacked before stays overdue until it is met."""
    after_term = leaves_team(FOURTH, "2022-02-01")
    assert due([*WHOLE, after_term], "2022-06-01") == [FIRST]
    before = [*WHOLE, leaves_team(FOURTH, "2021-12-01")]
    assert due(before, "2022-06-01") == [FIRST, "2021-12-01..2021-12-16 overdue"]
    met = [*before, joins("2022-02-01", "volunteer")]
    assert due(met, "2022-06-01") == [FIRST, "2021-12-01..2021-12-16 late on 2022-02-01"]


def test_what_there_is_still_time_for_at_the_end_of_the_term_falls_away() -> None:
    """Nobody's task any more, unless it was met before."""
    late = [*WHOLE, leaves_team(FOURTH, "2022-01-05")]
    fell = "2022-01-05..2022-01-14 fallen_away"
    assert due(late, "2022-06-01") == [FIRST, fell]
    assert due([*late, joins("2022-01-18", "volunteer")], "2022-06-01") == [FIRST, fell]
    in_time = [*late, joins("2022-01-12", "volunteer")]
    assert due(in_time, "2022-06-01") == [FIRST, "2022-01-05..2022-01-20 met on 2022-01-12"]


def test_nothing_is_due_after_the_end() -> None:
    """What there was still time for falls away with the case."""
    over = [*STARTED, ended("2019-01-20", Ending.DIED)]
    assert due(over) == ["2019-01-16..2019-01-20 fallen_away"]
    missed = [*STARTED, ended("2019-03-20", Ending.DIED)]
    assert due(missed) == ["2019-01-16..2019-01-31 missed"]
