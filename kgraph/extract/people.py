"""A discourse in, its people out: each one's title and house, and whom "she", "the minister" or "the two" stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from kgraph.extract.authorities import government_name
from kgraph.extract.coreference import NUMBERS, Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import PERSON_TITLES
from kgraph.extract.roles import SUBJECTS, climb, subject_of
from kgraph.gazetteer import lookup_country

SINGULAR = frozenset("he she him her his hers himself herself".split())
GROUPS = frozenset("two pair trio three duo both".split())
LEADERS = frozenset("leader minister president side official chief chairman executive man woman counterpart".split())
RANKS = PERSON_TITLES - frozenset(
    """official executive officer representative head chief deputy vice analyst spokesman spokeswoman spokesperson
    lawmaker manager""".split()
)
"""Titles by which a text goes on to speak of a person: "the minister said"."""
SPELLINGS = {"gov.": "governor", "sen.": "senator", "rep.": "representative", "prof.": "professor"}
REACH = 3
"""How many sentences back a pronoun may look for a person."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A token that speaks of a person; `leading` where it is the subject of its clause."""

    token: int
    person: Entity
    leading: bool


@dataclass(slots=True)
class People:
    """The people of a discourse as they are spoken of, in reading order."""

    discourse: Discourse
    roles: dict[Entity, tuple[str | None, Entity | None]]
    families: dict[str, Entity] = field(default_factory=dict)
    """People by the last word of their name, where the recognizer overlooked it."""
    mentions: list[Mention] = field(default_factory=list)
    anaphors: dict[int, tuple[Entity, ...]] = field(default_factory=dict)

    def home_of(self, person: Entity) -> Entity | None:
        return self.roles[person][1] if person in self.roles else None

    def speak_of(self, token: Token) -> tuple[Entity, ...]:
        """The people that a token names or stands for."""
        named = self.discourse.cast.named.get(token.i)
        if named is not None:
            return (named,) if named.kind == "Person" else ()
        return self.anaphors.get(token.i, ())


def find_people(discourse: Discourse) -> People:
    """Walk the document once and note who is spoken of, by name, pronoun or title."""
    known = [e for e in discourse.cast.entities if e.kind == "Person"]
    people = People(discourse, {e: describe_person(discourse, e) for e in known})
    people.families |= {family_name(e.name): e for e in known if " " in e.name}
    for token in discourse.cast.reading.parse:
        if token.i not in discourse.cast.named and (found := resolve_person(people, token)):
            people.anaphors[token.i] = found
        for person in people.speak_of(token):
            people.mentions.append(Mention(token.i, person, is_leading(token)))
    return people


def family_name(name: str) -> str:
    """The first word before a hyphenated given name, as in Korea and Taiwan, else the last one."""
    words = name.split()
    return words[0] if "-" in words[-1] and len(words) == 2 else words[-1]


def is_leading(token: Token) -> bool:
    while token.dep_ in {"appos", "compound", "conj", "nmod"} and token.head != token:
        token = token.head
    return token.dep_ in SUBJECTS or token.i == token.sent.start


def resolve_person(people: People, token: Token) -> tuple[Entity, ...]:
    word = token.lower_
    if token.pos_ == "PRON" and word in SINGULAR:
        return resolve_singular(people, token)
    if count := count_group(token):
        return resolve_group(people, token, count)
    if token.text[:1].isupper() and token.dep_ in SUBJECTS and token.text in people.families:
        return (people.families[token.text],)
    if token.lemma_.lower() in RANKS and token.pos_ in {"NOUN", "PROPN"}:
        return resolve_title(people, token)
    return ()


def resolve_singular(people: People, token: Token) -> tuple[Entity, ...]:
    """The nearest person before, subjects first; an object is not its own clause's subject."""
    own = own_subjects(people, token)
    for back, sentence in enumerate(sentences_before(token)):
        here = [m for m in people.mentions if sentence.start <= m.token < token.i and m.person not in own]
        here = [m for m in here if m.token < sentence.end]
        if leading := [m for m in here if m.leading]:
            return (leading[0].person,)
        if here and back:
            return (here[-1].person,)
    return ()


def own_subjects(people: People, token: Token) -> tuple[Entity, ...]:
    if token.dep_ not in {"dobj", "pobj", "dative"}:
        return ()
    verb = next((t for t in climb(token) if t.pos_ == "VERB"), None)
    subject = subject_of(verb) if verb is not None else None
    return people.speak_of(subject) if subject is not None else ()


def sentences_before(token: Token) -> list[Span]:
    """A token's sentence and those before it, nearest first."""
    found = [token.sent]
    while found[-1].start and len(found) <= REACH:
        found.append(token.doc[found[-1].start - 1].sent)
    return found


def count_group(token: Token) -> int:
    """How many people "the two", "the trio", "both ministers", "the leaders" or "they" stand for; 0 for none."""
    word = token.lower_
    if word in {"two", "pair", "duo", "both", "three", "trio"} and token.dep_ in {*SUBJECTS, "pobj", "dobj", "appos"}:
        return 3 if word in {"three", "trio"} else 2
    if token.tag_ == "NNS" and token.lemma_.lower() in LEADERS:
        told = {c.lower_ for c in token.children}
        return next((NUMBERS[w] for w in sorted(told & NUMBERS.keys())), 2 if told == {"the"} else 0)
    return 2 if word in {"they", "them"} else 0


def resolve_group(people: People, token: Token, count: int) -> tuple[Entity, ...]:
    """So many different people of the nearest sentence that speaks of them."""
    for sentence in sentences_before(token):
        here = [m.person for m in people.mentions if sentence.start <= m.token < min(token.i, sentence.end)]
        if len(found := tuple(dict.fromkeys(here))) >= count:
            return found[:count]
    return ()


