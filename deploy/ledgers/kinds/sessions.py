"""宣传活动, 培训与会议 and 值守登记: sessions, trainings and meetings, emergency duty."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.kinds.single import single
from deploy.ledgers.ledger import (
    Ask,
    Column,
    Ledger,
    RowValues,
    Words,
    day,
    one_of,
    region,
    some_of,
    text,
)
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, materials, serving, words
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
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
    {
        **dict.fromkeys(("在校学生", "学生"), "students"),
        **dict.fromkeys(("闲散青少年", "闲散青年"), "idle_youth"),
        **dict.fromkeys(("流动人口", "外来务工人员"), "migrants"),
        **dict.fromkeys(("失业人员", "无业人员"), "jobless"),
        **dict.fromkeys(("居民", "社区居民"), "residents"),
    },
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
_EVENT, _PATH = "outreach.SessionHeld", "/v1/activities"
_NOT_LAUNCHED = "unknown_campaign"


def _number(name: str, field: str, *also: str) -> Column:
    """A column of a number that may be blank; the service has none then."""
    return Column(name, field, values.optional(values.people), also=also, usual=0)


def _attendance() -> Column:
    return Column(
        "人数",
        "attendance",
        values.people,
        0,
        needed=True,
        also=("参加人数", "参与人数", "受众人数", "受教育人数", "活动人数"),
    )


def _of_kinds(*kinds: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda facts: facts.get("kind", "session") in kinds


def _place_kind(lists: Lists, *, needed: bool = True) -> Column:
    return one_of(
        words(PLACE_KINDS, lists, "place_kind"),
        "场所类别",
        "place_kind",
        needed=needed,
        also=("场所类型", "活动场所类别"),
    )


def ledger_of(lists: Lists) -> Ledger:
    """The ledger of sessions, in a place that has these words."""
    columns = (
        day("日期", "occurred_on", also=("活动日期", "宣传日期", "活动时间")),
        _place_kind(lists),
        region(),
        text("主题", "topic", also=("活动主题", "宣传主题")),
        _attendance(),
        some_of(words(FORMS, lists, "form"), "形式", "forms", also=("活动形式", "宣传形式")),
        some_of(
            words(PARTNERS, lists, "partner"),
            "合作单位",
            "partners",
            also=("协作单位", "配合单位"),
        ),
        one_of(OCCASIONS, "节点", "occasion", needed=False, also=("宣传节点", "时间节点")),
        some_of(
            words(AUDIENCES, lists, "audience"),
            "宣传对象",
            "audiences",
            also=("受众", "重点人群"),
        ),
        materials(words(MATERIALS, lists, "material")),
        _number("入户数", "households", "入户户数", "覆盖户数"),
        serving(),
        Column(
            "专项活动",
            "campaign",
            values.optional(values.one_spelling),
            also=("专项行动", "专项活动代码"),
        ),
    )
    ledger = single("宣传活动", _PATH, _EVENT, columns)
    ask = _foreseeing(ledger.send)
    return replace(ledger, wrote=_of_kinds("session"), check=ask, send=ask)


def _foreseeing(post: Ask) -> Ask:
    """Posts a row; a dry run takes the campaign that a row of the same folder is to launch."""

    async def ask(record: RowValues, sender: Sender) -> CallAnswer:
        try:
            return await post(record, sender)
        except RowRefused as refused:
            foreseen = sender.dry_run and record["campaign"] in sender.directory.campaigns
            if not foreseen or {each.reason for each in refused.faults} != {_NOT_LAUNCHED}:
                raise
            return CallAnswer({}, is_new=True)

    return ask


def gatherings_of(lists: Lists) -> Ledger:
    """The ledger of trainings and mobilisation meetings."""
    columns = (
        day("日期", "occurred_on", also=("活动日期", "会议日期", "培训日期")),
        one_of(GATHERINGS, "种类", "kind", also=("活动种类", "类别")),
        region(),
        text("主题", "topic", also=("培训主题", "会议主题", "内容")),
        _attendance(),
        one_of(MEETING_LEVELS, "层级", "meeting_level", needed=False, also=("会议层级",)),
        text("小区", "compound", also=("小区名称", "院落名称")),
        some_of(
            words(AUDIENCES, lists, "audience"),
            "参加对象",
            "audiences",
            also=("培训对象", "参会对象"),
        ),
        serving(),
    )
    kinds = _of_kinds("cadre_training", "worker_training", "mobilisation_meeting")
    return replace(single("培训与会议", _PATH, _EVENT, columns), wrote=kinds)


def duty_of(lists: Lists) -> Ledger:
    """The ledger of emergency duty at checkpoints and posts."""
    columns = (
        day("日期", "occurred_on", also=("值守日期",)),
        one_of(DUTY, "种类", "kind", needed=False, also=("值守种类",)),
        region(),
        text("主题", "topic", also=("值守地点", "值守事由")),
        Column("人数", "attendance", values.people, 0, needed=True, also=("值守人数",)),
        _place_kind(lists, needed=False),
        _number("登记人员", "people_registered", "登记人数", "登记人次"),
        _number("登记车辆", "vehicles_registered", "登记车次", "登记车辆数"),
        serving(),
    )
    ledger = single("值守登记", _PATH, _EVENT, columns)
    return replace(ledger, wrote=_of_kinds("emergency_duty"), complete=_is_duty)


def _is_duty(record: dict[str, Any]) -> None:
    """Whatever stands in this ledger is emergency duty, also where no column says so."""
    record["kind"] = record.get("kind") or "emergency_duty"


LEDGER = ledger_of(NOTHING_SAID)
GATHERINGS_LEDGER = gatherings_of(NOTHING_SAID)
DUTY_LEDGER = duty_of(NOTHING_SAID)
