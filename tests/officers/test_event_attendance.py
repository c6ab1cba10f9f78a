"""School events that an officer attends: one tap, its line, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse

from officers.actions import event_line as actions
from officers.actions.lines import refuse_misfit
from officers.models import ActivityEntry, EventAttendance
from schools.actions import events
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.notifications.models import Notification
from tests.conftest import make_officer
from tests.factories.schools import CampusFactory, SchoolEventFactory, SchoolFactory
from tests.schools.drilling import NOW, people_of
from tests.schools.pages import text
from tests.threads import as_, together

YESTERDAY = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
"""Half past six in the evening of Sunday, at the school."""
TWO_HOURS = timedelta(hours=2)


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(school, officer):
    with acting_as_clock():
        return people_of(school, officer)


@pytest.fixture
def hold(school, people):
    """An event of yesterday evening, or as it is told."""

    def held(**said):
        starts = said.pop("starts_at", YESTERDAY)
        with acting_as_clock():
            return SchoolEventFactory(
                **{
                    "school": school,
                    "title": "Football vs. Mayfield",
                    "kind": "ball_game",
                    "place_text": "Stadium",
                    "written_by": people["principal"],
                    "starts_at": starts,
                    "ends_at": starts + TWO_HOURS,
                    **said,
                }
            )

    return held


def line():
    with acting_as_clock():
        return ActivityEntry.objects.standing().get()


def lines():
    return ActivityEntry.objects.standing().count()


def url(name, *args):
    return reverse(f"officers:{name}", args=args)


# ---- Verbs ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_was_there_has_it_in_the_log(officer, hold):
    with acting_as(officer.user):
        attendance = actions.attend_event(hold(), by=officer.user)

    entry = line()
    assert (entry.type, entry.function, entry.minutes, str(entry.on)) == (
        "special_event",
        "school_activity",
        120,
        "2026-11-29",
    )
    assert (entry.place, entry.started_at) == (
        "Football vs. Mayfield, Stadium",
        YESTERDAY,
    )
    assert (entry.source_kind, entry.source_id) == ("event", attendance.pk)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("club", "club"), ("meeting", "meeting"), ("parents", "special_event")],
)
def test_the_line_is_of_the_kind_of_the_event(kind, type_, officer, hold):
    actions.attend_event(hold(kind=kind), by=officer.user)

    assert line().type == type_


def test_whole_days_count_as_an_hour_of_the_latest_day(officer, hold):
    starts = datetime(2026, 11, 28, 6, tzinfo=UTC)
    event = hold(
        starts_at=starts, ends_at=starts + timedelta(days=9), is_whole_days=True
    )

    attendance = actions.attend_event(event, by=officer.user)
    actions.change_attendance(attendance, by=officer.user, minutes=90)

    assert (line().minutes, str(line().on), line().started_at) == (
        90,
        "2026-11-30",
        None,
    )


@pytest.mark.django_db(transaction=True)
def test_tapped_on_two_phones_it_is_once(officer, hold):
    event = hold()
    jobs = [as_(officer.user, actions.attend_event, event) for _ in range(2)]

    assert together(jobs) == [None, None]
    assert line().source_id
    with acting_as_clock():
        assert EventAttendance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_leave_the_day_its_hours(officer, hold, monkeypatch):
    def slowly(entry):
        refuse_misfit(entry)
        sleep(0.5)

    with acting_as(officer.user):
        both = [
            actions.attend_event(hold(kind=kind), by=officer.user, minutes=700)
            for kind in ("club", "meeting")
        ]
    jobs = [
        as_(officer.user, actions.change_attendance, one, minutes=740) for one in both
    ]

    monkeypatch.setattr(actions, "refuse_misfit", slowly)
    told = together(jobs)

    assert sorted(map(bool, told)) == [False, True]
    with acting_as_clock():
        assert sum(one.minutes for one in ActivityEntry.objects.all()) == 1440


def test_it_is_taken_back_and_attended_again(officer, hold):
    event = hold()
    attendance = actions.attend_event(event, by=officer.user)

    actions.take_back_attendance(attendance, by=officer.user)
    assert lines() == 0
    with pytest.raises(WrongState):
        actions.change_attendance(attendance, by=officer.user, minutes=5)
    actions.attend_event(event, by=officer.user, minutes=45)

    assert line().minutes == 45


def test_what_has_not_begun_is_only_planned(officer, hold):
    event = hold(starts_at=YESTERDAY + timedelta(days=3))

    with pytest.raises(RuleBroken, match="not begun"):
        actions.attend_event(event, by=officer.user)
    for _ in range(2):
        attendance = actions.plan_event(event, by=officer.user)

    assert (attendance.status, lines()) == ("planned", 0)
    with pytest.raises(RuleBroken, match="is over"):
        actions.plan_event(hold(), by=officer.user)


def test_what_was_called_off_is_not_attended(officer, hold):
    with pytest.raises(WrongState, match="called off"):
        actions.attend_event(hold(status="cancelled"), by=officer.user)


def test_after_two_months_it_is_too_late(officer, hold):
    event = hold(starts_at=YESTERDAY - timedelta(days=70))

    with pytest.raises(RuleBroken, match="too long ago"):
        actions.attend_event(event, by=officer.user)
    assert not EventAttendance.objects.exists()


def test_a_day_holds_no_more_than_its_hours(officer, hold):
    actions.attend_event(hold(), by=officer.user, minutes=1400)
    other = actions.attend_event(hold(kind="club"), by=officer.user, minutes=30)

    with pytest.raises(RuleBroken, match="the day would have"):
        actions.change_attendance(other, by=officer.user, minutes=50)
    assert sorted(line.minutes for line in ActivityEntry.objects.all()) == [30, 1400]


def test_who_was_not_assigned_that_day_says_why(officer, hold):
    officer.assignments.update(starts_on="2026-11-28")
    event = hold(starts_at=YESTERDAY - timedelta(days=5))

    with pytest.raises(RuleBroken, match="Say why you were there"):
        actions.attend_event(event, by=officer.user)
    actions.attend_event(event, by=officer.user, elsewhere_because="Helped Ellis")

    assert line().elsewhere_because == "Helped Ellis"


def test_what_was_planned_takes_as_long_as_the_event_in_the_end(officer, people, hold):
    event = hold(starts_at=YESTERDAY + timedelta(days=1))
    with time_machine.travel(YESTERDAY):
        actions.plan_event(event, by=officer.user)
        longer = event.ends_at + TWO_HOURS
        events.change_event(
            event, by=people["principal"], **said(event, ends_at=longer)
        )

    with time_machine.travel(longer):
        assert actions.attend_event(event, by=officer.user).minutes == 240


def test_a_dance_until_after_midnight_is_one_of_its_evening(officer, hold):
    event = hold(ends_at=YESTERDAY + timedelta(hours=8))

    actions.attend_event(event, by=officer.user)

    assert (str(line().on), line().started_at) == ("2026-11-29", YESTERDAY)


def test_an_officer_of_another_campus_is_refused(agency, school, hold):
    campus = CampusFactory(district=school.district)
    SchoolFactory(campus=campus, district=school.district)
    other = make_officer(agency, campus, "Olga Other").user

    with pytest.raises(NotAllowed, match="do not serve this school"):
        actions.attend_event(hold(), by=other)


@pytest.mark.parametrize("role", ["principal", "commander", "teacher"])
def test_nobody_else_attends(role, people, hold):
    event = hold()
    for verb in (actions.attend_event, actions.plan_event):
        with pytest.raises(NotAllowed):
            verb(event, by=people[role])


def test_one_changes_only_ones_own(officer, people, hold):
    attendance = actions.attend_event(hold(), by=officer.user)

    with pytest.raises(NotAllowed):
        actions.take_back_attendance(attendance, by=people["commander"])


# ---- The event changes ------------------------------------------------------


def said(event, **changes):
    names = ("title", "kind", "starts_at", "ends_at", "is_whole_days", "place")
    return {name: getattr(event, name) for name in (*names, "place_text")} | changes


@pytest.mark.django_db(transaction=True)
def test_the_line_follows_what_the_school_says(officer, people, hold):
    event, principal = hold(), people["principal"]
    with acting_as(officer.user):
        actions.attend_event(event, by=officer.user, minutes=90)
    moved = {"starts_at": YESTERDAY - TWO_HOURS, "ends_at": YESTERDAY}
    with acting_as(principal):
        events.change_event(
            event, by=principal, **said(event, title="Football at Murray", **moved)
        )

    assert (line().place, line().started_at, line().minutes) == (
        "Football at Murray, Stadium",
        YESTERDAY - TWO_HOURS,
        90,
    )


def test_the_line_stays_on_the_day_on_which_the_officer_was_there(
    officer, people, hold
):
    starts = datetime(2026, 11, 30, 6, tzinfo=UTC)
    event = hold(
        starts_at=starts, ends_at=starts + timedelta(days=5), is_whole_days=True
    )
    actions.attend_event(event, by=officer.user)

    with time_machine.travel(starts + timedelta(days=3)):
        events.name_kind(event, by=people["principal"], kind="trip")

    assert str(line().on) == "2026-11-30"


def test_moved_ahead_it_is_one_to_come_to(officer, people, hold):
    event = hold()
    attendance = actions.attend_event(event, by=officer.user)
    ahead = {
        "starts_at": YESTERDAY + timedelta(days=7),
        "ends_at": YESTERDAY + timedelta(days=7, hours=2),
    }

    events.change_event(event, by=people["principal"], **said(event, **ahead))

    attendance.refresh_from_db()
    assert (attendance.status, lines()) == ("planned", 0)


def test_called_off_before_its_end_nobody_was_there(officer, people, hold):
    event = hold(starts_at=datetime(2026, 11, 30, 14, tzinfo=UTC))
    attendance = actions.attend_event(event, by=officer.user)

    events.cancel_event(event, by=people["principal"])

    attendance.refresh_from_db()
    assert (attendance.status, lines()) == ("not", 0)


def test_called_off_when_it_is_over_the_officer_was_there(officer, people, hold):
    event = hold()
    actions.attend_event(event, by=officer.user)

    events.cancel_event(event, by=people["principal"])

    assert lines() == 1


def test_who_meant_to_come_sees_it_called_off(officer, people, hold):
    event = hold(starts_at=YESTERDAY + timedelta(days=3))
    attendance = actions.plan_event(event, by=officer.user)

    events.name_kind(event, by=people["principal"], kind="club")
    attendance.refresh_from_db()
    assert attendance.status == "planned"
    events.cancel_event(event, by=people["principal"])

    attendance.refresh_from_db()
    assert attendance.status == "not"
    (note,) = Notification.objects.all()
    assert note.recipient == officer.user
    assert "Called off" in str(note.context)


def test_who_called_it_off_is_not_told(officer, hold):
    event = hold(starts_at=YESTERDAY + timedelta(days=3))
    actions.plan_event(event, by=officer.user)

    events.cancel_event(event, by=officer.user)

    assert not Notification.objects.exists()


# ---- Walls ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_second_wall_keeps_it_ones_own(officer, people, hold, stranger):
    event = hold()
    with acting_as(officer.user):
        actions.attend_event(event, by=officer.user)
    readers = ["commander", "office", "principal"]
    for role, user in people.items():
        if role == "officer":
            continue
        with acting_as(user):
            seen = EventAttendance.objects.count()
            assert seen == EventAttendance.objects.visible_to(user).count()
            assert seen == int(role in readers)
            assert EventAttendance.objects.update(minutes=5) == 0
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            acting_as(user),
        ):
            EventAttendance.objects.create(
                event=event, school=event.school, officer=officer, minutes=9
            )
    with acting_as(stranger):
        assert not EventAttendance.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_of_the_unit_writes_anothers_visit_into_the_log(officer, people, hold):
    event = hold()
    with acting_as(officer.user):
        actions.attend_event(event, by=officer.user)
    with acting_as_clock():
        colleague = make_officer(
            officer.police_agency, event.school.campus, "Cora Colleague"
        )
        forged = {
            name: getattr(line(), name)
            for name in ("officer_id", "school_id", "on", "function", "type", "minutes")
        }
    for user in (colleague.user, people["commander"], people["office"]):
        with acting_as(user):
            assert ActivityEntry.objects.count() == 1
            assert ActivityEntry.objects.update(minutes=5) == 0
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            acting_as(user),
        ):
            ActivityEntry.objects.create(
                source_kind="event", source_id=event.pk, **forged
            )


@pytest.mark.django_db(transaction=True)
def test_whose_relief_has_ended_still_mends_what_they_logged(officer, hold, sign_in):
    event = hold(starts_at=YESTERDAY - timedelta(days=3))
    with acting_as(officer.user):
        attendance = actions.attend_event(event, by=officer.user)
    with acting_as_clock():
        officer.assignments.update(ends_on="2026-11-28")
    client = sign_in(officer.user)
    address = url("attendance", attendance.pk)
    assert client.get(event.get_absolute_url()).status_code in {403, 404}

    assert address in text(client.get(url("log"), {"on": "2026-11-26"}))
    assert "My log" in text(client.get(address))
    after = client.post(address, {"minutes": "75", "version": 2}, follow=True)
    assert after.status_code == 200
    assert line().minutes == 75
    taken = url("take_back_attendance", attendance.pk)
    assert client.post(taken, {"version": 3}, follow=True).status_code == 200

    with acting_as_clock():
        assert lines() == 0


# ---- Pages ------------------------------------------------------------------


def test_one_tap_on_the_list_logs_it(officer, hold, sign_in):
    event = hold()
    client = sign_in(officer.user)
    listed = text(client.get(reverse("schools:events"), {"when": "past"}))
    assert f'action="{url("attend_event", event.pk)}"' in listed

    page = client.post(url("attend_event", event.pk), {"version": 1}, follow=True)

    assert "Logged: Football vs. Mayfield, 120 min." in text(page)
    assert "You were there, 120 min" in text(page)
    day = text(client.get(url("log"), {"on": "2026-11-29"}))
    assert url("attendance", EventAttendance.objects.get().pk) in day
    assert "Correct<span" not in day


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2026-11-30T06:00Z", "2026-12-01T06:00Z", "All day · "),
        ("2026-11-28T06:00Z", "2026-12-05T06:00Z", "All day · "),
        ("2026-11-30T04:00Z", "2026-11-30T18:00Z", "until 12:00 PM · "),
        ("2026-12-01T02:00Z", "2026-12-01T08:00Z", "from 8:00 PM · "),
        ("2026-12-01T02:00Z", "2026-12-01T06:00Z", "8:00 PM – midnight · "),
    ],
)
def test_the_home_page_says_what_of_it_is_today(
    starts, ends, words, officer, hold, sign_in
):
    hold(starts_at=datetime.fromisoformat(starts), ends_at=datetime.fromisoformat(ends))

    assert words in text(sign_in(officer.user).get("/"))


def test_where_a_reason_is_needed_the_form_asks_for_it(officer, hold, sign_in):
    officer.assignments.update(starts_on="2026-11-28")
    event = hold(starts_at=YESTERDAY - timedelta(days=5))
    client = sign_in(officer.user)

    asked = client.post(url("attend_event", event.pk))

    assert asked.status_code == 422
    assert "Say why you were there" in text(asked)
    client.post(url("attend_event", event.pk), {"elsewhere_because": "Helped out"})
    assert line().elsewhere_because == "Helped out"


def test_minutes_are_corrected_and_it_is_taken_back(officer, hold, sign_in):
    attendance = actions.attend_event(hold(), by=officer.user)
    client = sign_in(officer.user)
    address = url("attendance", attendance.pk)

    wrong = client.post(address, {"minutes": "0", "version": 2})
    assert wrong.status_code == 422
    client.post(address, {"minutes": "75", "version": 2})
    assert line().minutes == 75
    client.post(url("take_back_attendance", attendance.pk), {"version": 3})

    assert lines() == 0
    assert "You were not there" in text(client.get(address))


def test_who_does_not_reach_the_school_finds_no_event(other_officer, hold, sign_in):
    client = sign_in(other_officer.user)

    assert client.post(url("attend_event", hold().pk)).status_code == 404


def test_not_visited_names_series_and_kinds_and_what_comes(
    officer, people, hold, sign_in
):
    hold(kind="club", title="Chess club")
    coming = hold(
        kind="club", title="Chess club", starts_at=YESTERDAY + timedelta(days=7)
    )
    actions.attend_event(hold(), by=officer.user)

    for user in (officer.user, people["principal"], people["commander"]):
        page = text(sign_in(user).get(url("unvisited")))
        assert "Chess club" in page
        assert "was 1 time ·" in page
        assert "Nothing of these kinds yet: Club." in page
        assert "Football" not in page
        assert officer.user.name not in page.split("<main")[1]
    page = text(sign_in(officer.user).get(url("unvisited")))
    assert url("plan_event", coming.pk) in page
    actions.attend_event(hold(kind="club", title="Chess club"), by=officer.user)
    page = text(sign_in(officer.user).get(url("unvisited")))
    assert "Each of its clubs and teams has been visited." in page


def test_not_visited_asks_as_many_queries_for_many(officer, hold, sign_in, queries_of):
    hold(title="Chess club", starts_at=YESTERDAY + timedelta(days=7))
    client = sign_in(officer.user)
    few = queries_of(client, url("unvisited"))
    for n in range(3):
        hold(title=f"Club {n}x", starts_at=YESTERDAY + timedelta(days=7))

    assert queries_of(client, url("unvisited")) == few <= 9
