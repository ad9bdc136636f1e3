"""What a server answered comes in; JSON or text that was checked to be that goes out."""

import json
import re
from typing import NamedTuple

import httpx

from kgraph.errors import FetchError, SourceError, UnavailableError
from kgraph.sources.encoding import decode_bytes

CHALLENGE = re.compile(
    r"<title>\s*(?:just a moment|attention required|checking your browser|ddos-guard|pardon our interruption)"
    r"|(?:checking|verifying) (?:if )?(?:your browser|you are (?:a )?human)|enable javascript and cookies to continue",
    re.IGNORECASE,
)
"""Words of the pages that hosts put before a site to keep programs out."""
SHORT = 30_000
"""Characters of such a page at most: an article may speak of one."""
PAGE_TYPES = ("", "text/html", "application/xhtml+xml")


class Answer(NamedTuple):
    """An answer with all that it holds."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def type(self) -> str:
        """Its media type without parameters, empty where none is stated."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def show(url: httpx.URL) -> str:
    """An address as messages name it: its query may be long."""
    text = str(url)
    return text if len(text) <= 120 else f"{text[:119]}…"


def check_status(answer: Answer, *also: int) -> None:
    """Raise FetchError for an answer that is neither a success nor of one of the other statuses."""
    if answer.status == httpx.codes.OK or answer.status in also:
        return
    closed = answer.status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
    check_challenge(answer)
    raise FetchError(f"{show(answer.url)} {tell_status(answer)}{': it is not open to all' if closed else ''}")


def tell_status(answer: Answer) -> str:
    return f"answered {answer.status} {httpx.codes.get_reason_phrase(answer.status)}".rstrip()


def check_challenge(answer: Answer) -> None:
    """Raise FetchError for a page that stands before the one that was asked for."""
    start = answer.content[: SHORT + 1].decode("utf-8", "replace")
    if answer.headers.get("cf-mitigated") == "challenge" or (len(start) <= SHORT and CHALLENGE.search(start)):
        raise FetchError(f"{show(answer.url)} answered with a check for browsers: its host keeps programs out")


def read_json(answer: Answer) -> object:
    """The value of a JSON answer. Raises FetchError for a page instead, UnavailableError for JSON that is damaged."""
    if "json" not in answer.type:
        check_challenge(answer)
        raise FetchError(f"{show(answer.url)} answered with {answer.type or 'something'} instead of JSON")
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise UnavailableError(f"{show(answer.url)} answered with JSON that is cut off or damaged") from error


def read_html(answer: Answer) -> str:
    """The text of a page. Raises FetchError for anything else."""
    if answer.type not in PAGE_TYPES:
        raise FetchError(f"{show(answer.url)} is {answer.type}, not a page")
    check_challenge(answer)
    return decode_answer(answer)


def decode_answer(answer: Answer) -> str:
    """The text of an answer: in the encoding of its header, else the one that its bytes speak for."""
    declared = re.search(r"charset\s*=\s*[\"']?([\w-]+)", answer.headers.get("Content-Type", ""))
    try:
        if declared:
            return answer.content.decode(declared[1])
    except (LookupError, UnicodeDecodeError):  # servers declare what they please
        pass
    try:
        return decode_bytes(answer.content).text
    except SourceError as error:
        raise FetchError(f"{show(answer.url)}: {error}") from error
