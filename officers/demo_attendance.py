"""Which of the demo's events its deputies were at, with the lines of their log."""

from datetime import timedelta

from django.utils.timezone import localdate, localtime, now

from officers.actions.event_line import SOURCE, TYPES, suggested_minutes
from officers.attendance_states import AttendanceStatus
from officers.coverage import holding
from officers.models import ActivityEntry, EventAttendance, Officer
from schools.models import District, SchoolEvent

LOOK_BACK = timedelta(days=60)
AT_MOST = 6
PASSED_BY = {"chess club", "garden club", "beta club"}
"""Nobody of the unit has been there: what the page of those not visited shows."""


def make_attendances(district: District) -> None:
    """Some of the last two months, for each; once. In bulk, as the log."""
    if EventAttendance.objects.filter(school__district=district).exists():
        return
    officers = Officer.objects.in_service().filter(
        police_agency=district.police_agency_id
    )
    made = [one for officer in officers for one in _of(officer, district)]
    EventAttendance.objects.bulk_create(made)
    ActivityEntry.objects.bulk_create([_line(one, district) for one in made])


def _of(officer: Officer, district: District) -> list[EventAttendance]:
    today = localdate()
    held = holding(today, today).filter(officer=officer)
    events = SchoolEvent.objects.planned().filter(
        school__district=district,
        school__campus__in=held.values("campus"),
        ends_at__range=(now() - LOOK_BACK, now()),
    )
    events = events.exclude(series__in=PASSED_BY).order_by("-starts_at")
    return [
        EventAttendance(
            event=event,
            school_id=event.school_id,
            officer=officer,
            status=AttendanceStatus.ATTENDED,
            minutes=suggested_minutes(event),
        )
        for event in events.select_related("school")[officer.pk % 3 :: 3][:AT_MOST]
    ]


def _line(attendance: EventAttendance, district: District) -> ActivityEntry:
    event = attendance.event
    kind = TYPES.get(SchoolEvent.Kind(event.kind), ActivityEntry.Type.SPECIAL_EVENT)
    return ActivityEntry(
        officer=attendance.officer,
        school_id=event.school_id,
        on=localtime(event.starts_at, district.zone).date(),
        started_at=event.starts_at,
        type=kind,
        function=ActivityEntry.Function.SCHOOL_ACTIVITY,
        minutes=attendance.minutes,
        place=event.title[:80],
        source_kind=SOURCE,
        source_id=attendance.pk,
    )
