"""The year's ledgers through deploy/compose.yaml: real containers, a real Kafka, one port."""

import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from shared.clock import present_day
from tests.chaos.years import PUBLIC, all_there, proved, public_year
from tests.compose.beyond import ADDRESS, PORT, Attempts, counting, lacking, machine
from tests.compose.house import PROCESSES, SERVERS, Containers, containers
from tests.onlooker import PATIENCE

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]

# As built in, but by a name of the place's own, which says by whose policies something is due.
POLICIES = """
version = "kaifeng-1"

[[duty]]
code = "kaifeng.contact"
duty = "contact"
each = "month"
kinds = ["community_detoxification"]
regions = ["4102"]
"""


@pytest.fixture(scope="module")
def prepared() -> Iterator[Containers]:
    """A house with two of every service that may have two, before anything in it runs."""
    with containers(CASES_REPLICAS="2", OUTREACH_REPLICAS="2", REPORTING_REPLICAS="2") as house:
        (house.place / "register" / "policies.toml").write_text(POLICIES, encoding="utf-8")
        yield house


@pytest.fixture(scope="module")
def attempts(prepared: Containers) -> Iterator[Attempts | None]:
    """The count of connections out of the house from before its start; None if not root."""
    if os.getuid() != 0 or lacking():
        yield None
        return
    networks = [f"{prepared.project}_{name}" for name in ("gateway", "services", "data")]
    output = json.loads(prepared.docker("network", "inspect", *networks))
    with counting([network["IPAM"]["Config"][0]["Subnet"] for network in output]) as attempts:
        yield attempts


@pytest.fixture(scope="module")
def house(prepared: Containers, attempts: Attempts | None) -> Containers:
    """The same house, started and healthy."""
    prepared.up()
    return prepared


@pytest.fixture(scope="module")
def imported(house: Containers) -> dict[str, Any]:
    """The account of the year's import through the gateway."""
    return bring_in(house, house.place / "rejected")


def bring_in(house: Containers, rejected: Path) -> dict[str, Any]:
    """The account of an import of the public ledgers, once the reports count it."""
    done = house.command("import", PUBLIC, "--json", "--rejected", rejected)
    assert done.returncode == 0, done.stderr
    house.wait_until_counted()
    account: dict[str, Any] = json.loads(done.stdout)
    return account


def test_the_year_is_as_published(house: Containers, imported: dict[str, Any]) -> None:
    """The year's table and the other figures are exactly those of the ledgers, and proved."""
    proved(house, all_there(house, [public_year()]).total())


def test_imported_again_nothing_is_new(house: Containers, imported: dict[str, Any]) -> None:
    """The same ledgers again change nothing."""
    again = bring_in(house, house.place / "again")
    assert sum(again["accepted"].values()) == 0
    assert again["rejected"] == imported["rejected"]


def test_the_tools_need_no_token(house: Containers, imported: dict[str, Any]) -> None:
    """The tools' container prints the year's table and proves it, with the operator's own key."""
    run = ("run", "--rm", "--no-TTY", "tools")
    table = json.loads(
        house.compose(*run, "report", "annual", "--region", "4101", "--year", "2019", "--json")
    )
    assert [row["value"] for row in table["rows"]] == list(
        public_year().expected["annual"].values()
    )
    assert "Equal" in house.compose(*run, "verify")


