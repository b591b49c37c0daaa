"""Folders written row by row and imported into the real services."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from deploy.ledgers.command import import_folder
from deploy.ledgers.imports import list_imports, read_import
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget, open_api
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_rows import RIGHT

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


def write_ledgers(folder: Path, ledgers: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """Write the rows of ledgers as the files of a folder; gives the folder."""
    folder.mkdir(exist_ok=True)
    for name, rows in ledgers.items():
        columns = [column.name for its in LEDGERS if its.name == name for column in its.columns]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


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
        links_workers: bool = False,
    ) -> ImportOutcome:
        """Write a folder and import it."""
        return await import_folder(
            write_ledgers(self._path / str(uuid4()), ledgers),
            self.service,
            today=TODAY,
            dry_run=dry_run,
            replacing=replacing,
            confirm=lambda plan: confirmed,
            links_workers=links_workers,
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


def warned(done: ImportOutcome) -> list[tuple[str, str]]:
    """The field and the reason of each warning."""
    return [(row["field"], row["reason"]) for row in done.as_json()["warnings"]]
