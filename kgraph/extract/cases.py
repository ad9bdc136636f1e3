"""A sum and what was decided of it in, the candidates for what is still open out, each with the features of its case.

Learning and judging both read their cases here, so that a judge sees what it was taught on.
"""

from spacy.tokens import Token

from kgraph.extract.dates import DateMention
from kgraph.extract.destinations import guess_place, guess_site
from kgraph.extract.entities import Entity
from kgraph.extract.features import (
    Scene,
    describe_date,
    describe_month,
    describe_party,
    describe_place,
    describe_site,
)
from kgraph.extract.features.parties import Parties
from kgraph.extract.parties import find_parties
from kgraph.extract.sites import Site
from kgraph.extract.timing import date_commitment
from kgraph.model import InvestmentKind, Status


def read_status_case(sum_features: list[str], kind: InvestmentKind) -> list[str]:
    return [*sum_features, f"kind={kind}"]


def read_party_cases(scene: Scene, token: Token, kind: InvestmentKind) -> list[tuple[Entity, list[str]]]:
    """Every party of the document as one that may pay or get the sum."""
    ruled = find_parties(scene.discourse, scene.sites, scene.context_of(token), kind, scene.sentence_of(token))
    return [(entity, describe_party(scene, token, entity, ruled)) for entity in scene.of]


def read_site_cases(scene: Scene, token: Token, kind: InvestmentKind, parties: Parties) -> list[tuple[Site, list[str]]]:
    """Every site of the document as one into which the sum may go."""
    ruled = guess_site(scene.discourse, scene.sites, scene.context_of(token), kind, parties)
    return [(site, describe_site(scene, token, site, ruled, parties)) for site in scene.sites]


def read_place_cases(
    scene: Scene, token: Token, kind: InvestmentKind, site: Site | None, parties: Parties
) -> list[tuple[Entity, list[str]]]:
    """Every place of the document as the one where the sum is spent."""
    ruled = guess_place(scene.discourse, scene.context_of(token), kind, site, parties[1])
    held = site.location if site is not None else None
    return [(place, describe_place(scene, token, place, (ruled, held), parties)) for place in scene.places]


def read_date_cases(scene: Scene, token: Token, status: Status) -> list[tuple[DateMention, list[str]]]:
    """Every date of the document as the day on which the sum was announced."""
    ruled = date_commitment(scene.discourse, token, token.sent)
    return [(date, [*describe_date(scene, token, date, ruled), f"status={status}"]) for date in scene.reading.dates]


def read_month_case(scene: Scene, token: Token, status: Status) -> list[str]:
    ruled = date_commitment(scene.discourse, token, token.sent)
    return [*describe_month(scene, token, ruled), f"status={status}"]
