"""The demo shows every state of a report, and can be loaded again."""

from datetime import date

import pytest

from incidents.demo import make_incidents
from incidents.models import Incident, ReceivedReport
from incidents.states import Status
from schools.models import SchoolYear


@pytest.mark.sweep
@pytest.mark.django_db
def test_the_demo_has_all_three_stories_once_loaded(
    school, officer, principal, commander
):
    SchoolYear.objects.create(
        district=school.district,
        name="A long year",
        starts_on=date(2026, 3, 1),
        ends_on=date(2027, 3, 1),
    )

    make_incidents(school.district)
    made = Incident.objects.count()
    make_incidents(school.district)

    states = set(Incident.objects.values_list("status", flat=True))
    assert states == set(Status.values) - {Status.RETURNED, Status.DISCARDED}
    assert Incident.objects.count() == made
    assert Incident.objects.filter(supplements__isnull=False).exists()
    assert Incident.objects.filter(interviews__isnull=False).exists()
    assert ReceivedReport.objects.filter(incident__isnull=False).exists()
