"""What the queries network-nodes, network-events and network-parts find, a value for each row, in no order."""

from decimal import Decimal
from typing import Any, NamedTuple

MONEY = frozenset({"investment", "public_support"})
BELONGING = frozenset({"operation", "affiliation"})
"""Families of edges that join a thing to what it belongs to."""
Edge = dict[str, Any]
"""The attributes of an edge."""


class NodeRow(NamedTuple):
    """What can be a node; `country` is an ISO 3166-1 code.

    `kind` is Organization, Government, Person, Facility or Country.
    """

    iri: str
    label: str
    kind: str
    country: str | None = None
    country_name: str | None = None


class EventRow(NamedTuple):
    """What is known of an event, or of a facility or person as the event of its own operation or affiliation.

    `family` is investment, public_support, agreement, meeting, operation or affiliation; `kind` of money the finer word
    (grant, acquisition ...), else the same. `usd` is the sum in dollars, `amount` the sum as stated in `currency` (ISO
    4217), `date` as precise as it was said, `country` the IRI of where the money goes, `policy` the name of a law or
    programme, `whole` the event of whose sum its own is a part, `sources` how many documents tell of it.
    """

    event: str
    family: str
    kind: str
    label: str | None = None
    date: str | None = None
    usd: Decimal | str | None = None
    amount: Decimal | str | None = None
    currency: str | None = None
    status: str | None = None
    country: str | None = None
    policy: str | None = None
    whole: str | None = None
    sources: int | str | None = None


class PartRow(NamedTuple):
    """A thing in a role of an event, by their IRIs.

    `role` is investor, recipient, facility, party, participant, operator, affiliation, technology or document.
    """

    event: str
    role: str
    thing: str
