"""The example of docs/policies.md: it can be used as it stands, and what the page says holds."""

import re
from datetime import date
from pathlib import Path

import pytest

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.naming import in_words
from shared.policies.policies import Policies
from shared.policies.reading import built_in, read_own_policies
from shared.policies.values import Value
from shared.regions import built_in as built_in_regions
from tests.shared.policies.own import DAY, DETOX, HANGZHOU, LARGE, ZHENGZHOU

PAGE = (Path(__file__).parents[3] / "docs" / "policies.md").read_text(encoding="utf-8")
WENZHOU = "330302000000"


@pytest.fixture
def example() -> Policies:
    """The policies of the page."""
    [text] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    return read_own_policies(text.encode(), built_in_regions())


@pytest.mark.parametrize(
    ("region", "kind", "level", "due"),
    [
        (HANGZHOU, DETOX, "zj1", "once a week"),
        (HANGZHOU, DETOX, "zj2", "once a calendar month"),
        (HANGZHOU, DETOX, "", "once a calendar month"),
        (WENZHOU, DETOX, "zj1", "every 14 days, from the last time"),
        (HANGZHOU, LARGE, "", "once a quarter"),
        (ZHENGZHOU, LARGE, "", "not due"),
    ],
)
def test_the_example_holds_as_the_page_says(
    example: Policies, region: str, kind: CaseKind, level: str, due: str
) -> None:
    """Its table, line by line."""
    found = example.duty(Duty.CONTACT, region, kind, level, DAY)
    assert in_words(found.shape if found else None).en == due


def test_the_rest_of_the_example(example: Policies) -> None:
    """Tests by level, working days, an emergency, a festival and a number."""
    found = example.duty(Duty.TEST, WENZHOU, DETOX, "zj1", DAY)
    assert found is not None
    assert found.code == "zj.test.class1"
    assert example.in_emergency(HANGZHOU, date(2026, 3, 31))
    assert not example.in_emergency(HANGZHOU, date(2026, 4, 1))
    assert not example.working_days.is_working(date(2026, 4, 20), "450100000000")
    assert example.working_days.is_working(date(2026, 4, 20), HANGZHOU)
    assert example.number(Value.CLIENTS_PER_WORKER, HANGZHOU, DAY) == 20
    assert [each.code for each in example.schemes_used(HANGZHOU, DAY)][-1] == "zj-2026"


def test_the_page_names_every_duty_and_value() -> None:
    """With the built-in numbers."""
    for name in [*Duty, *Value]:
        assert f"`{name}`" in PAGE, name
    for line in PAGE.splitlines():
        values = [Value(each) for each in re.findall(r"`(\w+)`", line) if each in [*Value]]
        if line.startswith("| `") and values:
            numbers = [built_in().numbers_at(value, "", DAY)[0] for value in values]
            shown = ", ".join("/".join(map(str, n.bands or [n.number])) for n in numbers)
            assert f"| {shown} |" in line
