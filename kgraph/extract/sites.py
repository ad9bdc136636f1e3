"""A discourse in, the sites it speaks of out: who runs each, what kind it is, where it stands and when it opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity, country_of
from kgraph.extract.lexicon import FACILITY_NOUNS, ORGANIZATION_NOUNS
from kgraph.extract.locations import (
    CHOOSING,
    PARK,
    Location,
    find_location,
    has_single_town,
    home_town,
    is_place,
    lies_around,
    main_country,
    main_location,
    merge_places,
    place_tokens,
)
from kgraph.extract.openings import Opening, find_openings
from kgraph.extract.operators import (
    find_firm_before,
    find_makers,
    find_operators,
    find_ventures,
    firms_of,
    leading_firm,
    sentences_before,
    told_operators,
)
from kgraph.extract.roles import climb, own_subject
from kgraph.extract.site_nouns import (
    is_another,
    is_making_there,
    is_site_noun,
    kind_of_context,
    kind_of_words,
    noun_of,
    site_kind,
    technologies_of,
)
from kgraph.extract.technologies import find_technologies
from kgraph.gazetteer import lookup_division, lookup_place


@dataclass(slots=True, eq=False)
class Site:
    """A facility as a document tells of it; `tokens` are its mentions in reading order."""

    kind: str
    operators: list[Entity] = field(default_factory=list)
    location: Location = field(default_factory=Location)
    opening: Opening | None = None
    technologies: tuple[str, ...] = ()
    tokens: list[int] = field(default_factory=list)
    planned: bool = False
    vague: bool = False
    """Whether nothing beside its nouns tells what kind it is."""
    guessed: bool = False
    """Whether nobody is named beside it, so that those spoken of before are taken for its operators."""
    told: bool = False
    """Whether a sentence says outright who runs it."""

    @property
    def opens(self) -> str | None:
        """When it starts to run."""
        return self.opening.date if self.opening is not None else None


def find_sites(discourse: Discourse) -> list[Site]:
    """Every plant, fab or laboratory that is told of with an operator or a place, each once."""
    sites: list[Site] = []
    for sentence in discourse.cast.reading.sentences():
        if discourse.cast.reading.is_title(sentence[0]):
            continue
        nouns = [token for token in sentence if is_site_noun(discourse, token) or is_another(discourse, token)]
        for token in nouns or [t for t in sentence if is_making_there(discourse, t)]:
            note_site(discourse, sites, token, sentence)
        note_outlined(discourse, sites, sentence)
        note_row(discourse, sites, sentence)
        note_openings(discourse, sites, sentence)
    complete_sites(discourse, sites)
    return [site for site in join_sites(sites) if site.operators or site.location]


def join_sites(sites: list[Site]) -> list[Site]:
    """Sites with what turned out to be one of them told less closely taken in: a firm's fab in Ohio, in Lordstown."""
    found: list[Site] = []
    for site in sites:
        closer = next((s for s in sites if s is not site and is_vaguer(site, s)), None)
        if closer is None:
            found.append(site)
        else:
            closer.tokens = sorted({*closer.tokens, *site.tokens})
            closer.opening = closer.opening or site.opening
    return found


def is_vaguer(site: Site, other: Site) -> bool:
    """Whether a site tells of the same firm's site of the same kind: in the state of its town, or by guess alone."""
    place, town = site.location.place, other.location.place
    if not place or not town or site.kind != other.kind or set(site.operators) != set(other.operators):
        return False
    if place == town:
        return site.guessed and other.tokens[0] < site.tokens[0]
    return is_in_state(town, place)


def note_outlined(discourse: Discourse, sites: list[Site], sentence: Span) -> None:
    """ "Location: Kimitsu City": the site of the firm that a list or an outline tells of."""
    place = outlined_place(discourse, sentence)
    if place is None:
        return
    location = merge_places(discourse, list(place_tokens(discourse, place)))
    firms = find_firm_before(discourse, place)
    last = max(sites, key=lambda site: site.tokens[-1], default=None)
    if last is not None and not last.location.place and (not last.operators or set(last.operators) & set(firms)):
        last.location = last.location.narrow(location)
        return
    known = any(set(site.operators) & set(firms) and site.location.place == location.place for site in sites)
    if location and firms and not known:
        around = " ".join(t.lower_ for s in sentences_before(place, 2) for t in s if t.i not in discourse.cast.named)
        words = " ".join(t.lower_ for t in sentence if t.i not in discourse.cast.named)
        kind = kind_of_words(words) or kind_of_words(around)
        technologies = find_technologies(words) or find_technologies(around)
        sites.append(
            Site(
                kind or "plant",
                firms,
                location,
                technologies=technologies,
                tokens=[place.i],
                planned=True,
                vague=kind is None,
            )
        )


