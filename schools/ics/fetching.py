"""A calendar from its address: over HTTPS, from the open internet, and no further.

Whoever keeps a school's calendar types the address, so it must not lead into the
county's own network (trust.md, outgoing requests). The name is looked up once, every
address it has must be a public one, and the connection goes to the address that was
looked at: a second answer of the name changes nothing.
"""

import ssl
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address, ip_network
from socket import IPPROTO_TCP, create_connection, gaierror, getaddrinfo
from time import monotonic
from urllib.parse import urljoin, urlsplit

from schools.ics.reading import MAX_SIZE, TOO_LARGE
from schools.oneroster.problems import Unreadable

PORT = 443
PATIENCE = 10.0
IN_ALL = 30.0
"""Seconds: for one answer of the network, and for everything."""
MOST_REDIRECTS = 3
TRANSLATED = ip_network("64:ff9b::/96")
"""Addresses that a gateway makes of others, private ones among them."""
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
    """To this very address, with the certificate of the name."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(
            host, PORT, timeout=PATIENCE, context=ssl.create_default_context()
        )
        self.address = address

    def connect(self) -> None:
        plain = create_connection((self.address, PORT), PATIENCE)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


def host_of(address: str) -> str:
    """The server that an address names. Raises Unreadable for one we do not read."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unreadable(ODD) from None
    if parts.scheme != "https":
        raise Unreadable(NOT_HTTPS)
    if not parts.hostname or parts.username or port not in {None, PORT}:
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
            raise Unreadable(NOT_REACHED.format(host=host[:100])) from None
        finally:
            connection.close()
    raise Unreadable(TOO_FAR)


def connect(host: str, address: str) -> HTTPSConnection:
    """Tests put the network here."""
    return PinnedConnection(host, address)


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    if found in TRANSLATED:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return all(
        one.is_global and not one.is_multicast for one in filter(None, (found, mapped))
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
            raise Unreadable(TOO_SLOW)
    etag = answer.headers.get("ETag", "")[:200]
    return Fetched(bytes(content), etag, answer.headers.get("Last-Modified", "")[:60])
