"""A token of an agreement in, the parties that it stands for out: by name, for whom a person signs, "the two"."""

from collections.abc import Iterable

from spacy.tokens import Span, Token

from kgraph.extract.authorities import government_name, is_capital_city, local_government
from kgraph.extract.coreference import NUMBERS, Discourse
from kgraph.extract.entities import Entity, country_of
from kgraph.extract.lexicon import (
    AGREEMENT_NOUNS,
    GOVERNMENT_NOUNS,
    ORGANIZATION_NOUNS,
    PERSON_TITLES,
    SUPPLY_VERBS,
)
from kgraph.extract.roles import SUBJECTS, coordinated, objects_of, own_subject, owner_of, subject_of
from kgraph.gazetteer import lookup_country

SEVERAL = NUMBERS | {"they": 0, "their": 0, "pair": 2, "trio": 3, "duo": 2}
SIDES = frozenset(
    """company firm partner party side pair trio institution university institute group bank maker corporation
    utility organization organisation business implementer participant applicant member school college""".split()
)
STATES = frozenset(
    "country government nation state ministry department leader minister president premier official agency".split()
)


def parties_of(discourse: Discourse, tokens: Iterable[Token]) -> list[Entity]:
    """The parties for which some tokens stand, each once, in their order."""
    told = [t for token in tokens for each in coordinated(token) for t in (each, *joined_beside(discourse, each))]
    found = [e for token in told if not is_unit(discourse, token) for e in parties_at(discourse, token)]
    return list(dict.fromkeys(e for e in found if e.is_party() and e.name.lower() not in AGREEMENT_NOUNS))


def is_unit(discourse: Discourse, token: Token) -> bool:
    """ "1.2 GWh": a unit that was taken for a name."""
    return token.i in discourse.cast.named and any(c.dep_ == "nummod" and c.like_num for c in token.children)


def joined_beside(discourse: Discourse, token: Token) -> list[Token]:
    """The rest of a list that the parse hangs to its first name as what explains it, or to that name's town."""
    return [*joined_to_home(discourse, token), *listed_beside(discourse, token)]


def listed_beside(discourse: Discourse, token: Token) -> list[Token]:
    """The Y and Z of "X, Y and Z" where Y was taken to explain X."""
    found = [t for c in token.children if c.dep_ == "appos" for t in coordinated(c) + appositions(c)]
    named = [t for t in found if t.i in discourse.cast.named]
    return named if len(named) > 1 and len(named) == len(found) else []


def appositions(token: Token) -> list[Token]:
    return [c for c in token.children if c.dep_ == "appos"]


def joined_to_home(discourse: Discourse, token: Token) -> list[Token]:
    """The Y of "X of Graz and Oslo's Y", which the parse joins to the town."""
    towns = [t for t in objects_of(token, "of") if token.i in discourse.cast.named]
    return [t for t in towns[1:] if (e := discourse.cast.named.get(t.i)) is not None and e.is_party()]


def parties_at(discourse: Discourse, token: Token) -> list[Entity]:
    """The party that a token names or means, with those that the text lists before it."""
    if token.tag_ in {"WDT", "WP"}:
        return antecedent_parties(discourse, token)
    named = discourse.cast.named.get(token.i)
    if (authority := local_authority(discourse, token)) is not None:
        named = authority
    if named is not None and named.is_party():
        return [*listed_before(discourse, token), named]
    if named is not None and named.kind == "Person":
        return homes_of(discourse, named, token)
    if token.lower_ in {"he", "she"}:
        return signer_before(discourse, token)
    if named is not None and named.country and (named.kind == "Country" or is_capital_city(token.text)):
        return [state_of(discourse, named.country, token)]
    found = several_at(discourse, token) or discourse.resolve_one(token) or officers_at(discourse, token)
    return found or owners_at(discourse, token) or known_by(discourse, token) or explained_by(discourse, token)


def explained_by(discourse: Discourse, token: Token) -> list[Entity]:
    """The name behind "the Czech institute": whom a noun means that stands before it."""
    named = [discourse.cast.named.get(c.i) for c in appositions(token) if c.i > token.i]
    return [e for e in named if e is not None and e.is_party()][:1]


def known_by(discourse: Discourse, token: Token) -> list[Entity]:
    """Whose short name from the brackets a token is that the recognizer took for none: "Bodo (B*Do)"."""
    if not token.text[:1].isupper() or len(token.text) < 3:
        return []
    short = token.text.casefold()
    return [e for e in discourse.cast.entities if e.is_party() and short in map(str.casefold, e.aliases)][:1]


