"""Tests of the health check of a container."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deploy.kafka.plain import free_port

pytestmark = pytest.mark.processes

SCRIPT = Path(__file__).parents[3] / "deploy/images/healthy.py"


@contextmanager
def answering(status: int) -> Iterator[int]:
    """The port of a process whose ``/readyz`` answers so, and everything else 404."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()
            self.wfile.write(b'{"kafka": "away"}')

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def check(port: int) -> tuple[int, str]:
    """The exit code of the script, its port replaced, and what it prints."""
    text = SCRIPT.read_text("utf-8").replace("PORT = 8000", f"PORT = {port}")
    done = subprocess.run(
        [sys.executable, "-IS", "-c", text], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (404, 1)])
def test_only_readiness_is_health(status: int, code: int) -> None:
    """A process that says it is ready is healthy; any other answer is not. What it says is told."""
    with answering(status) as port:
        ended, output = check(port)
    assert ended == code
    assert f" {status} " in output
    assert '{"kafka": "away"}' in output


def test_silence_is_no_health() -> None:
    """Where nobody listens nothing is healthy."""
    assert check(free_port()) == (1, "no answer \n")
