"""The second wall around invitations, saved views and the addresses of calendars.

Who opens a mailed invitation acts as its guest, and a calendar's secret is looked up
by the clock: `views.accept` and `feeds.feed_behind`.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import at_my_school, protect

MINE = "user_id = app_user_id()"
ADMINISTRATOR = """EXISTS (
    SELECT FROM accounts_user
    WHERE id = app_user_id() AND is_staff AND is_active)"""
LED_DISTRICT = f"""district_id = ANY (ARRAY(
    SELECT s.district_id FROM schools_school s
    WHERE {at_my_school("commander", "office", column="s.id")}))"""
LED_AGENCY = """police_agency_id = ANY (ARRAY(
    SELECT m.police_agency_id FROM accounts_membership m
    WHERE m.user_id = app_user_id() AND m.police_agency_id IS NOT NULL
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
SENT_OR_LED = f"""({MINE}
    OR invited_by_id = app_user_id()
    OR {at_my_school("commander", "office", "principal")}
    OR {LED_DISTRICT}
    OR {LED_AGENCY}
    OR {ADMINISTRATOR})"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0008_email_change")]
    operations: ClassVar = [
        protect("accounts_savedview", see=MINE),
        protect("accounts_calendarfeed", see=MINE),
        protect("accounts_invitation", see=SENT_OR_LED),
    ]
