"""Calendars that a school lets in: who keeps them, what they change, both walls."""

import re
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.actions import events, feeds, keeping
from schools.ics.fetching import Fetched
from schools.ics.run import examine
from schools.models import FeedReading, SchoolDay, SchoolEvent, SchoolFeed
from schools.oneroster.problems import Unreadable
from schools.tasks import read_feed, read_feeds
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from sro_program.notifications.models import Notification
from tests.factories.schools import SchoolEventFactory, SchoolFeedFactory
from tests.schools.drilling import NOW
from tests.schools.pages import text, url
from tests.schools.test_ics import calendar, event
from tests.threads import as_, together

FILES = Path(__file__).parent / "ics"
KEEPERS = ["principal", "office", "commander", "district"]
OTHERS = ["officer", "counselor", "teacher"]
CHICAGO = ZoneInfo("America/Chicago")
CLUB = event("RRULE:FREQ=WEEKLY;COUNT=3")
GAME = event("LOCATION:Stadium", uid="g", starts="DTSTART:20261204T180000")
CLOSED = ("UID:c", "DTSTART;VALUE=DATE:20261207", "SUMMARY:No School")
TESTS = (
    "UID:t",
    "DTSTART;VALUE=DATE:20261210",
    "DTEND;VALUE=DATE:20261215",
    "SUMMARY:State testing",
)
EARLY = ("UID:e", "DTSTART;VALUE=DATE:20261218", "SUMMARY:Early release 12:30 PM")
BROKEN = event("RRULE:FREQ=SECONDLY", uid="bomb")


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def feed(school, people):
    with acting_as_clock():
        return SchoolFeedFactory(school=school, written_by=people["principal"])


def about(**changes):
    return {
        "name": "Athletics",
        "address": "",
        "applies_itself": False,
        "closed_words": "no school",
        "early_words": "early release",
        "testing_words": "testing",
        **changes,
    }


def upload(feed, by, *entries):
    said, problems = examine(calendar(*entries).encode(), "a.ics", feed)
    return feeds.upload_calendar(
        feed,
        by=by,
        record_id=uuid7(),
        said=said,
        problems=problems,
        file_name="a.ics",
    )


def take(feed, by, *entries, mode="all"):
    """Upload and apply."""
    return feeds.apply_reading(upload(feed, by, *entries), by=by, mode=mode)


def standing():
    """What stands of events, in order."""
    return [
        (f"{one.starts_at.astimezone(CHICAGO):%m-%d %H:%M}", one.title, one.status)
        for one in SchoolEvent.objects.order_by("starts_at", "uid")
    ]


def days():
    return [
        (str(one.on), one.kind, one.label) for one in SchoolDay.objects.order_by("on")
    ]


# ---- Verbs ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_the_calendar_lets_others_in(role, people, school):
    user = people[role]
    with acting_as(user):
        feed = feeds.add_feed(school, by=user, record_id=uuid7(), **about())
        feed = feeds.change_feed(feed, by=user, **about(name="Clubs"))
        take(feed, user, CLUB, CLOSED)
        assert (SchoolEvent.objects.count(), SchoolDay.objects.count()) == (3, 1)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_does(role, people, school, feed):
    user = people[role]
    reading = upload(feed, people["principal"], CLUB)
    for verb in (
        lambda: feeds.add_feed(school, by=user, record_id=uuid7(), **about()),
        lambda: feeds.change_feed(feed, by=user, **about()),
        lambda: feeds.ask_for_reading(feed, by=user),
        lambda: feeds.apply_reading(reading, by=user, mode="all"),
        lambda: upload(feed, user, CLUB),
    ):
        with pytest.raises(NotAllowed):
            verb()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "http://a.example"}, "https://"),
        ({"address": "https://u:p@a.example"}, "no address"),
        ({"name": "Athletics"}, "of that name"),
        ({"applies_itself": True}, "has an address"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, sentence, people, school):
    by = people["principal"]
    feeds.add_feed(school, by=by, record_id=uuid7(), **about())

    with pytest.raises(RuleBroken, match=sentence):
        feeds.add_feed(
            school, by=by, record_id=uuid7(), **about(**{"name": "New"} | changes)
        )


