"""Names of the JSON format and of SPARQL come in, IRIs and meanings that ontology/*.ttl gives them go out.

Classes, properties and concepts are defined in those files alone. Whoever needs one asks here; a name that
the files do not hold is an OntologyError.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgraph.errors import OntologyError
from kgraph.prefixes import BASE as BASE
from kgraph.prefixes import PREFIXES as PREFIXES

T = TypeVar("T")
_KG = Namespace(PREFIXES["kg"])
_RANGE_INCLUDES = URIRef(f"{PREFIXES['schema']}rangeIncludes")


@cache
def load_ontology() -> Graph:
    """The classes, properties and concepts, as an rdflib graph that is not to be changed."""
    return _parse("kgraph.ttl", "technologies.ttl")


def ontology_version() -> str:
    """What the ontology says of its own version."""
    return str(load_ontology().value(URIRef(f"{BASE}ontology"), OWL.versionInfo))


@cache
def load_shapes() -> Graph:
    """The SHACL shapes, as an rdflib graph that is not to be changed."""
    return _parse("shapes.ttl")


@cache
def read_shapes() -> str:
    """The SHACL shapes, as Turtle."""
    return _read("shapes.ttl")


def read_example(name: str) -> str:
    """The text of an example: Grant.ttl, Grant.rq. Raises FileNotFoundError."""
    return _read(f"examples/{name}")


def _parse(*names: str) -> Graph:
    graph = Graph(bind_namespaces="none")
    for name in names:
        graph.parse(data=_read(name), format="turtle")
    return graph


def _read(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Where the Turtle files are: within the installed package, else in the checkout."""
    installed = files("kgraph") / "_ontology"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "ontology"


@cache
def iri(name: str) -> str:
    """The IRI of a prefixed name: "kg:investor". Raises OntologyError for an unknown prefix or kg: name."""
    prefix, _, local = name.partition(":")
    whole = _find(PREFIXES, prefix, "prefix") + local
    if prefix == "kg":
        _find(_terms(), name, "term")
    return whole


@cache
def _terms() -> Mapping[str, str]:
    own = {str(term) for term in load_ontology().subjects() if str(term).startswith(_KG)}
    return {f"kg:{term.removeprefix(str(_KG))}": term for term in own}


def property_of(model: str, field: str) -> str:
    """The property that holds a field of the JSON format: ("Investment", "investors") -> kg:investor.

    Raises OntologyError where no property does.
    """
    return _find(_properties(), f"{model}.{field}", "JSON field")


@cache
def properties_of(model: str) -> Mapping[str, str]:
    """All fields of an object of the JSON format that properties hold, with these."""
    fields = {field.partition(".")[2]: term for field, term in _properties().items() if field.startswith(f"{model}.")}
    return MappingProxyType(fields)


@cache
def _properties() -> Mapping[str, str]:
    return {str(field): str(term) for term, field in load_ontology().subject_objects(_KG.jsonField)}


def class_of(value: str) -> str:
    """The class that a word of the JSON format stands for: "Government", "grant". Raises OntologyError."""
    return _find(_classes(), value, "class for the word")


def class_word(classes: Iterable[str]) -> str:
    """The word of the JSON format for the narrowest of a node's classes: the inverse of `class_of`."""
    words = {term: word for word, term in _classes().items()}
    known = [term for term in classes if term in words]
    if not known:
        raise OntologyError(f"none of these classes stands in the JSON format: {', '.join(sorted(classes))}")
    return words[max(known, key=lambda term: (len(superclasses(term)), term))]


@cache
def _classes() -> Mapping[str, str]:
    return {str(word): str(term) for term, word in load_ontology().subject_objects(_KG.jsonValue)}


@cache
def superclasses(term: str) -> tuple[str, ...]:
    """All classes above this one, those of other ontologies too, in order of their IRIs."""
    above = {str(found) for found in load_ontology().transitive_objects(URIRef(term), RDFS.subClassOf)}
    return tuple(sorted(above - {term}))


@cache
def range_of(term: str) -> str | None:
    """The class or datatype of a property's values; None where the ontology names none or several."""
    graph = load_ontology()
    found = graph.value(URIRef(term), RDFS.range) or graph.value(URIRef(term), _RANGE_INCLUDES)
    return str(found) if isinstance(found, URIRef) else None


def concept(scheme: str, notation: str) -> str:
    """The concept that a word stands for, in the scheme of a property: ("technology", "batteries").

    Schemes are named by the properties that lead to them: technology, facilityKind, agreementKind, status.
    Raises OntologyError for an unknown scheme or word.
    """
    return _find(_find(_schemes(), scheme, "scheme"), notation, scheme)


def concept_labels(scheme: str) -> Mapping[str, tuple[str, ...]]:
    """Each word of a scheme with all its names in English, Korean and Japanese. Raises OntologyError."""
    concepts = _find(_schemes(), scheme, "scheme")
    return {word: _names(URIRef(concepts[word])) for word in sorted(concepts)}


