"""A graph comes in, what is said of it as a whole goes into its knowledge layer, in the terms of VoID and DCAT.

It follows from the graph and the program alone, so the same graph has the same one; therefore its dates are those of
the documents. Counting takes about a second for a million quads, and is done where a build has changed anything.
"""

from importlib.resources import files

from kgraph.ontology import BASE, ontology_version
from kgraph.store import Store
from kgraph.version import __version__

DATASET = f"{BASE}dataset"
BESIDE = frozenset({f"{BASE}ontology", "https://ror.org/", "https://www.geonames.org/"})
"""Of what, beside the dataset and its parts, the description says something."""


def describe_dataset(store: Store) -> None:
    """Say what is in the graph, from when and from whom; of an empty one nothing is said."""
    store.change(store.find_statements(DATASET, is_described), [])  # it does not count itself
    if next(store.find_known(), None):
        query = (files("kgraph") / "description.rq").read_text(encoding="utf-8")
        versions = {"_program": __version__, "_ontology": ontology_version()}
        store.change([], sorted(set(store.construct(query, versions)), key=str))


def is_described(node: str, by: str) -> bool:
    return node.startswith(f"{DATASET}/") or node in BESIDE
