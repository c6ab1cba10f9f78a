"""Letting a calendar in, reading it, looking at what it says, and applying that.

The keepers of a school's own calendar do (product.md §2, §3). Of a feed one reading is
applied at a time: its row is held, and what is written is compared anew while it is.
"""

from collections.abc import Iterable
from itertools import takewhile
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.timezone import localdate

from schools import event_policy as policy
from schools.event_states import APPLY, CHECK, FAIL, REPLACE, SAY_SAME, ReadingStatus
from schools.feed_people import keepers_of
from schools.ics.applying import write_differences
from schools.ics.differences import compare
from schools.ics.fetching import Fetched, fetch, host_of
from schools.ics.run import Said, examine, said_in
from schools.models import FeedReading, School, SchoolFeed
from schools.oneroster.problems import Problems, Unreadable
from schools.policy import can_keep
from schools.ports import tell_of_events
from sro_program.audit.log import record
from sro_program.core.db import Actor, acting_as_clock, constraints_as_rules
from sro_program.core.errors import ProductError, RuleBroken
from sro_program.core.ids import uuid7
from sro_program.core.policy import require
from sro_program.core.times import school_year
from sro_program.notifications.outbox import notify_all
from sro_program.workflow import lock, move, write

CLOCK = AnonymousUser()
NO_ADDRESS = "This calendar has no address. Upload a file, or give it an address."
OVER = "This was applied already, or a later look has replaced it."
UNEXPECTED = "Something went wrong on our side. Nothing was changed."
WAITS = (
    "It says something wrong, or no longer tells of most of what lay ahead. Nothing "
    "was changed; look whether that is meant."
)
NOT_READ = "For several nights it could not be read."
FAILURE_LENGTH = 300
NIGHTS = 3


class About(TypedDict):
    """What a keeper says of a calendar."""

    name: str
    address: str
    applies_itself: bool
    closed_words: str
    early_words: str
    testing_words: str


@transaction.atomic
def add_feed(
    school: School, *, by: Actor, record_id: UUID, **about: Unpack[About]
) -> SchoolFeed:
    """Let a calendar in; sent twice, it is one.

    Raises NotAllowed, or RuleBroken for a name in use or an address we do not read.
    """
    require(can_keep(by, school))
    if kept := SchoolFeed.objects.filter(pk=record_id, school=school).first():
        return kept
    _refuse_address(about["address"])
    feed = SchoolFeed(id=record_id, school=school, written_by_id=by.pk, **about)
    with constraints_as_rules(SchoolFeed):
        feed.save(force_insert=True)
    record(by, "add_feed", feed)
    return feed


@transaction.atomic
def change_feed(
    feed: SchoolFeed, *, by: Actor, version: int | None = None, **about: Unpack[About]
) -> SchoolFeed:
    """Say otherwise where it is, or by which words its days are known.

    It is read as if for the first time after that. Raises NotAllowed, Stale or
    RuleBroken.
    """
    require(policy.can_keep_feed(by, feed))
    feed = lock(feed, version=version)
    _refuse_address(about["address"])
    write(feed, **about, etag="", last_modified="", read_for=None)
    record(by, "change_feed", feed)
    return feed


@transaction.atomic
def upload_calendar(
    feed: SchoolFeed,
    *,
    by: Actor,
    record_id: UUID,
    said: Said,
    problems: Problems,
    file_name: str,
) -> FeedReading:
    """Keep what a file says until it is applied; an earlier look is replaced."""
    require(policy.can_keep_feed(by, feed))
    feed = lock(feed)
    if kept := FeedReading.objects.filter(pk=record_id, feed=feed).first():
        return kept
    _replace(feed, REPLACE.sources, by)
    reading = FeedReading(
        id=record_id,
        feed=feed,
        school=feed.school,
        status=ReadingStatus.CHECKED,
        asked_by_id=by.pk,
        file_name=file_name[-120:],
        **_kept(said, problems),
    )
    with constraints_as_rules(FeedReading):
        reading.save(force_insert=True)
    record(by, "upload_calendar", reading)
    return reading


@transaction.atomic
def ask_for_reading(feed: SchoolFeed, *, by: Actor) -> FeedReading:
    """Have the address read now; asked twice, it is read once.

    Whoever calls this starts `tasks.read_feed`. Raises NotAllowed or RuleBroken.
    """
    require(policy.can_keep_feed(by, feed))
    feed = lock(feed)
    if not feed.address:
        raise RuleBroken(NO_ADDRESS)
    waiting = FeedReading.objects.waiting().filter(feed=feed).first()
    if waiting:
        return waiting
    reading = FeedReading(id=uuid7(), feed=feed, school=feed.school, asked_by_id=by.pk)
    reading.save(force_insert=True)
    record(by, "ask_for_reading", reading)
    return reading


def feeds_to_read() -> list[UUID]:
    """The clock asks for every address; the readings that wait now, by key."""
    with acting_as_clock():
        waiting = {*FeedReading.objects.waiting().values_list("feed", flat=True)}
        feeds = SchoolFeed.objects.read_by_itself().exclude(pk__in=waiting)
        FeedReading.objects.bulk_create(
            [FeedReading(feed=feed, school_id=feed.school_id) for feed in feeds],
            ignore_conflicts=True,
        )
        return list(FeedReading.objects.waiting().values_list("pk", flat=True))


