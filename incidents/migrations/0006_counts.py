"""Numbers of incidents for KRS 158.449, KRS 158.444 and the federal collection.

One function says what counts for which number (`incidents_facts`); every list behind a
number asks it as the person who looks. Tables of numbers keep its sums, so that a whole
state takes milliseconds. A change marks its school's year as stale in the same
transaction; what is stale is counted when it is asked for, until the clock has counted
it anew. So numbers are always those of now, and the tables can be made anew at any time.

A referral to law enforcement (federal): a student of K-12 whom somebody reported to the
officer, or who met a complaint, a citation or an arrest, on school grounds, at a function
or on a bus, within the regular school year (domain.md R36). Who was arrested is who was
taken into custody; where no report of custody says whom, each subject.
"""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from sro_program.core.rls import protect

COUNTED = "('submitted', 'returned', 'approved', 'handed_back')"
YEAR_OF = """
CREATE FUNCTION incidents_year_of(moment timestamptz, zone text) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT extract(year FROM (moment AT TIME ZONE zone) - interval '6 months')::integer
$$;
"""
FACTS = f"""
CREATE FUNCTION incidents_facts(of_schools bigint[], of_year integer)
RETURNS TABLE (
    school_id bigint, month integer, incident_id uuid, report text, dimension text,
    key text, student text, is_subject boolean
)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
WITH place AS MATERIALIZED (
    SELECT s.id AS school_id, d.id AS district_id, d.time_zone,
           make_timestamptz(of_year, 7, 1, 0, 0, 0, d.time_zone) AS begins,
           make_timestamptz(of_year + 1, 7, 1, 0, 0, 0, d.time_zone) AS ends,
           EXISTS (
               SELECT FROM schools_schoolyear y WHERE y.district_id = d.id
                 AND y.ends_on >= make_date(of_year, 7, 1)
                 AND y.starts_on < make_date(of_year + 1, 7, 1)) AS knows_year
    FROM unnest(of_schools) AS asked(id)
    JOIN schools_school s ON s.id = asked.id
    JOIN schools_district d ON d.id = s.district_id
), happened AS (
    SELECT i.*, f.conduct, p.district_id, p.knows_year,
           CASE WHEN f.disposition <> '' THEN f.disposition
                WHEN i.status = 'handed_back' THEN 'returned' ELSE 'open'
           END AS disposition,
           (i.occurred_from AT TIME ZONE p.time_zone)::date AS on_day
    FROM place p
    JOIN incidents_incident i ON i.school_id = p.school_id
        AND i.occurred_from >= p.begins AND i.occurred_from < p.ends
    JOIN incidents_casefile f ON f.incident_id = i.id
    WHERE i.status IN {COUNTED}
), event AS MATERIALIZED (
    SELECT h.*, extract(month FROM h.on_day)::integer AS month,
           h.disposition <> 'unfounded' AS is_founded,
           h.disposition IN ('cdw', 'citation', 'arrest') AS is_charged,
           (h.at_function OR h.on_bus OR h.sub_place NOT IN ('nearby', 'online'))
           AND (NOT h.knows_year OR EXISTS (
                SELECT FROM schools_schoolyear y WHERE y.district_id = h.district_id
                  AND h.on_day BETWEEN y.starts_on AND y.ends_on)
           ) AS is_federal
    FROM happened h
), subject AS (
    SELECT e.*, p.sex, p.race, coalesce(p.grade::text, 'unknown') AS grade,
           coalesce(p.grade, 0) >= 0 AS is_k12,
           CASE WHEN NOT p.is_sealed AND n.name NOT IN ('', 'unknown') THEN
               n.name || '|' || coalesce(p.birth_date::text, p.grade::text, '')
           END AS student,
           o.violence IS NOT NULL AS has_offence, o.violence, o.weapons, o.drugs,
           e.disposition = 'arrest' AND (
               EXISTS (SELECT FROM incidents_measure m WHERE m.incident_id = e.id
                   AND m.kind = 'custody' AND m.about_id = p.id)
               OR NOT EXISTS (SELECT FROM incidents_measure m
                   WHERE m.incident_id = e.id AND m.kind = 'custody')
           ) AS arrested
    FROM event e
    JOIN incidents_involvement p ON p.incident_id = e.id
    CROSS JOIN LATERAL (SELECT lower(regexp_replace(
        normalize(p.given_name || p.family_name, NFKD), '[^[:alnum:]]', '', 'g'
    )) AS name) n
    CROSS JOIN LATERAL (
        SELECT bool_or(c.is_violence) AS violence, bool_or(c.is_weapon) AS weapons,
               bool_or(c.is_drugs) AS drugs
        FROM incidents_offence o JOIN incidents_offencecode c ON c.id = o.code_id
        WHERE o.incident_id = e.id AND (o.about_id IS NULL OR o.about_id = p.id)
    ) o
    WHERE p.role = 'subject' AND p.is_student
)
SELECT e.school_id, e.month, e.id, v.report, v.dimension, v.key, NULL, false
FROM event e, LATERAL (VALUES
    ('ledger', 'all', '', true), ('state', 'all', '', true),
    ('federal', 'all', '', e.is_federal),
    ('ledger', 'initiated_by', e.initiated_by, true),
    ('ledger', 'conduct', e.conduct, true),
    ('ledger', 'disposition', e.disposition, true),
    ('ledger', 'outcome', e.outcome, true),
    ('ledger', 'status', e.status, true),
    ('ledger', 'school', e.school_id::text, true),
    ('months', 'month', e.month::text, true)
) AS v (report, dimension, key, holds)
WHERE v.holds
UNION ALL
SELECT DISTINCT e.school_id, e.month, e.id, v.report, v.dimension, v.key, NULL, false
FROM event e
JOIN incidents_offence o ON o.incident_id = e.id
JOIN incidents_offencecode c ON c.id = o.code_id, LATERAL (VALUES
    ('state', 'events', 'violence', c.is_violence),
    ('state', 'events', 'weapons', c.is_weapon),
    ('state', 'events', 'drugs', c.is_drugs),
    ('state', 'events', 'charges', e.is_charged),
    ('federal', 'offense', c.crdc_type, e.is_federal AND c.crdc_type <> '')
) AS v (report, dimension, key, holds)
WHERE v.holds AND e.is_founded
UNION ALL
SELECT e.school_id, e.month, e.id, 'state', 'events', 'arrests', NULL, false
FROM event e WHERE e.disposition = 'arrest'
UNION ALL
SELECT s.school_id, s.month, s.id, k.report, d.dimension, d.key, s.student, true
FROM subject s, LATERAL (VALUES
    ('state', 'violence', s.violence AND s.is_founded),
    ('state', 'weapons', s.weapons AND s.is_founded),
    ('state', 'drugs', s.drugs AND s.is_founded),
    ('state', 'charges', s.is_charged AND s.has_offence),
    ('state', 'arrests', s.arrested),
    ('federal', 'referrals', s.is_federal AND s.is_k12
        AND (s.initiated_by <> 'sro' OR s.is_charged)),
    ('federal', 'arrests', s.is_federal AND s.is_k12 AND s.arrested)
) AS k (report, kind, holds), LATERAL (VALUES
    ('kind', k.kind, true), (k.kind || '.sex', s.sex, true),
    (k.kind || '.race', s.race, true),
    (k.kind || '.grade', s.grade, k.report = 'state'),
    ('unidentified', k.kind, s.student IS NULL)
) AS d (dimension, key, holds)
WHERE k.holds AND d.holds
$$;
"""
SUMS = """
CREATE FUNCTION incidents_sums(of_schools bigint[], of_year integer)
RETURNS TABLE (
    school_id bigint, month integer, report text, dimension text, key text,
    instances bigint, students bigint
)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT f.school_id, m.month, f.report, f.dimension, f.key, count(*),
           CASE WHEN bool_and(f.is_subject) THEN count(DISTINCT f.student) END
    FROM incidents_facts(of_schools, of_year) f,
         LATERAL (VALUES (0), (f.month)) AS m (month)
    GROUP BY f.school_id, m.month, f.report, f.dimension, f.key
$$;
"""
COUNT_ANEW = """
CREATE FUNCTION incidents_count_anew(most integer) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    due record;
    done integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('incidents_count_anew'));
    FOR due IN
        WITH taken AS (
            DELETE FROM incidents_staletally WHERE (school_id, year) IN (
                SELECT school_id, year FROM incidents_staletally
                GROUP BY school_id, year ORDER BY min(id) LIMIT most)
            RETURNING school_id, year
        )
        SELECT year, array_agg(DISTINCT school_id) AS schools FROM taken GROUP BY year
    LOOP
        DELETE FROM incidents_tally
        WHERE year = due.year AND school_id = ANY (due.schools);
        INSERT INTO incidents_tally (
            year, school_id, month, report, dimension, key, instances, students)
        SELECT due.year, s.* FROM incidents_sums(due.schools, due.year) s;
        done := done + cardinality(due.schools);
    END LOOP;
    RETURN done;
END $$;
"""
MARK = f"""
CREATE FUNCTION incidents_mark_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO incidents_staletally (school_id, year)
    SELECT DISTINCT i.school_id, incidents_year_of(i.occurred_from, d.time_zone)
    FROM (VALUES (OLD.school_id, OLD.occurred_from, OLD.status),
                 (NEW.school_id, NEW.occurred_from, NEW.status)
    ) AS i (school_id, occurred_from, status)
    JOIN schools_school s ON s.id = i.school_id
    JOIN schools_district d ON d.id = s.district_id
    WHERE i.status IN {COUNTED};
    RETURN NULL;
END $$;
CREATE FUNCTION incidents_mark_stale_by_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO incidents_staletally (school_id, year)
    SELECT i.school_id, incidents_year_of(i.occurred_from, d.time_zone)
    FROM incidents_incident i
    JOIN schools_school s ON s.id = i.school_id
    JOIN schools_district d ON d.id = s.district_id
    WHERE i.id = coalesce(NEW.incident_id, OLD.incident_id) AND i.status IN {COUNTED};
    RETURN NULL;
END $$;
CREATE FUNCTION incidents_mark_stale_by_reference() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text := coalesce(current_setting('app.clock', true), '');
    of_district bigint := CASE TG_TABLE_NAME
        WHEN 'schools_schoolyear' THEN
            (coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'district_id')::bigint
        WHEN 'schools_district' THEN (to_jsonb(NEW) ->> 'id')::bigint END;
BEGIN
    PERFORM set_config('app.clock', 'on', true);
    INSERT INTO incidents_staletally (school_id, year)
    SELECT DISTINCT t.school_id, y.year
    FROM incidents_tally t JOIN schools_school s ON s.id = t.school_id,
         LATERAL generate_series(t.year - 1, t.year + 1) AS y (year)
    WHERE of_district IS NULL OR s.district_id = of_district;
    PERFORM set_config('app.clock', was, true);
    RETURN NULL;
END $$;
CREATE TRIGGER counts AFTER INSERT OR UPDATE OR DELETE ON incidents_incident
    FOR EACH ROW EXECUTE FUNCTION incidents_mark_stale();
CREATE TRIGGER counts AFTER UPDATE ON incidents_casefile FOR EACH ROW
    WHEN ((OLD.conduct, OLD.disposition) IS DISTINCT FROM (NEW.conduct, NEW.disposition))
    EXECUTE FUNCTION incidents_mark_stale_by_part();
CREATE TRIGGER counts AFTER INSERT OR UPDATE OR DELETE ON incidents_involvement
    FOR EACH ROW EXECUTE FUNCTION incidents_mark_stale_by_part();
CREATE TRIGGER counts AFTER INSERT OR UPDATE OR DELETE ON incidents_offence
    FOR EACH ROW EXECUTE FUNCTION incidents_mark_stale_by_part();
CREATE TRIGGER counts AFTER INSERT OR UPDATE OR DELETE ON incidents_measure
    FOR EACH ROW EXECUTE FUNCTION incidents_mark_stale_by_part();
CREATE TRIGGER counts AFTER UPDATE ON incidents_offencecode FOR EACH ROW
    WHEN ((OLD.crdc_type, OLD.is_violence, OLD.is_weapon, OLD.is_drugs)
        IS DISTINCT FROM (NEW.crdc_type, NEW.is_violence, NEW.is_weapon, NEW.is_drugs))
    EXECUTE FUNCTION incidents_mark_stale_by_reference();
CREATE TRIGGER counts AFTER INSERT OR UPDATE OR DELETE ON schools_schoolyear
    FOR EACH ROW EXECUTE FUNCTION incidents_mark_stale_by_reference();
CREATE TRIGGER counts AFTER UPDATE ON schools_district FOR EACH ROW
    WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone)
    EXECUTE FUNCTION incidents_mark_stale_by_reference();
"""
NO_MARK = "".join(
    f"DROP TRIGGER counts ON {table};"
    for table in (
        *("incidents_incident", "incidents_casefile", "incidents_involvement"),
        *("incidents_offence", "incidents_measure", "incidents_offencecode"),
        *("schools_schoolyear", "schools_district"),
    )
) + """
DROP FUNCTION incidents_mark_stale();
DROP FUNCTION incidents_mark_stale_by_part();
DROP FUNCTION incidents_mark_stale_by_reference();
"""
ASKED_ONCE = """
ALTER POLICY see ON incidents_tally USING ((SELECT app_is_clock()));
"""  # not for each of the 40,000 rows of a state
WHAT_THERE_IS = f"""
SELECT set_config('app.clock', 'on', true);
INSERT INTO incidents_staletally (school_id, year)
SELECT DISTINCT i.school_id, incidents_year_of(i.occurred_from, d.time_zone)
FROM incidents_incident i
JOIN schools_school s ON s.id = i.school_id
JOIN schools_district d ON d.id = s.district_id
WHERE i.status IN {COUNTED};
SELECT set_config('app.clock', '', true);
"""

