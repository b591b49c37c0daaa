"""The codes of prevention by name: places, forms, partners, occasions, channels. Pure."""

from collections.abc import Mapping

from shared.events.outreach.articles import Channel
from shared.events.outreach.sessions import Form, Occasion, Partner, PlaceKind
from shared.text import Text

PLACE_KINDS: Mapping[PlaceKind, Text] = {
    PlaceKind.SCHOOL: Text(zh="学校", en="schools"),
    PlaceKind.COMMUNITY: Text(zh="社区", en="communities"),
    PlaceKind.VENUE: Text(zh="场所", en="places of entertainment"),
    PlaceKind.FAMILY: Text(zh="家庭", en="families"),
    PlaceKind.ENTERPRISE: Text(zh="企业", en="enterprises"),
    PlaceKind.VILLAGE: Text(zh="农村", en="villages"),
    PlaceKind.RESTAURANT: Text(zh="餐厅", en="restaurants"),
    PlaceKind.HOTEL: Text(zh="宾馆", en="hotels"),
    PlaceKind.SHOP: Text(zh="商铺", en="shops"),
    PlaceKind.WORKPLACE: Text(zh="单位", en="workplaces"),
    PlaceKind.CINEMA: Text(zh="影院", en="cinemas"),
    PlaceKind.INTERNET: Text(zh="网络", en="the internet"),
    PlaceKind.BUILDING_SITE: Text(zh="工地", en="building sites"),
}
FORMS: Mapping[Form, Text] = {
    Form.LEAFLETS: Text(zh="发放宣传品", en="leaflets"),
    Form.BANNERS: Text(zh="悬挂条幅", en="banners"),
    Form.BOARDS: Text(zh="展板", en="display boards"),
    Form.PERFORMANCE: Text(zh="文艺演出", en="performances"),
    Form.ADVICE: Text(zh="现场咨询", en="advice on the spot"),
    Form.LECTURE: Text(zh="讲座", en="lectures"),
}
PARTNERS: Mapping[Partner, Text] = {
    Partner.POLICE_STATION: Text(zh="派出所", en="police station"),
    Partner.YOUTH_LEAGUE: Text(zh="共青团", en="Youth League"),
    Partner.TRADE_UNION: Text(zh="工会", en="trade union"),
    Partner.WOMENS_FEDERATION: Text(zh="妇联", en="Women's Federation"),
}
OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.ANTI_DRUG_DAY: Text(zh="6·26国际禁毒日", en="Anti-Drug Day (26 June)"),
    Occasion.LAW_AND_ORDER_MONTH: Text(zh="综治宣传月", en="law-and-order month"),
    Occasion.QIXI: Text(zh="七夕", en="Qixi"),
    Occasion.DOUBLE_NINTH: Text(zh="重阳", en="Double Ninth"),
}
CHANNELS: Mapping[Channel, Text] = {
    Channel.WEBSITE: Text(zh="网站", en="website"),
    Channel.NEWSPAPER: Text(zh="报纸", en="newspaper"),
    Channel.WECHAT_ACCOUNT: Text(zh="微信公众号", en="WeChat account"),
    Channel.TELEVISION: Text(zh="电视", en="television"),
}