def test_sent_twice_it_is_one(people, school):
    key = uuid7()
    for _ in range(2):
        feeds.add_feed(school, by=people["office"], record_id=key, **about())

    assert SchoolFeed.objects.count() == 1


def test_events_and_days_of_a_calendar(people, feed):
    take(feed, people["principal"], CLUB, GAME, CLOSED, TESTS, EARLY)

    assert standing() == [
        ("12-01 15:00", "Chess club", "planned"),
        ("12-04 18:00", "Chess club", "planned"),
        ("12-08 15:00", "Chess club", "planned"),
        ("12-15 15:00", "Chess club", "planned"),
    ]
    assert days() == [
        ("2026-12-07", "closed", "No School"),
        ("2026-12-10", "testing", "State testing"),
        ("2026-12-11", "testing", "State testing"),
        ("2026-12-14", "testing", "State testing"),
        ("2026-12-18", "early_release", "Early release 12:30 PM"),
    ]
    assert SchoolDay.objects.get(kind="early_release").early_release.hour == 12


def test_applied_twice_it_changes_nothing(people, feed):
    by = people["principal"]
    reading = take(feed, by, CLUB, GAME, CLOSED, EARLY)
    versions = list(SchoolEvent.objects.values_list("pk", "version"))

    with pytest.raises(WrongState, match="already applied"):
        feeds.apply_reading(reading, by=by, mode="all")
    again = take(feed, by, CLUB, GAME, CLOSED, EARLY)

    assert not sum(again.counts.values())
    assert list(SchoolEvent.objects.values_list("pk", "version")) == versions


def test_what_was_moved_renamed_or_called_off_follows(people, feed):
    by = people["principal"]
    take(feed, by, CLUB, GAME)
    key = SchoolEvent.objects.get(uid="g").pk
    moved = event(uid="g", starts="DTSTART:20261205T180000")
    off = (
        "UID:a",
        "RECURRENCE-ID:20261208T150000",
        "DTSTART:20261208T150000",
        "SUMMARY:Chess club",
        "STATUS:CANCELLED",
    )

    take(feed, by, CLUB, off, moved)

    assert standing() == [
        ("12-01 15:00", "Chess club", "planned"),
        ("12-05 18:00", "Chess club", "planned"),
        ("12-08 15:00", "Chess club", "cancelled"),
        ("12-15 15:00", "Chess club", "planned"),
    ]
    assert SchoolEvent.objects.get(uid="g").pk == key
    take(feed, by, CLUB, moved)
    assert SchoolEvent.objects.filter(status="planned").count() == 4


def test_what_vanishes_is_called_off_but_not_the_past(people, feed):
    by = people["principal"]
    past = event(uid="p", starts="DTSTART:20261105T180000")
    take(feed, by, GAME, past, CLOSED)

    take(feed, by, event(uid="n", starts="DTSTART:20261224T100000"))

    assert standing() == [
        ("11-05 18:00", "Chess club", "planned"),
        ("12-04 18:00", "Chess club", "cancelled"),
        ("12-24 10:00", "Chess club", "planned"),
    ]
    assert not days()


@pytest.mark.parametrize("becomes", ["series", "one"])
def test_an_event_that_becomes_a_series_stays_the_same_and_back(becomes, people, feed):
    by, once = people["principal"], event()
    first, then = (once, CLUB) if becomes == "series" else (CLUB, once)
    take(feed, by, first)
    key = SchoolEvent.objects.earliest("starts_at").pk

    take(feed, by, then)

    at_its_time = SchoolEvent.objects.earliest("starts_at")
    assert (at_its_time.pk, at_its_time.status) == (key, "planned")
    planned = SchoolEvent.objects.planned().count()
    assert planned == (3 if becomes == "series" else 1)
    assert not sum(take(feed, by, then).counts.values())


