"""预约日期 in 尿检记录: the appointment that a test or its sample is made for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.exporting.rows import LeftOut
from deploy.ledgers.sending import ImportTarget
from services.cases.duties.schedule import schedule
from services.cases.duties.versions import Versions
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.reading import built_in
from tests.deploy.ledgers.folding import Imported, imported
from tests.deploy.ledgers.importing import PERSON, TEST, Imports, write_ledgers
from tests.deploy.ledgers.pretended import TODAY, Pretended
from tests.deploy.ledgers.test_drug_tests import RECHECK, WAITS
from tests.deploy.ledgers.test_exporting import item, rows

Row = Mapping[str, str]

APPOINTED = {"预约日期": "2019-05-01", "对象编号": "1", "期限": "2019-05-10"}
MET = TEST | {"预约日期": "2019-05-01"}
MISSED = MET | {"结果": "未检", "未检原因": "无故"}
SAMPLED = WAITS | {"日期": "2019-05-02", "预约日期": "2019-05-01"}
RESULT = {"日期": "2019-05-04", "采样日期": "2019-05-02"}
POSITIVE = SAMPLED | RESULT | {"结果": "阳性"}
OTHER_SAMPLE = SAMPLED | {"检测方法": "毛发检测"}


def run(
    folder: Path,
    tests: Sequence[Row],
    appointments: Sequence[Row] = (APPOINTED,),
    service: Pretended | None = None,
    *,
    dry_run: bool = False,
) -> Imported:
    """Import a person, appointments and tests."""
    ledgers = {"服务对象": [PERSON], "检测预约": appointments, "尿检记录": tests}
    return imported(write_ledgers(folder, ledgers), service, dry_run=dry_run)


def outcomes(service: Pretended) -> list[DutyOutcome | None]:
    """What became of the appointed tests."""
    by = Versions.only(built_in())
    return [
        window.outcome
        for history in service.histories.values()
        if history is not None
        for window in schedule(history, by, TODAY)
        if window.duty is Duty.APPOINTED_TEST
    ]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (MET, DutyOutcome.MET),
        (MET | {"日期": "2019-05-12"}, DutyOutcome.LATE),
        (MISSED, DutyOutcome.MISSED),
        (MISSED | {"未检原因": "请假"}, DutyOutcome.EXCUSED),
        (SAMPLED, DutyOutcome.MET),
        (POSITIVE, DutyOutcome.MET),
        (
            POSITIVE | {"告知日期": "2019-05-05", "异议日期": "2019-05-06"} | RECHECK,
            DutyOutcome.MET,
        ),
        (TEST, DutyOutcome.OVERDUE),
    ],
)
def test_a_row_answers_its_appointment(tmp_path: Path, row: Row, outcome: DutyOutcome) -> None:
    """A test, one that was not done, and a sample; without 预约日期 nothing does."""
    assert run(tmp_path / "a", [row], dry_run=True).outcome.accepted["尿检记录.csv"] == 1
    done = run(tmp_path / "a", [row])
    assert done.rejected() == []
    assert outcomes(done.service) == [outcome]
    for dry_run in (True, False):
        again = run(tmp_path / "a", [row], service=done.service, dry_run=dry_run)
        assert (again.rejected(), again.outcome.accepted.total()) == ([], 0)


def test_the_appointment_is_named_in_each_call(tmp_path: Path) -> None:
    """That of the sample and that of the test; the row of before says what it said."""
    done = run(tmp_path / "a", [POSITIVE, TEST])
    [appointment_id] = {
        str(entry_id)
        for state in done.service.states.values()
        for entry_id, entry in state.file.named.items()  # type: ignore[union-attr]
        if type(entry).__name__ == "DrugTestAppointed"
    }
    [sample] = done.bodies("samples")
    linked, plain = done.bodies("drug-tests")
    assert sample["appointment_id"] == linked["appointment_id"] == appointment_id
    assert plain == {"occurred_on": "2019-05-02", "result": "negative"}


def test_a_sample_waits_for_the_result_of_its_appointment(tmp_path: Path) -> None:
    """The same row with its result makes the test of that sample, which answers."""
    done = run(tmp_path / "a", [SAMPLED])
    later = run(tmp_path / "b", [POSITIVE], service=done.service)
    assert later.rejected() == []
    assert len(done.bodies("samples")) == len(done.bodies("drug-tests")) == 1


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([MET | {"预约日期": "2019-05-02"}], [(2, "预约日期", "no_such_appointment")]),
        ([MET | {"预约日期": "去年"}], [(2, "预约日期", "bad_date")]),
        ([MET | {"日期": "2019-04-30"}], [(2, "日期", "test_before_appointment")]),
        (
            [POSITIVE | {"采样日期": "2019-04-30"}],
            [(2, "采样日期", "test_before_appointment")],
        ),
        ([MET | {"对象编号": "2"}], [(2, "对象编号", "unknown_client")]),
        ([MET, MET | {"日期": "2019-05-03"}], [(3, "预约日期", "appointment_answered")]),
        ([MISSED, MET], [(3, "预约日期", "appointment_answered")]),
        ([POSITIVE, OTHER_SAMPLE], [(3, "预约日期", "appointment_answered")]),
        ([SAMPLED, MET], [(3, "预约日期", "sample_waits")]),
        ([SAMPLED, OTHER_SAMPLE], [(3, "预约日期", "sample_taken_already")]),
        (
            [SAMPLED, OTHER_SAMPLE | RESULT | {"结果": "阴性"}],
            [(3, "预约日期", "sample_taken_already")],
        ),
        ([SAMPLED, POSITIVE], []),
        ([POSITIVE, SAMPLED], []),
        ([MET, TEST], []),
    ],
)
@pytest.mark.parametrize("asked_of", ["", "hospital"])
def test_a_dry_run_says_what_an_import_says(
    tmp_path: Path,
    rows: list[Row],
    wanted: list[tuple[int, str, str]],
    asked_of: str,
    *,
    dry_run: bool,
) -> None:
    """Of appointments that are in the folder alone, and of those that the service has."""
    appointments = [APPOINTED | {"受托单位": asked_of}]
    done = run(tmp_path / "a", rows, appointments, dry_run=dry_run)
    assert done.rejected() == wanted
    before = run(tmp_path / "b", [], appointments)
    done = run(tmp_path / "a", rows, appointments, before.service, dry_run=dry_run)
    assert done.rejected() == wanted


@pytest.mark.parametrize("dry_run", [False, True])
def test_of_several_appointments_of_a_day_none_is_chosen(tmp_path: Path, *, dry_run: bool) -> None:
    """Nobody can say which one is meant."""
    appointments = [APPOINTED, APPOINTED | {"期限": "2019-05-20"}]
    for service in (None, run(tmp_path / "b", [], appointments).service):
        done = run(tmp_path / "a", [MET], appointments, service, dry_run=dry_run)
        assert done.rejected() == [(2, "预约日期", "several_appointments")]


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(("asked_of", "count"), [("", 1), ("hospital", 0)])
def test_what_is_one_s_own_is_held_to_the_case(
    tmp_path: Path, asked_of: str, count: int, *, dry_run: bool
) -> None:
    """A test after the end of the case: of one's own appointment it is refused, as any other.

    What another agency was asked for rests on its appointment alone.
    """
    ending = {"日期": "2019-05-05", "对象编号": "1", "变更": "终止", "去向": "死亡"}
    ending |= {"文书": "死亡证明"}
    before = imported(write_ledgers(tmp_path / "b", {"服务对象": [PERSON], "阶段变更": [ending]}))
    assert before.rejected() == []
    late = MET | {"日期": "2019-05-08"}
    rows = [APPOINTED | {"受托单位": asked_of}]
    done = run(tmp_path / "a", [late], rows, before.service, dry_run=dry_run)
    assert len(done.rejected()) == count, done.rejected()


@pytest.mark.parametrize("dry_run", [False, True])
def test_all_faults_of_a_row_are_told(tmp_path: Path, *, dry_run: bool) -> None:
    """That of the appointment beside others; while the client is at fault, nobody knows of it."""
    wrong = MET | {"预约日期": "2019-05-02", "毒品种类": "冰毒", "采样地点": "医院"}
    done = run(tmp_path / "a", [wrong | {"采样单位": "医院"}], dry_run=dry_run)
    [row] = done.outcome.as_json()["rejected"]
    assert {its["field"] for its in row["faults"]} == {"预约日期", "毒品种类"}


def test_a_test_is_exported_with_its_appointment() -> None:
    """By the day of it; the sample's says it of a result that does not name it itself."""
    appointed = item("DrugTestAppointed", "2019-02-01", asked_of="", due_on="2019-02-09")
    named = {"appointment_id": appointed["entry_id"]}
    taken = {"method": "urine", "place": "hospital", "taken_by": "hospital"}
    sample = item("SampleTaken", "2019-02-02", **taken, **named)
    test = item("DrugTestRecorded", "2019-02-03", result="negative", method="urine", **named)
    [row], left_out = exported(appointed, test)
    assert (row["预约日期"], left_out) == ("2019-02-01", LeftOut())
    [row], left_out = exported(appointed, sample)
    assert (row["预约日期"], row["结果"], left_out) == ("2019-02-01", "待结果", LeftOut())
    test["facts"] |= {"sample_id": sample["entry_id"], "appointment_id": None}
    [row], left_out = exported(appointed, sample, test)
    assert (row["预约日期"], left_out) == ("2019-02-01", LeftOut())


