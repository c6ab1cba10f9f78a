"""The review of an officer by both superiors, behind walls of its own (D§2.3).

The review and its goals are read by three: the officer, the commanders of the agency,
the principals of the school. A half is its side's alone until it is signed; then the
officer reads it, and the command reads the school's. The command's half and what the
officer answers to it never exist for a principal. What is signed is locked for
everybody, and so are the goals from the first signature on.
"""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import sro_program.core.ids
from django.conf import settings
from django.db import migrations, models

from sro_program.core.migrating import at_once
from sro_program.core.rls import append_only, at_my_school, protect

OWN = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o WHERE o.user_id = app_user_id()))"""
OF_THE_AGENCY = """officer_id = ANY (ARRAY(
    SELECT o.id FROM officers_officer o
    JOIN accounts_membership m ON m.police_agency_id = o.police_agency_id
    WHERE m.user_id = app_user_id() AND m.role = 'commander'
      AND m.starts_on <= current_date
      AND (m.ends_on IS NULL OR m.ends_on > current_date)))"""
COMMANDS = f"({OF_THE_AGENCY} AND {at_my_school('commander')} AND NOT {OWN})"
LEADS = f"({at_my_school('principal')} AND NOT {OWN})"
SUPERIORS = f"({COMMANDS} OR {LEADS})"
THREE = f"({OWN} OR {SUPERIORS})"
OF_MY_SIDE = f"""((side = 'command' AND {COMMANDS}) OR (side = 'school' AND {LEADS}))"""
HALF_SEEN = f"""({OF_MY_SIDE} OR (status = 'signed'
    AND ({OWN} OR (side = 'school' AND {COMMANDS}))))"""
NOBODY = "false"


def of_half(allowed: str = "true") -> str:
    """The half is one that the actor sees, and this is true of it."""
    return f"""EXISTS (SELECT FROM officers_reviewhalf h
        WHERE h.id = half_id AND {allowed})"""


TRAIL = """
CREATE POLICY reviews ON audit_auditevent AS RESTRICTIVE FOR SELECT USING (
    app_is_clock() OR by_id = app_user_id() OR CASE object_type
        WHEN 'officers.review' THEN EXISTS (
            SELECT FROM officers_review r WHERE r.id = object_id::uuid)
        WHEN 'officers.reviewgoal' THEN EXISTS (
            SELECT FROM officers_reviewgoal g WHERE g.id = object_id::uuid)
        WHEN 'officers.reviewhalf' THEN EXISTS (
            SELECT FROM officers_reviewhalf h WHERE h.id = object_id::uuid)
        ELSE true END)
"""
ONE_WHOLE = """
ALTER TABLE officers_review
    ADD CONSTRAINT review_of_one UNIQUE (id, officer_id, school_id);
ALTER TABLE officers_reviewgoal ADD CONSTRAINT review_goal_of_its_review
    FOREIGN KEY (review_id, officer_id, school_id)
    REFERENCES officers_review (id, officer_id, school_id);
ALTER TABLE officers_reviewhalf ADD CONSTRAINT review_half_of_its_review
    FOREIGN KEY (review_id, officer_id, school_id)
    REFERENCES officers_review (id, officer_id, school_id);
ALTER TABLE officers_reviewhalf
    ADD CONSTRAINT review_half_of_one UNIQUE (id, school_id);
ALTER TABLE officers_reviewanswer ADD CONSTRAINT review_answer_of_its_half
    FOREIGN KEY (half_id, school_id) REFERENCES officers_reviewhalf (id, school_id);
ALTER TABLE officers_reviewcomment ADD CONSTRAINT review_comment_of_its_half
    FOREIGN KEY (half_id, school_id) REFERENCES officers_reviewhalf (id, school_id);
