"""Which clauses of an agreement are lived on which of these screens. Port of
`schools`."""

from schools.models.clauses import Subject
from schools.ports import ClauseScreen

SCREENS = [
    ClauseScreen(Subject.INFORMATION, "Referrals", "referrals:referrals"),
    ClauseScreen(Subject.DUTIES, "Advice", "referrals:index"),
]
