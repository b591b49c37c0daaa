"""Cells: every spelling found in ledgers, and what is not to be guessed at."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deploy.ledgers import values
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.kinds.activity_words import FORMS, OCCASIONS
from deploy.ledgers.ledger import Column
from deploy.ledgers.outreach_words import Numbered, serving
from deploy.ledgers.reasons import Reason
from deploy.ledgers.values import Unreadable, day
from shared.folding import squeeze, tidy
from shared.policies.reading import built_in


@pytest.mark.parametrize(
    "text",
    [
        "2019-04-06",
        "2019/4/6",
        "2019.4.6",
        "20190406",
        "2019年4月6日",
        "2019年04月06日",
        "２０１９-０４-０６",
        " 2019-04-06 ",
        "\u30002019 年 4 月 6 日",
        "2019 - 04 - 06",
        "2019 04 06",
        "２０１９／４／６",
        "２０１９．４．６",
        "2019。4。6",
        "2019—4—6",
        "2019－04－06",
        "2019年4月6号",
        "2019-4-6 0:00:00",
        "2019/4/6 00:00",
        "2019-04-06T00:00:00",
        "\ufeff2019-04-06\u200b",
        "\t2019-04-06",
        "2019\u00a0-04-06",
        "'2019-04-06",
        "43561",
        "43561.0",
        "４３５６１.375",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    """A day is the same day however it is typed."""
    assert day(text) == "2019-04-06"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "昨天",
        "2019-02-30",
        "2019年13月1日",
        "20190230",
        "2019-4",
        "2019",
        "19-4-6",
        "6/4/2019",
        "1",
        "32873",
        "73051",
        "20196",
        "43561.5.1",
        "-43561",
        "2019-04/06",
        "2019-04-06 25:00",
        "201946",
        "2019-04-06-",
        "2019-04-06 2019-04-07",
        "2019-00-10",
        "٢٠١٩-٠٤-٠٦x",
    ],
)
def test_no_day(text: str) -> None:
    """What is no day, or could be two, is not guessed at."""
    with pytest.raises(Unreadable) as raised:
        day(text)
    assert raised.value.reason is Reason.BAD_DATE


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_day_can_be_read(value: date, spelling: str) -> None:
    """Each day since 1950 is read back from each spelling."""
    assert day(value.strftime(spelling)) == value.isoformat()


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.digits, "１１０１０５ １９４９１２３１ ００２ｘ", "11010519491231002X"),
        (values.digits, "'11010519491231002X", "11010519491231002X"),
        (values.phone, "１９９ ０００ ０１２３４", "19900001234"),
        (values.phone, "+86 199-0000-1234", "19900001234"),
        (values.phone, "0371-65432100", "037165432100"),
        (values.digits, " ４１０１０２００１００３ ", "410102001003"),
        (values.people, "３２０", 320),
        (values.people, "320人", 320),
        (values.people, "320.0", 320),
        (values.people, "1,200", 1200),
        (values.people, "0", 0),
        (values.reference, "４１０１－00001 ", "4101-00001"),
        (values.reference, "a—1", "A-1"),
        (values.person_name, "张 玉", "张玉"),
    ],
)
def test_other_values(read: Callable[[str], Any], text: str, value: Any) -> None:
    """Numbers are read in full width, with blanks, and as spreadsheets leave them."""
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (values.phone, "没有电话", Reason.BAD_PHONE),
        (values.phone, "19900001234、19900001235", Reason.BAD_PHONE),
        (values.people, "", Reason.BAD_NUMBER),
        (values.people, "约300", Reason.BAD_NUMBER),
        (values.people, "-1", Reason.BAD_NUMBER),
        (values.people, "3.5", Reason.BAD_NUMBER),
        (values.people, "1,2", Reason.BAD_NUMBER),
        (values.needed(values.text), " \u3000", Reason.MISSING_VALUE),
    ],
)
def test_wrong_values(read: Callable[[str], Any], text: str, reason: Reason) -> None:
    """What is no value of its column is refused with the reason of the column."""
    with pytest.raises(Unreadable) as raised:
        read(text)
    assert raised.value.reason == reason


@pytest.mark.parametrize("read", [values.reference, values.digits, values.phone])
@pytest.mark.parametrize(
    "text",
    [
        "4.10102E+11",
        "'4.10102E+11",
        "4.E+0011",
        "4.1e11",
        "4,10102E+11",
        "4E+11",
        "41.0E10",
        " 4.10102 E +11 ",
        "４．１０１０２Ｅ＋１１",
        "4.10102×10^11",
        "4.10102×10¹¹",
        "410102000001.0",
        "410102000001.00",
        "410102000001.",
        "410,102,000,001",
        "410,102,000,001.00",
        "#######",
        "＃＃＃",
        "#VALUE!",
        "#N/A",
    ],
)
def test_a_number_that_lost_its_digits(read: Callable[[str], Any], text: str) -> None:
    """What a spreadsheet made of a long number names nobody."""
    with pytest.raises(Unreadable) as raised:
        read(text)
    assert raised.value.reason == Reason.DIGITS_LOST


@pytest.mark.parametrize(
    "text", ["4101-00001", "21E001", "2019.001", "A.1", "№1", "101,102", "E11"]
)
def test_a_number_of_an_agencys_own_making(text: str) -> None:
    """Letters, points and commas are no loss in a number that is a name."""
    assert values.reference(text)


@pytest.mark.parametrize(
    "text",
    ["10²", "①②", "5⁰", "½", "1½", "⑩", "10₂", "１０²", "٣٢", "一百", "1_0", "𝟏𝟎", "1E2", "Ⅻ"],
)
def test_no_number_of_people(text: str) -> None:
    """Powers, circled numbers, fractions and other scripts' digits are not read as digits."""
    with pytest.raises(Unreadable) as raised:
        values.people(text)
    assert raised.value.reason == Reason.BAD_NUMBER


