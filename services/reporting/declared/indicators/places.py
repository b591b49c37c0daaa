"""Places of prevention: how many there are, how they are used, which kinds were entered."""

from services.reporting.declared.measures.places import (
    ACTIVITIES_AT_PLACES,
    ATTENDANCE_AT_PLACES,
    KINDS_ENTERED,
    NAMED_PLACES,
    PLACE_PERSON_TIMES,
    PLACE_USES,
    PLACES,
    PLACES_ENTERED,
    SESSIONS_AT_PLACES,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

PLACES_OPEN = Indicator(
    code="places",
    name=Text(zh="禁毒阵地", en="Places of prevention"),
    unit="处",
    formula=Text(
        zh="期末尚未关闭的阵地数，含登记在册的学校、娱乐场所等场所",
        en="places that are not closed at the period's end, also schools, venues and the like that"
        " are entered by name",
    ),
    numerator=Selection(PLACES, counting="stock"),
)
PLACES_NAMED = Indicator(
    code="named_places",
    name=Text(zh="登记在册的场所", en="Schools, venues and the like by name"),
    unit="处",
    formula=Text(
        zh="期末登记在册的学校、娱乐场所等，不论是否列为应进场所",
        en="schools, venues and the like that are entered by name, at the period's end, whether"
        " they must be entered or not",
    ),
    numerator=Selection(NAMED_PLACES, counting="stock"),
)
PLACES_TO_ENTER = Indicator(
    code="places_to_enter",
    name=Text(zh="应进场所", en="Places that must be entered"),
    unit="处",
    formula=Text(
        zh="期末列为应进场所的学校、娱乐场所等",
        en="schools, venues and the like that must be entered, at the period's end",
    ),
    numerator=Selection(NAMED_PLACES, {"must_enter": ("yes",)}, counting="stock"),
)
USES = Indicator(
    code="place_uses",
    name=Text(zh="阵地使用次数", en="Uses of places"),
    unit="次",
    better="high",
    formula=Text(zh="期内登记的阵地使用次数", en="uses of places that were recorded"),
    numerator=Selection(PLACE_USES),
)
USED_BY = Indicator(
    code="place_person_times",
    name=Text(zh="阵地使用人次", en="Person-times at places"),
    unit="人次",
    better="high",
    formula=Text(zh="期内各次使用的人数之和", en="how many used a place, added up over its uses"),
    numerator=Selection(PLACE_PERSON_TIMES),
)
AT_PLACES = Indicator(
    code="sessions_at_places",
    name=Text(zh="在阵地举办的宣传活动", en="Prevention sessions at places"),
    unit="场",
    better="high",
    formula=Text(
        zh="期内注明了阵地或登记场所的宣传活动场数",
        en="prevention sessions that name the place at which they were held",
    ),
    numerator=Selection(SESSIONS_AT_PLACES),
)
HELD_AT_PLACES = Indicator(
    code="activities_at_places",
    name=Text(zh="在阵地举办的各类活动", en="Activities at places"),
    unit="场",
    better="high",
    formula=Text(
        zh="期内注明了阵地或登记场所的各类活动场数：宣传活动、培训、动员会等；与登记的阵地使用分别统计",
        en="activities that name the place at which they were held: sessions, trainings, meetings"
        " and the rest; uses that are recorded as such are counted apart",
    ),
    numerator=Selection(ACTIVITIES_AT_PLACES),
)
ATTENDED_AT_PLACES = Indicator(
    code="attendance_at_places",
    name=Text(zh="阵地各类活动参加人次", en="Attendance at places"),
    unit="人次",
    better="high",
    formula=Text(
        zh="期内注明了阵地或登记场所的各类活动参加人数之和；与登记的阵地使用人次分别统计",
        en="the attendance of activities that name the place at which they were held, added up;"
        " person-times of uses are counted apart",
    ),
    numerator=Selection(ATTENDANCE_AT_PLACES),
)
ENTERED = Indicator(
    code="kinds_entered",
    name=Text(zh="进入的场所类别", en="Kinds of places entered"),
    unit="类",
    better="high",
    formula=Text(
        zh="期内开展过宣传活动的“社区×场所类别”数；同一社区的同一类场所只计一次",
        en="pairs of a community and a kind of place in which a prevention session was held; each"
        " counts once, however many sessions there were",
    ),
    numerator=Selection(KINDS_ENTERED, counting="persons"),
)
BY_NAME = Indicator(
    code="places_entered",
    name=Text(zh="已进的登记场所和阵地", en="Places by name that were entered"),
    unit="处",
    better="high",
    formula=Text(
        zh="期内开展过宣传活动的登记场所和阵地数；同一处举办几场只计一处，各月相加不等于总数",
        en="places at which a prevention session was held that names them; each counts once, so"
        " months do not add up to the total",
    ),
    numerator=Selection(PLACES_ENTERED, counting="persons"),
)
