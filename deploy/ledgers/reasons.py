"""Why a row is rejected: a code for machines, and a sentence for the person who mends it.

A code says which check a value failed; a blank fails the check of its column, and only a
column that has no other check says ``missing_value``.
"""

from enum import StrEnum

from deploy.ledgers.sentences import Sentence


class Reason(StrEnum):
    """The checks that the import itself makes; the service may refuse a row for others.

    Where the service has the same rule, the code is the same.
    """

    BAD_DATE = "bad_date"
    FUTURE_DATE = "future_date"
    ID_CHECKSUM = "id_checksum"
    BAD_PHONE = "bad_phone"
    BAD_NUMBER = "bad_number"
    MISSING_VALUE = "missing_value"
    TOO_LONG = "too_long"
    EXTRA_VALUES = "extra_values"
    UNKNOWN_CLIENT = "unknown_client"
    UNKNOWN_WORKSTATION = "unknown_workstation"
    UNKNOWN_REGION = "unknown_region"
    UNKNOWN_SEX = "unknown_sex"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_MODE = "unknown_mode"
    UNKNOWN_RESULT = "unknown_result"
    UNKNOWN_REASON = "unknown_reason"
    UNEXPECTED_REASON = "unexpected_reason"
    UNKNOWN_LEVEL = "unknown_level"
    UNKNOWN_PLACE_KIND = "unknown_place_kind"
    UNKNOWN_FORM = "unknown_form"
    UNKNOWN_PARTNER = "unknown_partner"
    UNKNOWN_OCCASION = "unknown_occasion"
    UNKNOWN_CHANNEL = "unknown_channel"
    REFERENCE_TAKEN = "reference_taken"
    CLIENT_HAS_OPEN_CASE = "client_has_open_case"
    NOT_A_PROGRAMME = "not_a_programme"
    NOT_REPORTED_IN = "not_reported_in"
    REPORTED_IN_BEFORE_DECISION = "reported_in_before_decision"
    AGREEMENT_BEFORE_REPORTING_IN = "agreement_before_reporting_in"


