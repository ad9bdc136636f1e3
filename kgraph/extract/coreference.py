"""A cast in, its anaphors resolved out: whom "it", "the chipmaker", "the two companies" or "Seoul" stand for.

Rules over the parse, in reading order (after the salience of Lappin and Leass 1994, without its weights): subjects
before others, the same sentence before earlier ones, and authorities apart from firms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from kgraph.extract.authorities import MINISTRIES, describe_ministry, name_authorities, resolve_authority, resolve_place
from kgraph.extract.entities import Cast, Entity, country_of
from kgraph.extract.lexicon import FACILITY_NOUNS, GOVERNMENT_NOUNS, ORGANIZATION_NOUNS, SAY_VERBS
from kgraph.extract.roles import SUBJECTS, climb, coordinated, objects_of, owner_of, subject_of

NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
GROUPS = {"pair": 2, "duo": 2, "trio": 3, "quartet": 4, "sides": 2, "parties": 0}
"""What several firms are called together, and how many they are."""
FINANCIAL_NOUNS = frozenset("investor lender insurer fund bank group parent owner partner".split())
NOT_FIRMS = frozenset(
    "fund bank university college institute agency office capital ventures partners equity association council".split()
)
"""Words in the names of those whom "the company" or "the chipmaker" is seldom meant for."""
COMPANY_NAMES_TOO = frozenset("bank fund university institute".split())
FACTORY_WORDS = frozenset(FACILITY_NOUNS) | frozenset(
    "expansion production project operation investment business".split()
)


@dataclass(slots=True)
class Discourse:
    """Who was spoken of so far, and what each anaphor was found to stand for."""

    cast: Cast
    anaphors: dict[int, tuple[Entity, ...]] = field(default_factory=dict)
    mentioned: list[Entity] = field(default_factory=list)
    """Parties in the order of their latest mention, last one last."""
    subjects: list[Entity] = field(default_factory=list)
    groups: list[tuple[Entity, ...]] = field(default_factory=list)
    agreed: dict[int, list[Entity]] = field(default_factory=dict)
    """The parties of the agreements found so far, by the token that tells each."""

    def resolve(self, token: Token) -> list[Entity]:
        """The parties that a token stands for, through names, anaphors, owners and coordination."""
        return unique(entity for each in coordinated(token) for entity in self.resolve_one(each))

    def resolve_one(self, token: Token) -> list[Entity]:
        entity = self.cast.named.get(token.i)
        if entity is not None and entity.kind in ("Organization", "Government", "Person"):
            return [entity]
        if token.i in self.anaphors:
            return list(self.anaphors[token.i])
        if token.lower_ == "here":
            return []
        if entity is not None and entity.kind in ("Country", "Place") and entity.country:
            return resolve_place(self.cast, token, entity)
        if token.lemma_.lower() not in ORGANIZATION_NOUNS | GOVERNMENT_NOUNS:
            return []
        beside = [
            self.cast.named[c.i]
            for c in token.children
            if c.dep_ in {"appos", "compound", "nmod"} and c.i in self.cast.named
        ]
        return [e for e in beside if e.is_party()][:1]


def unique(entities: Iterator[Entity]) -> list[Entity]:
    return list(dict.fromkeys(entities))


def find_anaphors(cast: Cast) -> Discourse:
    """Walk the document once and resolve each pronoun and definite description by what stands before it."""
    discourse = Discourse(cast)
    for sentence in cast.reading.sentences():
        for token in sentence:
            found = resolve_anaphor(discourse, token, sentence)
            if found:
                discourse.anaphors[token.i] = tuple(found)
            note_mention(discourse, token)
        note_subjects(discourse, sentence)
    return discourse


def note_mention(discourse: Discourse, token: Token) -> None:
    entity = discourse.cast.named.get(token.i)
    if entity is not None and entity.is_party():
        if entity in discourse.mentioned:
            discourse.mentioned.remove(entity)
        discourse.mentioned.append(entity)
    group = tuple(
        e for t in coordinated(token) if (e := discourse.cast.named.get(t.i)) is not None and e.kind == "Organization"
    )
    if len(group) > 1 and token.dep_ != "conj":
        discourse.groups.append(group)


def note_subjects(discourse: Discourse, sentence: Span) -> None:
    """The parties that this sentence is about come first for the next one."""
    found = [e for t in sentence if t.dep_ in SUBJECTS for e in discourse.resolve(t) if e.is_party()]
    found = found or [e for t in sentence if is_fronted(t) for e in meant_by(discourse, t) if e.is_party()][:1]
    for entity in reversed(found):
        if entity in discourse.subjects:
            discourse.subjects.remove(entity)
        discourse.subjects.append(entity)


def is_fronted(token: Token) -> bool:
    """ "For Halden the loss is bearable", "From Norway comes Halden": whom a sentence is about beside its subject."""
    if token.dep_ == "pobj" and token.head.lower_ in {"for", "at", "with"}:
        return token.i - token.sent.start < 4
    return not any(t.dep_ in SUBJECTS for t in token.sent)


def resolve_anaphor(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """Whom a token stands for that names nobody itself; empty where it is no anaphor."""
    if token.i in discourse.cast.named:
        return []
    if token.pos_ in {"PRON", "DET"}:
        return resolve_pronoun(discourse, token, sentence)
    if is_definite_group(token) or is_latter(token):
        return resolve_latter(discourse, token) if is_latter(token) else resolve_several(discourse, token)
    lemma = token.lemma_.lower()
    if lemma not in ORGANIZATION_NOUNS | GOVERNMENT_NOUNS:
        return []
    apposed = discourse.cast.named.get(token.head.i) if token.dep_ == "appos" else None
    if apposed is not None and apposed.is_party():
        return [apposed]
    return resolve_description(discourse, token, lemma)


def resolve_pronoun(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    match token.lower_:
        case "it" | "its" | "itself":
            return resolve_it(discourse, token, sentence)
        case "they" | "their" | "them" | "both":
            return list(discourse.groups[-1]) if discourse.groups else resolve_it(discourse, token, sentence)
        case "we" | "our" | "us":
            return resolve_we(discourse, sentence)
    return []


def resolve_we(discourse: Discourse, sentence: Span) -> list[Entity]:
    """The firm that is quoted in the sentence, else the one that the document is about."""
    quoted = [t for t in sentence if t.dep_ in SUBJECTS and t.head.lemma_ in SAY_VERBS]
    speaking = [e for t in quoted for e in meant_by(discourse, t) if e.kind == "Organization"]
    return speaking[:1] or [e for e in [issuer(discourse)] if e is not None] or discourse.subjects[-1:]


def issuer(discourse: Discourse) -> Entity | None:
    """Whose document it is: the firm named most often in it, the first of equals."""
    firms = [e for e in discourse.cast.entities if e.kind == "Organization"]
    return max(firms, key=lambda e: len(e.tokens), default=None)


def resolve_description(discourse: Discourse, token: Token, lemma: str) -> list[Entity]:
    """ "the company", "the two firms", "the ministry", "Japan's industry ministry"."""
    told = describe_ministry(discourse.cast, token, lemma) if lemma in MINISTRIES else None
    if told is not None:
        return [told]
    if local := name_authorities(discourse.cast, token, lemma):
        return local
    if not is_definite(token):
        return []
    if lemma in GOVERNMENT_NOUNS:
        return resolve_authority(discourse.cast, token, lemma, discourse_governments(discourse))
    return resolve_several(discourse, token) if token.tag_ == "NNS" else resolve_company(discourse, token, lemma)


def is_definite(token: Token) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "nmod"}:
        return False
    named = any(
        child.i < token.i and child.ent_type_ in {"ORG", "PERSON"} and child.dep_ == "compound"
        for child in token.children
    )
    return not named and any(
        child.dep_ == "det" and child.lower_ in {"the", "this", "that", "both"} for child in token.children
    )


def resolve_it(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """The clause's other party for what is owned ("provide X with N for its plant"), else the latest subject."""
    before = [t for t in sentence if t.i < token.i]
    doers = fellow_subjects(discourse, token)
    if token.dep_ == "poss" and token.head.lemma_ in FACTORY_WORDS:
        firms = [e for t in before for e in meant_by(discourse, t) if e.kind == "Organization"]
        if firms:
            return [firms[-1]]
    subjects = [e for t in before if t.dep_ in SUBJECTS for e in discourse.resolve(t) if e.is_party()]
    subjects = [e for e in subjects if e not in doers]
    if subjects:
        return [subjects[0] if token.dep_ in SUBJECTS else subjects[-1]]
    past = [e for e in discourse.subjects if e not in doers]
    return past[-1:] or [e for e in discourse.mentioned if e not in doers][-1:]


