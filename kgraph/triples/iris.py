"""Documents, keys and names come in, IRIs go out: the same content has the same IRI everywhere."""

import json
import re
from hashlib import sha256
from unicodedata import normalize
from urllib.parse import quote, unquote

from kgraph.model import Document
from kgraph.ontology import BASE


def document_iri(document: Document) -> str:
    """The IRI of a document and of its named graph: its web address if it has one, else made from its id."""
    url = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", document.url or "")
    # "#" is encoded since fragments name claims; what has a user name or an IPv6 host goes by its id.
    if re.fullmatch(r"https?://[^/?#@:\[\]\s]+(:[0-9]*)?([/?#].*)?", url, re.IGNORECASE | re.DOTALL):
        return quote(url, safe="%:/?@!$&'()*+,;=")
    return f"{BASE}document/{quote(document.id, safe='')}"


def is_iri(name: str) -> bool:
    """Whether a name is an IRI of a thing already."""
    return name.startswith(BASE)


def is_happening(thing: str) -> bool:
    """Whether an IRI is that of a facility or event: what is known by what is told of it."""
    return thing.startswith((f"{BASE}facility/", f"{BASE}event/"))


def is_part(node: str, whole: str) -> bool:
    """Whether a node is a sum or a stage of another, by their IRIs."""
    return node.startswith(f"{whole}/") or (whole.endswith("/amount") and node.startswith(f"{whole}-"))


def content_hash(document: Document) -> str:
    """SHA-256 of what was read of a document, its text included, remarks on the reading left out."""
    content = document.model_dump(mode="json", exclude={"notes"})
    return digest(json.dumps(content, sort_keys=True, ensure_ascii=False))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def claim_iri(document_iri: str, key: str) -> str:
    """The IRI of what a document mentions or tells under a key."""
    # "-" is left to the nodes beside claims (#i1-amount, #place-yokohama), so that no key can be one of them.
    return f"{document_iri}#{quote(key, safe='').replace('-', '%2D')}"


def claim_key(claim_iri: str) -> str:
    """The key of a claim, from its IRI."""
    return unquote(claim_iri.rpartition("#")[2])


def evidence_iri(document_iri: str, start: int, end: int) -> str:
    """The IRI of a span of a document's text, after RFC 5147."""
    return f"{document_iri}#char={start},{end}"


def extractor_iri(name: str) -> str:
    """The IRI of an extractor: "rules-1"."""
    return f"{BASE}extractor/{quote(name, safe='')}"


def make_slug(name: str) -> str:
    """A name's letters and digits, case-folded and joined by "-"; a hash of the name where it has none."""
    folded = normalize("NFC", normalize("NFC", name).casefold())
    words = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    return "-".join(words) or digest(folded)[:16]


def thing_iri(slug: str) -> str:
    """The IRI of an organization, government or person."""
    return f"{BASE}thing/{quote(slug, safe='')}"


def facility_iri(slug: str) -> str:
    """The IRI of a site."""
    return f"{BASE}facility/{quote(slug, safe='')}"


def policy_iri(name: str) -> str:
    """The IRI of a law or programme."""
    return f"{BASE}policy/{quote(make_slug(name), safe='')}"


def country_iri(code: str) -> str:
    """The IRI of a country, from its code of ISO 3166-1; both layers share it."""
    return f"{BASE}country/{code}"


def country_code(country_iri: str) -> str:
    """The code of a country, from its IRI; empty for the IRI of anything else."""
    start, _, code = country_iri.rpartition("/")
    return code if start == f"{BASE}country" else ""


def place_iri(country: str | None, name: str) -> str:
    """The IRI of a town or region, from its country's code and its name."""
    # ZZ is a code that ISO 3166 leaves to its users: here, no known country.
    return f"{BASE}place/{country or 'ZZ'}/{quote(make_slug(name), safe='')}"


def event_iri(content: str) -> str:
    """The IRI of an investment, agreement or meeting, from the text that tells it from others."""
    return f"{BASE}event/{digest(content)[:16]}"
