"""People by role, one school, and who acts in a test."""

import gc
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from officers.models import Assignment, Officer
from schools.models import Campus, District, School
from sro_program.accounts.models import Membership, PoliceAgency, Role, User
from sro_program.core.db import acting_as_clock

pytest_plugins = ["tests.services"]

LONG_AGO = date(2020, 8, 1)
FRAME = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")
GETS_ACTOR = "current_setting('app.user_id'"
SWEEPS = [Path(__file__).parent / name for name in ("architecture", "embedded")]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones begin first, so that no run ends waiting for one of them."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in SWEEPS):
            item.add_marker("sweep")
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not look at it again.

    That took a tenth of the time of all tests.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count no lines in a sweep: that takes half as long again, and covers no rule.

    pytest-cov's own marker `no_cover` is not heard in a parallel run.
    """
    if not item.get_closest_marker("sweep"):
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture(autouse=True)
def _clock_acts(request: pytest.FixtureRequest) -> Iterator[None]:
    """Outside of requests a test acts as the clock, so that it can set the scene."""
    marker = request.node.get_closest_marker("django_db")
    asked = {"db", "transactional_db"} & set(request.fixturenames)
    is_transactional = "transactional_db" in request.fixturenames or (
        marker and marker.kwargs.get("transaction")
    )
    if (marker or asked) and not is_transactional:
        request.getfixturevalue("db")
        with acting_as_clock():
            yield
    else:
        yield


def make_user(email: str, name: str) -> User:
    with acting_as_clock():
        return User.objects.create_user(email, name, password="a-long-password")


def make_member(role: Role, place: object, name: str = "") -> User:
    """A user with one membership, at the place its role holds for."""
    user = make_user(f"{role}-{User.objects.count()}@example.org", name or role.label)
    field = {School: "school", District: "district", PoliceAgency: "police_agency"}
    with acting_as_clock():
        Membership.objects.create(
            user=user, role=role, starts_on=LONG_AGO, **{field[type(place)]: place}
        )
    return user


@pytest.fixture
def agency(db: None) -> PoliceAgency:
    with acting_as_clock():
        return PoliceAgency.objects.create(
            name="Calloway County Sheriff's Office", short_name="Sheriff"
        )


@pytest.fixture
def district(agency: PoliceAgency) -> District:
    with acting_as_clock():
        return District.objects.create(
            name="Calloway County Schools", police_agency=agency
        )


@pytest.fixture
def campus(district: District) -> Campus:
    with acting_as_clock():
        return Campus.objects.create(district=district, name="Main campus")


@pytest.fixture
def school(campus: Campus) -> School:
    with acting_as_clock():
        return School.objects.create(
            district=campus.district,
            campus=campus,
            name="Calloway County High School",
            short_name="High",
            level=School.Level.HIGH,
            grade_low=9,
            grade_high=12,
        )


@pytest.fixture
def other_school(db: None) -> School:
    """A school of another district and another agency: the stranger's place."""
    with acting_as_clock():
        agency = PoliceAgency.objects.create(name="Graves Sheriff", short_name="Graves")
        district = District.objects.create(name="Graves Schools", police_agency=agency)
        campus = Campus.objects.create(district=district, name="Graves campus")
        return School.objects.create(
            district=district,
            campus=campus,
            name="Graves High School",
            level=School.Level.HIGH,
            grade_low=9,
            grade_high=12,
        )


@pytest.fixture
def commander(agency: PoliceAgency) -> User:
    return make_member(Role.COMMANDER, agency, "Carla Commander")


@pytest.fixture
def office(agency: PoliceAgency) -> User:
    return make_member(Role.OFFICE, agency, "Olive Office")


@pytest.fixture
def principal(school: School) -> User:
    return make_member(Role.PRINCIPAL, school, "Paula Principal")


@pytest.fixture
def counselor(school: School) -> User:
    return make_member(Role.COUNSELOR, school, "Chris Counselor")


@pytest.fixture
def teacher(school: School) -> User:
    return make_member(Role.TEACHER, school, "Tara Teacher")


@pytest.fixture
def district_user(district: District) -> User:
    return make_member(Role.DISTRICT, district, "Dana District")


@pytest.fixture
def officer(agency: PoliceAgency, campus: Campus) -> Officer:
    return make_officer(agency, campus, "Owen Officer")


@pytest.fixture
def stranger(other_school: School) -> User:
    """A principal, but of another school."""
    return make_member(Role.PRINCIPAL, other_school, "Sam Stranger")


@pytest.fixture
def other_officer(other_school: School) -> Officer:
    """An officer of another agency, on another campus."""
    agency = other_school.district.police_agency
    return make_officer(agency, other_school.campus, "Otto Elsewhere")


def make_officer(agency: PoliceAgency, campus: Campus, name: str) -> Officer:
    """An officer whose primary campus this has been for long."""
    user = make_user(f"officer-{User.objects.count()}@example.org", name)
    with acting_as_clock():
        officer = Officer.objects.create(
            user=user, police_agency=agency, badge=f"B{user.pk}"
        )
        Assignment.objects.create(officer=officer, campus=campus, starts_on=LONG_AGO)
    return officer


@pytest.fixture
def person(request):
    """Whoever is called so, as in `person("teacher")`; of an officer, the account."""

    def found(name):
        known = request.getfixturevalue(name)
        return getattr(known, "user", known)

    return found


@pytest.fixture
def nobody_has_tried(django_db_setup: None) -> None:
    """One address may try so many times a minute; all tests come from the same one."""
    cache.clear()


@pytest.fixture
def sign_in(client: Client):
    """Sign in as someone: `sign_in(teacher).get(...)`."""

    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def confirmed(client: Client, nobody_has_tried: None):
    """Sign in, and confirm at once that it is you."""

    def signed_in(user: User) -> Client:
        client.force_login(user)
        client.post("/accounts/reauthenticate/", {"password": "a-long-password"})
        return client

    return signed_in


@pytest.fixture
def queries_of():
    """How many statements a page asks, without the frame around transactions.

    The second look counts: the first one also begins the session.
    """

    def count(client, url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200
        asked = [query["sql"] for query in captured.captured_queries]
        return len([sql for sql in asked if not is_frame(sql)])

    return count


def is_frame(sql):
    return sql.strip().startswith(FRAME) or GETS_ACTOR in sql
