"""Which clauses of an agreement are lived on which of these screens. Port of
`schools`."""

from schools.models.clauses import Subject
from schools.ports import ClauseScreen

SCREENS = [
    ClauseScreen(Subject.PLACEMENT, "Who covers which campus", "officers:board"),
    ClauseScreen(Subject.PLACEMENT, "Placement report", "officers:placements"),
    ClauseScreen(Subject.SELECTION, "Reviews of officers", "officers:reviews"),
    ClauseScreen(Subject.DUTIES, "Directives", "officers:directives"),
    ClauseScreen(Subject.DUTIES, "Minutes by director", "officers:duty_ledger"),
    ClauseScreen(Subject.COMMAND, "Duty reports to both", "officers:reports"),
    ClauseScreen(Subject.TRAINING, "Training", "officers:training_overview"),
    ClauseScreen(Subject.HOURS, "Without an officer", "officers:uncovered"),
    ClauseScreen(Subject.EVALUATION, "Reviews of officers", "officers:reviews"),
]
