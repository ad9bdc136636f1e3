"""A page's address comes in; a folder holds the page, with what is known of it, afterwards."""

from collections.abc import Mapping

import httpx

from kgraph.fetch.answers import Answer, check_status, read_html
from kgraph.fetch.folder import PROGRESS, Folder, name_file
from kgraph.fetch.visiting import Visitor
from kgraph.model import Value


class Validators(Value):
    """What a server gave to ask by whether something has changed since (RFC 9110)."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in known.items() if value}


def take_validators(headers: Mapping[str, str]) -> Validators:
    return Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))


def fetch_page(visitor: Visitor, folder: Folder, address: str) -> None:
    """Save a page if it has changed. Raises FetchError, with the page as it was kept."""
    known = folder.read_state(PROGRESS, Validators) or Validators()
    validators = visitor.get(address, lambda answer: save_page(folder, address, answer), known.headers())
    folder.write_state(PROGRESS, validators or known)


def save_page(folder: Folder, address: str, answer: Answer, published: str = "") -> Validators | None:
    """Write the page of an answer, under the name of the address by which it was found; None where it is unchanged.

    Its address stands before it as browsers write it, then the day by which others know it.
    """
    check_status(answer, httpx.codes.NOT_MODIFIED)
    if answer.status == httpx.codes.NOT_MODIFIED:
        return None
    url = str(answer.url)
    told = [f"<!-- saved from url=({len(url):04}){url} -->"] + [f"<!-- published {published} -->"] * bool(published)
    folder.save(name_file(address, ".html"), "\n".join([*told, read_html(answer)]))
    return take_validators(answer.headers)
