"""The one door through which history, the trail and the register lose a name.

`audit_seal` is the owner's alone; a wing opens it with a function that asks who ordered
it (incidents, migration `sealing`). It can only take words out: a pattern is replaced,
or a column is emptied. It writes no history: a version of the row between two of its
steps would have the name again. Accounts are no place of it.
"""

from typing import ClassVar

from django.db import migrations

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {forgets}RAISE EXCEPTION 'audit events are never changed or deleted';
END $$;
"""
FORGETS = """IF TG_OP = 'UPDATE'
        AND coalesce(current_setting('app.forgetting', true), '') = 'on'
        AND current_user = (SELECT tableowner FROM pg_tables
            WHERE schemaname = 'public' AND tablename = 'audit_auditevent')
    THEN
        RETURN NEW;
    END IF;
    """
SEAL = """
CREATE FUNCTION audit_sealed_columns(step jsonb) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT string_agg(format('%1$I = ' || CASE
        WHEN step ->> 'pattern' = '' THEN CASE
            WHEN atttypid IN ('text'::regtype, 'varchar'::regtype) THEN ''''''
            WHEN atttypid = 'jsonb'::regtype THEN '''{}'''
            WHEN atttypid = 'boolean'::regtype THEN 'true'
            WHEN atttypid = 'timestamptz'::regtype THEN 'now()'
            ELSE 'NULL' END
        WHEN atttypid = 'jsonb'::regtype THEN
            'regexp_replace(%1$I::text, $2, ''[sealed]'', ''g'')::jsonb'
        WHEN atttypmod > 4 THEN
            'left(regexp_replace(%1$I, $2, ''[sealed]'', ''g''), %2$s)'
        ELSE 'regexp_replace(%1$I, $2, ''[sealed]'', ''g'')' END,
        attname, atttypmod - 4), ', ')
    FROM pg_attribute
    WHERE attrelid = (step ->> 'table')::regclass
      AND step -> 'columns' ? attname::text
$$;
CREATE FUNCTION audit_seal(steps jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    ignored text := coalesce(nullif(
        current_setting('pgtrigger.ignore', true), ''), '{}');
    step jsonb;
    key_type text;
BEGIN
    PERFORM set_config('app.clock', 'on', true);
    PERFORM set_config('app.forgetting', 'on', true);
    PERFORM set_config('pgtrigger.ignore', (
        SELECT array_agg(tgname)::text FROM pg_trigger
        WHERE tgname LIKE 'pgtrigger_%'), true);
    FOR step IN SELECT * FROM jsonb_array_elements(steps) LOOP
        IF step ->> 'table' ~ '^(accounts?_|auth_|django_|mfa_|usersessions_|pghistory_)' THEN
            RAISE EXCEPTION 'Accounts are not sealed.';
        END IF;
        SELECT format_type(atttypid, NULL) INTO STRICT key_type FROM pg_attribute
        WHERE attrelid = (step ->> 'table')::regclass AND attname = step ->> 'key';
        EXECUTE format('UPDATE %I SET %s WHERE %I = ANY ($1::%s[])',
            step ->> 'table', audit_sealed_columns(step), step ->> 'key', key_type)
        USING ARRAY(SELECT jsonb_array_elements_text(step -> 'keys')),
            step ->> 'pattern';
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', ignored, true);
    PERFORM set_config('app.forgetting', '', true);
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION audit_seal(jsonb) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sro_app') THEN
        REVOKE ALL ON FUNCTION audit_seal(jsonb) FROM sro_app, sro_audit;
    END IF;
END $$;
"""
KEEP = "DROP FUNCTION audit_seal(jsonb); DROP FUNCTION audit_sealed_columns(jsonb);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0005_register_printed")]
    operations: ClassVar = [
        migrations.RunSQL(
            APPEND_ONLY.format(forgets=FORGETS), APPEND_ONLY.format(forgets="")
        ),
        migrations.RunSQL(SEAL, KEEP),
    ]
