"""What an operator sets of Kafka's security: whole, or refused by the variable's name."""

import ssl

import pytest

from shared.kafka.security import KafkaSecurity
from shared.settings import SettingsBroken, read


def sentences(**variables: str) -> list[str]:
    """What is said of these variables, in English."""
    with pytest.raises(SettingsBroken) as caught:
        read(KafkaSecurity, variables)
    assert "写法不对" not in caught.value.text.zh
    return caught.value.text.en.splitlines()


def test_without_settings_a_client_gets_none() -> None:
    """A Kafka that asks for nothing is called as before."""
    assert KafkaSecurity().for_client() == {}


def test_name_and_password_are_handed_to_the_client() -> None:
    """With SASL the client gets the mechanism, the name and the password."""
    settings = read(
        KafkaSecurity,
        {
            "WAYSTATION_KAFKA_SECURITY": "SASL_PLAINTEXT",
            "WAYSTATION_KAFKA_MECHANISM": "PLAIN",
            "WAYSTATION_KAFKA_USERNAME": "reporting",
            "WAYSTATION_KAFKA_PASSWORD": "hush",
        },
    )
    assert settings.for_client() == {
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": "reporting",
        "sasl_plain_password": "hush",
    }
    assert "hush" not in repr(settings)


def test_tls_checks_the_brokers_certificate_and_name() -> None:
    """With TLS nothing is trusted that the system, or the operator's certificates, do not vouch."""
    context = read(KafkaSecurity, {"WAYSTATION_KAFKA_SECURITY": "SSL"}).for_client()["ssl_context"]
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("missing", ["USERNAME", "PASSWORD"])
@pytest.mark.parametrize("protocol", ["SASL_SSL", "SASL_PLAINTEXT"])
def test_sasl_needs_a_name_and_a_password(protocol: str, missing: str) -> None:
    """Which of the two is missing is said, also when it is there and empty."""
    given = {"WAYSTATION_KAFKA_USERNAME": "reporting", "WAYSTATION_KAFKA_PASSWORD": "hush"}
    given["WAYSTATION_KAFKA_SECURITY"] = protocol
    name = f"WAYSTATION_KAFKA_{missing}"
    del given[name]
    for variables in (given, given | {name: ""}):
        assert sentences(**variables) == [
            f"{name}: is needed, because WAYSTATION_KAFKA_SECURITY asks for SASL."
        ]


def test_what_would_not_be_used_is_refused() -> None:
    """A password without SASL, or certificates without TLS, are a mistake that is told."""
    (password,) = sentences(WAYSTATION_KAFKA_PASSWORD="hush")
    assert password.startswith("WAYSTATION_KAFKA_PASSWORD: is used with SASL only")
    assert "hush" not in password
    (ca,) = sentences(WAYSTATION_KAFKA_CA="no certificate", WAYSTATION_KAFKA_SECURITY="SSL")
    assert ca.startswith("WAYSTATION_KAFKA_CA: should hold certificates as PEM")


def test_other_protocols_are_told_with_those_there_are() -> None:
    """A word that is none of Kafka's is answered with the words to choose from."""
    (protocol,) = sentences(WAYSTATION_KAFKA_SECURITY="TLS")
    assert "'SASL_SSL'" in protocol
