"""Roles of PostgreSQL: made, and given their passwords, which never appear in a log."""

import hashlib
import hmac
import os
from base64 import b64encode
from typing import NamedTuple

from deploy.sentence import CannotGoOn
from shared.database import Connection

ROUNDS = 4096  # PostgreSQL's own number
LONGEST = 63  # bytes of a name; PostgreSQL cuts off the rest silently

# The roles that a role is a member of, and by whose grant.
MEMBERSHIPS = """
SELECT roleid::regrole::text AS role, grantor::regrole::text AS grantor
FROM pg_auth_members WHERE member = $1::text::regrole
"""

POWERLESS = "ALTER ROLE {role} {login} NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"

LOGGING = """
ALTER ROLE {role} SET log_min_error_statement = 'panic';
ALTER ROLE {role} SET log_error_verbosity = 'terse';
"""


class Role(NamedTuple):
    """A role that logs in, and its password where it has one."""

    name: str
    password: str | None = None


async def ensure_role(connection: Connection, role: Role) -> None:
    """Have the role, with this password and no privileges beyond logging in, a member of none.

    Its errors are logged without the statement and the details, which could repeat data that a
    client sent. Raises CannotGoOn when it is a superuser.
    """
    name = identifier(role.name)
    await _ensure(connection, role.name, "LOGIN")
    await connection.execute(LOGGING.format(role=name))
    if role.password is not None:
        # Only the verifier is sent, so that no log of the server can hold the password.
        await connection.execute(f"ALTER ROLE {name} PASSWORD '{verifier(role.password)}'")


async def ensure_owner(connection: Connection, name: str) -> None:
    """Have a role that owns things and may do nothing else; nobody logs in with it.

    Raises CannotGoOn when it is a superuser.
    """
    await _ensure(connection, name, "NOLOGIN")


async def _ensure(connection: Connection, name: str, login: str) -> None:
    is_superuser = await connection.fetchval(
        "SELECT rolsuper FROM pg_roles WHERE rolname = $1", name
    )
    if is_superuser is None:
        await connection.execute(f"CREATE ROLE {identifier(name)}")
    elif is_superuser:
        raise CannotGoOn(
            zh=f"角色 {name} 是超级用户；请为每个服务和每个转发进程各用一个专门的角色"
            "（没有时会自动建立）。",
            en=f"The role {name} is a superuser; give each service and each relay a role of its"
            " own, which is made if it is missing.",
        )
    role = identifier(name)
    await connection.execute(POWERLESS.format(role=role, login=login))
    # Both names come from PostgreSQL, already quoted.
    for other, grantor in await connection.fetch(MEMBERSHIPS, role):
        await connection.execute(f"REVOKE {other} FROM {role} GRANTED BY {grantor} CASCADE")


def identifier(name: str) -> str:
    """A name, quoted for SQL.

    >>> print(identifier('the "best" name'))
    "the ""best"" name"
    """
    if not name or "\0" in name or len(name.encode()) > LONGEST:
        raise CannotGoOn(
            zh=f"{name!r} 不能用作数据库或角色的名称：长度应为 1 至 {LONGEST} 字节。",
            en=f"{name!r} is not a name for a database or role; use 1 to {LONGEST} bytes.",
        )
    return '"' + name.replace('"', '""') + '"'


def verifier(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL keeps of a password of ASCII characters to check it (SCRAM, RFC 5803).

    >>> verifier("pencil", b"0123456789abcdef")[:44]
    'SCRAM-SHA-256$4096:MDEyMzQ1Njc4OWFiY2RlZg==$'
    """
    salt = salt or os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = [b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${ROUNDS}:{parts[0]}${parts[1]}:{parts[2]}"
