"""The prefixes of the contract: short names of vocabularies -> what their IRIs start with."""

from collections.abc import Mapping
from types import MappingProxyType

BASE = "https://w3id.org/kgraph/"
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": f"{BASE}ontology#",
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "org": "http://www.w3.org/ns/org#",
        "oa": "http://www.w3.org/ns/oa#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""For queries, exports and `ontology.iri`."""
