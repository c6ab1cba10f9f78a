"""The demo's people on rosters, and who does not belong: all of them invented."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from schools.drill_people import officers_to_name
from schools.models import AccessNotice, District, Person, School
from sro_program.accounts.models import User
from sro_program.core.ids import uuid7

ROSTER = [
    ("student", "Emma", "Weller", ""),
    ("student", "Noah", "Pritchard", ""),
    ("student", "Lucy", "Tran", ""),
    ("guardian", "James", "Weller", ""),
    ("staff", "Ann", "Bell", "Secretary"),
    ("staff", "Victor", "Osei", "Custodian"),
]
"""The first of these at each school: namesakes, told apart by grade and school."""
TWICE = [("Mia", "Alvarez", 1), ("Owen", "Castillo", 3)]
"""At the first school, in its lowest grade and so many grades above: somebody is there
twice, or two have one name."""
Kind = AccessNotice.Kind
LAPSED, SOON, LONG = (-200, -20), (-300, 6), (-30, 300)
"""First and last day, from today."""
NOTICES = [
    (
        0,
        Kind.TRESPASS,
        "Dale",
        "Harmon",
        LONG,
        "Do not let in. Call 911 and the office.",
    ),
    (
        0,
        Kind.CUSTODY,
        "James",
        "Weller",
        LONG,
        "To the office. Call the principal first.",
    ),
    (0, Kind.EXPULSION, "Tyler", "Boone", SOON, "Not on campus. Call the officer."),
    (
        0,
        Kind.AUTHORISED,
        "Grace",
        "Kimball",
        LONG,
        "Volunteer in the library. Badge on.",
    ),
    (
        1,
        Kind.CONDITIONAL,
        "Curtis",
        "Vance",
        LONG,
        "Only with the principal, by phone first.",
    ),
    (1, Kind.TRESPASS, "Rhonda", "Sykes", LAPSED, "Do not let in."),
    (2, Kind.CUSTODY, "Mark", "Ellery", LONG, "No pick-up. Call the principal."),
    (
        3,
        Kind.AUTHORISED,
        "Omar",
        "Haddad",
        SOON,
        "Boiler contractor. Signs in each day.",
    ),
    (4, Kind.TRESPASS, "Lonnie", "Grubb", LONG, "Do not let in. Call 911."),
    (5, Kind.CUSTODY, "Tina", "Marlowe", LONG, "No pick-up without the grandmother."),
    (6, Kind.EXPULSION, "Jesse", "Carver", LONG, "Not on campus. Call the officer."),
    (
        7,
        Kind.CONDITIONAL,
        "Bert",
        "Logan",
        LONG,
        "Meets staff in the front office only.",
    ),
]
"""At which school, of what kind, who, when, and what to do."""
PICK_UP = "Only the mother picks up. The father does not; call if he comes."
PAPER = b"%PDF-1.7\n% An invented paper of the demo.\n%%EOF\n"


def make_notices(district: District, commander: User) -> None:
    """For the eight schools; once."""
    if AccessNotice.objects.filter(school__district=district).exists():
        return
    schools = list(district.schools.select_related("district").order_by("pk"))
    people = [
        person for n, school in enumerate(schools) for person in _roster(school, n)
    ]
    Person.objects.bulk_create([*people, *_there_twice(schools[0])])
    known = {(one.school_id, one.given_name, one.family_name): one for one in people}
    for n, kind, given, family, days, what in NOTICES:
        school = schools[n]
        by = officers_to_name(school).first() or commander
        person = known.get((school.pk, given, family)) or _outsider(
            school, given, family
        )
        _notice(school, kind, person, days, what, by)


def _roster(school: School, n: int) -> list[Person]:
    """Four to six people."""
    return [
        Person(
            id=uuid7(),
            school=school,
            kind=kind,
            given_name=given,
            family_name=family,
            position=position,
            grade=school.grade_low if kind == "student" else None,
        )
        for kind, given, family, position in ROSTER[: 6 - n % 3]
    ]


def _there_twice(school: School) -> list[Person]:
    return [
        Person(
            id=uuid7(),
            school=school,
            kind=Person.Kind.STUDENT,
            given_name=given,
            family_name=family,
            grade=school.grade_low + grades,
        )
        for given, family, above in TWICE
        for grades in (0, above)
    ]


def _outsider(school: School, given: str, family: str) -> Person:
    return Person.objects.create(
        school=school,
        kind=Person.Kind.VISITOR,
        given_name=given,
        family_name=family,
        retention_class=Person.Retention.RECORD,
    )


def _notice(
    school: School,
    kind: str,
    person: Person,
    days: tuple[int, int],
    what: str,
    by: User,
) -> None:
    first, last = (_in(number) for number in days)
    AccessNotice.objects.create(
        school=school,
        person=person,
        given_name=person.given_name,
        family_name=person.family_name,
        kind=kind,
        basis="A paper that was invented for this demo",
        document=ContentFile(PAPER, name="paper.pdf"),
        document_type="application/pdf",
        starts_on=first,
        ends_on=last,
        what_to_do=what,
        pick_up=PICK_UP if kind == Kind.CUSTODY else "",
        reviewer=by,
        written_by=by,
    )


def _in(days: int) -> date:
    return localdate() + timedelta(days=days)
