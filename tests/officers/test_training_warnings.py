"""Warned 90, 60 and 30 days before, and when it is overdue: each once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from officers import actions, tasks
from officers.models import TrainingDue
from sro_program.accounts.models import Role
from sro_program.audit.models import AuditEvent
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from sro_program.notifications.texts import html_of, text_of
from sro_program.settings.schedule import BEAT
from tests.conftest import make_member
from tests.factories.officers import CertificateFactory, TrainingHoursFactory

ENDS = date(2026, 10, 1)
ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def deputy(officer):
    """Everything is done, but for first aid, which expires on October 1."""
    for kind in ("sro_1", "sro_2", "sro_3"):
        CertificateFactory(officer=officer, kind=kind)
    for year in (2025, 2026):
        TrainingHoursFactory.create_batch(5, officer=officer, on=date(year, 2, 2))
    CertificateFactory(officer=officer, kind="first_aid", expires_on=ENDS)
    return officer


def morning(days_before):
    """Half past six, so many days before it expires."""
    day = ENDS - timedelta(days=days_before)
    return datetime(day.year, day.month, day.day, 6, 30, tzinfo=ZONE)


def sweep(days_before):
    with time_machine.travel(morning(days_before), tick=False):
        tasks.warn_of_training()


def told(user):
    notes = Notification.objects.filter(template="training_due", recipient=user)
    return [note.context["days"] for note in notes.order_by("pk")]


def test_nothing_is_said_too_early(deputy, commander):
    sweep(91)

    assert told(deputy.user) == told(commander) == []


@pytest.mark.parametrize("days", [90, 60, 30, -1])
def test_officer_and_commander_are_warned(deputy, commander, days):
    sweep(days)

    assert told(deputy.user) == told(commander) == [days]


def test_nobody_else_is(deputy, commander, office, principal, stranger):
    make_member(Role.TEACHER, deputy.assignments.get().campus.schools.get())

    sweep(30)

    told_of_it = Notification.objects.filter(template="training_due")
    assert {note.recipient for note in told_of_it} == {deputy.user, commander}


def test_run_twice_it_warns_once(deputy):
    for _ in range(2):
        sweep(60)

    assert told(deputy.user) == [60]
    assert AuditEvent.objects.filter(verb="warn").count() == 1


def test_every_morning_of_a_quarter_gives_four_warnings(deputy):
    for days in range(92, -5, -1):
        sweep(days)

    assert told(deputy.user) == [90, 60, 30, -1]


def test_after_two_days_of_downtime_the_missed_one_comes_once(deputy):
    for days in (90, 61, 58, 57):
        sweep(days)

    assert told(deputy.user) == [90, 58]


def test_after_a_long_downtime_only_the_last_one_comes(deputy):
    for days in (95, 12, 11):
        sweep(days)

    assert told(deputy.user) == [12]


def test_what_was_renewed_is_warned_of_no_more(deputy, commander):
    sweep(60)
    with time_machine.travel(morning(45), tick=False):
        actions.record_certificate(
            deputy,
            by=commander,
            record_id=uuid7(),
            kind="first_aid",
            earned_on=ENDS - timedelta(days=50),
            expires_on=ENDS + timedelta(days=700),
        )

    sweep(30)
    sweep(-1)

    assert told(deputy.user) == [60]


def test_a_date_that_moved_is_warned_of_anew(deputy, commander):
    sweep(60)
    one = deputy.certificates.get(kind="first_aid")
    with time_machine.travel(morning(59), tick=False):
        later = ENDS + timedelta(days=10)
        actions.correct_certificate(one, by=commander, expires_on=later)

    sweep(49)

    assert told(deputy.user) == [60, 59]


def test_the_first_assignment_moves_the_steps_by_itself(deputy):
    deputy.certificates.filter(kind="sro_1").update(struck_at=morning(0))
    deputy.assignments.update(starts_on=ENDS - timedelta(days=365))

    sweep(30)

    assert TrainingDue.objects.get(about="sro_1").due_on == ENDS
    assert told(deputy.user) == [30, 30]


def test_who_left_is_not_warned(deputy):
    deputy.in_service = False
    deputy.save()

    sweep(30)

    assert told(deputy.user) == []


def test_a_commander_who_is_an_officer_is_warned_once(deputy, agency):
    both = make_member(Role.COMMANDER, agency)
    deputy.user = both
    deputy.save()

    sweep(30)

    assert told(both) == [30]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (30, "This is due in 30 days, on October 1, 2026."),
        (1, "This is due tomorrow, October 1, 2026."),
        (0, "This is due today, October 1, 2026."),
        (-1, "This was due on October 1, 2026."),
    ],
)
def test_the_mail_says_when(deputy, commander, days, sentence):
    sweep(days)

    note = Notification.objects.get(template="training_due", recipient=commander)
    subject, text = text_of(note.template, note.context)

    word = "overdue since" if days < 0 else "due"
    assert subject == (
        f"Deputy Owen Officer: First aid (renewal), {word} October 1, 2026"
    )
    assert note.mail_due_at
    assert sentence in text
    assert sentence in html_of(note.template, note.context)
    own = Notification.objects.get(template="training_due", recipient=deputy.user)
    assert text_of(own.template, own.context)[0].startswith("First aid (renewal)")


def test_the_clock_looks_every_morning():
    entry = BEAT["officers: certificates and hours that are due"]

    assert entry["task"] == tasks.warn_of_training.name
