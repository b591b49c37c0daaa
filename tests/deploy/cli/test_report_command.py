"""`waystation report`: what is printed of a year."""

from typing import Any

import pytest

from deploy.cli.report_command import print_year


def year(aim: dict[str, Any] | None) -> dict[str, Any]:
    """The answer about a year with one row."""
    names = {"zh": "禁毒宣传活动", "en": "Prevention sessions"}
    row = {"indicator": "sessions", "name": names, "unit": "场", "value": 1296, "aim": aim}
    return {"region": "4101", "region_name": {"zh": "郑州", "en": "Zhengzhou"}, "year": 2019} | {
        "rows": [row, row | {"value": 3, "aim": None}]
    }


def test_aims_have_columns_where_there_are_any(capsys: pytest.CaptureFixture[str]) -> None:
    """A row without an aim has nothing there; without any aim there are three columns."""
    print_year(year({"a_year": 1600, "percent": 81.0}))
    printed = capsys.readouterr().out
    assert "1,600" in printed
    assert "81.0 %" in printed
    print_year(year(None))
    without = capsys.readouterr().out
    assert "1,296" in without
    assert "%" not in without
