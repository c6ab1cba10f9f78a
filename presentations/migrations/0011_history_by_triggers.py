"""The history of presentations is written by triggers, and by nobody by hand."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import BY_A_TRIGGER, protect, written_by_trigger

TRACKED = [
    *("presentation", "delivery", "feedback"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("presentations", "0010_the_district_reads")]
    operations: ClassVar = [
        written_by_trigger(*(f"presentations_{name}event" for name in TRACKED)),
        protect(
            "presentations_topicevent", see="true", add=BY_A_TRIGGER, change="false"
        ),
    ]
