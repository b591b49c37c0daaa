"""The words of places in ledgers, and the codes that they stand for."""

from deploy.ledgers.kinds.activity_words import PLACE_KINDS
from deploy.ledgers.ledger import Words
from shared.text import Text

NAMED = "named_place"
FACILITIES = Words(
    "unknown_facility",
    Text(
        zh="没有这种阵地；请写阳光驿站、试点站、禁毒文化广场、禁毒教育基地、活动室、积分超市、阳光工坊、"
        "就业体验基地、学习讲堂、爱心救助箱，学校、娱乐场所等请写登记场所。",
        en="There is no such kind of place; write 阳光驿站, 试点站, 禁毒文化广场, 禁毒教育基地,"
        " 活动室, 积分超市, 阳光工坊, 就业体验基地, 学习讲堂 or 爱心救助箱, and 登记场所"
        " for schools, venues and the like.",
    ),
    {
        **dict.fromkeys(("阳光驿站", "驿站"), "sunshine_station"),
        "试点站": "pilot_station",
        **dict.fromkeys(("禁毒文化广场", "文化广场", "禁毒主题公园"), "culture_square"),
        **dict.fromkeys(("禁毒教育基地", "教育基地", "培训基地"), "training_base"),
        "活动室": "activity_room",
        **dict.fromkeys(("积分超市", "爱心超市"), "points_shop"),
        "阳光工坊": "sunshine_workshop",
        "就业体验基地": "work_experience_base",
        "学习讲堂": "learning_hall",
        **dict.fromkeys(("爱心救助箱", "救助箱"), "love_relief_box"),
        **dict.fromkeys(("登记场所", "重点场所", "应进场所"), NAMED),
    },
)
OFFERS = Words(
    "unknown_offer",
    Text(
        zh="没有这种服务；请写心理咨询、技能培训、参观讲解、政策咨询、积分兑换、困难救助、就业体验、"
        "学习讲座、文体活动或创业孵化，多种用顿号隔开。",
        en="Nothing of this name is offered; write 心理咨询, 技能培训, 参观讲解, 政策咨询,"
        " 积分兑换, 困难救助, 就业体验, 学习讲座, 文体活动 or 创业孵化, several with 、 between"
        " them.",
    ),
    {
        "心理咨询": "counselling",
        "技能培训": "skills_training",
        "参观讲解": "guided_tour",
        "政策咨询": "advice",
        "积分兑换": "points_exchange",
        "困难救助": "relief",
        "就业体验": "work_experience",
        "学习讲座": "lectures",
        "文体活动": "recreation",
        "创业孵化": "business_incubation",
    },
)
ROOMS = Words(
    "unknown_room",
    Text(
        zh="没有这种房间；请写展厅、报告厅、心理咨询室、活动室、阅览室、培训室、体验室或办公室，"
        "多个用顿号隔开。",
        en="There is no such room; write 展厅, 报告厅, 心理咨询室, 活动室, 阅览室, 培训室, 体验室"
        " or 办公室, several with 、 between them.",
    ),
    {
        "展厅": "exhibition",
        "报告厅": "lecture_room",
        "心理咨询室": "counselling_room",
        "活动室": "activity_room",
        "阅览室": "reading_room",
        "培训室": "training_room",
        "体验室": "simulation_room",
        "办公室": "office",
    },
)
USES = Words(
    "unknown_place_use",
    Text(
        zh="没有这种用途；请写参观学习、培训、心理咨询、讲座、会议、文体活动、积分兑换、就业体验或救助。",
        en="There is no such use; write 参观学习, 培训, 心理咨询, 讲座, 会议, 文体活动, 积分兑换,"
        " 就业体验 or 救助.",
    ),
    {
        **dict.fromkeys(("参观学习", "参观"), "visit"),
        **dict.fromkeys(("培训", "技能培训"), "training"),
        "心理咨询": "counselling",
        "讲座": "lecture",
        **dict.fromkeys(("会议", "座谈会"), "meeting"),
        "文体活动": "recreation",
        "积分兑换": "points_exchange",
        "就业体验": "work_experience",
        "救助": "relief",
    },
)
__all__ = ["FACILITIES", "NAMED", "OFFERS", "PLACE_KINDS", "ROOMS", "USES"]
