"""What a person is shown of an import: the progress, the summary, and the warnings."""

from pathlib import Path

import pytest

from deploy.ledgers.bar import progress_bar
from deploy.ledgers.command import import_folder
from deploy.ledgers.errors import CannotRead
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget
from tests.deploy.demo.writing import write_year
from tests.deploy.ledgers.planned import PLANNED, WANTED
from tests.deploy.ledgers.pretended import TODAY, Pretended


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small year with every fault in it."""
    write_year(PLANNED, tmp_path / "台账")
    return tmp_path / "台账"


async def _import(folder: Path, service: ImportTarget, patience: float = 0.3) -> ImportOutcome:
    return await import_folder(folder, service, today=TODAY, patience=patience)


async def test_progress_tells_every_row(folder: Path) -> None:
    """The progress ends with all rows done, and never goes back."""
    calls: list[tuple[int, int]] = []
    async with Pretended().running() as where:
        await import_folder(
            folder, where, today=TODAY, progress=lambda done, total: calls.append((done, total))
        )
    rows = sum(len(rows) for rows in PLANNED.ledgers.values())
    assert calls[-1] == (rows, rows)
    assert calls == sorted(calls)


async def test_what_a_person_is_told(folder: Path) -> None:
    """The summary has the counts of every file and the place of every rejected row, twice."""
    async with Pretended().running() as where:
        outcome = await _import(folder, where)
    zh = "\n".join(sentence.zh for sentence in outcome.summary())
    en = "\n".join(sentence.en for sentence in outcome.summary())
    for file, accepted in WANTED["accepted rows"].items():
        assert f"{file}：已导入 {accepted}" in zh
        assert f"{file}: {accepted} accepted" in en
    assert str(outcome.rejected_to) in zh
    assert str(outcome.rejected_to) in en


def test_a_bar_that_counted_nothing_is_not_left_behind(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that cannot be read is named by its sentence alone."""
    with pytest.raises(CannotRead), progress_bar("导入"):
        raise CannotRead(zh="不。", en="No.")
    assert "导入" not in capsys.readouterr().err


def test_the_progress_bar_leaves_the_result_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """The bar is drawn on the standard error, and nothing of it on the standard output."""
    with progress_bar("导入") as progress:
        progress(3, 4)
        progress(4, 4)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "4/4" in printed.err


async def test_figures_that_lag_are_told(folder: Path) -> None:
    """When reporting does not catch up the import says so, and does not fail."""
    service = Pretended(counted=False)
    async with service.running() as where:
        outcome = await _import(folder, where)
    assert any("figures do not count" in sentence.en for sentence in outcome.warnings)
    assert outcome.accepted.total() > 0
