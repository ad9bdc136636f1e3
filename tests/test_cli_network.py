"""The commands on the network, on the graph of the shipped sample: what they print, and the filters that they share."""

import csv
import inspect
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import networkx
import pytest
from click.testing import Result
from rich.cells import cell_len
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.cli.analysis import Measure, Of
from kgraph.measures import MEASURES

GOLDEN = Path(__file__).parent / "queries" / "sample" / "network"
WIDTH = 100
FILTERED = ("flows", "centrality", "brokers", "timeline", "render", "export")
TABLES = {
    "flows": ("flows",),
    "flows-by-year": ("flows", "--by", "year"),
    "flows-by-technology": ("flows", "--by", "technology", "--kind", "investment"),
    "flows-chance": ("flows", "--chance", "--focus", "US,KR,JP"),
    "centrality": ("centrality",),
    "centrality-bridging": ("centrality", "--measure", "bridging", "--of", "governments"),
    "brokers": ("brokers", "--top", "5"),
    "timeline": ("timeline", "--by", "year", "--measure", "strength", "--top", "5"),
    "timeline-countries": ("timeline", "--of", "countries", "--since", "2023", "--window", "2"),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def done(*arguments: str | Path) -> str:
    """What a command that succeeds and has nothing to say prints."""
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def read_rows(*arguments: str | Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(done(*arguments, "--format", "json"))
    return rows


@pytest.mark.parametrize("name", TABLES)
def test_people_read_tables(name: str, sample: Path, golden: Callable[[str, Path], None]) -> None:
    text = done(*TABLES[name], "-g", sample)
    assert max(map(cell_len, text.splitlines())) <= WIDTH
    golden(text, GOLDEN / f"{name}.txt")


@pytest.mark.parametrize("name", TABLES)
def test_programs_read_the_same_rows_as_csv_and_json(name: str, sample: Path) -> None:
    rows = read_rows(*TABLES[name], "-g", sample)
    lines = done(*TABLES[name], "--format", "jsonl", "-g", sample).splitlines()
    sheet = list(csv.DictReader(io.StringIO(done(*TABLES[name], "--format", "csv", "-g", sample), newline="")))
    assert rows
    assert [json.loads(line) for line in lines] == rows
    assert [list(row) for row in sheet] == [list(row) for row in rows]


# --- filters


@pytest.mark.parametrize("command", FILTERED)
def test_every_command_on_the_network_takes_the_same_filters(command: str) -> None:
    text = done(command, "--help")
    for option in ("--focus", "--kind", "--technology", "--since", "--until", "--status", "--support"):
        assert option in text


def test_a_focus_keeps_other_countries_out_and_may_be_written_small(sample: Path) -> None:
    rows = read_rows("flows", "--focus", "us, kr", "-g", sample)
    assert {row[end] for row in rows for end in ("from", "to")} == {"KR", "US"}
    names = {row["country"] for row in read_rows("centrality", "--focus", "US,KR", "--top", "999", "-g", sample)}
    assert names == {"South Korea", "United States"}


def test_a_kind_a_period_and_a_support_leave_less(sample: Path) -> None:
    def count(*filters: str) -> int:
        return sum(row["investments"] + row["public_supports"] for row in read_rows("flows", *filters, "-g", sample))

    everything = count()
    assert 0 < count("--kind", "grant") < everything
    assert 0 < count("--since", "2024") < everything
    assert 0 < count("--until", "2023-06") < everything
    assert 0 < count("--technology", "semiconductors") < everything
    assert 0 < count("--status", "completed") < everything
    assert count("--support", "99") == 0


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--focus", "XX", "no country has the code 'XX'"),
        ("--focus", "korea", "did you mean KR?"),
        ("--kind", "grants", "did you mean 'grant'?"),
        ("--status", "planned", "did you mean 'announced'?"),
        ("--technology", "alchemy", "alchemy"),
        ("--since", "last year", "is no date"),
        ("--until", "2024-13", "is no date"),
    ],
)
def test_a_filter_that_means_nothing_is_wrong_use(option: str, value: str, told: str, sample: Path) -> None:
    result = run("flows", option, value, "-g", sample)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_a_period_that_ends_before_it_begins_is_wrong_use(sample: Path) -> None:
    assert run("flows", "--since", "2024", "--until", "2023", "-g", sample).exit_code == 2


def test_the_page_and_exported_networks_are_of_what_is_asked_for(sample: Path, tmp_path: Path) -> None:
    for file in ("all.graphml", "part.graphml"):
        run("export", tmp_path / file, *(["--kind", "grant"] if file.startswith("part") else []), "-g", sample)
    whole, part = (networkx.read_graphml(tmp_path / name) for name in ("all.graphml", "part.graphml"))
    assert {kind for *_, kind in part.edges(data="kind")} == {"grant"} < {kind for *_, kind in whole.edges(data="kind")}
    run("render", tmp_path / "page.html", "--kind", "grant", "-g", sample)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"kind":"grant"' in page
    assert '"kind":"meeting"' not in page


