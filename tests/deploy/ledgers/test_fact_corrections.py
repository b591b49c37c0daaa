"""信息更正: what a file says of the person in codes is corrected by rows of their own."""

from pathlib import Path

import pytest

from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.importing import PERSON, write_ledgers
from tests.deploy.ledgers.pretended import Pretended

CORRECTED = {
    "日期": "2019-06-01",
    "对象编号": "1",
    "性别": "男",
    "年龄段": "36至59岁",
    "毒品种类": "K粉",
}


def _import(
    folder: Path, *rows: dict[str, str], service: Pretended | None = None, dry_run: bool = False
) -> Imported:
    ledgers = {"服务对象": [PERSON], "信息更正": rows}
    return imported(write_ledgers(folder, ledgers), service, dry_run=dry_run)


def test_a_row_says_all_that_is_known(tmp_path: Path) -> None:
    """A blank cell takes away what was known; the same row again, in other words, is known."""
    done = _import(tmp_path, CORRECTED, CORRECTED | {"日期": "2019-06-02", "性别": ""})
    assert done.rejected() == []
    assert done.bodies("facts") == [
        {
            "occurred_on": "2019-06-01",
            "sex": "male",
            "age_band": "36_to_59",
            "substance": "ketamine",
        },
        {"occurred_on": "2019-06-02", "age_band": "36_to_59", "substance": "ketamine"},
    ]
    again = _import(tmp_path, CORRECTED | {"毒品种类": "氯胺酮"}, service=done.service)
    assert again.outcome.duplicates["信息更正.csv"] == 1


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"性别": "不详"}, "性别", "unknown_sex"),
        ({"年龄段": "成年"}, "年龄段", "unknown_age_band"),
        ({"毒品种类": "白粉"}, "毒品种类", "unknown_substance"),
        ({"日期": "2099-01-01"}, "日期", "future_date"),
        ({"对象编号": "2"}, "对象编号", "unknown_client"),
        ({"性别": "", "年龄段": "", "毒品种类": ""}, "日期", "nothing_to_correct"),
    ],
)
def test_a_correction_that_cannot_be_names_its_column(
    tmp_path: Path, changed: dict[str, str], column: str, reason: str, *, dry_run: bool
) -> None:
    """Also where the file says this already: then nothing would change."""
    service = _import(tmp_path).service
    done = _import(tmp_path, CORRECTED | changed, service=service, dry_run=dry_run)
    assert done.rejected() == [(2, column, reason)]
