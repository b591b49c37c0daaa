"""The data folder: which instance runs on it, at which address, and where its keys are."""

import fcntl
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.sentence import CannotGoOn

DEFAULT = Path("waystation-data")
AGENCIES = "agencies.toml"
CLOSED = 0o700  # keys and personal data are in it


@dataclass(frozen=True)
class Instance:
    """A running instance: its address, its process, and when it started (RFC 3339, UTC)."""

    url: str
    pid: int
    started: str


@dataclass(frozen=True)
class DataFolder:
    """Everything an embedded instance keeps."""

    path: Path

    @property
    def vault_keys(self) -> Path:
        """The keys of the vault; without them personal data cannot be read again."""
        return self.path / "vault-keys.json"

    @property
    def issuer_key(self) -> Path:
        """The private key that the embedded issuer signs tokens with."""
        return self.path / "issuer-key.pem"

    @property
    def position_key(self) -> Path:
        """The key that positions are sealed with; after another, those answered before fail."""
        return self.path / "position-key"

    @property
    def agencies(self) -> Path:
        """The register of agencies, where the folder has one of its own."""
        return self.path / AGENCIES

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever kept here."""
        return not (self.path / "postgres").exists()

    def make(self) -> None:
        """Make the folder if it is missing, and close it to everybody but its owner.

        One that was open to others is closed now; what a killed instance left running in it is
        taken over as before. A folder for everybody's files (with the sticky bit) is left as it
        is. Raises OSError.
        """
        self.path.mkdir(mode=CLOSED, parents=True, exist_ok=True)
        mode = stat.S_IMODE(self.path.stat().st_mode)
        if mode & ~CLOSED and not mode & stat.S_ISVTX:
            self.path.chmod(CLOSED)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder if it is missing, and lock out every other instance.

        Raises CannotGoOn when another instance runs on it, or when it cannot be used.
        """
        try:
            self.make()
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotGoOn(
                zh=f"数据文件夹 {self.path} 无法使用：{error.strerror}；请用 --data-dir 另选一个。",
                en=f"The data folder {self.path} cannot be used: {error.strerror};"
                " choose another with --data-dir.",
            ) from None
        try:
            if not _locked(lock, fcntl.LOCK_EX, patience=1):
                raise self._occupied()
            self._address.unlink(missing_ok=True)  # of one that was killed
            with suppress(FileExistsError), (self.path / ".gitignore").open("x") as rules:
                rules.write("*\n")  # keys and personal data belong in no repository
            try:
                yield
            finally:
                self._address.unlink(missing_ok=True)
        finally:
            os.close(lock)

    def announce(self, instance: Instance) -> None:
        """Write down the address of the instance, whole or not at all."""
        draft = self.path / "instance.json.new"
        draft.write_text(json.dumps(asdict(instance)) + "\n")
        draft.replace(self._address)

    def running(self, patience: float = 0) -> Instance | None:
        """The instance that runs on this folder, or None; one that is starting is waited for.

        Raises CannotGoOn when the folder is closed to this user.
        """
        if self.path.exists() and not os.access(self.path, os.X_OK):
            raise self._closed()
        deadline = time.monotonic() + patience
        while self._is_held():
            instance = self._announced()
            if instance is not None or time.monotonic() >= deadline:
                return instance
            time.sleep(0.05)
        return None

    def _is_held(self) -> bool:
        try:
            lock = os.open(self.path / "lock", os.O_RDONLY)
        except OSError:
            return False
        try:
            return not _locked(lock, fcntl.LOCK_SH)
        finally:
            os.close(lock)

    @property
    def _address(self) -> Path:
        return self.path / "instance.json"

    def _announced(self) -> Instance | None:
        try:
            return Instance(**json.loads(self._address.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def _closed(self) -> CannotGoOn:
        return CannotGoOn(
            zh=f"{self.path} 属于另一个用户；请以该用户运行，或向启动者索取令牌"
            "（用 --url 与环境变量 WAYSTATION_TOKEN）。",
            en=f"{self.path} belongs to another user; run this as that user, or take a token from"
            " the person who started the instance (--url and the variable WAYSTATION_TOKEN).",
        )

    def _occupied(self) -> CannotGoOn:
        other = self._announced()
        where_en = f" at {other.url} (process {other.pid})" if other else ", and is just starting"
        where_zh = f"：{other.url}（进程 {other.pid}）" if other else "，正在启动"
        return CannotGoOn(
            zh=f"{self.path} 上已有一个实例在运行{where_zh}；请使用它、停止它，"
            "或用 --data-dir 另选文件夹。",
            en=f"An instance already runs on {self.path}{where_en}; use that one, stop it, or"
            " choose another folder with --data-dir.",
        )


def _locked(lock: int, kind: int, patience: float = 0) -> bool:
    # A process that only looks holds it for an instant: an owner tries more than once.
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True
