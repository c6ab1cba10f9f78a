"""Cancelling, call-outs, and what the clock reminds of."""

from datetime import timedelta

import pytest

from officers.actions import record_absence
from officers.models import ActivityEntry
from presentations import actions, tasks
from presentations.states import Status
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from tests.factories.officers import AbsenceFactory
from tests.factories.schools import SchoolDayFactory
from tests.presentations.scene import TUESDAY, ask, at
from tests.presentations.test_actions_signing import told

DAY = timedelta(days=1)


def test_a_call_out_cancels_and_proposes_three_free_times(scheduled, officer):
    same_hour = at(TUESDAY + DAY, 9)
    AbsenceFactory(
        officer=officer, starts_at=same_hour.starts_at, ends_at=same_hour.ends_at
    )
    SchoolDayFactory(school=scheduled.school, on=TUESDAY + 2 * DAY)
    record_absence(
        officer,
        by=officer.user,
        reason="call_out",
        starts_at=scheduled.starts_at - timedelta(hours=1),
        ends_at=scheduled.ends_at,
    )

    scheduled.refresh_from_db()
    times = [slot.starts_at for slot in scheduled.proposed_slots.all()]
    assert (scheduled.status, scheduled.cancelled_because) == ("cancelled", "call_out")
    assert times == [
        at(TUESDAY + DAY, 8).starts_at,
        at(TUESDAY + 3 * DAY, 9).starts_at,
        at(TUESDAY + 6 * DAY, 9).starts_at,
    ]
    assert told("cancelled") == ["Paula Principal", "Tara Teacher"]


def test_another_absence_tells_everyone_and_cancels_nothing(scheduled, officer):
    record_absence(
        officer,
        by=officer.user,
        reason="court",
        starts_at=scheduled.starts_at,
        ends_at=scheduled.ends_at,
    )

    scheduled.refresh_from_db()
    assert scheduled.status == Status.SCHEDULED
    assert told("officer_away") == ["Owen Officer", "Paula Principal", "Tara Teacher"]


def test_each_side_gives_its_own_reasons(scheduled, teacher, officer, commander):
    with pytest.raises(NotAllowed, match="other side"):
        actions.cancel(scheduled, by=teacher, because="officer", reason="x")

    done = actions.cancel(scheduled, by=commander, because="weather", reason="Ice")

    assert (done.status, done.reason) == (Status.CANCELLED, "Ice")
    with pytest.raises(WrongState, match="already cancelled"):
        actions.cancel(scheduled, by=officer.user, because="officer", reason="x")


def test_strangers_to_it_cannot_cancel(scheduled, counselor):
    with pytest.raises(NotAllowed, match="can cancel it"):
        actions.cancel(scheduled, by=counselor, because="school", reason="x")


def test_withdrawing_tells_those_who_were_asked(talk, teacher, principal):
    with pytest.raises(NotAllowed, match="who asked for it"):
        actions.withdraw(talk, by=principal)

    assert actions.withdraw(talk, by=teacher).status == Status.WITHDRAWN
    assert told("withdrawn") == ["Paula Principal"]


def test_a_draft_is_withdrawn_in_silence(topic, teacher, school):
    talk = ask(teacher, school, topic, is_draft=True)
    actions.withdraw(talk, by=teacher)

    assert told("withdrawn") == []


def test_a_delivery_stands_in_the_log_once(scheduled, officer, principal, monday):
    with pytest.raises(NotAllowed, match="from Tue Dec 15, 9:00 AM on"):
        actions.deliver(scheduled, by=officer.user, head_count=1, minutes=1)
    monday.move_to(scheduled.ends_at)
    with pytest.raises(NotAllowed, match="who gave it"):
        actions.deliver(scheduled, by=principal, head_count=1, minutes=1)

    actions.deliver(scheduled, by=officer.user, head_count=22, minutes=45)

    entry = ActivityEntry.objects.get()
    assert (entry.source_id, entry.audience_count) == (scheduled.pk, 22)
    assert told("feedback_wanted") == ["Tara Teacher"]
    with pytest.raises(WrongState, match="already delivered"):
        actions.deliver(scheduled, by=officer.user, head_count=1, minutes=1)


