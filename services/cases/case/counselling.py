"""Counselling by who is qualified, the crises that it answers, and stages of motivation. Pure.

A stage is what the counsellor found. It may go back, since relapse is part of recovery.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.case.contacts import NoCrisisSeen
from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.state import Case, File
from shared.decider import Refused, check_day
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.counselling import (
    CounsellingHeld,
    CounsellorQualification,
    MotivationStage,
    StageChange,
)

FITTING = frozenset(
    {
        CounsellorQualification.COUNSELLOR,
        CounsellorQualification.PSYCHOTHERAPIST,
        CounsellorQualification.PSYCHIATRIST,
    }
)


@dataclass(frozen=True)
class HoldCounselling(MakeEntry):
    """A counsellor spoke with the client; `contact_id` is the contact at which a crisis was seen
    that it answers.
    """

    qualification: CounsellorQualification
    mode: ContactMode
    counsellor_id: UUID | None = None
    contact_id: UUID | None = None
    stage: MotivationStage | None = None


class QualificationDoesNotFit(Refused):
    """Who counsels is a certified counsellor, a psychotherapist or a psychiatrist; the talk of
    another worker is recorded as a contact."""

    zh = "心理咨询应由心理咨询师、心理治疗师或精神科医师进行；其他人员的谈话请登记为帮教记录。"
    field = "qualification"


class CounsellorNotQualified(Refused):
    """Your roster has no such qualification of this worker for this day; enter it there first,
    under the code that stands in `qualification`, or leave the worker's id out."""

    zh = (
        "本单位名册中没有该人员当日有效的这项资格；请先以 qualification 中的代码登记其资格，"
        "或不填人员编号。"
    )
    field = "counsellor_id"


class CounselledBeforeContact(Refused):
    """A crisis is not answered before the day it was seen on; check the day."""

    zh = "咨询日期早于发现危机的日期，请核对。"
    field = "occurred_on"


def check(command: HoldCounselling, today: date) -> None:
    """Refuse a day that has not come, and whoever is not qualified to counsel."""
    check_day(command.occurred_on, today)
    if command.qualification not in FITTING:
        raise QualificationDoesNotFit


def decide(command: HoldCounselling, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry; the crisis that it answers stays open until it is followed up."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    crisis = None
    if command.contact_id is not None:
        contact = file.named.get(command.contact_id)
        if not isinstance(contact, ContactRecorded) or contact.crisis is None:
            refused = NoCrisisSeen()
            refused.field = "contact_id"
            raise refused
        if command.occurred_on < contact.occurred_on:
            raise CounselledBeforeContact
        crisis = contact.crisis
    return [
        CounsellingHeld(
            **entry_fields(file, command.entry_id, command.occurred_on),
            qualification=command.qualification,
            mode=command.mode,
            counsellor_id=command.counsellor_id,
            contact_id=command.contact_id,
            crisis=crisis,
            stage=command.stage,
            change=_change(command, file),
        )
    ]


def _change(command: HoldCounselling, file: File) -> StageChange:
    before = stage_on(file, command.occurred_on)
    if command.stage is None or before is None:
        return StageChange.NOT_COMPARED
    order = [*MotivationStage]
    steps = order.index(command.stage) - order.index(before)
    if steps == 0:
        return StageChange.SAME
    return StageChange.FORWARD if steps > 0 else StageChange.BACK


def stage_on(file: File, day: date) -> MotivationStage | None:
    """The stage that was found last up to a day; of one day the one that was recorded last."""
    found: CounsellingHeld | None = None
    for entry in file.named.values():
        if not isinstance(entry, CounsellingHeld) or entry.stage is None or entry.occurred_on > day:
            continue
        if found is None or entry.occurred_on >= found.occurred_on:
            found = entry
    return None if found is None else found.stage
