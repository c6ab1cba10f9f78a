"""The trail is append-only, and read by those who reach the school or did it."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, at_my_school, protect

FORBID = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or deleted';
END $$;
CREATE TRIGGER audit_append_only
    BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER audit_append_only ON audit_auditevent;
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("audit", "0001_initial"),
        ("accounts", "0003_reach"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(FORBID, ALLOW),
        protect(
            "audit_auditevent",
            see=f"(by_id = app_user_id() OR {at_my_school()})",
            add="true",
        ),
        append_only("audit_auditevent"),
    ]
