"""Requests come in, answers go out: the addresses of the server.

/sparql      SPARQL 1.1 Protocol; without a query its service description, and for people the page of /
/store       SPARQL 1.1 Graph Store Protocol, for reading: ?default or ?graph=ADDRESS
/            the page where people ask; /graph the interactive page of the whole graph
/thing/...   what is known of https://w3id.org/kgraph/thing/..., and so for all addresses of kgraph's own;
/resource    ?iri=ADDRESS the same for every address: HTML or RDF
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kgraph.errors import KgraphError
from kgraph.prefixes import BASE
from kgraph.running import Limits, run_apart
from kgraph.serve.child import Answer
from kgraph.serve.keeping import KeptReplies
from kgraph.serve.pages import (
    Table,
    has_content,
    list_graph_page,
    read_query,
    read_table,
    render_error,
    render_query_page,
    render_resource,
)
from kgraph.serve.pool import GoneError, Pool
from kgraph.serve.protocol import GRAPHS, RequestError, choose_format, read_fields, read_request, status_of
from kgraph.serve.worker import CHUNK, Question
from kgraph.store import Iri, read_version

HTML = "text/html"
QUERYING = ("GET", "HEAD", "POST")
LARGEST_REQUEST = 1_000_000
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Vary": "Accept",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says. Any page may read it, since it is sent to all alike: no cookie, no login is looked at."""
PAGE_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
"""What pages say beside it."""
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
GRAPH_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The interactive page is one file; its data cannot become script (see `kgraph.page`)."""


class Server:
    """What the addresses share: the pool, and the interactive page of the newest snapshot."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._folder = folder
        self._graph_page: tuple[int, bytes] | None = None
        self._drawing = asyncio.Lock()

    async def query(self, request: Request) -> Response:
        """SPARQL 1.1 Protocol."""
        body = await read_body(request)
        accept = request.headers.get("accept", "")
        content_type = request.headers.get("content-type", "")
        question = read_request(request.method, read_query_string(request), content_type, body, accept)
        if question is None:
            return await self.describe(request)
        return send_answer(await self.ask(request, question))

    async def describe(self, request: Request) -> Response:
        """The service description, or the page where people ask."""
        media_type = negotiate(request, HTML) if wants_page(request) else negotiate(request)
        if media_type == HTML:
            return await self.show_query_page(request)
        endpoint = str(request.url.replace(query="", fragment=""))
        names = {"service": "#service", "endpoint": "", "dataset": "#dataset", "graph": "#knowledge"}
        bindings = {name: Iri(endpoint + end) for name, end in names.items()}
        question = Question(read_query("description"), graph=media_type, bindings=bindings)
        return send_answer(await self.ask(request, question))

    async def read_store(self, request: Request) -> Response:
        """SPARQL 1.1 Graph Store Protocol: GET and HEAD."""
        fields = read_fields(read_query_string(request))
        graphs = [value for name, value in fields if name == "graph"]
        default = any(name == "default" for name, _ in fields)
        if len(graphs) + default != 1:
            raise RequestError(400, "name one graph: ?default, or ?graph= with its address")
        dataset = ((graphs[0],), ()) if graphs else None
        media_type = negotiate(request)
        if graphs and b"true" not in await self.read(request, Question("ASK { ?s ?p ?o }", "text/csv", None, dataset)):
            raise RequestError(404, f"there is no graph <{graphs[0]}>")
        whole = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        return send_answer(await self.ask(request, Question(whole, None, media_type, dataset)))

    async def show_resource(self, request: Request) -> Response:
        """What is known of an address, as a page or as RDF."""
        named = request.query_params.get("iri", "")
        iri = Iri(BASE + request.path_params["path"] if "path" in request.path_params else named)
        media_type = negotiate(request, HTML)
        if media_type != HTML:
            return await self.send_resource(request, iri, media_type)
        tables = {name: await self.read_rows(request, name, iri) for name in ("statements", "quotes", "uses")}
        if not has_content(tables):
            raise RequestError(404, f"the graph does not know <{iri}>")
        return send_page(render_resource(iri, tables).encode())

    async def send_resource(self, request: Request, iri: Iri, media_type: str) -> Response:
        about = Question(read_query("about"), graph=media_type, bindings={"thing": iri})
        known = Question(
            "ASK { { ?thing ?p ?o } UNION { GRAPH ?g { ?thing ?p ?o } } }", "text/csv", bindings=about.bindings
        )
        if b"true" not in await self.read(request, known):
            raise RequestError(404, f"the graph states nothing of <{iri}>")
        return send_answer(await self.ask(request, about))

    async def show_query_page(self, request: Request) -> Response:
        return send_page(render_query_page().encode())

    async def show_graph(self, request: Request) -> Response:
        """The interactive page, drawn once for each snapshot."""
        async with self._drawing:
            newest = read_version(self._folder)
            if self._graph_page is None or self._graph_page[0] != newest:
                draw = partial(run_apart, self._folder, list_graph_page, Limits(megabytes=4_000))
                page = "".join(await asyncio.to_thread(lambda: list(draw())))
                self._graph_page = newest, page.encode()
        return send_page(self._graph_page[1], policy=GRAPH_POLICY)

    async def ask(self, request: Request, question: Question) -> Answer:
        async def gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        return await self._pool.ask(question, gone)

    async def read(self, request: Request, question: Question) -> bytes:
        answer = await self.ask(request, question)
        with answer.content as content:
            return content.read()

    async def read_rows(self, request: Request, name: str, iri: Iri) -> Table:
        """What a query of the pages finds of an address."""
        return read_table(await self.read(request, Question(read_query(name), bindings={"thing": iri})))


