"""Where several answer at once: real threads, real transactions, one answer."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from referrals import actions, tasks
from referrals.agents import Agent
from referrals.models import Clock, Referral
from sro_program.audit.models import AuditEvent
from sro_program.core.db import acting_as, acting_as_clock, acting_by_link
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.referrals.conftest import run_out
from tests.threads import as_, together

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"accept", "decline", "redirect", "revoke"}


@pytest.fixture
def stage(transactional_db, request):
    with acting_as_clock():
        names = ("counselor", "colleague", "officer", "helper", "refer", "school")
        return {name: request.getfixturevalue(name) for name in names}


def test_of_twenty_answers_at_once_one_counts(stage):
    with acting_as_clock():
        referral = stage["refer"]()
    counselor, officer = stage["counselor"], stage["officer"].user
    each = [
        as_(counselor, actions.accept, referral),
        as_(counselor, actions.decline, referral, reason="Full."),
        as_(counselor, actions.redirect, referral, to=stage["helper"]),
        as_(officer, actions.revoke, referral, reason="Moved."),
    ]

    refused = together(each * 5)

    with acting_as_clock():
        referral = Referral.objects.get(pk=referral.pk)
        answers = AuditEvent.objects.about(referral).filter(verb__in=ANSWERS)
        verbs = list(answers.values_list("verb", flat=True))
    ends = [verb for verb in verbs if verb != "accept"]
    assert len(ends) <= 1
    assert verbs.count("accept") <= 1
    assert refused.count(None) == len(verbs)


def test_of_twenty_acceptances_by_link_one_counts(stage):
    with acting_as_clock():
        referral = stage["refer"](to=stage["helper"])

    def answer():
        with acting_by_link(referral.pk):
            actions.accept(referral, by=Agent(referral.pk), version=referral.version)

    refused = together([answer] * 20)

    assert refused.count(None) == 1
    with acting_as_clock():
        assert AuditEvent.objects.filter(verb="accept").count() == 1


def test_two_colleagues_who_take_over_at_once_do_not_both_get_it(stage, make_counselor):
    with acting_as_clock():
        referral = stage["refer"]()
        third = make_counselor(stage["school"])
        run_out(referral)

    refused = together(
        [
            as_(one, actions.take_over, referral, version=referral.version)
            for one in (stage["colleague"], third)
        ]
    )

    assert refused.count(None) == 1


def test_a_form_sent_twice_at_once_is_one_referral(stage):
    key = uuid7()
    officer = stage["officer"].user

    def send():
        with acting_as(officer):
            stage["refer"](record_id=key)

    assert together([send] * 4) == [None] * 4
    with acting_as_clock():
        assert Referral.objects.count() == 1


def test_two_clocks_at_once_remind_once(stage):
    with acting_as_clock():
        stage["refer"]()
        long_ago = now() - timedelta(days=30)
        Referral.objects.update(sent_at=long_ago)
        Clock.objects.update(since=long_ago, due_at=long_ago)

    together([tasks.remind] * 2)

    with acting_as_clock():
        assert Notification.objects.filter(summary__contains="still waits").count() == 1
