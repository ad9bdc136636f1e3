"""A cast in, its anaphors resolved out: whom "it", "the chipmaker", "the two companies" or "Seoul" stand for.

Rules over the parse, in reading order (after the salience of Lappin and Leass 1994, without its weights): subjects
before others, the same sentence before earlier ones, and authorities apart from firms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from kgraph.extract.entities import Cast, Entity, country_of
from kgraph.extract.lexicon import FACILITY_NOUNS, GOVERNMENT_NOUNS, ORGANIZATION_NOUNS
from kgraph.extract.roles import SUBJECTS, coordinated, objects_of, owner_of, phrase_of
from kgraph.gazetteer import country_name, find_countries

NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
LOCAL = frozenset("state province prefecture city county region town municipality".split())
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

    def resolve(self, token: Token) -> list[Entity]:
        """The parties that a token stands for, through names, anaphors, owners and coordination."""
        return unique(entity for each in coordinated(token) for entity in self.resolve_one(each))

    def resolve_one(self, token: Token) -> list[Entity]:
        entity = self.cast.named.get(token.i)
        if entity is not None and entity.kind in ("Organization", "Government", "Person"):
            return [entity]
        if token.i in self.anaphors:
            return list(self.anaphors[token.i])
        if entity is not None and entity.kind in ("Country", "Place") and entity.country:
            return self.resolve_place(token, entity)
        if token.lemma_.lower() not in ORGANIZATION_NOUNS | GOVERNMENT_NOUNS:
            return []
        beside = [
            self.cast.named[c.i]
            for c in token.children
            if c.dep_ in {"appos", "compound", "nmod"} and c.i in self.cast.named
        ]
        return [e for e in beside if e.is_party()][:1]

    def resolve_place(self, token: Token, place: Entity) -> list[Entity]:
        """The government that a country, a capital or a state stands for when it acts."""
        if not is_acting(token) or self.cast.reading.is_title(token):
            return []
        if place.kind == "Country" or is_capital_city(token.text):
            return [
                self.cast.government_of(place.country or "", token.text, token.i, government_name(place.country or ""))
            ]
        return [local_government(self.cast, place, token)]


def is_acting(token: Token) -> bool:
    """Whether a place's name stands where somebody acts: as a subject, an agent, a giver."""
    if token.dep_ == "conj":
        return is_acting(token.head)
    return token.dep_ in SUBJECTS or (token.dep_ == "pobj" and token.head.lower_ in {"from", "by", "between"})


def unique(entities: Iterator[Entity]) -> list[Entity]:
    return list(dict.fromkeys(entities))


def is_capital_city(text: str) -> bool:
    return any(
        found.form == "capital" and found.start == 0 and found.end == len(text) for found in find_countries(text)
    )


def government_name(country: str) -> str:
    name = country_name(country)
    return f"Government of {'the ' if name.startswith(('United', 'Netherlands', 'Philippines')) else ''}{name}"


def local_government(cast: Cast, place: Entity, token: Token) -> Entity:
    """The authority of a state or town, one for each place."""
    for entity in cast.entities:
        if entity.kind == "Government" and entity.place and entity.place == place.place:
            return entity
    kin = cast.add(Entity(place.name, "Government", place.country, place.place))
    kin.tokens.append(token.i)
    return kin


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
    for entity in reversed(found):
        if entity in discourse.subjects:
            discourse.subjects.remove(entity)
        discourse.subjects.append(entity)


