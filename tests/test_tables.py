"""Rows as tables for people, CSV and JSON for programs; what names hold does harm in none of them."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kgraph.tables import WIDTH, Format, clean_text, format_rows, wrap_lines, write_rows

HOSTILE = "a \"b\", 'c'\n<script>alert(1)</script>\r\n\u202egnp.\u2066 [bold]\x1b[31m"


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


# --- tables


def test_texts_stand_to_the_left_and_numbers_with_separators_to_the_right() -> None:
    rows = [("Samsung", 1_000_000, Decimal("2.5"), 0.25), ("LG", 7, None, 3.0)]
    assert format_rows(("name", "usd", "value", "share"), rows) == (
        "name           usd  value  share\nSamsung  1,000,000  2.500  0.250\nLG               7             3\n"
    )


def test_great_numbers_come_without_fractions() -> None:
    assert format_rows(("usd",), [(Decimal("117552783883.5"),)]).split() == ["usd", "117,552,783,884"]


def test_truth_dates_and_nothing_are_told_plainly() -> None:
    rows = [(True, date(2024, 4, 16), None)]
    assert format_rows(("answer", "day", "none"), rows).splitlines()[1].split() == ["true", "2024-04-16"]


def test_long_texts_are_cut_so_that_lines_fit_and_numbers_are_not() -> None:
    text = format_rows(("a", "b", "usd"), [("x" * 300, "y" * 90, 123_456_789_012)])
    line = text.splitlines()[1]
    assert len(line) <= WIDTH
    assert line.count("…") == 2
    assert line.endswith("123,456,789,012")


def test_wide_letters_count_twice() -> None:
    text = format_rows(("name", "next"), [("한국전자기술" * 20, "삼성전자"), ("Samsung", "LG")])
    assert max(map(cell_len, text.splitlines())) <= WIDTH
    places = [
        cell_len(line[: line.index(word)])
        for line, word in zip(text.splitlines(), ("next", "삼성전자", "LG"), strict=True)
    ]
    assert len(set(places)) == 1


def test_too_many_columns_are_told_row_by_row_without_what_is_empty() -> None:
    columns = [f"column{number}" for number in range(12)]
    text = format_rows(columns, [["word " * 20] * 11 + [""], ["short"] * 12])
    first, second = text.split("\n\n")
    assert [line.split()[0] for line in first.splitlines()] == columns[:11]
    assert [line.split() for line in second.splitlines()] == [[column, "short"] for column in columns]
    assert max(map(len, text.splitlines())) <= WIDTH


def test_no_rows_leave_the_names_of_columns() -> None:
    assert format_rows(("name", "usd"), []) == "name  usd\n"


def test_no_columns_leave_empty_lines() -> None:
    assert format_rows((), [()]) == "\n\n"


def test_hostile_text_stays_in_its_line_and_steers_nothing() -> None:
    text = format_rows(("name", "n"), [(HOSTILE, 1)])
    assert len(text.splitlines()) == 2
    assert all(letter.isprintable() for letter in text.replace("\n", ""))
    assert "<script>alert(1)</script>" in text
    assert "[bold]" in text


@given(st.lists(st.tuples(st.text(), st.text(), st.integers()), max_size=5))
def test_a_table_has_a_line_for_each_row_and_no_line_is_too_long(rows: list[tuple[str, str, int]]) -> None:
    lines = format_rows(("a", "b", "n"), [(a, b, n % 10**12) for a, b, n in rows]).split("\n")
    assert len(lines) == len(rows) + 2
    assert max(map(cell_len, lines)) <= WIDTH


# --- CSV


def test_csv_follows_rfc_4180() -> None:
    text = format_rows(("name", "usd"), [('a "b", c\nd', Decimal("1E+10")), (None, True)], "csv")
    assert text == 'name,usd\r\n"a ""b"", c\nd",10000000000\r\n,true\r\n'


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_texts_survive_csv(rows: list[tuple[str, str]]) -> None:
    found = read_csv(format_rows(("a", "b"), rows, "csv"))[1:]
    for row, cells in zip(rows, found, strict=True):
        for text, cell in zip(row, cells, strict=True):
            assert cell in (text, f"'{text}")


def test_hostile_text_survives_csv() -> None:
    assert read_csv(format_rows(("name",), [(HOSTILE,)], "csv")) == [["name"], [HOSTILE]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("x")'])
def test_no_text_of_csv_is_a_formula(text: str) -> None:
    assert read_csv(format_rows(("a",), [(text,)], "csv"))[1] == [f"'{text}"]


def test_numbers_below_zero_are_no_formulas() -> None:
    assert format_rows(("a", "b", "c"), [(-1, Decimal("-2.5"), -3.0)], "csv").splitlines()[1] == "-1,-2.5,-3"


# --- JSON


def test_json_is_one_object_a_row_with_numbers_and_nulls() -> None:
    rows = [(HOSTILE, Decimal("2.5"), Decimal(6400000000), 3.0, None, True, date(2024, 4, 16), float("inf"))]
    columns = ("text", "part", "usd", "whole", "none", "truth", "day", "endless")
    text = format_rows(columns, rows, "json")
    assert json.loads(text) == [
        {"text": HOSTILE, "part": 2.5, "usd": 6400000000, "whole": 3, "none": None, "truth": True}
        | {"day": "2024-04-16", "endless": "inf"}
    ]
    assert '"usd": 6400000000,' in text
    assert '"whole": 3,' in text


@pytest.mark.parametrize("style", ["json", "jsonl"])
def test_json_keeps_letters_readable(style: Format) -> None:
    assert "삼성전자" in format_rows(("name",), [("삼성전자",)], style)


@pytest.mark.parametrize("rows", [[], [("a\nb", 1)], [("a", 1), ('"', None), ("]", 2)]])
def test_json_is_written_as_the_library_writes_it(rows: list[tuple[str, int | None]]) -> None:
    whole = [{"a": text, "n": number} for text, number in rows]
    assert format_rows(("a", "n"), rows, "json") == json.dumps(whole, indent=1) + "\n"


def test_json_lines_are_the_objects_of_json_a_line_each() -> None:
    rows = [(HOSTILE, Decimal("2.5")), ("b", None)]
    lines = format_rows(("text", "n"), rows, "jsonl").split("\n")
    assert lines.pop() == ""
    assert list(map(json.loads, lines)) == json.loads(format_rows(("text", "n"), rows, "json"))


@pytest.mark.parametrize("style", ["csv", "json", "jsonl"])
def test_rows_are_written_as_they_come(style: Format) -> None:
    taken = []

    def endless() -> Iterator[tuple[int]]:
        for number in count():
            taken.append(number)
            yield (number,)

    assert len(list(islice(write_rows(("n",), endless(), style), 5))) == 5
    assert len(taken) <= 5


# --- words


def test_words_are_wrapped_behind_a_margin_and_never_broken() -> None:
    address = "https://example.org/" + "x" * 200
    lines = list(wrap_lines("word " * 40 + address, "    "))
    assert all(line.startswith("    ") for line in lines)
    assert max(map(len, lines[:-1])) <= WIDTH
    assert lines[-1] == f"    {address}"


def test_marks_of_direction_and_escapes_become_spaces() -> None:
    assert clean_text("a\u202eb\x1b[31m\u2028c") == "a b [31m c"