def test_the_kind_that_a_keeper_named_stays(people, feed):
    by = people["principal"]
    take(feed, by, GAME)
    events.name_kind(SchoolEvent.objects.get(), by=by, kind="ceremony")

    take(feed, by, event(uid="g", starts="DTSTART:20261205T180000"))

    assert SchoolEvent.objects.get().kind == "ceremony"


def test_a_day_that_somebody_marked_stays_theirs(people, school, feed):
    SchoolDay.objects.create(
        district=school.district, on=date(2026, 12, 7), kind="closed", label="Snow"
    )

    take(feed, people["principal"], CLOSED)
    take(feed, people["principal"], GAME)

    assert days() == [("2026-12-07", "closed", "Snow")]


def test_a_day_that_somebody_changed_follows_no_calendar(people, feed):
    by = people["principal"]
    take(feed, by, CLOSED)
    keeping.change_day(SchoolDay.objects.get(), by=by, kind="closed", label="Snow")

    take(feed, by, CLOSED)
    take(feed, by, GAME)

    assert days() == [("2026-12-07", "closed", "Snow")]


def test_a_day_that_is_called_otherwise_follows(people, feed):
    by = people["principal"]
    take(feed, by, CLOSED)

    take(feed, by, (*CLOSED[:2], "SUMMARY:No School (snow)"))

    assert days() == [("2026-12-07", "closed", "No School (snow)")]


def test_nothing_to_apply_is_applied_as_nothing(people, feed):
    take(feed, people["principal"])

    assert not standing()


def test_one_file_sent_twice_is_looked_at_once(people, feed):
    by, key = people["principal"], uuid7()
    said, problems = examine(calendar(CLUB).encode(), "a.ics", feed)
    for _ in range(2):
        feeds.upload_calendar(
            feed,
            by=by,
            record_id=key,
            said=said,
            problems=problems,
            file_name="a.ics",
        )

    assert FeedReading.objects.count() == 1


def test_all_or_none_or_the_good_ones(people, feed):
    by = people["principal"]
    take(feed, by, GAME, event(uid="bomb", starts="DTSTART:20261211T100000"))

    reading = upload(feed, by, CLUB, BROKEN, CLOSED)
    with pytest.raises(RuleBroken, match="1 entry is bad"):
        feeds.apply_reading(reading, by=by, mode="all")
    assert len(standing()) == 2
    feeds.apply_reading(reading, by=by, mode="good")

    planned = [one.uid for one in SchoolEvent.objects.filter(status="planned")]
    assert sorted(planned) == ["a", "a", "a", "bomb"]


ENTRIES = [CLUB, GAME, CLOSED, TESTS, EARLY]


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(ENTRIES), times=st.integers(1, 2))
def test_in_any_order_and_any_number_of_times_it_is_the_same(
    order, times, people, feed
):
    by = people["principal"]
    with acting_as(by):
        for _ in range(times):
            take(feed, by, *order)

        assert (len(standing()), len(days())) == (4, 5)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_apply_at_once_one_is_told(people, feed):
    by = people["principal"]
    with acting_as(by):
        reading = upload(feed, by, CLUB, CLOSED)
    jobs = [
        as_(people[role], feeds.apply_reading, reading, mode="all")
        for role in ("principal", "office")
    ]

    told = together(jobs)

    assert sorted(map(bool, told)) == [False, True]
    with acting_as(by):
        assert (len(standing()), len(days())) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_two_calendars_may_mark_one_day_at_once(people, school):
    with acting_as_clock():
        both = [
            SchoolFeedFactory(school=school, written_by=people["principal"])
            for _ in range(2)
        ]
    jobs = []
    for feed, role in zip(both, ("principal", "office"), strict=True):
        with acting_as(people[role]):
            reading = upload(feed, people[role], CLOSED)
        jobs.append(as_(people[role], feeds.apply_reading, reading, mode="all"))

    assert together(jobs) == [None, None]
    assert len(days()) == 1