def resolve_anaphor(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """Whom a token stands for that names nobody itself; empty where it is no anaphor."""
    if token.i in discourse.cast.named:
        return []
    if token.pos_ in {"PRON", "DET"}:
        return resolve_pronoun(discourse, token, sentence)
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
            return discourse.subjects[-1:] or discourse.mentioned[-1:]
    return []


def resolve_description(discourse: Discourse, token: Token, lemma: str) -> list[Entity]:
    """ "the company", "the two firms", "the ministry", "Japan's industry ministry"."""
    told = describe_ministry(discourse, token, lemma) if lemma in MINISTRIES else None
    if told is not None:
        return [told]
    if not is_definite(token):
        return []
    if lemma in GOVERNMENT_NOUNS:
        return resolve_authority(discourse, token, lemma)
    return resolve_several(discourse, token) if token.tag_ == "NNS" else resolve_company(discourse, token, lemma)


MINISTRIES = frozenset("ministry department agency commission".split())


def describe_ministry(discourse: Discourse, token: Token, lemma: str) -> Entity | None:
    """ "Japan's industry ministry", "the French economy ministry": an authority by its portfolio and country."""
    portfolio = [
        c.lower_
        for c in token.children
        if c.dep_ in {"compound", "amod"} and c.i < token.i and not c.text[:1].isupper()
    ]
    told = [code for c in token.children if (code := country_of(discourse.cast, c))]
    field = [g for g in objects_of(token, "of", "for") if not g.text[:1].isupper()][:1]
    if not portfolio and not field:
        return None
    name = " ".join([*portfolio, lemma]) if portfolio else f"{lemma} of {phrase_of(field[0])}"
    for entity in discourse.cast.entities:
        if entity.kind == "Government" and name in (
            entity.name.lower(),
            *(a.lower() for a in entity.aliases),
        ):
            entity.tokens.append(token.i)
            return entity
    if not told:
        return None
    full = f"{country_name(told[0])}’s {name}"
    return discourse.cast.add(Entity(full, "Government", told[0], aliases={name}, tokens=[token.i]))


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
    if token.dep_ == "poss" and token.head.lemma_ in FACTORY_WORDS:
        firms = [e for t in before for e in meant_by(discourse, t) if e.kind == "Organization"]
        if firms:
            return [firms[-1]]
    subjects = [e for t in before if t.dep_ in SUBJECTS for e in discourse.resolve(t) if e.is_party()]
    if subjects:
        return [subjects[0] if token.dep_ in SUBJECTS else subjects[-1]]
    return discourse.subjects[-1:] or discourse.mentioned[-1:]


def meant_by(discourse: Discourse, token: Token) -> list[Entity]:
    """The entity that a token names, or those that it stands for."""
    named = discourse.cast.named.get(token.i)
    return [named] if named is not None else list(discourse.anaphors.get(token.i, ()))


def resolve_several(discourse: Discourse, token: Token) -> list[Entity]:
    count = next((NUMBERS[c.lower_] for c in token.children if c.lower_ in NUMBERS), 0)
    fitting = [g for g in discourse.groups if not count or len(g) == count]
    if fitting:
        return list(fitting[-1])
    firms = [e for e in discourse.mentioned if e.kind == "Organization"]
    return firms[-count:] if count and len(firms) >= count else []


def discourse_governments(discourse: Discourse) -> list[Entity]:
    return [e for e in discourse.mentioned if e.kind == "Government"]


def resolve_authority(discourse: Discourse, token: Token, lemma: str) -> list[Entity]:
    """ "the ministry", "the state", "the Japanese government"."""
    told = [code for child in token.children if (code := country_of(discourse.cast, child))]
    if lemma == "government" and told:
        return [discourse.cast.government_of(told[0], "", token.i, government_name(told[0]))]
    of = [e for g in objects_of(token, "of") if (e := discourse.cast.named.get(g.i)) is not None and e.kind == "Place"]
    if of and lemma in LOCAL:
        return [local_government(discourse.cast, of[0], token)]
    governments = discourse_governments(discourse)
    named = [e for e in governments if lemma in " ".join([e.name, *(e.entry.names if e.entry else ())]).lower().split()]
    if named:
        return [named[-1]]
    if lemma == "government":
        codes = [e.country for e in reversed(governments) if e.country] or main_countries(discourse)
        return [discourse.cast.government_of(codes[0], "", token.i, government_name(codes[0]))] if codes else []
    if lemma in LOCAL:
        places = [e for e in places_before(discourse, token) if e.kind == "Place"]
        return [local_government(discourse.cast, places[-1], token)] if places else []
    return [e for e in governments if not e.place][-1:]


def main_countries(discourse: Discourse) -> list[str]:
    return [e.country for e in discourse.cast.entities if e.kind == "Country" and e.country]


def places_before(discourse: Discourse, token: Token) -> list[Entity]:
    return [discourse.cast.named[i] for i in sorted(discourse.cast.named) if i < token.i]


def learn_home(firms: list[Entity], country: str) -> list[Entity]:
    """ "The Korean chipmaker" tells where the firm that it stands for is at home."""
    for firm in firms:
        firm.country = firm.country or country
    return firms


def resolve_company(discourse: Discourse, token: Token, lemma: str) -> list[Entity]:
    """ "the company", "the South Korean chipmaker": the latest firm that fits, subjects first."""
    told = [code for child in token.children if (code := country_of(discourse.cast, child))]
    firms = [e for e in discourse.mentioned if e.kind == "Organization"]
    if lemma in COMPANY_NAMES_TOO:
        firms = [e for e in firms if lemma in e.name.lower()]
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
    leading = [e for e in discourse.subjects if e in firms]
    return leading[-1:] or firms[-1:]
