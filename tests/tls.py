"""TLS by an authority of a place's own: its certificates, and what speaks TLS before a server."""

import asyncio
import datetime
import ssl
import threading
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from multidict import CIMultiDict

T = TypeVar("T")
DAY = datetime.timedelta(days=1)
# Of one connection; and what the front says itself.
LEFT_OUT = ("connection", "keep-alive", "transfer-encoding", "content-length", "x-forwarded-proto")


class Authority:
    """An authority that nobody trusts by default; `certificate` is its own, as PEM."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._certificate(self._name, self._key.public_key(), None)
        self.certificate = made.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, folder: Path, *hosts: str) -> ssl.SSLContext:
        """A server's side of TLS, with a certificate for these hosts."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
        made = self._certificate(name, key.public_key(), x509.SubjectAlternativeName(names))
        file = folder / f"{hosts[0]}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePublicKey,
        names: x509.SubjectAlternativeName | None,
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - DAY)
            .not_valid_after(now + DAY)
            .add_extension(x509.BasicConstraints(names is None, None), critical=True)
        )
        if names is not None:
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self._key, hashes.SHA256())


class Aside:
    """An event loop in a thread of its own, beside a browser that is not asynchronous."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have something done there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        """End the loop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()


class Front:
    """A proxy that ends TLS before the server at `behind`, as a place has one."""

    def __init__(self, behind: str, host: str, port: int) -> None:
        ip_address(host)
        self.behind, self.host, self.port = behind, host, port
        self.says_https = True  # as a proxy must
        self._stack = AsyncExitStack()
        self._session: aiohttp.ClientSession

    async def start(self, context: ssl.SSLContext) -> None:
        """Listen, with a certificate."""
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar())
        )
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, self.host, self.port, ssl_context=context)
        await site.start()

    async def stop(self) -> None:
        """Listen no more."""
        await self._stack.aclose()

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = _onward(request.headers)
        if self.says_https:
            headers["X-Forwarded-Proto"] = "https"
        async with self._session.request(
            request.method,
            f"{self.behind}{request.raw_path}",
            headers=headers,
            data=await request.read(),
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
            return web.Response(status=answer.status, headers=_onward(answer.headers), body=body)


def _onward(headers: Any) -> CIMultiDict[str]:
    return CIMultiDict((n, v) for n, v in headers.items() if n.lower() not in LEFT_OUT)
