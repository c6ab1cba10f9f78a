"""Who reviews an officer, who answers, and who reads which half (D§2.3, R41).

Three read a review: the officer, the commanders of the agency, the principals of the
school. The command's half is between the officer and the command: law and tactics stand
in it, and with them what the law keeps from a school (KRS 158.153).
"""

from officers.coverage import holding
from officers.models import Officer, Review, ReviewComment, ReviewGoal, ReviewHalf
from officers.models.reviews import Side, days_of
from officers.policy import side_of
from schools.models import School
from schools.models.territory import SchoolQuerySet
from sro_program.accounts.models import Role
from sro_program.accounts.roles import roles_of
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.policy import ALLOWED, Verdict, allow_if, deny

BETWEEN = "Reviews are between the officer, the commander and the principal."
OWN_REVIEW = "Your superiors review you; you answer each half when it is signed."
NOT_A_SUPERIOR = (
    "The commander of the officer’s agency and the principal of the school review."
)
NOT_ANSWERING = "A goal is agreed by the side that did not propose it."
OWN_PROPOSAL = "The other side agrees to what you proposed."
NOT_MY_HALF = "Each side writes and signs its own half."
BY_TWO = "You have signed the other half. Two people review an officer."
ANSWERED = "The officer has answered. This half stays as it was signed."
READERS = {
    Side.COMMAND: (
        "The officer reads this half once it is signed, and so do the commanders of "
        "the agency. The principal learns only whether it is signed."
    ),
    Side.SCHOOL: (
        "The officer and the commanders of the agency read this half once it is "
        "signed, and so do the principals of the school."
    ),
}
"""Said on the page, on its forms and on paper, by whose half it is."""
WHO_READS_COMMENT = {
    Side.COMMAND: "The commanders of your agency read it. The principal does not.",
    Side.SCHOOL: (
        "The principals of the school and the commanders of your agency read it."
    ),
}


def can_open_reviews(user: Actor) -> Verdict:
    """Officers, commanders and principals; the office and the district do not read."""
    leads = roles_of(user) & {Role.COMMANDER, Role.PRINCIPAL}
    own = Officer.objects.filter(user_id=user.pk or 0)
    return allow_if(bool(leads) or own.exists(), BETWEEN)


def can_review_somebody(user: Actor) -> Verdict:
    """Is there anyone whom this person could review?"""
    leads = roles_of(user) & {Role.COMMANDER, Role.PRINCIPAL}
    return allow_if(bool(leads), NOT_A_SUPERIOR)


def can_review(user: Actor, officer: Officer, school: School) -> Verdict:
    """Either superior, of this officer at this school; nobody themselves."""
    if officer.user_id == user.pk:
        return deny(OWN_REVIEW)
    return allow_if(bool(side_of(user, officer, school)), NOT_A_SUPERIOR)


def can_review_officer(user: Actor, officer: Officer) -> Verdict:
    """At any of the schools where the officer serves or has served."""
    if officer.user_id == user.pk:
        return deny(OWN_REVIEW)
    school = schools_to_review(user, officer).first()
    return can_review(user, officer, school) if school else deny(NOT_A_SUPERIOR)


def side_in(user: Actor, review: Review) -> str:
    """For which side this person reviews; nothing for the officer."""
    if review.officer.user_id == user.pk:
        return ""
    return side_of(user, review.officer, review.school)


def can_propose_goal(user: Actor, review: Review) -> Verdict:
    """Either superior ("customers" set goals with a baseline: domain.md R41)."""
    return can_review(user, review.officer, review.school)


def can_agree_goal(user: Actor, goal: ReviewGoal) -> Verdict:
    """The side that did not propose it, and never the same person."""
    return may_agree(user, side_in(user, goal.review), goal)


def may_agree(user: Actor, side: str, goal: ReviewGoal) -> Verdict:
    """The same, of whoever reviews for this side; for a page with many goals."""
    if goal.proposed_by_id == user.pk:
        return deny(OWN_PROPOSAL)
    return allow_if(side not in {"", goal.side}, NOT_ANSWERING)


def can_withdraw_goal(user: Actor, goal: ReviewGoal) -> Verdict:
    """Whoever proposed it, while still in that place."""
    return may_withdraw(user, side_in(user, goal.review), goal)


def may_withdraw(user: Actor, side: str, goal: ReviewGoal) -> Verdict:
    """The same, of whoever reviews for this side."""
    if goal.proposed_by_id != user.pk:
        return deny("Only who proposed it takes it back.")
    return allow_if(bool(side), NOT_A_SUPERIOR)


def can_write_half(user: Actor, review: Review, side: str) -> Verdict:
    """The own side's half alone; nobody reviews themselves."""
    if review.officer.user_id == user.pk:
        return deny(OWN_REVIEW)
    return allow_if(side_in(user, review) == side != "", NOT_MY_HALF)


def can_sign_half(user: Actor, half: ReviewHalf) -> Verdict:
    """Whoever may write it; not who has signed the other half."""
    may = can_write_half(user, half.review, half.side)
    if not may:
        return may
    with briefly_as_clock():
        other = ReviewHalf.objects.filter(review=half.review_id).exclude(pk=half.pk)
        is_mine = other.filter(signed_by_id=user.pk).exists()
    return deny(BY_TWO) if is_mine else ALLOWED


def can_take_back_half(user: Actor, half: ReviewHalf) -> Verdict:
    """Whoever signed it, until the officer has answered."""
    if half.signed_by_id != user.pk:
        return deny("Only who signed it takes the signature back.")
    if ReviewComment.objects.filter(half=half).exists():
        return deny(ANSWERED)
    return can_write_half(user, half.review, half.side)


def can_answer_in(user: Actor, review: Review) -> Verdict:
    """The officer whom it is about."""
    own = review.officer.user_id == user.pk
    return allow_if(own, "Only the officer whom it is about answers it.")


def served_at(officer: Officer, school: School, year: int) -> bool:
    """Was the officer assigned to the school's campus in this school year?"""
    return (
        holding(*days_of(year))
        .filter(officer=officer, campus=school.campus_id)
        .exists()
    )


def schools_to_review(user: Actor, officer: Officer) -> SchoolQuerySet:
    """Where the officer serves or has served, and this person is a superior."""
    campuses = officer.assignments.values("campus")
    schools = School.objects.reached_as(user, Role.COMMANDER, Role.PRINCIPAL)
    return schools.filter(campus__in=campuses).for_list()
