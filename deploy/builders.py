"""How each service is built, from the settings of its own process or of an embedded instance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field

from deploy.agencies import register_in
from deploy.place import PlaceSettings
from services.cases import app as cases
from services.outreach import app as outreach
from services.reporting import app as reporting
from shared.addresses import KAFKA_MEANING, URL_MEANING, KafkaAddress, ServiceUrl
from shared.http.application import Service
from shared.identity.claims import OWN_NAMES, ClaimNames
from shared.identity.issuer import ISSUER, ISSUER_MEANING, OWN_LIFETIME, SERVICE_KEY_MEANING
from shared.identity.keys import AllKeys, Keys, KeysAt
from shared.identity.tokens import AUDIENCE, HOUR, Verifier
from shared.settings import Settings


class TokenSettings(PlaceSettings):
    """Which tokens are taken."""

    token_keys: str = Field(description="The issuer's JWKS: a file, or an https:// address.")
    token_issuer: str = Field(ISSUER, description=ISSUER_MEANING)
    token_audience: str = Field(AUDIENCE, description="What tokens must be for (`aud`).")
    token_lifetime: int = Field(
        int(HOUR),
        ge=int(OWN_LIFETIME),  # else the services would not take each other's own
        le=366 * 24 * 3600,
        description="For how many seconds a token may be good at most; at least 600.",
    )
    token_claims: ClaimNames = Field(
        OWN_NAMES,
        description="In which claims a token says what, where that is not in these; a path has"
        " points.",
    )
    service_keys: Path | None = Field(
        None, description="The file with the keys (JWKS) of the installation's own services."
    )
    agencies: Path = Field(description="The file of the register of agencies.")

    def keys(self) -> Keys:
        """Where the keys are."""
        if self.service_keys is None:
            return KeysAt(self.token_keys)
        return AllKeys((KeysAt(self.token_keys), KeysAt(str(self.service_keys))))

    def verifier(self) -> Verifier:
        """What checks tokens as these settings say. Raises CannotGoOn without a register."""
        return Verifier(
            self.keys(),
            issuer=self.token_issuer,
            register=register_in(self.agencies, "WAYSTATION_AGENCIES"),
            audience=self.token_audience,
            longest=self.token_lifetime,
            names=self.token_claims,
        )


class CasesProcessSettings(cases.CasesSettings, TokenSettings):
    """What an operator sets for `waystation serve cases`."""

    outreach_url: ServiceUrl | None = Field(
        None,
        description="The address of outreach, whose journal is followed: who helped at a session"
        " earns points by it. Without it and the key of cases, nobody does.",
    )


class OutreachProcessSettings(outreach.OutreachSettings, TokenSettings):
    """What an operator sets for `waystation serve outreach`."""


class ReportingProcessSettings(reporting.ReportingSettings, TokenSettings):
    """What an operator sets for `waystation serve reporting`; on its own it needs them all."""

    kafka: KafkaAddress = Field(description=KAFKA_MEANING)
    cases_url: ServiceUrl = Field(description=URL_MEANING.format("cases"))
    outreach_url: ServiceUrl = Field(description=URL_MEANING.format("outreach"))
    service_key: Path = Field(description=SERVICE_KEY_MEANING)


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
