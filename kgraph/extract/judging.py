"""Features in, how likely each answer is out, by weights that were learned from gold articles.

Judges are logistic regressions (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4):
the weights of the features that hold are added up, so each verdict can be followed by hand. `weights.json` holds them;
tests/training/train_judges.py writes it.
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import exp
from typing import Literal, NamedTuple

from kgraph.model import InvestmentKind

JudgeName = Literal["kind", "status", "investor", "recipient", "site", "place", "date", "month"]


class Judge(NamedTuple):
    """What a judge may answer, and for each answer how much it is favoured and what each feature says for it.

    A judge of yes and no has one answer, yes.
    """

    answers: tuple[str, ...]
    favours: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


@cache
def load_judges() -> dict[str, Judge]:
    """The judges that are shipped, by name."""
    stored = json.loads((files("kgraph.extract") / "weights.json").read_text(encoding="utf-8"))
    return {
        name: Judge(
            tuple(judge["answers"]),
            tuple(judge["favours"]),
            {feature: tuple(weights) for feature, weights in judge["weights"].items()},
        )
        for name, judge in stored.items()
    }


def judge_answers(name: JudgeName, features: Iterable[str]) -> dict[str, float]:
    """The probability of each answer of a judge of several."""
    judge = load_judges()[name]
    told = [weights for feature in features if (weights := judge.weights.get(feature))]
    totals = [sum(column) for column in zip(judge.favours, *told, strict=True)]
    powers = [exp(total) for total in totals]
    return {answer: power / sum(powers) for answer, power in zip(judge.answers, powers, strict=True)}


def judge_yes(name: JudgeName, features: Iterable[str], kind: InvestmentKind) -> float:
    """The probability of yes about money of a kind."""
    favour, weights = load_group(name, GROUPS.get(kind, OWN))
    return 1 / (1 + exp(-favour - sum(weights.get(feature, 0.0) for feature in features)))


GROUPS: dict[str, str] = {"grant": "public", "loan": "public", "tax_credit": "public", "acquisition": "bought"}
OWN = "own"
"""Kinds that are judged alike: public money, purchases, and a firm's own money."""


def add_kind(features: list[str], kind: InvestmentKind) -> list[str]:
    """Features as such and as they hold of money of a kind: what a judge of yes and no learns."""
    group = GROUPS.get(kind, OWN)
    return [*features, *(f"{group}&{feature}" for feature in features)]


@cache
def load_group(name: JudgeName, group: str) -> tuple[float, dict[str, float]]:
    """A judge of yes and no for one group of kinds: each feature's weight with that which it has in the group."""
    judge = load_judges()[name]
    weights = {feature: weight for feature, (weight,) in judge.weights.items() if "&" not in feature}
    for feature, (weight,) in judge.weights.items():
        if feature.startswith(f"{group}&"):
            plain = feature.removeprefix(f"{group}&")
            weights[plain] = weights.get(plain, 0.0) + weight
    return judge.favours[0], weights
