"""A parsed text in, the spans of its proper names out, each with the recognizer's guess of what it names."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kgraph.extract.lexicon import (
    GOVERNMENT_HEADS,
    GOVERNMENT_NOUNS,
    HEADS_OF_LISTS,
    LEGAL_FORMS,
    ORGANIZATION_ENDINGS,
    ORGANIZATION_NOUNS,
    PERSON_TITLES,
    POLICY_ENDINGS,
    PORTFOLIO_WORDS,
    TRADE_WORDS,
)
from kgraph.gazetteer import find_organizations, lookup_country, lookup_organization, lookup_place

OTHER_LABELS = frozenset("DATE TIME MONEY PERCENT CARDINAL ORDINAL QUANTITY".split())
NATIONAL = frozenset("NORP LANGUAGE".split())


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens start to end (exclusive) that form one proper name; `label` is the recognizer's, or ""."""

    start: int
    end: int
    label: str


def find_names(parse: Doc, seams: Collection[int] = ()) -> list[NameSpan]:
    """Names in reading order, none overlapping: runs of capitalised words, cut by what is known of them.

    `seams` are the characters at which a description was cut out of the text: no name runs over one.
    """
    known = {(span.start, span.end) for span in known_spans(parse)}
    names: list[NameSpan] = []
    for start, end in [*sorted(known), *find_runs(parse, known, seams)]:
        names.append(NameSpan(start, end, guess_label(parse[start:end])))
    return sorted(names, key=lambda name: name.start)


def known_spans(parse: Doc) -> Iterator[Span]:
    for found in find_organizations(parse.text):
        span = parse.char_span(found.start, found.end, alignment_mode="expand")
        if span is not None and not continues_name(parse, span):
            yield span


def continues_name(parse: Doc, span: Span) -> bool:
    """Whether a known name is but a part of a longer one: "Samsung Electronics America", "Toray Advanced"."""
    after = parse[span.end] if span.end < len(parse) else None
    before = parse[span.start - 1] if span.start else None
    joins_after = (
        after is not None and is_capital(after) and after.lower_ not in PERSON_TITLES and not after.is_sent_start
    )
    joins_before = before is not None and before.dep_ == "compound" and is_capital(before) and before.ent_type_ == "ORG"
    return joins_after or joins_before


def find_runs(parse: Doc, known: set[tuple[int, int]], seams: Collection[int]) -> Iterator[tuple[int, int]]:
    taken = {i for start, end in known for i in range(start, end)}
    i = 0
    while i < len(parse):
        if i in taken or not starts_name(parse[i]):
            i += 1
            continue
        end = find_portfolio_end(parse, i) or extend_run(parse, i, taken)
        end = next((t.i for t in parse[i + 1 : end] if t.idx in seams), end)
        title = find_portfolio_title(parse, i, end)
        if title:
            yield i, title
        else:
            yield from split_run(parse, i, end)
        i = title or end


def find_portfolio_title(parse: Doc, start: int, end: int) -> int:
    """Where the title stands to which a run goes on ("Economy, Trade and Industry Minister Ken Saito"), or 0."""
    for token in parse[end : end + 6]:
        if token.lower_ in {"minister", "secretary"} and token.text[:1].isupper():
            return int(token.i) if ministry_of(parse[start : token.i].text, token.lower_) else 0
        if not (is_capital(token) or token.lower_ in {",", "and", "&"}):
            return 0
    return 0


def find_portfolio_end(parse: Doc, start: int) -> int:
    """Where the portfolio ends that follows a title ("Minister of Trade, Industry and Energy Park Il-jun"), or 0."""
    title = parse[start - 2].lower_ if start > 1 and parse[start - 1].lower_ in {"of", "for"} else ""
    if title not in {"minister", "secretary"}:
        return 0
    ends = range(min(start + 8, len(parse)), start, -1)
    return next((end for end in ends if ministry_of(parse[start:end].text, title)), 0)


def ministry_of(portfolio: str, title: str) -> str | None:
    """The ministry of a minister: that of the Commerce Secretary is the Department of Commerce."""
    name = f"Ministry of {portfolio}" if title == "minister" else f"U.S. Department of {portfolio}"
    return name if title in {"minister", "secretary"} and lookup_organization(name) else None


def is_capital(token: Token) -> bool:
    return token.text[:1].isupper() or (token.text[:1].isdigit() and any(c.isupper() for c in token.text))


