"""A gathering in, its participants out: people first, else whose people or whose site the words tell."""

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.extract.authorities import government_name
from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.gatherings import Gathering
from kgraph.extract.lexicon import DELEGATES, FACILITY_NOUNS, PERSON_TITLES
from kgraph.extract.locations import is_place
from kgraph.extract.people import Mention, People
from kgraph.extract.roles import climb, coordinated, objects_of
from kgraph.gazetteer import lookup_country

HEADED = frozenset("head lead chair accompany include comprise join".split())
"""Participles that tell who belongs to a delegation."""
COMPANIONS = ("accompanied", "flanked", "joined")


def find_participants(people: People, gathering: Gathering) -> list[Entity]:
    """Both sides and their companions; who comes with nobody to see is no meeting, unless he comes with another."""
    here = [e for t in gathering.here for e in attend(people, t)] or lost_subjects(people, gathering)
    there = [e for t in gathering.there for e in attend(people, t, site=gathering.way == "visit")]
    there += [e for t in companions_of(gathering) for e in attend(people, t)]
    here, there = list(dict.fromkeys(here)), [e for e in dict.fromkeys(there) if e not in here]
    if not gathering.formal and not (are_people(people, gathering.here) and are_people(people, gathering.there)):
        return here if not gathering.there and count_people(here) > 1 else []
    together = (here and there) or (gathering.way != "receive" and max(len(here), len(there)) > 1)
    return add_hosts(people, gathering, [*here, *there]) if together else []


def count_people(entities: list[Entity]) -> int:
    return sum(e.kind == "Person" for e in entities)


def lost_subjects(people: People, gathering: Gathering) -> list[Entity]:
    """Who acts where the parse tells no subject: those named before the verb, of "Lunch was with X" the topic."""
    verb, start = gathering.verb, gathering.verb.sent.start
    if any(t.dep_ != "poss" for t in gathering.here):
        return []
    before = [m for m in people.mentions if m.token < verb.i]
    return [m.person for m in before if m.token >= start] or (topic_of(people, before) if verb.lemma_ == "be" else [])


def topic_of(people: People, before: list[Mention]) -> list[Entity]:
    """Whom a text was about last: the first subject of the last sentence that has a person for one."""
    leading = [m for m in before if m.leading]
    parse = people.discourse.cast.reading.parse
    return [m.person for m in leading if parse[m.token].sent == parse[leading[-1].token].sent][:1]


def are_people(people: People, tokens: list[Token]) -> bool:
    """Whether a side is of people, named or not."""
    return any(people.speak_of(t) or names_people(t) or people_within(people, t) for t in tokens)


def names_people(token: Token) -> bool:
    return bool({token.lemma_.lower(), token.lower_.removesuffix("s")} & (DELEGATES | PERSON_TITLES))


def attend(people: People, token: Token, site: bool = False) -> list[Entity]:
    """People first; organizations where no person is named; the owner of a site that is visited; no places."""
    discourse = people.discourse
    entity = discourse.cast.named.get(token.i)
    if entity is not None and entity.kind in ("Place", "Country"):
        return [] if site else national_governments(discourse, token)
    if entity is not None and entity.is_party() and not names_people(token):
        return [*joined_before(discourse, token), entity]
    if found := [*people.speak_of(token), *people_within(people, token)]:
        return list(dict.fromkeys(found))
    if token.i in discourse.anaphors:
        return discourse.resolve_one(token)
    if names_people(token) or site:
        return (
            parties_within(discourse, token)
            or owner_at(discourse, token)
            or states_of(discourse, token)
            or parties_beside(discourse, token)
        )
    return []


def owner_at(discourse: Discourse, site: Token) -> list[Entity]:
    """The owner of a site that is told by its place alone, as another mention of a site there names him."""
    places = {discourse.cast.named[t.i] for t in own_words(site) if is_place(discourse, t)}
    for i in discourse.cast.named if places else ():
        if i < site.i and discourse.cast.named[i] in places:
            holder = next((t for t in climb(discourse.cast.reading.parse[i]) if t.lemma_ in FACILITY_NOUNS), None)
            if holder is not None and (found := parties_within(discourse, holder)):
                return found[:1]
    return []


def joined_before(discourse: Discourse, token: Token) -> list[Entity]:
    """The X of "X and Y" where the parse makes it a modifier of Y."""
    mates = [c for c in token.children if c.dep_ == "nmod" and any(g.dep_ == "cc" for g in c.children)]
    return [e for t in mates for e in discourse.resolve_one(t)]


def parties_beside(discourse: Discourse, token: Token) -> list[Entity]:
    """Whose people where the parse hangs "from X" to the verb: "met executives from X and Y"."""
    mates = objects_of(token.head, "from", "of") if token.dep_ in {"dobj", "nsubj", "pobj"} else []
    return [e for t in mates for e in discourse.resolve_one(t) if e.is_party()]


def national_governments(discourse: Discourse, token: Token) -> list[Entity]:
    """Countries that meet, a list of them also where the parse takes it for an apposition."""
    tokens = [token, *(t for c in token.children if c.dep_ == "appos" for t in coordinated(c))]
    countries = [(t, e) for t in tokens if (e := discourse.cast.named.get(t.i)) and e.kind == "Country"]
    return [discourse.cast.government_of(c, t.text, t.i, government_name(c)) for t, e in countries if (c := e.country)]