@pytest.mark.parametrize(
    "text", ["2019-0①-01", "201⁹-01-01", "２０１９-01-½", "2019年⒈月1日", "㏠"]
)
def test_no_day_of_other_signs(text: str) -> None:
    """A day is written in digits."""
    with pytest.raises(Unreadable):
        day(text)


def test_no_word_of_other_signs() -> None:
    """A word with digits in it is written with digits."""
    read = values.one_of(OCCASIONS.codes, OCCASIONS.reason)
    for text in ("6·2⁶", "⑥26", "６·２⑥"):
        with pytest.raises(Unreadable):
            read(text)


@pytest.mark.parametrize(
    "text", ["6·26", "6.26", "6-26", "６·２６", "6・26", "6月26日", "６．２６", "6 · 26", "6/26"]
)
def test_the_anti_drug_day(text: str) -> None:
    """The day against drugs is written in many ways."""
    read = values.one_of(OCCASIONS.codes, OCCASIONS.reason)
    assert read(text) == "anti_drug_day"


def test_several_words() -> None:
    """Several words may be joined in several ways; their order and repetition say nothing."""
    read = values.some_of(FORMS.codes, FORMS.reason)
    assert read("展板、讲座") == read("讲座；展板") == read(" 展板/讲座 ") == read("讲座,展板,讲座")
    assert read("") == read("无") == ()
    for text in ("展板、跳伞", "、"):
        with pytest.raises(Unreadable):
            read(text)


@given(st.text())
@example("e\u200d\u0301")
@example("か \u3099")
@example("e \u0301")
def test_folding_twice_changes_nothing(text: str) -> None:
    """Text that was folded is folded."""
    assert tidy(tidy(text)) == tidy(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text())
def test_no_text_breaks_a_reader(text: str) -> None:
    """Whatever stands in a cell is a value or is wrong; nothing else happens."""
    for read in (day, values.digits, values.phone, values.people):
        try:
            read(text)
        except Unreadable:
            continue


@pytest.mark.parametrize(
    "column",
    [column for ledger in LEDGERS for column in ledger.columns if column.words],
    ids=lambda column: column.name,
)
def test_each_word_that_is_shown_is_read(column: Column) -> None:
    """Whatever brackets stand in it: what an export writes, an import reads as the same code."""
    number = "3" if isinstance(column, Numbered) else ""
    for code, word in column.words.items():
        read = column.read(f"{word}{number}")
        shown = column.usual if read is None else read
        assert shown in (code, (code,), (f"{code}:{number}",)), word


def test_each_built_in_occasion_has_a_word() -> None:
    """A ledger can name any of them: what an export writes of one is no bare code."""
    assert {*OCCASIONS.codes.values()} == {each.code for each in built_in().occasions}


@pytest.mark.parametrize("minutes", [0, 6, 50, 60, 210, 1439])
def test_how_long_people_served_is_read_as_it_was_shown(minutes: int) -> None:
    """To the minute, whether or not it is a tenth of an hour."""
    column = serving()
    said = column.of({"served": [{"role": "volunteer", "number": 3, "minutes": minutes}]})
    assert column.read(column.shown(said)) == (f"volunteer:3:{minutes}",)
