"""The ledger of surveys, and articles that repeat another."""

import csv
from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.kinds import articles, surveys
from deploy.ledgers.prevention_words import AUDIENCES
from shared.policies.dictionaries import WordList
from shared.policies.reading import built_in
from tests.deploy.ledgers.folding import imported
from tests.deploy.ledgers.pretended_lists import article_id

SURVEY = {
    "开始日期": "2019-06-01",
    "结束日期": "2019-06-30",
    "调查名称": "知晓率调查",
    "区划代码": "410102000000",
    "问卷代码": "city-awareness",
    "问卷版本": "1",
    "人群结果": "学生 200/210/205；居民：300／300／282",
}
ARTICLE = {
    "日期": "2019-06-27",
    "标题": "走进校园",
    "渠道": "报纸",
    "区划代码": "410102001003",
    "链接": "https://news.example.org/1.html",
    "阅读量": "1,200",
    "首发渠道": "",
}


def write(folder: Path, name: str, *rows: dict[str, str]) -> None:
    """A ledger of these rows."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*rows[0]], *([*row.values()] for row in rows)])


def test_a_row_is_a_survey_with_its_totals(tmp_path: Path) -> None:
    """The last day is the one before the survey ends; groups by the words of the place."""
    write(tmp_path, "问卷调查", SURVEY)
    done = imported(tmp_path)
    assert done.rejected() == []
    assert done.bodies("held") == [
        {
            "since": "2019-06-01",
            "until": "2019-07-01",
            "title": "知晓率调查",
            "region": "410102000000",
            "questionnaire": "city-awareness",
            "edition": 1,
            "planned": [
                {"audience": "students", "number": 200},
                {"audience": "residents", "number": 300},
            ],
            "groups": [
                {"audience": "students", "answered": 210, "counting": 205},
                {"audience": "residents", "answered": 300, "counting": 282},
            ],
        }
    ]
    again = imported(tmp_path, done.service)
    assert len(again.bodies("held")) == 1


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"人群结果": ""}, "人群结果", "bad_groups"),
        ({"人群结果": "火星人 1/1/1"}, "人群结果", "bad_groups"),
        ({"人群结果": "学生 200/210"}, "人群结果", "bad_groups"),
        ({"人群结果": "学生 0/210/1"}, "人群结果", "too_small"),
        ({"开始日期": "2019-02-30"}, "开始日期", "bad_date"),
        ({"结束日期": "9999-12-31"}, "结束日期", "bad_date"),
        ({"问卷代码": "城市问卷"}, "问卷代码", "bad_format"),
        ({"问卷版本": "一"}, "问卷版本", "bad_number"),
    ],
)
def test_a_bad_cell_is_named(
    tmp_path: Path, change: dict[str, str], column: str, reason: str
) -> None:
    """The column, and why."""
    write(tmp_path, "问卷调查", SURVEY | change)
    assert imported(tmp_path).rejected() == [(2, column, reason)]


def test_an_entry_says_its_last_day() -> None:
    """As its row has it."""
    column = surveys.LEDGER.column_of("until")
    assert column.shown(column.of({"until": "2019-07-01"})) == "2019-06-30"


def test_an_article_repeats_the_one_of_its_title(tmp_path: Path) -> None:
    """The row of the first comes before; without it the repetition is rejected."""
    again: dict[str, Any] = ARTICLE | {"渠道": "微博", "首发渠道": "报纸", "链接": "", "阅读量": ""}
    write(tmp_path, "新闻稿件", ARTICLE, again)
    done = imported(tmp_path)
    assert done.rejected() == []
    first, second = done.bodies("publications")
    assert (first["link"], first["reads"]) == (ARTICLE["链接"], 1200)
    assert second["channel"] == "weibo"
    assert second["same_as"] == article_id(done.service.answers.values(), first)
    lost = again | {"标题": "没有首发"}
    write(tmp_path, "新闻稿件", ARTICLE, lost)
    assert imported(tmp_path).rejected() == [(3, "首发渠道", "unknown_first")]


def test_the_built_in_words_are_those_of_the_policies() -> None:
    """By the same codes and names."""
    policies = built_in()
    for code, name in AUDIENCES.items():
        word = policies.word(WordList.AUDIENCE, code)
        assert word is not None
        assert word.name == name
    assert articles.LEDGER.column_of("channel").words["douyin"] == "抖音"
