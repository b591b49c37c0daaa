"""The export of ledgers against the writing services on a real database."""

import csv
import os
import stat
from asyncio import to_thread
from pathlib import Path

import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.errors import CannotReach, CannotRead, NotAllowed
from deploy.ledgers.exporting.command import Why, export_folder
from deploy.ledgers.sending import ImportTarget
from tests.deploy.ledgers.folding import figures, imported
from tests.deploy.ledgers.importing import ARTICLE, PERSON, SESSION, TEST, VISIT, Imports
from tests.deploy.ledgers.importing import write_ledgers as write
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_rows import RIGHT
from tests.deploy.ledgers.test_whole_years import PUBLIC
from tests.services.service import ACTIONS, token

pytestmark = pytest.mark.postgres

WHY = Why("support", "narcotics_control_law_34")
STATION = RIGHT["工作站"]
LEDGERS: dict[str, list[dict[str, str]]] = {
    "工作站": [STATION],
    "服务对象": [PERSON],
    "帮教记录": [VISIT, VISIT | {"内容": '=1+1 "引号", 逗号\n第二行', "日期": "2019-06-01"}],
    "尿检记录": [TEST, TEST | {"日期": "2019-07-01", "结果": "未检", "未检原因": "请假"}],
    "风险评估": [RIGHT["风险评估"] | {"对象编号": "1"}],
    "宣传活动": [SESSION | {"形式": "讲座、展板", "合作单位": "工会", "节点": "6·26"}],
    "新闻稿件": [ARTICLE],
}


def rows(folder: Path, ledger: str) -> list[dict[str, str]]:
    """The rows of an exported ledger."""
    with (folder / f"{ledger}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_what_is_exported_is_imported_as_known(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """Into the same installation every row is a duplicate: it says what the ledgers said."""
    first = await imports(LEDGERS)
    assert not first.rejected, first.rejected
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.rows == {name: len(its) for name, its in LEDGERS.items()}
    assert account.as_json()["left_out"]["entries"] == {}
    assert account.as_json()["left_out"]["cells"] == {}
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected, again.rejected
    assert again.accepted.total() == again.corrected.total() == 0
    assert again.duplicates.total() == sum(map(len, LEDGERS.values()))


@pytest.mark.once
@pytest.mark.parametrize("service", [{"openings_per_day": 5000}], indirect=True)
async def test_a_year_exported_gives_the_same_figures(
    service: ImportTarget, tmp_path: Path
) -> None:
    """Imported elsewhere, an exported year has the published table; here it has nothing new."""
    await import_folder(PUBLIC, service, today=TODAY, rejected_to=tmp_path / "rejected")
    before: list[tuple[int, int]] = []
    account = await export_folder(
        tmp_path / "out", service, WHY, progress=lambda done, total: before.append((done, total))
    )
    files = account.rows["服务对象"]
    assert before[0] == (0, files)
    assert before[-1] == (files, files)
    elsewhere = await to_thread(imported, tmp_path / "out")
    assert not elsewhere.outcome.rejected
    published, exported = (
        {name: part for name, part in figures(done, 2019).items() if name != "import"}
        for done in (await to_thread(imported, PUBLIC), elsewhere)
    )
    assert "annual" in exported
    assert exported == published
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected
    assert again.accepted.total() == again.corrected.total() == 0


async def test_only_its_owner_can_read_the_folder(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """0700 and 0600, whatever the mask; and nothing is left beside it."""
    await imports(LEDGERS)
    out, before = tmp_path / "new" / "out", os.umask(0)
    try:
        account = await export_folder(out, service, WHY)
    finally:
        os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    assert [*out.parent.iterdir()] == [out]
    *_, last = account.summary()
    assert "个人信息" in last.zh
    assert "personal data" in last.en


async def test_a_folder_that_holds_something_is_left_alone(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """By force the ledgers in it are replaced, those without rows too, and nothing else."""
    out = tmp_path / "out"
    write(out, {"帮教记录": [VISIT]})
    (out / "说明.txt").write_text("留着")
    kept = (out / "帮教记录.csv").read_bytes()
    with pytest.raises(CannotRead):
        await export_folder(out, service, WHY)
    assert (out / "帮教记录.csv").read_bytes() == kept
    await imports({"新闻稿件": [ARTICLE]})
    await export_folder(out, service, WHY, force=True)
    assert {file.name for file in out.iterdir()} == {"新闻稿件.csv", "说明.txt"}
    with pytest.raises(CannotRead):
        await export_folder(out / "说明.txt", service, WHY, force=True)


async def test_an_export_that_fails_writes_nothing(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """A token without the action, a purpose that is another kind's: it says so, and no file is."""
    await imports(LEDGERS)
    actions = tuple(action for action in ACTIONS if action != "clients:personal")
    without = ImportTarget(service.url, lambda: token("agency", "41", actions=actions))
    with pytest.raises(NotAllowed):
        await export_folder(tmp_path / "out", without, WHY)
    with pytest.raises(CannotReach) as refused:
        await export_folder(tmp_path / "out", service, Why("decision", "pipl_13_3"))
    assert "Purpose" in refused.value.text.en
    assert "Purpose" in refused.value.text.zh
    assert not (tmp_path / "out").exists()
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".out")]


