"""The secrets of an installation: made once, fitting together, whole or not there at all."""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from deploy.secret_files import DATABASES, KAFKA_USERS, NAMES, make_secrets
from deploy.sentence import CannotGoOn
from shared.addresses import DatabaseAddress
from shared.agencies import SERVICES_AGENCY
from shared.catalogue import ACTIONS, SERVICES_ACTIONS
from shared.identity.issuer import ISSUER, Issuer
from shared.identity.keys import AllKeys, KeysAt
from shared.identity.tokens import Verifier
from shared.positions import Positions
from shared.settings import Settings, read
from shared.vault import VaultKeys
from tests.agencies import REGISTER


class Admin(Settings):
    """The superuser's address, as `waystation migrate` takes it."""

    admin_database: DatabaseAddress


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all secrets in it."""
    made = make_secrets(tmp_path / "secrets", "postgres")
    assert made == list(NAMES)
    return tmp_path / "secrets"


def contents(folder: Path) -> dict[str, str]:
    """Every file of the folder, by its name."""
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_each_can_be_read_alone_and_none_by_others_of_the_machine(folder: Path) -> None:
    """Containers of other users read single files; the folder is closed."""
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}
    assert set(contents(folder)) == set(NAMES)


def test_a_second_time_nothing_is_changed(folder: Path) -> None:
    """What is there stays; what was removed is made anew and fits what stayed."""
    before = contents(folder)
    assert make_secrets(folder, "postgres") == []
    assert contents(folder) == before
    for name in ("admin_database", "postgres_password"):
        (folder / name).unlink()
        assert make_secrets(folder, "postgres") == [name]
        assert contents(folder) == before
    (folder / "token_keys").unlink()
    (folder / "cases_database").unlink()
    assert make_secrets(folder, "postgres") == ["cases_database", "token_keys"]
    after = contents(folder)
    assert after.pop("cases_database") != before.pop("cases_database")
    assert after == before


def test_an_installation_of_before_gets_what_is_new(folder: Path) -> None:
    """The key of positions, which no older version made; nothing else is changed."""
    (folder / "position_key").unlink()
    before = contents(folder)
    assert make_secrets(folder, "postgres") == ["position_key"]
    after = contents(folder)
    assert after.pop("position_key")
    assert after == before
    Positions.read(folder / "position_key")


def test_addresses_are_of_one_role_each(folder: Path) -> None:
    """Each role has its own password and database; the superuser's is PostgreSQL's own."""
    output = contents(folder)
    assert output["admin_database"] == (
        f"postgresql://postgres:{output['postgres_password']}@postgres/postgres"
    )
    passwords = {output["postgres_password"]}
    for role, database in DATABASES.items():
        parts = urlsplit(output[f"{role}_database"])
        assert (parts.username, parts.hostname, parts.path) == (role, "postgres", f"/{database}")
        passwords.add(parts.password or "")
    assert len(passwords) == 7
    assert all(len(password) >= 32 for password in passwords)


def test_kafka_takes_each_users_password(folder: Path) -> None:
    """The broker's file names every user with the password of its own file, and no other."""
    output = contents(folder)
    passwords = {user: output[f"{user}_kafka"] for user in KAFKA_USERS}
    assert len(set(passwords.values())) == len(KAFKA_USERS) == 4
    server, client = output["kafka_users"].split("KafkaClient")
    assert dict(re.findall(r'user_(\w+)="([^"]+)"', server)) == passwords
    assert "user_" not in client
    for section in (server, client):
        assert f'username="admin"\n  password="{passwords["admin"]}"' in section


def test_a_users_password_is_not_renewed_alone(folder: Path) -> None:
    """The broker would go on taking the old one; the way out is told."""
    (folder / "reporting_kafka").unlink()
    with pytest.raises(CannotGoOn, match=r"reporting_kafka is missing.*rm -f \S+/kafka_users"):
        make_secrets(folder, "postgres")
    (folder / "kafka_users").unlink()
    assert make_secrets(folder, "postgres") == ["reporting_kafka", "kafka_users"]


def test_a_password_that_was_there_is_told_as_it_is(tmp_path: Path) -> None:
    """Whatever it is made of, the address says the same, and the other way round."""
    password = "p@ss/w#rd%41"
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    (folder / "postgres_password").write_text(f"{password}\n")
    make_secrets(folder, "postgres")
    address = read(Admin, {"WAYSTATION_ADMIN_DATABASE_FILE": str(folder / "admin_database")})
    parts = urlsplit(address.admin_database)
    assert (unquote(parts.password or ""), parts.hostname) == (password, "postgres")
    (folder / "postgres_password").unlink()
    make_secrets(folder, "postgres")
    assert (folder / "postgres_password").read_text() == password