"""
APART = """
ALTER TABLE officers_reviewcomment DROP CONSTRAINT review_comment_of_its_half;
ALTER TABLE officers_reviewanswer DROP CONSTRAINT review_answer_of_its_half;
ALTER TABLE officers_reviewhalf DROP CONSTRAINT review_half_of_one;
ALTER TABLE officers_reviewhalf DROP CONSTRAINT review_half_of_its_review;
ALTER TABLE officers_reviewgoal DROP CONSTRAINT review_goal_of_its_review;
ALTER TABLE officers_review DROP CONSTRAINT review_of_one;
"""
LOCK = """
CREATE FUNCTION officers_is_forgetting() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.forgetting', true), '') = 'on'
        AND current_user = (SELECT tableowner FROM pg_tables
            WHERE schemaname = 'public' AND tablename = 'officers_review')
$$;
CREATE FUNCTION officers_refuse(rule text, words text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation', CONSTRAINT = rule, MESSAGE = words;
END $$;
CREATE FUNCTION officers_keep_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT officers_is_forgetting() THEN
        PERFORM officers_refuse('rule_review_stays',
            'A review stays of its officer, school and year.');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON officers_review
    FOR EACH ROW EXECUTE FUNCTION officers_keep_review();

-- These look past the wall: whoever writes does not see each half, and each half locks.
CREATE FUNCTION officers_fix_goals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
BEGIN
    PERFORM set_config('app.clock', 'on', true);
    IF NOT officers_is_forgetting() AND EXISTS (
        SELECT FROM officers_reviewhalf h
        WHERE h.status = 'signed' AND h.review_id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.review_id END,
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.review_id END)
    ) THEN
        PERFORM officers_refuse('rule_review_goals_fixed',
            'Goals are fixed since the first half of this review is signed.');
    END IF;
    PERFORM set_config('app.clock', was, true);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER fixed BEFORE INSERT OR UPDATE OR DELETE ON officers_reviewgoal
    FOR EACH ROW EXECUTE FUNCTION officers_fix_goals();

CREATE FUNCTION officers_hold_half() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
BEGIN
    IF officers_is_forgetting() THEN
        RETURN NEW;
    END IF;
    PERFORM set_config('app.clock', 'on', true);
    IF TG_OP = 'DELETE' OR (OLD.review_id, OLD.side, OLD.officer_id, OLD.school_id)
        IS DISTINCT FROM (NEW.review_id, NEW.side, NEW.officer_id, NEW.school_id)
    THEN
        PERFORM officers_refuse('rule_review_half_stays',
            'A half stays of its review and its side.');
    END IF;
    IF OLD.status = 'signed' AND (NEW.status = 'signed' OR EXISTS (
        SELECT FROM officers_reviewcomment c WHERE c.half_id = OLD.id))
    THEN
        PERFORM officers_refuse('rule_review_half_locked',
            'This half is signed and stays as it is.');
    END IF;
    IF NEW.status = 'signed' AND app_user_id() IS NOT NULL
        AND NEW.signed_by_id <> app_user_id()
    THEN
        PERFORM officers_refuse('rule_review_half_signed',
            'A half is signed by whoever signs it.');
    END IF;
    IF NEW.status = 'signed' AND EXISTS (
        SELECT FROM officers_reviewhalf h
        WHERE h.review_id = NEW.review_id AND h.id <> NEW.id
          AND h.signed_by_id = NEW.signed_by_id)
    THEN
        PERFORM officers_refuse('rule_review_by_two',
            'You have signed the other half. Two people review an officer.');
    END IF;
    PERFORM set_config('app.clock', was, true);
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE UPDATE OR DELETE ON officers_reviewhalf
    FOR EACH ROW EXECUTE FUNCTION officers_hold_half();

CREATE FUNCTION officers_hold_answers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
BEGIN
    IF officers_is_forgetting() THEN
        RETURN NEW;
    END IF;
    PERFORM set_config('app.clock', 'on', true);
    IF EXISTS (
        SELECT FROM officers_reviewhalf h
        WHERE h.status = 'signed' AND h.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.half_id END,
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.half_id END)
    ) THEN
        PERFORM officers_refuse('rule_review_half_locked',
            'This half is signed and stays as it is.');
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.goal_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM officers_reviewgoal g
        JOIN officers_reviewhalf h ON h.review_id = g.review_id
        WHERE g.id = NEW.goal_id AND h.id = NEW.half_id AND g.status = 'agreed')
    THEN
        PERFORM officers_refuse('rule_review_goal_agreed',
            'This goal is not one that both agreed on in this review.');
    END IF;
    PERFORM set_config('app.clock', was, true);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER held BEFORE INSERT OR UPDATE OR DELETE ON officers_reviewanswer
    FOR EACH ROW EXECUTE FUNCTION officers_hold_answers();

