"""A discourse in, the sites it speaks of out: who runs each, what kind it is, where it stands and when it opens."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUILD_VERBS,
    FACILITY_KINDS,
    FACILITY_NOUNS,
    INVEST_VERBS,
    KIND_OF_TECHNOLOGY,
    OPENING,
    WEAK_NOUNS,
)
from kgraph.extract.locations import Location, find_location, main_location
from kgraph.extract.roles import (
    agent_of,
    climb,
    objects_of,
    own_subject,
    owner_of,
    phrase_of,
    subject_of,
)
from kgraph.extract.technologies import find_technologies, main_technologies
from kgraph.gazetteer import lookup_division, lookup_place


@dataclass(slots=True, eq=False)
class Site:
    """A facility as a document tells of it; `tokens` are its mentions in reading order."""

    kind: str
    operators: list[Entity] = field(default_factory=list)
    location: Location = field(default_factory=Location)
    opens: str | None = None
    technologies: tuple[str, ...] = ()
    tokens: list[int] = field(default_factory=list)
    planned: bool = False


def find_sites(discourse: Discourse) -> list[Site]:
    """Every plant, fab or laboratory that is told of with an operator or a place, each once."""
    sites: list[Site] = []
    for sentence in discourse.cast.reading.sentences():
        if discourse.cast.reading.is_title(sentence[0]):
            continue
        for token in sentence:
            if is_site_noun(discourse, token):
                note_site(discourse, sites, token, sentence)
        note_opening(discourse, sites, sentence)
    complete_sites(discourse, sites)
    return sites


PRODUCING = frozenset(
    "production operation operations output shipment supply delivery line plant factory building".split()
)


def note_opening(discourse: Discourse, sites: list[Site], sentence: Span) -> None:
    """ "Production is to begin in 2027": an opening that names no site is that of the site spoken of last."""
    if (
        not sites
        or sites[-1].opens
        or not any(t.lemma_.lower() in PRODUCING for t in sentence)
        or any(t.i in site.tokens for site in sites for t in sentence)
    ):
        return
    if sites[-1].tokens[-1] < sentence.start - 120:
        return
    sites[-1].opens = find_opening(discourse, sentence[0], sentence)


def complete_sites(discourse: Discourse, sites: list[Site]) -> None:
    """Fill what the nouns left open: the kind by the document's technology, the operator by its leading firm."""
    main = main_technologies(discourse.cast.reading)
    firm = leading_firm(discourse)
    for site in sites:
        if site.kind == "plant":
            site.kind = next(
                (KIND_OF_TECHNOLOGY[t] for t in (*site.technologies, *main) if t in KIND_OF_TECHNOLOGY),
                "plant",
            )
        if not site.operators and site.planned:
            site.operators = named_in(discourse, site) or ([firm] if firm is not None else [])
    lone = main_location(discourse)
    for site in sites:
        if not site.location and site.planned and site.operators == [firm]:
            site.location = site.location.narrow(lone)


def named_in(discourse: Discourse, site: Site) -> list[Entity]:
    """The first firm that the sentence of a site names."""
    sentence = discourse.cast.reading.parse[site.tokens[0]].sent
    return [e for t in sentence for e in discourse.resolve_one(t) if e.kind == "Organization"][:1]


def leading_firm(discourse: Discourse) -> Entity | None:
    """The organization that a document names most, the first of equals."""
    firms = [e for e in discourse.cast.entities if e.kind == "Organization"]
    return max(firms, key=lambda e: (len(e.tokens), -e.tokens[0]), default=None)


def is_site_noun(discourse: Discourse, token: Token) -> bool:
    if token.lemma_.lower() not in FACILITY_NOUNS or token.pos_ not in {"NOUN", "PROPN"}:
        return False
    if token.dep_ in {"compound", "nmod", "amod"} and token.head.pos_ in {"NOUN", "PROPN"}:
        return False
    if token.i in discourse.cast.named:
        return False
    phrase = phrase_of(token)
    lemma = token.lemma_.lower()
    return lemma not in WEAK_NOUNS or any(word in phrase for word in WEAK_NOUNS[lemma])


def note_site(discourse: Discourse, sites: list[Site], token: Token, sentence: Span) -> None:
    if is_unplanned(token):
        return
    found = describe_site(discourse, token, sentence)
    known = find_known(sites, found, token)
    if known is not None:
        absorb(known, found)
    elif found.operators or found.location:
        sites.append(found)


def is_unplanned(token: Token) -> bool:
    """ "had no plan to build a plant": a site that nobody means to build."""
    plans = [
        t for t in token.sent if t.lemma_.lower() in {"plan", "intention", "talk", "decision"} and t.pos_ == "NOUN"
    ]
    refused = any(c.lower_ == "no" and c.dep_ == "det" for plan in plans for c in plan.children)
    return refused or any(t.lemma_.lower() in {"deny", "dismiss"} for t in climb(token) if t.sent == token.sent)


