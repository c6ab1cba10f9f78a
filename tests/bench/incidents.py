"""Incidents and their case files in SQL, spread over the schools of the world."""

INCIDENTS = """
    WITH numbered AS (
        SELECT n, 1 + n % each AS school, n / each AS turn
        FROM generate_series({first}, {last}) n, LATERAL (
            SELECT CASE WHEN n <= {dense} THEN {calloway} ELSE {schools} END
        ) AS among (each)
    ), begun AS (
        SELECT *, now() - (1 + turn) * interval '5 hours'
                   - (n % 1000) * interval '1 second' AS began
        FROM numbered
    )
    SELECT lpad(n::text, 32, '0')::uuid AS id, 2 AS version,
           CASE WHEN turn % 40 = 0 THEN 'submitted' ELSE 'approved' END AS status,
           school AS school_id, {agency} AS police_agency_id,
           school AS written_by_id, 2026 AS year, n AS serial,
           began AS occurred_from, began + interval '1 hour' AS reported_at,
           began + interval '2 hours' AS submitted_at,
           CASE WHEN turn % 40 > 0 THEN {command} END AS approved_by_id,
           'teacher' AS initiated_by, 'called' AS discovered,
           (ARRAY['hallway', 'classroom', 'gym', 'bus'])[1 + n % 4] AS sub_place,
           CASE WHEN turn % 3 = 0 THEN school END AS place_id,
           (ARRAY['police', 'school', 'nothing'])[1 + n % 3] AS outcome,
           'Two students were ' || (ARRAY['pushing', 'shouting', 'missing',
               'smoking'])[1 + turn % 4] || ' near room ' || n % 300 AS school_report
    FROM begun
"""
CASE_FILES = """
    SELECT i.id AS incident_id, i.school_id, 'yes' AS possible_crime,
           'no' AS school_alone, 'officer' AS decided_by, 30 AS minutes,
           (ARRAY['public', 'status'])[1 + i.serial % 2] AS conduct,
           (ARRAY['cdw', 'citation', 'advised', 'referral'])[1 + i.serial % 4]
               AS disposition,
           i.school_report || '. I was called and spoke with a teacher, who had seen a '
               || (ARRAY['knife', 'phone', 'lighter', 'bottle', 'vape'])
                   [1 + i.serial % 5]
               || ' in locker ' || i.serial % 1000 || '. A parent came at noon and '
               || 'took the student home; I kept what I had found as evidence '
               || i.serial AS narrative
    FROM incidents_incident i
    WHERE i.serial BETWEEN {first} AND {last}
"""
