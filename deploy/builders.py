"""How each service is built, from the settings of its own process or of an embedded instance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from services.cases import app as cases
from services.outreach import app as outreach
from services.reporting import app as reporting
from shared.addresses import KafkaAddress, ServiceUrl
from shared.http.application import Service
from shared.identity.tokens import Verifier
from shared.settings import Settings


class TokenSettings(Settings):
    """Whose tokens are taken: where the issuer's JWKS is (a file or an address), and its name."""

    token_keys: str
    token_issuer: str = "waystation"  # noqa: S105 -- a name


class CasesProcessSettings(cases.CasesSettings, TokenSettings):
    """What an operator sets for `waystation serve cases`."""


class OutreachProcessSettings(outreach.OutreachSettings, TokenSettings):
    """What an operator sets for `waystation serve outreach`."""


class ReportingProcessSettings(reporting.ReportingSettings, TokenSettings):
    """What an operator sets for `waystation serve reporting`; on its own it needs them all."""

    kafka: KafkaAddress
    cases_url: ServiceUrl
    outreach_url: ServiceUrl
    journal_token: str


@dataclass(frozen=True)
class Builder:
    """What builds a service, and the settings that it takes.

    `process_settings` are those of a service in a process of its own.
    """

    build: Callable[[Any, Verifier], Service]
    settings: type[Settings]
    process_settings: type[TokenSettings]


BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        "cases": Builder(cases.build, cases.CasesSettings, CasesProcessSettings),
        "outreach": Builder(outreach.build, outreach.OutreachSettings, OutreachProcessSettings),
        "reporting": Builder(
            reporting.build, reporting.ReportingSettings, ReportingProcessSettings
        ),
    }
)
