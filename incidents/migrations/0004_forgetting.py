"""Erasing what a case file holds, its history included.

The runtime role can change neither history nor a locked report; this function can, and
only for an incident that its author may still write (trust.md §7). What is discipline
keeps no pupil's name in any table (product.md §3, the Line).
"""

from typing import ClassVar

from django.db import migrations

PARTS = ["offence", "interview", "measure", "attachment", "involvement"]
SIGNED = ["submission", "remark"]
WITH_HISTORY = [name for name in [*PARTS, *SIGNED] if name != "attachment"]
DELETE_PARTS = "".join(
    f"DELETE FROM incidents_{name} WHERE incident_id = incident;\n    "
    for name in [*PARTS, *SIGNED]
)
DELETE_HISTORY = "".join(
    f"DELETE FROM incidents_{name}event WHERE incident_id = incident;\n    "
    for name in WITH_HISTORY
)
ERASE = f"""
CREATE FUNCTION incidents_append_only_triggers() RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT array_agg(tgname)::text FROM pg_trigger
    WHERE tgname LIKE 'pgtrigger_append_only_%'
$$;
CREATE FUNCTION incidents_erase_content(incident uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    ignored text := coalesce(nullif(
        current_setting('pgtrigger.ignore', true), ''), '{{}}');
BEGIN
    IF NOT app_is_clock() AND NOT EXISTS (
        SELECT FROM incidents_incident i WHERE i.id = incident
          AND i.written_by_id = app_user_id() AND i.status IN ('draft', 'returned')
    ) THEN
        RAISE EXCEPTION 'Only its author erases what can still be written.';
    END IF;
    IF EXISTS (
        SELECT FROM incidents_casefile f
        WHERE f.incident_id = incident AND f.alerts && '{{force,child}}'
    ) THEN
        RAISE EXCEPTION 'Force and custody of a child are reviewed, not erased.';
    END IF;
    PERFORM set_config('app.clock', 'on', true);
    PERFORM set_config('app.forgetting', 'on', true);
    {DELETE_PARTS}UPDATE incidents_casefile SET narrative = '', disposition = '',
        form_number = '', rms_case_number = ''
    WHERE incident_id = incident;
    PERFORM set_config('pgtrigger.ignore', incidents_append_only_triggers(), true);
    {DELETE_HISTORY}DELETE FROM incidents_casefileevent WHERE incident_id = incident;
    UPDATE incidents_incidentevent SET school_report = '' WHERE id = incident;
    UPDATE audit_auditevent SET detail = detail - 'why'
    WHERE object_type = 'incidents.incident' AND object_id = incident::text;
    PERFORM set_config('pgtrigger.ignore', ignored, true);
    PERFORM set_config('app.forgetting', '', true);
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION incidents_erase_content(uuid) FROM PUBLIC;
"""
KEEP = """
DROP FUNCTION incidents_erase_content(uuid);
DROP FUNCTION incidents_append_only_triggers();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0003_codes")]
    operations: ClassVar = [migrations.RunSQL(ERASE, KEEP)]
