"""Gold articles in, the judges' weights out: python tests/training/train_judges.py writes kgraph/extract/weights.json.

Each judge is a logistic regression over the features of its cases (L2, scikit-learn), learned on tests/gold/train and
tests/gold/more. With --folds N nothing is written: it prints what extraction scores on articles unseen by its judges.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Token

import kgraph.extract
from kgraph.extract import extract_facts, judging
from kgraph.extract.cases import (
    read_date_cases,
    read_month_case,
    read_party_cases,
    read_place_cases,
    read_site_cases,
    read_status_case,
)
from kgraph.extract.coreference import find_anaphors
from kgraph.extract.entities import Entity, find_entities
from kgraph.extract.evaluate import format_scores, read_gold
from kgraph.extract.features import Scene, describe_sum, set_scene
from kgraph.extract.judging import Judge, add_kind
from kgraph.extract.reading import read_document
from kgraph.extract.scoring import compare_facts, is_same_date, is_same_sum
from kgraph.extract.sites import Site, find_sites
from kgraph.gazetteer import normalize_name
from kgraph.model import Amount, Facility, Facts, Investment

GOLD = Path(__file__).parents[1] / "gold"
WEIGHTS = Path(kgraph.extract.__file__).parent / "weights.json"
STRENGTH = {"kind": 0.3, "status": 0.3}
"""The inverse strength of regularization of the judges of several answers; that of the others is LOOSE."""
LOOSE = 0.2
SEEN = 2
"""Cases that a feature must hold in to be learned."""


class Case(NamedTuple):
    """What a judge sees, and the right answer."""

    judge: str
    features: list[str]
    answer: str | bool


class Lesson(NamedTuple):
    """A gold article beside what a reader sees of it: the entities of its parties, the sites of its facilities."""

    gold: Facts
    scene: Scene
    parties: dict[str, set[Entity]]
    sites: dict[str, Site]


def read_cases(gold: Facts) -> list[Case]:
    """All that an article teaches, judge by judge; sums of optional facts alone teach nothing."""
    discourse = find_anaphors(find_entities(read_document(gold.document)))
    scene = set_scene(discourse, find_sites(discourse))
    lesson = Lesson(gold, scene, match_parties(gold, scene), match_sites(gold, scene))
    return [
        case
        for i, facts in align_sums(gold, scene).items()
        if not (facts and all(fact.optional for fact in facts))
        for case in read_sum_cases(lesson, scene.reading.parse[i], facts)
    ]


def read_sum_cases(lesson: Lesson, token: Token, facts: Sequence[Investment]) -> Iterator[Case]:
    """What a sum teaches, by the facts that it tells."""
    features = describe_sum(lesson.scene, token)
    yield Case("kind", features, facts[0].kind if facts else "none")
    if facts:
        yield Case("status", read_status_case(features, facts[0].kind), facts[0].status)
        for judge, seen, answer in read_choices(lesson, token, facts):
            yield Case(judge, add_kind(seen, facts[0].kind), answer)


def read_choices(lesson: Lesson, token: Token, facts: Sequence[Investment]) -> Iterator[tuple[str, list[str], bool]]:
    """The candidates for each role of a sum, and whether gold has them in it."""
    scene, fact = lesson.scene, facts[0]
    pay = gather_entities(lesson, (key for f in facts for key in f.investors))
    get = gather_entities(lesson, (key for f in facts for key in f.recipients))
    for entity, seen in read_party_cases(scene, token, fact.kind):
        yield from (("investor", seen, entity in pay), ("recipient", seen, entity in get))
    into = lesson.sites.get(fact.facility or "")
    for site, seen in read_site_cases(scene, token, fact.kind, (pay, get)):
        yield "site", seen, site is into
    told = normalize_name(fact.place) if fact.place else ""
    for place, seen in read_place_cases(scene, token, fact.kind, into, (pay, get)):
        yield "place", seen, bool(told) and told == normalize_name(place.name)
    announced, published = fact.announced or "", lesson.gold.document.published or ""
    for date, seen in read_date_cases(scene, token, fact.status):
        yield "date", seen, bool(announced) and is_same_date(date.back, announced)
    news = bool(announced and published) and announced[:7] == published[:7]
    yield "month", read_month_case(scene, token, fact.status), news


def gather_entities(lesson: Lesson, keys: Iterable[str]) -> list[Entity]:
    found = {entity for key in keys for entity in lesson.parties.get(key, ())}
    return sorted(found, key=lambda entity: entity.tokens[:1])


def match_parties(gold: Facts, scene: Scene) -> dict[str, set[Entity]]:
    """The entities that a document's reading has for each gold organization."""
    by_name: dict[str, set[Entity]] = {}
    for entity in scene.discourse.cast.entities:
        for name in {entity.name, *entity.aliases} if entity.is_party() else ():
            by_name.setdefault(normalize_name(name), set()).add(entity)
    return {
        told.key: {e for name in (told.name, *told.aliases) for e in by_name.get(normalize_name(name), ())}
        for told in gold.organizations
    }


