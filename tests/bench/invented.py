"""A seed in, the Facts of made-up articles out, one after the other: the same seed, the same articles.

Organizations are real and invented, the largest of them in a tenth of all articles. One to ten articles tell a
deal, some of them in another currency, some with a sum that was raised, some as copies of the article before.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple, TypeVar

from kgraph.gazetteer import list_organizations
from kgraph.model import Facts

CURRENCIES = {"US": "USD", "KR": "KRW", "JP": "JPY", "DE": "EUR", "TW": "USD", "FR": "EUR", "IN": "INR", "GB": "GBP"}
WORTH = {"USD": 1.0, "KRW": 1250.0, "JPY": 125.0, "EUR": 0.9, "INR": 78.0, "GBP": 0.8}
"""Units for a dollar, about."""
REAL_TOWNS = {
    "US": "Austin|Columbus|Phoenix|Savannah|Detroit",
    "KR": "Pyeongtaek|Icheon|Gumi|Cheonan|Ulsan",
    "JP": "Yokohama|Kumamoto|Sendai|Chitose|Hiroshima",
    "DE": "Dresden|Magdeburg|Berlin|Munich|Leipzig",
    "TW": "Hsinchu|Tainan|Kaohsiung|Taichung|Taoyuan",
    "FR": "Grenoble|Dunkirk|Lyon|Nantes|Toulouse",
    "IN": "Pune|Chennai|Bengaluru|Hyderabad|Surat",
    "GB": "Sunderland|Swindon|Coventry|Belfast|Cardiff",
}
FIRST = "Acra Belo Cori Dyna Eno Fuji Gala Hana Ivo Juno Kora Lumi Miro Nova Orio Pola Quan Rhoda Soli Tera".split()
SECOND = "chem cell dyne graph lux matic nix photon silicon tronic volt wave".split()
LAST = "Energy Materials Semiconductor Battery Systems Robotics Photonics Motors".split()
GIVEN = "Ada Ben Chloe Dai Emil Fumio Gina Hyun Ines Jun Kenji Lena Min Noor Otto Priya".split()
FAMILY = "Abe Brandt Chandra Durand Ellis Fischer Goto Hong Ito Jansen Kato Lefevre Moreau Nair Okada Park".split()
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va".split()
USUAL = (
    "The company did not immediately respond to a request for comment.",
    "Shares rose in early trading after the announcement was made public.",
    "Analysts had expected the announcement before the end of the quarter.",
)
"""Sentences that many articles share."""
SITES = {"fab": "logic chips", "battery": "batteries", "research": "hydrogen", "data_center": "data centers"}
WORDS = 70
"""Of an article, beside those that tell something."""
FIRST_DAY = date(2015, 1, 1)
DAYS = 3500
COPIED = 0.03
T = TypeVar("T")


class Named(NamedTuple):
    """An organization or a town, and its country."""

    name: str
    country: str


class World(NamedTuple):
    """What articles are about; what comes earlier comes up more often."""

    companies: list[Named]
    ministries: list[Named]
    people: list[str]
    towns: list[Named]


class Deal(NamedTuple):
    """What happened; the sum is in millions of dollars."""

    kind: str
    parties: list[Named]
    person: str
    town: Named
    site: str
    dollars: int
    day: date
    articles: int


def invent_facts(seed: int) -> Iterator[Facts]:
    """Articles without end."""
    dice = random.Random(seed)
    world = invent_world(dice)
    running = [invent_deal(world, dice) for _ in range(20)]
    before = None
    for number in range(10**9):
        place = dice.randrange(len(running))
        deal = running[place]
        again = deal._replace(articles=deal.articles - 1)
        running[place] = again if again.articles else invent_deal(world, dice)
        if before is None or dice.random() > COPIED:
            before = Article(deal, world, dice).write(number)
        else:
            before = repeat_article(before, number)
        yield before


def repeat_article(facts: Facts, number: int) -> Facts:
    changes = {"id": f"a{number}", "url": f"https://example.org/a{number}"}
    return facts.model_copy(update={"document": facts.document.model_copy(update=changes)})


def invent_world(dice: random.Random) -> World:
    entries = [entry for entry in list_organizations() if entry.country in CURRENCIES]
    real = [Named(entry.name, str(entry.country)) for entry in entries if not entry.is_government]
    names = [f"{a}{b} {c}" for a, b, c in product(FIRST, SECOND, LAST)]
    made = [Named(name, dice.choice([*CURRENCIES])) for name in dice.sample(names, 180)]
    companies = dice.sample([*dice.sample(real, 120), *made], 300)
    states = [Named(entry.name, str(entry.country)) for entry in entries if entry.is_government]
    people = dice.sample([f"{given} {family}" for given, family in product(GIVEN, FAMILY)], 150)
    towns = [Named(town, country) for country in REAL_TOWNS for town in REAL_TOWNS[country].split("|")]
    towns += [Named(f"{invent_word(dice, 3).title()}ton", dice.choice([*CURRENCIES])) for _ in range(160)]
    return World(companies, dice.sample(states, 30), people, dice.sample(towns, 200))


def invent_word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choices(SYLLABLES, k=syllables))


def invent_deal(world: World, dice: random.Random) -> Deal:
    kind = dice.choice(["investment", "investment", "investment", "grant", "agreement", "meeting"])
    first = draw(world.ministries, dice) if kind in {"grant", "meeting"} else draw(world.companies, dice)
    second = draw([company for company in world.companies if company != first], dice)
    return Deal(
        kind=kind,
        parties=[first, second],
        person=draw(world.people, dice),
        town=draw(world.towns, dice),
        site=dice.choice([*SITES]),
        dollars=round(10 ** dice.uniform(1, 4)),
        day=FIRST_DAY + timedelta(days=dice.randrange(DAYS)),
        articles=min(10, 1 + int(dice.expovariate(0.5))),
    )


def draw(things: Sequence[T], dice: random.Random) -> T:
    """By Zipf's law with Mandelbrot's shift: the first comes up in about three of a hundred draws from 300."""
    return dice.choices(things, [1 / (rank + 9) for rank in range(len(things))])[0]


class Article:
    """One article in the making: sentences, each with what it tells."""

    def __init__(self, deal: Deal, world: World, dice: random.Random) -> None:
        self.deal, self.world, self.dice = deal, world, dice
        self.text = ""
        self.organizations: list[dict[str, object]] = []
        self.facts: dict[str, object] = {"organizations": self.organizations}

    def write(self, number: int) -> Facts:
        """The Facts of the article that comes as one of a number."""
        self.add_words(WORDS // 2)
        getattr(self, f"tell_{self.deal.kind}")()
        self.mention_others()
        self.add_words(WORDS // 2)
        day = self.deal.day + timedelta(days=self.dice.randrange(4))
        document = {"id": f"a{number}", "url": f"https://example.org/a{number}", "published": day.isoformat()}
        document |= {"language": "en", "publisher": f"paper{number % 40}.example.org", "text": self.text.strip()}
        return Facts.model_validate({"document": document | {"title": f"News {number}"}, **self.facts})

    def add_words(self, count: int) -> None:
        if self.dice.random() < 0.1:
            self.say(self.dice.choice(USUAL))
        self.say(" ".join(invent_word(self.dice, 3) for _ in range(count)).capitalize() + ".")

    def say(self, sentence: str) -> dict[str, object]:
        start = len(self.text)
        self.text += f"{sentence} "
        return {"evidence": sentence, "start": start, "end": start + len(sentence)}

    def mention(self, party: Named) -> str:
        """The key of an organization; some articles give its first word as its short name, some no other."""
        key = f"o{len(self.organizations)}"
        is_ministry = party in self.world.ministries
        first, _, rest = party.name.partition(" ")
        manner = self.dice.random() if rest and not is_ministry else 1
        self.organizations.append(
            {
                "key": key,
                "name": first if manner < 0.1 else party.name,
                "aliases": (first,) if 0.1 <= manner < 0.4 else (),
                "class": "Government" if is_ministry else "Organization",
                "country": party.country if self.dice.random() < 0.7 else None,
            }
        )
        return key

    def mention_others(self) -> None:
        """Two organizations that have no part in the deal, and somebody who speaks."""
        others = [draw(self.world.companies, self.dice) for _ in range(2)]
        keys = [self.mention(other) for other in dict.fromkeys(others) if other not in self.deal.parties]
        person = {"key": "p0", "name": self.deal.person, "role": "analyst", "affiliation": keys[0] if keys else None}
        self.facts["people"] = [person | self.say(f"{self.deal.person} had no doubts about it.")]

    def tell_investment(self) -> None:
        investor, recipient = map(self.mention, self.deal.parties)
        site = {"key": "f0", "kind": self.deal.site, "operators": [investor], "technologies": [SITES[self.deal.site]]}
        site |= {"place": self.deal.town.name, "country": self.deal.town.country}
        money = {"investors": [investor], "recipients": [recipient] if self.deal.dollars % 3 else [], "facility": "f0"}
        self.tell_money(money | {"kind": "investment", "place": self.deal.town.name}, self.deal.town.country)
        self.facts["facilities"] = [site | self.say(f"The site in {self.deal.town.name} will be finished soon.")]

    def tell_grant(self) -> None:
        ministry, recipient = map(self.mention, self.deal.parties)
        money = {"investors": [ministry], "recipients": [recipient], "policy": f"Act {self.deal.dollars % 20}"}
        self.tell_money(money | {"kind": "grant"}, self.deal.parties[0].country)

    def tell_money(self, money: dict[str, object], country: str) -> None:
        """A sum as it was, in another currency, or raised; now and then none."""
        currency = "USD" if self.dice.random() < 0.6 else CURRENCIES[country]
        raised = 1.4 if self.deal.articles == 2 else 1.0
        worth = self.deal.dollars * WORTH[currency]
        sum_, old = (round(worth * factor * 10**6, -5) for factor in (raised, 1.0))
        told = f"It will pay {sum_ / 1e6:,.1f} million {currency}"
        told += f", up from {old / 1e6:,.1f} million {currency}." if raised > 1 else "."
        amount = {"value": int(sum_), "currency": currency, "text": f"{sum_ / 1e6:,.1f} million {currency}"}
        shown = amount if self.dice.random() < 0.9 else None
        when = self.deal.day.isoformat() if self.dice.random() < 0.6 else None
        said = self.say(told)
        self.facts["investments"] = [
            {"key": "i0", "amount": shown, "country": country, "announced": when, **money, **said}
        ]

    def tell_agreement(self) -> None:
        parties = [self.mention(party) for party in self.deal.parties]
        deal = {"key": "a0", "kind": self.dice.choice(["memorandum", "supply"]), "parties": parties}
        self.facts["agreements"] = [deal | {"date": self.deal.day.isoformat()} | self.say("They signed on that day.")]

    def tell_meeting(self) -> None:
        both = [self.mention(party) for party in self.deal.parties]
        talk = {"key": "m0", "participants": both, "country": self.deal.parties[0].country}
        self.facts["meetings"] = [talk | {"date": self.deal.day.isoformat()} | self.say("They met on that day.")]
