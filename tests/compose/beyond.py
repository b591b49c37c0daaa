"""A machine beyond the house's networks, and a count of who tries to reach beyond (for root)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

NAMESPACE = f"waystation-{os.getpid()}"
ADDRESS, PORT = "10.213.46.2", 8000
_NEAR = "10.213.46.1"
NEEDED = ("ip", "iptables")


def lacking() -> list[str]:
    """Which programs are missing for this."""
    return [program for program in NEEDED if shutil.which(program) is None]


@contextmanager
def machine() -> Iterator[None]:
    """A host at `ADDRESS` that takes connections on `PORT`, one hop behind this one."""
    serve = (
        f"import socket\ns = socket.create_server(('', {PORT}))\n"
        "print('up', flush=True)\nwhile True: s.accept()[0].close()"
    )
    # A test run that was killed may have left its cable.
    subprocess.run(("ip", "link", "delete", "wsb0"), capture_output=True, check=False)
    _run("ip", "netns", "add", NAMESPACE)
    try:
        _run("ip", "link", "add", "wsb0", "type", "veth", "peer", "wsb1", "netns", NAMESPACE)
        _run("ip", "address", "add", f"{_NEAR}/30", "dev", "wsb0")
        _run("ip", "link", "set", "wsb0", "up")
        inside = ("ip", "-n", NAMESPACE)
        _run(*inside, "address", "add", f"{ADDRESS}/30", "dev", "wsb1")
        _run(*inside, "link", "set", "wsb1", "up")
        _run(*inside, "route", "add", "default", "via", _NEAR)
        command = ["ip", "netns", "exec", NAMESPACE, sys.executable, "-c", serve]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == b"up\n"
            try:
                yield
            finally:
                server.kill()
    finally:
        _run("ip", "netns", "delete", NAMESPACE)  # its end of the cable goes with it


@contextmanager
def counting(subnets: Sequence[str]) -> Iterator["Attempts"]:
    """Counts the connections that anything in these networks begins to anything outside them."""
    chain = ("iptables", "-w", "-t", "mangle")
    rules = [
        (
            "PREROUTING", "-s", subnet, "!", "-d", subnet, "-m", "conntrack", "--ctstate", "NEW",
            "-m", "comment", "--comment", NAMESPACE,
        )
        for subnet in subnets
    ]  # fmt: skip
    with ExitStack() as stack:
        for rule in rules:
            _run(*chain, "-I", *rule)
            stack.callback(_run, *chain, "-D", *rule)
        yield Attempts()


class Attempts:
    """The count, for the length of `counting`."""

    def number(self) -> int:
        """How many packets have begun a connection since the counting began."""
        output = _run("iptables", "-w", "-t", "mangle", "-nvxL", "PREROUTING")
        return sum(int(line.split()[0]) for line in output.splitlines() if NAMESPACE in line)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout
