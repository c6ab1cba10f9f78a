"""The trail tells of an officer's work only whom the record itself tells of it.

Until now everybody of a school could have read by SQL that an officer logged a line or
that a page of the command was signed, and so of arrests and court (KRS 158.153). A
directive and goals for the balance show their trail on a page, to whoever reads them;
reviews have a policy of their own (`reviews`). Of all else the trail is read by the
auditor alone, and by each for what they did themselves.
"""

from typing import ClassVar

from django.db import migrations

TRAIL = """
CREATE POLICY officers ON audit_auditevent AS RESTRICTIVE FOR SELECT USING (
    app_is_clock() OR by_id = app_user_id() OR CASE
        WHEN object_type NOT LIKE 'officers.%' THEN true
        WHEN object_type IN ('officers.review', 'officers.reviewgoal',
            'officers.reviewhalf') THEN true
        WHEN object_type = 'officers.directive' THEN EXISTS (
            SELECT FROM officers_directive d WHERE d.id = object_id::uuid)
        WHEN object_type = 'officers.balancegoal' THEN EXISTS (
            SELECT FROM officers_balancegoal g WHERE g.id = object_id::uuid)
        ELSE false END)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0006_sealing"), ("officers", "0013_reviews")]
    operations: ClassVar = [
        migrations.RunSQL(TRAIL, "DROP POLICY officers ON audit_auditevent"),
    ]
