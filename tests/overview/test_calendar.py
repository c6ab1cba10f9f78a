"""One calendar over everything with a date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from officers.actions.event_line import plan_event
from officers.models import Absence
from presentations.models import AdviceSlot
from presentations.states import Status
from schools.models import BellSchedule, Period, SchoolDay, SchoolYear
from sro_program.overview.calendar import items
from sro_program.overview.calendar_item import Wanted
from sro_program.overview.grid import Day, by_day, timetable
from tests.conftest import make_member
from tests.factories.presentations import BookedFactory
from tests.factories.schools import SchoolEventFactory

CHICAGO = ZoneInfo("America/Chicago")
ON = date(2027, 2, 10)


def at(hour, minute=0, on=ON):
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=CHICAGO)


@pytest.fixture
def held(school, teacher, principal, officer):
    return BookedFactory(
        school=school,
        requested_by=teacher,
        officer=officer,
        school_signed_by=principal,
        starts_at=at(9),
        ends_at=at(9, 45),
    )


@pytest.fixture
def away(officer):
    return Absence.objects.create(
        officer=officer,
        reason=Absence.Reason.SICK,
        starts_at=at(8),
        ends_at=at(16, on=ON + timedelta(days=1)),
        note="absence-note-token",
        recorded_by=officer.user,
    )


@pytest.fixture
def closed(district):
    return SchoolDay.objects.create(
        district=district, on=ON, kind=SchoolDay.Kind.CLOSED, label="Snow day"
    )


@pytest.mark.parametrize("view", ["month", "week", "day", "agenda"])
def test_each_view_shows_what_is_on_a_day(view, sign_in, principal, held, closed):
    url = f"/calendar/?view={view}&date=2027-02-10"

    page = sign_in(principal).get(url).content.decode()

    assert held.get_absolute_url() in page
    assert "Snow day" in page


def test_wings_bring_what_a_person_may_see(commander, held, away, closed):
    AdviceSlot.objects.create(
        presentation=held,
        school=held.school,
        officer=held.officer,
        starts_at=at(11),
        ends_at=at(11, 30),
    )

    found = items(commander, Wanted(ON, ON))

    kinds = [(item.kind, item.title) for item in found]
    assert kinds == [
        ("school_day", "Snow day"),
        ("absence", f"{held.officer}: sick"),
        ("presentation", str(held.topic)),
        ("advice", "Advice time kept"),
    ]


def test_a_school_reads_only_that_the_officer_is_away(principal, away):
    (item,) = items(principal, Wanted(ON, ON))

    assert item.title == f"{away.officer}: away"


def test_no_title_says_more_than_topic_and_school(principal, held):
    (item,) = items(principal, Wanted(ON, ON))

    shown = f"{item.title} {item.school} {item.note}"
    assert held.class_name not in shown
    assert held.wishes not in shown
    assert held.staff_present not in shown


def test_a_stranger_sees_nothing(sign_in, stranger, held, away, closed):
    assert items(stranger, Wanted(ON, ON)) == []
    url = "/calendar/?view=agenda&date=2027-02-10"
    assert str(held.topic) not in sign_in(stranger).get(url).content.decode()


def test_a_teacher_sees_only_own_requests(make_teacher, held):
    assert items(make_teacher(), Wanted(ON, ON)) == []


@pytest.fixture
def make_teacher(school):
    return lambda: make_member("teacher", school, "Another Teacher")


def test_to_which_events_an_officer_comes_is_read_by_whoever_reads_the_log(
    principal, counselor, school, officer
):
    """The first wall alone: here the clock acts."""
    game = SchoolEventFactory(
        school=school,
        written_by=principal,
        starts_at=at(18) + timedelta(days=365),
        ends_at=at(20) + timedelta(days=365),
    )
    plan_event(game, by=officer.user)
    on = game.first_day
    wanted = Wanted(on, on, officer=officer)

    assert [item.title for item in items(principal, wanted)] == [game.title]
    assert items(counselor, wanted) == []


def test_the_filter_narrows_to_school_and_officer(
    commander, school, officer, other_officer, held
):
    assert len(items(commander, Wanted(ON, ON, school=school))) == 1
    assert len(items(commander, Wanted(ON, ON, officer=officer))) == 1
    assert items(commander, Wanted(ON, ON, officer=other_officer)) == []


def test_a_foreign_school_in_the_address_is_left_out(
    sign_in, principal, other_school, held
):
    url = f"/calendar/?view=agenda&date=2027-02-10&school={other_school.pk}"

    response = sign_in(principal).get(url)

    assert response.status_code == 200
    page = response.content.decode()
    assert "Part of that address was not usable" in page
    assert str(held.topic) in page
    assert str(other_school) not in page


@pytest.mark.parametrize(
    "query",
    [
        "view=year",
        "date=yesterday",
        "date=0001-01-01",
        "date=9999-12-31&view=month",
        "date=2099-12-31&view=agenda",
        "school=x",
        "school=99999999999999999999999",
        "officer=-1",
        "view=&date=&school=&officer=",
    ],
)
def test_a_bad_address_gets_a_page_and_no_error(query, sign_in, principal):
    assert sign_in(principal).get(f"/calendar/?{query}").status_code == 200


def test_earlier_and_later_are_real_addresses(sign_in, principal):
    client = sign_in(principal)

    page = client.get("/calendar/?view=month&date=2027-01-31").content.decode()

    assert 'href="/calendar/?view=month&amp;date=2026-12-01"' in page
    assert 'href="/calendar/?view=month&amp;date=2027-02-01"' in page


def test_htmx_gets_the_days_alone(sign_in, principal, held):
    client = sign_in(principal)
    url = "/calendar/?view=month&date=2027-02-10"

    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    restored = client.get(
        url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()

    assert part.lstrip().startswith('<div id="shown">')
    assert str(held.topic) in part
    assert "<html" in restored


def test_a_full_day_leads_to_its_own_page(sign_in, principal, held):
    for hour in (10, 11, 12, 13):
        BookedFactory(
            school=held.school,
            requested_by=held.requested_by,
            officer=held.officer,
            starts_at=at(hour),
            ends_at=at(hour, 45),
        )

    url = "/calendar/?view=month&date=2027-02-10"
    page = sign_in(principal).get(url).content.decode()

    assert "2 more" in page


def test_what_is_called_off_is_struck(sign_in, principal, held):
    held.status, held.reason = Status.CANCELLED, "Weather"
    held.cancelled_because = "weather"
    held.save()

    url = "/calendar/?view=month&date=2027-02-10"
    page = sign_in(principal).get(url).content.decode()

    assert "entry-cancelled" in page
    assert ">Cancelled<" in page


def test_the_bell_of_a_school_orders_its_week(sign_in, principal, school, held):
    SchoolYear.objects.create(
        district=school.district,
        name="2026-2027",
        starts_on=date(2026, 8, 1),
        ends_on=date(2027, 5, 31),
    )
    schedule = BellSchedule.objects.create(
        school=school, name="Regular", is_default=True
    )
    for number, hour in enumerate((8, 9, 10), 1):
        Period.objects.create(
            bell_schedule=schedule,
            name=f"Period {number}",
            starts_at=f"{hour}:00",
            ends_at=f"{hour}:50",
        )

    url = f"/calendar/?view=week&date=2027-02-10&school={school.pk}"
    page = sign_in(principal).get(url).content.decode()

    assert "Period 2<small>9:00 – 9:50 AM</small>" in page


def test_an_absence_stands_on_each_day_that_it_touches(commander, away):
    last = ON + timedelta(days=1)

    found = by_day(items(commander, Wanted(ON, last)), ON, last)

    assert [len(found[on]) for on in (ON, last)] == [1, 1]


def test_a_timetable_shows_early_hours_only_when_something_is_there():
    empty = timetable([Day(ON, [], False)], [])

    assert [slot.label for slot in empty] == [
        *("8 AM", "9 AM", "10 AM", "11 AM", "12 PM", "1 PM", "2 PM", "3 PM")
    ]


def test_a_month_asks_as_many_queries_for_many_as_for_one(
    sign_in, queries_of, commander, held
):
    client = sign_in(commander)
    url = "/calendar/?view=month&date=2027-02-10"
    few = queries_of(client, url)
    for hour in (10, 11, 12):
        BookedFactory(
            school=held.school,
            requested_by=held.requested_by,
            officer=held.officer,
            starts_at=at(hour),
            ends_at=at(hour, 45),
        )

    assert queries_of(client, url) == few
    assert few <= 15  # eleven of the calendar; session, person, roles, messages


@pytest.mark.parametrize(
    ("view", "is_shown"),
    [("month", False), ("agenda", False), ("week", True), ("day", True)],
)
def test_who_reaches_a_whole_state_chooses_before_a_month_is_read(
    view, is_shown, sign_in, commander, held, closed, monkeypatch
):
    monkeypatch.setattr("sro_program.accounts.reached.MANY_SCHOOLS", 0)
    client, url = sign_in(commander), f"/calendar/?view={view}&date=2027-02-10"

    page = client.get(url).text
    chosen = client.get(f"{url}&school={held.school_id}").text

    assert (held.topic.title in page) == is_shown
    assert ("more talks than one page can show" in page) == (not is_shown)
    assert "Snow day" in page
    assert held.topic.title in chosen


def test_the_calendar_needs_a_person(client, db):
    response = client.get("/calendar/")

    assert response.status_code == 302
