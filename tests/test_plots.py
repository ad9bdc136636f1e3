"""Pictures: the same bytes each time, readable back, with the names in them, whatever letters these have."""

import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from typer.testing import CliRunner

from kgraph import plots
from kgraph.cli import app
from kgraph.errors import KgraphError
from kgraph.plots import Bar, Course, Flow, Stack, draw_flows, draw_ranking, draw_ranks, draw_stacks, write_picture

NAMES = ("Samsung Electronics", "삼성전자", "ソニーグループ", "A & <B> $1 $2")
ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
MANY = "\N{HANGUL SYLLABLE GA}" * 60

DRAWINGS: dict[str, Callable[[], Figure]] = {
    "flows": lambda: draw_flows([Flow(name, NAMES[0], 10.0**place) for place, name in enumerate(NAMES, 5)], "Money"),
    "ranking": lambda: draw_ranking([Bar(name, "KR", 1 / place) for place, name in enumerate(NAMES, 1)], "Ranked"),
    "stacks": lambda: draw_stacks([Stack(name, None, [1, 2, 0, 4, 5]) for name in NAMES], ROLES, "Roles"),
    "ranks": lambda: draw_ranks(
        [Course(name, "JP", [None, place, 5 - place]) for place, name in enumerate(NAMES, 1)], ["1", "2", "3"], "Ranks"
    ),
}


def read_texts(file: Path) -> list[str]:
    return [
        "".join(text.itertext()).strip() for text in ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}text")
    ]


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_same_numbers_make_the_same_bytes(drawing: str, ending: str, tmp_path: Path) -> None:
    one, two = (tmp_path / f"{number}.{ending}" for number in (1, 2))
    for file in (one, two):
        write_picture(DRAWINGS[drawing](), file)
    assert one.read_bytes() == two.read_bytes()
    assert b"date" not in one.read_bytes()[:2000].lower()


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_svg_holds_every_name_as_text(drawing: str, tmp_path: Path) -> None:
    write_picture(DRAWINGS[drawing](), tmp_path / "a.svg")
    texts = read_texts(tmp_path / "a.svg")
    for name in NAMES:
        assert any(name in text for text in texts)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_png_is_large_enough_for_print(drawing: str, tmp_path: Path) -> None:
    write_picture(DRAWINGS[drawing](), tmp_path / "a.PNG")
    head = (tmp_path / "a.PNG").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    assert 500 <= width <= 3000
    assert 250 <= height <= 3000


@pytest.mark.parametrize(
    "figure",
    [
        lambda: draw_flows([], "none"),
        lambda: draw_flows([Flow("a", "a", 5e9)], "one"),
        lambda: draw_ranking([], "none"),
        lambda: draw_ranking([Bar("a", None, 0.0)], "one"),
        lambda: draw_stacks([], ROLES, "none"),
        lambda: draw_ranks([], [], "none"),
        lambda: draw_ranks([Course("a", None, [None])], ["2024"], "one"),
    ],
)
def test_nothing_and_a_single_thing_are_drawn_too(figure: Callable[[], Figure], tmp_path: Path) -> None:
    write_picture(figure(), tmp_path / "a.svg")
    assert ElementTree.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")


def test_letters_for_which_there_is_no_font_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "FONTS", ("DejaVu Sans",))
    write_picture(draw_ranking([Bar(MANY, "KR", 1.0)], "Ranked"), tmp_path / "a.png")


def test_long_names_are_cut(tmp_path: Path) -> None:
    write_picture(draw_ranking([Bar("x" * 90, "KR", 1.0)], "Ranked"), tmp_path / "a.svg")
    assert "x" * 33 + "… (KR)" in read_texts(tmp_path / "a.svg")


def test_sampled_values_have_error_bars() -> None:
    exact, sampled = (draw_ranking([Bar("a", "KR", 1.0, error)], "Ranked") for error in (None, 0.1))
    assert len(sampled.axes[0].collections) > len(exact.axes[0].collections) == 0


def test_the_style_of_the_user_changes_nothing(tmp_path: Path) -> None:
    import matplotlib

    write_picture(DRAWINGS["ranking"](), tmp_path / "a.svg")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        write_picture(DRAWINGS["ranking"](), tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize(
    ("usd", "text"),
    [(0, ""), (950, "$0.9k"), (5.34e9, "$5.3bn"), (229.7e9, "$230bn"), (381.7e6, "$382m"), (1.2e12, "$1,200bn")],
)
def test_dollars_are_short(usd: float, text: str) -> None:
    assert plots.shorten_dollars(usd) == text


def test_another_ending_is_told(tmp_path: Path) -> None:
    with pytest.raises(KgraphError, match=r"the ending '\.pdf' names no format of pictures: use \.svg or \.png"):
        write_picture(DRAWINGS["ranking"](), tmp_path / "a.pdf")
    with pytest.raises(KgraphError, match="cannot be written"):
        write_picture(DRAWINGS["ranking"](), tmp_path / "none" / "a.svg")


# --- by the commands


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("flows",), "United States"),
        (("centrality", "--measure", "strength"), "Samsung Electronics (KR)"),
        (("brokers",), "Samsung Electronics (KR)"),
        (("timeline", "--by", "year", "--top", "3"), "Rapidus (JP)"),
    ],
)
def test_each_command_on_the_network_draws_what_it_prints(
    command: tuple[str, ...], name: str, sample: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.svg"
    result = CliRunner().invoke(app, [*command, "--plot", str(file), "-g", str(sample)], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, f"written: {file}\n")
    assert result.stdout
    assert any(name in text for text in read_texts(file))


def test_a_missing_matplotlib_is_told_and_only_when_a_picture_is_asked_for(sample: Path, tmp_path: Path) -> None:
    code = "import sys; sys.modules['matplotlib'] = None; from kgraph.cli import main; main()"

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, "flows", "-g", str(sample), *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    assert run().returncode == 0
    result = run("--plot", "a.svg")
    assert (result.returncode, result.stderr) == (1, "kgraph: matplotlib is missing: pip install 'kgraph[plot]'\n")
