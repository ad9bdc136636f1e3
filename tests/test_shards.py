"""Articles are extracted into shards, on one machine or many; merged, they are the graph of one process."""

import gzip
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgraph import shards
from kgraph.build import build_graph, merge_shards
from kgraph.cli import app
from kgraph.demo import list_samples
from kgraph.errors import KgraphError, SourceError
from kgraph.shards import Made, make_shard, plan_shards, write_manifest
from kgraph.shards.engines import extract_shards, run_dask, run_local, run_spark
from kgraph.shards.folder import Folder
from kgraph.store import open_store

sys.path.append(str(Path(__file__).parent / "workers"))  # which processes inherit

import crashing

SENTENCE = "Samsung Electronics will invest $5 billion in a chip plant in Taylor, Texas."


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.dump())


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_article(path: Path, text: str = SENTENCE) -> str:
    document = {"url": "https://example.org/fab", "published": "2024-04-16", "text": text}
    path.write_text(json.dumps({"id": "fab", "document": document}), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in one shard, made on this machine."""
    folder = tmp_path_factory.mktemp("shards")
    extract_shards(list_samples(), str(folder), "local", None, 1)
    return folder


# --- shards


def test_merged_shards_are_the_graph_of_one_process(made: Path, sample: Path, tmp_path: Path) -> None:
    report = merge_shards(str(made), tmp_path / "graph")
    assert len(report.new) == len(list_samples())
    assert dump(tmp_path / "graph") == dump(sample)
    assert merge_shards(str(made), tmp_path / "graph").unchanged == report.new


def test_a_shard_has_a_graph_a_document_one_behind_the_other_with_sorted_lines(made: Path, sample: Path) -> None:
    [file] = made.glob("*.nq.gz")
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    graphs = [line.rsplit(" ", 2)[1] for line in lines]
    assert lines == sorted(lines, key=lambda line: (line.rsplit(" ", 2)[1], line))
    with open_store(sample) as store:
        assert list(dict.fromkeys(graphs)) == [f"<{iri}>" for iri in store.documents()]
    assert not [line for line in lines if "_:" in line.partition('"')[0]]


def test_the_manifest_has_the_hash_of_each_file(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_bytes())
    files = {name: digest for shard in manifest["shards"] for name, digest in shard["files"].items()}
    assert files == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made.iterdir() if path.suffix == ".gz"
    }
    assert manifest["documents"] == len(list_samples())


def test_facts_are_those_that_extract_prints(made: Path) -> None:
    [file] = made.glob("*.jsonl.gz")
    printed = CliRunner().invoke(app, ["extract", *list_samples()]).stdout
    assert sorted(gzip.decompress(file.read_bytes()).decode().splitlines()) == sorted(printed.splitlines())


def test_files_are_put_together_until_they_make_a_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LEAST", 10)
    for name, size in {"a": 4, "b": 5, "c": 2, "d": 20, "e": 1}.items():
        (tmp_path / name).write_bytes(b"x" * size)
    plan = [[Path(name).name for name in files] for files in plan_shards([str(tmp_path)])]
    assert plan == [["a", "b"], ["c"], ["d"], ["e"]]


def test_a_shard_that_is_done_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_article(tmp_path / "a.json"), str(tmp_path / "out")
    first = make_shard([source], out)
    monkeypatch.delattr(shards, "work_apart")
    assert make_shard([source], out) == first


@pytest.mark.parametrize("lost", ["done.json", "nq.gz", "jsonl.gz"])
def test_a_shard_that_was_cut_off_is_made_again_with_the_same_bytes(lost: str, tmp_path: Path) -> None:
    source, out = write_article(tmp_path / "a.json"), tmp_path / "out"
    key = make_shard([source], str(out)).key
    before = read_files(out)
    for ending in {lost, "done.json"}:  # which comes last
        (out / f"{key}.{ending}").unlink()
    make_shard([source], str(out))
    assert read_files(out) == before


def test_of_a_document_in_two_shards_the_fuller_counts(tmp_path: Path) -> None:
    short = write_article(tmp_path / "short.json")
    full = write_article(tmp_path / "full.json", f"{SENTENCE} The plant will open in 2026.")
    build_graph([full, short], tmp_path / "expected")
    write_manifest([make_shard([each], str(tmp_path / "out")) for each in (short, full)], str(tmp_path / "out"))
    report = merge_shards(str(tmp_path / "out"), tmp_path / "graph")
    assert any("came more than once" in note for note in report.notes)
    assert dump(tmp_path / "graph") == dump(tmp_path / "expected")


def test_what_could_not_be_read_is_told_by_the_shard_and_by_who_merges_it(tmp_path: Path) -> None:
    missing, source = str(tmp_path / "missing.json"), write_article(tmp_path / "a.json")
    out = str(tmp_path / "out")
    result = CliRunner().invoke(app, ["extract", missing, source, "--out", out, "--workers", "1"])
    line = f"skipped: {missing}: there is no such file or folder\n"
    assert (result.exit_code, result.stderr) == (1, f"{line}1 documents in 1 shards: {out}\n")
    result = CliRunner().invoke(app, ["build", "--from-shards", out, "-g", str(tmp_path / "graph")])
    assert (result.exit_code, result.stderr) == (1, f"1 document read: 1 new, 0 changed, 0 unchanged\n{line}")


def test_shards_in_an_object_store_are_as_those_in_a_folder(tmp_path: Path) -> None:
    out, source = "memory://shards", write_article(tmp_path / "a.json")
    write_manifest([make_shard([source], out)], out)
    build_graph([source], tmp_path / "expected")
    merge_shards(out, tmp_path / "graph")
    assert dump(tmp_path / "graph") == dump(tmp_path / "expected")


# --- what cannot be merged


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no manifest\.json"):
        merge_shards(str(tmp_path), tmp_path / "graph")


@pytest.mark.parametrize("damage", [b"", b"other", None])
def test_a_shard_that_is_not_what_the_manifest_says_is_refused(
    damage: bytes | None, made: Path, tmp_path: Path
) -> None:
    shutil.copytree(made, tmp_path / "out")
    [file] = (tmp_path / "out").glob("*.nq.gz")
    file.unlink() if damage is None else file.write_bytes(damage)
    with pytest.raises(SourceError, match="is missing or damaged"):
        merge_shards(str(tmp_path / "out"), tmp_path / "graph")


def test_shards_of_another_extractor_are_refused(made: Path, tmp_path: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_bytes()) | {"extractor": "rules-0"}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(SourceError, match="are by rules-0, not rules-"):
        merge_shards(str(tmp_path), tmp_path / "graph")


def test_a_place_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KgraphError, match="nowhere://x cannot be used"):
        Folder("nowhere://x")


@pytest.mark.parametrize(
    "arguments",
    [["extract", "a.txt", "--engine", "dask"], ["build"], ["build", "a.txt", "--from-shards", "out"]],
)
def test_what_does_not_go_together_is_wrong_use(arguments: Sequence[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_standard_input_cannot_be_shared() -> None:
    with pytest.raises(SourceError, match="standard input"):
        list(plan_shards(["-"]))


# --- clusters


@pytest.mark.parametrize(
    ("run", "library"),
    [
        (run_dask, "distributed"),
        pytest.param(
            run_spark, "pyspark", marks=pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java")
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::FutureWarning:pyspark", "ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_cluster_that_loses_a_worker_makes_the_same_shards(
    run: Callable[..., Iterator[Made]], library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(library)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    plan = [(source,) for source in list_samples()[:4]]
    write_manifest(run_local(plan, str(tmp_path / "here"), 1), str(tmp_path / "here"))
    deadly = crashing.make_deadly(plan[2][0], str(tmp_path / "died"), os.getpid())
    there = str(tmp_path / "there")
    write_manifest(run([*plan[:2], (deadly,), plan[3]], there, None, 2), there)
    assert (tmp_path / "died").exists()
    assert read_files(tmp_path / "there") == read_files(tmp_path / "here")


def test_an_engine_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    result = CliRunner().invoke(
        app, ["extract", write_article(tmp_path / "a.json"), "--engine", "dask", "--out", str(tmp_path / "out")]
    )
    assert (result.exit_code, result.stderr) == (1, "kgraph: dask is missing: pip install 'kgraph[dask]'\n")
