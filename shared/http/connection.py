"""One connection of a caller: what it may send, how long it may take, and how it is refused."""

import asyncio
import re
from typing import cast

import httptools
import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.http import problems
from shared.http.answering import answered, reason_of
from shared.http.problems import Problem
from shared.http.security_headers import secured
from shared.http.write_buffer import WriteBuffer
from shared.text import Text

log = structlog.get_logger(__name__)

HEAD_LIMIT = 64 * 1024  # bytes of headers beyond what arrives at once
MOST_HEADERS = 100  # of one request
HEAD_WITHIN = 20.0  # seconds, from the connection's begin or the first byte of a request
BODY_WITHIN = 30.0  # seconds, from the end of the headers
IDLE_WITHIN = 75.0  # seconds between an answer and the next request
READ_WITHIN = 60.0  # seconds for a caller to take up a part of an answer that waits for it
MOST_CONNECTIONS = 1_000  # of one process; then one that waits for its caller makes room

_NEVER = float("inf")
_ONCE = frozenset({b"host", b"authorization", b"content-length", b"transfer-encoding"})
_ACCEPT = re.compile(rb"^accept:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


class Connection(HttpToolsProtocol):
    """Uvicorn's protocol with bounds: on headers, trailers, times and the number of connections.

    What is no HTTP, or may mean two things, is refused as a problem before any application sees
    it. `expire` must be called about once a second.
    """

    quiet_since = 0.0  # when it began, or its last answer ended
    _unfinished = 0  # bytes since the last request, head or piece of a body was complete
    _progressed = False
    _in_head = True  # whether headers that come now are of a head, not of a trailer
    _begun = False  # whether a request has begun whose end has not come
    _until = _NEVER  # when what is awaited of the caller must be here
    _unread_until = _NEVER  # when the caller must have read some of what waits for it
    _data = b""  # what has just arrived, while it is looked at
    _refusal: Problem | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many, another one makes room."""
        super().connection_made(cast(asyncio.Transport, WriteBuffer(transport)))
        self.quiet_since = self.loop.time()
        self._until = self.quiet_since + HEAD_WITHIN
        if len(self.connections) > MOST_CONNECTIONS:
            self._make_room()

    def _make_room(self) -> None:
        """End the longest idle one; else one that its caller keeps waiting, as by half a body."""
        others = [
            each
            for each in self.connections
            if isinstance(each, Connection) and each is not self and not each.transport.is_closing()
        ]
        if idle := [each for each in others if each.idle]:
            min(idle, key=lambda each: each.quiet_since).transport.close()
        elif awaited := [each for each in others if each.ends_at < _NEVER]:
            min(awaited, key=lambda each: each.ends_at).transport.abort()
        else:
            self.refuse(_too_many())
            return
        log.warning("connection_ended", reason="too-many-connections")

    @property
    def ends_at(self) -> float:
        """When it is ended if its caller does not go on; never while its answer is awaited."""
        return min(self._until, self._unread_until)

    @property
    def idle(self) -> bool:
        """Whether no request of it is being answered."""
        return not self.transport.is_closing() and (
            self.cycle is None or self.cycle.response_complete
        )

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; close the connection when a head does not end."""
        if self._until == _NEVER and not self._begun:
            self._until = self.loop.time() + HEAD_WITHIN
        self._progressed = False
        self._data = data
        super().data_received(data)
        self._data = b""
        self._unfinished = 0 if self._progressed else self._unfinished + len(data)
        if self._unfinished > HEAD_LIMIT:
            self.refuse(_head_too_long())

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser does not take, or what was refused within it."""
        line = self._data.partition(b"\r\n")[0]
        self.refuse(self._refusal or (_no_http() if line.isascii() else _not_encoded()))

    def on_message_begin(self) -> None:
        """A request begins."""
        self._progressed = self._in_head = self._begun = True
        if self._until == _NEVER:  # another one came with the same data
            self._until = self.loop.time() + HEAD_WITHIN
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header has come, or a field of a trailer: nothing that counts may come so late."""
        if not self._in_head:
            self._refuse_within(_trailer())
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is complete."""
        self._progressed = True
        self._in_head = False
        self._until = self.loop.time() + BODY_WITHIN
        if len(self.headers) > MOST_HEADERS:
            self._refuse_within(_head_too_long())
        names = [name for name, _ in self.headers]
        if len(names) > len(set(names)):
            for name in sorted(_ONCE):
                if names.count(name) > 1:
                    self._refuse_within(problems.sent_twice(name.decode()))
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of its body has come."""
        self._progressed = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """It is complete, and the caller may take its time."""
        self._until, self._begun = _NEVER, False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Its answer is complete."""
        self.quiet_since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """More waits to be read by the caller than is kept for it."""
        self._unread_until = self.loop.time() + READ_WITHIN
        super().pause_writing()

    def resume_writing(self) -> None:
        """The caller has read some."""
        self._unread_until = _NEVER
        super().resume_writing()

    def expire(self, now: float) -> None:
        """End the connection if the caller is late with a request, or with reading an answer."""
        if now > self._unread_until:
            log.info("connection_ended", reason="unread")
            self.transport.abort()
        elif now > self._until and not self.flow.read_paused:
            if self._begun and not self._in_head:
                self.refuse(_body_too_slow())
            elif self._begun and self.idle:
                self.refuse(_head_too_slow())
            elif self.idle:
                self.transport.close()

    def refuse(self, problem: Problem) -> None:
        """Answer with a problem if no other answer has begun, and close."""
        if self.transport.is_closing():
            return
        cycle = self.cycle
        begun = False
        if cycle is not None:
            own = cycle.scope is self.scope and not self._in_head
            begun = cycle.response_started if own else not cycle.response_complete
            begun = begun or bool(self.pipeline)
            cycle.disconnected = True
            cycle.message_event.set()
        log.info("refused", status=problem.status, reason=reason_of(problem))
        if not begun:
            self.transport.write(self._written(problem))
        self.transport.close()

    def _written(self, problem: Problem) -> bytes:
        found = _ACCEPT.search(self._data)
        accept = found[1] if found else dict(self.headers or ()).get(b"accept", b"")
        response = answered(problem, accept.decode("latin-1"))
        headers = [*self.server_state.default_headers, *secured(response.raw_headers)]
        lines = [name + b": " + value for name, value in (*headers, (b"connection", b"close"))]
        head = STATUS_LINE[problem.status] + b"\r\n".join(lines) + b"\r\n\r\n"
        return head + bytes(response.body)

    def _refuse_within(self, problem: Problem) -> None:
        """Refuse from within a call of the parser, which ends by this; `data_received` goes on."""
        self._refusal = problem
        raise httptools.HttpParserError(problem.slug)


def _no_http() -> Problem:
    return problems.malformed_request(
        Text(
            zh="无法识别此请求；请使用规范的 HTTP/1.1 客户端重新发送。",
            en="This request is not well-formed HTTP/1.1; send it by a usual client.",
        )
    )


def _not_encoded() -> Problem:
    return Problem(
        400,
        "address-not-encoded",
        Text(zh="网址中有未编码的字符", en="The address has characters that are not encoded"),
        Text(
            zh="网址中的汉字等字符须先作百分号编码（UTF-8），如“金”写作 %E9%87%91。",
            en="Write Chinese and other characters beyond ASCII in an address percent-encoded, as"
            " UTF-8: %E9%87%91 for 金.",
        ),
    )


def _trailer() -> Problem:
    return problems.malformed_request(
        Text(
            zh="请求体之后不接受任何字段；请把它们放在请求头中。",
            en="Nothing is taken after the body; send all fields among the headers.",
        )
    )


def _head_too_long() -> Problem:
    return Problem(
        431,
        "headers-too-long",
        Text(zh="请求头过长", en="The headers are too long"),
        Text(
            zh=f"请求头最多{MOST_HEADERS}项，共 {HEAD_LIMIT} 字节；请减少后重试。",
            en=f"Send at most {MOST_HEADERS} headers, of {HEAD_LIMIT} bytes in all.",
        ),
    )


def _head_too_slow() -> Problem:
    return Problem(
        408,
        "headers-too-slow",
        Text(zh="请求头发送超时", en="The headers did not come in time"),
        Text(
            zh=f"请求头须在 {HEAD_WITHIN:g} 秒内发送完毕；请重新发送。",
            en=f"Send the whole head of a request within {HEAD_WITHIN:g} seconds.",
        ),
    )


def _body_too_slow() -> Problem:
    return Problem(
        408,
        "body-too-slow",
        Text(zh="请求体发送超时", en="The body did not come in time"),
        Text(
            zh=f"请求体须在请求头之后 {BODY_WITHIN:g} 秒内发送完毕；请重新发送。",
            en=f"The body must be here {BODY_WITHIN:g} seconds after the headers; send it again.",
        ),
    )


def _too_many() -> Problem:
    return problems.unavailable(
        Text(
            zh="同时连接的客户端过多；请稍后重试。",
            en="Too many callers are connected at once; try again a little later.",
        )
    )