def match_sites(gold: Facts, scene: Scene) -> dict[str, Site]:
    """The site that was found for each gold facility, where one was."""
    parties = match_parties(gold, scene)
    likeness = [[compare_site(site, fact, parties) for fact in gold.facilities] for site in scene.sites]
    if not scene.sites or not gold.facilities:
        return {}
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return {gold.facilities[c].key: scene.sites[r] for r, c in zip(rows, columns, strict=True) if likeness[r][c]}


def compare_site(site: Site, fact: Facility, parties: dict[str, set[Entity]]) -> int:
    place, told = site.location.place, fact.place
    placed = bool(place and told) and normalize_name(place) == normalize_name(told)
    run = bool(set(site.operators) & {e for key in fact.operators for e in parties.get(key, ())})
    dated = bool(site.opens) and site.opens == fact.opens
    return 2 * placed + 2 * run + (site.kind == fact.kind) + dated if placed or run else 0


def align_sums(gold: Facts, scene: Scene) -> dict[int, list[Investment]]:
    """The gold investments that each sum of a document states: several only of "N each", none of what is no fact."""
    told: dict[int, list[Investment]] = {}
    used: Counter[tuple[str, ...]] = Counter()
    text = {i: stated for i, stated in scene.reading.sums.items() if not scene.reading.is_title(scene.reading.parse[i])}
    for i, stated in text.items():
        equal = [fact for fact in gold.investments if fact.amount and are_same(fact.amount, stated.amount)]
        at = scene.reading.spans[i][0]
        quoted = [fact for fact in equal if quotes(gold, fact, at)]
        chosen = quoted or equal[:1]
        if len(chosen) > 1 and not stated.each:
            keys = tuple(fact.key for fact in chosen)
            chosen = chosen[min(used[keys], len(chosen) - 1) :][:1]
            used[keys] += 1
        told[i] = chosen
    return told


def quotes(gold: Facts, fact: Investment, at: int) -> bool:
    """Whether a fact's evidence covers an offset of the text."""
    said = fact.evidence or "\0"
    start = gold.document.text.find(said)
    return start >= 0 and start <= at < start + len(said)


def are_same(one: Amount, other: Amount) -> bool:
    return any(is_same_sum(a, b) for a in (one, *one.alternatives) for b in (other, *other.alternatives))


def learn(cases: Sequence[Case]) -> dict[str, Judge]:
    """The judges that cases of all kinds teach."""
    by_judge: dict[str, list[Case]] = {}
    for case in cases:
        by_judge.setdefault(case.judge, []).append(case)
    return {name: learn_judge(name, some) for name, some in by_judge.items()}


def learn_judge(name: str, cases: Sequence[Case]) -> Judge:
    held = Counter(feature for case in cases for feature in case.features)
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([{f: 1 for f in case.features if held[f] >= SEEN} for case in cases])
    model = LogisticRegression(C=STRENGTH.get(name, LOOSE), max_iter=1000).fit(table, [case.answer for case in cases])
    answers = [str(answer) for answer in model.classes_] if len(model.classes_) > 2 else ["yes"]
    columns = model.coef_.T.round(3)
    weights = {
        feature: tuple(map(float, column))
        for feature, column in zip(vectorizer.feature_names_, columns, strict=True)
        if any(column)
    }
    return Judge(tuple(answers), tuple(map(float, model.intercept_.round(3))), weights)


def cross_validate(articles: Sequence[Facts], folds: int, scored: int) -> str:
    """The scores of extraction on the first `scored` articles, each read with judges that have not learned from it."""
    cases = [read_cases(article) for article in articles]
    comparisons = []
    for fold in range(folds):
        judges = learn([case for n, some in enumerate(cases) if n % folds != fold for case in some])
        judging.load_judges = lambda judges=judges: judges
        judging.load_group.cache_clear()
        comparisons += [
            compare_facts(article, extract_facts(article.document))
            for n, article in enumerate(articles)
            if n % folds == fold and n < scored
        ]
    return format_scores(comparisons)


def write_weights(judges: dict[str, Judge]) -> None:
    """One line a feature, in the order of names, so that versions can be compared."""
    stored = {
        name: judge._asdict() | {"weights": dict(sorted(judge.weights.items()))} for name, judge in judges.items()
    }
    text = json.dumps(dict(sorted(stored.items())), ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    folds = parser.parse_args().folds
    train, more = read_gold(GOLD / "train"), read_gold(GOLD / "more")
    if folds:
        print(cross_validate([*train, *more], folds, len(train)))
    else:
        write_weights(learn([case for article in [*train, *more] for case in read_cases(article)]))


if __name__ == "__main__":
    main()