def fellow_subjects(discourse: Discourse, token: Token) -> list[Entity]:
    """Who does what is done to a token: "X sold it the hall" and "X bought the company" speak of another than X."""
    if token.dep_ in SUBJECTS | {"poss", "compound", "appos"} or token.lower_ == "itself":
        return []
    verb = next((t for t in climb(token) if t.pos_ in {"VERB", "AUX"} and t.sent == token.sent), None)
    subject = subject_of(verb) if verb is not None else None
    return [e for t in coordinated(subject) for e in meant_by(discourse, t)] if subject is not None else []


def meant_by(discourse: Discourse, token: Token) -> list[Entity]:
    """The entity that a token names, or those that it stands for."""
    named = discourse.cast.named.get(token.i)
    return [named] if named is not None else list(discourse.anaphors.get(token.i, ()))


def is_definite_group(token: Token) -> bool:
    """ "the two", "the pair", "the trio"."""
    if token.lower_ not in GROUPS | NUMBERS or token.dep_ in {"nummod", "compound", "det"}:
        return False
    return any(c.dep_ == "det" and c.lower_ == "the" for c in token.children) and not list(objects_of(token, "of"))


def is_latter(token: Token) -> bool:
    return token.lower_ in {"former", "latter"} and token.dep_ not in {"amod", "compound"}