def read(reading_id: UUID) -> None:
    """Fetch the address and look at what it says. The clock acts; done once.

    The network is asked while no transaction is open. A failure is written down.
    """
    with acting_as_clock():
        rows = FeedReading.objects.waiting().select_related("feed__school__district")
        reading = rows.filter(pk=reading_id).first()
    if reading is None:
        return
    try:
        fetched = _fetch(reading.feed)
        with acting_as_clock():
            _look_at(reading, fetched)
    except (Unreadable, ProductError) as error:
        _fail(reading, str(error))
    except Exception:
        _fail(reading, UNEXPECTED)
        raise


@transaction.atomic
def apply_reading(
    reading: FeedReading, *, by: Actor, mode: str, version: int | None = None
) -> FeedReading:
    """Write what was looked at: events, and days of the school year.

    Raises NotAllowed, Stale, WrongState where it was applied or replaced, or RuleBroken
    when all entries are wanted and some are bad.
    """
    require(policy.can_keep_feed(by, reading.feed))
    feed = lock(reading.feed)
    reading = lock(reading, version=version)
    if mode == FeedReading.Mode.ALL and reading.problem_count:
        raise RuleBroken(_some_are_bad(reading.problem_count))
    _apply(reading, feed, by)
    return reading


def _apply(reading: FeedReading, feed: SchoolFeed, by: Actor) -> None:
    found = reading.found
    move(reading, APPLY, by=by, found=[])
    if found:
        differences = compare(said_in(found, reading.about), feed)
        otherwise = write_differences(differences, feed, by)
        write(reading, counts=differences.counts)
        tell_of_events(otherwise, by)


def _refuse_address(address: str) -> None:
    if address:
        try:
            host_of(address)
        except Unreadable as error:
            raise RuleBroken(str(error)) from None


def _replace(feed: SchoolFeed, states: Iterable[str], by: Actor | None) -> int:
    """What was read earlier is not applied any more; how many there were."""
    earlier = FeedReading.objects.filter(feed=feed, status__in=states)
    for one in earlier:
        move(one, REPLACE, by=by, found=[])
    return len(earlier)


def _kept(said: Said, problems: Problems) -> dict[str, Any]:
    return {
        "found": [one.as_json() for one in said.found],
        "about": said.about,
        "problems": problems.as_json(),
        "problem_count": problems.total,
    }


def _fetch(feed: SchoolFeed) -> Fetched:
    """Only what has changed; but for a new school year, all of it."""
    if feed.read_for != school_year(localdate()):
        return fetch(feed.address)
    return fetch(feed.address, etag=feed.etag, last_modified=feed.last_modified)


def _look_at(reading: FeedReading, fetched: Fetched) -> None:
    feed = lock(reading.feed)
    reading = lock(reading)
    if reading.status != ReadingStatus.WAITING:
        return
    if fetched.content is None:
        move(reading, SAY_SAME, by=None)
        return
    said, problems = examine(fetched.content, "The calendar", feed)
    _remember(feed, fetched)
    waited = _replace(feed, [ReadingStatus.CHECKED], None)
    differences = compare(said, feed)
    if not differences.count and not problems.total:
        move(reading, SAY_SAME, by=None)
        return
    move(reading, CHECK, by=None, **_kept(said, problems))
    if feed.applies_itself:
        if not problems.total and not differences.takes_most_away:
            _apply(reading, feed, CLOCK)
        elif not waited:
            _tell_keepers(feed, WAITS)


def _remember(feed: SchoolFeed, fetched: Fetched) -> None:
    """What the server called this state, so that it need not send it again."""
    feed.etag, feed.last_modified = fetched.etag, fetched.last_modified
    feed.read_for = school_year(localdate())
    feed.save(update_fields=["etag", "last_modified", "read_for"])


def _fail(reading: FeedReading, failure: str) -> None:
    with acting_as_clock():
        reading = lock(reading)
        if FAIL.possible(reading):
            move(reading, FAIL, by=None, failure=failure[:FAILURE_LENGTH])
            if _nights_failed(reading.feed) == NIGHTS:
                _tell_keepers(reading.feed, f"{NOT_READ} {failure}")


def _nights_failed(feed: SchoolFeed) -> int:
    """How often in a row up to now; beyond what matters it is not counted on."""
    read = FeedReading.objects.filter(feed=feed).order_by("-id")
    states = read.values_list("status", flat=True)[: NIGHTS + 1]
    return sum(1 for _ in takewhile(ReadingStatus.FAILED.__eq__, states))


def _tell_keepers(feed: SchoolFeed, text: str) -> None:
    notify_all(
        keepers_of(feed),
        "school_event",
        url=feed.get_absolute_url(),
        heading=f"The calendar {feed.name} of {feed.school.name} is not followed",
        text=text,
        label="Look at the calendar",
    )


def _some_are_bad(count: int) -> str:
    entries = "1 entry is" if count == 1 else f"{count} entries are"
    return (
        f"{entries} bad. Correct the calendar, or choose to apply the good ones only."
    )
