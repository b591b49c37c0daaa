"""A call of the public API that a row makes; the same row makes the same call."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from deploy.ledgers.ledger import Column
from deploy.ledgers.reasons import Fault, Reason
from shared.text import Text


@dataclass(frozen=True)
class LedgerCall:
    """One write: its path, its body, its idempotency key.

    `columns` are those that the body's fields came from; of a refusal that names no field, the
    first is at fault. `is_known_by_its_key` says that the key is made of what the row says, in
    any spelling: the same key with another body is the same row, written in another way.
    `if_match` is the version of what is to be changed, if anything is.
    """

    path: str
    body: Mapping[str, Any]
    key: str
    columns: Mapping[str, Column]
    is_known_by_its_key: bool = False
    method: str = "POST"
    if_match: int | None = None

    def again(self, generation: int) -> "LedgerCall":
        """The same once more, after what it did was made void that many times."""
        return replace(self, key=f"{self.key}-{generation}")

    def fault(self, reason: Reason) -> Fault:
        """A fault of the row as a whole, at its first column."""
        return next(iter(self.columns.values())).fault(reason)

    def warnings(self, answer: Mapping[str, Any]) -> tuple[Fault, ...]:
        """What the service finds doubtful in a row that it takes."""
        return tuple(self._fault({}, warning) for warning in answer.get("warnings", ()))

    def faults(self, problem: Mapping[str, Any]) -> list[Fault]:
        """What a problem document (RFC 9457) says of the row: one fault for each of its errors."""
        return [self._fault(problem, error) for error in problem.get("errors") or [{}]]

    def _fault(self, problem: Mapping[str, Any], error: Mapping[str, Any]) -> Fault:
        about = {**problem, **error}
        reason = error.get("reason") or str(about["type"]).rpartition("/")[2].replace("-", "_")
        named = str(error.get("pointer", "")).split("/")[1:3]
        found = (self.columns.get(name) for name in (".".join(named), *named[:1]))
        column = next((column for column in found if column is not None), None)
        return (column or next(iter(self.columns.values()))).refusal(
            reason, Text(zh=about.get("detail_zh", ""), en=about.get("detail", ""))
        )


def fields(columns: Iterable[Column], names: Iterable[str]) -> dict[str, Column]:
    """Those of the columns that have one of these fields, by their field."""
    by_field = {column.field: column for column in columns}
    return {name: by_field[name] for name in names}


def key_of(path: str, body: Mapping[str, Any]) -> str:
    """The key of a call that follows from its content: the same again is answered, not done."""
    content = json.dumps([path, body], ensure_ascii=False, sort_keys=True, default=str)
    return f"ledger-{hashlib.sha256(content.encode()).hexdigest()}"


def random_key() -> str:
    """A key that nobody can guess, for what must not be found by its content."""
    return f"ledger-{uuid4()}"


def nested(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body whose fields `a.b` stand in an object a.

    >>> nested({"mode": "phone", "observations.mind": "poor", "observations.health": "good"})
    {'mode': 'phone', 'observations': {'mind': 'poor', 'health': 'good'}}
    """
    whole: dict[str, Any] = {}
    for name, value in body.items():
        outer, _, inner = name.partition(".")
        if inner:
            whole.setdefault(outer, {})[inner] = value
        else:
            whole[outer] = value
    return whole


def without_blanks(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body without the fields that say nothing."""
    return {name: value for name, value in body.items() if value not in (None, "", ())}
