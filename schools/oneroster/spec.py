"""The part of the OneRoster 1.2 and 1.1 CSV bindings that we read.

Source: 1EdTech OneRoster CSV Binding, versions 1.2 and 1.1. Columns we do not name
are tolerated and not read.
"""

from dataclasses import dataclass

from schools.models import Person

VERSIONS = {"1.1", "1.2"}
BULK, DELTA, ABSENT = "bulk", "delta", "absent"
MODES = {BULK, DELTA, ABSENT}

ACTIVE, TO_BE_DELETED = "active", "tobedeleted"
STATUSES = {"", ACTIVE, TO_BE_DELETED}

SCHOOL_YEAR = "schoolyear"
SESSION_TYPES = {"gradingperiod", "semester", SCHOOL_YEAR, "term"}

DISTRICT, SCHOOL = "district", "school"
ORG_TYPES = {"department", SCHOOL, DISTRICT, "local", "state", "national"}

CLASS_TYPES = {"homeroom", "scheduled"}
ROLE_TYPES = {"primary", "secondary"}
ENROLLMENT_ROLES = {"administrator", "proctor", "student", "teacher"}
EXTENSION = "ext:"
"""Each vocabulary of 1.2 may be extended with words that start so."""

KIND_OF_ROLE = {
    "student": Person.Kind.STUDENT,
    "guardian": Person.Kind.GUARDIAN,
    "parent": Person.Kind.GUARDIAN,
    "relative": Person.Kind.GUARDIAN,
    "administrator": Person.Kind.STAFF,
    "aide": Person.Kind.STAFF,
    "counselor": Person.Kind.STAFF,
    "districtadministrator": Person.Kind.STAFF,
    "principal": Person.Kind.STAFF,
    "proctor": Person.Kind.STAFF,
    "siteadministrator": Person.Kind.STAFF,
    "systemadministrator": Person.Kind.STAFF,
    "teacher": Person.Kind.STAFF,
}
POSITIONS = {
    "administrator": "Administrator",
    "aide": "Aide",
    "counselor": "Counselor",
    "districtadministrator": "District administrator",
    "principal": "Principal",
    "proctor": "Proctor",
    "siteadministrator": "School administrator",
    "systemadministrator": "System administrator",
    "teacher": "Teacher",
}

GRADES: dict[str, int | None] = {
    "PR": -1,
    "PK": -1,
    "TK": 0,
    "KG": 0,
    "K": 0,
    **{str(grade): grade for grade in range(1, 13)},
    **{f"{grade:02}": grade for grade in range(1, 10)},
    # In the vocabulary (CEDS), yet no grade of ours: infants, ungraded, adults.
    **dict.fromkeys(["IT", "13", "PS", "UG", "AE", "OTHER"]),
}


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file: the columns it must have, and those we read when they are there."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    names_people: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


MANIFEST = FileSpec("manifest", ("propertyName", "value"))
SESSIONS = FileSpec(
    "academicSessions",
    ("sourcedId", "title", "type", "startDate", "endDate"),
    ("status",),
)
ORGS = FileSpec(
    "orgs",
    ("sourcedId", "name", "type"),
    ("status", "identifier", "parentSourcedId"),
)
USERS = FileSpec(
    "users",
    ("sourcedId", "givenName", "familyName"),
    ("status", "grades", "primaryOrgSourcedId", "role", "orgSourcedIds"),
    names_people=True,
)
ROLES = FileSpec(
    "roles",
    ("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"),
    ("status",),
)
COURSES = FileSpec(
    "courses", ("sourcedId", "title"), ("status", "grades", "orgSourcedId")
)
CLASSES = FileSpec(
    "classes",
    ("sourcedId", "title", "courseSourcedId", "schoolSourcedId"),
    ("status", "grades", "classType", "periods"),
)
ENROLLMENTS = FileSpec(
    "enrollments",
    ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    ("status", "primary", "endDate"),
)
READ = [SESSIONS, ORGS, USERS, ROLES, COURSES, CLASSES, ENROLLMENTS]
