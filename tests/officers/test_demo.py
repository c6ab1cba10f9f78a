"""The demo's unit can be made again without making it twice."""

from officers.demo import make_unit
from officers.demo_log import make_log
from officers.models import Absence, ActivityEntry, Assignment, Officer
from schools.demo import make_territory
from schools.models import Campus


def test_the_demo_s_unit_covers_every_campus_and_is_made_once(agency):
    district = make_territory(agency)

    for _ in range(2):
        make_unit(agency, district, "a-long-password")

    assert Officer.objects.count() == Assignment.objects.count() == 6
    assert Absence.objects.count() == 4
    served = Campus.objects.filter(assignments__isnull=False).distinct()
    assert served.count() == Campus.objects.count() == 5
    assert Officer.objects.filter(user__email="officer@demo.example").exists()


def test_the_demo_s_log_is_written_once_and_no_two_lines_are_at_one_time(agency):
    district = make_territory(agency)
    make_unit(agency, district, "a-long-password")

    make_log(district)
    made = ActivityEntry.objects.count()
    make_log(district)

    assert ActivityEntry.objects.count() == made > 100
    assert ActivityEntry.objects.values("officer").distinct().count() >= 5
