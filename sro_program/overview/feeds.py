"""One person's calendar as RFC 5545 text, for Google, Outlook and Apple Calendar.

Times are local with their zone, since stamps in UTC show wrong in Outlook and shift
when the clocks change. What is called off stays for a month as a cancellation: a
program that only adds and changes would otherwise show it for ever.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest
from django.utils.timezone import now
from icalendar import Calendar, Event

from officers.attendance_states import AttendanceStatus
from officers.models import Absence, EventAttendance
from presentations.listing import visible_rows
from presentations.models import Presentation
from presentations.states import Status
from schools.models import District, SchoolDay
from sro_program.accounts.models import CalendarFeed
from sro_program.accounts.reached import reached_by
from sro_program.core.db import Actor
from sro_program.overview.calendar import MOST, advice_slots
from sro_program.overview.calendar_item import Wanted

BACK, AHEAD = timedelta(days=30), timedelta(days=365)
REFRESH = timedelta(hours=1)
A_DAY = timedelta(days=1)
A_YEAR = timedelta(days=366)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
STATUS = {
    Status.REQUESTED: TENTATIVE,
    Status.CHANGES_REQUESTED: TENTATIVE,
    Status.SCHEDULED: CONFIRMED,
    Status.DELIVERED: CONFIRMED,
    Status.MISSED: CANCELLED,
    Status.DECLINED: CANCELLED,
    Status.WITHDRAWN: CANCELLED,
    Status.CANCELLED: CANCELLED,
}


def feed_text(feed: CalendarFeed) -> tuple[bytes, datetime]:
    """The whole calendar of the feed's person, and when it last changed.

    The same bytes while nothing changes. Must run while that person acts.
    """
    today = now().date()
    wanted = Wanted(today - BACK, today + AHEAD)
    zones = {district.pk: district.zone for district in _districts(feed.user)}
    zone = _most_common(zones.values())
    calendar = _head(zone)
    talks = visible_rows(feed.user, reached_by(feed.user))
    events = [
        *_presentations(talks, wanted, zones),
        *_absences(feed.user, wanted, zone),
        *_days(feed, wanted),
        *_advice(feed, talks, wanted, zones),
        *_events(feed, wanted),
    ]
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(wanted.first - A_YEAR, wanted.last + A_YEAR)
    changes = [event.DTSTAMP or feed.created_at for event in events]
    return calendar.to_ical(), max(changes, default=feed.created_at)


def _nearest[M: (Presentation, Absence)](rows: QuerySet[M]) -> list[M]:
    """What comes, and with the room that is left what was last; in order of time."""
    coming = list(rows.filter(ends_at__gt=now()).order_by("starts_at", "id")[:MOST])
    was = rows.filter(ends_at__lte=now()).order_by("-starts_at", "-id")
    gone = list(was[: MOST - len(coming)])
    return sorted(gone + coming, key=lambda row: (row.starts_at, row.pk))


def _districts(user: Actor) -> Iterable[District]:
    return District.objects.visible_to(user)


def _most_common(zones: Iterable[ZoneInfo]) -> ZoneInfo:
    ranked = Counter(zones).most_common(1)
    return ranked[0][0] if ranked else ZoneInfo(settings.TIME_ZONE)


def _head(zone: ZoneInfo) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.PRODUCT_NAME}//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", settings.PRODUCT_NAME)
    calendar.add("x-wr-calname", settings.PRODUCT_NAME)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def _event(uid: object, title: str, stamp: datetime, status: str = CONFIRMED) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", title)
    event.add("status", status)
    return event


def _presentations(
    talks: QuerySet[Presentation], wanted: Wanted, zones: dict[int, ZoneInfo]
) -> Iterator[Event]:
    rows = talks.filter(
        status__in=STATUS, starts_at__gte=wanted.begins, starts_at__lt=wanted.ends
    )
    shown = _nearest(rows.select_related("topic", "school", "place", "officer__user"))
    same = Presentation.objects.filter(pk__in=[row.pk for row in shown]).order_by()
    changes = dict(same.values_list("pk", Max("history__pgh_created_at")))
    for row in shown:
        changed = changes.get(row.pk) or row.created_at
        status = STATUS[Status(row.status)]
        if status != CANCELLED or changed >= now() - BACK:
            zone = zones[row.school.district_id]
            yield _presentation(row, status, changed, zone)


def _presentation(
    row: Presentation, status: str, changed: datetime, zone: ZoneInfo
) -> Event:
    mark = {TENTATIVE: " (not confirmed)", CANCELLED: " (cancelled)"}.get(status, "")
    title = f"{row.topic.title}, {row.school.label}{mark}"
    event = _event(row.pk, title, changed, status)
    event.add("sequence", row.version)
    event.add("created", row.created_at)
    event.add("dtstart", row.starts_at.astimezone(zone))
    event.add("dtend", row.ends_at.astimezone(zone))
    event.add("location", ", ".join(filter(None, [row.where, row.school.name])))
    event.add("url", settings.SITE_URL + row.get_absolute_url())
    officer = str(row.officer) if row.officer else "No officer yet"
    event.add("description", f"{row.get_status_display()}. {officer}.")
    return event


def _absences(user: Actor, wanted: Wanted, zone: ZoneInfo) -> Iterator[Event]:
    """Only that someone is away: a calendar program's server is not ours."""
    rows = Absence.objects.visible_to(user).overlapping(wanted.begins, wanted.ends)
    for row in _nearest(rows.select_related("officer__user")):
        called_off = row.cancelled_at
        if called_off and called_off < now() - BACK:
            continue
        title = f"{row.officer}: away"
        status = CANCELLED if called_off else CONFIRMED
        event = _event(row.pk, title, called_off or row.recorded_at, status)
        event.add("sequence", 1 if called_off else 0)
        event.add("dtstart", row.starts_at.astimezone(zone))
        event.add("dtend", row.ends_at.astimezone(zone))
        event.add("transp", "TRANSPARENT")
        yield event


