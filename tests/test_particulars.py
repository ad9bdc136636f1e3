"""What the page tells beside its drawing, read from the graph of the sample."""

from collections import Counter
from collections.abc import Iterator
from math import fsum
from pathlib import Path

import networkx
import pytest

from kgraph.page import Extras, FactRow
from kgraph.particulars import read_extras, read_facts
from kgraph.questions import ask
from kgraph.store import Store, open_store
from kgraph.views import read_network


@pytest.fixture(scope="module")
def store(sample: Path) -> Iterator[Store]:
    with open_store(sample) as opened:
        yield opened


@pytest.fixture(scope="module")
def network(store: Store) -> networkx.MultiDiGraph:
    return read_network(store)


@pytest.fixture(scope="module")
def facts(store: Store, network: networkx.MultiDiGraph) -> list[FactRow]:
    return read_facts(store, network)


@pytest.fixture(scope="module")
def extras(store: Store, network: networkx.MultiDiGraph) -> Extras:
    return read_extras(store, network)


def test_the_flows_of_all_facts_add_up_to_those_that_are_asked_for(store: Store, facts: list[FactRow]) -> None:
    events: Counter[tuple[str | None, str | None]] = Counter()
    dollars: Counter[tuple[str | None, str | None]] = Counter()
    for fact in facts:
        for flow in fact.flows:
            events[flow.source, flow.target] += 1
            dollars[flow.source, flow.target] += flow.usd or 0.0
    expected = {
        (source, target): (private + public, fsum(float(usd or 0) for usd in (usd, public_usd)))
        for source, target, private, usd, public, public_usd in ask(store, "flows")
    }
    assert events.keys() == expected.keys()
    for ends, (count, usd) in expected.items():
        assert (events[ends], dollars[ends]) == (count, pytest.approx(usd, abs=2))


def test_a_fact_has_its_parts_by_role_its_subjects_and_its_quotes(facts: list[FactRow]) -> None:
    (grant,) = [fact for fact in facts if fact.label.startswith("U.S. Department of Commerce: grant of up to 4,745")]
    roles = {part.role: part.thing.rpartition("/")[2] for part in grant.parts}
    assert roles["investor"] == "us-department-of-commerce" and roles["recipient"] == "samsung-electronics"
    assert grant.policies == ("CHIPS and Science Act",) and grant.technologies
    assert any("$4.745 billion" in quote.quote for quote in grant.evidence)
    assert [step.sum for step in grant.steps] == ["up to 6,400,000,000 USD", "up to 4,745,000,000 USD"]


def test_things_have_their_other_names(extras: Extras) -> None:
    assert "Samsung" in extras.names["https://w3id.org/kgraph/thing/samsung-electronics"]


def test_sites_stand_where_their_towns_are(extras: Extras) -> None:
    sites = {site.town: (site.latitude, site.longitude) for site in extras.sites}
    assert sites["Phoenix"] == (pytest.approx(33.5, abs=0.2), pytest.approx(-112.1, abs=0.2))


def test_brokers_are_ranked_and_every_measure_is_there(extras: Extras) -> None:
    (brokers,) = extras.rankings
    values = [row.values[0] for row in brokers.rows]
    assert values == sorted(values, reverse=True) and len(values) > 3
    assert sorted(extras.measures) == ["betweenness", "degree", "pagerank", "strength"]
