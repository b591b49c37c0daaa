"""Kinds of needs and of help in a place's file: added, ended, and never changed in their form."""

from datetime import date

import pytest

from shared.events.cases.help import HelpForm
from shared.policies.comparing import listed_changes
from shared.policies.faults import PoliciesBroken
from shared.policies.reading import built_in, read_own_policies, read_policies
from shared.regions import regions_in_force

OWN = b"""
version = "place"
[[help]]
code = "rice"
name = { zh = "\xe7\xb1\xb3\xe9\x9d\xa2\xe7\xb2\xae\xe6\xb2\xb9", en = "rice and oil" }
form = "once"
regions = ["4101"]
since = 2020-01-01
[[help]]
code = "housing"
name = { zh = "\xe4\xbd\x8f\xe6\x88\xbf\xe5\xb8\xae\xe5\x8a\xa9", en = "housing" }
form = "lasting"
until = 2020-01-01
[[need]]
code = "pets"
name = { zh = "\xe5\xae\xa0\xe7\x89\xa9", en = "pets" }
"""
DAY = date(2021, 1, 1)


def test_a_place_adds_kinds_and_ends_others() -> None:
    """Each where and when it holds; the others stay as they are."""
    own = read_own_policies(OWN, regions_in_force())
    here = {each.code for each in own.helps_used("410102001003", DAY)}
    there = {each.code for each in own.helps_used("330102001003", DAY)}
    assert here - there == {"rice"}
    assert "housing" not in here
    assert "housing" in {each.code for each in own.helps_used("33", date(2019, 12, 31))}
    assert "pets" in {each.code for each in own.needs_used("33", DAY)}
    assert len(own.needs) == len(built_in().needs) + 1
    assert own.help("housing") is not None, "what was given stays named"


def test_what_is_written_reads_as_the_same_again() -> None:
    """All kinds, with their forms."""
    own = read_own_policies(OWN, regions_in_force())
    again = read_policies(own.content.encode())
    assert {*again.helps} == {*own.helps}
    assert {*again.needs} == {*own.needs}
    assert again.digest == own.digest


def test_the_form_of_a_built_in_kind_stays() -> None:
    """Entries carry it; another form needs another code."""
    other = OWN.replace(b'form = "lasting"', b'form = "post"')
    with pytest.raises(PoliciesBroken) as broken:
        read_own_policies(other, regions_in_force())
    assert "housing" in broken.value.text.en
    unknown = OWN.replace(b'form = "once"', b'form = "twice"')
    with pytest.raises(PoliciesBroken):
        read_own_policies(unknown, regions_in_force())


def test_what_a_changed_file_changes_of_kinds_is_told() -> None:
    """New, used otherwise, and gone."""
    own = read_own_policies(OWN, regions_in_force())
    told = {code: text.en for code, text in listed_changes(built_in(), own)["kinds"]}
    assert told["help.rice"] == "is new"
    assert told["help.housing"] == "is named or used otherwise"
    assert told["need.pets"] == "is new"
    assert len(told) == 3
    back = {code: text.en for code, text in listed_changes(own, built_in())["kinds"]}
    assert back["help.rice"].startswith("is gone")
    assert listed_changes(own, own)["kinds"] == []


def test_only_one_built_in_kind_is_a_post() -> None:
    """The indicator of posts names it."""
    posts = [each.code for each in built_in().helps if each.form is HelpForm.POST]
    assert posts == ["public_benefit_post"]