def starts_name(token: Token) -> bool:
    """A capitalised word that is a name: not the plain first word of a sentence, a title or a month."""
    national = token.ent_type_ in NATIONAL and not is_odd_national(token)
    mislabelled = is_mislabelled_place(token)
    if mislabelled or national or not token.text[:1].isupper():
        return mislabelled
    if token.ent_type_ in OTHER_LABELS or token.like_num:
        return is_numbered_name(token)
    if (
        token.lower_ in PERSON_TITLES
        or (token.is_stop and not is_stop_in_name(token))
        or is_role_noun(token)
        or is_label(token)
        or token.lower_ in {"mou", "mous"}
        or FIGURE.match(token.text)
    ):
        return False
    if is_plain_word(token):
        return False
    if token.is_sent_start or (token.i and token.nbor(-1).text in {"“", '"', "-", ":", "•"}):
        return token.pos_ == "PROPN" or token.ent_type_ in {"ORG", "PERSON", "GPE", "FAC", "PRODUCT", "NORP"}
    return token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "NUM"} and not (
        token.pos_ == "ADJ" and token.ent_type_ == "NORP"
    )


FIGURE = re.compile(r"(?:RM|Rs|INR|FY|Q|H|CY)\d")
"""A sum or a period, written in one word: "RM210mil", "FY23"."""


def is_stop_in_name(token: Token) -> bool:
    """ "Colorado-based Front Range Capital": a common word that has a capital within a sentence, before another."""
    if token.is_sent_start or token.pos_ not in {"PROPN", "NOUN", "ADJ"} or not token.nbor(-1).text[-1:].isalpha():
        return False
    return token.i + 1 < len(token.doc) and is_capital(token.nbor(1)) and token.nbor(1).pos_ == "PROPN"


def is_mislabelled_place(token: Token) -> bool:
    """ "A plant in Greer", "works in Heerenveen": no nationality and no date, whatever the recognizer says."""
    if token.ent_type_ not in NATIONAL | {"DATE"} or token.pos_ != "PROPN" or not token.text[:1].isupper():
        return False
    before = token.nbor(-1) if token.i else None
    if before is None or before.lower_ not in {"in", "at", "near", "outside"} or len(token.text) < SHORTEST_TOWN:
        return False
    dated = token.ent_type_ == "DATE" and (lookup_place(token.text) is None or lookup_country(token.text) is not None)
    return not dated and not token.text.isupper() and (token.ent_type_ == "DATE" or not is_nationality(token))


SHORTEST_TOWN = 4
"""Letters of a name that the recognizer may have mistaken; shorter ones are quarters and codes."""


def is_nationality(token: Token) -> bool:
    return token.lower_.endswith(NATIONAL_ENDINGS) or lookup_country(token.text) is not None


NATIONAL_ENDINGS = ("ian", "can", "ean", "ese", "ish", "crat", "cratic", "ans", "im", "ew")


def is_odd_national(token: Token) -> bool:
    """ "Deccan Aero Ltd": no nationality, whatever the recognizer says, but the first word of a name."""
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if follower is None or not is_capital(follower) or follower.lower_ in PERSON_TITLES:
        return False
    return not is_nationality(token) and not lookup_country(f"{token.text} {follower.text}")


def is_numbered_name(token: Token) -> bool:
    """ "Two Rivers Capital": a number in words that has a capital within a sentence."""
    follower = token.nbor(1) if token.i + 1 < len(token.doc) else None
    joined = follower is not None and is_capital(follower) and follower.ent_type_ not in OTHER_LABELS
    counts = token.like_num and token.text.isalpha() and token.ent_type_ not in OTHER_LABELS - {"CARDINAL"}
    return joined and counts and not token.is_sent_start


def is_plain_word(token: Token) -> bool:
    """A word of the trade that has its capital from the start of a line: "Batteries, Ohio: ..."."""
    starts = token.is_sent_start or not token.nbor(-1).is_alpha
    alone = token.i + 1 >= len(token.doc) or not (is_capital(token.nbor(1)) or token.nbor(1).lower_ == "of")
    described = token.i + 1 < len(token.doc) and token.nbor(1).pos_ == "NOUN"  # "Trade ministers met"
    plain = TRADE_WORDS | PORTFOLIO_WORDS if described else TRADE_WORDS
    return bool(starts) and alone and bool({token.lower_, token.lower_.removesuffix("s")} & plain)