def officers_at(discourse: Discourse, token: Token) -> list[Entity]:
    """For whom "Norway's minister, X," and "her Japanese counterpart" sign."""
    if token.lemma_.lower() not in PERSON_TITLES | OFFICES:
        return []
    people = [t for c in token.children if c.dep_ == "appos" for t in coordinated(c)]
    owner = owner_of(token)
    if owner is not None and token.tag_ == "NN" and (house := discourse.resolve_one(owner)) and house[0].is_party():
        return house
    state = office_state(discourse, [token])
    return [*([state] if state is not None else []), *parties_of(discourse, people)]


AUTHORITIES = frozenset("city province prefecture state county".split())


def local_authority(discourse: Discourse, token: Token) -> Entity | None:
    """The authority of a place that is named as one: "Gangwon State", "Iwate Prefecture"."""
    place = discourse.cast.named.get(token.i)
    if place is None or place.kind != "Place" or token.text.split()[-1].lower() not in AUTHORITIES:
        return None
    return local_government(discourse.cast, place, token)


def antecedent_parties(discourse: Discourse, token: Token) -> list[Entity]:
    """Whom a relative pronoun stands for: the party right before its clause."""
    for before in reversed(list(token.doc[max(token.sent.start, token.i - 7) : token.i])):
        named = discourse.cast.named.get(before.i)
        if named is not None and named.is_party():
            return [named]
    return []


def state_of(discourse: Discourse, country: str, token: Token) -> Entity:
    """The government of a country, called as the text calls the country here."""
    alias = token.text if lookup_country(token.text) == country and token.ent_type_ != "NORP" else ""
    return discourse.cast.government_of(country, alias, token.i, government_name(country))


LIST_WORDS = frozenset({"DET", "ADJ", "PUNCT", "CCONJ", "PART"})


def listed_before(discourse: Discourse, token: Token) -> list[Entity]:
    """The parties that "and" lists before a name where the parse does not join them: "Norway's A and Japan's B"."""
    found: list[Entity] = []
    joined = False
    for left in reversed(list(token.doc[token.sent.start : token.i])):
        named = local_authority(discourse, left) or discourse.cast.named.get(left.i)
        if named is not None and named.is_party():
            if not joined:
                break
            found.insert(0, named)
        elif (named is not None and named.kind not in ("Place", "Country")) or (
            named is None and left.pos_ not in LIST_WORDS and left.lemma_.lower() not in ORGANIZATION_NOUNS
        ):
            break
        joined = joined or left.lower_ == "and"
    return found


def homes_of(discourse: Discourse, person: Entity, token: Token) -> list[Entity]:
    """The organization for which a person signs: told beside the name, else the firm or state spoken of."""
    if (home := told_home(discourse, person)) is not None:
        return [home]
    if is_firm_after_all(discourse, person, token):
        person.kind = "Organization"
        return [*listed_before(discourse, token), person]
    titles = {t.lemma_.lower() for i in person.tokens for t in words_beside(discourse.cast.reading.parse[i])}
    if titles & {"ceo", "chairman", "chief", "executive", "founder", "head", "chairwoman"}:
        return [e for e in [firm_before(discourse, token, [])] if e is not None]
    return []


def is_firm_after_all(discourse: Discourse, person: Entity, token: Token) -> bool:
    """A "person" without a title that supplies, or signs as one of a pair with a firm: it was taken for one."""
    parse = discourse.cast.reading.parse
    if any(t.lemma_.lower() in PERSON_TITLES | OFFICES for i in person.tokens for t in words_beside(parse[i])):
        return False
    if token.dep_ in SUBJECTS and token.head.lemma_.lower() in SUPPLY_VERBS:
        return True
    kinds = {c.lemma_.lower() for c in token.children if c.dep_ == "appos"}
    if kinds & (ORGANIZATION_NOUNS | GOVERNMENT_NOUNS | SIDES):
        return True
    mates = [t for t in [token.head, *token.children] if token.dep_ == "conj" or t.dep_ == "conj"]
    return any((e := discourse.cast.named.get(t.i)) is not None and e.kind == "Organization" for t in mates)


def words_beside(name: Token) -> list[Token]:
    """The words right before a person's name, and the noun that stands beside it."""
    before = list(name.doc[max(name.sent.start, name.i - 4) : name.i])
    return [*before, *(c for c in name.children if c.dep_ == "appos")]


def told_home(discourse: Discourse, person: Entity) -> Entity | None:
    """The organization that a title, an apposition or an "of" beside a person's name tells."""
    for i in person.tokens:
        name = discourse.cast.reading.parse[i]
        titles = [t for t in words_beside(name) if t.lemma_.lower() in PERSON_TITLES | OFFICES]
        near = [
            *(c for c in name.children if c.dep_ != "conj"),
            *titles,
            *([name.head] if name.head in titles or name.dep_ == "appos" else []),
        ]
        beside = [g for t in [name, *near] for g in objects_of(t, "of", "from", "at")]
        beside += [t for each in near for t in (each.subtree if each.dep_ in {"appos", "poss", "compound"} else [each])]
        beside += [t.nbor(-1) for t in titles if t.i > t.sent.start]
        for token in beside:
            home = discourse.cast.named.get(token.i)
            if home is not None and home.is_party():
                return home
        if titles and (state := office_state(discourse, titles)) is not None:
            return state
    return None


