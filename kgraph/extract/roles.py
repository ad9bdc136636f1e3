"""A token of a parse in, the tokens that play a part around it out: subjects, agents, owners, governors."""

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
CONTROLLED = frozenset({"xcomp", "advcl", "conj", "ccomp", "acl", "pcomp", "prep"})


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
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def subject_of(verb: Token) -> Token | None:
    """Who does what the verb says (or, in a passive, to whom it is done): also across "plans to", "and", "which"."""
    seen = verb
    for _ in range(8):
        subject = own_subject(seen)
        if subject is not None:
            return antecedent_of(subject, seen)
        if seen.dep_ == "acl" and seen.tag_ == "VBN":
            return seen.head
        if seen.dep_ == "acl" and seen.tag_ == "VBG" and seen.head.pos_ in {"NOUN", "PROPN"}:
            return seen.head
        if seen.dep_ in {"acl", "pobj", "pcomp"} and seen.head.pos_ in {"NOUN", "PROPN", "ADP"}:
            owner = owner_of(seen.head)
            if owner is not None:
                return owner
            seen = next((t for t in climb(seen) if t.pos_ in {"VERB", "AUX"}), seen.head)
            continue
        if seen.dep_ == "relcl":
            return seen.head
        if seen.head == seen:
            return None
        seen = seen.head if seen.head.pos_ in {"VERB", "AUX"} else next((t for t in climb(seen) if t.pos_ in {"VERB", "AUX"}), seen.head)
    return None


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
    return next((g for child in noun.children if child.lower_ == "by" for g in child.children if g.dep_ in {"pobj", "pcomp"}), None)


def agent_of(verb: Token) -> Token | None:
    """The "by" of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and is_passive(verb)):
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    return None


def objects_of(token: Token, *prepositions: str) -> list[Token]:
    """The objects of a token's prepositions, those of "and" among them."""
    found = [g for child in token.children if child.lower_ in prepositions for g in child.children if g.dep_ in {"pobj", "pcomp"}]
    return [each for g in found for each in coordinated(g)]


def direct_objects(verb: Token) -> list[Token]:
    return [each for child in verb.children if child.dep_ in {"dobj", "obj"} for each in coordinated(child)]


def datives(verb: Token) -> list[Token]:
    """Whom it is given: "provide Samsung with", "give Samsung a grant", "grant to Samsung"."""
    found = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    found += [g for child in verb.children if child.dep_ == "dative" and child.pos_ == "ADP" for g in child.children]
    return [each for token in found for each in coordinated(token)]


def coordinated(token: Token) -> list[Token]:
    """A token and what "and" joins to it."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found += coordinated(child)
    return found


def phrase_of(token: Token) -> str:
    """The words of a noun phrase in lower case, its clauses left out."""
    return " ".join(t.lower_ for t in phrase_tokens(token))


def phrase_tokens(token: Token) -> list[Token]:
    cut = {t for child in token.children if child.dep_ in {"relcl", "acl", "advcl", "conj", "appos"} for t in child.subtree}
    return [t for t in token.subtree if t not in cut]
