"""Trainings, meetings, duty and publicity; materials, households, and who served for how long."""

from services.reporting.declared.measures.activities import (
    COMPOUND_MEETINGS,
    HOUSEHOLDS,
    MATERIALS,
    MEETINGS,
    OTHER_ACTIVITIES,
    OTHER_ATTENDANCE,
    PEOPLE_REGISTERED,
    PUBLICITY,
    SERVING,
    SERVING_MINUTES,
    VEHICLES_REGISTERED,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text
from shared.units import MINUTES

_TRAININGS = {"activity_kind": ("cadre_training", "worker_training")}
_DUTY = {"activity_kind": ("emergency_duty",)}

TRAININGS_HELD = Indicator(
    code="trainings_held",
    name=Text(zh="举办培训", en="Trainings"),
    unit="场",
    better="high",
    formula=Text(
        zh="期内举办的干部培训和社工培训场数",
        en="trainings of cadres and of social workers that were held",
    ),
    numerator=Selection(OTHER_ACTIVITIES, _TRAININGS),
)

TRAINING_ATTENDANCE = Indicator(
    code="training_attendance",
    name=Text(zh="培训参加人次", en="Attendance at trainings"),
    unit="人次",
    better="high",
    formula=Text(
        zh="期内干部培训和社工培训的参加人数之和",
        en="the attendance of the trainings of cadres and of social workers, added up",
    ),
    numerator=Selection(OTHER_ATTENDANCE, _TRAININGS),
)

MOBILISATION_MEETINGS = Indicator(
    code="mobilisation_meetings",
    name=Text(zh="动员会", en="Mobilisation meetings"),
    unit="场",
    better="high",
    formula=Text(
        zh="期内召开的动员会场数，可按层级分列，最低到小区、院落",
        en="mobilisation meetings held; by level, down to the residential compound",
    ),
    numerator=Selection(MEETINGS),
)

MEETINGS_BY_COMPOUND = Indicator(
    code="meetings_by_compound",
    name=Text(zh="小区动员会", en="Mobilisation meetings by compound"),
    unit="场",
    better="high",
    formula=Text(
        zh="期内写明小区（院落）名称的动员会场数，按名称分列；名称以登记为准，空格和全半角不作区分",
        en="mobilisation meetings that name a residential compound, by the name as it was entered,"
        " blanks and width of letters aside",
    ),
    numerator=Selection(COMPOUND_MEETINGS),
)

MEETING_ATTENDANCE = Indicator(
    code="meeting_attendance",
    name=Text(zh="动员会参加人次", en="Attendance at mobilisation meetings"),
    unit="人次",
    formula=Text(
        zh="期内动员会的参加人数之和",
        en="the attendance of the mobilisation meetings, added up",
    ),
    numerator=Selection(OTHER_ATTENDANCE, {"activity_kind": ("mobilisation_meeting",)}),
)

EMERGENCY_DUTIES = Indicator(
    code="emergency_duties",
    name=Text(zh="应急值守", en="Emergency duty"),
    unit="次",
    formula=Text(
        zh="期内登记的卡口、值守点应急值守次数",
        en="turns of emergency duty at checkpoints and posts",
    ),
    numerator=Selection(OTHER_ACTIVITIES, _DUTY),
)

EMERGENCY_DUTY_HOURS = Indicator(
    code="emergency_duty_hours",
    name=Text(zh="应急值守时长", en="Hours of emergency duty"),
    unit=MINUTES,
    formula=Text(
        zh="期内应急值守各类人员的人数乘以每人值守时长之和",
        en="of each role the people on emergency duty times how long each was there, added up",
    ),
    numerator=Selection(SERVING_MINUTES, _DUTY),
)

REGISTERED_PEOPLE = Indicator(
    code="people_registered",
    name=Text(zh="值守登记人员", en="People registered on emergency duty"),
    unit="人次",
    formula=Text(
        zh="期内应急值守登记的过往人员人次",
        en="people who passed and were registered on emergency duty, each time",
    ),
    numerator=Selection(PEOPLE_REGISTERED),
)

REGISTERED_VEHICLES = Indicator(
    code="vehicles_registered",
    name=Text(zh="值守登记车辆", en="Vehicles registered on emergency duty"),
    unit="辆次",
    formula=Text(
        zh="期内应急值守登记的过往车辆辆次",
        en="vehicles that passed and were registered on emergency duty, each time",
    ),
    numerator=Selection(VEHICLES_REGISTERED),
)

OTHER_PUBLICITY = Indicator(
    code="other_publicity",
    name=Text(zh="其他主题宣传", en="Publicity on other subjects"),
    unit="场",
    formula=Text(
        zh="期内举办的禁毒以外其他主题的宣传场数，不计入禁毒宣传活动",
        en="publicity on other subjects than drugs; it is not among the prevention sessions",
    ),
    numerator=Selection(PUBLICITY),
)

MATERIALS_GIVEN = Indicator(
    code="materials",
    name=Text(zh="发放、张挂宣传品", en="Materials handed out or put up"),
    unit="件物品",
    better="high",
    formula=Text(
        zh="期内各类活动发放、张挂的宣传品件数之和，可按种类分列",
        en="materials handed out or put up at activities of all kinds, added up; by kind",
    ),
    numerator=Selection(MATERIALS),
)

HOUSEHOLDS_REACHED = Indicator(
    code="households_reached",
    name=Text(zh="入户宣传户次", en="Households reached"),
    unit="户次",
    better="high",
    formula=Text(
        zh="期内各类活动入户的户数之和；同一户多次入户的，每次都计",
        en="households reached by activities of all kinds, added up; one that is reached twice"
        " counts twice",
    ),
    numerator=Selection(HOUSEHOLDS),
)

PEOPLE_SERVING = Indicator(
    code="people_serving",
    name=Text(zh="参与服务人次", en="People who served at activities"),
    unit="人次",
    formula=Text(
        zh="期内各类活动中专职干部、社工、网格员、志愿者等参与服务的人次",
        en="cadres, social workers, grid administrators, volunteers and others who served at"
        " activities, each time",
    ),
    numerator=Selection(SERVING),
)

SERVING_HOURS = Indicator(
    code="serving_hours",
    name=Text(zh="参与服务时长", en="Hours served at activities"),
    unit=MINUTES,
    formula=Text(
        zh="期内各类活动各类人员的人数乘以每人服务时长之和",
        en="of each role the people who served at activities times how long each did, added up",
    ),
    numerator=Selection(SERVING_MINUTES),
)