@pytest.mark.parametrize(("minutes", "sentence"), [(0, "1 to 480"), (481, "1 to 480")])
def test_a_delivery_has_sensible_minutes(scheduled, officer, monday, minutes, sentence):
    monday.move_to(scheduled.ends_at)
    with pytest.raises(RuleBroken, match=sentence):
        actions.deliver(scheduled, by=officer.user, head_count=1, minutes=minutes)

    scheduled.refresh_from_db()
    assert scheduled.status == Status.SCHEDULED


def test_feedback_is_given_once(scheduled, officer, teacher, monday):
    answers = {"was_clear": 5, "fitted_the_class": 5, "would_ask_again": 5}
    with pytest.raises(WrongState):
        actions.give_feedback(scheduled, by=teacher, **answers)
    monday.move_to(scheduled.ends_at)
    actions.deliver(scheduled, by=officer.user, head_count=22, minutes=45)
    with pytest.raises(RuleBroken, match="1 to 5"):
        actions.give_feedback(scheduled, by=teacher, **{**answers, "was_clear": 6})

    actions.give_feedback(scheduled, by=teacher, **answers)

    assert told("feedback_given") == ["Owen Officer"]
    with pytest.raises(WrongState, match="already been given"):
        actions.give_feedback(scheduled, by=teacher, **answers)


def test_a_week_and_a_day_before_once_each(scheduled, monday):
    for when in (8, 6, 6, 0.5, 0.5):
        monday.move_to(scheduled.starts_at - when * DAY)
        tasks.remind_of_coming()

    assert told("reminder") == ["Owen Officer"] * 2 + ["Tara Teacher"] * 2


def test_a_decision_is_asked_for_after_two_school_days(talk, monday):
    for hours in (0, 30, 24 * 2 + 1, 24 * 2 + 2):
        monday.move_to(talk.requested_at + timedelta(hours=hours))
        tasks.remind_to_decide()

    assert told("decide_reminder") == ["Owen Officer", "Paula Principal"]


def test_days_without_school_do_not_count(talk, monday):
    for day in (24, 25):
        SchoolDayFactory(
            school=talk.school, on=talk.requested_at.date().replace(day=day)
        )
    monday.move_to(talk.requested_at + timedelta(days=2, hours=1))
    tasks.remind_to_decide()
    assert told("decide_reminder") == []

    monday.move_to(talk.requested_at + timedelta(days=4))
    tasks.remind_to_decide()
    assert len(told("decide_reminder")) == 2


@pytest.mark.parametrize(
    ("remind", "days"),
    [
        (actions.remind_a_week_before, -6),
        (actions.remind_a_day_before, -0.5),
        (actions.remind_to_record, 0.3),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_second_clock_finds_the_reminder_taken(scheduled, monday, remind, days):
    monday.move_to(scheduled.starts_at + days * DAY)

    assert [remind(scheduled), remind(scheduled)] == [True, False]


def test_only_the_side_that_has_not_signed_is_reminded(
    talk, principal, officer, monday
):
    actions.approve(talk, by=principal)
    other = ask(talk.requested_by, talk.school, talk.topic, at(TUESDAY, 11))
    actions.accept(other, by=officer.user)
    monday.move_to(talk.requested_at + 3 * DAY)

    assert actions.remind_to_decide(talk)
    assert told("decide_reminder") == ["Owen Officer"]
    assert actions.remind_to_decide(other)
    assert told("decide_reminder") == ["Owen Officer", "Paula Principal"]


def test_nobody_is_asked_twice_to_decide_nor_about_a_draft(
    talk, topic, teacher, school, monday
):
    draft = ask(teacher, school, topic, at(TUESDAY, 11), is_draft=True)
    monday.move_to(talk.requested_at + 3 * DAY)

    assert [actions.remind_to_decide(talk) for _ in range(2)] == [True, False]
    assert not actions.remind_to_decide(draft)


def test_the_record_is_asked_for_the_same_evening_once(scheduled, monday):
    monday.move_to(scheduled.ends_at + timedelta(hours=6))
    tasks.remind_to_record()
    tasks.remind_to_record()

    assert told("record_reminder") == ["Owen Officer"]
