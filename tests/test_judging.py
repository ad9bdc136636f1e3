"""Judges: what features say of a sum and what may belong to it, and how weights make a verdict of them."""

from dataclasses import replace
from math import exp, isclose
from pathlib import Path

import pytest

from kgraph.extract import extract_facts, investments, judging
from kgraph.extract.cases import read_party_cases, read_place_cases, read_site_cases
from kgraph.extract.coreference import find_anaphors
from kgraph.extract.entities import find_entities
from kgraph.extract.features import Scene, describe_date, describe_month, describe_sum, set_scene
from kgraph.extract.judging import Judge, judge_answers, judge_yes, load_group, load_judges
from kgraph.extract.reading import read_document
from kgraph.extract.sites import find_sites
from kgraph.model import Document

GRANT = (
    "The Ministry of Forests will give Halden Industries $90 million for a plant in Graz. Tessaly Holdings had sales."
)


def read_scene(text: str, title: str = "", published: str | None = "2024-05-16") -> Scene:
    discourse = find_anaphors(
        find_entities(read_document(Document(id="d", title=title, text=text, published=published)))
    )
    return set_scene(discourse, find_sites(discourse))


def party_features(text: str, name: str) -> list[str]:
    scene = read_scene(text)
    token = scene.reading.parse[min(scene.reading.sums)]
    return next(features for entity, features in read_party_cases(scene, token, "grant") if entity.name == name)


@pytest.fixture
def two_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    judges = {
        "kind": Judge(("grant", "loan", "none"), (0.0, 0.5, 0.0), {"a": (1.0, 0.0, -1.0), "b": (0.5, 0.0, 0.0)}),
        "investor": Judge(("yes",), (-1.0,), {"a": (2.0,), "public&a": (-3.0,), "own&b": (1.0,)}),
    }
    monkeypatch.setattr(judging, "load_judges", lambda: judges)
    load_group.cache_clear()
    yield
    load_group.cache_clear()


@pytest.mark.usefixtures("two_judges")
def test_the_weights_of_all_features_that_hold_are_added_up() -> None:
    likely = judge_answers("kind", ["a", "b", "unheard of"])
    powers = {"grant": exp(1.5), "loan": exp(0.5), "none": exp(-1.0)}
    assert likely == pytest.approx({name: power / sum(powers.values()) for name, power in powers.items()})


@pytest.mark.usefixtures("two_judges")
def test_a_feature_weighs_as_such_and_for_its_group_of_kinds() -> None:
    assert judge_yes("investor", ["a"], "investment") == pytest.approx(1 / (1 + exp(-1.0)))
    assert judge_yes("investor", ["a"], "loan") == pytest.approx(1 / (1 + exp(2.0)))
    assert judge_yes("investor", ["b"], "joint_venture") == pytest.approx(0.5)
    assert judge_yes("investor", ["b"], "acquisition") == pytest.approx(1 / (1 + exp(1.0)))


@pytest.mark.usefixtures("two_judges")
def test_what_is_unheard_of_says_nothing() -> None:
    assert judge_yes("investor", ["never", "seen"], "grant") == judge_yes("investor", [], "grant")


def test_the_shipped_judges_answer_for_every_role() -> None:
    judges = load_judges()
    assert set(judges) == {"kind", "status", "investor", "recipient", "site", "place", "date", "month"}
    assert set(judges["kind"].answers) == {
        *("investment", "grant", "loan", "tax_credit", "acquisition", "joint_venture", "none")
    }
    assert set(judges["status"].answers) == {"considered", "announced", "completed", "cancelled"}
    for judge in judges.values():
        assert all(len(weights) == len(judge.answers) == len(judge.favours) for weights in judge.weights.values())


def test_the_probabilities_of_answers_make_one() -> None:
    scene = read_scene(GRANT)
    features = describe_sum(scene, scene.reading.parse[min(scene.reading.sums)])
    assert isclose(sum(judge_answers("kind", features).values()), 1)


