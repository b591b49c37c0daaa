"""The words that ledgers use, and the codes that they stand for."""

from collections.abc import Mapping

from shared.events.cases.assessments import RiskLevel
from shared.events.cases.case import CaseKind
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import DrugTestResult, NotDoneReason
from shared.events.outreach.articles import Channel
from shared.events.outreach.sessions import Form, Occasion, Partner, PlaceKind

SEXES: Mapping[str, str] = {"男": "male", "男性": "male", "女": "female", "女性": "female"}

KINDS: Mapping[str, CaseKind] = {
    "社区戒毒": CaseKind.DETOXIFICATION,
    "社区康复": CaseKind.REHABILITATION,
    "社会面": CaseKind.AT_LARGE,
    "社会面吸毒人员": CaseKind.AT_LARGE,
}

MODES: Mapping[str, ContactMode] = {
    "入户": ContactMode.HOME_VISIT,
    "家访": ContactMode.HOME_VISIT,
    "入户走访": ContactMode.HOME_VISIT,
    "面谈": ContactMode.OFFICE,
    "电话": ContactMode.PHONE,
    "微信": ContactMode.WECHAT,
    "视频": ContactMode.VIDEO,
}

RESULTS: Mapping[str, DrugTestResult] = {
    "阴性": DrugTestResult.NEGATIVE,
    "阳性": DrugTestResult.POSITIVE,
    "未检": DrugTestResult.NOT_DONE,
}

NOT_DONE_REASONS: Mapping[str, NotDoneReason] = {
    "请假": NotDoneReason.EXCUSED,
    "无故": NotDoneReason.UNEXCUSED,
    "逃避": NotDoneReason.EVADED,
    "拒检": NotDoneReason.REFUSED,
}

LEVELS: Mapping[str, RiskLevel] = {
    word + ending: level
    for word, level in (("高", RiskLevel.HIGH), ("中", RiskLevel.MEDIUM), ("低", RiskLevel.LOW))
    for ending in ("", "风险")
}

PLACE_KINDS: Mapping[str, PlaceKind] = {
    "学校": PlaceKind.SCHOOL,
    "社区": PlaceKind.COMMUNITY,
    "场所": PlaceKind.VENUE,
    "家庭": PlaceKind.FAMILY,
    "企业": PlaceKind.ENTERPRISE,
    "农村": PlaceKind.VILLAGE,
    "餐厅": PlaceKind.RESTAURANT,
    "宾馆": PlaceKind.HOTEL,
    "商铺": PlaceKind.SHOP,
    "单位": PlaceKind.WORKPLACE,
    "影院": PlaceKind.CINEMA,
    "网络": PlaceKind.INTERNET,
    "工地": PlaceKind.BUILDING_SITE,
}

FORMS: Mapping[str, Form] = {
    "发放宣传品": Form.LEAFLETS,
    "现场咨询": Form.ADVICE,
    "悬挂条幅": Form.BANNERS,
    "展板": Form.BOARDS,
    "文艺演出": Form.PERFORMANCE,
    "讲座": Form.LECTURE,
}

PARTNERS: Mapping[str, Partner] = {
    "工会": Partner.TRADE_UNION,
    "共青团": Partner.YOUTH_LEAGUE,
    "妇联": Partner.WOMENS_FEDERATION,
    "派出所": Partner.POLICE_STATION,
}

OCCASIONS: Mapping[str, Occasion] = {
    **{f"6{mark}26": Occasion.ANTI_DRUG_DAY for mark in ("·", ".", "-", "/", "")},
    "6月26日": Occasion.ANTI_DRUG_DAY,
    "国际禁毒日": Occasion.ANTI_DRUG_DAY,
    "综治宣传月": Occasion.LAW_AND_ORDER_MONTH,
    "七夕": Occasion.QIXI,
    "七夕节": Occasion.QIXI,
    "重阳": Occasion.DOUBLE_NINTH,
    "重阳节": Occasion.DOUBLE_NINTH,
}

CHANNELS: Mapping[str, Channel] = {
    "网站": Channel.WEBSITE,
    "报纸": Channel.NEWSPAPER,
    "微信公众号": Channel.WECHAT_ACCOUNT,
    "电视": Channel.TELEVISION,
}
