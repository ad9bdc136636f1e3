"""An address comes in; a folder holds the articles behind it, as files that `build` reads, afterwards.

finding     an address -> a WordPress site, a feed or a page
wordpress   all posts of a site, and what changes in them; `rest` is how it is asked
feeds       the articles that a feed lists
pages       a page
choosing    which articles have the words that are looked for
folder      files, each written whole, and how far reading has come
answers     what a server answered -> JSON or text, checked
visiting    one request after another, politely; `guard` keeps them to the internet
"""

from pathlib import Path

from kgraph.errors import FetchError
from kgraph.fetch.feeds import fetch_feed
from kgraph.fetch.finding import find_place
from kgraph.fetch.folder import SOURCE, Folder, Place, Report, Source, open_folder
from kgraph.fetch.pages import fetch_page
from kgraph.fetch.rest import Site
from kgraph.fetch.visiting import Visitor, read_address
from kgraph.fetch.wordpress import fetch_posts

__all__ = ["Report", "Source", "Visitor", "describe_report", "fetch_articles"]

KINDS = {"wordpress": "a WordPress site", "feed": "a feed", "page": "a page"}


def fetch_articles(visitor: Visitor, wanted: Source, path: Path | None = None) -> tuple[Path, Report]:
    """Make a folder hold the articles of an address as they are now, and report; by default one named after the host.

    The second time only what has changed is asked for. What cannot be fetched is told, counted, and tried again the
    next time. Raises FetchError where the address is none, or the folder holds something else.
    """
    url = read_address(wanted.url)
    path = path or Path("articles", url.host)
    wanted = wanted.model_copy(update={"url": str(url)})
    folder, source = open_folder(path, wanted, visitor.tell, visitor.complain)
    try:
        place = find_source(visitor, folder, source)
        match place.kind:
            case "wordpress":
                fetch_posts(Site(visitor, place.address, source.since, source.search), folder)
            case "feed":
                fetch_feed(visitor, folder, place.address, source)
            case "page":
                fetch_page(visitor, folder, place.address)
    except FetchError as error:
        folder.fail(str(error))
    return path, folder.report()


def find_source(visitor: Visitor, folder: Folder, source: Source) -> Place:
    """The place where a source is read, looked for once."""
    place = source.place
    if place is None:
        place = find_place(visitor, source.url)
        folder.write_state(SOURCE, source.model_copy(update={"place": place}))
    visitor.tell(f"{source.url}: {KINDS[place.kind]}" + f", read at {place.address}" * (place.address != source.url))
    return place


def describe_report(path: Path, report: Report) -> str:
    """The report in words."""
    told = f"{report.new:,} new, {report.changed:,} changed, {report.removed:,} removed"
    failed = f", {report.failed:,} not fetched" if report.failed else ""
    forget = "; `kgraph forget URL` takes what was removed out of a graph too" if report.removed else ""
    return f"{report.articles:,} article{'' if report.articles == 1 else 's'} in {path}: {told}{failed}{forget}"
