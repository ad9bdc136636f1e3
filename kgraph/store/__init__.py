"""Quads come in and stay on disk, SPARQL comes in and rows go out: only this package opens pyoxigraph stores.

folder      a graph's folder and its snapshots -> the database in it
values      terms of SPARQL -> plain values of Python, and back
sparql      a query and values for its variables -> SPARQL
answers     what a query found -> the W3C's formats, Turtle
database    the store: graphs of documents and the knowledge layer, written, read and asked
"""

from kgraph.store.answers import Found, write_turtle
from kgraph.store.database import Dataset, Store, open_copy, open_store
from kgraph.store.folder import find_snapshot, read_version
from kgraph.store.values import Iri, Plain, Rows

__all__ = [
    "Dataset",
    "Found",
    "Iri",
    "Plain",
    "Rows",
    "Store",
    "find_snapshot",
    "open_copy",
    "open_store",
    "read_version",
    "write_turtle",
]
