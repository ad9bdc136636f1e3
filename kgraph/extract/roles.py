"""A token of a parse in, the tokens that play a part around it out: subjects, agents, owners, governors."""

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


def climb(token: Token) -> Iterator[Token]:
    """The token's governors, nearest first, up to the root."""
    while token.head != token:
        token = token.head
        yield token


def is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}
    )


def own_subject(verb: Token) -> Token | None:
    """A verb's subject; of "the plant that X is building" the one that is no relative pronoun."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    return next((s for s in subjects if s.tag_ not in {"WDT", "WP"}), subjects[0] if subjects else None)


def subject_of(verb: Token) -> Token | None:
    """Who does what the verb says (or, in a passive, to whom it is done): also across "plans to", "and", "which"."""
    for seen in [verb, *verbs_over(verb)]:
        subject = own_subject(seen)
        if subject is not None:
            return antecedent_of(subject, seen)
        if seen.dep_ == "relcl" or is_participle(seen):
            return seen.head
        if seen.dep_ in {"acl", "pobj", "pcomp"} and (owner := owner_of(seen.head)) is not None:
            return owner
    return None


def verbs_over(verb: Token) -> Iterator[Token]:
    """The verbs above a verb, nearest first."""
    yield from (token for token in climb(verb) if token.pos_ in {"VERB", "AUX"})


def is_participle(verb: Token) -> bool:
    """A participle that modifies a noun: "investments totaling N", "a plant built by X"."""
    return verb.dep_ == "acl" and (verb.tag_ == "VBN" or (verb.tag_ == "VBG" and verb.head.pos_ in {"NOUN", "PROPN"}))


def antecedent_of(subject: Token, verb: Token) -> Token:
    """What a relative pronoun stands for."""
    if subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return verb.head
    if subject.tag_ in {"WDT", "WP"}:
        relative = next((t for t in [verb, *climb(verb)] if t.dep_ == "relcl"), None)
        return relative.head if relative is not None else subject
    return subject


def owner_of(noun: Token) -> Token | None:
    """Whose it is: "Micron's plant", "its plant", "a plan by Micron", "the Hiroshima plant of Micron"."""
    poss = next((child for child in noun.children if child.dep_ == "poss"), None)
    if poss is not None:
        return poss
    return next(
        (g for child in noun.children if child.lower_ == "by" for g in child.children if g.dep_ in {"pobj", "pcomp"}),
        None,
    )


def agent_of(verb: Token) -> Token | None:
    """The "by" of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and is_passive(verb)):
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    return None


def objects_of(token: Token, *prepositions: str) -> list[Token]:
    """The objects of a token's prepositions, those of "and" among them."""
    found = [
        g
        for child in token.children
        if child.lower_ in prepositions
        for g in child.children
        if g.dep_ in {"pobj", "pcomp"}
    ]
    return [each for g in found for each in coordinated(g)]


def direct_objects(verb: Token) -> list[Token]:
    return [each for child in verb.children if child.dep_ in {"dobj", "obj"} for each in coordinated(child)]


def datives(verb: Token) -> list[Token]:
    """Whom it is given: "provide Samsung with", "give Samsung a grant", "grant to Samsung"."""
    found = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    found += [g for child in verb.children if child.dep_ == "dative" and child.pos_ == "ADP" for g in child.children]
    return [each for token in found for each in coordinated(token)]


def coordinated(token: Token) -> list[Token]:
    """A token and what "and" joins to it; where the parse lost the second part, the noun behind the "and"."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found += coordinated(child)
    if len(found) == 1:
        found += [mate for child in token.children if child.lower_ == "and" for mate in following_noun(child)]
    return found


def following_noun(conjunction: Token) -> list[Token]:
    """The head of the noun phrase that begins behind an "and", if a verb does not come first."""
    last: list[Token] = []
    for token in conjunction.doc[conjunction.i + 1 : conjunction.i + 6]:
        if token.pos_ in {"NOUN", "PROPN"}:
            last = [token]
        elif token.pos_ not in {"ADJ", "DET", "PART"} or token.dep_ == "case":
            break
    return last


def phrase_of(token: Token) -> str:
    """The words of a noun phrase in lower case, its clauses left out."""
    return " ".join(t.lower_ for t in phrase_tokens(token))


def phrase_tokens(token: Token) -> list[Token]:
    cut = {
        t for child in token.children if child.dep_ in {"relcl", "acl", "advcl", "conj", "appos"} for t in child.subtree
    }
    return [t for t in token.subtree if t not in cut]