CREATE FUNCTION officers_hold_comment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
BEGIN
    IF officers_is_forgetting() THEN
        RETURN NEW;
    END IF;
    PERFORM set_config('app.clock', 'on', true);
    IF TG_OP <> 'INSERT' OR NOT EXISTS (
        SELECT FROM officers_reviewhalf h
        WHERE h.id = NEW.half_id AND h.status = 'signed')
    THEN
        PERFORM officers_refuse('rule_review_comment_stays',
            'The officer answers a half that is signed, once; it stays as it is.');
    END IF;
    PERFORM set_config('app.clock', was, true);
    RETURN NEW;
END $$;
CREATE TRIGGER held BEFORE INSERT OR UPDATE OR DELETE ON officers_reviewcomment
    FOR EACH ROW EXECUTE FUNCTION officers_hold_comment();
"""
NO_LOCK = """
DROP TRIGGER held ON officers_reviewcomment;
DROP TRIGGER held ON officers_reviewanswer;
DROP TRIGGER held ON officers_reviewhalf;
DROP TRIGGER fixed ON officers_reviewgoal;
DROP TRIGGER stays ON officers_review;
DROP FUNCTION officers_hold_comment();
DROP FUNCTION officers_hold_answers();
DROP FUNCTION officers_hold_half();
DROP FUNCTION officers_fix_goals();
DROP FUNCTION officers_keep_review();
DROP FUNCTION officers_refuse(text, text);
DROP FUNCTION officers_is_forgetting();
"""
EVENTS = [
    f"officers_review{name}event" for name in ("", "goal", "half", "answer", "comment")
]


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0006_sealing'),
        ('officers', '0012_reliefs_end'),
        ('schools', '0006_floor_plans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='school year')),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='officers.officer')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='schools.school')),
            ],
            options={
                'ordering': ['-year', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewComment',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['given_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='school year')),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.review')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewGoal',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('words', models.CharField(max_length=300)),
                ('baseline', models.CharField(max_length=300)),
                ('seen_by', models.CharField(max_length=300)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='officers.officer')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='officers.review')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'ordering': ['proposed_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewAnswer',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('standard', models.CharField(blank=True, choices=[('visible', 'Visible and accessible'), ('appearance', 'Professional appearance'), ('judgment', 'Good judgment and discretion'), ('fair', 'Consistent and fair'), ('respect', 'Respects students'), ('concerns', 'Takes concerns seriously'), ('presence', 'Presence at the school'), ('relations', 'Relations with students, staff and parents'), ('teaching', 'Teaching'), ('communication', 'Communication with the school'), ('agreement', 'Follows the agreement'), ('reports', 'Reports'), ('law', 'Law'), ('tactics', 'Tactics'), ('training', 'Training')], max_length=13)),
                ('seen', models.CharField(blank=True, choices=[('throughout', 'Seen throughout'), ('mostly', 'Seen mostly'), ('wants_work', 'Wants work'), ('not_observed', 'Not observed')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='officers.reviewgoal')),
            ],
            options={
                'ordering': ['half', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewGoalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('words', models.CharField(max_length=300)),
                ('baseline', models.CharField(max_length=300)),
                ('seen_by', models.CharField(max_length=300)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.reviewgoal')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.review')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewHalf',
            fields=[
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('status', models.CharField(choices=[('draft', 'Being written'), ('signed', 'Signed')], default='draft', max_length=6)),
                ('figures', models.JSONField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='officers.officer')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='halves', to='officers.review')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['review', 'side'],
            },
        ),
        migrations.CreateModel(
            name='ReviewCommentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('text', models.CharField(blank=True, max_length=2000)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.reviewcomment')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('half', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.reviewhalf')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='half',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='comment', to='officers.reviewhalf'),
        ),
        migrations.CreateModel(
            name='ReviewAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('standard', models.CharField(blank=True, choices=[('visible', 'Visible and accessible'), ('appearance', 'Professional appearance'), ('judgment', 'Good judgment and discretion'), ('fair', 'Consistent and fair'), ('respect', 'Respects students'), ('concerns', 'Takes concerns seriously'), ('presence', 'Presence at the school'), ('relations', 'Relations with students, staff and parents'), ('teaching', 'Teaching'), ('communication', 'Communication with the school'), ('agreement', 'Follows the agreement'), ('reports', 'Reports'), ('law', 'Law'), ('tactics', 'Tactics'), ('training', 'Training')], max_length=13)),
                ('seen', models.CharField(blank=True, choices=[('throughout', 'Seen throughout'), ('mostly', 'Seen mostly'), ('wants_work', 'Wants work'), ('not_observed', 'Not observed')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.reviewanswer')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('goal', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.reviewgoal')),
                ('half', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.reviewhalf')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='reviewanswer',
            name='half',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='officers.reviewhalf'),
        ),
        migrations.CreateModel(
            name='ReviewHalfEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.UUIDField(default=sro_program.core.ids.uuid7, editable=False, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('side', models.CharField(choices=[('command', 'Agency command'), ('school', 'School administration')], max_length=7)),
                ('status', models.CharField(choices=[('draft', 'Being written'), ('signed', 'Signed')], default='draft', max_length=6)),
                ('figures', models.JSONField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.officer')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='officers.reviewhalf')),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='officers.review')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='schools.school')),
                ('signed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('officer', 'school', 'year'), name='one_review_of_a_school_year', violation_error_message='There is a review of this school year already. Open it from the list of reviews.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (2000, 2100))), name='review_is_of_our_time', violation_error_message='Choose a school year from the list.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewevent" ("id", "officer_id", "opened_at", "opened_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "year") VALUES (NEW."id", NEW."officer_id", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."school_id", NEW."year"); RETURN NULL;', hash='20f228af9979cf98835a88064c4f7975b5d333bc', operation='INSERT', pgid='pgtrigger_insert_insert_b0edb', table='officers_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_reviewevent" ("id", "officer_id", "opened_at", "opened_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "year") VALUES (NEW."id", NEW."officer_id", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."school_id", NEW."year"); RETURN NULL;', hash='4e103b4353f627f4c6be5d718beca06f744f3cdc', operation='UPDATE', pgid='pgtrigger_update_update_a29c6', table='officers_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewevent" ("id", "officer_id", "opened_at", "opened_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "year") VALUES (OLD."id", OLD."officer_id", OLD."opened_at", OLD."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."school_id", OLD."year"); RETURN NULL;', hash='2ebfd122ad459838a9b9e112329dcfde21653244', operation='DELETE', pgid='pgtrigger_delete_delete_1b371', table='officers_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a56f6216c8fea55e649d9952ff200f40215373aa', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4423c', table='officers_reviewevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewgoal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('baseline', ''), _negated=True), models.Q(('seen_by', ''), _negated=True)), name='review_goal_is_complete', violation_error_message='A goal says what, where it stands now, and how it will be seen.'),
        ),
        migrations.AddConstraint(
            model_name='reviewgoal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'agreed'), _negated=True), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answered_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='review_goal_agreed_by_both', violation_error_message='Two people agree on a goal, one of each side.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgoal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewgoalevent" ("answered_at", "answered_by_id", "baseline", "id", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "review_id", "school_id", "seen_by", "side", "status", "version", "words") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."baseline", NEW."id", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."review_id", NEW."school_id", NEW."seen_by", NEW."side", NEW."status", NEW."version", NEW."words"); RETURN NULL;', hash='6c6806405573a15fcca225c6c86eea50d082b3af', operation='INSERT', pgid='pgtrigger_insert_insert_5962b', table='officers_reviewgoal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgoal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_reviewgoalevent" ("answered_at", "answered_by_id", "baseline", "id", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "review_id", "school_id", "seen_by", "side", "status", "version", "words") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."baseline", NEW."id", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."review_id", NEW."school_id", NEW."seen_by", NEW."side", NEW."status", NEW."version", NEW."words"); RETURN NULL;', hash='1bc84ac51c607cc8e463640e8981799bacd793cc', operation='UPDATE', pgid='pgtrigger_update_update_62497', table='officers_reviewgoal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgoal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewgoalevent" ("answered_at", "answered_by_id", "baseline", "id", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "review_id", "school_id", "seen_by", "side", "status", "version", "words") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."baseline", OLD."id", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."review_id", OLD."school_id", OLD."seen_by", OLD."side", OLD."status", OLD."version", OLD."words"); RETURN NULL;', hash='204204db50a13c15eead34de29fdfb80e0d97d4c', operation='DELETE', pgid='pgtrigger_delete_delete_52d14', table='officers_reviewgoal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgoalevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='187144d5ed1b5b010dfe12d95bb745843a9dd62e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cd0a2', table='officers_reviewgoalevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewhalf',
            constraint=models.UniqueConstraint(fields=('review', 'side'), name='one_half_of_each_side', violation_error_message='Somebody has just begun this half. Reload.'),
        ),
        migrations.AddConstraint(
            model_name='reviewhalf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('figures__isnull', True), ('signed_at', None), ('signed_by', None), ('status', 'draft')), models.Q(('figures__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), ('status', 'signed')), _connector='OR'), name='review_half_is_signed_by_somebody', violation_error_message='A signed half says who signed it, and when.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewhalf',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewhalfevent" ("figures", "id", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "school_id", "side", "signed_at", "signed_by_id", "status", "version") VALUES (NEW."figures", NEW."id", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."review_id", NEW."school_id", NEW."side", NEW."signed_at", NEW."signed_by_id", NEW."status", NEW."version"); RETURN NULL;', hash='13fff58848645789817bd8c78b5500222bb5f96d', operation='INSERT', pgid='pgtrigger_insert_insert_1a192', table='officers_reviewhalf', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewhalf',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_reviewhalfevent" ("figures", "id", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "school_id", "side", "signed_at", "signed_by_id", "status", "version") VALUES (NEW."figures", NEW."id", NEW."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."review_id", NEW."school_id", NEW."side", NEW."signed_at", NEW."signed_by_id", NEW."status", NEW."version"); RETURN NULL;', hash='d2c554b1dd07c54ff8d2d1cd948e29eab6c149ce', operation='UPDATE', pgid='pgtrigger_update_update_b29f8', table='officers_reviewhalf', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewhalf',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewhalfevent" ("figures", "id", "officer_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "school_id", "side", "signed_at", "signed_by_id", "status", "version") VALUES (OLD."figures", OLD."id", OLD."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."review_id", OLD."school_id", OLD."side", OLD."signed_at", OLD."signed_by_id", OLD."status", OLD."version"); RETURN NULL;', hash='a4c5acb4feb900fbdfd95a417de9729d0e8cfce9', operation='DELETE', pgid='pgtrigger_delete_delete_54ff0', table='officers_reviewhalf', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcommentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3caa990a8772e852dc0f15befaa56a23ffd1f713', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0e6ca', table='officers_reviewcommentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcomment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewcommentevent" ("by_id", "given_at", "half_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "text") VALUES (NEW."by_id", NEW."given_at", NEW."half_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."school_id", NEW."text"); RETURN NULL;', hash='cc97a0ea28764d37c05b133b963823d19f4cdee1', operation='INSERT', pgid='pgtrigger_insert_insert_c2f5c', table='officers_reviewcomment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcomment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_reviewcommentevent" ("by_id", "given_at", "half_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "text") VALUES (NEW."by_id", NEW."given_at", NEW."half_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."school_id", NEW."text"); RETURN NULL;', hash='2a1cf9339a6cc5a37324e17f4472e6ffca013168', operation='UPDATE', pgid='pgtrigger_update_update_88cbe', table='officers_reviewcomment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewcomment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewcommentevent" ("by_id", "given_at", "half_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "text") VALUES (OLD."by_id", OLD."given_at", OLD."half_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."school_id", OLD."text"); RETURN NULL;', hash='f47f41ec18f4cd5c9996c93d927c66efc785b75a', operation='DELETE', pgid='pgtrigger_delete_delete_36fe7', table='officers_reviewcomment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9838a5ac95440eb4cd589d5a9da7f4aba89eb5d4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b0699', table='officers_reviewanswerevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('standard', ''), _negated=True), fields=('half', 'standard'), name='review_standard_answered_once', violation_error_message='This standard is answered already.'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.UniqueConstraint(fields=('half', 'goal'), name='review_goal_ended_once', violation_error_message='This goal is answered already.'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('goal', None), models.Q(('standard', ''), _negated=True), models.Q(('seen', ''), _negated=True)), models.Q(('goal__isnull', False), ('seen', ''), ('standard', ''), models.Q(('words', ''), _negated=True)), _connector='OR'), name='review_answer_is_of_a_standard_or_a_goal', violation_error_message='Choose an answer for each standard.'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen', 'wants_work'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='review_answer_says_what_wants_work', violation_error_message='Say in words what wants work.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewanswerevent" ("goal_id", "half_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "seen", "standard", "words") VALUES (NEW."goal_id", NEW."half_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."school_id", NEW."seen", NEW."standard", NEW."words"); RETURN NULL;', hash='b768e9f333c503a88e447eb2b60376039951b170', operation='INSERT', pgid='pgtrigger_insert_insert_fdf68', table='officers_reviewanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "officers_reviewanswerevent" ("goal_id", "half_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "seen", "standard", "words") VALUES (NEW."goal_id", NEW."half_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."school_id", NEW."seen", NEW."standard", NEW."words"); RETURN NULL;', hash='7264e88e031a6d9951780052a52ff0f656f5243e', operation='UPDATE', pgid='pgtrigger_update_update_6ba41', table='officers_reviewanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewanswer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "officers_reviewanswerevent" ("goal_id", "half_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "seen", "standard", "words") VALUES (OLD."goal_id", OLD."half_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."school_id", OLD."seen", OLD."standard", OLD."words"); RETURN NULL;', hash='8b58be0258e69c2b378476bb22e72836ff0660d8', operation='DELETE', pgid='pgtrigger_delete_delete_227bf', table='officers_reviewanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewhalfevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c19fa9865f3b6ba5bdf1b4a3aef60beddc5cb554', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_48bd2', table='officers_reviewhalfevent', when='BEFORE')),
        ),
        protect(
            "officers_review",
            see=THREE,
            add=f"(opened_by_id = app_user_id() AND {SUPERIORS})",
            change=THREE,
        ),
        protect("officers_reviewevent", see=THREE, add="true", change=NOBODY),
        protect(
            "officers_reviewgoal",
            see=THREE,
            add=f"(proposed_by_id = app_user_id() AND {OF_MY_SIDE})",
            change=SUPERIORS,
        ),
        protect("officers_reviewgoalevent", see=THREE, add="true", change=NOBODY),
        protect(
            "officers_reviewhalf", see=HALF_SEEN, add=OF_MY_SIDE, change=OF_MY_SIDE
        ),
        protect("officers_reviewhalfevent", see=OF_MY_SIDE, add="true", change=NOBODY),
        protect(
            "officers_reviewanswer",
            see=of_half(),
            add=of_half(OF_MY_SIDE),
            change=of_half(OF_MY_SIDE),
        ),
        protect(
            "officers_reviewanswerevent",
            see=of_half(OF_MY_SIDE),
            add="true",
            change=NOBODY,
        ),
        protect(
            "officers_reviewcomment",
            see=of_half(),
            add=f"(by_id = app_user_id() AND {of_half(OWN)})",
            change=NOBODY,
        ),
        protect(
            "officers_reviewcommentevent",
            see="by_id = app_user_id()",
            add="true",
            change=NOBODY,
        ),
        append_only(*EVENTS),
        migrations.RunSQL(ONE_WHOLE, APART),
        migrations.RunSQL(LOCK, NO_LOCK),
        migrations.RunSQL(TRAIL, "DROP POLICY reviews ON audit_auditevent"),
    ])
