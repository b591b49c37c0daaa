"""What a changed file changes: values, for whom and when; and whose duties."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.comparing import (
    Change,
    changes,
    days_changed,
    listed_changes,
)
from shared.policies.naming import in_words
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.values import Value
from tests.shared.policies.own import (
    DETOX,
    HANGZHOU,
    LARGE,
    REHAB,
    ZHENGZHOU,
    duty,
    number,
    own,
)

ALL = tuple(CaseKind)


def told(change: Change) -> tuple[object, ...]:
    """A change as one line."""
    return (change.what, change.before.en, change.after.en, change.region, change.kinds)


def test_policies_do_not_differ_from_themselves() -> None:
    """Nor by their version."""
    assert changes(built_in(), own("")) == []
    assert listed_changes(built_in(), own(""))["schemes"] == []
    assert days_changed(built_in(), own("")) == []


def test_a_change_says_for_whom_and_from_when() -> None:
    """Region, kinds, levels and days; kinds that change otherwise stand by themselves."""
    new = own(
        duty("week", more='regions = ["33"]\nlevels = ["a", "b"]\nsince = 2026-01-01')
        + number("term", "term_months", 24)
    )
    programmes, at_large, term = changes(built_in(), new)
    month, week = "once a calendar month", "once a week"
    assert told(programmes) == (Duty.CONTACT, month, week, "33", (DETOX, REHAB))
    assert told(at_large) == (Duty.CONTACT, "not due", week, "33", (LARGE,))
    assert at_large.levels == programmes.levels == ("a", "b")
    assert (at_large.since, at_large.until) == (date(2026, 1, 1), date.max)
    assert told(term) == (Value.TERM_MONTHS, "36", "24", "", ALL)
    assert term.levels == ()


def test_what_is_so_at_every_level_names_none() -> None:
    """Levels are named where some differ from others, and only there."""
    large = 'regions = ["33"]\nkinds = ["at_large"]\n'
    of_a, of_all = duty("of_a", more=large + 'levels = ["a"]'), duty("of_all", more=large)
    [at_every] = changes(built_in(), own(of_a + of_all))
    assert at_every.levels == ()
    [at_others] = changes(own(of_a), own(of_a + of_all))
    assert at_others.levels == ("",)


def test_a_region_with_a_policy_of_its_own_is_left_out() -> None:
    """What changes for the province does not reach it."""
    hangzhou = duty("hangzhou", shape='each = "quarter"', more='regions = ["3301"]')
    province = duty("province", more='regions = ["33"]\nkinds = ["community_detoxification"]')
    [change] = changes(own(hangzhou), own(hangzhou + province))
    assert (change.region, change.but_for, change.kinds) == ("33", ("3301",), (DETOX,))
    assert changes(own(hangzhou), own(hangzhou + province), "3301") == []
    [below] = changes(own(hangzhou), own(hangzhou + province), "3302")
    assert below.region == "3302"


def test_days_on_which_nothing_else_begins_are_told_as_one_time() -> None:
    """Another entry's dates do not cut it in pieces."""
    dated = duty("x", more='regions = ["33"]\nsince = 2020-01-01\nuntil = 2021-01-01')
    new = dated + duty("contact", shape='each = "quarter"')
    spans = {
        (each.region, each.since, each.until)
        for each in changes(own(dated), own(new))
        if each.before.en == "once a calendar month"
    }
    assert spans == {
        ("", date.min, date.max),
        ("33", date.min, date(2020, 1, 1)),
        ("33", date(2021, 1, 1), date.max),
    }


def test_an_emergency_that_is_declared_is_a_change() -> None:
    """For its regions and days."""
    new = own(
        '[[emergency]]\ncode = "e"\nname = { zh = "疫情", en = "epidemic" }\n'
        'regions = ["3301"]\nsince = 2020-01-23\nuntil = 2020-04-01\n'
    )
    [change] = changes(built_in(), new)
    assert (change.what, change.region) == (None, "3301")
    assert (change.since, change.until) == (date(2020, 1, 23), date(2020, 4, 1))


