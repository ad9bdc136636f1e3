"""A discourse in, its agreements out: who signs what with whom."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    AGREEMENT_KINDS,
    AGREEMENT_NOUNS,
    FINANCIAL,
    PENDING,
    PERSON_TITLES,
    SIGN_VERBS,
)
from kgraph.extract.roles import (
    agent_of,
    climb,
    datives,
    direct_objects,
    objects_of,
    own_subject,
    owner_of,
    phrase_of,
    subject_of,
)
from kgraph.extract.timing import date_news

AGREE_VERBS = frozenset("agree partner cooperate collaborate team ally".split())


@dataclass(slots=True, eq=False)
class Accord:
    """An agreement of parties."""

    kind: str
    parties: list[Entity]
    date: str | None
    token: int
    sentence: Span


def find_accords(discourse: Discourse) -> list[Accord]:
    """Agreements that are told as signed or reached, each once."""
    found: list[Accord] = []
    for sentence in discourse.cast.reading.sentences():
        if discourse.cast.reading.is_title(sentence[0]):
            continue
        for token in sentence:
            accord = read_accord(discourse, token, sentence)
            if accord is not None and not any(same_accord(old, accord) for old in found):
                found.append(accord)
    return found


def same_accord(old: Accord, new: Accord) -> bool:
    return set(new.parties) <= set(old.parties) and (old.kind == new.kind or new.kind == "partnership")


def read_accord(discourse: Discourse, token: Token, sentence: Span) -> Accord | None:
    """The agreement that a token tells: its noun ("signed a memorandum with"), or a verb ("agreed with X to")."""
    if token.i in discourse.cast.named:
        return None
    lemma = token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN"} and lemma in AGREEMENT_NOUNS and not is_financial(token):
        parties = find_signers(discourse, token)
    elif token.pos_ == "VERB" and lemma in AGREE_VERBS:
        parties = find_partners(discourse, token)
    elif token.pos_ == "VERB" and lemma in DEALINGS:
        parties = find_dealers(discourse, token)
    else:
        return None
    if len(parties) < 2 or is_pending(token):
        return None
    words = f" {' '.join(t.lower_ for t in token.subtree)} "
    kind = DEALINGS.get(lemma) or agreement_kind(phrase_of(token), f"{words} {sentence.text.lower()} ")
    return Accord(kind, parties, date_news(discourse, token, sentence), token.i, sentence)


def is_pending(token: Token) -> bool:
    """Whether an agreement is only sought, may come, or has ended."""
    verb = next((t for t in [token, *climb(token)] if t.pos_ in {"VERB", "AUX"} and t.sent == token.sent), None)
    if verb is None:
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "neg"}}
    return verb.lemma_.lower() in PENDING or bool(helpers & {"may", "might", "could", "would", "not", "n't", "never"})


def is_financial(noun: Token) -> bool:
    """A contract about money is no agreement to work together."""
    return any(
        c.dep_ in {"compound", "amod", "nmod"} and c.lemma_.lower() in FINANCIAL - {"investment"} for c in noun.children
    )


def find_signers(discourse: Discourse, noun: Token) -> list[Entity]:
    """The subject and agent of the verb above, the noun's owner, and those "with", "between" or "by" whom."""
    verb = next((t for t in climb(noun) if t.pos_ in {"VERB", "AUX"} and t.sent == noun.sent), None)
    tokens = [t for h in (noun, verb) if h is not None for t in objects_of(h, "with", "between", "among", "by")]
    owner = owner_of(noun)
    tokens += [owner] if owner is not None else []
    if verb is not None and verb.lemma_.lower() in SIGN_VERBS | {
        "have",
        "announce",
        "say",
        "include",
        "be",
        "see",
        "supply",
        "develop",
        "under",
    }:
        tokens += [t for t in (subject_of(verb), agent_of(verb)) if t is not None and t != noun]
    if verb is not None and noun.dep_ == "pobj" and noun.head.lower_ in {"under", "through", "in", "at", "with"}:
        tokens += [t for t in (subject_of(verb),) if t is not None]
        tokens += direct_objects(verb) if verb.lemma_ in {"supply", "develop"} else []
    tokens += [t for child in noun.children if child.dep_ == "relcl" for t in (own_subject(child),) if t is not None]
    tokens += [t for child in noun.children if child.dep_ in {"acl", "relcl"} for t in objects_of(child, "to", "with")]
    return unique_parties(discourse, tokens)


def unique_parties(discourse: Discourse, tokens: list[Token]) -> list[Entity]:
    found = [e for t in tokens for e in discourse.resolve(t)]
    homes = [describe_affiliation(discourse, e) if e.kind == "Person" else e for e in found]
    return list(dict.fromkeys(e for e in homes if e is not None and e.is_party()))


def describe_affiliation(discourse: Discourse, person: Entity) -> Entity | None:
    """The organization for which a person signs, where the text names it beside the person."""
    for i in person.tokens:
        token = discourse.cast.reading.parse[i]
        homes = [discourse.cast.named.get(g.i) for g in objects_of(token, "of", "from")]
        if found := [home for home in homes if home is not None and home.is_party()]:
            return found[0]
        near = [*token.children, token.head] if token.head.lemma_.lower() in PERSON_TITLES else list(token.children)
        for each in near:
            for t in each.subtree if each.dep_ in {"appos", "poss", "compound"} else [each]:
                home = discourse.cast.named.get(t.i)
                if home is not None and home.is_party():
                    return home
    return None


DEALINGS = {"supply": "supply", "license": "license", "licence": "license", "develop": "joint_development"}
"""Verbs that tell a deal by themselves, and its kind: "X will supply pumps to Y"."""


def find_dealers(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who supplies, licenses or develops, and to, from or with whom; firms only."""
    ways = {"supply": ("to",), "develop": ("with",)}.get(verb.lemma_.lower(), ("to", "from"))
    mates = [t for holder in [verb, *direct_objects(verb)] for t in objects_of(holder, *ways)]
    mates += datives(verb) if "to" in ways else []
    subject = agent_of(verb) or subject_of(verb)
    here = [e for e in discourse.resolve(subject) if e.kind == "Organization"] if subject is not None else []
    there = [e for t in mates for e in discourse.resolve(t) if e.kind == "Organization"]
    return list(dict.fromkeys([*here, *there])) if here and there else []


def find_partners(discourse: Discourse, verb: Token) -> list[Entity]:
    """ "X and Y agreed to", "X agreed with Y to", "X will partner with Y"."""
    subject = subject_of(verb)
    mates = [t for h in [verb, *[c for c in verb.children if c.dep_ == "xcomp"]] for t in objects_of(h, "with")]
    together = (
        verb.lemma_.lower() in {"partner", "cooperate", "collaborate", "team"}
        or mates
        or any(t.lower_ in {"jointly", "together", "cooperate", "collaborate", "cooperation"} for t in verb.subtree)
    )
    return unique_parties(discourse, [*([subject] if subject is not None else []), *mates]) if together else []


def agreement_kind(noun: str, words: str) -> str:
    """The kind by the noun's own phrase, else by the words around it."""
    for text in (noun, words):
        for kind, phrases in AGREEMENT_KINDS:
            if any(phrase in text for phrase in phrases) and not (kind == "partnership" and text is noun):
                return kind
    return "partnership"
