"""courses.csv, classes.csv and enrollments.csv: classes with a teacher and a size."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from schools.oneroster import spec
from schools.oneroster.roster import ClassRow, Roster
from schools.oneroster.sheets import Row
from schools.oneroster.source import Source


@dataclass(slots=True)
class Tally:
    """What remains of enrollments: a number of students, and a teacher."""

    students: Counter[str] = field(default_factory=Counter)
    teachers: dict[str, str] = field(default_factory=dict)
    main_teachers: dict[str, str] = field(default_factory=dict)

    def count(self, row: Row) -> None:
        class_id, user = row.get("classSourcedId"), row.get("userSourcedId")
        match row.get("role").lower():
            case "student":
                self.students[class_id] += 1
            case "teacher" if row.get("primary").lower() == "true":
                self.main_teachers.setdefault(class_id, user)
            case "teacher":
                self.teachers.setdefault(class_id, user)

    def teacher_of(self, class_id: str) -> str | None:
        return self.main_teachers.get(class_id) or self.teachers.get(class_id)


def check_classes(source: Source) -> None:
    roster = source.roster
    for row in source.rows(spec.COURSES):
        grade = row.grade("grades")
        row.text("title", 200)
        if row.is_good:
            roster.grades_of_courses[row.sourced_id] = grade
    for row in source.rows(spec.CLASSES):
        found = _class(row, roster)
        if row.is_good:
            roster.classes[found.sourced_id] = found
    _tally_enrollments(source)


def _class(row: Row, roster: Roster) -> ClassRow:
    course, school = row.get("courseSourcedId"), row.get("schoolSourcedId")
    if row.get("classType"):
        row.word("classType", spec.CLASS_TYPES)
    if roster.manifest.is_full(spec.COURSES) and course not in roster.grades_of_courses:
        row.reject("courseSourcedId", roster.why_missing("courses", course))
    if not roster.has_school(school):
        row.reject("schoolSourcedId", roster.why_missing("orgs", school))
    grade = row.grade("grades")
    return ClassRow(
        row.sourced_id,
        school,
        row.text("title", 200),
        roster.grades_of_courses.get(course) if grade is None else grade,
        row.get("periods").split(",")[0].strip()[:40],
        row.ends,
    )


def _tally_enrollments(source: Source) -> None:
    roster, tally, today = source.roster, Tally(), localdate()
    for row in source.rows(spec.ENROLLMENTS):
        _check_enrollment(row, roster)
        if row.is_good and not row.ends and not _is_over(row, today):
            tally.count(row)
    if not roster.manifest.holds(spec.ENROLLMENTS):
        return
    is_full = roster.manifest.is_full(spec.ENROLLMENTS)
    for class_id, found in roster.classes.items():
        found.teacher = tally.teacher_of(class_id) or ("" if is_full else None)
        found.size = tally.students[class_id] if is_full else None


def _check_enrollment(row: Row, roster: Roster) -> None:
    row.word("role", spec.ENROLLMENT_ROLES)
    class_id, user = row.get("classSourcedId"), row.get("userSourcedId")
    if not roster.has_class(class_id):
        row.reject("classSourcedId", roster.why_missing("classes", class_id))
    if not roster.has_user(user):
        row.reject("userSourcedId", roster.why_missing("users", user))


def _is_over(row: Row, today: date) -> bool:
    """Enrolled until a day that has come; the end date is the first day without."""
    return bool(row.get("endDate")) and row.date("endDate") <= today
