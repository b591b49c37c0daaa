"""Aims and ranking schemes of a place: what its file may say, what holds, what is a fault."""

from datetime import date

import pytest

from services.reporting.declared.schemes import SCHEMES, all_schemes, schemes_at
from services.reporting.declared.schemes.of_a_place import check_indicators
from shared.policies.comparing import changes, listed_changes
from shared.policies.faults import PoliciesBroken
from shared.policies.parts import AimOf
from shared.policies.policies import Policies
from shared.policies.reading import built_in, read_own_policies, read_policies
from shared.regions import built_in as built_in_regions

DAY = date(2026, 7, 1)
HANGZHOU, ZHENGZHOU, WENZHOU = "330106000000", "410105000000", "330302000000"


def aim(code: str, indicator: str, what: str, more: str = 'regions = ["41"]') -> str:
    """A table of an aim."""
    return f'[[aim]]\ncode = "{code}"\nindicator = "{indicator}"\n{what}\n{more}\n'


def ranking(version: str, parts: str, more: str = "", strands: str = "") -> str:
    """A table of a version of a scheme."""
    return (
        f'[[ranking]]\ncode = "zj"\nversion = "{version}"\n'
        f'name = {{ zh = "浙江排名", en = "Zhejiang" }}\n{strands}parts = [\n{parts}\n]\n{more}\n'
    )


MEETING = '{ indicator = "meeting_rate", weight = 30, scoring = "percent", strand = "clients" },'
MISSED = (
    '{ indicator = "tests_missed", weight = 10, scoring = "aim", aim = 5, strand = "clients" },'
)
SESSIONS = (
    '{ indicator = "sessions", weight = 60, scoring = "share_of_best", per = true,'
    ' strand = "prevention" },'
)
STRANDS = (
    'strands = [{ code = "clients", name = { zh = "帮教", en = "clients" } },'
    ' { code = "prevention", name = { zh = "宣传", en = "prevention" } }]\n'
)
ALL = (
    aim("sessions", "sessions", "a_year = 400", 'regions = ["33", "41"]\nsince = 2020-01-01')
    + aim("zj.sessions", "sessions", "a_year = 600", 'regions = ["330106"]\nsource = "示例"')
    + aim("meeting", "meeting_rate", "percent = [95, 90]", "since = 2026-01-01")
    + aim("overdue", "duties_overdue", "number = 0")
    + ranking("1", MEETING + SESSIONS, 'regions = ["33"]\nuntil = 2026-07-01', STRANDS)
    + ranking("2", MEETING + MISSED + SESSIONS, 'regions = ["33"]\nsince = 2026-07-01', STRANDS)
)


def own(text: str) -> Policies:
    """The built-in policies with these entries, held to the indicators."""
    content = f'version = "own"\n{text}'.encode()
    return read_own_policies(content, built_in_regions(), check_indicators)


def faults(text: str) -> list[str]:
    """What is told, in English; the Chinese has as many lines."""
    with pytest.raises(PoliciesBroken) as broken:
        own(text)
    assert len(broken.value.text.zh.splitlines()) == len(broken.value.faults)
    return broken.value.text.en.splitlines()


def test_an_aim_holds_by_region_and_day() -> None:
    """A share holds below its region too, an amount does not; each from its first day on."""
    policies = own(ALL + aim("zj.meeting", "meeting_rate", "percent = [99]", 'regions = ["33"]'))

    def held(indicator: str, region: str, day: date = DAY) -> list[str]:
        return [each.code for each in policies.aims_at(indicator, region, day)]

    assert held("sessions", HANGZHOU) == ["zj.sessions"]
    assert held("sessions", "330000000000") == ["sessions"]
    assert held("sessions", WENZHOU) == held("sessions", ZHENGZHOU) == []
    assert held("meeting_rate", WENZHOU) == ["zj.meeting", "meeting"]
    assert held("meeting_rate", ZHENGZHOU) == ["meeting"]
    assert held("meeting_rate", ZHENGZHOU, date(2025, 12, 31)) == []
    assert held("articles", HANGZHOU) == []


def test_what_is_read_is_written_the_same() -> None:
    """The file of all that holds reads as the same again, with the same hash."""
    policies = own(ALL)
    again = read_policies(policies.content.encode())
    assert again.digest == policies.digest != built_in().digest
    assert {*again.aims} == {*policies.aims}
    assert {each.code: each.parts for each in again.rankings} == {
        each.code: each.parts for each in policies.rankings
    }


