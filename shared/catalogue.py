"""The catalogue: every service, with its topic, its actions and its paths, declared once.

Databases, roles, secrets, topics, relays, the gateway's routes, the list of documents and the
actions of tokens follow from it. To add

- an action: `Action`, and `actions` of its service;
- a path with a new first word: `paths` of its service, or `pages` outside /v1;
- a service: an entry in `SERVICES`; its builder in deploy/builders.py; its container and, if it
  writes, its relay's, with their secrets, in deploy/compose.yaml; its fields in the settings that
  name each service (`MigrateSettings`, `GatewaySettings`, `ReportingSettings`).

Tests fail while one of these is missing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from shared.text import Text

# What a token may allow, and a route may need.
Action: TypeAlias = Literal[
    "cases:import",
    "cases:oversee",
    "cases:read",
    "cases:write",
    "clients:personal",
    "journal:read",
    "outreach:read",
    "outreach:write",
    "reporting:operate",
    "staff:read",
    "staff:write",
    "statistics:detail",
    "statistics:read",
]
ACTIONS: tuple[Action, ...] = get_args(Action)
# Of these, what no agency's token can allow: only those of Waystation's own services.
SERVICES_ACTIONS: frozenset[Action] = frozenset({"journal:read"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSpec:
    """What everything outside a service knows of it.

    `name` is also its prefix at the gateway, its database and its role. `title` is for people.
    `actions` are those that its routes need. `paths` are the first words of its paths after /v1;
    the GET and POST of a path that ends with a word in `long_work` may read a whole journal, or
    wait half a minute for something new. `pages` are the first words of its pages for browsers,
    which stand outside /v1, and "" the first page; such a service is sent its cookies. A service
    that writes has a `topic`, where its relay publishes its events. Of one with `has_duties`, a
    process of its own keeps what is due.
    """

    name: str
    title: Text
    actions: frozenset[Action]
    paths: frozenset[str]
    long_work: frozenset[str]
    pages: frozenset[str] = frozenset()
    topic: str | None = None
    personal_data: bool = False
    has_duties: bool = False

    @property
    def relay(self) -> str:
        """The role of its relay in its database."""
        return f"{self.name}_relay"

    @property
    def duties(self) -> str:
        """The role of the process that keeps what is due, in its database."""
        return f"{self.name}_duties"

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that logs in to its database."""
        relay = (self.relay,) if self.topic else ()
        return (self.name, *relay, *((self.duties,) if self.has_duties else ()))


SERVICES = (
    ServiceSpec(
        name="cases",
        title=Text(zh="个案", en="Cases"),
        actions=frozenset(
            {
                "cases:import",
                "cases:oversee",
                "cases:read",
                "cases:write",
                "clients:personal",
                "journal:read",
                "staff:read",
                "staff:write",
            }
        ),
        paths=frozenset(
            {
                "answers",
                "batch",
                "cases",
                "changes",
                "clients",
                "help-kinds",
                "imports",
                "journal",
                "posts",
                "reads",
                "schemes",
                "workers",
                "worklist",
                "workstations",
            }
        ),
        long_work=frozenset({"batch", "changes", "journal"}),
        topic="waystation.cases.v1",
        personal_data=True,
        has_duties=True,
    ),
    ServiceSpec(
        name="outreach",
        title=Text(zh="宣传", en="Outreach"),
        actions=frozenset({"journal:read", "outreach:read", "outreach:write"}),
        paths=frozenset(
            {
                "activities",
                "answers",
                "campaigns",
                "coverage",
                "imports",
                "informants",
                "journal",
                "occasions",
                "outreach",
                "places",
                "publications",
                "questionnaires",
                "surveys",
                "uses",
            }
        ),
        long_work=frozenset({"batch", "journal"}),
        topic="waystation.outreach.v1",
    ),
    ServiceSpec(
        name="reporting",
        title=Text(zh="统计", en="Reporting"),
        actions=frozenset({"reporting:operate", "statistics:detail", "statistics:read"}),
        paths=frozenset(
            {"freshness", "indicators", "rebuild", "reports", "sessions", "statistics", "verify"}
        ),
        long_work=frozenset({"freshness", "rebuild", "statistics", "verify"}),
        pages=frozenset(
            {
                "",
                "assets",
                "campaigns",
                "clients",
                "coverage",
                "documents",
                "enter",
                "figure",
                "help",
                "indicators",
                "login",
                "places",
                "prevention",
                "ranking",
                "regions",
                "session",
                "surveys",
                "workforce",
                "year",
            }
        ),
    ),
)

# Where each kind of stream is found: the first word after /v1 of the address that shows it.
COLLECTION_OF = MappingProxyType(
    {
        "activity": "activities",
        "campaign": "campaigns",
        "case": "cases",
        "client": "clients",
        "informants": "informants",
        "place": "places",
        "post": "posts",
        "publication": "publications",
        "questionnaire": "questionnaires",
        "survey": "surveys",
        "worker": "workers",
        "points": "cases",
        "reliefbox": "workstations",
        "shop": "workstations",
        "use": "uses",
        "workstation": "workstations",
    }
)

WRITING_SERVICES = tuple(service for service in SERVICES if service.topic)

# Each topic, and the service whose events it carries.
TOPICS: Mapping[str, str] = MappingProxyType(
    {service.topic: service.name for service in WRITING_SERVICES if service.topic}
)
TOPIC_OF: Mapping[str, str] = MappingProxyType({name: topic for topic, name in TOPICS.items()})


def service_of_path() -> dict[str, str]:
    """The first word after /v1, and the one service that has it.

    A word that several services have is left out: only their prefix tells them apart.

    >>> service_of_path()["clients"], "journal" in service_of_path()
    ('cases', False)
    """
    owners = Counter(word for service in SERVICES for word in service.paths)
    return {
        word: service.name
        for service in SERVICES
        for word in sorted(service.paths)
        if owners[word] == 1
    }
