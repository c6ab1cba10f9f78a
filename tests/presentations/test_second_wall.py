"""The second wall alone: the district reads presentations and writes none."""

import pytest
from django.db import ProgrammingError
from django.db.models import F

from presentations.models import Feedback, Presentation, ProposedSlot
from sro_program.core.db import acting_as
from tests.factories.presentations import PresentationFactory

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
