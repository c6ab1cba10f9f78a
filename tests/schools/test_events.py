"""School events by hand: who writes them, who reads them, their pages."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction

from schools.actions import events as actions
from schools.models import SchoolEvent
from schools.models.events import series_of
from sro_program.core.db import acting_as, acting_as_clock
from sro_program.core.errors import NotAllowed, RuleBroken, WrongState
from sro_program.core.ids import uuid7
from tests.factories.schools import (
    PlaceFactory,
    SchoolEventFactory,
    SchoolFactory,
    SchoolFeedFactory,
)
from tests.schools.drilling import NOW
from tests.schools.pages import text, url

WRITERS = ["principal", "officer", "commander", "office", "district"]
READERS = [*WRITERS, "counselor", "teacher"]
GAME = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)
"""Half past six in the evening of the thirtieth, at the school."""


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(school, people):
    with acting_as_clock():
        return SchoolEventFactory(school=school, written_by=people["principal"])


def said(**changes):
    return {
        "title": "Football vs. Mayfield",
        "kind": "ball_game",
        "starts_at": GAME,
        "ends_at": GAME + timedelta(hours=2),
        "is_whole_days": False,
        "place": None,
        "place_text": "Stadium",
        **changes,
    }


def typed(**changes):
    return {
        "record_id": uuid7(),
        "title": "Football vs. Mayfield",
        "kind": "ball_game",
        "starts_on": "2026-11-30",
        "begins": "18:30",
        "ends": "20:30",
        **changes,
    }


def add(school, by, **changes):
    return actions.add_event(school, by=by, record_id=uuid7(), **said(**changes))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", WRITERS)
def test_who_writes_adds_changes_and_calls_off(role, people, school):
    user = people[role]
    with acting_as(user):
        event = add(school, user)
        event = actions.change_event(event, by=user, **said(title="Chess club"))
        event = actions.cancel_event(event, by=user)
        event = actions.restore_event(event, by=user)

    assert (event.title, event.series, event.status) == (
        "Chess club",
        "chess club",
        "planned",
    )


@pytest.mark.parametrize("role", ["counselor", "teacher"])
def test_who_only_reads_writes_nothing(role, people, school, event):
    user = people[role]
    for verb in (
        lambda: add(school, user),
        lambda: actions.change_event(event, by=user, **said()),
        lambda: actions.name_kind(event, by=user, kind="club"),
        lambda: actions.cancel_event(event, by=user),
        lambda: actions.restore_event(event, by=user),
    ):
        with pytest.raises(NotAllowed):
            verb()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_at": GAME}, "after the start"),
        ({"starts_at": datetime(1999, 1, 1, tzinfo=UTC)}, "from 2000"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, sentence, people, school):
    with pytest.raises(RuleBroken, match=sentence):
        add(school, people["principal"], **changes)


def test_a_room_of_another_school_is_refused(people, school):
    other = SchoolFactory(campus=school.campus, district=school.district)
    with pytest.raises(RuleBroken, match="another school"):
        add(school, people["principal"], place=PlaceFactory(school=other))


def test_sent_twice_it_is_one(people, school):
    key = uuid7()
    for _ in range(2):
        actions.add_event(school, by=people["officer"], record_id=key, **said())

    assert SchoolEvent.objects.count() == 1


def test_what_is_called_off_is_not_called_off_again(people, event):
    actions.cancel_event(event, by=people["principal"])

    with pytest.raises(WrongState):
        actions.cancel_event(event, by=people["principal"])


def test_what_follows_a_feed_is_changed_there_but_its_kind(people, school):
    with acting_as_clock():
        feed = SchoolFeedFactory(school=school, written_by=people["principal"])
        event = SchoolEventFactory(school=school, feed=feed, uid="u", written_by=None)

    with pytest.raises(NotAllowed, match="follows a calendar"):
        actions.change_event(event, by=people["principal"], **said())
    with pytest.raises(NotAllowed):
        actions.name_kind(event, by=people["officer"], kind="club")
    assert actions.name_kind(event, by=people["office"], kind="club").kind == "club"


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("Football vs. Mayfield", "football"),
        ("Football @ Mayfield", "football"),
        ("Girls Basketball at Murray (JV)", "girls basketball"),
        ("Chess Club", "chess club"),
        ("Band: winter concert", "band"),
        ("Site-based council", "site-based council"),
        ("Choir – fall concert", "choir"),
        ("(no title)", "(no title)"),
    ],
)
def test_the_dates_of_a_team_are_one_series(title, series):
    assert series_of(title) == series


# ---- Walls ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", READERS)
def test_everybody_at_the_school_reads_it(role, people, event, sign_in):
    page = sign_in(people[role]).get(event.get_absolute_url())

    assert event.title in text(page)


@pytest.mark.django_db(transaction=True)
def test_a_stranger_finds_nothing(event, stranger, sign_in):
    client = sign_in(stranger)

    assert client.get(event.get_absolute_url()).status_code == 404
    assert event.title not in text(client.get(url("events")))
    with acting_as(stranger):
        assert not SchoolEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["counselor", "teacher"])
def test_the_second_wall_lets_readers_write_nothing(role, people, school, event):
    user = people[role]
    with acting_as(user):
        assert SchoolEvent.objects.update(title="No") == 0
        assert SchoolEvent.objects.all().delete()[0] == 0
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        acting_as(user),
    ):
        SchoolEventFactory(school=school, written_by=user)


@pytest.mark.django_db(transaction=True)
def test_by_sql_too_one_adds_in_ones_own_name_and_deletes_nothing(
    people, school, event
):
    with acting_as(people["officer"]):
        SchoolEvent.objects.all().delete()
        assert SchoolEvent.objects.count() == 1
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        acting_as(people["officer"]),
    ):
        SchoolEventFactory(school=school, written_by=people["principal"])


# ---- Pages ------------------------------------------------------------------


def test_an_event_is_added_on_the_clock_of_the_school(people, school, sign_in):
    client = sign_in(people["officer"])

    client.post(url("add_event", school.pk), typed())

    event = SchoolEvent.objects.get()
    assert (event.starts_at, event.ends_at - event.starts_at) == (
        GAME,
        timedelta(hours=2),
    )
    assert "Mon, Nov 30, 2026, 6:30 – 8:30 PM" in text(
        client.get(event.get_absolute_url())
    )


def test_whole_days_go_from_midnight_to_midnight(people, school, sign_in):
    client = sign_in(people["principal"])
    asked = typed(is_whole_days="on", ends_on="2026-12-02", begins="", ends="")

    client.post(url("add_event", school.pk), asked)

    event = SchoolEvent.objects.get()
    assert event.when == "Mon, Nov 30 – Wed, Dec 2, 2026"
    form = text(client.get(url("change_event", school.pk, event.pk)))
    assert 'value="2026-12-02"' in form


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"begins": ""}, "tick whole days"),
        ({"ends": "17:00"}, "ends before it begins"),
        ({"ends_on": "2026-11-01"}, "ends before it begins"),
        ({"title": ""}, "Fill this in"),
        ({"starts_on": "2199-01-01"}, "from 2000"),
        ({"kind": "war"}, "from the list"),
        ({"place": "999999"}, "from the list"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_the_rest(
    changes, sentence, people, school, sign_in
):
    client = sign_in(people["officer"])

    answer = client.post(url("add_event", school.pk), typed(**changes))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not SchoolEvent.objects.exists()


def test_a_stale_form_shows_what_changed(people, event, sign_in):
    client = sign_in(people["principal"])
    actions.name_kind(event, by=people["officer"], kind="club")

    address = url("change_event", event.school_id, event.pk)
    answer = client.post(address, typed(version=1))

    assert answer.status_code == 409


def test_the_list_filters_and_pages(people, school, sign_in):
    with acting_as_clock():
        for n in range(45):
            SchoolEventFactory(
                school=school,
                written_by=people["principal"],
                title=f"Game {n:02}",
                kind="ball_game" if n % 2 else "club",
                starts_at=GAME + timedelta(days=n),
                ends_at=GAME + timedelta(days=n, hours=1),
            )
        SchoolEventFactory(
            school=school,
            written_by=people["principal"],
            title="Long over",
            starts_at=GAME - timedelta(days=9),
            ends_at=GAME - timedelta(days=8),
        )
    client = sign_in(people["teacher"])

    page = text(client.get(url("events")))
    assert "Game 39" in page
    assert "Game 40" not in page
    assert "Long over" not in page
    last = SchoolEvent.objects.get(title="Game 39").pk
    assert "Game 40" in text(client.get(url("events"), {"after": last}))
    assert "Long over" in text(client.get(url("events"), {"when": "past"}))
    games = text(client.get(url("events"), {"kind": "club", "school": school.pk}))
    assert "Game 00" in games
    assert "Game 01" not in games
    sheet = client.get(url("events_csv"), {"kind": "club"}).content.decode()
    assert "Game 44" in sheet


def test_the_list_asks_as_many_queries_for_many_as_for_one(
    people, school, event, sign_in, queries_of
):
    client = sign_in(people["officer"])
    few = queries_of(client, url("events"))
    with acting_as_clock():
        for _ in range(3):
            SchoolEventFactory(school=school, written_by=people["principal"])

    assert queries_of(client, url("events")) == few <= 8