def test_the_gateway_has_the_paths_of_one_process(
    house: Containers, imported: dict[str, Any]
) -> None:
    """The login page, each service's documents, and the way in by the link; no service's health."""
    assert "驿站" in house.text("/login")[0]
    for name in ("cases", "outreach", "reporting"):
        assert "openapi.json" in house.text(f"/{name}/docs")[0]
        assert house.ask(f"/{name}/openapi.json")["paths"]
        for word in ("livez", "readyz", "metrics"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                house.ask(f"/{name}/{word}")
    key = (house.place / "secrets" / "browser_key").read_text().strip()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.addheaders = [("Accept", "text/html")]
    page = f"{house.url}/enter/{key}/v1/reports/annual?region=4101&year=2019"
    with opener.open(page, timeout=30) as answer:
        text = answer.read().decode()
    assert all(f"{value:,}" in text for value in public_year().expected["annual"].values())


def test_a_browser_sees_the_dashboard_until_its_session_is_ended(
    house: Containers, imported: dict[str, Any]
) -> None:
    """The link opens the year's figures but no entries; every replica knows when it ends."""
    tools = ("run", "--rm", "--no-TTY", "tools")
    link = house.compose(*tools, "link", "--url", house.url).strip()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.addheaders = [("Accept", "text/html")]

    def get(address: str) -> tuple[int, str]:
        try:
            with opener.open(address, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    dashboard = f"{house.url}/?region=4101&period=2019&lang=en"
    figure = f"{house.url}/figure?indicator=sessions&region=4101&period=2019"
    assert get(dashboard)[0] == 401
    assert get(link)[0] == 200
    sessions = f"{public_year().expected['annual']['prevention sessions (场)']:,}"
    for _ in range(4):  # the gateway asks one replica of reporting, then the other
        status, text = get(dashboard)
        assert status == 200
        assert sessions in text
    assert get(figure)[0] == 403
    listed = json.loads(house.compose(*tools, "sessions", "list", "--json"))["sessions"]
    house.compose(*tools, "sessions", "end", str(listed[0]["number"]))
    assert [get(dashboard)[0] for _ in range(4)] == [401] * 4


def test_what_is_due_is_kept_by_a_container_of_its_own(
    house: Containers, imported: dict[str, Any]
) -> None:
    """By the place's policies; what is entered changes the worklist, and over Kafka the reports."""
    this_month = present_day().replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)

    def post(path: str, **body: str) -> Any:
        return json.loads(house.text(path, "POST", body)[0])

    def rate() -> Any:
        period = {"from": str(last_month), "to": str(this_month)}
        ask = {"indicators": "meeting_rate", "region": "4102", **period}
        return [row["value"] for row in house.ask("/v1/statistics", **ask)["rows"]]

    def contact() -> tuple[str, str, str]:
        items = house.ask("/v1/worklist", case_id=case, duty="contact")["items"]
        return next(((each["state"], each["since"], each["rule"]) for each in items), ("",) * 3)

    assert rate() == [None], "none of the year is from there"
    client = post("/v1/clients", name="测试甲", id_number="11010519491231002X")["client_id"]
    opened = {"client_id": client, "kind": "community_detoxification", "region": "410202001000"}
    decided_on = last_month - timedelta(days=5)
    case = post("/v1/cases", **opened, decided_on=str(decided_on))["case_id"]
    post(f"/v1/cases/{case}/reporting-in", occurred_on=str(decided_on))
    comes_to(("overdue", str(last_month), "kaifeng.contact"), contact)
    comes_to([0], rate)
    last_day = str(this_month - timedelta(days=1))
    post(f"/v1/cases/{case}/contacts", occurred_on=last_day, mode="home_visit")
    comes_to(str(this_month), lambda: contact()[1])
    comes_to([100], rate)
    assert "Equal: " in house.verify_duties()
    (container,) = house.containers("cases-duties")
    assert '"version":"kaifeng-1"' in house.docker("exec", container, "healthy")
    program = "import urllib.request; print(urllib.request.urlopen('http://localhost:9000/metrics')"
    metrics = house.docker("exec", container, "python", "-c", f"{program}.read().decode())")
    assert float(re.findall(r'recorded_total{outcome="overdue"} (\S+)', metrics)[0]) > 0


def comes_to(expected: Any, ask: Callable[[], Any]) -> None:
    """Wait until this is what is answered."""
    deadline = time.monotonic() + PATIENCE
    while (answered := ask()) != expected:
        assert time.monotonic() < deadline, answered
        time.sleep(0.2)


def test_both_consumers_share_the_partitions(house: Containers, imported: dict[str, Any]) -> None:
    """Each replica of reporting holds some of the partitions, and together they hold all."""
    house.wait_for_members(2)


def test_every_container_is_held_tight(house: Containers) -> None:
    """No process is root or has a capability; roots are read-only; limits and health are set."""
    for service in (*PROCESSES, *SERVERS):
        for container in house.containers(service):
            output = house.inspect(container)
            host = output["HostConfig"]
            status = dict(
                line.split(":\t", 1)
                for line in house.docker("exec", container, "cat", "/proc/1/status").splitlines()
            )
            assert status["Uid"].split() == [status["Uid"].split()[0]] * 4 != ["0"] * 4, service
            for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
                assert int(status[kind], 16) == 0, (service, kind)
            assert status["NoNewPrivs"] == "1"
            assert host["ReadonlyRootfs"] == (service != "kafka"), service
            assert host["Memory"] > 0
            assert host["PidsLimit"] > 0
            assert output["State"]["Health"]["Status"] == "healthy"
            assert (service == "gateway") == bool(host["PortBindings"])


def test_no_secret_stands_in_an_environment_or_a_log(house: Containers) -> None:
    """What is in the secrets' files is nowhere else: not in a container's settings, not in logs."""
    files = {*(house.place / "secrets").iterdir()} - {house.place / "secrets" / "token_keys"}
    secrets = {leaf: file.name for file in files for leaf in leaves(file)}
    everything = house.compose("logs", "--no-color")
    for service in (*PROCESSES, *SERVERS, "migrate", "topics"):
        for container in house.containers(service):
            everything += json.dumps(house.inspect(container))
    assert {name for secret, name in secrets.items() if secret in everything} == set()
    assert all(leaves(file) for file in files)


def leaves(file: Path) -> list[str]:
    """Every text of a secret's file that must not be seen, however it would be quoted."""
    text = file.read_text().strip()
    if "://" in text:
        password = urlsplit(text).password
        assert password
        return [password]
    return [word for word in re.split(r"[^\w+/=.-]+", text) if len(word) >= 20]


@pytest.mark.parametrize("service", ["cases", "cases-duties"])
@pytest.mark.skipif(os.getuid() != 0, reason="only root can kill a container's process itself")
def test_a_crashed_container_comes_back_by_itself(house: Containers, service: str) -> None:
    """A process that dies, as by a fault or for want of memory, is started again."""
    container = house.containers(service)[0]
    before = house.inspect(container)
    os.kill(before["State"]["Pid"], 9)
    house.wait_healthy(container, other_than=before["State"]["Pid"])
    assert house.inspect(container)["RestartCount"] == before["RestartCount"] + 1


def test_a_container_that_is_stopped_ends_by_itself(house: Containers) -> None:
    """What keeps duties ends when it is asked, with code 0, and goes on when it is started."""
    (container,) = house.containers("cases-duties")
    house.docker("stop", container)
    assert house.inspect(container)["State"]["ExitCode"] == 0
    house.docker("start", container)
    house.wait_healthy(container)


@pytest.mark.skipif(os.getuid() != 0 or bool(lacking()), reason="needs root, iptables and iproute2")
def test_nothing_calls_out(house: Containers, imported: dict[str, Any], attempts: Attempts) -> None:
    """From the start to the proof nobody began a connection out of the house; most have no way."""
    assert attempts.number() == 0

    def reaches_beyond(service: str) -> str:
        program = (
            "import socket\n"
            "try:\n"
            f"    socket.create_connection(('{ADDRESS}', {PORT}), 3).close()\n"
            "except OSError:\n"
            "    print('no')\n"
            "else:\n"
            "    print('yes')\n"
        )
        (container,) = house.containers(service)
        return house.docker("exec", container, "python", "-c", program).strip()

    with machine():
        assert reaches_beyond("gateway") == "yes"
        assert reaches_beyond("cases-relay") == "no"
    assert attempts.number() > 0, "the count would have seen it"
