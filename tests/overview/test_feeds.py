"""The private calendar address, read as calendar programs read it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from icalendar import Calendar

from officers.actions.event_line import plan_event
from officers.models import Absence
from presentations.states import Status
from schools.actions.events import cancel_event
from schools.models import SchoolDay
from sro_program.accounts import feeds
from sro_program.accounts.models import CalendarFeed
from sro_program.overview import feeds as feeds_of_overview
from tests.factories.presentations import BookedFactory, TopicFactory
from tests.factories.schools import SchoolEventFactory

CHICAGO = ZoneInfo("America/Chicago")
TODAY = datetime(2026, 10, 20, 15, tzinfo=UTC)


def address_of(secret):
    return f"/calendar/feed/{secret}.ics"


@pytest.fixture
def read(client):
    """The feed of a person, parsed, as a stranger to the session reads it."""

    def parsed(user, **headers):
        response = client.get(address_of(feeds.make_address(user)), headers=headers)
        assert response.status_code == 200
        return Calendar.from_ical(response.content)

    return parsed


def talks(calendar):
    return [event for event in calendar.walk("VEVENT") if "SEQUENCE" in event]


@pytest.fixture
def make_talk(school, teacher, principal, officer):
    def make(starts_at, **fields):
        return BookedFactory(
            school=school,
            requested_by=teacher,
            officer=officer,
            school_signed_by=principal,
            starts_at=starts_at,
            **fields,
        )

    return make


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("on", "offset"),
    [
        (date(2026, 10, 30), -5),
        (date(2026, 11, 2), -6),
        (date(2027, 3, 12), -6),
        (date(2027, 3, 15), -5),
    ],
)
def test_a_talk_keeps_its_hour_when_the_clocks_change(
    on, offset, read, principal, make_talk
):
    starts_at = datetime(on.year, on.month, on.day, 9, tzinfo=CHICAGO)
    make_talk(starts_at.astimezone(UTC))

    calendar = read(principal)

    (event,) = talks(calendar)
    assert event.start.replace(tzinfo=None) == datetime(on.year, on.month, on.day, 9)
    assert event.start.utcoffset() == timedelta(hours=offset)
    assert event["dtstart"].params["TZID"] == "America/Chicago"
    assert calendar.get_missing_tzids() == set()
    assert [zone.tz_name for zone in calendar.timezones] == ["America/Chicago"]


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2027, 3, 14)])
def test_the_zone_in_the_feed_itself_knows_the_change(on, read, principal, make_talk):
    make_talk(TODAY + timedelta(days=2))

    (zone,) = read(principal).timezones
    rules = zone.to_tz(lookup_tzid=False)

    before = datetime(on.year, on.month, on.day, 0, 30, tzinfo=rules)
    after = datetime(on.year, on.month, on.day, 12, tzinfo=rules)
    assert {before.utcoffset(), after.utcoffset()} == {
        timedelta(hours=-5),
        timedelta(hours=-6),
    }


def test_a_later_time_keeps_the_uid_and_raises_the_sequence(
    read, principal, make_talk, settings
):
    talk = make_talk(now() + timedelta(days=5))
    (before,) = talks(read(principal))
    talk.starts_at += timedelta(days=1)
    talk.ends_at += timedelta(days=1)
    talk.version += 1
    talk.save()

    (after,) = talks(read(principal))

    assert before["uid"] == after["uid"] == f"{talk.pk}@{settings.MAIL_DOMAIN}"
    assert after["sequence"] == before["sequence"] + 1
    assert after["status"] == "CONFIRMED"


def test_a_cancelled_talk_stays_as_a_cancellation(read, principal, make_talk):
    talk = make_talk(now() + timedelta(days=5))
    (before,) = talks(read(principal))
    talk.status, talk.reason = Status.CANCELLED, "Weather"
    talk.cancelled_because, talk.version = "weather", talk.version + 1
    talk.save()

    (after,) = talks(read(principal))

    assert after["uid"] == before["uid"]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] == before["sequence"] + 1


def test_a_cancellation_leaves_after_thirty_days(read, principal, make_talk):
    talk = make_talk(now() + timedelta(days=90))
    talk.status, talk.reason = Status.CANCELLED, "Weather"
    talk.cancelled_because = "weather"
    talk.save()

    with time_machine.travel(now() + timedelta(days=31)):
        assert talks(read(principal)) == []


@pytest.fixture
def planned(school, principal, officer):
    """A game in five days, to which the officer meant to come three days ago."""
    starts = now() + timedelta(days=5)
    with time_machine.travel(now() - timedelta(days=3)):
        game = SchoolEventFactory(
            school=school,
            written_by=principal,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
        )
        plan_event(game, by=officer.user)
    return game


def test_a_school_event_that_is_called_off_stays_as_a_cancellation(
    read, planned, principal, officer
):
    (before,) = talks(read(officer.user))
    cancel_event(planned, by=principal)

    (after,) = talks(read(officer.user))

    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["summary"] == f"{planned.title}, High (cancelled)"
    with time_machine.travel(now() + timedelta(days=31)):
        assert talks(read(officer.user)) == []


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("on", "offset"), [(date(2026, 10, 31), -5), (date(2026, 11, 1), -6)]
)
def test_a_school_event_keeps_its_hour_when_the_clocks_change(
    on, offset, read, school, principal, officer
):
    """The clocks go back on the first of November, at two."""
    starts = datetime(on.year, on.month, on.day, 18, tzinfo=CHICAGO)
    game = SchoolEventFactory(
        school=school,
        written_by=principal,
        starts_at=starts.astimezone(UTC),
        ends_at=(starts + timedelta(hours=2)).astimezone(UTC),
    )
    plan_event(game, by=officer.user)

    (event,) = talks(read(officer.user))

    assert (event.start.hour, event.end.hour) == (18, 20)
    assert event.start.utcoffset() == timedelta(hours=offset)


@time_machine.travel(TODAY, tick=False)
def test_a_whole_day_on_which_the_clocks_change_is_one_day(
    read, school, principal, officer
):
    fair = SchoolEventFactory(
        school=school,
        written_by=principal,
        is_whole_days=True,
        starts_at=datetime(2026, 11, 1, tzinfo=CHICAGO).astimezone(UTC),
        ends_at=datetime(2026, 11, 2, tzinfo=CHICAGO).astimezone(UTC),
    )
    plan_event(fair, by=officer.user)

    (event,) = talks(read(officer.user))

    assert (event.start, event.end) == (date(2026, 11, 1), date(2026, 11, 2))


def test_a_school_event_says_when_it_or_its_officer_last_changed(
    read, planned, officer
):
    """By that a program knows whether to read it again."""
    (event,) = talks(read(officer.user))

    assert event["last-modified"].dt > now() - timedelta(hours=1)


def test_a_request_is_tentative(read, principal, make_talk):
    make_talk(
        now() + timedelta(days=5), status=Status.REQUESTED, officer_signed_by=None
    )

    (event,) = talks(read(principal))

    assert event["status"] == "TENTATIVE"


def test_only_the_window_is_given(read, principal, make_talk):
    make_talk(now() - timedelta(days=32))
    make_talk(now() + timedelta(days=367))
    inside = make_talk(now() + timedelta(days=300))

    assert [str(event["uid"])[:36] for event in talks(read(principal))] == [
        str(inside.pk)
    ]


def test_a_full_calendar_keeps_what_comes(read, principal, make_talk, monkeypatch):
    monkeypatch.setattr(feeds_of_overview, "MOST", 3)
    for days in (-3, -2, -1, 5, 6):
        make_talk(now() + timedelta(days=days))

    events = talks(read(principal))

    assert [round((event.start - now()) / timedelta(days=1)) for event in events] == [
        -1,
        5,
        6,
    ]


def test_a_feed_asks_only_about_the_talks_that_it_shows(
    client, principal, make_talk, monkeypatch
):
    """Who reaches a whole state has a million more of them."""
    monkeypatch.setattr(feeds_of_overview, "MOST", 1)
    hidden = make_talk(now() + timedelta(days=5))
    shown = make_talk(now() + timedelta(days=1))
    address = address_of(feeds.make_address(principal))

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    (history,) = [q["sql"] for q in asked if "pgh_created_at" in q["sql"]]
    assert shown.pk.hex in history
    assert hidden.pk.hex not in history


@time_machine.travel(TODAY, tick=False)
def test_each_district_has_its_own_clock(read, principal, make_talk, district):
    district.time_zone = "America/New_York"
    district.save()
    starts_at = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("America/New_York"))
    make_talk(starts_at.astimezone(UTC))

    calendar = read(principal)

    (event,) = talks(calendar)
    assert event.start.replace(tzinfo=None) == datetime(2026, 11, 2, 9)
    assert event.start.utcoffset() == timedelta(hours=-5)
    assert event["dtstart"].params["TZID"] == "America/New_York"
    assert calendar["x-wr-timezone"] == "America/New_York"
    assert [zone.tz_name for zone in calendar.timezones] == ["America/New_York"]


def test_long_lines_fold_and_signs_are_escaped(client, principal, make_talk):
    title = "Rights; duties, and \\ back-slash: " + "ü" * 60
    make_talk(now() + timedelta(days=5), topic=TopicFactory(title=title))

    response = client.get(address_of(feeds.make_address(principal)))

    assert max(map(len, response.content.split(b"\r\n"))) <= 75
    assert rb"Rights\; duties\, and \\ back-slash" in response.content
    (event,) = talks(Calendar.from_ical(response.content))
    assert event["summary"] == f"{title}, High"


def test_nothing_about_a_class_is_in_the_feed(client, principal, make_talk):
    talk = make_talk(now() + timedelta(days=5))

    text = client.get(address_of(feeds.make_address(principal))).content.decode()

    unfolded = text.replace("\r\n ", "")
    assert talk.wishes not in unfolded
    assert talk.class_name not in unfolded
    assert talk.staff_present not in unfolded


@pytest.mark.parametrize("who", ["principal", "commander"])
def test_closed_days_and_absences_are_free_time(
    read, request, officer, school, district, who
):
    """Why an officer is away never leaves the house, whoever reads the feed."""
    on = now().date() + timedelta(days=3)
    SchoolDay.objects.create(district=district, on=on, kind="closed", label="Snow day")
    Absence.objects.create(
        officer=officer,
        reason=Absence.Reason.SICK,
        starts_at=now(),
        ends_at=now() + timedelta(hours=5),
        recorded_by=officer.user,
    )

    events = read(request.getfixturevalue(who)).walk("VEVENT")

    assert {event["summary"]: event["transp"] for event in events} == {
        f"{officer}: away": "TRANSPARENT",
        "Snow day (closed), Calloway County Schools": "TRANSPARENT",
    }
    (day,) = [event for event in events if "Snow" in event["summary"]]
    assert (day.start, day.end) == (on, on + timedelta(days=1))


def test_programs_learn_name_zone_and_when_to_come_again(read, principal):
    calendar = read(principal)

    assert calendar["x-wr-calname"] == "SRO Program"
    assert calendar["x-wr-timezone"] == "America/Chicago"
    assert calendar["x-published-ttl"] == "PT1H"
    assert calendar["refresh-interval"].dt == timedelta(hours=1)


def test_an_unchanged_feed_is_not_sent_again(client, principal, make_talk):
    make_talk(now() + timedelta(days=5))
    address = address_of(feeds.make_address(principal))
    first = client.get(address)

    second = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Last-Modified"]
    assert (second.status_code, second.content) == (304, b"")
    make_talk(now() + timedelta(days=6))
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).content


def test_a_stranger_reads_nothing_of_this_school(read, stranger, make_talk):
    make_talk(now() + timedelta(days=5))

    assert talks(read(stranger)) == []


def test_an_unknown_address_does_not_exist(client, db):
    assert client.get(address_of("x" * 43)).status_code == 404


def test_a_new_address_ends_the_old_one(client, principal):
    old = feeds.make_address(principal)
    new = feeds.make_address(principal)

    assert client.get(address_of(old)).status_code == 404
    assert client.get(address_of(new)).status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"locked_at": now()}])
def test_who_may_not_sign_in_has_no_feed(change, client, principal):
    secret = feeds.make_address(principal)
    type(principal).objects.filter(pk=principal.pk).update(**change)

    assert client.get(address_of(secret)).status_code == 404


def test_the_secret_is_kept_nowhere(principal):
    secret = feeds.make_address(principal)

    (feed,) = CalendarFeed.objects.all()
    assert secret not in str(vars(feed))


def test_the_address_is_shown_once(sign_in, principal):
    client = sign_in(principal)

    shown = client.post("/calendar/subscribe/").content.decode()
    again = client.get("/calendar/subscribe/").content.decode()

    assert "http://testserver/calendar/feed/" in shown
    assert "webcal://testserver/calendar/feed/" in shown
    assert "/calendar/feed/" not in again
    assert "You have an address" in again


def test_an_address_is_ended(sign_in, client, principal):
    secret = feeds.make_address(principal)

    response = sign_in(principal).post("/calendar/unsubscribe/")

    assert response.status_code == 302
    assert client.get(address_of(secret)).status_code == 404
