"""The history of the unit's records is written by triggers, and by nobody by hand.

Until now everybody could have added rows to it by SQL, and so have made up what a
record had said.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import BY_A_TRIGGER, protect, written_by_trigger

OF_WALLED_RECORDS = [
    *("absence", "activityentry", "directive", "certificate", "traininghours"),
    *("balancegoal", "tiltreason"),
    *("review", "reviewgoal", "reviewhalf", "reviewanswer", "reviewcomment"),
]
OF_WHO_SERVES = ["officer", "assignment", "coverageapproval"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("officers", "0019_directives_as_given")]
    operations: ClassVar = [
        written_by_trigger(*(f"officers_{name}event" for name in OF_WALLED_RECORDS)),
        *(
            protect(
                f"officers_{name}event", see="true", add=BY_A_TRIGGER, change="false"
            )
            for name in OF_WHO_SERVES
        ),
    ]
