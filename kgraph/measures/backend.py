"""Arrays of a graph in; betweenness by a faster backend of networkx out, where one is installed.

`kgraph[fast]` installs franken-networkx. It is called by name for this one measure and sets nothing else; without it
`paths` does the same work and gives the same numbers.
"""

from importlib.metadata import version
from importlib.util import find_spec

import networkx
import numpy

from kgraph.measures.arrays import Arrays, Measured
from kgraph.measures.communities import draw_ties
from kgraph.measures.paths import EXACT, measure_paths

PACKAGE = "franken_networkx"


def measure_betweenness(arrays: Arrays) -> dict[str, Measured]:
    """betweenness, by the backend where it is installed and the graph is not so large that it is sampled.

    The method then names the backend and its version.
    """
    ties = arrays.ties.nnz // 2
    if not ties or len(arrays.names) * ties > EXACT or find_spec(PACKAGE) is None:
        return {"betweenness": measure_paths(arrays)["betweenness"]}
    values = networkx.betweenness_centrality(draw_ties(arrays), backend=PACKAGE)
    method = f"exact, by {PACKAGE} {version(PACKAGE)}"
    return {"betweenness": Measured(numpy.array([values[place] for place in range(len(values))]), None, method)}
