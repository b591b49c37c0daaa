"""Audiences and channels, as ledgers of surveys and articles write them."""

from collections.abc import Mapping, Sequence

from deploy.ledgers.help_kinds import Names, words_of
from shared.text import Text

# Those of a service that does not say which it has.
AUDIENCES: Names = {
    "students": Text(zh="在校学生", en="students"),
    "idle_youth": Text(zh="闲散青少年", en="idle youth"),
    "migrants": Text(zh="流动人口", en="migrants"),
    "jobless": Text(zh="失业人员", en="jobless people"),
    "venue_staff": Text(zh="娱乐场所从业人员", en="staff of places of entertainment"),
    "minors": Text(zh="未成年人", en="minors"),
    "parents": Text(zh="学生家长", en="parents"),
    "women": Text(zh="妇女", en="women"),
    "elderly": Text(zh="老年人", en="older people"),
    "residents": Text(zh="居民", en="residents"),
    "villagers": Text(zh="村民", en="villagers"),
    "employees": Text(zh="企业职工", en="employees"),
    "building_workers": Text(zh="建筑工人", en="building workers"),
    "general_public": Text(zh="社会公众", en="the general public"),
}
CHANNELS: Names = {
    "website": Text(zh="网站", en="website"),
    "newspaper": Text(zh="报纸", en="newspaper"),
    "wechat_account": Text(zh="微信公众号", en="WeChat account"),
    "television": Text(zh="电视", en="television"),
    "weibo": Text(zh="微博", en="Weibo"),
    "douyin": Text(zh="抖音", en="Douyin"),
    "toutiao": Text(zh="今日头条", en="Toutiao"),
    "kuaishou": Text(zh="快手", en="Kuaishou"),
    "wechat_video": Text(zh="微信视频号", en="WeChat Channels"),
    "radio": Text(zh="广播", en="radio"),
}
# As ledgers write what is built in; a place's own names go before these.
USUAL_AUDIENCES: Mapping[str, Sequence[str]] = {
    "students": ("学生", "中小学生"),
    "idle_youth": ("闲散青年", "社会青少年"),
    "migrants": ("外来务工人员", "流动人员"),
    "jobless": ("无业人员",),
    "parents": ("家长",),
    "elderly": ("老人",),
    "residents": ("社区居民", "群众"),
    "employees": ("职工",),
    "building_workers": ("工地工人",),
}
USUAL_CHANNELS: Mapping[str, Sequence[str]] = {
    "website": ("网页", "门户网站"),
    "newspaper": ("报刊",),
    "wechat_account": ("公众号", "微信"),
    "television": ("电视台",),
    "toutiao": ("头条", "头条号"),
    "wechat_video": ("视频号",),
}


def audiences_of(lists: Mapping[str, Names]) -> dict[str, str]:
    """The words for audiences with their codes, of the place that has these lists."""
    return words_of(lists.get("audience") or AUDIENCES, USUAL_AUDIENCES)


def channels_of(lists: Mapping[str, Names]) -> dict[str, str]:
    """The words for channels with their codes, of the place that has these lists."""
    return words_of(lists.get("channel") or CHANNELS, USUAL_CHANNELS)
