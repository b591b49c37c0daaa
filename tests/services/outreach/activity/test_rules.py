"""The rules of activities: what fits a kind, which words are used there, and plans."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.outreach import record as records
from services.outreach.activity import rules
from services.outreach.record import (
    CallOff,
    ChangePlan,
    PlanActivity,
    VoidRecord,
    WriteDown,
    record,
)
from shared.decider import FutureDate, Refused, fold
from shared.events.corrections import VoidReason
from shared.events.outreach.plans import (
    ActivityCalledOff,
    ActivityPlanChanged,
    ActivityPlanned,
    CallingOffReason,
)
from shared.events.outreach.sessions import (
    ActivityKind,
    Material,
    MeetingLevel,
    Served,
    ServingRole,
    SessionHeld,
)
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.corrections import stored
from tests.given import TODAY, given
from tests.golden.parts import an_id

DAY = date(2019, 6, 26)
HELD: dict[str, Any] = {
    "entry_id": an_id(1),
    "activity_id": an_id(2),
    "region": "410102001003",
    "occurred_on": DAY,
    "place_kind": "school",
    "attendance": 320,
}


def activity(kind: ActivityKind = ActivityKind.SESSION, **more: Any) -> SessionHeld:
    """An activity that was held."""
    return SessionHeld(**{**HELD, "kind": kind, **more})


PLAN = ActivityPlanned(
    entry_id=an_id(3),
    activity_id=an_id(2),
    region="410102001003",
    planned_on=TODAY + timedelta(days=9),
    place_kind="square",
)
CALLED_OFF = ActivityCalledOff(
    entry_id=an_id(4),
    activity_id=an_id(2),
    region="410102001003",
    reason=CallingOffReason.WEATHER,
)
FITS = [
    activity(
        audiences=("students",),
        materials=(Material(code="leaflet", number=300),),
        households=40,
        served=(Served(role=ServingRole.VOLUNTEER, number=161, minutes=90),),
    ),
    activity(ActivityKind.CADRE_TRAINING, place_kind=""),
    activity(ActivityKind.WORKER_TRAINING),
    activity(ActivityKind.MOBILISATION_MEETING, meeting_level=MeetingLevel.STREET, place_kind=""),
    activity(
        ActivityKind.MOBILISATION_MEETING, meeting_level=MeetingLevel.COMPOUND, compound="花园小区"
    ),
    activity(
        ActivityKind.EMERGENCY_DUTY,
        place_kind="checkpoint",
        people_registered=900,
        vehicles_registered=210,
    ),
    activity(ActivityKind.OTHER_PUBLICITY, subject="fraud", place_kind=""),
]
FITS_NOT: list[tuple[SessionHeld, type[Refused], str]] = [
    (activity(place_kind=""), rules.PlaceKindMissing, "place_kind"),
    (activity(ActivityKind.MOBILISATION_MEETING), rules.MeetingLevelMissing, "meeting_level"),
    (
        activity(ActivityKind.MOBILISATION_MEETING, meeting_level=MeetingLevel.COMPOUND),
        rules.CompoundMissing,
        "compound",
    ),
    (activity(ActivityKind.OTHER_PUBLICITY), rules.SubjectMissing, "subject"),
    (activity(ActivityKind.OTHER_PUBLICITY, subject="drugs"), rules.SubjectMissing, "subject"),
    (activity(subject="fraud"), rules.NotOfThisKind, "subject"),
    (activity(meeting_level=MeetingLevel.CITY), rules.NotOfThisKind, "meeting_level"),
    (activity(people_registered=1), rules.NotOfThisKind, "people_registered"),
    (
        activity(ActivityKind.CADRE_TRAINING, vehicles_registered=1),
        rules.NotOfThisKind,
        "vehicles_registered",
    ),
    (activity(compound="花园小区"), rules.NotOfThisKind, "compound"),
    (
        activity(
            served=(Served(role=ServingRole.CADRE, number=1, worker_ids=(an_id(7), an_id(8))),)
        ),
        rules.MoreWorkersThanServed,
        "served",
    ),
]


@pytest.mark.parametrize("held", FITS, ids=lambda held: held.kind.value)
def test_each_kind_has_its_own_fields(held: SessionHeld) -> None:
    """It is written down as it was, with what belongs to its kind."""
    given(record).when(WriteDown(held)).then(held)


@pytest.mark.parametrize(("held", "refusal", "field"), FITS_NOT)
def test_what_does_not_fit_a_kind_is_refused(
    held: SessionHeld, refusal: type[Refused], field: str
) -> None:
    """By name, with the field that it is about."""
    given(record).when(WriteDown(held)).refused(refusal)
    with pytest.raises(refusal) as refused:
        rules.check_held(held)
    assert refused.value.field == field
    assert refused.value.text.zh.endswith("。")


@pytest.fixture
def _without_cinemas() -> Iterator[None]:
    """A place whose cinemas are no kind of their own from 2019-01-01 on."""
    own = (
        'version = "1"\n[[place_kind]]\ncode = "cinema"\n'
        'name = { zh = "影院", en = "cinemas" }\nuntil = 2019-01-01\n'
    )
    use_policies(read_own_policies(own.encode(), regions_in_force()))
    yield
    use_policies(None)


@pytest.mark.usefixtures("_without_cinemas")
def test_a_word_is_used_where_and_when_the_place_says() -> None:
    """One that is not used on that day is refused with its field; before, it is taken."""
    given(record).when(WriteDown(activity(place_kind="cinema"))).refused(rules.WordNotUsed)
    before = activity(place_kind="cinema", occurred_on=date(2018, 12, 31))
    given(record).when(WriteDown(before)).then(before)


def test_what_is_held_may_follow_a_plan() -> None:
    """Once; the plan is not written over, and the day of the plan does not bind."""
    given(record).when(PlanActivity(PLAN)).then(PLAN)
    held = activity()
    given(record, PLAN).when(WriteDown(held)).then(held)
    given(record, PLAN, held).when(WriteDown(held)).refused(records.AlreadyWritten)
    given(record, PLAN).when(PlanActivity(PLAN)).refused(records.AlreadyWritten)
    future = activity(occurred_on=TODAY + timedelta(days=1))
    given(record, PLAN).when(WriteDown(future)).refused(FutureDate)


def test_a_plan_is_called_off_once() -> None:
    """And then nothing follows; what was held is not called off."""
    off = CallOff(an_id(4), CallingOffReason.WEATHER)
    given(record, PLAN).when(off).then(CALLED_OFF)
    for command in (off, WriteDown(activity())):
        given(record, PLAN, CALLED_OFF).when(command).refused(records.AlreadyCalledOff)
    given(record, activity()).when(off).refused(records.AlreadyWritten)
    given(record).when(off).refused(records.RecordUnknown)


CHANGED = ActivityPlanChanged(
    **PLAN.model_copy(update={"topic": "室内宣传", "entry_id": an_id(6)}).model_dump(),
    change_reason=CallingOffReason.PLACE_NOT_FREE,
)


def test_a_plan_is_changed_until_it_is_held_or_called_off() -> None:
    """As often as need be, each time to something else; what was held is no plan any more."""
    change = ChangePlan(CHANGED)
    given(record, PLAN).when(change).then(CHANGED)
    same = CHANGED.model_copy(update={"entry_id": an_id(8)})
    given(record, PLAN, CHANGED).when(ChangePlan(same)).refused(records.NothingChanges)
    again = CHANGED.model_copy(update={"topic": "再次调整"})
    given(record, PLAN, CHANGED).when(ChangePlan(again)).then(again)
    past = CHANGED.model_copy(update={"planned_on": TODAY - timedelta(days=1)})
    given(record, PLAN).when(ChangePlan(past)).refused(rules.PlannedForThePast)
    given(record, PLAN, activity()).when(change).refused(records.PlanIsOver)
    given(record, PLAN, CALLED_OFF).when(change).refused(records.AlreadyCalledOff)
    given(record).when(change).refused(records.RecordUnknown)


def test_what_stands_is_said_by_the_last_plan() -> None:
    """So a list shows that one, and what was held follows it."""
    changed: list[records.RecordEvent] = [PLAN, CHANGED]
    assert fold(record, changed) == records.Planned(CHANGED, 2)
    assert fold(record, [*changed, CALLED_OFF]) == records.CalledOff(
        CHANGED, CallingOffReason.WEATHER, 2
    )
    assert fold(record, [*changed, activity()]) == records.Valid(activity(), 3)


def test_only_what_was_held_is_made_void() -> None:
    """A plan is called off instead; what followed a plan is made void like any other."""
    void = VoidRecord(stored(activity()), VoidReason.MISTAKEN)
    given(record, PLAN).when(void).refused(records.NotHeldYet)
    voided = record.decide(void, record.evolve(records.Planned(PLAN), activity()), TODAY)
    assert len(voided) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"planned_on": TODAY - timedelta(days=1)}, rules.PlannedForThePast),
        ({"planned_on": TODAY + timedelta(days=2000)}, rules.PlannedTooFarAhead),
        ({"place_kind": ""}, rules.PlaceKindMissing),
    ],
)
def test_a_plan_is_for_a_day_to_come(change: dict[str, Any], refusal: type[Refused]) -> None:
    """From today until three years ahead, and of a session it says where."""
    plan = PLAN.model_copy(update=change)
    given(record).when(PlanActivity(plan)).refused(refusal)


def test_a_plan_for_today_is_taken() -> None:
    """The border itself."""
    plan = PLAN.model_copy(update={"planned_on": TODAY})
    given(record).when(PlanActivity(plan)).then(plan)
