"""The second wall alone: the district writes nothing, and nobody signs for another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError
from django.db.models import F
from django.utils.timezone import now

from presentations import actions
from presentations.models import Feedback, Presentation, ProposedSlot
from sro_program.core.db import acting_as
from tests.factories.presentations import PresentationFactory, TopicFactory

ANSWERS = {"was_clear": 5, "fitted_the_class": 5, "would_ask_again": 5}


@pytest.fixture
def slot(talk):
    return ProposedSlot.objects.create(
        presentation=talk,
        school=talk.school,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
    )


def test_the_district_changes_and_removes_nothing(slot, district_user):
    with acting_as(district_user):
        assert Presentation.objects.exists()
        assert ProposedSlot.objects.exists()
        assert not ProposedSlot.objects.all()._raw_delete("default")
        assert not Presentation.objects.all()._raw_delete("default")
    for model, said in (
        (Presentation, {"wishes": "x"}),
        (ProposedSlot, {"school": F("school")}),
    ):
        with (
            pytest.raises(ProgrammingError, match="row-level"),
            acting_as(district_user),
        ):
            model.objects.update(**said)


def test_the_district_adds_nothing(talk, district_user):
    school, topic = talk.school, talk.topic

    for requested_by in (district_user, talk.requested_by):
        with (
            pytest.raises(ProgrammingError, match="row-level"),
            acting_as(district_user),
        ):
            PresentationFactory(school=school, topic=topic, requested_by=requested_by)
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(district_user):
        Feedback.objects.create(
            presentation=talk, school=school, given_by=district_user, **ANSWERS
        )


def test_nobody_asks_in_the_name_of_another(talk, principal, teacher):
    school, topic = talk.school, talk.topic

    with acting_as(teacher):
        PresentationFactory(school=school, topic=topic, requested_by=teacher)
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(principal):
        PresentationFactory(school=school, topic=topic, requested_by=teacher)


def test_nobody_signs_for_another(
    talk, teacher, counselor, principal, officer, commander, office
):
    """Not even by SQL, and whichever part of it they take."""
    taking_part = [teacher, counselor, principal, officer.user, commander, office]
    for side, signer in (("school", principal), ("officer", officer.user)):
        signature = {f"{side}_signed_by": signer, f"{side}_signed_at": now()}
        for person in taking_part:
            if person == signer:
                continue
            with pytest.raises(IntegrityError, match="signs for"), acting_as(person):
                Presentation.objects.update(**signature)


def test_nobody_signs_as_what_they_are_not(talk, teacher, counselor):
    for person in (teacher, counselor):
        for side in ("school", "officer"):
            signature = {f"{side}_signed_by": person, f"{side}_signed_at": now()}
            with pytest.raises(IntegrityError, match="signs for"), acting_as(person):
                Presentation.objects.update(**signature)


def test_nobody_adds_a_presentation_that_others_have_signed(
    topic, school, teacher, principal
):
    signed = {"school_signed_by": principal, "school_signed_at": now()}

    with pytest.raises(IntegrityError, match="signs for"), acting_as(teacher):
        PresentationFactory(school=school, topic=topic, requested_by=teacher, **signed)


@pytest.mark.parametrize("moved", ["starts_at", "place_text", "topic"])
def test_what_was_signed_is_not_moved_under_the_signature(
    talk, principal, teacher, moved
):
    actions.approve(talk, by=principal)
    new = {
        "starts_at": talk.starts_at + timedelta(minutes=5),
        "place_text": "Elsewhere",
        "topic": TopicFactory(title="Another"),
    }

    with pytest.raises(IntegrityError, match="keeps its time"), acting_as(teacher):
        Presentation.objects.update(**{moved: new[moved]})


def test_both_sides_sign_for_themselves(talk, principal, officer):
    with acting_as(principal):
        actions.approve(talk, by=principal)
    with acting_as(officer.user):
        scheduled = actions.accept(talk, by=officer.user)

    assert scheduled.status == "scheduled"


def test_choosing_another_time_signs_anew(scheduled, officer, principal):
    with acting_as(officer.user):
        actions.cancel(scheduled, by=officer.user, because="officer", reason="Court.")
    with acting_as(principal):
        slot = ProposedSlot.objects.first()
        asked = actions.choose_slot(scheduled, by=principal, slot=slot)

    assert asked.school_signed_by == principal
    assert asked.officer_signed_by is None
