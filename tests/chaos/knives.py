"""The named steps of the way of an event, and a knife that kills this process at one of them.

The steps are found from outside: by the texts of SQL statements, by calls of public libraries
and of public functions. The code that is tested knows nothing of it.
"""

import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import aiokafka
import asyncpg

from deploy import databases
from services.cases.duties import closer, closing
from services.reporting import app
from services.reporting.counting import consume, fold, model, parking, tables
from services.reporting.counting.migrations import SCHEMA
from services.reporting.proving import rebuild, switching
from shared.events import published_types
from shared.journal import journal, relay

# A statement's text → the step that is passed when it has been answered with something.
STATEMENTS = {
    relay.ENTER_WINDOW: "relay: window entered",
    relay.READ: "relay: rows read",
    relay.CHECKPOINT: "relay: checkpoint written",
    relay.LEAVE_WINDOW: "relay: window left",
    tables.sql(model.ENTER, "live"): "consumer: offsets and gates entered",
    tables.sql(model.ADD, "live"): "consumer: rollups added",
    tables.sql(parking.PARK, "live"): "consumer: events parked",
    tables.sql(model.ENTER, "next"): "rebuild: page entered",
    rebuild.MOVE_CURSOR: "rebuild: cursor moved",
    f"SELECT {SCHEMA}.index_model('next')": "rebuild: indexed",
    switching.STOP_CONSUMERS: "rebuild: consumers stopped",
    switching.SWITCH: "rebuild: renamed, not committed",
    closer.DUE: "duties: cases found",
    closer.LOOKED_AT: "duties: noted when to look again",
}
# A statement's text → the step that is passed when it is about to be sent.
BEFORE_STATEMENTS = {
    rebuild.EVENTS: "rebuild: prepared",
    switching.SWITCH: "rebuild: about to switch",
    rebuild.RESULT: "rebuild: switched",
}
FACTS_COPIED = "consumer: facts copied"
LEFT = "duties: none closed"  # no step: what has it as its own closes no windows, and lives


