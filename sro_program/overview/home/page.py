"""What was found, in words and links; a person with several roles gets the union."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from officers.models import Absence, Officer
from officers.quick import QuickLog, quick_log_of
from presentations.states import Status
from sro_program.accounts.models import Role, User
from sro_program.overview.calendar_item import CalendarItem
from sro_program.overview.home import attending, policing, training
from sro_program.overview.home.finding import find
from sro_program.overview.home.rows import Found, Need
from sro_program.overview.home.week import Gap, Here, Week, absences_of, week_for
from sro_program.overview.home.wings import WINGS

LIST = "presentations:index"
WAITS_LONG = timedelta(days=3)
NEEDS = {
    "decide": ("From {person}, for {school}.", "Decide"),
    "accept": ("{school} waits for an officer’s yes.", "Answer"),
    "record": ("Given at {school}? Say how it went.", "Record"),
    "change": ("{school} asks you to change something.", "Change"),
    "finish": ("You began this request and have not sent it.", "Finish"),
    "choose": ("It was called off. Choose one of the new times.", "Choose a time"),
    "answer": ("How was it? Three questions.", "Give feedback"),
}
OVERSEEN = {
    "requested": ("{school} has no answer yet.", "Open"),
    "unrecorded": ("Nobody has recorded how it went at {school}.", "Open"),
}
AFTERWARDS = {"record", "answer", "unrecorded"}
MOST_OVERSEEN, MOST_GAPS = 3, 5
ASK = frozenset({Role.TEACHER, Role.COUNSELOR, Role.PRINCIPAL})
COVER = frozenset(Role) - {Role.TEACHER}
GAPS = frozenset({Role.COMMANDER, Role.OFFICE, Role.DISTRICT, Role.PRINCIPAL})
DIRECT = frozenset({Role.COMMANDER, Role.OFFICE, Role.PRINCIPAL})
COUNTS = frozenset({Role.COMMANDER, Role.OFFICE, Role.DISTRICT})


@dataclass(frozen=True, slots=True)
class Own:
    """A request of this person's, and how far it is."""

    title: str
    url: str
    status: str
    state: str
    starts_at: datetime
    school: str


@dataclass(frozen=True, slots=True)
class Number:
    """A count that leads to exactly what it counts."""

    number: int
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The page after sign-in."""

    roles: frozenset[str]
    needs: Sequence[Need]
    more_needs: int
    numbers: Sequence[Number]
    own: Sequence[Own]
    today: Sequence[CalendarItem]
    soon: Sequence[CalendarItem]
    week: Week | None
    absences: Sequence[Absence]
    on: date
    quick: QuickLog | None = None
    is_between_schools: bool = False  # in service, and without an assignment today
    events: Sequence[attending.EventToday] = ()

    @property
    def may_ask(self) -> bool:
        return bool(self.roles & ASK)

    @property
    def directs(self) -> bool:
        """Reads what officers are directed to do."""
        return bool(self.roles & DIRECT)

    @property
    def is_officer(self) -> bool:
        return Role.OFFICER in self.roles

    @property
    def called_out(self) -> Absence | None:
        """The call-out that is going on now."""
        return next((one for one in self.absences if one.is_call_out_now), None)

    @property
    def sees_needs(self) -> bool:
        """The district only reads; nothing ever waits for it."""
        return bool(self.needs or self.roles - {Role.DISTRICT})

    @property
    def covers(self) -> bool:
        return bool(self.roles & COVER) and self.week is not None

    @property
    def here(self) -> Sequence[Here]:
        """Who is where today."""
        return self.week.here_on(self.on) if self.week else []

    @property
    def gaps(self) -> Sequence[Gap]:
        """The first few hours without an officer that are still to come."""
        gaps = self.week.gaps if self.week else []
        return [gap for gap in gaps if gap.on > self.on][:MOST_GAPS]

    @property
    def which_week(self) -> str:
        """The one that is shown: at a weekend it is the next."""
        return _which_week(self.week.monday if self.week else self.on, self.on)

    @property
    def bells(self) -> Sequence[tuple[str, datetime, datetime]]:
        """First and last bell today, for the schools an officer serves."""
        return self.week.hours_on(self.on) if self.week else []


def home_for(user: User, roles: frozenset[str]) -> Home:
    """At most ten queries: all rows, the week, an officer's absences and log."""
    found, today = find(user, roles), localdate()
    week = week_for(user, today) if roles & COVER else None
    needs = [need for part in NEEDS for need in map(_need, found.get(part, []))]
    owed = [need for wing in WINGS for need in wing.needs_in(found)]
    total = sum(rows[0].total for part, rows in found.items() if part in NEEDS)
    advice = _items(found.get("advice", []))
    return Home(
        roles,
        [*owed, *needs, *_overseen(found, roles), *training.needs_in(found)],
        total - len(needs),
        [*_reports(found, roles), *_counts(found, roles, today)]
        + _coverage(week, roles),
        [_own(row) for row in found.get("mine", [])],
        _in_order([*_items(found.get("today", [])), *_on(advice, today, True)]),
        _in_order([*_items(found.get("soon", [])), *_on(advice, today, False)]),
        week,
        absences_of(user, today) if Role.OFFICER in roles else [],
        today,
        quick_log_of(user) if Role.OFFICER in roles else None,
        not roles and Officer.objects.in_service().filter(user_id=user.pk).exists(),
        attending.today_in(found),
    )


