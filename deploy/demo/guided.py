"""What is done with clients in a programme beside visits, tests and assessments, by ledger."""

from collections.abc import Sequence
from datetime import date, timedelta

from deploy.demo.courses import AT_LARGE
from deploy.demo.keeping import Keeping
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import Year

OUTCOMES = ("遵守", "部分遵守", "遵守", "遵守", "未遵守", "遵守")
AWAY = "411300000000"  # Nanyang


def _rows(columns: str, *cells: Sequence[Cell]) -> list[DemoRow]:
    return [DemoRow(dict(zip(columns.split(), row, strict=True))) for row in cells]


def guided(year: Year, keeping: Keeping) -> dict[str, list[DemoRow]]:
    """Rows of each of these ledgers; the first clients are in a programme all year."""
    clients = year.ledgers["服务对象"]
    programme = [row.cells for row in clients if row.cells["类别"] != AT_LARGE]
    one, two, three, four, five = (str(cells["编号"]) for cells in programme[:5])
    known, until = programme[4], keeping.until
    found = "氯胺酮" if known["毒品种类"] == "依托咪酯" else "依托咪酯"

    def on(month: int, day: int) -> date:
        return date(year.year, month, day)

    def before(days: int) -> date:
        return until - timedelta(days=days)

    once = ("", "", "")
    longer = (on(5, 30), on(6, 12), "是")  # the leave goes on
    return {
        "检测预约": _rows(
            "预约日期 对象编号 期限 受托单位 检测方法 采样地点 检测原因",
            (before(12), one, before(-4), "", "尿检", "工作站", "定期"),
            (before(9), two, before(-12), "", "尿检", "工作站", "随机"),
            (before(20), five, before(6), "", "毛发检测", "检测机构", "定期"),  # and nobody came
        ),
        "半年小结": _rows(
            "日期 对象编号 内容",
            *(
                (day, course.number, "半年来的报到、检测和生活情况")
                for course, day in keeping.written(6)
            ),
        ),
        "年度评估": _rows(
            "日期 对象编号 结果 参与人员 评估说明",
            *(
                (day, course.number, OUTCOMES[number % len(OUTCOMES)], "社工、民警", "")
                for number, (course, day) in enumerate(keeping.written(12))
            ),
        ),
        "请假": _rows(
            "报告日期 对象编号 离开日期 返回日期 目的地 事由 书面报告 续假日期 续假至 续假书面报告"
            " 实际返回日期",
            (on(4, 2), one, on(4, 4), on(4, 6), AWAY, "探亲", "否", *once, on(4, 6)),
            (on(5, 20), two, on(5, 22), on(6, 1), AWAY, "务工", "是", *longer, on(6, 12)),
            (on(8, 1), four, on(8, 3), on(8, 10), AWAY, "探亲", "是", *once, on(8, 20)),  # late
            (before(9), three, before(7), before(-3), AWAY, "务工", "是", *once, ""),
        ),
        "信息更正": _rows(
            "日期 对象编号 性别 年龄段 毒品种类",
            (on(3, 20), five, known["性别"], known["年龄段"], found),  # a test showed it
        ),
        "告知": _rows(
            "日期 对象编号 告知内容 签字",
            *(
                (cells["协议日期"], cells["编号"], "权利、义务、检测要求、保密", "是")
                for cells in programme
            ),
        ),
        "告诫": _rows(
            "日期 对象编号 事由 文书编号 内容",
            (on(8, 22), four, "逾期未归", f"告诫〔{year.year}〕1号", "已说明后果"),
            (on(10, 9), three, "未按时检测", f"告诫〔{year.year}〕2号", ""),
        ),
        "定期报到": list(keeping.report_rows()),
        "积分台账": _rows(
            "日期 对象编号 积分事项 备注",
            (on(4, 12), one, "参加培训", "家政技能培训"),
            (on(6, 26), one, "参加志愿服务", "国际禁毒日宣传"),
            (on(6, 26), two, "参加志愿服务", ""),
            (on(9, 20), two, "达成帮扶目标", "稳定就业满三个月"),
        ),
        "维持治疗": _rows(
            "参加日期 对象编号 登记编号 退出日期 退出原因",
            (on(2, 17), two, "演示-美-001", "", ""),
            (on(3, 3), three, "演示-美-002", on(9, 30), "治疗完成"),
        ),
    }
