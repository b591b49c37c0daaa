"""Why a row is rejected: a code for machines, and a sentence for the person who fixes it.

A code says which check a value failed; a blank fails the check of its column, and only a
column that has no other check says ``missing_value``. The words of a column have their codes
and sentences in the module of their ledger.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.text import Text


class Reason(StrEnum):
    """The codes for which the import has sentences of its own; the service has others."""

    BAD_DATE = "bad_date"
    FUTURE_DATE = "future_date"
    ID_CHECKSUM = "id_checksum"
    DIGITS_LOST = "digits_lost"
    BAD_PHONE = "bad_phone"
    BAD_NUMBER = "bad_number"
    MISSING_VALUE = "missing_value"
    TOO_LONG = "too_long"
    EXTRA_VALUES = "extra_values"
    OPEN_QUOTE = "open_quote"
    BROKEN_CHARACTER = "broken_character"
    UNKNOWN_CLIENT = "unknown_client"
    AMBIGUOUS_CLIENT = "ambiguous_client"
    UNKNOWN_WORKSTATION = "unknown_workstation"
    ENTRY_BEFORE_DECISION = "entry_before_decision"
    ENTRY_VOID = "entry_void"
    REFERENCE_TAKEN = "reference_taken"
    CLIENT_HAS_OPEN_CASE = "client_has_open_case"
    CLIENT_HAS_ENDED_CASE = "client_has_ended_case"
    FILE_PASSED_ON = "file_passed_on"
    NOT_A_PROGRAMME = "not_a_programme"
    NOT_REPORTED_IN = "not_reported_in"
    REPORTED_IN_BEFORE_DECISION = "reported_in_before_decision"
    AGREEMENT_BEFORE_REPORTING_IN = "agreement_before_reporting_in"


TEXTS: dict[str, Text] = {
    Reason.BAD_DATE: Text(
        zh="没有写日期，或没有这一天；请写成 2019-04-06 的样子。",
        en="The date is blank or there is no such day; write it like 2019-04-06.",
    ),
    Reason.FUTURE_DATE: Text(
        zh="日期在将来；只能登记已经发生的事。",
        en="The date lies in the future; only what has happened can be entered.",
    ),
    Reason.ID_CHECKSUM: Text(
        zh="身份证号不是18位，或出生日期、校验码不对；请对照证件核对。",
        en="The ID number does not have 18 places, or its birth date or check "
        "digit is wrong; compare it with the card.",
    ),
    Reason.DIGITS_LOST: Text(
        zh="这个号码被表格软件当作数字处理，位数已不完整；请把该栏设为“文本”格式，对照原件重新填写。",
        en="A spreadsheet took this number for a quantity, and digits of it are lost; give the "
        "column the format “text”, and write the number again from its source.",
    ),
    Reason.BAD_PHONE: Text(
        zh="电话号码不对；请只写一个号码，没有就留空。",
        en="This is no phone number; write one number, or leave it blank.",
    ),
    Reason.BAD_NUMBER: Text(
        zh="人数要写成0或正整数。",
        en="The number of people must be a whole number, zero or more.",
    ),
    Reason.MISSING_VALUE: Text(
        zh="这一栏不能空。",
        en="This column cannot be blank.",
    ),
    Reason.TOO_LONG: Text(
        zh="这一栏的字数太多；请缩短。",
        en="There is too much text in this column; shorten it.",
    ),
    Reason.EXTRA_VALUES: Text(
        zh="这一行的内容比表头多；含逗号的内容要加双引号。",
        en="This row has more values than the header; put text with commas in double quotes.",
    ),
    Reason.OPEN_QUOTE: Text(
        zh="这一栏的英文双引号不成对；请补上或删去，或改用中文引号“”。",
        en="A double quote in this column is not closed; close it, remove it, or write “”.",
    ),
    Reason.BROKEN_CHARACTER: Text(
        zh="这一栏有乱码（原文件此处编码损坏，显示为 \ufffd）；请对照原件重新填写。",
        en="A character in this column is broken in the file (shown as \ufffd); write it again.",
    ),
    Reason.UNKNOWN_CLIENT: Text(
        zh="服务对象中没有这个编号（或该行未通过）；请先登记服务对象。",
        en="No accepted client has this number; enter the client first.",
    ),
    Reason.AMBIGUOUS_CLIENT: Text(
        zh="这个编号写给了不止一人（在本文件夹中，或与已有档案不符），无法确定是谁的记录；"
        "请先在服务对象中改好编号。",
        en="This number is given to more than one person, here or in an earlier import, so nobody "
        "can say whose entry this is; give each person a number of their own first.",
    ),
    Reason.UNKNOWN_WORKSTATION: Text(
        zh="没有叫这个名称的工作站；请先在工作站.csv登记，或留空。",
        en="No workstation has this name; enter it in 工作站.csv first, or leave it blank.",
    ),
    Reason.ENTRY_BEFORE_DECISION: Text(
        zh="日期早于该服务对象的决定日期；请核对这两个日期。",
        en="This day is before the decision by which the client's file was opened; check both "
        "dates.",
    ),
    Reason.ENTRY_VOID: Text(
        zh="这一行以前导入过，后来已作废，未再导入；"
        "确应计入的，请用 --replacing 导入，或改正该行。",
        en="This row was imported before and made void since, and is not taken again; if it is to "
        "count, import with --replacing, or correct the row.",
    ),
    Reason.REFERENCE_TAKEN: Text(
        zh="这个编号已属于他人，或已有内容不同的档案；请核对编号，同一人只留一行。",
        en="This number already stands for another person, or for a file that says otherwise; "
        "check the number, and keep one row for one person.",
    ),
    Reason.CLIENT_HAS_ENDED_CASE: Text(
        zh="此人在本单位已有终止的档案（一人一档）；请在阶段变更.csv登记恢复档案，不要另建。",
        en="This person has a file with your agency that has ended, and a person has one file; "
        "open it again in 阶段变更.csv.",
    ),
    Reason.CLIENT_HAS_OPEN_CASE: Text(
        zh="此人已有档案，编号不同；一人一档，请核对。",
        en="This person already has a file, under another number; one person has one file.",
    ),
    Reason.FILE_PASSED_ON: Text(
        zh="这份档案已移交其他单位，本单位不能再登记；请从台账中删去，或与当地禁毒办联系。",
        en="This file was given to another agency, and yours cannot write in it any more; take the "
        "row out, or ask the anti-drug office.",
    ),
    Reason.NOT_A_PROGRAMME: Text(
        zh="社会面人员没有报到和协议；请核对类别，或清空日期。",
        en="A user at large neither reports in nor signs an agreement; check "
        "the kind, or leave the date blank.",
    ),
    Reason.NOT_REPORTED_IN: Text(
        zh="有协议日期，却没有报到日期；请补上报到日期。",
        en="There is a date of agreement and none of reporting in; add the latter.",
    ),
    Reason.REPORTED_IN_BEFORE_DECISION: Text(
        zh="报到日期早于决定日期；请核对。",
        en="The client cannot have reported in before the decision; check both dates.",
    ),
    Reason.AGREEMENT_BEFORE_REPORTING_IN: Text(
        zh="协议日期早于报到日期；请核对。",
        en="The agreement cannot be older than the reporting in; check both dates.",
    ),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: the column, the code, and a sentence.

    `rests_on` are other columns: if one of them is at fault too, this may be only its consequence.
    """

    column: str
    reason: str
    text: Text
    rests_on: Collection[str] = ()


class RowRefused(Exception):
    """A row cannot be taken as it stands; `status` is that of the service, if it refused.

    `warnings` are what the service doubts besides.
    """

    def __init__(
        self,
        faults: Sequence[Fault],
        status: int | None = None,
        warnings: tuple[Fault, ...] = (),
    ) -> None:
        super().__init__(*(f"{fault.column}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)
        self.status = status
        self.warnings = warnings
