"""The indicators: every figure that is published, with its formula in words. Pure declarations.

A new indicator is one declaration here and one test.
"""

from services.reporting.declared.measures import (
    AGREEMENTS,
    ARTICLES,
    AT_LARGE,
    ATTENDANCE,
    CASES_OPENED,
    CONTACTS,
    PROGRAMME,
    REPORTED_IN,
    RISK_ASSESSMENTS,
    SESSIONS,
    TESTS,
)
from services.reporting.declared.words import Indicator, Name, Selection

_IN_PERSON = ("home_visit", "office")
_REMOTE = ("phone", "wechat", "video")
_DONE = ("negative", "positive")

DECLARED = (
    Indicator(
        "contacts_in_person_programme",
        Name(
            "对社区戒毒、社区康复人员的走访帮教", "Contacts in person with clients in a programme"
        ),
        "人次",
        Selection(CONTACTS, {"group": (PROGRAMME,), "mode": _IN_PERSON}),
        Name(
            "期内对社区戒毒、社区康复人员入户或面谈的次数；同一人见面两次计两人次",
            "home visits and talks at the office with clients in community detoxification or"
            " community rehabilitation; a person met twice counts twice",
        ),
    ),
    Indicator(
        "contacts_in_person_at_large",
        Name("对社会面吸毒人员的走访帮教", "Contacts in person with users at large"),
        "人次",
        Selection(CONTACTS, {"group": (AT_LARGE,), "mode": _IN_PERSON}),
        Name(
            "期内对社会面吸毒人员入户或面谈的次数",
            "home visits and talks at the office with users at large",
        ),
    ),
    Indicator(
        "contacts_by_phone_at_large",
        Name("对社会面吸毒人员的电话访谈", "Phone contacts with users at large"),
        "人次",
        Selection(CONTACTS, {"group": (AT_LARGE,), "mode": ("phone",)}),
        Name("期内与社会面吸毒人员电话访谈的次数", "talks by phone with users at large"),
    ),
    Indicator(
        "sessions",
        Name("禁毒宣传活动", "Prevention sessions"),
        "场",
        Selection(SESSIONS),
        Name("期内举办的宣传活动场数", "prevention sessions held"),
    ),
    Indicator(
        "articles",
        Name("发布稿件", "Articles"),
        "篇",
        Selection(ARTICLES),
        Name("期内发布的稿件篇数", "articles published"),
    ),
    Indicator(
        "contacts_remote_programme",
        Name("对社区戒毒、社区康复人员的远程联系", "Remote contacts with clients in a programme"),
        "人次",
        Selection(CONTACTS, {"group": (PROGRAMME,), "mode": _REMOTE}),
        Name(
            "期内以电话、微信或视频与社区戒毒、社区康复人员联系的次数",
            "contacts by phone, WeChat or video with clients in a programme",
        ),
    ),
    Indicator(
        "contacts",
        Name("帮教联系", "Contacts"),
        "人次",
        Selection(CONTACTS),
        Name("期内各种方式的联系次数", "contacts of every mode with every client"),
    ),
    Indicator(
        "persons_contacted",
        Name("帮教联系人数", "Persons contacted"),
        "人",
        Selection(CONTACTS),
        Name(
            "期内至少联系过一次的人数，每人只计一次",
            "persons with at least one contact, each counted once",
        ),
        counting="persons",
    ),
    Indicator(
        "attendance",
        Name("宣传活动参加人次", "Attendance at prevention sessions"),
        "人次",
        Selection(ATTENDANCE),
        Name("期内宣传活动参加人数之和", "the attendance of the sessions, added up"),
    ),
    Indicator(
        "tests_done",
        Name("已完成检测", "Drug tests done"),
        "次",
        Selection(TESTS, {"result": _DONE}),
        Name("结果为阴性或阳性的检测次数", "tests with a negative or a positive result"),
    ),
    Indicator(
        "tests_positive",
        Name("检测阳性", "Drug tests positive"),
        "次",
        Selection(TESTS, {"result": ("positive",)}),
        Name("结果为阳性的检测次数", "tests with a positive result"),
    ),
    Indicator(
        "tests_not_done",
        Name("应检未检", "Drug tests not done"),
        "次",
        Selection(TESTS, {"result": ("not_done",)}),
        Name("应检而未检的次数", "tests that were due and not done, for whatever reason"),
    ),
    Indicator(
        "test_rate",
        Name("尿检率", "Share of urine tests done"),
        "%",
        Selection(TESTS, {"method": ("urine",), "result": _DONE}),
        Name(
            "已完成的尿检次数 ÷ 登记的应检次数（已检与未检之和）× 100%",
            "urine tests done ÷ urine tests recorded as due (done and not done) × 100%",
        ),
        denominator=Selection(TESTS, {"method": ("urine",)}),
    ),
    Indicator(
        "risk_assessments",
        Name("风险评估", "Risk assessments"),
        "次",
        Selection(RISK_ASSESSMENTS),
        Name("期内完成的风险评估次数", "risk assessments made"),
    ),
    Indicator(
        "clients",
        Name("服务对象", "Clients"),
        "人",
        Selection(CASES_OPENED),
        Name(
            "期末有在办档案的人数，每人只计一次；决定日期不详的档案一直计入",
            "persons with an open case at the end of the period, each counted once; a case"
            " without a known day of decision has always been open",
        ),
        counting="stock",
    ),
    Indicator(
        "cases_opened",
        Name("新建档案", "Cases opened"),
        "份",
        Selection(CASES_OPENED),
        Name(
            "决定日期在期内的档案数（日期不详的不计）",
            "cases whose day of decision lies in the period (those without one are left out)",
        ),
    ),
    Indicator(
        "reported_in",
        Name("报到", "Reported in"),
        "人次",
        Selection(REPORTED_IN),
        Name("期内报到的次数", "clients' reportings in"),
    ),
    Indicator(
        "agreements_signed",
        Name("签订协议", "Agreements signed"),
        "份",
        Selection(AGREEMENTS),
        Name("期内签订的协议份数", "agreements signed"),
    ),
)

INDICATORS: dict[str, Indicator] = {indicator.code: indicator for indicator in DECLARED}

# The rows of the year's table, in the order in which it is published.
ANNUAL = (
    "contacts_in_person_programme",
    "contacts_in_person_at_large",
    "contacts_by_phone_at_large",
    "sessions",
    "articles",
)
