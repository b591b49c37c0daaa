"""One row → one record; the first column at fault, in the ledger's order, is the row's fault."""

from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from deploy.ledgers import records, shapes, values, words
from deploy.ledgers.reasons import Reason, fault
from deploy.ledgers.text import squeeze
from deploy.ledgers.values import Wrong, one_of, perhaps, said, some_of
from shared.events.cases.case import CaseKind
from shared.events.cases.drug_tests import DrugTestResult

T = TypeVar("T")

# The lengths that the service takes.
_name = values.words(100)
_title = values.words(300)
_note = values.words(10_000)


@dataclass(frozen=True)
class Known:
    """What rows are checked against: the day, and whom and what they may refer to.

    `workstations` is None where nothing lists them, so that no name can be called wrong.
    """

    today: date
    workstations: Container[str] | None = frozenset()
    references: Container[str] = frozenset()


@dataclass(frozen=True)
class Cells:
    """The cells of one row, read column by column; raises `Fault` for the one that is wrong."""

    text: Callable[[str], str]
    known: Known

    def read(self, column: str, reader: Callable[[str], T]) -> T:
        """The value of a column."""
        try:
            return reader(self.text(column))
        except Wrong as wrong:
            raise fault(column, wrong.reason) from None

    def day(self, column: str) -> date:
        """The value of a column of days."""
        return self.read(column, values.past_day(self.known.today))

    def day_or_none(self, column: str) -> date | None:
        """The value of a column of days that may be blank."""
        return self.read(column, perhaps(values.past_day(self.known.today)))

    def client(self) -> str:
        """The number of a client who is known."""
        with suppress(Wrong):
            reference = values.reference(self.text("对象编号"))
            if reference in self.known.references:
                return reference
        raise fault("对象编号", Reason.UNKNOWN_CLIENT)


def workstation(cells: Cells) -> records.Workstation:
    """Read a row of 工作站."""
    return records.Workstation(
        name=cells.read("工作站名称", said(_name)),
        region=cells.read("区划代码", values.region),
        kind=cells.read("类型", _name),
    )


def client(cells: Cells) -> records.Client:
    """Read a row of 服务对象."""
    reference = cells.read("编号", said(values.reference))
    name = cells.read("姓名", said(values.person_name))
    sex = cells.read("性别", perhaps(one_of(words.SEXES, Reason.UNKNOWN_SEX)))
    id_number = cells.read("身份证号", values.id_number)
    phone = cells.read("手机", perhaps(values.phone))
    kind = cells.read("类别", one_of(words.KINDS, Reason.UNKNOWN_KIND))
    region = cells.read("区划代码", values.region)
    station = _station(cells)
    at_large = kind is CaseKind.AT_LARGE
    decided_on = (cells.day_or_none if at_large else cells.day)("决定日期")
    reported_on = cells.day_or_none("报到日期")
    if reported_on is not None:
        if at_large:
            raise fault("报到日期", Reason.NOT_A_PROGRAMME)
        if decided_on is not None and reported_on < decided_on:
            raise fault("报到日期", Reason.REPORTED_IN_BEFORE_DECISION)
    agreed_on = cells.day_or_none("协议日期")
    if agreed_on is not None:
        if at_large:
            raise fault("协议日期", Reason.NOT_A_PROGRAMME)
        if reported_on is None:
            raise fault("协议日期", Reason.NOT_REPORTED_IN)
        if agreed_on < reported_on:
            raise fault("协议日期", Reason.AGREEMENT_BEFORE_REPORTING_IN)
    return records.Client(
        reference,
        name,
        sex,
        id_number,
        phone,
        kind,
        region,
        station,
        decided_on,
        reported_on,
        agreed_on,
    )


def _station(cells: Cells) -> str | None:
    name = cells.read("工作站", perhaps(_name))
    listed = cells.known.workstations
    if name is not None and listed is not None and name not in listed:
        raise fault("工作站", Reason.UNKNOWN_WORKSTATION)
    return name


def contact(cells: Cells) -> records.Contact:
    """Read a row of 帮教记录."""
    return records.Contact(
        occurred_on=cells.day("日期"),
        reference=cells.client(),
        mode=cells.read("方式", one_of(words.MODES, Reason.UNKNOWN_MODE)),
        note=cells.read("内容", _note),
        worker=cells.read("社工", _name),
    )


def drug_test(cells: Cells) -> records.DrugTest:
    """Read a row of 尿检记录."""
    occurred_on = cells.day("日期")
    reference = cells.client()
    result = cells.read("结果", one_of(words.RESULTS, Reason.UNKNOWN_RESULT))
    why = one_of(words.NOT_DONE_REASONS, Reason.UNKNOWN_REASON)
    if result is DrugTestResult.NOT_DONE:
        return records.DrugTest(reference, occurred_on, result, cells.read("未检原因", why))
    if cells.read("未检原因", perhaps(squeeze)) is not None:
        raise fault("未检原因", Reason.UNEXPECTED_REASON)
    return records.DrugTest(reference, occurred_on, result, None)


def assessment(cells: Cells) -> records.Assessment:
    """Read a row of 风险评估."""
    return records.Assessment(
        occurred_on=cells.day("日期"),
        reference=cells.client(),
        level=cells.read("等级", one_of(words.LEVELS, Reason.UNKNOWN_LEVEL)),
    )


def activity(cells: Cells) -> records.Activity:
    """Read a row of 宣传活动."""
    return records.Activity(
        occurred_on=cells.day("日期"),
        place_kind=cells.read("场所类别", one_of(words.PLACE_KINDS, Reason.UNKNOWN_PLACE_KIND)),
        region=cells.read("区划代码", values.region),
        topic=cells.read("主题", _title),
        attendance=cells.read("人数", values.people),
        forms=cells.read("形式", some_of(words.FORMS, Reason.UNKNOWN_FORM)),
        partners=cells.read("合作单位", some_of(words.PARTNERS, Reason.UNKNOWN_PARTNER)),
        occasion=cells.read("节点", perhaps(one_of(words.OCCASIONS, Reason.UNKNOWN_OCCASION))),
    )


def publication(cells: Cells) -> records.Publication:
    """Read a row of 新闻稿件."""
    return records.Publication(
        occurred_on=cells.day("日期"),
        title=cells.read("标题", said(_title)),
        channel=cells.read("渠道", one_of(words.CHANNELS, Reason.UNKNOWN_CHANNEL)),
        region=cells.read("区划代码", values.region),
    )


CASE_ENTRIES: Mapping[shapes.Shape, Callable[[Cells], records.CaseEntry]] = {
    shapes.CONTACTS: contact,
    shapes.DRUG_TESTS: drug_test,
    shapes.ASSESSMENTS: assessment,
}
OUTREACH: Mapping[shapes.Shape, Callable[[Cells], records.Outreach]] = {
    shapes.ACTIVITIES: activity,
    shapes.PUBLICATIONS: publication,
}
