"""The history of referrals is written by triggers, and by nobody by hand."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import BY_A_TRIGGER, protect, written_by_trigger

TRACKED = [
    *("referral", "concern", "note", "message", "mandatoryreport", "advice"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0013_not_known")]
    operations: ClassVar = [
        written_by_trigger(*(f"referrals_{name}event" for name in TRACKED)),
        protect("referrals_agencyevent", see="true", add=BY_A_TRIGGER, change="false"),
    ]
