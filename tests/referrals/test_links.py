"""An agency answers by its link: one open referral, no account, only on POST."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from referrals import actions
from referrals.actions.telling import ANSWER
from referrals.models import Message
from sro_program.audit.models import AuditEvent, Disclosure
from sro_program.core.ids import uuid7
from sro_program.core.links import SignedLink, make_token
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import Notification


@pytest.fixture
def outside(refer, helper):
    return refer(to=helper, reason="vaping")


def link(referral, *, revision=None, purpose=ANSWER):
    held = SignedLink(
        referral.handed_on_by_id, referral.pk, revision or referral.link_revision
    )
    return reverse(ANSWER, args=[make_token(purpose, held)])


def press(client, referral, verb, **said):
    said = {"verb": verb, "version": referral.version, "record_id": uuid7(), **said}
    return client.post(link(referral), said)


def test_the_mail_opens_the_page_and_says_nothing_of_whom(client, outside, helper):
    note = Notification.objects.get(mail_to=helper.email)
    message = compose(note)
    address = re.search(r"https?://\S+/answer/\S+", message.body).group()

    page = client.get(address.removeprefix("http://testserver"))

    assert page.status_code == 200
    assert "Given-token Family-token" in page.text
    assert message.to == [helper.email]
    said = message.subject + message.body + str(message.alternatives)
    assert "token" not in said.replace(address, "")
    assert "vaping" not in said.lower()


def test_looking_changes_nothing(client, outside):
    page = client.get(link(outside))
    outside.refresh_from_db()

    assert page.status_code == 200
    assert (outside.status, outside.version) == ("sent", 2)


def test_an_agency_takes_it_on_writes_and_closes_in_a_category(
    client, outside, officer
):
    assert press(client, outside, "accept").status_code == 302
    outside.refresh_from_db()
    assert press(client, outside, "message", text="We saw the family.")
    page = press(client, outside, "close", outcome="linked")

    outside.refresh_from_db()
    assert "The sender learns how it ended" in page.text
    assert (outside.status, outside.outcome) == ("closed", "linked")
    assert Message.objects.get().written_by is None
    verbs = AuditEvent.objects.about(outside).values_list("verb", "by__name")
    answers = [("accept", None), ("message", None), ("close", None)]
    assert list(verbs.filter(kind="verb"))[1:] == answers
    told = Notification.objects.filter(recipient=officer.user, mail_to="")
    assert told.filter(summary="Your referral is closed: service linked").exists()


def test_what_an_agency_answers_stands_in_the_register(client, outside, officer):
    press(client, outside, "decline", reason="Not our area.")

    row = Disclosure.objects.get(what="answered")
    assert (row.by, row.to_user) == (None, officer.user)


def test_a_no_needs_its_reason_and_keeps_what_was_sent(client, outside):
    page = press(client, outside, "decline")
    outside.refresh_from_db()

    assert page.status_code == 422
    assert "Say why" in page.text
    assert outside.status == "sent"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"verb": "close"}, "Choose how it ended."),
        ({"verb": "close", "outcome": "won"}, "Choose one from the list."),
        ({"verb": "message"}, "Write the message."),
        ({"verb": "message", "text": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(
    client, outside, said, sentence
):
    press(client, outside, "accept")
    outside.refresh_from_db()

    page = press(client, outside, **said)

    assert page.status_code == 422
    assert sentence in page.text


def test_a_link_is_dead_once_the_referral_has_ended(client, outside):
    press(client, outside, "decline", reason="Full.")
    outside.refresh_from_db()

    for page in (client.get(link(outside)), press(client, outside, "accept")):
        assert page.status_code == 410
        assert "has ended" in page.text
        assert "token" not in page.text


def test_a_link_is_dead_once_a_newer_one_was_mailed(client, outside, officer):
    old = link(outside)
    actions.renew_link(outside, by=officer.user)
    outside.refresh_from_db()

    assert client.get(old).status_code == 410
    assert client.get(link(outside)).status_code == 200


def test_a_link_is_dead_once_the_referral_was_taken_back(client, outside, officer):
    old = link(outside)
    actions.revoke(outside, by=officer.user, reason="Moved.")

    assert client.get(old).status_code == 410


def test_a_link_is_dead_after_its_time(client, outside, time_machine):
    old = link(outside)
    time_machine.move_to(outside.sent_at + timedelta(days=61))

    page = client.get(old)

    assert page.status_code == 410
    assert "has expired" in page.text


def test_a_link_for_another_purpose_or_tampered_with_opens_nothing(client, outside):
    for address in (
        link(outside, purpose="presentations:decide_by_link"),
        link(outside)[:-3] + "xx/",
        link(outside, revision=7),
    ):
        assert client.get(address).status_code == 410


def test_a_counselors_referral_opens_by_no_link(client, referral):
    assert client.get(link(referral)).status_code == 410


def test_the_same_answer_sent_again_changes_nothing(client, outside):
    press(client, outside, "accept")

    page = press(client, outside, "accept")

    outside.refresh_from_db()
    assert page.status_code == 409
    assert outside.status == "accepted"
    assert AuditEvent.objects.filter(verb="accept").count() == 1


def test_too_many_tries_are_slowed_down(client, outside, settings, nobody_has_tried):
    settings.ACCOUNT_RATE_LIMITS = {"answer_by_link": "3/m/ip"}

    answers = {client.get(link(outside)).status_code for _ in range(4)}

    assert answers == {200, 429}
