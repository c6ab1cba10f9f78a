"""5,000 malformed requests: no answer is our fault."""

import random
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.architecture.routes import our_routes, routes
from tests.architecture.world import SECRETS, arguments, client_of, make_county

REQUESTS = 5_000
BATCHES = 10
NASTY = [
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999999",
    "1e309",
    "NaN",
    "null",
    "[]",
    "{}",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "'; DROP TABLE accounts_user; --",
    "%",
    "_",
    "\\",
    "\x01\x02",
    "\u202e\u0000",
    "\ufffd",
    "🚓" * 200,
    "a" * 5_000,
    "2026-13-45",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "2026-11-01T01:30",
    "25:61",
    "true",
    str(uuid4()),
    "00000000-0000-0000-0000-000000000000",
]
NAMES = [
    "q",
    "week",
    "date",
    "view",
    "school",
    "officer",
    "topic",
    "state",
    "kind",
    "since",
    "until",
    "who",
    "talks",
    "verb",
    "version",
    "after",
    "before",
    "page",
    "sort",
    "month",
    "on",
    "day",
    "next",
    "back",
    "grade",
    "reason",
    "starts_at",
    "ends_at",
    "starts_on",
    "ends_on",
    "note",
    "version",
    "record_id",
    "slot",
    "slots",
    "title",
    "name",
    "label",
    "file",
    "mode",
    "district",
    "minutes",
    "head_count",
    "choice",
    "email",
    "login",
    "password",
    "code",
    "role",
    "expected_count",
    "place",
    "period",
    "level",
    "series",
]  # fifty names read better so
LIBRARY = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_activate_totp",
}
A_KEY = {"uidb36": "1", "key": "set-password"}
WITH_A_FILE = 0.2
METHODS = ["get", "get", "post", "post", "head", "put", "delete", "options", "patch"]
PEOPLE = ["commander", "office", "officer", "principal", "counselor", "teacher"]


def fields(chance):
    """Some names a form might know, with values it does not expect."""
    chosen = chance.sample(sorted(NAMES), chance.randint(0, 6))
    return {name: chance.choice(NASTY) for name in chosen}


def a_file(chance):
    """An upload that is not what its name says, or has no name to speak of."""
    name = chance.choice(["slides.pdf", "roster.zip", "x..", "a" * 300, "é\u202e.pdf"])
    content = chance.choice(
        [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xff\xfe\x00", b"<?xml" * 50]
    )
    media_type = chance.choice(
        ["application/pdf", "", "text/html", "x/y; z=" + "q" * 99]
    )
    return SimpleUploadedFile(name, content, media_type)


def sent(chance, method):
    """Fields; in a POST now and then a file, where one is asked for or not."""
    found = fields(chance)
    if method == "post" and chance.random() < WITH_A_FILE:
        found[chance.choice(["file", "note", "q"])] = a_file(chance)
    return found


def of_the_library():
    """Sign-in, reset and second factor: the same people send them the same things."""
    return [route for route in routes() if route.name in LIBRARY]


def addresses(chance, route, county):
    """The real address, or one whose ids and tokens were tampered with."""
    if route.name in LIBRARY:
        is_a_key = route.name.endswith("_from_key")
        return reverse(route.name, kwargs=A_KEY if is_a_key else {})
    values = arguments(route, county)
    for name in SECRETS & values.keys():
        values[name] = chance.choice(["x", "a" * 3_000, "1:2:3", "%2e%2e", "é"])
    path = reverse(route.name, kwargs=values)
    return path + chance.choice(["", "", "?", "?=&=", "?q=%00", "?a[]=1", "?%ff=1"])


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_malformed_request_is_answered_with_a_server_error(batch, db):
    chance = random.Random(batch)  # noqa: S311  # the same requests in each run
    county = make_county()
    clients = [client_of(county.people[who]) for who in PEOPLE] + [client_of(None)]
    for client in clients:
        client.raise_request_exception = False
    known = our_routes() + of_the_library()

    failed = []
    for _ in range(REQUESTS // BATCHES):
        route, method = chance.choice(known), chance.choice(METHODS)
        path = addresses(chance, route, county)
        response = getattr(chance.choice(clients), method)(path, sent(chance, method))
        response.getvalue()  # a file is closed when it has been read
        if response.status_code >= 500:
            failed.append((method, path, response.status_code))

    assert not failed
