"""请假: extensions of a leave stand in its row, as many as there are."""

from pathlib import Path

import pytest

from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.importing import PERSON, Imports, write_ledgers
from tests.deploy.ledgers.pretended import Pretended
from tests.deploy.ledgers.test_following import LEAVE

ONCE = LEAVE | {"续假日期": "2019-04-11", "续假至": "2019-04-15", "续假书面报告": "是"}
TWICE = LEAVE | {
    "续假日期": "2019/4/11、2019/4/14",
    "续假至": "2019年4月15日、2019年4月20日",
    "续假书面报告": "是、是",
}
BACK = TWICE | {"实际返回日期": "2019-04-21"}
SHORT = LEAVE | {"返回日期": "2019-04-06", "书面报告": "否"}


def _import(
    folder: Path, *rows: dict[str, str], service: Pretended | None = None, dry_run: bool = False
) -> Imported:
    ledgers = {"服务对象": [PERSON], "请假": rows}
    return imported(write_ledgers(folder, ledgers), service, dry_run=dry_run)


def test_a_leave_is_extended_as_the_row_is_filled_in(tmp_path: Path) -> None:
    """Each time the row makes what is new in it, and nothing twice."""
    service = Pretended()
    for row, made in (
        (LEAVE, ["leave"]),
        (ONCE, ["extension"]),
        (TWICE, ["extension"]),
        (BACK, ["return"]),
        (BACK, []),
    ):
        before = len(service.posts)
        for dry_run in (True, False):
            done = _import(tmp_path, row, service=service, dry_run=dry_run)
            assert done.rejected() == []
            assert done.outcome.accepted["请假.csv"] == bool(made)
        assert [name for name, _ in service.posts[before:] if name not in ("clients", "cases")][
            -1:
        ] == made
    assert done.bodies("extension") == [
        {"occurred_on": "2019-04-11", "returns_on": "2019-04-15", "in_writing": True},
        {"occurred_on": "2019-04-14", "returns_on": "2019-04-20", "in_writing": True},
    ]
    assert len(done.bodies("leave")) == 1


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (ONCE | {"续假书面报告": ""}, "续假书面报告", "missing_value"),
        (ONCE | {"续假日期": "-"}, "续假日期", "missing_value"),
        (TWICE | {"续假至": "2019-04-15"}, "续假日期", "unequal_numbers"),
        (ONCE | {"续假至": "2019-04-12"}, "续假至", "not_longer"),
        (TWICE | {"续假至": "2019-04-20、2019-04-15"}, "续假至", "not_longer"),
        (ONCE | {"续假至": "不定"}, "续假至", "bad_date"),
        (ONCE | {"续假日期": "2099-01-01"}, "续假日期", "future_date"),
        (ONCE | {"续假书面报告": "口头"}, "续假书面报告", "not_yes_or_no"),
        (ONCE | {"续假书面报告": "否"}, "续假书面报告", "written_report_missing"),
    ],
)
def test_an_extension_that_cannot_be_names_its_column(
    tmp_path: Path, row: dict[str, str], column: str, reason: str, *, dry_run: bool, is_known: bool
) -> None:
    """In a dry run as in the import, whether the leave is in already or new; nothing is written."""
    service = _import(tmp_path, *([LEAVE] if is_known else [])).service
    done = _import(tmp_path, row, service=service, dry_run=dry_run)
    assert done.rejected() == [(2, column, reason)]
    [rejected] = done.outcome.rejected
    assert len(rejected.faults) == 1
    assert rejected.fault.text.zh.endswith("。")
    assert len(done.bodies("leave")) == is_known
    assert done.bodies("extension") == []


def test_an_extension_makes_a_short_leave_one_to_report_in_writing(tmp_path: Path) -> None:
    """The whole length counts; of two extensions, each."""
    short = {"续假日期": "2019-04-06", "续假至": "2019-04-07", "续假书面报告": "否"}
    twice = {"续假日期": "2019-04-06、2019-04-07", "续假至": "2019-04-07、2019-04-08"}
    for dry_run in (True, False):
        done = _import(tmp_path, SHORT | twice | {"续假书面报告": "否、否"}, dry_run=dry_run)
        assert done.rejected() == [(2, "续假书面报告", "written_report_missing")]
    assert _import(tmp_path, SHORT | short).rejected() == []
    assert _import(tmp_path, SHORT | twice | {"续假书面报告": "否、是"}).rejected() == []


@pytest.mark.postgres
async def test_what_is_extended_is_made_void_from_its_end_on(imports: Imports) -> None:
    """The return, the extensions, the leave; without its last extension the row keeps the rest."""
    first = await imports({"服务对象": [PERSON], "请假": [BACK]})
    assert not first.rejected, first.rejected
    counting = await imports.counting()
    assert (counting["cases.LeaveExtended"], counting["cases.ReturnedFromLeave"]) == (2, 1)
    done = await imports({"请假": [ONCE]}, [str(first.import_id)])
    assert done.plan is not None
    assert done.plan.left == []
    counting = await imports.counting()
    assert (counting["cases.LeaveReported"], counting["cases.LeaveExtended"]) == (1, 1)
    assert counting["cases.ReturnedFromLeave"] == 0
