"""Guard: nobody is led into the network of who runs this, by no name and no redirect."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpcore
import pytest
from loopback import Handler, Reply, Watch, Web

from kgraph.errors import FetchError
from kgraph.fetch import Visitor
from kgraph.fetch.answers import Answer
from kgraph.fetch.guard import is_public
from kgraph.fetch.visiting import Clock

PUBLIC = "93.184.215.14"
CONNECT = httpcore.SyncBackend.connect_tcp


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", f"::ffff:{PUBLIC}", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1"),
        *("fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "2001:0:7f00:1::"),
    ],
)
def test_addresses_of_ones_own_network_and_of_nobody_are_not(address: str) -> None:
    assert not is_public(address)


def read(answer: Answer) -> str:
    return answer.content.decode()


class Names:
    """Names that resolve as told, in turn, and connections to the internet that lead to the server on loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.names: dict[str, list[str]] = {}
        self.connected: list[str] = []

    def resolve(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        known = self.names.get(host, [host])
        address = known.pop(0) if len(known) > 1 else known[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(self, backend: Any, host: str, port: int, *rest: Any, **options: Any) -> Any:
        self.connected.append(host)
        return CONNECT(backend, "127.0.0.1", self.port, *rest, **options)


@pytest.fixture
def names(web: Web, monkeypatch: pytest.MonkeyPatch) -> Names:
    names = Names(int(web.address.rpartition(":")[2]))
    monkeypatch.setattr(socket, "getaddrinfo", names.resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *given, **options: names.connect(*given, **options))
    return names


@pytest.fixture
def stranger(watch: Watch, told: list[str]) -> Visitor:
    """A visitor as it is without --allow-private."""
    return Visitor(told.append, told.append, clock=Clock(watch.now, watch.sleep))


def test_a_public_name_is_connected_to_by_the_address_that_was_checked(
    web: Web, names: Names, stranger: Visitor
) -> None:
    names.names["news.example"] = [PUBLIC]
    web.pages["/a"] = Reply("yes")
    assert stranger.get("http://news.example/a", read) == "yes"
    assert set(names.connected) == {PUBLIC}
    assert web.asked[-1].headers["Host"] == "news.example"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost", "intranet.example"])
def test_an_address_of_ones_own_network_is_refused_however_it_is_written(
    web: Web, names: Names, stranger: Visitor, host: str
) -> None:
    names.names = {"2130706433": ["127.0.0.1"], "0x7f.1": ["127.0.0.1"], "localhost": ["::1"]}
    names.names["intranet.example"] = ["192.168.1.5"]
    with pytest.raises(FetchError, match="no address of the internet: --allow-private if that is meant"):
        stranger.get(f"http://{host}/", read)
    assert (names.connected, web.asked) == ([], [])


def test_a_redirect_into_ones_own_network_is_refused(web: Web, names: Names, stranger: Visitor) -> None:
    names.names["news.example"] = [PUBLIC]
    web.pages |= {"/a": Reply("", 302, {"Location": f"{web.address}/secret"}), "/secret": Reply("secret")}
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 is no address of the internet"):
        stranger.get("http://news.example/a", read)
    assert web.list_paths() == ["/a"]


def test_a_name_that_resolves_otherwise_the_second_time_leads_nowhere(
    web: Web, names: Names, stranger: Visitor
) -> None:
    names.names["rebind.example"] = [PUBLIC, "127.0.0.1"]
    web.pages["/a"] = Reply("secret")
    with pytest.raises(FetchError, match=r"rebind\.example \(127\.0\.0\.1\) is no address of the internet"):
        stranger.get("http://rebind.example/a", read)
    assert names.connected == [PUBLIC]
    assert [asked.path for asked in web.asked] == ["/robots.txt"]


@pytest.fixture
def secure(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with a certificate for `localhost`, which is trusted."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl (installed by .ci/run)")
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {key} -out {certificate} -subj /CN=localhost"
    subprocess.run([*command.split(), "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer(("127.0.0.1", 0), type("SecureHandler", (Handler,), {"web": web})) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        yield f"https://localhost:{server.server_port}"
        server.shutdown()


def test_certificates_go_by_the_name_though_connections_go_by_the_address(
    web: Web, secure: str, watch: Watch, told: list[str]
) -> None:
    web.pages["/a"] = Reply("yes")
    with Visitor(told.append, told.append, allow_private=True, clock=Clock(watch.now, watch.sleep)) as visitor:
        assert visitor.get(f"{secure}/a", read) == "yes"
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 has a certificate that is not good: IP address mismatch"):
            visitor.get(secure.replace("localhost", "127.0.0.1"), read)
    assert told == []


def test_a_host_that_does_not_exist_is_named(stranger: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchError, match=r"there is no host named nowhere\.example: check its name"):
        stranger.get("http://nowhere.example/", read)
