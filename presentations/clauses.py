"""Which clauses of an agreement are lived on which of these screens. Port of
`schools`."""

from schools.models.clauses import Subject
from schools.ports import ClauseScreen

SCREENS = [
    ClauseScreen(Subject.DUTIES, "Presentations", "presentations:index"),
    ClauseScreen(Subject.DUTIES, "Coverage of lessons", "presentations:coverage_map"),
]