# ---- The clock reads --------------------------------------------------------


@pytest.fixture
def server(monkeypatch):
    """What the address answers, and what it was asked with."""
    said = {"asked": [], "answer": calendar(CLUB).encode()}

    def fetch(address, **known):
        said["asked"].append((address, known))
        if isinstance(said["answer"], Exception):
            raise said["answer"]
        content = said["answer"]
        return Fetched(content, "v1" if content else "")

    monkeypatch.setattr(feeds, "fetch", fetch)
    return said


def read_it():
    for pk in feeds.feeds_to_read():
        read_feed(str(pk))


@pytest.mark.django_db(transaction=True)
def test_an_address_is_read_each_night_and_waits_to_be_looked_at(people, feed, server):
    read_it()
    read_it()

    with acting_as(people["principal"]):
        states = [one.status for one in FeedReading.objects.order_by("id")]
        assert states == ["replaced", "checked"]
        assert not standing()


@pytest.mark.django_db(transaction=True)
def test_where_it_is_trusted_it_is_applied_and_then_only_asked_for_changes(
    people, feed, server
):
    trust(feed)
    read_it()
    read_it()
    server["answer"] = None
    read_it()

    with acting_as(people["principal"]):
        assert len(standing()) == 3
        assert [one.status for one in FeedReading.objects.order_by("id")] == [
            "applied",
            "same",
            "same",
        ]
    assert [known.get("etag") for _, known in server["asked"]] == [None, "v1", "v1"]


@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_in_it_waits_for_a_person(people, feed, server):
    trust(feed)
    server["answer"] = calendar(CLUB, BROKEN).encode()
    read_it()

    with acting_as(people["principal"]):
        assert not standing()
        assert FeedReading.objects.get().status == "checked"


def trust(feed):
    with acting_as_clock():
        SchoolFeed.objects.update(applies_itself=True)


def told(user):
    """How often this person was told that a calendar is not followed."""
    with acting_as_clock():
        notes = Notification.objects.filter(recipient=user)
        return notes.filter(summary__endswith="is not followed").count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "says",
    [
        [],
        [event(uid="n", starts="DTSTART:20261224T100000")],
    ],
)
def test_what_takes_most_of_the_future_away_waits_for_a_person(
    says, people, feed, server, sign_in
):
    trust(feed)
    server["answer"] = calendar(CLUB, CLOSED).encode()
    read_it()
    server["answer"] = calendar(*says).encode()

    read_it()
    read_it()

    with acting_as(people["principal"]):
        assert [state for *_, state in standing()] == ["planned"] * 3
        assert len(days()) == 1
    assert told(people["principal"]) == 1
    page = text(sign_in(people["principal"]).get(feed.get_absolute_url()))
    assert "no longer tells of most of what lay ahead" in page


@pytest.mark.django_db(transaction=True)
def test_a_few_that_end_are_followed(people, feed, server):
    trust(feed)
    twice = event("RRULE:FREQ=WEEKLY;COUNT=2")
    server["answer"] = calendar(twice, GAME).encode()
    read_it()
    server["answer"] = calendar(GAME).encode()

    read_it()

    with acting_as(people["principal"]):
        states = [state for *_, state in standing()]
        assert states == ["cancelled", "planned", "cancelled"]


@pytest.mark.django_db(transaction=True)
def test_after_three_nights_without_an_answer_its_keeper_is_told_once(
    people, feed, server
):
    trust(feed)
    server["answer"] = Unreadable("The server a.example does not answer.")

    read_it()
    read_it()
    assert not told(people["principal"])
    read_it()
    read_it()

    assert told(people["principal"]) == 1
    assert not told(people["office"])