def test_no_feature_holds_a_name() -> None:
    scene = read_scene(GRANT, title="Halden Industries gets $90 million")
    token = scene.reading.parse[max(scene.reading.sums)]
    parties = ([e for e in scene.of if e.kind == "Government"], [e for e in scene.of if e.kind != "Government"])
    features = [
        *describe_sum(scene, token),
        *(f for _, some in read_party_cases(scene, token, "grant") for f in some),
        *(f for _, some in read_site_cases(scene, token, "grant", parties) for f in some),
        *(f for _, some in read_place_cases(scene, token, "grant", None, parties) for f in some),
    ]
    named = {"halden", "industries", "tessaly", "forests", "graz"}
    assert [f for f in features if named & set(f.lower().replace("=", " ").replace("|", " ").split())] == []


def test_a_party_is_told_by_its_grammar_and_by_the_order_of_things() -> None:
    giver, taker = party_features(GRANT, "Ministry of Forests"), party_features(GRANT, "Halden Industries")
    assert {"class=Government", "here=True", "link=nsubj", "rule-pays=True"} <= set(giver)
    assert {"class=Organization", "here=True", "rule-gets=True"} <= set(taker)
    assert "rule-pays=True" not in taker


def test_a_party_of_another_sentence_is_told_by_its_distance() -> None:
    features = party_features(GRANT, "Tessaly Holdings")
    assert {"here=False", "ahead=1", "others-here=True"} <= set(features)


def test_a_date_is_told_by_its_words_its_verb_and_the_day_of_publication() -> None:
    scene = read_scene("Halden Industries said on Monday it would spend $90 million on a plant by 2027.")
    token = scene.reading.parse[min(scene.reading.sums)]
    monday, year = (set(describe_date(scene, token, date, None)) for date in scene.reading.dates)
    assert {"before=on", "here=True", "future=False", "month=True|10"} <= monday
    assert {"before=by", "future=True", "planned=True"} <= year


def test_the_lead_tells_news_of_the_month() -> None:
    scene = read_scene("Halden Industries will spend $90 million.\n\nTessaly Holdings will spend $80 million.")
    first, second = (describe_month(scene, scene.reading.parse[i], None) for i in sorted(scene.reading.sums))
    assert "lead=True" in first
    assert "lead=False" in second


def test_places_of_a_scene_are_also_those_of_authorities_and_seats() -> None:
    scene = read_scene("The City of Osaka will give Kobe-based Halden Industries $9 million.")
    assert {"Osaka", "Kobe"} <= {place.name for place in scene.places}


def test_the_weights_are_stored_a_line_a_feature() -> None:
    stored = Path(judging.__file__).with_name("weights.json").read_text(encoding="utf-8")
    assert stored.count("\n") > sum(len(judge.weights) for judge in load_judges().values()) - 50


@pytest.mark.parametrize(
    ("text", "kept"), [("It had $1 million, $2 million, $3 million.", 0), ("It had $1 million.", 1)]
)
def test_of_many_figures_one_must_be_surely_committed(text: str, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        investments, "judge_kind", lambda _, token: investments.Committed(token, [], "investment", likely=0.6)
    )
    assert len(investments.find_committed(read_scene(text))) == kept


def test_what_each_of_two_puts_up_is_a_commitment_of_each() -> None:
    text = "Halden Industries and Tessaly Holdings will invest $90 million each in plants in Ohio."
    facts = extract_facts(Document(id="d", text=text, published="2024-05-16"))
    assert sorted(facts.investments[n].investors for n in range(2)) == [("o1",), ("o2",)]


def test_what_each_of_two_gets_is_a_commitment_to_each() -> None:
    scene = read_scene("The Ministry of Forests gave Halden Industries and Tessaly Holdings $90 million each.")
    told = investments.find_commitments(scene.discourse, scene.sites)[0]
    firms = [entity for entity in scene.of if entity.kind == "Organization"]
    split = investments.split_commitment(replace(told, recipients=firms))
    assert [each.recipients for each in split] == [[firm] for firm in firms]
