"""A receiver leaves the school: those who are still there learn it, once."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from referrals import actions, tasks
from sro_program.accounts.models import Membership, Role
from sro_program.audit.models import AuditEvent
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import LONG_AGO, make_member

LOST = "A referral at Calloway County High School has lost its receiver"


@pytest.fixture(params=["unanswered", "in work"])
def held(request, referral, counselor):
    """A counselor's, at each of its open stages."""
    if request.param == "in work":
        actions.accept(referral, by=counselor)
        actions.write_note(referral, by=counselor, text="note", record_id=uuid7())
    return referral


def ends(counselor):
    Membership.objects.filter(user=counselor).update(ends_on=localdate())


def returns(counselor):
    Membership.objects.filter(user=counselor).update(ends_on=None)


def is_switched_off(counselor):
    counselor.is_active = False
    counselor.save()


def moves_away(counselor):
    ends(counselor)
    school = counselor.memberships.get().school
    Membership.objects.create(
        user=counselor, role=Role.TEACHER, school=school, starts_on=LONG_AGO
    )


def told():
    rows = Notification.objects.filter(summary=LOST) | Notification.objects.filter(
        summary="A referral waits at Calloway County High School"
    )
    return sorted((row.recipient.name, row.url) for row in rows)


@pytest.mark.parametrize("leave", [ends, is_switched_off, moves_away])
def test_the_colleagues_are_told_once_and_can_take_it_over(
    held, counselor, colleague, principal, leave
):
    tasks.remind()
    assert told() == []

    leave(counselor)
    tasks.remind()
    tasks.remind()

    assert not actions.ask_for_a_stand_in(held)
    assert told() == [("Cora Colleague", held.get_absolute_url())]
    note = Notification.objects.get(summary=LOST)
    assert note.needs_you
    assert "token" not in str(note.context)
    actions.take_over(held, by=colleague)
    note.refresh_from_db()
    assert not note.needs_you
    assert AuditEvent.objects.filter(verb="remind", detail__rung="left").count() == 1


def test_after_two_days_without_a_clock_it_is_told_once(
    held, counselor, colleague, time_machine
):
    ends(counselor)
    time_machine.move_to(now() + timedelta(days=2))

    tasks.remind()
    tasks.remind()

    assert len(told()) == 1


def test_where_no_colleague_is_left_the_principal_learns_it_without_a_link(
    held, counselor, principal, commander, district_user
):
    ends(counselor)
    tasks.remind()
    tasks.remind()

    assert told() == [("Paula Principal", "")]
    assert "token" not in str(Notification.objects.get(recipient=principal).context)


def test_where_the_school_has_nobody_the_district_learns_it(
    held, counselor, commander, district_user
):
    ends(counselor)
    tasks.remind()
    tasks.remind()

    assert told() == [("Dana District", "")]


def test_where_there_is_nobody_it_waits_for_somebody(held, school, counselor):
    ends(counselor)
    tasks.remind()
    assert told() == []

    make_member(Role.PRINCIPAL, school, "Nora New")
    tasks.remind()
    tasks.remind()

    assert told() == [("Nora New", "")]


def test_when_the_next_receiver_leaves_too_that_is_told_as_well(
    held, counselor, colleague, principal
):
    ends(counselor)
    tasks.remind()
    actions.take_over(held, by=colleague)
    ends(colleague)

    tasks.remind()

    assert told() == [
        ("Cora Colleague", held.get_absolute_url()),
        ("Paula Principal", ""),
    ]


def test_whoever_comes_back_can_leave_again(held, counselor, principal):
    for _ in range(2):
        ends(counselor)
        tasks.remind()
        tasks.remind()
        returns(counselor)
        tasks.remind()

    assert told() == [("Paula Principal", "")] * 2


def test_what_has_ended_and_what_an_agency_has_is_nobodys_concern(
    refer, counselor, officer, helper, principal
):
    actions.revoke(refer(), by=officer.user, reason="Moved.")
    refer(to=helper)
    ends(counselor)

    tasks.remind()

    assert told() == []


def test_what_ended_meanwhile_is_passed_over(referral, counselor, officer, principal):
    ends(counselor)
    actions.revoke(referral, by=officer.user, reason="Moved.")

    assert not actions.ask_for_a_stand_in(referral)
    assert told() == []


def test_whoever_has_left_is_not_reminded_any_more(
    referral, counselor, principal, time_machine
):
    ends(counselor)
    before = Notification.objects.filter(recipient=counselor).count()
    time_machine.move_to(now() + timedelta(days=30))

    tasks.remind()

    assert Notification.objects.filter(recipient=counselor).count() == before
    assert not AuditEvent.objects.filter(detail__rung="receiver").exists()
