"""Reviews of the demo: last school year's signed by both, this year's with goals."""

from django.utils.timezone import localdate

from officers import actions
from officers.actions.reviews import Said
from officers.models import Officer, Review
from officers.reviewing import served_at
from officers.standards import Seen, standards_of
from schools.models import District, School
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.core.times import school_year

SHOWN = 2
"""Officers with a review."""
GOALS = [
    (
        "Students come to the officer before something happens",
        "About two a week come on their own.",
        "The counselors hear from students that they did.",
    ),
    (
        "Every ninth-grade class has met the officer by October",
        "Half of them had, last year.",
        "Teachers say so; the lessons stand in the coverage map.",
    ),
]
WORDS: dict[str, dict[str, Said]] = {
    "command": {
        "visible": (Seen.THROUGHOUT, "At the doors and in the halls on each visit."),
        "reports": (
            Seen.WANTS_WORK,
            "Complete, but often two days late. Write the short ones the same day.",
        ),
        "tactics": (Seen.NOT_OBSERVED, ""),
    },
    "school": {
        "visible": (Seen.THROUGHOUT, "Parents know the officer by name."),
        "relations": (
            Seen.THROUGHOUT,
            "Students who avoid adults eat lunch at the officer’s table.",
        ),
        "teaching": (Seen.MOSTLY, "Two lessons were moved at short notice."),
    },
}
OUTCOMES = {
    "command": "Reached: fewer calls began as a surprise.",
    "school": "Reached in ninth grade, and in part above it.",
}
ANSWERS = {
    "command": "The reports are right. I have set an hour for them each afternoon.",
    "school": "",
}
"""Without words: read, nothing to add."""


def make_reviews(district: District) -> None:
    """For the first officers who served last year, where both superiors are; once."""
    if Review.objects.filter(school__district=district).exists():
        return
    agency = district.police_agency_id
    commander = holders(Role.COMMANDER, police_agency=agency).first()
    year = school_year(localdate()) - 1
    made = 0
    officers = Officer.objects.in_service().filter(police_agency=agency)
    for officer in officers.select_related("user").order_by("pk"):
        school, principal = _school_of(officer, year)
        if commander and school and principal and made < SHOWN:
            people = {"command": commander, "school": principal}
            _finished(officer, school, year, people)
            _begun(officer, school, year + 1, people)
            made += 1


def _school_of(officer: Officer, year: int) -> tuple[School | None, User | None]:
    campuses = officer.assignments.values("campus")
    for school in School.objects.filter(campus__in=campuses).for_list():
        principal = holders(Role.PRINCIPAL, school=school).first()
        if principal and served_at(officer, school, year):
            return school, principal
    return None, None


def _begun(
    officer: Officer, school: School, year: int, people: dict[str, User]
) -> Review:
    """Opened, and with goals that both agreed on."""
    principal, commander = people["school"], people["command"]
    review = actions.open_review(officer, by=principal, school=school, year=year)
    for words, baseline, seen_by in GOALS:
        goal = actions.propose_review_goal(
            review, by=principal, words=words, baseline=baseline, seen_by=seen_by
        )
        actions.agree_review_goal(goal, by=commander)
    return review


def _finished(
    officer: Officer, school: School, year: int, people: dict[str, User]
) -> None:
    review = _begun(officer, school, year, people)
    goals = list(review.goals.values_list("pk", flat=True))
    for side, by in people.items():
        answers: dict[str, Said] = {
            one.value: WORDS[side].get(one.value, (Seen.MOSTLY, ""))
            for one in standards_of(side)
        }
        half = actions.write_half(
            review,
            by=by,
            answers=answers,
            outcomes=dict.fromkeys(goals, OUTCOMES[side]),
        )
        actions.sign_half(half, by=by)
        actions.answer_half(review, side, by=officer.user, text=ANSWERS[side])
