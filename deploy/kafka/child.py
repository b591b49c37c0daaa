"""Start a process that cannot outlive its owner, not even an owner that is killed."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_PR_SET_PDEATHSIG = 1
# The kernel sends the death signal when the *thread* that made the child ends, so children
# are made by one thread that lives as long as the interpreter.
_SPAWNER = ThreadPoolExecutor(1, thread_name_prefix="spawner")


def spawn(
    command: Sequence[str],
    log: Path,
    *,
    death_signal: signal.Signals = signal.SIGKILL,
    user: int | None = None,
    group: int | None = None,
) -> subprocess.Popen[bytes]:
    """Run `command` in the background in a session of its own, its output appended to `log`.

    The child gets `death_signal` when this interpreter ends, however it ends (on Linux;
    elsewhere only `stop` ends it). To run it as another `user` and `group` needs root.
    Raises `OSError` if the program cannot be run.
    """

    def run() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603  the commands are the project's own
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                user=user,
                group=group,
                extra_groups=None if user is None else [],
                preexec_fn=_die_with_owner(death_signal),  # noqa: PLW1509  see _die_with_owner
            )

    return _SPAWNER.submit(run).result()


def stop(
    process: subprocess.Popen[bytes],
    *,
    first: signal.Signals = signal.SIGTERM,
    patience: float = 10.0,
) -> None:
    """End a child: `first`, then after `patience` seconds SIGKILL; nothing if it has ended."""
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)  # a paused process hears nothing but SIGKILL
        process.send_signal(first)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def freeze(process: subprocess.Popen[bytes]) -> None:
    """Pause a child; on Linux, return when each of its threads is stopped.

    SIGSTOP takes effect a moment after it is sent: until then a thread may answer one more request.
    """
    process.send_signal(signal.SIGSTOP)
    while sys.platform == "linux" and process.poll() is None and not _is_stopped(process.pid):
        time.sleep(0.001)


def _is_stopped(pid: int) -> bool:
    try:
        threads = [stat.read_text() for stat in Path(f"/proc/{pid}/task").glob("*/stat")]
    except OSError:  # a thread that ended meanwhile
        return False
    return all(thread.rpartition(")")[2].split()[0] in "tT" for thread in threads)


def _die_with_owner(death_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    owner = os.getpid()
    # Looked up before the fork: between fork and exec nothing may take a lock.
    prctl = ctypes.CDLL(None).prctl

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != owner:
            os._exit(1)

    return arrange
