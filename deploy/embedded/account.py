"""The account PostgreSQL runs under: the caller's own, or an unprivileged one when root calls."""

import os
import pwd
import shlex
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from deploy.sentence import CannotGoOn

NAME = "waystation"
FALLBACK = "nobody"


class Ownership(TypedDict, total=False):
    """Who a child process runs as, as `subprocess` takes it; empty: as its parent."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user of this machine; `other` when this process runs as a different one."""

    user: int
    group: int
    other: bool

    def own(self, path: Path) -> None:
        """Give the path to the account."""
        if self.other:
            os.chown(path, self.user, self.group)

    def must_own(self, path: Path) -> None:
        """Raise CannotGoOn, with the command that fixes it, if the path is not the account's.

        A folder that root copies belongs to root, unless the copy preserves owners.
        """
        if path.stat().st_uid != self.user:
            fix = f"chown -R {self.user}:{self.group} {shlex.quote(str(path))}"
            raise CannotGoOn(
                zh=f"{path} 不属于运行 PostgreSQL 的账户（复制时可能未保留属主）；"
                f"请执行 {fix} 归还。",
                en=f"{path} does not belong to the account that PostgreSQL runs under, as after a"
                f" copy without its owner; give it back with: {fix}",
            )

    def command(self, command: Sequence[str], *reached: Path) -> tuple[list[str], Ownership]:
        """The command and ownership that run it under the account, so that it reaches these paths.

        If a folder above them is closed to the account (as `/root` is), no rights are changed:
        the one process gets the capability to pass.
        """
        if not self.other:
            return list(command), {}
        if all(_open_to_all(path) for path in reached):
            return list(command), {"user": self.user, "group": self.group, "extra_groups": []}
        return [_setpriv(self), *_PASS, f"--reuid={self.user}", f"--regid={self.group}",
                "--clear-groups", "--", *command], {}  # fmt: skip


# With the secure bit, access(2), by which PostgreSQL finds its own programs, honours it too.
_PASS = (
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--pdeathsig=keep",  # for a parent that makes the child end with it
)


def find_account(folder: Path) -> Account:
    """The account for a database in this folder: its owner if it exists, else a suitable one.

    PostgreSQL refuses to run as root. For root a system account `waystation` is made once.
    Raises CannotGoOn when the folder belongs to another user.
    """
    caller = os.geteuid()
    if caller != 0:
        if folder.exists() and folder.stat().st_uid != caller:
            raise CannotGoOn(
                zh=f"{folder} 属于本机的另一个用户；请以该用户启动，或用 --data-dir 另选文件夹。",
                en=f"{folder} belongs to another user of this machine; start as that user, or"
                " choose another folder with --data-dir.",
            )
        return Account(caller, os.getegid(), other=False)
    if folder.exists() and folder.stat().st_uid != 0:
        owner = folder.stat()
        return Account(owner.st_uid, owner.st_gid, other=True)
    entry = _existing(NAME) or _create(NAME) or _existing(FALLBACK)
    if entry is None:
        raise CannotGoOn(
            zh="PostgreSQL 不允许以 root 运行，而这里又无法新建账户；请以普通用户启动。",
            en="PostgreSQL refuses to run as root, and no other account can be made here;"
            " start Waystation as an ordinary user.",
        )
    return Account(entry.pw_uid, entry.pw_gid, other=True)


def _existing(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create(name: str) -> pwd.struct_passwd | None:
    adder = shutil.which("useradd")
    if adder is None:
        return None
    subprocess.run(  # noqa: S603 -- another start at the same moment may make it first
        [adder, "--system", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", name],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return _existing(name)


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)


def _setpriv(account: Account) -> str:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotGoOn(
            zh=f"PostgreSQL 不允许以 root 运行，而用户 {account.user} 无权进入数据文件夹；"
            "请以普通用户启动，或安装 setpriv（Debian 软件包 util-linux）。",
            en=f"PostgreSQL refuses to run as root, and user {account.user} may not enter the data"
            " folder; start as an ordinary user, or install setpriv (Debian's util-linux).",
        )
    return setpriv
