"""The life of a drill (domain.md §3.9)."""

from django.db import models

from sro_program.workflow import Transition


class DrillStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held, not certified"
    CERTIFIED = "certified", "Certified"
    TAKEN_OUT = "taken_out", "Taken out"


WAS_HELD = [DrillStatus.HELD, DrillStatus.CERTIFIED]
"""What counts for a window; who certified it changes nothing about that it was held."""

HOLD = Transition.of("hold_drill", [DrillStatus.PLANNED], DrillStatus.HELD)
CORRECT = Transition.of("correct_drill", WAS_HELD, DrillStatus.HELD)
"""What is corrected is certified anew."""
CERTIFY = Transition.of("certify_drill", [DrillStatus.HELD], DrillStatus.CERTIFIED)
TAKE_OUT = Transition.of(
    "take_out_drill", [DrillStatus.PLANNED, *WAS_HELD], DrillStatus.TAKEN_OUT
)
