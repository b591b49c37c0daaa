"""The command handler: takes a command from its call to its answer: load, decide, fold, append."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from shared.answers import ACCEPTABLE, Answer, given_again, sealed, with_warnings
from shared.decider import Decider
from shared.events import Event
from shared.http.call import Call
from shared.journal.hidden_keys import hidden
from shared.journal.journal import (
    NOTHING_ASKED,
    AlreadyAnswered,
    Append,
    Asked,
    Claim,
    ClaimTaken,
    Conflict,
    Journal,
    KeptAnswer,
    NewEvent,
    RecordedEvent,
    Row,
    VaultItem,
    VaultPerson,
)
from shared.positions import Positions, in_plain
from shared.recording import metadata_of, new_event
from shared.stream_cache import Remembered, StreamCache
from shared.warned import Warned

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E", bound=Event)

ATTEMPTS = 20  # at one stream, while other writers keep coming in between


class KeyReused(Exception):
    """This idempotency key was used before, for another request."""


class Stale(Exception):
    """The caller's version is not the current one."""

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


@dataclass(frozen=True, slots=True)
class Loaded(Generic[S]):
    """A stream as it was read; `event_id` is its last event's, `size` as in `Remembered`."""

    state: S
    version: int
    event_id: UUID | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Extras:
    """What is to commit together with the events of a command, as in `Append`.

    The answer is `about` one of the events and has this `status`, the `warnings`, and what `doubts`
    finds. `rows` are of the service's own tables, made from the state after the events, the events,
    and the version that the last has; `shown` is that as the caller sees it, after `allowed`.
    """

    body: dict[str, Any] = field(default_factory=dict)
    claims: Sequence[Claim] = ()
    released: Sequence[Claim] = ()
    persons: Sequence[VaultPerson] = ()
    items: Sequence[VaultItem] = ()
    status: int = 201
    warnings: Sequence[Warned] = ()
    doubts: Callable[[Sequence[Any]], Sequence[Warned]] = lambda events: ()
    rows: Callable[[Any, Sequence[Any], int], Sequence[Row]] | None = None
    shown: Callable[[int], int | None] = int
    about: int = 0  # the first: an opening, and not the steps that came with it


NOTHING_MORE = Extras()


async def anyone(loaded: Loaded[Any]) -> None:
    """The stream is open to every caller."""


