"""A host's name comes in, a connection goes out: only to an address that anybody may reach, and never for too long.

The name is resolved here and the address that was checked is the one that is connected to, so that neither a
redirect nor a name that resolves otherwise the second time leads into the network of who runs this. Certificates
and the Host header still go by the name.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

from kgraph.errors import FetchError

UNICAST = IPv6Network("2000::/3")
"""All that is given out of IPv6 for hosts of the internet (RFC 4291)."""
TRANSLATED = IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones behind a translator (RFC 6052)."""
Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Guard:
    """What connections are allowed: which addresses, and until when. `now` is in seconds, monotonic."""

    def __init__(self, allow_private: bool, now: Callable[[], float]) -> None:
        self.allow_private = allow_private
        self.now = now
        self.end = float("inf")

    def start(self, seconds: float) -> None:
        """Give the exchange that begins so much time, from its connection to its last byte."""
        self.end = self.now() + seconds

    def left(self, timeout: float | None) -> float:
        """The seconds that one step may take. Raises httpcore.ReadTimeout where none are left."""
        left = self.end - self.now()
        if left <= 0:
            raise httpcore.ReadTimeout("it takes too long")
        return left if timeout is None else min(left, timeout)

    def list_addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, each allowed. Raises FetchError where there are none, or one is not."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise httpcore.ConnectError("its name cannot be resolved now") from error
            raise FetchError(f"there is no host named {host}: check its name") from error
        addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
        private = [address for address in addresses if not is_public(address)]
        if private and not self.allow_private:
            told = host if host == private[0] else f"{host} ({private[0]})"
            raise FetchError(f"{told} is no address of the internet: --allow-private if that is meant")
        return addresses


def is_public(text: str) -> bool:
    """Whether an address belongs to the internet, by the registries of IANA; an IPv4 one in IPv6 counts as itself."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = find_inner(address)
    return is_public(str(inner)) if inner else address in UNICAST and address.is_global


def find_inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, translated or tunnelled."""
    translated = IPv4Address(int(address) & 0xFFFFFFFF) if address in TRANSLATED else None
    return address.ipv4_mapped or translated or address.sixtofour


class GuardedStream(httpcore.NetworkStream):
    """A connection each of whose steps ends with the time of its exchange."""

    def __init__(self, inner: httpcore.NetworkStream, guard: Guard) -> None:
        self.inner = inner
        self.guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, self.guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, self.guard.left(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return GuardedStream(self.inner.start_tls(ssl_context, server_hostname, self.guard.left(timeout)), self.guard)

    def get_extra_info(self, info: str) -> object:
        return self.inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that a guard allows, one after another until one answers."""

    def __init__(self, guard: Guard) -> None:
        self.inner = httpcore.SyncBackend()
        self.guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self.guard.list_addresses(host, port):
            try:
                stream = self.inner.connect_tcp(address, port, self.guard.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return GuardedStream(stream, self.guard)
        raise trouble


class Body(httpx.SyncByteStream):
    """An answer's body as it comes in."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self.stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self.stream

    def close(self) -> None:
        close = getattr(self.stream, "close", None)
        if close:
            close()


class GuardedTransport(httpx.BaseTransport):
    """Sends the requests of an httpx client over guarded connections; what fails is an error of httpcore."""

    def __init__(self, guard: Guard) -> None:
        self.pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=GuardedBackend(guard), keepalive_expiry=5
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self.pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self.pool.close()
