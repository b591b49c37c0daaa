"""The words of activities in ledgers, and the codes that they stand for."""

from deploy.ledgers.ledger import Words
from deploy.ledgers.prevention_words import audiences_of
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
        zh="没有这种节点；请写6·26、全民禁毒宣传月、综治宣传月、七夕、重阳、虎门销烟纪念日、国家宪法日、"
        "春节或世界艾滋病日，没有就留空。",
        en="There is no such occasion; write 6·26, 全民禁毒宣传月, 综治宣传月, 七夕, 重阳,"
        " 虎门销烟纪念日, 国家宪法日, 春节 or 世界艾滋病日, or leave it blank.",
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
        **dict.fromkeys(("全民禁毒宣传月", "禁毒宣传月"), "anti_drug_month"),
        **dict.fromkeys(("虎门销烟纪念日", "6·3"), "humen_day"),
        **dict.fromkeys(("国家宪法日", "宪法日"), "constitution_day"),
        "春节": "spring_festival",
        **dict.fromkeys(("世界艾滋病日", "艾滋病日"), "aids_day"),
    },
)

AUDIENCES = Words(
    "unknown_audience",
    Text(
        zh="没有这种宣传对象；请写学生、闲散青少年、流动人口、失业人员或居民，多种用顿号隔开。",
        en="There is no such audience; write 学生, 闲散青少年, 流动人口, 失业人员 or 居民, several "
        "with 、 between them.",
    ),
    audiences_of({}),
)
MATERIALS = Words(
    "unknown_material",
    Text(zh="没有这种宣传品。", en="There is no such material."),
    {
        **dict.fromkeys(("宣传单", "传单", "宣传页"), "leaflet"),
        **dict.fromkeys(("宣传册", "宣传手册"), "booklet"),
        **dict.fromkeys(("条幅", "横幅"), "banner"),
        "展板": "board",
        "黑板报": "blackboard",
        "海报": "poster",
    },
)
GATHERINGS = Words(
    "unknown_gathering",
    Text(zh="种类请写干部培训、社工培训或动员会。", en="Write 干部培训, 社工培训 or 动员会."),
    {
        **dict.fromkeys(("干部培训", "禁毒干部培训"), "cadre_training"),
        **dict.fromkeys(("社工培训", "禁毒社工培训"), "worker_training"),
        **dict.fromkeys(("动员会", "动员大会", "居民动员会"), "mobilisation_meeting"),
    },
)
MEETING_LEVELS = Words(
    "unknown_meeting_level",
    Text(
        zh="层级请写市、区县、街道、社区或小区；动员会必填，培训留空。",
        en="Write 市, 区县, 街道, 社区 or 小区 of a 动员会; leave it blank of a training.",
    ),
    {
        **dict.fromkeys(("市", "市级", "全市"), "city"),
        **dict.fromkeys(("区县", "县", "区", "区县级"), "county"),
        **dict.fromkeys(("街道", "乡镇", "街道（乡镇）", "街道级"), "street"),
        **dict.fromkeys(("社区", "村", "社区（村）", "社区级"), "community"),
        **dict.fromkeys(("小区", "院落", "小区、院落"), "compound"),
    },
)
DUTY = Words(
    "unknown_duty",
    Text(zh="种类请写应急值守。", en="Write 应急值守."),
    {"应急值守": "emergency_duty"},
)
OTHER = Words(
    "unknown_publicity",
    Text(zh="种类请写其他主题宣传，也可留空。", en="Write 其他主题宣传, or leave it blank."),
    {"其他主题宣传": "other_publicity"},
)
SESSION = "宣传活动"
KINDS = Words(
    "unknown_activity_kind",
    Text(
        zh="种类请写宣传活动、干部培训、社工培训、动员会、应急值守或其他主题宣传；宣传活动可留空。",
        en="Write 宣传活动, 干部培训, 社工培训, 动员会, 应急值守 or 其他主题宣传; 宣传活动 may"
        " be left out.",
    ),
    {
        **dict.fromkeys((SESSION, "禁毒宣传"), "session"),
        **GATHERINGS.codes,
        **DUTY.codes,
        **OTHER.codes,
    },
)
SUBJECTS = Words(
    "unknown_subject",
    Text(
        zh="没有这种宣传主题；请写社会治安综合治理、法治宣传、反电信网络诈骗、禁赌、反邪教、艾滋病防治、"
        "心理健康、疫情防控、消防安全、交通安全或未成年人保护；禁毒宣传请写入宣传活动。",
        en="There is no such subject; write 社会治安综合治理, 法治宣传, 反电信网络诈骗, 禁赌,"
        " 反邪教, 艾滋病防治, 心理健康, 疫情防控, 消防安全, 交通安全 or 未成年人保护; what is about"
        " drugs belongs to 宣传活动.",
    ),
    {
        **dict.fromkeys(("社会治安综合治理", "综治", "平安建设"), "law_and_order"),
        **dict.fromkeys(("法治宣传", "普法"), "rule_of_law"),
        **dict.fromkeys(("反电信网络诈骗", "反诈", "反诈骗"), "fraud"),
        "禁赌": "gambling",
        "反邪教": "cults",
        **dict.fromkeys(("艾滋病防治", "防艾"), "aids"),
        "心理健康": "mental_health",
        **dict.fromkeys(("疫情防控", "防疫"), "epidemic"),
        **dict.fromkeys(("消防安全", "消防"), "fire"),
        **dict.fromkeys(("交通安全", "交通"), "traffic"),
        "未成年人保护": "minors",
    },
)
CALLED_OFF = Words(
    "unknown_calling_off",
    Text(
        zh="取消原因请写天气、疫情、场地不便、合作单位不便、其他工作、误登或其他；没有取消就留空。",
        en="Write 天气, 疫情, 场地不便, 合作单位不便, 其他工作, 误登 or 其他 as the reason; leave"
        " it blank where nothing was called off.",
    ),
    {
        **dict.fromkeys(("天气", "天气原因", "下雨"), "weather"),
        "疫情": "epidemic",
        **dict.fromkeys(("场地不便", "场地", "场地冲突"), "place_not_free"),
        **dict.fromkeys(("合作单位不便", "合作单位原因"), "partner_cannot"),
        **dict.fromkeys(("其他工作", "工作冲突"), "other_work"),
        **dict.fromkeys(("误登", "登记有误"), "mistaken"),
        **dict.fromkeys(("其他", "其他原因"), "other"),
    },
)
