"""A school year of known days, people in each role, and what is said of a drill."""

from datetime import date, time

from sro_program.accounts.models import Role
from sro_program.core.ids import uuid7
from tests.conftest import make_member

FIRST_DAY, LAST_DAY = date(2026, 8, 12), date(2027, 5, 26)
THIRTIETH = date(2026, 9, 22)
"""Six weeks of five days from a Wednesday end on a Tuesday."""
LAST_IN_JANUARY = date(2027, 1, 29)
NOW = "2026-11-30T15:00:00Z"
"""A Monday, nine in the morning at the school."""


def people_of(school, officer):
    """One in each role at the school."""
    agency, district = school.district.police_agency, school.district
    return {
        "officer": officer.user,
        **{role: make_member(Role(role), agency) for role in ("commander", "office")},
        **{
            role: make_member(Role(role), school)
            for role in ("principal", "counselor", "teacher")
        },
        "district": make_member(Role.DISTRICT, district),
    }


def said(**changes):
    """What an action is told of a drill that was held."""
    return {
        "kind": "fire",
        "on": date(2026, 11, 24),
        "begins": time(9, 0),
        "ends": time(9, 12),
        "is_announced": True,
        "students": 400,
        "staff": 30,
        "responders": "",
        "part_of_sro": "",
        "sro": None,
        "seconds_to_secure": None,
        "doors_missed": "",
        "problems": "",
        "reaction": "",
        "needs": "",
        **changes,
    }


def typed(**changes):
    """What a person types into the form of a drill that was held."""
    return {
        "record_id": uuid7(),
        "kind": "fire",
        "on": "2026-11-24",
        "begins": "09:00",
        "ends": "09:12",
        "is_announced": "on",
        "students": "400",
        "staff": "30",
        **changes,
    }
