"""The territory of the demo programme: Calloway County, Kentucky.

From public facts (NCES, press): the district, its eight schools by kind, about 3,050
students, the county seat Murray. Invented here: which campus the small schools share,
bell times, rooms, the days of the calendar, the agreement and its clause, and telephone
numbers, which are of the range kept for fiction. Exact ids and street addresses are
left empty, not guessed.
"""

from dataclasses import dataclass
from datetime import time

from schools.demo_agreement import make_agreement
from schools.demo_years import make_years
from schools.models import (
    BellSchedule,
    Campus,
    District,
    Period,
    Place,
    School,
)
from sro_program.accounts.models import PoliceAgency

MAIN, NORTH, EAST = "Main campus", "North campus", "East campus"
SOUTHWEST, DAY_TREATMENT = "Southwest campus", "Day Treatment campus"
CAMPUSES = [MAIN, NORTH, EAST, SOUTHWEST, DAY_TREATMENT]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the demo knows of one school."""

    name: str
    short_name: str
    campus: str
    level: School.Level
    grade_low: int
    grade_high: int
    enrolment: int
    phone: str
    first_bell: time
    rooms: int


SCHOOLS = [
    Facts(
        "Calloway County High School",
        "High",
        MAIN,
        School.Level.HIGH,
        9,
        12,
        880,
        "270-555-0101",
        time(8, 0),
        24,
    ),
    Facts(
        "Calloway County Middle School",
        "Middle",
        MAIN,
        School.Level.MIDDLE,
        6,
        8,
        690,
        "270-555-0102",
        time(8, 0),
        18,
    ),
    Facts(
        "North Calloway Elementary School",
        "North Elementary",
        NORTH,
        School.Level.ELEMENTARY,
        0,
        5,
        500,
        "270-555-0103",
        time(7, 45),
        14,
    ),
    Facts(
        "East Calloway Elementary School",
        "East Elementary",
        EAST,
        School.Level.ELEMENTARY,
        0,
        5,
        410,
        "270-555-0104",
        time(7, 45),
        12,
    ),
    Facts(
        "Southwest Calloway Elementary School",
        "Southwest Elementary",
        SOUTHWEST,
        School.Level.ELEMENTARY,
        0,
        5,
        420,
        "270-555-0105",
        time(7, 45),
        12,
    ),
    Facts(
        "Calloway County Preschool",
        "Preschool",
        MAIN,
        School.Level.PRESCHOOL,
        -1,
        -1,
        110,
        "270-555-0106",
        time(8, 15),
        6,
    ),
    Facts(
        "Calloway County Alternative School",
        "Alternative",
        MAIN,
        School.Level.ALTERNATIVE,
        6,
        12,
        25,
        "270-555-0107",
        time(8, 15),
        4,
    ),
    Facts(
        "Calloway County Day Treatment Center",
        "Day Treatment",
        DAY_TREATMENT,
        School.Level.ALTERNATIVE,
        6,
        12,
        15,
        "270-555-0108",
        time(8, 15),
        3,
    ),
]

PERIODS = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th"]
A_PERIOD, PASSING = 50, 5
WIDE_ROOMS = [("Gymnasium", 400), ("Cafeteria", 250), ("Library", 60)]
A_CLASS = 28


def make_territory(police_agency: PoliceAgency) -> District:
    """Make the demo's district, or complete it; a second call changes nothing."""
    district, _ = District.objects.get_or_create(
        police_agency=police_agency, name="Calloway County Schools"
    )
    make_years(district)
    make_agreement(district)
    campuses = {name: _make_campus(district, name) for name in CAMPUSES}
    for facts in SCHOOLS:
        school = _make_school(facts, district, campuses[facts.campus])
        _make_bell_schedule(school, facts)
        _make_places(school, facts)
    return district


def _make_campus(district: District, name: str) -> Campus:
    campus, _ = Campus.objects.get_or_create(
        district=district, name=name, defaults={"city": "Murray", "zip_code": "42071"}
    )
    return campus


def _make_school(facts: Facts, district: District, campus: Campus) -> School:
    school, _ = School.objects.get_or_create(
        district=district,
        name=facts.name,
        defaults={
            "campus": campus,
            "short_name": facts.short_name,
            "level": facts.level,
            "grade_low": facts.grade_low,
            "grade_high": facts.grade_high,
            "enrolment": facts.enrolment,
            "phone": facts.phone,
        },
    )
    return school


def _make_bell_schedule(school: School, facts: Facts) -> None:
    schedule, is_new = BellSchedule.objects.get_or_create(
        school=school, name="Regular day", defaults={"is_default": True}
    )
    if not is_new:
        return
    first = facts.first_bell.hour * 60 + facts.first_bell.minute
    for number, name in enumerate(PERIODS):
        starts = first + number * (A_PERIOD + PASSING)
        Period.objects.create(
            bell_schedule=schedule,
            name=f"{name} period",
            starts_at=_clock(starts),
            ends_at=_clock(starts + A_PERIOD),
        )


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _make_places(school: School, facts: Facts) -> None:
    if school.places.exists():
        return
    building = Place.objects.create(
        school=school, kind=Place.Kind.BUILDING, label="Main building"
    )
    rooms = [(f"Room {100 + number}", A_CLASS) for number in range(1, facts.rooms + 1)]
    wide = WIDE_ROOMS if facts.enrolment > 100 else []
    Place.objects.bulk_create(
        Place(
            school=school,
            parent=building,
            kind=Place.Kind.ROOM,
            label=label,
            capacity=seats,
        )
        for label, seats in [*wide, *rooms]
    )
