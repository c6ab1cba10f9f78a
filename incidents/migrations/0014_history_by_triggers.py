"""The history of incidents is written by triggers, and by nobody by hand."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import written_by_trigger

TRACKED = [
    *("incident", "casefile", "involvement", "measure", "interview", "offence"),
    *("submission", "supplement", "remark", "handback", "receivedreport"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0013_place_of_its_school")]
    operations: ClassVar = [
        written_by_trigger(*(f"incidents_{name}event" for name in TRACKED)),
    ]