def is_label(token: Token) -> bool:
    """ "Item: separators": the single word before a colon at the start of a line."""
    first = (
        token.i == 0
        or not token.nbor(-1).text.strip("-•*▲ ")
        or (token.is_sent_start and token.nbor(-1).text in {".", "-"})
    )
    return bool(first) and token.i + 1 < len(token.doc) and token.nbor(1).text == ":"


def is_role_noun(token: Token) -> bool:
    """ "the Company", "the State": a contract's capitals make no name."""
    alone = token.i + 1 >= len(token.doc) or (
        not is_capital(token.nbor(1)) and token.nbor(1).lower_ not in {"of", "for"}
    )
    return (
        alone
        and token.lemma_.lower() in ORGANIZATION_NOUNS | GOVERNMENT_NOUNS
        and bool(token.i)
        and (token.nbor(-1).lower_ in {"the", "this", "its"} or token.nbor(-1).ent_type_ == "NORP")
    )


def extend_run(parse: Doc, start: int, taken: set[int]) -> int:
    """The end of the name that begins at `start`."""
    end = start + 1
    lists = parse[start].lower_ in HEADS_OF_LISTS
    while end < len(parse) and end not in taken and parse[end].sent == parse[start].sent:
        token = parse[end]
        if ends_name(parse[end - 1], token):
            break
        lists = lists or token.lower_ in HEADS_OF_LISTS
        if (is_capital(token) and token.ent_type_ not in OTHER_LABELS) or token.lower_ in SMALL_FORMS:
            end += 1
        elif (step := inner_step(parse, end, lists, taken)) > 0:
            end += step
        else:
            break
    return end


def ends_name(last: Token, token: Token) -> bool:
    """Whether a legal form and a full stop end the sentence too: "of Halden Ltd. Norway's share"."""
    closed = last.lower_ in {"ltd.", "inc.", "corp.", "llc."}
    return closed and is_capital(token) and token.lower_.strip(".") not in LEGAL_FORMS


def inner_step(parse: Doc, at: int, lists: bool, taken: set[int]) -> int:
    """How many tokens a connector and the capitalised word behind it take up; 0 where the name ends."""
    word, follower = parse[at].lower_, parse[at + 1] if at + 1 < len(parse) else None
    if follower is None or follower.i in taken:
        return 0
    if word in {"of", "for"}:
        return step_over_of(parse, at, follower, taken)
    joins = {
        "-": is_glued(parse, at) and follower.lower_ not in HYPHENED,
        "–": is_glued(parse, at),
        "/": is_glued(parse, at),
        ".": is_glued(parse, at),
        "&": True,
        ",": is_legal_form(follower) or (lists and is_capital(follower) and is_listed(parse, at)),
        "and": is_capital(follower) and (names_fields(parse, at, lists) or names_policy(parse, at)),
        "at": is_capital(follower) and parse[max(0, at - 3) : at - 1].text.lower() == "university of",
    }
    return 2 if joins.get(word, word in PARTICLES and is_capital(follower)) else 0


def names_fields(parse: Doc, at: int, lists: bool) -> bool:
    """Whether "and" joins two fields of one authority's work: "Department of Housing and Urban Development"."""
    ahead = capitals_after(parse, at)
    fields = [word for word in ahead if word in PORTFOLIO_WORDS]
    if lists and parse[at - 1].lower_ not in HEADS_OF_LISTS:
        own = len(ahead) > 1 and ahead[-1].strip(".") in LEGAL_FORMS | ORGANIZATION_ENDINGS
        return not own or len(fields) == len(ahead)
    inner = parse[at - 1].lower_ in PORTFOLIO_WORDS and ahead[0] in PORTFOLIO_WORDS and is_capital(parse[at - 1])
    return inner and len(ahead) > 1 and ahead[-1] in HEADS_OF_FIELDS


def capitals_after(parse: Doc, at: int) -> list[str]:
    """The capitalised words behind a token, in lower case."""
    words = []
    for token in parse[at + 1 : at + 8]:
        if not is_capital(token):
            break
        words.append(token.lower_)
    return words


HEADS_OF_FIELDS = GOVERNMENT_HEADS | frozenset(
    "corporation enterprise foundation fund institute laboratory organization".split()
)
"""What a name ends with whose fields stand before it: "Maritime Innovation and Technology Fund"."""
SITE_HEADS = frozenset("plant works factory fab mill smelter refinery campus complex site foundry shipyard".split())
"""What a site is called behind its place: "the Handa Works"."""
SMALL_FORMS = frozenset("plc plc. a/s k.k. kft. gmbh s.a.".split())
HYPHENED = frozenset("based owned listed backed led made born".split())
PARTICLES = frozenset("de del di du des la le et da do und e am upon".split())


