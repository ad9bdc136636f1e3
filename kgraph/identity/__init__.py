"""What documents claim comes in; the thing of the world that each claim is about, and all merged, goes out.

    resolution   the claims of one document -> the IRIs of the things and events that they are about
    merging      the claims of all documents -> one thing or event per IRI

Names decide: two organizations are one where the shipped tables know both names as one organization's, or
where their names are the same but for spelling.
"""

from kgraph.identity.merging import merge_claims
from kgraph.identity.resolution import resolve_claims

__all__ = ["merge_claims", "resolve_claims"]
