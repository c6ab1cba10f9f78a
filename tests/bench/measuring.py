"""Asking for a page many times, and what each time cost."""

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.bench.servers import LOOPBACK, Server

CSRF = "c" * 32
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: an address, and what is posted there, if anything.

    What is posted leads elsewhere, unless it `is_shown` at once.
    """

    address: str
    post: dict[str, str] | None = None
    is_shown: bool = False


@dataclass(slots=True)
class Page:
    """One page as one person sees it."""

    name: str
    who: str
    server: Server
    session: str
    asks: Iterator[Ask]
    per_round: int
    yardstick: str = ""
    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0
    raw: int = 0
    sent: int = 0
    queries: int = 0
    refused: int = 0

    def run(self, times: int, *, count: bool = True) -> None:
        """Ask so many times, one after the other, on one connection."""
        connection = HTTPConnection(LOOPBACK, self.server.port, timeout=TIMEOUT)
        before = self.server.cpu_seconds()
        for _ in range(times):
            begun = time.perf_counter()
            body = self.one(connection, next(self.asks))
            if count:
                self.seconds.append(time.perf_counter() - begun)
                self.sent = max(self.sent, len(body))
        if count:
            self.cpu += self.server.cpu_seconds() - before
        connection.close()

    def one(self, connection: HTTPConnection, ask: Ask) -> bytes:
        cookies = f"sessionid={self.session}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, "Accept-Encoding": "gzip"}
        method, content = "GET", None
        if ask.post is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            method, content = "POST", urlencode(ask.post)
        connection.request(method, ask.address, content, headers)
        answer = connection.getresponse()
        body = answer.read()
        wanted = 302 if ask.post is not None and not ask.is_shown else 200
        self.refused += answer.status != wanted
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        self.raw = max(self.raw, len(gzip.decompress(body) if is_packed else body))
        return body


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page cost; times in milliseconds."""

    name: str
    who: str
    yardstick: str
    requests: int
    refused: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu: float
    queries: int
    raw_bytes: int
    sent_bytes: int
    megabytes: float


def figures_of(page: Page) -> Figures:
    ordered = sorted(page.seconds)
    number = len(ordered)

    def at(share: float) -> float:
        return 1000 * ordered[min(number - 1, int(share * number))]

    return Figures(
        name=page.name,
        who=page.who,
        yardstick=page.yardstick,
        requests=number,
        refused=page.refused,
        per_second=number / sum(ordered),
        p50=at(0.50),
        p95=at(0.95),
        p99=at(0.99),
        cpu=1000 * page.cpu / number,
        queries=page.queries,
        raw_bytes=page.raw,
        sent_bytes=page.sent,
        megabytes=page.server.megabytes(),
    )


def in_rounds(pages: list[Page], rounds: int, say: Callable[[str], None]) -> None:
    """A B A B …: a machine that gets slower meanwhile is slower for all of them."""
    for page in pages:
        page.run(3, count=False)
    for number in range(rounds):
        for page in pages:
            page.run(page.per_round)
        say(f"  round {number + 1} of {rounds}")