def resolve_latter(discourse: Discourse, token: Token) -> list[Entity]:
    """The second, or the first, of the two firms named last."""
    two = list(discourse.groups[-1]) if discourse.groups and len(discourse.groups[-1]) == 2 else []
    two = two or [e for e in discourse.mentioned if e.kind == "Organization"][-2:]
    return two[-1:] if token.lower_ == "latter" else two[:-1]


def resolve_several(discourse: Discourse, token: Token) -> list[Entity]:
    count = next((NUMBERS[c.lower_] for c in token.children if c.lower_ in NUMBERS), 0)
    count = count or GROUPS.get(token.lower_, 0) or NUMBERS.get(token.lower_, 0)
    fitting = [g for g in discourse.groups if not count or len(g) == count]
    if fitting:
        return list(fitting[-1])
    firms = [e for e in discourse.mentioned if e.kind == "Organization"]
    return firms[-count:] if count and len(firms) >= count else []


def discourse_governments(discourse: Discourse) -> list[Entity]:
    return [e for e in discourse.mentioned if e.kind == "Government"]


def learn_home(firms: list[Entity], country: str) -> list[Entity]:
    """ "The Korean chipmaker" tells where the firm that it stands for is at home."""
    for firm in firms:
        firm.country = firm.country or country
    return firms


def is_topical_owner(owner: Token, token: Token) -> bool:
    """ "Halden's board said the company ...", "Halden's mine, whose cost the company put at N"."""
    if owner.dep_ != "poss" or owner.i > token.i:
        return False
    return owner.head.dep_ in SUBJECTS or any(t.dep_ == "relcl" and t.head == owner.head for t in climb(token))


def resolve_company(discourse: Discourse, token: Token, lemma: str) -> list[Entity]:
    """ "the company", "the South Korean chipmaker": the latest firm that fits, subjects first."""
    told = [code for child in token.children if (code := country_of(discourse.cast, child))]
    doers = fellow_subjects(discourse, token)
    firms = [e for e in discourse.mentioned if e.kind == "Organization" and e not in doers]
    if token.text == "Company" and not token.is_sent_start and (own := issuer(discourse)) in firms:
        return [own] if own is not None else []
    owners = [e for t in token.sent if is_topical_owner(t, token) for e in meant_by(discourse, t) if e in firms]
    if lemma in COMPANY_NAMES_TOO:
        firms = [e for e in firms if lemma in e.name.lower()]
    elif lemma not in FINANCIAL_NOUNS:
        firms = [e for e in firms if not NOT_FIRMS & set(e.name.lower().split())] or firms
    if told:
        return learn_home([e for e in firms if e.country in (told[0], None)][-1:], told[0])
    if owner_of(token) is not None and lemma in {
        "unit",
        "subsidiary",
        "affiliate",
        "partner",
        "parent",
        "supplier",
        "owner",
    }:
        return []
    here = {e for t in token.sent if t.i < token.i and t.dep_ in SUBJECTS for e in meant_by(discourse, t)}
    leading = [e for e in discourse.subjects if e in firms]
    if owners and not here & set(firms):
        return owners[-1:]
    return leading[-1:] or firms[-1:]