def test_the_version_of_a_scheme_goes_by_region_and_day() -> None:
    """Of its versions the one of the day; none where the scheme does not hold."""
    policies = own(ALL)
    before = schemes_at(policies, HANGZHOU, date(2026, 6, 30))["zj"]
    after = schemes_at(policies, HANGZHOU, DAY)["zj"]
    assert (before.version, after.version) == ("1", "2")
    assert [each.indicator.code for each in before.parts] == ["meeting_rate", "sessions"]
    assert [*after.strands] == ["clients", "prevention"]
    assert [*schemes_at(policies, ZHENGZHOU, DAY)] == [*SCHEMES]
    assert [(each.code, each.version) for each, _ in all_schemes(policies)][:2] == [
        ("zj", "1"),
        ("zj", "2"),
    ]
    assert "within the aim of 5 scores 100" in after.formula.en
    assert "ranked apart" in after.formula.en


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (aim("a", "sesions", "a_year = 4"), "aim a, indicator: there is no sesions; did you mean"),
        (aim("a", "sessions", "percent = [90]"), "the aim of sessions is said as a_year"),
        (aim("a", "meeting_rate", "a_year = 4"), "aim a, a_year: the aim of meeting_rate is said"),
        (aim("a", "clients", "a_year = 4"), "is said as number"),
        (aim("a", "sessions", ""), "aim a, a_year: say one of a_year"),
        (aim("a", "sessions", "a_year = 4\nnumber = 3"), "aim a, number: say one of"),
        (aim("a", "sessions", "a_year = 4", ""), "aim a, regions: say of which regions"),
        (aim("a", "sessions", "a_year = 0"), "aim a, a_year: must be a whole number from 1"),
        (aim("a", "meeting_rate", "percent = [90, 90]"), "aim a, percent: must be in order"),
        (aim("a", "meeting_rate", "percent = [90, 95]"), "aim a, percent: the best comes first"),
        (aim("a", "lost_rate", "percent = [5, 2]"), "of this indicator, rising"),
        (aim("a", "programme_kept", "percent = [80]"), 'set by [[number]], value = "execution'),
        (aim("a", "sessions", "a_year = 4") + aim("b", "sessions", "a_year = 5"), "neither goes"),
        (ranking("1", "3"), "ranking zj, parts[1]: must be written as { … }"),
        (ranking("1", ""), "ranking zj, parts: must be a list of"),
        (ranking("1", '{ indicator = "sessions" }'), "parts[1].weight: is missing"),
        (ranking("1", MEETING), "ranking zj, parts[1].strand: there is no clients"),
        (ranking("1", MEETING, "", STRANDS), "strands: prevention has no part"),
        (ranking("A 1", MEETING + SESSIONS, "", STRANDS), "ranking zj, version: must be 1 to 64"),
        (
            ranking("1", '{ indicator = "sessions", weight = 5, scoring = "percent" }'),
            "parts[1].scoring: only a share",
        ),
        (
            ranking("1", '{ indicator = "clients", weight = 5, scoring = "share_of_best" }'),
            "parts[1].better: neither more nor less",
        ),
        (
            ranking("1", '{ indicator = "sessions", weight = 5, scoring = "aim" }'),
            'parts[1].aim: is said with scoring = "aim"',
        ),
        (
            ranking(
                "1",
                '{ indicator = "sessions", weight = 5, scoring = "share_of_best", better = "low" }',
            ),
            "parts[1].better: is not that of the indicator itself",
        ),
        (
            ranking("1", '{ indicator = "meeting_rate", weight = 5, scoring = "percent", x = 1 }'),
            "parts[1].x: there is no x",
        ),
        (
            ranking("1", MEETING + SESSIONS, "", STRANDS) * 2,
            "ranking zj@1, code: stands there 2 times",
        ),
        (
            ranking("1", MEETING + SESSIONS, "", STRANDS)
            + ranking("2", MEETING + SESSIONS, "", STRANDS),
            "ranking zj@2, version: is of the same regions",
        ),
        (
            ranking("1", MEETING + SESSIONS, "", STRANDS).replace('"zj"', '"clients-2026"'),
            "code: this is the code of a built-in scheme",
        ),
    ],
)
def test_a_fault_names_its_field_and_the_way_out(text: str, fault: str) -> None:
    """Each is told of its entry and field."""
    assert any(fault in line for line in faults(text)), faults(text)


def test_a_part_of_another_type_is_a_fault_and_no_crash() -> None:
    """Whatever a field of a part has, it is told."""
    for wrong in ('"x"', "1.5", "[]", "true", "{}"):
        for name in ("weight", "scoring", "better", "per", "aim", "strand", "indicator"):
            part = {"indicator": '"sessions"', "weight": "5", "scoring": '"share_of_best"'}
            text = ", ".join(f"{key} = {value}" for key, value in {**part, name: wrong}.items())
            if (name, wrong) != ("per", "true"):
                assert faults(ranking("1", f"{{ {text} }}")), (name, wrong)


def test_a_changed_file_says_which_aims_and_versions_change() -> None:
    """An aim for a region and days; a version that is new, other or gone."""
    old, new = own(ALL), own(ALL.replace("a_year = 600", "a_year = 500"))
    [change] = changes(old, new)
    assert (change.what, change.before.en, change.after.en, change.region) == (
        AimOf("sessions"),
        "600 a year",
        "500 a year",
        "330106",
    )
    assert dict(listed_changes(built_in(), old)["rankings"]).keys() == {"zj@1", "zj@2"}
    other = own(ALL.replace("weight = 10", "weight = 20"))
    [(code, what)] = listed_changes(old, other)["rankings"]
    assert code == "zj@2"
    assert "rather add another version" in what.en
    assert [code for code, _ in listed_changes(old, built_in())["rankings"]] == ["zj@1", "zj@2"]
