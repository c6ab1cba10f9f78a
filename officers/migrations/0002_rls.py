"""The second wall around absences and the log."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, at_my_school, protect

READERS = at_my_school("commander", "office", "officer", "principal")
WRITERS = at_my_school("commander", "office", "officer")
MY_AGENCIES = """o.police_agency_id IN (
    SELECT m.police_agency_id FROM accounts_membership m
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = app_user_id() AND m.police_agency_id IS NOT NULL
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date))"""
MINE_TO_RECORD = f"""officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() OR {MY_AGENCIES}))"""
MY_UNIT = f"""officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() OR {MY_AGENCIES}
       OR o.police_agency_id IN (
            SELECT me.police_agency_id FROM officers_officer me
            WHERE me.user_id = app_user_id() AND me.in_service)))"""


def while_posted_to_me(table: str) -> str:
    """The officer was to serve a campus of a school that the actor reaches."""
    return f"""EXISTS (
        SELECT FROM officers_assignment a
        JOIN schools_campus c ON c.id = a.campus_id
        JOIN schools_district d ON d.id = c.district_id
        WHERE a.officer_id = {table}.officer_id
          AND a.campus_id = ANY (ARRAY(
                SELECT s.campus_id FROM accounts_reach r
                JOIN schools_school s ON s.id = r.school_id
                WHERE r.user_id = app_user_id()))
          AND a.starts_on <= ({table}.ends_at AT TIME ZONE d.time_zone)::date
          AND (a.ends_on IS NULL
               OR a.ends_on > ({table}.starts_at AT TIME ZONE d.time_zone)::date))"""


def seen(table: str) -> str:
    return f"({MY_UNIT} OR {while_posted_to_me(table)})"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("officers", "0001_initial"),
        ("accounts", "0003_reach"),
    ]
    operations: ClassVar = [
        protect(
            "officers_absence",
            see=seen("officers_absence"),
            add=MINE_TO_RECORD,
            change=MINE_TO_RECORD,
        ),
        protect("officers_activityentry", see=READERS, add=WRITERS, change=WRITERS),
        protect("officers_absenceevent", see=seen("officers_absenceevent"), add="true"),
        protect("officers_activityentryevent", see=READERS, add="true"),
        append_only(
            "officers_absenceevent",
            "officers_activityentryevent",
            "officers_assignmentevent",
            "officers_officerevent",
        ),
    ]
