"""A paragraph is rewritten for the parser, and every character of it can be found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract.rewriting import Plain, rewrite_paragraph
from kgraph.money import find_sums


def rewrite(text: str, origin: int = 0) -> Plain:
    return rewrite_paragraph(text, find_sums(text), origin)


def locate(text: str, word: str) -> str:
    """The words of the original for which `word` of the plain text stands."""
    plain = rewrite(text)
    at = plain.text.index(word)
    start, end = plain.locate(at, at + len(word))
    return text[start:end]


def test_what_needs_no_rewriting_stays_as_it_is() -> None:
    text = "Halden will build a plant in Ohio."
    assert rewrite(text).text == text


def test_a_sum_becomes_a_short_one_in_dollars() -> None:
    assert rewrite("Halden will invest 1 trillion won in a plant.").text == "Halden will invest $5 million in a plant."


def test_two_sums_become_different_ones() -> None:
    plain = rewrite("It put 3 billion yen into a plant and 3 billion yen into a mine.")
    first, second = (plain.text[start:end] for start, end, _ in plain.sums)
    assert first != second


def test_a_rewritten_sum_stands_for_its_words() -> None:
    assert locate("Halden will invest 1 trillion won (about $730 million) in a plant.", "$5 million") == (
        "1 trillion won (about $730 million)"
    )


def test_words_behind_a_rewritten_sum_are_found_again() -> None:
    assert locate("Halden will invest 1 trillion won in Ohio.", "Ohio") == "Ohio"


def test_a_bracketed_acronym_is_cut_and_kept_for_its_long_form() -> None:
    plain = rewrite("The Council of Rotor Makers (CRM) agreed.")
    assert plain.text == "The Council of Rotor Makers agreed."
    ((at, short),) = plain.shorts
    assert short == "CRM"
    assert plain.text[:at].endswith("Rotor Makers")


@pytest.mark.parametrize("code", ["(NYSE: KRV)", "(KRV.N)", "(004510)", "(004510.KS)", "(6999.T)"])
def test_a_share_code_is_cut(code: str) -> None:
    assert rewrite(f"Korvel {code} agreed.").text == "Korvel agreed."


@pytest.mark.parametrize(
    "dateline",
    ["SEOUL — ", "TOKYO, June 4 (Harbour Wire) — ", "SEOUL, South Korea – ", "NEW DELHI, May 2 -- "],
)
def test_a_dateline_is_cut(dateline: str) -> None:
    assert rewrite(f"{dateline}Korvel agreed.").text == "Korvel agreed."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It visited pump maker Halden Pumps.", "It visited Halden Pumps."),
        ("A deal with South Korean battery supplier Norvane ended.", "A deal with Norvane ended."),
    ],
)
def test_a_description_before_a_name_is_cut_and_kept(text: str, plain: str) -> None:
    rewritten = rewrite(text)
    assert rewritten.text == plain
    ((at, description),) = rewritten.descriptions
    assert plain[at].isupper()
    assert description in text


@pytest.mark.parametrize("adjective", ["Danish", "Swedish", "Polish", "Chilean", "Toledo-based"])
def test_no_description_begins_within_a_word(adjective: str) -> None:
    plain = rewrite(f"{adjective} pump maker Halden agreed.").text
    assert plain in ("Halden agreed.", f"{adjective} Halden agreed.", f"{adjective} pump maker Halden agreed.")


def test_a_verb_is_no_part_of_a_description() -> None:
    assert "sold" in rewrite("Korvel sold chipmaker Halden a fab.").text


def test_an_origin_shifts_all_offsets() -> None:
    text = "Halden will invest 2 billion euros in Ohio."
    plain = rewrite(text, origin=100)
    at = plain.text.index("Ohio")
    assert plain.locate(at, at + 4) == (100 + text.index("Ohio"), 100 + text.index("Ohio") + 4)


PARTS = (
    "SEOUL, May 4 — |Korvel |(KRV) |the chipmaker |Halden Pumps |(NYSE: HP)|will invest |1.2 trillion won "
    "|(€80 million)|—|\u200f|up to $3 bn|\u3000|東レ|\U0001f600|é|Danish maker |(|)"
)


@given(st.lists(st.sampled_from(PARTS.split("|")), max_size=12).map("".join) | st.text(max_size=60))
def test_every_character_that_was_kept_is_found_where_it_stood(text: str) -> None:
    plain = rewrite(text)
    rewritten = {i for start, end, _ in plain.sums for i in range(start, end)}
    for i, character in enumerate(plain.text):
        start, end = plain.locate(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert i in rewritten or text[start:end] == character
    for start, end, found in plain.sums:
        assert plain.locate(start, end) == (found.start, found.end)


def test_a_known_name_that_ends_in_a_function_word_stays_in_one_piece() -> None:
    plain = rewrite("Last month SK On agreed to build.")
    assert plain.text == "Last month SK-On agreed to build."
    at = plain.text.index("SK-On")
    assert plain.locate(at, at + 5) == (11, 16)


@pytest.mark.parametrize(
    "line",
    [
        "Taipei, April 12 (Newsline) ",
        "Oslo / Seoul, September 5: ",
        "Viken County, Sept. 8 -- ",
        "Bonn, 20 June 2023: ",
    ],
)
def test_a_dated_line_in_small_letters_is_cut(line: str) -> None:
    plain = rewrite(f"{line}Halden will build a plant.", origin=7)
    assert (plain.text, plain.dateline) == ("Halden will build a plant.", line)


def test_a_story_may_begin_with_a_town_in_small_letters() -> None:
    assert rewrite("Leuven — Halden will build a plant.").dateline == "Leuven — "
    assert rewrite("Leuven — Halden will build a plant.", origin=9).dateline == ""


@pytest.mark.parametrize("called", ["Utility ", "Parent ", "Chipmaker ", "Harmonious gear maker "])
def test_what_a_firm_is_called_at_the_start_of_a_sentence_is_cut(called: str) -> None:
    assert rewrite(f"{called}Halden will build a plant.").text == "Halden will build a plant."
