"""The file of policies: what it may say, and what is told of a wrong one."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from shared.events.cases.duties import Duty
from shared.policies.duties import DUTY
from shared.policies.faults import SHOWN, PoliciesBroken
from shared.policies.in_force import load_policies
from shared.policies.policies import Policies
from shared.policies.reading import built_in, read_policies
from shared.policies.shapes import Per, Within
from shared.policies.values import Value
from tests.shared.policies.own import DAY, DETOX, ZHENGZHOU, duty, number, own

EMERGENCY = (
    '[[emergency]]\ncode = "e"\nname = { zh = "疫情", en = "epidemic" }\nsince = 2026-01-01\n'
)
SCHEME = """
[[scheme]]
code = "two"
name = { zh = "二级", en = "two levels" }
levels = [
    { code = "one", name = { zh = "一", en = "one" } },
    { code = "other", name = { zh = "二", en = "other" } },
]
"""
BANDS = '[[number]]\ncode = "bands"\nvalue = "execution_bands"\nnumbers = {}\n'
DAYS = '[[days]]\ncode = "more"\noff = [2027-03-03]\n'
ALL = (
    duty(
        "week", more='regions = ["330000000000", "3301"]\nlevels = ["one"]\nnote = "为什么\\n如此"'
    )
    + duty(
        "appointed", Duty.APPOINTED_TEST, "within = { days = 3, working = true }", 'regions=["33"]'
    )
    + duty("not", Duty.SUMMARY, "due = false", "since = 2026-01-01\nuntil = 2027-01-01")
    + number("leave", "leave_report_days", 5, 'kinds = ["at_large"]\nsource = "本省规定"')
    + BANDS.format("[90, 75]")
    + 'regions = ["33"]\n'
    + EMERGENCY
    + SCHEME
    + DAYS
)


REPLACES = "duty contact, code: this is the code of a built-in entry, whose place it takes"


def faults(text: str) -> list[str]:
    """What is told of entries, in English; the Chinese has as many lines."""
    with pytest.raises(PoliciesBroken) as broken:
        own(text)
    assert len(broken.value.text.zh.splitlines()) == len(broken.value.faults)
    return broken.value.text.en.splitlines()


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Regions as prefixes, each once; what it does not say is built in."""
    path = tmp_path / "policies.toml"
    path.write_text(f'\ufeffversion = "2026-3"\n{ALL}', encoding="utf-8")
    policies = load_policies(path)
    assert load_policies(tmp_path).digest == policies.digest
    assert policies.version == "2026-3"
    week, appointed, none = policies.duties[-3:]
    assert week.holding.regions == ("33", "3301")
    assert week.note == "为什么\n如此"
    assert appointed.shape == Within(3, working=True)
    assert none.shape is None
    assert none.holding.until == date(2027, 1, 1)
    assert policies.bands(Value.EXECUTION_BANDS, "3301", DAY) == (90, 75)
    assert len(policies.duties) == len(built_in().duties) + 3
    assert policies.levels["one"].zh == "一"


def test_without_a_file_the_built_in_policies_hold(tmp_path: Path) -> None:
    """A folder need not have one; a file that is named must be there."""
    assert load_policies(None) is built_in()
    assert load_policies(tmp_path) is built_in()
    with pytest.raises(OSError, match="No such file"):
        load_policies(tmp_path / "policies.toml")


@pytest.mark.parametrize("policies", [built_in(), own(ALL)], ids=["built-in", "own"])
def test_what_is_in_force_is_kept_as_a_file_that_reads_as_the_same(policies: Policies) -> None:
    """Even after the built-in policies are others; its hash is that of its content."""
    again = read_policies(policies.content.encode())
    assert again.content == policies.content
    assert again.digest == policies.digest == hashlib.sha256(again.content.encode()).hexdigest()
    by_code = {each.code: each for each in policies.duties}
    assert {each.code: each for each in again.duties} == by_code
    assert {*again.numbers} == {*policies.numbers}
    assert {*again.emergencies} == {*policies.emergencies}
    assert {*again.days} == {*policies.days}
    assert again.levels == policies.levels


def test_the_hash_is_of_what_is_said_and_not_of_how_it_is_written() -> None:
    """Comments, blanks and the order of entries change nothing; a number does."""
    one, other = (
        duty("week", more='regions = ["33"]'),
        number("n", "term_months", 12, 'kinds=["at_large"]'),
    )
    assert own(one + other).digest == own(f"# why\n{other}\n\n{one}").digest
    assert own(one + other).digest != own(one + other.replace("12", "13")).digest
    assert own("").digest != built_in().digest  # the version is another


