"""Posts that were bought in a period; how many there are, filled and vacant, at its end."""

from services.reporting.declared.measures.lacking import STATIONS_DUE
from services.reporting.declared.measures.posts import POSTS, POSTS_BOUGHT
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text
from shared.units import STATIONS

BOUGHT = Indicator(
    code="posts_bought",
    name=Text(zh="购买岗位", en="Posts bought"),
    unit="个",
    formula=Text(zh="期内购买的岗位数", en="posts that were bought in the period"),
    numerator=Selection(POSTS_BOUGHT),
)
POSTS_NOW = Indicator(
    code="posts",
    name=Text(zh="岗位", en="Posts"),
    unit="个",
    formula=Text(zh="期末尚未终止的岗位数", en="posts that have not ended, at the period's end"),
    numerator=Selection(POSTS, counting="stock"),
)
POSTS_FILLED = Indicator(
    code="posts_filled",
    name=Text(zh="在岗岗位", en="Posts filled"),
    unit="个",
    formula=Text(zh="期末有人在岗的岗位数", en="posts that a worker fills, at the period's end"),
    numerator=Selection(POSTS, {"post_state": ("filled",)}, counting="stock"),
)
POSTS_VACANT = Indicator(
    code="posts_vacant",
    name=Text(zh="空缺岗位", en="Posts vacant"),
    unit="个",
    formula=Text(zh="期末无人在岗的岗位数", en="posts that nobody fills, at the period's end"),
    numerator=Selection(POSTS, {"post_state": ("vacant",)}, counting="stock"),
    better="low",
)
FILLED_RATE = Indicator(
    code="posts_filled_rate",
    name=Text(zh="岗位到岗率", en="Share of posts filled"),
    unit="%",
    formula=Text(
        zh="期末有人在岗的岗位 ÷ 期末尚未终止的岗位",
        en="posts that a worker fills ÷ posts that have not ended, at the period's end",
    ),
    numerator=Selection(POSTS, {"post_state": ("filled",)}, counting="stock"),
    denominator=Selection(POSTS, counting="stock"),
    better="high",
)
STATIONS_DUE_POST = Indicator(
    code="stations_due_post",
    name=Text(zh="应配岗位而未配的工作站", en="Workstations due a post"),
    unit=STATIONS,
    formula=Text(
        zh="期末在册服务对象达到政策规定人数（post_due_at）而没有岗位的工作站，自系统发现之日起计",
        en="workstations with as many registered clients as the policy post_due_at says and no"
        " post, at the period's end; each counts from the day on which it was observed",
    ),
    numerator=Selection(STATIONS_DUE, counting="stock"),
    better="low",
)
