"""The life of an officer's part in a school event."""

from django.db import models

from sro_program.workflow import Transition


class AttendanceStatus(models.TextChoices):
    PLANNED = "planned", "Means to come"
    ATTENDED = "attended", "Was there"
    NOT = "not", "Not there"


PLAN = Transition.of("plan_event", [AttendanceStatus.NOT], AttendanceStatus.PLANNED)
ATTEND = Transition.of(
    "attend_event",
    [AttendanceStatus.PLANNED, AttendanceStatus.NOT],
    AttendanceStatus.ATTENDED,
)
CHANGE = Transition.of(
    "change_attendance", [AttendanceStatus.ATTENDED], AttendanceStatus.ATTENDED
)
TAKE_BACK = Transition.of(
    "take_back_attendance",
    [AttendanceStatus.PLANNED, AttendanceStatus.ATTENDED],
    AttendanceStatus.NOT,
)