def describe_site(discourse: Discourse, token: Token, sentence: Span) -> Site:
    phrase = phrase_of(token)
    technologies = find_technologies(phrase)
    return Site(
        kind=site_kind(token, phrase, sentence.text),
        operators=find_operators(discourse, token),
        location=find_location(discourse, token),
        opens=find_opening(discourse, token, sentence),
        technologies=technologies,
        tokens=[token.i],
        planned=any(child.lower_ in {"a", "an", "new", "second", "another", "first"} for child in token.children),
    )


def site_kind(token: Token, phrase: str, sentence: str) -> str:
    padded = f" {phrase} "
    for kind, words in FACILITY_KINDS:
        if any(word in padded for word in words):
            return kind
    return FACILITY_NOUNS[token.lemma_.lower()]


def find_operators(discourse: Discourse, token: Token) -> list[Entity]:
    """The owner named beside the noun, else who builds, runs or opens it."""
    owner = owner_of(token)
    found = discourse.resolve(owner) if owner is not None else []
    found = [e for e in found if e.kind == "Organization"]
    if not found:
        found = [e for g in objects_of(token, "of", "for") for e in discourse.resolve(g) if e.kind == "Organization"]
    if not found:
        found = [
            e
            for c in token.children
            if c.dep_ in {"compound", "nmod"} and (e := discourse.cast.named.get(c.i)) and e.kind == "Organization"
        ]
    relative = [s for c in token.children if c.dep_ == "relcl" and (s := own_subject(c)) is not None]
    found = found or [e for t in relative for e in discourse.resolve(t) if e.kind == "Organization"]
    return found or find_builders(discourse, token)


RUNNING = frozenset(
    "have operate run own use plan hold unveil want intend mean wish need set pick choose present".split()
)


def find_builders(discourse: Discourse, token: Token) -> list[Entity]:
    for verb in climb(token):
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        lemma = verb.lemma_.lower()
        if lemma in BUILD_VERBS | INVEST_VERBS | {
            "have",
            "operate",
            "run",
            "own",
            "use",
            "say",
            "announce",
            "plan",
            "hold",
        }:
            who = agent_of(verb) or subject_of(verb)
            found = [e for e in discourse.resolve(who) if e.kind == "Organization"] if who is not None else []
            if found:
                return found
    return []


def find_opening(discourse: Discourse, token: Token, sentence: Span) -> str | None:
    """The date that an opening word of the same sentence governs, read forward."""
    reading = discourse.cast.reading
    for date in reading.dates_in(sentence):
        near = [
            t for t in sentence if reading.spans[t.i][0] >= date.start - 60 and reading.spans[t.i][1] <= date.end + 25
        ]
        if any(t.lemma_.lower() in OPENING for t in near) and not any(
            t.lemma_ in {"construction", "ground"} for t in near
        ):
            past = any(t.tag_ == "VBD" and t.lemma_.lower() in OPENING for t in near)
            return date.back if past else date.ahead
    return None


def find_known(sites: list[Site], found: Site, token: Token) -> Site | None:
    """The site that this mention speaks of again: same operator and place, or "the plant" after one."""
    if any(child.lower_ in {"another", "second", "third", "other"} for child in token.children):
        return None
    for site in reversed(sites):
        if agree(site, found, token):
            return site
    return None


def agree(site: Site, found: Site, token: Token) -> bool:
    if not places_agree(site.location.place, found.location.place):
        return False
    if found.location.country and site.location.country and found.location.country != site.location.country:
        return False
    if found.operators and site.operators and not set(found.operators) & set(site.operators):
        return False
    if found.kind != site.kind and {found.kind, site.kind} & {"research", "data_center"}:
        return False
    if found.kind != site.kind and found.kind != FACILITY_NOUNS[token.lemma_.lower()] and site.kind != "plant":
        return False
    definite = any(child.lower_ in {"the", "this", "that", "its", "their"} for child in token.children)
    return definite or bool(found.location.place or found.operators)


def places_agree(known: str | None, told: str | None) -> bool:
    """Whether two places can be one site's: the same, or a town of the state that was named first."""
    if not known or not told or known == told:
        return True
    town = lookup_place(told, division=known) if lookup_division(known) else None
    return town is not None and town.division == known


def absorb(site: Site, found: Site) -> None:
    site.operators = site.operators or found.operators
    finer = bool(site.location.place and found.location.place and site.location.place != found.location.place)
    site.location = found.location if finer else site.location.narrow(found.location)
    site.opens = site.opens or found.opens
    site.technologies = site.technologies or found.technologies
    if site.kind == "plant":
        site.kind = found.kind
    site.tokens += found.tokens


def site_at(sites: Iterable[Site], token: Token) -> Site | None:
    return next((site for site in sites if token.i in site.tokens), None)