@dataclass
class Knife:
    """Kills this process at the passing of a step with this number, and notes it first."""

    step: str
    passing: int
    note: Path
    installed: set[str] = field(default_factory=set)
    passed: int = 0

    def passes(self, step: str) -> None:
        """Said at each passing of each step; returns unless it is the one."""
        if step == self.step:
            self.passed += 1
            if self.passed == self.passing:
                self.note.write_text(f"{step} #{self.passed}")
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Stand at every step; ValueError if its own is not among them."""
        self._statements()
        self._around(journal, "write", "journal: group about to be written", "journal: committed")
        self._relay()
        self._kafka()
        self._around(
            consume.Consumer, "apply", "consumer: batch received", "consumer: batch taken in"
        )
        self._around(consume, "apply_delivery", None, "consumer: transaction committed")
        self._parked()
        self._around(consume, "count_or_park", None, "consumer: counted carefully")
        self._around(parking, "count_streams", None, "consumer: parked events counted")
        self._around(consume.Consumer, "begin", None, "consumer: parked events committed")
        self._around(rebuild, "apply_delivery", None, "rebuild: page committed")
        self._around(databases, "migrate", None, "start: database brought up to date")
        self._around(app, "open_pool", None, "start: pool opened")
        self._leave_windows_open()
        self._around(closing, "read_cases", None, "duties: cases read")
        self._around(closer, "close_cases", None, "duties: outcomes recorded")
        self._import()
        self._programs()
        self._files()
        if self.step not in self.installed:
            raise ValueError(f"{self.step} is none of {sorted(self.installed)}")

    def _around(self, owner: Any, name: str, before: str | None, after: str | None) -> None:
        """Stand before and after an asynchronous function."""
        plain: Callable[..., Awaitable[Any]] = getattr(owner, name)
        self.installed |= {step for step in (before, after) if step}

        async def cut(*given: Any, **named: Any) -> Any:
            if before:
                self.passes(before)
            answer = await plain(*given, **named)
            if after:
                self.passes(after)
            return answer

        _put(owner, name, cut)

    def _statements(self) -> None:
        """Stand around the statements, by their texts."""
        self.installed |= {*STATEMENTS.values(), *BEFORE_STATEMENTS.values(), FACTS_COPIED}
        for name in ("execute", "fetch", "fetchrow", "fetchval"):
            plain = getattr(asyncpg.Connection, name)

            async def asked(
                connection: Any, query: str, *given: Any, _plain: Any = plain, **named: Any
            ) -> Any:
                if query in BEFORE_STATEMENTS:
                    self.passes(BEFORE_STATEMENTS[query])
                answer = await _plain(connection, query, *given, **named)
                nothing = isinstance(answer, str) and answer.endswith(" 0")
                if answer and not nothing and query in STATEMENTS:
                    self.passes(STATEMENTS[query])
                return answer

            _put(asyncpg.Connection, name, asked)
        copy = asyncpg.Connection.copy_records_to_table

        async def copied(connection: Any, table: str, **named: Any) -> Any:
            answer = await copy(connection, table, **named)
            if named.get("schema_name") == "live":
                self.passes(FACTS_COPIED)
            return answer

        _put(asyncpg.Connection, "copy_records_to_table", copied)

    def _parked(self) -> None:
        """Stand behind the commit of a batch of which something is parked."""
        step = "consumer: batch with parked events committed"
        self.installed.add(step)
        plain = consume.apply_delivery

        async def cut(*given: Any) -> model.Outcome:
            outcome = await plain(*given)
            if outcome.parked:
                self.passes(step)
            return outcome

        _put(consume, "apply_delivery", cut)

    def _relay(self) -> None:
        """Stand around the relay's way out."""
        called, returned = "relay: publish called", "relay: publish returned"
        self.installed |= {called, returned}
        plain = relay.Relay.__init__

        def init(one: relay.Relay, source: str, connect: Any, publish: relay.Publish) -> None:
            async def cut(batch: relay.Batch) -> None:
                self.passes(called)
                await publish(batch)
                self.passes(returned)

            plain(one, source, connect, cut)

        _put(relay.Relay, "__init__", init)

    def _kafka(self) -> None:
        """Stand where batches go to the broker and are acknowledged."""
        sent, acknowledged = "kafka: batch sent", "kafka: batch acknowledged"
        self.installed |= {sent, acknowledged}
        plain = aiokafka.AIOKafkaProducer.send_batch

        async def cut(*given: Any, **named: Any) -> Any:
            future = await plain(*given, **named)
            self.passes(sent)
            future.add_done_callback(lambda _: self.passes(acknowledged))
            return future

        _put(aiokafka.AIOKafkaProducer, "send_batch", cut)
        self._around(aiokafka.AIOKafkaProducer, "start", None, "kafka: producer begun")

    def _leave_windows_open(self) -> None:
        """Find nothing to close, where that is asked for: another process finds it all."""
        self.installed.add(LEFT)
        if self.step == LEFT:
            _put(closer.Closer, "step", _nothing)

    def _import(self) -> None:
        """Stand before each call over HTTP, and behind its answer."""
        call, answered = "import: about to call", "import: answered"
        request = aiohttp.ClientSession.request
        self.installed.add(call)

        def cut(session: aiohttp.ClientSession, *given: Any, **named: Any) -> Any:
            self.passes(call)
            return request(session, *given, **named)

        _put(aiohttp.ClientSession, "request", cut)
        self._around(aiohttp.ClientResponse, "json", None, answered)

    def _programs(self) -> None:
        """Stand behind PostgreSQL's programs: one that ended, and one that runs."""
        made, launched = "start: database cluster made", "start: database server launched"
        self.installed |= {made, launched}
        run, launch = subprocess.run, subprocess.Popen.__init__

        def cut_run(command: Any, *given: Any, **named: Any) -> Any:
            done = run(command, *given, **named)
            if "--pgdata" in command:
                self.passes(made)
            return done

        def cut_launch(process: Any, command: Any, *given: Any, **named: Any) -> None:
            launch(process, command, *given, **named)
            if "-D" in command:
                self.passes(launched)

        _put(subprocess, "run", cut_run)
        _put(subprocess.Popen, "__init__", cut_launch)

    def _files(self) -> None:
        """Stand where a start writes what stays."""
        keys, way = (
            "start: key about to be written",
            "start: way of the events about to be noted",
        )
        self.installed |= {keys, way}
        fchmod, write = os.fchmod, Path.write_text

        def cut_fchmod(*given: Any) -> None:
            self.passes(keys)  # the draft is there, and not on disk yet
            fchmod(*given)

        def cut_write(path: Path, text: str, **named: Any) -> int:
            if path.stem == "way":
                write(path, "")
                self.passes(way)
            return write(path, text, **named)

        _put(Path, "write_text", cut_write)
        _put(os, "fchmod", cut_fchmod)


def unlearn(types: Sequence[str]) -> None:
    """Make this process an older software, to which these event types are unknown."""
    known = published_types() - set(types)
    _put(fold, "published_types", lambda: known)


async def _nothing(_: closer.Closer) -> bool:
    return False


def _put(owner: Any, name: str, function: Callable[..., Any]) -> None:
    setattr(owner, name, function)
