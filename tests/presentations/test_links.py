"""Signed links: one person, one talk, one asking, and only on POST."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from presentations import actions
from presentations.actions.telling import DECIDE, FEEDBACK
from presentations.models import Feedback
from presentations.states import Status
from sro_program.audit.models import AuditEvent
from sro_program.core.links import SignedLink, make_token
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import Notification
from tests.presentations.scene import TUESDAY, ask, at


def link(purpose, user, talk, *, route=None):
    token = make_token(purpose, SignedLink(user.pk, talk.pk, talk.revision))
    return reverse(route or purpose, args=[token])


@pytest.fixture
def decide(talk, principal):
    return link(DECIDE, principal, talk)


def test_the_mail_opens_the_page(client, talk):
    note = Notification.objects.get(template="presentation_needs_approval")
    message = compose(note)
    address = next(w for w in message.body.split() if "/decide/" in w)

    page = client.get(address.removeprefix("http://testserver"))

    assert page.status_code == 200
    assert "Vaping" in page.text
    assert message.subject.startswith("Please approve: Vaping, Tuesday, December 15")
    assert mail.outbox == []


def test_looking_changes_nothing(client, talk, decide):
    events = AuditEvent.objects.count()
    page = client.get(decide)
    talk.refresh_from_db()

    assert page.status_code == 200
    assert (talk.status, talk.school_signed_by) == (Status.REQUESTED, None)
    assert AuditEvent.objects.count() == events


def test_approve_is_one_button(client, talk, decide, principal):
    page = client.post(decide, {"verb": "approve", "version": talk.version})
    talk.refresh_from_db()

    assert "Approved" in page.text
    assert talk.school_signed_by == principal


def test_the_link_lives_on_when_the_officer_signs_first(client, talk, decide, officer):
    talk = actions.accept(talk, by=officer.user)

    page = client.post(decide, {"verb": "approve", "version": talk.version})

    assert "Approved and scheduled" in page.text


def test_a_page_that_is_out_of_date_asks_again(client, talk, decide, officer):
    actions.accept(talk, by=officer.user)

    page = client.post(decide, {"verb": "approve", "version": talk.version})

    assert page.status_code == 422
    assert "changed since you opened it" in page.text


@pytest.mark.parametrize(
    ("verb", "state"), [("decline", "declined"), ("ask_changes", "changes_requested")]
)
def test_a_no_needs_its_reason(client, talk, decide, verb, state):
    empty = client.post(decide, {"verb": verb, "version": talk.version})
    assert empty.status_code == 422
    assert "Say why" in empty.text

    client.post(decide, {"verb": verb, "version": talk.version, "reason": "No room."})
    talk.refresh_from_db()
    assert (talk.status, talk.reason) == (state, "No room.")


def test_a_used_link_says_what_became_of_it(client, talk, decide, principal):
    actions.approve(talk, by=principal)
    for method in (client.get, client.post):
        page = method(decide)
        assert page.status_code == 410
        assert "waiting for the officer" in page.text
        assert f'href="{talk.get_absolute_url()}">Sign in and see' in page.text


def test_of_a_request_that_was_withdrawn_it_does_not_say_that_it_was_used(
    client, talk, decide, teacher
):
    actions.withdraw(talk, by=teacher)

    page = client.get(decide).text

    assert "Nothing is to be decided here. The presentation is withdrawn now." in page


def test_a_used_link_does_not_send_to_sign_in_whoever_is(
    sign_in, talk, decide, principal
):
    actions.decline(talk, by=principal, reason="No room.")
    client = sign_in(principal)

    page = client.get(decide).text

    assert "This link has been used. The presentation is declined now." in page
    assert ">See what is there now</a>" in page
    assert "Sign in and" not in page
    assert "new link" not in page


def test_a_used_link_says_in_words_that_changes_were_asked(
    client, talk, decide, principal
):
    actions.ask_changes(talk, by=principal, reason="Later.")

    assert "The presentation is back for changes now." in client.get(decide).text


def test_an_expired_link_says_so(client, decide, monday):
    monday.shift(timedelta(days=7, minutes=1))

    page = client.get(decide)

    assert page.status_code == 410
    assert "expired" in page.text
    assert 'href="/">Sign in</a>' in page.text


def test_a_tampered_link_says_so(client, decide):
    for broken in (decide[:-3] + "x/", "/presentations/decide/nonsense/"):
        assert client.get(broken).status_code == 410


def test_a_link_of_an_earlier_asking_is_dead(client, talk, decide, principal, teacher):
    actions.ask_changes(talk, by=principal, reason="Later.")
    actions.send(talk, by=teacher, slot=at(TUESDAY, 10))

    page = client.get(decide)

    assert page.status_code == 410
    assert "has been changed since this mail" in page.text


def test_a_link_of_another_purpose_opens_nothing(client, talk, principal):
    assert client.get(link(FEEDBACK, principal, talk, route=DECIDE)).status_code == 410


def test_a_link_dies_with_the_account_and_the_role(client, talk, decide, principal):
    principal.is_active = False
    principal.save()
    assert client.get(decide).status_code == 410

    principal.is_active = True
    principal.save()
    principal.memberships.all().delete()
    assert client.get(decide).status_code == 410


def test_a_link_past_its_time_says_so(
    client, topic, teacher, principal, school, monday
):
    talk = ask(teacher, school, topic, at(TUESDAY.replace(day=1), 9))
    monday.move_to(talk.ends_at)

    page = client.get(link(DECIDE, principal, talk))

    assert page.status_code == 410
    assert "has passed" in page.text


def test_the_page_names_who_signs(client, sign_in, decide, principal):
    named = f"You sign as <strong>{principal}</strong>."

    assert named in client.get(decide).text
    assert named in sign_in(principal).get(decide).text


def test_nobody_signs_for_another_in_whose_browser_they_are_not(
    sign_in, talk, decide, teacher
):
    client = sign_in(teacher)

    looked = client.get(decide)
    sent = client.post(decide, {"verb": "approve", "version": talk.version})

    for page in (looked, sent):
        assert page.status_code == 403
        assert "This link is for somebody else" in page.text
        assert f"You are signed in as {teacher}" in page.text
        assert "sign out first" in page.text
        assert talk.topic.title not in page.text
    talk.refresh_from_db()
    assert talk.school_signed_by is None


def test_a_reason_that_is_too_long_is_said_once(client, talk, decide):
    sent = {"verb": "decline", "version": talk.version, "reason": "x" * 1001}

    page = client.post(decide, sent)

    assert page.status_code == 422
    assert "at most 1000" in page.text
    assert "Say why" not in page.text


@pytest.fixture
def delivered(scheduled, officer, monday):
    monday.move_to(scheduled.ends_at)
    return actions.deliver(scheduled, by=officer.user, head_count=20, minutes=45)


ANSWERS = {"was_clear": 5, "fitted_the_class": 4, "would_ask_again": 3, "comment": "Ok"}


def test_a_teacher_answers_without_signing_in(client, delivered, teacher):
    there = link(FEEDBACK, teacher, delivered)
    assert client.get(there).status_code == 200
    assert client.post(there, {"comment": "Ok"}).status_code == 422

    assert "Thank you" in client.post(there, ANSWERS).text

    assert Feedback.objects.get().given_by == teacher
    again = client.post(there, ANSWERS)
    assert again.status_code == 410
    assert "your answers are kept" in again.text


def test_the_page_names_who_answers(client, delivered, teacher):
    page = client.get(link(FEEDBACK, teacher, delivered))

    assert f"You answer as <strong>{teacher}</strong>." in page.text


def test_nobody_answers_for_another(sign_in, delivered, teacher, principal):
    there, client = link(FEEDBACK, teacher, delivered), sign_in(principal)

    assert client.get(there).status_code == 403
    assert client.post(there, ANSWERS).status_code == 403

    assert not Feedback.objects.exists()


def test_only_the_person_who_asked_answers(client, delivered, principal):
    there = link(FEEDBACK, principal, delivered)

    assert client.get(there).status_code == 403


def test_the_pages_of_a_link_have_the_clock_of_the_school(
    client, talk, decide, district
):
    """Nobody is signed in whose clock it could be."""
    district.time_zone = "America/New_York"
    district.save()

    before = client.get(decide).text
    after = client.post(decide, {"verb": "approve", "version": talk.version}).text

    assert "10:00 – 10:50 AM" in before
    assert "10:00 AM" in after
    assert "9:00" not in after
