"""The support team, sentence by sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.cases.case.decider import case
from services.cases.case.state import Existing
from services.cases.case.team import (
    AlreadyInTeam,
    HandOver,
    JoinTeam,
    LeaveTeam,
    LeftTeamBeforeJoining,
    NotInTeam,
    NotOfThisAgency,
    RoleUnknown,
    TakesOverFromItself,
    WorkerOrFamily,
    lacking,
    team_of,
)
from shared.events.cases.case import CaseReassigned, ReassignmentReason
from shared.events.cases.team import FamilyTie, TeamLeaving, TeamMemberJoined, TeamMemberLeft
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, opened

DAY = date(2019, 3, 20)
join = JoinTeam(an_id(40), DAY, "social_worker", "agency", an_id(90), paired=True)
joined = TeamMemberJoined(
    **ON_CASE,
    entry_id=an_id(40),
    occurred_on=DAY,
    role="social_worker",
    agency="agency",
    worker_id=an_id(90),
    paired=True,
)
police = TeamMemberJoined(
    **ON_CASE,
    entry_id=an_id(41),
    occurred_on=DAY,
    role="police_officer",
    agency="police",
    external=True,
)
leave = LeaveTeam(an_id(42), date(2020, 3, 20), an_id(40), TeamLeaving.HANDED_OVER)
left = TeamMemberLeft(
    **ON_CASE,
    entry_id=an_id(42),
    occurred_on=date(2020, 3, 20),
    joining_id=an_id(40),
    role="social_worker",
    agency="agency",
    worker_id=an_id(90),
    joined_on=DAY,
    reason=TeamLeaving.HANDED_OVER,
)


def _team(*past: Any) -> list[TeamMemberJoined]:
    state = case.initial
    for event in past:
        state = case.evolve(state, event)
    assert isinstance(state, Existing)
    return list(team_of(state.file).values())


def test_members_join_and_leave() -> None:
    """A worker of the responsible agency, one of another agency, a relative."""
    given(case, opened).when(join).then(joined)
    officer = JoinTeam(an_id(41), DAY, "police_officer", "police")
    given(case, opened, joined).when(officer).then(police)
    relative = JoinTeam(an_id(43), DAY, "family", family=FamilyTie.PARENT)
    given(case, opened).when(relative).then(
        TeamMemberJoined(
            **ON_CASE,
            entry_id=an_id(43),
            occurred_on=DAY,
            role="family",
            family=FamilyTie.PARENT,
        )
    )
    given(case, opened, joined, police).when(leave).then(left)
    assert _team(opened, joined, police) == [joined, police]
    assert _team(opened, joined, police, left) == [police]


def test_a_worker_is_a_member_once_in_a_role() -> None:
    """Again after having left."""
    again = replace(join, entry_id=an_id(44), occurred_on=date(2020, 4, 1))
    given(case, opened, joined).when(again).refused(AlreadyInTeam)
    after = joined.model_copy(update={"entry_id": an_id(44), "occurred_on": date(2020, 4, 1)})
    given(case, opened, joined, left).when(again).then(after)


def test_only_a_member_leaves_and_not_before_joining() -> None:
    """Nor does a member leave twice."""
    given(case, opened).when(leave).refused(NotInTeam)
    given(case, opened, joined, left).when(replace(leave, entry_id=an_id(45))).refused(NotInTeam)
    early = replace(leave, occurred_on=date(2019, 3, 19))
    given(case, opened, joined).when(early).refused(LeftTeamBeforeJoining)


def test_workers_of_the_agency_before_are_in_the_team_no_more() -> None:
    """Members of other agencies stay when the case is given to another agency."""
    reassigned = CaseReassigned(
        case_id=an_id(1),
        registration_id=an_id(9),
        from_agency="agency",
        to_agency="provider",
        reassigned_by="office",
        reason=ReassignmentReason.PROVIDER_CHANGED,
    )
    assert _team(opened, joined, police, reassigned) == [police]


def test_roles_are_those_of_the_policies() -> None:
    """A member is a worker or a relative, and not both."""
    given(case, opened).when(replace(join, role="astrologer")).refused(RoleUnknown)
    given(case, opened).when(replace(join, family=FamilyTie.CHILD)).refused(WorkerOrFamily)
    nobody = JoinTeam(an_id(40), DAY, "family")
    given(case, opened).when(nobody).refused(WorkerOrFamily)


def test_what_a_team_lacks_follows_from_the_policy() -> None:
    """One of each of the four, and the family where it takes part."""
    four = {"social_worker": 1, "police_officer": 1, "grid_administrator": 1, "volunteer": 1}
    pasts: list[tuple[list[Any], dict[str, int]]] = [
        ([opened], four),
        ([opened, joined, police], {"grid_administrator": 1, "volunteer": 1}),
        ([opened, joined, left], four),
    ]
    for past, lacks in pasts:
        state = case.initial
        for event in past:
            state = case.evolve(state, event)
        assert isinstance(state, Existing)
        assert lacking(state.file, DAY) == lacks


def test_a_worker_takes_over_from_another_in_one_step() -> None:
    """In the same role, paired as before; the one leaves as the other joins."""
    over = HandOver(an_id(42), date(2020, 3, 20), an_id(40), an_id(46), "agency", an_id(91))
    taken = joined.model_copy(
        update={
            "entry_id": an_id(46),
            "occurred_on": date(2020, 3, 20),
            "worker_id": an_id(91),
        }
    )
    given(case, opened, joined).when(over).then(taken, left)
    assert _team(opened, joined, taken, left) == [taken]
    given(case, opened, joined, left).when(over).refused(NotInTeam)
    given(case, opened, joined).when(replace(over, worker_id=an_id(90))).refused(
        TakesOverFromItself
    )
    given(case, opened, joined).when(replace(over, agency="other")).refused(NotOfThisAgency)
    early = replace(over, occurred_on=date(2019, 3, 19))
    given(case, opened, joined).when(early).refused(LeftTeamBeforeJoining)


def test_who_is_in_the_team_already_takes_over_without_joining_again() -> None:
    """Two social workers, of whom one goes."""
    other = joined.model_copy(update={"entry_id": an_id(47), "worker_id": an_id(91)})
    over = HandOver(an_id(42), date(2020, 3, 20), an_id(40), an_id(46), "agency", an_id(91))
    given(case, opened, joined, other).when(over).then(left)
