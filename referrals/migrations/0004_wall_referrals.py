"""The second wall around referrals: headers, content, notes, messages, reports.

The same rules as each model's `visible_to`. A signed link opens its one referral and
what belongs to it; when that ends, the product makes no such link act any more.
"""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, at_my_school, protect

COUNSELS = at_my_school("counselor")
REFERS = at_my_school("officer", "counselor")
OWN = "(referred_by_id = app_user_id() OR handed_on_by_id = app_user_id())"
BY_LINK = "(to_agency_id IS NOT NULL AND id = app_link())"
HEADER = f"({OWN} OR (to_counselor_id IS NOT NULL AND {COUNSELS}) OR {BY_LINK})"
SENDS = f"(handed_on_by_id = app_user_id() AND {REFERS})"


def of_referral(allowed: str, *, column: str = "referral_id") -> str:
    """The row belongs to a referral of which this is true."""
    return f"EXISTS (SELECT FROM referrals_referral r WHERE r.id = {column} AND {allowed})"


RECEIVES = (
    "(r.to_counselor_id = app_user_id() AND "
    + at_my_school("counselor", column="r.school_id")
    + ")"
)
HOLDS = f"""(r.referred_by_id = app_user_id() OR r.handed_on_by_id = app_user_id()
    OR {RECEIVES} OR r.id = app_link())"""
CONTENT = f"""(written_by_id = app_user_id() OR EXISTS (
    SELECT FROM referrals_referral r
    WHERE r.concern_id = {{table}}.id AND {HOLDS}))"""
WRITES_HERE = f"(written_by_id = app_user_id() AND {at_my_school('officer')})"
MY_UNIT = """(written_by_id = app_user_id() OR written_by_id = ANY (ARRAY(
    SELECT o.user_id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date))))"""
MINE = "written_by_id = app_user_id()"
NOTE = of_referral(RECEIVES)
MESSAGE = of_referral(HOLDS)
MESSAGE_ADD = of_referral(
    f"(({HOLDS} AND {MINE}) OR (r.id = app_link() AND written_by_id IS NULL))"
)
SEEN_BY_LINK = """(app_link() IS NOT NULL AND id = (
    SELECT c.about_id FROM referrals_concern c
    JOIN referrals_referral r ON r.concern_id = c.id WHERE r.id = app_link()))"""
PERSON = f"""(
    (kind = 'staff' AND {at_my_school()})
    OR {at_my_school("commander", "officer", "principal", "counselor")})"""
EVENTS = [
    *("referrals_referralevent", "referrals_concernevent", "referrals_noteevent"),
    *("referrals_messageevent", "referrals_mandatoryreportevent"),
]


def content(table: str) -> str:
    return CONTENT.format(table=table)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("referrals", "0003_referral"),
        ("accounts", "0003_reach"),
        ("core", "0002_link"),
        ("schools", "0003_rls"),
    ]
    operations: ClassVar = [
        protect("referrals_referral", see=HEADER, add=SENDS),
        protect("referrals_referralevent", see=HEADER, add="true"),
        protect(
            "referrals_concern",
            see=content("referrals_concern"),
            add=WRITES_HERE,
            change="false",
        ),
        protect("referrals_concernevent", see=MINE, add="true"),
        protect("referrals_note", see=NOTE, add=f"({MINE} AND {NOTE})", change="false"),
        protect("referrals_noteevent", see=NOTE, add="true"),
        protect("referrals_message", see=MESSAGE, add=MESSAGE_ADD, change="false"),
        protect("referrals_messageevent", see=MESSAGE, add="true"),
        protect(
            "referrals_clock", see=of_referral("true"), add=of_referral("true")
        ),
        protect("referrals_mandatoryreport", see=MY_UNIT, add=MINE, change=MINE),
        protect("referrals_mandatoryreportevent", see=MY_UNIT, add="true"),
        append_only(*EVENTS),
        migrations.RunSQL(
            f"""ALTER POLICY see ON schools_person
                USING (app_is_clock() OR {PERSON} OR {SEEN_BY_LINK})""",
            f"""ALTER POLICY see ON schools_person
                USING (app_is_clock() OR {PERSON})""",
        ),
    ]
