"""Rows of the network's queries in; networkx graphs of who deals with whom, their parts and sums out.

    rows        what the queries network-nodes, network-events and network-parts find
    building    rows -> the network
    selection   a network -> what of it is asked for: countries, kinds, technologies, dates ...
    projection  a network -> organizations alone, or countries alone
    flows       a network -> money and deals between countries

**Nodes** are organizations, governments, people and facilities, named by their IRIs. Who is known only as the parent
of others is none. A company and its parent are two nodes, and nothing joins them. `organizations` says who stands for
a node in projections: for an organization itself, for a facility its operators, for a person their own, for a
country nobody.

**Edges**, one for each pair that an event joins:

1. Money (`family` "investment" or "public_support") goes from each investor to each recipient other than
   itself; without such a recipient to the facility; without a facility to the country where the money goes.
   A country is a node for this use alone, of `kind` "Country".
2. Money of which one side is unknown has no edge. `network.graph["loose"]` keeps it for the flows: pairs of an
   investor's IRI (None: unknown) and what an edge would tell.
3. An event's dollars are split evenly over its investors, and each investor's part over that investor's
   edges: `usd` is the part of an edge, `event_usd` the whole, `amount` and `currency` the whole as it was stated.
   Adding up `usd` counts no dollar twice.
4. The partners of a joint venture are joined to each other too ("venture"), without dollars.
5. The parties of an agreement, the participants of a meeting and the partners of a venture are joined pair by pair,
   once each and in the order of their IRIs: n of them make n(n-1)/2 edges. Such an edge is `mutual`: its direction
   means nothing.
6. An operator is joined to its facility ("operation"), a person to their organization ("affiliation"); here
   the facility or the person is the event.
7. `weight` says how much of an event an edge is, so that a large event does not drown the rest. Each edge among n has
   1/(n-1): the weights of a participant add up to 1 an event (Newman 2001, Physical Review E 64, 016132). Money is
   weighed as its dollars are split: to 1 an event. An operation or affiliation has 1.
8. What is part of another sum (`whole` names its event: the share of a partner, a part of a programme) keeps its edges,
   without `usd` and with the weight 0, since the whole has them.
9. Cancelled events keep their edges, with `status` "cancelled"; `select_network` leaves them out unless asked.
10. `documents` are the IRIs of the documents that tell of an event; `sources` counts them, copies of one text once.

**Projections** keep an edge's attributes and replace its ends by all that stand for them. Its dollars and weight are
split evenly over the pairs of these; edges of one event between the same two become one again; what would join a
thing to itself falls away, and so do operations and affiliations.

11. Organization to organization, government to organization (`project_organizations`): operators stand for a facility,
    an organization for its people. What leads to a country falls away.
12. Country to country (`project_countries`): money goes from the investor's country to the one where the money goes;
    who agrees or meets is in their country, without one in those of their organizations.

**Flows** (`sum_flows`) count an event once in each flow that it reaches, split its dollars by rule 3, and leave out
what is part of another sum.

Nodes and edges stand in the order of IRIs, whatever order the rows come in. What is unknown is None.
"""

from kgraph.network.building import build_network
from kgraph.network.flows import Flow, list_moves, sum_flows
from kgraph.network.projection import project_countries, project_organizations
from kgraph.network.rows import EventRow, NodeRow, PartRow
from kgraph.network.selection import KINDS, Selection, select_network

__all__ = [
    "KINDS",
    "EventRow",
    "Flow",
    "NodeRow",
    "PartRow",
    "Selection",
    "build_network",
    "list_moves",
    "project_countries",
    "project_organizations",
    "select_network",
    "sum_flows",
]