def test_an_appointment_that_no_row_can_name_is_counted() -> None:
    """One of two of a day; what was made for one that is void stands without it."""
    appointed, other = (
        item("DrugTestAppointed", "2019-02-01", asked_of="", due_on=f"2019-02-{day}")
        for day in ("09", "12")
    )
    named = {"appointment_id": appointed["entry_id"]}
    test = item("DrugTestRecorded", "2019-02-03", result="negative", method="urine", **named)
    [row], left_out = exported(appointed, other, test)
    assert row["预约日期"] == ""
    assert left_out.facts == {"cases.DrugTestRecorded.appointment_id": 1}
    [row], left_out = exported(test)
    assert (row["预约日期"], left_out) == ("", LeftOut())


def exported(*items: dict[str, Any]) -> tuple[list[dict[str, str]], LeftOut]:
    """The rows of 尿检记录 of a file, and what is left out."""
    found, left_out = rows(*items)
    return found["尿检记录"], left_out


@pytest.mark.postgres
@pytest.mark.parametrize("changed", [{"期限": "2019-05-20"}, {"采样地点": "医院"}])
async def test_a_corrected_appointment_keeps_its_test(
    service: ImportTarget, tmp_path: Path, changed: dict[str, str]
) -> None:
    """The test that named the former one is taken back with it, and names the new one."""
    imports = Imports(service, tmp_path)
    ledgers = {"检测预约": [APPOINTED], "尿检记录": [POSITIVE]}
    first = await imports({"服务对象": [PERSON], **ledgers})
    assert first.rejected == []
    right = {"检测预约": [APPOINTED | changed], "尿检记录": [POSITIVE]}
    done = await imports(right, [str(first.import_id)])
    assert done.rejected == []
    assert done.plan is not None
    assert done.plan.left == []
    counting = await imports.counting()
    for name in ("DrugTestAppointed", "SampleTaken", "DrugTestRecorded"):
        assert counting[f"cases.{name}"] == 1, name
    again = await imports({"服务对象": [PERSON], **right})
    assert (again.rejected, again.accepted.total()) == ([], 0)


