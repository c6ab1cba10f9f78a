"""Who is named in a record and on no roster is seen by those who hold the record.

Else a person who suddenly stands among the people of a school would tell its principal
that there is a referral. Whoever is on the roster stays on it, named or not.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import at_my_school

OPEN = "r.status IN ('sent', 'received', 'accepted', 'in_progress')"
OF_THE_SCHOOL = f"""((kind = 'staff' AND {at_my_school()})
    OR {at_my_school("commander", "officer", "principal", "counselor")})"""
BY_LINK = f"""(app_link() IS NOT NULL AND id = (
    SELECT c.about_id FROM referrals_concern c
    JOIN referrals_referral r ON r.concern_id = c.id
    WHERE r.id = app_link() AND {OPEN}))"""
HELD = f"""({at_my_school("commander", "officer", "counselor")} AND (
    EXISTS (SELECT FROM referrals_concern c WHERE c.about_id = schools_person.id)
    OR EXISTS (SELECT FROM referrals_mandatoryreport m
        WHERE m.about_id = schools_person.id)))"""
NEW = f"""((retention_class <> 'record' AND {OF_THE_SCHOOL}) OR {BY_LINK} OR {HELD})"""
WAS = f"({OF_THE_SCHOOL} OR {BY_LINK})"
SEE = "ALTER POLICY see ON schools_person USING (app_is_clock() OR {})"
ON_THE_ROSTER = """
SELECT set_config('app.clock', 'on', true);
UPDATE schools_person SET retention_class = 'roster'
WHERE sourced_id <> '' AND retention_class = 'record';
SELECT set_config('app.clock', '', true);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("referrals", "0011_clocks_since"),
        ("schools", "0004_dates_of_our_time"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(ON_THE_ROSTER, migrations.RunSQL.noop),
        migrations.RunSQL(SEE.format(NEW), SEE.format(WAS)),
    ]
