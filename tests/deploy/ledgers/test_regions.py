"""Regions of rows: what the service says of a code is told as it says it."""

import csv
from pathlib import Path

import pytest

from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.test_rows import RIGHT


@pytest.mark.parametrize("name", ["宣传活动", "新闻稿件"])
@pytest.mark.parametrize(
    ("region", "day", "sentence"),
    [
        ("330103001000", "2022-06-26", "该代码在当日已停用；请使用新代码。"),
        ("330113001000", "2018-06-26", "该代码在当日尚未启用；请使用当时的代码。"),
    ],
)
def test_a_region_that_was_not_on_that_day_is_told_as_such(
    name: str, region: str, day: str, sentence: str, tmp_path: Path
) -> None:
    """Hangzhou's districts were formed anew in 2021; the sentence is that of the service."""
    row = RIGHT[name] | {"区划代码": region, "日期": day}
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])
    done = imported(tmp_path)
    [rejected] = done.outcome.rejected
    assert (rejected.fault.column, rejected.fault.reason) == ("区划代码", "unknown_region")
    assert rejected.fault.text.zh == sentence


def test_regions_that_lost_their_digits_are_told_row_by_row(tmp_path: Path) -> None:
    """Also where no row before them has a region that can be read."""
    row = RIGHT["宣传活动"]
    with (tmp_path / "宣传活动.csv").open("w", encoding="utf-8", newline="") as file:
        lost = {**row, "区划代码": "4.10102E+11"}
        csv.writer(file).writerows([row.keys(), lost.values(), row.values()])
    done = imported(tmp_path)
    assert done.rejected() == [(2, "区划代码", "digits_lost")]
    assert done.outcome.accepted.total() == 1
