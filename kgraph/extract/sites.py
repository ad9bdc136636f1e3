"""A discourse in, the sites it speaks of out: who runs each, what kind it is, where it stands and when it opens."""

from collections.abc import Iterable, Sequence
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
    SAY_VERBS,
    WEAK_NOUNS,
)
from kgraph.extract.locations import Location, find_location, is_place, main_location
from kgraph.extract.roles import (
    agent_of,
    climb,
    objects_of,
    own_subject,
    owner_of,
    phrase_of,
    subject_of,
    verbs_over,
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
    if not sites or sites[-1].opens or sites[-1].tokens[-1] < sentence.start - FAR:
        return
    names_site = any(t.i in site.tokens for site in sites for t in sentence)
    produces = any(t.lemma_.lower() in PRODUCING or is_opened_again(t) for t in sentence)
    if produces and not names_site:
        sites[-1].opens = find_opening(discourse, sentence)


FAR = 120
"""Tokens after which a sentence speaks of another site."""


def is_opened_again(token: Token) -> bool:
    """ "It will open in March": the site of the sentence before."""
    subject = own_subject(token) if token.pos_ == "VERB" and token.lemma_ in {"open", "start", "begin"} else None
    return subject is not None and subject.lower_ == "it"


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
        if not site.location and site.planned:
            site.location = neighbour_location(sites, site) or (lone if site.operators == [firm] else Location())


def neighbour_location(sites: Sequence[Site], site: Site) -> Location:
    """Where the only other site of the same firm stands: "a third fab" is beside the first two."""
    others = {s.location for s in sites if s is not site and s.location and set(s.operators) & set(site.operators)}
    return others.pop() if len(others) == 1 else Location()


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
    apposed = discourse.cast.named.get(token.head.i) if token.dep_ == "appos" else None
    generic = any(c.dep_ == "det" and c.lower_ in GENERIC for c in token.children)
    if generic or token.i in discourse.cast.named or (apposed is not None and apposed.is_party()):
        return False
    return token.lemma_.lower() not in WEAK_NOUNS or is_told_site(discourse, token)


GENERIC = frozenset("every each any all most many such no".split())


def is_told_site(discourse: Discourse, token: Token) -> bool:
    """Whether a noun that may mean anything means a site: by the words beside it, or by a place that it stands in."""
    lemma, phrase = token.lemma_.lower(), phrase_of(token)
    if any(word in phrase for word in WEAK_NOUNS[lemma]):
        return True
    compounds = [c for c in token.children if c.dep_ in {"compound", "nmod"}]
    beside = [*compounds, *objects_of(token, "in", "at", "near")]
    placed = lemma in PLACED_NOUNS and any(is_place(discourse, t) for t in beside)
    made = lemma == "line" and any(c.pos_ == "NOUN" and c.lemma_.lower() not in NOT_LINES for c in compounds)
    return placed or made


PLACED_NOUNS = frozenset(
    "works hall unit line extension expansion addition base complex terminal warehouse mine".split()
)
NOT_LINES = frozenset(
    "product credit pipe power transmission top bottom phone front deadline subway railway airline story".split()
)


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
        kind=site_kind(token, phrase),
        operators=find_operators(discourse, token),
        location=find_location(discourse, token),
        opens=find_opening(discourse, sentence),
        technologies=technologies,
        tokens=[token.i],
        planned=any(child.lower_ in {"a", "an", "new", "second", "another", "first"} for child in token.children),
    )


def site_kind(token: Token, phrase: str) -> str:
    padded = f" {phrase} "
    for kind, words in FACILITY_KINDS:
        if any(word in padded for word in words):
            return kind
    return FACILITY_NOUNS[token.lemma_.lower()]


def find_operators(discourse: Discourse, token: Token) -> list[Entity]:
    """The owner named beside the noun, else who builds, runs or opens it."""
    owner = owner_of(token)
    beside = [
        [owner] if owner is not None else [],
        objects_of(token, "of", "for"),
        [c for c in token.children if c.dep_ in {"compound", "nmod"} and c.i in discourse.cast.named],
        [s for c in token.children if c.dep_ == "relcl" and (s := own_subject(c)) is not None],
    ]
    found = (firms_of(discourse, tokens) for tokens in beside)
    return next((firms for firms in found if firms), None) or find_builders(discourse, token)


def firms_of(discourse: Discourse, tokens: Iterable[Token]) -> list[Entity]:
    return [entity for token in tokens for entity in discourse.resolve(token) if entity.kind == "Organization"]


RUNNING = frozenset(
    "have operate run own use plan hold unveil want intend mean wish need set pick choose present".split()
)


def find_builders(discourse: Discourse, token: Token) -> list[Entity]:
    """The nearest subject or agent of a verb of building, running or announcing above a site's noun."""
    for verb in verbs_over(token):
        if verb.lemma_.lower() in BUILD_VERBS | INVEST_VERBS | SAY_VERBS | RUNNING:
            who = agent_of(verb) or subject_of(verb)
            if who is not None and (found := firms_of(discourse, [who])):
                return found
    return []


def find_opening(discourse: Discourse, sentence: Span) -> str | None:
    """The date beside a word of opening in a sentence: read forward for plans, back for what has opened."""
    reading = discourse.cast.reading
    for date in reading.dates_in(sentence):
        start, end = date.start - BESIDE, date.end + BESIDE // 2
        near = [t for t in sentence if start <= reading.spans[t.i][0] and reading.spans[t.i][1] <= end]
        opening = [t for t in near if t.lemma_.lower() in OPENING]
        if opening and not is_groundbreaking(opening):
            return date.back if any(t.tag_ == "VBD" for t in opening) else date.ahead
    return None


BESIDE = 60
"""Characters before a date in which a word belongs to it."""


def is_groundbreaking(opening: list[Token]) -> bool:
    """Whether what begins beside a date are only the works: "construction began in April"."""
    verbs = [t for t in opening if t.pos_ == "VERB"]
    subject = subject_of(verbs[-1]) if verbs else None
    return subject is not None and subject.lemma_.lower() in {"construction", "work", "ground", "groundbreaking"}


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
