"""Whole folders: the public one, and synthetic ones of other places, years and styles."""

import json
from pathlib import Path

import pytest

from deploy.demo.year import synthetic_year
from deploy.ledgers.folder import read_folder
from tests.deploy.demo.expected import expected
from tests.deploy.demo.faults import with_faults
from tests.deploy.demo.writing import Style, write_year
from tests.deploy.ledgers.folding import figures, imported, with_one_fault

PUBLIC = Path(__file__).parents[2] / "data" / "zhengzhou-2019"

STYLES = {
    "as most": Style(),
    "utf-8 without a mark": Style(encoding="utf-8", newline="\n"),
    "gb18030": Style(encoding="gb18030", wide=1.0),
    "utf-16": Style(encoding="utf-16"),
    "laid out otherwise": Style(shuffled=True, extra=("备注", "填表人"), blank_lines=True),
    "old machine": Style(encoding="gb18030", shuffled=True, blank_lines=True, newline="\r"),
}


def test_the_public_year() -> None:
    """The public ledgers give their published figures and counts, exactly."""
    published = json.loads((PUBLIC / "expected.json").read_text(encoding="utf-8"))
    folded = figures(imported(PUBLIC), 2019)
    assert {"region": "4101", **folded} == published


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize(("region", "year"), [("3301", 2020), ("410105", 2022), ("5101", 2017)])
def test_a_synthetic_year(tmp_path: Path, style: Style, region: str, year: int) -> None:
    """Any place and year, in any style, gives the figures and the rejected rows of its plan."""
    planned = with_faults(synthetic_year(region, year), each=2)
    rejected = write_year(planned, tmp_path, style)
    done = imported(tmp_path)
    wanted = expected(planned)
    accepted = wanted["import"].pop("accepted rows")
    assert {"region": region, **figures(done, year)} == wanted
    assert done.outcome.as_json()["accepted"] == accepted
    assert done.outcome.as_json()["rejected"] == [with_one_fault(row) for row in rejected]


def test_columns_too_many_and_too_few_are_named(tmp_path: Path) -> None:
    """Extra columns and missing optional ones are named in warnings; the figures stay."""
    planned = synthetic_year("410105", 2021)
    style = Style(extra=("备注",), without=("手机", "社工", "合作单位", "节点", "工作站"))
    write_year(planned, tmp_path, style)
    warnings = "".join(sentence.en for sentence in read_folder(tmp_path).warnings)
    for column in ("备注", "手机", "社工", "合作单位", "节点", "工作站"):
        assert f"“{column}”" in warnings
    assert figures(imported(tmp_path), 2021)["annual"] == expected(planned)["annual"]