@dataclass(frozen=True)
class CommandHandler:
    """Handles the commands of one service on its journal.

    Commands for one stream take turns in this process, so that they do not keep overtaking
    each other; against other processes the journal's version check stands. `today` says which
    day it is in China. `pepper` is a secret that goes into the hashes kept of requests and
    their keys, so that neither can be found by trying. Every answer that it gives is sealed.
    """

    journal: Journal
    today: Callable[[], date]
    positions: Positions
    pepper: bytes = b""
    cache: StreamCache = field(default_factory=StreamCache)
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def load(self, decider: Decider[Any, S, E], stream_id: str) -> Loaded[S]:
        """Read and fold a stream; version 0 if there is none."""
        return (await self._look(decider, stream_id))[0]

    async def _look(
        self, decider: Decider[Any, S, E], stream_id: str, asked: Asked = NOTHING_ASKED
    ) -> tuple[Loaded[S], KeptAnswer | None]:
        """A stream, and the answer kept for a key, both of one moment.

        From what is remembered of the stream, if the journal still has the event it stands at.
        """
        known = self.cache.get(stream_id)
        if known is not None:
            tail, answer = await self.journal.look(stream_id, known.version, asked)
            if tail and tail[0].event_id == known.event_id:
                start: Loaded[S] = Loaded(known.state, known.version, known.event_id, known.size)
                return _follow(decider, start, tail[1:]), answer
            self.cache.drop(stream_id)
        events, answer = await self.journal.look(stream_id, asked=asked)
        return _follow(decider, Loaded(decider.initial, 0), events), answer

    async def replay(self, call: Call) -> Answer | None:
        """The answer that this call was given before; raises `KeyReused` if it was another call."""
        return self._again(call, await self._kept_for(call.caller.agency, call.idempotency_key))

    async def answer(self, agency: str, key: str) -> Answer | None:
        """The answer that an agency's key was given, if it was used before."""
        kept = await self._kept_for(agency, key)
        return None if kept is None else given_again(kept, self.positions)

    async def _kept_for(self, agency: str, key: str) -> KeptAnswer | None:
        return await self.journal.answer(Asked(agency, hidden(self.pepper, key), key))

    def _again(self, call: Call, kept: KeptAnswer | None) -> Answer | None:
        if kept is None:
            return None
        if kept.request != self._hash(call):
            raise KeyReused
        return given_again(kept, self.positions)

    async def keep(self, call: Call, answer: Answer) -> Answer:
        """Keep the answer to a call that changed nothing; of a dry run nothing is kept."""
        if not call.dry_run:
            key = hidden(self.pepper, call.idempotency_key)
            try:
                await self.journal.append(Append("", 0, (), answer=self._kept(call, key, answer)))
            except AlreadyAnswered:
                answer = await self.replay(call) or answer
        return sealed(answer, self.positions, call.caller.agency)

    async def handle(
        self,
        call: Call,
        decider: Decider[C, S, E],
        stream_id: str,
        command: C,
        *,
        allowed: Callable[[Loaded[S]], Awaitable[object]] = anyone,
        new: bool = False,
        extras: Extras = NOTHING_MORE,
        items: Callable[[S], Awaitable[Sequence[VaultItem]]] | None = None,
    ) -> Answer:
        """Decide a command and append its events, once for each idempotency key.

        A dry run appends nothing: it is answered `ACCEPTABLE`, with 200 and the warnings if there
        are any, or as its key was answered before. `allowed` checks the stream as it was read,
        before the rules do: whether the caller may see and write it. The append holds only while
        that is the stream's version. `items` makes what the vault is to keep, once the state is
        known. `new` says that nobody can have written to this stream yet. A refusal or a conflict
        is only raised when this key has no answer already. Raises what `decide` and `items` raise,
        `Stale`, `KeyReused`, `Conflict` after many attempts, and what `Journal.append` raises.
        """
        key = hidden(self.pepper, call.idempotency_key)
        asked = Asked(call.caller.agency, key, call.idempotency_key)
        loaded: Loaded[S]
        async with self._turns.setdefault(stream_id, asyncio.Lock()):
            for _ in range(ATTEMPTS):
                if new:
                    loaded, kept = Loaded(decider.initial, 0), await self.journal.answer(asked)
                else:
                    loaded, kept = await self._look(decider, stream_id, asked)
                    self._remember(stream_id, loaded)
                await allowed(loaded)
                if (replayed := self._again(call, kept)) is not None:
                    return replayed
                if call.if_match is not None and call.if_match != loaded.version:
                    raise Stale(loaded.version)
                decided = decider.decide(command, loaded.state, self.today())
                full = extras  # most have no more: each copy takes its time
                if items is not None and (found := await items(loaded.state)):
                    full = replace(full, items=found)
                if more := extras.doubts(decided):
                    full = replace(full, warnings=[*extras.warnings, *more])
                events = [new_event(event) for event in decided]
                after = _follow(decider, loaded, events)
                if call.dry_run:
                    return await self._rehearse(full)
                try:
                    rows = extras.rows(after.state, decided, after.version) if extras.rows else ()
                    return await self._append(call, key, stream_id, events, after, full, rows)
                except (Conflict, AlreadyAnswered):
                    continue  # what came in between is there at the next look
        raise Conflict

    async def _rehearse(self, extras: Extras) -> Answer:
        """The answer to a dry run that the rules allow; raises `ClaimTaken`."""
        for claim in extras.claims:
            holder = await self.journal.holder(claim.name)
            if holder is not None and Claim(claim.name, holder) not in extras.released:
                raise ClaimTaken
        if extras.warnings:
            return Answer(200, json.dumps(with_warnings({}, extras.warnings)), 0)
        return ACCEPTABLE

    async def _append(
        self,
        call: Call,
        key: str,
        stream_id: str,
        events: Sequence[NewEvent],
        after: Loaded[Any],
        extras: Extras,
        rows: Sequence[Row],
    ) -> Answer:
        """Append the events and remember the stream behind them; `key` is hidden already.

        Whatever does not end in a commit that is known, the stream is read anew the next time.
        """
        version = extras.shown(after.version)
        body = {
            **extras.body,
            "entry_id": str(events[extras.about].event_id if events else after.event_id),
            "version": version,
            "position": in_plain(stream_id, after.version),
        }
        body = with_warnings(body, extras.warnings)
        answer = Answer(extras.status, json.dumps(body), version or 0)
        try:
            await self.journal.append(
                Append(
                    stream_id,
                    after.version - len(events),
                    events,
                    metadata=metadata_of(call),
                    answer=self._kept(call, key, answer),
                    claims=extras.claims,
                    released=extras.released,
                    persons=extras.persons,
                    items=extras.items,
                    rows=rows,
                )
            )
        except BaseException:
            self.cache.drop(stream_id)
            raise
        self._remember(stream_id, after)
        return sealed(answer, self.positions, call.caller.agency)

    def _remember(self, stream_id: str, loaded: Loaded[Any]) -> None:
        """Remember a stream as it is in the journal; to be called under the stream's turn."""
        if loaded.event_id is not None:
            remembered = Remembered(loaded.state, loaded.version, loaded.event_id, loaded.size)
            self.cache.put(stream_id, remembered)

    def _kept(self, call: Call, key: str, answer: Answer) -> KeptAnswer:
        return KeptAnswer(
            call.caller.agency, key, self._hash(call), answer.status, answer.body, answer.version
        )

    def _hash(self, call: Call) -> bytes:
        return hmac.digest(self.pepper, call.request_hash, "sha256")


def _follow(
    decider: Decider[Any, S, E], loaded: Loaded[S], events: Sequence[RecordedEvent | NewEvent]
) -> Loaded[S]:
    """Fold events, read from their JSON, onto a stream: what was written can be read again."""
    state, last, size = loaded.state, loaded.event_id, loaded.size
    for event in events:
        before, read = state, decider.read(event.type, event.data)
        state, last = decider.evolve(state, read), event.event_id
        if state is not before and not isinstance(read, decider.light):
            size += len(event.data)
    return Loaded(state, loaded.version + len(events), last, size)
