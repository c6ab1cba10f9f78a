"""What was typed into a form stays when it is refused, and the reason is said."""

import re

import pytest
from django.urls import reverse

from referrals import actions
from referrals.models import Message, Note
from sro_program.core.ids import uuid7


def page(referral, verb):
    return reverse(f"referrals:{verb}", args=[referral.pk])


def written(kind, words):
    return {f"{kind}-record_id": str(uuid7()), f"{kind}-text": words}


def test_a_note_on_what_was_handed_over_meanwhile_is_kept_on_the_page(
    client, counselor, colleague, referral
):
    client.force_login(counselor)
    actions.hand_over(referral, by=counselor, to=colleague)

    answer = client.post(page(referral, "note"), written("note", "my words"))

    assert answer.status_code == 403
    assert "Only the receiver answers a referral." in answer.text
    assert "my words" in answer.text
    assert not Note.objects.exists()


def test_who_lost_a_referral_reads_no_note_of_it_by_writing_one(
    client, counselor, colleague, referral
):
    actions.accept(referral, by=counselor)
    actions.write_note(referral, by=counselor, text="secret-note", record_id=uuid7())
    actions.hand_over(referral, by=counselor, to=colleague)
    client.force_login(counselor)

    answer = client.post(page(referral, "note"), written("note", "my words"))

    assert "secret-note" not in answer.text
    assert "facts-token" not in answer.text


def test_a_message_on_what_was_handed_over_meanwhile_is_kept_on_the_page(
    client, counselor, colleague, referral
):
    client.force_login(counselor)
    actions.hand_over(referral, by=counselor, to=colleague)

    answer = client.post(page(referral, "message"), written("message", "my words"))

    assert answer.status_code == 403
    assert "Messages are between its sender and its receiver." in answer.text
    assert "my words" in answer.text


def test_other_words_from_a_used_form_are_kept_on_the_page(client, counselor, referral):
    actions.accept(referral, by=counselor)
    client.force_login(counselor)
    for kind, model in (("note", Note), ("message", Message)):
        first = written(kind, "first words")
        client.post(page(referral, kind), first)

        answer = client.post(
            page(referral, kind), {**first, f"{kind}-text": "second words"}
        )

        assert answer.status_code == 422
        assert "This form was already used." in answer.text
        assert "second words" in answer.text
        assert model.objects.count() == 1


def test_a_day_to_look_again_is_refused_at_its_field(client, counselor, referral):
    client.force_login(counselor)
    said = {**written("note", "my words"), "note-look_again_on": "2099-01-05"}

    answer = client.post(page(referral, "note"), said)

    assert answer.status_code == 422
    assert "Take it on first; then set a day" in answer.text
    assert "my words" in answer.text


@pytest.mark.parametrize(
    ("verb", "said"),
    [("decline", {"reason": "my words"}), ("redirect", {})],
)
def test_a_verb_on_what_was_handed_over_meanwhile_keeps_its_form(
    client, counselor, colleague, helper, referral, verb, said
):
    client.force_login(counselor)
    shown = referral.version
    actions.hand_over(referral, by=counselor, to=colleague)

    answer = client.post(
        page(referral, verb),
        {"version": shown, "to": f"agency-{helper.pk}", **said},
    )

    referral.refresh_from_db()
    assert (answer.status_code, referral.status) == (403, "sent")
    assert "Only the receiver answers a referral." in answer.text
    assert "my words" in answer.text or verb == "redirect"
    assert "facts-token" not in answer.text


def test_a_reason_for_what_was_taken_back_meanwhile_is_kept_with_why(
    client, counselor, officer, referral
):
    client.force_login(counselor)
    shown = referral.version
    actions.revoke(referral, by=officer.user, reason="Moved away.")

    answer = client.post(
        page(referral, "decline"), {"version": shown, "reason": "my words"}
    )

    assert answer.status_code == 409
    assert "This referral has ended: revoked." in answer.text
    assert "my words" in answer.text


def test_a_receiver_chosen_for_what_ended_meanwhile_is_refused_with_why(
    client, counselor, officer, referral, helper
):
    client.force_login(counselor)
    actions.decline(referral, by=counselor, reason="Full.")
    referral.refresh_from_db()
    said = {"version": referral.version, "to": f"agency-{helper.pk}"}

    answer = client.post(page(referral, "redirect"), said)

    assert answer.status_code == 409
    assert "This referral has ended: declined." in answer.text


@pytest.mark.parametrize(
    "verb", ["decline", "close", "redirect", "hand_over", "revoke"]
)
def test_no_form_is_shown_for_what_has_ended(client, counselor, referral, verb):
    officer = referral.referred_by
    actions.decline(referral, by=counselor, reason="Full.")
    client.force_login(officer if verb == "revoke" else counselor)

    answer = client.get(page(referral, verb))

    assert answer.status_code == 409
    assert "This referral has ended: declined." in answer.text
    assert referral.get_absolute_url() in answer.text


def test_a_form_that_comes_too_soon_or_too_late_says_so(
    client, counselor, officer, helper, referral
):
    client.force_login(counselor)
    assert "Take it on first" in client.get(page(referral, "close")).text
    actions.accept(referral, by=counselor)
    assert "It is taken on already." in client.get(page(referral, "decline")).text
    client.force_login(officer.user)
    assert "has not said no" in client.get(page(referral, "send_again")).text
    actions.revoke(referral, by=officer.user, reason="Moved away.")
    assert client.get(page(referral, "revoke")).status_code == 409


def test_what_was_sent_on_already_is_not_sent_on_again(
    client, counselor, officer, helper, referral
):
    actions.decline(referral, by=counselor, reason="Full.")
    actions.send_again(referral, by=officer.user, to=helper)
    client.force_login(officer.user)

    answer = client.get(page(referral, "send_again"))

    assert answer.status_code == 409
    assert "referred to someone else already" in answer.text


def test_a_correction_of_an_older_page_keeps_what_was_typed(
    client, officer, advise, said
):
    advice = advise()
    actions.change_advice(advice, by=officer.user, minutes=20)
    client.force_login(officer.user)
    address = reverse("referrals:change_advice", args=[advice.pk])
    typed = {**said, "note": "my words"}

    stale = client.post(address, {**typed, "version": "1"})
    again = client.post(address, {**typed, "version": "2"})

    assert (stale.status_code, again.status_code) == (409, 302)
    assert "my words" in stale.text
    assert "has changed since you opened it" in stale.text
    assert re.search(r'name="version" value="2"', stale.text)


def test_an_entry_of_an_older_page_keeps_what_was_typed(
    client, counselor, agency_entry
):
    actions.check_agency(agency_entry, by=counselor, version=1)
    client.force_login(counselor)
    address = reverse("referrals:change_agency", args=[agency_entry.pk])
    shown = client.get(address).context["form"].initial
    typed = {name: value for name, value in shown.items() if value not in (None, "")}
    typed |= {"services": "my words", "district": agency_entry.district_id}

    stale = client.post(address, {**typed, "version": "1"})
    again = client.post(address, {**typed, "version": "2"})

    assert (stale.status_code, again.status_code) == (409, 302)
    assert "my words" in stale.text
    assert re.search(r'name="version" value="2"', stale.text)
