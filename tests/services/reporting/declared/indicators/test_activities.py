"""Activities of prevention: each indicator counts what its formula names, and nothing else."""

from collections import Counter
from datetime import date
from typing import Any

from services.reporting.counting.fold import FactRow, fold
from services.reporting.declared.measures.activities import COMPOUND_MEETINGS
from shared.events.outreach.sessions import (
    ActivityKind,
    Material,
    MeetingLevel,
    Served,
    ServingRole,
)
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

DAY = date(2019, 3, 4)


def of_every_kind() -> Ledger:
    """Two of each kind, and one that is void, all with what any activity may have."""
    ledger = Ledger()
    for kind in ActivityKind:
        several: dict[str, Any] = {
            "kind": kind,
            "households": 40,
            "materials": (
                Material(code="leaflet", number=300),
                Material(code="banner", number=2),
            ),
            "served": (
                Served(role=ServingRole.CADRE, number=22, minutes=60),
                Served(role=ServingRole.VOLUNTEER, number=161, minutes=30),
                Served(role=ServingRole.GRID_ADMINISTRATOR, number=112),
            ),
            "forms": ("leaflets",),
            "partners": ("youth_league",),
            "audiences": ("residents",),
            "occasion": "qixi",
            "campaign": "clean-up",
        }
        if kind is ActivityKind.MOBILISATION_MEETING:
            several["meeting_level"] = MeetingLevel.COMPOUND
        if kind is ActivityKind.EMERGENCY_DUTY:
            several |= {"people_registered": 900, "vehicles_registered": 210}
        if kind is ActivityKind.OTHER_PUBLICITY:
            several["subject"] = "fraud"
        for _ in range(2):
            ledger.session(DAY, attendance=50, **several)
        ledger.void(ledger.session(DAY, attendance=7, **several))
    return ledger


ALL = 2 * len(ActivityKind)


def test_sessions_are_sessions_alone() -> None:
    """Nor do trainings, meetings and the rest count by form, partner or audience."""
    ledger = of_every_kind()
    assert numerator("sessions", ledger) == 2
    assert numerator("attendance", ledger) == 100
    for code in ("form", "partner", "audience", "occasion", "campaign"):
        assert numerator(f"sessions_by_{code}", ledger) == 2, code
    assert numerator("sessions_by_place_set", ledger) == 4, "a school is in both sets"


def test_meetings_by_compound() -> None:
    """By name, however it was typed; a meeting of no compound is not among them."""
    ledger = Ledger()
    meeting: dict[str, Any] = {"kind": ActivityKind.MOBILISATION_MEETING}
    for compound, level in (
        ("阳光 花园", MeetingLevel.COMPOUND),
        ("阳光花园", MeetingLevel.COMPOUND),
        ("A/B区", MeetingLevel.COMPOUND),
        ("", MeetingLevel.STREET),
    ):
        ledger.session(DAY, **meeting, compound=compound, meeting_level=level)
    ledger.void(
        ledger.session(DAY, **meeting, compound="阳光花园", meeting_level=MeetingLevel.COMPOUND)
    )
    assert numerator("meetings_by_compound", ledger) == 3
    by_name = Counter[str]()
    for row in map(FactRow._make, fold(ledger.events).facts):
        if row.measure == COMPOUND_MEETINGS.code:
            by_name[row.dims] += row.delta
    assert by_name == {"阳光花园": 2, "A／B区": 1}
    assert numerator("mobilisation_meetings", ledger) == 4


def test_trainings_held() -> None:
    """Of cadres and of social workers."""
    assert numerator("trainings_held", of_every_kind()) == 4


def test_training_attendance() -> None:
    """Added up."""
    assert numerator("training_attendance", of_every_kind()) == 200


def test_mobilisation_meetings() -> None:
    """Two of them."""
    assert numerator("mobilisation_meetings", of_every_kind()) == 2


def test_meeting_attendance() -> None:
    """Added up."""
    assert numerator("meeting_attendance", of_every_kind()) == 100


def test_emergency_duties() -> None:
    """Each turn."""
    assert numerator("emergency_duties", of_every_kind()) == 2


def test_emergency_duty_hours() -> None:
    """In minutes, of all who were there: of other activities none."""
    assert numerator("emergency_duty_hours", of_every_kind()) == 2 * (22 * 60 + 161 * 30)


def test_people_registered() -> None:
    """Each time."""
    assert numerator("people_registered", of_every_kind()) == 1800


def test_vehicles_registered() -> None:
    """Each time."""
    assert numerator("vehicles_registered", of_every_kind()) == 420


def test_other_publicity() -> None:
    """By its subject, which a session of prevention has not."""
    assert numerator("other_publicity", of_every_kind()) == 2


def test_materials() -> None:
    """Of each kind so many, of all activities; what is void is taken back."""
    assert numerator("materials", of_every_kind()) == ALL * 302


def test_households_reached() -> None:
    """By activities of all kinds."""
    assert numerator("households_reached", of_every_kind()) == ALL * 40


def test_people_serving() -> None:
    """As so many as were said, of each role."""
    assert numerator("people_serving", of_every_kind()) == ALL * (22 + 161 + 112)


def test_serving_hours() -> None:
    """In minutes: how many in a role times how long each."""
    assert numerator("serving_hours", of_every_kind()) == ALL * (22 * 60 + 161 * 30)