@pytest.mark.django_db(transaction=True)
def test_where_its_keeper_has_left_office_and_principal_are_told(
    people, school, server
):
    with acting_as_clock():
        SchoolFeedFactory(
            school=school, written_by=people["teacher"], applies_itself=True
        )
    server["answer"] = calendar(CLUB, BROKEN).encode()

    read_it()

    assert told(people["principal"])
    assert told(people["office"])
    assert not told(people["teacher"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Unreadable("The server a.example does not answer."), "does not answer"),
        (b"<html>", "web page"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_failure_is_said_on_its_page(answer, sentence, people, feed, server, sign_in):
    server["answer"] = answer
    read_it()

    page = text(sign_in(people["principal"]).get(feed.get_absolute_url()))
    assert "Failed" in page
    assert sentence in page


@pytest.mark.django_db(transaction=True)
def test_our_own_mistake_is_said_too(people, feed, server):
    server["answer"] = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        read_it()

    with acting_as(people["principal"]):
        assert FeedReading.objects.get().failure == feeds.UNEXPECTED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", [calendar(CLUB).encode(), Unreadable("Away.")])
def test_what_a_person_replaced_meanwhile_stays_replaced(
    answer, people, feed, monkeypatch
):
    def slow(address, **known):
        with acting_as(people["principal"]):
            upload(feed, people["principal"], GAME)
        if isinstance(answer, Exception):
            raise answer
        return Fetched(answer)

    monkeypatch.setattr(feeds, "fetch", slow)
    read_it()

    with acting_as(people["principal"]):
        states = [one.status for one in FeedReading.objects.order_by("id")]
        assert states == ["replaced", "checked"]


def test_asked_twice_it_is_read_once_and_only_with_an_address(people, feed, school):
    by = people["principal"]
    first = feeds.ask_for_reading(feed, by=by)

    assert feeds.ask_for_reading(feed, by=by) == first
    plain = feeds.add_feed(school, by=by, record_id=uuid7(), **about())
    with pytest.raises(RuleBroken, match="has no address"):
        feeds.ask_for_reading(plain, by=by)


@pytest.mark.django_db(transaction=True)
def test_the_night_sends_each_to_a_worker(people, feed, server, monkeypatch):
    sent = []
    monkeypatch.setattr("schools.tasks.send", lambda _, pk: sent.append(pk))

    read_feeds()
    read_feed(str(uuid7()))

    assert len(sent) == 1


# ---- Walls ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", OTHERS)
def test_an_address_is_read_by_its_keepers_alone(role, people, feed, sign_in, school):
    user = people[role]
    with acting_as(user):
        assert not SchoolFeed.objects.exists()
        assert not SchoolFeed.objects.visible_to(user).exists()
    client = sign_in(user)
    assert client.get(feed.get_absolute_url()).status_code in {403, 404}
    assert client.get(url("feeds", school.pk)).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", OTHERS)
def test_by_sql_too_nobody_else_adds_one(role, people, feed, school):
    user = people[role]
    for make in (
        lambda: SchoolFeedFactory(school=school, written_by=user),
        lambda: FeedReading.objects.create(feed=feed, school=school, asked_by=user),
        lambda: SchoolEventFactory(school=school, feed=feed, uid="x"),
    ):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            acting_as(user),
        ):
            make()


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_feed_is_not_the_officers_to_change(people, feed):
    with acting_as(people["principal"]):
        take(feed, people["principal"], GAME)
    with acting_as(people["officer"]):
        assert SchoolEvent.objects.count() == 1
        assert SchoolEvent.objects.update(title="No") == 0


# ---- Pages ------------------------------------------------------------------


def send(client, feed, content, name="games.ics"):
    address = url("upload_calendar", feed.school_id, feed.pk)
    file = SimpleUploadedFile(name, content)
    return client.post(address, {"record_id": uuid7(), "file": file}, follow=True)


@pytest.mark.parametrize("name", ["google.ics", "outlook.ics", "school-site.ics"])
def test_a_file_is_looked_at_then_applied(name, people, feed, sign_in):
    client = sign_in(people["principal"])

    page = text(send(client, feed, (FILES / name).read_bytes(), name))
    assert "What would change" in page
    assert "New events" in page
    assert not SchoolEvent.objects.exists()
    reading = FeedReading.objects.get()
    address = url("apply_reading", feed.school_id, feed.pk, reading.pk)
    said = {"mode": "all", "version": reading.version}
    client.post(address, said)

    assert SchoolEvent.objects.exists()
    again = text(send(client, feed, (FILES / name).read_bytes(), name))
    assert "nothing would change" in again


def test_a_bad_entry_is_named_with_file_and_line(people, feed, sign_in):
    client = sign_in(people["principal"])

    page = text(send(client, feed, calendar(CLUB, BROKEN).encode()))

    assert "1 problem in the file." in page
    assert "games.ics" in page
    assert "every second" in page
    assert "(UID bomb)" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "not a calendar"),
        (calendar(CLUB).encode("utf-16"), "UTF-8"),
        (b"x" * (5 * 2**20 + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_calendar_is_said_at_the_field(
    content, sentence, people, feed, sign_in
):
    answer = send(sign_in(people["principal"]), feed, content)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not FeedReading.objects.exists()


def test_a_calendar_is_let_in_and_changed(people, school, sign_in):
    client = sign_in(people["office"])
    typed = {**about(address="webcal://a.example/x.ics"), "record_id": uuid7()}
    del typed["applies_itself"]

    page = text(client.post(url("add_feed", school.pk), typed, follow=True))

    assert "Read it now" in page
    feed = SchoolFeed.objects.get()
    assert feed.address == "https://a.example/x.ics"
    assert "Athletics" in text(client.get(url("feeds", school.pk)))
    change = url("change_feed", school.pk, feed.pk)
    wrong = client.post(
        change, typed | {"address": "", "applies_itself": "on", "version": 1}
    )
    assert "is read by itself" in text(wrong)
    client.post(change, typed | {"name": "Games", "version": 1})
    assert SchoolFeed.objects.get().name == "Games"
    assert client.post(change, typed | {"version": 1}).status_code == 409


def test_an_address_stays_on_no_device(people, school, sign_in):
    """What is typed into forms is kept in the tab; an address may be a secret."""
    page = text(sign_in(people["office"]).get(url("add_feed", school.pk)))

    (field,) = re.findall(r'<input[^>]*name="address"[^>]*>', page)
    assert "data-secret" in field
    assert 'autocomplete="off"' in field


def test_someone_who_was_slower_sees_that_it_was_applied(people, feed, sign_in):
    reading = upload(feed, people["principal"], CLUB)
    feeds.apply_reading(reading, by=people["principal"], mode="all")
    address = url("apply_reading", feed.school_id, feed.pk, reading.pk)

    answer = sign_in(people["office"]).post(address, {"mode": "all", "version": 1})

    assert answer.status_code == 409


@pytest.mark.django_db(transaction=True)
def test_the_button_has_it_read(people, feed, server, sign_in, monkeypatch):
    started = []
    monkeypatch.setattr("schools.tasks.send", lambda _, pk: started.append(pk))

    sign_in(people["district"]).post(url("read_now", feed.school_id, feed.pk))

    assert len(started) == 1


def test_the_page_asks_as_many_queries_for_many(people, feed, sign_in, queries_of):
    by, client = people["principal"], sign_in(people["principal"])
    upload(feed, by, GAME)
    few = queries_of(client, feed.get_absolute_url())
    upload(feed, by, CLUB, GAME, CLOSED)

    assert queries_of(client, feed.get_absolute_url()) == few <= 12


def test_two_years_are_looked_at(people, feed):
    far = [
        event(uid=f"u{n}", starts=f"DTSTART:{2026 + n}1201T150000") for n in range(4)
    ]

    take(feed, people["principal"], *far)

    assert [one.starts_at.year for one in SchoolEvent.objects.all()] == [2026, 2027]
