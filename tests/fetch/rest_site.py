"""A WordPress site that behaves as it is told to: its REST interface, over posts that tests may change."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from loopback import Asked, Reply, Web, write_json

LIST = "/wp-json/wp/v2/posts"
START = datetime(2024, 3, 1, tzinfo=UTC)


@dataclass
class Site:
    """A REST interface over posts, each with its id, the minute of its last change, and its text."""

    web: Web
    posts: dict[int, tuple[int, str]] = field(default_factory=dict)
    minute: int = 100_000
    counts: bool = True
    knows_changes: bool = True
    most: int = 100

    def write_post(self, number: int) -> dict[str, object]:
        minute, text = self.posts[number]
        return {
            "id": number,
            "date": f"2024-03-{1 + number % 28:02}T08:00:00",
            "modified_gmt": self.tell(minute),
            "link": f"{self.web.address}/{number}",
            "title": {"rendered": f"Story {number}"},
            "content": {"rendered": f"<p>{text}</p>", "protected": text == "locked"},
        }

    def tell(self, minute: int) -> str:
        return (START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%S")

    def answer(self, asked: Asked) -> Reply:
        query = asked.query
        found = list(self.posts)
        if "include" in query:
            found = [number for number in found if str(number) in query["include"].split(",")]
        if "modified_after" in query and self.knows_changes:
            found = [number for number in found if f"{self.tell(self.posts[number][0])}Z" > query["modified_after"]]
        if query["orderby"] == "modified":
            found.sort(key=lambda number: (self.posts[number][0], number))
        else:
            found.sort(reverse=query["order"] == "desc")
        size = min(int(query["per_page"]), self.most)
        start = size * (int(query["page"]) - 1)
        pages = -(-len(found) // size)
        if start and start >= len(found):
            return Reply('{"code": "rest_post_invalid_page_number"}', 400, type="application/json")
        posts = [self.write_post(number) for number in found[start : start + size]]
        if query["_fields"] == "id":
            posts = [{"id": post["id"]} for post in posts]
        reply = write_json(posts)
        totals = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)} if self.counts else {}
        reply.headers = totals | {"Date": format_datetime(START + timedelta(minutes=self.minute), usegmt=True)}
        return reply


LIST = "/wp-json/wp/v2/posts"
