"""A school year of events for the demo: games, clubs, meetings, evenings; by rules.

Written in bulk: through the verbs it would take long, and nobody would read the trail.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate

from schools.actions import feeds
from schools.calendar import SchoolCalendar
from schools.ics.run import examine
from schools.models import District, School, SchoolEvent, SchoolFeed
from schools.models.events import series_of
from sro_program.accounts.models import User
from sro_program.core.ids import uuid7

Kind = SchoolEvent.Kind
HIGH, MIDDLE = "Calloway County High School", "Calloway County Middle School"
NORTH = "North Calloway Elementary School"
AGAINST = ["Mayfield", "Marshall County", "Murray", "Graves County", "Trigg County"]
GAMES = {
    HIGH: [("Football", 4, 19, 8), ("Basketball", 1, 18, 1), ("Softball", 3, 17, 3)],
    MIDDLE: [("Girls basketball", 3, 17, 0), ("Football", 1, 17, 8)],
}
"""Team, weekday, hour, and a month in which it does not play."""
CLUBS = {
    HIGH: [("Chess club", 1, "Library"), ("FFA chapter", 2, "Room 109")],
    MIDDLE: [("Robotics club", 3, "Room 104"), ("Beta club", 0, "Library")],
}
USUAL_CLUB = [("Garden club", 2, "Library")]
MEETING, PARENTS, AWARDS = "Site-based council", "Parent evening", "Awards assembly"
SITE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Demo//EN
BEGIN:VEVENT
UID:concert@demo.example
DTSTART:{day}T183000
SUMMARY:Band concert
LOCATION:Gymnasium
END:VEVENT
BEGIN:VEVENT
UID:closed@demo.example
DTSTART;VALUE=DATE:{day}
SUMMARY:No School - Teacher work day
END:VEVENT
END:VCALENDAR
"""


def make_events(district: District, by: User) -> None:
    """For every school; once."""
    if SchoolEvent.objects.filter(school__district=district).exists():
        return
    year = district.school_years.filter(starts_on__lte=localdate()).first()
    if year is None:
        return
    made: list[SchoolEvent] = []
    for school in district.schools.select_related("district"):
        calendar = SchoolCalendar.load(school, year.starts_on, year.ends_on)
        days = calendar.instructional_days(year.starts_on, year.ends_on)
        made += _year_of(school, by, days)
    SchoolEvent.objects.bulk_create(made, batch_size=1_000)
    _make_feed(district.schools.select_related("district").filter(name=HIGH).first())


def _soon(school: School) -> date:
    """A school day in two or three weeks."""
    begins = localdate() + timedelta(days=14)
    ends = begins + timedelta(days=60)
    calendar = SchoolCalendar.load(school, begins, ends)
    return next(iter(calendar.instructional_days(begins, ends)), begins)


def _year_of(school: School, by: User, days: list[date]) -> Iterator[SchoolEvent]:
    for team, weekday, hour, rests in GAMES.get(school.name, []):
        for n, on in enumerate(day for day in days if day.weekday() == weekday):
            if n % 2 == 0 and on.month != rests:
                where = "at" if n % 4 else "vs."
                title = f"{team} {where} {AGAINST[n % len(AGAINST)]}"
                yield _event(school, by, title, Kind.BALL_GAME, on, hour, 120)
    for club, weekday, room in CLUBS.get(school.name, USUAL_CLUB):
        for on in (day for day in days if day.weekday() == weekday):
            yield _event(school, by, club, Kind.CLUB, on, 15, 60, room)
    for n, on in enumerate(days[8::20]):
        yield _event(school, by, MEETING, Kind.MEETING, on, 17, 75, "Library")
        if n % 4 == 1:
            yield _event(school, by, PARENTS, Kind.PARENTS, on, 18, 90, "Cafeteria")
        if n % 4 == 3:
            yield _event(school, by, AWARDS, Kind.CEREMONY, on, 9, 60, "Gymnasium")


def _event(
    school: School,
    by: User,
    title: str,
    kind: Kind,
    on: date,
    hour: int,
    minutes: int,
    where: str = "",
) -> SchoolEvent:
    starts = datetime.combine(on, time(hour), school.district.zone)
    return SchoolEvent(
        school=school,
        title=title,
        series=series_of(title),
        kind=kind,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        place_text=where,
        written_by=by,
    )


def _make_feed(school: School | None) -> None:
    """A calendar of the high school that waits to be looked at."""
    keeper = school and User.objects.filter(email="principal@demo.example").first()
    if not school or not keeper:
        return
    feed = SchoolFeed.objects.create(
        school=school, name="School site", written_by=keeper
    )
    text = SITE.format(day=f"{_soon(school):%Y%m%d}")
    said, problems = examine(text.encode(), "school-site.ics", feed)
    feeds.upload_calendar(
        feed,
        by=keeper,
        record_id=uuid7(),
        said=said,
        problems=problems,
        file_name="school-site.ics",
    )
