"""A calendar from its address: over HTTPS, from the open internet, and no further.

Whoever keeps a school's calendar types the address, so it must not lead into the
county's own network (trust.md, outgoing requests). The name is looked up once, every
address it has must be a public one, and the connection goes to the address that was
looked at: a second answer of the name changes nothing.
"""

import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address, ip_network
from socket import (
    IPPROTO_TCP,
    SHUT_RDWR,
    create_connection,
    gaierror,
    getaddrinfo,
    socket,
)
from threading import Timer
from time import monotonic
from urllib.parse import urljoin, urlsplit

from schools.ics.reading import MAX_SIZE, TOO_LARGE
from schools.oneroster.problems import Unreadable
from sro_program.core.text import in_one_line

PORT = 443
IPV6 = 6
PATIENCE = 10.0
IN_ALL = 30.0
"""Seconds: for one answer of the network, and for everything of one server."""
MOST_REDIRECTS = 3
GIVEN_OUT = ip_network("2000::/3")
"""All that the open internet has of IPv6. The rest is a house's own, or old, or stands
for an address of IPv4, which may be a private one."""
A_PIECE = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK, NOT_MODIFIED = 200, 304
NOT_HTTPS = "The address must begin with https://."
NOT_PUBLIC = "This address leads into a private network, and is not read."
NO_HOST = "No server is known by the name {host}."
NOT_REACHED = "The server {host} does not answer."
REFUSED = "The server answers with {status}: the calendar is not there."
TOO_SLOW = "The server takes too long to send the calendar."
TOO_FAR = "The address leads on and on to other addresses."
ODD = "This is no address of a calendar. Give one such as https://school.example/a.ics."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came; no content where nothing has changed since."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


class PinnedConnection(HTTPSConnection):
    """To this very address, with the certificate of the name, and for half a minute.

    A server that sends a byte now and then never keeps anyone waiting for long, and so
    would hold a worker for days: each of its lines may be 64 KB. The line is cut then.
    """

    def __init__(self, host: str, address: str) -> None:
        super().__init__(
            host, PORT, timeout=PATIENCE, context=ssl.create_default_context()
        )
        self.address = address

    def connect(self) -> None:
        plain = create_connection((self.address, PORT), PATIENCE)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host)
        timer = Timer(IN_ALL, _cut, [self.sock])
        timer.daemon = True
        timer.start()


def host_of(address: str) -> str:
    """The server that an address names. Raises Unreadable for one we do not read."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unreadable(ODD) from None
    if parts.scheme != "https":
        raise Unreadable(NOT_HTTPS)
    if not parts.hostname or "@" in parts.netloc or port not in {None, PORT}:
        raise Unreadable(ODD)
    return parts.hostname


def public_address_of(host: str) -> str:
    """Where to connect. Raises Unreadable if any address of the host is private."""
    try:
        found = getaddrinfo(host, PORT, proto=IPPROTO_TCP)
    except (gaierror, UnicodeError):
        raise Unreadable(NO_HOST.format(host=host[:100])) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(map(_is_public, addresses)):
        raise Unreadable(NOT_PUBLIC)
    return addresses[0]


def fetch(address: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    """The calendar, unless it has not changed. Raises Unreadable with the reason."""
    until = monotonic() + IN_ALL
    for _ in range(MOST_REDIRECTS + 1):
        host = host_of(address)
        connection = connect(host, public_address_of(host))
        try:
            asked = urlsplit(address)
            path = f"{asked.path or '/'}{'?' + asked.query if asked.query else ''}"
            connection.request("GET", path, headers=_headers(etag, last_modified))
            answer = connection.getresponse()
            if answer.status not in REDIRECTS:
                return _taken(answer, until)
            address = urljoin(address, answer.headers.get("Location", ""))
        except (OSError, HTTPException, ValueError):
            late = monotonic() > until
            said = TOO_SLOW if late else NOT_REACHED.format(host=host[:100])
            raise Unreadable(said) from None
        finally:
            connection.close()
    raise Unreadable(TOO_FAR)


def connect(host: str, address: str) -> HTTPSConnection:
    """Tests put the network here."""
    return PinnedConnection(host, address)


def _cut(sock: socket) -> None:
    """Whoever waits for this connection waits no longer; nothing if it is closed."""
    with suppress(OSError):
        socket.shutdown(sock, SHUT_RDWR)


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    if found.version == IPV6 and found not in GIVEN_OUT:
        return False
    inside = getattr(found, "sixtofour", None)
    return all(
        one.is_global and not one.is_multicast for one in filter(None, (found, inside))
    )


def _headers(etag: str, last_modified: str) -> dict[str, str]:
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {
        "Accept": "text/calendar",
        "Accept-Encoding": "identity",
        "User-Agent": "SRO-Program-Calendar",
        **{name: value for name, value in known.items() if value},
    }


def _taken(answer: HTTPResponse, until: float) -> Fetched:
    if answer.status == NOT_MODIFIED:
        return Fetched(None)
    if answer.status != OK:
        raise Unreadable(REFUSED.format(status=answer.status))
    content = bytearray()
    while piece := answer.read1(A_PIECE):
        content += piece
        if len(content) > MAX_SIZE:
            raise Unreadable(TOO_LARGE)
        if monotonic() > until:
            break
    if monotonic() > until:
        raise Unreadable(TOO_SLOW)
    etag, changed = (
        in_one_line(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified")
    )
    return Fetched(bytes(content), etag[:200], changed[:60])
