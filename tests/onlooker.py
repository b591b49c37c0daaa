"""Looks at a running instance from outside, as a caller with every right there is."""

import json
import os
import time
import urllib.request
from typing import Any
from urllib.parse import urlencode

PATIENCE = 120.0  # seconds for one step of a test, on a busy machine


class Onlooker:
    """Asks the instance at `url`; who extends it says where that is, and gives the token."""

    url: str

    def token(self) -> str:
        """A token with every right that an agency may have."""
        raise NotImplementedError

    def services_token(self) -> str:
        """A token that may read the journals, as Waystation's own services have it."""
        raise NotImplementedError

    def verify_duties(self) -> str:
        """What `waystation duties --verify` says; AssertionError where an outcome differs."""
        raise NotImplementedError

    def ask(self, path: str, **query: str) -> Any:
        """The JSON of a GET."""
        return json.loads(self.text(f"{path}?{urlencode(query)}")[0])

    def operate(self, path: str) -> dict[str, Any]:
        """The last line that an operation answers."""
        lines = self.text(path, method="POST")[0].splitlines()
        last: dict[str, Any] = json.loads(lines[-1])
        assert last["phase"] == "done", last
        return last

    def journal(self, source: str) -> list[dict[str, Any]]:
        """All events of a service, as its feed gives them."""
        events: list[dict[str, Any]] = []
        after = ""
        while True:
            page, headers = self.text(
                f"/{source}/v1/journal?limit=1000{after}", token=self.services_token()
            )
            if not page:
                return events
            events += map(json.loads, page.splitlines())
            after = "&" + urlencode({"after": headers["Next-Cursor"]})

    def wait_until_counted(self) -> None:
        """Return when the reports count everything that was written."""
        deadline = time.monotonic() + PATIENCE
        while not self.ask("/v1/freshness", wait="20")["complete"]:
            assert time.monotonic() < deadline, "not all events are ever counted"

    def wait_until_recorded(self) -> None:
        """Return when what became of all duties is recorded, and is what it should be."""
        deadline = time.monotonic() + PATIENCE
        while "Not recorded yet" in (told := self.verify_duties()):
            assert time.monotonic() < deadline, told
        assert "Equal: " in told, told

    def text(
        self,
        path: str,
        method: str = "GET",
        body: dict[str, Any] | None = None,
        token: str = "",
    ) -> tuple[str, Any]:
        """The text and the headers of an answer; a POST has a key of its own."""
        headers = {
            "Authorization": f"Bearer {token or self.token()}",
            "Idempotency-Key": os.urandom(8).hex(),
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read().decode(), answer.headers
