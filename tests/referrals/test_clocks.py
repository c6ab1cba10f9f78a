"""Nothing waits unseen: on school days and hours, each reminder once, never upwards."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from referrals import actions, tasks
from referrals.clocks import SchoolTime
from referrals.models import Clock, MandatoryReport
from schools.models import SchoolDay
from sro_program.audit.models import AuditEvent
from sro_program.celery import app
from sro_program.notifications.models import Notification
from sro_program.settings.schedule import BEAT
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    SchoolDayFactory,
    SchoolYearFactory,
)
from tests.referrals.conftest import REPORTED

ZONE = ZoneInfo("America/Chicago")
FRIDAY_EVENING = datetime(2026, 10, 9, 19, 0, tzinfo=ZONE)
MONDAY_MORNING = datetime(2026, 10, 12, 9, 0, tzinfo=ZONE)


def local(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def school_time(school):
    """School from 8:00 to 3:10 on the weekdays of a year."""
    SchoolYearFactory(
        district=school.district,
        starts_on=datetime(2026, 8, 12).date(),
        ends_on=datetime(2027, 5, 21).date(),
    )
    bells = BellScheduleFactory(school=school, is_default=True)
    PeriodFactory(bell_schedule=bells, starts_at=time(8), ends_at=time(8, 55))
    PeriodFactory(bell_schedule=bells, starts_at=time(14, 15), ends_at=time(15, 10))
    return school


def closed(school, *days):
    for day in days:
        SchoolDayFactory(
            district=school.district,
            school=None,
            on=datetime(2026, 10, day).date(),
            kind=SchoolDay.Kind.CLOSED,
        )


@pytest.mark.parametrize(
    ("sent", "urgency", "due"),
    [
        (FRIDAY_EVENING, "three_days", local(10, 14, 15, 10)),
        (local(10, 9, 10), "three_days", local(10, 14, 15, 10)),
        (local(10, 10, 12), "three_days", local(10, 14, 15, 10)),
        (MONDAY_MORNING, "three_days", local(10, 15, 15, 10)),
        (MONDAY_MORNING, "two_weeks", local(10, 26, 15, 10)),
        (MONDAY_MORNING, "today", local(10, 12, 15, 10)),
        (local(10, 12, 6), "today", local(10, 12, 15, 10)),
        (local(10, 12, 14, 30), "today", local(10, 13, 10)),
        (FRIDAY_EVENING, "today", local(10, 12, 10)),
        (MONDAY_MORNING, "information", None),
    ],
)
def test_an_answer_is_due_in_school_days(school_time, sent, urgency, due):
    assert SchoolTime.of(school_time, sent).answer_by(urgency, sent) == due


@pytest.mark.parametrize(
    ("sent", "urgency", "due"),
    [
        (FRIDAY_EVENING, "three_days", local(10, 12, 15, 10)),
        (MONDAY_MORNING, "information", local(10, 13, 15, 10)),
        (MONDAY_MORNING, "today", local(10, 12, 10)),
        (local(10, 12, 6, 30), "today", local(10, 12, 9)),
        (local(10, 12, 15), "today", local(10, 13, 9)),
    ],
)
def test_it_is_looked_at_within_a_school_day_or_hour(school_time, sent, urgency, due):
    assert SchoolTime.of(school_time, sent).receive_by(urgency, sent) == due


def test_a_fall_break_does_not_count(school_time):
    closed(school_time, 12, 13)

    due = SchoolTime.of(school_time, FRIDAY_EVENING)

    assert due.answer_by("three_days", FRIDAY_EVENING) == local(10, 16, 15, 10)


def test_where_no_school_year_is_known_weekdays_count(school):
    due = SchoolTime.of(school, FRIDAY_EVENING)

    assert due.answer_by("three_days", FRIDAY_EVENING) == local(10, 14, 15)


@pytest.fixture
def sent(school_time, time_machine, refer):
    """Sent on Monday morning at nine, to be answered within three days."""
    time_machine.move_to(MONDAY_MORNING)
    return refer()


def told():
    """Who was told what, in order."""
    rows = Notification.objects.order_by("created_at", "recipient__name")
    return [(row.recipient.name, row.summary.split(" at ")[0]) for row in rows]


def news(since):
    return told()[since:]


def test_first_its_receiver_is_reminded_then_the_school(
    sent, counselor, colleague, principal, commander, time_machine
):
    before = len(told())
    time_machine.move_to(local(10, 13, 15, 5))
    tasks.remind()
    assert news(before) == []

    time_machine.move_to(local(10, 13, 15, 20))
    tasks.remind()
    assert news(before) == [("Chris Counselor", "A referral still waits for you")]

    time_machine.move_to(local(10, 14, 15, 20))
    tasks.remind()
    assert news(before + 1) == [
        ("Cora Colleague", "A colleague’s referral waits"),
        ("Paula Principal", "A referral waits for an answer"),
    ]
    assert not Notification.objects.filter(recipient=commander).exists()


def test_the_school_learns_nothing_of_what_it_says(sent, principal, time_machine):
    time_machine.move_to(local(10, 14, 15, 20))
    tasks.remind()

    note = Notification.objects.get(recipient=principal)
    assert note.url == ""
    assert "token" not in str(note.context)
    assert "grief" not in str(note.context).lower()


def test_after_two_days_without_a_clock_each_is_reminded_once(
    sent, counselor, principal, time_machine
):
    before = len(told())
    time_machine.move_to(local(10, 19, 9))
    tasks.remind()
    tasks.remind()

    assert news(before) == [
        ("Chris Counselor", "A referral still waits for you"),
        ("Paula Principal", "A referral waits for an answer"),
    ]
    reminded = AuditEvent.objects.filter(verb="remind")
    assert sorted(row.detail["rung"] for row in reminded) == ["receiver", "school"]


def test_what_was_received_is_reminded_of_when_its_answer_is_due(
    sent, counselor, time_machine
):
    actions.receive(sent, by=counselor)
    before = len(told())
    time_machine.move_to(local(10, 15, 9))
    tasks.remind()
    assert news(before) == []

    time_machine.move_to(local(10, 15, 15, 20))
    tasks.remind()
    assert news(before) == [("Chris Counselor", "A referral still waits for you")]


@pytest.mark.parametrize("answer", ["accept", "revoke"])
def test_what_is_answered_or_taken_back_is_reminded_of_no_more(
    sent, counselor, officer, time_machine, answer
):
    if answer == "accept":
        actions.accept(sent, by=counselor)
    else:
        actions.revoke(sent, by=officer.user, reason="Moved.")
    before = len(told())
    time_machine.move_to(local(10, 30, 9))

    tasks.remind()

    assert news(before) == []


def test_a_snow_day_gives_the_receiver_a_day_more(sent, school, time_machine):
    closed(school, 13)
    before = len(told())
    time_machine.move_to(local(10, 13, 15, 20))
    tasks.remind()
    assert news(before) == []

    time_machine.move_to(local(10, 14, 15, 20))
    tasks.remind()
    assert news(before) == [("Chris Counselor", "A referral still waits for you")]


def test_an_agency_is_reminded_by_mail_with_a_new_chance(
    school_time, time_machine, refer, helper, officer, principal
):
    time_machine.move_to(MONDAY_MORNING)
    refer(to=helper)
    time_machine.move_to(local(10, 14, 15, 20))

    tasks.remind()

    mails = Notification.objects.filter(mail_to=helper.email)
    assert [m.summary.split(" waits")[0] for m in mails.order_by("created_at")] == [
        "A referral from Calloway County High School",
        "A referral from Calloway County High School still",
    ]
    assert Notification.objects.filter(recipient=principal).count() == 1


def test_a_half_done_report_is_nagged_about_once_a_day(referral, officer, time_machine):
    start = datetime(2026, 10, 12, 15, 0, tzinfo=UTC)
    time_machine.move_to(start)
    report = actions.begin_report(
        by=officer.user,
        school=referral.school,
        concern=referral.concern,
        record_id=referral.pk,
        known_at=start,
    )
    nagged = Notification.objects.filter(template="report_unfinished")
    tasks.nag()
    assert nagged.count() == 0
    for hours, count in [(2, 1), (3, 1), (12, 1), (24, 2)]:
        time_machine.move_to(start + timedelta(hours=hours))
        tasks.nag()
        tasks.nag()
        assert nagged.count() == count
    assert not actions.nag(report)

    actions.change_report(report, by=officer.user, **REPORTED)
    time_machine.move_to(start + timedelta(days=3))
    tasks.nag()

    assert nagged.count() == 2
    assert not nagged.filter(needs_you=True).exists()


def test_a_written_report_that_is_asked_for_is_nagged_about_until_it_is_sent(
    referral, officer, time_machine
):
    actions.begin_report(
        by=officer.user,
        school=referral.school,
        concern=referral.concern,
        record_id=referral.pk,
        known_at=REPORTED["reported_at"],
        written_asked=True,
        **REPORTED,
    )

    report = MandatoryReport.objects.get()
    assert report.written_due_at == REPORTED["reported_at"] + timedelta(hours=48)
    assert report in MandatoryReport.objects.unfinished()
    actions.change_report(
        report, by=officer.user, written_sent_at=REPORTED["reported_at"]
    )
    assert not MandatoryReport.objects.unfinished().exists()


@pytest.mark.parametrize(
    "beat",
    [
        "referrals: nobody has looked, or answered",
        "referrals: reports that are not finished",
    ],
)
def test_the_beats_call_tasks_that_there_are(beat):
    assert BEAT[beat]["task"] in app.tasks


def test_the_clocks_are_four_and_two_for_information(refer):
    refer()
    refer(urgency="information")

    assert Clock.objects.count() == 6
