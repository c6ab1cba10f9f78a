"""The second wall around presentations: the same rule as `visible_to`, in SQL."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, at_my_school, protect

WIDE = at_my_school(
    "commander", "office", "officer", "principal", "counselor", "district"
)
SEEN = f"({WIDE} OR (requested_by_id = app_user_id() AND {at_my_school()}))"
OF_A_SEEN_ONE = (
    f"({WIDE} OR presentation_id IN (SELECT id FROM presentations_presentation))"
)
HISTORY = [
    "presentations_presentationevent",
    "presentations_deliveryevent",
    "presentations_feedbackevent",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("presentations", "0001_initial"),
        ("accounts", "0003_reach"),
    ]
    operations: ClassVar = [
        protect("presentations_presentation", see=SEEN),
        protect("presentations_proposedslot", see=OF_A_SEEN_ONE),
        protect("presentations_delivery", see=OF_A_SEEN_ONE),
        protect("presentations_feedback", see=OF_A_SEEN_ONE),
        protect("presentations_adviceslot", see=OF_A_SEEN_ONE),
        protect("presentations_presentationevent", see=SEEN, add="true"),
        protect("presentations_deliveryevent", see=OF_A_SEEN_ONE, add="true"),
        protect("presentations_feedbackevent", see=OF_A_SEEN_ONE, add="true"),
        append_only(*HISTORY, "presentations_topicevent"),
    ]
