"""A court's order to seal: the table, its wall, and the one door to what it erases.

`incidents_seal` asks for two different people; then it opens `audit_seal`, which takes
names out of texts and history, and deletes the files that were chosen (trust.md §7).
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import sro_program.core.ids
from django.conf import settings
from django.db import migrations, models


from sro_program.core.rls import at_my_school, protect

COMMANDED = f"""police_agency_id = ANY (ARRAY(
    SELECT d.police_agency_id FROM schools_school s
    JOIN schools_district d ON d.id = s.district_id
    WHERE {at_my_school("commander", column="s.id")}))"""
SECOND = """((status = 'confirmed' OR sealed_by_id = app_user_id()) AND EXISTS (
    SELECT FROM accounts_user
    WHERE id = app_user_id() AND is_staff AND is_active))"""
NAMED = f"""EXISTS (
    SELECT FROM incidents_sealingorder o
    WHERE o.id = order_id AND o.{COMMANDED})"""
SEAL = """
CREATE FUNCTION incidents_seal(sealing uuid, steps jsonb, files uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
BEGIN
    IF NOT EXISTS (
        SELECT FROM incidents_sealingorder o WHERE o.id = sealing AND (
            (app_is_clock() AND o.is_replayed)
            OR (o.status = 'confirmed' AND o.confirmed_by_id <> app_user_id()))
    ) THEN
        RAISE EXCEPTION 'Sealing needs an order and two different people.';
    END IF;
    PERFORM audit_seal(steps);
    PERFORM set_config('app.clock', 'on', true);
    PERFORM set_config('app.forgetting', 'on', true);
    DELETE FROM incidents_attachment a USING incidents_sealingorder o
    WHERE o.id = sealing AND a.id = ANY (files) AND a.incident_id IN (
        SELECT v.incident_id FROM incidents_involvement v WHERE v.id = ANY (o.involved));
    PERFORM set_config('app.forgetting', '', true);
    PERFORM set_config('app.clock', was, true);
END $$;
REVOKE ALL ON FUNCTION incidents_seal(uuid, jsonb, uuid[]) FROM PUBLIC;
CREATE FUNCTION incidents_sign_for_oneself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF app_user_id() IS NOT NULL AND (
        (NEW.confirmed_by_id <> app_user_id() AND (TG_OP = 'INSERT'
            OR NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id))
        OR (NEW.sealed_by_id <> app_user_id() AND (TG_OP = 'INSERT'
            OR NEW.sealed_by_id IS DISTINCT FROM OLD.sealed_by_id))
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation', CONSTRAINT = 'rule_sealing_signed',
            MESSAGE = 'Nobody signs an order in the name of another.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed BEFORE INSERT OR UPDATE ON incidents_sealingorder
    FOR EACH ROW EXECUTE FUNCTION incidents_sign_for_oneself();
"""
KEEP = """
DROP TRIGGER signed ON incidents_sealingorder;
DROP FUNCTION incidents_sign_for_oneself();
DROP FUNCTION incidents_seal(uuid, jsonb, uuid[]);
"""


ONLY_READS = """
DO $$
DECLARE door regprocedure;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sro_audit') THEN
        FOR door IN
            SELECT p.oid FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
              AND r.rolname = current_user
        LOOP
            EXECUTE format('REVOKE ALL ON FUNCTION %s FROM sro_audit', door);
        END LOOP;
    END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_wall_the_rest'),
        ('audit', '0006_sealing'),
        ('incidents', '0007_counts_door'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SealingOrder',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('status', models.CharField(choices=[('open', 'Being prepared'), ('confirmed', 'Waits for the second person'), ('sealed', 'Carried out'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('court', models.CharField(max_length=120)),
                ('case_number', models.CharField(max_length=60)),
                ('ordered_on', models.DateField(verbose_name='date of the order')),
                ('document', models.CharField(max_length=120, verbose_name='where the order itself is kept')),
                ('written_at', models.DateTimeField(auto_now_add=True)),
                ('involved', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ('attachments', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('found', models.CharField(blank=True, max_length=64, verbose_name='mark of what was found')),
                ('ledger', models.JSONField(blank=True, default=dict)),
                ('has_other_names', models.BooleanField(default=False)),
                ('is_replayed', models.BooleanField(default=False)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('sealed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('police_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.policeagency')),
                ('sealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-written_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SealingName',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='name', serialize=False, to='incidents.sealingorder')),
                ('given_name', models.CharField(max_length=100, verbose_name='first name')),
                ('family_name', models.CharField(max_length=100, verbose_name='last name')),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('other_names', models.TextField(blank=True, help_text='One a line: nicknames, an earlier name, a wrong spelling.', max_length=1000, verbose_name='other forms of the name')),
            ],
        ),
        migrations.AddConstraint(
            model_name='sealingorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), models.Q(('confirmed_by__isnull', False), models.Q(('found', ''), _negated=True)), _connector='OR'), name='sealing_confirmed_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='sealingorder',
            constraint=models.CheckConstraint(condition=models.Q(('sealed_by', None), models.Q(('sealed_by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='sealing_by_two_different_people', violation_error_message='A second person has to confirm it: you were the first.'),
        ),
        migrations.AddConstraint(
            model_name='sealingorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'sealed'), _negated=True), ('is_replayed', True), models.Q(('confirmed_by__isnull', False), ('sealed_by__isnull', False)), _connector='OR'), name='sealed_by_two'),
        ),
        migrations.AddConstraint(
            model_name='sealingorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'sealed'), ('sealed_at__isnull', False)), models.Q(models.Q(('status', 'sealed'), _negated=True), ('sealed_at', None)), _connector='OR'), name='sealed_at_some_time'),
        ),
        protect(
            "incidents_sealingorder",
            see=f"({COMMANDED} OR {SECOND})",
            add=COMMANDED,
        ),
        protect("incidents_sealingname", see=NAMED),
        migrations.RunSQL(SEAL, KEEP),
        migrations.RunSQL(ONLY_READS, migrations.RunSQL.noop),
    ]
