"""A review of the school year, and halves that are complete enough to be signed."""

from officers import actions
from officers.models import ReviewHalf
from officers.standards import standards_of
from sro_program.core.db import acting_as, acting_as_clock

YEAR = 2026


def complete(side, words="Every morning at the door", wants_work=""):
    """An answer to each standard of this side."""
    said = {one.value: ("throughout", words) for one in standards_of(side)}
    if wants_work:
        said["visible"] = ("wants_work", wants_work)
    return said


def draft(review, by, side, **said):
    """Written as its person, with both walls up."""
    with acting_as(by):
        return actions.write_half(
            review, by=by, answers=complete(side, **said), outcomes={}
        )


def signed(review, by, side, **said):
    half = draft(review, by, side, **said)
    with acting_as(by):
        return actions.sign_half(half, by=by)


def the_half(review, side):
    with acting_as_clock():
        return ReviewHalf.objects.for_page().get(review=review, side=side)
