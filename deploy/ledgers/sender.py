"""Sends the calls of rows: for real, or as dry runs."""

from collections.abc import Mapping
from typing import Any

from deploy.ledgers.call import LedgerCall
from deploy.ledgers.directory import Directory
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sending import Api, CallAnswer
from deploy.ledgers.waiting import Positions


class Sender:
    """Sends calls, all for real or all as dry runs, which write nothing.

    `positions` are the last ones of what the calls wrote to. `is_whole` says
    that rows are sent as they stand, without samples in place of cells at fault. What was made
    void is not done again, unless the sender `brings_back`. `known` are the entries that calls
    were found to have made before.
    """

    def __init__(
        self,
        api: Api,
        directory: Directory,
        *,
        dry_run: bool,
        is_whole: bool = True,
        brings_back: bool = False,
    ) -> None:
        self.directory = directory
        self.dry_run = dry_run
        self.is_whole = is_whole
        self.brings_back = brings_back
        self.known: set[str] = set()
        self.positions = Positions()
        self._api = api

    async def post(self, call: LedgerCall) -> CallAnswer:
        """Make a call; raises `RowRefused` and `CannotReach`.

        After each void the same row has another key, so that it can come back.
        """
        answer = await self._api.post(call, dry_run=self.dry_run)
        generation = 0
        while answer.is_void:
            generation += 1
            again = call.again(generation)
            answer = await self._api.post(again, dry_run=self.dry_run or not self.brings_back)
            if answer.is_new and not self.brings_back:
                raise RowRefused([call.fault(Reason.ENTRY_VOID)])
        if not answer.is_new and "entry_id" in answer.body:
            self.known.add(answer.body["entry_id"])
        self.positions.add(answer)
        return answer

    async def read(self, path: str) -> Mapping[str, Any]:
        """What stands at a path now; nothing where there is no such thing. Raises `CannotReach`."""
        return await self._api.get(path, []) or {}

    def dry(self, *, is_whole: bool = True) -> "Sender":
        """A sender of dry runs that knows the same."""
        return Sender(
            self._api,
            self.directory,
            dry_run=True,
            is_whole=is_whole,
            brings_back=self.brings_back,
        )
