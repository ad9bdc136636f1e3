"""Gold and found facts as small hand-made articles: which are paired, what counts, and what the command prints."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kgraph.claims import dump_facts
from kgraph.cli import app
from kgraph.errors import SourceError
from kgraph.extract.evaluate import (
    Mistake,
    Score,
    evaluate_extraction,
    format_errors,
    format_scores,
    list_mistakes,
    read_gold,
    read_predictions,
    score_comparisons,
)
from kgraph.extract.scoring import Tally, compare_facts
from kgraph.model import Facts

TRAIN = Path(__file__).parent / "gold" / "train"
NAMES = {
    "samsung": ("Samsung Electronics", "Samsung"),
    "micron": ("Micron Technology, Inc.",),
    "japan": ("Government of Japan", "Japan", "Tokyo"),
    "kishida": ("Fumio Kishida", "Kishida"),
}
Fields = dict[str, Any]


def tell(names: dict[str, tuple[str, ...]] = NAMES, article: str = "a-1", **kinds: list[Fields]) -> Facts:
    """Facts whose keys are counted from 1, among the parties that are named."""
    organizations = [{"key": key, "name": name, "aliases": aliases} for key, (name, *aliases) in names.items()]
    keyed = {
        kind: [{"key": f"{kind[0]}{number}", **fact} for number, fact in enumerate(facts, start=1)]
        for kind, facts in kinds.items()
    }
    return Facts.model_validate({"document": {"id": article}, "organizations": organizations, **keyed})


def invest(value: float = 100, currency: str = "USD", **fields: Any) -> Fields:
    alternatives = [{"value": sum_, "currency": of} for sum_, of in fields.pop("alternatives", [])]
    amount = {"value": value, "currency": currency, "alternatives": alternatives}
    return {"kind": "investment", "investors": ["samsung"], "amount": amount, **fields}


def score(gold: Facts, found: Facts) -> dict[tuple[str, str], Score]:
    return {(row.kind, row.slot): row for row in score_comparisons([compare_facts(gold, found)])}


def count(gold: Facts, found: Facts, kind: str, slot: str) -> tuple[int, int, int]:
    """How many gold has, how many were found, how many are right."""
    row = score(gold, found)[kind, slot]
    return row.gold, row.found, row.right


def count_slot(slot: str, gold: Fields, found: Fields) -> tuple[int, int, int]:
    """The same of one slot of one investment."""
    return count(tell(investments=[gold]), tell(investments=[found]), "investments", slot)


# --- what is right


def test_a_value_is_right_when_its_partner_has_it() -> None:
    gold, found = invest(kind="grant", status="completed"), invest(kind="loan", status="completed")
    assert count_slot("kind", gold, found) == (1, 1, 0)
    assert count_slot("status", gold, found) == (1, 1, 1)


@pytest.mark.parametrize(("value", "right"), [(100, 1), (101, 1), (99, 1), (102, 0), (98, 0)])
def test_sums_may_differ_by_one_percent(value: float, right: int) -> None:
    assert count_slot("amount", invest(100), invest(value)) == (1, 1, right)


def test_sums_of_different_currencies_differ() -> None:
    assert count_slot("amount", invest(100, "USD"), invest(100, "EUR")) == (1, 1, 0)


def test_an_alternative_of_either_side_is_as_good_as_the_sum() -> None:
    yen, dollars, both = invest(15_000, "JPY"), invest(100), invest(15_000, "JPY", alternatives=[(100.5, "USD")])
    assert count_slot("amount", both, dollars) == (1, 1, 1)
    assert count_slot("amount", dollars, both) == (1, 1, 1)
    assert count_slot("amount", yen, dollars) == (1, 1, 0)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("2024-02-07", "2024-02", 1),
        ("2024", "2024-02-07", 1),
        ("2024-02", "2024-02", 1),
        ("2024-02", "2024-03", 0),
        ("2024", "2023", 0),
    ],
)
def test_a_date_may_say_more_or_less_of_the_same_day(gold: str, found: str, right: int) -> None:
    assert count_slot("announced", invest(announced=gold), invest(announced=found)) == (1, 1, right)


@pytest.mark.parametrize(
    ("name", "right"),
    [(("SAMSUNG Electronics Co., Ltd.",), 1), (("Samsung Group", "samsung"), 1), (("Samsung SDI",), 0)],
)
def test_parties_are_the_same_by_any_name_or_alias(name: tuple[str, ...], right: int) -> None:
    found = tell({"x": name}, investments=[invest(investors=["x"])])
    assert count(tell(investments=[invest()]), found, "investments", "investors") == (1, 1, right)


def test_a_government_is_known_by_its_aliases() -> None:
    gold = tell(investments=[invest(investors=["japan"])])
    found = tell({"g": ("Tokyo",)}, investments=[invest(investors=["g"])])
    assert count(gold, found, "investments", "investors") == (1, 1, 1)


def test_one_party_found_is_not_two_parties_of_gold() -> None:
    gold = tell({"a": ("LG", "the group"), "b": ("SK", "the group")}, investments=[invest(investors=["a", "b"])])
    found = tell({"c": ("The Group",), "d": ("Posco",)}, investments=[invest(investors=["c", "d"])])
    assert count(gold, found, "investments", "investors") == (2, 2, 1)


def test_a_party_counts_once_however_its_names_overlap() -> None:
    gold = tell({"a": ("LG", "SK"), "b": ("LG",)}, investments=[invest(investors=["a", "b"])])
    found = tell({"c": ("LG",), "d": ("SK",)}, investments=[invest(investors=["c", "d"])])
    assert count(gold, found, "investments", "investors") == (2, 2, 2)


@pytest.mark.parametrize("slot", ["place", "policy"])
def test_places_and_policies_are_compared_without_case_and_punctuation(slot: str) -> None:
    assert count_slot(slot, invest(**{slot: "St. Pölten"}), invest(**{slot: "the ST POLTEN"})) == (1, 1, 1)
    assert count_slot(slot, invest(**{slot: "Hiroshima"}), invest(**{slot: "Taylor"})) == (1, 1, 0)


def test_technologies_are_a_set() -> None:
    gold = invest(technologies=["memory", "batteries", "quantum"])
    assert count_slot("technologies", gold, invest(technologies=["quantum", "memory", "memory"])) == (3, 2, 2)


def test_a_qualifier_belongs_to_a_sum() -> None:
    assert count_slot("qualifier", invest(), {**invest(), "amount": None}) == (1, 0, 0)
    assert count_slot("qualifier", invest(), invest()) == (1, 1, 1)


def test_the_facility_of_an_investment_is_right_when_the_facilities_are_paired() -> None:
    sites = [{"kind": "fab", "operators": ["samsung"], "place": place} for place in ("Taylor", "Hwaseong")]
    gold = tell(facilities=sites, investments=[invest(facility="f1")])
    assert count(
        gold, tell(facilities=sites[::-1], investments=[invest(facility="f2")]), "investments", "facility"
    ) == (1, 1, 1)
    assert count(
        gold, tell(facilities=sites[::-1], investments=[invest(facility="f1")]), "investments", "facility"
    ) == (1, 1, 0)
    elsewhere = tell(facilities=[{"kind": "fab", "place": "Oita"}], investments=[invest(facility="f1")])
    assert count(gold, elsewhere, "investments", "facility") == (1, 1, 0)


# --- which facts are paired


def test_facts_are_paired_one_to_one() -> None:
    gold, found = tell(investments=[invest()]), tell(investments=[invest(), invest()])
    assert count(gold, found, "investments", "facts found") == (1, 2, 1)
    assert count(gold, found, "investments", "investors") == (1, 2, 1)
    assert count(found, gold, "investments", "facts found") == (2, 1, 1)


def test_the_pairing_is_the_best_of_all_not_the_first_that_fits() -> None:
    # Taken one by one, the first would take the partner without whom the second stays alone.
    gold = tell(investments=[invest(100), invest(300, investors=["micron"])])
    found = tell(investments=[invest(100, investors=["micron"]), invest(100)])
    assert count(gold, found, "investments", "facts found") == (2, 2, 2)
    assert count(gold, found, "investments", "investors") == (2, 2, 2)


@pytest.mark.parametrize(
    ("kind", "gold", "found"),
    [
        ("investments", invest(), invest(200, investors=["micron"])),
        ("facilities", {"kind": "fab", "operators": ["samsung"], "country": "US"}, {"kind": "fab", "country": "US"}),
        ("agreements", {"kind": "supply", "parties": ["samsung"]}, {"kind": "supply", "parties": ["micron"]}),
        ("meetings", {"participants": ["kishida"], "country": "JP"}, {"participants": ["japan"], "country": "JP"}),
    ],
)
def test_partners_share_a_party_an_operator_a_place_or_a_sum(kind: str, gold: Fields, found: Fields) -> None:
    assert count(tell(**{kind: [gold]}), tell(**{kind: [found]}), kind, "facts found") == (1, 1, 0)
    assert count(tell(**{kind: [gold]}), tell(**{kind: [gold]}), kind, "facts found") == (1, 1, 1)


@pytest.mark.parametrize("shared", [{"place": "Taylor"}, {"amount": {"value": 7, "currency": "KRW"}}])
def test_a_shared_place_or_sum_makes_partners_of_different_parties(shared: Fields) -> None:
    gold, found = tell(investments=[invest(**shared)]), tell(investments=[invest(9, investors=["micron"]) | shared])
    assert count(gold, found, "investments", "facts found") == (1, 1, 1)


# --- optional facts


def test_what_is_paired_with_an_optional_fact_counts_neither_way() -> None:
    gold, found = tell(investments=[invest(optional=True)]), tell(investments=[invest(kind="grant")])
    assert count(gold, found, "all", "all slots") == (0, 0, 0)
    assert count(gold, found, "all", "facts found") == (0, 0, 0)


def test_an_optional_fact_is_not_asked_for() -> None:
    assert count(tell(investments=[invest(optional=True)]), tell(), "all", "all slots") == (0, 0, 0)


@pytest.mark.parametrize("order", [1, -1])
def test_a_required_fact_wins_over_an_optional_one_that_fits_as_well(order: int) -> None:
    gold = tell(investments=[invest(optional=True), invest()][::order])
    assert count(gold, tell(investments=[invest()]), "investments", "facts found") == (1, 1, 1)


def test_an_optional_fact_that_fits_better_wins() -> None:
    gold = tell(investments=[invest(100), invest(900, optional=True)])
    assert count(gold, tell(investments=[invest(900)]), "investments", "facts found") == (1, 0, 0)


# --- figures


def test_precision_recall_and_f1_follow_from_the_counts() -> None:
    tally = Tally(gold=8, found=4, right=3)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.375, 0.5)


def test_shares_of_nothing_are_none() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert (Tally(gold=1).precision, Tally(gold=1).recall, Tally(gold=1).f1) == (None, 0, 0)
    assert (Tally(found=1).precision, Tally(found=1).recall, Tally(found=1).f1) == (0, None, 0)


def test_no_facts_at_all_divide_nothing_by_zero() -> None:
    rows = score_comparisons([compare_facts(tell(), tell())])
    assert {(row.gold, row.found, row.right, row.f1) for row in rows} == {(0, 0, 0, None)}
    assert score_comparisons([])[-1] == Score("quiet articles (0)", "facts invented", 0, 0, 0, None, None, None)


def test_all_slots_are_the_sum_of_the_slots() -> None:
    gold = tell(investments=[invest(country="US")], meetings=[{"participants": ["kishida", "samsung"]}])
    found = tell(investments=[invest(country="KR")], meetings=[{"participants": ["kishida"], "date": "2024"}])
    assert count(gold, found, "investments", "all slots") == (6, 6, 5)
    assert count(gold, found, "meetings", "all slots") == (2, 2, 1)
    assert count(gold, found, "all", "all slots") == (8, 8, 6)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({"status": "considered", "announced": "2024", "technologies": ["memory"], "policy": "CHIPS Act"}, 1),
        ({"kind": "grant"}, 0),
        ({"investors": ["samsung", "micron"]}, 0),
        ({"recipients": ["micron"]}, 0),
        ({"amount": None}, 0),
        ({"country": "KR"}, 0),
        ({"country": None}, 0),
    ],
)
def test_a_fact_is_exactly_right_with_its_kind_all_its_parties_its_sum_and_its_country(
    change: Fields, right: int
) -> None:
    gold, found = tell(investments=[invest(country="US")]), tell(investments=[invest(country="US") | change])
    assert count(gold, found, "investments", "facts exactly right") == (1, 1, right)


def test_facts_in_quiet_articles_are_invented_and_optional_facts_make_no_quiet_article() -> None:
    noise = [invest(), invest(7)]
    compared = [
        compare_facts(tell(), tell(investments=noise)),
        compare_facts(tell(), tell()),
        compare_facts(tell(investments=[invest(optional=True)]), tell(investments=noise)),
    ]
    assert score_comparisons(compared)[-1][:4] == ("quiet articles (2)", "facts invented", 0, 2)


def test_gold_against_itself_is_one_everywhere() -> None:
    gold = read_gold(TRAIN)
    *rows, quiet = score_comparisons([compare_facts(facts, facts) for facts in gold])
    assert len(gold) == 160
    assert {(row.precision, row.recall, row.f1) for row in rows} == {(1, 1, 1)}
    assert (quiet.gold, quiet.found) == (0, 0)
    assert min(row.gold for row in rows) > 0


# --- errors


def test_errors_name_what_was_missed_invented_and_wrong_with_the_words() -> None:
    said = "Samsung will invest $100."
    gold = tell(
        investments=[invest(kind="grant", evidence=said), invest(5, investors=["micron"], evidence="Micron pays 5.")],
        meetings=[{"participants": ["kishida", "samsung"], "date": "2024", "evidence": "Kishida met Samsung."}],
    )
    found = tell(
        investments=[invest()],
        meetings=[{"participants": ["kishida"], "date": "2024"}, {"participants": ["micron"], "evidence": "Micron."}],
    )
    missed = "kind: investment; investors: Micron Technology, Inc.; amount: USD 5; qualifier: exact; status: announced"
    assert list(list_mistakes([compare_facts(gold, found)])) == [
        Mistake("a-1", "investments", "i1", "wrong", "kind", "grant", "investment", said),
        Mistake("a-1", "investments", "i2", "missed", "", missed, "", "Micron pays 5."),
        Mistake(
            *("a-1", "meetings", "m1", "wrong", "participants"),
            *("Fumio Kishida, Samsung Electronics", "Fumio Kishida", "Kishida met Samsung."),
        ),
        Mistake("a-1", "meetings", "m2", "invented", "", "", "participants: Micron Technology, Inc.", "Micron."),
    ]


def test_errors_are_told_in_lines_that_fit_a_terminal() -> None:
    words = "Samsung Electronics said on Thursday that it would invest the sum in its plant. " * 3
    compared = [compare_facts(tell(investments=[invest(kind="grant", evidence=words)]), tell(investments=[invest()]))]
    lines = format_errors(compared).splitlines()
    assert lines[:3] == ["a-1 investments i1 wrong kind", "    gold: grant", "    found: investment"]
    assert max(map(len, lines)) <= 100
    assert words.split() == " ".join(lines[3:]).replace('"', "").split()


def test_errors_are_rows_for_programs() -> None:
    compared = [compare_facts(tell(investments=[invest()]), tell())]
    [row] = json.loads(format_errors(compared, "json"))
    assert tuple(row) == Mistake._fields
    assert (row["error"], row["found"]) == ("missed", "")
    assert len(list(csv.reader(io.StringIO(format_errors(compared, "csv"), newline="")))) == 2


def test_what_agrees_has_no_errors() -> None:
    assert format_errors([compare_facts(tell(investments=[invest()]), tell(investments=[invest()]))]) == ""


# --- the command


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)], catch_exceptions=False)


def write_gold(folder: Path, *articles: Facts) -> Path:
    folder.mkdir(exist_ok=True)
    for facts in articles:
        (folder / f"{facts.document.id}.json").write_text(dump_facts(facts, with_text=True), encoding="utf-8")
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of two articles, one with an investment."""
    return write_gold(tmp_path / "gold", tell(investments=[invest()]), tell(article="a-2"))


