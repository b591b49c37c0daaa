"""A place for an installation of separate processes: databases, keys and settings."""

import asyncio
import json
import os
import time
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from deploy.databases import within
from deploy.secret_files import DATABASES
from shared import catalogue
from shared.catalogue import WRITING_SERVICES
from shared.identity.issuer import Issuer
from shared.identity.keys import KEY_ACTIONS
from shared.vault import VaultKeys
from tests.agencies import as_file
from tests.databases import PREFIX
from tests.positions import POSITION_KEY

SERVICES = tuple(service.name for service in catalogue.SERVICES)
ROLES = tuple(DATABASES)
PASSWORD = "a b/c@d:e%f'g\"h$i"
_NUMBERS = count(1)


class Place:
    """Names that nobody else has on the run's PostgreSQL; `drop` removes what bears them."""

    def __init__(self, admin: str, folder: Path) -> None:
        self.admin = admin
        self._folder = folder
        self._name = f"{PREFIX}{int(time.time())}_{os.getpid()}_p{next(_NUMBERS)}"
        self.issuer_key = str(folder / "issuer.pem")
        self.issuer = Issuer.at(folder / "issuer.pem", "waystation")
        (folder / "jwks.json").write_text(json.dumps(self.issuer.jwks()))
        self.service_key = str(folder / "service.pem")
        services = Issuer.at(folder / "service.pem", "waystation").jwks()
        own = [{**key, KEY_ACTIONS: ["journal:read"]} for key in services["keys"]]
        (folder / "services.json").write_text(json.dumps({"keys": own}))
        VaultKeys.create(folder / "vault.json")
        (folder / "agencies.toml").write_text(as_file())

    def name(self, role: str) -> str:
        """The name of a role here; a service's is its database's too."""
        return f"{self._name}_{role}"

    def dsn(self, role: str, password: str = PASSWORD) -> str:
        """The DSN of a role, for the database of its service."""
        parts = urlsplit(self.admin)
        host = parts.netloc.rpartition("@")[2]
        login = f"{quote(self.name(role), safe='')}:{quote(password, safe='')}@{host}"
        path = f"/{self.name(DATABASES[role])}"
        return urlunsplit(parts._replace(netloc=login, path=path))

    def superuser(self, service: str) -> str:
        """The superuser's DSN for the database of a service."""
        return within(self.admin, self.name(service))

    def migrate(self) -> dict[str, str]:
        """The settings of `waystation migrate`."""
        dsns = {f"WAYSTATION_{role.upper()}_DATABASE": self.dsn(role) for role in ROLES}
        return dsns | {"WAYSTATION_ADMIN_DATABASE": self.admin}

    def serve(self, service: str, **more: str) -> dict[str, str]:
        """The settings of `waystation serve`; `more` are those beyond database and keys."""
        own = {"cases": {"VAULT_KEYS": str(self._folder / "vault.json")}}.get(service, {})
        settings = {f"{service.upper()}_DATABASE": self.dsn(service), **own, **more}
        settings["POSITION_KEY"] = str(POSITION_KEY)
        settings["TOKEN_KEYS"] = str(self._folder / "jwks.json")
        settings["SERVICE_KEYS"] = str(self._folder / "services.json")
        settings["AGENCIES"] = str(self._folder / "agencies.toml")
        return {f"WAYSTATION_{name}": value for name, value in settings.items()}

    def relay(self, service: str, kafka: str) -> dict[str, str]:
        """The settings of `waystation relay`."""
        return {
            "WAYSTATION_RELAY_DATABASE": self.dsn(f"{service}_relay"),
            "WAYSTATION_KAFKA": kafka,
        }

    def token(self, *actions: str) -> str:
        """A token for Henan."""
        return self.issuer.mint("agency", ["41"], actions, user="tester")

    async def ask(self, statement: str, *values: object) -> object:
        """One value, asked for as a superuser."""
        connection = await asyncpg.connect(self.admin)
        try:
            return await connection.fetchval(statement, *values)
        finally:
            await connection.close()

    def drop(self) -> None:
        """Remove the databases and roles."""
        asyncio.run(self._drop())

    async def _drop(self) -> None:
        connection = await asyncpg.connect(self.admin)
        for service in SERVICES:
            name = self.name(service)
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        for role in (*ROLES, *(f"{service.name}_owner" for service in WRITING_SERVICES)):
            await connection.execute(f'DROP ROLE IF EXISTS "{self.name(role)}"')
        await connection.close()
