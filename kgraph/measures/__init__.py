"""A network in; measures of its things, of its countries and of what changes over time out.

    arrays          a networkx graph -> arrays that all measures share
    centrality      degree, strength, PageRank, eigenvector, hubs and authorities, cores
    paths           betweenness, plain and across borders, and bridging; `trees`, `backend` make it fast
    distances       closeness
    triangles       constraint
    borders         E-I index, participation, assortativity
    brokerage       who stands between whom, by role
    communities     who belongs together
    flows           events and dollars from country to country
    chance          which flows and E-I indices are more than chance
    ranking         MEASURES by name, and rankings by them
    trends          measures over time

Any networkx graph will do, directed or not, with parallel edges or without. Nothing is ever NaN: what is not defined
is None.
"""

from kgraph.measures.borders import Borders, Openness, measure_borders
from kgraph.measures.brokerage import Broker, Brokerage, Roles, find_brokers
from kgraph.measures.chance import Chance, Comparison, compare_chance
from kgraph.measures.communities import Communities, find_communities
from kgraph.measures.flows import CountryFlow, FlowMatrix, measure_flows
from kgraph.measures.ranking import MEASURES, Measure, Ranking, Values, measure_nodes, rank_centrality, rank_values
from kgraph.measures.trends import Series, Timeline, Trend, find_trend, measure_timeline, slice_network

__all__ = [
    "MEASURES",
    "Borders",
    "Broker",
    "Brokerage",
    "Chance",
    "Communities",
    "Comparison",
    "CountryFlow",
    "FlowMatrix",
    "Measure",
    "Openness",
    "Ranking",
    "Roles",
    "Series",
    "Timeline",
    "Trend",
    "Values",
    "compare_chance",
    "find_brokers",
    "find_communities",
    "find_trend",
    "measure_borders",
    "measure_flows",
    "measure_nodes",
    "measure_timeline",
    "rank_centrality",
    "rank_values",
    "slice_network",
]
