"""How a process proves to Kafka who it is: an operator's settings, and aiokafka's own of them."""

import ssl
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from shared.certificates import Certificates
from shared.settings import Settings


def _unfit(english: str, chinese: str) -> PydanticCustomError:
    return PydanticCustomError("kafka_security", english, {"chinese": chinese})


class KafkaSecurity(Settings):
    """What every process that talks to Kafka takes beside its address; by default nothing.

    >>> KafkaSecurity().for_client()
    {}
    >>> KafkaSecurity(
    ...     kafka_security="SASL_PLAINTEXT", kafka_username="reporting", kafka_password="p"
    ... ).for_client()["sasl_mechanism"]
    'SCRAM-SHA-512'
    """

    kafka_security: Annotated[
        Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"],
        Field(description="Kafka's security protocol; with SASL a name and a password are needed."),
    ] = "PLAINTEXT"
    kafka_mechanism: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"],
        Field(description="How SASL proves the password."),
    ] = "SCRAM-SHA-512"
    kafka_username: Annotated[
        str | None, Field(description="The name at Kafka, with SASL.", validate_default=True)
    ] = None
    kafka_password: Annotated[
        str | None, Field(description="Its password.", validate_default=True, repr=False)
    ] = None
    kafka_ca: Annotated[
        Certificates | None,
        Field(
            description="Certificates (PEM) that the brokers' are checked with, with SSL; without"
            " it, those that the system trusts."
        ),
    ] = None

    @field_validator("kafka_username", "kafka_password")
    @classmethod
    def _fits_sasl(cls, value: str | None, info: ValidationInfo) -> str | None:
        protocol = info.data.get("kafka_security", "")
        if protocol.startswith("SASL") and not value:
            raise _unfit(
                "is needed, because WAYSTATION_KAFKA_SECURITY asks for SASL",
                "必须设置，因为 WAYSTATION_KAFKA_SECURITY 要求 SASL。",
            )
        if protocol in ("PLAINTEXT", "SSL") and value:
            raise _unfit(
                "is used with SASL only; set WAYSTATION_KAFKA_SECURITY to SASL_SSL or"
                " SASL_PLAINTEXT",
                "仅用于 SASL；请把 WAYSTATION_KAFKA_SECURITY 设为 SASL_SSL 或 SASL_PLAINTEXT。",
            )
        return value

    @field_validator("kafka_ca")
    @classmethod
    def _fits_tls(cls, value: str | None, info: ValidationInfo) -> str | None:
        protocol = info.data.get("kafka_security", "")
        if value and protocol in ("PLAINTEXT", "SASL_PLAINTEXT"):
            raise _unfit(
                "is used with TLS only; set WAYSTATION_KAFKA_SECURITY to SSL or SASL_SSL",
                "仅用于 TLS；请把 WAYSTATION_KAFKA_SECURITY 设为 SSL 或 SASL_SSL。",
            )
        return value

    def for_client(self) -> dict[str, Any]:
        """The same as aiokafka's clients take it, by keyword."""
        if self.kafka_security == "PLAINTEXT":
            return {}
        options: dict[str, Any] = {"security_protocol": self.kafka_security}
        if "SSL" in self.kafka_security:
            options["ssl_context"] = ssl.create_default_context(cadata=self.kafka_ca)
        if self.kafka_security.startswith("SASL"):
            options["sasl_mechanism"] = self.kafka_mechanism
            options["sasl_plain_username"] = self.kafka_username
            options["sasl_plain_password"] = self.kafka_password
        return options
