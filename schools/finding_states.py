"""The life of what has to be mended at a school (domain.md §3.8)."""

from django.db import models

from sro_program.workflow import Transition


class FindingStatus(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done, wants a second look"
    CHECKED = "checked", "Mended"


CHANGE = Transition.of("change_finding", [FindingStatus.OPEN], FindingStatus.OPEN)
FINISH = Transition.of("finish_finding", [FindingStatus.OPEN], FindingStatus.DONE)
REOPEN = Transition.of("reopen_finding", [FindingStatus.DONE], FindingStatus.OPEN)
CHECK = Transition.of("check_finding", [FindingStatus.DONE], FindingStatus.CHECKED)
