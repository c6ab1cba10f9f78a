"""Sessions end: by the clock, by signing out, by another session's hand."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from schools.models import School
from sro_program.accounts.models import User
from sro_program.audit.models import AuditEvent
from tests.accounts.conftest import is_signed_in, submit

START = timezone.now().replace(hour=14, minute=0, second=0, microsecond=0)
WIPED = '"cache", "storage"'


@pytest.fixture
def clock() -> time_machine.Traveller:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def wait(clock: time_machine.Traveller, **span: float) -> None:
    clock.shift(timedelta(**span))


def verbs(user: User) -> list[str]:
    about = AuditEvent.objects.about(user)
    return list(about.values_list("verb", flat=True))


def test_half_an_hour_of_silence_ends_the_session(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    submit(client, person.email)
    assert is_signed_in(client)

    wait(clock, minutes=30, seconds=1)

    response = client.get("/accounts/me/")
    assert response["Location"].startswith("/accounts/login/")
    assert response["Clear-Site-Data"] == '"cache"'  # what was typed is kept
    assert verbs(person) == ["sign_in", "time_out"]


def test_whoever_works_stays_signed_in(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    submit(client, person.email)

    for _ in range(8):
        wait(clock, minutes=25)
        assert is_signed_in(client)


def test_after_twelve_hours_also_the_busiest_signs_in_again(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    submit(client, person.email)
    for _ in range(28):
        wait(clock, minutes=25)
        assert is_signed_in(client)

    wait(clock, minutes=25)

    assert not is_signed_in(client)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    submit(client, person.email)
    for _ in range(3):
        wait(clock, minutes=9)
        client.get("/notifications/", headers={"X-Poll": "1"})

    wait(clock, minutes=4)

    assert not is_signed_in(client)


def test_the_session_is_written_at_most_once_a_minute(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    submit(client, person.email)
    is_signed_in(client)
    seen = client.session["seen_at"]
    wait(clock, seconds=59)
    is_signed_in(client)
    assert client.session["seen_at"] == seen

    wait(clock, seconds=2)
    is_signed_in(client)

    assert client.session["seen_at"] == seen + 61


def test_signing_out_kills_the_session_and_clears_the_browser(
    client: Client, person: User
) -> None:
    submit(client, person.email)
    stolen = client.cookies["sessionid"].value

    response = client.post("/accounts/logout/")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert response["Clear-Site-Data"] == WIPED
    assert not is_signed_in(thief)
    assert verbs(person) == ["sign_in", "sign_out"]


def test_looking_at_the_sign_out_page_changes_nothing(
    client: Client, person: User
) -> None:
    submit(client, person.email)

    response = client.get("/accounts/logout/")

    assert "Clear-Site-Data" not in response
    assert is_signed_in(client)


def test_a_person_ends_their_other_sessions(client: Client, person: User) -> None:
    other = Client()
    submit(client, person.email)
    submit(other, person.email)

    client.post("/accounts/sessions/")

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_the_session_cookie_ends_with_the_browser(client: Client, person: User) -> None:
    submit(client, person.email)

    cookie = client.cookies["sessionid"]

    assert cookie["expires"] == ""
    assert cookie["httponly"] is True


def test_times_are_shown_as_the_district_reads_them(
    client: Client, principal: User, school: School, settings: LazySettings
) -> None:
    school.district.time_zone = "America/New_York"
    school.district.save()

    submit(client, principal.email)

    assert client.session["time_zone"] == "America/New_York"


def test_without_a_place_the_programme_s_own_clock_counts(
    client: Client, person: User, settings: LazySettings
) -> None:
    submit(client, person.email)

    assert client.session["time_zone"] == settings.TIME_ZONE
