"""Nothing waits unseen: on school days and hours, each reminder once, never upwards."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from referrals import actions, tasks
from referrals.clocks import SchoolTime
from referrals.models import Clock, MandatoryReport
from schools.models import SchoolDay
from sro_program.accounts.models import Membership, Role
from sro_program.audit.models import AuditEvent
from sro_program.celery import app
from sro_program.notifications.models import Notification
from sro_program.settings.schedule import BEAT
from tests.conftest import LONG_AGO, make_member
from tests.factories.schools import (
    BellScheduleFactory,
    PeriodFactory,
    SchoolDayFactory,
    SchoolYearFactory,
)
from tests.referrals.conftest import REPORTED, STATUTE

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


@pytest.mark.parametrize(
    ("friday", "wednesday_in_utc"),
    [
        (datetime(2026, 10, 31, 0, 30, tzinfo=UTC), (2026, 11, 4, 21, 10)),
        (datetime(2027, 3, 13, 1, 30, tzinfo=UTC), (2027, 3, 17, 20, 10)),
    ],
    ids=["back to winter time", "on to summer time"],
)
def test_the_last_bell_stays_the_last_bell_when_the_clocks_are_changed(
    school_time, friday, wednesday_in_utc
):
    due = SchoolTime.of(school_time, friday).answer_by("three_days", friday)

    assert due.astimezone(UTC) == datetime(*wednesday_in_utc, tzinfo=UTC)


def released(school, day, hour):
    SchoolDayFactory(
        district=school.district,
        school=None,
        on=datetime(2026, 10, day).date(),
        kind=SchoolDay.Kind.EARLY_RELEASE,
        early_release=time(hour),
    )


@pytest.mark.parametrize("has_bells", [True, False])
def test_an_early_release_ends_the_day(school_time, has_bells):
    released(school_time, 14, 12)
    if not has_bells:
        school_time.bell_schedules.all().delete()

    due = SchoolTime.of(school_time, FRIDAY_EVENING)

    ends = local(10, 14, 8, 55) if has_bells else local(10, 14, 12)
    assert due.answer_by("three_days", FRIDAY_EVENING) == ends


def test_without_bells_what_is_for_today_is_answered_before_the_release(school):
    SchoolYearFactory(
        district=school.district,
        starts_on=datetime(2026, 8, 12).date(),
        ends_on=datetime(2027, 5, 21).date(),
    )
    released(school, 12, 11)
    released(school, 13, 9)
    due = SchoolTime.of(school, MONDAY_MORNING)

    assert due.answer_by("today", MONDAY_MORNING) == local(10, 12, 11)
    assert due.receive_by("today", MONDAY_MORNING) == local(10, 12, 10)
    late = local(10, 12, 10, 30)
    assert due.answer_by("today", late) == local(10, 13, 9)
    assert due.receive_by("today", late) == local(10, 13, 9)


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


def test_a_snow_day_moves_the_day_that_is_shown_and_nobodys_version(
    sent, school, counselor, time_machine
):
    closed(school, 14)
    actions.receive(sent, by=counselor)
    sent.refresh_from_db()
    version = sent.version
    time_machine.move_to(local(10, 15, 15, 20))

    tasks.remind()

    sent.refresh_from_db()
    assert sent.due_at == local(10, 16, 15, 10)
    assert sent.version == version
    assert not sent.is_late
    time_machine.move_to(local(10, 16, 15, 20))
    before = len(told())
    tasks.remind()
    assert news(before) == [("Chris Counselor", "A referral still waits for you")]
    assert "Friday, October 16" in str(Notification.objects.last().context)


def test_a_day_that_is_taught_after_all_takes_no_time_away(sent, school, time_machine):
    closed(school, 14)
    time_machine.move_to(local(10, 13, 15, 20))
    tasks.remind()
    SchoolDay.objects.all().delete()
    time_machine.move_to(local(10, 15, 15, 20))

    tasks.remind()

    sent.refresh_from_db()
    assert sent.due_at == local(10, 16, 15, 10)


def test_after_a_hand_over_a_snow_day_counts_from_the_hand_over(
    sent, school, counselor, colleague, time_machine
):
    """Given on Wednesday: three days are Monday, and with Thursday lost Tuesday."""
    time_machine.move_to(local(10, 14, 11))
    actions.hand_over(sent, by=counselor, to=colleague)
    sent.refresh_from_db()
    assert sent.due_at == local(10, 19, 15, 10)
    actions.receive(sent, by=colleague)
    closed(school, 15)
    before = len(told())

    time_machine.move_to(local(10, 19, 15, 20))
    tasks.remind()

    sent.refresh_from_db()
    assert news(before) == []
    assert sent.due_at == local(10, 20, 15, 10)
    time_machine.move_to(local(10, 20, 15, 20))
    tasks.remind()
    assert news(before) == [("Cora Colleague", "A referral still waits for you")]


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
    note = Notification.objects.get(recipient=principal)
    assert "An agency has not answered what Owen Officer sent" in note.context["text"]
    assert "Lakeside" not in str(note.context) + note.summary
    assert note.url == ""


def who_was_told_that_it_waits():
    rows = Notification.objects.exclude(summary__contains="waits for you")
    return sorted(
        (row.recipient.name, row.summary.split(" at ")[0], row.url)
        for row in rows.exclude(summary__startswith="A referral from")
    )


def waited_long(time_machine):
    time_machine.move_to(local(10, 14, 15, 20))
    tasks.remind()
    tasks.remind()


def test_where_the_school_has_nobody_the_district_is_told_without_content(
    sent, district_user, commander, office, time_machine
):
    waited_long(time_machine)

    assert who_was_told_that_it_waits() == [("Dana District", "A referral waits", "")]
    note = Notification.objects.get(recipient=district_user)
    assert "token" not in str(note.context)
    assert "Chris" not in str(note.context)


def test_where_there_is_nobody_at_all_it_is_told_as_soon_as_there_is(
    sent, school, commander, office, time_machine
):
    waited_long(time_machine)
    assert who_was_told_that_it_waits() == []
    assert not AuditEvent.objects.filter(verb="remind", detail__rung="school").exists()

    principal = make_member(Role.PRINCIPAL, school, "Nora New")
    tasks.remind()
    tasks.remind()

    assert who_was_told_that_it_waits() == [
        (principal.name, "A referral waits for an answer", "")
    ]


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.OFFICE])
def test_a_principal_who_also_serves_in_the_sheriffs_office_is_not_told(
    sent, principal, agency, district_user, time_machine, role
):
    Membership.objects.create(
        user=principal, role=role, police_agency=agency, starts_on=LONG_AGO
    )

    waited_long(time_machine)

    assert who_was_told_that_it_waits() == [("Dana District", "A referral waits", "")]


def test_an_officer_who_also_stands_for_the_district_is_not_told(
    sent, officer, district, time_machine
):
    Membership.objects.create(
        user=officer.user, role=Role.DISTRICT, district=district, starts_on=LONG_AGO
    )

    waited_long(time_machine)

    assert who_was_told_that_it_waits() == []


def test_for_an_agency_where_nobody_leads_the_counselors_are_told_without_a_link(
    school_time, time_machine, refer, helper, counselor, colleague, district_user
):
    """But not whoever handed it on: that is its sender."""
    time_machine.move_to(MONDAY_MORNING)
    actions.redirect(refer(), by=counselor, to=helper)

    waited_long(time_machine)

    told_them = ("Cora Colleague", "A referral waits for an answer", "")
    assert told_them in who_was_told_that_it_waits()
    names = [name for name, _, _ in who_was_told_that_it_waits()]
    assert names.count("Cora Colleague") == 1
    assert "Dana District" not in names
    assert "Chris Counselor" not in names


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

    said = {**REPORTED, **STATUTE, "reported_at": start}
    actions.change_report(report, by=officer.user, **said)
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
        **STATUTE,
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
