"""Replies that are kept: who gets them, and for how long."""

from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from kgraph.serve import keeping
from kgraph.serve.keeping import KeptReplies
from kgraph.store import open_store


class Application:
    """Replies with a number that grows; by the address /none with 404."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await send({"type": "http.response.start", "status": 404 if scope["path"] == "/none" else 200, "headers": []})
        await send({"type": "http.response.body", "body": b"%d" % self.asked})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "graph")
    return tmp_path / "graph"


def write(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.change([], [])


def ask(app: KeptReplies, path: str = "/sparql", method: str = "GET", query: str = "", **headers: str) -> bytes:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": pairs}
    # Without asyncio, whose loop a browser of other tests may have taken: nothing here waits for anything.
    with pytest.raises(StopIteration):
        app(scope, receive, send).send(None)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return bytes(sent[1]["body"])


def test_who_asks_the_same_gets_the_same_reply(folder: Path) -> None:
    app = KeptReplies(Application(), folder)
    assert [ask(app, accept="text/csv", agent=name) for name in "ab"] == [b"1", b"1"]


def test_who_asks_otherwise_gets_a_reply_of_their_own(folder: Path) -> None:
    app = KeptReplies(Application(), folder)
    said = [{"accept": "a", "host": "b"}, {"host": "a", "accept": "b"}, {"accept": "a", "host": "c"}]
    replies = [ask(app, **headers) for headers in said]
    replies += [ask(app, query="x"), ask(app, "/store"), ask(app, method="POST"), ask(app, method="POST")]
    assert replies == [b"%d" % number for number in range(1, 8)]


def test_a_new_graph_gets_new_replies(folder: Path) -> None:
    app = KeptReplies(Application(), folder)
    assert ask(app) == b"1"
    write(folder)
    assert [ask(app), ask(app)] == [b"2", b"2"]


def test_errors_and_large_replies_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = KeptReplies(Application(), folder)
    assert [ask(app, "/none"), ask(app, "/none")] == [b"1", b"2"]
    monkeypatch.setattr(keeping, "LARGEST_KEPT", 0)
    assert [ask(app), ask(app)] == [b"3", b"4"]


def test_the_reply_that_nobody_has_asked_for_longest_is_let_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "KEPT", 2_500)
    app = KeptReplies(Application(), folder)
    assert [ask(app, query=one) for one in "abacab"] == [b"1", b"2", b"1", b"3", b"1", b"4"]
