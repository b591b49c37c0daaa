"""Corrected ledgers on the real services: warned of, replaced, taken back and brought back."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.errors import CannotRead
from deploy.ledgers.imports import list_imports, read_import
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget, open_api
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_rows import RIGHT

pytestmark = pytest.mark.postgres

PERSON = RIGHT["服务对象"] | {"编号": "1", "工作站": "", "性别": "女"}
VISIT = {
    "日期": "2019-05-01",
    "对象编号": "1",
    "方式": "入户",
    "内容": "家庭走访",
    "社工": "社工一",
}
SESSION = RIGHT["宣传活动"] | {"主题": "禁毒课", "人数": "500"}
TEST = {"日期": "2019-05-02", "对象编号": "1", "结果": "阴性"}
ARTICLE = RIGHT["新闻稿件"]


class Imports:
    """Imports folders into a service, each written anew."""

    def __init__(self, service: ImportTarget, path: Path) -> None:
        self.service = service
        self._path = path

    async def __call__(
        self,
        ledgers: Mapping[str, Sequence[Mapping[str, str]]],
        replacing: Sequence[str] = (),
        *,
        dry_run: bool = False,
        confirmed: bool = True,
    ) -> ImportOutcome:
        """Write a folder and import it."""
        folder = self._path / str(uuid4())
        folder.mkdir()
        for name, rows in ledgers.items():
            columns = [column.name for its in LEDGERS if its.name == name for column in its.columns]
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return await import_folder(
            folder,
            self.service,
            today=TODAY,
            dry_run=dry_run,
            replacing=replacing,
            confirm=lambda plan: confirmed,
        )

    async def counting(self) -> Counter[str]:
        """How many entries of each kind count, over all imports."""
        counted: Counter[str] = Counter()
        async with open_api(self.service) as api:
            for its in await list_imports(api):
                async for entry in read_import(api, its.import_id):
                    counted[entry.kind] += not entry.is_void
        return counted

    async def post(self, path: str, body: Any, method: str = "POST", **headers: str) -> Any:
        """A call of the API by somebody else than the import."""
        headers = {"Authorization": f"Bearer {self.service.token()}", **headers}
        headers.setdefault("Idempotency-Key", str(uuid4()))
        url = self.service.url + path
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, url, json=body) as answer,
        ):
            return await answer.json()


@pytest.fixture
def imports(service: ImportTarget, tmp_path: Path) -> Imports:
    """Imports into the service."""
    return Imports(service, tmp_path)


def warned(done: ImportOutcome) -> list[tuple[str, str]]:
    """The field and the reason of each warning."""
    return [(row["field"], row["reason"]) for row in done.as_json()["warnings"]]


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


async def test_a_corrected_folder_takes_the_place_of_an_import(imports: Imports) -> None:
    """What is gone is void, what is new is added, what is kept stays; other ledgers too."""
    others = [VISIT | {"日期": f"2019-06-0{n}"} for n in range(1, 4)]
    first = await imports(
        {
            "服务对象": [PERSON],
            "帮教记录": [VISIT, *others],
            "宣传活动": [SESSION],
            "尿检记录": [TEST],
        }
    )
    assert first.import_id is not None
    corrected = {
        "帮教记录": [VISIT | {"日期": "2019-05-11"}, *others[1:], others[1]],
        "宣传活动": [SESSION | {"人数": "50", "主题": "禁毒课。"}],
    }
    before = await imports.counting()
    await imports(corrected, [first.import_id], confirmed=False)
    wanted = await imports(corrected, [first.import_id], dry_run=True)
    assert await imports.counting() == before
    done = await imports(corrected, [first.import_id])
    assert wanted.plan is not None
    assert done.plan is not None
    assert wanted.plan.as_json()["gone"] == done.plan.as_json()["gone"]
    assert [its.words for its in done.plan.gone] == [
        "1 2019-05-01 入户",
        "1 2019-06-01 入户",
        "2019-01-01 学校 410102001003 禁毒课 500 讲座 工会 七夕",
    ]
    assert done.plan.kept == {"帮教记录": 2}
    assert done.accepted == {"帮教记录.csv": 1, "宣传活动.csv": 1}
    assert done.duplicates["帮教记录.csv"] == 3
    assert warned(done) == []
    counting = await imports.counting()
    assert counting["cases.ContactRecorded"] == 3
    assert counting["outreach.SessionHeld"] == 1
    assert counting["cases.DrugTestRecorded"] == 1
    again = await imports(corrected, [first.import_id])
    assert again.plan is not None
    assert again.plan.gone == []
    assert again.accepted.total() == 0
    assert await imports.counting() == counting


async def test_a_void_row_is_told_and_comes_back_when_it_replaces(imports: Imports) -> None:
    """Again and again: each time under the key of its next generation."""
    first = await imports({"服务对象": [PERSON], "帮教记录": [VISIT], "宣传活动": [SESSION]})
    right, wrong = {"帮教记录": [VISIT], "宣传活动": [SESSION]}, VISIT | {"方式": "电话"}
    other = {"帮教记录": [wrong], "宣传活动": [SESSION | {"人数": "1"}]}
    ids = [str(first.import_id)]
    for folder in (other, right, other, right):
        done = await imports(folder, ids)
        ids.append(str(done.import_id))
        assert done.accepted == {"帮教记录.csv": 1, "宣传活动.csv": 1}
        counting = await imports.counting()
        assert (counting["cases.ContactRecorded"], counting["outreach.SessionHeld"]) == (1, 1)
        same = await imports(folder)
        assert same.duplicates == {"帮教记录.csv": 1, "宣传活动.csv": 1}
        assert not same.rejected
    for dry_run in (True, False):
        void = await imports(other, dry_run=dry_run)
        assert [row.fault.reason for row in void.rejected] == ["entry_void", "entry_void"]
    respelled = await imports({"帮教记录": [wrong | {"内容": "家庭 走访", "方式": "电话"}]})
    assert [row.fault.reason for row in respelled.rejected] == ["entry_void"]


async def test_what_cannot_be_taken_back_is_listed_and_left(imports: Imports) -> None:
    """Clients and workstations, what is void already, and what a rejected row may be meant for."""
    station = RIGHT["工作站"]
    second = PERSON | {"编号": "2", "身份证号": "41010219780102603X"}
    tests = [TEST, TEST | {"日期": "2019-05-03"}, TEST | {"日期": "2019-05-04", "对象编号": "2"}]
    first = await imports(
        {
            "工作站": [station],
            "服务对象": [PERSON, second],
            "尿检记录": tests,
            "宣传活动": [SESSION],
        }
    )
    async with open_api(imports.service) as api:
        entries = [its async for its in read_import(api, str(first.import_id))]
    [session] = [its for its in entries if its.kind == "outreach.SessionHeld"]
    await imports.post(
        f"/v1/activities/{session.subject}/void", {"reason": "mistaken"}, **{"If-Match": '"1"'}
    )
    corrected = {
        "工作站": [station | {"工作站名称": "乙站"}],
        "服务对象": [PERSON],
        "尿检记录": [tests[0] | {"结果": "不明"}],
        "宣传活动": [SESSION | {"人数": "1"}],
    }
    done = await imports(corrected, [str(first.import_id)])
    assert done.plan is not None
    assert {(its.gone.entry.kind.partition(".")[2], its.why.en[:20]) for its in done.plan.left} == {
        ("WorkstationRegistered", "clients and workstat"),
        ("CaseOpened", "clients and workstat"),
        ("ReportedIn", "clients and workstat"),
        ("AgreementSigned", "clients and workstat"),
        ("DrugTestRecorded", "a row of the same pe"),
        ("SessionHeld", "it is void already"),
    }
    assert [its.words for its in done.plan.gone] == ["2019-05-04 阴性"]
    assert (await imports.counting())["cases.DrugTestRecorded"] == 2


async def test_a_client_whose_opening_was_void_comes_back_too(imports: Imports) -> None:
    """A plain import tells the row as void; one that replaces opens the file anew."""
    person = {"服务对象": [PERSON | {"报到日期": "", "协议日期": ""}]}
    first = await imports(person)
    async with open_api(imports.service) as api:
        entries = [its async for its in read_import(api, str(first.import_id))]
    [opening] = [its for its in entries if its.kind == "cases.CaseOpened"]
    void = await imports.post(
        f"/v1/cases/{opening.subject}/entries/{opening.entry_id}/void",
        {"reason": "mistaken"},
        **{"If-Match": '"1"'},
    )
    assert "entry_id" in void, void
    for dry_run in (True, False):
        told = await imports({**person, "尿检记录": [TEST]}, dry_run=dry_run)
        assert [row.fault.reason for row in told.rejected] == ["entry_void", "unknown_client"]
    back = await imports({**person, "尿检记录": [TEST]}, [str(first.import_id)])
    assert not back.rejected
    assert back.accepted.total() == 2
    assert (await imports(person)).duplicates == {"服务对象.csv": 1}


async def test_an_import_that_is_not_there_is_told(imports: Imports) -> None:
    """By its id; nothing is written."""
    await imports({"服务对象": [PERSON]})
    for nothing in (str(uuid4()), "none"):
        with pytest.raises(CannotRead, match="no import"):
            await imports({"帮教记录": [VISIT]}, [nothing])


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
