"""What is declared once, in the catalogue, is what the services, the settings and Compose have."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.builders import BUILDERS, ReportingProcessSettings
from deploy.cli.gateway_command import command as gateway_command
from deploy.cli.migrate_command import command as migrate_command
from deploy.gateway.app import GatewaySettings
from deploy.processes.migrating import MigrateSettings
from deploy.secret_files import DATABASES, NAMES
from services.reporting.app import ReportingSettings
from services.reporting.app import build as build_reporting
from services.reporting.dashboard.texts import VIEWS
from shared.catalogue import ACTIONS, SERVICES, WRITING_SERVICES, ServiceSpec
from shared.http.access_rules import BY_ACTION
from shared.http.call import needs
from shared.identity.issuer import Issuer
from tests.positions import POSITION_KEY
from tests.services.service import verifier
from tests.services.whole import built

COMPOSE = yaml.safe_load((Path(__file__).parents[2] / "deploy/compose.yaml").read_text("utf-8"))
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


def document(service: ServiceSpec, folder: Path) -> dict[str, Any]:
    """A service's OpenAPI document; it needs no database."""
    return built(service.name, "postgresql:///none", folder).openapi()


def test_every_page_is_declared() -> None:
    """Whatever the navigation of pages links to, the gateway knows as a page of reporting's."""
    [reporting] = [service for service in SERVICES if service.pages]
    assert {path.split("/")[1] for path in VIEWS} <= reporting.pages


WIDENING = {"cases:import", "cases:oversee"}


@each_service
def test_every_path_is_declared(service: ServiceSpec, tmp_path: Path) -> None:
    """The first words after /v1 are those by which the gateway knows the service."""
    paths = [path.split("/") for path in document(service, tmp_path)["paths"]]
    assert {path[1] for path in paths} == {"v1"}
    assert {path[2] for path in paths} == service.paths
    assert service.long_work <= {path[-1] for path in paths}


@each_service
def test_every_action_is_declared_and_needed(service: ServiceSpec, tmp_path: Path) -> None:
    """A service's routes need the actions that it declares, and no others.

    Some widen what a call does instead of opening a route.
    """
    operations = [
        operation
        for path in document(service, tmp_path)["paths"].values()
        for operation in path.values()
    ]
    needed = {
        action
        for operation in operations
        for security in operation["security"]
        for action in security["bearer"]
    }
    further = {operation.get("x-waystation-further-action") for operation in operations} - {None}
    assert needed | further | (WIDENING & service.actions) == service.actions


def test_a_route_cannot_need_another_action() -> None:
    """A misspelt action is refused where the route is defined; mypy does not see all of them."""
    with pytest.raises(ValueError, match="cases:wriet is not an action"):
        needs("cases:wriet", BY_ACTION)  # type: ignore[arg-type]  # what is tested


def test_a_token_allows_what_some_service_needs() -> None:
    """There is no action that no service declares."""
    assert set(ACTIONS) == {action for service in SERVICES for action in service.actions}


def test_every_service_has_a_builder() -> None:
    """One for each service, and none besides."""
    assert list(BUILDERS) == [service.name for service in SERVICES]


def test_every_database_is_migrated() -> None:
    """`waystation migrate` takes the address of each role, and the secrets have one for each."""
    addresses = {f"{role}_database" for role in DATABASES} | {"admin_database"}
    assert MigrateSettings.model_fields.keys() == addresses
    assert addresses == {name for name in NAMES if name.endswith("_database")}
    for service in SERVICES:
        assert f"{service.name}_database" in BUILDERS[service.name].settings.model_fields


def test_the_gateway_knows_where_every_service_is() -> None:
    """One address for each service, and none besides."""
    assert urls(GatewaySettings) == {f"{service.name}_url" for service in SERVICES}


def test_the_help_of_the_commands_names_every_service() -> None:
    """What an operator sets for each service is in the help of the command that reads it."""
    gateway, migrate = (command.help or "" for command in (gateway_command, migrate_command))
    for service in SERVICES:
        assert f"WAYSTATION_{service.name.upper()}_URL" in gateway
    for role in DATABASES:
        assert re.search(rf"\b{role.upper()}\b", migrate), role


def test_reporting_reads_the_journal_of_every_service_that_writes(tmp_path: Path) -> None:
    """It has an address for each, and reads all of them."""
    key = tmp_path / "key"
    Issuer.at(key, "waystation")
    names = {service.name for service in WRITING_SERVICES}
    assert urls(ReportingProcessSettings) == {f"{name}_url" for name in names}
    given = {f"{name}_url": f"http://{name}" for name in names}
    settings = ReportingSettings.model_validate(
        {
            "reporting_database": "postgresql:///none",
            "service_key": key,
            "position_key": POSITION_KEY,
        }
        | given
    )
    journals = build_reporting(settings, verifier()).state.journals
    assert journals.urls == {name: f"http://{name}" for name in names}


def urls(settings: type[GatewaySettings | ReportingSettings]) -> set[str]:
    """The settings that say where a service is."""
    found = {name for name in settings.model_fields if name.endswith("_url")}
    return found - {"browser_url"}  # where browsers find the whole


@each_service
def test_compose_runs_every_service(service: ServiceSpec) -> None:
    """A container for the service and, if it writes, one for its relay, each with its database."""
    containers = {service.name: ("serve", service.name)}
    if service.topic:
        containers[f"{service.name}-relay"] = ("relay", service.relay)
    for container, (command, role) in containers.items():
        declared = COMPOSE["services"][container]
        assert declared["command"] == [command, service.name]
        assert f"{role}_database" in declared["secrets"]
        assert f"{role}_database" in COMPOSE["services"]["migrate"]["secrets"]


def test_compose_runs_nothing_else() -> None:
    """No container serves or relays what is not declared."""
    for container in COMPOSE["services"].values():
        if container.get("command", [""])[0] in ("serve", "relay"):
            assert container["command"][1] in {service.name for service in SERVICES}
    # The one that is an identity provider's, if there is one.
    assert COMPOSE["secrets"].keys() == {*NAMES, "client_secret"}


def test_compose_tells_the_gateway_where_every_service_is() -> None:
    """The gateway is given each address, and waits until each service is healthy."""
    gateway = COMPOSE["services"]["gateway"]
    for service in SERVICES:
        url = gateway["environment"][f"WAYSTATION_{service.name.upper()}_URL"]
        assert url == f"http://{service.name}:8000"
        assert service.name in gateway["depends_on"]