@pytest.mark.postgres
async def test_tests_of_before_are_linked_by_replacing(
    service: ImportTarget, tmp_path: Path
) -> None:
    """Filled in afterwards, the day of the appointment makes the same tests answer it."""
    imports = Imports(service, tmp_path)
    other = APPOINTED | {"预约日期": "2019-05-02"}
    tests = [POSITIVE, MISSED | {"日期": "2019-05-03", "预约日期": "2019-05-02"}]
    before = [row | {"预约日期": ""} for row in tests]
    appointed = {"服务对象": [PERSON], "检测预约": [APPOINTED, other]}
    first = await imports({**appointed, "尿检记录": before})
    assert first.rejected == []
    done = await imports({"尿检记录": tests}, [str(first.import_id)])
    assert (done.rejected, done.accepted) == ([], {"尿检记录.csv": 2})
    counting = await imports.counting()
    assert counting["cases.DrugTestRecorded"] == 2
    assert counting["cases.SampleTaken"] == 1
    [known] = (await imports.post("/v1/cases?reference=1", None, "GET"))["cases"]
    entries = (await imports.post(f"/v1/cases/{known['case_id']}", None, "GET"))["entries"]
    named = {its["facts"].get("appointment_id") for its in entries if not its["void"]}
    assert {its["entry_id"] for its in entries if "due_on" in its["facts"]} <= named


@pytest.mark.postgres
async def test_a_corrected_test_needs_its_appointment_once_more(
    service: ImportTarget, tmp_path: Path
) -> None:
    """An appointment is answered once: it is made void with its test, and both come back."""
    imports = Imports(service, tmp_path)
    first = await imports({"服务对象": [PERSON], "检测预约": [APPOINTED], "尿检记录": [MET]})
    assert first.rejected == []
    right = {"检测预约": [APPOINTED], "尿检记录": [MISSED]}
    refused = await imports(right, [str(first.import_id)])
    assert [row.fault.reason for row in refused.rejected] == ["appointment_answered"]
    [known] = (await imports.post("/v1/cases?reference=1", None, "GET"))["cases"]
    path = f"/v1/cases/{known['case_id']}"
    for entry in reversed((await imports.post(path, None, "GET"))["entries"][-2:]):
        version = (await imports.post(path, None, "GET"))["version"]
        void = await imports.post(
            f"{path}/entries/{entry['entry_id']}/void",
            {"reason": "mistaken"},
            **{"If-Match": f'"{version}"'},
        )
        assert "entry_id" in void, void
    done = await imports(right, [str(first.import_id)])
    assert done.rejected == []
    counting = await imports.counting()
    assert counting["cases.DrugTestAppointed"] == counting["cases.DrugTestRecorded"] == 1
