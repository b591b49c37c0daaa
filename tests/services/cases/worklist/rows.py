"""Rows of the worklist as tests make them up, and the lists of them by their definition."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.cases.access_table import OVERSEERS, Category, Relation, Right, right
from services.cases.duties.access import CATEGORY_OF
from services.cases.duties.names import DutyState
from services.cases.worklist.listing import Question
from shared.agencies import AgencyKind
from shared.events.cases.duties import Duty
from shared.identity.claims import Caller
from tests.services.cases.case.registered import AGENCIES, REGIONS, STATIONS, Given, put, some

TODAY = date(2019, 6, 15)


@dataclass(frozen=True)
class Awaited:
    """A duty that is awaited in a case of the register.

    `agency` is the one that the worklist has: the case may be another's by now.
    """

    case: Given
    agency: str
    duty: Duty
    subject: UUID | None
    since: date
    until: date
    soon_from: date

    @property
    def key(self) -> tuple[UUID, Duty, UUID | None]:
        """What names it."""
        return self.case.case_id, self.duty, self.subject

    @property
    def state(self) -> DutyState:
        """How it stands today."""
        if self.until <= TODAY:
            return DutyState.OVERDUE
        return DutyState.DUE_SOON if self.soon_from <= TODAY else DutyState.DUE


def some_rows(chance: random.Random, number: int) -> list[Awaited]:
    """Duties of all kinds in some cases; a few cases have just been passed on."""
    rows = []
    for case in some(chance, number):
        for duty in chance.sample(list(Duty), chance.randrange(5)):
            since = TODAY + timedelta(days=chance.randrange(-90, 15))
            until = since + timedelta(days=chance.randrange(1, 60))
            soon_from = max(since, until - timedelta(days=8))
            subject = UUID(int=chance.getrandbits(128)) if chance.random() < 0.3 else None
            agency = chance.choice(AGENCIES) if chance.random() < 0.1 else case.agency
            rows.append(Awaited(case, agency, duty, subject, since, until, soon_from))
    return rows


INSERT = """
INSERT INTO worklist (generation, case_id, duty, subject, since, until, soon_from, rule, region,
    agency, workstation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, 'rule', $8, $9, $10)
"""
BEGIN = """
INSERT INTO duty_generations (state, policies, software, up_to)
VALUES ($1, '', '', '2019-06-15T00:00:00Z') RETURNING generation
"""


async def put_rows(connection: Any, rows: list[Awaited]) -> None:
    """Enter the rows in a live generation, beside an old one; and their cases in the register."""
    await put(connection, list({row.case.case_id: row.case for row in rows}.values()))
    for state, kept in (("old", rows[::2]), ("live", rows)):
        generation = await connection.fetchval(BEGIN, state)
        await connection.executemany(
            INSERT,
            [
                (
                    *(generation, r.case.case_id, r.duty, r.subject, r.since, r.until),
                    *(r.soon_from, r.case.region, r.agency, r.case.workstation_id),
                )
                for r in kept
            ],
        )


def expected(
    caller: Caller, question: Question, rows: list[Awaited]
) -> list[tuple[UUID, Duty, UUID | None]]:
    """The keys of a list, by its definition: every row looked at, in order but for ties."""
    found = []
    for row in rows:
        relations = set()
        if row.case.agency == caller.agency == row.agency:
            relations.add(Relation.RESPONSIBLE)
        if caller.kind in OVERSEERS:
            relations.add(Relation.OVERSEEING)
        if question.relation is not None:
            relations &= {question.relation}
        may_read = any(
            right(caller.kind, relation, Category.DUTIES) >= Right.READ
            and right(caller.kind, relation, CATEGORY_OF[row.duty]) >= Right.READ
            for relation in relations
        )
        if (
            not (may_read and caller.covers(row.case.region))
            or row.since > TODAY
            or (question.region and not row.case.region.startswith(question.region.rstrip("0")))
            or (question.duty not in (None, row.duty))
            or (question.workstation_id not in (None, row.case.workstation_id))
            or (question.case_id not in (None, row.case.case_id))
            or (question.crisis and row.duty is not Duty.CRISIS_FOLLOW_UP)
            or (question.state not in (None, row.state))
            or (
                question.state in (DutyState.DUE, DutyState.DUE_SOON)
                and row.duty is Duty.CRISIS_FOLLOW_UP
            )
        ):
            continue
        found.append((row.duty is not Duty.CRISIS_FOLLOW_UP, row.until, row.key))
    return [key for _, _, key in sorted(found, key=lambda each: each[:2])]


def questions(
    chance: random.Random, number: int, rows: list[Awaited]
) -> Iterator[tuple[Caller, Question, int]]:
    """Anybody who asks for anything, on pages of any length."""
    for _ in range(number):

        def maybe(*values: Any) -> Any:
            return chance.choice(values) if chance.random() < 0.25 else None

        regions = chance.choice(
            [("41",), ("4101",), ("410102",), ("410102001",), ("41", "33", "44"), ("3301", "4102")]
        )
        caller = Caller(
            chance.choice(AGENCIES), regions, frozenset(), kind=chance.choice(list(AgencyKind))
        )
        state = maybe(DutyState.OVERDUE, DutyState.DUE, DutyState.DUE_SOON)
        question = Question(
            region=maybe("410100000000", "410102000000", "330106002000", REGIONS[1]),
            crisis=state is None and chance.random() < 0.15,
            state=state,
            duty=maybe(*Duty),
            workstation_id=maybe(*STATIONS),
            case_id=maybe(chance.choice(rows).case.case_id),
            relation=maybe(*Relation),
        )
        yield caller, question, chance.choice([1, 3, 10, 200])
