"""The values that travel the road: documents, what they mention, the facts they tell, and what these merge into.

Their JSON is the format of the gold articles: one object a document, facts naming what they join by `key`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_serializer, model_validator

InvestmentKind = Literal["investment", "grant", "loan", "tax_credit", "acquisition", "joint_venture"]
Status = Literal["considered", "announced", "completed", "cancelled"]
Qualifier = Literal["exact", "up_to", "at_least", "approximately"]


def check_date(text: str) -> str:
    """Refuse what is not a year, a month or a day of the calendar: 2023, 2023-12, 2023-12-21."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        raise ValueError(f"{text!r} is not a date like 2023, 2023-12 or 2023-12-21")
    first_day(text)
    return text


def last_day(when: str) -> date:
    """The last day of a year, a month or a day: 2024-02 -> 2024-02-29."""
    year, month, day = (*map(int, when.split("-")), 0, 0)[:3]
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def first_day(when: str) -> date:
    """The first day of a year, a month or a day: 2024-02 -> 2024-02-01."""
    return date.fromisoformat(f"{when}-01-01"[:10])


PartialDate = Annotated[str, AfterValidator(check_date)]
"""A day, month or year in ISO 8601: no more precise than what was said."""
CountryCode = Annotated[str, Field(pattern="^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""
CurrencyCode = Annotated[str, Field(pattern="^[A-Z]{3}$")]
"""ISO 4217."""
Text = Annotated[str, Field(min_length=1)]


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Document(Value):
    """An article or press release as it was read; offsets elsewhere count code points of `text`.

    `truncated` where the file was cut off or damaged; `notes` say what was lost or guessed in reading.
    """

    id: Text
    url: str | None = None
    title: str = ""
    published: PartialDate | None = None
    language: str | None = None
    publisher: str | None = None
    text: str = ""
    truncated: bool = False
    notes: tuple[str, ...] = ()


class Skipped(Value):
    """An input that could not be read, and why."""

    source: str
    reason: str


class Evidence(Value):
    """The span of a document that says something: text[start:end] == quote."""

    document: Text
    quote: Text
    start: Annotated[int, Field(ge=0)]
    end: int


class Claim(Value):
    """What a document tells under a key of its own, with the words that tell it.

    `start` and `end` are None only where the words were quoted without their place (gold articles).
    """

    key: Text
    evidence: Text | None = None
    start: Annotated[int, Field(ge=0)] | None = None
    end: int | None = None

    @model_validator(mode="after")
    def check_span(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError(f"{self.key}: start and end come together")
        if self.start is not None and self.end is not None and self.end - self.start != len(self.evidence or ""):
            raise ValueError(f"{self.key}: the span {self.start}-{self.end} does not fit its quote")
        return self


class Organization(Claim):
    """A company, institute, university, fund or association; as a Government, an authority."""

    name: Text
    aliases: tuple[str, ...] = ()
    class_: Literal["Organization", "Government"] = Field("Organization", alias="class")
    country: CountryCode | None = None


class Person(Claim):
    """A named official or executive; `affiliation` is the key of an organization."""

    name: Text
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None


class Money(Value):
    """A sum in whole units of a currency."""

    value: Annotated[Decimal, Field(gt=0)]
    currency: CurrencyCode

    @field_serializer("value", when_used="json")
    def write_number(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)


class Amount(Money):
    """A sum as first stated, how exactly it was meant, the same sum in other words, and as written."""

    qualifier: Qualifier = "exact"
    alternatives: tuple[Money, ...] = ()
    text: str | None = None


class Facility(Claim):
    """A site: fab, plant, laboratory, data center. Its kind and technologies are concepts of the ontology."""

    kind: Text
    operators: tuple[str, ...] = ()
    place: str | None = None
    country: CountryCode | None = None
    opens: PartialDate | None = None
    technologies: tuple[str, ...] = ()
    optional: bool = False


class Investment(Claim):
    """Money that somebody commits; `country` is where it goes."""

    kind: InvestmentKind
    investors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    amount: Amount | None = None
    facility: str | None = None
    place: str | None = None
    country: CountryCode | None = None
    policy: str | None = None
    technologies: tuple[str, ...] = ()
    announced: PartialDate | None = None
    status: Status = "announced"
    optional: bool = False


class Agreement(Claim):
    """Two or more organizations agree to work together."""

    kind: Text
    parties: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    date: PartialDate | None = None
    optional: bool = False


class Meeting(Claim):
    """People or organizations meet or visit."""

    participants: tuple[str, ...] = ()
    country: CountryCode | None = None
    date: PartialDate | None = None
    optional: bool = False


class Facts(Value):
    """All that one document tells. Every key that is named exists, every quote stands at its offsets."""

    document: Document
    organizations: tuple[Organization, ...] = ()
    people: tuple[Person, ...] = ()
    facilities: tuple[Facility, ...] = ()
    investments: tuple[Investment, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    def claims(self) -> Iterator[Claim]:
        """Everything that the document mentions or tells, in the order of the fields."""
        yield from self.organizations
        yield from self.people
        yield from self.facilities
        yield from self.investments
        yield from self.agreements
        yield from self.meetings

    @model_validator(mode="after")
    def check_quotes(self) -> Self:
        for claim in self.claims():
            if self.document.text and claim.start is not None:
                said = self.document.text[claim.start : claim.end]
                if said != claim.evidence:
                    raise ValueError(f"{claim.key}: the quote {claim.evidence!r} is not at {claim.start}")
        return self

    @model_validator(mode="after")
    def check_keys(self) -> Self:
        keys = [claim.key for claim in self.claims()]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{self.document.id}: a key stands twice among {keys}")
        missing = {key for claim in self.claims() for key in joined_keys(claim)} - set(keys)
        if missing:
            raise ValueError(f"{self.document.id}: keys that name nothing: {sorted(missing)}")
        return self


def joined_keys(claim: Claim) -> Iterator[str]:
    """The keys of other claims that this one names."""
    match claim:
        case Person(affiliation=str(key)):
            yield key
        case Facility():
            yield from claim.operators
        case Investment():
            yield from (*claim.investors, *claim.recipients, *filter(None, [claim.facility]))
        case Agreement():
            yield from claim.parties
        case Meeting():
            yield from claim.participants


class Dollars(Value):
    """What a sum was worth in US dollars on the day of the exchange rate used, None where it took none."""

    value: Decimal
    rate_date: PartialDate | None


class Stage(Value):
    """A step in the history of an investment: from this date on, this status and this sum."""

    status: Status
    date: PartialDate | None = None
    amount: Amount | None = None
    documents: tuple[str, ...] = ()
    evidence: Evidence | None = None


class Merged(Value):
    """A thing or event of the knowledge layer: its claims made one, under an IRI instead of a key.

    In `claim` every key (its own and those that it names) is the IRI of a merged thing, and its own span is
    left out: `evidence` holds the spans of all documents. `sources` counts the documents that tell of it, copies
    of one text once; a sum that is `part_of` another is not to be added to it; `disputed` names the fields on
    which documents disagree; `stages` stand in the order of time.
    """

    claim: Organization | Person | Facility | Investment | Agreement | Meeting
    evidence: tuple[Evidence, ...] = ()
    documents: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    parent: str | None = None
    part_of: str | None = None
    usd: Dollars | None = None
    sources: int | None = None
    stages: tuple[Stage, ...] = ()
    disputed: tuple[str, ...] = ()