def write_predictions(folder: Path, *articles: Facts) -> Path:
    file = folder / "predictions.jsonl"
    file.write_text("".join(map(dump_facts, articles)), encoding="utf-8")
    return file


def test_predictions_in_a_file_are_matched_by_id(gold: Path, tmp_path: Path) -> None:
    found = tell(article="a-2"), tell(article="elsewhere", meetings=[{}]), tell(investments=[invest(kind="loan")])
    file = write_predictions(tmp_path, *found)
    assert read_predictions(file) == {facts.document.id: facts for facts in found}
    rows = json.loads(run(gold, "--predictions", file, "--format", "json").stdout)
    assert [row for row in rows if row["slot"] in {"kind", "investors"}][:2] == [
        dict(zip(Score._fields, ("investments", "kind", 1, 1, 0, 0, 0, 0), strict=True)),
        dict(zip(Score._fields, ("investments", "investors", 1, 1, 1, 1, 1, 1), strict=True)),
    ]


def test_gold_articles_printed_as_predictions_are_right_everywhere(tmp_path: Path) -> None:
    articles = read_gold(TRAIN)[:20]
    folder, file = write_gold(tmp_path / "gold", *articles), write_predictions(tmp_path, *articles)
    assert {row.f1 for row in score_comparisons(evaluate_extraction(folder, file))[:-1]} <= {1, None}
    assert run(folder, "--predictions", file, "--errors").stdout == ""


