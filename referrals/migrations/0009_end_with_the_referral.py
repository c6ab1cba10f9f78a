"""What a link opens ends with the referral; audit rows and the register follow it.

An agency reads content only while its referral is open. What happened to a referral is
read by those who see the referral, not by the whole school. The register of a person is
read by both sides of each referral in it.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import at_my_school, see_anew

OPEN = "r.status IN ('sent', 'received', 'accepted', 'in_progress')"
RECEIVES = (
    "(r.to_counselor_id = app_user_id() AND "
    + at_my_school("counselor", column="r.school_id")
    + ")"
)
SENT = "r.referred_by_id = app_user_id() OR r.handed_on_by_id = app_user_id()"
HELD = f"({SENT} OR {RECEIVES} OR (r.id = app_link() AND {OPEN}))"
WAS_HELD = f"({SENT} OR {RECEIVES} OR r.id = app_link())"


def content(held: str) -> str:
    return f"""(written_by_id = app_user_id() OR EXISTS (
        SELECT FROM referrals_referral r
        WHERE r.concern_id = referrals_concern.id AND {held}))"""


def message(held: str) -> str:
    return f"""EXISTS (
        SELECT FROM referrals_referral r WHERE r.id = referral_id AND {held})"""


def person(only: str) -> str:
    return f"""((kind = 'staff' AND {at_my_school()})
        OR {at_my_school("commander", "officer", "principal", "counselor")}
        OR (app_link() IS NOT NULL AND id = (
            SELECT c.about_id FROM referrals_concern c
            JOIN referrals_referral r ON r.concern_id = c.id
            WHERE r.id = app_link(){only})))"""


ABOUT_A_REFERRAL = "object_type = 'referrals.referral'"
TRAIL_WAS = f"(by_id = app_user_id() OR {at_my_school()})"
TRAIL = f"""(by_id = app_user_id() OR CASE
    WHEN {ABOUT_A_REFERRAL} THEN EXISTS (
        SELECT FROM referrals_referral r WHERE r.id = object_id::uuid)
    WHEN object_type LIKE 'referrals.%' THEN false
    ELSE {at_my_school()} END)"""
REGISTER_WAS = "(by_id = app_user_id() OR to_user_id = app_user_id())"
REGISTER = f"""(by_id = app_user_id() OR to_user_id = app_user_id() OR CASE
    WHEN {ABOUT_A_REFERRAL} THEN EXISTS (
        SELECT FROM referrals_referral r
        WHERE r.id = object_id::uuid AND ({SENT} OR {RECEIVES}))
    ELSE false END)"""
SEE_PERSON = "ALTER POLICY see ON schools_person USING (app_is_clock() OR {})"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("referrals", "0008_reasons_apart"),
        ("audit", "0004_wall_disclosures"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER POLICY see ON referrals_concern"
            f" USING (app_is_clock() OR {content(HELD)})",
            f"ALTER POLICY see ON referrals_concern"
            f" USING (app_is_clock() OR {content(WAS_HELD)})",
        ),
        migrations.RunSQL(
            f"ALTER POLICY see ON referrals_message"
            f" USING (app_is_clock() OR {message(HELD)})",
            f"ALTER POLICY see ON referrals_message"
            f" USING (app_is_clock() OR {message(WAS_HELD)})",
        ),
        migrations.RunSQL(
            SEE_PERSON.format(person(f" AND {OPEN}")), SEE_PERSON.format(person(""))
        ),
        see_anew("audit_auditevent", see=TRAIL, was=TRAIL_WAS),
        see_anew("audit_disclosure", see=REGISTER, was=REGISTER_WAS),
    ]
