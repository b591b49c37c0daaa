"""Where a policy is from, in the reader's language."""

import re

import pytest

from shared.policies.faults import PoliciesBroken
from shared.policies.reading import built_in, read_policies
from shared.text import Text
from tests.shared.policies.own import number, own


def test_where_an_entry_is_from_is_said_in_both_languages_or_once() -> None:
    """What is written is read again so; half of it is a fault."""
    more = 'regions = ["33"]\nsource = { zh = "本省规定", en = "a letter of the province" }'
    policies = own(number("x", "leave_report_days", 5, more))
    [policy] = [each for each in policies.numbers if each.code == "x"]
    assert policy.source == Text(zh="本省规定", en="a letter of the province")
    assert policy in read_policies(policies.content.encode()).numbers
    for wrong in ('{ zh = "本省规定" }', '{ zh = "", en = "x" }', "3"):
        with pytest.raises(PoliciesBroken) as broken:
            own(number("x", "leave_report_days", 5, f'regions = ["33"]\nsource = {wrong}'))
        assert "source" in broken.value.text.en


def test_what_is_built_in_says_where_it_is_from_in_the_readers_words() -> None:
    """No Chinese text has English sentences in it, but for a code."""
    policies = built_in()
    sources = [
        *(each.source for each in policies.duties),
        *(each.source for each in policies.numbers),
        *(each.source for each in policies.schemes),
    ]
    assert len(sources) > 30
    for each in sources:
        assert re.findall(r"[A-Za-z]{3,}", each.zh.replace("serious_tests", "")) == []
