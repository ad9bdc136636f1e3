"""A discourse and its sites in, the scene in which every sum stands out: who is spoken of where, in what order."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Span, Token

from kgraph.extract.contexts import Context, find_context
from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import SAY_VERBS
from kgraph.extract.reading import Reading
from kgraph.extract.roles import SUBJECTS
from kgraph.extract.sites import Site


class Mention(NamedTuple):
    """A party where it is spoken of: by its name, or by what stands for it."""

    token: Token
    entity: Entity
    named: bool


@dataclass(slots=True)
class Scene:
    """A document's parties, places and sites, where each is mentioned, and the order of its sentences."""

    discourse: Discourse
    sites: list[Site]
    sentences: list[Span]
    number: list[int]
    """The number of each token's sentence."""
    mentions: list[Mention]
    """In reading order."""
    of: dict[Entity, list[Mention]]
    """The mentions of each party, in the order in which the parties appear."""
    places: list[Entity]
    date_tokens: dict[int, Token]
    """The token with which each date begins, by the date's offset."""
    tone: list[str] = field(default_factory=list)
    """What the document is about, once described."""
    standing: dict[Entity, list[str]] = field(default_factory=dict)
    """What each party or place is to the document as a whole, once described."""
    surroundings: dict[int, "Surroundings"] = field(default_factory=dict)
    """What stands around each token, once looked at."""
    contexts: dict[int, Context] = field(default_factory=dict)
    clauses: dict[int, list[str]] = field(default_factory=dict)
    """What is said of the date at each offset, once described."""

    @property
    def reading(self) -> Reading:
        return self.discourse.cast.reading

    def sentence_of(self, token: Token) -> Span:
        """A token's sentence: asking the token itself takes long."""
        return self.sentences[self.number[token.i]]

    def context_of(self, token: Token) -> Context:
        """What governs a sum; it is looked at once."""
        if token.i not in self.contexts:
            self.contexts[token.i] = find_context(token)
        return self.contexts[token.i]

    def mentions_in(self, sentence: Span) -> list[Mention]:
        return self.mentions_between(sentence.start, sentence.end)

    def mentions_between(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self.mentions, start, key=place_of)
        return self.mentions[first : bisect_left(self.mentions, end, key=place_of)]

    def sums_in(self, sentence: Span) -> list[int]:
        return [i for i in sorted(self.reading.sums) if sentence.start <= i < sentence.end]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a token: parties spoken of before it, the latest first, those of its paragraph, the sites."""

    recent: list[Entity]
    paragraph: list[Entity]
    sites_here: list[Site]
    last_site: Site | None
    subject: Token | None
    """The subject of the sentence."""
    anaphor: bool


def look_around(scene: Scene, token: Token) -> Surroundings:
    """What stands around a token; it is looked at once."""
    if token.i not in scene.surroundings:
        scene.surroundings[token.i] = read_surroundings(scene, token)
    return scene.surroundings[token.i]


def read_surroundings(scene: Scene, token: Token) -> Surroundings:
    number, sentence = scene.reading.paragraphs[token.i], scene.sentence_of(token)
    past = [site for site in scene.sites if site.tokens[0] < token.i]
    return Surroundings(
        recent=list(dict.fromkeys(m.entity for m in reversed(scene.mentions_between(0, token.i)))),
        paragraph=[m.entity for m in scene.mentions if scene.reading.paragraphs[m.token.i] == number],
        sites_here=[s for s in scene.sites if any(sentence.start <= i < sentence.end for i in s.tokens)],
        last_site=max(past, key=lambda s: max(i for i in s.tokens if i < token.i), default=None),
        subject=next((t for t in sentence if t.dep_ in SUBJECTS and t.head.dep_ == "ROOT"), None),
        anaphor=any(t.i in scene.discourse.anaphors for t in sentence),
    )


def place_of(mention: Mention) -> int:
    return int(mention.token.i)


def set_scene(discourse: Discourse, sites: list[Site]) -> Scene:
    """Gather who and what a document speaks of."""
    sentences = list(discourse.cast.reading.sentences())
    named = discourse.cast.named
    mentions = [
        Mention(token, entity, token.i in named)
        for token in discourse.cast.reading.parse
        for entity in discourse.resolve_one(token)
        if entity.is_party()
    ]
    of: dict[Entity, list[Mention]] = {}
    for mention in mentions:
        of.setdefault(mention.entity, []).append(mention)
    return Scene(
        discourse=discourse,
        sites=sites,
        sentences=sentences,
        number=[n for n, sentence in enumerate(sentences) for _ in sentence],
        mentions=mentions,
        of=of,
        places=gather_places(discourse, sites),
        date_tokens=locate_dates(discourse.cast.reading),
    )


def gather_places(discourse: Discourse, sites: list[Site]) -> list[Entity]:
    """Every place that a document speaks of: by its name, its authority, as where a site stands or a firm sits."""
    told = [(e.place, e.country, e.tokens) for e in discourse.cast.entities if e.kind == "Place"]
    told += [(e.place, e.country, e.tokens) for e in discourse.cast.entities if e.kind == "Government"]
    told += [(s.location.place, s.location.country, s.tokens) for s in sites]
    told += [(e.seat, e.country, e.tokens) for e in discourse.cast.entities]
    found: dict[str, Entity] = {}
    for name, country, tokens in told:
        if name and tokens and name not in found:
            found[name] = Entity(name, "Place", country, name, tokens=list(tokens))
        elif name and tokens and name in found and country == found[name].country:
            found[name].tokens = sorted({*found[name].tokens, *tokens})
    return sorted(found.values(), key=lambda place: (place.tokens[0], place.name))


def locate_dates(reading: Reading) -> dict[int, Token]:
    """The token with which each date begins, or the next one where it begins inside a token."""
    starts = [start for start, _ in reading.spans]
    first = next((i for i, start in enumerate(starts) if start >= 0), len(starts))
    places = {date.start: bisect_left(starts, date.start, lo=first) for date in reading.dates}
    return {start: reading.parse[i] for start, i in places.items() if i < len(starts)}


def says(mention: Mention) -> bool:
    """Whether a party only speaks where it is mentioned."""
    return mention.token.dep_ in SUBJECTS and mention.token.head.lemma_.lower() in SAY_VERBS


def acts(mention: Mention) -> bool:
    """Whether a party does something where it is mentioned."""
    return mention.token.dep_ in SUBJECTS and not says(mention)
