"""Each clock keeps its own beginning: when it was sent, or last given to a colleague.

Done as the clock: the owner, too, is behind the second wall.
"""

from typing import ClassVar

from django.db import migrations, models

FILL = """
SELECT set_config('app.clock', 'on', true);
UPDATE referrals_clock c SET since = coalesce(
    (SELECT max(a.at) FROM audit_auditevent a
     WHERE a.object_type = 'referrals.referral' AND a.object_id = r.id::text
       AND a.verb IN ('take_over', 'hand_over') AND a.at <= c.due_at),
    r.sent_at)
FROM referrals_referral r WHERE r.id = c.referral_id;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT set_config('app.clock', '', true);
"""
STEPS = [
    ("receive", "Received"),
    ("answer", "Answered"),
    ("left", "Its receiver has left"),
]
SAYS = "From when its time is counted."


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("referrals", "0010_reports_once"),
        ("audit", "0004_wall_disclosures"),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            "clock", "step", models.CharField(choices=STEPS, max_length=8)
        ),
        migrations.AddField(
            "clock", "since", models.DateTimeField(help_text=SAYS, null=True)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "clock", "since", models.DateTimeField(help_text=SAYS)
        ),
    ]
