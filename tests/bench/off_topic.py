"""A seed in, general news out: articles on sport, weather, culture, politics and daily life, without facts.

Half of them hold one sentence with a sum of money or a word of the field, as such news does: a fine, say,
or a software fault.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kgraph.model import Document

SLOTS = {
    "team": "Rovers|the Harbour Lions|United|the Blue Wings|the Comets|Saint-Marc",
    "player": "Duarte|Lindqvist|Okafor|Moreau|Petrenko|Halloran|Castellano|Nyberg",
    "first": "Marta|Jonas|Elena|Samuel|Ingrid|Pavel|Lucia|Tomas|Amina|Henrik",
    "town": "Lisbon|Turin|Bergen|Lyon|Galway|Porto|Leeds|Seville|Gdansk|Tampere",
    "region": "the south coast|the Alps|the western islands|the lake district|the northern valleys",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "month": "January|March|May|June|August|October|November",
    "small": "two|three|four|five|six|seven|eight",
    "number": "14|23|36|48|57|72|120|240|310|1,200",
    "year": "1968|1979|1987|1994|2003|2011|2016",
    "price": "$12|$25|$40|18 euros|30 euros|$3.50",
    "weather": "heavy rain|thick fog|strong winds|an early frost|a long dry spell|wet snow",
    "art": "a string quartet|a puppet theatre|a jazz trio|a choir of schoolchildren|a brass band",
    "animal": "a pair of storks|a young seal|several wild boars|an escaped parrot|two lynxes",
    "dish": "fish soup|rye bread|plum dumplings|smoked trout|almond cake",
    "party": "the Greens|the Liberals|the centre-left party|the conservatives|the farmers' list",
}

SPORT = [
    "{team} beat {team} by {small} goals to one on {day} and moved up to third place in the table.",
    "{player} scored twice in the second half, the first time with a header from close range.",
    "The visitors had most of the ball before the break but hardly a chance worth the name.",
    "“We were patient, and in the end we had a little luck,” coach {first} {player} said after the match.",
    "About {number} fans had travelled from {town}, in spite of {weather} on the way.",
    "{first} {player} won the downhill in {region} by {small} hundredths of a second.",
    "The goalkeeper will be out for {small} weeks after twisting his knee in training.",
    "It was the first home defeat for {team} since {month} {year}.",
    "The runner from {town} finished the marathon in a time that nobody had thought possible at her age.",
    "Referee {player} sent off {small} players in a game that never calmed down.",
    "In the women's event, {first} {player} took silver behind the champion of {year}.",
]

WEATHER = [
    "{weather} is expected in {region} until {day}, the weather service said.",
    "Temperatures fell to minus {small} degrees overnight, the lowest for {month} since {year}.",
    "Ferries to the islands were cancelled, and several roads remained closed in the morning.",
    "Firefighters were called out {number} times, mostly because of flooded cellars and fallen trees.",
    "Forecasters see little change before the end of the week.",
    "Near {town} the river rose to a level last seen in {year}, but the dykes held.",
    "Walkers are advised to stay away from the cliffs and to carry a torch.",
    "Schools around {town} opened an hour later, since many buses did not run.",
    "Bees are flying {small} weeks earlier than usual, keepers around {town} have noticed.",
]

CULTURE = [
    "The museum in {town} shows {number} drawings that had been kept in an attic since {year}.",
    "The evening ended with {art}, which played until after midnight.",
    "The film tells of {small} sisters who inherit a lighthouse and cannot agree what to do with it.",
    "Critics were divided, and the audience was not: it stood and clapped for {small} minutes.",
    "The painter spent his last years in {region}, where he hardly spoke to anybody.",
    "Restorers found an older picture under the varnish, probably from the same workshop.",
    "The festival opens on {day} with {art} in the market square of {town}.",
    "The singer cancelled {small} concerts because of a cold and apologised to her listeners.",
    "The library will stay open until ten in the evening throughout {month}.",
]

POLITICS = [
    "The town council of {town} voted on {day} to close the old bridge to cars.",
    "{party} want to put the question to the voters before the summer.",
    "Mayor {first} {player} said she would not stand again after {small} years in office.",
    "A petition against the new parking rules has gathered {number} signatures.",
    "Turnout was the lowest since {year}, at a little more than half.",
    "{party} and {party} blamed each other for the long night of debate.",
    "The minister of justice defended the bill and pointed to the rules in neighbouring countries.",
    "Opposition speakers called the reform half-hearted and asked for a second reading.",
    "The court will give its ruling in {month}; both sides say they are confident.",
    "Parents in {town} are calling for a crossing in front of the school.",
    "The committee heard {small} experts, who did not agree on much.",
]

LIFE = [
    "{animal} caused a stir in {town} on {day} morning.",
    "Police took {small} hours to clear the road, with the help of neighbours and a bucket of apples.",
    "The bakery has sold {dish} since {year} and does not intend to change the recipe.",
    "A train stopped between two stations for most of the afternoon, and passengers shared {dish}.",
    "The lottery winner, a retired teacher from {town}, wants to travel and otherwise to go on as before.",
    "Doctors remind people over sixty of the vaccination, which is offered again from {month}.",
    "Volunteers counted {number} swallows' nests in {region}, more than last year.",
    "{first} {player}, who is {number} months younger than the village's oldest oak, still rides a bicycle.",
    "The allotment gardeners complain about slugs, {weather} and one another.",
    "Nobody was hurt in the fire, which broke out in an empty barn shortly after {small} in the morning.",
    "The choir is looking for tenors and offers {dish} after every rehearsal.",
]

NEAR_MISSES = [
    "The club sold its captain to {team} last summer for a fee of 4 million euros.",
    "The storm caused damage of about $2 million, by a first estimate.",
    "{first} {player} reads from her new novel on {day}; admission is {price}.",
    "A first edition of the poems fetched $18,000 at an auction in {town}.",
    "A day ticket for the pool now costs {price}, children pay half.",
    "The lawyers asked for a fine of 600 euros and the court followed them.",
    "A software fault kept the ticket machines out of order for {small} hours.",
    "Researchers at the university of {town} have asked the public for old photographs.",
    "The rooms are in a former steel works, which closed in {year}.",
    "A delegation of pupils visited the solar panels on the roof of the town hall.",
    "{first} {player}, who used to work in the chemical industry, met old friends there.",
    "The space is to be shared with a school for the time being.",
]

TOPICS = {"Sport": SPORT, "Weather": WEATHER, "Culture": CULTURE, "Politics": POLITICS, "Life": LIFE}


def write_articles(lengths: list[int], seed: int) -> Iterator[Document]:
    """One article for each length, which is in characters and reached to within a sentence."""
    chance = random.Random(seed)
    for number, length in enumerate(lengths):
        topic = chance.choice(sorted(TOPICS))
        yield Document(
            id=f"off-topic-{number}",
            title=write_sentence(TOPICS[topic], chance).rstrip("."),
            published=str(date(2024, 1, 1) + timedelta(days=chance.randrange(365))),
            language="en",
            text=write_text(TOPICS[topic], length, chance),
        )


def write_text(templates: list[str], length: int, chance: random.Random) -> str:
    """Paragraphs of one to four sentences, no template twice before all have been used."""
    text = ""
    order = [chance.choice(NEAR_MISSES)] if chance.random() < 0.5 else []
    while len(text) < length:
        order = order or chance.sample(templates, len(templates))
        gap = "" if not text else " " if chance.random() < 0.6 else "\n\n"
        text += gap + write_sentence([order.pop()], chance)
    return text


def write_sentence(templates: list[str], chance: random.Random) -> str:
    words = {slot: chance.choice(choices.split("|")) for slot, choices in SLOTS.items()}
    sentence = chance.choice(templates).format(**words)
    return sentence[0].upper() + sentence[1:]
