"""A snapshot holds what its graph held at that moment, whoever was at work."""

from pathlib import Path
from shutil import copytree

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from typer.testing import CliRunner

from kgraph.build import build_graph
from kgraph.cli import app
from kgraph.errors import GraphError
from kgraph.knowledge import JUDGED, STALE
from kgraph.snapshot import copy_graph
from kgraph.store import open_store

NEW = Quad(NamedNode("https://example.org/new"), NamedNode("https://example.org/p"), Literal("new"))


@pytest.fixture
def graph(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample that may be changed."""
    return Path(copytree(sample, tmp_path / "graph"))


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.dump())


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_snapshot_beside_a_reader_holds_the_same_and_changes_nothing(graph: Path, tmp_path: Path) -> None:
    before = files(graph)
    with open_store(graph) as reader:
        copy_graph(graph, tmp_path / "copy")
        assert list(reader.dump()) == dump(tmp_path / "copy")
    assert files(graph) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "graph"]


def test_a_snapshot_beside_a_writer_holds_what_readers_see(graph: Path, tmp_path: Path) -> None:
    before = dump(graph)
    with open_store(graph, write=True) as writer:
        writer.change([], [NEW])
        copy_graph(graph, tmp_path / "copy")
        writer.drop_graph(next(iter(writer.documents())))
    assert dump(tmp_path / "copy") == before
    assert dump(graph) != before


def test_a_snapshot_at_rest_is_built_on_without_doing_all_again(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_graph(graph, tmp_path / "copy")
    monkeypatch.setattr("kgraph.knowledge.Corpus", None)  # what would compute
    build_graph([], tmp_path / "copy")
    assert dump(tmp_path / "copy") == dump(graph)


def test_a_snapshot_amid_a_build_is_made_good_by_the_next(graph: Path, tmp_path: Path) -> None:
    whole = dump(graph)
    (graph / STALE).write_text("https://example.org/other\n", encoding="utf-8")
    with open_store(graph, write=True) as writer:
        writer.change(writer.read_knowledge(), [])
    copy_graph(graph, tmp_path / "copy")
    assert not (tmp_path / "copy" / JUDGED).exists()
    build_graph([], tmp_path / "copy")
    assert dump(tmp_path / "copy") == whole


def test_decisions_are_copied_too(graph: Path, tmp_path: Path) -> None:
    (graph / "decisions.yaml").write_text("# none\n", encoding="utf-8")
    copy_graph(graph, tmp_path / "copy")
    assert (tmp_path / "copy" / "decisions.yaml").read_text(encoding="utf-8") == "# none\n"


def test_a_snapshot_replaces_nothing(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    copy_graph(graph, tmp_path / "copy")  # an empty folder is as good as none
    with pytest.raises(GraphError, match="is there already: name a new folder"):
        copy_graph(graph, tmp_path / "copy")


def test_where_there_is_no_graph_or_no_room_nothing_is_left(graph: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph"):
        copy_graph(tmp_path / "none", tmp_path / "copy")
    with pytest.raises(GraphError, match=r"missing.copy cannot be written: No such file"):
        copy_graph(graph, tmp_path / "missing" / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


@pytest.mark.parametrize("arguments", [[], ["out.nq", "--snapshot", "copy"]])
def test_export_makes_a_file_or_a_snapshot(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["export", *arguments])
    assert result.exit_code == 2
    assert "name a file, or a folder with --snapshot" in result.stderr


def test_export_makes_a_snapshot(graph: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", "--snapshot", str(tmp_path / "copy"), "-g", str(graph)])
    assert (result.exit_code, result.stderr) == (0, f"written: {tmp_path / 'copy'}\n")
    assert dump(tmp_path / "copy") == dump(graph)
