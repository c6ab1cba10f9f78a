"""The second wall around advice: the officer's own, and their commander's."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, protect

MINE = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
MY_UNIT = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    WHERE o.user_id = app_user_id() OR o.police_agency_id IN (
        SELECT m.police_agency_id FROM accounts_membership m
        JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = app_user_id() AND m.role = 'commander'
          AND m.police_agency_id IS NOT NULL AND m.starts_on <= current_date
          AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("referrals", "0001_initial"),
        ("accounts", "0003_reach"),
    ]
    operations: ClassVar = [
        protect("referrals_advice", see=MY_UNIT, add=MINE, change=MINE),
        protect("referrals_adviceevent", see=MY_UNIT, add="true"),
        append_only("referrals_adviceevent", "referrals_agencyevent"),
    ]
