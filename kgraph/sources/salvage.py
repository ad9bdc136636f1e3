"""The text of a JSON file becomes the values in it: one, those of an array, or one a line.

Raw newlines in strings are read as they stand. A value that is cut off is closed where it ends; json-repair
comes last, for damage in the middle. Whole values beside a cut or damaged one are read whole.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.errors import SourceError
from kgraph.sources.draft import TEXT_LIMIT

MAX_CUT = 16_000_000
"""Characters of a damaged value that are worth salvaging: eight a character of the longest text."""
MAX_REPAIR = 100_000
"""json-repair's time grows with the square of the length: this much takes it a third of a second."""

WINDOW = 50_000
"""Characters in which a damaged value's end is looked for at first, since there may be many such values."""

DECODER = json.JSONDecoder(strict=False)
BETWEEN = re.compile(r"[\s,\[\]\x1e]*")
"""What parts values. Arrays are opened here, so that one that is cut gives what it holds."""
NEXT_VALUE = re.compile(r'\n(?=\[?\{ ?")|\},\s*(?=\{\s*"id"\s*:\s*\d+\s*,\s*"date)')
"""Where the next value begins after a damaged one: a line of its own, or the next post of an array."""
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+("?)|[\[\]{},]', re.DOTALL)
DANGLING_ESCAPE = re.compile(
    r"(?<!\\)((?:\\\\)*)\\(?:ud[89ab][0-9a-f]{2}(?:\\(?:u[0-9a-f]{0,3})?)?|u[0-9a-f]{0,3})?\Z", re.IGNORECASE
)
"""An escape that has only just begun, or the first half of a character whose second half is lost."""
STRING = r'"(?:[^"\\]|\\.)*+'
CUT_MEMBER = re.compile(
    rf'[\s,]*(?:[\w.+-]*|{STRING}(?:\\|"\s*(?::\s*(?:[\w.+-]*|{STRING}(?:\\|"\s*)?))?)?)', re.DOTALL
)
"""What may stand after the last whole member of a value that is cut off."""


class Item(NamedTuple):
    """A value of a JSON file. `cut` are the keys that lead to the string in which a truncated one ends."""

    value: object
    truncated: bool = False
    cut: tuple[str, ...] = ()
    note: str | None = None


def read_items(text: str) -> Iterator[Item | SourceError]:
    """The values of a JSON text in order; arrays at the top are opened. An error stands for what is lost."""
    end = opened = 0
    item: Item | SourceError = Item(None)
    while True:
        between = BETWEEN.match(text, end)
        start = between.end() if between else end
        opened += text.count("[", end, start) - text.count("]", end, start)
        if start == len(text):
            break
        item, end = read_item(text, start)
        yield item
    if opened > 0 and isinstance(item, Item) and not item.truncated:
        yield SourceError("it is missing, with all that followed: the file ends inside its array")


def read_item(text: str, start: int) -> tuple[Item | SourceError, int]:
    """The value that begins at `start`, and where it ends."""
    try:
        value, end = DECODER.raw_decode(text, start)
    except RecursionError:
        return SourceError("its JSON is nested too deeply"), find_end(text, start)
    except ValueError:
        end = find_end(text, start)
        return salvage_value(text[start:end] if end - start <= MAX_CUT else ""), end
    return Item(value), end


def find_end(text: str, start: int) -> int:
    """Where a value ends that cannot be decoded: at its last bracket, the next value or the end."""
    for limit in (min(start + WINDOW, len(text)), len(text)):
        following = NEXT_VALUE.search(text, start, limit)
        end = find_close(text, start, following.end() if following else limit)
        if end:
            return end
        if following:
            return following.end()
    return len(text)


def find_close(text: str, start: int, limit: int) -> int | None:
    """Where the brackets that a value opens are all closed, if before the limit."""
    depth = 0
    for token in TOKEN.finditer(text, start, limit):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth <= 0 and token[0] in "]}":
            return token.end()
    return None


def salvage_value(text: str) -> Item | SourceError:
    """What can be had of a value that is cut off or damaged."""
    if not text:
        return SourceError(f"its JSON is damaged and has more than {MAX_CUT:,} characters; {TEXT_LIMIT}")
    try:
        return close_value(text) or repair_value(text)
    except RecursionError:
        return SourceError("its JSON is nested too deeply")


def close_value(text: str) -> Item | None:
    """A value that is cut off, closed where it ends, or else where its last whole member ends."""
    closers, point, in_string = find_open(text)
    whole = DANGLING_ESCAPE.sub(r"\1", text) + '"' if in_string else text
    ends = [whole, text[:point]] if CUT_MEMBER.fullmatch(text, point) else [whole]
    for closed in ends:
        try:
            value = DECODER.decode(closed + closers)
        except ValueError:
            continue
        path = tuple(last_keys(value)) if in_string and closed is whole else ()
        return Item(value, truncated=True, cut=path, note="its JSON is cut off")
    return None


def find_open(text: str) -> tuple[str, int, bool]:
    """The brackets that close what is open at the end of a text, where its last whole member ends,
    and whether it ends inside a string."""
    stack, point, in_string = [], 0, False
    for token in TOKEN.finditer(text):
        match token[0][0]:
            case "{" | "[" as bracket:
                stack.append("}" if bracket == "{" else "]")
                point = token.end()
            case "}" | "]":
                stack[-1:] = []
                point = token.end()
            case ",":
                point = token.start()
            case _:
                in_string = not token[1]
    return "".join(reversed(stack)), point, in_string


def last_keys(value: object) -> Iterator[str]:
    """The keys that lead to the last leaf of a value; the place in an array is written as a number."""
    while isinstance(value, dict | list) and value:
        key = next(reversed(value)) if isinstance(value, dict) else len(value) - 1
        yield str(key)
        value = value[key]


def repair_value(text: str) -> Item | SourceError:
    """What json-repair makes of a damaged value; members before the damage, which it may alter, stay."""
    if len(text) > MAX_REPAIR:
        return SourceError(f"its JSON is damaged, and {len(text):,} characters are too many to repair")
    import json_repair

    value = mend_slashes(json_repair.loads(text, skip_json_loads=True))
    if isinstance(value, dict):
        value |= read_sound_members(text)
    return Item(value, truncated=True, note="its JSON was damaged and has been repaired")


def read_sound_members(text: str) -> dict[str, object]:
    """The members of an object that stand before its first damage."""
    try:
        DECODER.decode(text)
    except json.JSONDecodeError as error:
        item = close_value(text[: error.pos])
        if item and isinstance(item.value, dict):
            return dict(list(item.value.items())[:-1])
    except ValueError:  # a number of too many digits, of which no place is known
        pass
    return {}


def mend_slashes(value: object) -> object:
    r"""Read the `\/` that json-repair leaves in strings."""
    match value:
        case str():
            return value.replace("\\/", "/")
        case list():
            return [mend_slashes(part) for part in value]
        case dict():
            return {key: mend_slashes(part) for key, part in value.items()}
    return value