def test_a_dataset_is_not_written_in_part(sample: Path, tmp_path: Path) -> None:
    result = run("export", tmp_path / "part.nq", "--focus", "KR", "-g", sample)
    assert result.exit_code == 1
    assert "only networks can be written in part: use .graphml" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["flows", "centrality", "brokers", "timeline"])
@pytest.mark.parametrize("style", ["table", "csv", "json"])
def test_where_nothing_is_left_there_are_no_rows(command: str, style: str, sample: Path) -> None:
    text = done(command, "--since", "2099", "--format", style, "-g", sample)
    assert "Samsung" not in text
    assert style != "json" or json.loads(text) == []


# --- flows, centrality, brokers, timeline


def test_flows_names_countries_for_people_and_codes_for_programs(sample: Path) -> None:
    assert "United States" in done("flows", "-g", sample)
    assert {"KR", "US", "JP"} <= {row["from"] for row in read_rows("flows", "-g", sample)}


def test_what_is_returned_is_what_flows_the_other_way(sample: Path) -> None:
    usd = {
        (row["from"], row["to"]): row["usd"] or 0 for row in read_rows("flows", "--kind", "investment", "-g", sample)
    }
    found = {
        (row["from"], row["to"]): row["returned"]
        for row in read_rows("flows", "--kind", "investment", "-g", sample)
        if row["returned"] is not None
    }
    assert ("KR", "US") in found
    assert ("KR", "KR") not in found
    for (source, target), share in found.items():
        assert share == pytest.approx(usd.get((target, source), 0) / usd[source, target])


@pytest.mark.parametrize("by", ["kind", "year", "technology"])
def test_the_parts_of_flows_add_up_to_the_whole(by: str, sample: Path) -> None:
    def total(*options: str) -> float:
        return sum((row["usd"] or 0) + (row["public_usd"] or 0) for row in read_rows("flows", *options, "-g", sample))

    assert total("--by", by) == pytest.approx(total())


def test_chance_is_told_of_events_dollars_and_ei(sample: Path) -> None:
    rows = read_rows("flows", "--chance", "-g", sample)
    assert {row["of"] for row in rows} == {"events", "usd", "ei"}
    assert all(row["q"] is None or row["p"] <= row["q"] <= 1 for row in rows)


def test_the_command_offers_the_measures_that_there_are() -> None:
    assert get_args(get_args(Measure)[0]) == tuple(MEASURES)


@pytest.mark.parametrize("measure", MEASURES)
def test_centrality_ranks_by_the_measure_that_is_asked_for(measure: str, sample: Path) -> None:
    arguments = ("centrality", "--measure", measure, "--top", "5", "-g", sample)
    result = run(*arguments, "--format", "json")
    rows = json.loads(result.stdout)
    values = [row["value"] for row in rows if row["value"] is not None]
    assert values == sorted(values, reverse=True) != []
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert measure not in rows[0] or [row[measure] for row in rows] == values
    assert run(*arguments).stdout.splitlines()[0].split()[:4] == ["rank", "name", "country", measure]


@pytest.mark.parametrize("of", get_args(get_args(Of)[0]))
def test_each_kind_is_ranked_apart(of: str, sample: Path) -> None:
    rows = read_rows("centrality", "--of", of, "--top", "999", "-g", sample)
    kinds = {"organizations": "Organization", "governments": "Government", "people": "Person"}
    assert {row["kind"] for row in rows} == {kinds.get(of) or {"facilities": "Facility"}.get(of, "Country")}


def test_within_is_what_plain_betweenness_has_beyond_that_across_borders(sample: Path) -> None:
    rows = read_rows("centrality", "-g", sample)
    assert any(row["within"] for row in rows)
    for row in rows:
        assert row["within"] == pytest.approx(row["betweenness"] - row["cross_border"])


