"""The register is append-only, and read by both sides of a disclosure."""

from typing import ClassVar

from django.db import migrations

from sro_program.core.rls import append_only, protect

FORBID = """
CREATE TRIGGER disclosure_append_only
    BEFORE UPDATE OR DELETE ON audit_disclosure
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""
ALLOW = "DROP TRIGGER disclosure_append_only ON audit_disclosure;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_disclosure"), ("audit", "0002_rls")]
    operations: ClassVar = [
        migrations.RunSQL(FORBID, ALLOW),
        protect(
            "audit_disclosure",
            see="(by_id = app_user_id() OR to_user_id = app_user_id())",
            add="true",
        ),
        append_only("audit_disclosure"),
    ]