def note_row(discourse: Discourse, sites: list[Site], sentence: Span) -> None:
    """ "X Co. | Cathode material | Niihama | 12.8 billion yen | January 2027": the site of a row of a table."""
    place = next((t for t in sentence if is_place(discourse, t)), None)
    if place is None or sum(t.text == "|" for t in sentence) < CELLS:
        return
    firms = firms_of(discourse, sentence)[:1] or find_firm_before(discourse, place)
    words = " ".join(t.lower_ for t in sentence if t.i not in discourse.cast.named)
    kind = next((k for cell in words.split("|") if (k := kind_of_words(cell))), None)
    date = next(iter(discourse.cast.reading.dates_in(sentence)), None)
    opening = Opening(date.ahead, place, sentence.end, 2, True) if date is not None else None
    location = merge_places(discourse, list(place_tokens(discourse, place)))
    if firms:
        technologies = find_technologies(words)
        sites.append(Site(kind or "plant", firms, location, opening, technologies, [place.i], True, kind is None))


CELLS = 3
"""Bars that a row of a table has at least."""
LABELS = frozenset("location site place address locations places".split())
MARKS = frozenset(":|")


def outlined_place(discourse: Discourse, sentence: Span) -> Token | None:
    """The place behind a label such as "Location:"."""
    for token in sentence[:-2]:
        words = {t.lower_ for t in sentence.doc[max(sentence.start, token.i - 2) : token.i + 1]}
        if words & LABELS and token.nbor().text in MARKS:
            told = [t for t in sentence.doc[token.i + 2 : min(token.i + 16, sentence.end)] if is_place(discourse, t)]
            return next((t for t in told if not PARK.search(discourse.cast.named[t.i].name)), None)
    return None


def note_openings(discourse: Discourse, sites: list[Site], sentence: Span) -> None:
    """Give each opening that a sentence dates to the site it is told of: named beside it, or spoken of last."""
    for opening in find_openings(discourse, sentence):
        site = opened_site(sites, opening, sentence)
        if site is not None and (site.opening is None or opening.weight > site.opening.weight):
            site.opening = opening


def opened_site(sites: list[Site], opening: Opening, sentence: Span) -> Site | None:
    """The site of the sentence that is told of last before a word of opening, else the first one behind it."""
    here = sorted((i, n) for n, site in enumerate(sites) for i in site.tokens if sentence.start <= i < sentence.end)
    if here:
        subjects = {s.i for t in (opening.token, *climb(opening.token)) if (s := own_subject(t)) is not None}
        doing = [n for i, n in here if i in subjects]
        if doing:
            return sites[doing[0]]
        before = [n for i, n in here if i < max(opening.token.i, opening.end)]
        return sites[before[-1] if before else here[0][1]]
    told = max(sites, key=lambda site: site.tokens[-1], default=None)
    near = told is not None and told.tokens[-1] >= sentence.start - FAR
    return told if near and is_of_site(opening.token) else None


def is_of_site(word: Token) -> bool:
    """Whether a sentence that names no site may tell of one: not "the shop opened in 1990" of a person's life."""
    subject = own_subject(word) if word.pos_ == "VERB" else None
    return subject is None or subject.ent_type_ != "PERSON"


FAR = 120
"""Tokens after which a sentence speaks of another site."""


