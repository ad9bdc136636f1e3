"""A discourse in, its meetings out: who sees whom, where and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Span, Token

from kgraph.extract.attendance import attend, find_participants
from kgraph.extract.coreference import Discourse
from kgraph.extract.dates import DateMention
from kgraph.extract.entities import Entity
from kgraph.extract.gatherings import Gathering, read_gathering
from kgraph.extract.lexicon import NOT_MEANT
from kgraph.extract.locations import Location, find_location, is_place, main_location
from kgraph.extract.people import People, find_people
from kgraph.extract.roles import objects_of
from kgraph.extract.timing import document_date, find_status, is_fresh, is_planned

UNREAL = frozenset("may might could would can should must".split())
HELD = frozenset("at during after following over".split())
"""What is said or refused "at" a meeting does not undo it."""
POSSIBLE = frozenset("possible potential proposed cancelled canceled postponed hypothetical".split())


@dataclass(slots=True, eq=False)
class Encounter:
    """A meeting or visit of people and organizations."""

    participants: list[Entity]
    location: Location
    date: str | None
    token: int
    sentence: Span
    way: str = "meet"
    dated: bool = False
    """Whether its own sentence gives the date."""


def find_encounters(discourse: Discourse) -> list[Encounter]:
    """Meetings and visits, each once."""
    reading = discourse.cast.reading
    told = [
        (token, gathering)
        for token in reading.parse
        if not reading.is_title(token) and (gathering := read_gathering(token)) is not None
    ]
    people = find_people(discourse) if told else None
    found: list[Encounter] = []
    for token, gathering in told:
        if people is not None and is_meant(token, gathering):
            note_encounter(people, found, token, gathering)
    return found


def note_encounter(people: People, found: list[Encounter], token: Token, gathering: Gathering) -> None:
    """Add what a gathering tells: a meeting of its own, or more of one that was told before."""
    participants = leave_houses(people, gathering, find_participants(people, gathering))
    if gathering.way == "join":
        add_company(people, found, token, gathering)
        return
    if found and is_further(found[-1], token, gathering):
        add_speakers(people, found[-1], [e for t in gathering.here for e in attend(people, t)])
        return
    if len(participants) < 2 or (gathering.way == "visit" and is_one_house(people, participants)):
        return
    if gathering.talks and not any(e.kind in ("Person", "Government") for e in participants):
        return
    new = make_encounter(people, found, token, gathering, participants)
    for old in found:
        if is_same_meeting(people, old, new):
            old.participants = join_sides(people, old.participants, new.participants)
            return
    found.append(new)


def leave_houses(people: People, gathering: Gathering, participants: list[Entity]) -> list[Entity]:
    """Those of a visit without a firm whose own man is among them: "toured X's works with X's president, Y"."""
    persons = [e for e in participants if e.kind == "Person"]
    firms = [e for e in participants if e.kind == "Organization"]
    if gathering.way != "visit" or len(persons) < 2 or len(firms) != 1:
        return participants
    homes = [people.home_of(e) for e in persons if is_of_firm(people, e)]
    return persons if any(home in (None, firms[0]) for home in homes) else participants


def is_one_house(people: People, participants: list[Entity]) -> bool:
    """Whether everybody is of one firm: a chairman in his own plant is no news of two sides."""
    homes = {people.home_of(e) or e if e.kind == "Person" else e for e in participants}
    return len(homes) == 1 and any(e.is_party() for e in participants)


def is_further(last: Encounter, token: Token, gathering: Gathering) -> bool:
    """ "At the meeting, X asked": more of the meeting told right before."""
    return not (gathering.there or gathering.formal) and 0 <= token.sent.start - last.sentence.start <= FAR


FAR = 120
"""How many words later "the meeting" still is the one told before."""


def is_meant(token: Token, gathering: Gathering) -> bool:
    """Whether it took place or is going to: neither wished, denied, called off nor only possible."""
    if token.dep_ == "pobj" and token.head.lower_ in HELD:
        return True
    verb = gathering.verb
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "neg", "mark"}}
    if "would" in helpers and verb.dep_ == "ccomp" and verb.head.tag_ == "VBD":
        helpers.remove("would")  # "said he would meet X" is a plan
    if helpers & UNREAL or helpers & {"not", "n't", "never", "if", "whether", "unless"}:
        return False
    over = [verb] if token != verb else []
    over += [verb.head] if verb.dep_ in {"xcomp", "ccomp", "pcomp", "advcl", "acl"} and "to" in helpers else []
    over += [verb.head.head] if verb.dep_ == "pcomp" else []
    if any(t.lemma_.lower() in NOT_MEANT for t in over) or any(c.lower_ in POSSIBLE for c in token.children):
        return False
    return find_status(token) != "cancelled"


def is_future(verb: Token) -> bool:
    """ "will meet", "is to visit", "plans to visit", "leaves for a visit"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return (
        bool(helpers & {"will", "would"})
        or ("to" in helpers and verb.head.tag_ not in {"VBD", "VBN"})
        or verb.tag_ == "VBZ"
    )


