"""宣传活动: prevention sessions."""

from deploy.ledgers import values
from deploy.ledgers.kinds.single import single
from deploy.ledgers.ledger import Column, Words, day, one_of, region, some_of, text
from shared.text import Text

PLACE_KINDS = Words(
    "unknown_place_kind",
    Text(
        zh="没有这种场所类别；请写学校、社区、场所、家庭、企业、农村、餐厅、宾馆、商铺、"
        "单位、影院、网络或工地。",
        en="There is no such kind of place; write 学校, 社区, 场所, 家庭, 企业, 农村, "
        "餐厅, 宾馆, 商铺, 单位, 影院, 网络 or 工地.",
    ),
    {
        "学校": "school",
        "社区": "community",
        "场所": "venue",
        "家庭": "family",
        "企业": "enterprise",
        "农村": "village",
        "餐厅": "restaurant",
        "宾馆": "hotel",
        "商铺": "shop",
        "单位": "workplace",
        "影院": "cinema",
        "网络": "internet",
        "工地": "building_site",
    },
)
FORMS = Words(
    "unknown_form",
    Text(
        zh="没有这种形式；请写发放宣传品、现场咨询、悬挂条幅、展板、文艺演出或讲座，多种用顿号隔开。",
        en="There is no such form; write 发放宣传品, 现场咨询, 悬挂条幅, 展板, 文艺演出 or 讲座, "
        "several with 、 between them.",
    ),
    {
        "发放宣传品": "leaflets",
        "现场咨询": "advice",
        "悬挂条幅": "banners",
        "展板": "boards",
        "文艺演出": "performance",
        "讲座": "lecture",
    },
)
PARTNERS = Words(
    "unknown_partner",
    Text(
        zh="没有这种合作单位；请写工会、共青团、妇联或派出所，多个用顿号隔开，没有就留空。",
        en="There is no such partner; write 工会, 共青团, 妇联 or 派出所, several with 、 "
        "between them, or leave it blank.",
    ),
    {
        "工会": "trade_union",
        "共青团": "youth_league",
        "妇联": "womens_federation",
        "派出所": "police_station",
    },
)
OCCASIONS = Words(
    "unknown_occasion",
    Text(
        zh="没有这种节点；请写6·26、综治宣传月、七夕或重阳，没有就留空。",
        en="There is no such occasion; write 6·26, 综治宣传月, 七夕 or 重阳, or leave it blank.",
    ),
    {
        "6·26": "anti_drug_day",
        "6.26": "anti_drug_day",
        "6-26": "anti_drug_day",
        "6/26": "anti_drug_day",
        "626": "anti_drug_day",
        "6月26日": "anti_drug_day",
        "国际禁毒日": "anti_drug_day",
        "综治宣传月": "law_and_order_month",
        "七夕": "qixi",
        "七夕节": "qixi",
        "重阳": "double_ninth",
        "重阳节": "double_ninth",
    },
)

_COLUMNS = (
    day("日期", "occurred_on", also=("活动日期", "宣传日期", "活动时间")),
    one_of(PLACE_KINDS, "场所类别", "place_kind", also=("场所类型", "活动场所类别")),
    region(),
    text("主题", "topic", also=("活动主题", "宣传主题")),
    Column(
        "人数",
        "attendance",
        values.people,
        0,
        needed=True,
        also=("参加人数", "参与人数", "受众人数", "受教育人数", "活动人数"),
    ),
    some_of(FORMS, "形式", "forms", also=("活动形式", "宣传形式")),
    some_of(PARTNERS, "合作单位", "partners", also=("协作单位", "配合单位")),
    one_of(OCCASIONS, "节点", "occasion", needed=False, also=("宣传节点", "时间节点")),
)

LEDGER = single("宣传活动", "/v1/activities", "outreach.SessionHeld", _COLUMNS)
