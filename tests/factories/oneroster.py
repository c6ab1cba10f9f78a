"""OneRoster packages of any size, with invented names.

`python -m tests.factories.oneroster calloway.zip` writes one for Calloway County's
eight schools; with `--users 50000` a large one for the bench. Names of schools are
those of the demo programme; every person is made up from two lists of words.
"""

import argparse
import csv
import io
import random
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


def listed(words: str) -> list[str]:
    """Words of a text, in order."""
    return words.split()


GIVEN = listed(
    """
    Ada Amos Bess Boone Cady Clay Dara Dale Edie Ezra Faye Finn Gwen Gage Hope Hank
    Ivy Ira June Jude Kate Knox Lena Levi Mae Mark Nell Noah Opal Otis Pia Penn Ruth
    Reed Sage Seth Tess Todd Una Vera Wade Wren Zoe Zane
    """
)
FAMILY = listed(
    """
    Alder Ashby Barrow Birch Calder Corbin Dalton Drake Elkins Fallow Garner Hollis
    Ingram Jessup Keller Larkin Marlow Nettles Oakley Pruitt Quarles Ramsey Sutter
    Thorne Upshaw Vickers Walden Yancey Zeller
    """
)
SUBJECTS = ["English", "Mathematics", "Science", "Social Studies", "Health", "Art"]
CLASS_OF = 24


@dataclass(frozen=True)
class SchoolPlan:
    """A school of the package: its name and grades, and how many students."""

    sourced_id: str
    name: str
    grade_low: int
    grade_high: int
    students: int

    @property
    def grades(self) -> list[str]:
        named = {-1: "PK", 0: "KG"}
        span = range(self.grade_low, self.grade_high + 1)
        return [named.get(grade, f"{grade:02}") for grade in span]


CALLOWAY = [
    SchoolPlan("SCH-1", "Calloway County High School", 9, 12, 880),
    SchoolPlan("SCH-2", "Calloway County Middle School", 6, 8, 690),
    SchoolPlan("SCH-3", "North Calloway Elementary School", 0, 5, 500),
    SchoolPlan("SCH-4", "East Calloway Elementary School", 0, 5, 410),
    SchoolPlan("SCH-5", "Southwest Calloway Elementary School", 0, 5, 420),
    SchoolPlan("SCH-6", "Calloway County Preschool", -1, -1, 110),
    SchoolPlan("SCH-7", "Calloway County Alternative School", 6, 12, 25),
    SchoolPlan("SCH-8", "Calloway County Day Treatment Center", 6, 12, 15),
]


def spread(schools: list[SchoolPlan], users: int) -> list[SchoolPlan]:
    """The same schools with so many students that the package has about `users`."""
    have = sum(school.students for school in schools)
    factor = users / (have * 1.1)  # about one in eleven works there
    return [
        SchoolPlan(
            school.sourced_id,
            school.name,
            school.grade_low,
            school.grade_high,
            max(1, round(school.students * factor)),
        )
        for school in schools
    ]


