"""How each service is built, from the settings of its own process or of an embedded instance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from services.cases import app as cases
from services.outreach import app as outreach
from services.reporting import app as reporting
from shared.addresses import KafkaAddress, ServiceUrl
from shared.http.application import Service
from shared.identity.claims import OWN_NAMES, ClaimNames
from shared.identity.issuer import ISSUER
from shared.identity.tokens import AUDIENCE, HOUR, AllKeys, Keys, KeysAt, Verifier
from shared.settings import Settings


class TokenSettings(Settings):
    """Which tokens are taken.

    `token_keys` is where the issuer's JWKS is (a file or an address), `token_issuer` its name,
    `token_audience` what its tokens must be for, `token_lifetime` for how many seconds one may be
    good at most, `token_claims` in which of its claims it says what. `service_keys` is the file
    of the keys of the installation's own services.
    """

    token_keys: str
    token_issuer: str = ISSUER
    token_audience: str = AUDIENCE
    token_lifetime: Annotated[int, Field(ge=60, le=366 * 24 * 3600)] = int(HOUR)
    token_claims: ClaimNames = OWN_NAMES
    service_keys: Path | None = None

    def keys(self) -> Keys:
        """Where the keys are."""
        if self.service_keys is None:
            return KeysAt(self.token_keys)
        return AllKeys((KeysAt(self.token_keys), KeysAt(str(self.service_keys))))

    def verifier(self) -> Verifier:
        """What checks tokens as these settings say."""
        return Verifier(
            self.keys(),
            issuer=self.token_issuer,
            audience=self.token_audience,
            longest=self.token_lifetime,
            names=self.token_claims,
        )


class CasesProcessSettings(cases.CasesSettings, TokenSettings):
    """What an operator sets for `waystation serve cases`."""


class OutreachProcessSettings(outreach.OutreachSettings, TokenSettings):
    """What an operator sets for `waystation serve outreach`."""


class ReportingProcessSettings(reporting.ReportingSettings, TokenSettings):
    """What an operator sets for `waystation serve reporting`; on its own it needs them all."""

    kafka: KafkaAddress
    cases_url: ServiceUrl
    outreach_url: ServiceUrl
    service_key: Path


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