def test_a_sampled_value_says_so_with_its_error(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.measures.paths.measure_paths.__defaults__", (0, 8))
    result = run("centrality", "--measure", "cross_border", "--format", "json", "-g", sample)
    assert result.stderr.startswith("cross_border: sampled: 8 sources of ")
    assert "standard error" in result.stderr
    assert any(row["error"] for row in json.loads(result.stdout))


def test_brokers_have_their_roles_and_scores_and_who_joins_the_three_is_named(sample: Path) -> None:
    rows = {row["name"]: row for row in read_rows("brokers", "--top", "999", "-g", sample)}
    samsung = rows["Samsung Electronics"]
    roles = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
    assert samsung["total"] == sum(samsung[role] for role in roles) > 0
    assert {"JP", "KR", "US"} <= set(samsung["joined"].split())
    joining = done("brokers", "-g", sample).partition("Joined to all of US, KR, JP: ")[2]
    assert joining.startswith("Samsung Electronics (KR)")
    assert "Joined to all of KR, NL: " in done("brokers", "--focus", "KR,NL", "-g", sample)


def test_a_timeline_has_a_row_for_each_period_and_thing(sample: Path) -> None:
    rows = read_rows("timeline", "--by", "year", "--top", "3", "-g", sample)
    periods = sorted({row["period"] for row in rows})
    assert len(rows) == 3 * len(periods)
    assert [int(period) for period in periods] == list(range(int(periods[0]), int(periods[-1]) + 1))


def test_values_never_fall_over_time_but_in_a_window(sample: Path) -> None:
    def falls(*options: str) -> bool:
        courses: dict[str, list[float]] = {}
        for row in read_rows("timeline", "--by", "year", "--top", "99", *options, "-g", sample):
            courses.setdefault(row["iri"], []).append(row["value"])
        return any(values != sorted(values) for values in courses.values())

    assert not falls()
    assert falls("--window", "1")


def test_filters_are_written_once(sample: Path) -> None:
    commands = {command.callback.__name__: command.callback for command in app.registered_commands if command.callback}
    focus = {inspect.signature(commands[name]).parameters["focus"].annotation for name in FILTERED}
    assert len(focus) == 1


# --- explanations


def test_what_makes_a_flow_are_its_events_with_their_quotes(sample: Path) -> None:
    text = done("flows", "--explain", "taiwan", "-g", sample)
    assert text == done("flows", "--explain", "TW", "-g", sample)
    assert text.startswith("Taiwan: 1 flow\n")
    told = sum(int(line.split()[-4].replace(",", "")) for line in text.splitlines() if line.endswith("USD count here"))
    assert told == sum(row["usd"] for row in read_rows("flows", "-g", sample) if row["from"] == "TW")
    assert "“The Taiwanese company will add a third fab" in text
    assert "https://example.org/news/" in text


@pytest.mark.parametrize("measure", ["strength", "bridging"])
def test_what_makes_a_value_is_told_under_any_of_a_things_names(measure: str, sample: Path) -> None:
    text = done("centrality", "--measure", measure, "--explain", "samsung", "-g", sample)
    assert text == done("centrality", "--measure", measure, "--explain", "SAMSUNG electronics", "-g", sample)
    rows = {row["name"]: row for row in read_rows("centrality", "--measure", measure, "--top", "999", "-g", sample)}
    assert text.splitlines()[1].startswith(f"  {measure} ")
    assert f"rank {rows['Samsung Electronics']['rank']} of {len(rows)}" in text.splitlines()[1]
    told = [float(line.split()[-4].replace(",", "")) for line in text.splitlines() if line.endswith("USD count here")]
    assert sum(told) == pytest.approx(rows["Samsung Electronics"]["strength"], abs=len(told))
    assert max(cell_len(line) for line in text.splitlines() if "https://" not in line) <= WIDTH


@pytest.mark.parametrize("of", ["countries", "facilities", "governments"])
def test_things_of_every_kind_are_explained(of: str, sample: Path) -> None:
    first = read_rows("centrality", "--of", of, "--top", "1", "-g", sample)[0]
    name = first["code"] if of == "countries" else first["name"]
    for command in ("centrality", "timeline"):
        text = done(command, "--of", of, "--explain", name, "-g", sample)
        assert text.startswith(f"{first['name']} (")
        assert "\nmade of " in text


def test_the_pairs_of_a_broker_are_named_role_by_role(sample: Path) -> None:
    text = done("brokers", "--explain", "Rapidus", "-g", sample)
    assert "  liaison 2: IBM → imec; imec → IBM\n" in text
    [row] = [row for row in read_rows("brokers", "--top", "999", "-g", sample) if row["name"] == "Rapidus"]
    for role in ("coordinator", "itinerant", "representative", "gatekeeper", "liaison"):
        assert f"\n  {role} {row[role]}" in text


def test_a_course_tells_each_period_and_then_the_events_in_order(sample: Path) -> None:
    text = done("timeline", "--by", "year", "--explain", "U.S. Department of Commerce", "-g", sample)
    assert text.splitlines()[2].split() == ["period", "value", "rank"]
    events = text.partition("made of ")[2]
    dates = [line.split(" · ")[0] for line in events.splitlines() if line[:2] == "20" and " · " in line]
    assert dates == sorted(dates) != []


def test_an_explanation_keeps_to_the_filters(sample: Path) -> None:
    text = done("centrality", "--explain", "Rapidus", "--kind", "agreement", "-g", sample)
    assert "· agreement" in text
    assert "grant" not in text.partition("made of")[2].partition("“")[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("flows", "--explain", "Atlantis"), "no country is called 'Atlantis'"),
        (("centrality", "--explain", "Nobody Inc"), "nothing in the graph is called 'Nobody Inc'"),
        (("brokers", "--explain", "Rapidus", "--focus", "KR"), "Rapidus is not in the network that is asked for"),
        (("timeline", "--of", "countries", "--explain", "Iceland"), "is not in the network that is asked for"),
    ],
)
def test_who_is_not_there_cannot_be_explained(arguments: tuple[str, ...], told: str, sample: Path) -> None:
    result = run(*arguments, "-g", sample)
    assert result.exit_code == 1
    assert result.stderr.startswith("kgraph: ")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