@dataclass
class PackagePlan:
    """What to write. Each file is rows of columns; tests bend them as they need."""

    schools: list[SchoolPlan] = field(default_factory=lambda: CALLOWAY)
    version: str = "1.2"
    mode: str = "bulk"
    district: tuple[str, str] = ("DIST-1", "Calloway County Schools")
    year: tuple[str, str, str] = ("2026-2027", "2026-08-12", "2027-05-27")
    seed: int = 11

    def files(self) -> dict[str, Iterable[list[str]]]:
        """Every file of the package, by name, rows made when they are asked for."""
        is_1_2 = self.version == "1.2"
        held = {
            "academicSessions": self.sessions(),
            "orgs": self.orgs(),
            "users": self.users_1_2() if is_1_2 else self.users_1_1(),
            **({"roles": self.roles()} if is_1_2 else {}),
            "courses": self.courses(),
            "classes": self.classes(),
            "enrollments": self.enrollments(),
        }
        return {"manifest": self.manifest(held), **held}

    def manifest(self, held: Iterable[str]) -> Iterator[list[str]]:
        yield ["propertyName", "value"]
        yield ["manifest.version", "1.0"]
        yield ["oneroster.version", self.version]
        held = set(held)
        for name in listed(
            """
            academicSessions categories classes classResources courses
            courseResources demographics enrollments lineItems orgs resources
            results roles userProfiles userResources users
            """
        ):
            yield [f"file.{name}", self.mode if name in held else "absent"]
        yield ["source.systemName", "Invented Student Information System"]
        yield ["source.systemCode", "invented"]

    @property
    def _meta(self) -> list[str]:
        is_delta = self.mode == "delta"
        return ["active", "2026-11-20T06:00:00.000Z"] if is_delta else ["", ""]

    def sessions(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified title type startDate endDate
            parentSourcedId schoolYear
            """
        )
        name, first, last = self.year
        yield ["YEAR-27", *self._meta, name, "schoolYear", first, last, "", "2027"]
        yield [
            "TERM-1",
            *self._meta,
            "Fall",
            "term",
            first,
            "2026-12-19",
            "YEAR-27",
            "2027",
        ]

    def orgs(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified name type identifier parentSourcedId
            """
        )
        district, name = self.district
        yield [district, *self._meta, name, "district", "", ""]
        for school in self.schools:
            row = [school.name, "school", "", district]
            yield [school.sourced_id, *self._meta, *row]

    def people(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Id, given name, family name, grade, role and school; staff come first."""
        words = random.Random(self.seed)  # noqa: S311  # invents names, keeps no secret
        for school in self.schools:
            for number in range(teachers_of(school)):
                who = f"T-{school.sourced_id}-{number}"
                role = {0: "principal", 1: "counselor"}.get(number, "teacher")
                yield (*_named(words, who), "", role, school.sourced_id)
            for number in range(school.students):
                who = f"S-{school.sourced_id}-{number}"
                grade = school.grades[number % len(school.grades)]
                yield (*_named(words, who), grade, "student", school.sourced_id)

    def users_1_2(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified enabledUser username userIds givenName
            familyName middleName identifier email sms phone agentSourcedIds grades
            password userMasterIdentifier resourceSourcedIds preferredGivenName
            preferredMiddleName preferredFamilyName primaryOrgSourcedId pronouns
            """
        )
        for who, given, family, grade, _, school in self.people():
            name = [given, family, "", who, f"{who}@example.org", "", "", "", grade]
            tail = ["", "", "", "", "", "", school, ""]
            yield [who, *self._meta, "true", who.lower(), "", *name, *tail]

    def users_1_1(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified enabledUser orgSourcedIds role
            username userIds givenName familyName middleName identifier email sms
            phone agentSourcedIds grades password
            """
        )
        for who, given, family, grade, role, school in self.people():
            old = {"principal": "administrator", "counselor": "aide"}.get(role, role)
            name = [given, family, "", who, f"{who}@example.org", "", "", "", grade, ""]
            yield [who, *self._meta, "true", school, old, who.lower(), "", *name]

    def roles(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified userSourcedId roleType role beginDate
            endDate orgSourcedId userProfileSourcedId
            """
        )
        for who, _, _, _, role, school in self.people():
            row = [who, "primary", role, "", "", school, ""]
            yield [f"R-{who}", *self._meta, *row]

    def courses(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified schoolYearSourcedId title courseCode
            grades orgSourcedId subjects subjectCodes
            """
        )
        for subject in SUBJECTS:
            row = ["YEAR-27", subject, subject[:3].upper(), "", self.district[0]]
            yield [f"C-{subject[:3]}", *self._meta, *row, subject, ""]

    def sections(self) -> Iterator[tuple[SchoolPlan, str, int, int]]:
        """Each class: its school, id, subject and the number of its first student."""
        for school in self.schools:
            for subject in range(len(SUBJECTS)):
                for first in range(0, school.students, CLASS_OF):
                    class_id = f"L-{school.sourced_id}-{subject}-{first // CLASS_OF}"
                    yield school, class_id, subject, first

    def classes(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified title grades courseSourcedId classCode
            classType location schoolSourcedId termSourcedIds subjects subjectCodes
            periods
            """
        )
        for school, class_id, subject, first in self.sections():
            title = f"{SUBJECTS[subject]} {first // CLASS_OF + 1}"
            grade = school.grades[(first // CLASS_OF) % len(school.grades)]
            course = f"C-{SUBJECTS[subject][:3]}"
            place = ["", "scheduled", "", school.sourced_id, "TERM-1", "", ""]
            yield [
                class_id,
                *self._meta,
                title,
                grade,
                course,
                *place,
                str(subject + 1),
            ]

    def enrollments(self) -> Iterator[list[str]]:
        yield listed(
            """
            sourcedId status dateLastModified classSourcedId schoolSourcedId
            userSourcedId role primary beginDate endDate
            """
        )
        for school, class_id, _, first in self.sections():
            teacher = f"T-{school.sourced_id}-{first % teachers_of(school)}"
            yield self._enrolled(class_id, school, teacher, "teacher", "true")
            for number in range(first, min(first + CLASS_OF, school.students)):
                who = f"S-{school.sourced_id}-{number}"
                yield self._enrolled(class_id, school, who, "student", "false")

    def _enrolled(
        self, class_id: str, school: SchoolPlan, who: str, role: str, primary: str
    ) -> list[str]:
        row = [class_id, school.sourced_id, who, role, primary, "", ""]
        return [f"E-{class_id}-{who}", *self._meta, *row]


def teachers_of(school: SchoolPlan) -> int:
    return max(3, school.students // 10)


def _named(words: random.Random, who: str) -> tuple[str, str, str]:
    return who, words.choice(GIVEN), words.choice(FAMILY)


def write_zip(path: Path, plan: PackagePlan | None = None) -> Path:
    """Write the package's files into a zip, row by row."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, rows in (plan or PackagePlan()).files().items():
            with (
                archive.open(f"{name}.csv", "w") as stored,
                io.TextIOWrapper(stored, "utf-8", newline="") as text,
            ):
                csv.writer(text).writerows(rows)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--users", type=int, help="about so many instead of 3,400")
    options = parser.parse_args()
    schools = spread(CALLOWAY, options.users) if options.users else CALLOWAY
    print(write_zip(options.path, PackagePlan(schools=schools)))  # its answer


if __name__ == "__main__":
    main()
