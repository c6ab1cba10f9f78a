"""What speaks against a time: every kind, at every level, in its own sentence."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from officers.models import Officer
from presentations.busy import Busy, Why
from presentations.conflicts import DEFAULTS, Facts, judge
from presentations.models import Presentation, Topic
from presentations.models.conflicts import Kind, Level
from schools.calendar import SchoolCalendar
from schools.models import BellSchedule, Period, SchoolDay, SchoolYear
from sro_program.accounts.models import User
from tests.presentations.scene import TODAY, TUESDAY, ZONE, at

SATURDAY = TUESDAY + timedelta(days=4)
BELLS = [
    Period(
        name="All day",
        starts_at=time(8),
        ends_at=time(15),
        bell_schedule=BellSchedule(),
    )
]
YEAR = SchoolYear(starts_on=date(2026, 8, 12), ends_on=date(2027, 5, 26))
EVERY_TALK = Presentation.Kind.values


def talk_at(slot=None, **fields):
    slot = slot or at(TUESDAY, 9)
    content = {
        "topic": Topic(title="Vaping"),
        "kind": "classroom",
        "officer": Officer(pk=1, user=User(name="Owen Officer")),
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        **fields,
    }
    return Presentation(**content)


def facts(levels=DEFAULTS, marks=(), busy=(), serves=True):
    calendar = SchoolCalendar(
        ZONE, TODAY.date(), date(2027, 5, 26), [YEAR], {TUESDAY: marks}, BELLS
    )
    return Facts(TODAY, calendar, busy, levels, serves)


def taken(why, slot=None, **fields):
    slot = slot or at(TUESDAY, 9)
    return Busy(slot.starts_at, slot.ends_at, why, **fields)


def day(kind, **fields):
    return SchoolDay(on=TUESDAY, kind=kind, label="Snow day", **fields)


SOFT = {
    Kind.CLOSED: (
        talk_at(),
        facts(marks=[day("closed")]),
        "There is no school on that day: Snow day.",
    ),
    Kind.EARLY_RELEASE: (
        talk_at(at(TUESDAY, 11)),
        facts(marks=[day("early_release", early_release=time(11, 30))]),
        "School lets out early on that day, at 11:30 AM.",
    ),
    Kind.TESTING: (
        talk_at(),
        facts(marks=[day("testing")]),
        "The school is testing on that day: Snow day.",
    ),
    Kind.OUTSIDE_HOURS: (
        talk_at(at(TUESDAY, 2)),
        facts(),
        "That is outside school hours, which are 8:00 AM to 3:00 PM on that day.",
    ),
    Kind.ABSENCE: (
        talk_at(),
        facts(busy=[taken(Why.AWAY)]),
        "Deputy Owen Officer is away at that time.",
    ),
    Kind.TENTATIVE: (
        talk_at(),
        facts(busy=[taken(Why.ASKED)]),
        "Deputy Owen Officer was also asked for another talk then.",
    ),
    Kind.SHORT_NOTICE: (
        talk_at(at(TODAY.date() + timedelta(days=8), 9)),
        facts(),
        "This is less than two weeks away.",
    ),
    Kind.PARENTS_NOT_TOLD: (
        talk_at(topic=Topic(sensitive=True)),
        facts(),
        "This is a sensitive topic, and the parents have not been told yet.",
    ),
}


def test_the_table_has_every_kind_that_a_district_can_set():
    assert set(SOFT) == set(Kind)


@pytest.mark.parametrize("kind", SOFT)
@pytest.mark.parametrize("level", Level)
def test_the_district_says_how_loudly_it_hears(kind, level):
    talk, found, sentence = SOFT[kind]
    levels = {**DEFAULTS, kind: level}

    said = [
        (one.kind, one.sentence, one.forbids)
        for one in judge(talk, replace(found, levels=levels))
    ]

    heard = [(kind, sentence, level == Level.BLOCK)]
    assert said == ([] if level == Level.IGNORE else heard)


HARD = {
    "backwards": (talk_at(at(TUESDAY, 9, minutes=-10)), facts(), "after the start"),
    "too_long": (talk_at(at(TUESDAY, 8, minutes=481)), facts(), "at most 8 hours"),
    "past": (talk_at(at(TODAY.date(), 8)), facts(), "That time has passed"),
    "not_serving": (
        talk_at(),
        facts(serves=False),
        "Owen Officer does not serve this school on that day.",
    ),
    "officer_booked": (
        talk_at(),
        facts(busy=[taken(Why.BOOKED)]),
        "officer is already booked",
    ),
    "room_booked": (
        talk_at(place_id=7),
        facts(busy=[taken(Why.BOOKED, is_officers=False, place_id=7)]),
        "room is already booked",
    ),
}


@pytest.mark.parametrize("kind", HARD)
@pytest.mark.parametrize("level", Level)
def test_what_is_impossible_forbids_whatever_the_district_says(kind, level):
    talk, found, sentence = HARD[kind]
    levels = dict.fromkeys(Kind.values, level)

    [said] = [c for c in judge(talk, replace(found, levels=levels)) if c.kind == kind]

    assert sentence in said.sentence
    assert said.forbids


def test_an_ordinary_time_has_nothing_against_it():
    assert judge(talk_at(), facts()) == []


def test_time_kept_for_advice_counts_as_asked_for():
    [said] = judge(talk_at(), facts(busy=[taken(Why.ADVICE)]))

    assert said.kind == Kind.TENTATIVE
    assert said.sentence == "Deputy Owen Officer keeps that time free for advice."


@pytest.mark.parametrize("kind", EVERY_TALK)
def test_a_weekend_forbids_only_what_needs_a_lesson(kind):
    [said] = judge(talk_at(at(SATURDAY, 9), kind=kind), facts())

    assert said.sentence == "There is no school on that day: Weekend."
    assert said.forbids == (kind in {"classroom", "assembly"})


@pytest.mark.parametrize("kind", EVERY_TALK)
@pytest.mark.parametrize("slot", [at(TUESDAY, 2), at(TUESDAY, 14, 30), at(TUESDAY, 18)])
def test_only_lessons_keep_to_school_hours(kind, slot):
    said = [one.kind for one in judge(talk_at(slot, kind=kind), facts())]

    is_lesson = kind in {"classroom", "assembly"}
    assert said == ([Kind.OUTSIDE_HOURS] if is_lesson else [])


@pytest.mark.parametrize("kind", ["staff", "parent_night"])
def test_adults_need_no_full_day(kind):
    early = day("early_release", early_release=time(11, 30))

    assert judge(talk_at(kind=kind), facts(marks=[early, day("testing")])) == []


def test_a_school_without_bells_is_open_at_the_usual_hours():
    found = facts()
    found = replace(found, calendar=replace(found.calendar, periods=[]))

    assert judge(talk_at(), found) == []
    assert [one.kind for one in judge(talk_at(at(TUESDAY, 16)), found)] == [
        Kind.OUTSIDE_HOURS
    ]