def test_an_article_that_the_predictions_leave_out_is_missed(gold: Path, tmp_path: Path) -> None:
    result = run(gold, "--predictions", write_predictions(tmp_path, tell(article="a-2")), "--errors")
    assert result.stdout.startswith("a-1 investments i1 missed\n    gold: kind: investment; investors: Samsung")


def test_without_predictions_the_articles_are_extracted(tmp_path: Path) -> None:
    text = "Samsung Electronics will invest $5 billion in a chip plant in Taylor, Texas."
    article = tell(investments=[invest(5_000_000_000)]).model_dump(mode="json", by_alias=True)
    file = tmp_path / "a-1.json"
    file.write_text(json.dumps(article | {"document": {"id": "a-1", "text": text}}), encoding="utf-8")
    compared = evaluate_extraction(file)
    assert score_comparisons(compared)[3][:5] == ("investments", "amount", 1, 1, 1)
    assert run(file).stdout == format_scores(compared)


def test_the_table_has_a_row_for_each_slot_and_fits_a_terminal(gold: Path, tmp_path: Path) -> None:
    result = run(gold, "--predictions", write_predictions(tmp_path, tell(investments=[invest()])))
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["kind", "slot", "gold", "found", "right", "precision", "recall", "f1"]
    assert lines[4].split() == ["investments", "amount", "1", "1", "1", "1", "1", "1"]
    assert lines[-1].split() == "quiet articles (1) facts invented 0 0 0".split()
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("arguments", [[], ["gold", "more"], ["gold", "--format", "xml"], ["gold", "--predictions"]])
def test_wrong_use_is_exit_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "is no text in UTF-8"),
        (b"{", "is no JSON"),
        (b"[]", "it has no document"),
        (b'{"id": "a"}', "it has no document"),
        (b'{"id": "a", "document": {}, "meetings": [{"key": "m1", "date": "May"}]}', "meetings.0.date"),
        (b'{"id": "a", "document": {}, "meetings": [{"key": "m1", "participants": ["x"]}]}', "keys that name nothing"),
    ],
)
def test_gold_that_cannot_be_read_is_said_in_one_line(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "a.json"
    if content is not None:
        file.write_bytes(content)
    result = run(file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"kgraph: {file} ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_that_is_missing_or_holds_no_gold_is_said_in_one_line(tmp_path: Path) -> None:
    missing, empty = run(tmp_path / "missing"), run(tmp_path)
    assert (missing.exit_code, empty.exit_code) == (1, 1)
    assert missing.stderr.splitlines() == [f"kgraph: {tmp_path / 'missing'} cannot be read: No such file or directory"]
    assert empty.stderr.splitlines() == [f"kgraph: {tmp_path} holds no gold articles: their names end in .json"]


def test_predictions_of_other_articles_and_the_same_article_twice_are_refused(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no article of"):
        evaluate_extraction(gold, write_predictions(tmp_path, tell(article="elsewhere")))
    with pytest.raises(SourceError, match="line 2: a-1 was there before"):
        evaluate_extraction(gold, write_predictions(tmp_path, tell(), tell()))
