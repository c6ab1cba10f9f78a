"""Each real form, right but for one field that holds something nasty.

Random requests rarely get past a form's first required field. These are what a page
offers, sent back with one value changed; and what was accepted can be looked at.
"""

import random
import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.architecture.forms import forms_of
from tests.architecture.routes import our_routes
from tests.architecture.world import SECRETS, arguments, client_of, make_county

PEOPLE = ["teacher", "principal", "officer", "commander", "office", "district"]
LEFT_OUT = ["sign", "log", "csrfmiddlewaretoken"]
NASTY = [
    "²",
    "9" * 5_000,
    "9" * 25,
    "-1",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2027-01-01T00:00:00+23:00/2027-01-01T01:00:00+23:00/x",
    "0001-01-01T00:00:00+15:00/0001-01-01T01:00:00+15:00/x",
    "\x01\x0b",
    "🚓" * 120,
    "23:59:59.999999",
    "x\ny\u2028z",
]
NEEDS_A_TALK = {"presentations:request", "presentations:offer"}


def pages(county):
    for route in our_routes():
        values = arguments(route, county)
        if not SECRETS & values.keys() and "mail" not in route.name:
            path = reverse(route.name, kwargs=values)
            if route.name in NEEDS_A_TALK:
                topic = county.records["topic"].pk
                path += f"?school={county.school.pk}&topic={topic}"
            yield path


def kind_of(path, form):
    """Forms that differ in an id alone are one form."""
    address = re.sub(r"[0-9a-f-]{36}|\d+", "N", form.action or path)
    return address, form.method, tuple(sorted(form.fields))


def forms_for(client, county):
    found = {}
    for path in pages(county):
        response = client.get(path)
        response.getvalue()  # a file is closed when it has been read
        assert response.status_code < 500, path
        if response.status_code == 200 and "html" in response["Content-Type"]:
            for form in forms_of(response.text):
                form.action = form.action or path
                found.setdefault(kind_of(path, form), form)
    return [form for form in found.values() if not form.action.startswith("#")]


def send(client, form, fields):
    """The worst answer to it, also to looking at what it led to; undone after it."""
    with transaction.atomic():
        call = client.post if form.method == "post" else client.get
        response = call(form.action, fields)
        worst = response.status_code
        if worst == 302:
            worst = max(worst, client.get(response.url).status_code)
        transaction.set_rollback(True)
    return worst


@pytest.mark.parametrize("who", PEOPLE)
def test_one_nasty_field_is_never_a_server_error(who, db):
    chance = random.Random(who)  # noqa: S311  # the same values in each run
    county = make_county()
    client = client_of(county.people[who])
    client.raise_request_exception = False

    failed = [
        (form.action, name, value[:40])
        for form in forms_for(client, county)
        for name in form.fields
        if not any(part in name for part in LEFT_OUT) and "log" not in form.action
        for value in [chance.choice(NASTY)]
        if send(client, form, {**form.fields, name: value}) >= 500
    ]

    assert failed == []
