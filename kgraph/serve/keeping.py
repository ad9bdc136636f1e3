"""Requests come in; who asks by GET what was asked before gets the same reply, while the graph stays as it is.

This stands before the application, so that a reply that is kept costs next to nothing.
"""

from collections import OrderedDict
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.store import read_version

KEPT, LARGEST_KEPT = 64_000_000, 256_000
"""Bytes of all replies that are kept, and of one of them."""
SAID = (b"accept", b"host")
"""The headers that make another reply of the same address."""

Key = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]


class KeptReplies:
    """An application that repeats what the one behind it replied."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._version = 0
        self._size = 0
        self._replies: OrderedDict[Key, list[Message]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        key, version = name_request(scope), read_version(self._folder)
        if version != self._version:
            self._version, self._size = version, 0
            self._replies.clear()
        if key in self._replies:
            self._replies.move_to_end(key)
            for message in self._replies[key]:
                await send(message)
        else:
            await self._reply_anew(key, version, scope, receive, send)

    async def _reply_anew(self, key: Key, version: int, scope: Scope, receive: Receive, send: Send) -> None:
        reply: list[Message] = []
        size = 0

        async def send_and_note(message: Message) -> None:
            nonlocal size
            size += len(message.get("body", b""))
            if size <= LARGEST_KEPT:
                reply.append(message)
            await send(message)

        await self._app(scope, receive, send_and_note)
        if size <= LARGEST_KEPT and reply[0]["status"] == 200:
            self._keep(key, version, reply)

    def _keep(self, key: Key, version: int, reply: list[Message]) -> None:
        """Keep a reply, and let go of those that nobody has asked for longest."""
        if version != self._version or key in self._replies:
            return
        self._replies[key] = reply
        self._size += measure(key, reply)
        while self._size > KEPT:
            self._size -= measure(*self._replies.popitem(last=False))


def name_request(scope: Scope) -> Key:
    """All of a request by GET that its reply depends on."""
    return scope["path"], scope["query_string"], tuple([pair for pair in scope["headers"] if pair[0] in SAID])


def measure(key: Key, reply: list[Message]) -> int:
    return len(key[1]) + sum(len(message.get("body", b"")) for message in reply) + 1_000
