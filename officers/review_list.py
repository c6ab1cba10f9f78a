"""Which reviews a person finds, how far each is, and which wait for this person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from officers.models import Officer, Review, ReviewComment, ReviewHalf
from officers.models.review_halves import ReviewHalfQuerySet
from officers.models.reviews import (
    ReviewQuerySet,
    Side,
    days_of,
    is_commanded,
    is_led,
)
from schools.models import SchoolYear
from sro_program.core.db import Actor, briefly_as_clock
from sro_program.core.paging import beyond
from sro_program.core.times import school_year

SIZE = 50
"""Of one page."""
LAST_MONTH = timedelta(days=31)
"""Before the last day of school; from then on a half is waited for."""
WHOSE = {Side.COMMAND: "the command’s", Side.SCHOOL: "the school’s"}

type Place = tuple[int, UUID]
"""A school year, and a review of it."""
type SignedSides = Mapping[UUID, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A review in the list: how far it is, and what waits for whoever looks."""

    review: Review
    signed: frozenset[str]
    waits: str

    @property
    def state(self) -> str:
        """Which halves are signed, in words; no more than that is everybody's."""
        if len(self.signed) == len(WHOSE):
            return "Both halves signed"
        for side in self.signed:
            return f"{WHOSE[Side(side)].capitalize()} half signed"
        return "No half signed yet"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list, and where the next one begins; nothing on the last."""

    rows: Sequence[Listed]
    after: str


def listed(
    user: Actor, officer: Officer | None = None, after: Place | None = None
) -> ListPage:
    """The newest school year first, then as they were opened: it ranks nobody."""
    reviews = Review.objects.visible_to(user).for_list()
    if officer:
        reviews = reviews.filter(officer=officer)
    if after:
        year, key = after
        reviews = reviews.filter(beyond(("-year", "-id"), {"year": year, "id": key}))
    found = list(reviews[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    rows = _listed(user, found[:SIZE])
    return ListPage(rows, f"{last.year}_{last.pk}" if last else "")


def _listed(user: Actor, found: Sequence[Review]) -> list[Listed]:
    signed = signed_sides(found)
    to_sign = set(waiting_to_sign(user).values_list("pk", flat=True))
    to_answer = set(waiting_to_answer(user).values_list("review", flat=True))
    nobody = frozenset[str]()
    return [
        Listed(one, signed.get(one.pk, nobody), _waits(one, to_sign, to_answer))
        for one in found
    ]


def _waits(review: Review, to_sign: set[UUID], to_answer: set[UUID]) -> str:
    if review.pk in to_answer:
        return "Waits for your answer"
    return "Waits for your half" if review.pk in to_sign else ""


def signed_sides(reviews: Iterable[Review]) -> SignedSides:
    """Which halves are signed, and nothing else of them.

    That is all that a principal may know of the command's half; so the clock asks.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    halves = ReviewHalf.objects.signed().filter(review__in=list(reviews))
    with briefly_as_clock():
        for key, side in halves.order_by().values_list("review", "side"):
            found[key].add(side)
    return {key: frozenset(sides) for key, sides in found.items()}


def waiting_to_sign(user: Actor) -> ReviewQuerySet:
    """Whose half this person can sign: from the last month of the school year on.

    Last year's wait as well; older ones can still be signed and ask nobody.
    """
    signed = ReviewHalf.objects.signed().filter(review=OuterRef("pk"))
    command = is_commanded(user) & ~Exists(signed.filter(side=Side.COMMAND))
    school = is_led(user) & ~Exists(signed.filter(side=Side.SCHOOL))
    return Review.objects.visible_to(user).filter(command | school, is_due())


def is_due() -> Q:
    """From the last month of its school year on, and in the year after it."""
    today = localdate()
    year = school_year(today)
    ending = SchoolYear.objects.filter(
        starts_on__range=days_of(year), ends_on__lte=today + LAST_MONTH
    )
    return Q(year=year - 1) | Q(
        year=year, school__district__in=ending.values("district")
    )


def waiting_to_answer(user: Actor) -> ReviewHalfQuerySet:
    """Signed halves about this person that they have not answered."""
    answered = ReviewComment.objects.filter(half=OuterRef("pk"))
    halves = ReviewHalf.objects.visible_to(user).signed()
    return halves.filter(~Exists(answered), officer__user_id=user.pk or 0)
