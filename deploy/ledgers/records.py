"""What a row says, in values; two rows that say the same are equal, whatever their spelling."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.events.cases.assessments import RiskLevel
from shared.events.cases.case import CaseKind
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import DrugTestResult, NotDoneReason
from shared.events.outreach.articles import Channel
from shared.events.outreach.sessions import Form, Occasion, Partner, PlaceKind


@dataclass(frozen=True)
class Workstation:
    """A row of 工作站."""

    name: str
    region: str
    kind: str


@dataclass(frozen=True)
class Client:
    """A row of 服务对象: a person, the person's file, and the first steps of a programme."""

    reference: str
    name: str
    sex: str | None
    id_number: str
    phone: str | None
    kind: CaseKind
    region: str
    workstation: str | None
    decided_on: date | None
    reported_on: date | None
    agreed_on: date | None


@dataclass(frozen=True)
class Contact:
    """A row of 帮教记录."""

    reference: str
    occurred_on: date
    mode: ContactMode
    note: str
    worker: str


@dataclass(frozen=True)
class DrugTest:
    """A row of 尿检记录."""

    reference: str
    occurred_on: date
    result: DrugTestResult
    not_done_reason: NotDoneReason | None


@dataclass(frozen=True)
class Assessment:
    """A row of 风险评估."""

    reference: str
    occurred_on: date
    level: RiskLevel


@dataclass(frozen=True)
class Activity:
    """A row of 宣传活动."""

    occurred_on: date
    place_kind: PlaceKind
    region: str
    topic: str
    attendance: int
    forms: tuple[Form, ...]
    partners: tuple[Partner, ...]
    occasion: Occasion | None


@dataclass(frozen=True)
class Publication:
    """A row of 新闻稿件."""

    occurred_on: date
    title: str
    channel: Channel
    region: str


CaseEntry: TypeAlias = Contact | DrugTest | Assessment
Outreach: TypeAlias = Activity | Publication
Record: TypeAlias = Workstation | Client | CaseEntry | Outreach
