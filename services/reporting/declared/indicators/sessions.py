"""Prevention sessions: how many, with how many people, in which forms, with which partners."""

from services.reporting.declared.measures.sessions import (
    ATTENDANCE,
    SESSION_AUDIENCES,
    SESSION_FORMS,
    SESSION_OCCASIONS,
    SESSION_PARTNERS,
    SESSION_SETS,
    SESSIONS,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

SESSIONS_HELD = Indicator(
    code="sessions",
    name=Text(zh="禁毒宣传活动", en="Prevention sessions"),
    unit="场",
    better="high",
    formula=Text(zh="期内举办的宣传活动场数", en="prevention sessions held"),
    numerator=Selection(SESSIONS),
)

SESSIONS_ATTENDANCE = Indicator(
    code="attendance",
    name=Text(zh="宣传活动参加人次", en="Attendance at prevention sessions"),
    unit="人次",
    better="high",
    formula=Text(zh="期内宣传活动参加人数之和", en="the attendance of the sessions, added up"),
    numerator=Selection(ATTENDANCE),
)

SESSIONS_BY_FORM = Indicator(
    code="sessions_by_form",
    name=Text(zh="各种形式的宣传活动", en="Prevention sessions by form"),
    unit="场次",
    formula=Text(
        zh="期内采用某种形式的宣传活动场数；一场活动采用几种形式就计几次，各形式相加不等于活动总场数",
        en="prevention sessions held in a form; a session in two forms counts once for each, so"
        " the forms do not add up to the number of sessions",
    ),
    numerator=Selection(SESSION_FORMS),
)

SESSIONS_BY_PARTNER = Indicator(
    code="sessions_by_partner",
    name=Text(zh="与各单位合办的宣传活动", en="Prevention sessions by partner"),
    unit="场次",
    formula=Text(
        zh="期内与某单位合办的宣传活动场数；一场活动有几个合作单位就计几次，各单位相加不等于活动总场数",
        en="prevention sessions held with a partner; a session with two partners counts once for"
        " each, so the partners do not add up to the number of sessions",
    ),
    numerator=Selection(SESSION_PARTNERS),
)

SESSIONS_BY_AUDIENCE = Indicator(
    code="sessions_by_audience",
    name=Text(zh="面向各类对象的宣传活动", en="Prevention sessions by audience"),
    unit="场次",
    formula=Text(
        zh="期内面向某类对象的宣传活动场数；一场活动面向几类对象就计几次，各类对象相加不等于活动总场数",
        en="prevention sessions held for an audience; a session for two audiences counts once for"
        " each, so the audiences do not add up to the number of sessions",
    ),
    numerator=Selection(SESSION_AUDIENCES),
)

KEY_GROUP_SESSIONS = Indicator(
    code="key_group_sessions",
    name=Text(zh="面向重点人群的宣传活动", en="Prevention sessions for key groups"),
    unit="场次",
    better="high",
    formula=Text(
        zh="期内面向在校学生、闲散青少年、流动人口、失业人员的宣传活动场数；一场活动面向其中几类就计几次，"
        "各类相加不等于活动总场数",
        en="prevention sessions held for students, idle youth, migrants or jobless people; a"
        " session for two of these counts once for each, so it is not a number of sessions",
    ),
    numerator=Selection(
        SESSION_AUDIENCES, {"audience": ("students", "idle_youth", "migrants", "jobless")}
    ),
)

SESSIONS_BY_PLACE_SET = Indicator(
    code="sessions_by_place_set",
    name=Text(zh="“六进”“十进”宣传活动", en="Prevention sessions by set of enterings"),
    unit="场次",
    formula=Text(
        zh="期内在“六进”“十进”所列场所举办的宣传活动场数；同属两个系列的场所各计一次，相加不等于活动总场数；"
        "按登记时的场所目录统计",
        en="prevention sessions held in a kind of place of the six or of the ten enterings; a kind"
        " that is in both counts once for each, so the sets do not add up to the number of"
        " sessions; by the dictionary of the day of recording",
    ),
    numerator=Selection(SESSION_SETS),
)

SESSIONS_BY_OCCASION = Indicator(
    code="sessions_by_occasion",
    name=Text(zh="各宣传节点的宣传活动", en="Prevention sessions by occasion"),
    unit="场",
    formula=Text(
        zh="期内结合某一宣传节点举办的宣传活动场数；没有结合节点的不计",
        en="prevention sessions tied to an occasion; those that are tied to none do not count",
    ),
    numerator=Selection(SESSION_OCCASIONS),
)
