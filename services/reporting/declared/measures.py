"""The measures: what each published event adds to the statistics. Pure declarations."""

from enum import StrEnum
from functools import lru_cache

from services.reporting.declared.words import (
    Counted,
    Dimension,
    Grouping,
    Measure,
    Name,
    Reader,
)
from shared.events import Event, type_of
from shared.events.cases.assessments import RiskAssessed, RiskLevel
from shared.events.cases.case import CaseKind, CaseOpened
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.outreach.articles import ArticlePublished, Channel
from shared.events.outreach.sessions import PlaceKind, SessionHeld


def _dimension(code: str, name: Name, values: type[StrEnum], *also: str) -> Dimension:
    return Dimension(code, name, (*(member.value for member in values), *also))


KIND = _dimension("kind", Name("类别", "kind of case"), CaseKind)
MODE = _dimension("mode", Name("方式", "mode of contact"), ContactMode)
RESULT = _dimension("result", Name("结果", "result"), DrugTestResult)
METHOD = _dimension("method", Name("检测方法", "method"), DrugTestMethod)
NOT_DONE_REASON = _dimension(
    "not_done_reason", Name("未检原因", "reason why not done"), NotDoneReason, ""
)
LEVEL = _dimension("level", Name("风险等级", "level of risk"), RiskLevel)
PLACE_KIND = _dimension("place_kind", Name("场所类别", "kind of place"), PlaceKind)
CHANNEL = _dimension("channel", Name("渠道", "channel"), Channel)

PROGRAMME = "programme"
AT_LARGE = "at_large"

GROUP = Grouping(
    "group",
    Name("人群", "group"),
    KIND,
    {
        CaseKind.DETOXIFICATION.value: PROGRAMME,
        CaseKind.REHABILITATION.value: PROGRAMME,
        CaseKind.AT_LARGE.value: AT_LARGE,
    },
)


def _opened(event: CaseOpened) -> Counted:
    return Counted(event.occurred_on, event.region, (event.kind,), 1, event.client_id)


def _reported_in(event: ReportedIn) -> Counted:
    return Counted(event.occurred_on, event.region, (event.kind,), 1, event.client_id)


def _agreement(event: AgreementSigned) -> Counted:
    return Counted(event.occurred_on, event.region, (event.kind,), 1, event.client_id)


def _contact(event: ContactRecorded) -> Counted:
    values = (event.kind, event.mode)
    return Counted(event.occurred_on, event.region, values, 1, event.client_id)


def _test(event: DrugTestRecorded) -> Counted:
    values = (event.kind, event.method, event.result, event.not_done_reason or "")
    return Counted(event.occurred_on, event.region, values, 1, event.client_id)


def _assessment(event: RiskAssessed) -> Counted:
    values = (event.kind, event.level)
    return Counted(event.occurred_on, event.region, values, 1, event.client_id)


def _session(event: SessionHeld) -> Counted:
    return Counted(event.occurred_on, event.region, (event.place_kind,))


def _attendance(event: SessionHeld) -> Counted:
    return Counted(event.occurred_on, event.region, (event.place_kind,), event.attendance)


def _article(event: ArticlePublished) -> Counted:
    return Counted(event.occurred_on, event.region, (event.channel,))


CASES_OPENED = Measure("cases_opened", (KIND,), {CaseOpened: _opened}, (GROUP,))
REPORTED_IN = Measure("reported_in", (KIND,), {ReportedIn: _reported_in}, (GROUP,))
AGREEMENTS = Measure("agreements", (KIND,), {AgreementSigned: _agreement}, (GROUP,))
CONTACTS = Measure("contacts", (KIND, MODE), {ContactRecorded: _contact}, (GROUP,))
TESTS = Measure(
    "tests",
    (KIND, METHOD, RESULT, NOT_DONE_REASON),
    {DrugTestRecorded: _test},
    (GROUP,),
)
RISK_ASSESSMENTS = Measure("risk_assessments", (KIND, LEVEL), {RiskAssessed: _assessment}, (GROUP,))
SESSIONS = Measure("sessions", (PLACE_KIND,), {SessionHeld: _session})
ATTENDANCE = Measure("attendance", (PLACE_KIND,), {SessionHeld: _attendance})
ARTICLES = Measure("articles", (CHANNEL,), {ArticlePublished: _article})

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        CASES_OPENED,
        REPORTED_IN,
        AGREEMENTS,
        CONTACTS,
        TESTS,
        RISK_ASSESSMENTS,
        SESSIONS,
        ATTENDANCE,
        ARTICLES,
    )
}


@lru_cache(maxsize=1024)
def readers(model: type[Event]) -> tuple[tuple[str, Reader], ...]:
    """The measures that read events of this model, by code; empty if none does."""
    return tuple(
        (code, measure.reads[model]) for code, measure in MEASURES.items() if model in measure.reads
    )


def fingerprint() -> str:
    """A text that changes when a measure does, and with it what a read model must hold."""
    lines = []
    for code, measure in sorted(MEASURES.items()):
        dimensions = ", ".join(dimension.code for dimension in measure.dimensions)
        models = ", ".join(sorted(type_of(model) for model in measure.reads))
        lines.append(f"{code}({dimensions}) <- {models}")
    return "\n".join(lines)
