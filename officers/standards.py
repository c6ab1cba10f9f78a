"""What an officer is reviewed on: the standards of the source document, by side.

The first six are in both halves; the others are what the one side can judge and the
other cannot (domain.md §3.11). The scale is words and no number: nothing is summed, and
no officer is set beside another (domain.md R41).
"""

from django.db import models


class Standard(models.TextChoices):
    VISIBLE = "visible", "Visible and accessible"
    APPEARANCE = "appearance", "Professional appearance"
    JUDGMENT = "judgment", "Good judgment and discretion"
    FAIR = "fair", "Consistent and fair"
    RESPECT = "respect", "Respects students"
    CONCERNS = "concerns", "Takes concerns seriously"
    PRESENCE = "presence", "Presence at the school"
    RELATIONS = "relations", "Relations with students, staff and parents"
    TEACHING = "teaching", "Teaching"
    COMMUNICATION = "communication", "Communication with the school"
    AGREEMENT = "agreement", "Follows the agreement"
    REPORTS = "reports", "Reports"
    LAW = "law", "Law"
    TACTICS = "tactics", "Tactics"
    TRAINING = "training", "Training"


class Seen(models.TextChoices):
    THROUGHOUT = "throughout", "Seen throughout"
    MOSTLY = "mostly", "Seen mostly"
    WANTS_WORK = "wants_work", "Wants work"
    NOT_OBSERVED = "not_observed", "Not observed"


COMMON = [
    *(Standard.VISIBLE, Standard.APPEARANCE, Standard.JUDGMENT),
    *(Standard.FAIR, Standard.RESPECT, Standard.CONCERNS),
]
OF_SIDE = {
    "command": [
        *(Standard.REPORTS, Standard.LAW, Standard.TACTICS, Standard.TRAINING),
    ],
    "school": [
        *(Standard.PRESENCE, Standard.RELATIONS, Standard.TEACHING),
        *(Standard.COMMUNICATION, Standard.AGREEMENT),
    ],
}


def standards_of(side: str) -> list[Standard]:
    """What this side answers, in the order of its half."""
    return [*COMMON, *OF_SIDE[side]]
