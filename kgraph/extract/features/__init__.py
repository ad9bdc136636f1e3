"""A sum, a site or a date and what may belong to it in, what holds of the two out: the features that judges weigh.

Features speak of grammar, of the order of things and of classes of words, never of a name, so that what was learned
from some articles carries over to others.
"""

from kgraph.extract.features.dates import describe_date, describe_month
from kgraph.extract.features.parties import describe_party
from kgraph.extract.features.places import describe_place
from kgraph.extract.features.scene import Scene, set_scene
from kgraph.extract.features.sites import describe_site
from kgraph.extract.features.sums import describe_sum

__all__ = [
    "Scene",
    "describe_date",
    "describe_month",
    "describe_party",
    "describe_place",
    "describe_site",
    "describe_sum",
    "set_scene",
]