class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ('incidents', '0005_find'),
        ('schools', '0004_dates_of_our_time'),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name='StaleTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'school'], name='tally_stale')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('month', models.PositiveSmallIntegerField()),
                ('report', models.CharField(max_length=8)),
                ('dimension', models.CharField(max_length=20)),
                ('key', models.CharField(blank=True, max_length=20)),
                ('instances', models.PositiveIntegerField()),
                ('students', models.PositiveIntegerField(help_text='Distinct ones; empty where events are counted.', null=True)),
                ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('year', 'report', 'month', 'school', 'dimension', 'key'), include=('instances', 'students'), name='tally_once')],
            },
        ),
        protect("incidents_tally", see="false"),
        protect("incidents_staletally", see="false", add="true"),
        migrations.RunSQL(ASKED_ONCE, migrations.RunSQL.noop),
        migrations.RunSQL(YEAR_OF, "DROP FUNCTION incidents_year_of(timestamptz, text)"),
        migrations.RunSQL(FACTS, "DROP FUNCTION incidents_facts(bigint[], integer)"),
        migrations.RunSQL(SUMS, "DROP FUNCTION incidents_sums(bigint[], integer)"),
        migrations.RunSQL(
            COUNT_ANEW, "DROP FUNCTION incidents_count_anew(integer)"
        ),
        migrations.RunSQL(MARK, NO_MARK),
        migrations.RunSQL(WHAT_THERE_IS, migrations.RunSQL.noop),
    ]