def test_an_entry_with_a_built_in_code_takes_its_place() -> None:
    """The others stay."""
    policies = own(duty("contact", shape='each = "quarter"') + number("term", "term_months", 24))
    found = policies.duty(Duty.CONTACT, ZHENGZHOU, DETOX, "", DAY)
    assert found is not None
    assert DUTY.written(found)["each"] is Per.QUARTER
    assert policies.number(Value.TERM_MONTHS, ZHENGZHOU, DAY) == 24
    assert [each.code for each in policies.duties].count("contact") == 1
    assert policies.number(Value.LEAVE_REPORT_DAYS, ZHENGZHOU, DAY) == 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("colour = 3", "colour: is not known; known are version, duty, number"),
        ("[[dutty]]", "dutty: is not known; did you mean duty?"),
        ("duty = 3", "duty: enter each in a table [[duty]]."),
        (duty("a b"), "duty a b, code: must be 1 to 64 of a-z"),
        (duty("x") + duty("x", Duty.TEST), "duty x, code: stands there 2 times"),
        ('[[duty]]\nduty = "contact"\neach = "week"', "duty no. 1, code: is missing."),
        (
            duty("x").replace('"contact"', '"kontact"'),
            "duty x, duty: there is no kontact; did you mean contact?",
        ),
        (duty("x", more="sinc = 2026-01-01"), "duty x, sinc: is not known; did you mean since?"),
        (duty("x", more="since = 2026-01-02\nuntil = 2026-01-02"), "duty x, until: must be after"),
        (duty("x", more='since = "2026-01-02"'), "duty x, since: must be a day without quotes"),
        (
            duty("x", more="since = 2026-01-02T00:00:00Z"),
            "duty x, since: must be a day without quotes",
        ),
        (
            duty("x", more='kinds = ["at_larg"]'),
            "duty x, kinds: there is no at_larg; did you mean at_large?",
        ),
        (
            duty("x", more='regions = ["3399"]'),
            "duty x, regions: 3399: This code is not in the register",
        ),
        (duty("x", more='regions = ["331"]'), "duty x, regions: 331: A region is given by"),
        (duty("x", more="regions = []"), "duty x, regions: must be a list of codes, and not empty"),
        (
            duty("x", more='levels = ["hig"]\nregions = ["33"]'),
            "duty x, levels: there is no hig; did you mean high?",
        ),
        (duty("x", shape=""), "duty x, each: say one of each, every"),
        (duty("x", shape='each = "week"\ndue = false'), "duty x, due: say one of each, every"),
        (duty("x", shape="due = true"), "duty x, due: is false where nothing is due"),
        (duty("x", shape='each = "wek"'), "duty x, each: there is no wek; did you mean week?"),
        (
            duty("x", shape="within = { days = 3 }"),
            "duty x, within: contact is due again and again",
        ),
        (duty("x", Duty.AGREEMENT), "duty x, each: agreement is due once; say within"),
        (duty("x", Duty.AGREEMENT, "within = { days = -1 }"), "duty x, within: write it as"),
        (duty("x", Duty.AGREEMENT, "within = 7"), "duty x, within: write it as"),
        (duty("x", shape="every = { months = 1, days = 1 }"), "duty x, every: write it as"),
        (duty("x", shape="every = { months = 0 }"), "duty x, every: write it as"),
        (
            duty("x", shape="times_a_year = [12, 0]"),
            "duty x, times_a_year: must be a list of whole",
        ),
        (duty("x", more="note = 3"), "duty x, note: must be a text"),
        (number("x", "term", 3), "number x, value: there is no term; "),
        (number("x", "term_months", 0), "number x, number: must be a whole number from 1 to 120"),
        (number("x", "term_months", 3).replace("3", "true"), "number x, number: must be a whole"),
        (number("x", "execution_bands", 3), "number x, number: of execution_bands say numbers."),
        (
            number("x", "term_months", 3, "numbers = [3]"),
            "number x, numbers: of term_months say number.",
        ),
        (BANDS.format("[95, 98]"), "number bands, numbers: must be a list of whole numbers from 1"),
        (EMERGENCY.replace("since = 2026-01-01", ""), "emergency e, since: is missing."),
        (EMERGENCY.replace('zh = "疫情", ', ""), "emergency e, name: write it as { zh ="),
        (SCHEME.replace('"other"', '"one"', 1), "scheme two, levels[2].code: one is there twice."),
        (
            SCHEME.replace('code = "one"', 'code = "One"'),
            "scheme two, levels[1].code: must be 1 to 64",
        ),
        (
            SCHEME.replace('code = "one"', 'code = "high"'),
            "scheme two, levels[1].name: high is called high in another",
        ),
        (
            '[[scheme]]\ncode = "x"\nname = { zh = "x", en = "x" }\nlevels = []',
            "scheme x, levels: must be a list of two",
        ),
        (
            SCHEME.replace('"two"', '"three_levels"'),
            "scheme three_levels, levels: this is the code of a built-in scheme",
        ),
        (DAYS + "of = 3", "days more, of: is not known; did you mean off?"),
        (
            DAYS.replace("2027-03-03", '"x"'),
            "days more, off: must be a list of days without quotes",
        ),
        (DAYS + "working = [2027-03-03]", "days more, working: 2027-03-03 is among those in off"),
        (DAYS + "year = 2028", "days more, year: 2027-03-03 is not of this year."),
        ('[[days]]\ncode = "x"', "days x, off: say off, working or both"),
        (
            '[[days]]\ncode = "2026"\noff = [2026-03-03]',
            "days 2026, code: this is the code of a built-in entry",
        ),
        (duty("contact", more='regions = ["33"]'), REPLACES),
        (duty("contact", more="since = 2026-01-01"), REPLACES),
        (duty("contact", more='levels = ["a"]'), REPLACES),
        (duty("contact", more='kinds = ["at_large"]'), REPLACES),
        (
            duty("contact", Duty.TEST),
            "duty contact, duty: this is the code of a built-in entry, of contact",
        ),
        (
            number("term", "free_days", 3),
            "number term, value: this is the code of a built-in entry, of term",
        ),
        (
            number("term", "term_months", 3, 'regions = ["33"]'),
            "number term, code: this is the code of",
        ),
    ],
)
def test_a_fault_names_its_entry_and_field_and_the_way_out(text: str, fault: str) -> None:
    """One fault is told once."""
    [told] = faults(text)
    assert told.startswith(fault)


