"""The limits of a day in one process: an operator sets them as for processes of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from click.testing import CliRunner

from deploy.cli.main import commands
from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import mint
from shared.ids import new_id
from tests.deploy.instances import Up, copy_instance
from tests.services.cases.calls import REGION
from tests.services.cases.place import file_of, id_number


@pytest.fixture
def up(tmp_path: Path, stopped_instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Up]:
    """An instance that lets each question about persons be asked once a day."""
    (tmp_path / "searches").write_text("1\n")
    monkeypatch.setenv("WAYSTATION_OPENINGS_PER_DAY", "1")
    monkeypatch.setenv("WAYSTATION_IMPORTED_OPENINGS_PER_DAY", "1")
    monkeypatch.setenv("WAYSTATION_SEARCHES_PER_DAY_FILE", str(tmp_path / "searches"))
    copy_instance(stopped_instance, tmp_path / "data")
    instance = Up(tmp_path / "data")
    yield instance
    instance.close()


@pytest.mark.postgres
async def test_each_limit_holds_in_one_process(up: Up) -> None:
    """The second question of each kind is refused, and told which setting to raise."""
    url = up.answering().url
    authorization = {"Authorization": f"Bearer {mint(DataFolder(up.folder))}"}

    async def post(path: str, body: Any, **headers: str) -> tuple[int, Any]:
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        headers["Idempotency-Key"] = str(new_id())
        async with session.post(url + path, json=body, headers=headers) as answer:
            return answer.status, None if answer.status == 204 else await answer.json()

    async with aiohttp.ClientSession(headers=authorization) as session:
        person = {"name": "测试甲", "id_number": id_number(1)}
        _, client = await post("/v1/clients", person)
        case = file_of(client["client_id"], region=REGION)
        for variable, path, body, headers in (
            ("SEARCHES", "/v1/clients/search", {"id_number": id_number(1)}, {}),
            ("OPENINGS", "/v1/cases", case, {"Dry_Run": "true"}),
            (
                "IMPORTED_OPENINGS",
                "/v1/cases",
                case,
                {"Dry_Run": "true", "Import_Id": str(new_id())},
            ),
        ):
            assert (await post(path, body, **headers))[0] < 300, variable
            status, refused = await post(path, body, **headers)
            assert status == 429, variable
            assert f" WAYSTATION_{variable}_PER_DAY." in refused["detail"]


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("WAYSTATION_OPENINGS_PER_DAY", "WAYSTATION_OPENINGS_PER_DAY: "),
        ("WAYSTATION_SEARCH_PER_DAY", "did you mean WAYSTATION_SEARCHES_PER_DAY?"),
    ],
)
def test_a_wrong_limit_is_told_before_anything_is_made(
    variable: str, told: str, tmp_path: Path
) -> None:
    """A limit of none, or one under another name, would else be taken for the default."""
    runner = CliRunner(env={"LC_ALL": "C.UTF-8", "LANGUAGE": "en", variable: "0"})
    done = runner.invoke(commands, ["up", "--data-dir", str(tmp_path / "data")])
    assert done.exit_code != 0
    assert told in f"{done.output}{done.exception}"
    assert not (tmp_path / "data").exists()
