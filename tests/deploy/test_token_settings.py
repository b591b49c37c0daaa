"""Which tokens a process may be set to take."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.builders import TokenSettings
from shared.identity.issuer import ISSUER, OWN_LIFETIME, Issuer, OwnToken
from tests.agencies import as_file
from tests.deploy.cli.test_language import run


async def test_no_setting_refuses_the_services_own_tokens(tmp_path: Path) -> None:
    """They last ten minutes: with a shorter lifetime reporting could not read the journals."""
    issuer, keys = Issuer.new(ISSUER), tmp_path / "keys.json"
    [key] = issuer.jwks()["keys"]
    keys.write_text(json.dumps({"keys": [{**key, "waystation_actions": ["journal:read"]}]}))
    agencies = tmp_path / "agencies.toml"
    agencies.write_text(as_file())
    shortest = int(OWN_LIFETIME)
    settings = TokenSettings(token_keys=str(keys), agencies=agencies, token_lifetime=shortest)
    own = OwnToken(issuer, (), ("journal:read",))
    assert (await settings.verifier().verify(own())).agency == "waystation-services"
    with pytest.raises(ValidationError):
        TokenSettings(token_keys=str(keys), agencies=agencies, token_lifetime=shortest - 1)


def test_one_process_takes_its_own_tokens_too(tmp_path: Path) -> None:
    """Before anything starts."""
    asked = run("up", "--data-dir", f"{tmp_path}/x", "--token-lifetime", "5m")
    assert asked.exit_code == 2
    assert "600s at least" in asked.output
