"""A seed in, articles out, one in five of them on topic: gold articles under other names, and general news between."""

import json
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from off_topic import write_articles

from kgraph.gazetteer import list_organizations
from kgraph.model import Document

GOLD = Path(__file__).parent.parent / "gold"
SETS = ("train", "more")
SHARE = 5
"""One article in so many is on topic."""
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va".split()


def mix_articles(size: int, seed: int) -> Iterator[Document]:
    """So many articles: gold ones that hold a fact, again and again under other names, each with general news after."""
    chance = random.Random(seed)
    told = islice(vary_articles(chance), size // SHARE)
    for number, article in enumerate(told):
        lengths = [len(article.text)] * (SHARE - 1)
        yield article
        for other in write_articles(lengths, seed + number):
            yield other.model_copy(update={"id": f"{article.id}-{other.id}", "text": vary_words(other.text, chance)})


def vary_words(text: str, chance: random.Random) -> str:
    """The text with strange words among its own, as news that comes from templates would seem copied otherwise."""
    return re.sub(r"\b[a-z]{5,}\b", lambda word: word[0] if chance.random() < 0.5 else invent_word(chance), text)


def invent_word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3))


def vary_articles(chance: random.Random) -> Iterator[Document]:
    """The gold articles in one order, round after round, each time under names of their own."""
    paths = [path for name in SETS for path in sorted((GOLD / name).glob("*.json"))]
    gold = [found for path in paths if tells(found := json.loads(path.read_text(encoding="utf-8")))]
    chance.shuffle(gold)
    known = {word for one in list_organizations() for name in one.names for word in name.split()}
    round_ = 0
    while True:
        for one in gold:
            yield vary_names(one, round_, known, chance)
        round_ += 1


def tells(gold: dict[str, object]) -> bool:
    return any(gold[part] for part in ("investments", "agreements", "meetings"))


def vary_names(gold: dict[str, object], round_: int, known: set[str], chance: random.Random) -> Document:
    """The article with a made-up word for each first word of an organization's name and each person's last."""
    text, title = gold["document"]["text"], gold["document"]["title"]
    words = {one["name"].split()[0] for one in gold["organizations"] if one["class"] == "Organization"}
    words |= {one["name"].split()[-1] for one in gold["people"]}
    for word in sorted(words - known):
        if re.fullmatch(r"[A-Z][a-z]{3,}", word):
            other = invent_word(chance).capitalize()
            text, title = (re.sub(rf"\b{word}\b", other, part) for part in (text, title))
    about = {**gold["document"], "title": title, "text": text, "url": None}
    return Document(id=f"{gold['id']}-{round_}", **about)