def _names(term: URIRef) -> tuple[str, ...]:
    graph = load_ontology()
    return tuple(sorted({str(name) for name in (*graph[term : SKOS.prefLabel], *graph[term : SKOS.altLabel])}))


@cache
def _schemes() -> Mapping[str, Mapping[str, str]]:
    """Property -> word -> concept: a scheme is what a property's range has for instances with a notation."""
    graph = load_ontology()
    schemes = {}
    for term, class_ in graph.subject_objects(RDFS.range):
        words = {str(word): str(found) for found in graph[: RDF.type : class_] for word in graph[found : SKOS.notation]}
        if words:
            schemes[str(term).removeprefix(str(_KG))] = words
    return schemes


@cache
def broader_words(scheme: str, notation: str) -> tuple[str, ...]:
    """A word of a scheme and all words above it: ("technology", "memory") -> ("memory", "semiconductors")."""
    above = load_ontology().transitive_objects(URIRef(concept(scheme, notation)), SKOS.broader)
    return tuple(sorted(str(word) for term in above for word in load_ontology()[term : SKOS.notation]))


def list_broader(term: str) -> tuple[str, ...]:
    """The concepts directly above a concept, in order of their IRIs."""
    return tuple(sorted(str(found) for found in load_ontology()[URIRef(term) : SKOS.broader]))


def list_ancestors(term: str) -> tuple[str, ...]:
    """All concepts above a concept, step by step, in order of their IRIs."""
    above = {str(found) for found in load_ontology().transitive_objects(URIRef(term), SKOS.broader)}
    return tuple(sorted(above - {term}))


@cache
def list_classes() -> frozenset[str]:
    """The names of our own classes, without prefix."""
    graph = load_ontology()
    return frozenset(str(class_).removeprefix(_KG) for class_ in graph[: RDF.type : OWL.Class] if class_ in _KG)


class Field(NamedTuple):
    """A property as the shapes have it: the kinds of its values, and whether a thing has one at most.

    A kind is "@id" for things, a datatype, or "" for texts.
    """

    iri: str
    kinds: tuple[str, ...]
    single: bool


@cache
def list_fields() -> tuple[Field, ...]:
    """All properties that the shapes know, in order of their IRIs."""
    graph = load_shapes()
    paths = {path for path in graph.objects(None, SH.path) if isinstance(path, URIRef) and path != RDF.type}
    return tuple(_read_field(path) for path in sorted(paths))


def _read_field(path: URIRef) -> Field:
    graph = load_shapes()
    shapes = list(graph[: SH.path : path])
    options = [one for shape in shapes for found in graph[shape : SH["or"]] for one in Collection(graph, found)]
    types = {str(type_) for shape in (*shapes, *options) for type_ in graph[shape : SH.datatype]}
    things = any(_leads_to_things(shape) for shape in (*shapes, *options))
    kinds = {"@id"} if things else {"" if type_ == PREFIXES["xsd"] + "string" else type_ for type_ in types}
    single = any((shape, SH.maxCount, Literal(1)) in graph for shape in shapes)
    return Field(str(path), tuple(sorted(kinds or {""})), single)


def _leads_to_things(shape: Node) -> bool:
    graph = load_shapes()
    listed = [one for found in graph[shape : SH["in"]] for one in Collection(graph, found)]
    is_iri = (shape, SH.nodeKind, SH.IRI) in graph
    return is_iri or (shape, SH["class"], None) in graph or any(isinstance(one, URIRef) for one in listed)


def is_concept_class(class_: str) -> bool:
    """Whether a class is one of concepts, which go by their notation: kg:Technology, kg:Status."""
    return str(SKOS.Concept) in superclasses(class_)


def list_concepts() -> tuple[str, ...]:
    """The IRIs of all concepts and statuses, in order."""
    return tuple(sorted(_notations()))


def notation(term: str) -> str:
    """The word that stands for a concept. Raises OntologyError where there is none."""
    return _find(_notations(), term, "concept")


@cache
def _notations() -> Mapping[str, str]:
    return {str(term): str(word) for term, word in load_ontology().subject_objects(SKOS.notation)}


@cache
def label(term: str) -> str:
    """The English name of a class, property or concept. Raises OntologyError where there is none."""
    graph = load_ontology()
    names: list[Node] = [*graph[URIRef(term) : SKOS.prefLabel], *graph[URIRef(term) : RDFS.label]]
    english = sorted(str(name) for name in names if isinstance(name, Literal) and name.language == "en")
    if not english:
        raise OntologyError(f"the ontology has no name for <{term}>")
    return english[0]


def classes_of(term: str) -> tuple[str, ...]:
    """The classes of a concept and all classes above them, in order of their IRIs."""
    classes = {str(found) for found in load_ontology()[URIRef(term) : RDF.type]}
    return tuple(sorted(classes.union(*map(superclasses, classes))))


def _find(table: Mapping[str, T], name: str, what: str) -> T:
    if name in table:
        return table[name]
    close = get_close_matches(name, table, n=1, cutoff=0.5)
    hint = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(table)[:8])} ..."
    raise OntologyError(f"the ontology has no {what} {name!r}{hint}")
