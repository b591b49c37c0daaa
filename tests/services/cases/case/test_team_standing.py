"""Whether a team is complete is part of what a case stands at, day by day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.events import CaseEvent
from services.cases.case.oversight import ReassignCase
from services.cases.case.standing import spans
from services.cases.case.state import Case, Existing
from services.cases.case.team import JoinTeam, LeaveTeam
from shared.decider import fold
from shared.events import type_of
from shared.events.cases.case import ReassignmentReason
from shared.events.cases.standing import TeamStanding
from shared.events.cases.team import TeamLeaving
from shared.events.corrections import VoidReason
from shared.policies.in_force import policies_in_force, use_policies
from tests.corrections import stored
from tests.services.cases.case.history import agreed, an_id, opened, opened_at_large, reported_in

TODAY = date(2024, 3, 1)
COMPLETE, LACKING = TeamStanding.COMPLETE, TeamStanding.LACKING
ROLES = ("social_worker", "police_officer", "grid_administrator", "volunteer")


def joins(number: int, month: int) -> JoinTeam:
    """The member of a role joins on the first of a month of 2019."""
    agency = "agency" if ROLES[number] != "police_officer" else "police"
    entry, on = an_id(40 + number), date(2019, month, 1)
    return JoinTeam(entry, on, ROLES[number], agency, responsible="agency")


def after(*commands: Command, since: tuple[CaseEvent, ...] = (opened, reported_in, agreed)) -> Case:
    """The case after commands; what is published equals what follows from its entries."""
    state = fold(case, since)
    for command in commands:
        for event in case.decide(command, state, TODAY):
            state = case.evolve(state, case.read(type_of(event), event.model_dump_json()))
    return state


def teams(state: Case) -> list[tuple[date | None, TeamStanding | None]]:
    """From which day on the team is how, without the phases between."""
    assert isinstance(state, Existing)
    found: list[tuple[date | None, TeamStanding | None]] = []
    for span in spans(state):
        if not found or found[-1][1] is not span.team:
            found.append((span.since, span.team))
    return found


ALL = [joins(number, number + 2) for number in range(4)]


def test_it_is_complete_with_the_last_role() -> None:
    """With a worker it lacks the others; before, nobody has the case."""
    state = after(*ALL)
    assert teams(state) == [
        (opened.occurred_on, None),
        (date(2019, 2, 1), LACKING),
        (date(2019, 5, 1), COMPLETE),
    ]
    assert isinstance(state, Existing)
    assert {*state.file.spans} == {*spans(state)}


def test_leaving_and_a_void_change_it_from_their_days() -> None:
    """Who leaves is lacking from that day; what was void never was."""
    leave = LeaveTeam(an_id(60), date(2019, 8, 1), an_id(40), TeamLeaving.MOVED)
    state = after(*ALL, leave)
    assert teams(state)[-1] == (date(2019, 8, 1), None)
    assert isinstance(state, Existing)
    [entry] = [stored(mark) for mark in state.file.marks if mark.entry_id == an_id(60)]
    back = after(*ALL, leave, VoidEntry(entry, VoidReason.MISTAKEN))
    assert teams(back)[-1] == (date(2019, 5, 1), COMPLETE)


def test_the_workers_of_an_agency_that_gives_the_case_up_are_gone() -> None:
    """From that day on; what was before stays as it was."""
    given = ReassignCase(an_id(11), "agency", "workstation", "police", ReassignmentReason.MOVED)
    state = after(*ALL, given)
    assert teams(state)[-2:] == [(date(2019, 5, 1), COMPLETE), (TODAY, None)]
    assert isinstance(state, Existing)
    assert {*state.file.spans} == {*spans(state)}


@pytest.fixture
def more_from_2020() -> Iterator[None]:
    """Two volunteers are needed from 2020 on."""
    [team] = policies_in_force().teams
    more = replace(team.roles["volunteer"], number=2)
    until = replace(team, holding=replace(team.holding, until=date(2020, 1, 1)))
    later = replace(
        team,
        code="more",
        roles={**team.roles, "volunteer": more},
        holding=replace(team.holding, since=date(2020, 1, 1)),
    )
    use_policies(replace(policies_in_force(), teams=(until, later)))
    yield
    use_policies(None)


@pytest.mark.usefixtures("more_from_2020")
def test_a_policy_counts_from_its_day() -> None:
    """From then on the team lacks one, without any entry."""
    assert teams(after(*ALL))[-2:] == [
        (date(2019, 5, 1), COMPLETE),
        (date(2020, 1, 1), LACKING),
    ]


def test_who_is_at_large_has_no_such_team() -> None:
    """No programme is carried out."""
    state = after(*ALL, since=(opened_at_large,))
    assert teams(state) == [(None, None)]
