"""An address comes in, its answer goes out, as a guest asks for it: by the rules of robots.txt (RFC 9309), with a
pause between requests to a host, no more than a few tries, and limits on size, time and redirects."""

import re
import ssl
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Self, TypeVar

import httpcore
import httpx
from protego import Protego

from kgraph.errors import FetchError, UnavailableError
from kgraph.fetch.answers import Answer, show, tell_status
from kgraph.fetch.guard import Guard, GuardedTransport
from kgraph.steps import STEPS
from kgraph.version import __version__

AGENT = f"kgraph/{__version__}"
PAUSE = 1.0
"""Seconds between requests to a host, where robots.txt asks for no more."""
BACKOFF = (1.0, 4.0, 16.0)
"""Seconds before the second, the third and the last try."""
MAX_WAIT = 120.0
"""Seconds that we wait if a host asks for it (Retry-After); for longer we leave."""
MAX_TIME = 120.0
"""Seconds that one exchange may take."""
TIMEOUT = httpx.Timeout(30, connect=10)
MAX_REDIRECTS = 5
MAX_SIZE = 50_000_000
"""Bytes of an answer, unpacked; a hundred long posts have some ten million."""
MAX_ROBOTS = 500_000
"""Characters of a robots.txt that are read, as RFC 9309 has it."""
TROUBLE = (
    httpx.TransportError,
    httpx.DecodingError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
)
"""What may go well the next time."""

Result = TypeVar("Result")
Reader = Callable[[Answer], Result]
"""Makes something of an answer; raises FetchError for one that is not what was asked for, UnavailableError where
asking again may help."""
Tell = Callable[[str], None]
"""Takes a line about what is going on."""


class Clock(NamedTuple):
    """What time it is, in seconds that only grow, and how to let some pass."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Visitor:
    """Asks servers, one request at a time; tells what is going on, and complains of what cannot be had."""

    def __init__(self, tell: Tell, complain: Tell, allow_private: bool = False, clock: Clock | None = None) -> None:
        self.tell = tell
        self.complain = complain
        self.clock = clock or Clock()
        self.guard = Guard(allow_private, self.clock.now)
        self.client = httpx.Client(
            transport=GuardedTransport(self.guard), headers={"User-Agent": AGENT}, timeout=TIMEOUT, trust_env=False
        )
        self.rules: dict[str, Protego] = {}
        self.free: dict[str, float] = {}
        """When each host may be asked again."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, address: str, read: Reader[Result], headers: Mapping[str, str] | None = None) -> Result:
        """What a reader makes of the answer to an address, redirects followed.

        Raises FetchError where it cannot be had: refused, not found, too large, not what it should be;
        UnavailableError, a FetchError too, where the same may work later.
        """
        url = read_address(address)
        for _ in range(MAX_REDIRECTS + 1):
            if not self._find_rules(url).can_fetch(str(url), AGENT):
                raise FetchError(f"{show(url)} is closed to programs by the robots.txt of {url.host}")
            found = self._insist(url, read, headers or {})
            if not isinstance(found, httpx.URL):
                return found
            url = found
        raise FetchError(f"{address} redirects more than {MAX_REDIRECTS} times")

    def _find_rules(self, url: httpx.URL) -> Protego:
        """The rules of a host, asked for once."""
        origin = str(url.join("/"))
        if origin not in self.rules:
            self.rules[origin] = Protego.parse(self._read_rules(url.join("/robots.txt")))
            pause = self._find_pause(url)
            if pause > PAUSE:
                self.tell(f"{url.host} asks for {pause:g} s between requests")
        return self.rules[origin]

    def _read_rules(self, url: httpx.URL) -> str:
        try:
            for _ in range(MAX_REDIRECTS + 1):
                found = self._insist(url, read_robots, {})
                if not isinstance(found, httpx.URL):
                    return found
                url = found
        except UnavailableError as error:
            raise UnavailableError(f"{error}; without its rules a host is not asked for more", error.wait) from error
        return ""  # as for one that is not found

    def _find_pause(self, url: httpx.URL) -> float:
        rules = self.rules.get(str(url.join("/")))
        return max(PAUSE, (rules.crawl_delay(AGENT) if rules else None) or 0)

    def _insist(self, url: httpx.URL, read: Reader[Result], headers: Mapping[str, str]) -> Result | httpx.URL:
        """Ask until there is an answer that can be read, or where a redirect leads; a few times at most."""
        for pause in BACKOFF:
            try:
                return self._ask(url, read, headers)
            except UnavailableError as error:
                wait = max(pause, error.wait)
                if wait > MAX_WAIT:
                    raise
                self.tell(f"{error}; next try in {wait:g} s")
                self.clock.sleep(wait)
        return self._ask(url, read, headers)

    def _ask(self, url: httpx.URL, read: Reader[Result], headers: Mapping[str, str]) -> Result | httpx.URL:
        self.clock.sleep(max(0, self.free.get(url.host, 0) - self.clock.now()))
        self.guard.start(MAX_TIME)
        STEPS.debug("asked: %s", show(url))
        try:
            answer = self._receive(url, headers)
        except TROUBLE as error:
            raise name_trouble(url, error) from error
        finally:
            self.free[url.host] = self.clock.now() + self._find_pause(url)
        check_busy(answer)
        return find_redirect(answer) or read(answer)

    def _receive(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        content = bytearray()
        with self.client.stream("GET", url, headers=dict(headers)) as answer:
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MAX_SIZE:
                    raise FetchError(f"{show(url)} answered with more than {MAX_SIZE:,} bytes")
            return Answer(url, answer.status_code, answer.headers, bytes(content))


def read_address(text: str) -> httpx.URL:
    """An address that can be asked for. Raises FetchError for another."""
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise FetchError(f"{text!r} is no address: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{text!r} is no address of the web: it starts with http:// or https://")
    if url.userinfo:
        raise FetchError(f"the address of {url.host} holds a user and a password: only what is open to all is fetched")
    return url.copy_with(fragment=None)


def find_redirect(answer: Answer) -> httpx.URL | None:
    """Where an answer says that its page has moved. Raises FetchError for a place that is none."""
    location = answer.headers.get("Location")
    if answer.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        return read_address(str(answer.url.join(location)))
    except (httpx.InvalidURL, FetchError) as error:
        raise FetchError(
            f"{show(answer.url)} redirects to {location[:200]!r}, which is no address of the web"
        ) from error


def read_robots(answer: Answer) -> str:
    """The rules of a host; none where it has no such file (RFC 9309)."""
    return answer.content.decode("utf-8", "replace")[:MAX_ROBOTS] if answer.status == httpx.codes.OK else ""


def check_busy(answer: Answer) -> None:
    """Raise UnavailableError for an answer that may be another one later."""
    if answer.status == httpx.codes.TOO_MANY_REQUESTS or answer.status >= 500:
        wait = read_retry_after(answer.headers)
        asked = f" and asks for {wait:g} s of rest" if wait else ""
        raise UnavailableError(f"{show(answer.url)} {tell_status(answer)}{asked}", wait)


def read_retry_after(headers: httpx.Headers) -> float:
    """The seconds that a server asks to be left alone: a number, or a time by its own clock; 0 where it does not."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):  # no dates, or one with a zone beside one without
        return 0.0


def name_trouble(url: httpx.URL, error: Exception) -> FetchError:
    """What went wrong with a connection, in words."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchError(f"{url.host} has a certificate that is not good: {cause.verify_message}")
    return UnavailableError(f"{show(url)} does not answer as it should: {str(error) or type(error).__name__}")
