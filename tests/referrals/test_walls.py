"""Who reads what of a referral: both walls say the same, and each holds alone."""

from datetime import timedelta

import pytest

from referrals import actions, counts
from referrals.models import Concern, MandatoryReport, Message, Note, Referral
from schools.models import Person
from sro_program.accounts.models import Role
from sro_program.audit.models import Disclosure
from sro_program.core.db import acting_as, acting_as_clock, acting_by_link
from sro_program.core.errors import NotAllowed
from sro_program.core.ids import uuid7
from tests.conftest import LONG_AGO, make_member, make_officer
from tests.referrals.conftest import REPORTED

MODELS = [Referral, Concern, Note, Message, MandatoryReport, Disclosure]
SEEN = {
    "officer": {Referral, Concern, Message, MandatoryReport, Disclosure},
    "counselor": {Referral, Concern, Note, Message, Disclosure},
    "colleague": {Referral},
    "commander": {MandatoryReport},
    "office": set(),
    "principal": set(),
    "teacher": set(),
    "district_user": set(),
    "stranger": set(),
    "elsewhere": set(),
    "other_officer": set(),
}


@pytest.fixture
def elsewhere(other_school):
    return make_member(Role.COUNSELOR, other_school)


@pytest.fixture
def whole(refer, counselor):
    """A referral with everything that can belong to it."""
    referral = refer(reason="child_abuse", report=REPORTED)
    actions.accept(referral, by=counselor)
    actions.write_note(referral, by=counselor, text="note", record_id=uuid7())
    actions.write_message(referral, by=counselor, text="message", record_id=uuid7())
    return referral


@pytest.mark.parametrize("who", SEEN)
def test_the_first_wall_shows_each_role_its_part(request, whole, who):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with acting_as_clock():
        seen = {m for m in MODELS if m.objects.visible_to(person).exists()}

    assert seen == SEEN[who]


@pytest.mark.parametrize("who", SEEN)
def test_the_second_wall_shows_each_role_the_same_alone(request, whole, who):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with acting_as(person):
        seen = {m for m in MODELS if m.objects.exists()}

    assert seen == SEEN[who]


def test_a_counselor_who_left_the_school_reads_nothing_any_more(whole, counselor):
    counselor.memberships.update(ends_on=LONG_AGO + timedelta(days=1))

    with acting_as_clock():
        assert not Referral.objects.received_by(counselor).exists()
        assert not Note.objects.visible_to(counselor).exists()
    with acting_as(counselor):
        assert not Note.objects.exists()
        assert not Concern.objects.exists()


def test_an_officer_of_the_same_school_reads_no_colleagues_referral(
    whole, agency, campus
):
    other = make_officer(agency, campus, "Olga Officer").user

    with acting_as(other):
        assert not Referral.objects.exists()
        assert not Concern.objects.exists()


def test_a_link_opens_its_own_referral_and_nothing_else(refer, helper, referral):
    outside, _ = refer(to=helper), refer(to=helper, who={"given_name": "Another"})

    with acting_by_link(outside.pk):
        assert list(Referral.objects.all()) == [outside]
        assert list(Concern.objects.all()) == [outside.concern]
        assert list(Person.objects.all()) == [outside.concern.about]
        assert not Note.objects.exists()
        assert not MandatoryReport.objects.exists()


def test_both_walls_show_a_sender_to_whom_else_their_referral_was_shown(
    refer, counselor, colleague, helper, officer
):
    referral, _ = refer(), refer(who={"given_name": "Another"})
    actions.hand_over(referral, by=counselor, to=colleague)
    held = Referral.objects.held_by(officer.user)

    with acting_as_clock():
        seen = set(Disclosure.objects.visible_to(officer.user, held=held))
        strange = Disclosure.objects.visible_to(counselor, held=held.none())
        assert set(strange.values_list("what", flat=True)) == {"sent", "taken_over"}
    with acting_as(officer.user):
        assert set(Disclosure.objects.all()) == seen

    assert [one.to_whom for one in seen].count("Cora Colleague") == 1


def test_a_register_tells_of_all_that_one_holds_and_of_nothing_else(
    refer, counselor, colleague, helper, officer
):
    referral, other = refer(), refer(who={"given_name": "Another"}, to=helper)
    actions.hand_over(referral, by=counselor, to=colleague)

    with acting_as(officer.user):
        rows = actions.print_register(referral, by=officer.user)
        again = actions.print_register(referral, by=officer.user)
    with acting_as(counselor), pytest.raises(NotAllowed):
        actions.print_register(referral, by=counselor)

    assert [one.what for one in rows] == ["sent", "taken_over", "register"]
    assert [one.what for one in again] == [*(one.what for one in rows), "register"]
    assert str(other.pk) not in {one.object_id for one in rows}


def test_a_link_opens_no_counselors_referral(referral):
    with acting_by_link(referral.pk):
        assert not Referral.objects.exists()
        assert not Concern.objects.exists()
        assert not Person.objects.exists()


def test_numbers_are_of_the_own_schools_and_of_nobody_for_an_officer(
    referral, commander, principal, officer, stranger
):
    totals = {}
    for person in (commander, principal, officer.user, stranger):
        with acting_as(person):
            total = counts.counts_of(counts.this_year()).total
            totals[person] = total.total if total else None

    assert list(totals.values()) == ["1", counts.HIDDEN, None, counts.HIDDEN]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("officer", True),
        ("counselor", True),
        ("colleague", False),
        ("principal", False),
        ("commander", False),
    ],
)
def test_who_is_on_no_roster_is_seen_by_those_who_hold_the_record(
    request, referral, who, sees
):
    person = request.getfixturevalue(who)
    person = getattr(person, "user", person)

    with acting_as(person):
        assert Person.objects.filter(pk=referral.concern.about_id).exists() == sees
    with acting_as_clock():
        assert not Person.objects.visible_to(person).filter(kind="student").exists()
