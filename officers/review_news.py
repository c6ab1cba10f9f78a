"""What people are told of a review: that something is there, and never what it says."""

from collections.abc import Iterable

from officers.models import Review
from officers.models.reviews import Side
from sro_program.accounts.models import Role, User
from sro_program.accounts.roles import holders
from sro_program.notifications.models import Notification
from sro_program.notifications.outbox import notify_all

TEMPLATE = "review"
THE_OTHER = {Side.COMMAND: Side.SCHOOL, Side.SCHOOL: Side.COMMAND}


def people_of(review: Review, side: str) -> list[User]:
    """Who reviews for this side today; never the officer."""
    if side == Side.COMMAND:
        agency = review.officer.police_agency_id
        found = holders(Role.COMMANDER, police_agency=agency)
    else:
        found = holders(Role.PRINCIPAL, school=review.school)
    return list(found.exclude(pk=review.officer.user_id))


def others_of(review: Review, side: str) -> list[User]:
    """Who reviews for the other side."""
    return people_of(review, THE_OTHER[Side(side)])


def tell(
    review: Review, people: Iterable[User], what: str, text: str = "", url: str = ""
) -> None:
    """Good to know: in the program alone, each person once."""
    _owe(review, people, what, text, url, "Open the review", in_app=True)


def tell_side(review: Review, side: str, url: str) -> None:
    """The other side is asked to agree to a goal."""
    told = others_of(review, side)
    text = "The other side proposes a goal. It holds once you agree."
    _owe(review, told, "has a new goal", text, url, "Read it", needs_you=True)


def ask_for_half(review: Review, side: str) -> bool:
    """The school year ends: this side's half is wanted. Each person is asked once."""
    url = review.half_url(side)
    asked = Notification.objects.filter(template=TEMPLATE, url=url)
    told = {*asked.values_list("recipient", flat=True)}
    people = [one for one in people_of(review, side) if one.pk not in told]
    text = "Your side’s half is not signed yet, and the school year ends."
    _owe(review, people, "waits for your half", text, url, "Open it", needs_you=True)
    return bool(people)


def ask_officer(review: Review, url: str) -> None:
    """A half is signed; the officer reads and answers it."""
    text = "A half is signed. Read it, and say what you have to say to it."
    told = [review.officer.user]
    _owe(review, told, "waits for your answer", text, url, "Read it", needs_you=True)


def _owe(
    review: Review,
    people: Iterable[User],
    what: str,
    text: str,
    url: str,
    label: str,
    *,
    in_app: bool = False,
    needs_you: bool = False,
) -> None:
    told = {person.pk: person for person in people}
    notify_all(
        told.values(),
        TEMPLATE,
        url=url or review.get_absolute_url(),
        in_app=in_app,
        needs_you=needs_you,
        heading=f"The review of {review.officer} {what}",
        text=f"{review.school.name}, school year {review.in_words}. {text}".strip(),
        label=label,
    )