OFFICES = frozenset("counterpart president minister premier secretary chancellor king emperor".split())


def office_state(discourse: Discourse, titles: list[Token]) -> Entity | None:
    """The government for which a statesman signs: "Norwegian Prime Minister X", "Japan's trade minister, X"."""
    for title in titles:
        if title.lemma_.lower() not in OFFICES:
            continue
        before = list(title.doc[max(title.sent.start, title.i - 5) : title.i])
        words = [*reversed(before), *(g for g in objects_of(title, "of"))]
        for word in words:
            pair = f"{word.nbor(-1).text} {word.text}" if word.i > title.sent.start else ""
            code = lookup_country(pair) or lookup_country(word.text)
            if code and word.text[:1].isupper():
                return state_of(discourse, code, word)
    return None


def signer_before(discourse: Discourse, token: Token) -> list[Entity]:
    """For whom "he" or "she" signs: the person spoken of last."""
    for i in range(token.i - 1, -1, -1):
        person = discourse.cast.named.get(i)
        if person is not None and person.kind == "Person":
            return homes_of(discourse, person, token)
    return []


def several_at(discourse: Discourse, token: Token) -> list[Entity]:
    """ "the two", "both companies", "the three governments", "their officials": the parties joined last before it."""
    lemma = token.lemma_.lower()
    words = {token.lower_, *(c.lower_ for c in token.children)}
    told = sorted(words & SEVERAL.keys())
    count = max((SEVERAL[word] for word in told), default=0)
    if lemma in {"party", "side"} and token.tag_ == "NNS" and (agreed := agreed_before(discourse, token, 0, count)):
        return agreed
    if not told or (token.pos_ in {"NOUN", "PROPN"} and lemma not in SIDES | STATES | SEVERAL.keys()):
        return [] if lemma not in SIDES or token.tag_ != "NNS" or "the" not in words else group_before(discourse, token)
    if lemma in MINISTRIES and len(named := ministries_before(discourse, token)) == max(count, 2):
        return named
    if lemma in STATES or (lemma not in SIDES and speaks_of_statesmen(discourse, token)):
        return states_before(discourse, token) if count in (0, 2) else group_before(discourse, token, count)
    return group_before(discourse, token, count, guess=lemma != "side")


MINISTRIES = frozenset("ministry department agency authority".split())


def ministries_before(discourse: Discourse, token: Token) -> list[Entity]:
    """The authorities named in the sentences before "the two ministries"."""
    near = [t for s in reversed(sentences_until(discourse, token, 4)) for t in s if t.i < token.i]
    named = [e for t in near if (e := discourse.cast.named.get(t.i)) is not None and e.kind == "Government"]
    nations = list(discourse.cast.governments.values())
    return list(dict.fromkeys(e for e in named if e not in nations and not e.place))


def speaks_of_statesmen(discourse: Discourse, token: Token) -> bool:
    """Whether the sentence before "the two" and the words before it tell of ministers, not of firms."""
    near = [t for s in sentences_until(discourse, token, 2) for t in s if t.i < token.i]
    named = [discourse.cast.named.get(t.i) for t in near]
    firms = any(e is not None and e.kind == "Organization" for e in named)
    return not firms and any(t.lemma_.lower() in OFFICES for t in near)


def agreed_before(discourse: Discourse, token: Token, start: int, count: int) -> list[Entity]:
    """The parties of the last agreement that was told between a place and a token."""
    told = [parties for i, parties in sorted(discourse.agreed.items()) if start <= i < token.i]
    return told[-1] if told and count in (0, len(told[-1])) else []


def group_before(discourse: Discourse, token: Token, count: int = 0, guess: bool = True) -> list[Entity]:
    """The parties of the nearest list before a token, in its sentence or the three before; else the latest ones."""
    for sentence in sentences_until(discourse, token, 9 if count > 1 else 4):
        if agreed := agreed_before(discourse, token, sentence.start, count):
            return agreed
        for each in reversed([t for t in sentence if t.i < token.i and t.dep_ not in {"conj", "nmod"}]):
            names = [discourse.cast.named.get(t.i) for t in coordinated(each)]
            group = [e for e in names if e is not None and (e.is_party() or e.kind == "Country")]
            alike = len({e.is_party() for e in group}) == 1
            if alike and len(group) == len(names) > 1 and count in (0, len(group)):
                return [e if e.is_party() else state_of(discourse, e.country or "", each) for e in group]
    return leading_firms(discourse, token, count) if count and guess else []


