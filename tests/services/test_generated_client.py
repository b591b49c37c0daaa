"""Clients that a generator makes from the documents: whole, and of use against the service."""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any
from uuid import UUID

import pytest

from tests.databases import MakeDatabase
from tests.services.service import Client as Caller
from tests.services.whole import SERVICES, built, running

pytestmark = pytest.mark.processes

# Answered in JSON lines, and not asked for by agencies.
NOT_GENERATED = {"GET /v1/journal", "POST /v1/rebuild", "POST /v1/verify"}
GENERATE = (sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What the generator said of each service; `waystation_cases` and so on can be imported."""
    folder = tmp_path_factory.mktemp("generated")
    said = {}
    for service in SERVICES:
        document = folder / f"{service}.json"
        document.write_text(json.dumps(built(service, "postgresql:///none", folder).openapi()))
        done = subprocess.run(
            [*GENERATE, "--path", document, "--output-path", folder / f"waystation_{service}"],
            # It formats what it made with ruff, which stands beside Python.
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        said[service] = done.stdout + done.stderr
        assert done.returncode == 0, said[service]
    sys.path.insert(0, str(folder))
    yield said
    sys.path.remove(str(folder))


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_of_agencies_is_generated(generated: dict[str, str], service: str) -> None:
    """Nothing is left out but what no agency asks for; every module can be imported."""
    left_out = set(re.findall(r"WARNING parsing (\w+ \S+) within", generated[service]))
    assert left_out <= NOT_GENERATED, generated[service]
    assert generated[service].count("WARNING") == len(left_out), generated[service]
    package = import_module(f"waystation_{service}")
    modules = [each.name for each in walk_packages(package.__path__, f"{package.__name__}.")]
    assert len(modules) > 20
    for name in modules:
        import_module(name)


@pytest.fixture
async def cases(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Caller]:
    """The service of cases, called by an anti-drug office."""
    async with running("cases", make_database, tmp_path) as caller:
        yield caller


@pytest.mark.postgres
async def test_a_generated_client_keeps_a_file(generated: dict[str, str], cases: Caller) -> None:
    """It registers a client, opens a case, enters a contact and reads it, all of it with types."""
    made = import_module("waystation_cases")
    models = import_module("waystation_cases.models")
    async with made.AuthenticatedClient(cases.url, cases.token) as client:

        async def call(operation: str, *arguments: Any, **more: Any) -> Any:
            module = import_module(f"waystation_cases.api.{operation}")
            answer = await module.asyncio_detailed(*arguments, client=client, **more)
            assert answer.status_code < 300, answer.content
            return answer.parsed

        async def write(operation: str, *arguments: Any, **more: Any) -> Any:
            return await call(operation, *arguments, **more, idempotency_key=f"1-{operation}")

        person = models.NewClient("测试甲", id_number="11010519491231002X", sex=models.Sex.MALE)
        registered = await write("clients.register_client", body=person)
        file = models.NewCase(
            kind=models.CaseKind.COMMUNITY_DETOXIFICATION,
            region="410102001003",
            client_id=registered.client_id,
            decided_on=date(2019, 1, 10),
        )
        opened = await write("cases.open_case", body=file)
        assert opened.confirmed
        met = models.NewContact(mode=models.ContactMode.HOME_VISIT, occurred_on=date(2019, 3, 14))
        await write("entries.record_contact", opened.case_id, body=met, import_id=str(UUID(int=2)))
        read = await call("cases.read_case", opened.case_id)
        assert (read.case_id, read.phase) == (opened.case_id, models.Phase.ORDERED)
        contact = read.entries[-1]
        assert isinstance(contact, models.ContactRecordedEntry)
        assert contact.facts.occurred_on == met.occurred_on
        (listed,) = (await call("cases.list_cases", phase=models.Phase.ORDERED)).cases
        assert (listed.case_id, listed.client_id) == (opened.case_id, registered.client_id)
        (*_, offered) = (await call("changes.follow_changes")).changes
        assert offered.to_dict()["type"] == contact.type_
        module = import_module("waystation_cases.api.cases.read_case")
        refused = await module.asyncio(UUID(int=1), client=client)
        assert isinstance(refused, models.Problem)
        assert refused.status == 404
