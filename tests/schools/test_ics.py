"""Calendars as other programs write them, and what is wrong with some."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from socket import create_server
from threading import Event, Thread
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.ics import fetching
from schools.ics.occurrences import Window, occurrences
from schools.ics.reading import MAX_SIZE, read
from schools.ics.sorting import Sorter, kind_of
from schools.models import SchoolFeed
from schools.oneroster.problems import Unreadable

FILES = Path(__file__).parent / "ics"
CHICAGO = ZoneInfo("America/Chicago")
WINDOW = Window(date(2026, 7, 1), date(2028, 6, 30), CHICAGO)


def calendar(*events, end="\r\n", head=""):
    body = end.join(
        f"BEGIN:VEVENT{end}{end.join(event)}{end}END:VEVENT" for event in events
    )
    return f"BEGIN:VCALENDAR{end}VERSION:2.0{end}{head}{body}{end}END:VCALENDAR{end}"


def event(*lines, uid="a", starts="DTSTART:20261201T150000"):
    return (f"UID:{uid}", starts, "SUMMARY:Chess club", *lines)


def look(text):
    content = text if isinstance(text, bytes) else text.encode()
    sheet = read(content, "a.ics")
    return occurrences(sheet, WINDOW), sheet.problems


def at(found):
    return [f"{one.starts_at:%m-%d %H:%M}" for one in found]


def lines_of(name):
    found, problems = look((FILES / name).read_bytes())
    assert not problems.total
    return [
        (
            f"{one.starts_at:%Y-%m-%d %H:%M}",
            (one.ends_at - one.starts_at) // timedelta(minutes=1),
            one.title,
            one.is_cancelled,
        )
        for one in found
    ]


# ---- As other programs write them -------------------------------------------


def test_google_calendar():
    """Weekly with an exception, a moved, a cancelled date; UTC; folds; whole days."""
    club = "Chess Club"
    days = ("10-06", "10-13", "10-20", "10-27", "11-03", "11-10", "11-17")
    title = "Basketball vs. Marshall County with a title that is longer than "

    assert lines_of("google.ics") == [
        *((f"2026-{day} 15:30", 60, club, False) for day in days),
        ("2026-12-02 16:00", 60, "Chess Club (moved to Wednesday)", False),
        ("2026-12-04 18:30", 120, f"{title}seventy-five octets", False),
        ("2026-12-08 15:30", 60, club, True),
        ("2026-12-15 15:30", 60, club, False),
        ("2026-12-21 00:00", 12 * 1440, "Winter Break - No School", False),
    ]


def test_outlook():
    """With a mark in front, zones of Windows and of its own, days of no length."""
    council = "Site-based council meeting"
    days = ("01-14", "02-11", "03-11", "04-08", "05-13")

    assert lines_of("outlook.ics") == [
        ("2026-12-10 17:30", 90, council, False),
        ("2026-12-11 18:00", 90, "Parent Night", False),
        ("2026-12-14 00:00", 1440, "MAP Testing", False),
        *((f"2027-{day} 17:30", 90, council, False) for day in days),
    ]


def test_a_schools_site():
    """Bare line ends, no zone, no end, an old name of a zone, extra dates."""
    assert lines_of("school-site.ics") == [
        ("2026-12-01 15:00", 60, "Robotics Club", False),
        ("2026-12-03 18:00", 60, "PTO Meeting", False),
        ("2026-12-15 15:00", 60, "Robotics Club", False),
        ("2026-12-17 09:00", 60, "5th Grade Awards Assembly", True),
        ("2026-12-18 00:00", 1440, "Early Dismissal 1:00 PM", False),
        ("2027-01-18 00:00", 1440, "No School: Martin Luther King Jr. Day", False),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_make_no_difference(end, mark):
    found, problems = look(mark + calendar(event(), end=end).encode())

    assert at(found) == ["12-01 15:00"]
    assert not problems.total


@pytest.mark.parametrize(
    ("starts", "is_at"),
    [
        ("DTSTART;TZID=Eastern Standard Time:20261201T160000", "12-01 15:00"),
        ('DTSTART;TZID="(UTC-06:00) Central Time (US & Canada)":20261201T150000', None),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/America/Chicago:"
            "20261201T150000",
            None,
        ),
        ("DTSTART;TZID=US/Central:20261201T150000", None),
        ("DTSTART:20261201T210000Z", None),
        ("DTSTART;VALUE=DATE-TIME:20261201T150000", None),
    ],
)
def test_zones_are_known_by_many_names(starts, is_at):
    found, problems = look(calendar(event(starts=starts)))

    assert at(found) == [is_at or "12-01 15:00"], problems.first


def test_times_in_utc_recur_on_the_clock_of_the_calendar():
    """As old exports of Google: 3 PM stays 3 PM when the clocks change."""
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=2", starts="DTSTART:20261027T200000Z")

    found, _ = look(calendar(weekly, head="X-WR-TIMEZONE:America/Chicago\r\n"))

    assert at(found) == ["10-27 15:00", "11-03 15:00"]


def test_a_rule_that_ends_with_a_day_has_its_last_evening():
    evening = "DTSTART;TZID=America/Chicago:20261201T190000"
    daily = event("RRULE:FREQ=DAILY;UNTIL=20261203", starts=evening)

    found, _ = look(calendar(daily))

    assert at(found) == ["12-01 19:00", "12-02 19:00", "12-03 19:00"]


@pytest.mark.parametrize("excepted", ["20261208", "20261208T150000"])
def test_a_date_is_excepted_with_and_without_its_time(excepted):
    kind = ";VALUE=DATE" if len(excepted) == 8 else ""
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=3", f"EXDATE{kind}:{excepted}")

    found, _ = look(calendar(weekly))

    assert at(found) == ["12-01 15:00", "12-15 15:00"]


def test_what_lies_outside_these_two_years_is_left_out():
    long_ago = event("RRULE:FREQ=YEARLY", starts="DTSTART;VALUE=DATE:19990704")

    found, _ = look(calendar(long_ago, event(uid="b", starts="DTSTART:20300101T0900")))

    assert [str(one.first) for one in found] == ["2026-07-04", "2027-07-04"]


# ---- What is wrong ----------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"PK\x03\x04", "not a calendar"),
        (calendar(event()).encode("utf-16"), "UTF-8"),
        ("BEGIN:VCALENDAR\nSUMMARY:Caf\xe9\n".encode("latin-1"), "UTF-8"),
        (calendar(event()).replace("END:VCALENDAR", "").encode(), "cut off"),
        (calendar(event()).encode()[:60], "cut off"),
        (b"BEGIN:VCALENDAR\n" + b"x" * MAX_SIZE, "larger than 5 MB"),
    ],
)
def test_what_is_no_calendar_says_so(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        look(content)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("no colon here", "NO COLON HERE", "no colon"),
        ("DTEND:2026-12-01 5pm", "DTEND", "is not a date or time"),
        ("DURATION:an hour", "DURATION", "is not a length"),
        ("RRULE:FREQ=SOMETIMES", "RRULE", "is not a rule"),
        ("EXDATE:tomorrow", "EXDATE", "is not a date"),
        (
            "DTEND;TZID=Narnia/Cair:20261201T160000",
            "DTEND",
            "Nobody knows the time zone",
        ),
        ("DTEND:20261201T140000", "DTEND", "ends before it begins"),
        ("DTEND:20291201T140000", "DTEND", "longer than a year"),
        ("RRULE:FREQ=SECONDLY", "RRULE", "every second"),
        ("RRULE:FREQ=MINUTELY;COUNT=10000000", "RRULE", "every minute"),
        ("RRULE:FREQ=HOURLY", "RRULE", "every hour"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "RRULE", "every 0"),
        ("RRULE:FREQ=DAILY;BYSECOND=1,2,3", "RRULE", "BYSECOND"),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "RRULE", "No day fits"),
        ("RRULE:FREQ=YEARLY;BYDAY=60MO", "RRULE", "No day fits"),
        ("RRULE:FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 300), "RRULE", "500 characters"),
    ],
)
def test_a_bad_line_is_named_and_costs_nothing(line, column, reason):
    begun = monotonic()

    found, problems = look(calendar(event(line), event(uid="good")))

    assert monotonic() - begun < 3
    assert [one.uid for one in found] == ["good"]
    (problem,) = problems.first
    assert (problem.file, problem.line, problem.column) == ("a.ics", 7, column)
    assert reason in problem.reason


def test_an_event_without_a_start_or_a_uid_is_named():
    text = calendar(("UID:x", "SUMMARY:No start"), ("DTSTART:20261201", "SUMMARY:No"))

    _, problems = look(text)

    assert [(one.line, one.column) for one in problems.first] == [
        (3, "DTSTART"),
        (7, "UID"),
    ]


def test_ten_thousand_years_cost_nothing():
    begun = monotonic()
    forever = event("RRULE:FREQ=DAILY;UNTIL=99991231T000000Z")

    found, problems = look(calendar(forever))

    assert monotonic() - begun < 5
    assert (len(found), problems.total) == (578, 0)


def test_two_with_one_uid_are_named_and_the_later_version_is_right():
    later = event("SEQUENCE:2", uid="b", starts="DTSTART:20261202T150000")
    text = calendar(event(), event(), event("SEQUENCE:1", uid="b"), later)

    found, problems = look(text)

    assert at(found) == ["12-01 15:00", "12-02 15:00"]
    assert [one.column for one in problems.first] == ["UID"]


def test_a_property_that_stands_twice_is_named():
    _, problems = look(calendar(event("DTSTART:20261202T150000")))

    (problem,) = problems.first
    assert (problem.line, problem.column) == (7, "DTSTART")
    assert "stands twice" in problem.reason


def test_more_than_a_school_has_is_refused():
    many = [event("RRULE:FREQ=DAILY", uid=str(n)) for n in range(12)]

    with pytest.raises(Unreadable, match="more than 5000"):
        look(calendar(*many))


# ---- What means harm --------------------------------------------------------

OWN_ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nRRULE:{rule}\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:19700301T000000\r\nTZOFFSETFROM:-0600\r\n"
    "TZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\n"
    "END:VTIMEZONE\r\n"
)
IN_OWN_ZONE = "DTSTART;TZID=Own:20261201T150000"


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        "FREQ=YEARLY;BYHOUR=1,2;BYMINUTE=1,2;BYSECOND=1,2",
    ],
)
def test_a_zone_whose_clocks_change_all_the_time_is_none(rule):
    begun = monotonic()

    found, problems = look(
        calendar(
            event(starts=IN_OWN_ZONE),
            event(uid="good"),
            head=OWN_ZONE.format(rule=rule),
        )
    )

    assert monotonic() - begun < 3
    assert [one.uid for one in found] == ["good"]
    (problem,) = problems.first
    assert (problem.line, problem.column) == (20, "DTSTART")
    assert "Nobody knows the time zone" in problem.reason


def test_a_zone_of_its_own_is_known_by_what_it_says():
    rule = OWN_ZONE.format(rule="FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")

    found, _ = look(calendar(event(starts=IN_OWN_ZONE), head=rule))

    assert at(found) == ["12-01 15:00"]


def test_what_a_calendar_says_of_a_zone_holds_in_it_alone():
    """Not in that of another school, which the same program reads after it."""
    rule = OWN_ZONE.format(rule="FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")
    elsewhere = rule.replace("-0600", "+0900").replace("-0500", "+1000")
    look(calendar(event(starts=IN_OWN_ZONE), head=elsewhere))

    found, _ = look(calendar(event(starts=IN_OWN_ZONE), head=rule))
    assert at(found) == ["12-01 15:00"]
    _, problems = look(calendar(event(starts=IN_OWN_ZONE)))
    assert "Nobody knows the time zone" in problems.first[0].reason


def test_a_title_in_two_languages_is_the_first():
    (found,), _ = look(
        calendar(event("SUMMARY;LANGUAGE=es:Ajedrez", "LOCATION:Gym", "LOCATION:Aula"))
    )

    assert (found.title, found.where) == ("Chess club", "Gym")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("DTEND:PT1H", "DTEND"),
        ("DTEND;VALUE=TIME:160000", "DTEND"),
        ("RECURRENCE-ID:P1D", "RECURRENCE-ID"),
        ("RECURRENCE-ID;VALUE=PERIOD:20261201T150000Z/PT1H", "RECURRENCE-ID"),
        ("DURATION;VALUE=DATE:20261201", "DURATION"),
        ("RDATE:" + "20261201T150000," * 5_001 + "20261201T150000", "RDATE"),
        ("EXDATE:" + "20261201T150000," * 900 + "20261201T150000", None),
    ],
)
def test_a_time_that_is_none_is_named(line, column):
    found, problems = look(calendar(event(line), event(uid="good")))

    assert "good" in [one.uid for one in found]
    assert [(one.line, one.column) for one in problems.first] == (
        [(7, column)] if column else []
    )


def test_a_start_that_is_none_is_named():
    for starts in ("DTSTART:P1D", "DTSTART;VALUE=TIME:150000"):
        found, problems = look(calendar(event("DTEND:20261201T160000", starts=starts)))

        assert not found
        assert [(one.line, one.column) for one in problems.first] == [(5, "DTSTART")]


@pytest.mark.parametrize("until", ["99991231", "99991231T235959", "99991231T235959Z"])
def test_a_rule_that_ends_with_time_itself_does_not_end(until):
    evening = "DTSTART;TZID=America/Chicago:20261201T190000"

    found, problems = look(
        calendar(event(f"RRULE:FREQ=DAILY;UNTIL={until}", starts=evening))
    )

    assert (len(found), problems.total) == (578, 0)


def test_components_in_components_without_end_are_refused():
    begun = monotonic()

    with pytest.raises(Unreadable, match="Line 9: "):
        look("BEGIN:VCALENDAR\n" + "BEGIN:X\n" * 199_000)
    assert monotonic() - begun < 5


def test_an_event_of_many_thousand_lines_is_named():
    long = event(*["EXDATE:20261201T150000"] * 2_000)

    found, problems = look(calendar(long, event(uid="good")))

    assert [one.uid for one in found] == ["good"]
    (problem,) = problems.first
    assert "more than 2000 lines" in problem.reason


def test_zones_without_end_are_refused():
    zones = "".join(
        OWN_ZONE.format(rule="FREQ=YEARLY").replace("Own", f"Own {n}")
        for n in range(101)
    )

    with pytest.raises(Unreadable, match="more than 100 time zones"):
        look(calendar(event(), head=zones))


def test_whatever_takes_too_long_is_given_up(monkeypatch):
    clock = iter(range(0, 100_000, 20))
    monkeypatch.setattr("schools.ics.reading.monotonic", lambda: next(clock))

    with pytest.raises(Unreadable, match="too long to work out"):
        look(calendar(*(event(uid=str(n)) for n in range(9))))


def test_what_is_said_wrongly_is_known_by_its_uid_as_others_write_it():
    wrong = ("UID:club\\, chess", "DTSTART:20261201T150000", "RRULE:FREQ=SOMETIMES")

    sheet = read(calendar(wrong).encode(), "a.ics")

    assert sheet.broken == {"club, chess"}


PARTS = st.sampled_from(
    [
        *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "UID:a"),
        *("DTSTART:20261201T150000", "DTSTART;VALUE=DATE:20261201", "DTSTART:x"),
        *("RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;UNTIL=20270101", " folded"),
        *("RRULE:FREQ=YEARLY;INTERVAL=0", "EXDATE:20261202T150000", "RDATE:20261209"),
        *("RECURRENCE-ID:20261202T150000", "DTEND;VALUE=DATE:20261202", "\0", ":"),
        *("STATUS:CANCELLED", "SEQUENCE:-", "TZID:A", "DURATION:-P1D", "SUMMARY:;,"),
        *("RDATE;VALUE=PERIOD:20261203T150000/PT1H", "DTSTART;TZID=A:20261201T150000"),
        *(
            "DURATION:P1D",
            "RECURRENCE-ID;VALUE=DATE:20261202",
            "RRULE:",
            "BEGIN:VALARM",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=14))
def test_whatever_stands_in_it_is_read_or_named(parts):
    text = "\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *parts, "END:VEVENT", "END:VCALENDAR"]
    )
    try:
        look(text)
    except Unreadable:
        return


# ---- What it is -------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Football vs. Mayfield", "ball_game"),
        ("Varsity Basketball", "ball_game"),
        ("Chess Club", "club"),
        ("PTO Meeting", "parents"),
        ("Site-based council", "meeting"),
        ("Awards Assembly", "ceremony"),
        ("Field trip to the zoo", "trip"),
        ("Picture day", "other"),
    ],
)
def test_a_title_sounds_like_a_kind(title, kind):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("summary", "starts", "days"),
    [
        ("No School", "DTSTART;VALUE=DATE:20261201", [("closed", None)]),
        ("No School", "DTSTART:20261201T150000", []),
        ("Pool closed", "DTSTART;VALUE=DATE:20261205", []),
        ("MAP Testing", "DTSTART;VALUE=DATE:20261201", [("testing", None)]),
        (
            "Early release 12:30 p.m.",
            "DTSTART;VALUE=DATE:20261201",
            [("early_release", "12:30")],
        ),
        ("Early release", "DTSTART:20261201T130000", [("early_release", "13:00")]),
        ("Early release", "DTSTART;VALUE=DATE:20261201", []),
        ("Early release 99:99 pm", "DTSTART;VALUE=DATE:20261201", []),
    ],
)
def test_the_words_of_the_keeper_part_days_from_events(summary, starts, days):
    (found,), _ = look(calendar(("UID:a", starts, f"SUMMARY:{summary}")))

    marks = Sorter(SchoolFeed()).marks_in(found)

    clock = [(m.kind, m.early_release and f"{m.early_release:%H:%M}") for m in marks]
    assert clock == days


def test_without_words_every_entry_is_an_event():
    (found,), _ = look(
        calendar(("UID:a", "DTSTART;VALUE=DATE:20261201", "SUMMARY:No School"))
    )
    feed = SchoolFeed(closed_words="", early_words=" , ", testing_words="")

    assert not Sorter(feed).marks_in(found)


# ---- From its address -------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://school.example/a.ics",
        "file:///etc/passwd",
        "ftp://school.example/a",
        "https://",
        "https://user:secret@school.example/a.ics",
        "https://:secret@school.example/a.ics",
        "https://school.example:8443/a.ics",
        "https://school.example:99999/a.ics",
        "https://[::1",
        "gopher://x",
    ],
)
def test_only_plain_https_addresses_are_read(address):
    with pytest.raises(Unreadable):
        fetching.host_of(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "100.64.0.1"),
        *("224.0.0.1", "ff02::1", "2002:0a00:0001::", "255.255.255.255"),
        *("64:ff9b::a00:1", "::127.0.0.1", "fec0::1", "2001:0:a00:1::", "::"),
    ],
)
def test_no_private_network_is_reached(address, monkeypatch):
    """Not even where one of several answers of the name is a private address."""
    answers = [(None, None, None, "", (one, 443)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(fetching, "getaddrinfo", lambda *_, **__: answers)

    with pytest.raises(Unreadable, match="private network"):
        fetching.fetch("https://school.example/a.ics")


class Answer:
    """What a server says."""

    def __init__(self, status=200, body=b"", **headers):
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): said for name, said in headers.items()}

    def read1(self, size):
        piece, self.body = self.body[:size], self.body[size:]
        return piece


@pytest.fixture
def network(monkeypatch):
    """Servers by name; what was asked of them, in order."""
    asked, answers = [], {}

    class Connection:
        def __init__(self, host):
            self.host = host

        def request(self, method, path, headers):
            asked.append((self.host, path, headers))

        def getresponse(self):
            said = answers[self.host]
            if isinstance(said, Exception):
                raise said
            return said

        def close(self):
            pass

    private = {"inside.example": "10.0.0.5"}
    monkeypatch.setattr(
        fetching,
        "getaddrinfo",
        lambda host, *_, **__: [
            (None, None, None, "", (private.get(host, "93.184.216.34"), 443))
        ],
    )
    monkeypatch.setattr(fetching, "connect", lambda host, _: Connection(host))
    return asked, answers


def test_only_what_has_changed_is_sent(network):
    asked, answers = network
    answers["a.example"] = Answer(304)

    assert fetching.fetch("https://a.example/x?y=1", etag="v1").content is None
    host, path, headers = asked[0]
    assert (host, path, headers["If-None-Match"]) == ("a.example", "/x?y=1", "v1")


def test_what_a_server_calls_its_answer_is_one_that_can_be_sent_back(network):
    network[1]["a.example"] = Answer(200, b"x", ETag='"a\r\n b\0"')

    assert fetching.fetch("https://a.example/").etag == '"a b"'


def test_a_redirect_is_followed_and_looked_at_again(network):
    _, answers = network
    answers["a.example"] = Answer(302, Location="https://b.example/new.ics")
    answers["b.example"] = Answer(200, b"BEGIN:VCALENDAR", ETag="v2")

    fetched = fetching.fetch("https://a.example/")
    assert (fetched.content, fetched.etag) == (b"BEGIN:VCALENDAR", "v2")
    for leads_to, sentence in [
        ("https://inside.example/", "private network"),
        ("http://b.example/", "https://"),
        ("https://a.example/", "on and on"),
    ]:
        answers["a.example"] = Answer(302, Location=leads_to)
        with pytest.raises(Unreadable, match=sentence):
            fetching.fetch("https://a.example/")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(404), "answers with 404"),
        (Answer(500), "answers with 500"),
        (Answer(200, b"x" * (MAX_SIZE + 1)), "larger than 5 MB"),
        (TimeoutError(), "does not answer"),
        (ConnectionResetError(), "does not answer"),
    ],
)
def test_what_does_not_come_says_why(answer, sentence, network):
    network[1]["a.example"] = answer

    with pytest.raises(Unreadable, match=sentence):
        fetching.fetch("https://a.example/a.ics")


def test_a_server_that_trickles_is_given_up(network, monkeypatch):
    network[1]["a.example"] = Answer(200, b"x" * 500_000)
    clock = iter(range(0, 1000, 20))
    monkeypatch.setattr(fetching, "monotonic", lambda: next(clock))

    with pytest.raises(Unreadable, match="too long"):
        fetching.fetch("https://a.example/a.ics")


@pytest.fixture
def trickling(monkeypatch):
    """A server that sends one byte after the other, and never an end of line."""
    listening = create_server(("127.0.0.1", 0))
    quiet = Event()

    def serve():
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            while not quiet.wait(0.05):
                connection.send(b"x")

    class Plain:
        def wrap_socket(self, plain, server_hostname):
            return plain

    server = Thread(target=serve, daemon=True)
    server.start()
    monkeypatch.setattr(fetching, "PORT", listening.getsockname()[1])
    monkeypatch.setattr(fetching.ssl, "create_default_context", Plain)
    monkeypatch.setattr(fetching, "public_address_of", lambda _: "127.0.0.1")
    yield
    quiet.set()
    server.join()
    listening.close()


def test_a_server_that_never_ends_a_line_is_cut(trickling, monkeypatch):
    """Each byte came in time, and a line may have 64 KB."""
    monkeypatch.setattr(fetching, "IN_ALL", 0.5)
    begun = monotonic()

    with pytest.raises(Unreadable, match="too long to send"):
        fetching.fetch("https://a.example/a.ics")
    assert monotonic() - begun < 5


@time_machine.travel(datetime(2026, 11, 30, 15, tzinfo=CHICAGO))
def test_the_name_is_looked_up_by_the_real_resolver():
    with pytest.raises(Unreadable):
        fetching.public_address_of("localhost")
