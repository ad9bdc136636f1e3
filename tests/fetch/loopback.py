"""A web of one server on loopback that answers as it is told to, and a clock that is never waited for."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kgraph.fetch import Report


@dataclass
class Reply:
    """An answer of the server. A body in pieces has no length, as it were without end."""

    body: str | bytes | Iterable[bytes] = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "text/html; charset=utf-8"


@dataclass
class Asked:
    """A request that came in."""

    path: str
    query: dict[str, str]
    headers: Mapping[str, str]


Answerer = Callable[[Asked], Reply]


@dataclass
class Web:
    """What a server has under each path, and what it was asked for. Functions answer by the request."""

    address: str = ""
    pages: dict[str, Reply | Answerer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        reply = self.pages.get(asked.path, Reply("not here", 404))
        return reply if isinstance(reply, Reply) else reply(asked)

    def list_paths(self) -> list[str]:
        """The paths that were asked for, but for the rules."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def in_turn(self, path: str, *replies: Reply) -> None:
        """Answer with one reply after another; the last one stays."""
        left = list(replies)
        self.pages[path] = lambda _: left.pop(0) if len(left) > 1 else left[0]


class Handler(BaseHTTPRequestHandler):
    web: Web

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        reply = self.web.answer(Asked(parts.path, dict(parse_qsl(parts.query)), self.headers))
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response_only(reply.status)
        length = {"Content-Length": str(len(body))} if isinstance(body, bytes) else {}
        for name, value in (
            {"Content-Type": reply.type, "Date": self.date_time_string()} | length | dict(reply.headers)
        ).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            for piece in [body] if isinstance(body, bytes) else body:
                self.wfile.write(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # who asked has heard enough

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Watch:
    """A clock that moves when somebody sleeps, and remembers how long they did."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.slept.append(round(seconds, 3))
        self.time += seconds


Fetcher = Callable[..., Report]


def write_json(value: object) -> Reply:
    return Reply(json.dumps(value), type="application/json; charset=UTF-8")
