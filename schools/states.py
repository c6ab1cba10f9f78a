"""The life of an import, from the uploaded file to what became of it."""

from django.db import models

from sro_program.workflow import Transition


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", "Being checked"
    CHECKED = "checked", "Checked"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    FAILED = "failed", "Failed"
    ABANDONED = "abandoned", "Abandoned"


CHECK = Transition.of("check", [ImportStatus.UPLOADED], ImportStatus.CHECKED)
APPLY = Transition.of("apply", [ImportStatus.CHECKED], ImportStatus.APPLYING)
FINISH = Transition.of("finish", [ImportStatus.APPLYING], ImportStatus.APPLIED)
FAIL = Transition.of(
    "fail", [ImportStatus.UPLOADED, ImportStatus.APPLYING], ImportStatus.FAILED
)
ABANDON = Transition.of(
    "abandon",
    [ImportStatus.UPLOADED, ImportStatus.CHECKED],
    ImportStatus.ABANDONED,
)
