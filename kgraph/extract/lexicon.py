"""The word lists of `lexicon.toml` in, as constants: words of the trade press by what they say about a fact.

Words are lemmas in lower case, phrases stand as written; the order of phrases and of kinds is that of the file,
strongest first.
"""

import tomllib
from importlib.resources import files
from typing import Any

LISTS: dict[str, Any] = tomllib.loads((files("kgraph.extract") / "lexicon.toml").read_text(encoding="utf-8"))


def list_phrases(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A table of the file: each kind with its words."""
    return tuple((kind, tuple(words)) for kind, words in LISTS[name].items())


INVEST_VERBS = frozenset[str](LISTS["invest_verbs"])
GIVE_VERBS = frozenset[str](LISTS["give_verbs"])
RECEIVE_VERBS = frozenset[str](LISTS["receive_verbs"])
BUILD_VERBS = frozenset[str](LISTS["build_verbs"])
BUY_VERBS = frozenset[str](LISTS["buy_verbs"])
SAY_VERBS = frozenset[str](LISTS["say_verbs"])
COST_VERBS = frozenset[str](LISTS["cost_verbs"])
OTHER_COMMITTING = frozenset[str](LISTS["other_committing"])
INVEST_NOUNS = frozenset[str](LISTS["invest_nouns"])
GRANT_NOUNS = frozenset[str](LISTS["grant_nouns"])
TAX_PHRASES: tuple[str, ...] = tuple(LISTS["tax_phrases"])
LOAN_PHRASES: tuple[str, ...] = tuple(LISTS["loan_phrases"])
GRANT_PHRASES: tuple[str, ...] = tuple(LISTS["grant_phrases"])
OWN_PHRASES: tuple[str, ...] = tuple(LISTS["own_phrases"])
VENTURE_PHRASES: tuple[str, ...] = tuple(LISTS["venture_phrases"])
BUY_PHRASES: tuple[str, ...] = tuple(LISTS["buy_phrases"])
STAKE_PHRASES: tuple[str, ...] = tuple(LISTS["stake_phrases"])
NOT_COMMITTED = frozenset[str](LISTS["not_committed"])
NOT_COMMITTED_VERBS = frozenset[str](LISTS["not_committed_verbs"])
CONSIDERED: tuple[str, ...] = tuple(LISTS["considered"])
CANCELLED: tuple[str, ...] = tuple(LISTS["cancelled"])
ORGANIZATION_NOUNS = frozenset[str](LISTS["organization_nouns"])
GOVERNMENT_NOUNS = frozenset[str](LISTS["government_nouns"])
FACILITY_NOUNS = {word: kind for kind, words in list_phrases("facility_nouns") for word in words}
"""The nouns of sites and the kind of site that each tells by itself."""
FACILITY_KINDS = list_phrases("facility_kinds")
TECHNOLOGIES = list_phrases("technologies")
EITHER_TECHNOLOGY = dict(list_phrases("either_technology"))
NO_TECHNOLOGY: tuple[str, ...] = tuple(LISTS["no_technology"])
PERSON_TITLES = frozenset[str](LISTS["person_titles"])
COMPANY_WORDS = frozenset[str](LISTS["company_words"])
GIVEN_NAMES = frozenset[str](LISTS["given_names"])
BUSINESS_VERBS = frozenset[str](LISTS["business_verbs"])
BUSINESS_NOUNS = frozenset[str](LISTS["business_nouns"])
LEGAL_FORMS = frozenset[str](LISTS["legal_forms"])
ORGANIZATION_ENDINGS = frozenset[str](LISTS["organization_endings"])
GOVERNMENT_HEADS = frozenset[str](LISTS["government_heads"])
POLICY_ENDINGS = frozenset[str](LISTS["policy_endings"])
POLICY_NAMES: tuple[str, ...] = tuple(LISTS["policy_names"])
PROGRAMME_FILLERS = frozenset[str](LISTS["programme_fillers"])
AGREEMENT_KINDS = list_phrases("agreement_kinds")
AGREEMENT_NOUNS = frozenset[str](LISTS["agreement_nouns"])
FINANCIAL = frozenset[str](LISTS["financial"])
PENDING = frozenset[str](LISTS["pending"])
SIGN_VERBS = frozenset[str](LISTS["sign_verbs"])
PARTNER_VERBS = frozenset[str](LISTS["partner_verbs"])
SUPPLY_VERBS = frozenset[str](LISTS["supply_verbs"])
PORTFOLIO_WORDS = frozenset[str](LISTS["portfolio_words"])
"""Fields of work of ministries, agencies and institutes."""
NO_NAMES = frozenset[str](LISTS["no_names"])
HEADS_OF_LISTS = frozenset[str](LISTS["heads_of_lists"])
DONE_VERBS = frozenset[str](LISTS["done_verbs"])
FUTURE = frozenset[str](LISTS["future"])
RUNNING_WORDS = frozenset[str](LISTS["running_words"])
READY = frozenset[str](LISTS["ready"])
STARTING = frozenset[str](LISTS["starting"])
NEWS = frozenset[str](LISTS["news"])
NOT_OPERATORS = frozenset[str](LISTS["not_operators"])
STOPS = frozenset[str](LISTS["stops"])
TRADE_WORDS = frozenset(word for _, phrases in TECHNOLOGIES for phrase in phrases for word in phrase.split())
FIRM_WORDS = COMPANY_WORDS | ORGANIZATION_ENDINGS | TRADE_WORDS | frozenset(FACILITY_NOUNS)
"""Words of business: a name that ends with one is seldom a person's, a sentence that begins with one no name."""
WEAK_NOUNS = dict(list_phrases("weak_nouns"))
KIND_OF_TECHNOLOGY = {name: kind for kind, names in list_phrases("kind_of_technology") for name in names}
NARROWER = {name: frozenset(names) for name, names in list_phrases("narrower")}
CONFER_VERBS = frozenset[str](LISTS["confer_verbs"])
VISIT_VERBS = frozenset[str](LISTS["visit_verbs"])
RECEIVE_PEOPLE = frozenset[str](LISTS["receive_people"])
MEETING_NOUNS = frozenset[str](LISTS["meeting_nouns"])
VISIT_NOUNS = frozenset[str](LISTS["visit_nouns"])
DELEGATES = frozenset[str](LISTS["delegates"])
NOT_MEANT = frozenset[str](LISTS["not_meant"])