def complete_sites(discourse: Discourse, sites: list[Site]) -> None:
    """Fill what the nouns left open: the kind by the document's technology, the operator by its leading firm."""
    firm = leading_firm(discourse)
    ventures = find_ventures(discourse)
    for site in sites:
        if not site.operators and (site.planned or site.location.place or site.opening):
            site.guessed = True
            token = discourse.cast.reading.parse[site.tokens[0]]
            site.operators = find_firm_before(discourse, token) or ([firm] if firm is not None else [])
        if len(site.operators) > 1 and ventures:
            site.operators = ventures[:1]
        if site.vague:
            site.kind = kind_of_context(discourse, site.operators, site.technologies)
    lone, single = main_location(discourse), has_single_town(discourse)
    town = home_town(discourse)
    here = Location(town.name, town.country) if town is not None else Location()
    for site in sites:
        if not site.location.place and (site.planned or site.opening):
            main = lone if single or firm in site.operators else Location()
            near = neighbour_location(sites, site) or here or main
            site.location = site.location.narrow(near)
        if town is not None and lies_around(site.location, town):
            site.location = here
        if site.location.place and not site.location.country:
            told = told_country(discourse, site) or lone.country or main_country(discourse)
            site.location = Location(site.location.place, told)


def told_country(discourse: Discourse, site: Site) -> str | None:
    """The country of a town that no table knows: the only foreign one of its sentence, else the story's."""
    homes = {firm.country for firm in site.operators}
    parse, line = discourse.cast.reading.parse, discourse.cast.reading.dateline
    words = [t for t in parse[site.tokens[0]].sent if not is_home(discourse, t)]
    foreign = {code for t in words if (code := country_of(discourse.cast, t)) and code not in homes}
    if len(foreign) == 1:
        return foreign.pop()
    return line.entry.country if line is not None and line.entry.country not in homes else None


def is_home(discourse: Discourse, token: Token) -> bool:
    """ "Japan's X", "the French glassmaker", "X of Kobe": a country beside a firm, which is only its home."""
    head = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token.head
    entity = discourse.cast.named.get(head.i)
    firm = head.lemma_.lower() in ORGANIZATION_NOUNS or (entity is not None and entity.kind == "Organization")
    return firm and token != head


def neighbour_location(sites: Sequence[Site], site: Site) -> Location:
    """Where the only other site of the same firm stands: "a third fab" is beside the first two."""
    others = {s.location for s in sites if s is not site and s.location and set(s.operators) & set(site.operators)}
    return others.pop() if len(others) == 1 else Location()


def note_site(discourse: Discourse, sites: list[Site], token: Token, sentence: Span) -> None:
    if is_unplanned(token):
        return
    found = describe_site(discourse, token)
    if token.lower_ in {"another", "one", "second", "third"} and sites:
        found.kind, found.vague, found.planned = sites[-1].kind, sites[-1].vague, True
    known = find_known(sites, found, token)
    if known is not None:
        absorb(known, found)
    elif found.operators or found.location or found.planned:
        sites.append(found)


def is_unplanned(token: Token) -> bool:
    """ "had no plan to build a plant", "as for a plant, nothing is decided": a site that nobody means to build."""
    plans = [t for t in token.sent if t.lemma_.lower() in PLANS and t.pos_ == "NOUN"]
    refused = any(c.lower_ == "no" and c.dep_ == "det" for plan in plans for c in plan.children)
    undecided = any(t.lower_ == "nothing" for t in token.sent)
    passed_over = any(t.lower_ == "over" and t.head.lemma_.lower() in CHOOSING for t in climb(token))
    refused = refused or passed_over or any(is_negated(t) for t in climb(token) if t.sent == token.sent)
    denied = any(t.lemma_.lower() in {"deny", "dismiss"} for t in climb(token) if t.sent == token.sent)
    untrue = any(t.lower_ in {"unfounded", "baseless", "untrue"} for t in token.sent)
    return refused or undecided or denied or untrue or is_asked(token) or is_shown(token)


def is_negated(verb: Token) -> bool:
    """ "was not planning": a plan denied; "will not build for now" only puts one off."""
    return verb.lemma_.lower() in {"plan", "intend", "seek", "consider"} and any(c.dep_ == "neg" for c in verb.children)


PLANS = frozenset("plan intention talk decision need".split())


def is_shown(token: Token) -> bool:
    """ "visited a laboratory", "was shown round the works": background, but where the site tells of its own start."""
    verb = next((t for t in climb(token) if t.pos_ == "VERB"), None)
    shown = verb is not None and verb.lemma_.lower() in SHOWING and token.dep_ in {"dobj", "pobj"}
    return shown and not any(c.dep_ in {"relcl", "acl"} for c in token.children)