def make_app(pool: Pool, folder: Path) -> ASGIApp:
    """The server's application."""
    server = Server(pool, folder)
    routes = [
        Route("/sparql", server.query, methods=[*QUERYING]),
        Route("/store", server.read_store),
        Route("/graph", server.show_graph),
        Route("/resource", server.show_resource),
        Route("/static/{name}", send_static),
        Route("/", server.show_query_page),
        Route("/{path:path}", server.show_resource),
    ]
    handlers = {KgraphError: send_error, 405: refuse_method, ClientDisconnect: send_nothing}
    app = Starlette(routes=routes, exception_handlers=handlers)

    async def reply(scope: Scope, receive: Receive, send: Send) -> None:
        # The library's layers and routing cost as much as a small query.
        if scope["path"] == "/sparql" and scope["method"] in QUERYING:
            response = await answer_query(server, Request(scope, receive))
            await response(scope, receive, send)
        else:
            await app(scope, receive, send)

    return KeptReplies(reply, folder)


async def answer_query(server: Server, request: Request) -> Response:
    """What the application's handlers would make of a request to the endpoint."""
    try:
        return await server.query(request)
    except KgraphError as error:
        return await send_error(request, error)
    except ClientDisconnect as error:
        return await send_nothing(request, error)


def read_query_string(request: Request) -> str:
    query: bytes = request.scope["query_string"]
    return query.decode("latin-1")


async def read_body(request: Request) -> bytes:
    """The body of a request. Raises RequestError for one that is too large to be a question."""
    body = bytearray()
    if request.method == "POST":
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_REQUEST:
                raise RequestError(413, f"a request holds {LARGEST_REQUEST:,} bytes at most")
    return bytes(body)


def negotiate(request: Request, *first: str) -> str:
    """The media type for a graph that the request prefers, with others before. Raises RequestError."""
    offered = (*first, *GRAPHS)
    chosen = choose_format(request.headers.get("accept", ""), offered)
    if chosen is None:
        raise RequestError(406, f"the formats are {', '.join(offered)}")
    return chosen


def wants_page(request: Request) -> bool:
    return HTML in request.headers.get("accept", "")


def send_answer(answer: Answer) -> Response:
    headers = HEADERS | {"Content-Length": str(answer.size)}
    media_type = f"{answer.media_type}; charset=utf-8" if answer.media_type.startswith("text/") else answer.media_type
    if answer.size <= CHUNK:
        with answer.content as content:
            return respond(content.read(), media_type)
    return StreamingResponse(read_chunks(answer), media_type=media_type, headers=headers)


async def read_chunks(answer: Answer) -> AsyncIterator[bytes]:
    with answer.content as content:
        while chunk := content.read(CHUNK):
            yield chunk


def send_page(page: bytes, status: int = 200, policy: str = PAGE_POLICY, **headers: str) -> Response:
    return respond(page, HTML, status, {**PAGE_HEADERS, "Content-Security-Policy": policy, **headers})


def respond(content: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, status, {**HEADERS, **(headers or {})}, media_type)


async def send_static(request: Request) -> Response:
    """The style and the scripts of the pages."""
    name = request.path_params["name"]
    known = {file.name: file for file in (files("kgraph.serve") / "static").iterdir()}
    if name not in known:
        raise RequestError(404, f"there is no {name}")
    media_type = "text/css" if name.endswith(".css") else "text/javascript"
    return respond(known[name].read_bytes(), media_type)


async def send_error(request: Request, error: Exception) -> Response:
    """One line that says what went wrong, on a page for people."""
    assert isinstance(error, KgraphError)
    status = status_of(error)
    if isinstance(error, GoneError):
        return Response(status_code=status)
    headers = {"Retry-After": "5", "Access-Control-Expose-Headers": "Retry-After"} if status == 503 else {}
    if wants_page(request) and request.method == "GET":
        return send_page(render_error(status, str(error)).encode(), status, **headers)
    return respond(f"{error}\n".encode(), "text/plain", status, headers)


async def refuse_method(request: Request, error: Exception) -> Response:
    """What only reads answers GET; and OPTIONS, with which a browser asks what a foreign page may send."""
    methods = "GET, HEAD, POST, OPTIONS" if request.url.path == "/sparql" else "GET, HEAD, OPTIONS"
    if request.method == "OPTIONS":
        allowed = {"Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": "Accept, Content-Type"}
        return respond(b"", "text/plain", 204, {"Allow": methods, "Access-Control-Max-Age": "86400", **allowed})
    return respond(b"this server only reads\n", "text/plain", 405, {"Allow": methods})


async def send_nothing(request: Request, error: Exception) -> Response:
    """To a client that left while it was asking."""
    return Response(status_code=400)