def own_words(token: Token) -> Iterator[Token]:
    """The words of a noun phrase without its clauses and without what "and" joins to it, down to its "led by X"."""
    yield token
    for child in token.children:
        if child.dep_ in {"relcl", "advcl", "conj"} or (child.dep_ == "acl" and child.lemma_ not in HEADED):
            continue
        for word in child.subtree:
            if not any(t.dep_ in {"relcl", "advcl"} for t in [word, *up_to(word, child)]):
                yield word


def up_to(word: Token, top: Token) -> Iterator[Token]:
    """A word's governors below a given one."""
    while word not in (top, word.head) and word.head != top:
        word = word.head
        yield word


def people_within(people: People, token: Token) -> list[Entity]:
    """The people named in a noun phrase: "the chairman of X, Y", "a delegation led by X"; not "X's envoy"."""
    named = people.discourse.cast.named
    found = []
    for word in own_words(token):
        entity = named.get(word.i)
        if entity is not None and entity.kind == "Person" and (word == token or not is_aside(people, word)):
            found.append(entity)
    return found or apposed_person(people, token)


def apposed_person(people: People, token: Token) -> list[Entity]:
    """The name behind a title, where the parse hangs it elsewhere: "the minister for trade, X,"."""
    end = token.right_edge.i + 1
    if not names_people(token) or token.tag_ == "NNS" or end + 1 >= len(token.doc):
        return []
    entity = people.discourse.cast.named.get(end + (token.doc[end].text == ","))
    return [entity] if entity is not None and entity.kind == "Person" else []


def is_aside(people: People, word: Token) -> bool:
    """Whether a name only says whose or of whom somebody is."""
    while word.dep_ == "conj" and people.speak_of(word.head):
        word = word.head
    if word.dep_ == "poss":
        return True
    return word.dep_ == "pobj" and word.head.lower_ not in {"under", "by", "including", "with", "like"}


def parties_within(discourse: Discourse, token: Token) -> list[Entity]:
    """Whose people or whose site: "executives of X", "X's clean room", "the presidents of the two companies"."""
    found: list[Entity] = []
    owned = any(c.dep_ == "poss" and c.i in discourse.cast.named for c in token.children)
    for word in own_words(token):
        if owned and word.head == token and word.dep_ == "compound":
            continue  # "Halden's Graz works"
        if word == token or any(t.dep_ == "appos" for t in [word, *up_to(word, token)]):
            continue
        if word.head != token and word.dep_ in {"poss", "compound"} and word.head.i in discourse.cast.named:
            continue
        found += [e for e in discourse.resolve_one(word) if e.is_party()]
    return list(dict.fromkeys(found))


OFFICIALS = frozenset("official minister delegation government diplomat envoy president leader negotiator".split())


def states_of(discourse: Discourse, token: Token) -> list[Entity]:
    """ "Indonesian officials", "trade ministers of Korea and Japan": the governments where nobody is named."""
    if token.lemma_.lower() not in OFFICIALS:
        return []
    told = [w for w in own_words(token) if w.i < token.i or (w.dep_ in {"pobj", "conj"} and lookup_country(w.text))]
    codes = [code for w in told if w.head.lower_ not in {"in", "to", "for"} and (code := lookup_country(w.text))]
    return [discourse.cast.government_of(code, "", token.i, government_name(code)) for code in dict.fromkeys(codes)]


def companions_of(gathering: Gathering) -> list[Token]:
    """Who was there too: "accompanied by X", "in the presence of X", "together with X"."""
    verb = gathering.verb
    clause = [verb, *(t for t in verb.children if t.dep_ in {"conj", "advcl", "acl", "advmod", "prep"})]
    clause += [c for side in gathering.here for c in side.children if c.dep_ in {"acl", "prep", "advmod"}]
    found: list[Token] = []
    for word in clause:
        if word.lower_ in COMPANIONS:
            found += objects_of(word, "by")
        if word.lower_ in {"along", "together"}:
            found += objects_of(word, "with")
        if word.lower_ == "alongside":
            found += [t for c in word.children if c.dep_ == "pobj" for t in coordinated(c)]
        found += [t for noun in objects_of(word, "in") if noun.lower_ == "presence" for t in objects_of(noun, "of")]
    return found


SHOWING = frozenset("show guide brief tell ask explain receive welcome greet host accompany present".split())


def add_hosts(people: People, gathering: Gathering, participants: list[Entity]) -> list[Entity]:
    """Instead of a firm its person who shows the guests round: "the laboratory of X, whose chief executive, Y, ..."."""
    for token in gathering.verb.subtree:
        if token.dep_ == "relcl" and token.lemma_.lower() in SHOWING:
            persons = [p for c in token.children if c.dep_ == "nsubj" for p in people_within(people, c)]
            firm = next((e for t in climb(token) if (e := people.discourse.cast.named.get(t.i)) in participants), None)
            if persons and firm is not None and firm.is_party():
                return [p for e in participants for p in (persons if e == firm else [e])]
    return participants