def add_speakers(people: People, meeting: Encounter, speakers: list[Entity]) -> None:
    """ "At the meeting, X asked": instead of an organization of the meeting, its person."""
    for person in [e for e in speakers if e.kind == "Person" and e not in meeting.participants]:
        home = people.home_of(person)
        if home in meeting.participants and home is not None:
            meeting.participants = [person if e == home else e for e in meeting.participants]
    new = [e for e in speakers if e.kind == "Person" and e not in meeting.participants]
    orgs = [e for e in meeting.participants if e.is_party()]
    if new and len(new) == len(orgs):
        meeting.participants = [*(e for e in meeting.participants if not e.is_party()), *new]


def add_company(people: People, found: list[Encounter], token: Token, gathering: Gathering) -> None:
    """ "They were joined by X": one more at the meeting told in the sentence before, or in this one."""
    if not found or not 0 <= token.sent.start - found[-1].sentence.end <= 0:
        return
    meeting = found[-1]
    guests = [e for t in gathering.here for e in attend(people, t)]
    if any(e in meeting.participants for e in guests):
        meeting.participants += [e for t in gathering.there for e in attend(people, t) if e not in meeting.participants]


def stands_for(people: People, entity: Entity, others: list[Entity]) -> bool:
    """Whether somebody is among others, or is represented there, or represents one of them."""
    homes = [people.home_of(e) for e in others if e.kind == "Person"]
    return entity in others or entity in homes or (entity.kind == "Person" and people.home_of(entity) in others)


def is_same_meeting(people: People, old: Encounter, new: Encounter) -> bool:
    """Whether two tellings are of one meeting: the same sides, the same way, no other date."""
    if old.dated and new.dated and old.date and new.date and not is_same_day(old.date, new.date):
        return False
    within = all(stands_for(people, e, old.participants) for e in new.participants)
    about = all(stands_for(people, e, new.participants) for e in old.participants)
    return within or (about and old.way == new.way) or is_seen_on_visit(people, old, new)


def is_seen_on_visit(people: People, old: Encounter, new: Encounter) -> bool:
    """ "visited X's headquarters and met its chief executive, Y": he who is of no other house is X's."""
    if old.way != "visit" or new.way == "visit" or old.sentence != new.sentence:
        return False
    firms = [e for e in old.participants if e not in new.participants]
    seen = [e for e in new.participants if e not in old.participants]
    homeless = all(e.kind == "Person" and people.home_of(e) is None and is_of_firm(people, e) for e in seen)
    if len(firms) == 1 and firms[0].is_party() and seen and homeless and old.token < new.token:
        people.roles |= {e: (people.roles[e][0], firms[0]) for e in seen if e in people.roles}
        return True
    return False


def is_of_firm(people: People, person: Entity) -> bool:
    """Whether a title is one of business: "CEO X"."""
    return bool({w.lower() for w in (people.roles[person][0] or "").split()} & FIRM_TITLES)


FIRM_TITLES = frozenset(
    "ceo chairman chairwoman chair president founder co-founder executive director head manager".split()
)


