"""Articles of a demo in several media: with links and reads, and some that repeat another."""

from collections.abc import Sequence

from deploy.demo.rows import DemoRow

OFTEN = 9  # of so many articles one repeats that before it
ELSEWHERE = ("微博", "抖音", "今日头条")
FIRST = "首发渠道"


def in_several_media(rows: Sequence[DemoRow]) -> list[DemoRow]:
    """The rows, as many as before, with what each medium says of them."""
    told: list[DemoRow] = []
    for number, row in enumerate(rows):
        cells = dict(row.cells)
        before = told[-1].cells if told else None
        if number % OFTEN == OFTEN - 1 and before is not None and not before[FIRST]:
            shared = {name: before[name] for name in ("日期", "标题", "区划代码")}
            elsewhere = ELSEWHERE[number // OFTEN % len(ELSEWHERE)]
            cells |= {**shared, "渠道": elsewhere, FIRST: before["渠道"]}
        else:
            cells[FIRST] = ""
        site = "mp.weixin.qq.com" if cells["渠道"] == "微信公众号" else "news.example.org"
        cells["链接"] = f"https://{site}/{number + 1}.html" if number % 4 else ""
        cells["阅读量"] = str(120 + number * 37 % 4000) if number % 3 else ""
        told.append(DemoRow(cells))
    return told