@pytest.mark.parametrize("more", ["", 'regions = ["33"]', 'levels = ["a"]', "since = 2026-01-01"])
def test_of_two_policies_of_the_same_one_must_go_before_the_other(more: str) -> None:
    """Same duty, region, kind, level and first day: nobody could say which holds."""
    [told] = faults(duty("x", Duty.TEST, more=more) + duty("y", Duty.TEST, more=more))
    assert told.startswith("duty y, duty: is of the same regions, kinds, levels and first day as x")
    [told] = faults(number("x", "free_days", 3))
    assert told.startswith("number x, value: is of the same")
    assert "as free_days" in told


def test_two_policies_of_which_one_goes_first_are_no_fault() -> None:
    """Another region, kind, level or first day tells them apart; so do days that do not meet."""
    text = duty("x", Duty.TEST) + "".join(
        duty(f"y{at}", Duty.TEST, more=more)
        for at, more in enumerate(
            [
                'regions = ["33"]',
                'levels = ["a"]',
                'levels = ["b"]',
                'levels = ["a"]\nkinds = ["at_large"]',
                "since = 2026-01-01",
            ]
        )
    )
    assert len(own(text).duties) == len(built_in().duties) + 6


def test_all_faults_are_told_at_once() -> None:
    """Nobody fixes a file fault by fault; of very many the first are shown."""
    told = faults(duty("a b", more="sinc = 1") + number("x", "term_months", 0) + "[[scheme]]")
    assert len(told) == 6
    with pytest.raises(PoliciesBroken) as broken:
        own("".join(duty(f"x{at}", shape="") for at in range(SHOWN + 2)))
    assert len(broken.value.faults) == SHOWN + 2
    assert broken.value.text.en.splitlines()[SHOWN:] == ["… and 2 more."]


@pytest.mark.parametrize("hidden", ["\\u001b[31m", "\\u009b31m", "\\u202e", "\\u2028"])
def test_no_name_commands_a_terminal(hidden: str) -> None:
    """Neither one that is taken, nor one that is told to be wrong."""
    name = f'{{ zh = "疫情", en = "{hidden}epidemic" }}'
    [fault] = faults(EMERGENCY.replace('{ zh = "疫情", en = "epidemic" }', name))
    assert fault.startswith("emergency e, name: write it as")
    for wrong in (f'"{hidden}" = 1\n', EMERGENCY.replace('"e"', f'"{hidden}e"')):
        assert all(fault.isprintable() for fault in faults(wrong))


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
def test_a_number_of_thousands_of_digits_is_a_fault_as_any(number: str) -> None:
    """It is told, and does not end the program."""
    assert faults(EMERGENCY.replace('"e"', number))
    assert faults(f"[[duty]]\nduty = {number}\n")
