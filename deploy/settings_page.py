"""``python -m deploy.settings_page``: writes docs/settings.md, the page of every setting."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from deploy.builders import BUILDERS
from deploy.cli.client_credentials import ClientCredentials
from deploy.cli.topics_command import TopicsSettings
from deploy.gateway.app import GatewaySettings
from deploy.processes.duties import DutiesSettings
from deploy.processes.migrating import MigrateSettings
from deploy.processes.relaying import RelaySettings
from services.cases.context import DayLimits
from shared.kafka.security import KafkaSecurity
from shared.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "settings.md"
COMPOSE = ROOT / "deploy" / "compose.yaml"
SIGN_IN = ROOT / "deploy" / "compose.sign-in.yaml"

CALLING = "commands that call an instance"
PROVIDED = f"{CALLING}, where an identity provider gives their tokens"
PROCESSES: Mapping[str, type[Settings]] = {
    **{f"serve {name}": builder.process_settings for name, builder in BUILDERS.items()},
    "relay": RelaySettings,
    "duties": DutiesSettings,
    "migrate": MigrateSettings,
    "topics": TopicsSettings,
    "gateway": GatewaySettings,
    "up --kafka": KafkaSecurity,
    "up": DayLimits,
    PROVIDED: ClientCredentials,
}

# Variables of commands, which are options of theirs or beside them.
COMMANDS = (
    ("WAYSTATION_URL", "Where the instance is: as `--url`.", CALLING),
    ("WAYSTATION_TOKEN", "The token to call it with.", CALLING),
    ("WAYSTATION_TOKEN_FILE", "The file with that token.", CALLING),
    (
        "WAYSTATION_REGIONS",
        "The place's own regions: as `--regions`. With `--data-dir` those in the data folder.",
        f"regions show, {CALLING}",
    ),
    (
        "WAYSTATION_POLICIES",
        "The place's own policies: as `--policies`.",
        "policy show",
    ),
    (
        "WAYSTATION_ISSUER_KEY",
        "The file of the issuer's key, to sign tokens with: as `--issuer-key`.",
        f"{CALLING}, token",
    ),
    (
        "WAYSTATION_AGENCIES",
        "The file of the register of agencies, to check a token by: as `--agencies`.",
        "token",
    ),
    (
        "WAYSTATION_BROWSER_KEY_FILE",
        "The file of the gateway's browser key: as `--browser-key`.",
        "link",
    ),
    (
        "WAYSTATION_METRICS_PORT",
        "The port that `/metrics` is answered on: as `--metrics-port`. The image sets it, to 9000.",
        "serve, relay, duties, gateway, up",
    ),
)

# What the files of Compose take from `.env`, beside what they hand on to processes.
OF_COMPOSE = {
    "WAYSTATION_IMAGE": "Waystation's image.",
    "WAYSTATION_POSTGRES_IMAGE": "PostgreSQL's image.",
    "WAYSTATION_KAFKA_IMAGE": "Kafka's image.",
    "WAYSTATION_LISTEN": "The address of this machine that the gateway listens on.",
    "WAYSTATION_PORT": "Its port.",
    "WAYSTATION_SECRETS": "The folder of the secrets.",
    "WAYSTATION_REGISTER": "The folder of the place's own lists: `agencies.toml`, `regions.csv`,"
    " `population.csv`, `policies.toml`.",
    "WAYSTATION_WORK": "The folder that `tools` works in.",
    "WAYSTATION_CLIENT_SECRET_FILE": "The file with the secret of `tools` there.",
    "WAYSTATION_OIDC_CLIENT_SECRET_FILE": "The file with the secret of the identity provider's"
    " client; a public client has none. In compose.sign-in.yaml.",
    "WAYSTATION_OIDC_CA_FILE": "The file with the certificates that the identity provider's is"
    " checked with, if not those that the system trusts. In compose.sign-in.yaml.",
    "CASES_REPLICAS": "How many processes of cases.",
    "OUTREACH_REPLICAS": "How many processes of outreach.",
    "REPORTING_REPLICAS": "How many processes of reporting.",
    "CASES_MEMORY": "Memory that a process of cases may use.",
    "OUTREACH_MEMORY": "Memory that a process of outreach may use.",
    "REPORTING_MEMORY": "Memory that a process of reporting may use.",
    "RELAY_MEMORY": "Memory that a relay may use.",
    "DUTIES_MEMORY": "Memory that the process may use which keeps what is due.",
    "GATEWAY_MEMORY": "Memory that the gateway may use.",
    "POSTGRES_MEMORY": "Memory that PostgreSQL may use.",
    "KAFKA_MEMORY": "Memory that Kafka may use.",
    "KAFKA_HEAP": "The heap of Kafka's Java.",
}

HEAD = """# Every setting

Made from the code by `make settings`; a test holds it true.

A process reads its settings once, when it starts, from the variables below. Each may end in `_FILE`
and name a file that holds the value, so that no secret stands in an environment. A variable that
begins with `WAYSTATION_` and is no setting of the process is refused by name. A list or an object
is written as JSON.

## Of processes

| variable | meaning | default | of |
|---|---|---|---|
"""

COMMANDS_HEAD = """
## Of commands

These are options of commands, or stand in for them; they take no further `_FILE`.

| variable | meaning | of |
|---|---|---|
"""

COMPOSE_HEAD = """
## Of deploy/compose.yaml and deploy/compose.sign-in.yaml

In a file `.env` beside them. "As above" is handed on to the processes as it is.

| variable | meaning | default |
|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Row:
    """One setting, as some processes have it."""

    variable: str
    meaning: str
    default: str


def page() -> str:
    """The whole page."""
    processes = (
        f"| `{row.variable}` | {row.meaning} | {row.default} | {', '.join(users)} |"
        for row, users in sorted(rows().items())
    )
    commands = (f"| `{name}` | {meaning} | {users} |" for name, meaning, users in COMMANDS)
    compose = (
        f"| `{name}` | {OF_COMPOSE.get(name, 'As above.')} | {f'`{default}`' if default else '—'} |"
        for name, default in sorted(of_compose().items())
    )
    return (
        HEAD + "\n".join(processes) + "\n"
        + COMMANDS_HEAD + "\n".join(commands) + "\n"
        + COMPOSE_HEAD + "\n".join(compose) + "\n"
    )  # fmt: skip


def rows() -> dict[Row, list[str]]:
    """The settings of processes, and the processes that have each."""
    found: dict[Row, list[str]] = {}
    for process, model in PROCESSES.items():
        for name, field in model.model_fields.items():
            meaning = " ".join((field.description or "").split())
            row = Row(PREFIX + name.upper(), meaning, _default(field))
            found.setdefault(row, []).append(process)
    return found


def of_compose() -> dict[str, str]:
    """The variables that the compose files take from `.env`, and their defaults."""
    text = COMPOSE.read_text(encoding="utf-8") + SIGN_IN.read_text(encoding="utf-8")
    handed_on = re.findall(r"^ +(WAYSTATION_\w+): *(?:#.*)?$", text, re.MULTILINE)
    must = re.findall(r"\$\{(\w+):\?", text)
    defaults = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", text))
    return dict.fromkeys([*handed_on, *must], "") | defaults


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "must be set"
    return "".join(_words(field.default)) or "—"


def _words(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield f"`{json.dumps(value.model_dump(), ensure_ascii=False)}`"
    elif isinstance(value, bool):
        yield f"`{str(value).lower()}`"
    elif value not in (None, ""):
        yield f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