async def test_void_entries_and_others_records_are_left_out(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """What counts no more is in no ledger; what another agency recorded is not one's own."""
    await imports(LEDGERS)
    case = await imports.post("/v1/cases?reference=1", None, "GET")
    [known] = case["cases"]
    path = f"/v1/cases/{known['case_id']}"
    entries = (await imports.post(path, None, "GET"))["entries"]
    contact = next(its for its in entries if its["type"].startswith("cases.ContactRecorded"))
    void = f"{path}/entries/{contact['entry_id']}/void"
    version = {"If-Match": f'"{known["version"]}"'}
    await imports.post(void, {"reason": "mistaken"}, **version)
    others = ImportTarget(service.url, lambda: token("another", "41", "33"))
    folder = write(tmp_path / "others", {"新闻稿件": [ARTICLE | {"标题": "别家的稿件"}]})
    await import_folder(folder, others, today=TODAY)
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.rows["帮教记录"] == 1
    assert rows(tmp_path / "out", "新闻稿件")[0]["标题"] == ARTICLE["标题"]
    assert account.rows["新闻稿件"] == 1


async def test_what_no_ledger_takes_is_named(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """Entries without a row, files without a number, persons without an ID number."""
    await imports(LEDGERS)
    [known] = (await imports.post("/v1/cases?reference=1", None, "GET"))["cases"]
    path = f"/v1/cases/{known['case_id']}"
    crisis = {"occurred_on": "2019-03-15", "mode": "phone", "crisis": "danger_to_self"}
    contact, _ = [await imports.post(f"{path}/contacts", crisis) for _ in range(2)]
    safe = {"occurred_on": "2019-03-16", "outcome": "safe"}
    await imports.post(f"{path}/contacts/{contact['entry_id']}/follow-up", safe)
    passport = {"type": "passport", "number": "E1234567", "country": "MMR"}
    alien = {"name": "测试丙", "identity_document": passport, "born_on": "1990-01-01"}
    for person in (alien, {"name": "测试丁", "id_number": "110101199003078814"}):
        client = (await imports.post("/v1/clients", person))["client_id"]
        file = {"client_id": client, "kind": "at_large", "region": "410102001003"}
        opened = await imports.post("/v1/cases", file)
    await imports.post(
        f"/v1/cases/{opened['case_id']}/contacts", {"occurred_on": "2019-03-01", "mode": "phone"}
    )
    account = await export_folder(tmp_path / "out", service, WHY)
    left = account.as_json()["left_out"]
    assert left["entries"] == {"cases.CrisisFollowedUp": 1}
    assert (left["persons"], left["unnumbered"], left["gone"]) == (1, 1, 0)
    said = "".join(sentence.en for sentence in account.summary())
    assert "cases.CrisisFollowedUp × 1" in said
    numbers = [row["编号"] for row in rows(tmp_path / "out", "服务对象")]
    assert numbers == ["1", opened["case_id"].upper()]
    assert rows(tmp_path / "out", "帮教记录")[-1]["对象编号"] == opened["case_id"].upper()
    assert not (await to_thread(imported, tmp_path / "out")).outcome.rejected
