"""The words of every page's frame, in both languages."""

from collections.abc import Mapping

from shared.text import Text

# Each view: its path, and what it is called.
VIEWS: Mapping[str, Text] = {
    "/": Text(zh="概览", en="Overview"),
    "/regions": Text(zh="地区", en="Regions"),
    "/ranking": Text(zh="排名", en="Ranking"),
    "/clients": Text(zh="服务对象", en="Clients"),
    "/help": Text(zh="帮扶", en="Help"),
    "/prevention": Text(zh="预防宣传", en="Prevention"),
    "/surveys": Text(zh="问卷调查", en="Surveys"),
    "/coverage": Text(zh="覆盖情况", en="Coverage"),
    "/places": Text(zh="阵地建设", en="Places"),
    "/campaigns": Text(zh="专项活动", en="Campaigns"),
    "/workforce": Text(zh="队伍建设", en="Workforce"),
    "/indicators": Text(zh="指标", en="Indicators"),
    "/year": Text(zh="年度统计表", en="Year's table"),
}

OF_NONE_BELOW = Text(zh="未分到下级地区的", en="what was recorded for no region below it")
NO_DETAIL = Text(
    zh="查看街道和社区的数字需要权限 statistics:detail。",
    en="Figures of streets and communities need the right statistics:detail.",
)
TEXTS: Mapping[str, Text] = {
    "name": Text(zh="驿站", en="Waystation"),
    "about": Text(zh="", en=""),  # of a view that needs no explanation
    "skip": Text(zh="跳到正文", en="Skip to content"),
    "views": Text(zh="栏目", en="Views"),
    "trail": Text(zh="所在地区", en="Where you are"),
    "other": Text(zh="English", en="中文"),
    "choose": Text(zh="选择地区和时段", en="Choose a region and a period"),
    "region": Text(zh="地区（名称或代码）", en="Region (name or code)"),
    "period": Text(zh="时段", en="Period"),
    "as_of": Text(zh="登记截止日（选填）", en="As of (optional)"),
    "show": Text(zh="查看", en="Show"),
    "before": Text(zh="上一期", en="Previous period"),
    "after": Text(zh="下一期", en="Next period"),
    "past": Text(
        zh="以下是按{day}当天已登记的内容统计的数字，此后登记、更正的内容不计入。",
        en="These are the figures as they were known at the end of {day}: what was recorded or"
        " corrected later does not count.",
    ),
    "now": Text(zh="查看目前的数字", en="Show the figures as they are now"),
    "documents": Text(zh="接口文档", en="API documents"),
    "leave": Text(zh="退出登录", en="Sign out"),
    "download": Text(zh="下载本页数据", en="Download this page"),
    "open": Text(zh="查看明细", en="Open this figure"),
    "table_of": Text(zh="图中数据", en="The figures of the chart"),
    "which": Text(zh="请选择地区", en="Which region do you mean?"),
    "colon": Text(zh="：", en=": "),
    "comma": Text(zh="、", en=", "),
    "stop": Text(zh="。", en="."),
    "gap": Text(zh="", en=" "),  # between sentences
    "all_few": Text(zh="数字均小于公布下限。", en="no figure is large enough to be shown."),
    "mostly_few": Text(
        zh="因此本页大部分数字没有显示。",
        en="Most figures of this page are therefore not shown.",
    ),
    "shows_more": Text(
        zh="上级地区或较长时段显示得更多",
        en="A larger region or a longer period shows more",
    ),
    "all_with_detail": Text(
        zh="具有操作权限 statistics:detail 的人员可以看到全部数字。",
        en="All figures are shown to those who have the action statistics:detail.",
    ),
    "none": Text(zh="该时段没有记录。", en="Nothing was recorded in this period."),
    "whole": Text(zh="截至{day}，本期尚未结束。", en="Until {day}: the period is not over."),
}