SHOWING = frozenset("visit tour inspect look show".split())


def is_asked(token: Token) -> bool:
    """ "asked whether it would revive the fab": a site that is only a question."""
    return any(v.dep_ in {"ccomp", "advcl"} and any(c.lower_ == "whether" for c in v.children) for v in climb(token))


def describe_site(discourse: Discourse, token: Token) -> Site:
    kind = site_kind(discourse, token)
    return Site(
        kind=kind or FACILITY_NOUNS.get(noun_of(token), "plant"),
        vague=kind is None,
        operators=find_operators(discourse, token) if token.pos_ != "VERB" else find_makers(discourse, token),
        location=find_location(discourse, token),
        technologies=technologies_of(token),
        tokens=[token.i],
        told=bool(firms_of(discourse, told_operators(token))),
        planned=token.pos_ == "VERB"
        or any(child.lower_ in {"a", "an", "new", "second", "another", "first"} for child in token.children),
    )


def find_known(sites: list[Site], found: Site, token: Token) -> Site | None:
    """The site that this mention speaks of again: same operator and place, or "the plant" after one."""
    if any(t.lower_ in {"another", "second", "third", "other"} for t in (token, *token.children)):
        return None
    for site in reversed(sites):
        if agree(site, found, token):
            return site
    return None


def agree(site: Site, found: Site, token: Token) -> bool:
    """Whether a mention may be of a site that is known: nothing told of the two differs."""
    if not locations_agree(site.location, found.location) or not kinds_agree(site, found, token):
        return False
    if not found.told and found.operators and site.operators and not set(found.operators) & set(site.operators):
        return False
    if is_elsewhere(site, found, token):
        return False
    definite = any(child.lower_ in {"the", "this", "that", "its", "their"} for child in token.children)
    return definite or bool(found.location.place or found.operators)


def is_elsewhere(site: Site, found: Site, token: Token) -> bool:
    """ "A commercial plant would follow in Collie": one more site, where the first one was told of before."""
    fresh = any(child.lower_ in {"a", "an"} for child in token.children)
    told = len(site.tokens) > 1 or token.sent.start - site.tokens[-1] > FAR // 4
    return fresh and bool(found.location.place) and not site.location.place and told


def locations_agree(known: Location, told: Location) -> bool:
    same = not known.country or not told.country or known.country == told.country
    return same and places_agree(known.place, told.place)


def kinds_agree(site: Site, found: Site, token: Token) -> bool:
    """Whether the noun of a mention can mean a site of another kind: "the plant" can be a fab, "the laboratory" not."""
    if found.kind == site.kind:
        return True
    if {found.kind, site.kind} & {"research", "data_center"} or noun_of(token) in OF_ITS_OWN:
        return False
    return found.vague or site.vague or found.kind == FACILITY_NOUNS.get(noun_of(token)) or site.kind == "plant"


OF_ITS_OWN = frozenset("mill shipyard yard mine farm refinery smelter reactor terminal warehouse headquarters".split())
"""Nouns that say what a site is: a mill is not the solar farm of the sentence before."""


def places_agree(known: str | None, told: str | None) -> bool:
    """Whether two places can be one site's: the same, or a town of the state that was named first."""
    return not known or not told or known == told or is_in_state(told, known)


def is_in_state(place: str, name: str) -> bool:
    """Whether a place is a town of the state or province of that name."""
    state = lookup_division(name)
    town = lookup_place(place, division=state.division) if state is not None else None
    return town is not None and state is not None and town.division == state.division


def absorb(site: Site, found: Site) -> None:
    site.operators = found.operators if found.told else site.operators or found.operators
    finer = bool(site.location.place and found.location.place and site.location.place != found.location.place)
    site.location = found.location if finer else site.location.narrow(found.location)
    site.technologies = site.technologies or found.technologies
    if site.vague:
        site.kind, site.vague = found.kind, found.vague
    site.tokens += found.tokens


def site_at(sites: Iterable[Site], token: Token) -> Site | None:
    return next((site for site in sites if token.i in site.tokens), None)
