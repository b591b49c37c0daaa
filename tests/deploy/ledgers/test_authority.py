"""By whose authority an import opens files, and what it says where it may not."""

from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from deploy.ledgers.errors import CannotReach, NotAllowed
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget
from deploy.ledgers.whole_folder import Stopped
from services.cases import queries
from shared.agencies import AgencyKind
from shared.clock import present_day
from tests.agencies import id_of
from tests.deploy.ledgers.importing import PERSON, SESSION, VISIT, Imports
from tests.deploy.ledgers.pretended import Pretended
from tests.deploy.ledgers.pretended_refusals import problem
from tests.deploy.ledgers.test_rows import RIGHT
from tests.services.cases.place import id_number
from tests.services.service import ACTIONS, ISSUER, token

pytestmark = pytest.mark.postgres

WORKSTATION, OTHER = (id_of(AgencyKind.STREET_WORKSTATION, number) for number in (1, 2))
HOSPITAL, POLICE = id_of(AgencyKind.HOSPITAL), id_of(AgencyKind.POLICE)
IMPORTING = (*ACTIONS, "cases:import")
FOLDER = {"工作站": [RIGHT["工作站"]], "服务对象": [PERSON], "帮教记录": [VISIT]}


def _as(imports: Imports, path: Path, agency: str, *actions: str) -> Imports:
    target = ImportTarget(
        imports.service.url, lambda: token(agency, "41", actions=actions or ACTIONS)
    )
    return Imports(target, path)


def _rejected(done: ImportOutcome) -> list[tuple[str, str, str]]:
    return [(row["file"], row["field"], row["reason"]) for row in done.as_json()["rejected"]]


async def test_what_would_wait_to_be_confirmed_is_told_before_anything_is_written(
    imports: Imports, tmp_path: Path
) -> None:
    """Once, with the way out, in the dry run too; ledgers that open no files are imported."""
    unconfirmed = _as(imports, tmp_path, WORKSTATION)
    for dry_run in (True, False):
        with pytest.raises(NotAllowed) as refused:
            await unconfirmed(FOLDER, dry_run=dry_run)
        assert "cases:import" in refused.value.text.en
        assert "cases:import" in refused.value.text.zh
        assert "禁毒办" in refused.value.text.zh
    assert not await unconfirmed.counting()
    done = await unconfirmed({"宣传活动": [SESSION]})
    assert done.accepted.total() == 1


async def test_what_an_import_brings_stands_by_its_agencys_authority(
    imports: Imports, tmp_path: Path
) -> None:
    """With cases:import files take entries at once; the same again is known, and corrects."""
    workstation = _as(imports, tmp_path, WORKSTATION, *IMPORTING)
    dry = await workstation(FOLDER, dry_run=True)
    done = await workstation(FOLDER)
    assert dry.as_json() == done.as_json()
    assert (done.accepted.total(), done.rejected) == (3, [])
    again = await workstation(FOLDER)
    assert (again.accepted.total(), again.duplicates.total()) == (0, 3)
    corrected = await workstation({**FOLDER, "服务对象": [PERSON | {"手机": "13800000009"}]})
    assert (corrected.corrected.total(), corrected.rejected) == (1, [])


async def test_who_may_open_no_file_is_told_so_before_anything_is_written(
    imports: Imports, tmp_path: Path
) -> None:
    """Also with cases:import, which does not make a hospital open files."""
    hospital = _as(imports, tmp_path, HOSPITAL, *IMPORTING)
    for dry_run in (True, False):
        with pytest.raises(NotAllowed) as refused:
            await hospital(FOLDER, dry_run=dry_run)
        assert "may not open files" in refused.value.text.en
        assert "无权建档" in refused.value.text.zh
    assert not await hospital.counting()


async def test_a_person_with_a_file_elsewhere_is_refused_with_the_way_out(
    imports: Imports, tmp_path: Path
) -> None:
    """In the rejected rows' file too; entries of the number are held back, each time anew."""
    other = _as(imports, tmp_path, OTHER, *IMPORTING)
    assert (await other(FOLDER)).rejected == []
    workstation = _as(imports, tmp_path, WORKSTATION, *IMPORTING)
    for _ in range(2):
        done = await workstation(FOLDER)
        assert _rejected(done) == [
            ("服务对象.csv", "身份证号", "cannot_open_here"),
            ("帮教记录.csv", "对象编号", "unknown_client"),
        ]
        assert done.rejected_to is not None
        returned = (done.rejected_to / "服务对象.csv").read_text(encoding="utf-8-sig")
        assert "禁毒办" in returned