SENTENCES: dict[Reason, Sentence] = {
    Reason.BAD_DATE: Sentence(
        "没有写日期，或没有这一天；请写成 2019-04-06 的样子。",
        "The date is blank or there is no such day; write it like 2019-04-06.",
    ),
    Reason.FUTURE_DATE: Sentence(
        "日期在将来；只能登记已经发生的事。",
        "The date lies in the future; only what has happened can be entered.",
    ),
    Reason.ID_CHECKSUM: Sentence(
        "身份证号不是18位，或出生日期、校验码不对；请对照证件核对。",
        "The ID number does not have 18 places, or its birth date or check digit is wrong; "
        "compare it with the card.",
    ),
    Reason.BAD_PHONE: Sentence(
        "电话号码不对；请只写一个号码，没有就留空。",
        "This is no phone number; write one number, or leave it blank.",
    ),
    Reason.BAD_NUMBER: Sentence(
        "人数要写成0或正整数。",
        "The number of people must be a whole number, zero or more.",
    ),
    Reason.MISSING_VALUE: Sentence("这一栏不能空。", "This column cannot be blank."),
    Reason.TOO_LONG: Sentence(
        "这一栏的字数太多；请缩短。", "There is too much text in this column; shorten it."
    ),
    Reason.EXTRA_VALUES: Sentence(
        "这一行的内容比表头多；含逗号的内容要加双引号。",
        "This row has more values than the header; put text with commas in double quotes.",
    ),
    Reason.UNKNOWN_CLIENT: Sentence(
        "服务对象中没有这个编号（或该行未通过）；请先登记服务对象。",
        "No accepted client has this number; enter the client first.",
    ),
    Reason.UNKNOWN_WORKSTATION: Sentence(
        "没有叫这个名称的工作站；请先在工作站.csv登记，或留空。",
        "No workstation has this name; enter it in 工作站.csv first, or leave it blank.",
    ),
    Reason.UNKNOWN_REGION: Sentence(
        "没有这个区划代码；请写12位统计用区划代码。",
        "There is no such region; write the 12 digits of the statistical code.",
    ),
    Reason.UNKNOWN_SEX: Sentence("性别请写男或女。", "Write 男 or 女."),
    Reason.UNKNOWN_KIND: Sentence(
        "类别请写社区戒毒、社区康复或社会面。", "Write 社区戒毒, 社区康复 or 社会面."
    ),
    Reason.UNKNOWN_MODE: Sentence(
        "方式请写入户、家访、面谈、电话、微信或视频。",
        "Write 入户, 家访, 面谈, 电话, 微信 or 视频.",
    ),
    Reason.UNKNOWN_RESULT: Sentence("结果请写阴性、阳性或未检。", "Write 阴性, 阳性 or 未检."),
    Reason.UNKNOWN_REASON: Sentence(
        "未检要写原因：请假、无故、逃避或拒检。",
        "A test not done needs its reason: 请假, 无故, 逃避 or 拒检.",
    ),
    Reason.UNEXPECTED_REASON: Sentence(
        "已检的不应有未检原因；请改结果或清空原因。",
        "A test that was done has no reason for not being done; mend the one or the other.",
    ),
    Reason.UNKNOWN_LEVEL: Sentence("等级请写高、中或低。", "Write 高, 中 or 低."),
    Reason.UNKNOWN_PLACE_KIND: Sentence(
        "没有这种场所类别；请写学校、社区、场所、家庭、企业、农村、餐厅、宾馆、商铺、"
        "单位、影院、网络或工地。",
        "There is no such kind of place; write 学校, 社区, 场所, 家庭, 企业, 农村, 餐厅, 宾馆, "
        "商铺, 单位, 影院, 网络 or 工地.",
    ),
    Reason.UNKNOWN_FORM: Sentence(
        "没有这种形式；请写发放宣传品、现场咨询、悬挂条幅、展板、文艺演出或讲座，多种用顿号隔开。",
        "There is no such form; write 发放宣传品, 现场咨询, 悬挂条幅, 展板, 文艺演出 or 讲座, "
        "several with 、 between them.",
    ),
    Reason.UNKNOWN_PARTNER: Sentence(
        "没有这种合作单位；请写工会、共青团、妇联或派出所，多个用顿号隔开，没有就留空。",
        "There is no such partner; write 工会, 共青团, 妇联 or 派出所, several with 、 between "
        "them, or leave it blank.",
    ),
    Reason.UNKNOWN_OCCASION: Sentence(
        "没有这种节点；请写6·26、综治宣传月、七夕或重阳，没有就留空。",
        "There is no such occasion; write 6·26, 综治宣传月, 七夕 or 重阳, or leave it blank.",
    ),
    Reason.UNKNOWN_CHANNEL: Sentence(
        "渠道请写网站、报纸、微信公众号或电视。", "Write 网站, 报纸, 微信公众号 or 电视."
    ),
    Reason.REFERENCE_TAKEN: Sentence(
        "这个编号已有内容不同的档案；请核对编号，同一人只留一行。",
        "This number already stands for a file that says otherwise; check the number, and keep "
        "one row for one person.",
    ),
    Reason.CLIENT_HAS_OPEN_CASE: Sentence(
        "此人已有档案，编号不同；一人一档，请核对。",
        "This person already has a file, under another number; one person has one file.",
    ),
    Reason.NOT_A_PROGRAMME: Sentence(
        "社会面人员没有报到和协议；请核对类别，或清空日期。",
        "A user at large neither reports in nor signs an agreement; check the kind, or leave the "
        "date blank.",
    ),
    Reason.NOT_REPORTED_IN: Sentence(
        "有协议日期，却没有报到日期；请补上报到日期。",
        "There is a date of agreement and none of reporting in; add the latter.",
    ),
    Reason.REPORTED_IN_BEFORE_DECISION: Sentence(
        "报到日期早于决定日期；请核对。",
        "The client cannot have reported in before the decision; check both dates.",
    ),
    Reason.AGREEMENT_BEFORE_REPORTING_IN: Sentence(
        "协议日期早于报到日期；请核对。",
        "The agreement cannot be older than the reporting in; check both dates.",
    ),
}


class Fault(Exception):
    """A row cannot be taken as it stands: the column at fault, the code, and a sentence."""

    def __init__(self, column: str, reason: str, sentence: Sentence) -> None:
        self.column = column
        self.reason = reason
        self.sentence = sentence
        super().__init__(f"{column}: {reason}")


def fault(column: str, reason: Reason) -> Fault:
    """The fault of a column that failed one of the import's own checks."""
    return Fault(column, reason.value, SENTENCES[reason])
