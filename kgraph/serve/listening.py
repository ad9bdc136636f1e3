"""A graph's folder and an address come in, a server listens there until it is ended."""

import asyncio
import os
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from kgraph.errors import KgraphError
from kgraph.serve.app import make_app
from kgraph.serve.pool import ServerLimits, open_pool

CONNECTIONS = 1_000
"""Clients at once; further ones are told to come later."""


def run_server(folder: Path, host: str, port: int, limits: ServerLimits, tell: Callable[[str], None]) -> None:
    """Serve the graph of a folder until the process is ended; `tell` is told the address. Port 0 takes a free one.

    Raises GraphError for a folder that cannot be opened, KgraphError for an address that cannot be had.
    """
    # uvloop where it is installed: it halves what a small answer costs.
    with bind_address(host, port) as listener, asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(_serve(folder, listener, limits, tell))


def bind_address(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once, instead of waiting for more to send, where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
        return listener
    except OSError as error:
        listener.close()
        raise KgraphError(f"nothing can be served on {host} port {port} ({error}): try another --port") from error


async def _serve(folder: Path, listener: socket.socket, limits: ServerLimits, tell: Callable[[str], None]) -> None:
    async with open_pool(folder, limits) as pool:
        config = uvicorn.Config(
            make_app(pool, folder),
            http="httptools",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=2,
        )
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        await Server(config, lambda: tell(address)).serve(sockets=[listener])


class Server(uvicorn.Server):
    """Tells that it has started: from then on it answers, and ends by signals."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()
