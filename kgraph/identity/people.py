"""The names of people as one document gives them come in, IRIs of people go out.

A full name is a person. A surname or an initial is the one person of the same organization that other documents
tell in full, a name in Hangul or kanji the one for whom a document tells both.
"""

import re
from collections.abc import Iterator

from kgraph.gazetteer import normalize_name
from kgraph.identity.naming import Introduced
from kgraph.model import Person
from kgraph.triples import make_slug, thing_iri

_KOREAN_SURNAMES = frozenset(
    """
    ahn an bae baek bang byun cha chang cho choe choi chong choo chun chung eom gong goo ha hahm ham han heo hong huh
    hwang im jang jeon jeong jin jo joo jung kang ki kil kim ko koo kwak kwon lee lim min moon na nah nam noh oh pae
    paik park ri roh ryu seo seok shim shin sim sohn son song suh um wang woo yang yeo yi yim yoo yoon you yu yun
    """.split()
)
_OFFICES = re.compile(
    r"^(?:(?:prime|vice|deputy|industry|trade|finance|economy|foreign|former|mr|ms|mrs|dr|prof|professor"
    r"|executive|president|chairman|chairwoman|chair|chief|ceo|minister|governor|secretary|senator|mayor|sir) )+(?=\w)"
)
_FIRST_NAMES = dict(
    pair.split(":")
    for pair in """
    abby:abigail andy:andrew ben:benjamin bill:william bob:robert cathy:catherine dan:daniel dave:david debbie:deborah
    don:donald doug:douglas ed:edward fred:frederick greg:gregory jeff:jeffrey jim:james joe:joseph ken:kenneth
    larry:lawrence liz:elizabeth matt:matthew mike:michael nick:nicholas phil:philip ray:raymond rob:robert ron:ronald
    sue:susan ted:edward tim:timothy tom:thomas tony:anthony vicky:victoria will:william
    """.split()
)
_LAST = frozenset({"jr", "sr", "ii", "iii", "iv"})
_TURNED = re.compile(r"\w+-\w+ (\w+)")
"""A Korean given name in front of the surname: "Seo-jun Bae"."""


def name_person(person: Person, affiliation: tuple[str, str] | None, document: str, introduced: Introduced) -> str:
    """The IRI of a person; `affiliation` is the organization as all documents, and as this one alone, tell it.

    A surname alone that no other document completes needs the organization, or the document.
    """
    found = {thing for name in list_asked(person, affiliation and affiliation[1]) for thing in introduced(name)}
    if len(found) == 1:
        return found.pop()
    return _name_locally(person) or thing_iri(
        make_slug(f"{_read_name(person)} {affiliation[0] if affiliation else document}")
    )


def _name_locally(person: Person) -> str | None:
    """The IRI by a full name; None for a surname alone."""
    words = _read_name(person)
    return None if " " not in words and words.isascii() else thing_iri(make_slug(words))


def _read_name(person: Person) -> str:
    """The name in Latin letters where one is told, in full, surname first where it is Korean."""
    latin = [alias for alias in person.aliases if alias.isascii() and " " in alias] if not person.name.isascii() else []
    name = max(latin, key=lambda alias: (len(alias), alias)) if latin and _is_cjk(person.name) else person.name
    turned = _TURNED.fullmatch(name)
    words = _OFFICES.sub("", normalize_name(name))
    if turned and turned[1].casefold() in _KOREAN_SURNAMES:
        first, last, surname = words.split()
        return f"{surname} {first} {last}"
    return _order_name(words)


def _is_cjk(name: str) -> bool:
    return name[:1] >= "\u3040"


def _order_name(words: str) -> str:
    """ "duk geun ahn" -> "ahn duk geun"; middle initials fall away, first names are those in full."""
    parts = words.split()
    if len(parts) > 2:
        parts = [parts[0], *(part for part in parts[1:] if len(part) > 1)]
    if len(parts) == 3 and parts[-1] in _KOREAN_SURNAMES and parts[0] not in _KOREAN_SURNAMES:
        parts = [parts[-1], *parts[:-1]]
    return " ".join([_FIRST_NAMES.get(parts[0], parts[0]), *parts[1:]]) if len(parts) > 1 else words


def list_introduced(person: Person, affiliation: str | None) -> Iterator[tuple[str, str]]:
    """A person with the names that a document introduces: in other writing, and short ones within an organization."""
    thing = _name_locally(person)
    if thing is None or _is_initial(_read_name(person)):
        return
    yield from ((thing, f"person {normalize_name(name)}") for name in person.aliases if _is_cjk(name))
    yield from ((thing, f"person {name} of {affiliation}") for name in _shorten(person) if affiliation)


def _shorten(person: Person) -> Iterator[str]:
    """The surname, with the role, and the surname behind an initial; a Korean surname says too little."""
    parts = [part for part in _read_name(person).split() if part not in _LAST]
    if len(parts) < 2 or parts[0] in _KOREAN_SURNAMES or not parts[0].isascii():
        return
    for surname in {" ".join(parts[1:]), parts[-1]}:
        yield f"{parts[0][0]} {surname}"
        yield from (surname, f"{surname}, {read_role(person)}")


def list_asked(person: Person, affiliation: str | None) -> tuple[str, ...]:
    """The names for which a document asks others: those in CJK writing alone, and short ones within an organization."""
    words = _read_name(person)
    if _is_cjk(words):
        return (f"person {words}",)
    role = f", {read_role(person)}" if person.role and not _is_initial(words) else ""
    is_short = _is_initial(words) or _name_locally(person) is None
    return (f"person {words}{role} of {affiliation}",) if is_short and affiliation else ()


def _is_initial(words: str) -> bool:
    return len(words.split(" ")[0]) == 1


def read_role(person: Person) -> str:
    """What a person is, in few words: "chief executive" for "CEO"."""
    words = normalize_name(person.role or "").removesuffix(" officer")
    return "chief executive" if words == "ceo" else words
