"""A region on the command line: by code or by name; what is not clear is listed, never guessed."""

import click
import pytest

from deploy.cli.region_code import RegionNamed
from tests.deploy.cli.test_language import run

REPORT = ("report", "annual", "--year", "2019", "--url", "http://127.0.0.1:1", "--region")


@pytest.mark.parametrize(
    ("written", "code"),
    [("郑州", "4101"), ("郑州市", "4101"), ("金水区", "410105"), ("Zhengzhou", "4101"),
     ("河南省郑州市金水区", "410105"), ("Jinshui, Zhengzhou", "410105"), ("4101", "4101"),
     ("410100000000", "410100000000"), ("４１０１", "4101"), (" 410105 ", "410105")],
)  # fmt: skip
def test_a_region_by_name_or_code(written: str, code: str) -> None:
    """A name becomes its code, as short as it can be; a code stays as it is written."""
    assert RegionNamed().convert(written, None, None) == code


def test_names_like_it_are_listed_to_choose_from() -> None:
    """With their codes, in the language of the command."""
    asked = run(*REPORT, "开发区", "--lang", "en")
    assert asked.exit_code == 2
    assert "410171  Zhengzhou Economic and Technological Development Zone" in asked.output
    assert "410172  Zhengzhou High-Tech" in asked.output
    chinese = run(*REPORT, "开发区", "--lang", "zh").output
    assert "410171  河南省郑州市郑州经济技术开发区" in chinese


@pytest.mark.parametrize("written", ["火星", "410", "郑州县", "", "4¹01", "④①", " "])
def test_what_names_no_region_is_refused(written: str) -> None:
    """Before any request."""
    with pytest.raises(click.BadParameter):
        RegionNamed().convert(written, None, None)
    assert run(*REPORT, written).exit_code == 2
