"""How times are written, the same way everywhere."""

from datetime import datetime, time, timedelta

import pytest

from sro_program.core.times import clock, from_to, in_full, length, on_from_to


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute)


def test_a_time_of_day_has_capital_letters_without_dots() -> None:
    assert (clock(at(8)), clock(time(13, 5))) == ("8:00 AM", "1:05 PM")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (at(8), at(16), "8:00 AM – 4:00 PM"),
        (at(13), at(14, 30), "1:00 – 2:30 PM"),
        (at(15, 30), at(0, day=25), "3:30 PM – midnight"),
    ],
)
def test_a_range_says_am_and_pm_where_they_differ(
    start: datetime, end: datetime, words: str
) -> None:
    assert from_to(start, end) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (at(8), at(16), "Tue, Nov 24, 8:00 AM – 4:00 PM"),
        (at(15), at(0, day=25), "Tue, Nov 24, 3:00 PM – midnight"),
        (at(8), at(16, day=26), "Tue, Nov 24, 8:00 AM – Thu, Nov 26, 4:00 PM"),
    ],
)
def test_a_range_names_its_day_once(start: datetime, end: datetime, words: str) -> None:
    assert on_from_to(start, end) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=3), "1 min"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3, hours=2), "3 days"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(time, words):
    assert length(time) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=59), "at once"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=3, minutes=20), "3 hours 20 minutes"),
        (timedelta(days=1, minutes=5), "1 day 5 minutes"),
    ],
)
def test_how_long_someone_took_is_said_to_the_minute(time, words):
    assert in_full(time) == words
