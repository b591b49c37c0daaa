"""The secrets of an installation of several processes: one file each, each made once.

They fit together: an address holds the password of its role, and the sets of keys are those that
tokens are signed with.
"""

import json
import secrets
import shlex
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from deploy.issuing import issuer_with
from deploy.sentence import CannotGoOn
from shared.catalogue import SERVICES, Action
from shared.identity.issuer import ISSUER, Issuer
from shared.identity.keys import KEY_ACTIONS
from shared.key_files import write_once
from shared.positions import new_key
from shared.vault import VaultKeys

# The database of each role.
DATABASES = {role: service.name for service in SERVICES for role in service.roles}
# The keys that parts of the installation sign their own tokens with, and what these may allow.
SERVICE_KEYS: Mapping[str, Action] = {
    "cases_key": "journal:read",
    "reporting_key": "journal:read",
}
# The users at Kafka: the broker itself with the topics' maker, who may do everything, and those
# that get the rights of `deploy.topics`.
KAFKA_USERS = ("admin", *(each.relay for each in SERVICES if each.topic), "reporting")
KAFKA_PASSWORDS = tuple(f"{user}_kafka" for user in KAFKA_USERS)

# What is made of keys and passwords: it is of no use beside a new one.
MADE_OF = {
    "token_keys": ("issuer_key",),
    "service_keys": tuple(SERVICE_KEYS),
    "kafka_users": KAFKA_PASSWORDS,
}

# In this order: a later one may be made from earlier ones.
NAMES = (
    "postgres_password",
    "admin_database",
    *(f"{role}_database" for role in DATABASES),
    "vault_keys",
    "issuer_key",
    *SERVICE_KEYS,
    *KAFKA_PASSWORDS,
    *MADE_OF,
    "browser_key",
    "position_key",
)

# Compose mounts each file by itself, with its mode, into containers of various users, which must
# be able to read it. On this machine only the owner may enter the folder.
FILE_MODE = 0o444
FOLDER_MODE = 0o700


def make_secrets(folder: Path, host: str) -> list[str]:
    """Make the files that the folder lacks, for PostgreSQL at `host`; returns their names.

    A file is there whole or not at all, and an existing one is not changed. Raises CannotGoOn
    when others could read them, or when a new one would not fit the existing ones.
    """
    _make_private(folder)
    _check_keys(folder)
    made = []
    for name in NAMES:
        if not (folder / name).exists():
            _write(folder / name, _content(name, folder, host))
            made.append(name)
    return made


def _content(name: str, folder: Path, host: str) -> bytes:
    match name:
        case "postgres_password":
            known = folder / "admin_database"
            return (_password_in(known) if known.exists() else _password()).encode()
        case "admin_database":
            password = (folder / "postgres_password").read_text().strip()
            return _address("postgres", password, host, "postgres")
        case "vault_keys":
            return _made_by(VaultKeys.create, folder)
        case "issuer_key" | "cases_key" | "reporting_key":
            return _made_by(lambda path: Issuer.at(path, ISSUER), folder)
        case "token_keys":
            return _key_set(issuer_with(folder / "issuer_key").jwks()["keys"])
        case "kafka_users":
            users = {user: (folder / f"{user}_kafka").read_text().strip() for user in KAFKA_USERS}
            return _login_configuration(users)
        case "service_keys":
            return _key_set(
                [
                    {**key, KEY_ACTIONS: [action]}
                    for file, action in SERVICE_KEYS.items()
                    for key in issuer_with(folder / file).jwks()["keys"]
                ]
            )
        case "position_key":
            return new_key()
        case "browser_key":
            return _password().encode()
        case _ if name.endswith("_kafka"):
            return _password().encode()
        case _:
            role = name.removesuffix("_database")
            return _address(role, _password(), host, DATABASES[role])


def _key_set(keys: list[dict[str, object]]) -> bytes:
    return json.dumps({"keys": keys}, indent=2).encode()


def _password() -> str:
    return secrets.token_urlsafe(24)  # none of its characters is special in an address


def _address(role: str, password: str, host: str, database: str) -> bytes:
    return f"postgresql://{role}:{quote(password, safe='')}@{host}/{database}".encode()


def _login_configuration(users: Mapping[str, str]) -> bytes:
    """Kafka's own file (JAAS): whose passwords the broker takes, and who the broker itself is.

    Kafka's programs in the broker's container log in with the same file.
    """

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'

    module = "  org.apache.kafka.common.security.plain.PlainLoginModule required"
    itself = [f"  username={quoted('admin')}", f"  password={quoted(users['admin'])}"]
    taken = [f"  user_{user}={quoted(password)}" for user, password in users.items()]
    sections = {"KafkaServer": [module, *itself, *taken], "KafkaClient": [module, *itself]}
    return "".join(
        "\n".join([f"{name} {{", *lines]) + ";\n};\n" for name, lines in sections.items()
    ).encode()


def _password_in(address: Path) -> str:
    password = urlsplit(address.read_text().strip()).password
    if not password:
        raise CannotGoOn(
            zh=f"{address} 中没有密码，而旁边缺少 postgres_password；请把超级用户密码写入该文件。",
            en=f"{address} holds no password, and postgres_password is missing beside it; write the"
            " superuser's into that file.",
        )
    return unquote(password)


def _made_by(make: Callable[[Path], object], folder: Path) -> bytes:
    """What `make` writes, made in the same folder so that it is on no other disk."""
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as drafts:
        draft = Path(drafts) / "draft"
        make(draft)
        return draft.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Write a new file, to the disk; if another process was faster, its file stays."""
    with suppress(FileExistsError):
        write_once(path, content, FILE_MODE)


def _make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter; refuse an open one that is not empty."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if not stat.S_IMODE(folder.stat().st_mode) & ~FOLDER_MODE:
        return
    if any(folder.iterdir()):
        fix = f"chmod 700 {shlex.quote(str(folder))}"
        raise CannotGoOn(
            zh=f"{folder} 可被他人进入，且其中已有内容；请另选空文件夹，或先执行 {fix}",
            en=f"Others may enter {folder}, and there is something in it; choose an empty folder,"
            f" or close this one first: {fix}",
        )
    folder.chmod(FOLDER_MODE)


def _check_keys(folder: Path) -> None:
    """Refuse to make a new key beside what was made of the old one: its tokens would not hold."""
    for old, keys in MADE_OF.items():
        missing = [key for key in keys if not (folder / key).exists()]
        if missing and (folder / old).exists():
            removing = shlex.join(["rm", "-f", str(folder / old)])
            raise CannotGoOn(
                zh=f"{folder} 中缺少 {missing[0]}，但由它生成的 {old} 还在；请恢复该密钥，"
                f"或执行 {removing} 后重新生成。",
                en=f"{missing[0]} is missing in {folder}, and {old}, which was made of it, is still"
                f" there; put the key back, or run this again after: {removing}",
            )
