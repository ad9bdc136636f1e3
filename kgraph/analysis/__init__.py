"""An open graph in; what the commands tell of its network out: text for people, rows for programs.

networks        a graph -> its network, and that of those who are asked for
flows           money and deals from country to country, and which are more than chance
centrality      rankings by any measure
brokerage       who stands between countries, and who joins all that are asked for
timeline        values and ranks period by period, who rose and who fell
explanation     a node -> the events, documents and quotes that make its values
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kgraph.tables import Cell


class Findings(NamedTuple):
    """What a command has found: columns and rows for programs, pieces of text for people."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    text: Iterable[str]
