"""Plans of activities with what became of them, imported into the real services."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.exporting.command import export_folder
from deploy.ledgers.kinds import duty, gatherings, other_publicity, plans, sessions
from deploy.ledgers.outreach_words import NOTHING_SAID
from deploy.ledgers.sending import ImportTarget
from shared.clock import present_day
from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.importing import PERSON, Imports
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_export import WHY, rows
from tests.deploy.ledgers.test_places import SCHOOL, SHOP

NAME = "活动计划"
DAY = str(present_day() + timedelta(days=30))  # the service takes plans for days to come
PLAN = {
    "计划日期": DAY,
    "区划代码": "410102001003",
    "场所类别": "学校",
    "主题": "禁毒课",
    "形式": "讲座",
    "宣传对象": "学生",
}
HELD = PLAN | {
    "举办日期": "2019-06-20",
    "人数": "120",
    "宣传品": "宣传单100",
    "参与人员": "社工2人",
}
SESSION = {
    "日期": "2019-06-20",
    "场所类别": "学校",
    "区划代码": "410102001003",
    "主题": "禁毒课",
    "人数": "120人",
    "形式": "讲座",
    "宣传对象": "在校学生",
    "宣传品": "宣传单100",
    "参与人员": "社工2人",
}


async def state_of(imports: Imports) -> list[tuple[str, str | None]]:
    """The plans that are open or called off, and why."""
    found = []
    for state in ("planned", "called_off"):
        page = await imports.post(f"/v1/activities/plans?state={state}", None, "GET")
        for plan in page["plans"]:
            one = await imports.post(f"/v1/activities/{plan['activity_id']}", None, "GET")
            found.append((one["topic"], one["calling_off_reason"]))
    return found


@pytest.mark.postgres
async def test_a_plan_is_held_or_called_off_later(imports: Imports) -> None:
    """Its row says so and is imported again; the same once more does nothing."""
    training = {"计划日期": DAY, "种类": "社工培训", "区划代码": "410102001000", "主题": "技能"}
    plans = [PLAN, PLAN | {"主题": "进社区", "场所类别": "社区"}, training]
    for dry_run in (True, False):
        done = await imports({NAME: plans}, dry_run=dry_run)
        assert done.as_json()["rejected"] == done.as_json()["warnings"] == []
        assert done.accepted == {f"{NAME}.csv": 3}
    assert sorted(await state_of(imports)) == [("技能", None), ("禁毒课", None), ("进社区", None)]
    later = [
        HELD,
        plans[1] | {"取消原因": "天气"},
        training | {"举办日期": "2019-07-01", "人数": "9"},
    ]
    for dry_run in (True, False):
        done = await imports({NAME: later}, dry_run=dry_run)
        assert done.as_json()["rejected"] == []
        assert done.accepted == {f"{NAME}.csv": 3}
    assert await state_of(imports) == [("进社区", "weather")]
    again = await imports({NAME: later})
    assert (again.accepted.total(), again.duplicates) == (0, {f"{NAME}.csv": 3})
    listed = await imports.post("/v1/activities", None, "GET")
    assert [(each["kind"], each["attendance"]) for each in listed["activities"]] == [
        ("worker_training", 9),
        ("session", 120),
    ]
    assert listed["activities"][1]["audiences"] == ["students"]


@pytest.mark.postgres
async def test_a_plan_that_was_changed_meanwhile_is_held_or_called_off(imports: Imports) -> None:
    """Over the API, to another topic: its row of before still says what became of it."""
    planned = [PLAN, PLAN | {"主题": "进社区", "场所类别": "社区"}]
    await imports({NAME: planned})
    for plan in (await imports.post("/v1/activities/plans", None, "GET"))["plans"]:
        changed = {"kind": "session", "planned_on": DAY, "region": plan["region"]}
        changed |= {"place_kind": "square", "topic": "广场", "change_reason": "other_work"}
        path = f"/v1/activities/{plan['activity_id']}/change"
        assert "version" in await imports.post(path, changed, **{"If-Match": '"1"'})
    later = [HELD, planned[1] | {"取消原因": "天气"}]
    for new in (2, 0):
        done = await imports({NAME: later})
        assert done.as_json()["rejected"] == []
        assert done.accepted.total() == new
    assert await state_of(imports) == [("广场", "weather")]
    assert (await imports.counting())["outreach.SessionHeld"] == 1


@pytest.mark.postgres
@pytest.mark.parametrize("first", [NAME, "宣传活动"])
async def test_what_was_held_counts_once_in_both_ledgers(imports: Imports, first: str) -> None:
    """In whichever it is imported first, the other one knows it."""
    ledgers = {NAME: [HELD], "宣传活动": [SESSION]}
    await imports({first: ledgers[first]})
    for _ in range(2):
        done = await imports(ledgers)
        assert done.as_json()["rejected"] == []
    counting = await imports.counting()
    assert counting["outreach.SessionHeld"] == 1


@pytest.mark.postgres
async def test_a_plan_that_was_held_names_who_helped(imports: Imports) -> None:
    """The activity has their files, and is the one of the ledger of its kind."""
    helped = {"协助的服务对象": PERSON["编号"]}
    done = await imports({"服务对象": [PERSON], NAME: [HELD | helped]})
    assert not done.rejected, done.rejected
    found = await imports.post("/v1/activities", None, "GET")
    case = (await imports.post("/v1/cases", None, "GET"))["cases"][0]["case_id"]
    assert [each["helpers"] for each in found["activities"]] == [[case]]
    again = await imports({"宣传活动": [SESSION | helped]})
    assert (again.accepted.total(), again.duplicates.total()) == (0, 1)


@pytest.mark.postgres
async def test_a_plan_of_the_past_is_refused(imports: Imports) -> None:
    """What was held is entered as held; nothing of the row is written."""
    for dry_run in (True, False):
        done = await imports({NAME: [HELD | {"计划日期": "2019-06-20"}]}, dry_run=dry_run)
        [rejected] = done.as_json()["rejected"]
        assert (rejected["field"], rejected["reason"]) == ("计划日期", "planned_for_the_past")
    assert await imports.counting() == {}


@pytest.mark.postgres
async def test_a_plan_that_no_row_says_any_more_is_called_off(imports: Imports) -> None:
    """By --replacing, as a mistake; the row is told to be void, and comes back by --replacing."""
    other = PLAN | {"主题": "另一课"}
    ids = [str((await imports({NAME: [PLAN, HELD | {"主题": "已办"}]})).import_id)]
    done = await imports({NAME: [other, HELD | {"主题": "已办"}]}, ids)
    ids.append(str(done.import_id))
    assert done.plan is not None
    assert len(done.plan.gone) == 1
    assert sorted(await state_of(imports)) == [("另一课", None), ("禁毒课", "mistaken")]
    told = await imports({NAME: [PLAN]})
    assert [each["reason"] for each in told.as_json()["rejected"]] == ["entry_void"]
    back = await imports({NAME: [PLAN, HELD | {"主题": "已办"}]}, ids)
    assert back.accepted == {f"{NAME}.csv": 1}
    assert ("禁毒课", None) in await state_of(imports)
    # The activity of a plan is of no row of 宣传活动, which would take it back.
    kept = await imports({"宣传活动": [SESSION]}, ids)
    assert kept.plan is not None
    assert kept.plan.gone == []


@pytest.mark.postgres
async def test_plans_and_other_publicity_are_written_out(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """What was held is a row of its kind; the folder is known where it came from."""
    publicity = {
        "日期": "2019-04-01",
        "宣传主题": "反诈",
        "区划代码": "410102001003",
        "人数": "80",
        "场所类别": "社区",
    }
    off = PLAN | {"主题": "取消的", "取消原因": "场地"}
    held = HELD | {"阵地": SCHOOL["阵地名称"]}
    ledgers = {
        "阵地台账": [SCHOOL, SHOP],
        NAME: [held, off, PLAN | {"主题": "待办"}],
        "其他主题宣传": [publicity],
    }
    assert not (await imports(ledgers)).rejected
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.rows == {"阵地台账": 2, NAME: 2, "宣传活动": 1, "其他主题宣传": 1}
    [school] = [
        its for its in rows(tmp_path / "out", "阵地台账") if its["阵地名称"] == SCHOOL["阵地名称"]
    ]
    assert {name: school[name] for name in SCHOOL} == SCHOOL
    [session] = rows(tmp_path / "out", "宣传活动")
    assert session["阵地"] == SCHOOL["阵地名称"]
    told = {row["主题"]: row for row in rows(tmp_path / "out", NAME)}
    assert told["取消的"]["取消原因"] == "场地不便"
    assert told["待办"]["宣传对象"] == "在校学生"
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected, again.rejected
    assert (again.accepted.total(), again.duplicates.total()) == (0, 6)


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"计划日期": "七月"}, "计划日期", "bad_date"),
        ({"种类": "茶话会"}, "种类", "unknown_activity_kind"),
        ({"阵地": "没有的学校"}, "阵地", "unknown_place"),
        ({"取消原因": "不想去"}, "取消原因", "unknown_calling_off"),
        ({"举办日期": "2019-01-01"}, "人数", "missing_value"),
        ({"举办日期": "2099-01-01", "人数": "3"}, "举办日期", "future_date"),
        (
            {"举办日期": "2019-01-01", "人数": "3", "取消原因": "天气"},
            "取消原因",
            "held_and_called_off",
        ),
        ({"区划代码": "410199001000", "阵地": "没有的学校"}, "区划代码", "unknown_region"),
    ],
)
def test_a_bad_cell_is_named(
    tmp_path: Path, change: dict[str, str], column: str, reason: str
) -> None:
    """The column, and why."""
    row = PLAN | change
    with (tmp_path / f"{NAME}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])
    assert imported(tmp_path).rejected() == [(2, column, reason)]


def test_a_plan_has_every_column_of_each_ledger_of_activities() -> None:
    """What a kind's own ledger says of an activity that was held, the row of its plan can say."""
    own = {column.field for column in plans.LEDGER.columns}
    ledgers = (sessions, gatherings, duty, other_publicity)
    assert {c.field for each in ledgers for c in each.columns_of(NOTHING_SAID)} <= own
