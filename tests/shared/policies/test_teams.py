"""Support teams in a place's file: for whom each is, what is refused, what a change is told as."""

from datetime import date

import pytest

from shared.policies.comparing import listed_changes
from shared.policies.faults import PoliciesBroken
from shared.policies.reading import built_in, read_policies
from tests.shared.policies.own import DETOX, HANGZHOU, LARGE, REHAB, own

DAY = date(2026, 7, 1)
ROLE = '{ code = "social_worker", name = { zh = "社工（专干）", en = "social worker or cadre" }'


def team(code: str, more: str = "", number: int = 2) -> str:
    """A table of a team with social workers alone."""
    return (
        f'[[team]]\ncode = "{code}"\nname = {{ zh = "小组", en = "team" }}\n'
        f"roles = [{ROLE}, number = {number} }}]\n{more}\n"
    )


def test_a_team_is_for_kinds_levels_and_regions() -> None:
    """Region, then level, then kind, as everything else; the built-in one for all others."""
    policies = own(
        team("at_large", 'kinds = ["at_large"]')
        + team("high", 'levels = ["high"]')
        + team("city", 'regions = ["3301"]')
    )

    def held(region: str, kind: object, level: str) -> str:
        found = policies.team(region, kind, level, DAY)  # type: ignore[arg-type]
        assert found is not None
        return found.code

    assert held("410105001000", DETOX, "low") == "four_in_one"
    assert held("410105001000", LARGE, "low") == "at_large"
    assert held("410105001000", LARGE, "high") == "high"
    assert held("410105001000", REHAB, "high") == "high"
    assert held(HANGZHOU, LARGE, "high") == "city"
    again = read_policies(policies.content.encode())
    assert again.digest == policies.digest
    by_code = [sorted(each.teams, key=lambda team: team.code) for each in (again, policies)]
    assert by_code[0] == by_code[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (team("a", 'levels = ["grave"]'), "team a, levels: there is no grave"),
        (team("a", number=21), "roles[1].number"),
        (team("a").replace("cadre", "other"), "is called social worker or cadre in another team"),
        (team("a", 'levels = ["high"]') + team("b", 'levels = ["high"]'), "neither goes first"),
    ],
)
def test_a_team_that_is_wrong_is_refused(text: str, told: str) -> None:
    """A level that there is not, too many members, another name of a role, two alike."""
    with pytest.raises(PoliciesBroken) as broken:
        own(text)
    assert told in broken.value.text.en


def test_what_a_changed_file_changes_of_teams_is_told() -> None:
    """New, of other numbers, for others, and gone."""
    before = own(team("a", 'levels = ["high"]'))
    assert listed_changes(before, before)["teams"] == []

    def told(text: str) -> list[str]:
        return [how.en for _, how in listed_changes(before, own(text))["teams"]]

    assert listed_changes(built_in(), before)["teams"][0][1].en == "is new"
    assert told(team("a", 'levels = ["high"]', number=3))[0].startswith("has other roles")
    assert told(team("a", 'levels = ["low"]'))[0].startswith("is named otherwise")
    assert told("")[0].startswith("is gone")
