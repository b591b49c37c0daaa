"""What a life of a case is told with: one sentence, one call of the public API."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg

from services.cases.case.decider import case as decider
from services.cases.case.standing import spans
from services.cases.case.state import Existing
from shared.decider import fold
from tests.services.cases.calls import REGION, problem
from tests.services.cases.place import Place
from tests.services.service import Reply


@dataclass
class Life:
    """A case of an agency, and how it goes on."""

    place: Place
    agency: str
    case_id: str = ""

    async def opened(self, kind: str, on: str | None, number: str = "", **facts: str) -> None:
        """The file is opened; the police confirm it where that is needed."""
        more = {"kind": kind, "region": REGION, "decided_on": on, **facts}
        self.case_id = await self.place.opened(self.agency, number, **more)

    async def writes(self, what: str, on: str, by: str = "", **more: Any) -> str:
        """Something happened on a day, and is written down; gives the entry."""
        body = {"occurred_on": on, **more}
        reply = await self.place.by(by or self.agency).post(
            f"/v1/cases/{self.case_id}/{what}", body
        )
        assert reply.status == 201, (what, on, reply)
        return str(reply.body["entry_id"])

    async def cannot(self, what: str, on: str, why: str, **more: Any) -> None:
        """Something is refused, by this name."""
        body = {"occurred_on": on, **more}
        reply = await self.place.by(self.agency).post(f"/v1/cases/{self.case_id}/{what}", body)
        problem(reply, 409, why)

    async def file(self) -> dict[str, Any]:
        """The file as its agency reads it."""
        reply = await self.place.by(self.agency).get(f"/v1/cases/{self.case_id}")
        assert reply.status == 200, reply
        return dict(reply.body)

    async def takes_back(self, entry: str) -> None:
        """An entry was a mistake."""
        reply = await self._void(entry)
        assert reply.status == 201, reply

    async def cannot_take_back(self, entry: str, why: str) -> None:
        """An entry stays while others rest on it."""
        problem(await self._void(entry), 409, why)

    async def _void(self, entry: str) -> Reply:
        version = (await self.file())["version"]
        path = f"/v1/cases/{self.case_id}/entries/{entry}/void"
        why = {"reason": "mistaken"}
        return await self.place.by(self.agency).post(path, why, If_Match=f'"{version}"')

    async def phase(self) -> str:
        """Where the file stands."""
        return str((await self.file())["phase"])

    async def facts(self, name: str) -> list[dict[str, Any]]:
        """The facts of all entries of a kind that count, in their order."""
        entries = (await self.file())["entries"]
        of_kind = f"cases.{name}.v1"
        return [e["facts"] for e in entries if e["type"] == of_kind and not e["void"]]

    async def stood_at(self) -> list[tuple[str, str, str, str]]:
        """What the journal has published that the case stood at: kind, phase, from, until.

        It is added up from what each event says, and not from the entries themselves.
        """
        connection = await asyncpg.connect(self.place.dsn)
        try:
            rows = await connection.fetch(
                "SELECT type, data FROM events WHERE stream_id = $1 ORDER BY version",
                f"case-{self.case_id}",
            )
        finally:
            await connection.close()
        state = fold(decider, [decider.read(row["type"], row["data"]) for row in rows])
        assert isinstance(state, Existing)
        said = sorted(state.file.spans, key=lambda span: span.since or date.min)
        assert said == list(spans(state))
        return [
            (str(span.kind), str(span.phase), str(span.since), str(span.until)) for span in said
        ]


def months(first: str, count: int) -> list[str]:
    """The same day of so many months, the first one included.

    >>> months("2019-11-20", 3)
    ['2019-11-20', '2019-12-20', '2020-01-20']
    """
    year, month, day = (int(part) for part in first.split("-"))
    places = [(year * 12 + month - 1 + n) for n in range(count)]
    return [f"{place // 12:04}-{place % 12 + 1:02}-{day:02}" for place in places]