def _days(feed: CalendarFeed, wanted: Wanted) -> Iterator[Event]:
    rows = SchoolDay.objects.visible_to(feed.user).between(wanted.first, wanted.last)
    for row in rows.select_related("school", "district"):
        where = row.school.label if row.school else row.district.name
        title = f"{row.label} ({row.get_kind_display().lower()}), {where}"
        event = _event(f"day-{row.pk}", title, feed.created_at)
        event.add("dtstart", row.on)
        event.add("dtend", row.on + A_DAY)
        event.add("transp", "TRANSPARENT")
        yield event


def _advice(
    feed: CalendarFeed,
    talks: QuerySet[Presentation],
    wanted: Wanted,
    zones: dict[int, ZoneInfo],
) -> Iterator[Event]:
    rows = advice_slots(talks, wanted).select_related("school", "officer__user")
    for row in rows:
        zone = zones[row.school.district_id]
        title = f"Advice time kept, {row.school.label}"
        event = _event(f"advice-{row.pk}", title, feed.created_at)
        event.add("dtstart", row.starts_at.astimezone(zone))
        event.add("dtend", row.ends_at.astimezone(zone))
        event.add("description", f"{row.officer} is free for talks in person.")
        yield event


def _events(feed: CalendarFeed, wanted: Wanted) -> Iterator[Event]:
    """School events to which this officer means to come, or came; or not after all."""
    own = EventAttendance.objects.of(feed.user).filter(
        event__starts_at__lt=wanted.ends, event__ends_at__gt=wanted.begins
    )
    rows = own.select_related("event__school__district", "event__place")
    shown = list(rows.order_by("event__starts_at", "id")[:MOST])
    changes = _changes_of(shown)
    for row in shown:
        is_off = row.status == AttendanceStatus.NOT
        changed = changes[row.pk]
        if not is_off or changed >= now() - BACK:
            yield _school_event(row, CANCELLED if is_off else CONFIRMED, changed)


def _changes_of(shown: Sequence[EventAttendance]) -> Mapping[UUID, datetime]:
    """When each of them, or its event, last changed."""
    if not shown:
        return {}
    same = EventAttendance.objects.filter(pk__in=[row.pk for row in shown]).order_by()
    own, events = Max("history__pgh_created_at"), Max("event__history__pgh_created_at")
    return dict(same.values_list("pk", Greatest(own, events)))


def _school_event(row: EventAttendance, status: str, changed: datetime) -> Event:
    one, zone = row.event, row.event.school.district.zone
    mark = " (cancelled)" if status == CANCELLED else ""
    event = _event(one.pk, f"{one.title}, {one.school.label}{mark}", changed, status)
    event.add("sequence", one.version + row.version)
    if one.is_whole_days:
        event.add("dtstart", one.first_day)
        event.add("dtend", one.last_day + A_DAY)
    else:
        event.add("dtstart", one.starts_at.astimezone(zone))
        event.add("dtend", one.ends_at.astimezone(zone))
    event.add("location", ", ".join(filter(None, [one.where, one.school.name])))
    event.add("url", settings.SITE_URL + one.get_absolute_url())
    return event
