"""What an import finds known otherwise: persons corrected, like rows and doubts warned of."""

import pytest

from tests.deploy.ledgers.importing import (
    ARTICLE,
    PERSON,
    SESSION,
    TEST,
    VISIT,
    Imports,
    warned,
)

pytestmark = pytest.mark.postgres


async def test_a_corrected_row_is_warned_of_and_taken(imports: Imports) -> None:
    """A mended day, number or note: the row and the entry it is like are named."""
    await imports(
        {"服务对象": [PERSON], "帮教记录": [VISIT], "宣传活动": [SESSION], "尿检记录": [TEST]}
    )
    later = {
        "帮教记录": [VISIT | {"日期": "2019-05-11"}],
        "宣传活动": [SESSION | {"人数": "50"}],
        "尿检记录": [TEST | {"结果": "阳性"}],
    }
    for dry_run in (True, False):
        done = await imports(later, dry_run=dry_run)
        assert set(done.accepted.values()) == {1}
        assert warned(done) == [
            ("日期", "like_an_imported_row"),
            ("结果", "like_an_imported_row"),
            ("人数", "like_an_imported_row"),
        ]
    text = "\n".join(sentence.zh for sentence in done.summary())
    assert "2019-05-01 入户" in text
    again = await imports({"帮教记录": [VISIT | {"日期": "2019-05-11", "内容": "家庭走访。"}]})
    assert warned(again) == [("内容", "like_an_imported_row")]


async def test_what_is_only_one_more_is_not_warned_of(imports: Imports) -> None:
    """Tests on other days, visits with other notes, and what still stands in the folder."""
    first = {"服务对象": [PERSON], "帮教记录": [VISIT], "尿检记录": [TEST], "新闻稿件": [ARTICLE]}
    await imports(first)
    done = await imports(
        {
            "帮教记录": [
                VISIT,
                VISIT | {"日期": "2019-05-20"},
                VISIT | {"日期": "2019-05-21", "内容": "谈就业"},
            ],
            "尿检记录": [TEST | {"日期": "2019-06-02"}],
            "新闻稿件": [ARTICLE | {"标题": "另一篇", "渠道": "报纸"}],
        }
    )
    assert warned(done) == []
    assert done.accepted.total() == 4


async def test_rows_of_one_folder_are_compared_too(imports: Imports) -> None:
    """The later row names the earlier one; a row written twice is a duplicate as ever."""
    done = await imports(
        {"服务对象": [PERSON], "尿检记录": [TEST, TEST | {"结果": "阳性"}, TEST]}, dry_run=True
    )
    assert [(row["row"], row["reason"]) for row in done.as_json()["warnings"]] == [
        (3, "like_another_row")
    ]
    assert done.duplicates["尿检记录.csv"] == 1


async def test_corrections_of_known_persons_are_shown_and_applied(imports: Imports) -> None:
    """Name, phone and sex under the same number; blanks take nothing away."""
    await imports({"服务对象": [PERSON]})
    changed = PERSON | {"姓名": "甲丑", "手机": "13900000009", "性别": ""}
    for dry_run in (True, False):
        done = await imports({"服务对象": [changed]}, dry_run=dry_run)
        account = done.as_json()
        assert account["corrected"] == {"服务对象.csv": 1}
        assert (account["accepted"], account["duplicates"], account["warnings"]) == (
            {"服务对象.csv": 0},
            {"服务对象.csv": 0},
            [],
        )
        assert done.corrections[0].columns == ("姓名", "手机")
        assert any("姓名、手机" in sentence.zh for sentence in done.summary())
    again = await imports({"服务对象": [changed]})
    assert again.duplicates == {"服务对象.csv": 1}


async def test_a_mistyped_id_number_is_corrected_where_the_name_is_the_same(
    imports: Imports,
) -> None:
    """The person keeps the file; another name under the number is another person."""
    await imports({"服务对象": [PERSON], "尿检记录": [TEST]})
    new = "41010219780102603X"
    other = await imports({"服务对象": [PERSON | {"身份证号": new, "姓名": "乙丑"}]})
    assert [row.fault.reason for row in other.rejected] == ["reference_taken"]
    twice = await imports(
        {"服务对象": [PERSON | {"身份证号": new}, PERSON], "尿检记录": [TEST]}, dry_run=True
    )
    assert [row.fault.reason for row in twice.rejected] == ["reference_taken", "ambiguous_client"]
    for dry_run in (True, False):
        done = await imports(
            {
                "服务对象": [PERSON | {"身份证号": new}],
                "尿检记录": [TEST, TEST | {"日期": "2019-07-01"}],
            },
            dry_run=dry_run,
        )
        assert not done.rejected
        assert done.corrected == {"服务对象.csv": 1}
        assert done.corrections[0].columns == ("身份证号",)
        assert done.accepted["尿检记录.csv"] == 1
    again = await imports({"服务对象": [PERSON | {"身份证号": new}]})
    assert again.duplicates == {"服务对象.csv": 1}
    free = {"name": "丙寅", "id_number": PERSON["身份证号"]}
    assert "client_id" in await imports.post("/v1/clients", free)


async def test_an_id_number_that_somebody_has_is_not_taken_as_a_correction(
    imports: Imports,
) -> None:
    """Nor where the person is known under another number of the agency."""
    second = PERSON | {"编号": "2", "身份证号": "41010219780102603X"}
    await imports({"服务对象": [PERSON, second]})
    for dry_run in (True, False):
        done = await imports(
            {"服务对象": [PERSON | {"身份证号": second["身份证号"]}]}, dry_run=dry_run
        )
        assert [row.fault.reason for row in done.rejected] == ["reference_taken"]


async def test_what_the_service_doubts_is_in_the_account(imports: Imports) -> None:
    """In a dry run too: file, row, field and reason; the row is taken."""
    old = TEST | {"日期": "1985-01-01"}
    for dry_run in (True, False):
        done = await imports(
            {
                "服务对象": [PERSON | {"决定日期": "1984-01-01", "性别": "男"}],
                "尿检记录": [old],
                "新闻稿件": [ARTICLE | {"日期": "1989-12-31"}],
            },
            dry_run=dry_run,
        )
        assert not done.rejected
        assert warned(done) == [
            ("性别", "sex_unlike_id_number"),
            ("决定日期", "early_day"),
            ("日期", "early_day"),
            ("日期", "early_day"),
        ]