def is_same_day(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def join_sides(people: People, old: list[Entity], new: list[Entity]) -> list[Entity]:
    """Everybody of two tellings, without organizations whose people are named."""
    everybody = list(dict.fromkeys([*old, *new]))
    homes = [people.home_of(e) for e in everybody if e.kind == "Person"]
    return [e for e in everybody if e.kind == "Person" or e not in homes or (e in old and e in new)]


def make_encounter(
    people: People, found: list[Encounter], token: Token, gathering: Gathering, participants: list[Entity]
) -> Encounter:
    location = place_meeting(people, found, token, gathering, participants)
    day, dated = date_meeting(people.discourse, token, gathering)
    return Encounter(participants, location, day, token.i, token.sent, gathering.way, dated)


def place_meeting(
    people: People, found: list[Encounter], token: Token, gathering: Gathering, participants: list[Entity]
) -> Location:
    """Where it is: by its clause, by who is visited, as the meeting before it, else where the news is set."""
    discourse = people.discourse
    own = find_location(discourse, token)
    if not own.country:
        own = Location(None, journey_to(discourse, token))
    host = gathering.there if gathering.way == "visit" else gathering.here if gathering.way == "receive" else []
    homes = [home for t in host for e in attend(people, t, site=True) for home in [home_country(people, e)] if home]
    near = [m.location.country for m in reversed(found)]
    choices = [own.country, *homes[:1], scene_before(discourse, token), *near, *news_places(discourse)]
    return Location(own.place, next((country for country in choices if country), None))


def scene_before(discourse: Discourse, token: Token) -> str | None:
    """Where the sentence before, if it is of the same paragraph, puts its own event: "The ribbon was in Seoul"."""
    start, paragraphs = token.sent.start, discourse.cast.reading.paragraphs
    if not start or paragraphs[start - 1] != paragraphs[start]:
        return None
    root = token.doc[start - 1].sent.root
    named = discourse.cast.named
    scenes = [named[t.i] for t in objects_of(root, "in", "at", "from", "to") if is_place(discourse, t)]
    return scenes[0].country if scenes else None


def journey_to(discourse: Discourse, token: Token) -> str | None:
    """The country to which a verb of the sentence goes: "visited Hanoi and held talks", "flew to Washington"."""
    for word in token.sent:
        goes = word.dep_ == "dobj" and word.head.lemma_.lower() in {"visit", "leave"}
        goes = goes or (word.dep_ == "pobj" and word.head.lower_ in {"to", "for", "in"})
        entity = discourse.cast.named.get(word.i)
        if goes and entity is not None and entity.kind in ("Place", "Country") and entity.country:
            return entity.country
    return None


def home_country(people: People, entity: Entity) -> str | None:
    home = people.home_of(entity) if entity.kind == "Person" else entity
    return home.country if home is not None else None


def news_places(discourse: Discourse) -> Iterator[str | None]:
    """The country of the dateline, of the place that the opening names, of the first place."""
    dateline = discourse.cast.dateline
    yield dateline.country if dateline is not None else None
    yield main_location(discourse).country
    yield from (e.country for e in discourse.cast.entities if e.kind == "Place" and e.country)


def date_meeting(discourse: Discourse, token: Token, gathering: Gathering) -> tuple[str | None, bool]:
    """The date that the sentence gives, ahead of the news if it is to come, else that of the news; and which it was."""
    reading = discourse.cast.reading
    at = reading.spans[token.i][0]
    dates = sorted(reading.dates_in(token.sent), key=lambda date: (abs(date.start - at), date.start))
    if dates and is_future(gathering.verb):
        return dates[0].ahead, True
    published = reading.document.published or ""
    past = [d for d in dates if d.back[: len(published)] <= published[: len(d.back)] or not published]
    past = [d for d in past if len(d.back) > 4 or is_set_in(reading.document.text, d)]
    past = [d for d in past if not is_planned(discourse, d, token.sent)]
    if past:
        return past[0].back, True
    if day := day_after(discourse, token):
        return day, True
    news = document_date(discourse)
    return (news if news and is_fresh(news, published) else None) or published[:7] or None, False


def day_after(discourse: Discourse, token: Token) -> str | None:
    """ "On the following day": the day after the last one that the text told before."""
    reading = discourse.cast.reading
    words = " ".join(t.lower_ for t in token.sent)
    start = reading.spans[token.sent.start][0]
    days = [d.back for d in reading.dates if d.start < start and len(d.back) == 10]
    if not days or not FOLLOWING.search(words):
        return None
    return (date.fromisoformat(days[-1]) + timedelta(days=1)).isoformat()


FOLLOWING = re.compile(r"\b(?:the (?:following|next) day|the day after|a day later)\b")


def is_set_in(text: str, date: DateMention) -> bool:
    """Whether a year is when something was, not part of a name: "in 2019"."""
    return text[: date.start].endswith(("in ", "In ", "of ", "since ")) or not text[date.start].isdigit()
