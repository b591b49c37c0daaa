"""Sends the calls of rows: for real, or as dry runs."""

from deploy.ledgers.call import LedgerCall
from deploy.ledgers.directory import Directory
from deploy.ledgers.sending import Api, CallAnswer


class Sender:
    """Sends calls, all for real or all as dry runs, which write nothing.

    `positions` are the last versions of the streams that the calls wrote to. `is_whole` says
    that rows are sent as they stand, without samples in place of cells at fault.
    """

    def __init__(
        self, api: Api, directory: Directory, *, dry_run: bool, is_whole: bool = True
    ) -> None:
        self.directory = directory
        self.dry_run = dry_run
        self.is_whole = is_whole
        self.positions: dict[str, int] = {}
        self._api = api

    async def post(self, call: LedgerCall) -> CallAnswer:
        """Make a call; raises `RowRefused` and `CannotReach`."""
        answer = await self._api.post(call, dry_run=self.dry_run)
        stream, _, version = str(answer.body.get("position", "")).rpartition("@")
        if stream:
            self.positions[stream] = max(int(version), self.positions.get(stream, 0))
        return answer

    def dry(self, *, is_whole: bool = True) -> "Sender":
        """A sender of dry runs that knows the same."""
        return Sender(self._api, self.directory, dry_run=True, is_whole=is_whole)
