from datetime import date

from schools import calendar
from schools.demo import make_territory
from schools.models import Period, Place, School, SchoolDay
from schools.oneroster.applying import apply
from schools.oneroster.run import examine
from tests.factories.oneroster import write_zip


def test_the_demo_is_made_once(agency):
    district = make_territory(agency)
    before = (School.objects.count(), Place.objects.count(), SchoolDay.objects.count())

    again = make_territory(agency)

    assert again == district
    assert before == (
        School.objects.count(),
        Place.objects.count(),
        SchoolDay.objects.count(),
    )
    assert (district.schools.count(), district.campuses.count()) == (8, 5)
    assert Period.objects.count() == 8 * 7


def test_the_day_before_thanksgiving_break_is_a_school_day(agency):
    school = make_territory(agency).schools.get(short_name="High")

    today, next_day = (
        date(2026, 11, 24),
        calendar.add_school_days(school, date(2026, 11, 24), 1),
    )

    assert calendar.is_instructional(school, today)
    assert next_day == date(2026, 11, 30)
    assert len(calendar.periods_on(school, today)) == 7


def test_calloways_package_fits_the_demo(agency, tmp_path):
    district = make_territory(agency)
    path = write_zip(tmp_path / "calloway.zip")

    apply(examine(path, district).differences, district)

    assert district.schools.count() == 8
    assert examine(path, district).differences.count == 0