async def test_a_file_that_was_given_away_is_told_as_such(imports: Imports, tmp_path: Path) -> None:
    """Its rows are refused, and those of other persons taken."""
    workstation = _as(imports, tmp_path, WORKSTATION, *IMPORTING)
    await workstation(FOLDER)
    [case] = (await workstation.post("/v1/cases?reference=1", None, "GET"))["cases"]
    police = _as(imports, tmp_path, POLICE, *ACTIONS, "cases:oversee")
    given = await police.post(
        f"/v1/cases/{case['case_id']}/reassignment",
        {"agency": OTHER, "reason": "moved"},
        **{"If-Match": f'"{case["version"]}"'},
    )
    assert "entry_id" in given, given
    for dry_run in (True, False):
        done = await workstation(FOLDER, dry_run=dry_run)
        assert _rejected(done) == [
            ("服务对象.csv", "编号", "file_passed_on"),
            ("帮教记录.csv", "对象编号", "unknown_client"),
        ]


async def test_a_token_that_names_no_person_is_told_what_it_lacks(
    imports: Imports, tmp_path: Path
) -> None:
    """Files are opened for somebody, also by an import."""
    nobody = ISSUER.mint(WORKSTATION, ("41",), IMPORTING)
    with pytest.raises(CannotReach, match="act"):
        await Imports(ImportTarget(imports.service.url, lambda: nobody), tmp_path)(FOLDER)


async def test_a_limit_of_the_day_ends_the_import_at_once(tmp_path: Path) -> None:
    """It is not waited for: it says what lifts it, and that the same command goes on."""
    service = Pretended()

    def limit(request: web.Request) -> web.Response | None:
        is_opening = request.path == "/v1/cases" and "Dry-Run" not in request.headers
        opens = request.method == "POST" and is_opening
        return problem(429, "too-many-queries") if opens else None

    service.trouble = limit
    async with service.running() as target:
        with pytest.raises(Stopped, match="cases:import"):
            await Imports(target, tmp_path)(FOLDER)


@pytest.mark.parametrize("service", [{"imported_openings_per_day": 1}], indirect=True)
async def test_the_limit_of_imports_stops_one_and_the_same_command_goes_on_next_day(
    imports: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which setting it is, in both languages; what was done is not done twice."""
    importing = _as(imports, tmp_path, "agency", *IMPORTING)
    other = PERSON | {"编号": "2", "身份证号": id_number(2)}
    folder = {"服务对象": [PERSON, other]}
    for _ in range(2):
        with pytest.raises(Stopped) as stopped:
            await importing(folder)
        told = stopped.value.text
        for text in (told.zh, told.en):
            assert "WAYSTATION_IMPORTED_OPENINGS_PER_DAY" in text
            assert "cases:import" not in text  # the token has it
        assert "run the same command again" in told.en
        assert "再次运行同一命令即可继续" in told.zh
    assert (await importing.counting())["cases.CaseOpened"] == 1
    tomorrow = present_day() + timedelta(days=1)
    monkeypatch.setattr(queries, "present_day", lambda: tomorrow)
    done = await importing(folder)
    assert (done.accepted.total() + done.duplicates.total(), done.rejected) == (2, [])
    assert (await importing.counting())["cases.CaseOpened"] == 2


async def test_every_call_of_an_import_carries_its_id_in_dry_runs_too(tmp_path: Path) -> None:
    """A dry run asks as the import itself would, and is none of those that are listed."""
    service, ids = Pretended(), set[str | None]()

    def note(request: web.Request) -> None:
        if request.method != "GET" and request.headers.get("Dry-Run") != "?":
            ids.add(request.headers.get("Import-Id"))

    service.trouble = note
    async with service.running() as target:
        tried = await Imports(target, tmp_path)(FOLDER, dry_run=True)
        assert len(ids) == 1
        assert ids.isdisjoint({None})
        assert tried.import_id is None
        ids.clear()
        done = await Imports(target, tmp_path)(FOLDER)
    assert done.accepted.total() == 3
    assert ids == {done.import_id}
