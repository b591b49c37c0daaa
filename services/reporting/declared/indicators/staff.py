"""Workers on a day, whether there are enough for clients, and the trainings that they attended."""

from services.reporting.declared.measures.lacking import STATIONS_UNDERSTAFFED, WORKERS_OVER_LIMIT
from services.reporting.declared.measures.staff import TRAINING_HOURS, TRAININGS, WORKERS
from services.reporting.declared.measures.standing import STANDING
from services.reporting.declared.measures.standing_teams import STANDING_TEAMS, Team
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text
from shared.units import STATIONS

WORKERS_SERVING = Indicator(
    code="workers",
    name=Text(zh="工作人员", en="Workers"),
    unit="人",
    formula=Text(
        zh="期末在册的工作人员，含专干、社工、志愿者、网格员等",
        en="workers in the rosters at the end of the period, of all kinds of employment",
    ),
    numerator=Selection(WORKERS, counting="stock"),
)
FULL_TIME_WORKERS = Indicator(
    code="full_time_workers",
    name=Text(zh="专职工作人员", en="Full-time workers"),
    unit="人",
    formula=Text(
        zh="期末在册的禁毒专干和禁毒社工",
        en="full-time cadres and social workers in the rosters at the end of the period",
    ),
    numerator=Selection(
        WORKERS, {"employed_as": ("full_time_cadre", "social_worker")}, counting="stock"
    ),
)
WORKERS_PER_CLIENTS = Indicator(
    code="workers_per_100_clients",
    name=Text(zh="每百名服务对象专职人员数", en="Full-time workers per 100 clients"),
    unit="人",
    formula=Text(
        zh="期末在册的禁毒专干和禁毒社工 ÷ 期末在册的服务对象 × 100",
        en="full-time cadres and social workers ÷ clients on the register, both at the end of the"
        " period, × 100",
    ),
    numerator=Selection(
        WORKERS, {"employed_as": ("full_time_cadre", "social_worker")}, counting="stock"
    ),
    denominator=Selection(STANDING, counting="stock"),
    better="high",
)
CLIENTS_PER_WORKER = Indicator(
    code="clients_per_worker",
    name=Text(zh="每名专职人员服务人数", en="Clients of one full-time worker"),
    unit="人/名",
    formula=Text(
        zh="期末小组有责任社工（专干）的社区戒毒、社区康复人员 ÷"
        " 期末在册的社区戒毒社区康复领域禁毒专干和禁毒社工",
        en="clients in a programme in whose team somebody carries the case ÷ full-time cadres and"
        " social workers in the field of community rehabilitation, both at the end of the period",
    ),
    numerator=Selection(STANDING_TEAMS, {"team": (Team.COMPLETE, Team.LACKING)}, counting="stock"),
    denominator=Selection(
        WORKERS,
        {"employed_as": ("full_time_cadre", "social_worker"), "field": ("community",)},
        counting="stock",
    ),
    times=1,
    better="low",
)
OVER_LIMIT = Indicator(
    code="workers_over_limit",
    name=Text(zh="服务人数超限的工作人员", en="Workers with too many cases"),
    unit="人",
    formula=Text(
        zh="期末在岗、所负责的未终止档案多于所在地区政策规定人数（clients_per_worker）的工作人员，与服务人数清单一致，"
        "自系统发现之日起计",
        en="workers who serve at the period's end and carry more cases that go on than the policy"
        " clients_per_worker of their region allows, as the list of caseloads says; each counts"
        " from the day on which it was observed",
    ),
    numerator=Selection(WORKERS_OVER_LIMIT, counting="stock"),
    better="low",
)
STATIONS_SHORT = Indicator(
    code="stations_understaffed",
    name=Text(zh="专职人员不足的工作站", en="Workstations with too few workers"),
    unit=STATIONS,
    formula=Text(
        zh="期末在站服务的禁毒专干和禁毒社工少于政策规定人数（fewest_workers）的工作站，各单位名册均计入，自系统发现之日起计",
        en="workstations at which fewer full-time cadres and social workers serve, of all rosters,"
        " than the policy fewest_workers says, at the period's end; each counts from the day on"
        " which it was observed",
    ),
    numerator=Selection(STATIONS_UNDERSTAFFED, counting="stock"),
    better="low",
)
TRAININGS_ATTENDED = Indicator(
    code="trainings",
    name=Text(zh="培训", en="Trainings attended"),
    unit="人次",
    formula=Text(zh="期内工作人员参加培训的人次", en="attendances of workers at trainings"),
    numerator=Selection(TRAININGS),
)
HOURS_TRAINED = Indicator(
    code="training_hours",
    name=Text(zh="培训学时", en="Hours of training"),
    unit="学时",
    formula=Text(zh="期内工作人员参加培训的学时合计", en="hours of trainings, of all who attended"),
    numerator=Selection(TRAINING_HOURS),
)