SCHEME = """
[[scheme]]
code = "two"
name = { zh = "二级", en = "two levels" }
levels = [
    { code = "one", name = { zh = "一", en = "one" } },
    { code = "other", name = { zh = "二", en = "other" } },
]
"""


def test_a_scheme_that_is_gone_is_told_with_the_way_out() -> None:
    """Entries are of it."""
    assert [code for code, _ in listed_changes(built_in(), own(SCHEME))["schemes"]] == ["two"]
    [(code, why)] = listed_changes(own(SCHEME), built_in())["schemes"]
    assert code == "two"
    assert "rather keep the entry, with `until`" in why.en
    turned = SCHEME.replace('"one"', '"third"')
    assert "has other levels" in listed_changes(own(SCHEME), own(turned))["schemes"][0][1].en
    ended = own(SCHEME + "until = 2026-01-01")
    assert "is used elsewhere" in listed_changes(own(SCHEME), ended)["schemes"][0][1].en


def test_days_that_become_working_days() -> None:
    """And those that are off from now on; each with its region."""
    more = '[[days]]\ncode = "x"\nregions = ["33"]\noff = [2026-03-03]\nworking = [2026-03-01]\n'
    assert days_changed(built_in(), own(more)) == [
        ("33", date(2026, 3, 1), True),
        ("33", date(2026, 3, 3), False),
    ]


SHAPES = ('each = "week"', 'each = "month"', "every = { months = 6 }", "due = false")
ENTRY = st.builds(
    lambda region, shape, level, kind, since, until: (
        shape,
        (f'regions = ["{region}"]\n' if region else "")
        + (f'levels = ["{level}"]\n' if level else "")
        + (f'kinds = ["{kind}"]\n' if kind else "")
        + f"since = 20{since:02}-01-01\nuntil = 20{since + until:02}-01-01",
    ),
    st.sampled_from(["", "33", "3301", "330106", "41"]),
    st.sampled_from(SHAPES),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", *CaseKind]),
    st.integers(20, 30),
    st.integers(1, 8),
)


def some(entries: Sequence[tuple[str, str]]) -> Policies:
    """Policies of several entries, of which no two are of the same beginning."""
    unique = {more.rsplit("\n", 1)[0]: (shape, more) for shape, more in entries}
    return own(
        "".join(duty(f"e{at}", shape=s, more=m) for at, (s, m) in enumerate(unique.values()))
    )


@given(
    st.lists(ENTRY, max_size=4),
    st.lists(ENTRY, max_size=4),
    st.sampled_from([HANGZHOU, "330200000000", ZHENGZHOU, "330108000000"]),
    st.sampled_from(["", "a", "b", "c1"]),
    st.sampled_from(CaseKind),
    st.dates(date(2019, 1, 1), date(2040, 1, 1)),
)
def test_what_is_told_is_what_changes_for_everybody(
    one: list[tuple[str, str]],
    other: list[tuple[str, str]],
    region: str,
    level: str,
    kind: CaseKind,
    day: date,
) -> None:
    """A case anywhere, at any level, on any day: its policy differs where a change says so, and
    nowhere else."""
    old, new = some(one), some(other)
    before, after = (
        in_words(found.shape if found else None)
        for found in (each.duty(Duty.CONTACT, region, kind, level, day) for each in (old, new))
    )
    found = changes(old, new)
    named = {each for change in found for each in change.levels}
    asked = level if level in named or level in _levels(old, new) else ""
    matching = [
        each
        for each in found
        if region.startswith(each.region)
        and not any(region.startswith(but) for but in each.but_for)
        and kind in each.kinds
        and (not each.levels or asked in each.levels)
        and each.since <= day < each.until
    ]
    if before == after:
        assert matching == []
    else:
        assert [(each.before, each.after) for each in matching] == [(before, after)]


def _levels(*both: Policies) -> set[str]:
    return {
        level
        for policies in both
        for each in policies.duties
        if each.duty is Duty.CONTACT
        for level in each.levels
    }