def _overseen(
    found: Mapping[str, Sequence[Found]], roles: frozenset[str]
) -> list[Need]:
    """What command and office look after: late, or soon and without an answer."""
    if not roles & {Role.COMMANDER, Role.OFFICE}:
        return []
    rows = [row for part in OVERSEEN for row in found.get(part, [])]
    return [_need(row) for row in rows if _is_late(row)][:MOST_OVERSEEN]


def _is_late(row: Found) -> bool:
    soon = row.starts_at - now() < WAITS_LONG
    return soon or now() - _since(row) >= WAITS_LONG


def _since(row: Found) -> datetime:
    """From when it waits: asked for, or over."""
    return row.ends_at if row.part in AFTERWARDS else row.since


def _own(row: Found) -> Own:
    url = reverse("presentations:detail", args=[row.pk])
    label = str(Status(row.status).label)
    return Own(row.title, url, row.status, label, row.starts_at, row.school)


def _need(row: Found) -> Need:
    text, label = (NEEDS | OVERSEEN)[row.part]
    when = localtime(row.starts_at)
    waited = now() - _since(row)
    said = text.format(person=row.person, school=row.school)
    return Need(
        row.title,
        f"{when:%a, %b} {when.day}, {when:%-I:%M %p}. {said}",
        reverse("presentations:detail", args=[row.pk]),
        label,
        f"waiting {waited.days} days" if waited >= WAITS_LONG else "",
        row.part in {"decide", "accept"} and row.starts_at - now() < WAITS_LONG,
    )


def _items(rows: Iterable[Found]) -> list[CalendarItem]:
    return [
        CalendarItem(
            row.starts_at,
            row.ends_at,
            False,
            row.title,
            "advice" if row.part == "advice" else "presentation",
            _url(row),
            row.school,
            Status(row.status).label if row.status == Status.DELIVERED else "",
        )
        for row in rows
    ]


def _url(row: Found) -> str:
    page = "officers" if row.part == "advice" else "presentations"
    return reverse(f"{page}:detail", args=[row.pk])


def _on(
    items: Iterable[CalendarItem], today: date, is_today: bool
) -> list[CalendarItem]:
    return [item for item in items if (item.first == today) == is_today]


def _in_order(items: Iterable[CalendarItem]) -> list[CalendarItem]:
    return sorted(items, key=lambda item: item.start)


def _counts(
    found: Mapping[str, Sequence[Found]], roles: frozenset[str], today: date
) -> list[Number]:
    if not roles & COUNTS:
        return []
    monday = today - timedelta(days=today.weekday())
    sunday, yesterday = monday + timedelta(days=6), today - timedelta(days=1)
    scheduled = Status.SCHEDULED
    return [
        Number(
            _total(found, "requested"),
            "requests without both signatures",
            _list(state=Status.REQUESTED),
        ),
        Number(
            _total(found, "unrecorded"),
            "given but not recorded",
            _list(state=scheduled, until=yesterday),
        ),
        Number(
            _total(found, "week"),
            "still scheduled this week",
            _list(state=scheduled, since=monday, until=sunday),
        ),
    ]


def _reports(
    found: Mapping[str, Sequence[Found]], roles: frozenset[str]
) -> list[Number]:
    """The queue of the command, alerts among it or on the way there."""
    if Role.COMMANDER not in roles:
        return []
    alerts = _total(found, policing.ALERT)
    note = f"{alerts} with something to know at once" if alerts else ""
    number = _total(found, policing.REVIEW)
    return [Number(number, "reports to review", reverse("incidents:reviews"), note)]


def _coverage(week: Week | None, roles: frozenset[str]) -> list[Number]:
    if week is None or not roles & GAPS:
        return []
    url = f"{reverse('officers:board')}?{urlencode({'week': week.monday})}"
    label = f"gaps in coverage {_which_week(week.monday, localdate())}"
    return [Number(len(week.gaps), label, url, "school hours without an officer")]


def _which_week(monday: date, today: date) -> str:
    return "next week" if monday > today else "this week"


def _total(found: Mapping[str, Sequence[Found]], part: str) -> int:
    rows = found.get(part)
    return rows[0].total if rows else 0


def _list(**query: object) -> str:
    return f"{reverse(LIST)}?{urlencode(query)}"
