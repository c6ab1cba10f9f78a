"""Two signatures, in either order."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from presentations import actions
from presentations.models import Presentation
from presentations.states import Status
from sro_program.accounts.models import Membership, Role
from sro_program.audit.models import AuditEvent
from sro_program.core.errors import (
    USED_FORM,
    NotAllowed,
    RuleBroken,
    Stale,
    WrongState,
)
from sro_program.core.ids import uuid7
from sro_program.notifications.mailing import compose
from sro_program.notifications.models import Notification
from tests.conftest import LONG_AGO
from tests.factories.officers import AbsenceFactory
from tests.factories.schools import PlaceFactory, SchoolDayFactory
from tests.presentations.scene import TODAY, TUESDAY, ask, at, schedule


def shown_of(talks):
    """What a page sends of the talks it showed."""
    return {talk.pk: talk.version for talk in talks}


def told(template):
    rows = Notification.objects.filter(template=f"presentation_{template}")
    return sorted(rows.values_list("recipient__name", flat=True))


def test_a_request_asks_the_principal_and_the_officer(talk):
    assert talk.status == Status.REQUESTED
    assert told("needs_approval") == ["Paula Principal"]
    assert told("needs_officer") == ["Owen Officer"]


def test_the_principals_mail_carries_a_link_to_this_asking(talk):
    note = Notification.objects.get(template="presentation_needs_approval")

    assert note.link_route == "presentations:decide_by_link"
    assert (note.link_record, note.link_version) == (talk.pk, talk.revision)


def test_with_the_second_signature_it_is_scheduled(talk, principal, officer):
    first = actions.approve(talk, by=principal)
    second = actions.accept(talk, by=officer.user)

    assert (first.status, second.status) == (Status.REQUESTED, Status.SCHEDULED)
    assert second.officer == officer
    assert told("approved") == ["Tara Teacher"]
    assert told("scheduled") == ["Paula Principal", "Tara Teacher"]


def test_the_officer_may_sign_first(talk, principal, officer):
    actions.accept(talk, by=officer.user)

    assert actions.approve(talk, by=principal).status == Status.SCHEDULED


def test_each_step_is_written_down(scheduled):
    verbs = [event.verb for event in AuditEvent.objects.about(scheduled)]

    assert verbs == ["draft", "send", "approve", "accept", "schedule"]


def test_the_school_signs_once(talk, principal):
    actions.approve(talk, by=principal)

    with pytest.raises(WrongState, match="school has already signed"):
        actions.approve(talk, by=principal)


def test_the_officer_signs_once(talk, officer):
    actions.accept(talk, by=officer.user)

    with pytest.raises(WrongState, match="officer has already signed"):
        actions.accept(talk, by=officer.user)


def test_no_one_else_signs_for_the_school(talk, teacher, officer, commander):
    for person in (teacher, officer.user, commander):
        with pytest.raises(NotAllowed, match="Only the principal"):
            actions.approve(talk, by=person)


def test_an_officer_of_another_school_cannot_accept(talk, other_officer):
    with pytest.raises(NotAllowed, match="serves this school"):
        actions.accept(talk, by=other_officer.user)


def test_an_officer_of_another_school_cannot_be_named(talk, principal, other_officer):
    with pytest.raises(RuleBroken, match="does not serve this school"):
        actions.approve(talk, by=principal, officer=other_officer)


def test_the_principal_names_the_officer_who_is_then_asked(talk, principal, officer):
    Notification.objects.all().delete()

    assert actions.approve(talk, by=principal, officer=officer).officer == officer
    assert told("needs_officer") == ["Owen Officer"]


def test_a_principals_own_request_is_signed(topic, principal, officer, school):
    talk = ask(principal, school, topic)

    assert talk.school_signed_by == principal
    assert told("needs_approval") == []


def test_an_offer_carries_the_officers_signature(topic, principal, officer, school):
    [talk] = actions.offer(
        by=officer.user,
        school=school,
        slots=[at(TUESDAY, 9)],
        record_id=uuid7(),
        topic=topic,
        kind="classroom",
        staff_present="x",
    )

    assert (talk.officer_signed_by, talk.officer) == (officer.user, officer)
    assert actions.approve(talk, by=principal).status == Status.SCHEDULED


def test_a_stale_form_is_refused(talk, principal, officer):
    actions.accept(talk, by=officer.user)

    with pytest.raises(Stale):
        actions.approve(talk, by=principal, version=talk.version)


def test_no_officer_is_booked_twice(scheduled, teacher, principal, officer, school):
    topic = scheduled.topic

    with pytest.raises(RuleBroken, match="officer is already booked"):
        schedule(teacher, principal, officer, school, topic)


def test_no_room_is_booked_twice(topic, teacher, principal, officer, school):
    room = PlaceFactory(school=school)
    schedule(teacher, principal, officer, school, topic, place=room)

    with pytest.raises(RuleBroken, match="room is already booked"):
        ask(teacher, school, topic, place=room)


@pytest.mark.parametrize(
    ("slot", "sentence"),
    [
        (at(TODAY.date(), 8), "That time has passed"),
        (at(TUESDAY, 9, minutes=-10), "The end must be after the start"),
        (at(TUESDAY, 9, minutes=481), "at most 8 hours"),
        (at(TUESDAY.replace(day=19), 9), "There is no school on that day: Weekend"),
    ],
)
def test_impossible_times_are_refused(topic, teacher, school, slot, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        ask(teacher, school, topic, slot)

    assert not Presentation.objects.exists()


def test_a_closed_day_is_refused_with_its_name(topic, teacher, school):
    SchoolDayFactory(school=school, on=TUESDAY, label="Snow day")

    with pytest.raises(RuleBroken, match="no school on that day: Snow day"):
        ask(teacher, school, topic)


def test_an_absence_warns_but_does_not_forbid(topic, teacher, officer, school):
    slot = at(TUESDAY, 9)
    AbsenceFactory(officer=officer, starts_at=slot.starts_at, ends_at=slot.ends_at)

    assert ask(teacher, school, topic, officer=officer).status == Status.REQUESTED


def test_changes_are_asked_with_times_and_chosen(talk, principal, officer, teacher):
    slots = [at(TUESDAY, 10), at(TUESDAY, 11)]
    actions.ask_changes(talk, by=principal, reason="Not then.", slots=slots)
    chosen = talk.proposed_slots.last()

    again = actions.choose_slot(talk, by=principal, slot=chosen)

    assert told("changes_asked") == ["Tara Teacher"]
    assert (again.status, again.starts_at) == (Status.REQUESTED, slots[1].starts_at)
    assert again.school_signed_by == principal
    assert again.revision == talk.revision + 1


def test_a_time_of_another_talk_cannot_be_chosen(talk, principal, teacher, school):
    other = ask(teacher, school, talk.topic, at(TUESDAY, 11))
    for one in (talk, other):
        slots = [at(TUESDAY, 10)]
        actions.ask_changes(one, by=principal, reason="Not then.", slots=slots)

    with pytest.raises(RuleBroken, match="not proposed"):
        actions.choose_slot(talk, by=teacher, slot=other.proposed_slots.first())


def test_what_matters_clears_the_signature(talk, principal, officer, teacher):
    actions.approve(talk, by=principal)
    actions.ask_changes(talk, by=officer.user, reason="Later, please.")

    same = actions.send(talk, by=teacher, slot=at(TUESDAY, 9), wishes="A projector")
    assert same.school_signed_by == principal

    actions.ask_changes(talk, by=officer.user, reason="Later, please.")
    moved = actions.send(talk, by=teacher, slot=at(TUESDAY, 10))
    assert moved.school_signed_by is None


def test_a_draft_asks_nobody_until_it_is_sent(topic, teacher, principal, school):
    talk = ask(teacher, school, topic, is_draft=True)
    assert (talk.status, Notification.objects.count()) == (Status.DRAFT, 0)

    actions.send(talk, by=teacher, slot=at(TUESDAY, 10), is_draft=True)
    assert Presentation.objects.get().status == Status.DRAFT

    assert actions.send(talk, by=teacher, slot=at(TUESDAY, 10)).status == "requested"


def test_an_offer_that_is_changed_keeps_its_officer(topic, officer, school):
    offered = actions.offer(
        by=officer.user,
        school=school,
        slots=[at(TUESDAY, 9)],
        record_id=uuid7(),
        is_draft=True,
        topic=topic,
        kind="classroom",
        staff_present="x",
    )[0]

    sent = actions.send(offered, by=officer.user, slot=at(TUESDAY, 10), officer=None)

    assert (sent.status, sent.officer) == (Status.REQUESTED, officer)
    assert sent.officer_signed_by == officer.user


def test_the_last_signature_can_come_with_a_small_change(
    talk, principal, officer, teacher, school
):
    actions.accept(talk, by=officer.user)
    actions.ask_changes(talk, by=principal, reason="Who stays in the room?")
    Membership.objects.create(
        user=teacher, role=Role.PRINCIPAL, school=school, starts_on=LONG_AGO
    )

    sent = actions.send(talk, by=teacher, slot=at(TUESDAY, 9), staff_present="Ms. Ray")

    assert sent.status == Status.SCHEDULED


def test_a_fault_of_ours_is_not_taken_for_a_used_form(topic, teacher, school):
    with pytest.raises(IntegrityError):
        ask(teacher, school, topic, expected_count=None)


def test_declining_needs_the_principal_or_the_asked_officer(talk, principal, officer):
    with pytest.raises(NotAllowed, match="can decline"):
        actions.decline(talk, by=officer.user, reason="No time.")

    declined = actions.decline(talk, by=principal, reason="Not this year.")

    assert (declined.status, declined.reason) == (Status.DECLINED, "Not this year.")
    assert told("declined") == ["Tara Teacher"]


def test_a_decline_says_why(talk, principal):
    with pytest.raises(RuleBroken, match="Say why"):
        actions.decline(talk, by=principal, reason="")


def test_nothing_is_decided_twice(talk, principal):
    actions.decline(talk, by=principal, reason="No.")

    with pytest.raises(WrongState, match="already declined"):
        actions.approve(talk, by=principal)
    with pytest.raises(WrongState, match="already declined"):
        actions.decline(talk, by=principal, reason="No.")


def test_sent_twice_it_is_one_request(topic, teacher, school):
    key = uuid7()
    content = {"topic": topic, "kind": "classroom", "staff_present": "x"}
    slots = [at(TUESDAY, 9), at(TUESDAY, 10)]

    twice = [
        actions.request(
            by=teacher, school=school, slots=slots, record_id=key, **content
        )
        for _ in range(2)
    ]

    assert [one.pk for one in twice[0]] == [one.pk for one in twice[1]]
    assert Presentation.objects.count() == 2


@pytest.mark.parametrize(
    "said",
    [
        {"wishes": "Bring the goggles."},
        {"expected_count": 99},
        {"class_name": "Civics"},
        {"is_draft": True},
        {"slots": [at(TUESDAY, 11)]},
    ],
)
def test_a_used_form_that_says_something_else_is_not_lost_in_silence(
    topic, teacher, school, said
):
    first = {"slots": [at(TUESDAY, 9)], "topic": topic, "kind": "classroom"}
    sent = {**first, "school": school, "staff_present": "x", "record_id": uuid7()}
    actions.request(by=teacher, **sent)

    with pytest.raises(RuleBroken, match=USED_FORM):
        actions.request(by=teacher, **{**sent, **said})

    assert Presentation.objects.count() == 1


def test_a_used_form_that_asks_for_an_officer_now_is_not_lost_either(
    topic, teacher, school, officer
):
    first = {"slots": [at(TUESDAY, 9)], "topic": topic, "kind": "classroom"}
    sent = {**first, "school": school, "staff_present": "x", "record_id": uuid7()}
    actions.request(by=teacher, officer=officer, **sent)

    assert len(actions.request(by=teacher, officer=officer, **sent)) == 1
    with pytest.raises(RuleBroken, match=USED_FORM):
        actions.request(by=teacher, **{**sent, "expected_count": 9})


def test_sent_again_after_somebody_named_the_officer_it_is_the_same_request(
    topic, teacher, principal, officer, school
):
    content = {"topic": topic, "kind": "classroom", "staff_present": "x"}
    sent = {
        "school": school,
        "slots": [at(TUESDAY, 9)],
        "record_id": uuid7(),
        **content,
    }
    [talk] = actions.request(by=teacher, officer=None, **sent)
    actions.approve(talk, by=principal, officer=officer)

    assert actions.request(by=teacher, officer=None, **sent) == [talk]


def test_an_id_that_someone_else_used_is_refused(talk, counselor, school, topic):
    with pytest.raises(RuleBroken, match="already used"):
        actions.request(
            by=counselor,
            school=school,
            slots=[at(TUESDAY, 10)],
            record_id=talk.pk,
            topic=topic,
            kind="classroom",
            staff_present="x",
        )


def test_a_series_is_all_or_nothing_and_signed_in_one_go(
    topic, teacher, principal, school
):
    talk = ask(
        teacher, school, topic, at(TUESDAY, 9), at(TUESDAY, 10), classes=["9A", "9B"]
    )
    with pytest.raises(RuleBroken):
        ask(teacher, school, topic, at(TUESDAY, 11), at(TODAY.date(), 8))

    shown = shown_of(actions.waiting_for_school(talk))
    signed = actions.approve_series(talk, by=principal, shown=shown)

    assert [one.class_name for one in signed] == ["9A", "9B"]
    assert all(one.school_signed_by == principal for one in signed)
    assert Presentation.objects.count() == 2
    assert told("needs_approval") == ["Paula Principal"]


def test_a_series_has_a_size(topic, teacher, school):
    for slots in ([], [at(TUESDAY, 9)] * 13):
        with pytest.raises(RuleBroken, match="between 1 and 12"):
            actions.request(
                by=teacher, school=school, slots=slots, record_id=uuid7(), topic=topic
            )


def test_the_mails_say_what_speaks_against_the_time(
    topic, teacher, principal, officer, school
):
    ask(teacher, school, topic, at(TODAY.date() + timedelta(days=8), 9))

    for template in ("needs_approval", "needs_officer"):
        note = Notification.objects.get(template=f"presentation_{template}")
        message = compose(note)
        [(html, _)] = message.alternatives
        for text in (message.body, html):
            assert "This is less than two weeks away." in text


@pytest.mark.parametrize("sensitive", [True, False])
def test_counselors_are_told_of_a_sensitive_topic_that_is_planned(
    topic, teacher, principal, officer, counselor, school, sensitive
):
    topic.sensitive = sensitive
    topic.save()
    schedule(teacher, principal, officer, school, topic)

    assert told("sensitive_planned") == (["Chris Counselor"] if sensitive else [])


def test_where_nobody_can_sign_the_commander_and_the_asker_learn_it(
    topic, teacher, commander, school
):
    ask(teacher, school, topic)

    assert told("nobody_signs") == sorted([commander.name, teacher.name] * 2)
    notes = Notification.objects.filter(template="presentation_nobody_signs")
    missing = {note.context["missing"] for note in notes}
    assert missing == {"principal", "officer"}
