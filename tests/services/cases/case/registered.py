"""Cases in the register as tests make them up, and the lists of them by their definition."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.cases.access_table import OVERSEERS, Category, Relation, Right, right
from services.cases.case.state import Phase
from services.cases.listing import Question, relations_of
from shared.agencies import AgencyKind
from shared.events.cases.kinds import CaseKind
from shared.identity.claims import Caller

START = datetime(2020, 1, 1, tzinfo=UTC)
REGIONS = [
    f"{county}{street:03}{community:03}"
    for county in ("410102", "410103", "410202", "330106", "330108", "441900")
    for street in (1, 2)
    for community in (0, 3)
]
AGENCIES = ("agency", "other", "another")
LEVELS = ("high", "low", "c1")
STATIONS = [UUID(int=n) for n in (7, 8)]


@dataclass(frozen=True)
class Given:
    """A case in the register, and which agencies were asked for a test when."""

    case_id: UUID
    agency: str
    region: str
    kind: CaseKind
    phase: Phase
    workstation_id: UUID | None
    opened_at: datetime
    changed_at: datetime
    level: str | None = None
    asked: tuple[tuple[str, datetime], ...] = ()
    crisis: bool = False

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When it was opened, and when it changed last."""
        return self.opened_at, self.changed_at


def some(chance: random.Random, number: int) -> list[Given]:
    """Cases of all phases and kinds in two provinces, of a few agencies; some of one moment."""
    cases = []
    for _ in range(number):
        phase = chance.choice(list(Phase))
        opened_at = START + timedelta(hours=chance.randrange(200))
        waits = phase is Phase.REQUESTED
        changed_at = opened_at if waits else opened_at + timedelta(hours=chance.randrange(200))
        asked = tuple(
            (agency, opened_at + timedelta(hours=chance.randrange(100)))
            for agency in AGENCIES
            for _ in range(chance.choice((0, 0, 0, 1, 2)))
        )
        cases.append(
            Given(
                UUID(int=chance.getrandbits(128)),
                chance.choice(AGENCIES),
                chance.choice(REGIONS),
                chance.choice(list(CaseKind)),
                phase,
                chance.choice([None, *STATIONS]),
                opened_at,
                changed_at,
                chance.choice((None, *LEVELS)),
                asked,
                not waits and chance.random() < 0.2,
            )
        )
    return cases


async def put(connection: Any, cases: list[Given]) -> None:
    """Enter cases in the register, with their relations, as appends would."""
    await connection.executemany(
        "INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id,"
        " registration_id, version, opened_at, changed_at, level, crisis)"
        " VALUES ($1, $2, $3, $4, $5, $6, $1, 1, $7, $8, $9, $10)",
        [
            (
                *(c.case_id, c.agency, c.region, c.kind, c.phase, c.workstation_id, *c.moments),
                *(c.level, c.crisis),
            )
            for c in cases
        ],
    )
    await connection.executemany(
        "INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [(c.case_id, c.agency, "responsible", c.case_id, 1, c.opened_at) for c in cases]
        + [
            (c.case_id, agency, "asked_for_test", UUID(int=n), n, at)
            for c in cases
            for n, (agency, at) in enumerate(c.asked, 2)
        ],
    )


def relations_to(caller: Caller, case: Given) -> set[Relation]:
    """What a caller is to a case, by the definition of it."""
    relations = {Relation.RESPONSIBLE} if case.agency == caller.agency else set()
    if any(agency == caller.agency for agency, _ in case.asked):
        relations.add(Relation.ASKED_FOR_TEST)
    if caller.kind in OVERSEERS:
        relations.add(Relation.OVERSEEING)
    return relations & relations_of(caller.kind) if caller.covers(case.region) else set()


def _reads_contacts(caller: Caller, relations: set[Relation]) -> bool:
    return any(
        right(caller.kind, relation, Category.CONTACTS) >= Right.READ for relation in relations
    )


def expected(caller: Caller, question: Question, cases: list[Given]) -> list[UUID]:
    """The ids of a list in its order, by the definition of it: every case looked at."""
    found = []
    for case in cases:
        relations = relations_to(caller, case)
        if question.relation is not None:
            relations &= {question.relation}
        if not relations:
            continue
        sees = any(
            right(caller.kind, relation, Category.OPENING) >= Right.READ for relation in relations
        )
        # Of appointments the one counts that stands last in the case, whenever that was.
        asked = [at for agency, at in case.asked if agency == caller.agency]
        opened_at, changed_at = case.moments if sees else (asked[-1], asked[-1])
        wanted = (
            (question.phase, case.phase),
            (question.kind, case.kind),
            (question.workstation_id, case.workstation_id),
            (question.level, case.level),
        )
        if (
            any(value is not None and (not sees or value != has) for value, has in wanted)
            or (question.region and not case.region.startswith(question.region.rstrip("0")))
            or (question.crisis_open and not (case.crisis and _reads_contacts(caller, relations)))
            or (question.changed_since and changed_at < question.changed_since)
        ):
            continue
        found.append((changed_at if question.by_change else opened_at, case.case_id))
    return [case_id for _, case_id in sorted(found, reverse=question.descending)]


def questions(
    chance: random.Random, number: int, longest: int
) -> Iterator[tuple[Caller, Question, int]]:
    """Anybody who asks for anything, on pages of any length up to the longest."""
    for _ in range(number):

        def maybe(*values: Any) -> Any:
            return chance.choice(values) if chance.random() < 0.2 else None

        regions = chance.choice(
            [("41",), ("4101",), ("410102",), ("410102001",), ("41", "33", "44"), ("3301", "4102")]
        )
        caller = Caller(
            chance.choice(AGENCIES), regions, frozenset(), kind=chance.choice(list(AgencyKind))
        )
        yield (
            caller,
            Question(
                region=maybe("410100000000", "410102000000", "330106002000", "440000000000"),
                phase=maybe(*Phase),
                kind=maybe(*CaseKind),
                workstation_id=maybe(*STATIONS),
                relation=maybe(*Relation),
                level=maybe(*LEVELS),
                changed_since=maybe(START + timedelta(hours=150)),
                crisis_open=chance.random() < 0.2,
                by_change=chance.random() < 0.5,
                descending=chance.random() < 0.5,
            ),
            min(longest, chance.choice([1, 3, 10, 200])),
        )