def leading_firms(discourse: Discourse, token: Token, count: int) -> list[Entity]:
    """The firms of which a text spoke most before a token, of equals those it spoke of last."""
    told: dict[Entity, list[int]] = {}
    for i in sorted(discourse.cast.named):
        entity = discourse.cast.named[i]
        if i < token.i and entity.kind == "Organization":
            told.setdefault(entity, []).append(i)
    ranked = sorted(told, key=lambda e: (len(told[e]), told[e][-1]), reverse=True)
    return sorted(ranked[:count], key=lambda e: told[e][0]) if len(ranked) >= count else []


def sentences_until(discourse: Discourse, token: Token, count: int) -> list[Span]:
    """The sentence of a token and those before it, nearest first."""
    found = [s for s in discourse.cast.reading.sentences() if s.start <= token.i]
    return list(reversed(found[-count:]))


def states_before(discourse: Discourse, token: Token) -> list[Entity]:
    """The two states of a meeting: that which the text is about, and the other one spoken of last."""
    codes = [
        (t, code)
        for t in discourse.cast.reading.parse[: token.sent.end]
        if t.text[:1].isupper() and (code := code_at(discourse, t)) is not None
    ]
    if not codes:
        return []
    lead = codes[0]
    other = next((c for c in reversed(codes) if c[1] != lead[1]), None)
    if other is None:
        return []
    is_title = discourse.cast.reading.is_title
    # A state that only the headline names is quoted from the sentence that means it.
    told = [next((c for c in codes if c[1] == code and not is_title(c[0])), (token, code)) for _, code in (lead, other)]
    return [state_of(discourse, code, t) for t, code in told]


def code_at(discourse: Discourse, token: Token) -> str | None:
    """The country that a word means as a state: its name, its adjective, its capital."""
    named = discourse.cast.named.get(token.i)
    if named is not None and named.kind != "Country" and not is_capital_city(token.text):
        return None
    if token.i and token.nbor(-1).text in {"North", "South"}:
        return lookup_country(f"{token.nbor(-1).text} {token.text}") or country_of(discourse.cast, token)
    return lookup_country(token.text) or (named.country if named is not None else None)


def owners_at(discourse: Discourse, token: Token) -> list[Entity]:
    """Who owns what stands where a party should: "Halden's works", "officials of both ministries"."""
    if token.pos_ not in {"NOUN", "PROPN"}:
        return []
    owner = owner_of(token)
    tokens = [owner] if owner is not None else objects_of(token, "of")
    found = [e for t in tokens for e in (several_at(discourse, t) or discourse.resolve_one(t))]
    if not found and token.lemma_.lower() in GOVERNMENT_NOUNS | ORGANIZATION_NOUNS | SIDES:
        beside = [discourse.cast.named.get(c.i) for c in token.children if c.dep_ in {"appos", "compound", "nmod"}]
        found = [e for e in beside if e is not None]
    return [e for e in found if e.is_party()]


def actors_of(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who does what a verb says; where the parse lost its subject, the party right before it."""
    subject = subject_of(verb)
    own = [c for c in verb.lefts if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"}]
    if len(own) > 1:
        return parties_of(discourse, own[-1:])  # the first is a dateline's town
    if own_subject(verb) is None and verb.dep_ in {"ROOT", "ccomp"}:
        for left in reversed(list(verb.doc[max(verb.sent.start, verb.i - 3) : verb.i])):
            if left.i in discourse.cast.named:
                return parties_of(discourse, [left.head, left] if left.dep_ == "conj" else [left])
            if left.pos_ not in {"AUX", "ADV"} and left.dep_ != "npadvmod":
                break
    return parties_of(discourse, [subject]) if subject is not None else []


def firm_before(discourse: Discourse, token: Token, known: list[Entity]) -> Entity | None:
    """The firm spoken of before a token that is none of those known: subjects of the sentences before come first."""
    for sentence in sentences_until(discourse, token, 4):
        before = [t for t in sentence if t.i < token.i]
        subjects = [e for t in before if t.dep_ in SUBJECTS for e in discourse.resolve(t)]
        if firms := [e for e in subjects if is_trading(e) and e not in known]:
            return firms[0]
    firms = [e for e in discourse.cast.entities if is_trading(e) and e not in known]
    return max(firms, key=lambda e: (len(e.tokens), -e.tokens[0]), default=None)


FINANCIERS = frozenset("bank capital fund jbic kdb insurance securities".split())


def is_trading(entity: Entity) -> bool:
    """A firm that may be somebody's partner without being named as one: no bank or fund."""
    words = {w.strip(",.").lower() for w in entity.name.split()}
    return entity.kind == "Organization" and not words & FINANCIERS