async def test_tokens_are_taken_by_who_checks_them_by_its_keys(folder: Path) -> None:
    """Tokens hold by the sets of keys beside them; a service's own allow one action, whatever."""
    places = [KeysAt(str(folder / name)) for name in ("token_keys", "service_keys")]
    verifier = Verifier(AllKeys(places), issuer=ISSUER, register=REGISTER)
    for name, agency, actions in (
        ("issuer_key", "agency", frozenset[str](ACTIONS) - SERVICES_ACTIONS),
        ("reporting_key", SERVICES_AGENCY, frozenset({"journal:read"})),
    ):
        issuer = Issuer.read(folder / name, ISSUER)
        caller = await verifier.verify(issuer.mint(agency, ["41"], ACTIONS))
        assert caller.actions == actions
    for name in ("token_keys", "service_keys"):
        assert all("d" not in key for key in json.loads((folder / name).read_text())["keys"])
    assert VaultKeys.load(folder / "vault_keys").active == "first"


def test_a_setting_may_name_each_file(folder: Path) -> None:
    """What a setting reads from a file is the value, with nothing around it."""

    class All(Settings):
        browser_key: str
        cases_database: str

    environment = {f"WAYSTATION_{name.upper()}_FILE": str(folder / name) for name in
                   ("browser_key", "cases_database")}  # fmt: skip
    settings = read(All, environment)
    assert settings.browser_key == (folder / "browser_key").read_text()
    assert settings.cases_database == (folder / "cases_database").read_text()


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("issuer_key", "token_keys"),
        ("reporting_key", "service_keys"),
    ],
)
def test_a_lost_key_is_not_replaced_silently(folder: Path, key: str, made: str) -> None:
    """A new key beside the old set would make tokens that do not hold; the way out is told."""
    (folder / key).unlink()
    before = contents(folder)
    with pytest.raises(CannotGoOn) as refused:
        make_secrets(folder, "postgres")
    assert contents(folder) == before
    removing = Path(str(refused.value.text.en).partition("rm -f ")[2])
    assert removing.name == made
    removing.unlink()
    assert set(make_secrets(folder, "postgres")) == {key, made}


def test_a_folder_that_others_enter_is_refused_unless_it_is_empty(tmp_path: Path) -> None:
    """An empty folder is closed; one of other things is left alone, and the way out told."""
    (tmp_path / "empty").mkdir(mode=0o755)
    make_secrets(tmp_path / "empty", "postgres")
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700
    (tmp_path / "other").mkdir(mode=0o755)
    (tmp_path / "other" / "thing").touch()
    with pytest.raises(CannotGoOn, match="chmod 700"):
        make_secrets(tmp_path / "other", "postgres")
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o755
    assert os.listdir(tmp_path / "other") == ["thing"]


@pytest.mark.processes
@pytest.mark.parametrize("step", ["fdopen", "fchmod", "fsync", "link", "unlink"])
def test_a_kill_leaves_no_half_file(tmp_path: Path, step: str) -> None:
    """Killed again and again at a step, each file is whole or missing, and the rest is made."""
    folder = tmp_path / "secrets"
    for lasts in (0, 1, 2, 5, 11, 17):
        process = os.fork()
        if not process:
            _end_at(step, lasts)
            make_secrets(folder, "postgres")
            os._exit(0)
        os.waitpid(process, 0)
        for name in NAMES:
            if (folder / name).exists():
                assert (folder / name).read_text()
                assert stat.S_IMODE((folder / name).stat().st_mode) == 0o444
    make_secrets(folder, "postgres")
    output = contents(folder)
    assert output["admin_database"].split(":")[2].partition("@")[0] == output["postgres_password"]
    assert VaultKeys.load(folder / "vault_keys")


def _end_at(step: str, lasts: int) -> None:
    """Have this process end, as by a kill, at the call of a function of `os` after so many."""
    usual, calls = getattr(os, step), iter(range(lasts))

    def ending(*arguments: Any, **options: Any) -> Any:
        if next(calls, None) is None:
            os._exit(1)
        return usual(*arguments, **options)

    setattr(os, step, ending)