def is_glued(parse: Doc, at: int) -> bool:
    """Whether no space stands before and after a mark inside a name."""
    return not parse[at - 1].whitespace_ and not parse[at].whitespace_ and parse[at + 1].text[:1].isalnum()


def is_legal_form(token: Token) -> bool:
    return token.lower_.strip(".") in {"ltd", "inc", "llc", "limited", "corp", "lp"}


def step_over_of(parse: Doc, at: int, follower: Token, taken: set[int]) -> int:
    """ "University of Texas", "Ministry of the Interior": heads that are named by what they are of."""
    step = 2 if follower.lower_ == "the" else 1
    target = parse[at + step] if at + step < len(parse) else None
    head = parse[at - 1].lower_
    joined = target is not None and is_capital(target) and (head in OF_HEADS or is_national_branch(parse, at, target))
    if (
        head == "institute"
        and at > 2
        and is_capital(parse[at - 3])
        and target is not None
        and lookup_place(target.text)
    ):
        return 0  # "the Korea Photonics Institute of Gumi" is at home there
    return step + 1 if joined and target is not None and target.i not in taken else 0


def is_national_branch(parse: Doc, at: int, target: Token) -> bool:
    """ "Capital Corporation of Japan", "Halden Networks of America, Inc."."""
    if lookup_country(target.text) is None and target.lower_ not in {"america", "europe", "asia"}:
        return False
    ahead = [t.lower_.strip(".") for t in parse[target.i + 1 : target.i + 3] if t.text != ","]
    return parse[at - 1].lower_ in {"corporation", "company", "corp"} or ahead[:1] in (["inc"], ["ltd"], ["llc"])


OF_HEADS = GOVERNMENT_HEADS | frozenset(
    """university institute bank college academy school board office organization association center centre republic
    chamber ministry federation union fund bureau board society house minister secretary port commonwealth""".split()
)


def is_listed(parse: Doc, at: int) -> bool:
    """Whether a comma in a ministry's name goes on to its "and": "Trade, Industry and Energy"."""
    ahead = parse[at + 1 : at + 9]
    words = [t.lower_ for t in ahead]
    if "and" not in words:
        return False
    until = words.index("and")
    return (
        all(is_capital(t) or t.text == "," for t in ahead[:until])
        and until + 1 < len(ahead)
        and is_capital(ahead[until + 1])
    )


def names_policy(parse: Doc, at: int) -> bool:
    """ "CHIPS and Science Act": the words after "and" end as a law or a programme does."""
    ahead = capitals_after(parse, at)
    return bool(ahead) and ahead[-1] in {"act", "law", "bill", "program", "programme"}


def split_run(parse: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run at titles ("Cheongju Mayor Lee Beom-seok") and drop possessive and quote marks at its ends."""
    begin = start
    firm = parse[end - 1].lower_.strip(".") in LEGAL_FORMS | ORGANIZATION_ENDINGS
    for i in range(start, end):
        if firm and parse[i].lower_ in {"king", "queen", "prince", "sir", "head", "chief"} and begin < i < end - 1:
            continue  # "the Richard King Foundation"
        if parse[i].lower_ in PERSON_TITLES and not (i + 1 < end and parse[i + 1].lower_ in {"of", "for"}):
            if begin < i and not (
                parse[i].lower_ in {"minister", "secretary"} and parse[begin].ent_type_ not in {"GPE", "ORG"}
            ):
                yield begin, i
            begin = i + 1
    if end - begin > 1 and parse[end - 1].lower_ in SITE_HEADS and lookup_place(parse[begin : end - 1].text):
        end -= 1
    while begin < end and parse[begin].lower_ in LEGAL_FORMS - {"holdings", "group"} and end - begin == 1:
        begin += 1
    if begin < end:
        yield begin, end


def guess_label(span: Span) -> str:
    """The recognizer's label that covers most of the span's tokens."""
    if (
        span[-1].lower_ in POLICY_ENDINGS
        and len(span) > 1
        and span[-1].lower_ in {"act", "law", "program", "programme", "initiative", "scheme"}
    ):
        return "LAW"
    labels = [t.ent_type_ for t in span if t.ent_type_]
    return max(sorted(set(labels)), key=labels.count) if labels else ""
