"""One example of each event of workers and of posts."""

from datetime import date
from typing import Any

from shared.events import Event
from shared.events.cases.posts import (
    Funds,
    PostBought,
    PostEnded,
    PostEnding,
    PostFilled,
    PostPlaced,
    PostSpan,
    PostState,
    PostVacated,
    VacancyReason,
)
from shared.events.cases.staff import (
    AbsenceBegan,
    AbsenceCovered,
    AbsenceEnded,
    Area,
    EmployedAs,
    Field,
    LeavingReason,
    QualificationVoided,
    Served,
    TrainingAttended,
    TrainingVoided,
    WorkerCorrected,
    WorkerIdentified,
    WorkerLeft,
    WorkerMoved,
    WorkerQualified,
    WorkerRegistered,
)
from tests.golden.parts import an_id

_WORKER: Any = {"worker_id": an_id(7), "agency": "example-agency", "region": "410102001000"}
_POST: Any = {"post_id": an_id(11), "agency": "example-agency", "region": "410102000000"}


def _served(
    region: str,
    since: date,
    until: date | None = None,
    employment: EmployedAs = EmployedAs.FULL_TIME_CADRE,
) -> Served:
    return Served(
        region=region, employment=employment, field=Field.COMMUNITY, since=since, until=until
    )


def _span(region: str, state: PostState, since: date, until: date | None = None) -> PostSpan:
    return PostSpan(region=region, funds=Funds.CITY, state=state, since=since, until=until)


STAFF: list[Event] = [
    WorkerRegistered(
        worker_id=an_id(7),
        agency="example-agency",
        region="410102001000",
        employment=EmployedAs.GRID_ADMINISTRATOR,
        joined_on=date(2019, 1, 2),
        workstation_id=an_id(6),
        unit="第三网格",
    ),
    WorkerLeft(
        worker_id=an_id(7),
        agency="example-agency",
        region="410102001000",
        left_on=date(2020, 6, 30),
        reason=LeavingReason.RESIGNED,
    ),
    WorkerCorrected(
        **_WORKER,
        employment=EmployedAs.FULL_TIME_CADRE,
        joined_on=date(2019, 1, 3),
        unit="第四网格",
        field=Field.COMMUNITY,
        item_id=an_id(8),
        removed=(_served("410102001000", date(2019, 1, 2), employment=EmployedAs.OTHER),),
        added=(_served("410102001000", date(2019, 1, 3)),),
    ),
    WorkerIdentified(**_WORKER, user=True, id_number=False),
    WorkerMoved(
        **(_WORKER | {"region": "410102002000"}),
        moved_on=date(2019, 7, 1),
        workstation_id=None,
        unit="",
        removed=(_served("410102001000", date(2019, 1, 3)),),
        added=(
            _served("410102001000", date(2019, 1, 3), date(2019, 7, 1)),
            _served("410102002000", date(2019, 7, 1)),
        ),
    ),
    WorkerQualified(
        **_WORKER,
        qualification_id=an_id(8),
        qualification="counsellor",
        since=date(2018, 5, 1),
        until=date(2021, 5, 1),
    ),
    QualificationVoided(**_WORKER, qualification_id=an_id(8)),
    TrainingAttended(
        **_WORKER,
        training_id=an_id(8),
        training="motivational_interviewing",
        hours=8,
        attended_on=date(2019, 5, 6),
    ),
    TrainingVoided(
        **_WORKER,
        training_id=an_id(8),
        training="motivational_interviewing",
        hours=8,
        attended_on=date(2019, 5, 6),
    ),
    AbsenceBegan(
        **_WORKER,
        absence_id=an_id(8),
        since=date(2019, 8, 1),
        until=date(2019, 8, 15),
        covered_by=an_id(9),
    ),
    AbsenceCovered(**_WORKER, absence_id=an_id(8), since=date(2019, 8, 5), covered_by=an_id(10)),
    AbsenceEnded(**_WORKER, absence_id=an_id(8), until=date(2019, 8, 12)),
    PostBought(
        **_POST,
        provider="example-provider",
        bought_on=date(2017, 12, 1),
        since=date(2018, 1, 1),
        until=date(2021, 1, 1),
        funds=Funds.CITY,
        year=2017,
        added=(_span("410102000000", PostState.VACANT, date(2017, 12, 1)),),
    ),
    PostPlaced(
        **(_POST | {"region": "410102001000"}),
        workstation_id=an_id(6),
        placed_on=date(2018, 1, 1),
        removed=(_span("410102000000", PostState.VACANT, date(2017, 12, 1)),),
        added=(
            _span("410102000000", PostState.VACANT, date(2017, 12, 1), date(2018, 1, 1)),
            _span("410102001000", PostState.VACANT, date(2018, 1, 1)),
        ),
    ),
    PostFilled(
        **(_POST | {"region": "410102001000"}),
        worker_id=an_id(7),
        filled_on=date(2019, 1, 2),
        removed=(_span("410102001000", PostState.VACANT, date(2018, 1, 1)),),
        added=(
            _span("410102001000", PostState.VACANT, date(2018, 1, 1), date(2019, 1, 2)),
            _span("410102001000", PostState.FILLED, date(2019, 1, 2)),
        ),
    ),
    PostVacated(
        **(_POST | {"region": "410102001000"}),
        worker_id=an_id(7),
        vacated_on=date(2019, 12, 31),
        reason=VacancyReason.WORKER_LEFT,
        removed=(_span("410102001000", PostState.FILLED, date(2019, 1, 2)),),
        added=(
            _span("410102001000", PostState.FILLED, date(2019, 1, 2), date(2019, 12, 31)),
            _span("410102001000", PostState.VACANT, date(2019, 12, 31)),
        ),
    ),
    PostEnded(
        **(_POST | {"region": "410102001000"}),
        ended_on=date(2020, 6, 30),
        reason=PostEnding.CONTRACT_ENDED,
        bought_in="410102000000",
        bought_on=date(2017, 12, 1),
        funds=Funds.CITY,
        removed=(_span("410102001000", PostState.VACANT, date(2019, 12, 31)),),
        added=(_span("410102001000", PostState.VACANT, date(2019, 12, 31), date(2020, 6, 30)),),
    ),
]

# With where the place of work is, which they did not say at first.
_TOWN = {"area": Area.URBAN}
WITH_AREAS: list[Event] = [
    WorkerRegistered(
        **_WORKER,
        employment=EmployedAs.SOCIAL_WORKER,
        joined_on=date(2019, 1, 2),
        area=Area.URBAN,
    ),
    WorkerCorrected(
        **_WORKER,
        employment=EmployedAs.FULL_TIME_CADRE,
        joined_on=date(2019, 1, 2),
        unit="",
        field=Field.COMMUNITY,
        area=Area.URBAN,
        removed=(_served("410102001000", date(2019, 1, 2)),),
        added=(_served("410102001000", date(2019, 1, 2)).model_copy(update=_TOWN),),
    ),
    WorkerMoved(
        **_WORKER,
        moved_on=date(2019, 7, 1),
        workstation_id=None,
        unit="",
        area=Area.RURAL,
        removed=(_served("410102001000", date(2019, 1, 2)).model_copy(update=_TOWN),),
        added=(
            _served("410102001000", date(2019, 1, 2), date(2019, 7, 1)).model_copy(update=_TOWN),
            _served("410102001000", date(2019, 7, 1)).model_copy(update={"area": Area.RURAL}),
        ),
    ),
]
