"""Walkthroughs of the demo: a year of rounds at eight schools, and what was found.

The past is written in bulk, with what was mended since; the last rounds go through the
action, so that somebody is told.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate

from schools.actions.walkthroughs import DUE, Found, Seen, send_walkthrough
from schools.calendar import SchoolCalendar
from schools.checklists import checklist_for
from schools.drill_people import officers_to_name
from schools.finding_people import menders_at
from schools.finding_states import FindingStatus
from schools.models import (
    ChecklistItem,
    District,
    Finding,
    School,
    WalkAnswer,
    Walkthrough,
)
from schools.models.checklists import Answer, Scale
from sro_program.accounts.models import User
from sro_program.core.ids import uuid7
from sro_program.core.times import A_DAY

A_YEAR, EVERY = timedelta(days=365), 10
"""Days of school from round to round."""
BEGINS = time(8, 40)
ROUTES = ["Outside, then the halls", "Front to back", "East wing", "All doors"]
WEATHERS = ["clear", "cloudy", "rain", "clear", "fog"]
OF_ROUNDS = 3
"""One in so many finds something."""
FINDINGS = [
    ("Exterior doors are locked", "The side door by the gym was propped open", "high"),
    ("Lights work", "Two lights of the parking lot are out", "low"),
    ("Classroom doors are locked", "The lock of one classroom sticks", "medium"),
    ("AEDs are in place", "The battery of the AED shows yellow", "high"),
    ("Signs lead visitors", "The sign at the bus loop is down", "low"),
    ("Window covers", "A window cover is missing in the music room", "medium"),
    ("Cameras were seen", "The camera of the rear lot shows no picture", "medium"),
]
MENDED_AFTER = timedelta(days=9)
LAST = [("Calloway County High School", 1), ("North Calloway Elementary School", 5)]
"""Whose last round goes through the action, and what it found."""
NOT_ASSESSED = ("Calloway County Preschool", "Calloway County Day Treatment Center")
STATE_OF = [Answer.IN_PLACE, Answer.IN_PLACE, Answer.IN_PROGRESS, Answer.FUTURE]


def make_walkthroughs(district: District, commander: User) -> None:
    """For every school; once."""
    if Walkthrough.objects.filter(school__district=district).exists():
        return
    walks: list[Walkthrough] = []
    answers: list[WalkAnswer] = []
    findings: list[Finding] = []
    schools = district.schools.select_related("district").order_by("pk")
    for n, school in enumerate(schools):
        by = officers_to_name(school).first() or commander
        for walk, seen, found in (*_rounds(school, n, by), *_yearly(school, n, by)):
            walks.append(walk)
            answers += seen
            findings += found
    Walkthrough.objects.bulk_create(walks)
    WalkAnswer.objects.bulk_create(answers, batch_size=1_000)
    Finding.objects.bulk_create(findings)
    for name, which in LAST:
        for school in schools.filter(name=name):
            _walk_today(school, which)


type Made = tuple[Walkthrough, list[WalkAnswer], list[Finding]]


def _rounds(school: School, n: int, by: User) -> Iterator[Made]:
    """Every two weeks until the day before yesterday."""
    today = localdate()
    checklist = checklist_for(school, Scale.ROUND, today)
    items = list(checklist.items.all()) if checklist else []
    menders = list(menders_at(school))
    calendar = SchoolCalendar.load(school, today - A_YEAR, today - 2 * A_DAY)
    days = calendar.instructional_days(calendar.first, calendar.last)
    for k, on in enumerate(days[n % EVERY :: EVERY]):
        which = (k + n) // OF_ROUNDS if (k + n) % OF_ROUNDS == 0 else None
        said = FINDINGS[which % len(FINDINGS)] if which is not None else None
        walk = _walk(school, by, on, checklist=checklist, route=ROUTES[k % len(ROUTES)])
        walk.weather = WEATHERS[(k + n) % len(WEATHERS)]
        at = next((i for i in items if said and i.text.startswith(said[0])), None)
        seen = [_answer(walk, item, _usual(item, at, k + n)) for item in items]
        found = [_mended(walk, at, said, menders)] if at and said else []
        yield walk, seen, found


def _yearly(school: School, n: int, by: User) -> Iterator[Made]:
    """Of last school year, and of this one where it is done already."""
    today = localdate()
    checklist = checklist_for(school, Scale.ASSESSMENT, today)
    begins = school.district.school_years.filter(starts_on__lte=today - 30 * A_DAY)
    last_two = begins.order_by("-starts_on").values_list("starts_on", flat=True)[:2]
    for k, starts_on in enumerate(last_two):
        if checklist and (k or school.name not in NOT_ASSESSED):
            on = starts_on + 28 * A_DAY
            walk = _walk(school, by, on, checklist=checklist, route="")
            items = list(checklist.items.all())
            states = [STATE_OF[(i * (n + 3 + k)) % 4] for i in range(len(items))]
            pairs = zip(items, states, strict=True)
            yield walk, [_answer(walk, item, state) for item, state in pairs], []


def _walk(school: School, by: User, on: date, **said: object) -> Walkthrough:
    at = datetime.combine(on, BEGINS, school.district.zone)
    return Walkthrough(
        school=school, walked_by=by, on=on, begins=BEGINS, written_at=at, **said
    )


def _answer(walk: Walkthrough, item: ChecklistItem, answer: str) -> WalkAnswer:
    return WalkAnswer(walkthrough=walk, school=walk.school, item=item, answer=answer)


def _usual(item: ChecklistItem, at: ChecklistItem | None, n: int) -> Answer:
    """Nearly always in order; now and then one was not looked at."""
    if item == at:
        return Answer.FINDING
    if "Portable" in item.text:
        return Answer.NOT_APPLICABLE
    return Answer.NOT_CHECKED if (item.position + n) % 11 == 0 else Answer.OK


def _mended(
    walk: Walkthrough,
    item: ChecklistItem,
    said: tuple[str, str, str],
    menders: Sequence[User],
) -> Finding:
    """What was found in the past; it is mended and looked at by two, or due still."""
    _, what, severity = said
    mended = walk.written_at + MENDED_AFTER
    is_mended = mended.date() < localdate() and len(menders) > 1
    finding = Finding(
        status=FindingStatus.CHECKED if is_mended else FindingStatus.OPEN,
        school=walk.school,
        walkthrough=walk,
        item=item,
        what=what,
        severity=severity,
        owner=Finding.Owner.FACILITIES,
        written_by=walk.walked_by,
        written_at=walk.written_at,
        due_on=max(walk.on + DUE[severity], localdate() + 3 * A_DAY),
    )
    if is_mended:
        finding.due_on = walk.on + DUE[severity]
        finding.done_by, finding.done_at = menders[0], mended - 2 * A_DAY
        finding.checked_by, finding.checked_at = menders[-1], mended
    return finding


def _walk_today(school: School, which: int) -> None:
    """The last school day's round, sent by whoever serves the school."""
    officer = officers_to_name(school).first()
    today = localdate()
    checklist = checklist_for(school, Scale.ROUND, today)
    calendar = SchoolCalendar.load(school, today - 20 * A_DAY, today - A_DAY)
    days = calendar.instructional_days(calendar.first, calendar.last)
    if not (officer and checklist and days):
        return
    starts, what, severity = FINDINGS[which]
    items = list(checklist.items.all())
    at = next(item for item in items if item.text.startswith(starts))
    send_walkthrough(
        school,
        by=officer,
        record_id=uuid7(),
        checklist=checklist,
        on=days[-1],
        begins=BEGINS,
        route="All doors",
        weather="clear",
        in_session=True,
        note="",
        seen=[Seen(item, _usual(item, at, 0), "") for item in items],
        found=[Found(at, what, severity, Finding.Owner.FACILITIES, None)],
    )
