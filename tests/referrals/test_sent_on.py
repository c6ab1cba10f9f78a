"""What was declined or taken back goes to someone else, or is left to rest."""

import pytest
from django.urls import reverse

from referrals import actions
from referrals.models import Referral
from referrals.models.referrals import RESTS_AFTER
from sro_program.core.errors import WrongState
from tests.factories.schools import CampusFactory, SchoolFactory

NEEDED = "Chris Counselor has declined your referral"


@pytest.fixture
def declined(referral, counselor):
    return actions.decline(referral, by=counselor, reason="Full.")


@pytest.fixture
def home(client, officer):
    client.force_login(officer.user)
    return lambda: client.get("/").text


def test_a_declined_referral_needs_its_sender_and_says_how_long(home, declined):
    rests = declined.ended_at + RESTS_AFTER

    text = home()

    assert NEEDED in text
    assert f"It waits here until {rests:%b}" in text


def test_it_needs_nobody_once_it_was_sent_on(home, declined, officer, helper):
    actions.send_again(declined, by=officer.user, to=helper)

    assert NEEDED not in home()


def test_it_needs_nobody_who_has_left_the_school(home, declined, officer, campus):
    elsewhere = CampusFactory(district=campus.district)
    SchoolFactory(campus=elsewhere)
    officer.assignments.update(campus=elsewhere)

    assert NEEDED not in home()


def test_after_a_month_it_rests_and_can_be_sent_on_all_the_same(
    client, home, declined, officer, helper
):
    Referral.objects.filter(pk=declined.pk).update(
        ended_at=declined.ended_at - RESTS_AFTER
    )

    assert NEEDED not in home()
    assert reverse("referrals:send_again", args=[declined.pk]) in (
        client.get(declined.get_absolute_url()).text
    )
    assert actions.send_again(declined, by=officer.user, to=helper).status == "sent"


def test_what_was_taken_back_goes_to_someone_else(client, referral, officer, helper):
    taken_back = actions.revoke(referral, by=officer.user, reason="Wrong receiver.")
    client.force_login(officer.user)
    address = reverse("referrals:send_again", args=[taken_back.pk])
    assert address in client.get(taken_back.get_absolute_url()).text

    sent = client.post(
        address, {"version": taken_back.version, "to": f"agency-{helper.pk}"}
    )

    following = Referral.objects.get(redirected_from=taken_back)
    assert sent.url == following.get_absolute_url()
    assert following.concern == taken_back.concern


def test_what_was_taken_back_needs_nobody(home, referral, officer):
    actions.revoke(referral, by=officer.user, reason="Not needed.")

    assert "declined your referral" not in home()


def test_what_was_closed_is_not_sent_on(referral, counselor, officer, helper):
    actions.accept(referral, by=counselor)
    referral.refresh_from_db()
    closed = actions.close(referral, by=counselor, outcome="contact")

    with pytest.raises(WrongState):
        actions.send_again(closed, by=officer.user, to=helper)
