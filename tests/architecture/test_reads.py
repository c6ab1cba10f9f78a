"""Looking changes nothing, but for the one row that says who looked."""

import pytest

from presentations.models import Feedback
from presentations.states import Status
from sro_program.accounts.models import Invitation
from sro_program.audit.models import AuditEvent, Kind
from tests.architecture.reading import read_only
from tests.architecture.routes import our_routes
from tests.architecture.world import (
    EVERYONE,
    address,
    arguments,
    client_of,
    make_county,
    nobodies,
)

PAGES = our_routes()
MAILED = {
    "accounts:accept": {"password": "a-long-password", "again": "a-long-password"},
    "presentations:decide_by_link": {"verb": "approve", "version": "1"},
    "presentations:feedback_by_link": {
        "was_clear": "5",
        "fitted_the_class": "5",
        "would_ask_again": "5",
    },
}
"""What would do it, were it posted."""
FOR_SOMEBODY_ELSE = {
    ("presentations:decide_by_link", "teacher"),
    ("presentations:feedback_by_link", "principal"),
}


def as_person(county, who):
    return client_of({"anonymous": None, **county.people, **nobodies()}[who])


@pytest.mark.parametrize("who", ["anonymous", *EVERYONE])
def test_opening_a_page_writes_nothing(who, db):
    """Where one has to be signed in, `test_leaks` opens each as everybody."""
    county = make_county()
    client = as_person(county, who)
    pages = [route for route in PAGES if route.is_public or who == "anonymous"]

    with read_only():
        for route in pages:
            client.get(address(route, arguments(route, county))).getvalue()


@pytest.mark.parametrize("who", ["anonymous", "principal", "teacher"])
@pytest.mark.parametrize("name", MAILED)
def test_what_a_mailed_link_does_it_does_on_post_alone(name, who, db):
    county = make_county()
    client = as_person(county, who)
    (route,) = [route for route in PAGES if route.name == name]
    path = address(route, arguments(route, county))

    with read_only():
        page = client.get(path, MAILED[name])
        head = client.head(path, MAILED[name])

    asked = county.records["presentation"]
    asked.refresh_from_db()
    answer = 403 if (name, who) in FOR_SOMEBODY_ELSE else 200
    assert (page.status_code, head.status_code) == (answer, answer)
    assert (asked.status, asked.school_signed_by) == (Status.REQUESTED, None)
    assert not Feedback.objects.exists()
    assert Invitation.objects.open().exists()


@pytest.mark.parametrize("name", MAILED)
def test_and_on_post_it_does_it(name, db):
    """So that the test above asks with fields that would have worked."""
    county = make_county()
    (route,) = [route for route in PAGES if route.name == name]
    path = address(route, arguments(route, county))
    happened = AuditEvent.objects.filter(kind=Kind.VERB).count()

    client_of(None).post(path, MAILED[name])

    assert AuditEvent.objects.filter(kind=Kind.VERB).count() > happened
