"""A referral: sent, answered by its receiver alone, and followed by its sender."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from referrals import actions
from referrals.models import Advice, Clock, Concern, MandatoryReport, Referral
from schools.models import Person
from sro_program.audit.models import AuditEvent, Disclosure
from sro_program.core.errors import NotAllowed, RuleBroken, Stale, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.conftest import LONG_AGO, make_officer
from tests.factories.referrals import AgencyFactory
from tests.factories.schools import PersonFactory
from tests.referrals.conftest import REPORTED, run_out


def told(person, text):
    """The messages of this person that begin so."""
    return Notification.objects.filter(
        recipient=person, summary__startswith=text
    ).count()


# ---- Sending ---------------------------------------------------------------


def test_a_referral_goes_to_the_counselor_who_is_told_without_a_name(
    refer, counselor, officer
):
    referral = refer()

    note = Notification.objects.get(recipient=counselor)
    assert referral.status == "sent"
    assert note.needs_you
    assert "A referral waits for you" in note.summary
    assert "token" not in str(note.context) + note.summary


def test_sent_twice_it_is_one_referral(refer):
    key = uuid7()

    assert refer(record_id=key) == refer(record_id=key)
    assert (Referral.objects.count(), Concern.objects.count()) == (1, 1)
    assert Notification.objects.count() == 1


def test_a_student_of_the_roster_is_not_added_again(refer, school):
    person = PersonFactory(
        school=school, given_name="GIVEN-token", family_name="family-token", grade=9
    )

    referral = refer()

    assert referral.concern.about == person
    person.refresh_from_db()
    assert person.retention_class == Person.Retention.ROSTER


def test_of_two_namesakes_the_grade_tells_who_is_meant(refer, school):
    nine, ten = (
        PersonFactory(
            school=school,
            given_name="Given-token",
            family_name="Family-token",
            grade=grade,
        )
        for grade in (9, 10)
    )

    with pytest.raises(RuleBroken, match="grade as well"):
        refer(who={"grade": None})
    assert refer(who={"grade": 10}).concern.about == ten
    assert not Referral.objects.filter(concern__about=nine).exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"content": {"basis": "override"}}, "without consent"),
        ({"content": {"basis": "emergency"}}, "without consent"),
        ({"content": {"facts": ""}}, "what you saw"),
        ({"reason": "child_abuse"}, "not a report"),
        ({"suspects_abuse": True}, "not a report"),
        (
            {
                "suspects_abuse": True,
                "report": {**REPORTED, "reported_at": now() + timedelta(days=1)},
            },
            "lies in the past",
        ),
        (
            {"suspects_abuse": True, "report": {**REPORTED, "intake_number": ""}},
            "under which number",
        ),
        (
            {"suspects_abuse": True, "report": {"answer": "no_cause"}},
            "why there is no reasonable cause",
        ),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_kept(refer, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        refer(**said)

    assert not Referral.objects.exists()
    assert not Concern.objects.exists()
    assert not MandatoryReport.objects.exists()
    assert not Notification.objects.exists()


def test_with_its_answer_a_suspicion_is_referred_and_its_report_begun(refer, officer):
    referral = refer(reason="child_abuse", report=REPORTED)

    report = MandatoryReport.objects.get()
    assert referral.report_answer == "reported"
    assert (report.intake_number, report.written_by) == ("4711", officer.user)
    assert report.about == referral.concern.about


def test_a_receiver_of_another_school_is_refused(refer, other_school, make_counselor):
    with pytest.raises(RuleBroken, match="not there for the school"):
        refer(to=make_counselor(other_school))


def test_an_agency_that_is_switched_off_or_has_no_mail_is_refused(refer, district):
    off = AgencyFactory(district=district, is_active=False, email="a@example.org")
    mute = AgencyFactory(district=district)

    with pytest.raises(RuleBroken, match="not there for the school"):
        refer(to=off)
    with pytest.raises(RuleBroken, match="Call it instead"):
        refer(to=mute)


def test_an_agency_that_is_switched_off_stays_readable_on_its_referral(
    client, refer, helper, officer
):
    referral = refer(to=helper)
    type(helper).objects.update(is_active=False)
    client.force_login(officer.user)

    assert "Lakeside Counseling" in client.get(referral.get_absolute_url()).text
    assert "Lakeside Counseling" not in client.get("/referrals/refer/").text


def test_only_an_officer_of_the_school_refers(refer, other_officer, principal):
    for person in (other_officer.user, principal):
        with pytest.raises(NotAllowed, match="not assigned"):
            refer(by=person)


def test_the_register_says_to_whom_and_on_what_basis(refer, officer, counselor):
    referral = refer(content={"basis": "override", "basis_reason": "why-token"})

    row = Disclosure.objects.get()
    assert (row.by, row.to_user, row.what) == (officer.user, counselor, "sent")
    assert row.person == referral.concern.about
    assert row.basis == "Consent: without consent"


def test_advice_turns_into_a_referral_and_needs_no_follow_up_any_more(
    refer, advise, officer
):
    advice = advise(outcome="follow_up", follow_up_on=localdate() + timedelta(days=3))

    referral = refer(advice=advice)

    advice.refresh_from_db()
    assert advice.outcome == Advice.Outcome.REFERRAL
    assert advice.follow_up_on is None
    assert referral.concern.advice == advice


# ---- Answering -------------------------------------------------------------


def test_what_was_not_accepted_is_not_closed(referral, counselor):
    with pytest.raises(WrongState, match="Accept it first"):
        actions.close(referral, by=counselor, outcome="linked")


def test_the_whole_way_from_sent_to_closed(referral, counselor, officer):
    actions.receive(referral, by=counselor)
    actions.accept(referral, by=counselor)
    actions.write_note(referral, by=counselor, text="note-token", record_id=uuid7())
    actions.write_message(
        referral, by=counselor, text="message-token", record_id=uuid7()
    )
    actions.close(referral, by=counselor, outcome="linked")

    referral.refresh_from_db()
    assert (referral.status, referral.outcome) == ("closed", "linked")
    assert referral.received_at <= referral.accepted_at <= referral.ended_at
    verbs = list(AuditEvent.objects.about(referral).values_list("verb", flat=True))
    assert verbs == ["send", "receive", "accept", "note", "begin", "message", "close"]
    assert told(officer.user, "Your referral is closed: service linked") == 1
    assert told(officer.user, "Chris Counselor has taken on") == 1


def test_accepting_at_once_also_says_that_it_arrived(referral, counselor):
    actions.accept(referral, by=counselor)

    referral.refresh_from_db()
    assert referral.received_at == referral.accepted_at
    assert referral.due_at is None
    assert not Clock.objects.filter(told_at=None).exists()
    assert not Notification.objects.filter(recipient=counselor, needs_you=True).exists()


ANSWERS = {
    "receive": {},
    "accept": {},
    "begin": {},
    "decline": {"reason": "Full"},
    "close": {"outcome": "contact"},
}


@pytest.mark.parametrize("verb", ANSWERS)
@pytest.mark.parametrize(
    "who", ["commander", "office", "principal", "teacher", "colleague", "officer"]
)
def test_only_the_receiver_answers(request, referral, verb, who):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with pytest.raises(NotAllowed, match="Only the receiver"):
        getattr(actions, verb)(referral, by=person, **ANSWERS[verb])


def test_a_counselor_who_has_left_the_school_answers_nothing(referral, counselor):
    counselor.memberships.update(ends_on=LONG_AGO + timedelta(days=1))

    with pytest.raises(NotAllowed, match="no counselor"):
        actions.accept(referral, by=counselor)


def test_a_no_says_why_and_its_sender_turns_to_someone_else(
    referral, counselor, officer, colleague
):
    actions.decline(referral, by=counselor, reason="My caseload is full.")

    following = actions.send_again(referral, by=officer.user, to=colleague)

    referral.refresh_from_db()
    assert referral.status == "declined"
    assert following.concern_id == referral.concern_id
    assert following.redirected_from == referral
    assert following.to_counselor == colleague
    with pytest.raises(WrongState, match="someone else already"):
        actions.send_again(referral, by=officer.user, to=counselor)


def test_a_no_without_a_reason_is_refused(referral, counselor):
    with pytest.raises(RuleBroken, match="Say why"):
        actions.decline(referral, by=counselor, reason="")

    referral.refresh_from_db()
    assert referral.status == "sent"


def test_a_redirect_goes_on_with_the_chain_and_its_first_sender(
    referral, counselor, officer, helper
):
    actions.accept(referral, by=counselor)

    following = actions.redirect(referral, by=counselor, to=helper)

    referral.refresh_from_db()
    assert (referral.status, following.status) == ("redirected", "sent")
    assert (following.referred_by, following.handed_on_by) == (officer.user, counselor)
    for person in (officer.user, counselor):
        seen = Referral.objects.visible_to(person)
        assert set(seen) == {referral, following}
    assert told(officer.user, "Your referral was handed on to Lakeside") == 1


def test_nobody_refers_to_themselves(referral, counselor):
    with pytest.raises(RuleBroken, match="yourself"):
        actions.redirect(referral, by=counselor, to=counselor)


def test_closing_with_what_was_learned_of_abuse_asks_for_the_duty(referral, counselor):
    actions.accept(referral, by=counselor)

    with pytest.raises(RuleBroken, match="not a report"):
        actions.close(referral, by=counselor, outcome="contact", learned_of_abuse=True)
    actions.close(
        referral,
        by=counselor,
        outcome="contact",
        learned_of_abuse=True,
        report=REPORTED,
    )

    referral.refresh_from_db()
    assert (referral.status, referral.report_answer) == ("closed", "")
    assert not referral.suspects_abuse
    assert MandatoryReport.objects.get().written_by == counselor


def test_its_sender_takes_it_back_and_the_receiver_is_told(
    referral, counselor, officer
):
    actions.revoke(referral, by=officer.user, reason="The family has moved.")

    referral.refresh_from_db()
    assert referral.status == "revoked"
    assert told(counselor, "A referral at Calloway County High School was taken") == 1
    with pytest.raises(WrongState, match="already revoked"):
        actions.accept(referral, by=counselor)


def test_an_answer_to_an_older_page_is_refused(referral, counselor):
    shown = referral.version
    actions.receive(referral, by=counselor)

    with pytest.raises(Stale):
        actions.accept(referral, by=counselor, version=shown)


# ---- Working ---------------------------------------------------------------


def test_a_colleague_takes_over_when_its_receiver_has_left_with_the_notes(
    referral, counselor, colleague
):
    actions.accept(referral, by=counselor)
    note = actions.write_note(
        referral, by=counselor, text="note-token", record_id=uuid7()
    )
    counselor.memberships.update(ends_on=LONG_AGO + timedelta(days=1))

    actions.take_over(referral, by=colleague)

    referral.refresh_from_db()
    assert referral.to_counselor == colleague
    assert list(type(note).objects.visible_to(colleague)) == [note]
    assert not type(note).objects.visible_to(counselor).exists()
    assert told(counselor, "A colleague has taken over") == 1
    assert Disclosure.objects.filter(what="taken_over", to_user=colleague).exists()


def test_nothing_is_taken_from_a_receiver_who_is_there_and_has_time(
    referral, counselor, colleague
):
    with pytest.raises(NotAllowed, match="has time to answer"):
        actions.take_over(referral, by=colleague)

    run_out(referral)
    actions.take_over(referral, by=colleague)
    referral.refresh_from_db()
    assert referral.to_counselor == colleague


def test_what_is_in_work_is_taken_from_nobody_who_is_there(
    referral, counselor, colleague
):
    run_out(referral)
    actions.accept(referral, by=counselor)

    with pytest.raises(NotAllowed, match="hand it over"):
        actions.take_over(referral, by=colleague)


def test_what_was_not_answered_yet_gets_new_clocks_when_a_colleague_takes_over(
    referral, counselor, colleague
):
    Clock.objects.update(told_at=now())

    actions.hand_over(referral, by=counselor, to=colleague)

    assert Clock.objects.filter(told_at=None).count() == 4
    assert told(colleague, "A referral was handed over to you") == 1


@pytest.mark.parametrize("who", ["principal", "teacher", "officer", "commander"])
def test_nobody_but_a_colleague_takes_over(request, referral, who):
    person = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        actions.take_over(referral, by=getattr(person, "user", person))


def test_an_agencys_referral_is_not_taken_over(refer, helper, counselor):
    referral = refer(to=helper)

    with pytest.raises(NotAllowed, match="its own link"):
        actions.take_over(referral, by=counselor)


def test_a_note_sets_the_day_to_look_again(referral, counselor):
    actions.accept(referral, by=counselor)
    day = localdate() + timedelta(days=7)

    actions.write_note(
        referral,
        by=counselor,
        text="note-token",
        record_id=uuid7(),
        look_again_on=day,
    )

    referral.refresh_from_db()
    assert referral.status == "in_progress"
    zone = referral.school.district.zone
    assert referral.due_at.astimezone(zone).date() == day


def test_a_day_to_look_again_waits_until_it_was_taken_on(referral, counselor):
    with pytest.raises(RuleBroken, match="Take it on first"):
        actions.write_note(
            referral,
            by=counselor,
            text="note",
            record_id=uuid7(),
            look_again_on=localdate(),
        )

    assert not referral.notes.exists()


def test_nothing_is_written_to_an_ended_referral(referral, counselor, officer):
    actions.accept(referral, by=counselor)
    actions.close(referral, by=counselor, outcome="contact")

    for person in (counselor, officer.user):
        with pytest.raises(WrongState, match="has ended"):
            actions.write_message(
                referral, by=person, text="too late", record_id=uuid7()
            )


def test_notes_and_messages_sent_twice_are_kept_once(referral, counselor):
    actions.accept(referral, by=counselor)
    key = uuid7()
    for _ in range(2):
        actions.write_note(referral, by=counselor, text="a", record_id=key)
        actions.write_message(referral, by=counselor, text="b", record_id=key)

    assert (referral.notes.count(), referral.messages.count()) == (1, 1)


def test_nobody_else_refers_from_an_officers_advice(
    refer, advise, agency, campus, school
):
    other = make_officer(agency, campus, "Olga Officer")

    with pytest.raises(RuleBroken, match="Only the officer who gave"):
        refer(advice=advise(), by=other.user)


def test_a_report_sent_twice_is_begun_once_and_only_by_who_read_of_it(
    referral, officer, principal
):
    said = {
        "school": referral.school,
        "concern": referral.concern,
        "record_id": uuid7(),
        "known_at": now(),
    }

    begun = [actions.begin_report(by=officer.user, **said) for _ in range(2)]

    assert begun[0] == begun[1]
    with pytest.raises(NotAllowed, match="learned of yourself"):
        actions.begin_report(by=principal, **said)
    with pytest.raises(NotAllowed, match="Only who wrote"):
        actions.change_report(begun[0], by=principal, other="words")


def test_no_new_link_goes_to_an_agency_that_lost_its_address(refer, helper, officer):
    referral = refer(to=helper)
    type(helper).objects.update(email="")

    with pytest.raises(RuleBroken, match="Call it instead"):
        actions.renew_link(referral, by=officer.user)


def test_whoever_changes_the_directory_reads_no_referral_by_it(refer, helper, officer):
    referral = refer(to=helper)
    type(helper).objects.update(email="other@evil.example")

    actions.write_message(referral, by=officer.user, text="News", record_id=uuid7())
    actions.revoke(referral, by=officer.user, reason="Moved.")

    mailed = Notification.objects.exclude(mail_to="").values_list("mail_to", flat=True)
    assert set(mailed) == {"help@lakeside.example"}


def test_only_its_sender_has_a_link_mailed_to_a_new_address(refer, helper, officer):
    referral = refer(to=helper)
    type(helper).objects.update(email="new@lakeside.example")

    actions.renew_link(referral, by=officer.user)

    assert Notification.objects.filter(mail_to="new@lakeside.example").count() == 1


def test_its_sender_writes_to_the_receiver(referral, officer, counselor):
    actions.write_message(
        referral, by=officer.user, text="One more thing.", record_id=uuid7()
    )

    assert told(counselor, "A message about a referral") == 1


def test_a_counselor_needs_no_link(referral, officer):
    with pytest.raises(NotAllowed, match="needs no link"):
        actions.renew_link(referral, by=officer.user)


def test_its_receiver_says_that_the_work_has_begun(referral, counselor, officer):
    actions.accept(referral, by=counselor)

    actions.begin(referral, by=counselor)

    referral.refresh_from_db()
    assert referral.status == "in_progress"
    assert told(officer.user, "Chris Counselor works on your referral") == 1


def test_nobody_is_reminded_of_what_was_answered_a_moment_ago(referral, counselor):
    actions.accept(referral, by=counselor)

    assert not actions.remind(referral)