def resolve_title(people: People, token: Token) -> tuple[Entity, ...]:
    """ "the governor", "the Deputy Minister": the last person spoken of who bears that title."""
    words = [c for c in token.children if c.dep_ in {"compound", "amod"}]
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
    if not definite or token.tag_ == "NNS" or token.dep_ in {"compound", "appos"} or is_followed_by_name(people, token):
        return ()
    wanted = {spell_title(t) for t in (*words, token) if t.ent_type_ != "NORP"}
    bearers: list[Entity] = []
    for mention in reversed(people.mentions):
        role = people.roles[mention.person][0] if mention.person in people.roles else None
        told = {SPELLINGS.get(w, w) for w in role.lower().split()} if role else set()
        if wanted <= told:
            if not (told - wanted) & OTHER_RANKS:
                return (mention.person,)
            bearers.append(mention.person)
    return tuple(bearers[:1])


OTHER_RANKS = frozenset("chief prime deputy vice first".split())
"""Words that make of a title another one: "the minister" is seldom the prime minister."""


def spell_title(token: Token) -> str:
    return SPELLINGS.get(token.lower_, token.lower_)


def is_followed_by_name(people: People, token: Token) -> bool:
    """Whether a title belongs to a name behind it: "the industry minister, X"."""
    after = token.i + 1 + (token.i + 1 < len(token.doc) and token.doc[token.i + 1].text == ",")
    named = people.discourse.cast.named.get(after)
    return named is not None and named.kind == "Person"


def describe_person(discourse: Discourse, entity: Entity) -> tuple[str | None, Entity | None]:
    """A person's role and organization as told beside the name: "Trade Minister X", "X, chairman of Y", "Y's CEO X"."""
    for i in entity.tokens:
        token = discourse.cast.reading.parse[i]
        before = title_before(discourse, token)
        after = [c for c in token.children if c.dep_ == "appos" and c.lemma_.lower() in PERSON_TITLES]
        if before or after:
            title = [t.text for t in before] or [
                *(t.text for t in after[0].lefts if t.dep_ == "compound"),
                after[0].text,
            ]
            return " ".join(title), find_employer(discourse, token, [*before[-1:], *after, token])
    return None, None


def title_before(discourse: Discourse, token: Token) -> list[Token]:
    """The words of a title right before a name, or before a comma and a name: "the trade minister, X"."""
    end = token.i
    if end - token.sent.start > 1 and token.nbor(-1).text == ",":
        end = end_of_title(discourse, token.i - 1, token.sent.start)
    found: list[Token] = []
    for left in reversed(list(token.doc[max(token.sent.start, end - 4) : end])):
        national = left.ent_type_ == "NORP" or lookup_country(left.text) is not None
        if national or left.i in discourse.cast.named or left.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            break
        found.insert(0, left)
    return found if any(t.lemma_.lower() in PERSON_TITLES for t in found) else []


def end_of_title(discourse: Discourse, comma: int, start: int) -> int:
    """The end of the title before a comma, without what it is of: "the chairman of Y, X"."""
    doc = discourse.cast.reading.parse
    for i in range(comma - 1, max(start, comma - 9), -1):
        if doc[i].lower_ in {"of", "at", "for", "in"}:
            return i
        if doc[i].text in {",", ";"} or doc[i].pos_ in {"VERB", "AUX"}:
            break
    return comma


def find_employer(discourse: Discourse, person: Token, titles: Sequence[Token]) -> Entity | None:
    """The organization that a title or an apposition beside a name tells: its owner, or that which it is "of"."""
    words = [t for title in titles if title != person for t in title.subtree if t != person]
    words += [t for c in person.children if c.dep_ not in {"conj", "relcl", "acl"} and c.text != "," for t in c.subtree]
    words += [person.nbor(-2)] if person.i - person.sent.start > 1 else []
    for token in words:
        home = discourse.cast.named.get(token.i)
        if home is not None and home.is_party():
            return home
        if token.dep_ == "poss" and (meant := discourse.anaphors.get(token.i)):
            return meant[0]
    return find_state(discourse, titles[0]) if titles and titles[0] != person else None


STATESMEN = frozenset("president minister premier chancellor king queen emperor secretary".split())


def find_state(discourse: Discourse, title: Token) -> Entity | None:
    """The government of a statesman by the adjective before the title: "South Korean President X"."""
    if title.lemma_.lower() not in STATESMEN:
        return None
    words = title_words(title)
    for start in range(len(words)):
        for end in (start + 2, start + 1):
            if code := lookup_country(" ".join(t.text for t in words[start:end])):
                return discourse.cast.government_of(code, "", title.i, government_name(code))
    return find_ministry(discourse, {t.lower_ for t in words})


def title_words(title: Token) -> list[Token]:
    """A title and the nouns and adjectives right before it: "South Korean industry minister"."""
    start = title.i
    while start > title.sent.start and title.doc[start - 1].pos_ in {"NOUN", "PROPN", "ADJ"}:
        start -= 1
    return list(title.doc[start : title.i + 1])


def find_ministry(discourse: Discourse, words: set[str]) -> Entity | None:
    """The ministry of a document whose name holds the portfolio: "industry minister" of a Ministry of Industry."""
    for entity in discourse.cast.entities:
        named = {word.strip(",").lower() for word in entity.name.split()}
        if entity.kind == "Government" and named & {"ministry", "department"} and named & words:
            return entity
    return None
