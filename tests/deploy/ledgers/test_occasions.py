"""Occasions in ledgers: those of the place's own file of policies are words at once."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.policies.in_force import use_policies
from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.rows_of_outreach import RIGHT_OUTREACH
from tests.shared.policies.own import own

SESSION = RIGHT_OUTREACH["宣传活动"]
PLACE = """
[[occasion]]
code = "temple_fair"
name = { zh = "小营庙会", en = "temple fair" }
lunar = "03-03"
regions = ["410102"]
"""


@pytest.fixture
def of_the_place() -> Iterator[None]:
    """The policies of a place that has an occasion of its own."""
    use_policies(own(PLACE))
    yield
    use_policies(None)


def sessions(folder: Path, *occasions: str) -> None:
    """A ledger with a session for each of these."""
    rows = [SESSION | {"节点": each} for each in occasions]
    with (folder / "宣传活动.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*rows[0]], *([*row.values()] for row in rows)])


@pytest.mark.usefixtures("of_the_place")
def test_a_places_own_occasion_is_a_word(tmp_path: Path) -> None:
    """By its name, in either language, and by its code; beside those that are built in."""
    sessions(tmp_path, "小营庙会", "temple_fair", "七夕")
    done = imported(tmp_path)
    assert done.rejected() == []
    assert [body["occasion"] for body in done.bodies("activities")] == ["temple_fair", "qixi"]


def test_elsewhere_nobody_knows_it(tmp_path: Path) -> None:
    """And the refusal names those that there are."""
    sessions(tmp_path, "小营庙会")
    done = imported(tmp_path)
    assert done.rejected() == [(2, "节点", "unknown_occasion")]
    assert "6·26国际禁毒日" in done.outcome.rejected[0].fault.text.zh
