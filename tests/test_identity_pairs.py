"""Hard pairs of mentions and claims: what a careful analyst takes for one thing, and what for two."""

import runpy
from pathlib import Path
from typing import Any

import pytest

MEASURE = runpy.run_path(str(Path(__file__).parent / "identity" / "measure_pairs.py"))
_PRECISION, _RECALL = 0.98, 0.85
_LEAST = {"mentions": 150, "claims": 60}


@pytest.fixture(scope="module", params=["mentions", "claims"])
def judged(request: pytest.FixtureRequest) -> tuple[str, Any]:
    return request.param, MEASURE["measure"](MEASURE["read_pairs"](request.param))


def test_the_sets_are_large_enough_to_tell(judged: tuple[str, Any]) -> None:
    name, score = judged
    assert score.pairs >= _LEAST[name]


def test_what_is_taken_for_one_thing_is_one_in_98_of_100_pairs(judged: tuple[str, Any]) -> None:
    _, score = judged
    assert score.precision >= _PRECISION, [f"{pair.id}: {pair.why}" for pair in score.errors if not pair.same]


def test_what_is_one_thing_is_found_to_be_in_85_of_100_pairs(judged: tuple[str, Any]) -> None:
    _, score = judged
    assert score.recall >= _RECALL, [f"{pair.id}: {pair.why}" for pair in score.errors if pair.same]
