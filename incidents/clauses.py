"""Which clauses of an agreement are lived on which of these screens. Port of
`schools`."""

from schools.models.clauses import DISCIPLINE, Subject
from schools.ports import ClauseScreen

SCREENS = [
    ClauseScreen(DISCIPLINE, "The Line: is it discipline?", "incidents:line"),
    ClauseScreen(Subject.INTERVIEWS, "Incident reports", "incidents:incidents"),
    ClauseScreen(Subject.FORCE, "Reports to be reviewed", "incidents:reviews"),
    ClauseScreen(Subject.DATA, "Counts for the state", "incidents:counts"),
]
